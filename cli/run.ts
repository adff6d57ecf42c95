/**
 * `muster run`: simulates a scenario, prints the verdict per capability in plain words, and writes the
 * result files.
 */
import { availableParallelism } from "node:os";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Command, InvalidArgumentError } from "commander";
import type { Model } from "../engine/model.ts";
import type { PackedTallies } from "../engine/tally/pack.ts";
import { createTallies, type Tallies } from "../engine/tally/tally.ts";
import { compileScenario } from "../scenarios/format/compile.ts";
import { inlineHandle } from "../workers/handles.ts";
import { nodeHandle } from "../workers/node-handle.ts";
import { createPool, FailedReplication, type JobResult, type Pool } from "../workers/pool.ts";
import { openReplicator, type Plan } from "../workers/replicator.ts";
import { EXIT, UsageError } from "./exits.ts";
import { crosses, figureOf, type Limit, parseLimit } from "./fail-if.ts";
import { glancer } from "./glance.ts";
import {
  addFigureOptions,
  type FigureOptions,
  figureWords,
  gapsText,
  markingInNames,
  readFigures,
} from "./holdings.ts";
import { onInterrupt } from "./interrupt.ts";
import { type LoadedScenario, loadScenario } from "./load.ts";
import type { Report } from "./main.ts";
import { workerFile } from "./place.ts";
import { addPlaceOptions, type Placement, placeWords } from "./place-options.ts";
import { PRECISION_LIMIT, type Precision, parsePrecision, precisionNow } from "./precision.ts";
import { progressLine } from "./progress.ts";
import { addQueueOptions, openQueue, type QueueChoice, refuseMarked } from "./queue/options.ts";
import { replicationRowsFile } from "./replication-rows.ts";
import { type Finished, json, metaOf, resultFiles, summaryOf, verdictOf } from "./result-files.ts";
import { type Simulated, type Simulation, simulate } from "./simulate.ts";
import { type Format, formatOption } from "./tables.ts";
import { assertWritable, writeFiles } from "./write-files.ts";

interface RunOptions extends Placement, FigureOptions, QueueChoice {
  readonly replications?: number;
  readonly precision: readonly Precision[];
  readonly outer?: number;
  readonly seed?: string;
  readonly workers?: number;
  readonly marking?: string;
  readonly failIf: readonly Limit[];
  readonly out?: string;
  readonly format: Format;
  readonly rows?: boolean;
  readonly json?: boolean;
}

export function registerRun(program: Command, report: Report): void {
  const command = program
    .command("run")
    .description("simulate a scenario, or several on one clock, and print the verdict per capability in plain words")
    .argument("<scenario...>", "files (.yaml, .yml, .json), or ids of presets and templates");
  addQueueOptions(addFigureOptions(addPlaceOptions(command)))
    .option("--replications <n>", "how many runs", wholeFrom(1))
    .option(
      "--precision <figure=half-width>",
      `run until a figure is known this well, at most --replications (default ${PRECISION_LIMIT}); may be repeated`,
      parsePrecision,
      [],
    )
    .option("--outer <n>", "split the runs evenly over n draws of what is not known", wholeFrom(1))
    .option("--seed <text>", "seed of the random streams")
    .option("--workers <n>", "worker threads; 0 runs in the main thread", wholeFrom(0))
    .option("--marking <text>", "marking carried in every output")
    .option("--fail-if <expression>", "exit with 5 if a figure crosses a limit; may be repeated", limits, [])
    .option("--out <folder>", "write the result files into this folder")
    .addOption(formatOption())
    .option(
      "--rows",
      "also write the table replications, a row per run, capability and scope (in one thread; with --out)",
    )
    .option("--json", "print the summary as JSON")
    .addHelpText(
      "after",
      '\nExample:\n  npx muster run concurrent-disorder --replications 500 --out out/disorder --fail-if "psu.nation.runOut > 0.1"',
    )
    .action(async (scenarios: string[], options: RunOptions) => report(await run(scenarios, options)));
}

async function run(scenarios: readonly string[], given: RunOptions): Promise<number> {
  const loaded = loadScenario(scenarios, { ...given, figures: await readFigures(given) });
  const options = markedOut(given, loaded);
  if (loaded.figures !== null && loaded.figures.gaps.length > 0)
    (options.json ? process.stderr : process.stdout).write(`${gapsText(loaded.figures.gaps, loaded.resolved)}\n\n`);
  const plan = planOf(loaded, options);
  const { model } = compileScenario(plan.resolved, plan.scenarioHash);
  checkFigures(options, model, loaded, plan);
  if (options.out !== undefined) assertWritable(options.out);
  if (options.rows && options.out === undefined) {
    throw new UsageError("--rows writes a file: say into which folder with --out");
  }
  if (options.rows && options.queue !== undefined) {
    throw new UsageError("--rows runs in one thread of this machine, and --queue on others: leave one of them out");
  }
  refuseMarked(options, scenarios.join(" + "), loaded);

  const { precision } = options;
  if (options.rows && precision.length > 0 && plan.outer !== null) {
    throw new UsageError("--rows with --precision and --outer: each look is a run of its own, so say --replications");
  }

  const allForces = [...options.failIf, ...precision].some(({ scope }) => scope === "force");
  const started = performance.now();
  const rows = options.rows ? replicationRowsFile(options.out!, model, metaOf(loaded), options.format) : null;
  const nWorkers = rows === null ? (options.workers ?? availableParallelism()) : 0;
  const queue = await openQueue<Plan, PackedTallies>(options);
  const pool = queue?.pool ?? openPool(nWorkers, rows?.open);
  const only = new Set(precision.map(({ capability }) => capability));
  const look: Simulation["look"] = (asRun, tallies, result) => {
    const summary = summaryOf({ loaded, plan: asRun, model, tallies, result }, allForces, only);
    return precision.map((wanted) => precisionNow(wanted, summary));
  };
  const simulated = await watched(
    { pool, model, plan, look: precision.length === 0 ? null : look },
    scenarios,
    options,
  ).catch((error) => {
    rows?.discard();
    throw error;
  });
  await queue?.close();
  const wallSeconds = (performance.now() - started) / 1000;

  if (simulated.tallies.nReplications === 0) {
    rows?.discard();
    process.stderr.write("muster: interrupted before the first run was finished; nothing was written\n");
    return EXIT.interrupted;
  }
  const finished: Finished = { loaded, model, ...simulated };
  const summary = summaryOf(finished, allForces);
  if (options.out !== undefined)
    await writeFiles(
      options.out,
      resultFiles(finished, summary, { nWorkers: queue === null ? nWorkers : null, wallSeconds }, options.format),
    );
  rows?.finish();
  process.stdout.write(options.json ? json(summary) : `${verdictOf(summary)}\n`);

  if (simulated.stopping.reason === "interrupted") return EXIT.interrupted;
  return options.failIf.some((limit) => crosses(limit, summary)) ? EXIT.crossed : EXIT.done;
}

/** Where figures were loaded, the folder of the results carries their marking in its name. */
export function markedOut<Options extends { readonly out?: string }>(
  options: Options,
  { figures, resolved }: LoadedScenario,
): Options {
  const marking = figures === null ? null : markingInNames(resolved.marking);
  if (options.out === undefined || marking === null || basename(options.out).startsWith(marking)) return options;
  const out = join(dirname(options.out), `${marking}-${basename(options.out)}`);
  process.stderr.write(`muster: loaded figures are marked ${marking}, so the results go to ${out}\n`);
  return { ...options, out };
}

const DEFAULT_REPLICATIONS = 2000;
const DEFAULT_SEED = "1";

/** What the command line says wins over what the scenario says. */
export function planOf(
  loaded: LoadedScenario,
  options: Pick<RunOptions, "replications" | "outer" | "seed"> & Partial<Pick<RunOptions, "precision">>,
): Plan {
  const { resolved, scenarioHash } = loaded;
  // With a precision the scenario's own number is no limit: who asks for it wants as many as it takes.
  const untold = options.precision?.length ? PRECISION_LIMIT : (resolved.replications ?? DEFAULT_REPLICATIONS);
  const replications = options.replications ?? untold;
  const outer = options.outer ?? null;
  if (outer !== null && outer > replications) {
    throw new UsageError(`--outer ${outer}: more draws than the ${replications} replications to split over them`);
  }
  return { resolved, scenarioHash, seed: options.seed ?? resolved.seed ?? DEFAULT_SEED, replications, outer };
}

/** A figure that does not exist is found before the run, not after it. */
function checkFigures(
  { failIf, precision }: Pick<RunOptions, "failIf" | "precision">,
  model: Model,
  loaded: LoadedScenario,
  plan: Plan,
): void {
  if (failIf.length === 0 && precision.length === 0) return;
  const result: JobResult = { complete: true, ranges: [], deaths: 0 };
  const empty = summaryOf({ loaded, plan, model, tallies: createTallies(model), result }, true);
  for (const limit of failIf) figureOf(limit, empty);
  for (const wanted of precision) precisionNow(wanted, empty);
}

export function openPool(nWorkers: number, open: typeof openReplicator = openReplicator): Pool<Plan, PackedTallies> {
  if (nWorkers === 0) return createPool(() => inlineHandle(open), 1);
  return createPool(() => nodeHandle<Plan, PackedTallies>(pathToFileURL(workerFile)), nWorkers);
}

/** Shows how far the run is; the first interrupt finishes the blocks under way, the second ends at once. */
async function watched(
  simulation: Omit<Simulation, "onProgress">,
  scenarios: readonly string[],
  placement: Placement & FigureOptions,
): Promise<Simulated> {
  const line = progressLine(process.stderr, scenarios.join(" + "));
  const glance = glancer(simulation.model);
  const running = simulate({
    ...simulation,
    onProgress: (progress) => line.show(progress),
    ...(process.stderr.isTTY ? { onMerged: (tallies: Tallies) => line.note(() => glance(tallies)) } : {}),
  });
  const interrupts = onInterrupt(() => running.cancel());
  try {
    return await running.done;
  } catch (error) {
    if (error instanceof FailedReplication) {
      const { replication } = error.fault;
      error.message += `\nReplay it with: ${replayCommand(scenarios, running.planNow(), replication, placement)}`;
    }
    throw error;
  } finally {
    interrupts.end();
    line.end();
    simulation.pool.close();
  }
}

/** The command that tells the story of one replication, with all that decides it. */
export function replayCommand(
  scenarios: string | readonly string[],
  { seed, outer, replications }: Pick<Plan, "seed" | "outer" | "replications">,
  replication: number,
  placement: Placement & FigureOptions = {},
): string {
  const words = ["npx", "muster", "trace", ...[scenarios].flat(), "--replication", String(replication), "--seed", seed];
  if (outer !== null) words.push("--outer", String(outer), "--replications", String(replications));
  words.push(...placeWords(placement), ...figureWords(placement));
  return words.map((word) => (/^[\w./:-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(" ");
}

/** A parser of whole numbers from `least` on. */
export function wholeFrom(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > 1e9) {
      throw new InvalidArgumentError(`expected a whole number from ${least} to 1000000000.`);
    }
    return value;
  };
}

function limits(text: string, before: readonly Limit[]): readonly Limit[] {
  return [...before, parseLimit(text)];
}
