/** Paired tallies: exact, and the same however they are put together. */
import { describe, expect, it } from "vitest";
import {
  createPairTallies,
  digestOfPairs,
  mergePairs,
  type PairTallies,
  pairsOf,
  recordReplication,
} from "../../engine/planning/compare-tally.ts";

const PLANS = 3;
const ROWS = 2;
/** Values large enough that a float sum of squares would lose digits. */
const replications = Array.from({ length: 12 }, (_, r) =>
  Float64Array.from({ length: PLANS * ROWS }, (_, at) => ((r * 7 + at * 3) % 5) * (at % ROWS === 0 ? 1 : 94906267)),
);

function tallied(which: readonly number[]): PairTallies {
  const tallies = createPairTallies(PLANS, ROWS);
  for (const r of which) recordReplication(tallies, replications[r]!);
  return tallies;
}

const digest = (tallies: PairTallies) => digestOfPairs(tallies, ["a", "b", "c"], "1", 0, 12);
const all = replications.map((_, r) => r);

describe("paired tallies", () => {
  it("are pairs of plans in a fixed order", () => {
    expect(pairsOf(3)).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
    ]);
  });

  it("hold sums and squares of every plan and every difference, exactly", () => {
    const tallies = tallied(all);
    pairsOf(PLANS).forEach(([first, second], pair) => {
      for (let row = 0; row < ROWS; row++) {
        const differences = replications.map(
          (of) => BigInt(of[second * ROWS + row]!) - BigInt(of[first * ROWS + row]!),
        );
        const at = pair * ROWS + row;
        const squares = BigInt(tallies.differenceHigh[at]!) * 2n ** 53n + BigInt(tallies.differenceLow[at]!);
        expect(squares).toBe(differences.reduce((sum, d) => sum + d * d, 0n));
        expect(BigInt(tallies.more[at]! - tallies.less[at]!)).toBe(differences.reduce((sum, d) => sum + d, 0n));
        expect(tallies.higher[at]).toBe(differences.filter((d) => d > 0n).length);
        expect(tallies.lower[at]).toBe(differences.filter((d) => d < 0n).length);
      }
    });
  });

  it("merge in any order and grouping to the same digest", () => {
    const whole = digest(tallied(all));
    const parts = [tallied([0, 5, 7]), tallied([1]), tallied([11, 10, 9, 8, 6, 4, 3, 2])];
    for (const order of [
      [0, 1, 2],
      [2, 0, 1],
      [1, 2, 0],
    ]) {
      const merged = createPairTallies(PLANS, ROWS);
      for (const at of order) mergePairs(merged, parts[at]!);
      expect(digest(merged)).toBe(whole);
    }
    expect(digest(tallied(all.slice(1)))).not.toBe(whole);
  });

  it("of other comparisons are refused", () => {
    expect(() => mergePairs(createPairTallies(2, 4), createPairTallies(2, 5))).toThrow("2 plans × 4 rows and 2 × 5");
  });
});
