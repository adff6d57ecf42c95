/**
 * What the planning commands have in common: the scenario that they vary, the pool that answers its variations on
 * the same tapes, and how places, capabilities and levels are named on the command line.
 */
import { availableParallelism } from "node:os";
import { pathToFileURL } from "node:url";
import { type Command, InvalidArgumentError } from "commander";
import { columnOf, type OnlyHost, type PlanFigureOf, type PlanValues } from "../engine/planning/size-runs.ts";
import { sha256Hex } from "../engine/tally/sha256.ts";
import { allocationOf } from "../engine/tally/summarise.ts";
import type { Table } from "../engine/tally/tables.ts";
import { thousands } from "../engine/tally/words.ts";
import { compileScenario } from "../scenarios/format/compile.ts";
import { didYouMean } from "../scenarios/format/faults.ts";
import { formatFault } from "../scenarios/format/read.ts";
import { inlineHandle } from "../workers/handles.ts";
import { nodeHandle } from "../workers/node-handle.ts";
import {
  type By,
  type Capability,
  type Country,
  forcePlace,
  forcesOf,
  isHidden,
  nationOf,
  type Place,
  regionPlace,
  weightsBy,
} from "../workers/plan-places.ts";
import { openPlanRuns, type PlanRuns, type Quantiles } from "../workers/plan-runs.ts";
import { VariationError } from "../workers/plan-variations.ts";
import { createPool, type Job, type Pool } from "../workers/pool.ts";
import type { ResolvedScenario } from "../workers/replicator.ts";
import { leastRuns } from "../workers/sizing.ts";
import { EXIT, RefusedError, UsageError } from "./exits.ts";
import { onInterrupt } from "./interrupt.ts";
import type { LoadedScenario } from "./load.ts";
import { workerFile } from "./place.ts";
import { addPlanOptions, loadPlan, type PlanOptions } from "./plan-options.ts";
import { progressLine } from "./progress.ts";
import { json, metaOf } from "./result-files.ts";
import { planOf, wholeFrom } from "./run.ts";
import { tableFiles } from "./tables.ts";
import { writeFiles } from "./write-files.ts";

export interface SessionOptions extends PlanOptions {
  readonly replications?: number;
}

/** The options that all of them take. */
export function sessionOptions(command: Command, runs: number, files: string): Command {
  return addPlanOptions(
    command.option("--replications <n>", `runs of each plan (default: ${runs})`, wholeFrom(20)),
    files,
  );
}

/** A plan to be answered: a variation, and whether it takes all but some forces to be idle. */
export interface Variation {
  readonly resolved: ResolvedScenario;
  readonly onlyHost?: OnlyHost;
}

export interface Session extends Country {
  readonly loaded: LoadedScenario;
  /** what was said, with the folder of the results as it is marked */
  readonly options: SessionOptions;
  readonly seed: string;
  readonly runs: number;
  /**
   * Replications [0, runs) of every plan on tapes of `seed`: by plan and figure, a value for each replication.
   *
   * @param quantiles where all that is given as a range stands in every run; absent: drawn anew in each
   */
  answer(
    plans: readonly Variation[],
    figures: readonly PlanFigureOf[],
    runs: number,
    seed: string,
    quantiles?: Quantiles,
  ): Promise<Float64Array[][]>;
  /** Of every value answered so far, in the order asked: the same for any number of workers. */
  digest(): string;
}

/** More plans than this are answered in turns: each has a world of its own in each worker. */
const AT_ONCE = 8;

class Interrupted extends Error {}

/** Opens a session, lets `work` use it and closes it. @returns the exit status */
export async function withSession(
  scenario: string,
  said: SessionOptions,
  defaultRuns: number,
  work: (session: Session) => Promise<number>,
): Promise<number> {
  const { loaded, options } = await loadPlan(scenario, said);
  const { model } = compileScenario(loaded.resolved, loaded.scenarioHash);
  const { seed } = planOf(loaded, options);
  const runs = options.replications ?? defaultRuns;
  const nWorkers = options.workers ?? availableParallelism();
  const pool: Pool<PlanRuns, PlanValues> =
    nWorkers === 0
      ? createPool(() => inlineHandle(openPlanRuns), 1)
      : createPool(() => nodeHandle<PlanRuns, PlanValues>(pathToFileURL(workerFile)), nWorkers);
  const line = progressLine(process.stderr, scenario);
  let job: Job | null = null;
  let digest = sha256Hex(loaded.scenarioHash + seed);
  const interrupts = onInterrupt(() => job?.cancel());
  const answerSome = async (
    variations: readonly Variation[],
    figures: readonly PlanFigureOf[],
    n: number,
    tapes: string,
    quantiles: Quantiles | undefined,
  ) => {
    if (interrupts.seen()) throw new Interrupted();
    const plans = variations.map(({ resolved }) => ({
      resolved,
      scenarioHash: loaded.scenarioHash,
      seed: tapes,
      replications: n,
      outer: null,
    }));
    const parts: PlanValues[] = [];
    const onlyHost = variations.map((variation) => variation.onlyHost ?? null);
    job = pool.start({ plans, figures, onlyHost, ...(quantiles === undefined ? {} : { quantiles }) }, [0, n], {
      onPart: (part) => parts.push(part),
      onProgress: (progress) => line.show(progress),
    });
    if (!(await job.done).complete) throw new Interrupted();
    return plans.map((_, plan) => figures.map((__, figure) => columnOf(parts, n, plan, figure)));
  };
  try {
    return await work({
      loaded,
      options,
      model,
      resolved: loaded.resolved,
      shipped: loaded.data.shipped,
      seed,
      runs,
      digest: () => `sha256:${digest}`,
      async answer(plans, figures, n, tapes, quantiles) {
        const columns: Float64Array[][] = [];
        for (let from = 0; from < plans.length; from += AT_ONCE) {
          columns.push(...(await answerSome(plans.slice(from, from + AT_ONCE), figures, n, tapes, quantiles)));
        }
        digest = sha256Hex(digest + JSON.stringify(columns.map((of) => of.map((column) => [...column]))));
        return columns;
      },
    });
  } catch (error) {
    if (error instanceof VariationError) throw new RefusedError([error.message]);
    if (!(error instanceof Interrupted)) throw error;
    process.stderr.write("muster: interrupted before there was an answer; nothing was written\n");
    return EXIT.interrupted;
  } finally {
    interrupts.end();
    line.end();
    pool.close();
  }
}

/** What every result file begins with. */
export function headOf({ loaded, model, seed, runs, digest }: Session) {
  return {
    muster: "1",
    scenario: { name: loaded.resolved.name, sha256: loaded.scenarioHash },
    seed,
    replications: runs,
    digest: digest(),
    marking: metaOf(loaded).marking,
    data: loaded.data,
    allocation: allocationOf(model),
    warnings: loaded.warnings.map(formatFault),
  };
}

/** Writes the files and prints the words, or the JSON. */
export async function deliver(
  session: Session,
  name: string,
  result: { readonly verdict: readonly string[] },
  table: Table,
  others: Readonly<Record<string, Table>> = {},
): Promise<number> {
  const { options } = session;
  if (options.out !== undefined) {
    await writeFiles(options.out, {
      ...tableFiles({ [name]: table, ...others }, options.format),
      [`${name}.json`]: json(result),
    });
  }
  process.stdout.write(options.json ? json(result) : `${[...result.verdict, "", ...restsOn(session)].join("\n")}\n`);
  return EXIT.done;
}

function restsOn(session: Session): string[] {
  const { scenario, seed, replications, allocation, data, marking } = headOf(session);
  return [
    `${scenario.name}: ${thousands(replications)} runs of each plan on the same tapes, seed ${seed}. Donors: ${allocation.donors}; fill: ${allocation.fill}.`,
    `Data: ${data.status}. Marking: ${marking}`,
  ];
}

/** @throws UsageError that names those there are */
export function capabilityOf({ model }: Session, id: string): Capability {
  const found = model.capabilities.find((capability) => capability.id === id);
  if (found !== undefined) return found;
  const ids = model.capabilities.map((capability) => capability.id);
  throw new UsageError(`--capability ${id}: nothing in this scenario asks for it; there are ${ids.join(", ")}`);
}

/**
 * The nation, or the region or force that an option names.
 *
 * @throws UsageError where there is no such place; RefusedError for a force that may not be shown
 */
export function placeOf(
  session: Session,
  capability: Capability,
  where: { readonly force?: string; readonly region?: string },
): Place {
  const { model } = session;
  if (where.force !== undefined) {
    const place = forcePlace(session, where.force);
    if (place === null) {
      throw new UsageError(`--force ${where.force}: no such force${hint(where.force, forcesOf(model))}`);
    }
    if (isHidden(session, capability)) throw new RefusedError([hiddenWords(capability.name)]);
    return place;
  }
  if (where.region !== undefined) {
    const place = regionPlace(session, capability, where.region);
    if (place !== null) return place;
    const { regionIds } = model.schemes[capability.scheme]!;
    throw new UsageError(
      `--region ${where.region}: no such region${hint(where.region, regionIds)}; there are ${regionIds.join(", ")}`,
    );
  }
  return nationOf(session);
}

function hiddenWords(name: string): string {
  return `${name}: on shipped data armed capabilities, CBRN, explosives and protection are reported for region and nation only. Load your own holdings and set a marking to see a force.`;
}

function hint(text: string, among: readonly string[]): string {
  const near = didYouMean(text, among);
  return near === undefined ? "" : `. Did you mean ${near}?`;
}

/** A parser of shares: "5 %", "5%" or 0.05. */
export function shareBetween(low: number, high: number): (text: string) => number {
  return (text) => {
    const percent = /^(.*?)\s*%$/.exec(text);
    const value = Number(percent?.[1] ?? text) / (percent === null ? 1 : 100);
    if (!(value >= low && value <= high) || text.trim() === "") {
      throw new InvalidArgumentError(`expected a share from ${low} to ${high}, such as ${high > 0.9 ? "95%" : "5%"}.`);
    }
    return value;
  };
}

/** @throws UsageError where the runs could not show it even if the thing never happened */
export function assertEnoughRuns(runs: number, { below, confidence }: { below: number; confidence: number }): void {
  const least = leastRuns(below, confidence);
  if (runs >= least) return;
  throw new UsageError(
    `--replications ${runs}: too few to show ${100 * below} runs of 100 at ${100 * confidence} % even if it never happened; at least ${least}`,
  );
}

/** What the forces' shares are in proportion to. @throws UsageError where the scenario does not say it */
export function weightsOf(
  session: Session,
  capability: Capability,
  forces: readonly string[],
  by: By,
): readonly number[] {
  const weights = weightsBy(session, capability, forces, by);
  if (weights !== null) return weights;
  throw new UsageError(
    `shares by ${by}: the scenario states no ${by} of ${forces.slice(0, 3).join(", ")}${forces.length > 3 ? " …" : ""}`,
  );
}
