/**
 * Draws up `gallery-maps.json`, the small maps of the gallery: `npm run gallery-maps`. Of each preset, how much is
 * asked for in each force, from the demand tapes alone.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadScenario } from "../cli/load.ts";
import { presetIds, scenariosFolder } from "../cli/place.ts";
import { createTape, drawTape } from "../engine/demand/draw-tape.ts";
import { modelDrawer } from "../workers/replicator.ts";
import { layoutOf } from "../web/desk/layout.ts";

/** What a card needs to draw its map. */
export interface GalleryMap {
  /** [column, row, units asked for in tenths of the most asked of one force, rounded up], a force each */
  readonly cells: readonly (readonly [number, number, number])[];
}

const RUNS = 20;

export function galleryMap(preset: string): GalleryMap {
  const { resolved, scenarioHash } = loadScenario(preset);
  const model = modelDrawer({ resolved, scenarioHash, seed: "1", replications: RUNS, outer: null });
  const asked = new Float64Array(model(0).nForces);
  const tape = createTape(model(0));
  for (let run = 0; run < RUNS; run++) {
    drawTape(model(run), "1", run, tape);
    for (const incident of tape.order.subarray(0, tape.nOrder))
      asked[tape.force[incident]!]! += unitsOf(tape, incident);
  }
  const most = Math.max(1, ...asked);
  return {
    cells: layoutOf(model(0)).map(({ column, row }, force) => [column, row, Math.ceil((10 * asked[force]!) / most)]),
  };
}

function unitsOf(tape: ReturnType<typeof createTape>, incident: number): number {
  let units = 0;
  const first = tape.firstPhase[incident]!;
  for (let phase = first; phase < first + tape.nPhases[incident]!; phase++) {
    const need = tape.phaseFirstNeed[phase]!;
    for (let k = need; k < need + tape.phaseNeeds[phase]!; k++) units += tape.needUnits[k]!;
  }
  return units;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const lines = presetIds().map((id) => `  ${JSON.stringify(id)}: ${JSON.stringify(galleryMap(id))}`);
  const file = join(scenariosFolder, "..", "web", "gallery-maps.json");
  writeFileSync(file, `{\n${lines.join(",\n")}\n}\n`);
}
