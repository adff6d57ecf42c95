/**
 * Making single runs again, in a worker that lives as long as one question: where units came from, one run told in
 * full, and what a decision is worth over many ways that its run may go on. Ending it ends the worker.
 */
import type { Worth, WorthQuestion } from "../../scenarios/exercise/compare.ts";
import type { TableToDraw } from "../../workers/exercise-model.ts";
import type { Plan } from "../../workers/replicator.ts";
import type { ByTier } from "./observe.ts";
import RehearsalWorker from "./rehearsal-worker.ts?worker";
import type { Story } from "./story.ts";

export type Question =
  | { readonly kind: "byTier"; readonly plan: Plan; readonly capability: string; readonly most: number }
  | {
      readonly kind: "story";
      readonly plan: Plan;
      readonly capability: string;
      readonly replication: number;
      readonly byRegionOnly: boolean;
    }
  | { readonly kind: "worth"; readonly table: TableToDraw; readonly question: WorthQuestion };

export interface TierSample {
  readonly runs: number;
  /** by run; see observe.ts */
  readonly units: readonly ByTier[];
  readonly nForces: number;
  readonly nBuckets: number;
}

export type Reply =
  | { readonly kind: "byTier"; readonly sample: TierSample; readonly last: boolean }
  | { readonly kind: "story"; readonly story: Story }
  | { readonly kind: "worthSoFar"; readonly futures: number }
  | { readonly kind: "worth"; readonly worth: readonly Worth[] }
  | { readonly kind: "fault"; readonly message: string };

export interface Rehearsal {
  stop(): void;
}

export interface RehearsalListener {
  byTier?(sample: TierSample, last: boolean): void;
  story?(story: Story): void;
  /** @param futures that are done */
  worthSoFar?(futures: number): void;
  worth?(worth: readonly Worth[]): void;
  failed(message: string): void;
}

export function rehearse(question: Question, listener: RehearsalListener): Rehearsal {
  const worker = new RehearsalWorker();
  const stop = () => worker.terminate();
  worker.addEventListener("message", ({ data }: MessageEvent<Reply>) => {
    if (data.kind === "byTier") {
      if (data.last) stop();
      listener.byTier?.(data.sample, data.last);
      return;
    }
    if (data.kind === "worthSoFar") {
      listener.worthSoFar?.(data.futures);
      return;
    }
    stop();
    if (data.kind === "worth") listener.worth?.(data.worth);
    else if (data.kind === "story") listener.story?.(data.story);
    else listener.failed(data.message);
  });
  worker.addEventListener("error", (event) => {
    stop();
    listener.failed(event.message || "the worker stopped");
  });
  worker.postMessage(question);
  return { stop };
}
