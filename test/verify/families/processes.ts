/** Arrivals and amounts, as the demand tape has them: nobody responds. */

import type { DemandTape } from "../../../engine/demand/tape.ts";
import { NONE } from "../../../engine/model.ts";
import type { Document } from "../../support/scenario.ts";
import type { Case, Experiment } from "../case.ts";
import { chance, type Figure, type Run, value } from "../figure.ts";

/** Minutes of an hour of these cases, so that whole minutes do not bias. */
const HOUR = 1000;

/** A country where incidents are counted. */
function counting(forces: readonly string[], arrivals: Document, hours: number, more: Document = {}): Document {
  const { warmUp = 0, severity, where = forces[0]! } = more as { warmUp?: number; severity?: unknown; where?: unknown };
  return {
    clock: { horizon: Math.round(hours * HOUR), warmUp: Math.round(warmUp * HOUR) },
    places: { forces: Object.fromEntries(forces.map((id, i) => [id, { xy: [50 * i, 0] }])) },
    capabilities: { unit: {} },
    people: { holdings: { unit: { units: Object.fromEntries(forces.map((id) => [id, 1])) } } },
    threats: {
      event: {
        arrivals,
        where,
        ...(severity === undefined ? {} : { severity }),
        phases: [{ duration: 1, needs: [{ capability: "unit", units: 1 }] }],
      },
    },
  };
}

/** Incidents in the measured part, at a force if one is named. */
function countOf(tape: DemandTape, force = NONE): number {
  let n = 0;
  for (let i = 0; i < tape.nIncidents; i++) {
    if (tape.minute[i]! >= 0 && (force === NONE || tape.force[i] === force)) n++;
  }
  return n;
}

const squaredFrom = (mean: number, x: number): number => (x - mean) * (x - mean);

type Excited = Case<{ mu: number; alpha: number; beta: number; horizon: number }>;

/** Hawkes arrivals by branching: counts from empty and in the steady state, clusters. */
export function hawkes(one: Case<never>): Experiment[] {
  return one.id === "hawkes-3d" || Array.isArray((one.params as { mu: unknown }).mu)
    ? severalForces(one as Case<SeveralForces>)
    : oneForce(one as Excited);
}

function oneForce({ params, expected: e }: Excited): Experiment[] {
  const { mu, alpha, beta, horizon } = params;
  const arrivals = {
    hawkes: {
      perDay: (mu * 1440) / HOUR,
      meanChildren: alpha / beta,
      lag: { dist: "exponential", mean: HOUR / beta },
    },
  };
  // what happened before the start is forgotten at the rate beta − alpha
  const memory = 14 / (beta - alpha);
  const count = ({ tape }: Run): number => countOf(tape);
  const fromEmpty = counting(["here"], arrivals, horizon);
  const steady = counting(["here"], arrivals, horizon, { warmUp: memory });
  const far = 60 * horizon;
  const clusters = counting(["here"], { hawkes: { ...arrivals.hawkes, until: Math.round(4 * horizon * HOUR) } }, far);
  return [
    {
      scenario: fromEmpty,
      tapeOnly: true,
      figures: [
        value("mean_count_from_empty", e.mean_count_from_empty!, count),
        value("var_count_from_empty", e.var_count_from_empty!, (run) =>
          squaredFrom(e.mean_count_from_empty!, count(run)),
        ),
        chance("p_no_event_from_empty", e.p_no_event_from_empty!, (run) => count(run) === 0),
      ],
      runs: 4000,
    },
    {
      scenario: steady,
      tapeOnly: true,
      figures: [
        value("mean_count_stationary", e.mean_count_stationary!, count),
        value("stationary_rate", e.stationary_rate!, (run) => count(run) / horizon),
        value("var_count_stationary", e.var_count_stationary!, (run) =>
          squaredFrom(e.mean_count_stationary!, count(run)),
        ),
      ],
      runs: 3000,
    },
    {
      scenario: clusters,
      tapeOnly: true,
      figures: clusterFigures(e),
      runs: 300,
    },
  ];
}

/** Sizes of the clusters that the immigrants of a run start, and their children within the first hour. */
function clusterFigures(e: Readonly<Record<string, number>>): Figure[] {
  let seen: { run: Run; told: ReturnType<typeof clustersOf> } | null = null;
  const told = (run: Run) => {
    if (seen?.run !== run) seen = { run, told: clustersOf(run.tape, HOUR) };
    return seen.told;
  };
  const perCluster = (key: string, of: (size: number) => number): Figure => ({
    key,
    exact: e[key]!,
    part: (run) => told(run).sizes.reduce((sum, size) => sum + of(size), 0),
    whole: (run) => told(run).sizes.length,
  });
  const perEvent = (key: string, part: (run: Run) => number): Figure => ({
    key,
    exact: e[key]!,
    part,
    whole: (run) => told(run).events,
  });
  return [
    perCluster("mean_cluster_size", (size) => size),
    perCluster("var_cluster_size", (size) => squaredFrom(e.mean_cluster_size!, size)),
    perCluster("p_cluster_size_1", (size) => Number(size === 1)),
    perCluster("p_cluster_size_ge_10", (size) => Number(size >= 10)),
    perEvent("branching_ratio", (run) => told(run).children),
    // of all generations
    perEvent("mean_offspring_within_1h", (run) => told(run).soon),
  ];
}

function clustersOf(tape: DemandTape, soonMinutes: number) {
  const root = new Int32Array(tape.nIncidents);
  const sizes = new Map<number, number>();
  let children = 0;
  let soon = 0;
  for (let i = 0; i < tape.nIncidents; i++) {
    const parent = tape.parent[i]!;
    root[i] = parent === NONE ? i : root[parent]!;
    sizes.set(root[i]!, (sizes.get(root[i]!) ?? 0) + 1);
    if (parent === NONE) continue;
    children++;
    for (let a = parent; a !== NONE && tape.minute[i]! - tape.minute[a]! <= soonMinutes; a = tape.parent[a]!) soon++;
  }
  return { sizes: [...sizes.values()], events: tape.nIncidents, children, soon };
}

type SeveralForces = { mu: readonly number[]; branching: readonly (readonly number[])[] };

/** Row g, column f of `branching`: mean children at force g of an incident at force f. */
function severalForces({ params, expected: e }: Case<SeveralForces>): Experiment[] {
  const { mu, branching } = params;
  const forces = mu.map((_, i) => `f${i}`);
  const total = mu.reduce((sum, rate) => sum + rate, 0);
  const hours = 400;
  const arrivals = {
    hawkes: {
      perDay: (total * 1440) / HOUR,
      lag: { dist: "exponential", mean: HOUR },
      kernel: Object.fromEntries(
        forces.map((parent, f) => [parent, Object.fromEntries(forces.map((child, g) => [child, branching[g]![f]!]))]),
      ),
    },
  };
  const where = { weights: Object.fromEntries(forces.map((id, i) => [id, mu[i]!])) };
  return [
    {
      scenario: counting(forces, arrivals, hours, { warmUp: 60, where }),
      tapeOnly: true,
      figures: forces.map((_, f) =>
        value(`stationary_rate_${f}`, e[`stationary_rate_${f}`]!, ({ tape }) => countOf(tape, f) / hours),
      ),
      runs: 400,
    },
  ];
}

type Sine = Case<{ base: number; amplitude: number; phase_h: number; t1: number; t2: number }>;

/** A Poisson process whose rate follows the day, in steps of two minutes of the hour. */
export function sine({ params, expected: e }: Sine): Experiment[] {
  const { base, amplitude, phase_h, t1, t2 } = params;
  const grain = 30;
  const steps = Array.from({ length: (t2 - t1) * grain }, (_, i) => ({
    from: Math.round((i / grain) * HOUR),
    factor: 1 + amplitude * Math.sin((2 * Math.PI * (t1 + (i + 0.5) / grain + phase_h)) / 24),
  }));
  const half = ((t2 - t1) / 2) * HOUR;
  return [
    {
      scenario: counting(["here"], { poisson: { perDay: (base * 1440) / HOUR, steps } }, t2 - t1),
      tapeOnly: true,
      figures: [
        value("mean_count", e.mean_count!, ({ tape }) => countOf(tape)),
        value("var_count", e.var_count!, ({ tape }) => squaredFrom(e.mean_count!, countOf(tape))),
        chance("p_zero", e.p_zero!, ({ tape }) => countOf(tape) === 0),
        complement("p_ge_5", e.p_ge_5!, ({ tape }) => countOf(tape) < 5),
        complement("p_first_event_by_midpoint", e.p_first_event_by_midpoint!, ({ tape }) => {
          for (let i = 0; i < tape.nIncidents; i++) if (tape.minute[i]! < half) return false;
          return true;
        }),
      ],
      runs: 4000,
    },
  ];
}

/** A probability near 1 is judged by what does not happen. */
function complement(key: string, exact: number, fails: (run: Run) => boolean): Figure {
  return exact > 0.99 ? chance(`1 − ${key}`, Math.max(0, 1 - exact), fails) : chance(key, exact, (run) => !fails(run));
}

type Compound = Case<{ mean_events: string; sizes: readonly { units: number; p: string }[] }>;

/** Units asked for in all by a Poisson number of incidents of random sizes. */
export function compound({ params, expected: e }: Compound): Experiment[] {
  const hours = 10;
  const severity = { levels: Object.fromEntries(params.sizes.map(({ units, p }) => [String(units), Number(p)])) };
  const arrivals = { poisson: { perDay: ((Number(params.mean_events) / hours) * 1440) / HOUR } };
  const total = ({ tape }: Run): number => {
    let units = 0;
    for (let i = 0; i < tape.nIncidents; i++) units += tape.severity[i]!;
    return units;
  };
  const above = Object.keys(e).flatMap((key) => {
    const match = /^p_total_gt_(\d+)$/.exec(key);
    return match === null ? [] : [{ key, than: Number(match[1]) }];
  });
  return [
    {
      scenario: counting(["here"], arrivals, hours, { severity }),
      tapeOnly: true,
      figures: [
        value("mean", e.mean!, total),
        value("variance", e.variance!, (run) => squaredFrom(e.mean!, total(run))),
        chance("p_zero", e.p_zero!, (run) => total(run) === 0),
        ...above.map(({ key, than }) =>
          e[key]! > 0.99
            ? chance(`1 − ${key}`, 1 - e[key]!, (run) => total(run) <= than)
            : chance(key, e[key]!, (run) => total(run) > than),
        ),
      ],
      runs: 4000,
    },
  ];
}

interface Order {
  readonly dist: string;
  readonly rate?: number;
  readonly mean?: number;
  readonly cv?: string;
  readonly n: number;
  readonly k: number;
}

/** The k-th of n mobilisation times: when so few of n incidents that begin at once are still open. */
export function orderStatistic({ params, expected: e }: Case<Order>): Experiment[] {
  const { dist, n, k } = params;
  const hour = 10_000;
  const duration =
    dist === "exponential"
      ? { dist, mean: Math.round(hour / params.rate!) }
      : { dist, mean: params.mean! * hour, cv: Number(params.cv) };
  const time = ({ of }: Run): number => of.time! / hour;
  const spread = (mean: number) => (run: Run) => squaredFrom(mean, time(run));
  const figures: Figure[] = [value("mean", e.mean!, time)];
  if (e.variance !== undefined) figures.push(value("variance", e.variance, spread(e.mean!)));
  if (e.sd !== undefined) figures.push(value("sd (squared)", e.sd * e.sd, spread(e.mean!)));
  for (const [key, share] of Object.entries(e)) {
    const limit = /^p_(?:le_(\d+)|within_(\d+)h)$/.exec(key);
    if (limit !== null) {
      const until = Number(limit[1] ?? limit[2]);
      figures.push(complement(key, share, (run) => time(run) > until));
    }
  }
  if (e.median !== undefined) {
    const median = e.median;
    figures.push({
      key: "median",
      exact: median,
      part: (run) => Number(time(run) > median),
      quantile: {
        share: 0.5,
        near: (run) => [Number(time(run) > 0.99 * median), Number(time(run) > 1.01 * median)],
      },
    });
  }
  return [
    {
      scenario: {
        clock: { horizon: 400 * hour },
        places: { forces: { here: {} }, travel: { byTier: { local: 0, regional: 0, national: 0 } } },
        capabilities: { unit: { return: "instant" } },
        people: { holdings: { unit: { units: { here: n } } } },
        threats: {
          team: {
            arrivals: { schedule: Array.from({ length: n }, () => ({ at: 0, where: "here" })) },
            where: "here",
            phases: [{ duration, needs: [{ capability: "unit", units: 1 }] }],
          },
        },
        observe: {
          time: { capability: "unit", quantity: "timeAtLeast", level: "required", atLeast: n - k + 1 },
        },
      },
      figures,
      runs: 4000,
    },
  ];
}
