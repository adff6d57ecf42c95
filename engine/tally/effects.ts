/**
 * The effect of each number given as a range: how the chance of a national run-out differs between the runs in
 * which it was drawn in its upper half and those in which it was drawn in its lower half.
 *
 * Of many ranges some differ by luck alone: one in twenty intervals leaves 0 out where there is no effect.
 */

import { isComplete, wholeOf } from "./components.ts";
import { CONFIDENCE, differenceInterval, type Interval, studentQuantile } from "./intervals.ts";
import { FLAGS } from "./measures.ts";
import { groupedRow } from "./ranges.ts";
import type { RangeEffect } from "./summary.ts";
import type { Tallies } from "./tally.ts";

/**
 * @param range      position among the scenario's ranges
 * @param capability its id, for the record; `cap` its index
 * @returns counts of 0 where no range was recorded
 */
export function rangeEffect(tallies: Tallies, range: number, cap: number, capability: string): RangeEffect {
  const upper = upperHalf(tallies, range, cap);
  const lower = lowerHalf(tallies, upper, cap);
  const difference = upper.of === 0 || lower.of === 0 ? null : upper.runs / upper.of - lower.runs / lower.of;
  const interval = difference === null ? null : intervalOf(tallies, upper, lower, difference);
  return {
    capability,
    runOutUpper: { runs: upper.runs, of: upper.of },
    runOutLower: { runs: lower.runs, of: lower.of },
    difference,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
  };
}

/** The runs of one half. */
interface Half {
  /** that ran out nationally */
  readonly runs: number;
  readonly of: number;
  /** draws they belong to, and the sum of squares of their run-outs; only with outer draws */
  readonly draws: number;
  readonly squares: bigint;
}

function upperHalf({ ranges }: Tallies, range: number, cap: number): Half {
  if (ranges === null) return { runs: 0, of: 0, draws: 0, squares: 0n };
  const { nCaps, outer, upper, upperRunOut } = ranges;
  const at = range * nCaps + cap;
  return {
    runs: upperRunOut[at]!,
    of: upper[range]!,
    draws: outer?.upperDraws[range] ?? 0,
    squares: outer === null ? 0n : wholeOf(outer.upperSquareHigh[at]!, outer.upperSquareLow[at]!),
  };
}

/** What is not in the upper half. */
function lowerHalf(tallies: Tallies, upper: Half, cap: number): Half {
  const { ranges, layout, flags, nReplications } = tallies;
  if (ranges === null) return upper;
  const flag = layout.cellStart[cap]! * FLAGS.length + FLAGS.indexOf("runOut");
  const { outer } = ranges;
  const row = groupedRow(tallies, "flags") + flag;
  const all =
    outer === null
      ? 0n
      : wholeOf(outer.smallSquareHigh[row]!, outer.smallSquareLow[row]!) +
        wholeOf(outer.largeSquareHigh[row]!, outer.largeSquareLow[row]!);
  return {
    runs: flags[flag]! - upper.runs,
    of: nReplications - upper.of,
    draws: (outer?.draws ?? 0) - upper.draws,
    squares: all - upper.squares,
  };
}

/** Newcombe's where every run has draws of its own; else Welch's over draws, null with fewer than two in a half. */
function intervalOf(tallies: Tallies, upper: Half, lower: Half, difference: number): Interval | null {
  const outer = tallies.ranges?.outer ?? null;
  if (outer === null) return differenceInterval(upper.runs, upper.of, lower.runs, lower.of);
  if (!isComplete(outer) || upper.draws < 2 || lower.draws < 2) return null;
  const [a, b] = [varianceOfShare(upper), varianceOfShare(lower)];
  if (a + b === 0) {
    // All draws of a half agree, so that they show no spread: the draws count as single runs.
    const events = (half: Half) => (half.runs / half.of) * half.draws;
    return differenceInterval(events(upper), upper.draws, events(lower), lower.draws);
  }
  const df = ((a + b) * (a + b)) / ((a * a) / (upper.draws - 1) + (b * b) / (lower.draws - 1));
  const half = studentQuantile((1 + CONFIDENCE) / 2, df) * Math.sqrt(a + b);
  return { low: Math.max(-1, difference - half), high: Math.min(1, difference + half) };
}

/** Variance of a half's share of run-outs, its draws counting as equally large (they differ by one run at most). */
function varianceOfShare({ runs, of, draws, squares }: Half): number {
  const spread = Number(squares * BigInt(draws) - BigInt(runs) * BigInt(runs)) / draws;
  const size = of / draws;
  return spread / (draws - 1) / (size * size) / draws;
}
