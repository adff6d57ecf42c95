/**
 * Intervals: how sure the runs make us. Each function answers null where the number of runs supports
 * no answer; who asks says why in words.
 *
 * Proportions: Wilson's score interval; Clopper and Pearson's exact one, whose upper end also gives
 * "less than x" for what never happened; Jeffreys'. Differences of proportions: Newcombe's. Means: Student's
 * t, and the rule for when to doubt it. Quantiles: ranks of order statistics, free of any assumption on the
 * distribution. `confidence` is two-sided, 0.95 by default.
 */
import { exp, expm1, log } from "../kernel/math.ts";
import { betaLower, lnBeta, normalQuantile } from "../kernel/special.ts";

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export const CONFIDENCE = 0.95;

/** Wilson's score interval for `events` in `n` runs; null for no runs. */
export function wilson(events: number, n: number, confidence = CONFIDENCE): Interval | null {
  if (n < 1) return null;
  const z = normalQuantile((1 + confidence) / 2);
  const centre = events + (z * z) / 2;
  const half = z * Math.sqrt((events * (n - events)) / n + (z * z) / 4);
  return {
    low: events === 0 ? 0 : (centre - half) / (n + z * z),
    high: events === n ? 1 : (centre + half) / (n + z * z),
  };
}

/** Clopper and Pearson's interval: covers at least as often as it says; null for no runs. */
export function clopperPearson(events: number, n: number, confidence = CONFIDENCE): Interval | null {
  if (n < 1) return null;
  const tail = (1 - confidence) / 2;
  return {
    low: events === 0 ? 0 : events === n ? exp(log(tail) / n) : betaQuantile(tail, events, n - events + 1),
    high: events === n ? 1 : events === 0 ? -expm1(log(tail) / n) : 1 - betaQuantile(tail, n - events, events + 1),
  };
}

/** Jeffreys' interval: the posterior from a Beta(½, ½) prior, ends at 0 and 1 where nothing or all happened. */
export function jeffreys(events: number, n: number, confidence = CONFIDENCE): Interval | null {
  if (n < 1) return null;
  const tail = (1 - confidence) / 2;
  const yes = events + 0.5;
  const no = n - events + 0.5;
  return {
    low: events === 0 ? 0 : betaQuantile(tail, yes, no),
    high: events === n ? 1 : 1 - betaQuantile(tail, no, yes),
  };
}

/** What never happened in n runs has a probability of less than this (upper end of Clopper and Pearson's interval). */
export function lessThan(n: number, confidence = CONFIDENCE): number | null {
  return clopperPearson(0, n, confidence)?.high ?? null;
}

/**
 * Whether Student's interval for a mean holds its 95 %: n must be at least 28 + 25 × skewness² (Cochran's rule,
 * as extended to Student's t by Sugden, Smith and Jones, Journal of the Royal Statistical Society B 62 (2000)
 * 787–793). A measure that is mostly 0 is skewed by that: k values alike among zeros want k of about 25.
 */
export function runsForStudent(skewness: number): number {
  return Math.ceil(28 + 25 * skewness * skewness - 1e-9);
}

let lastN = 0;
let lastConfidence = 0;
let lastT = 0;

/** Student's interval for a mean; null for fewer than two values. */
export function meanInterval(mean: number, variance: number, n: number, confidence = CONFIDENCE): Interval | null {
  if (n < 2) return null;
  // A summary asks for thousands of means of as many values each: t is found once.
  if (n !== lastN || confidence !== lastConfidence) {
    lastT = studentQuantile((1 + confidence) / 2, n - 1);
    lastN = n;
    lastConfidence = confidence;
  }
  const half = lastT * Math.sqrt(variance / n);
  return { low: mean - half, high: mean + half };
}

export interface QuantileRanks {
  /** rank of the lower bound, 1 … n; 0: there is none at this n */
  readonly low: number;
  /** rank of the upper bound, 1 … n; n + 1: there is none at this n */
  readonly high: number;
  /** chance that the quantile lies between the two order statistics, at least `confidence` */
  readonly coverage: number;
}

/**
 * Ranks of the order statistics between which the q-quantile lies: each tail of Binomial(n, q) holds at
 * most half of what `confidence` leaves.
 */
export function quantileRanks(n: number, q: number, confidence = CONFIDENCE): QuantileRanks {
  const tail = (1 - confidence) / 2;
  const { first, chance } = binomialAround(n, q);
  let low = first;
  let below = 0; // P(X ≤ low − 1)
  while (low - first < chance.length && below + chance[low - first]! <= tail) below += chance[low++ - first]!;
  let high = first + chance.length; // P(X ≥ high) so far 0
  let above = 0;
  while (high > first && above + chance[high - 1 - first]! <= tail) above += chance[--high - first]!;
  let coverage = 0; // P(low ≤ X ≤ high − 1), summed rather than taken from 1
  for (let x = low; x < high; x++) coverage += chance[x - first]!;
  return { low, high, coverage };
}

/** Student's t quantile for p above ½ and `df` degrees of freedom. */
export function studentQuantile(p: number, df: number): number {
  // t² ÷ (df + t²) is Beta(½, df ÷ 2); of it and its complement the smaller keeps its digits.
  const y = betaQuantile(2 * p - 1, 0.5, df / 2);
  if (y <= 0.5) return Math.sqrt((df * y) / (1 - y));
  const x = betaQuantile(2 * (1 - p), df / 2, 0.5);
  return Math.sqrt((df * (1 - x)) / x);
}

/** The p-quantile of the ratio of two independent sample variances (F) with these degrees of freedom. */
export function varianceRatioQuantile(p: number, above: number, below: number): number {
  const x = betaQuantile(p, above / 2, below / 2);
  return (below * x) / (above * (1 - x));
}

/**
 * Newcombe's interval for the difference of two independent proportions, p₁ − p₂, from the ends of Wilson's
 * (Statistics in Medicine 17 (1998) 873–890, method 10); null where one of them has no runs.
 */
export function differenceInterval(
  events1: number,
  n1: number,
  events2: number,
  n2: number,
  confidence = CONFIDENCE,
): Interval | null {
  const [one, two] = [wilson(events1, n1, confidence), wilson(events2, n2, confidence)];
  if (one === null || two === null) return null;
  const [p1, p2] = [events1 / n1, events2 / n2];
  const root = (x: number, y: number) => Math.sqrt(x * x + y * y);
  return { low: p1 - p2 - root(p1 - one.low, two.high - p2), high: p1 - p2 + root(one.high - p1, p2 - two.low) };
}

/** The p-quantile of Beta(a, b), 0 < p < 1: Newton's steps inside a bracket that only shrinks. */
export function betaQuantile(p: number, a: number, b: number): number {
  const lnB = lnBeta(a, b);
  let low = 0;
  let high = 1;
  let x = a / (a + b);
  for (let step = 0; step < 200; step++) {
    const excess = betaLower(a, b, x, lnB) - p;
    if (excess > 0) high = x;
    else low = x;
    const density = exp((a - 1) * log(x) + (b - 1) * log(1 - x) - lnB);
    let next = x - excess / density;
    // Quantiles near 0 differ by orders of magnitude: halve the exponent there, the interval elsewhere.
    if (!(next > low && next < high)) next = low === 0 ? high / 16 : (low + high) / 2;
    if (Math.abs(next - x) <= 1e-16 * x) return next;
    x = next;
  }
  return x;
}

/**
 * Probabilities of Binomial(n, q) around its mode, as far as they matter (1e-22 of the mode's): ratios of
 * neighbours only, scaled to sum 1, so that no large logarithm cancels.
 */
function binomialAround(n: number, q: number): { first: number; chance: readonly number[] } {
  const mode = Math.min(n, Math.floor((n + 1) * q));
  const down: number[] = [];
  for (let x = mode, weight = 1; x > 0 && weight > 1e-22; x--) {
    weight *= (x * (1 - q)) / ((n - x + 1) * q);
    down.push(weight);
  }
  const up: number[] = [1];
  for (let x = mode, weight = 1; x < n && weight > 1e-22; x++) {
    weight *= ((n - x) * q) / ((x + 1) * (1 - q));
    up.push(weight);
  }
  const weights = [...down.reverse(), ...up];
  let sum = 0;
  for (const weight of weights) sum += weight;
  return { first: mode - down.length, chance: weights.map((weight) => weight / sum) };
}
