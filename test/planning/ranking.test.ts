/** Screening keeps the best as often as it says, and effort goes where it teaches most. */
import { describe, expect, it } from "vitest";
import { normalQuantile } from "../../engine/kernel/special.ts";
import { kimNelsonConstants, kimNelsonScreen, ocbaShares } from "../../engine/planning/ranking.ts";
import { clopperPearson } from "../../engine/tally/intervals.ts";
import { mrg32k3a, type Uniform } from "../support/generators.ts";

const generator = (seed: number) => mrg32k3a([seed, 2, 3, 4, 5, 6]);

/** Outcomes of plans with these means and deviation 1; plans share the part of their luck that `common` says. */
function outcomes(uniform: Uniform, means: readonly number[], runs: number, common: number): Float64Array[] {
  const normal = () => normalQuantile(uniform());
  const plans = means.map(() => new Float64Array(runs));
  for (let r = 0; r < runs; r++) {
    const shared = normal() * Math.sqrt(common);
    means.forEach((mean, plan) => {
      plans[plan]![r] = mean + shared + normal() * Math.sqrt(1 - common);
    });
  }
  return plans;
}

describe("Kim and Nelson's screening", () => {
  it.each([0, 0.8])(
    "keeps the best of five at least nineteen times in twenty, with a share of luck in common of %d",
    (common) => {
      const uniform = generator(11);
      const tries = 1000;
      let right = 0;
      let runs = 0;
      for (let i = 0; i < tries; i++) {
        // The hardest case: every other plan worse by exactly what nobody minds.
        const plans = outcomes(uniform, [0.5, 0.5, 0, 0.5, 0.5], 500, common);
        const found = kimNelsonScreen(plans, 10, 0.5, 0.05);
        expect(found.standing).toHaveLength(1);
        if (found.standing[0] === 2) right++;
        runs += found.runs;
      }
      expect(clopperPearson(right, tries, 0.9999)!.high).toBeGreaterThanOrEqual(0.95);
      expect(right / tries).toBeGreaterThan(0.93);
      // Sharing luck is worth runs: that is why plans are compared on the same tapes.
      if (common > 0) expect(runs / tries).toBeLessThan(25);
      else expect(runs / tries).toBeGreaterThan(40);
    },
  );

  it("keeps all plans at first, drops the hopeless soon and the near late, and never brings one back", () => {
    const plans = outcomes(generator(5), [0, 0.3, 5], 2000, 0);
    const looks = [10, 12, 20, 50, 100, 200, 500, 1000, 2000].map((runs) =>
      kimNelsonScreen(
        plans.map((plan) => plan.subarray(0, runs)),
        10,
        0.1,
        0.05,
      ),
    );
    expect(looks[0]!.standing).toEqual([0, 1, 2]);
    expect(looks[4]!.standing).toEqual([0, 1]);
    for (let i = 1; i < looks.length; i++) {
      expect(looks[i - 1]!.standing).toEqual(expect.arrayContaining([...looks[i]!.standing]));
    }
    const last = looks.at(-1)!;
    expect(last.standing).toEqual([0]);
    expect(last.runs).toBeGreaterThan(20);
    expect(last.runs).toBeLessThan(2000);
  });

  it("takes plans that always give the same for what they are", () => {
    expect(
      kimNelsonScreen(
        [
          [3, 3, 3],
          [2, 2, 2],
          [4, 4, 4],
        ],
        3,
        0.1,
        0.05,
      ),
    ).toEqual({ standing: [1], runs: 3 });
    expect(kimNelsonScreen([[1, 2, 3]], 3, 0.1, 0.05).standing).toEqual([0]);
  });

  it("goes by the sums of exactly the replications it has looked at", () => {
    // The first two differences, 1 and −1, have variance 2: a plan may lag by h² − r ÷ 2 after r looks.
    const { hSquared } = kimNelsonConstants(2, 2, 0.3);
    const slack = (runs: number) => hSquared - runs / 2;
    const lead = slack(3);
    const plans = (last: number) => [
      [1, 0, last, 0],
      [0, 1, 0, 0],
    ];
    expect(kimNelsonScreen(plans(lead * 1.01), 2, 1, 0.3)).toEqual({ standing: [1], runs: 3 });
    expect(kimNelsonScreen(plans(lead * 0.99), 2, 1, 0.3).runs).toBe(4);
  });

  it("refuses fewer replications than its first stage", () => {
    expect(() =>
      kimNelsonScreen(
        [
          [1, 2],
          [1, 2, 3],
        ],
        3,
        0.1,
        0.05,
      ),
    ).toThrow("takes 3 replications; there are 2");
  });

  it("asks for more patience with more plans and with less risk", () => {
    const { hSquared } = kimNelsonConstants(5, 20, 0.05);
    expect(kimNelsonConstants(6, 20, 0.05).hSquared).toBeGreaterThan(hSquared);
    expect(kimNelsonConstants(5, 20, 0.01).hSquared).toBeGreaterThan(hSquared);
    expect(kimNelsonConstants(5, 40, 0.05).hSquared).toBeLessThan(hSquared);
  });
});

describe("the optimal computing budget", () => {
  const sum = (shares: readonly number[]) => shares.reduce((total, share) => total + share, 0);

  it("gives shares that add up to 1, whatever the plans", () => {
    const uniform = generator(3);
    for (let i = 0; i < 200; i++) {
      const plans = 2 + Math.floor(uniform() * 8);
      const means = Array.from({ length: plans }, () => Math.floor(uniform() * 6));
      const deviations = Array.from({ length: plans }, () => Math.floor(uniform() * 4));
      const shares = ocbaShares(means, deviations);
      expect(sum(shares)).toBeCloseTo(1, 12);
      expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
    }
  });

  it("splits between two plans as their deviations", () => {
    const [one, other] = ocbaShares([0, 1], [3, 1]);
    expect(one).toBeCloseTo(0.75, 12);
    expect(other).toBeCloseTo(0.25, 12);
  });

  it("sends a near rival more than a far one, by the square of the distance", () => {
    const shares = ocbaShares([0, 1, 3], [1, 1, 1]);
    expect(shares[1]! / shares[2]!).toBeCloseTo(9, 10);
  });

  it("gives everything to plans that are level, and to all alike where nothing varies", () => {
    expect(ocbaShares([1, 1, 5], [1, 1, 1])).toEqual([0.5, 0.5, 0]);
    expect(ocbaShares([1, 2, 3, 4], [0, 0, 0, 0])).toEqual([0.25, 0.25, 0.25, 0.25]);
  });

  it("finds the best more often than equal shares do, for as many replications", () => {
    const means = [0, 0.4, 1.5, 1.5, 2];
    const deviations = [1, 1, 1, 1, 1];
    const budget = 150;
    const chosen = (shares: readonly number[], uniform: Uniform) => {
      const found = means.map((mean, plan) => {
        const n = Math.max(1, Math.round(shares[plan]! * budget));
        return mean + normalQuantile(uniform()) / Math.sqrt(n);
      });
      return found.indexOf(Math.min(...found)) === 0;
    };
    const right = (shares: readonly number[], seed: number) => {
      const uniform = generator(seed);
      return Array.from({ length: 4000 }, () => chosen(shares, uniform)).filter(Boolean).length;
    };
    expect(right(ocbaShares(means, deviations), 1) - right([0.2, 0.2, 0.2, 0.2, 0.2], 2)).toBeGreaterThan(60);
  });
});
