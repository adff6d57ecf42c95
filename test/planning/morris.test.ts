/** Screening, the tornado and luck apart from not knowing, on functions whose effects are known. */
import { describe, expect, it } from "vitest";
import { nextUniform, openStream, STREAM_WORDS } from "../../engine/kernel/streams.ts";
import { morrisDesign, morrisEffects } from "../../engine/planning/morris.ts";
import { barOf, luckApart } from "../../engine/planning/tornado.ts";
import { ishigami, sobolG } from "./test-functions.ts";

function stream(purpose: string, replication = 0): () => number {
  const state = new Int32Array(STREAM_WORDS);
  openStream(state, "1", purpose, replication);
  return () => nextUniform(state);
}

describe("Morris screening", () => {
  it("moves one input at a time, each once a path, and never leaves the range", () => {
    const { rows, moved, nInputs, nPaths } = morrisDesign(5, 8, stream("morris"));
    expect(rows).toHaveLength(nPaths * (nInputs + 1));
    rows.forEach((row, i) => {
      for (const x of row) expect(x > -1e-12 && x < 1 + 1e-12).toBe(true);
      if (moved[i] === -1) return;
      const changed = row.flatMap((x, k) => (x === rows[i - 1]![k] ? [] : [k]));
      expect(changed).toEqual([moved[i]]);
    });
    for (let path = 0; path < nPaths; path++) {
      const inPath = moved.slice(path * 6 + 1, path * 6 + 6).sort();
      expect(inPath).toEqual([0, 1, 2, 3, 4]);
    }
  });

  it("finds the exact effects of a straight line, with no spread and an interval of no width", () => {
    const design = morrisDesign(3, 6, stream("line"));
    const effects = morrisEffects(
      design,
      design.rows.map(([x, y]) => 4 * x! - 2 * y! + 7),
    );
    expect(effects.map(({ mean }) => Math.round(mean * 1e9) / 1e9)).toEqual([4, -2, 0]);
    expect(effects[1]!.size).toBeCloseTo(2, 12);
    expect(effects[0]!.spread).toBeCloseTo(0, 12);
    expect(effects[0]!.high! - effects[0]!.low!).toBeCloseTo(0, 12);
  });

  it("ranks the inputs of the g-function by what they weigh", () => {
    const design = morrisDesign(5, 60, stream("g"));
    const effects = morrisEffects(
      design,
      design.rows.map((row) => sobolG(row, [0, 1, 4.5, 9, 99])),
    );
    const sizes = effects.map(({ size }) => size);
    expect([...sizes].sort((a, b) => b - a)).toEqual(sizes);
    expect(sizes[4]).toBeLessThan(0.05);
  });

  it("sees that Ishigami's third input acts only together with the first: a spread, and no mean", () => {
    const design = morrisDesign(3, 400, stream("ishigami"));
    const effects = morrisEffects(
      design,
      design.rows.map((row) => ishigami(row, 7, 0.1)),
    );
    expect(Math.abs(effects[2]!.mean)).toBeLessThan(0.25 * effects[2]!.spread);
    expect(effects[2]!.size).toBeGreaterThan(1);
  });
});

describe("a bar of the tornado", () => {
  it("is the paired difference, and tells no interval where nothing differed", () => {
    const bar = barOf([0, 0, 1, 0], [1, 1, 1, 0]);
    expect(bar).toMatchObject({ atLow: 0.25, atHigh: 0.75, swing: 0.5 });
    expect(bar.low).toBeLessThan(0.5);
    expect(bar.high).toBeGreaterThan(0.5);
    expect(barOf([1, 0], [1, 0])).toMatchObject({ swing: 0, low: null, high: null });
  });
});

describe("luck apart from not knowing", () => {
  /** Outcome: a draw's own part, a replication's own part, and what only both decide. */
  function rows(notKnowing: number, luck: number, both: number): number[][] {
    const [a, b, c] = [stream("a"), stream("b"), stream("c")];
    const byRun = Array.from({ length: 200 }, () => b() - 0.5);
    return Array.from({ length: 200 }, () => {
      const known = a() - 0.5;
      return byRun.map((run) => notKnowing * known + luck * run + both * (c() - 0.5));
    });
  }

  it("finds the variances put in, each a twelfth of the width's square", () => {
    const { luck, notKnowing, share } = luckApart(rows(2, 1, 1));
    expect(notKnowing).toBeCloseTo(4 / 12, 1);
    expect(luck).toBeCloseTo(2 / 12, 1);
    expect(share).toBeCloseTo(2 / 3, 1);
  });

  it("finds nothing unknown where every draw gives the same, and all luck where runs differ", () => {
    const { notKnowing, share } = luckApart(rows(0, 1, 0));
    expect(notKnowing).toBeCloseTo(0, 12);
    expect(share).toBeCloseTo(0, 12);
    expect(
      luckApart([
        [1, 1],
        [1, 1],
      ]).share,
    ).toBeNull();
  });
});
