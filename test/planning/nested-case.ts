/**
 * Two classes of people of whom one is counted within the other, and the cheapest of each for a level of blocking: known
 * by product form, found by sizing both together.
 */

import { columnOf, type PlanFigureOf } from "../../engine/planning/size-runs.ts";
import { cheapestHoldings, type SizedTogether } from "../../engine/planning/size-several.ts";
import { openPlanRuns } from "../../workers/plan-runs.ts";
import { withHolding } from "../../workers/plan-variations.ts";
import { riskRunsOf } from "../../workers/sizing.ts";
import { LOST } from "../verify/queue.ts";
import { resolvedOf } from "./size-cases.ts";

/** Between the blocking of the cheapest that will do, 0.13, and 0.21, the least of any that is as cheap or cheaper. */
const LEVEL = 0.17;
const PRICES = [2, 1];
const MOST = 8;

export function nestedSized(seed: string): Promise<SizedTogether> {
  const question = {
    capabilities: PRICES.map((price) => ({ lowest: 1, highest: MOST, price, level: LEVEL })),
    ...{ runs: 200, confidence: 0.95, mostLooks: 200 },
    fits: ([all, skilled]: readonly number[]) => skilled! <= all!,
  };
  return cheapestHoldings(question, async (all, tapes, runs) => answered(all, `${seed}/${tapes}`, runs).map(unmet));
}

export function cheapestByProductForm(): readonly number[] {
  let exact: readonly number[] = [];
  let least = Number.POSITIVE_INFINITY;
  for (let all = 1; all <= MOST; all++) {
    for (let skilled = 1; skilled <= all; skilled++) {
      const cost = PRICES[0]! * all + PRICES[1]! * skilled;
      if (cost < least && Math.max(...blocking(all, skilled)) <= LEVEL) [least, exact] = [cost, [all, skilled]];
    }
  }
  return exact;
}

/** Blocking of both classes with `all` people of whom `skilled` may serve the second: loads 2 and 1, one person each. */
function blocking(all: number, skilled: number): readonly [number, number] {
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  let [total, first, second] = [0, 0, 0];
  for (let b = 0; b <= Math.min(all, skilled); b++) {
    for (let a = 0; a + b <= all; a++) {
      const weight = 2 ** a / factorial(a) / factorial(b);
      total += weight;
      if (a + b === all) first += weight;
      if (a + b === all || b === skilled) second += weight;
    }
  }
  return [first / total, second / total];
}

const stream = (capability: string, load: number) => ({
  arrivals: { poisson: { perDay: (load * 1440) / 10_000 } },
  where: "here",
  phases: [
    { duration: { dist: "exponential", mean: 10_000 }, clock: "served", needs: [{ capability, units: 1, ...LOST }] },
  ],
});
const NESTED = resolvedOf({
  clock: { horizon: 200_000, warmUp: 50_000 },
  places: { forces: { here: {} }, travel: { byTier: { local: 0, regional: 0, national: 0 } } },
  skills: { all: {}, skilled: { parent: "all" } },
  capabilities: {
    any: { skill: "all", officersPerUnit: 1, return: "instant" },
    special: { skill: "skilled", officersPerUnit: 1, return: "instant" },
  },
  people: { holdings: { all: { officers: { here: 4 } }, skilled: { officers: { here: 2 } } } },
  threats: { often: stream("any", 2), seldom: stream("special", 1) },
});
export const NESTED_CAPABILITIES = ["any", "special"];
const FIGURES: PlanFigureOf[] = NESTED_CAPABILITIES.flatMap((capability) =>
  (["needsPartMet", "needsLapsed", "needsAsked", "unresourcedUnitMinutes"] as const).map((figure) => ({
    ...{ figure, capability, scope: "force" as const, id: "here" },
  })),
);

/** By plan and figure, from runs in this thread. */
export function answered(all: readonly (readonly number[])[], seed: string, runs: number): Float64Array[][] {
  const plans = all.map((holdings) => ({
    resolved: holdings.reduce(
      (before, units, k) => withHolding(before, NESTED_CAPABILITIES[k]!, "here", units),
      NESTED,
    ),
    ...{ scenarioHash: "0".repeat(64), seed, replications: runs, outer: null },
  }));
  const runner = openPlanRuns({ plans, figures: FIGURES, onlyHost: plans.map(() => null) });
  runner.run(0, runs);
  const parts = [runner.take()];
  return plans.map((_, plan) => FIGURES.map((__, figure) => columnOf(parts, runs, plan, figure)));
}
export const unmet = (columns: readonly Float64Array[]) =>
  riskRunsOf([...columns.slice(0, 3), ...columns.slice(4, 7)], "unmet", 2);
