/** Quantiles: their order, their ends and their steps. (Their values: test/tally/functions.test.ts; draws: sampling.test.ts.) */
import { describe, expect, it } from "vitest";
import {
  cumulativeWeights,
  deterministic,
  empirical,
  exponential,
  firstAtLeast,
  firstAtLeastWithin,
  gamma,
  gammaFromMeanCv,
  geometric,
  logitNormal,
  lognormalFromMeanCv,
  lognormalFromMedianSigma,
  meanOf,
  pert,
  poisson,
  sampleDist,
  triangular,
  uniform,
  weibullFromMeanShape,
  wholeMinutes,
} from "../../engine/kernel/draws.ts";
import { gammaUpper, lnGamma } from "../../engine/kernel/special.ts";
import type { Dist } from "../../engine/model.ts";

const everyKind: [string, Dist][] = [
  ["deterministic", deterministic(7)],
  ["exponential", exponential(3)],
  ["lognormal by mean and cv", lognormalFromMeanCv(8, 0.6)],
  ["lognormal by median and sigma", lognormalFromMedianSigma(8, 0.5)],
  ["gamma", gamma(2.5, 4)],
  ["gamma below 1", gammaFromMeanCv(10, 1.5)],
  ["weibull", weibullFromMeanShape(12, 1.4)],
  ["uniform", uniform(2, 6)],
  ["triangular", triangular(2, 4, 12)],
  ["pert", pert(0, 1, 10)],
  ["geometric", geometric(4)],
  ["poisson, small", poisson(3)],
  ["poisson, large", poisson(250)],
  ["empirical", empirical([5, 1, 2], [0.1, 0.7, 0.2])],
  ["logit-normal", logitNormal(0.8, 0.4)],
];

describe("every kind of distribution", () => {
  for (const [name, dist] of everyKind) {
    it(`${name} rises with the uniform and averages its mean over equal steps of it`, () => {
      const n = 50000;
      let sum = 0;
      let before = -Infinity;
      let falls = 0;
      for (let i = 0; i < n; i++) {
        const draw = sampleDist(dist, (i + 0.5) / n);
        if (!(draw >= before)) falls++;
        before = draw;
        sum += draw;
      }
      expect(falls).toBe(0);
      expect(Math.abs(sum / n / meanOf(dist) - 1)).toBeLessThan(1e-3);
    });

    it(`${name} is finite at the ends of the uniforms that a stream can give`, () => {
      for (const u of [1.1102230246251565e-16, 1 - 1.1102230246251565e-16]) {
        expect(Number.isFinite(sampleDist(dist, u))).toBe(true);
      }
    });
  }

  it("gives the least count whose cumulative probability reaches the uniform, on either side of each step", () => {
    for (const mean of [0.3, 3, 39, 41, 250]) {
      for (const k of [0, 1, 2, 5, Math.floor(mean), Math.floor(mean) + 4]) {
        const cdf = gammaUpper(k + 1, mean);
        if (cdf < 1e-12 || cdf > 1 - 1e-12) continue;
        expect(sampleDist(poisson(mean), cdf * (1 - 1e-12))).toBe(k);
        expect(sampleDist(poisson(mean), cdf * (1 + 1e-12))).toBe(k + 1);
      }
    }
    for (let k = 1; k < 20; k++) {
      const cdf = 1 - 0.75 ** k;
      expect(sampleDist(geometric(4), cdf * (1 - 1e-13))).toBe(k);
      expect(sampleDist(geometric(4), cdf * (1 + 1e-13))).toBe(k + 1);
    }
  });

  it("draws a mean of nothing as nothing and a point as the point", () => {
    expect(sampleDist(poisson(0), 0.999)).toBe(0);
    expect(sampleDist(geometric(1), 0.999)).toBe(1);
    expect(sampleDist(triangular(5, 5, 5), 0.3)).toBe(5);
    expect(sampleDist(pert(5, 5, 5), 0.3)).toBe(5);
    expect(sampleDist(uniform(5, 5), 0.3)).toBe(5);
    expect(sampleDist(exponential(0), 0.3)).toBe(0);
  });
});

describe("weights", () => {
  it("end at 1 exactly and never choose a weight of 0", () => {
    const cumulative = cumulativeWeights([0, 0.1, 0, 0.2, 0.7, 0]);
    expect(cumulative[5]).toBe(1);
    for (let i = 0; i < 10000; i++) {
      expect([1, 3, 4]).toContain(firstAtLeast(cumulative, (i + 0.5) / 10000));
    }
  });

  it("choose within one row of a matrix", () => {
    const rows = Float64Array.of(0.5, 1, 0.25, 1);
    expect(firstAtLeastWithin(rows, 2, 2, 0.3)).toBe(1);
    expect(firstAtLeastWithin(rows, 2, 2, 0.2)).toBe(0);
    expect(firstAtLeastWithin(rows, 0, 2, 0.3)).toBe(0);
  });
});

describe("wholeMinutes", () => {
  it("rounds to the nearest minute and never below 1", () => {
    expect([-5, 0, 0.4, 1.4, 1.5, 2.49, 2.5, 1e12].map(wholeMinutes)).toEqual([1, 1, 1, 1, 2, 2, 3, 1000000000]);
  });
});

describe("lnGamma", () => {
  it("is the logarithm of the factorial", () => {
    let factorial = 1;
    for (let n = 1; n < 30; n++) {
      expect(Math.abs(lnGamma(n) - Math.log(factorial))).toBeLessThan(1e-13 * (1 + Math.log(factorial)));
      factorial *= n;
    }
    expect(Math.abs(lnGamma(0.5) - 0.5723649429247001)).toBeLessThan(1e-14);
  });
});
