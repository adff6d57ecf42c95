/**
 * The trigger test's plans: the nation called at one hour or another, at a threshold, never, or as the scenario says; for
 * whoever asks. What came of them is told by engine/planning/trigger-test.ts.
 */
import { type Model, TRIGGER } from "../engine/model.ts";
import type { PlanFigureOf } from "../engine/planning/size-runs.ts";
import type { CallRuns } from "../engine/planning/trigger-test.ts";
import { type TierRule, withTier } from "./plan-variations.ts";
import type { ResolvedScenario } from "./replicator.ts";

/** A capability that is called, and what a shift of one of its officers costs. */
export type Called = Pick<Model["capabilities"][number], "id" | "costLow" | "costHigh">;

/** Besides the capability looked at, those that the scenario would call nationally. */
export function calledWith(model: Model, capability: string): Called[] {
  return model.capabilities
    .filter(({ id, travels, tiers }) => travels && (id === capability || tiers[3]!.trigger !== TRIGGER.never))
    .map(({ id, costLow, costHigh }) => ({ id, costLow, costHigh }));
}

export interface Call {
  readonly id: string;
  readonly words: string;
  /** hours after the earliest */
  readonly hour: number | null;
  /** null: as the scenario says */
  readonly rule: Partial<TierRule> | null;
}

export interface CallsAsked {
  /** minute of the earliest call, and how it was written; null: at once */
  readonly earliest: number;
  readonly from: string | null;
  readonly hours: readonly number[];
  /** committed and asked for, as a share of all there is */
  readonly thresholds: readonly number[];
}

/** The earliest first; hours beyond the run are left out. */
export function callsOf({ earliest, from, hours, thresholds }: CallsAsked, horizon: number): Call[] {
  const told = [...new Set([0, ...hours])].sort((a, b) => a - b).filter((hour) => earliest + hour * 60 < horizon);
  const after = from === null ? "" : ` from ${from}`;
  return [
    ...told.map((hour) => ({
      id: `${hour}h`,
      words: hour === 0 ? `called at once${after}` : `called after ${hour} h`,
      hour,
      rule: { trigger: { at: earliest + Math.round(hour * 60) }, openingDelay: 0 },
    })),
    ...thresholds.map((ratio) => ({
      id: `threshold-${ratio}`,
      words: `called when ${Math.round(ratio * 100)} % of what there is is committed or asked for`,
      hour: null,
      rule: { trigger: { ratio }, openingDelay: 0 },
    })),
    { id: "never", words: "never called", hour: null, rule: { trigger: "never" as const } },
    { id: "scenario", words: "called as the scenario says", hour: null, rule: null },
  ];
}

/** Every call's plan, in their order. */
export function callPlans(
  resolved: ResolvedScenario,
  calls: readonly Call[],
  called: readonly Called[],
): ResolvedScenario[] {
  const ids = called.map(({ id }) => id);
  return calls.map(({ rule }) => (rule === null ? resolved : withTier(resolved, ids, "national", rule)));
}

/** In the order that `callRunsOf` reads. */
export function callFigures(capability: string, called: readonly Called[]): PlanFigureOf[] {
  const nation = { scope: "nation", id: "nation" } as const;
  return [
    ...(["unresourcedUnitMinutes", "missingUnitMinutes", "runOut"] as const).map((figure) => ({
      ...{ figure, capability, ...nation },
    })),
    ...called.map(({ id }) => ({ figure: "officerShifts" as const, capability: id, ...nation })),
  ];
}

/** @param columns of one call's plan, a value for each run */
export function callRunsOf(
  { id, words, hour }: Call,
  columns: readonly Float64Array[],
  called: readonly Called[],
): CallRuns {
  const [unresourced, missing, runOut, ...shifts] = columns as [Float64Array, Float64Array, Float64Array];
  const all = shifts as readonly Float64Array[];
  const weighted = (weight: (capability: Called) => number) =>
    unresourced.map((_, r) => all.reduce((sum, column, k) => sum + column[r]! * weight(called[k]!), 0));
  return {
    ...{ id, words, hour, unresourced, missing, runOut },
    shifts: weighted(() => 1),
    costLow: weighted(({ costLow }) => costLow),
    costHigh: weighted(({ costHigh }) => costHigh),
  };
}
