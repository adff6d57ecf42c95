/**
 * `muster trace`: one replication, every event in order, one JSON object a line. With an exercise file, its run with its
 * injects and decisions, and last a line with the digest, which is the same wherever it is replayed.
 */
import { writeSync } from "node:fs";
import type { Command } from "commander";
import { createWorld, traceReplication } from "../engine/replicate.ts";
import { digestOfPlay, playThrough } from "../scenarios/exercise/play.ts";
import { modelDrawer } from "../workers/replicator.ts";
import { openExerciseFile } from "./exercise-file.ts";
import { EXIT, UsageError } from "./exits.ts";
import { addFigureOptions, type FigureOptions, readFigures } from "./holdings.ts";
import { loadScenario } from "./load.ts";
import type { Report } from "./main.ts";
import { addPlaceOptions, type Placement } from "./place-options.ts";
import { planOf, wholeFrom } from "./run.ts";
import { withoutForces } from "./sensitive.ts";

interface TraceOptions extends Placement, FigureOptions {
  readonly replication?: number;
  readonly exercise?: string;
  readonly branch?: string;
  readonly replications?: number;
  readonly outer?: number;
  readonly seed?: string;
}

const FLUSH_CHARACTERS = 1 << 16;

export function registerTrace(program: Command, report: Report): void {
  const command = program
    .command("trace")
    .description("tell one replication, every event in order, as one JSON object a line")
    .argument("[scenario...]", "files (.yaml, .yml, .json), or ids of presets and templates; several go on one clock");
  addFigureOptions(addPlaceOptions(command))
    .option("--replication <r>", "which replication, from 0; an exercise file says its own", wholeFrom(0))
    .option("--exercise <file>", "replay an exercise: its scenario, injects and decisions, and last its digest")
    .option("--branch <id>", "with --exercise: a branch of it")
    .option("--seed <text>", "seed of the random streams")
    .option("--replications <n>", "how many runs the replication was one of; matters with --outer", wholeFrom(1))
    .option("--outer <n>", "draws of what is not known that those runs were split over", wholeFrom(1))
    .option("--json", "as always: one JSON object a line")
    .addHelpText(
      "after",
      "\nExample:\n  npx muster trace concurrent-disorder --replication 17\n  npx muster trace --exercise examples/exercises/saturday.yaml",
    )
    .action(async (scenarios: string[], options: TraceOptions) => report(await trace(scenarios, options)));
}

async function trace(scenarios: readonly string[], options: TraceOptions): Promise<number> {
  if (options.exercise !== undefined) return traceExercise(options.exercise, scenarios, options);
  const { replication } = options;
  if (scenarios.length === 0) throw new UsageError("say which scenario, or an exercise with --exercise");
  if (replication === undefined) throw new UsageError("say which replication with --replication, from 0");
  if (options.branch !== undefined) throw new UsageError("--branch is of an exercise: say --exercise");
  const loaded = loadScenario(scenarios, { ...options, figures: await readFigures(options) });
  const plan = planOf(loaded, options);
  const model = modelDrawer(plan)(replication);
  const hide = withoutForces(model, loaded.data.shipped, loaded.figures?.ownHolders);
  const out = lineWriter();
  try {
    traceReplication(model, createWorld(model), plan.seed, replication, (event) => out.put(hide(event)));
  } finally {
    // The story up to a fault is what somebody who replays it came for.
    out.flush();
  }
  return EXIT.done;
}

/** The exercise's own run; what the command line says of scenario, seed and replication takes the place of the file's. */
function traceExercise(file: string, scenarios: readonly string[], options: TraceOptions): number {
  if (scenarios.length > 1) throw new UsageError("an exercise has one scenario");
  const { table, decisions } = openExerciseFile(file, { scenario: scenarios[0], ...options });
  const played = playThrough(table, decisions, 0);
  const hide = withoutForces(table.model, table.shipped);
  const out = lineWriter();
  for (const event of played.events) out.put(hide(event));
  out.put({ digest: digestOfPlay(table, played) });
  out.flush();
  return EXIT.done;
}

function lineWriter() {
  let waiting = "";
  const flush = () => {
    if (waiting !== "") writeAll(waiting);
    waiting = "";
  };
  return {
    put(line: object) {
      waiting += `${JSON.stringify(line)}\n`;
      if (waiting.length > FLUSH_CHARACTERS) flush();
    },
    flush,
  };
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
