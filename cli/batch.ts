/**
 * `muster batch`: many scenario files and sweeps into one folder; whatever stops it, typed again with `--resume` it goes
 * on to the same bytes.
 */
import { existsSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Command } from "commander";
import type { PackedTallies } from "../engine/tally/pack.ts";
import { inlineHandle } from "../workers/handles.ts";
import { openJob } from "../workers/jobs.ts";
import { nodeHandle } from "../workers/node-handle.ts";
import type { PointPart, PointsPlan } from "../workers/pointer.ts";
import { createPool, FailedReplication } from "../workers/pool.ts";
import type { Plan } from "../workers/replicator.ts";
import { type Disk, isDiskError, makeFolderDurably, realDisk, writeDurably } from "./batch-disk.ts";
import { batchFiles } from "./batch-files.ts";
import { type BatchPool, type Item, type ItemOptions, openItem, type RunningItem, STATE_FOLDER } from "./batch-item.ts";
import { batchLine } from "./batch-line.ts";
import { type BatchEntry, batchFilesOf } from "./batch-tables.ts";
import { EXIT, gravest, RefusedError, UsageError } from "./exits.ts";
import { onInterrupt } from "./interrupt.ts";
import type { LoadedScenario } from "./load.ts";
import type { Report } from "./main.ts";
import { workerFile } from "./place.ts";
import { addQueueOptions, openQueue, type QueueChoice, refuseMarked } from "./queue/options.ts";
import { json } from "./result-files.ts";
import { wholeFrom } from "./run.ts";
import { formatOption } from "./tables.ts";
import { assertWritable } from "./write-files.ts";

export interface BatchOptions extends ItemOptions, QueueChoice {
  readonly resume?: boolean;
  readonly workers?: number;
  readonly json?: boolean;
}

export function registerBatch(program: Command, report: Report): void {
  const command = program
    .command("batch")
    .description("run many scenario files and sweeps into one folder; goes on after any stop")
    .argument("<path...>", "files (.yaml, .yml, .json), folders with all below them, or globs in quotes");
  addQueueOptions(command)
    .requiredOption("--out <folder>", "a folder of results for each file goes here, and the combined tables")
    .option("--resume", "go on with the batch that this folder holds")
    .addOption(formatOption())
    .option("--replications <n>", "how many runs of each (default: as the file says)", wholeFrom(2))
    .option("--outer <n>", "split the runs of each scenario evenly over n draws of what is not known", wholeFrom(1))
    .option("--seed <text>", "seed of the random streams (default: as the file says)")
    .option("--workers <n>", "worker threads; 0 runs in the main thread", wholeFrom(0))
    .option("--marking <text>", "marking carried in every output")
    .option("--json", "print batch.json")
    .addHelpText(
      "after",
      `
A file that cannot be used is told of, and the others go on (status 3). Stopped by whatever it be, the same command with
--resume ends in the same files as if it had never been stopped.

Example:
  npx muster batch scenarios/nrr 'studies/**/*.yaml' --out out/studies --replications 200`,
    )
    .action(async (paths: string[], options: BatchOptions) => report(await batch(paths, options)));
}

/** Items run at once: one keeps the workers busy while the other begins or ends. */
const AT_ONCE = 2;

export interface Hands {
  readonly disk: Disk;
  readonly pool: BatchPool;
}

export async function batch(paths: readonly string[], options: BatchOptions, given?: Partial<Hands>): Promise<number> {
  const { out } = options;
  const disk = given?.disk ?? realDisk;
  const files = batchFiles(paths, out);
  if (files.length === 0) throw new UsageError("there is no file to run");
  assertWritable(out);
  if (!options.resume && isBatch(out)) {
    throw new UsageError(`--out ${out}: a batch is there already; go on with --resume, or name another folder`);
  }
  const queue = await openQueue<Plan | PointsPlan, PackedTallies | PointPart>(options);
  const pool = given?.pool ?? queue?.pool ?? openPool(options.workers ?? availableParallelism());
  const allow = (file: string, loaded: LoadedScenario) => refuseMarked(options, file, loaded);
  const line = batchLine(process.stderr, files.length);
  const entries: BatchEntry[] = [];
  const running = new Set<RunningItem>();
  let stopped: { readonly error?: unknown } | null = null;
  const stop = (why: { readonly error?: unknown }) => {
    stopped ??= why;
    for (const item of running) item.cancel();
  };
  const interrupts = onInterrupt(() => stop({}));
  const folders = new Map<string, Promise<boolean>>();
  const runItem = async (item: Item): Promise<boolean> => {
    if (item.isFinished()) return true;
    const run = item.run(pool, disk, (done) => line.progress(item.file, done / item.total));
    running.add(run);
    try {
      return await run.done;
    } finally {
      running.delete(run);
    }
  };
  const next = files.values();
  const lane = async () => {
    for (const file of next) {
      if (stopped !== null) return;
      const opened = opening(file, { ...options, allow });
      if ("entry" in opened) {
        entries.push(opened.entry);
        line.say(opened.entry.faults);
      } else {
        const { item } = opened;
        const { kind, folder } = item;
        const again = item.isFinished();
        try {
          // Two files that say the same are run once.
          const run = folders.get(folder) ?? runItem(item);
          folders.set(folder, run);
          if (!(await run)) return;
          entries.push({ file, kind, folder, status: "done", faults: [] });
        } catch (error) {
          if (isDiskError(error)) return stop({ error });
          const faults = [ourFault(file, error)];
          entries.push({ file, kind, folder: null, status: "failed", faults });
          line.say(faults);
        }
        if (again) line.skip(file);
      }
      line.done(file);
      // Others are heard between two files.
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  try {
    for (const folder of [out, join(out, STATE_FOLDER)]) makeFolderDurably(disk, folder);
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    if (stopped === null) finish(disk, options, inOrder(entries));
  } catch (error) {
    if (!isDiskError(error)) throw error;
    stopped = { error };
  } finally {
    interrupts.end();
    line.end();
    if (given?.pool === undefined) pool.close();
    await queue?.close();
  }
  return ending(stopped, inOrder(entries), files.length, options);
}

function isBatch(out: string): boolean {
  return existsSync(join(out, STATE_FOLDER)) || existsSync(join(out, "batch.json"));
}

/** The combined tables, then nothing is left of what was kept meanwhile. */
function finish(disk: Disk, { out, format }: BatchOptions, entries: readonly BatchEntry[]): void {
  const files = batchFilesOf(out, entries, format);
  for (const [name, text] of Object.entries(files)) writeDurably(disk, join(out, name), text);
  disk.rmSync(join(out, STATE_FOLDER), { recursive: true, force: true });
  // What a process that was killed had under a temporary name.
  for (const name of readdirSync(out)) if (/\.\d+\.tmp$/.test(name)) disk.rmSync(join(out, name), { force: true });
}

function ending(
  stopped: { readonly error?: unknown } | null,
  entries: readonly BatchEntry[],
  total: number,
  { out, json: asJson }: BatchOptions,
): number {
  if (stopped !== null) {
    const how = "error" in stopped ? `stopped: ${wordsOf(stopped.error)}` : "interrupted";
    process.stderr.write(`muster: ${how}; ${entries.length} of ${total} files are finished. Go on with --resume\n`);
    return "error" in stopped ? EXIT.incomplete : EXIT.interrupted;
  }
  const count = (status: BatchEntry["status"]) => entries.filter((entry) => entry.status === status).length;
  const words = [
    `${count("done")} of ${total} files are done`,
    ...(count("refused") > 0 ? [`${count("refused")} refused`] : []),
    ...(count("failed") > 0 ? [`${count("failed")} failed`] : []),
  ];
  process.stdout.write(asJson ? json({ muster: "1", files: entries }) : `${words.join(", ")}. Results are in ${out}\n`);
  return gravest([count("failed") > 0 ? EXIT.fault : EXIT.done, count("refused") > 0 ? EXIT.refused : EXIT.done]);
}

function opening(file: string, options: ItemOptions): { readonly item: Item } | { readonly entry: BatchEntry } {
  const without = (status: "refused" | "failed", faults: readonly string[]) => ({
    entry: { file, kind: null, status, folder: null, faults },
  });
  try {
    return { item: openItem(file, options) };
  } catch (error) {
    if (error instanceof RefusedError) return without("refused", error.faults);
    if (error instanceof UsageError) return without("refused", [`${file}  ${error.message}`]);
    return without("failed", [ourFault(file, error)]);
  }
}

function inOrder(entries: readonly BatchEntry[]): BatchEntry[] {
  return [...entries].sort((a, b) => (a.file < b.file ? -1 : 1));
}

function openPool(nWorkers: number): BatchPool {
  if (nWorkers > 0) return createPool(() => nodeHandle(pathToFileURL(workerFile)), nWorkers);
  return createPool(() => inlineHandle(openJob as Parameters<typeof inlineHandle>[0]), 1) as BatchPool;
}

function wordsOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === "ENOSPC" || code === "EDQUOT" ? `there is no room left on the disk (${code})` : message;
}

function ourFault(file: string, error: unknown): string {
  const full = error instanceof Error && !(error instanceof FailedReplication) ? error.stack : undefined;
  return `${file}  our own fault, please report it: ${full ?? (error as Error).message}`;
}
