/**
 * What probability theory says of each distribution of the scenario language: CDF, variance, and for counts the
 * chance of each. Written from the textbook, apart from the quantiles that draws are made by.
 */
import { normalCdf } from "../../engine/kernel/erf.ts";
import { exp, expm1, log, log1p, power } from "../../engine/kernel/math.ts";
import { betaLower, gammaLower, gammaUpper, lnBeta, lnGamma, poissonDensity } from "../../engine/kernel/special.ts";
import type { Dist } from "../../engine/model.ts";

/** The chance that a draw is at most x. */
export function cdfOf(dist: Dist, x: number): number {
  const { a, b, c } = dist;
  switch (dist.kind) {
    case "deterministic":
      return x < a ? 0 : 1;
    case "exponential":
      return x <= 0 ? 0 : -expm1(-x / a);
    case "lognormal":
      return x <= 0 ? 0 : normalCdf((log(x) - a) / b);
    case "gamma":
      return gammaLower(a, x / b);
    case "weibull":
      return x <= 0 ? 0 : -expm1(-power(x / b, a));
    case "uniform":
      return Math.min(1, Math.max(0, (x - a) / (b - a)));
    case "triangular":
      if (x <= a || x >= c) return x <= a ? 0 : 1;
      return x <= b ? (x - a) ** 2 / ((c - a) * (b - a)) : 1 - (c - x) ** 2 / ((c - a) * (c - b));
    case "pert": {
      const [alpha, beta] = pertShapes(dist);
      return betaLower(alpha, beta, (x - a) / (c - a), lnBeta(alpha, beta));
    }
    case "geometric":
      return x < 1 ? 0 : -expm1(Math.floor(x) * log1p(-1 / a));
    case "poisson":
      return x < 0 ? 0 : gammaUpper(Math.floor(x) + 1, a);
    case "empirical": {
      let sum = 0;
      dist.values!.forEach((value, i) => {
        if (value <= x) sum = dist.weights![i]!;
      });
      return sum;
    }
    case "logitNormal":
      if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1;
      return normalCdf((log(x / (1 - x)) - log(a / (1 - a))) / b);
  }
}

/** Null where it has no closed form. */
export function varianceOf(dist: Dist): number | null {
  const { a, b, c } = dist;
  switch (dist.kind) {
    case "deterministic":
      return 0;
    case "exponential":
      return a * a;
    case "lognormal":
      return expm1(b * b) * exp(2 * a + b * b);
    case "gamma":
      return a * b * b;
    case "weibull":
      return b * b * (exp(lnGamma(1 + 2 / a)) - exp(2 * lnGamma(1 + 1 / a)));
    case "uniform":
      return (b - a) ** 2 / 12;
    case "triangular":
      return (a * a + b * b + c * c - a * b - a * c - b * c) / 18;
    case "pert": {
      const [alpha, beta] = pertShapes(dist);
      return ((c - a) ** 2 * alpha * beta) / ((alpha + beta) ** 2 * (alpha + beta + 1));
    }
    case "geometric":
      return a * (a - 1);
    case "poisson":
      return a;
    case "empirical": {
      const chances = Array.from(dist.values!, (_, i) => dist.weights![i]! - (dist.weights![i - 1] ?? 0));
      const mean = chances.reduce((sum, p, i) => sum + p * dist.values![i]!, 0);
      return chances.reduce((sum, p, i) => sum + p * (dist.values![i]! - mean) ** 2, 0);
    }
    case "logitNormal":
      return null;
  }
}

/** The two shapes of a PERT's beta. */
export function pertShapes({ a, b, c }: Dist): [number, number] {
  return [1 + (4 * (b - a)) / (c - a), 1 + (4 * (c - b)) / (c - a)];
}

/** The negative binomial of this mean and size (mean² ÷ size is what it varies more than a Poisson). */
export const negativeBinomial = {
  variance: (mean: number, size: number) => mean + (mean * mean) / size,
  density(mean: number, size: number, k: number): number {
    // A binomial's density by way of Poisson ones: ratios of neighbouring powers, nothing large to subtract.
    const p = size / (size + mean);
    const at = (n: number, chance: number) => poissonDensity(n, (size + k) * chance);
    if (k === 0) return exp(size * log(p));
    return ((size / (size + k)) * at(size, p) * at(k, 1 - p)) / poissonDensity(size + k, size + k);
  },
  cdf: (mean: number, size: number, k: number) => betaLower(size, k + 1, size / (size + mean), lnBeta(size, k + 1)),
};
