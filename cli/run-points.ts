/**
 * Runs the points of a plan on a pool of workers. With a folder, each finished point is kept there until all is done,
 * so that an interrupted command goes on where it was when it is typed again.
 */
import { pathToFileURL } from "node:url";
import type { PointOutcome } from "../engine/planning/points.ts";
import { inlineHandle } from "../workers/handles.ts";
import { nodeHandle } from "../workers/node-handle.ts";
import { openPointer, type PointPart, type PointsPlan } from "../workers/pointer.ts";
import { createPool, type Job, type Pool } from "../workers/pool.ts";

import { onInterrupt } from "./interrupt.ts";
import { workerFile } from "./place.ts";
import { pointStore } from "./point-store.ts";
import { progressLine } from "./progress.ts";

export interface PointsRunner {
  /**
   * Outcomes in the order of the plan's points; those that an interrupt, or the limit, left out are null.
   *
   * @param atMost points run now; those that are kept from before do not count
   */
  run(plan: PointsPlan, atMost?: number): Promise<(PointOutcome | null)[]>;
  readonly interrupted: () => boolean;
  /** points that were finished by an earlier command */
  readonly resumed: () => number;
  /** What the line of progress says is under way from now on. */
  called(what: string): void;
  /** Removes what was kept: all is done. */
  finished(): void;
  close(): void;
}

/**
 * @param nWorkers 0: in this thread
 * @param folder   of the results; null: nothing is kept
 * @param elsewhere a pool of other machines, instead of this one's workers
 */
export function pointsRunner(
  nWorkers: number,
  what: string,
  folder: string | null,
  elsewhere: Pool<PointsPlan, PointPart> | null = null,
): PointsRunner {
  const store = folder === null ? null : pointStore(folder);
  const pool = elsewhere ?? openPool(nWorkers);
  let line = progressLine(process.stderr, what);
  let resumed = 0;
  let job: Job | null = null;
  const interrupts = onInterrupt(() => job?.cancel());
  return {
    interrupted: interrupts.seen,
    resumed: () => resumed,
    called(now) {
      line.end();
      line = progressLine(process.stderr, now);
    },
    finished: () => store?.remove(),
    async run(whole, atMost = Number.POSITIVE_INFINITY) {
      const outcomes = whole.points.map((_, at) => {
        const kept = store?.read(whole, at) ?? null;
        return kept === null ? null : { ...kept, point: at };
      });
      const open = outcomes.flatMap((outcome, at) => (outcome === null ? [at] : []));
      resumed += outcomes.length - open.length;
      const now = open.slice(0, atMost);
      if (interrupts.seen() || now.length === 0) return outcomes;
      const plan = { ...whole, points: now.map((at) => whole.points[at]!) };
      const runs = plan.replications;
      job = pool.start(plan, [0, plan.points.length], {
        onPart: (part) => {
          for (const outcome of part.outcomes) {
            const at = now[outcome.point]!;
            outcomes[at] = { ...outcome, point: at };
            store?.write(whole, at, outcome);
          }
        },
        onProgress: ({ done, total, events }) => line.show({ done: done * runs, total: total * runs, events }),
      });
      // An interrupt that came before there was a job.
      if (interrupts.seen()) job.cancel();
      await job.done;
      return outcomes;
    },
    close() {
      interrupts.end();
      line.end();
      pool.close();
    },
  };
}

function openPool(nWorkers: number): Pool<PointsPlan, PointPart> {
  if (nWorkers === 0) return createPool(() => inlineHandle(openPointer), 1);
  return createPool(() => nodeHandle<PointsPlan, PointPart>(pathToFileURL(workerFile)), nWorkers);
}
