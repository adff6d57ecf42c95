/**
 * The engine as a library: a model in, whole-number tallies and a summary out. Runs in Node and in browsers, reads no
 * file, keeps no clock; `docs/scale.md` shows it in use. Models come from `muster/scenarios`.
 *
 *     const tallies = run(model, { replications: 500, seed: "1" });
 *     const { capabilities } = summary(model, tallies, { seed: "1" });
 *
 * A replication is a function of (model, seed, its number): runs may be split anywhere, in any order, and merged.
 */
import type { Model } from "./model.ts";
import { type OwnArrivals, type OwnDonorOrder, withArrivals, withDonorOrder } from "./own.ts";
import { createWorld, replicate } from "./replicate.ts";
import { summarise } from "./tally/summarise.ts";
import type { Summary } from "./tally/summary.ts";
import { createTallies, type Tallies } from "./tally/tally.ts";

export type { Model } from "./model.ts";
export type { OwnArrivals, OwnDonorOrder, OwnIncident } from "./own.ts";
export { createWorld, replicate, type TraceEvent, traceReplication, type World } from "./replicate.ts";
export { digestOf } from "./tally/digest.ts";
export { mergePacked, type PackedTallies, packTallies, unpackTallies } from "./tally/pack.ts";
export type { CapabilitySummary, ScopeSummary, Summary } from "./tally/summary.ts";
export { createTallies, mergeTallies, type Tallies } from "./tally/tally.ts";
export { verdictText } from "./tally/verdict.ts";

export interface RunOptions {
  readonly seed: string;
  readonly replications: number;
  /** first replication; default 0 */
  readonly from?: number;
  /** instead of the scenario's, by threat id */
  readonly arrivals?: Readonly<Record<string, OwnArrivals>>;
  /** instead of the scenario's donor policy, for every capability */
  readonly donorOrder?: OwnDonorOrder;
  /** where numbers are given as ranges: the model of each replication, of one shape; default: the model itself */
  readonly modelOf?: (replication: number) => Model;
}

/**
 * Run replications [from, from + replications) in this thread.
 *
 * @param model as `compileScenario` made it; it is not changed
 * @returns tallies of their own; merge those of several runs with `mergeTallies`
 * @throws RangeError if a function of one's own names what is not there
 */
export function run(model: Model, options: RunOptions): Tallies {
  const { seed, replications, from = 0, arrivals, donorOrder, modelOf = () => model } = options;
  const world = createWorld(model);
  const tallies = createTallies(model);
  let ordered: { of: Model; model: Model } | undefined;
  for (let replication = from; replication < from + replications; replication++) {
    const drawn = modelOf(replication);
    if (ordered?.of !== drawn) {
      ordered = { of: drawn, model: donorOrder === undefined ? drawn : withDonorOrder(drawn, donorOrder) };
    }
    const laid = arrivals === undefined ? ordered.model : withArrivals(ordered.model, arrivals, seed, replication);
    replicate(laid, world, tallies, seed, replication);
  }
  return tallies;
}

export interface SummaryOptions extends Partial<Pick<RunOptions, "from" | "arrivals" | "donorOrder">> {
  readonly seed: string;
  /** default "library run" */
  readonly name?: string;
  /** civil time of minute 0; default 2026-08-01T00:00 */
  readonly start?: string;
  readonly marking?: string;
}

/**
 * Every figure of the tallies, with intervals: what `summary.json` holds.
 *
 * @param options those of the run, so that the summary says which rules were a function of one's own
 */
export function summary(model: Model, tallies: Tallies, options: SummaryOptions): Summary {
  const { seed, from = 0, name = "library run", start = "2026-08-01T00:00", marking, arrivals, donorOrder } = options;
  const own = Object.keys(arrivals ?? {});
  const said = summarise(model, tallies, {
    ...{ scenarioName: name, start, seed, from, to: from + tallies.nReplications },
    marking: marking ?? "UNMARKED – illustrative, public data",
    shippedData: true,
    dataStatus: "as the model holds them",
    warnings: own.map((id) => `the arrivals of ${id} are a function of the caller's own, which no scenario file holds`),
  });
  if (donorOrder === undefined) return said;
  return { ...said, allocation: { ...said.allocation, donors: "in an order of the caller's own" } };
}
