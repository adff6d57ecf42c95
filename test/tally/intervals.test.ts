/** Intervals where their form is known: symmetry, ends, tables. (Exact values of every kind: functions.test.ts.) */
import { describe, expect, it } from "vitest";
import { exactSum } from "../../engine/tally/exact.ts";
import {
  betaQuantile,
  clopperPearson,
  jeffreys,
  lessThan,
  meanInterval,
  quantileRanks,
  studentQuantile,
  wilson,
} from "../../engine/tally/intervals.ts";
import { upperBoundIfNever } from "../../engine/tally/replications.ts";
import { lehmer } from "./lehmer.ts";

/** Relative error at most 1e-10; 0 and 1 exactly. */
function expectClose(got: number, expected: number): void {
  if (expected === 0 || expected === 1) expect(got).toBe(expected);
  else expect(Math.abs(got / expected - 1)).toBeLessThan(1e-10);
}

describe("intervals for a proportion", () => {
  it("mirror each other when events and non-events change places", () => {
    for (const interval of [wilson, clopperPearson, jeffreys]) {
      for (const x of [0, 1, 7, 49, 50]) {
        const there = interval(x, 50)!;
        const back = interval(50 - x, 50)!;
        expect(there.low).toBeCloseTo(1 - back.high, 14);
        expect(there.low).toBeLessThanOrEqual(x / 50);
        expect(there.high).toBeGreaterThanOrEqual(x / 50);
      }
    }
  });

  it("say 'less than 0.037 %' of what never happened in 10,000 runs", () => {
    expect((100 * lessThan(10_000)!).toFixed(3)).toBe("0.037");
  });

  it("do not exist without a run", () => {
    expect(wilson(0, 0)).toBeNull();
    expect(clopperPearson(0, 0)).toBeNull();
    expect(jeffreys(0, 0)).toBeNull();
    expect(lessThan(0)).toBeNull();
    expect(upperBoundIfNever(0)).toBeNull();
  });
});

describe("order-statistic intervals for a quantile", () => {
  it("have no bound where the runs are too few: rank 0 below, n + 1 above", () => {
    expect(quantileRanks(5, 0.5)).toMatchObject({ low: 0, high: 6 });
    expect(quantileRanks(6, 0.5)).toMatchObject({ low: 1, high: 6 });
    expect(quantileRanks(100, 0.99).high).toBe(101);
    expect(quantileRanks(368, 0.99).high).toBe(368);
    expect(quantileRanks(367, 0.99).high).toBe(368);
    expect(quantileRanks(1, 0.5)).toMatchObject({ low: 0, high: 2 });
    expect(quantileRanks(0, 0.5)).toMatchObject({ low: 0, high: 1 });
  });

  it("cover at least 95 % at every number of runs", () => {
    for (let n = 6; n < 300; n += 7) expect(quantileRanks(n, 0.5).coverage).toBeGreaterThanOrEqual(0.95);
  });
});

describe("Student's interval for a mean", () => {
  it("uses the tabulated quantiles", () => {
    const table = [
      [1, 12.706204736174705],
      [2, 4.302652729749464],
      [4, 2.776445105197794],
      [9, 2.262157162798205],
      [30, 2.0422724563012382],
      [999, 1.96234146113345],
      [1e6, 1.959966356814107],
    ] as const;
    for (const [df, t] of table) expectClose(studentQuantile(0.975, df), t);
    // Two degrees of freedom have a closed form: t = (2p − 1) ÷ √(2 p (1 − p)).
    for (const p of [0.6, 0.9, 0.999]) {
      expectClose(studentQuantile(p, 2), (2 * p - 1) / Math.sqrt(2 * p * (1 - p)));
    }
  });

  it("needs two values", () => {
    expect(meanInterval(5, Number.NaN, 1)).toBeNull();
    expect(meanInterval(5, 0, 2)).toEqual({ low: 5, high: 5 });
    expect(meanInterval(5, 2, 2)!.high).toBeCloseTo(5 + 12.706204736174698, 9);
  });
});

describe("the beta quantile", () => {
  it("inverts closed forms over many orders of magnitude", () => {
    for (const p of [1e-12, 1e-4, 0.3, 0.9999]) {
      for (const a of [0.5, 1, 3, 400]) expectClose(betaQuantile(p, a, 1), p ** (1 / a));
      for (const b of [2, 50, 1e5]) {
        expect(Math.abs(betaQuantile(p, 1, b) / -Math.expm1(Math.log1p(-p) / b) - 1)).toBeLessThan(1e-9);
      }
    }
  });
});

describe("the exact sum", () => {
  it("is the same double for every order", () => {
    const values = [...Array.from({ length: 10 }, () => 0.1), 1e16, 1, -1e16];
    const uniform = lehmer(17);
    for (let trial = 0; trial < 200; trial++) {
      values.sort(() => uniform() - 0.5);
      expect(exactSum(values)).toBe(2);
    }
  });

  it("rounds half way by what lies below, and is 0 for nothing", () => {
    expect(exactSum([1, 2 ** -53, 2 ** -106])).toBe(1 + 2 ** -52);
    expect(exactSum([1, 2 ** -53])).toBe(1);
    expect(exactSum([])).toBe(0);
  });
});
