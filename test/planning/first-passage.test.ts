/** First passage of birth-and-death chains: closed forms, a chain followed by hand, and chances no run would see. */
import { describe, expect, it } from "vitest";
import {
  type BirthDeathChain,
  chanceToReach,
  meanTimeToReach,
  offeredLoad,
} from "../../engine/planning/first-passage.ts";
import { mrg32k3a, type Uniform } from "../support/generators.ts";

/** One committed at first: is `level` reached before none? */
function reaches(chain: BirthDeathChain, level: number, uniform: Uniform): boolean {
  let n = 1;
  while (n > 0 && n < level) n += uniform() * (chain.up(n) + chain.down(n)) < chain.up(n) ? 1 : -1;
  return n === level;
}

describe("the chance to reach the last unit before all are home", () => {
  it("is certain at one, and 1 ÷ (1 + 1 ÷ load) at two", () => {
    expect(chanceToReach(offeredLoad(4), 1)).toEqual({ probability: 1, log10: -0 });
    expect(chanceToReach(offeredLoad(4), 2).probability).toBe(0.8);
  });

  it("is the gambler's where the rates are the same everywhere", () => {
    for (const ratio of [0.5, 0.9, 2]) {
      const chain = { up: () => 1, down: () => ratio };
      for (const level of [2, 5, 30]) {
        const ruin = (1 - ratio) / (1 - ratio ** level);
        expect(chanceToReach(chain, level).probability / ruin).toBeCloseTo(1, 12);
      }
    }
    expect(chanceToReach({ up: () => 3, down: () => 3 }, 50).probability).toBeCloseTo(1 / 50, 15);
  });

  it.each([
    [10, 4],
    [6, 2],
    [12, 9],
  ])("of %d at a load of %d agrees with 40,000 chains followed step by step", (level, load) => {
    const chain = offeredLoad(load);
    const uniform = mrg32k3a([level, 2, 3, 4, 5, 6]);
    const n = 40_000;
    let reached = 0;
    for (let i = 0; i < n; i++) if (reaches(chain, level, uniform)) reached++;
    const p = chanceToReach(chain, level).probability;
    expect(Math.abs(reached / n - p) / Math.sqrt((p * (1 - p)) / n)).toBeLessThan(4.5);
  });

  it("keeps its logarithm where the chance itself is below every double", () => {
    // 1 ÷ p is Σ n! here, of which all but the last terms are nothing: 400 units, load 1.
    const { probability, log10 } = chanceToReach(offeredLoad(1), 401);
    let factorial = 1n;
    let sum = 1n;
    for (let n = 1n; n <= 400n; n++) {
      factorial *= n;
      sum += factorial;
    }
    const digits = String(sum);
    expect(probability).toBe(0);
    expect(log10).toBeCloseTo(-(digits.length - 1 + Math.log10(Number(`${digits[0]}.${digits.slice(1, 17)}`))), 9);
    const visible = chanceToReach(offeredLoad(1), 160);
    expect(Math.log10(visible.probability) / visible.log10).toBeCloseTo(1, 12);
    expect(visible.probability).toBeGreaterThan(0);
  });
});

describe("the mean time to reach the last unit", () => {
  /** Mean time to full, in mean holding times, of loss systems that are empty at first. */
  it.each([
    [2, 1, 3],
    [3, 1, 8],
    [10, 5, 13.214285312],
    [18, 8, 119.49382939543102],
    [75, 55, 35.58137638355207],
  ])("of %d at a load of %d is %d", (level, load, exact) => {
    expect(Math.abs(meanTimeToReach(offeredLoad(load), level) / exact - 1)).toBeLessThan(1e-10);
  });

  it("is a sum of gaps where nobody goes home", () => {
    expect(meanTimeToReach({ up: (n) => n + 1, down: () => 0 }, 4)).toBeCloseTo(1 + 1 / 2 + 1 / 3 + 1 / 4, 14);
  });
});
