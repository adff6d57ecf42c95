/**
 * Two uncertainties apart: the spread of one quantity over runs that share draws of what is not known, split into
 * *luck* (between runs of one draw) and *not knowing* (between draws, beyond what luck makes of their means).
 *
 * One-way analysis of variance with random effects (Searle, Casella and McCulloch, Variance Components, 1992,
 * §3.6): both components are unbiased, also for draws of unequal size; that of not knowing may therefore come out
 * below 0 where there is none. Sums are taken in whole numbers, so that nothing cancels.
 */
import {
  CONFIDENCE,
  type Interval,
  meanInterval,
  studentQuantile,
  varianceRatioQuantile,
  wilson,
} from "./intervals.ts";
import { type GROUPED_ARRAYS, groupedRow, type OuterTallies } from "./ranges.ts";
import type { Tallies } from "./tally.ts";

/** Sums over the runs of a quantity and over the totals of its draws. */
export interface Grouped {
  /** runs, all in complete draws */
  readonly n: number;
  /** draws of `size` runs, and draws of one run more */
  readonly nSmall: number;
  readonly nLarge: number;
  readonly size: number;
  readonly sum: number;
  readonly squares: bigint;
  /** of the large draws */
  readonly largeSum: number;
  readonly smallTotalsSquared: bigint;
  readonly largeTotalsSquared: bigint;
}

export interface Parts {
  /** variance between runs that share a draw, in the figure's unit squared */
  readonly luckVariance: number;
  /** variance between draws beyond luck, likewise; unbiased, so below 0 by chance where there is none */
  readonly notKnowingVariance: number;
  /** not knowing ÷ both, 0 … 1; `low` and `high`: its 95 % interval, exact for normal values, else approximate */
  readonly notKnowingShare: { readonly value: number; readonly low: number; readonly high: number };
}

/** The two parts; null with one draw, one run a draw, or no spread at all. @param per divides values (60: minutes to hours) */
export function partsOf(grouped: Grouped, per = 1): Parts | null {
  const { n, nSmall, nLarge, size, sum, squares, smallTotalsSquared, largeTotalsSquared } = grouped;
  const draws = nSmall + nLarge;
  if (draws < 2 || n <= draws) return null;
  const [a, b, nBig, total] = [BigInt(size), BigInt(size + 1), BigInt(n), BigInt(sum)];
  // Σ T² ÷ m over draws = byDraw ÷ (a b)
  const byDraw = smallTotalsSquared * b + largeTotalsSquared * a;
  const within = Number(squares * a * b - byDraw) / (size * (size + 1));
  const between = Number(byDraw * nBig - total * total * a * b) / (size * (size + 1) * n);
  if (within === 0 && between === 0) return null;
  const dfBetween = draws - 1;
  const dfWithin = n - draws;
  const luck = within / dfWithin;
  // The size that an unbiased estimate divides by: the mean size for equal draws.
  const typicalSize = (n - (nSmall * size * size + nLarge * (size + 1) * (size + 1)) / n) / dfBetween;
  const notKnowing = (between / dfBetween - luck) / typicalSize;
  const shareAt = (ratio: number) => limited((ratio - 1) / (ratio - 1 + typicalSize));
  const ratio = luck === 0 ? Number.POSITIVE_INFINITY : between / dfBetween / luck;
  const [few, many] = varianceRatioQuantiles(dfBetween, dfWithin);
  return {
    luckVariance: luck / (per * per),
    notKnowingVariance: notKnowing / (per * per),
    notKnowingShare:
      luck === 0
        ? { value: 1, low: 1, high: 1 }
        : {
            value: limited(notKnowing / (notKnowing + luck)),
            low: shareAt(ratio / many),
            high: shareAt(ratio / few),
          },
  };
}

/** Variance of the mean of all runs when draws, not runs, are independent; null with one draw. */
export function varianceOfMean(grouped: Grouped): number | null {
  const { n, nSmall, nLarge, size, sum, largeSum, smallTotalsSquared, largeTotalsSquared } = grouped;
  const draws = nSmall + nLarge;
  if (draws < 2) return null;
  const [nBig, total, a, b] = [BigInt(n), BigInt(sum), BigInt(size), BigInt(size + 1)];
  const cross = a * BigInt(sum - largeSum) + b * BigInt(largeSum);
  const sizes = BigInt(nSmall) * a * a + BigInt(nLarge) * b * b;
  // n² × Σ (T − m × mean)²
  const residual =
    nBig * nBig * (smallTotalsSquared + largeTotalsSquared) - 2n * nBig * total * cross + total * total * sizes;
  return ((draws / (draws - 1)) * (Number(residual) / (n * n))) / (n * n);
}

/** Student's interval for a mean over draws: as many degrees of freedom as draws less one. */
export function meanOverDraws(grouped: Grouped): Interval | null {
  const variance = varianceOfMean(grouped);
  const draws = grouped.nSmall + grouped.nLarge;
  return variance === null ? null : meanInterval(grouped.sum / grouped.n, variance * draws, draws);
}

/**
 * Wilson's interval for a proportion over draws, on the number of independent runs that would have its variance
 * (Korn and Graubard 1998, with Wilson's interval as in Dean and Pagano 2015), never more than there are. Where
 * it happened in no run or in all, draws show no variance and the runs count in full.
 */
export function proportionOverDraws(grouped: Grouped): Interval | null {
  const { n, sum } = grouped;
  const draws = grouped.nSmall + grouped.nLarge;
  const variance = varianceOfMean(grouped);
  if (variance === null) return null;
  if (sum === 0 || sum === n || variance === 0) return wilson(sum, n);
  const p = sum / n;
  const upper = (1 + CONFIDENCE) / 2;
  const fewer = studentQuantile(upper, n - 1) / studentQuantile(upper, draws - 1);
  const independent = Math.max(1, Math.min(n, ((p * (1 - p)) / variance) * fewer * fewer));
  return wilson(p * independent, independent);
}

/** What the tallies hold of an entry; null until all draws are complete. @param squares Σ of its runs' squares */
export function groupedOf(
  tallies: Tallies,
  name: (typeof GROUPED_ARRAYS)[number],
  index: number,
  squares: bigint,
): Grouped | null {
  const outer = tallies.ranges?.outer;
  if (outer == null || !isComplete(outer)) return null;
  const row = groupedRow(tallies, name) + index;
  return {
    n: tallies.nReplications,
    nSmall: outer.closed[0]!,
    nLarge: outer.closed[1]!,
    size: Math.floor(outer.replications / outer.draws),
    sum: tallies[name][index]!,
    squares,
    largeSum: outer.largeSum[row]!,
    smallTotalsSquared: wholeOf(outer.smallSquareHigh[row]!, outer.smallSquareLow[row]!),
    largeTotalsSquared: wholeOf(outer.largeSquareHigh[row]!, outer.largeSquareLow[row]!),
  };
}

export function isComplete(outer: OuterTallies): boolean {
  return outer.open.size === 0 && outer.closed[0]! + outer.closed[1]! === outer.draws;
}

/** Two limbs as one whole number. */
export function wholeOf(high: number, low: number): bigint {
  return BigInt(high) * 9007199254740992n + BigInt(low);
}

let lastDf = "";
let lastQuantiles: readonly [number, number] = [1, 1];

/** A summary asks for thousands at the same degrees of freedom. */
function varianceRatioQuantiles(between: number, within: number): readonly [number, number] {
  const df = `${between} ${within}`;
  if (df !== lastDf) {
    const tail = (1 - CONFIDENCE) / 2;
    lastQuantiles = [varianceRatioQuantile(tail, between, within), varianceRatioQuantile(1 - tail, between, within)];
    lastDf = df;
  }
  return lastQuantiles;
}

function limited(share: number): number {
  return Math.min(1, Math.max(0, share));
}
