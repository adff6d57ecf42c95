/** Every exact value that a calculator must match, matched. */
import { describe, expect, it } from "vitest";
import { replicationsForPrecision } from "../../engine/tally/replications.ts";
import { agrees, calculate, functionCases, furtherCases } from "../support/functions.ts";

const all = [...functionCases, ...furtherCases];
const families = [...new Set(all.map(({ family }) => family))];

describe.each(families)("the calculators match every exact value of the family %s", (family) => {
  const cases = all.filter((one) => one.family === family).map((one) => [one.id, one.title, one] as const);
  it.each(cases)("%s: %s", (_id, _title, one) => {
    const keys = Object.keys(one.expected);
    expect(keys.length).toBeGreaterThan(0);
    const wrong = keys
      .map((key) => [key, calculate(one, key), one.expected[key]] as const)
      .filter(([key, found]) => !agrees(one, key, found));
    expect(wrong).toEqual([]);
  });
});

describe("the look-ahead of Hoad, Robinson and Davies", () => {
  const even = Array.from({ length: 400 }, (_, i) => 100 + (i % 2 === 0 ? 10 : -10));
  const rule = { precision: 0.016, lookAhead: 5 };

  it("is a share of n beyond 100 replications: 7 values at 154", () => {
    expect(replicationsForPrecision(even, rule)).toBe(154);
    for (const [ahead, found] of [
      [6, null],
      [7, null],
      [8, 154],
    ] as const) {
      const jump = even.slice();
      jump[154 + ahead - 1] = 400;
      expect(replicationsForPrecision(jump, rule)).toBe(found);
    }
  });

  it("needs all of its values to be there", () => {
    expect(replicationsForPrecision(even.slice(0, 161), rule)).toBe(154);
    expect(replicationsForPrecision(even.slice(0, 160), rule)).toBeNull();
  });
});

describe("the comparison with exact values", () => {
  const [proportion, quantile, logarithm] = ["ci-5-50", "qci-100-0.5", "math-log"].map(
    (id) => functionCases.find((one) => one.id === id)!,
  );

  it("finds what is off by more than the rule allows", () => {
    const high = proportion!.expected.wilson_high as number;
    expect(agrees(proportion!, "wilson_high", high * (1 + 0.9e-10))).toBe(true);
    expect(agrees(proportion!, "wilson_high", high * (1 + 1.1e-10))).toBe(false);
    expect(agrees(proportion!, "wilson_high", Number.NaN)).toBe(false);
    expect(agrees(quantile!, "rank_low", 40)).toBe(true);
    expect(agrees(quantile!, "rank_low", 41)).toBe(false);
    expect(agrees(logarithm!, "y12", Math.LN10 + 4.5e-16)).toBe(true);
    expect(agrees(logarithm!, "y12", Math.LN10 + 9e-16)).toBe(false);
  });

  it("does not pass over a key that nothing computes", () => {
    expect(() => calculate(proportion!, "agresti_low")).toThrow("agresti_low");
  });
});
