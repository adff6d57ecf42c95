/** Points of a sweep, and the line where run-out begins. */
import { describe, expect, it } from "vitest";
import { breakPoints, type Factor, sweepPoints } from "../../engine/planning/sweep.ts";

const number: Factor = { name: "number", levels: [1, 2, 4], range: null };
const share: Factor = { name: "share", levels: [0, 1], range: { from: 0, to: 1, whole: false } };
const units: Factor = { name: "units", levels: [2, 6], range: { from: 2, to: 6, whole: true } };

describe("the points of a sweep", () => {
  it("are every combination of levels in a factorial", () => {
    const points = sweepPoints([number, share], "factorial", 0, () => 0.5);
    expect(points.map(({ values }) => values)).toEqual([
      [1, 0],
      [1, 1],
      [2, 0],
      [2, 1],
      [4, 0],
      [4, 1],
    ]);
  });

  it("stay within ranges, are whole where said, and meet levels where there are only levels", () => {
    let state = 0;
    const uniform = () => {
      state = (state + 0.754877666) % 1;
      return Math.max(state, 1e-9);
    };
    for (const design of ["latin hypercube", "sobol"] as const) {
      const points = sweepPoints([number, share, units], design, 32, uniform);
      expect(points).toHaveLength(32);
      for (const { values, levels } of points) {
        expect(number.levels).toContain(values[0]);
        expect(levels[0]).toBe(number.levels.indexOf(values[0]!));
        expect(values[1]).toBeGreaterThan(0);
        expect(values[1]).toBeLessThan(1);
        expect([2, 3, 4, 5, 6]).toContain(values[2]);
      }
      expect(new Set(points.map(({ values }) => values[0])).size).toBe(3);
    }
  });
});

describe("the line where run-out begins", () => {
  const points = sweepPoints([number, { name: "size", levels: [1, 2], range: null }], "factorial", 0, () => 0.5);

  it("is found by straight line between the last point below and the first above, for each setting of the rest", () => {
    // size 1: 0, 0.04, 0.08 at 1, 2, 4; size 2: 0.2 from the first on
    const runOut = points.map(({ values: [n, size] }) => (size === 2 ? 0.2 : n === 1 ? 0 : n === 2 ? 0.04 : 0.08));
    const [one, two] = breakPoints(points, 0, runOut, 0.05);
    expect(one).toMatchObject({ others: [1], below: 2, above: 4 });
    expect(one!.at).toBeCloseTo(2.5, 12);
    expect(two).toEqual({ others: [2], at: 1, below: null, above: 1 });
  });

  it("is not there where the level is never passed", () => {
    const none = breakPoints(
      points,
      0,
      points.map(() => 0.01),
      0.05,
    );
    expect(none[0]).toEqual({ others: [1], at: null, below: 4, above: null });
  });
});
