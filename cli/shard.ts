/**
 * `muster shard plan | run | merge`: one run in pieces for array schedulers. Every shard is a file of whole numbers; merged
 * they are what one process would have counted, whatever ran where, in which order, and how often.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { mergePacked, type PackedTallies, packTallies } from "../engine/tally/pack.ts";
import { createTallies } from "../engine/tally/tally.ts";
import { thousands } from "../engine/tally/words.ts";
import { compileScenario } from "../scenarios/format/compile.ts";
import type { Range } from "../workers/pool.ts";
import { makeFolderDurably, realDisk, writeDurably } from "./batch-disk.ts";
import { EXIT, UsageError } from "./exits.ts";
import { addFigureOptions, type FigureOptions, figureWords, readFigures } from "./holdings.ts";
import { loadScenario } from "./load.ts";
import type { Report } from "./main.ts";
import { addPlaceOptions, type Placement, placeWords } from "./place-options.ts";
import { progressLine } from "./progress.ts";
import { type Finished, json, resultFiles, summaryOf, verdictOf } from "./result-files.ts";
import { markedOut, openPool, planOf, wholeFrom } from "./run.ts";
import { DamagedError, fromBytes, toBytes } from "./shard-bytes.ts";
import { engineVersion } from "./shard-engine.ts";
import { loadedOf, PLAN_FILE, readShardPlan, type ShardPlan, shardPlanOf } from "./shard-plan.ts";
import { fixedNumber } from "./simulate.ts";
import { type Format, formatOption } from "./tables.ts";
import { assertWritable, writeFiles } from "./write-files.ts";

export function registerShard(program: Command, report: Report): void {
  const shard = program.command("shard").description("one run in pieces for array schedulers: plan, run each, merge");
  registerPlan(shard, report);
  registerRunShard(shard, report);
  registerMerge(shard, report);
}

interface PlanOptions extends Placement, FigureOptions {
  readonly shards: number;
  readonly out: string;
  readonly replications?: number;
  readonly outer?: number;
  readonly seed?: string;
  readonly marking?: string;
}

function registerPlan(shard: Command, report: Report): void {
  const command = shard
    .command("plan")
    .description("write down which shard runs what, in a folder that all machines see")
    .argument("<scenario...>", "files (.yaml, .yml, .json), or ids of presets and templates")
    .requiredOption("--out <folder>", "the plan goes here, and the shards after it")
    .option("--shards <n>", "how many, numbered from 0", wholeFrom(1), 20);
  addFigureOptions(addPlaceOptions(command))
    .option("--replications <n>", "how many runs in all", wholeFrom(1))
    .option("--outer <n>", "split the runs evenly over n draws of what is not known", wholeFrom(1))
    .option("--seed <text>", "seed of the random streams")
    .option("--marking <text>", "marking carried in every output")
    .addHelpText(
      "after",
      `
Example:
  npx muster shard plan concurrent-disorder --replications 100000 --shards 20 --out out/shards
  seq 0 19 | parallel npx muster shard run out/shards --index {}
  npx muster shard merge out/shards --out out/disorder`,
    )
    .action(async (scenarios: string[], options: PlanOptions) => report(await planShards(scenarios, options)));
}

async function planShards(scenarios: readonly string[], given: PlanOptions): Promise<number> {
  const loaded = loadScenario(scenarios, { ...given, figures: await readFigures(given) });
  const options = markedOut(given, loaded);
  const plan = planOf(loaded, options);
  if (options.shards > plan.replications) {
    throw new UsageError(`--shards ${options.shards}: more than the ${plan.replications} replications to split`);
  }
  assertWritable(options.out);
  const file = join(options.out, PLAN_FILE);
  const command = ["muster", "run", ...scenarios, "--replications", String(plan.replications), "--seed", plan.seed];
  if (plan.outer !== null) command.push("--outer", String(plan.outer));
  if (options.marking !== undefined) command.push("--marking", options.marking);
  command.push(...placeWords(options), ...figureWords(options));
  const text = json(shardPlanOf(loaded, plan, options.shards, command));
  if (existsSync(file) && readFileSync(file, "utf8") !== text) {
    throw new UsageError(`--out ${options.out}: another plan is there already; name another folder`);
  }
  makeFolderDurably(realDisk, join(options.out, PARTS));
  writeDurably(realDisk, file, text);
  const last = options.shards - 1;
  process.stdout.write(
    `${thousands(plan.replications)} runs in ${options.shards} shards, 0 to ${last}. Run each of them, on any machine that sees the folder:
  npx muster shard run ${options.out} --index N
then
  npx muster shard merge ${options.out} --out RESULTS\n`,
  );
  return EXIT.done;
}

const PARTS = "shards";

/** What a shard leaves behind. */
interface ShardFile {
  readonly engineVersion: string;
  readonly scenarioHash: string;
  readonly seed: string;
  readonly replications: number;
  readonly outer: number | null;
  readonly range: Range;
  readonly part: PackedTallies;
}

function fileOf(folder: string, index: number): string {
  return join(folder, PARTS, `shard-${String(index).padStart(6, "0")}.part`);
}

/** Array schedulers number their tasks in a variable of the environment. */
const INDEX_VARIABLES = ["SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX", "PBS_ARRAY_INDEX"];

function registerRunShard(shard: Command, report: Report): void {
  shard
    .command("run")
    .description("run one shard; one that is there already is not run again")
    .argument("<folder>", "of the plan")
    .option("--index <n>", `which shard (default: what ${INDEX_VARIABLES.join(", ")} says)`, wholeFrom(0))
    .option("--workers <n>", "worker threads; 0 runs in the main thread", wholeFrom(0), 0)
    .addHelpText("after", "\nExample:\n  npx muster shard run out/shards --index 7")
    .action(async (folder: string, options: { index?: number; workers: number }) =>
      report(await runShard(folder, options.index ?? indexFromEnvironment(), options.workers)),
    );
}

function indexFromEnvironment(): number {
  const name = INDEX_VARIABLES.find((variable) => process.env[variable] !== undefined);
  if (name === undefined) throw new UsageError("which shard? Say it with --index");
  try {
    return wholeFrom(0)(process.env[name]!);
  } catch (error) {
    if (error instanceof InvalidArgumentError) throw new UsageError(`${name}: ${error.message}`);
    throw error;
  }
}

async function runShard(folder: string, index: number, nWorkers: number): Promise<number> {
  const planned = readShardPlan(folder);
  const range = planned.shards[index];
  if (range === undefined) {
    throw new UsageError(`--index ${index}: there are shards 0 to ${planned.shards.length - 1}`);
  }
  if (readShard(folder, planned, index) !== null) {
    process.stdout.write(`shard ${index} is there already\n`);
    return EXIT.done;
  }
  const { plan } = planned;
  const { model } = compileScenario(plan.resolved, plan.scenarioHash);
  const tallies = createTallies(model);
  const pool = openPool(nWorkers);
  const line = progressLine(process.stderr, `shard ${index}`);
  const parts: PackedTallies[] = [];
  const job = pool.start(plan, range, {
    firstHandOverMilliseconds: Number.POSITIVE_INFINITY,
    onPart: (part) => parts.push(part),
    onProgress: (progress) => line.show(progress),
  });
  const interrupt = () => job.cancel();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, interrupt);
  try {
    const { complete } = await job.done;
    if (!complete) {
      process.stderr.write(`muster: shard ${index} was interrupted; run it again\n`);
      return EXIT.interrupted;
    }
  } finally {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, interrupt);
    line.end();
    pool.close();
  }
  // Merged first: the same shard is the same bytes, whoever runs it and in whatever blocks.
  for (const part of parts) mergePacked(tallies, part);
  const { scenarioHash, seed, replications, outer } = plan;
  const part = packTallies(tallies);
  const file: ShardFile = { engineVersion, scenarioHash, seed, replications, outer, range, part };
  makeFolderDurably(realDisk, join(folder, PARTS));
  writeDurably(realDisk, fileOf(folder, index), toBytes(file));
  process.stdout.write(`shard ${index}: ${thousands(range[1] - range[0])} runs\n`);
  return EXIT.done;
}

/** null: missing, damaged, or of another plan */
function readShard(folder: string, { plan, shards, engineVersion }: ShardPlan, index: number): ShardFile | null {
  let found: ShardFile;
  try {
    found = fromBytes(readFileSync(fileOf(folder, index))) as ShardFile;
  } catch (error) {
    if (error instanceof DamagedError || (error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  const { part, ...is } = found;
  part satisfies PackedTallies;
  const { scenarioHash, seed, replications, outer } = plan;
  const wanted: Omit<ShardFile, "part"> = {
    ...{ engineVersion, scenarioHash, seed, replications, outer },
    range: shards[index]!,
  };
  return JSON.stringify(is) === JSON.stringify(wanted) ? found : null;
}

interface MergeOptions {
  readonly out?: string;
  readonly format: Format;
  readonly json?: boolean;
}

function registerMerge(shard: Command, report: Report): void {
  shard
    .command("merge")
    .description("put the shards together: the same digest as one process; missing ones are named (status 4)")
    .argument("<folder>", "of the plan")
    .option("--out <folder>", "write the result files into this folder")
    .addOption(formatOption())
    .option("--json", "print the summary as JSON, or which shards are missing")
    .addHelpText(
      "after",
      `
Where shards are missing, standard output says which in the words of an array scheduler, such as 3,7-9:
  missing=$(npx muster shard merge out/shards); [ $? -ne 4 ] || sbatch --array="$missing" shard.sbatch

Example:
  npx muster shard merge out/shards --out out/disorder`,
    )
    .action(async (folder: string, options: MergeOptions) => report(await mergeShards(folder, options)));
}

async function mergeShards(folder: string, options: MergeOptions): Promise<number> {
  const planned = readShardPlan(folder);
  const { plan, shards, command } = planned;
  const missing = shards.flatMap((_, index) => (readShard(folder, planned, index) === null ? [index] : []));
  if (missing.length > 0) {
    process.stderr.write(`muster: ${missing.length} of ${shards.length} shards are missing; run them again\n`);
    process.stdout.write(options.json ? json({ missing }) : `${arrayWords(missing)}\n`);
    return EXIT.incomplete;
  }
  if (options.out !== undefined) assertWritable(options.out);
  const loaded = loadedOf(planned);
  const { model } = compileScenario(plan.resolved, plan.scenarioHash);
  const tallies = createTallies(model);
  // One after the other, so that a thousand of them are never in memory.
  for (let index = 0; index < shards.length; index++) mergePacked(tallies, readShard(folder, planned, index)!.part);
  const result = { complete: true, ranges: [[0, plan.replications] as Range], deaths: 0 };
  const finished: Finished = { loaded, plan, model, tallies, result, stopping: fixedNumber(plan.replications) };
  const summary = summaryOf(finished, false);
  if (options.out !== undefined) {
    const circumstances = { nWorkers: null, wallSeconds: null, command };
    await writeFiles(options.out, resultFiles(finished, summary, circumstances, options.format));
  }
  process.stdout.write(options.json ? json(summary) : `${verdictOf(summary)}\n`);
  return EXIT.done;
}

/** As array schedulers write it: 3,7-9. */
export function arrayWords(indices: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const index of indices) {
    const last = runs.at(-1);
    if (last?.[1] === index - 1) last[1] = index;
    else runs.push([index, index]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(",");
}
