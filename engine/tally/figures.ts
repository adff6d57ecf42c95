/**
 * The figures of one scope of one capability: means, probabilities and quantiles with their intervals, or null
 * with a reason that is remembered for the warnings.
 */
import type { Model } from "../model.ts";
import { groupedOf, meanOverDraws, type Parts, partsOf, proportionOverDraws, wholeOf } from "./components.ts";
import { sampleVarianceOf } from "./exact.ts";
import { quantileRank, totalOf, valueAtRank, valuesAtRanks } from "./histogram.ts";
import { meanInterval, type QuantileRanks, quantileRanks, wilson } from "./intervals.ts";
import { CONDITIONAL, FLAGS, PER_REPLICATION, SUMS } from "./measures.ts";
import type { ReportedScope } from "./scopes.ts";
import { studentDoubt } from "./skewness.ts";
import type { Bounds, Probability, Quantiles, Spread, SummaryMeta } from "./summary.ts";
import { type HistogramBank, N_CONDITIONAL, N_FLAGS, N_PER_REPLICATION, N_SUMS, type Tallies } from "./tally.ts";

export interface Run {
  readonly model: Model;
  readonly tallies: Tallies;
  readonly meta: SummaryMeta;
  /** replications */
  readonly n: number;
  /** whether luck and not knowing can be told apart; null: runs share no draws, and each is independent */
  readonly apart: boolean | null;
  readonly doubts: Map<string, Doubt>;
  readonly spreadRanks: SpreadRanks;
  /** ranks by quantile and number of values: cells have many quantiles of as many values */
  readonly ranksAt: Map<string, QuantileRanks>;
  /** scratch: the values at those ranks */
  readonly values: number[];
}

/** One scope of one capability, and where its figures are. */
export interface Place extends Run {
  readonly cap: number;
  readonly at: ReportedScope;
}

/** One value per replication, zeros implied; divided by `per` (60: unit-minutes to unit-hours). */
export function spread(place: Place, measure: (typeof PER_REPLICATION)[number], per: number, figure: string): Spread {
  const { tallies, n, at } = place;
  const row = rowOf(at.cell, measure);
  const zeros = n - totalOf(tallies.perReplication, row);
  const mean = meanOf(place, row, zeros, per, figure);
  // All ranks in one pass over the row: a summary has thousands of rows.
  const { ranks, plan } = place.spreadRanks;
  valuesAtRanks(tallies.perReplication, row, ranks, zeros, place.values);
  const valueAt = (i: number) => place.values[i]! / per;
  const points = plan.map(({ q, point }) => {
    if (point === null) doubtQuantile(place, n, q, figure);
    return point === null ? null : valueAt(point);
  });
  const intervals = plan.map(({ q, bounds }): Bounds | null => {
    if (bounds !== null) return [valueAt(bounds[0]), valueAt(bounds[1])];
    doubtBounds(place, n, q, figure);
    return null;
  });
  return withRemarks(mean, {
    mean: mean.mean,
    low: mean.low,
    high: mean.high,
    p50: points[0]!,
    p90: points[1]!,
    p99: points[2]!,
    intervals: { p50: intervals[0]!, p90: intervals[1]!, p99: intervals[2]! },
  });
}

/** A mean with its interval, and what there is to say of it. */
interface Mean {
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** null: no reason to doubt the interval */
  readonly doubt: string | null;
  /** undefined: runs share no draws */
  readonly parts: Parts | null | undefined;
}

const NO_MEAN: Mean = { mean: null, low: null, high: null, doubt: null, parts: undefined };

/** The mean of a row with its interval; over draws where runs share them. */
export function meanOf(place: Place, row: number, zeros: number, per: number, figure: string): Mean {
  const { tallies, n, apart } = place;
  if (n === 0) return NO_MEAN;
  const sum = tallies.sum[row]!;
  const [squareHigh, squareLow] = [tallies.squareHigh[row]!, tallies.squareLow[row]!];
  const variance = sampleVarianceOf(n, sum, squareHigh, squareLow);
  const grouped = apart ? groupedOf(tallies, "sum", row, wholeOf(squareHigh, squareLow)) : null;
  const interval =
    apart === null ? meanInterval(sum / n, variance, n) : grouped === null ? null : meanOverDraws(grouped);
  if (interval === null) doubt(place, whyNoInterval(place), `${figure}.low, high`);
  const why = sum === 0 || interval === null ? null : studentDoubt(tallies.perReplication, row, n, zeros, variance);
  if (why !== null) doubt(place, SKEWED, figure);
  return {
    mean: sum / n / per,
    low: interval === null ? null : Math.max(0, interval.low) / per,
    high: interval === null ? null : interval.high / per,
    doubt: why,
    parts: apart === null ? undefined : grouped === null ? null : partsOf(grouped, per),
  };
}

/** Adds what there is to say of a mean; a summary has thousands of which nothing is. */
export function withRemarks<Figure extends object>(
  mean: Mean,
  figure: Figure,
): Figure & Pick<Spread, "doubt" | "parts"> {
  if (mean.doubt === null && mean.parts === undefined) return figure;
  return {
    ...figure,
    ...(mean.doubt === null ? {} : { doubt: mean.doubt }),
    ...(mean.parts === undefined ? {} : { parts: mean.parts }),
  };
}

function whyNoInterval({ apart, tallies }: Place): string {
  if (apart === null) return "one run has no spread";
  if (tallies.ranges!.outer!.draws < 2) return "one draw of what is not known says nothing of others";
  return "not all draws of what is not known are complete";
}

/** The ranks that a spread reads, ascending, and what each stands for (positions in `ranks`). */
interface SpreadRanks {
  readonly ranks: readonly number[];
  readonly plan: readonly {
    readonly q: number;
    /** null: too few runs for the quantile */
    readonly point: number | null;
    /** null: too few runs to bound it on both sides */
    readonly bounds: readonly [number, number] | null;
  }[];
}

/** @param independent runs that share draws are not, and then order statistics bound no quantile */
export function spreadRanksOf(n: number, independent: boolean): SpreadRanks {
  const wanted = [0.5, 0.9, 0.99].map((q) => {
    const { low, high } = quantileRanks(n, q);
    return {
      q,
      point: n < runsForQuantile(q) ? null : quantileRank(q, n),
      bounds: low < 1 || high > n || !independent ? null : ([low, high] as const),
    };
  });
  const all = wanted.flatMap(({ point, bounds }) => [...(point === null ? [] : [point]), ...(bounds ?? [])]);
  const ranks = [...new Set(all)].sort((a, b) => a - b);
  const plan = wanted.map(({ q, point, bounds }) => ({
    q,
    point: point === null ? null : ranks.indexOf(point),
    bounds: bounds === null ? null : ([ranks.indexOf(bounds[0]), ranks.indexOf(bounds[1])] as const),
  }));
  return { ranks, plan };
}

/** A row of a histogram, as values: n of them, `zeros` of which are not stored. */
export interface Source {
  readonly bank: HistogramBank;
  readonly row: number;
  readonly n: number;
  readonly zeros: number;
  readonly per: number;
}

export function quantiles(place: Place, source: Source, figure: string): Quantiles {
  return {
    p50: quantile(place, source, 0.5, figure),
    p90: quantile(place, source, 0.9, figure),
    p99: quantile(place, source, 0.99, figure),
  };
}

export function quantile(place: Place, source: Source, q: number, figure: string): number | null {
  const { bank, row, n, zeros, per } = source;
  if (n < runsForQuantile(q)) {
    doubtQuantile(place, n, q, figure);
    return null;
  }
  return valueAtRank(bank, row, quantileRank(q, n), zeros) / per;
}

/** Between which order statistics the quantile lies; null with a reason. */
export function boundsOf(place: Place, source: Source, q: number, figure: string): Bounds | null {
  const { bank, row, n, zeros, per } = source;
  if (n === 0) return null; // the quantile itself says why
  const key = `${q} ${n}`;
  const ranks = place.ranksAt.get(key) ?? quantileRanks(n, q);
  place.ranksAt.set(key, ranks);
  const { low, high } = ranks;
  if (low < 1 || high > n || place.apart !== null) {
    doubtBounds(place, n, q, figure);
    return null;
  }
  return [valueAtRank(bank, row, low, zeros) / per, valueAtRank(bank, row, high, zeros) / per];
}

function doubtBounds(place: Place, n: number, q: number, figure: string): void {
  if (n === 0) return;
  const reason =
    place.apart === null
      ? "too few runs to bound the quantile on both sides"
      : "runs that share a draw are not independent, so order statistics bound no quantile";
  doubt(place, reason, `${figure}.intervals.p${q * 100}`);
}

function doubtQuantile(place: Place, n: number, q: number, figure: string): void {
  const reason = n === 0 ? "nothing to count" : `fewer than ${runsForQuantile(q)} values`;
  doubt(place, reason, `${figure}.p${q * 100}`);
}

/** Fewest values whose plotting positions (i − ½) ÷ n reach to q. */
export function runsForQuantile(q: number): number {
  return Math.max(1, Math.ceil(0.5 / Math.min(q, 1 - q) - 1e-9));
}

export function probability(place: Place, flag: (typeof FLAGS)[number]): Probability {
  const { tallies, n, at, apart } = place;
  const runs = flagOf(tallies, at.cell, flag);
  const index = at.cell * N_FLAGS + FLAGS.indexOf(flag);
  const grouped = apart ? groupedOf(tallies, "flags", index, BigInt(runs)) : null;
  const interval = apart === null ? wilson(runs, n) : grouped === null ? null : proportionOverDraws(grouped);
  if (interval === null && n > 0) doubt(place, whyNoInterval(place), `${flag}.low, high`);
  return {
    probability: n === 0 ? null : runs / n,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    runs,
    ...(apart === null ? {} : { parts: grouped === null ? null : partsOf(grouped) }),
  };
}

export function conditional(tallies: Tallies, cell: number, measure: (typeof CONDITIONAL)[number]): Source {
  const row = cell * N_CONDITIONAL + CONDITIONAL.indexOf(measure);
  return { bank: tallies.conditional, row, n: totalOf(tallies.conditional, row), zeros: 0, per: 1 };
}

export function rowOf(cell: number, measure: (typeof PER_REPLICATION)[number]): number {
  return cell * N_PER_REPLICATION + PER_REPLICATION.indexOf(measure);
}

export function flagOf(tallies: Tallies, cell: number, flag: (typeof FLAGS)[number]): number {
  return tallies.flags[cell * N_FLAGS + FLAGS.indexOf(flag)]!;
}

export function sumOf(tallies: Tallies, cell: number, sum: (typeof SUMS)[number]): number {
  return tallies.sums[cell * N_SUMS + SUMS.indexOf(sum)]!;
}

const SKEWED =
  "intervals of means not to be trusted, because the measure is skewed or mostly 0 (runs below 28 + 25 × skewness²)";

/** Why figures are null, or not to be trusted: one entry per reason, not one per figure. */
interface Doubt {
  readonly figures: Set<string>;
  readonly scopes: Set<string>;
  readonly capabilities: Set<string>;
}

export function doubt({ doubts, model, cap, at }: Place, reason: string, figure: string): void {
  let entry = doubts.get(reason);
  if (entry === undefined) {
    entry = { figures: new Set(), scopes: new Set(), capabilities: new Set() };
    doubts.set(reason, entry);
  }
  entry.figures.add(figure);
  entry.scopes.add(`${cap} ${at.index}`);
  entry.capabilities.add(model.capabilities[cap]!.id);
}

export function doubtsInWords({ doubts, n }: Run): string[] {
  if (n === 0) return ["no replications: every figure is null"];
  return [...doubts].map(([reason, { figures, scopes, capabilities }]) => {
    const where = `${scopes.size} ${scopes.size === 1 ? "scope" : "scopes"} of ${[...capabilities].join(", ")}`;
    return `${reason === SKEWED ? SKEWED : `null because ${reason}`}: ${[...figures].join(", ")} (${where})`;
  });
}
