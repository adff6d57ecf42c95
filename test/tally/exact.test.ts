import { sampleVariance } from "simple-statistics";
import { describe, expect, it } from "vitest";
import { addLimbs, addSquare, sampleVarianceOf, squaresAsFloat } from "../../engine/tally/exact.ts";
import { lehmer } from "./lehmer.ts";

const asBigInt = (high: Float64Array, low: Float64Array, i = 0) => BigInt(high[i]!) * 2n ** 53n + BigInt(low[i]!);

describe("sums of squares", () => {
  it("are exact for every size of value up to 2^53", () => {
    const uniform = lehmer(5);
    const edges = [0, 1, 94906265, 94906266, 2 ** 26, 2 ** 27 - 1, 2 ** 27, 2 ** 52 + 1, 2 ** 53 - 1];
    for (const value of [
      ...edges,
      ...Array.from({ length: 2000 }, () => Math.floor(uniform() * 2 ** (53 * uniform()))),
    ]) {
      const high = new Float64Array(2);
      const low = new Float64Array(2);
      addSquare(high, low, 1, value);
      expect(asBigInt(high, low, 1)).toBe(BigInt(value) ** 2n);
      expect(high[0]! + low[0]!).toBe(0);
    }
    const high = new Float64Array(1);
    const low = new Float64Array(1);
    addSquare(high, low, 0, 2 ** 53);
    expect(asBigInt(high, low)).toBe(2n ** 106n);
    expect(() => addSquare(high, low, 0, 2 ** 53)).toThrow(RangeError);
  });

  it("stay exact over many values, and merge to the same limbs in any order", () => {
    const uniform = lehmer(9);
    const values = Array.from({ length: 3000 }, () => Math.floor(uniform() * 2 ** (46 * uniform())));
    const parts = [0, 1, 2].map(() => [new Float64Array(1), new Float64Array(1)] as const);
    values.forEach((value, i) => {
      addSquare(parts[i % 3]![0], parts[i % 3]![1], 0, value);
    });
    const expected = values.reduce((sum, value) => sum + BigInt(value) ** 2n, 0n);
    for (const order of [
      [0, 1, 2],
      [2, 0, 1],
    ]) {
      const high = new Float64Array(1);
      const low = new Float64Array(1);
      for (const part of order) addLimbs(high, low, 0, parts[part]![0][0]!, parts[part]![1][0]!);
      expect(asBigInt(high, low)).toBe(expected);
      expect(squaresAsFloat(high[0]!, low[0]!) / Number(expected)).toBeCloseTo(1, 14);
    }
  });

  it("give the variance of 1e9 + {4, 7, 13, 16} without cancellation: 30", () => {
    expect(varianceOf([1000000004, 1000000007, 1000000013, 1000000016])).toBe(30);
  });

  it("give the sample variance that simple-statistics gives", () => {
    const uniform = lehmer(2);
    const values = Array.from({ length: 500 }, () => Math.floor(uniform() * 100_000));
    expect(varianceOf(values) / sampleVariance(values)).toBeCloseTo(1, 12);
  });

  it("give no variance for fewer than two values", () => {
    expect(varianceOf([5])).toBeNaN();
    expect(varianceOf([5, 5])).toBe(0);
  });
});

function varianceOf(values: readonly number[]): number {
  const high = new Float64Array(1);
  const low = new Float64Array(1);
  let sum = 0;
  for (const value of values) {
    addSquare(high, low, 0, value);
    sum += value;
  }
  return sampleVarianceOf(values.length, sum, high[0]!, low[0]!);
}
