/**
 * When the k-th of n is there: units set out together, each arrives after a time of its own, and a serial or a team
 * is complete with its k-th.
 */
import { exp, log } from "../kernel/math.ts";
import { betaLower, lnBeta } from "../kernel/special.ts";
import type { Moments } from "../tally/moments.ts";

/** How long one takes, as two chances that add up to 1; each is asked for where it is small, so neither may lose digits. */
export interface ArrivalLaw {
  /** the chance to have arrived by t > 0 */
  readonly arrived: (t: number) => number;
  /** the chance still to be missing at t > 0 */
  readonly missing: (t: number) => number;
}

/** The chance that at least k of n have arrived by t. */
export function completeBy(law: ArrivalLaw, n: number, k: number, t: number): number {
  return betaLower(k, n - k + 1, law.arrived(t), lnBeta(k, n - k + 1));
}

/** The time by which k of n have arrived with chance p, 0 < p < 1. */
export function completionQuantile(law: ArrivalLaw, n: number, k: number, p: number): number {
  let low = -700;
  let high = 700;
  for (let turn = 0; turn < 200; turn++) {
    const middle = (low + high) / 2;
    if (completeBy(law, n, k, exp(middle)) < p) low = middle;
    else high = middle;
  }
  return exp(high);
}

/** Mean and variance of the k-th of n exponential times of this mean: a sum of independent steps (Rényi 1953). */
export function exponentialCompletion(mean: number, n: number, k: number): Moments {
  let total = 0;
  let variance = 0;
  for (let still = n; still > n - k; still--) {
    const step = mean / still;
    total += step;
    variance += step * step;
  }
  return { mean: total, variance };
}

/**
 * Mean and variance of the k-th of n times of any law with a smooth distribution: integrals of the chance that fewer
 * than k are there, over the logarithm of time, where the trapezium rule converges as fast as any.
 */
export function completionMoments(law: ArrivalLaw, n: number, k: number): Moments {
  const lnB = lnBeta(n - k + 1, k);
  const incomplete = (t: number) => betaLower(n - k + 1, k, law.missing(t), lnB);
  const middle = log(completionQuantile(law, n, k, 0.5));
  let before = integrals(incomplete, middle, 1 / 4);
  for (let step = 1 / 8; step > 1e-4; step /= 2) {
    const now = integrals(incomplete, middle, step);
    const settled =
      Math.abs(now.first - before.first) < 1e-14 * now.first &&
      Math.abs(now.second - before.second) < 1e-14 * now.second;
    before = now;
    if (settled) break;
  }
  return { mean: before.first, variance: before.second - before.first * before.first };
}

/** ∫ S(t) dt and ∫ 2 t S(t) dt with t = e^y, outwards from y = middle. */
function integrals(survival: (t: number) => number, middle: number, step: number): { first: number; second: number } {
  let first = 0;
  let second = 0;
  for (const direction of [-1, 1]) {
    for (let i = direction < 0 ? 0 : 1; ; i++) {
      const t = exp(middle + direction * i * step);
      const term = t * survival(t);
      first += term;
      second += 2 * t * term;
      if (!(t * term > 1e-18 * second) && !(term > 1e-18 * first)) break;
    }
  }
  return { first: first * step, second: second * step };
}
