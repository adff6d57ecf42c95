/** Opens an exercise for play, in whatever thread: its scenario laid, and the model of its one replication drawn. */
import { createWorld, replicate } from "../engine/replicate.ts";
import { PER_REPLICATION } from "../engine/tally/measures.ts";
import { clearTallies, createTallies, N_PER_REPLICATION } from "../engine/tally/tally.ts";
import { faultsOf } from "../scenarios/exercise/check.ts";
import { type RunValue, runAtPercentile } from "../scenarios/exercise/choose.ts";
import { type LaidExercise, layExercise } from "../scenarios/exercise/lay.ts";
import type { Table } from "../scenarios/exercise/play.ts";
import type { Exercise, Inject } from "../scenarios/exercise/read.ts";
import { RefusedExercise } from "../scenarios/exercise/refused.ts";
import type { ReadOptions } from "../scenarios/format/read.ts";
import { modelOf } from "./exercise-model.ts";
import { modelDrawer } from "./replicator.ts";

export interface ExerciseSource {
  /** the text behind the name of a preset or file */
  readonly load: ReadOptions["load"];
  /** shipped holdings: sensitive capabilities are told by region */
  readonly shipped: boolean | ((laid: LaidExercise) => boolean);
  /** name of the exercise's own file, beside which others are looked for */
  readonly file?: string;
  /** those laid in; default: all */
  readonly injects?: readonly Inject[];
}

export interface Choice {
  readonly capability: string;
  /** 0 the mildest run, 1 the hardest */
  readonly share: number;
  readonly runs: number;
}

/**
 * The exercise with the run that stands at a percentile of unresourced unit-hours, by doctrine and with its injects.
 *
 * @param every called after each run with how many are done
 * @throws RefusedExercise where the scenario does not open, or nothing asks for the capability
 */
export function chooseRun(
  exercise: Exercise,
  { load, file, injects }: ExerciseSource,
  { capability, share, runs }: Choice,
  every: (done: number) => void = () => undefined,
): Exercise {
  const { resolved, scenarioHash } = layExercise(exercise, load, file, injects);
  const { seed } = exercise;
  const draw = modelDrawer({ resolved, scenarioHash, seed, replications: runs, outer: null });
  const first = draw(0);
  const cap = first.capabilities.findIndex(({ id }) => id === capability);
  if (cap < 0) throw new RefusedExercise([`Nothing in this scenario asks for "${capability}".`]);
  const world = createWorld(first);
  const tallies = createTallies(first);
  const values: RunValue[] = [];
  for (let replication = 0; replication < runs; replication++) {
    clearTallies(tallies);
    replicate(draw(replication), world, tallies, seed, replication);
    values.push({
      replication,
      unitHours: tallies.sum[tallies.layout.cellStart[cap]! * N_PER_REPLICATION + SHORT]! / 60,
    });
    every(replication + 1);
  }
  const { replication, unitHours } = runAtPercentile(values, share);
  return { ...exercise, replication, chosen: { capability, share, runs, unitHours } };
}

const SHORT = PER_REPLICATION.indexOf("unresourcedUnitMinutes");

/** @throws RefusedExercise with every fault of the scenario and the injects */
export function openExercise(exercise: Exercise, { load, shipped, file, injects }: ExerciseSource): Table {
  const laid = layExercise(exercise, load, file, injects);
  const { resolved, scenarioHash } = laid;
  const model = modelOf({ exercise, resolved, scenarioHash });
  if (model.warmUp > 0) throw new RefusedExercise(["An exercise starts with its clock: leave the warm-up out."]);
  const table = {
    exercise,
    resolved,
    scenarioHash,
    model,
    shipped: typeof shipped === "boolean" ? shipped : shipped(laid),
  };
  const faults = faultsOf(table);
  if (faults.length > 0) throw new RefusedExercise(faults);
  return table;
}
