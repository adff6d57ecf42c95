/** `muster trace`: one replication, every event in order, one JSON object a line. */
import { writeSync } from "node:fs";
import type { Command } from "commander";
import { createWorld, traceReplication } from "../engine/replicate.ts";
import { modelDrawer } from "../workers/replicator.ts";
import { EXIT } from "./exits.ts";
import { addFigureOptions, type FigureOptions, readFigures } from "./holdings.ts";
import { loadScenario } from "./load.ts";
import type { Report } from "./main.ts";
import { addPlaceOptions, type Placement } from "./place-options.ts";
import { planOf, wholeFrom } from "./run.ts";
import { withoutForces } from "./sensitive.ts";

interface TraceOptions extends Placement, FigureOptions {
  readonly replication: number;
  readonly replications?: number;
  readonly outer?: number;
  readonly seed?: string;
}

const FLUSH_CHARACTERS = 1 << 16;

export function registerTrace(program: Command, report: Report): void {
  const command = program
    .command("trace")
    .description("tell one replication, every event in order, as one JSON object a line")
    .argument("<scenario...>", "files (.yaml, .yml, .json), or ids of presets and templates; several go on one clock");
  addFigureOptions(addPlaceOptions(command))
    .requiredOption("--replication <r>", "which replication, from 0", wholeFrom(0))
    .option("--seed <text>", "seed of the random streams")
    .option("--replications <n>", "how many runs the replication was one of; matters with --outer", wholeFrom(1))
    .option("--outer <n>", "draws of what is not known that those runs were split over", wholeFrom(1))
    .option("--json", "as always: one JSON object a line")
    .addHelpText("after", "\nExample:\n  npx muster trace concurrent-disorder --replication 17")
    .action(async (scenarios: string[], options: TraceOptions) => report(await trace(scenarios, options)));
}

async function trace(scenarios: readonly string[], options: TraceOptions): Promise<number> {
  const loaded = loadScenario(scenarios, { ...options, figures: await readFigures(options) });
  const plan = planOf(loaded, options);
  const model = modelDrawer(plan)(options.replication);
  const hide = withoutForces(model, loaded.data.shipped, loaded.figures?.ownHolders);
  let waiting = "";
  const flush = () => {
    if (waiting !== "") writeAll(waiting);
    waiting = "";
  };
  try {
    traceReplication(model, createWorld(model), plan.seed, options.replication, (event) => {
      waiting += `${JSON.stringify(hide(event))}\n`;
      if (waiting.length > FLUSH_CHARACTERS) flush();
    });
  } finally {
    // The story up to a fault is what somebody who replays it came for.
    flush();
  }
  return EXIT.done;
}

/** Writes in step with a slow reader, so that a long story never piles up in memory. */
function writeAll(text: string): void {
  let bytes = Buffer.from(text);
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(1, bytes));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EPIPE") process.exit(EXIT.done);
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
