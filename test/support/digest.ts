/** From a scenario file to a digest in this thread, block by block as the test says. */
import { join } from "node:path";
import { loadScenario } from "../../cli/load.ts";
import { digestOf } from "../../engine/tally/digest.ts";
import { mergePacked } from "../../engine/tally/pack.ts";
import { createTallies, type Tallies } from "../../engine/tally/tally.ts";
import { compileScenario } from "../../scenarios/format/compile.ts";
import type { Range } from "../../workers/pool.ts";
import { openReplicator, type Plan } from "../../workers/replicator.ts";
import { projectFolder } from "./muster.ts";

export const twoCounties = join(projectFolder, "test", "cli", "two-counties.yaml");

export function planOf(file: string, replications: number, outer: number | null = null): Plan {
  const { resolved, scenarioHash } = loadScenario(file);
  return { resolved, scenarioHash, seed: "7", replications, outer };
}

export function emptyTallies(plan: Plan): Tallies {
  return createTallies(compileScenario(plan.resolved, plan.scenarioHash).model);
}

export function digestOfPlan(plan: Plan, tallies: Tallies, to = plan.replications): string {
  return digestOf(tallies, plan.scenarioHash, plan.seed, 0, to);
}

/** Runs the blocks in the order given, and hands over after each. */
export function digestInBlocks(plan: Plan, blocks: readonly Range[], to?: number): string {
  const runner = openReplicator(plan);
  const tallies = emptyTallies(plan);
  for (const [from, end] of blocks) {
    runner.run(from, end);
    mergePacked(tallies, runner.take());
  }
  return digestOfPlan(plan, tallies, to);
}
