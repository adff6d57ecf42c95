/**
 * One file of a batch, from what it says to its folder of results: loaded, named by what decides its results, run on
 * the batch's pool from where an earlier batch left it, and written as a whole.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import type { PointOutcome } from "../engine/planning/points.ts";
import type { PackedTallies } from "../engine/tally/pack.ts";
import { createTallies } from "../engine/tally/tally.ts";
import { compileScenario } from "../scenarios/format/compile.ts";
import { canonicalJson } from "../scenarios/format/read.ts";
import type { PointPart, PointsPlan } from "../workers/pointer.ts";
import type { Job, Pool, Range } from "../workers/pool.ts";
import type { Plan } from "../workers/replicator.ts";
import { type Disk, writeFolderDurably } from "./batch-disk.ts";
import { isSweep } from "./batch-files.ts";
import { markingInNames } from "./holdings.ts";
import { type LoadedScenario, loadScenario } from "./load.ts";
import { resultFiles, summaryOf } from "./result-files.ts";
import { planOf } from "./run.ts";
import { engineVersion } from "./shard-engine.ts";
import { type Collection, gapsIn, lengthOf, openParts, talliesCollection } from "./shard-parts.ts";
import { fixedNumber, MOST_HANDING_OVER } from "./simulate.ts";
import { type PreparedSweep, prepareSweep, sweepFiles, sweepResult } from "./sweep.ts";
import type { Format } from "./tables.ts";
import type { FileText } from "./write-files.ts";

export type BatchPool = Pool<Plan | PointsPlan, PackedTallies | PointPart>;

export interface ItemOptions {
  readonly out: string;
  readonly format: Format;
  readonly replications?: number;
  readonly seed?: string;
  readonly outer?: number;
  readonly marking?: string;
  /** @throws RefusedError if it may not be run where it would be */
  readonly allow?: (file: string, loaded: LoadedScenario) => void;
}

/** A file that has been read and found right. */
export interface Item {
  readonly file: string;
  readonly kind: "scenario" | "sweep";
  /** name of its folder of results: a slug, and a hash of all that decides what is in it */
  readonly folder: string;
  /** replications, or points of a sweep */
  readonly total: number;
  /** there already, as an earlier batch left it */
  readonly isFinished: () => boolean;
  /** Resolves to false if it was cancelled before its end; what was finished is kept. */
  run(pool: BatchPool, disk: Disk, onProgress: (done: number) => void): RunningItem;
}

export interface RunningItem {
  readonly done: Promise<boolean>;
  cancel(): void;
}

/** Where a batch keeps what is not finished yet, inside its folder. */
export const STATE_FOLDER = ".batch";

/** What a worker may lose: it hands over what it ran after so long, or a little later where that costs much. */
const BLOCK_MILLISECONDS = 1000;

/** @throws RefusedError or UsageError if the file cannot be run */
export function openItem(file: string, options: ItemOptions): Item {
  return isSweep(file) ? sweepItem(file, options) : scenarioItem(file, options);
}

function scenarioItem(file: string, options: ItemOptions): Item {
  const loaded = loadScenario(file, options.marking === undefined ? {} : { marking: options.marking });
  options.allow?.(file, loaded);
  const plan = planOf(loaded, options);
  const { model } = compileScenario(plan.resolved, plan.scenarioHash);
  const { seed, replications, outer } = plan;
  const name = loaded.resolved.name;
  return itemOf<PackedTallies>(
    { file, kind: "scenario", loaded, name, total: replications, decides: [seed, replications, outer] },
    options,
    () => {
      const tallies = createTallies(model);
      const files = () => {
        const result = { complete: true, ranges: [[0, replications] as Range], deaths: 0 };
        const finished = { loaded, plan, model, tallies, result, stopping: fixedNumber(replications) };
        const summary = summaryOf(finished, false);
        const command = ["muster", "run", file, "--replications", String(replications), "--seed", seed];
        if (outer !== null) command.push("--outer", String(outer));
        if (options.marking !== undefined) command.push("--marking", options.marking);
        return resultFiles(finished, summary, { nWorkers: null, wallSeconds: null, command }, options.format);
      };
      return { plan, collection: talliesCollection(tallies), files };
    },
  );
}

function sweepItem(file: string, options: ItemOptions): Item {
  const { outer, ...of } = options;
  outer satisfies unknown;
  const prepared = prepareSweep(file, of);
  const { plan, loaded, points } = prepared;
  options.allow?.(file, loaded);
  const name = basename(file).replace(/\.[^.]*$/, "");
  const decides = [plan.seed, plan.replications, plan.points, prepared.declared];
  return itemOf<PointPart>({ file, kind: "sweep", loaded, name, total: points.length, decides }, options, () => {
    const outcomes: PointOutcome[] = [];
    const collection: Collection<PointPart> = {
      add: (part) => outcomes.push(...part.outcomes),
      whole: () => ({ outcomes }),
    };
    return { plan, collection, files: () => filesOfSweep(prepared, outcomes, options.format) };
  });
}

function filesOfSweep(prepared: PreparedSweep, outcomes: readonly PointOutcome[], format: Format) {
  const inOrder: (PointOutcome | null)[] = prepared.points.map(() => null);
  for (const outcome of outcomes) inOrder[outcome.point] = outcome;
  return sweepFiles(sweepResult(prepared, inOrder)!, format);
}

interface Described {
  readonly file: string;
  readonly kind: Item["kind"];
  readonly loaded: LoadedScenario;
  readonly name: string;
  readonly total: number;
  /** beside the engine, the scenario, the inputs and the format: all that decides what is written */
  readonly decides: unknown;
}

interface Work<Part> {
  readonly plan: Plan | PointsPlan;
  readonly collection: Collection<Part>;
  readonly files: () => Readonly<Record<string, FileText>>;
}

/** @param begin called when the item runs, so that items that wait hold no tallies */
function itemOf<Part extends PackedTallies | PointPart>(
  { file, kind, loaded, name, total, decides }: Described,
  { out, format }: ItemOptions,
  begin: () => Work<Part>,
): Item {
  const inputs = loaded.inputs.map(({ sha256 }) => sha256);
  const key = sha256(canonicalJson([engineVersion, kind, loaded.scenarioHash, format, inputs, decides]));
  const marking = markingInNames(loaded.resolved.marking);
  const folder = [...(marking === null ? [] : [marking]), slug(name), key.slice(0, 12)].join("-");
  const state = join(out, STATE_FOLDER, key.slice(0, 32));
  return {
    ...{ file, kind, folder, total },
    isFinished: () => existsSync(join(out, folder)),
    run(pool, disk, onProgress) {
      let job: Job | null = null;
      let cancelled = false;
      const run = async (): Promise<boolean> => {
        const { plan, collection, files } = begin();
        const parts = openParts(disk, state, collection);
        onProgress(lengthOf(parts.ranges()));
        for (const gap of gapsIn(parts.ranges(), total)) {
          if (cancelled) return false;
          const before = lengthOf(parts.ranges());
          job = pool.start(plan, gap, {
            handOverMilliseconds: BLOCK_MILLISECONDS,
            mostHandingOver: MOST_HANDING_OVER,
            onPart: (part, ranges) => parts.add(part as Part, ranges),
            onProgress: ({ done }) => onProgress(before + done),
          });
          const { complete } = await job.done;
          if (!complete) return false;
        }
        writeFolderDurably(disk, join(out, folder), join(out, STATE_FOLDER, `${key.slice(0, 32)}.new`), files());
        disk.rmSync(state, { recursive: true, force: true });
        return true;
      };
      return {
        done: run(),
        cancel() {
          cancelled = true;
          job?.cancel();
        },
      };
    },
  };
}

/** Letters, digits and hyphens of a name: nothing that a file system could take for a path. */
export function slug(name: string): string {
  const plain = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return plain.slice(0, 40).replace(/-+$/, "") || "scenario";
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
