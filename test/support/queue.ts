/**
 * Queueing systems in the language of scenario files, and estimates of what theory knows exactly.
 *
 * Time is measured in mean holding times of 10,000 minutes, so that whole minutes do not bias. Every estimate
 * comes from independent replications with a fixed seed: |z| ≤ 4.5, and a 95 % half-width as wide as each test
 * says. That is weaker than the half per cent that the cases themselves ask for, which takes far longer runs: these
 * tests find gross errors, not small ones.
 */
import { expect } from "vitest";
import { createWorld, replicate } from "../../engine/replicate.ts";
import { PER_REPLICATION } from "../../engine/tally/measures.ts";
import { clearTallies, createTallies, N_PER_REPLICATION } from "../../engine/tally/tally.ts";
import { type Document, modelOf } from "./scenario.ts";

/** Minutes of one mean holding time. */
export const HOLDING = 10_000;
const MOST_Z = 4.5;

export interface Stream {
  /** incidents per mean holding time */
  readonly rate: number;
  readonly units?: unknown;
  /** of the first phase; exponential with mean 1 holding if absent */
  readonly duration?: unknown;
  readonly clock?: "served" | "demand";
  readonly force?: string;
  /** more about the need */
  readonly need?: Document;
  readonly severity?: unknown;
  /** instead of Poisson at `rate` */
  readonly arrivals?: Document;
}

export interface Queue {
  /** units by force; the first force is where streams go that name none */
  readonly stock: Readonly<Record<string, number>>;
  readonly streams: readonly Stream[];
  /** holdings */
  readonly warmUp: number;
  readonly horizon: number;
  readonly capability?: Document;
  readonly people?: Document;
  readonly places?: Document;
  readonly observe: Readonly<Record<string, Document>>;
}

export const exponential = (mean = 1): Document => ({ dist: "exponential", mean: Math.round(mean * HOLDING) });
export const minutes = (holdings: number): number => Math.round(holdings * HOLDING);

/** Threats are called s0, s1 … in the order of the streams; the capability is `unit`. */
export function queueScenario(queue: Queue): Document {
  const forces = Object.keys(queue.stock);
  return {
    clock: { horizon: minutes(queue.horizon), warmUp: minutes(queue.warmUp) },
    places: {
      forces: Object.fromEntries(forces.map((id) => [id, {}])),
      travel: { byTier: { local: 0, regional: 0, national: 0 } },
      ...queue.places,
    },
    capabilities: { unit: { donors: "greatest spare", return: "instant", ...queue.capability } },
    people: { holdings: { unit: { units: queue.stock } }, ...queue.people },
    threats: Object.fromEntries(
      queue.streams.map((stream, i) => [
        `s${i}`,
        {
          arrivals: stream.arrivals ?? { poisson: { perDay: (stream.rate * 1440) / HOLDING } },
          where: stream.force ?? forces[0]!,
          ...(stream.severity === undefined ? {} : { severity: stream.severity }),
          phases: [
            {
              duration: stream.duration ?? exponential(),
              clock: stream.clock ?? "served",
              needs: [{ capability: "unit", units: stream.units ?? 1, ...stream.need }],
            },
          ],
        },
      ]),
    ),
    observe: Object.fromEntries(
      Object.entries(queue.observe).map(([id, observation]) => [id, { capability: "unit", ...observation }]),
    ),
  };
}

export interface Sample {
  /** one value a replication, by observation */
  readonly of: Readonly<Record<string, Float64Array>>;
  readonly overtime: Float64Array;
  /** unit-minutes, donor × forces + host */
  readonly flows: readonly Float64Array[];
  readonly runs: number;
  /** minutes of the measured part */
  readonly horizon: number;
}

/**
 * Independent replications of a queue, one value each for every quantity observed. Each test has a seed of its
 * own: with one seed for all, every case would share its luck, and the z of many cases would say little.
 */
export function sample(queue: Queue, runs: number, seed = `other ${expect.getState().currentTestName}`): Sample {
  const model = modelOf(queueScenario(queue));
  const tallies = createTallies(model);
  const world = createWorld(model);
  const of = Object.fromEntries(model.observations.map(({ id }) => [id, new Float64Array(runs)]));
  const overtime = new Float64Array(runs);
  const flows: Float64Array[] = [];
  const overtimeAt = PER_REPLICATION.indexOf("overtimeUnitMinutes");
  for (let run = 0; run < runs; run++) {
    clearTallies(tallies);
    replicate(model, world, tallies, seed, run);
    model.observations.forEach(({ id }, at) => {
      of[id]![run] = tallies.observationSum[at]!;
    });
    overtime[run] = tallies.sum[tallies.layout.cellStart[0]! * N_PER_REPLICATION + overtimeAt]!;
    flows.push(tallies.flows.slice());
  }
  return { of, overtime, flows, runs, horizon: model.horizon };
}

function meanAndError(values: ArrayLike<number>): [number, number] {
  const list = Array.from(values);
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  const squares = list.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return [mean, Math.sqrt(squares / (list.length - 1) / list.length)];
}

/**
 * The mean of `values` is `exact` within 4.5 standard errors, and the 95 % half-width is at most `within` of the
 * exact value.
 */
export function expectMean(what: string, values: ArrayLike<number>, exact: number, within = 0.12): void {
  const [mean, error] = meanAndError(values);
  judge(what, mean, error, exact, within);
}

/** `part` is the share `exact` of `whole`: their difference part − exact × whole has mean 0, whatever the run. */
export function expectShare(
  what: string,
  part: ArrayLike<number>,
  whole: ArrayLike<number>,
  exact: number,
  within = 0.12,
): void {
  const [, error] = meanAndError(Array.from(part, (value, run) => value - exact * whole[run]!));
  const [all] = meanAndError(whole);
  const [some] = meanAndError(part);
  judge(what, some / all, error / all, exact, within);
}

function judge(what: string, mean: number, error: number, exact: number, within: number): void {
  const told = `${what}: ${mean} ± ${1.96 * error}, exactly ${exact}`;
  // once in a thousand million does not happen here
  if (exact < 1e-9) {
    expect(mean, told).toBe(0);
    return;
  }
  if (error === 0) {
    expect(mean, told).toBeCloseTo(exact, 12);
    return;
  }
  expect(Math.abs(mean - exact) / error, told).toBeLessThanOrEqual(MOST_Z);
  expect(1.96 * error, told).toBeLessThanOrEqual(Math.max(within * exact, 2e-3));
}

/** Time average of a level from its unit-minutes. */
export const average = (from: Sample, id: string): Float64Array => from.of[id]!.map((value) => value / from.horizon);
