import { quantileSorted } from "simple-statistics";
import { describe, expect, it } from "vitest";
import {
  BINS_PER_OCTAVE,
  binOf,
  clearBank,
  createHistogramBank,
  EXACT_BELOW,
  forEachBin,
  LARGEST_VALUE,
  largestOf,
  lowerEdge,
  mergeBank,
  quantileOf,
  quantileRank,
  recordValue,
  totalOf,
  valueAtRank,
} from "../../engine/tally/histogram.ts";
import { lehmer } from "./lehmer.ts";

describe("bins", () => {
  it("are exact below 256", () => {
    for (let value = 0; value < EXACT_BELOW; value++) expect(lowerEdge(binOf(value))).toBe(value);
  });

  it("are 128 an octave from 256 on, none skipped, each found again from its lower edge", () => {
    for (let bin = EXACT_BELOW; bin <= binOf(LARGEST_VALUE); bin++) {
      const edge = lowerEdge(bin);
      expect(binOf(edge)).toBe(bin);
      expect(binOf(edge - 1)).toBe(bin - 1);
    }
    expect(binOf(512) - binOf(256)).toBe(BINS_PER_OCTAVE);
    expect(binOf(2 ** 53) - binOf(2 ** 52)).toBe(BINS_PER_OCTAVE);
  });

  it("refuse what is not a whole number of 0 to 2^53", () => {
    const bank = createHistogramBank(2);
    for (const value of [-1, -1e9, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 54]) {
      expect(() => recordValue(bank, 1, value)).toThrow(RangeError);
    }
    expect(() => recordValue(createHistogramBank(1, 1000), 0, 1 << 20)).toThrow(/outside 0/);
    expect(totalOf(bank, 0) + totalOf(bank, 1)).toBe(0);
  });
});

describe("a row of a bank", () => {
  it("gives the order statistics of what was recorded: exact below 256, the bin's lower edge above", () => {
    const uniform = lehmer(7);
    for (const widest of [3, 256, 5000, 1e6, 2 ** 40]) {
      const bank = createHistogramBank(3);
      const values: number[] = [];
      for (let i = 0; i < 1001; i++) {
        const value = Math.floor(uniform() * uniform() * widest);
        values.push(value);
        recordValue(bank, 1, value);
      }
      values.sort((a, b) => a - b);
      expect(totalOf(bank, 1)).toBe(1001);
      for (const q of [0.001, 0.1, 0.25, 0.5, 0.9, 0.99, 1]) {
        const exact = values[quantileRank(q, 1001) - 1]!;
        const got = quantileOf(bank, 1, q, 1001, 0)!;
        expect(got).toBe(lowerEdge(binOf(exact)));
        if (exact < 256) expect(got).toBe(exact);
        else expect((exact - got) / exact).toBeLessThan(1 / 128);
      }
      expect(totalOf(bank, 0)).toBe(0);
      expect(totalOf(bank, 2)).toBe(0);
    }
  });

  it("agrees with simple-statistics' quantile of a large sample to within one bin", () => {
    const uniform = lehmer(11);
    const values = Array.from({ length: 4001 }, () => Math.floor(uniform() * 200_000));
    const bank = createHistogramBank(1);
    for (const value of values) recordValue(bank, 0, value);
    values.sort((a, b) => a - b);
    for (const q of [0.1, 0.5, 0.9]) {
      const oracle = quantileSorted(values, q);
      expect(Math.abs(quantileOf(bank, 0, q, 4001, 0)! / oracle - 1)).toBeLessThan(2 / 128);
    }
  });

  it("counts implied zeros before stored ones", () => {
    const bank = createHistogramBank(1);
    recordValue(bank, 0, 4, 3);
    expect(quantileOf(bank, 0, 0.5, 10, 7)).toBe(0);
    expect(quantileOf(bank, 0, 0.7, 10, 7)).toBe(0);
    expect(quantileOf(bank, 0, 0.71, 10, 7)).toBe(4);
    expect(() => valueAtRank(bank, 0, 11, 7)).toThrow(RangeError);
  });

  it("has no quantile without values", () => {
    const bank = createHistogramBank(1);
    expect(quantileOf(bank, 0, 0.5, 0, 0)).toBeNull();
    expect(largestOf(bank, 0)).toBeNull();
  });

  it("is visited in ascending order whatever the order of recording", () => {
    const bank = createHistogramBank(2);
    for (const value of [900_000, 3, 70, 2 ** 53, 0, 3, 511]) recordValue(bank, 1, value);
    const seen: [number, number][] = [];
    forEachBin(bank, 1, (bin, count) => seen.push([lowerEdge(bin), count]));
    expect(seen.map(([, count]) => count)).toEqual([1, 2, 1, 1, 1, 1]);
    expect(seen.map(([edge]) => edge)).toEqual([...seen.map(([edge]) => edge)].sort((a, b) => a - b));
    expect(largestOf(bank, 1)).toBe(2 ** 53);
  });

  it("takes a rank from a share without tripping over floating point", () => {
    expect(quantileRank(0.07, 100)).toBe(7);
    expect(quantileRank(0.9, 10)).toBe(9);
    expect(quantileRank(0.5, 1)).toBe(1);
    expect(quantileRank(0, 5)).toBe(1);
    expect(quantileRank(1, 5)).toBe(5);
  });
});

describe("a bank", () => {
  it("merges to the same rows in any order, and forgets all when cleared", () => {
    const uniform = lehmer(3);
    const parts = Array.from({ length: 5 }, () => createHistogramBank(40));
    const whole = createHistogramBank(40);
    for (let i = 0; i < 5000; i++) {
      const row = Math.floor(uniform() * 40);
      const value = Math.floor(uniform() * uniform() * uniform() * 1e9);
      recordValue(parts[i % 5]!, row, value);
      recordValue(whole, row, value);
    }
    for (const order of [
      [0, 1, 2, 3, 4],
      [4, 2, 0, 1, 3],
    ]) {
      const merged = createHistogramBank(40);
      for (const part of order) mergeBank(merged, parts[part]!);
      expect(contents(merged)).toEqual(contents(whole));
    }
    clearBank(whole);
    expect(contents(whole)).toEqual([]);
    recordValue(whole, 39, 5);
    expect(contents(whole)).toEqual([[39, 5, 1]]);
  });

  it("does not merge with one of other rows", () => {
    expect(() => mergeBank(createHistogramBank(2), createHistogramBank(3))).toThrow("2 and 3");
  });
});

function contents(bank: ReturnType<typeof createHistogramBank>): [number, number, number][] {
  const all: [number, number, number][] = [];
  for (let row = 0; row < bank.nRows; row++) forEachBin(bank, row, (bin, count) => all.push([row, bin, count]));
  return all;
}
