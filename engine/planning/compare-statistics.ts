/**
 * Paired statistics of two plans on the same tapes: differences with intervals, tests, how many runs would be
 * needed, and Holm's adjustment for several comparisons.
 *
 * Proportions: Newcombe's interval for the difference of paired proportions (1998, Statistics in Medicine 17,
 * 2635–2650, method 10: Wilson's intervals squared and added, with the correlation corrected for continuity) and
 * McNemar's test on the runs that differ. Means: Student's t on the differences.
 */
import { betaLower, lnBeta, normalQuantile } from "../kernel/special.ts";
import { CONFIDENCE, type Interval, wilson } from "../tally/intervals.ts";

/** Replications by what happened under the two plans: n10 is first only. */
export interface PairCounts {
  readonly n11: number;
  readonly n10: number;
  readonly n01: number;
  readonly n00: number;
}

/** Interval of p(second) − p(first); null for no runs. */
export function pairedProportionInterval(counts: PairCounts, confidence = CONFIDENCE): Interval | null {
  const { n11, n10, n01, n00 } = counts;
  const n = n11 + n10 + n01 + n00;
  const first = wilson(n11 + n10, n, confidence);
  const second = wilson(n11 + n01, n, confidence);
  if (first === null || second === null) return null;
  const p1 = (n11 + n10) / n;
  const p2 = (n11 + n01) / n;
  const phi = correlation(counts);
  const root = (a: number, b: number) => Math.sqrt(Math.max(0, a * a - 2 * phi * a * b + b * b));
  const difference = (n01 - n10) / n;
  return {
    low: difference - root(p2 - second.low, first.high - p1),
    high: difference + root(second.high - p2, p1 - first.low),
  };
}

/** The correlation of the two outcomes, moved by half a run towards 0 where it is positive. */
function correlation({ n11, n10, n01, n00 }: PairCounts): number {
  const margins = (n11 + n10) * (n01 + n00) * ((n11 + n01) * (n10 + n00));
  if (margins === 0) return 0;
  const n = n11 + n10 + n01 + n00;
  const cross = n11 * n00 - n10 * n01;
  return (cross > 0 ? Math.max(0, cross - n / 2) : cross) / Math.sqrt(margins);
}

/**
 * McNemar's test, two-sided: of the runs that differ, half would go either way by chance. The outcome seen counts
 * half (mid-p): the exact test finds too little, and disagrees with the interval (Fagerland, Lydersen and Laake 2013, BMC
 * Medical Research Methodology 13:91).
 */
export function mcNemarMidP({ n10, n01 }: PairCounts): number {
  const n = n10 + n01;
  const fewer = Math.min(n10, n01);
  if (n10 === n01) return 1;
  return Math.min(1, below(fewer, n) + below(fewer - 1, n));
}

/** P(X ≤ k) of Binomial(n, ½): the incomplete beta I½(n − k, k + 1). */
function below(k: number, n: number): number {
  return k < 0 ? 0 : betaLower(n - k, k + 1, 0.5, lnBeta(n - k, k + 1));
}

/** Two-sided p of Student's paired test; 1 where nothing differs, null for fewer than two runs. */
export function pairedMeanTest(mean: number, variance: number, n: number): number | null {
  if (n < 2) return null;
  if (mean === 0) return 1;
  if (variance === 0) return 0;
  const df = n - 1;
  const tSquared = (mean * mean * n) / variance;
  return betaLower(df / 2, 0.5, df / (df + tSquared), lnBeta(df / 2, 0.5));
}

/** Of tries with that many runs, the share in which a true difference of the observed size is found. */
export const POWER = 0.8;

/** Runs for a difference of means of this size to be found (normal approximation); null where there is none. */
export function runsForMean(mean: number, variance: number, confidence = CONFIDENCE): number | null {
  if (mean === 0) return null;
  const z = normalQuantile((1 + confidence) / 2) + normalQuantile(POWER);
  return Math.max(2, Math.ceil((z * z * variance) / (mean * mean)));
}

/** The same for paired proportions (Connor 1987, Biometrics 43, 207–211). */
export function runsForProportion({ n11, n10, n01, n00 }: PairCounts, confidence = CONFIDENCE): number | null {
  const n = n11 + n10 + n01 + n00;
  const difference = (n01 - n10) / n;
  if (difference === 0) return null;
  const discordant = (n10 + n01) / n;
  const root =
    normalQuantile((1 + confidence) / 2) * Math.sqrt(discordant) +
    normalQuantile(POWER) * Math.sqrt(discordant - difference * difference);
  return Math.max(2, Math.ceil((root * root) / (difference * difference)));
}

export interface Adjusted {
  /** Holm's adjusted p */
  readonly p: number;
  /** confidence of the interval at the comparison's step; where that finds nothing, of the first that found nothing */
  readonly confidence: number;
}

/**
 * Holm's step-down adjustment (1979, Scandinavian Journal of Statistics 6, 65–70): the chance of any false finding
 * among all comparisons stays below what one comparison may have. An interval at the confidence told covers 0 wherever the
 * adjusted p finds nothing.
 */
export function holm(ps: readonly number[], confidence = CONFIDENCE): Adjusted[] {
  const order = ps.map((_, i) => i).sort((a, b) => ps[a]! - ps[b]! || a - b);
  const adjusted = new Array<Adjusted>(ps.length);
  let largest = 0;
  let step = ps.length;
  order.forEach((at, rank) => {
    const left = ps.length - rank;
    if (largest < 1 - confidence) step = left;
    largest = Math.min(1, Math.max(largest, left * ps[at]!));
    adjusted[at] = { p: largest, confidence: 1 - (1 - confidence) / step };
  });
  return adjusted;
}
