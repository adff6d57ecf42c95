/** Loss systems of several forces: own people first, then the region, then the country. */
import type { Case, Experiment } from "../case.ts";
import { type Control, endless, type Sizes } from "../endless.ts";
import { average, averageLess, controlled, type Figure, share } from "../figure.ts";
import {
  counted,
  each,
  LOST,
  levelMinutes,
  levelSquares,
  of,
  queueScenario,
  regionsOf,
  timeAtLeast,
} from "../queue.ts";
import { overflow } from "./loss.ts";

const RUNS = 60;
const busyOf = (force: string) => levelMinutes("busy", { force });

/** What demand with units without end would have had: of all, and beyond each of these stocks. */
function stepsOf(load: number, sizes: Sizes, stocks: readonly number[]): Control[] {
  const demand = endless(load, undefined, sizes);
  return [
    demand.average((units) => units),
    ...stocks.flatMap((stock) => [
      demand.average((units) => Number(units >= stock)),
      demand.average((units) => Math.max(0, units - stock)),
    ]),
  ];
}
const ALONE: Sizes = [{ units: 1, p: 1 }];

type Ladder = Case<{ load: number; tier_units: readonly [number, number, number] }>;

/** One stream: what the force cannot serve goes to the region, then to the country. */
export function ladder({ params, expected: e }: Ladder, long: boolean): Experiment[] {
  const [local, regional, national] = params.tier_units;
  return [
    {
      scenario: queueScenario({
        stock: { here: local, near: regional, far: national },
        streams: [{ rate: params.load, need: LOST }],
        places: { schemes: regionsOf(["here", "near", "far"], [0, 0, 1]) },
        warmUp: 20,
        horizon: long ? Math.max(240, 16_000 / params.load) : Math.min(500, 2_500 / params.load),
        observe: {
          here: busyOf("here"),
          near: busyOf("near"),
          far: busyOf("far"),
          asked: counted("asked"),
          lost: counted("lapsed"),
          leftForce: counted("leftForce"),
          leftRegion: counted("leftRegion"),
        },
      }),
      figures: controlled(
        [
          average("mean_busy_local", e.mean_busy_local!, "here"),
          average("mean_busy_regional", e.mean_busy_regional!, "near"),
          average("mean_busy_national", e.mean_busy_national!, "far"),
          share("p_needs_regional_or_more", e.p_needs_regional_or_more!, "leftForce", "asked"),
          share("p_needs_national_or_lost", e.p_needs_national_or_lost!, "leftRegion", "asked"),
          share("p_lost", e.p_lost!, "lost", "asked"),
        ],
        ...stepsOf(params.load, ALONE, [local, local + regional, local + regional + national]),
      ),
      runs: RUNS,
    },
  ];
}

type SharedPool = Case<{ primary: readonly { units: number; load: number }[]; shared: number }>;

/** Two forces that lend nothing, and a pool that serves what both cannot. */
export function sharedPool({ params, expected: e }: SharedPool, long: boolean): Experiment[] {
  const [one, two] = params.primary as [{ units: number; load: number }, { units: number; load: number }];
  const over = (poolUnits: number, need: object, observe: object, figures: readonly Figure[]): Experiment => ({
    scenario: queueScenario({
      stock: { one: one.units, two: two.units, pool: poolUnits },
      streams: [
        { rate: one.load, force: "one", need: { ...need } },
        { rate: two.load, force: "two", need: { ...need } },
      ],
      people: { contributions: { unit: { one: 0, two: 0 } } },
      warmUp: 20,
      horizon: long ? 1500 : 250,
      observe: { over: busyOf("pool"), ...observe },
    }),
    figures,
    runs: RUNS,
  });
  return [
    over(
      params.shared,
      LOST,
      {
        lost: counted("lapsed"),
        beyond: counted("leftForce"),
        ...each(2, "asked", (i) => counted("asked", of(i))),
        ...each(2, "lost", (i) => counted("lapsed", of(i))),
      },
      [
        ...[0, 1].map((i) => share(`loss_stream${i}`, e[`loss_stream${i}`]!, `lost${i}`, `asked${i}`)),
        share("loss_of_overflow_traffic", e.loss_of_overflow_traffic!, "lost", "beyond"),
        average("shared_mean_busy", e.shared_mean_busy!, "over"),
      ],
    ),
    // a pool that never runs out shows what flows over
    over(
      200,
      { team: "all" },
      { squares: levelSquares("busy", { force: "pool" }) },
      overflow(e.overflow_mean!, e.overflow_variance!, e.peakedness!, "peakedness"),
    ),
  ];
}

interface Pools {
  readonly stock: readonly number[];
  readonly floor: readonly number[];
  readonly region: readonly number[];
  readonly streams: readonly { readonly force: number; readonly rate: string; readonly units: number }[];
  readonly mean_holding_by_highest_tier: {
    readonly local: number;
    readonly regional: number;
    readonly national: number;
  };
}

/** Mutual aid between forces with floors, solved exactly as a Markov chain. */
export function mutualAid({ params, expected: e }: Case<Pools>, long: boolean): Experiment[] {
  const ids = params.stock.map((_, force) => `f${force}`);
  const n = params.streams.length;
  const total = params.stock.reduce((sum, units) => sum + units, 0);
  const streams = params.streams.map(({ force, rate, units }) => ({
    rate: Number(rate),
    units,
    force: ids[force]!,
    need: LOST,
    phase: { durationByTier: params.mean_holding_by_highest_tier },
  }));
  const stock = Object.fromEntries(params.stock.map((units, force) => [ids[force]!, units]));
  const people = { floors: { unit: Object.fromEntries(params.floor.map((units, force) => [ids[force]!, units])) } };
  const size = { warmUp: 20, horizon: long ? 1500 : 400 };
  const load = streams.reduce((sum, { rate }) => sum + rate, 0);
  const sizes = streams.map(({ rate, units }) => ({ units, p: rate / load }));
  const controls = stepsOf(load, sizes, [Math.ceil(total / 2), total]);
  return [
    {
      scenario: queueScenario({
        ...size,
        stock,
        streams,
        people,
        places: { schemes: regionsOf(ids, params.region) },
        observe: {
          full: timeAtLeast("busy", total),
          ...each(ids.length, "busy", (force) => busyOf(ids[force]!)),
          ...each(n, "asked", (i) => counted("asked", of(i))),
          ...each(n, "lost", (i) => counted("lapsed", of(i))),
          ...each(n, "force", (i) => counted("leftForce", of(i))),
          ...each(n, "region", (i) => counted("leftRegion", of(i))),
        },
      }),
      figures: controlled(
        [
          ...params.streams.flatMap((_, i) => servedBy(e, i)),
          ...ids.map((_, force) => average(`force${force}_mean_busy`, e[`force${force}_mean_busy`]!, `busy${force}`)),
          average("p_all_units_committed", e.p_all_units_committed!, "full"),
        ],
        ...controls,
      ),
      runs: RUNS,
    },
    {
      // somebody with nothing asks for one unit for a minute, now and then, and finds nobody who can lend
      scenario: queueScenario({
        ...size,
        stock: { ...stock, probe: 0 },
        streams: [...streams, { rate: 1, duration: 1, force: "probe", need: LOST }],
        people,
        places: { schemes: regionsOf([...ids, "probe"], [...params.region, params.region[0]!]) },
        observe: { tried: counted("asked", of(n)), failed: counted("lapsed", of(n)) },
      }),
      figures: [share("p_no_lendable_unit_anywhere", e.p_no_lendable_unit_anywhere!, "failed", "tried")],
      runs: RUNS,
    },
  ];
}

/** Where a stream's incidents are served: the farthest tier of those that are. */
function servedBy(e: Readonly<Record<string, number>>, i: number): Figure[] {
  const asked = `asked${i}`;
  const between = (key: string, part: (seen: Readonly<Record<string, number>>) => number): Figure => ({
    key: `stream${i}_p_served_highest_tier_${key}`,
    exact: e[`stream${i}_p_served_highest_tier_${key}`]!,
    part: (run) => part(run.of),
    whole: (run) => run.of[asked]!,
  });
  return [
    share(`stream${i}_blocking`, e[`stream${i}_blocking`]!, `lost${i}`, asked),
    between("local", (seen) => seen[asked]! - seen[`force${i}`]!),
    between("regional", (seen) => seen[`force${i}`]! - seen[`region${i}`]!),
    between("national", (seen) => seen[`region${i}`]! - seen[`lost${i}`]!),
  ];
}

interface Hypercube {
  readonly units: number;
  readonly atom_rates: readonly string[];
  readonly preference: readonly (readonly number[])[];
  readonly queue: boolean;
}

/** Larson's hypercube: who goes where. Atoms ask, units come from elsewhere, at distances in order of preference. */
export function hypercube({ params, expected: e }: Case<Hypercube>, long: boolean): Experiment[] {
  const atoms = params.atom_rates.map((_, atom) => `a${atom}`);
  const units = Array.from({ length: params.units }, (_, unit) => `u${unit}`);
  const forces = [...atoms, ...units];
  return [
    {
      scenario: queueScenario({
        stock: Object.fromEntries(forces.map((id) => [id, id.startsWith("u") ? 1 : 0])),
        streams: params.atom_rates.map((rate, atom) => ({
          rate: Number(rate),
          force: atoms[atom]!,
          need: params.queue ? { team: "all" } : LOST,
        })),
        places: {
          travel: {
            byTier: { local: 0, regional: 0, national: 0 },
            metres: Object.fromEntries(
              atoms.map((atom, a) => [
                atom,
                Object.fromEntries(params.preference[a]!.map((unit, rank) => [units[unit]!, 1000 * (rank + 1)])),
              ]),
            ),
          },
        },
        capability: { donors: "nearest" },
        warmUp: 20,
        // more than ten forces may not run for longer than ten years
        horizon: long ? 480 : 300,
        observe: {
          full: timeAtLeast("busy", params.units),
          some: timeAtLeast("busy", 1),
          ...each(params.units, "busy", (unit) => busyOf(units[unit]!)),
        },
      }),
      figures: [
        average("p_all_busy", e.p_all_busy!, "full"),
        averageLess("p_empty", e.p_empty!, "some"),
        ...units.map((_, unit) => average(`workload_unit${unit}`, e[`workload_unit${unit}`]!, `busy${unit}`)),
        ...dispatches(e, forces.length, atoms.length),
      ],
      runs: RUNS,
    },
  ];
}

/** All hold for the same mean time, so that shares of unit-minutes are shares of dispatches. */
function dispatches(e: Readonly<Record<string, number>>, nForces: number, nAtoms: number): Figure[] {
  return Object.keys(e).flatMap((key): Figure[] => {
    const match = /^dispatch_unit(\d+)_atom(\d+)$/.exec(key);
    if (match === null) return [];
    const donor = nAtoms + Number(match[1]);
    const host = Number(match[2]);
    return [
      {
        key,
        exact: e[key]!,
        part: ({ flows }) => flows[donor * nForces + host]!,
        whole: ({ flows }) => flows.reduce((sum, unitMinutes) => sum + unitMinutes, 0),
      },
    ];
  });
}
