/**
 * One replication from seed to tallies: draw the demand tape, answer it, fold it in.
 *
 * The result depends on (model, seed, replication) only: not on which world ran it, nor on what it ran before.
 */
import { drawTape } from "./demand/draw-tape.ts";
import { nextWord, openStream, STREAM_WORDS } from "./kernel/streams.ts";
import { inOneShape, type Model } from "./model.ts";
import { closeAccounts, foldReplication } from "./response/fold.ts";
import { isLean } from "./response/lean/class.ts";
import { respondLean } from "./response/lean/respond.ts";
import { respond } from "./response/respond.ts";
import type { TraceSink } from "./response/trace.ts";
import { resetRows, resetWorld, World } from "./response/world.ts";
import { seriesToAddTo } from "./tally/series.ts";
import { createTallies, type Tallies } from "./tally/tally.ts";

export type { TraceEvent, TraceSink } from "./response/trace.ts";
export type { World } from "./response/world.ts";

const words = new Int32Array(STREAM_WORDS);

/** A world for models of this shape (same index spaces, buckets and observations). */
export function createWorld(model: Model): World {
  return new World(model);
}

/** A world that answers the tapes drawn into `first`'s, for a plan that changes no demand. */
export function createWorldBeside(first: World, model: Model): World {
  return new World(model, first.tape);
}

/**
 * Run replication `replication` and add it to `tallies`.
 *
 * @param world reused from replication to replication; must have been made for a model of the same shape
 * @throws EngineFault if an accounting identity does not hold
 */
export function replicate(given: Model, world: World, tallies: Tallies, seed: string, replication: number): void {
  const model = inOneShape(given);
  drawTape(model, seed, replication, world.tape);
  answerTape(model, world, tallies, seed, replication);
}

/**
 * Answer the tape of this replication that `world.tape` already holds, and add what comes of it to `tallies`.
 *
 * @param model in one shape; its demand is that of the model that the tape was drawn for
 */
export function answerTape(model: Model, world: World, tallies: Tallies, seed: string, replication: number): void {
  resetWorld(world, model, seed, replication);
  resetRows(world);
  openStream(words, seed, "refusal", replication);
  world.refusalWord = nextWord(words);
  world.series = seriesToAddTo(tallies.seriesStore);
  if (world.trace === null && world.watch === null && isLean(model)) respondLean(world);
  else {
    respond(world);
    closeAccounts(world);
  }
  foldReplication(world, tallies);
}

/** Run one replication and tell `sink` every event in order; leaves no tallies behind. */
export function traceReplication(model: Model, world: World, seed: string, replication: number, sink: TraceSink): void {
  world.trace = sink;
  try {
    replicate(model, world, createTallies(model), seed, replication);
  } finally {
    world.trace = null;
  }
}
