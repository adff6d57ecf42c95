/**
 * One run of one scenario: replications in the pool of web workers, parts to the desk, pictures to the page. It can
 * be paused, stopped, taken up again where it is, lengthened, and looked at elsewhere at any time.
 */
import type { PackedTallies } from "../engine/tally/pack.ts";
import BrowserWorker from "../workers/browser.ts?worker";
import { browserHandle } from "../workers/handles.ts";
import { createPool, type Job, joinedRanges, type Pool, type Range } from "../workers/pool.ts";
import type { Plan } from "../workers/replicator.ts";
import { countOf, missing } from "./covered.ts";
import type { Desk, Ended, Opened, Picture, View } from "./desk/protocol.ts";

/** Pausing keeps the workers, stopping ends them. */
export type State = "running" | "pausing" | "paused" | "stopping" | "stopped" | "done";

/** A digest, or why there is none: runs are under way, none was finished, some in between were lost, or it follows. */
export type Vouched = { readonly digest: string } | "under way" | "nothing" | "gap" | "coming";

export interface Listener {
  state(state: State): void;
  vouched(vouched: Vouched): void;
  progress(done: number, total: number): void;
  picture(picture: Picture): void;
  failed(error: unknown): void;
}

export interface Session {
  /** Shows another capability or scope; null: what ran out most often. */
  look(view: View | null): void;
  /** At the next block's border; the workers wait. */
  pause(): void;
  /** Within 200 ms: who has not handed over by then is ended, and what was under way is lost. No worker is left. */
  stop(): void;
  /** Goes on to the number of runs asked for; what was lost is run again. */
  resume(): void;
  /** As many runs more. Not for a run with outer draws, where the number of runs decides which run has which draw. */
  more(runs: number): void;
  /** Stops for good; nothing is heard of it any more. */
  leave(): void;
}

export type RunPool = Pool<Plan, PackedTallies>;

/**
 * The same workers for another kind of job (workers/jobs.ts): comparisons, plans run by run, points of a sweep.
 * Jobs under way at once take turns block by block.
 */
export function poolFor<OtherPlan, Part>(pool: RunPool): Pool<OtherPlan, Part> {
  return pool as unknown as Pool<OtherPlan, Part>;
}

/** Between two pictures; redrawing more often would only flicker. */
const PICTURE_MILLISECONDS = 220;
/** Short enough that a stop rarely loses anything. */
const BLOCK_MILLISECONDS = 60;
/** The first part comes after the first run; handing over costs as much as a run or two. */
const FIRST_HAND_OVER_MILLISECONDS = 0;
const HAND_OVER_MILLISECONDS = 1500;
const STOP_MILLISECONDS = 110;
const MOST_WORKERS = 16;

/** One core is left to the page and its desk. */
export function openPool(): RunPool {
  const cores = navigator.hardwareConcurrency || 2;
  const nWorkers = Math.min(MOST_WORKERS, Math.max(1, cores - 1));
  return createPool(() => browserHandle<Plan, PackedTallies>(new BrowserWorker({ name: "replications" })), nWorkers);
}

export function startSession(
  pool: RunPool,
  desk: Desk,
  opened: Opened,
  first: View | null,
  listener: Listener,
): Session {
  const { run, plan } = opened;
  let view = first;
  let total = plan.replications;
  let job: Job | null = null;
  /** what the desk has, in order, neighbours joined */
  let covered: readonly Range[] = [];
  let state: State = "stopped";
  let left = false;
  let drawing = false;
  let wanted = false;

  const turn = (next: State) => {
    state = next;
    if (left) return;
    // First, so that nobody reads a digest of fewer runs once it says that all are there.
    listener.vouched(vouchedFor(null));
    listener.state(next);
  };
  const vouchedFor = (digest: string | null): Vouched => {
    if (isUnderWay(state)) return "under way";
    if (covered.length === 0) return "nothing";
    if (endOf(state, covered) === null) return "gap";
    return digest === null ? "coming" : { digest };
  };

  const start = async () => {
    if (state === "running") return;
    turn("running");
    for (const range of missing(covered, total)) {
      const before = countOf(covered);
      job = pool.start(plan, range, {
        blockMilliseconds: BLOCK_MILLISECONDS,
        firstHandOverMilliseconds: FIRST_HAND_OVER_MILLISECONDS,
        handOverMilliseconds: HAND_OVER_MILLISECONDS,
        onPart(part, ranges) {
          if (left) return;
          covered = joinedRanges([...covered, ...ranges]);
          desk.add(run, part).catch(fail);
          draw();
        },
        onProgress: ({ done }) => {
          if (!left) listener.progress(before + done, total);
        },
      });
      const { complete } = await job.done;
      job = null;
      if (left) return;
      if (!complete) break;
    }
    if (state === "stopping") pool.release();
    listener.progress(countOf(covered), total);
    const all = countOf(covered) === total;
    turn(all ? "done" : state === "stopping" ? "stopped" : "paused");
    if (covered.length > 0) draw();
  };

  /** Draws as often as it can, one at a time, and once more if something changed meanwhile. */
  const draw = async () => {
    wanted = true;
    if (drawing) return;
    drawing = true;
    try {
      while (wanted && !left) {
        wanted = false;
        const end = endOf(state, covered);
        const picture = await desk.picture(run, view, end);
        if (left) return;
        // The run may have gone on meanwhile: the digest is of what it was.
        const still = end !== null && end.to === endOf(state, covered)?.to;
        listener.vouched(vouchedFor(still ? picture.digest : null));
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
  const begin = () => void start().catch(fail);

  begin();
  return {
    look(next) {
      view = next;
      if (covered.length > 0) draw();
    },
    pause() {
      if (state !== "running") return;
      turn("pausing");
      job?.cancel();
    },
    stop() {
      if (state === "paused") {
        pool.release();
        turn("stopped");
      }
      if (state !== "running" && state !== "pausing") return;
      turn("stopping");
      job?.cancel();
      setTimeout(() => {
        if (state === "stopping") pool.release();
      }, STOP_MILLISECONDS);
    },
    resume: begin,
    more(runs) {
      total += runs;
      begin();
    },
    leave() {
      left = true;
      if (state === "running" || state === "pausing" || state === "stopping") {
        job?.cancel();
        // A long replication would keep the next run waiting.
        const last = job;
        setTimeout(() => last !== null && job === last && pool.release(), STOP_MILLISECONDS);
      }
    },
  };
}

/** The runs that a digest can vouch for, once nothing is under way: all from the first on, without a gap. */
function endOf(state: State, covered: readonly Range[]): Ended | null {
  const [first, ...others] = covered;
  if (isUnderWay(state)) return null;
  return first === undefined || first[0] !== 0 || others.length > 0 ? null : { from: 0, to: first[1] };
}

function isUnderWay(state: State): boolean {
  return state === "running" || state === "pausing" || state === "stopping";
}
