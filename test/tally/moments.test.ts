/** Mean and variance that survive a large mean, in any order. */
import { describe, expect, it } from "vitest";
import { momentsOf } from "../../engine/tally/moments.ts";
import { lehmer } from "./lehmer.ts";

/** Exactly, in units of 2^-20: the values below are whole numbers of them. */
function exactly(values: readonly number[]): { mean: number; variance: number } {
  const whole = values.map((value) => BigInt(value * 2 ** 20));
  const n = BigInt(whole.length);
  const sum = whole.reduce((total, value) => total + value, 0n);
  const squares = whole.reduce((total, value) => total + value * value, 0n);
  return {
    mean: Number(sum) / Number(n) / 2 ** 20,
    variance: Number(n * squares - sum * sum) / Number(n * (n - 1n)) / 2 ** 40,
  };
}

describe("the moments of floats", () => {
  it.each([0, 1e6, 1e9])("are exact to 1e-13 for values of 16 units around %d", (middle) => {
    const uniform = lehmer(3);
    const values = Array.from({ length: 501 }, () => middle + Math.floor(uniform() * 2 ** 24) / 2 ** 20);
    const { mean, variance } = momentsOf(values);
    const exact = exactly(values);
    expect(Math.abs(mean / exact.mean - 1)).toBeLessThan(1e-15);
    expect(Math.abs(variance / exact.variance - 1)).toBeLessThan(1e-13);
  });

  it("are the same for every order", () => {
    const uniform = lehmer(4);
    const values = Array.from({ length: 50 }, () => 1e9 * uniform() ** 8);
    const before = momentsOf(values);
    for (let trial = 0; trial < 20; trial++) {
      expect(momentsOf(values.sort(() => uniform() - 0.5))).toEqual(before);
    }
  });

  it("have no variance for one value", () => {
    expect(momentsOf([5])).toEqual({ mean: 5, variance: Number.NaN });
    expect(momentsOf([5, 5])).toEqual({ mean: 5, variance: 0 });
  });
});
