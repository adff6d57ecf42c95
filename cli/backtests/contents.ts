/** What the page of back-tests runs, and what its first runs are known by. */

import type { Comparison } from "../../engine/planning/comparison.ts";
import { comparePlanOf, comparisonOf, entrantsOf, runComparison } from "../compare.ts";
import { fingerprint, runDays } from "./days.ts";
import type { Fingerprint } from "./page.ts";

export const DISORDER = "disorder-2024";
export const RIOTS = "riots-2011";
/** The first is the record's; the second calls the nation on 2 August. */
export const PLANS = [DISORDER, "plans/disorder-2024-called-2-august"];

/** Enough to notice a figure that moved, few enough for a test. */
const FIRST_RUNS = 5;

/** In this thread: the page takes less than a minute, and is made where workers may not be built. */
export async function compareFourDays(runs: number): Promise<Comparison> {
  const entrants = entrantsOf(PLANS, {});
  const { plan, replications, sameDemand } = comparePlanOf(entrants, { replications: runs });
  const { tallies, result } = await runComparison(plan, replications, { nWorkers: 0, what: PLANS.join(" against ") });
  return comparisonOf(entrants, plan, tallies, result, sameDemand);
}

export async function fingerprintsOf(): Promise<Fingerprint[]> {
  const past = [DISORDER, RIOTS].map((scenario) => {
    const { scenarioHash, runs } = runDays(scenario, FIRST_RUNS);
    return { of: scenario, scenarioHash, runs: FIRST_RUNS, print: fingerprint(runs) };
  });
  const { plans, digest } = await compareFourDays(FIRST_RUNS);
  const { scenario } = plans[1]!;
  const print = digest.slice("sha256:".length, "sha256:".length + 16);
  return [...past, { of: PLANS[1]!, scenarioHash: scenario.sha256, runs: FIRST_RUNS, print }];
}
