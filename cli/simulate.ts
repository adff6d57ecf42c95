/**
 * Runs a plan on a pool of workers into tallies, as many replications as were asked for, or until what was asked
 * for is known well enough.
 */
import type { Model } from "../engine/model.ts";
import { mergePacked, type PackedTallies } from "../engine/tally/pack.ts";
import { looksUpTo } from "../engine/tally/replications.ts";
import type { PrecisionTarget, Stopping } from "../engine/tally/summary.ts";
import { createTallies, type Tallies } from "../engine/tally/tally.ts";
import { thousands } from "../engine/tally/words.ts";
import { type Job, type JobResult, joinedRanges, type Pool, type Progress, type Range } from "../workers/pool.ts";
import type { Plan } from "../workers/replicator.ts";
import { stoppedBy } from "./precision.ts";

/** Tallies of the whole country take a tenth of a second to pack, carry and merge. */
export const MOST_HANDING_OVER = 0.05;

export interface Simulation {
  readonly pool: Pool<Plan, PackedTallies>;
  readonly model: Model;
  /** `replications` of it is the most there may be */
  readonly plan: Plan;
  /** What is asked for and whether it is there; null: run all replications. */
  readonly look: ((plan: Plan, tallies: Tallies, result: JobResult) => readonly PrecisionTarget[]) | null;
  readonly onProgress: (progress: Progress) => void;
  /** called with everything so far when a part has come in; absent: nobody watches, and parts come seldom */
  readonly onMerged?: (tallies: Tallies) => void;
}

export interface Simulated {
  /** as run: with the number of replications at which it stopped */
  readonly plan: Plan;
  readonly tallies: Tallies;
  readonly result: JobResult;
  readonly stopping: Stopping;
}

/** A run under way. */
export interface Running {
  readonly done: Promise<Simulated>;
  /** What runs now: with outer draws, its number of replications decides which draw a run belongs to. */
  planNow(): Plan;
  /** Finishes the blocks under way and ends there. */
  cancel(): void;
}

export function simulate(simulation: Simulation): Running {
  let cancelled = false;
  let job: Job | null = null;
  let current = emptyRun(simulation);
  let asRun = simulation.plan;

  /** Goes on to `to` replications; false: interrupted before. */
  const runTo = async (plan: Plan, to: number): Promise<boolean> => {
    const from = current.result.ranges.at(-1)?.[1] ?? 0;
    if (cancelled || from === to) return !cancelled;
    const { tallies, result: before } = current;
    job = simulation.pool.start(plan, [from, to], {
      mostHandingOver: MOST_HANDING_OVER,
      ...(simulation.onMerged === undefined ? { firstHandOverMilliseconds: Number.POSITIVE_INFINITY } : {}),
      onPart: (part) => {
        mergePacked(tallies, part);
        simulation.onMerged?.(tallies);
      },
      onProgress: ({ done, events }) => simulation.onProgress({ done: from + done, total: to, events }),
    });
    const result = await job.done;
    current = { tallies, result: together(before, result) };
    return result.complete;
  };

  const run = async (): Promise<Simulated> => {
    const { plan, look } = simulation;
    /** With outer draws, the last look that was finished; it is worth more than the beginnings of the next. */
    let kept: { readonly plan: Plan; readonly run: typeof current } | null = null;
    const interrupted = () => {
      if (kept !== null) current = kept.run;
      return ended(kept?.plan ?? (plan.outer === null ? plan : asRun), interruptedAt(current.tallies));
    };
    if (look === null) {
      const complete = await runTo(plan, plan.replications);
      return complete ? ended(plan, fixedNumber(plan.replications)) : interrupted();
    }
    const looked: number[] = [];
    const lookAt = async (replications: number): Promise<readonly PrecisionTarget[] | null> => {
      // Which draw a run belongs to depends on how many runs there are, so that with outer draws each look is a run
      // of its own; otherwise the runs there are count on.
      if (plan.outer !== null) {
        if (looked.length > 0) kept = { plan: asRun, run: current };
        current = emptyRun(simulation);
      }
      asRun = { ...plan, replications };
      if (!(await runTo(asRun, replications))) return null;
      if (looked.at(-1) !== replications) looked.push(replications);
      return look(asRun, current.tallies, current.result);
    };
    for (const { replications, confirmedAt } of looksUpTo(plan.replications)) {
      if (plan.outer !== null && replications < plan.outer) continue;
      let targets = await lookAt(replications);
      if (targets === null) return interrupted();
      if (isMet(targets) && confirmedAt > replications) targets = await lookAt(confirmedAt);
      if (targets === null) return interrupted();
      if (isMet(targets) || asRun.replications === plan.replications) {
        return ended(asRun, stoppedBy(targets, looked, asRun.replications));
      }
    }
    throw new Error("the last look is at the limit");
  };

  const ended = (plan: Plan, stopping: Stopping): Simulated => ({ plan, ...current, stopping });
  return {
    done: run(),
    planNow: () => asRun,
    cancel() {
      cancelled = true;
      job?.cancel();
    },
  };
}

function isMet(targets: readonly PrecisionTarget[]): boolean {
  return targets.every(({ met }) => met);
}

function emptyRun({ model }: Simulation): { tallies: Tallies; result: JobResult } {
  return { tallies: createTallies(model), result: { complete: true, ranges: [], deaths: 0 } };
}

function together(before: JobResult, after: JobResult): JobResult {
  const ranges: readonly Range[] = joinedRanges([...before.ranges, ...after.ranges]);
  return { complete: before.complete && after.complete, ranges, deaths: before.deaths + after.deaths };
}

export function fixedNumber(replications: number): Stopping {
  return { reason: "fixed number", text: `Stopped after ${thousands(replications)} runs, as many as were asked for.` };
}

function interruptedAt({ nReplications }: Tallies): Stopping {
  return { reason: "interrupted", text: `Interrupted after ${thousands(nReplications)} runs.` };
}
