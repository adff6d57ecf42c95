/** Replications [from, to) of an experiment, entered into the sums of its figures. */
import { createTape, drawTape } from "../../engine/demand/draw-tape.ts";
import type { Model } from "../../engine/model.ts";
import { createWorld, replicate } from "../../engine/replicate.ts";
import { PER_REPLICATION } from "../../engine/tally/measures.ts";
import { clearTallies, createTallies, N_PER_REPLICATION } from "../../engine/tally/tally.ts";
import { modelOf } from "../support/scenario.ts";
import type { Experiment } from "./case.ts";
import { enter, type Run, type Sums, sumsOf } from "./figure.ts";

const OVERTIME = PER_REPLICATION.indexOf("overtimeUnitMinutes");

export type Replications = (from: number, to: number) => Sums;

/** @returns a function that runs replications [from, to); its sums are those of the figures, one after another */
export function openExperiment(experiment: Experiment, seed: string): Replications {
  const model = modelOf(experiment.scenario);
  const replication = experiment.tapeOnly === true ? tapes(model, seed) : responses(model, seed);
  const { figures } = experiment;
  const starts = sumsOf(figures);
  return (from, to) => {
    const sums = new Float64Array(starts[figures.length]!);
    for (let r = from; r < to; r++) {
      const run = replication(r);
      for (let f = 0; f < figures.length; f++) enter(figures[f]!, run, sums, starts[f]!);
    }
    return sums;
  };
}

function responses(model: Model, seed: string): (replication: number) => Run {
  const tallies = createTallies(model);
  const world = createWorld(model);
  const cell = tallies.layout.cellStart[0]! * N_PER_REPLICATION;
  return (replication) => {
    clearTallies(tallies);
    replicate(model, world, tallies, seed, replication);
    return {
      of: Object.fromEntries(model.observations.map(({ id }, at) => [id, tallies.observationSum[at]!])),
      flows: tallies.flows,
      overtimeUnitMinutes: tallies.sum[cell + OVERTIME]!,
      tape: world.tape,
      horizon: model.horizon,
    };
  };
}

function tapes(model: Model, seed: string): (replication: number) => Run {
  const tape = createTape(model);
  return (replication) => {
    drawTape(model, seed, replication, tape);
    return { of: {}, flows: new Float64Array(0), overtimeUnitMinutes: 0, tape, horizon: model.horizon };
  };
}
