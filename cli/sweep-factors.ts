/** What a sweep file says, as factors, and what a point of its design makes of the scenario. */
import { combinations } from "../engine/planning/designs.ts";
import type { DesignPoint, Factor, Level } from "../engine/planning/sweep.ts";
import { type Incident, usualMinutes } from "../scenarios/format/concurrence.ts";
import { placeClassesOf } from "../scenarios/format/place-classes.ts";
import type { ResolvedScenario } from "../scenarios/format/read.ts";
import type { SpreadWord, SweepFile } from "../scenarios/format/schema-sweep.ts";
import { pathOf, type Setting } from "../scenarios/format/varied.ts";
import type { Point } from "../workers/pointer.ts";
import { RefusedError } from "./exits.ts";

export interface SweepFactors {
  readonly factors: readonly Factor[];
  /** the factor along which the line is drawn: the number of incidents, else the first of numbers; -1: none */
  readonly along: number;
  pointOf(at: DesignPoint): Point;
}

/** Columns of the incidents, in their order before the other factors. */
const INCIDENT_COLUMNS = ["number", "size", "overlap"] as const;
const DEFAULT_LEVELS = 3;
/** Minute at which the first incident begins. */
const FIRST_AT = 720;

interface PlaceLevel {
  readonly label: string;
  readonly where: readonly Incident["where"][];
}

/** @param horizon minutes */
export function factorsOf(
  sweep: SweepFile,
  resolved: ResolvedScenario,
  shipped: boolean,
  horizon: number,
): SweepFactors {
  const { incidents } = sweep;
  const own = (sweep.factors ?? []).map((written): Factor => {
    const { name, path, values, from, to, levels = DEFAULT_LEVELS, unit, whole = false } = written;
    const label = name ?? [path].flat()[0]!;
    if (values !== undefined) return { name: label, levels: values, range: null };
    const range = { from: from!, to: to!, whole };
    const steps = Array.from({ length: levels }, (_, i) => range.from + (i * (range.to - range.from)) / (levels - 1));
    const named = unit === undefined ? label : `${label} (${unit})`;
    return { name: named, levels: whole ? [...new Set(steps.map(Math.round))] : steps, range };
  });
  const places = incidents === undefined ? [] : placeLevels(incidents, resolved, shipped);
  const before: Factor[] =
    incidents === undefined
      ? []
      : [
          { name: "number", levels: incidents.number ?? [1, 2, 3, 4, 5, 6], range: null },
          { name: "size", levels: incidents.size ?? [1], range: null },
          { name: "overlap", levels: incidents.overlap ?? [1], range: null },
          {
            name: incidents.places === undefined ? "spread" : "places",
            levels: places.map(({ label }) => label),
            range: null,
          },
        ];
  const factors = [...before, ...own];
  const numeric = factors.findIndex(
    ({ levels }) => levels.length > 1 && levels.every((one) => typeof one === "number"),
  );
  return {
    factors,
    along: incidents !== undefined && (incidents.number?.length ?? 2) > 1 ? 0 : numeric,
    pointOf({ values, levels }) {
      const settings = (sweep.factors ?? []).flatMap(({ path, unit }, i): Setting[] => {
        const value = withUnit(values[before.length + i]!, unit);
        return [path].flat().map((one) => ({ path: pathOf(one), value }));
      });
      if (incidents === undefined) return { incidents: null, settings, quantiles: null };
      const [number, size, overlap] = INCIDENT_COLUMNS.map((_, i) => values[i] as number) as [number, number, number];
      const threat = resolved.threats![incidents.threat]!;
      const gap = Math.round((1 - overlap) * usualMinutes(threat));
      const { where } = places[levels[INCIDENT_COLUMNS.length]!]!;
      const first = Math.min(FIRST_AT, Math.floor(horizon / 4));
      const happening = Array.from({ length: number }, (_, i): Incident => {
        return { threat: incidents.threat, where: where[Math.min(i, where.length - 1)]!, at: first + i * gap, size };
      });
      return { incidents: happening, settings, quantiles: null };
    },
  };
}

function withUnit(value: Level, unit: string | undefined): Level {
  return unit === undefined ? value : `${value} ${unit}`;
}

/** Where the incidents are: as the spreads say, or every combination of forces; of classes of them on shipped data. */
function placeLevels(
  { threat, number, spread, places }: NonNullable<SweepFile["incidents"]>,
  resolved: ResolvedScenario,
  shipped: boolean,
): PlaceLevel[] {
  if (resolved.threats?.[threat] === undefined) {
    throw new RefusedError([`incidents.threat: "${threat}" is not a threat of ${resolved.name}.`]);
  }
  const forces = Object.keys(resolved.places.forces ?? {});
  if (places === undefined) {
    const whereOf: Record<SpreadWord, PlaceLevel["where"]> = {
      "one force": [forces, { from: "same" }],
      neighbours: [forces, { from: "near" }],
      anywhere: [forces],
    };
    return (spread ?? ["anywhere"]).map((label) => ({ label, where: whereOf[label] }));
  }
  const [n] = number!;
  if (!shipped) {
    return combinations(forces, n!).map((chosen) => ({ label: chosen.join(" + "), where: chosen }));
  }
  const { names, ofForce } = placeClassesOf(resolved);
  const members = names.map((_, k) => forces.filter((_, force) => ofForce[force] === k));
  // Classes may come several times: combinations of n out of n copies of each.
  const copies = names.flatMap((_, k) => Array.from({ length: Math.min(n!, members[k]!.length) }, () => k));
  const sets = new Map(combinations(copies, n!).map((set) => [set.join(), set]));
  return [...sets.values()].map((set) => ({
    label: set.map((k) => names[k]!).join(" + "),
    where: set.map((k) => members[k]!),
  }));
}
