/**
 * Looks at a replication while it runs: who stands where by tier on the hour, and what of it a reader wants told.
 *
 * At the first event of a later minute the world stands as at the end of the minute before, but for that one event:
 * levels are read from the accounts, which are entered when a minute ends, and where batches are counted the event is
 * taken back.
 */
import { type Model, NONE } from "../../engine/model.ts";
import { replicate, type TraceEvent, type World } from "../../engine/replicate.ts";
import { STATE } from "../../engine/response/world.ts";
import { createTallies, type Tallies } from "../../engine/tally/tally.ts";
import { createTeller } from "../../scenarios/exercise/teller.ts";
import type { Story } from "./story.ts";

/** Levels of a frame, in this order. */
export const FRAME_LEVELS = ["required", "onTheGround", "coming", "resting", "unfilled"] as const;

/** Units on the ground on the hour by the tier that sent them; (tier − 1) × nForces × nBuckets + host × nBuckets + bucket. */
export type ByTier = Float32Array;

/** Runs a replication and adds where its units came from, hour by hour. */
export function addByTier(
  model: Model,
  world: World,
  tallies: Tallies,
  seed: string,
  replication: number,
  cap: number,
  into: ByTier,
): void {
  const { nBuckets, bucketMinutes } = tallies.layout;
  let next = 0;
  const until = (minute: number, event: TraceEvent | null) => {
    if (minute <= next * bucketMinutes || next >= nBuckets) return;
    const now = groundByTier(world, cap);
    if (event !== null) takeBack(model, cap, event, now);
    for (; next < nBuckets && next * bucketMinutes < minute; next++) {
      now.forEach((units, i) => {
        into[i * nBuckets + next]! += units;
      });
    }
  };
  world.trace = (event) => until(event.minute, event);
  try {
    replicate(model, world, tallies, seed, replication);
    until(model.horizon + 1, null);
  } finally {
    world.trace = null;
  }
}

/** What the event has done already to those on the ground; a release is told before it changes anything. */
const DONE: Readonly<Record<string, number>> = {
  "on the ground": 1,
  "back on duty": 1,
  "rests at home": -1,
  "rests near the host": -1,
};

function takeBack(model: Model, cap: number, event: TraceEvent, ground: Float64Array): void {
  const sign = DONE[event.event];
  if (sign === undefined || event.capability !== model.capabilities[cap]!.id) return;
  const host = model.holderIds.indexOf(String(event.host));
  ground[(Number(event.tier) - 1) * model.nForces + host]! -= sign * Number(event.units);
}

function groundByTier(w: World, cap: number): Float64Array {
  const { nForces } = w;
  const out = new Float64Array(4 * nForces);
  for (let batch = 0; batch < w.nBatchRows; batch++) {
    const need = w.bNeed[batch]!;
    if (need === NONE || w.bState[batch] !== STATE.onTheGround || w.nCap[need] !== cap) continue;
    out[(Math.max(1, w.bTier[batch]!) - 1) * nForces + w.bHost[batch]!]! += w.bCount[batch]!;
  }
  return out;
}

/** What is told of a run, and of whom. */
export interface StoryOf {
  readonly seed: string;
  readonly replication: number;
  readonly capability: number;
  /** forces are not named; their regions are */
  readonly byRegionOnly: boolean;
}

/** One replication of one capability: what happened, in words, and how it stood after each minute in which it did. */
export function storyOf(model: Model, world: World, of: StoryOf): Story {
  const { nForces } = model;
  const teller = createTeller(model, of);
  const minutes: number[] = [];
  const frames: Int32Array[] = [];
  const moves: Int32Array[] = [];
  let open: number | null = null;
  let told = 0;
  const close = () => {
    if (open === null) return;
    const { levels, away } = frameOf(world, of.capability, nForces, open);
    teller.endOfMinute(open, levels.subarray(4 * nForces));
    if (teller.lines().length === told) return;
    told = teller.lines().length;
    minutes.push(open);
    frames.push(levels);
    moves.push(away);
  };
  world.trace = (event: TraceEvent) => {
    if (open !== null && event.minute !== open) close();
    open = event.minute;
    teller.tell(event);
  };
  try {
    replicate(model, world, createTallies(model), of.seed, of.replication);
    close();
  } finally {
    world.trace = null;
  }
  const levels = new Int32Array(frames.length * FRAME_LEVELS.length * nForces);
  frames.forEach((frame, i) => {
    levels.set(frame, i * FRAME_LEVELS.length * nForces);
  });
  return { replication: of.replication, lines: teller.lines(), minutes: Int32Array.from(minutes), levels, moves };
}

/** How a capability stood at the end of a minute: levels by host, and who had sent whom how many. */
function frameOf(w: World, cap: number, nForces: number, minute: number): { levels: Int32Array; away: Int32Array } {
  const levels = new Int32Array(FRAME_LEVELS.length * nForces);
  for (let need = 0; need < w.tape.nNeeds; need++) {
    if (w.nCap[need] !== cap) continue;
    const host = w.nHost[need]!;
    levels[host]! += w.aRequired[need]!;
    levels[nForces + host]! += w.aGround[need]!;
    levels[2 * nForces + host]! += w.aTransit[need]!;
    levels[3 * nForces + host]! += w.aResting[need]!;
    levels[4 * nForces + host]! += w.aShort[need]!;
  }
  const sent = new Map<number, number>();
  for (let batch = 0; batch < w.nBatchRows; batch++) {
    const need = w.bNeed[batch]!;
    if (need === NONE || w.bState[batch] === STATE.spare || w.nCap[need] !== cap) continue;
    const [donor, host] = [w.bHolder[batch]!, w.bHost[batch]!];
    // Whoever was sent in this very minute was at home when the last one ended.
    if (donor === host || (w.bAllocated[batch] === w.now && w.now > minute)) continue;
    const key = donor * nForces + host;
    sent.set(key, (sent.get(key) ?? 0) + w.bCount[batch]!);
  }
  const away = Int32Array.from([...sent].flatMap(([key, units]) => [Math.floor(key / nForces), key % nForces, units]));
  return { levels, away };
}
