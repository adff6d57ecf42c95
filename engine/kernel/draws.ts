/**
 * One draw of a distribution from one uniform, by the inverse of its CDF.
 *
 * Exactly one uniform a draw, whatever the distribution, keeps streams in step when one number of a
 * scenario changes. Every function here is total over the distributions that `scenarios/format` lets through.
 */
import type { Dist } from "../model.ts";
import { exp, log, log1p, power } from "./math.ts";

export { normalQuantile } from "./special.ts";

import { betaLower, gammaLower, gammaUpper, lnBeta, lnGamma, normalQuantile, poissonDensity } from "./special.ts";

/** The quantile of `dist` at u, 0 < u < 1: a draw, in the distribution's own unit. */
export function sampleDist(dist: Dist, u: number): number {
  switch (dist.kind) {
    case "deterministic":
      return dist.a;
    case "exponential":
      return -dist.a * log1p(-u);
    case "lognormal":
      return exp(dist.a + dist.b * normalQuantile(u));
    case "gamma":
      return dist.b * gammaQuantile(dist.a, u);
    case "weibull":
      return dist.b * power(-log1p(-u), 1 / dist.a);
    case "uniform":
      return dist.a + (dist.b - dist.a) * u;
    case "triangular":
      return triangularQuantile(dist.a, dist.b, dist.c, u);
    case "pert":
      return pertQuantile(dist.a, dist.b, dist.c, u);
    case "geometric":
      return geometricQuantile(dist.a, u);
    case "poisson":
      return poissonQuantile(dist.a, u);
    case "empirical":
      return dist.values![firstAtLeast(dist.weights!, u)]!;
    case "logitNormal":
      return 1 / (1 + ((1 - dist.a) / dist.a) * exp(-dist.b * normalQuantile(u)));
  }
}

/** The mean of `dist`, in its own unit. */
export function meanOf(dist: Dist): number {
  switch (dist.kind) {
    case "deterministic":
    case "exponential":
    case "geometric":
    case "poisson":
      return dist.a;
    case "lognormal":
      return exp(dist.a + (dist.b * dist.b) / 2);
    case "gamma":
      return dist.a * dist.b;
    case "weibull":
      return dist.b * exp(lnGamma(1 + 1 / dist.a));
    case "uniform":
      return (dist.a + dist.b) / 2;
    case "triangular":
      return (dist.a + dist.b + dist.c) / 3;
    case "pert":
      return (dist.a + 4 * dist.b + dist.c) / 6;
    case "empirical":
      return empiricalMean(dist.values!, dist.weights!);
    case "logitNormal":
      return logitNormalMean(dist.a, dist.b);
  }
}

/** A duration or lag on the clock: the nearest whole minute, at least 1. */
export function wholeMinutes(minutes: number): number {
  return minutes < 1.5 ? 1 : Math.min(MOST_MINUTES, Math.round(minutes));
}

/** Two thousand years; keeps sums of minutes far from the end of 32 bits. */
const MOST_MINUTES = 1000000000;

/** The first index whose cumulative weight is at least u; the last one if rounding leaves none. */
export function firstAtLeast(cumulative: Float64Array, u: number): number {
  return firstAtLeastWithin(cumulative, 0, cumulative.length, u);
}

/** As `firstAtLeast`, for the row of `count` weights that begins at `from`; the index counts from `from`. */
export function firstAtLeastWithin(cumulative: Float64Array, from: number, count: number, u: number): number {
  let low = from;
  let high = from + count - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulative[middle]! >= u) high = middle;
    else low = middle + 1;
  }
  return low - from;
}

// ── constructors ────────────────────────────────────────────────────────────────────────────────

export function deterministic(value: number): Dist {
  return { kind: "deterministic", a: value, b: 0, c: 0 };
}

export function exponential(mean: number): Dist {
  return { kind: "exponential", a: mean, b: 0, c: 0 };
}

/** cv = standard deviation ÷ mean. */
export function lognormalFromMeanCv(mean: number, cv: number): Dist {
  const variance = log1p(cv * cv);
  return { kind: "lognormal", a: log(mean) - variance / 2, b: Math.sqrt(variance), c: 0 };
}

/** sigma is that of the logarithm. */
export function lognormalFromMedianSigma(median: number, sigma: number): Dist {
  return { kind: "lognormal", a: log(median), b: sigma, c: 0 };
}

export function gamma(shape: number, scale: number): Dist {
  return { kind: "gamma", a: shape, b: scale, c: 0 };
}

export function gammaFromMeanCv(mean: number, cv: number): Dist {
  return { kind: "gamma", a: 1 / (cv * cv), b: mean * cv * cv, c: 0 };
}

export function weibull(shape: number, scale: number): Dist {
  return { kind: "weibull", a: shape, b: scale, c: 0 };
}

export function weibullFromMeanShape(mean: number, shape: number): Dist {
  return { kind: "weibull", a: shape, b: mean / exp(lnGamma(1 + 1 / shape)), c: 0 };
}

export function uniform(low: number, high: number): Dist {
  return { kind: "uniform", a: low, b: high, c: 0 };
}

export function triangular(low: number, mode: number, high: number): Dist {
  return { kind: "triangular", a: low, b: mode, c: high };
}

export function pert(low: number, mode: number, high: number): Dist {
  return { kind: "pert", a: low, b: mode, c: high };
}

export function geometric(mean: number): Dist {
  return { kind: "geometric", a: mean, b: 0, c: 0 };
}

export function poisson(mean: number): Dist {
  return { kind: "poisson", a: mean, b: 0, c: 0 };
}

export function logitNormal(median: number, sigma: number): Dist {
  return { kind: "logitNormal", a: median, b: sigma, c: 0 };
}

/** Weights of any sum; values are put in rising order, so that a higher uniform is never a lower draw. */
export function empirical(values: readonly number[], weights: readonly number[]): Dist {
  const order = values.map((_, i) => i).sort((i, j) => values[i]! - values[j]! || i - j);
  return {
    kind: "empirical",
    a: 0,
    b: 0,
    c: 0,
    values: Float64Array.from(order, (i) => values[i]!),
    weights: cumulativeWeights(order.map((i) => weights[i]!)),
  };
}

/** Running sums of `weights` over their total; the last is 1 exactly. */
export function cumulativeWeights(weights: readonly number[]): Float64Array {
  const cumulative = new Float64Array(weights.length);
  let total = 0;
  for (const weight of weights) total += weight;
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    sum += weights[i]!;
    cumulative[i] = sum / total;
  }
  // Trailing weights of 0 must stay out of reach, so all of the last step becomes 1.
  const last = cumulative.length === 0 ? 0 : cumulative[cumulative.length - 1]!;
  for (let i = cumulative.length - 1; i >= 0 && cumulative[i] === last; i--) cumulative[i] = 1;
  return cumulative;
}

// ── quantiles without a closed form ─────────────────────────────────────────────────────────────

function triangularQuantile(low: number, mode: number, high: number, u: number): number {
  const width = high - low;
  if (width <= 0) return low;
  if (u * width < mode - low) return low + Math.sqrt(u * width * (mode - low));
  return high - Math.sqrt((1 - u) * width * (high - mode));
}

/** Quantile of the gamma of this shape and scale 1; Newton on ln x, kept inside a bracket. */
export function gammaQuantile(shape: number, u: number): number {
  const upper = u > 0.5;
  const target = upper ? 1 - u : u;
  // Below this the CDF is x^a ÷ Γ(a + 1) to the last bit.
  const lowEnd = (log(u) + lnGamma(shape + 1)) / shape;
  if (lowEnd < -36) return exp(lowEnd);
  const z = normalQuantile(u);
  const cube = 1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape));
  let y = cube > 0.1 ? log(shape * cube * cube * cube) : lowEnd;
  let below = lowEnd - 1;
  let above = 1e4;
  for (let turn = 0; turn < 200; turn++) {
    const x = exp(y);
    const error = upper ? target - gammaUpper(shape, x) : gammaLower(shape, x) - target;
    if (error === 0) return x;
    if (error < 0) below = y;
    else above = y;
    // d/dy of the CDF at e^y is the density × x, which is shape × the Poisson probability.
    const slope = shape * poissonDensity(shape, x);
    let next = y - error / slope;
    // Newton doubles the digits, so what follows a step this small is below rounding.
    if (Math.abs(next - y) <= 1e-9) return exp(next);
    if (!(next > below && next < above)) next = above === 1e4 ? y + 1 : (below + above) / 2;
    y = next;
  }
  return exp(y);
}

/** The beta of PERT: lambda 4, on [low, high]. */
function pertQuantile(low: number, mode: number, high: number, u: number): number {
  const width = high - low;
  if (width <= 0) return low;
  const alpha = 1 + (4 * (mode - low)) / width;
  const beta = 1 + (4 * (high - mode)) / width;
  // Solve from the nearer end, so that neither tail loses digits.
  return u <= 0.5 ? low + width * betaQuantile(alpha, beta, u) : high - width * betaQuantile(beta, alpha, 1 - u);
}

/** Quantile of the beta(a, b), a and b at least 1, for u up to a half; Newton inside a bracket. */
function betaQuantile(a: number, b: number, u: number): number {
  const lnB = lnBeta(a, b);
  let below = 0;
  let above = 1;
  let x = a / (a + b);
  for (let turn = 0; turn < 200; turn++) {
    const error = betaLower(a, b, x, lnB) - u;
    if (error === 0) return x;
    if (error < 0) below = x;
    else above = x;
    const slope = exp((a - 1) * log(x) + (b - 1) * log1p(-x) - lnB);
    let next = x - error / slope;
    if (Math.abs(next - x) <= 1e-9 * x) return next;
    if (!(next > below && next < above)) next = (below + above) / 2;
    x = next;
  }
  return x;
}

/** Trials up to the first success, mean ≥ 1: the least k with (1 − 1/mean)^k ≤ 1 − u. */
function geometricQuantile(mean: number, u: number): number {
  if (mean <= 1) return 1;
  const logFailure = log1p(-1 / mean);
  const logSurvival = log1p(-u);
  let k = Math.max(1, Math.ceil(logSurvival / logFailure));
  // The division may round across a whole number; the products decide.
  while (k > 1 && (k - 1) * logFailure <= logSurvival) k--;
  while (k * logFailure > logSurvival) k++;
  return k;
}

/** The least k with P(Poisson(mean) ≤ k) ≥ u: upwards from 0, or from a normal guess where the mean is large. */
export function poissonQuantile(mean: number, u: number): number {
  if (mean <= 0) return 0;
  let k = 0;
  let probability: number;
  let sum: number;
  if (mean < 40) {
    probability = exp(-mean);
    sum = probability;
  } else {
    k = Math.max(0, Math.floor(mean + Math.sqrt(mean) * normalQuantile(u)));
    probability = poissonDensity(k, mean);
    sum = gammaUpper(k + 1, mean);
    while (k > 0 && sum - probability >= u) {
      sum -= probability;
      probability *= k / mean;
      k--;
    }
  }
  while (sum < u) {
    k++;
    probability *= mean / k;
    const next = sum + probability;
    // Far in the tail the sum stops short of 1 by rounding; u lies beyond all that can be told apart.
    if (next === sum && k > mean) return k;
    sum = next;
  }
  return k;
}

function empiricalMean(values: Float64Array, cumulative: Float64Array): number {
  let mean = 0;
  let before = 0;
  for (let i = 0; i < values.length; i++) {
    mean += values[i]! * (cumulative[i]! - before);
    before = cumulative[i]!;
  }
  return mean;
}

/** By the trapezium rule over the normal, which is exact to rounding at this step. */
function logitNormalMean(median: number, sigma: number): number {
  const odds = (1 - median) / median;
  const step = 1 / 32;
  let sum = 0;
  let weight = 0;
  for (let i = -288; i <= 288; i++) {
    const z = i * step;
    const density = exp(-0.5 * z * z);
    weight += density;
    sum += density / (1 + odds * exp(-sigma * z));
  }
  return sum / weight;
}
