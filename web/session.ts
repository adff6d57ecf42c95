/**
 * One run of one scenario: replications in the pool of web workers, parts to the desk, pictures to the page. It
 * can be stopped, taken up again where it stopped, and looked at elsewhere at any time.
 */
import type { PackedTallies } from "../engine/tally/pack.ts";
import BrowserWorker from "../workers/browser.ts?worker";
import { browserHandle } from "../workers/handles.ts";
import { createPool, type Job, type Pool } from "../workers/pool.ts";
import type { Plan } from "../workers/replicator.ts";
import type { Desk, Ended, Opened, Picture, View } from "./desk/protocol.ts";

export type State = "running" | "stopping" | "stopped" | "done";

export interface Listener {
  state(state: State): void;
  progress(done: number, total: number): void;
  picture(picture: Picture): void;
  failed(error: unknown): void;
}

export interface Session {
  /** Shows another capability or scope. */
  look(view: View): void;
  stop(): void;
  resume(): void;
  /** Stops for good; nothing is heard of it any more. */
  leave(): void;
}

export type RunPool = Pool<Plan, PackedTallies>;

/** Between two pictures; redrawing more often would only flicker. */
const PICTURE_MILLISECONDS = 220;
const MOST_WORKERS = 16;

/** One core is left to the page and its desk. */
export function openPool(): RunPool {
  const cores = navigator.hardwareConcurrency || 2;
  const nWorkers = Math.min(MOST_WORKERS, Math.max(1, cores - 1));
  return createPool(() => browserHandle<Plan, PackedTallies>(new BrowserWorker()), nWorkers);
}

export function startSession(pool: RunPool, desk: Desk, opened: Opened, first: View, listener: Listener): Session {
  const { run, plan } = opened;
  let view = first;
  let job: Job | null = null;
  let covered = 0;
  let left = false;
  let ended: Ended | null = null;
  let drawing = false;
  let wanted = false;
  let anything = false;

  const start = async () => {
    ended = null;
    listener.state("running");
    const from = covered;
    job = pool.start(plan, [from, plan.replications], {
      onPart(part) {
        if (left) return;
        anything = true;
        desk.add(run, part).catch(fail);
        draw();
      },
      onProgress: ({ done }) => {
        if (!left) listener.progress(from + done, plan.replications);
      },
    });
    const result = await job.done;
    if (left) return;
    // Only when a worker died just as it was stopped: the digest would claim runs that are not there.
    if (result.ranges.length > 1) throw new Error("Runs in between were lost when it stopped. Run it again.");
    covered = result.ranges[0]?.[1] ?? covered;
    ended = { from: 0, to: covered };
    listener.progress(covered, plan.replications);
    listener.state(covered === plan.replications ? "done" : "stopped");
    if (anything) draw();
  };

  /** Draws as often as it can, one at a time, and once more if something changed meanwhile. */
  const draw = async () => {
    wanted = true;
    if (drawing) return;
    drawing = true;
    try {
      while (wanted && !left) {
        wanted = false;
        const picture = await desk.picture(run, view, ended);
        if (left) return;
        listener.picture(picture);
        await new Promise((resolve) => setTimeout(resolve, PICTURE_MILLISECONDS));
      }
    } catch (error) {
      fail(error);
    } finally {
      drawing = false;
    }
  };

  const fail = (error: unknown) => {
    if (!left) listener.failed(error);
  };

  start().catch(fail);
  return {
    look(next) {
      view = next;
      if (anything) draw();
    },
    stop() {
      listener.state("stopping");
      job?.cancel();
    },
    resume: () => void start().catch(fail),
    leave() {
      left = true;
      job?.cancel();
    },
  };
}
