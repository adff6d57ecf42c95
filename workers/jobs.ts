/**
 * The kinds of job that a worker runs, told apart by what the plan holds: a run of one scenario, or a comparison.
 */
import { buffersOfPairs, type PairTallies } from "../engine/planning/compare-tally.ts";
import { buffersOf, type PackedTallies } from "../engine/tally/pack.ts";
import { type ComparePlan, openComparer } from "./comparer.ts";
import { openReplicator, type Plan } from "./replicator.ts";
import type { Runner } from "./service.ts";

type AnyPlan = Plan | ComparePlan;
type AnyPart = PackedTallies | PairTallies;

export function openJob(plan: AnyPlan): Runner<AnyPart> {
  return "compare" in plan ? openComparer(plan) : openReplicator(plan);
}

/** The buffers of a part: they change hands instead of being copied. */
export function buffersOfPart(part: AnyPart): ArrayBuffer[] {
  return "differenceHigh" in part ? buffersOfPairs(part) : buffersOf(part);
}
