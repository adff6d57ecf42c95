/** Which way to divide a holding is chosen by ranking and selection, not by luck. */
import { describe, expect, it } from "vitest";
import { chooseDivision, divisionWords } from "../../engine/planning/division.ts";
import { mrg32k3a } from "../support/generators.ts";

/** Ways whose chance of the event in a run is given, on the same luck, of which each takes another part. */
function ways(chances: readonly number[], runs: number, seed: number) {
  const uniform = mrg32k3a([seed, 2, 3, 4, 5, 6]);
  const luck = Array.from({ length: runs }, uniform);
  return chances.map((chance, i) => ({
    by: `way ${i}`,
    events: Float64Array.from(luck, (u) => ((u + 0.3 * i) % 1 < chance ? 1 : 0)),
  }));
}

describe("the best way to divide", () => {
  it("is the one with the least risk at least nineteen times in twenty, where it is better by what nobody minds", () => {
    let right = 0;
    for (let seed = 1; seed <= 100; seed++) {
      if (chooseDivision(ways([0.2, 0.1, 0.2], 400, seed), 0.1, 0.95).by === "way 1") right++;
    }
    expect(right).toBeGreaterThanOrEqual(95);
  });

  it("is told with those that it cannot be told from, and where further runs would teach most", () => {
    const found = chooseDivision(ways([0.1, 0.105, 0.9], 400, 1), 0.01, 0.95);
    expect(found.standing).toEqual(["way 0", "way 1"]);
    expect(found.runs).toBe(400);
    expect(Object.values(found.nextRuns!).reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 12);
    expect(divisionWords(found, ["way 0", "way 1", "way 2"], "24 PSUs", 0.95)).toBe(
      `Shares are by ${found.by}: of shares by way 0, way 1 and way 2, at 24 PSUs as held now, those by way 0 and way 1 cannot be told apart to 1 in 100 in 400 runs (95 % sure); those by ${found.by} had the least risk there.`,
    );
  });

  it("is settled early where it is plain", () => {
    const found = chooseDivision(ways([0.9, 0.1], 400, 1), 0.1, 0.95);
    expect(found).toMatchObject({ by: "way 1", standing: ["way 1"], nextRuns: null });
    expect(found.runs).toBeLessThan(200);
    expect(divisionWords(found, ["way 0", "way 1"], "24 PSUs", 0.95)).toContain("keep the risk lowest");
  });

  it("is the first named where none makes a difference", () => {
    const [one] = ways([0.1], 100, 1);
    expect(chooseDivision([one!, { ...one!, by: "way 1" }], 0.01, 0.95).by).toBe("way 0");
  });
});
