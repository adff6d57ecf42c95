/** Where a sweep looks: each design keeps what it promises. */
import { describe, expect, it } from "vitest";
import { nextUniform, openStream, STREAM_WORDS } from "../../engine/kernel/streams.ts";
import {
  binomial,
  combinations,
  factorial,
  latinHypercube,
  MOST_SOBOL_INPUTS,
  sobolSequence,
} from "../../engine/planning/designs.ts";

function stream(seed: string): () => number {
  const state = new Int32Array(STREAM_WORDS);
  openStream(state, seed, "design", 0);
  return () => nextUniform(state);
}

describe("a full factorial", () => {
  it("meets every combination of levels once, the last factor fastest", () => {
    expect(factorial([2, 3])).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
      [1, 0],
      [1, 1],
      [1, 2],
    ]);
  });
});

describe("a Latin hypercube", () => {
  it("meets each of an input's n slices once", () => {
    const rows = latinHypercube(25, 4, stream("1"));
    for (let k = 0; k < 4; k++) {
      const slices = rows.map((row) => Math.floor(row[k]! * 25)).sort((a, b) => a - b);
      expect(slices).toEqual(Array.from({ length: 25 }, (_, i) => i));
    }
  });
});

describe("Sobol's sequence", () => {
  it("is Joe and Kuo's: without a shift, the first points are those published", () => {
    // Points 0 to 9 of new-joe-kuo-6 in three inputs, in the order of the Gray code.
    const published = [
      [0, 0, 0],
      [0.5, 0.5, 0.5],
      [0.75, 0.25, 0.25],
      [0.25, 0.75, 0.75],
      [0.375, 0.375, 0.625],
      [0.875, 0.875, 0.125],
      [0.625, 0.125, 0.875],
      [0.125, 0.625, 0.375],
      [0.1875, 0.3125, 0.9375],
      [0.6875, 0.8125, 0.4375],
    ];
    const rows = sobolSequence(10, 3, () => 1e-12);
    rows.forEach((row, i) => {
      row.forEach((x, k) => {
        expect(x).toBeCloseTo(published[i]![k]!, 8);
      });
    });
  });

  it("meets each of 256 slices of each of 21 inputs once, whatever the shift", () => {
    const rows = sobolSequence(256, MOST_SOBOL_INPUTS, stream("2"));
    for (let k = 0; k < MOST_SOBOL_INPUTS; k++) {
      expect(new Set(rows.map((row) => Math.floor(row[k]! * 256))).size).toBe(256);
    }
  });

  it("lies more evenly than chance: the mean of a product is known better than by a thousand times as many draws", () => {
    const n = 1024;
    const exact = 1 / 8;
    const sobol = sobolSequence(n, 3, stream("3")).reduce((sum, [x, y, z]) => sum + x! * y! * z!, 0) / n;
    expect(Math.abs(sobol - exact)).toBeLessThan(0.001);
  });

  it("refuses more inputs than it has numbers for", () => {
    expect(() => sobolSequence(2, MOST_SOBOL_INPUTS + 1, stream("1"))).toThrow("22 inputs");
  });
});

describe("combinations", () => {
  it("are every way to take k of the items, and as many as counted", () => {
    expect(combinations(["a", "b", "c"], 2)).toEqual([
      ["a", "b"],
      ["a", "c"],
      ["b", "c"],
    ]);
    expect(combinations([1, 2, 3, 4, 5, 6, 7], 3)).toHaveLength(binomial(7, 3));
    expect(binomial(43, 2)).toBe(903);
    expect(binomial(2, 3)).toBe(0);
  });
});
