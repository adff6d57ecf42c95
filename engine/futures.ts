/**
 * Many futures of one history: a replication as it was until a minute, then as other replications go on, answered under
 * several lists of decisions. What the lists differ in is compared on the same future each time.
 */
import { continueTape } from "./demand/continue-tape.ts";
import { createTape, drawTape } from "./demand/draw-tape.ts";
import { inOneShape, type Model, NONE } from "./model.ts";
import { answerTape, createWorld } from "./replicate.ts";
import { clearTallies, createTallies, type Tallies } from "./tally/tally.ts";

export interface Futures {
  readonly seed: string;
  /** whose history it is */
  readonly replication: number;
  /** the first minute that may differ */
  readonly minute: number;
  readonly futures: number;
  /** threats of which all incidents are those of the history */
  readonly kept: readonly number[];
}

/**
 * @param plans models that differ in their decisions from `minute` on alone
 * @param see called for each future and plan, in order, with tallies of that one run, which are used again
 */
export function answerFutures(
  plans: readonly Model[],
  { seed, replication, minute, futures, kept }: Futures,
  see: (future: number, plan: number, tallies: Tallies) => void,
): void {
  const models = plans.map(inOneShape);
  const [first] = models;
  if (first === undefined) return;
  const history = createTape(first);
  drawTape(first, seed, replication, history);
  const begun = begunBy(first, seed, replication, minute);
  const other = createTape(first);
  const world = createWorld(first);
  const tallies = createTallies(first);
  const fixed = new Set(kept);
  for (let future = 0; future < futures; future++) {
    // its own number is left out: that future is the one that was played
    drawTape(first, seed, future < replication ? future : future + 1, other);
    continueTape(world.tape, history, other, first, minute, fixed, begun);
    models.forEach((model, plan) => {
      clearTallies(tallies);
      answerTape(model, world, tallies, seed, replication);
      see(future, plan, tallies);
    });
  }
}

/** Phases of each incident that have begun before a minute. */
function begunBy(model: Model, seed: string, replication: number, minute: number): Int32Array {
  const world = createWorld(model);
  let begun: Int32Array | null = null;
  world.watch = (w, next) => {
    if (begun !== null || next < minute) return;
    begun = Int32Array.from({ length: w.tape.nIncidents }, (_, incident) => {
      const phase = w.iPhase[incident]!;
      if (phase === NONE) return 0;
      return phase < 0 ? w.tape.nPhases[incident]! : phase + 1;
    });
  };
  drawTape(model, seed, replication, world.tape);
  answerTape(model, world, createTallies(model), seed, replication);
  return begun ?? new Int32Array(world.tape.nIncidents);
}
