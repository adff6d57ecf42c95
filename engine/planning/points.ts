/**
 * What one point of a plan told: the values of each of its runs, for the whole country, by capability.
 *
 * A point is the scenario with some things said otherwise. All points run on the same replications, so that what
 * differs between two of them is what was said otherwise, and not luck.
 */
import { type Model, withoutSeries } from "../model.ts";
import { createWorld, replicate } from "../replicate.ts";
import { REASONS } from "../tally/measures.ts";
import { READINGS, REASON_READINGS } from "../tally/readings.ts";
import { createTallies } from "../tally/tally.ts";

export interface CapabilityAtPoint {
  readonly id: string;
  readonly name: string;
  /** 1 where the run ran out nationally; shape [nRuns] */
  readonly runOut: Uint8Array;
  /** unit-minutes unfilled; shape [nRuns] */
  readonly unresourcedMinutes: Float64Array;
  /** unit-minutes asked for; shape [nRuns] */
  readonly requiredMinutes: Float64Array;
  /** runs in which some need was answered from outside its force, and its region */
  readonly leftForce: number;
  readonly leftRegion: number;
  /** unit-minutes over all runs, in the order of `REASONS` */
  readonly reasonMinutes: Float64Array;
}

export interface PointOutcome {
  /** position in the plan's list of points */
  readonly point: number;
  readonly nRuns: number;
  readonly events: number;
  readonly capabilities: readonly CapabilityAtPoint[];
}

/**
 * Run replications [0, nRuns) of a point.
 *
 * @param modelOf the model of a replication; all of one shape
 * @throws EngineFault, with the replication in its message
 */
export function runPoint(
  point: number,
  modelOf: (replication: number) => Model,
  seed: string,
  nRuns: number,
): PointOutcome {
  const model = withoutSeries(modelOf(0));
  const tallies = createTallies(model);
  const world = createWorld(model);
  const capabilities = model.capabilities.map(({ id, name }) => ({
    ...{ id, name, leftForce: 0, leftRegion: 0 },
    runOut: new Uint8Array(nRuns),
    unresourcedMinutes: new Float64Array(nRuns),
    requiredMinutes: new Float64Array(nRuns),
    reasonMinutes: new Float64Array(REASONS.length),
  }));
  for (let run = 0; run < nRuns; run++) {
    replicate(withoutSeries(modelOf(run)), world, tallies, seed, run);
    capabilities.forEach((of, cap) => {
      const cell = tallies.layout.cellStart[cap]!;
      of.runOut[run] = READINGS.runOut(tallies, cell);
      of.unresourcedMinutes[run] = READINGS.unresourcedUnitMinutes(tallies, cell);
      of.requiredMinutes[run] = READINGS.requiredUnitMinutes(tallies, cell);
    });
  }
  // Tallies only grow: a run's own value is what they grew by (counts that pass 255 wrap, their differences do not).
  capabilities.forEach((of, cap) => {
    const cell = tallies.layout.cellStart[cap]!;
    for (const values of [of.runOut, of.unresourcedMinutes, of.requiredMinutes]) {
      for (let run = nRuns - 1; run > 0; run--) values[run]! -= values[run - 1]!;
    }
    of.leftForce = READINGS.leftForce(tallies, cell);
    of.leftRegion = READINGS.leftRegion(tallies, cell);
    REASON_READINGS.forEach((reading, i) => {
      of.reasonMinutes[i] = reading(tallies, cell);
    });
  });
  return { point, nRuns, events: tallies.events, capabilities };
}

/** How many runs of a point ran out. */
export function runOuts({ runOut }: Pick<CapabilityAtPoint, "runOut">): number {
  let count = 0;
  for (const one of runOut) count += one;
  return count;
}

export function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return values.length === 0 ? Number.NaN : sum / values.length;
}
