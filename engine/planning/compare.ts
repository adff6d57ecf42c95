/**
 * A comparison from its tallies: every plan's figure, every difference with its interval, whether it can be told
 * from luck, and what made it.
 *
 * Differences are second less first. They are tested by capability, scope and measure; with three plans or more
 * the pairs of one such row are adjusted by Holm's method. Rows are many: of hundreds that do not differ one in twenty
 * shows a p below 0.05 by chance, so the verdict speaks of the nation's first.
 */
import type { Model } from "../model.ts";
import { sampleVarianceOf } from "../tally/exact.ts";
import { CONFIDENCE, type Interval, meanInterval, wilson } from "../tally/intervals.ts";
import type { ComparedMeasure, ComparedRows } from "./compare-rows.ts";
import {
  holm,
  mcNemarMidP,
  type PairCounts,
  pairedMeanTest,
  pairedProportionInterval,
  runsForMean,
  runsForProportion,
} from "./compare-statistics.ts";
import { type PairTallies, pairsOf } from "./compare-tally.ts";

export interface PlanFigure {
  /** probability, or mean a run in the measure's unit */
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export interface Difference {
  /** plan ids; the difference is second less first */
  readonly first: string;
  readonly second: string;
  readonly mean: number | null;
  /** at 95 %, for this comparison alone */
  readonly low: number | null;
  readonly high: number | null;
  /** null: too few runs */
  readonly p: number | null;
  /** among all pairs of plans, by Holm's method; the same as above for two plans */
  readonly adjusted: { readonly p: number | null; readonly low: number | null; readonly high: number | null };
  readonly distinguishable: boolean;
  /** runs for a difference of this size to be found in four of five tries; null: none seen, or found already */
  readonly runsNeeded: number | null;
  readonly runsHigher: number;
  readonly runsLower: number;
  readonly runsSame: number;
  /** for probabilities: runs in which it happened under both, the first only, the second only, neither */
  readonly counts: PairCounts | null;
  /** independent runs that would tell as much as one paired run; null: nothing differs, or nothing varies */
  readonly varianceRatio: number | null;
}

export interface MeasureComparison {
  readonly measure: string;
  readonly unit: ComparedMeasure["unit"];
  readonly plans: readonly PlanFigure[];
  readonly differences: readonly Difference[];
}

export interface ScopeComparison {
  readonly scope: "nation" | "region";
  readonly id: string;
  readonly name: string;
  readonly measures: readonly MeasureComparison[];
}

/** Unresourced unit-hours by threat and class of place. */
export interface IncidentComparison {
  readonly threat: string;
  readonly place: string;
  readonly plans: readonly PlanFigure[];
  readonly differences: readonly Difference[];
}

export interface CapabilityComparison {
  readonly id: string;
  readonly name: string;
  readonly officersPerUnit: number;
  readonly scopes: readonly ScopeComparison[];
  /** largest difference first */
  readonly incidents: readonly IncidentComparison[];
}

/** @param planIds of the plans, in order; `model` is the first's */
export function compareCapabilities(
  model: Model,
  rows: ComparedRows,
  tallies: PairTallies,
  planIds: readonly string[],
): CapabilityComparison[] {
  const figures = (row: number, measure: Pick<ComparedMeasure, "unit" | "per">) => ({
    plans: planIds.map((_, plan) => planFigure(tallies, plan, row, measure)),
    differences: differencesOf(tallies, row, measure, planIds),
  });
  const silent = (row: number) => planIds.every((_, plan) => tallies.sum[plan * tallies.nRows + row] === 0);
  return model.capabilities.flatMap(({ id, name, officersPerUnit }) => {
    const scopes = rows.cells.flatMap((cell, i): ScopeComparison[] => {
      if (cell.capability !== id) return [];
      const first = i * rows.measures.length;
      if (rows.measures.every((_, m) => silent(first + m))) return [];
      const measures = rows.measures.map((measure, m) => ({
        measure: measure.id,
        unit: measure.unit,
        ...figures(first + m, measure),
      }));
      return [{ scope: cell.scope, id: cell.id, name: cell.name, measures }];
    });
    if (scopes.length === 0) return [];
    const firstIncident = rows.cells.length * rows.measures.length;
    const incidents = rows.incidents.flatMap(({ capability, threat, place }, i) => {
      if (capability !== id || silent(firstIncident + i)) return [];
      return [{ threat, place, ...figures(firstIncident + i, { unit: "unit-hours", per: 60 }) }];
    });
    return [{ id, name, officersPerUnit, scopes, incidents: largestFirst(incidents) }];
  });
}

function largestFirst(incidents: readonly IncidentComparison[]): IncidentComparison[] {
  const size = ({ differences }: IncidentComparison) =>
    Math.max(0, ...differences.map(({ mean }) => Math.abs(mean ?? 0)));
  return [...incidents].sort((a, b) => size(b) - size(a));
}

type Scale = Pick<ComparedMeasure, "unit" | "per">;

function planFigure(tallies: PairTallies, plan: number, row: number, { unit, per }: Scale): PlanFigure {
  const n = tallies.nReplications;
  if (n === 0) return { mean: null, low: null, high: null };
  const sum = tallies.sum[plan * tallies.nRows + row]!;
  const interval = unit === "probability" ? wilson(sum, n) : meanInterval(sum / n, planVariance(tallies, plan, row), n);
  return scaled(sum / n, interval, per, true);
}

function scaled(mean: number, interval: Interval | null, per: number, notBelow0: boolean): PlanFigure {
  const low = interval === null ? null : interval.low / per;
  return {
    mean: mean / per,
    low: low !== null && notBelow0 ? Math.max(0, low) : low,
    high: interval === null ? null : interval.high / per,
  };
}

function planVariance(tallies: PairTallies, plan: number, row: number): number {
  const at = plan * tallies.nRows + row;
  return sampleVarianceOf(tallies.nReplications, tallies.sum[at]!, tallies.squareHigh[at]!, tallies.squareLow[at]!);
}

function differencesOf(tallies: PairTallies, row: number, scale: Scale, planIds: readonly string[]): Difference[] {
  const pairs = pairsOf(tallies.nPlans);
  const found = pairs.map(([first, second], pair) => pairOf(tallies, row, pair, first, second, scale));
  const adjusted = holm(found.map(({ p }) => p ?? 1));
  return found.map(({ p, mean, intervalAt, runsAt, ...counted }, i) => {
    const [first, second] = pairs[i]!;
    const { confidence } = adjusted[i]!;
    const own = intervalAt(CONFIDENCE);
    const wide = intervalAt(confidence);
    const adjustedP = p === null ? null : adjusted[i]!.p;
    const distinguishable = adjustedP !== null && adjustedP < 1 - CONFIDENCE;
    return {
      first: planIds[first]!,
      second: planIds[second]!,
      mean,
      low: own?.low ?? null,
      high: own?.high ?? null,
      p,
      adjusted: { p: adjustedP, low: wide?.low ?? null, high: wide?.high ?? null },
      distinguishable,
      // With several pairs the hardest step is asked for: the number is a plan for the next run, not a finding.
      runsNeeded: distinguishable ? null : runsAt(1 - (1 - CONFIDENCE) / pairs.length),
      ...counted,
    };
  });
}

function pairOf(tallies: PairTallies, row: number, pair: number, first: number, second: number, { unit, per }: Scale) {
  const n = tallies.nReplications;
  const at = pair * tallies.nRows + row;
  const runsHigher = tallies.higher[at]!;
  const runsLower = tallies.lower[at]!;
  const sum = tallies.more[at]! - tallies.less[at]!;
  const mean = sum / n;
  const variance = sampleVarianceOf(n, sum, tallies.differenceHigh[at]!, tallies.differenceLow[at]!);
  const apart = planVariance(tallies, first, row) + planVariance(tallies, second, row);
  const counts: PairCounts | null =
    unit !== "probability"
      ? null
      : {
          n11: tallies.sum[first * tallies.nRows + row]! - runsLower,
          n10: runsLower,
          n01: runsHigher,
          n00: n - tallies.sum[first * tallies.nRows + row]! - runsHigher,
        };
  const scale = (interval: Interval | null) =>
    interval === null ? null : { low: interval.low / per, high: interval.high / per };
  return {
    mean: n === 0 ? null : mean / per,
    p: n < 2 ? null : counts === null ? pairedMeanTest(mean, variance, n) : mcNemarMidP(counts),
    intervalAt: (confidence: number) =>
      counts === null
        ? scale(n === 0 ? null : meanInterval(mean, variance, n, confidence))
        : pairedProportionInterval(counts, confidence),
    runsAt: (confidence: number) =>
      n < 2 ? null : counts === null ? runsForMean(mean, variance, confidence) : runsForProportion(counts, confidence),
    runsHigher,
    runsLower,
    runsSame: n - runsHigher - runsLower,
    counts,
    varianceRatio: n < 2 || !(variance > 0) ? null : apart / variance,
  };
}
