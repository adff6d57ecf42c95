/** When the k-th of n is there: exact sums, integrals that agree with them, and arrivals drawn one by one. */
import { describe, expect, it } from "vitest";
import { exponential, lognormalFromMeanCv, sampleDist, weibull } from "../../engine/kernel/draws.ts";
import {
  completeBy,
  completionMoments,
  completionQuantile,
  exponentialCompletion,
} from "../../engine/planning/order-statistics.ts";
import { momentsOf } from "../../engine/tally/moments.ts";
import { lawOf } from "../support/functions.ts";
import { mrg32k3a } from "../support/generators.ts";
import { varianceOf } from "../support/laws.ts";

describe("the k-th of n arrivals", () => {
  it("has by integral the moments that exponential times have by sum", () => {
    const law = lawOf(exponential(2));
    for (const [n, k] of [
      [1, 1],
      [5, 1],
      [5, 5],
      [43, 10],
      [297, 297],
    ] as const) {
      const sum = exponentialCompletion(2, n, k);
      const integral = completionMoments(law, n, k);
      expect(Math.abs(integral.mean / sum.mean - 1)).toBeLessThan(1e-11);
      expect(Math.abs(integral.variance / sum.variance - 1)).toBeLessThan(1e-10);
    }
  });

  it.each([
    ["lognormal", lognormalFromMeanCv(3, 0.6)],
    ["Weibull", weibull(1.5, 4)],
  ])("of %s times has means that add up to n times the mean of one", (_, dist) => {
    const law = lawOf(dist);
    const alone = completionMoments(law, 1, 1);
    expect(Math.abs(alone.variance / varianceOf(dist)! - 1)).toBeLessThan(1e-9);
    let sum = 0;
    for (let k = 1; k <= 7; k++) sum += completionMoments(law, 7, k).mean;
    expect(Math.abs(sum / (7 * alone.mean) - 1)).toBeLessThan(1e-11);
  });

  it("is there by t as often as in 20,000 musters drawn", () => {
    const dist = lognormalFromMeanCv(3, 0.6);
    const law = lawOf(dist);
    const uniform = mrg32k3a([8, 2, 3, 4, 5, 6]);
    const musters = 20_000;
    const [n, k] = [10, 8];
    const times = Array.from(
      { length: musters },
      () => Float64Array.from({ length: n }, () => sampleDist(dist, uniform())).sort()[k - 1]!,
    );
    const { mean, variance } = completionMoments(law, n, k);
    expect(Math.abs(momentsOf(times).mean - mean) / Math.sqrt(variance / musters)).toBeLessThan(4.5);
    for (const t of [2, 3, 4, 6]) {
      const p = completeBy(law, n, k, t);
      const share = times.filter((time) => time <= t).length / musters;
      expect(Math.abs(share - p) / Math.sqrt((p * (1 - p)) / musters)).toBeLessThan(4.5);
    }
  });

  it("is there by its quantile with just that chance", () => {
    const law = lawOf(lognormalFromMeanCv(3, 0.6));
    for (const p of [0.001, 0.1, 0.5, 0.9, 0.999]) {
      expect(completeBy(law, 25, 20, completionQuantile(law, 25, 20, p))).toBeCloseTo(p, 12);
    }
  });
});
