/**
 * How large a risk is, from runs: its share, an interval, the upper bound that decides whether it is kept below a
 * level, and what changes between two plans on the same tapes.
 *
 * A risk is either a thing that happens in a run or not (run out, a mobilisation line missed), or a share of what was
 * asked (needs never met), which has a base in each run. One-sided bounds: Clopper and Pearson's for the first, the
 * ratio's linearised residuals with Student's t for the second.
 */
import { clopperPearson, type Interval, meanInterval, wilson } from "../tally/intervals.ts";
import { momentsOf } from "../tally/moments.ts";
import { pairedProportionInterval } from "./compare-statistics.ts";

/** One risk under one plan, by replication. */
export interface RiskRuns {
  /** 0 or 1, or how much of the base it was */
  readonly events: ArrayLike<number>;
  /** what was asked in each run; null: one in each */
  readonly bases: ArrayLike<number> | null;
}

export interface RiskEstimate {
  /** null: nothing was asked in any run */
  readonly share: number | null;
  /** two-sided 95 % interval */
  readonly low: number | null;
  readonly high: number | null;
  /** one-sided bound at the stated confidence; 1 where nothing can be said */
  readonly upper: number;
}

/** @param confidence one-sided, of `upper` */
export function riskOf({ events, bases }: RiskRuns, confidence: number): RiskEstimate {
  const n = events.length;
  const total = sumOf(events);
  if (bases === null) {
    const { low, high } = wilson(total, n)!;
    return { share: total / n, low, high, upper: clopperPearson(total, n, 2 * confidence - 1)!.high };
  }
  const asked = sumOf(bases);
  if (asked === 0) return { share: null, low: null, high: null, upper: 1 };
  const share = total / asked;
  const residuals = Array.from(events, (event, r) => ((event - share * bases[r]!) * n) / asked);
  const { variance } = momentsOf(residuals);
  if (total === 0 || total === asked || !(variance > 0)) {
    // Nothing varies: what a run of that many asks could have hidden.
    const { low, high } = clopperPearson(total, asked)!;
    return { share, low, high, upper: clopperPearson(total, asked, 2 * confidence - 1)!.high };
  }
  const both = meanInterval(share, variance, n)!;
  const one = meanInterval(share, variance, n, 2 * confidence - 1)!;
  return { share, low: Math.max(0, both.low), high: Math.min(1, both.high), upper: Math.min(1, one.high) };
}

export interface RiskChange {
  /** the second plan's share less the first's */
  readonly mean: number;
  /** 95 % interval; null from one run */
  readonly low: number | null;
  readonly high: number | null;
}

/** What changes from one plan to another that answered the same tapes; null where nothing was asked. */
export function riskChange(first: RiskRuns, second: RiskRuns): RiskChange | null {
  const n = first.events.length;
  if (first.bases === null || second.bases === null) {
    let [n11, n10, n01] = [0, 0, 0];
    for (let r = 0; r < n; r++) {
      if (first.events[r]! > 0 && second.events[r]! > 0) n11++;
      else if (first.events[r]! > 0) n10++;
      else if (second.events[r]! > 0) n01++;
    }
    const interval = pairedProportionInterval({ n11, n10, n01, n00: n - n11 - n10 - n01 });
    return change((n01 - n10) / n, interval);
  }
  const [asked, other] = [sumOf(first.bases), sumOf(second.bases)];
  if (asked === 0 || other === 0) return null;
  const [one, two] = [sumOf(first.events) / asked, sumOf(second.events) / other];
  const residuals = Array.from({ length: n }, (_, r) => {
    const before = (first.events[r]! - one * first.bases![r]!) / asked;
    const after = (second.events[r]! - two * second.bases![r]!) / other;
    return (after - before) * n;
  });
  return change(two - one, meanInterval(two - one, momentsOf(residuals).variance, n));
}

function change(mean: number, interval: Interval | null): RiskChange {
  return { mean, low: interval?.low ?? null, high: interval?.high ?? null };
}

function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}
