/** Shares in whole units. */
import { describe, expect, it } from "vitest";
import { largestRemainder } from "../../engine/planning/share.ts";

describe("largest remainder", () => {
  it("gives whole parts first and what is left to the largest fractions", () => {
    // quotas 4.7, 2.35, 2.95
    expect(largestRemainder(10, [47, 23.5, 29.5])).toEqual([5, 2, 3]);
  });

  it("gives equal fractions to the first named, and nothing to a weight of 0", () => {
    expect(largestRemainder(2, [1, 1, 0, 1])).toEqual([1, 1, 0, 0]);
  });

  it("adds up, whatever is divided", () => {
    for (let total = 0; total < 60; total++) {
      const shares = largestRemainder(total, [3327, 1284, 1402, 6, 0.5]);
      expect(shares.reduce((a, b) => a + b, 0)).toBe(total);
    }
  });

  it("is refused where nobody weighs anything", () => {
    expect(() => largestRemainder(3, [0, 0])).toThrow(RangeError);
  });
});
