/** What a run that was stopped half-way still lacks. */
import { describe, expect, it } from "vitest";
import { countOf, missing } from "../../web/covered.ts";

describe("what is missing of a run", () => {
  it("is all of it before it began, and nothing at its end", () => {
    expect(missing([], 10)).toEqual([[0, 10]]);
    expect(missing([[0, 10]], 10)).toEqual([]);
  });

  it("is every gap that a stopped worker left, and the rest, in order", () => {
    const covered = [
      [0, 3],
      [5, 6],
    ] as const;
    expect(missing(covered, 8)).toEqual([
      [3, 5],
      [6, 8],
    ]);
    expect(countOf(covered)).toBe(4);
  });

  it("grows with the runs asked for", () => {
    expect(missing([[0, 10]], 25)).toEqual([[10, 25]]);
  });
});
