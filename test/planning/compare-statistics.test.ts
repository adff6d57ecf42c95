/** Paired statistics against published examples, closed forms and sums over all outcomes. */
import { describe, expect, it } from "vitest";
import {
  holm,
  mcNemarMidP,
  type PairCounts,
  pairedMeanTest,
  pairedProportionInterval,
  runsForMean,
  runsForProportion,
} from "../../engine/planning/compare-statistics.ts";

const counts = (n11: number, n10: number, n01: number, n00: number): PairCounts => ({ n11, n10, n01, n00 });

describe("the interval for a difference of paired proportions", () => {
  it("is Newcombe's, as published for 21 children before and after a transplant", () => {
    // Fagerland, Lydersen and Laake 2014 (Statistics in Medicine 33, 2850-2875), first less second: -0.507 to -0.026.
    const interval = pairedProportionInterval(counts(1, 1, 7, 12))!;
    expect(-interval.high).toBeCloseTo(-0.507, 3);
    expect(-interval.low).toBeCloseTo(-0.026, 3);
  });

  it("turns about when the plans change places, and contains what was seen", () => {
    for (const [a, b, c, d] of [
      [36, 12, 2, 0],
      [0, 9, 3, 40],
      [20, 0, 0, 30],
      [0, 0, 0, 50],
      [50, 0, 0, 0],
    ] as const) {
      const one = pairedProportionInterval(counts(a, b, c, d))!;
      const other = pairedProportionInterval(counts(a, c, b, d))!;
      expect(one.low).toBeCloseTo(-other.high, 12);
      const seen = (c - b) / (a + b + c + d);
      expect(one.low).toBeLessThanOrEqual(seen);
      expect(one.high).toBeGreaterThanOrEqual(seen);
    }
    expect(pairedProportionInterval(counts(0, 0, 0, 0))).toBeNull();
  });

  it("covers the true difference in about 95 of 100 outcomes, summed over all of them", () => {
    const n = 40;
    const choose = logChoose(n);
    for (const [p11, p10, p01] of [
      [0.3, 0.2, 0.1],
      [0.1, 0.05, 0.2],
    ] as const) {
      const p00 = 1 - p11 - p10 - p01;
      let covered = 0;
      for (let a = 0; a <= n; a++)
        for (let b = 0; a + b <= n; b++)
          for (let c = 0; a + b + c <= n; c++) {
            const d = n - a - b - c;
            const { low, high } = pairedProportionInterval(counts(a, b, c, d))!;
            if (low > p01 - p10 || high < p01 - p10) continue;
            const log = a * Math.log(p11) + b * Math.log(p10) + c * Math.log(p01) + d * Math.log(p00);
            covered += Math.exp(log + choose(a, b, c, d));
          }
      expect(covered).toBeGreaterThan(0.94);
      expect(covered).toBeLessThan(0.975);
    }
  });
});

/** Logarithm of n! ÷ (a! b! c! d!). */
function logChoose(n: number): (...parts: number[]) => number {
  const logFactorial = [0];
  for (let i = 1; i <= n; i++) logFactorial.push(logFactorial[i - 1]! + Math.log(i));
  return (...parts) => logFactorial[n]! - parts.reduce((sum, part) => sum + logFactorial[part]!, 0);
}

describe("the test of a difference of paired proportions", () => {
  it("is McNemar's: of the runs that differ, how often chance is as one-sided, what was seen counted half", () => {
    // Fagerland, Lydersen and Laake 2013: 0.039 for 1 and 7, where the exact test has 0.070.
    expect(mcNemarMidP(counts(1, 1, 7, 12))).toBeCloseTo((2 * 1 + 8) / 256, 12);
    expect(mcNemarMidP(counts(5, 0, 6, 0))).toBeCloseTo(1 / 64, 12);
    expect(mcNemarMidP(counts(5, 3, 3, 9))).toBe(1);
    expect(mcNemarMidP(counts(5, 0, 0, 9))).toBe(1);
  });

  it("says the same as the interval in all but a few outcomes", () => {
    let disagree = 0;
    let all = 0;
    for (const n11 of [0, 20, 60]) {
      for (let n10 = 0; n10 <= 20; n10++)
        for (let n01 = 0; n01 <= 20; n01++) {
          const seen = counts(n11, n10, n01, 100 - n11 - n10 - n01);
          const { low, high } = pairedProportionInterval(seen)!;
          all++;
          if (mcNemarMidP(seen) < 0.05 !== (low > 0 || high < 0)) disagree++;
        }
    }
    expect(disagree / all).toBeLessThan(0.05);
  });

  it("finds a difference where there is none in at most one outcome of twenty", () => {
    for (const [n, share] of [
      [50, 0.3],
      [200, 0.1],
      [100, 0.05],
    ] as const) {
      // n10 and n01 each happen with half the share; summed over all outcomes.
      const choose = logChoose(n);
      let found = 0;
      for (let b = 0; b <= n; b++)
        for (let c = 0; b + c <= n; c++) {
          if (mcNemarMidP(counts(0, b, c, n - b - c)) >= 0.05) continue;
          found += Math.exp(
            (b + c) * Math.log(share / 2) + (n - b - c) * Math.log(1 - share) + choose(b, c, n - b - c),
          );
        }
      expect(found).toBeLessThan(0.055);
    }
  });
});

describe("the test of a difference of means", () => {
  it("is Student's on the differences", () => {
    // Student's own sleep data (1908): mean 1.58, standard deviation 1.229995, 10 pairs; t = 4.0621, p = 0.002833.
    expect(pairedMeanTest(1.58, 1.229995 * 1.229995, 10)!).toBeCloseTo(0.002833, 5);
    expect(pairedMeanTest(0, 4, 10)).toBe(1);
    expect(pairedMeanTest(1, 0, 10)).toBe(0);
    expect(pairedMeanTest(1, 4, 1)).toBeNull();
  });
});

describe("how many runs would be needed", () => {
  it("is four tries of five for a difference of the size seen", () => {
    // (1.959964 + 0.841621)² = 7.848880
    expect(runsForMean(1, 1)).toBe(8);
    expect(runsForMean(-0.1, 4)).toBe(3140);
    // Connor: (1.959964 √0.05 + 0.841621 √(0.05 − 0.0025))² ÷ 0.05² = 154.6
    expect(runsForProportion(counts(0, 5, 0, 95))).toBe(155);
  });

  it("is not said where no difference was seen", () => {
    expect(runsForMean(0, 4)).toBeNull();
    expect(runsForProportion(counts(3, 4, 4, 3))).toBeNull();
  });

  it("rises with the number of comparisons", () => {
    expect(runsForMean(1, 100, 1 - 0.05 / 3)!).toBeGreaterThan(runsForMean(1, 100)!);
  });
});

describe("several comparisons", () => {
  it("are adjusted step by step, as Holm says", () => {
    expect(holm([0.01, 0.04, 0.03]).map(({ p }) => Number(p.toFixed(10)))).toEqual([0.03, 0.06, 0.06]);
    expect(holm([0.01, 0.04, 0.03]).map(({ confidence }) => Number(confidence.toFixed(6)))).toEqual([
      0.983333, 0.975, 0.975,
    ]);
    expect(holm([0.7])).toEqual([{ p: 0.7, confidence: 0.95 }]);
    expect(holm([0.9, 0.8]).map(({ p }) => p)).toEqual([1, 1]);
  });
});
