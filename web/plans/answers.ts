/** Variations of the scenario answered on the same tapes by the page's workers, a few at a time; stopped when left. */
import type { PlanFigureOf } from "../../engine/planning/size-runs.ts";
import type { Plan, ResolvedScenario } from "../../workers/replicator.ts";
import { type Answering, answerPlans } from "../desk/plan-answers.ts";
import type { RunPool } from "../session.ts";

export interface Answers {
  /** By plan and figure, a value for each run. @throws Stopped once it was stopped */
  of(
    variations: readonly ResolvedScenario[],
    figures: readonly PlanFigureOf[],
    runs: number,
    seed: string,
  ): Promise<Float64Array[][]>;
  stop(): void;
}

export class Stopped extends Error {}

/** More plans than this are answered in turns: each has a world of its own in each worker. */
const AT_ONCE = 8;

/** @param progress runs done of those under way, and plans in each */
export function openAnswers(
  pool: RunPool,
  plan: Plan,
  progress: (done: number, runs: number, plans: number) => void,
): Answers {
  let stopped = false;
  let now: Answering | null = null;
  return {
    async of(variations, figures, runs, seed) {
      const columns: Float64Array[][] = [];
      for (let from = 0; from < variations.length; from += AT_ONCE) {
        if (stopped) throw new Stopped();
        const plans = variations.slice(from, from + AT_ONCE).map((resolved) => ({ ...plan, resolved, seed }));
        now = answerPlans(pool, plans, figures, runs, (done) => {
          // Blocks under way still come in after a stop.
          if (!stopped) progress(done, runs, plans.length);
        });
        const some = await now.done;
        if (some === null) throw new Stopped();
        columns.push(...some);
      }
      return columns;
    },
    stop() {
      stopped = true;
      now?.stop();
    },
  };
}
