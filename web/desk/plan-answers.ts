/** Plans answered on the same tapes by the page's own workers, run by run; a question that is left is stopped. */
import { columnOf, type PlanFigureOf, type PlanValues } from "../../engine/planning/size-runs.ts";
import type { PlanRuns } from "../../workers/plan-runs.ts";
import type { Plan } from "../../workers/replicator.ts";
import { poolFor, type RunPool } from "../session.ts";

export interface Answering {
  /** by plan and figure, a value for each run; null: stopped before the end */
  readonly done: Promise<Float64Array[][] | null>;
  stop(): void;
}

/** @param plans that differ in who answers only */
export function answerPlans(
  pool: RunPool,
  plans: readonly Plan[],
  figures: readonly PlanFigureOf[],
  runs: number,
  progress: (done: number) => void,
): Answering {
  const parts: PlanValues[] = [];
  const alone = plans.map((plan) => ({ ...plan, outer: null, replications: runs }));
  const job = poolFor<PlanRuns, PlanValues>(pool).start(
    { plans: alone, figures, onlyHost: plans.map(() => null) },
    [0, runs],
    { onPart: (part) => parts.push(part), onProgress: ({ done }) => progress(done) },
  );
  const done = job.done.then(({ complete }) =>
    complete ? plans.map((_, plan) => figures.map((__, figure) => columnOf(parts, runs, plan, figure))) : null,
  );
  return { done, stop: () => job.cancel() };
}
