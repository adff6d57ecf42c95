/**
 * The kinds of job that a worker runs, told apart by what the plan holds: a run of one scenario, a comparison,
 * several plans run by run, or the points of a sweep.
 */
import { buffersOfPairs, type PairTallies } from "../engine/planning/compare-tally.ts";
import type { PlanValues } from "../engine/planning/size-runs.ts";
import { buffersOf, type PackedTallies } from "../engine/tally/pack.ts";
import { type ComparePlan, openComparer } from "./comparer.ts";
import { buffersOfPlanValues, openPlanRuns, type PlanRuns } from "./plan-runs.ts";
import { buffersOfPoints, openPointer, type PointPart, type PointsPlan } from "./pointer.ts";
import { openReplicator, type Plan } from "./replicator.ts";
import type { Runner } from "./service.ts";

type AnyPlan = Plan | ComparePlan | PlanRuns | PointsPlan;
type AnyPart = PackedTallies | PairTallies | PlanValues | PointPart;

export function openJob(plan: AnyPlan): Runner<AnyPart> {
  if ("points" in plan) return openPointer(plan);
  if ("plans" in plan) return openPlanRuns(plan);
  return "compare" in plan ? openComparer(plan) : openReplicator(plan);
}

/** The buffers of a part: they change hands instead of being copied. */
export function buffersOfPart(part: AnyPart): ArrayBuffer[] {
  if ("outcomes" in part) return buffersOfPoints(part);
  if ("nFigures" in part) return buffersOfPlanValues(part);
  return "differenceHigh" in part ? buffersOfPairs(part) : buffersOf(part);
}
