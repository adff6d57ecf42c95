/** Sensitivity indices recovered on the two functions whose indices are known exactly. */
import { describe, expect, it } from "vitest";
import { nextUniform, openStream, STREAM_WORDS } from "../../engine/kernel/streams.ts";
import { saltelliDesign, sobolIndices, sobolIntervals } from "../../engine/planning/sensitivity.ts";
import { ishigami, ishigamiIndices, type KnownIndices, sobolG, sobolGIndices } from "./test-functions.ts";

function stream(purpose: string, replication = 0): () => number {
  const state = new Int32Array(STREAM_WORDS);
  openStream(state, "1", purpose, replication);
  return () => nextUniform(state);
}

function outcomesOf(nInputs: number, nBase: number, uniform: () => number, of: (row: Float64Array) => number) {
  const { inputs } = saltelliDesign(nInputs, nBase, uniform);
  return Float64Array.from({ length: (nInputs + 2) * nBase }, (_, row) =>
    of(inputs.subarray(row * nInputs, (row + 1) * nInputs)),
  );
}

const weights = [0, 1, 4.5, 9, 99];
const known: readonly (readonly [string, number, (row: Float64Array) => number, KnownIndices])[] = [
  ["Ishigami's function", 3, (row) => ishigami(row, 7, 0.1), ishigamiIndices(7, 0.1)],
  ["Sobol's g", 5, (row) => sobolG(row, weights), sobolGIndices(weights)],
];

describe("the design", () => {
  const { inputs, nBase, nInputs } = saltelliDesign(3, 100, stream("design"));
  const at = (table: number, row: number, column: number) => inputs[(table * nBase + row) * nInputs + column]!;

  it("is two independent tables, and the first with each column of the second", () => {
    expect(inputs).toHaveLength((3 + 2) * 100 * 3);
    expect(new Set(inputs.subarray(0, 600)).size).toBe(600);
    for (let table = 2; table < 5; table++) {
      for (let row = 0; row < nBase; row++) {
        for (let column = 0; column < 3; column++) {
          expect(at(table, row, column)).toBe(at(column === table - 2 ? 1 : 0, row, column));
        }
      }
    }
  });
});

describe.each(known)("the indices of %s", (name, nInputs, of, exact) => {
  it("come out within 0.03 of the closed form from 65,536 base rows", () => {
    const nBase = 65_536;
    const { variance, first, total } = sobolIndices(outcomesOf(nInputs, nBase, stream(name), of), nInputs, nBase);
    expect(Math.abs(variance / exact.variance - 1)).toBeLessThan(0.03);
    for (let i = 0; i < nInputs; i++) {
      expect(Math.abs(first[i]! - exact.first[i]!), `first ${i + 1}`).toBeLessThan(0.03);
      expect(Math.abs(total[i]! - exact.total[i]!), `total ${i + 1}`).toBeLessThan(0.03);
    }
  });

  it("lie in their 95-per-cent bootstrap intervals in 90 to 99 of 100 looks", () => {
    const nBase = 512;
    const repeats = 300 / (2 * nInputs);
    let covered = 0;
    for (let look = 0; look < repeats; look++) {
      const outcomes = outcomesOf(nInputs, nBase, stream(`${name}/look`, look), of);
      const { first, total } = sobolIntervals(outcomes, nInputs, nBase, 300, stream(`${name}/bootstrap`, look));
      for (let i = 0; i < nInputs; i++) {
        if (first[i]![0] <= exact.first[i]! && exact.first[i]! <= first[i]![1]) covered++;
        if (total[i]![0] <= exact.total[i]! && exact.total[i]! <= total[i]![1]) covered++;
      }
    }
    expect(covered / 300).toBeGreaterThan(0.9);
    expect(covered / 300).toBeLessThan(0.99);
  });
});

describe("sensitivity indices", () => {
  it("do not care for a large mean: a million million more changes nothing", () => {
    const nBase = 256;
    const outcomes = outcomesOf(3, nBase, stream("mean"), (row) => Math.round(1000 * ishigami(row, 7, 0.1)));
    const plain = sobolIndices(outcomes, 3, nBase);
    const lifted = sobolIndices(
      outcomes.map((outcome) => outcome + 1e12),
      3,
      nBase,
    );
    expect(lifted.first).toEqual(plain.first);
    expect(lifted.total).toEqual(plain.total);
    expect(lifted.mean - 1e12).toBeCloseTo(plain.mean, 3);
  });

  it("add up to 1 where inputs act one by one, and first is total", () => {
    const nBase = 20_000;
    const outcomes = outcomesOf(3, nBase, stream("sum"), (row) => row[0]! + 2 * row[1]! + 3 * row[2]!);
    const { first, total } = sobolIndices(outcomes, 3, nBase);
    [1, 4, 9].forEach((share, i) => {
      expect(first[i]!).toBeCloseTo(share / 14, 1);
      expect(total[i]!).toBeCloseTo(share / 14, 1);
    });
    expect(first.reduce((sum, of) => sum + of, 0)).toBeCloseTo(1, 1);
  });

  it("are 0 where nothing varies, and exactly 0 in total for what has no say", () => {
    const flat = sobolIndices(new Float64Array(4 * 8).fill(7), 2, 8);
    expect(flat).toEqual({ mean: 7, variance: 0, first: new Float64Array(2), total: new Float64Array(2) });
    const one = sobolIndices(
      outcomesOf(2, 500, stream("one"), (row) => row[0]!),
      2,
      500,
    );
    expect(one.total[1]).toBe(0);
    expect(one.first[0]).toBe(1);
  });
});
