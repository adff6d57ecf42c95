/** Loss systems: who finds too little free is lost. Served clock, all or nothing, lapse at once. */
import type { Case, Experiment } from "../case.ts";
import { type Control, type Endless, endless } from "../endless.ts";
import {
  average,
  averageLess,
  chance,
  controlled,
  type Figure,
  offAverage,
  share,
  value,
  variance,
} from "../figure.ts";
import {
  counted,
  each,
  exponential,
  grain,
  HOLDING,
  LOST,
  levelMinutes,
  levelSquares,
  minutes,
  of,
  queueScenario,
  type Stream,
  timeAtLeast,
} from "../queue.ts";

const busy = levelMinutes("busy");
const ASKED = counted("asked");
const LAPSED = counted("lapsed");
/** Runs of a look of a second or so. */
const SHORT = 60;

/** Holdings: long enough that the warm-up is little, short enough that there are many replications. */
const span = (load: number, long: boolean): number =>
  long ? Math.max(240, Math.min(4000, 16_000 / load)) : Math.max(60, Math.min(1500, 6_000 / load));

export function erlangB(one: Case<{ servers: number; load: number }>, long: boolean): Experiment[] {
  const { params, expected: e } = one;
  const { servers, load } = params;
  const warmUp = load > 200 ? 12 : 20;
  const holding = grain(load);
  const size = { warmUp, horizon: span(load, long), holding };
  const arrival: Stream = { rate: load, duration: exponential(1, holding) };
  const runs = load > 200 ? 24 : SHORT;
  const unlimited = aroundStock(endless(load), servers, load);
  const roomOver = Math.ceil(e.overflow_mean! + 14 * Math.sqrt(e.overflow_variance!) + 20);
  return [
    {
      scenario: queueScenario({
        ...size,
        stock: { here: servers },
        streams: [{ ...arrival, need: LOST }],
        observe: { asked: ASKED, lost: LAPSED, busy, squares: levelSquares("busy"), some: timeAtLeast("busy", 1) },
      }),
      figures: controlled(
        [
          share("blocking", e.blocking!, "lost", "asked"),
          average("mean_busy", e.mean_busy!, "busy"),
          average("utilisation", e.utilisation!, "busy", servers),
          variance("var_busy", e.var_busy!, e.mean_busy!, "busy", "squares"),
          averageLess("p_empty", e.p_empty!, "some"),
        ],
        ...unlimited,
      ),
      runs,
    },
    {
      // who finds no unit at home is served from a second force that never runs out
      scenario: queueScenario({
        ...size,
        stock: { here: servers, over: roomOver },
        streams: [{ ...arrival, need: { team: "all" } }],
        observe: {
          over: levelMinutes("busy", { force: "over" }),
          squares: levelSquares("busy", { force: "over" }),
          full: timeAtLeast("busy", servers, { force: "here" }),
        },
      }),
      figures: overflow(
        e.overflow_mean!,
        e.overflow_variance!,
        e.overflow_peakedness!,
        "overflow_peakedness",
        // the time all are busy at home is the blocking, which the first scenario judges
        [...unlimited, offAverage("full", e.blocking!)],
      ),
      runs: load > 200 ? 12 : 30,
    },
  ];
}

/** What demand without losses would have had of all, beyond the stock, and at its edge. */
const aroundStock = (demand: Endless, stock: number, load: number): Control[] => [
  demand.average((units) => units),
  demand.average((units) => (units - load) * (units - load)),
  demand.average((units) => Number(units >= stock)),
  demand.average((units) => Math.max(0, units - stock)),
  demand.average((units) => Math.max(0, units - stock) * Math.max(0, units - stock)),
];

/** Mean, variance and peakedness of what flows over, from the level `over` and its square. */
export function overflow(
  mean: number,
  spread: number,
  peakedness: number,
  peakednessKey: string,
  controls: readonly Control[] = [],
): Figure[] {
  const spreadOf = variance("overflow_variance", spread, mean, "over", "squares");
  const peaks: Figure = {
    key: peakednessKey,
    exact: peakedness,
    part: spreadOf.part,
    whole: ({ of: seen, horizon }) => seen.over! / horizon,
  };
  return [
    ...controlled([average("overflow_mean", mean, "over")], ...controls),
    ...controlled([spreadOf, peaks], offAverage("over", mean), ...controls),
  ];
}

/** Units beyond which half per cent takes hours: more controls. */
const MANY = 100;

/**
 * Poisson arrivals see what time has: those lost of a stream are its rate times the time with too little free, and
 * those who ask its rate times the time, but for chance. Both follow from what is put in, whatever the rule is.
 */
const asTimeHasIt = (lost: string, asked: string, closed: string, rate: number, holding: number): Control[] => [
  ({ of: seen, horizon }) => ((seen[lost]! / rate) * holding - seen[closed]!) / horizon,
  ({ of: seen, horizon }) => ((seen[asked]! / rate) * holding) / horizon - 1,
];

interface Holding {
  readonly dist: string;
  readonly mean?: number;
  readonly cv?: number;
  readonly shape?: string;
  readonly p?: readonly string[];
  readonly rates?: readonly string[];
}

/** A mixture of exponentials is as many streams. */
function streamsOf(rate: number, { dist, mean, cv, shape, p, rates }: Holding): Stream[] {
  if (dist === "hyperexponential") {
    return p!.map((part, i) => ({
      rate: rate * Number(part),
      duration: exponential(1 / Number(rates![i])),
      need: LOST,
    }));
  }
  const duration =
    dist === "deterministic"
      ? minutes(mean!)
      : dist === "weibull"
        ? { dist, shape: Number(shape), mean: minutes(mean ?? 1) }
        : { dist, mean: minutes(mean ?? 1), ...(dist === "exponential" ? {} : { cv }) };
  return [{ rate, duration, need: LOST }];
}

type Insensitive = Case<{ servers: number; arrival_rate: number; holding: Holding }>;

/** The loss formula does not mind how holding times are distributed. */
export function insensitive({ params, expected: e }: Insensitive, long: boolean): Experiment[] {
  return [
    {
      scenario: queueScenario({
        stock: { here: params.servers },
        streams: streamsOf(params.arrival_rate, params.holding),
        warmUp: 40,
        horizon: long ? 800 : 200,
        observe: { asked: ASKED, lost: LAPSED, busy },
      }),
      figures: [share("blocking", e.blocking!, "lost", "asked"), average("mean_busy", e.mean_busy!, "busy")],
      runs: SHORT,
    },
  ];
}

interface Classes {
  readonly units: number;
  readonly classes: readonly { readonly load: string; readonly units: number; readonly reservation?: number }[];
}

/** Kaufman–Roberts: streams that ask for teams of their own size, with or without leaving some free. */
export function classes({ params, expected: e }: Case<Classes>, long: boolean): Experiment[] {
  const { units, classes: list } = params;
  const load = list.reduce((sum, { load }) => sum + Number(load), 0);
  const n = list.length;
  const sizes = list.map((one) => ({ units: one.units, p: Number(one.load) / load }));
  const unlimited = aroundStock(endless(load, undefined, sizes), units, e.mean_units_busy!);
  // who asks for many at once comes seldom: chance in the moments of asking counts for most
  const seldom = (i: number): Control[] =>
    units > MANY ? asTimeHasIt(`lost${i}`, `asked${i}`, `closed${i}`, Number(list[i]!.load), HOLDING) : [];
  const figures: Figure[] = [
    ...list.flatMap((_, i) =>
      controlled(
        [share(`blocking_class${i}`, e[`blocking_class${i}`]!, `lost${i}`, `asked${i}`)],
        ...unlimited,
        ...seldom(i),
      ),
    ),
    ...controlled([average("mean_units_busy", e.mean_units_busy!, "busy")], ...unlimited),
  ];
  if (e.p_all_units_busy !== undefined) {
    figures.push(...controlled([average("p_all_units_busy", e.p_all_units_busy, "full")], ...unlimited));
  }
  if (e.p_empty !== undefined) figures.push(...controlled([averageLess("p_empty", e.p_empty, "some")], ...unlimited));
  return [
    {
      scenario: queueScenario({
        stock: { here: units },
        streams: list.map((one) => ({
          rate: Number(one.load),
          units: one.units,
          need: { ...LOST, reserve: one.reservation ?? 0 },
        })),
        warmUp: 20,
        horizon: span(load, long),
        observe: {
          busy,
          full: timeAtLeast("busy", units),
          some: timeAtLeast("busy", 1),
          ...each(n, "asked", (i) => counted("asked", of(i))),
          ...each(n, "lost", (i) => counted("lapsed", of(i))),
          ...(units > MANY
            ? each(n, "closed", (i) => timeAtLeast("busy", units - list[i]!.units - (list[i]!.reservation ?? 0) + 1))
            : {}),
        },
      }),
      figures,
      runs: SHORT,
    },
  ];
}

type Trunk = Case<{ units: number; own_load: number; aid_load: number; floor: number }>;

/** Trunk reservation, said in two ways: by the reserve of a need, and by the floor of a donor. */
export function trunk({ params, expected: e }: Trunk, long: boolean): Experiment[] {
  const { units, own_load, aid_load, floor } = params;
  const common = {
    warmUp: 20,
    horizon: span(own_load + aid_load, long),
    observe: {
      busy,
      own: counted("asked", of(0)),
      ownLost: counted("lapsed", of(0)),
      aid: counted("asked", of(1)),
      aidLost: counted("lapsed", of(1)),
    },
  };
  const load = own_load + aid_load;
  const figures = (way: string): Figure[] =>
    controlled(
      [
        share(`blocking_aid${way}`, e.blocking_aid!, "aidLost", "aid"),
        share(`blocking_own${way}`, e.blocking_own!, "ownLost", "own"),
        average(`mean_busy${way}`, e.mean_busy!, "busy"),
      ],
      ...aroundStock(endless(load), units, load),
    );
  return [
    {
      scenario: queueScenario({
        ...common,
        stock: { here: units },
        streams: [
          { rate: own_load, need: LOST },
          { rate: aid_load, need: { ...LOST, reserve: floor } },
        ],
      }),
      figures: figures(""),
      runs: SHORT,
    },
    {
      scenario: queueScenario({
        ...common,
        stock: { here: units, there: 0 },
        streams: [
          { rate: own_load, need: LOST },
          { rate: aid_load, force: "there", need: LOST },
        ],
        people: { floors: { unit: { here: floor } } },
      }),
      figures: figures(" (by the donor's floor)"),
      runs: SHORT,
    },
  ];
}

type Preempted = Case<{ servers: number; load_high: number; load_low: number }>;

/** The high class takes the units of the low, who are lost. */
export function preempted({ params, expected: e }: Preempted, long: boolean): Experiment[] {
  const load = params.load_high + params.load_low;
  return [
    {
      scenario: queueScenario({
        stock: { here: params.servers },
        streams: [
          { rate: params.load_high, need: { ...LOST, priority: 0, mayPreempt: true } },
          { rate: params.load_low, need: { ...LOST, priority: 1 } },
        ],
        warmUp: 20,
        horizon: span(params.load_high + params.load_low, long),
        observe: {
          busy,
          ofHigh: levelMinutes("busy", of(0)),
          ofLow: levelMinutes("busy", of(1)),
          asked: counted("asked", of(0)),
          lost: counted("lapsed", of(0)),
        },
      }),
      figures: controlled(
        [
          average("mean_busy_total", e.mean_busy_total!, "busy"),
          average("mean_busy_high", e.mean_busy_high!, "ofHigh"),
          average("mean_busy_low", e.mean_busy_low!, "ofLow"),
          share("blocking_high", e.blocking_high!, "lost", "asked"),
        ],
        ...aroundStock(endless(load), params.servers, load),
      ),
      runs: SHORT,
    },
  ];
}

type Finite = Case<{ sources: number; servers: number; idle_rate: number }>;

/** A finite source (Engset). */
export function engset({ params, expected: e }: Finite, long: boolean): Experiment[] {
  return [
    {
      scenario: queueScenario({
        stock: { here: params.servers },
        streams: [
          {
            rate: 0,
            arrivals: { finiteSource: { sources: params.sources, idle: exponential(1 / params.idle_rate) } },
            need: LOST,
          },
        ],
        warmUp: 40,
        horizon: long ? 1000 : 200,
        observe: { busy, full: timeAtLeast("busy", params.servers), asked: ASKED, lost: LAPSED },
      }),
      figures: [
        average("time_congestion", e.time_congestion!, "full"),
        share("call_congestion", e.call_congestion!, "lost", "asked"),
        average("mean_busy", e.mean_busy!, "busy"),
      ],
      runs: SHORT,
    },
  ];
}

type Exhausted = Case<{ servers: number; load: number; horizon: number }>;

/** From empty: whether anything goes unmet within the horizon. (mean_time_to_full is the calculator's.) */
export function exhausted({ params, expected: e }: Exhausted, long: boolean): Experiment[] {
  const { servers, load, horizon } = params;
  const holding = grain(load);
  // after 10 holdings what was at the start is gone (a share of exp(−10)): later times are as good as the last
  const still = horizon >= 20;
  const demand = endless(load, horizon);
  const beyond = (units: number): number => Math.max(0, units - servers);
  const unlimited = [
    demand.average((units) => units),
    demand.average((units) => Number(units >= servers)),
    demand.average(beyond),
    demand.average((units) => Math.sqrt(beyond(units))),
  ];
  // whether all are committed, and whether one goes without, are passages of one level and the next
  const passages = (...steps: number[]) => steps.map((step) => demand.reaches(servers + step));
  const atEnd = [
    demand.atEnd((units) => units),
    ...[0, 1, 2, 3].map((over) => demand.atEnd((units) => Number(units >= servers + over))),
  ];
  // few runs cannot tell how such skewed figures go together
  const closely = long ? controlled : (figures: readonly Figure[]): readonly Figure[] => figures;
  return [
    {
      scenario: queueScenario({
        stock: { here: servers },
        holding,
        streams: [{ rate: load, duration: exponential(1, holding), need: LOST }],
        warmUp: 0,
        horizon,
        observe: {
          ever: { quantity: "everAtLeast", level: "busy", atLeast: servers },
          lost: LAPSED,
          full: timeAtLeast("busy", servers),
          last: { quantity: "levelAt", level: "busy", at: minutes(horizon, holding) - 1 },
          ...(still ? { fullLater: { ...timeAtLeast("busy", servers), at: minutes(horizon / 2, holding) } } : {}),
        },
      }),
      figures: [
        ...closely(
          [chance("p_any_unmet_demand", e.p_any_unmet_demand!, ({ of: seen }) => seen.lost! > 0)],
          ...unlimited,
          ...passages(-1, 0, 2, 3),
        ),
        ...closely(
          [
            chance(
              "p_all_committed_at_least_once",
              e.p_all_committed_at_least_once!,
              ({ of: seen }) => seen.ever === 1,
            ),
          ],
          ...unlimited,
          ...passages(-2, -1, 1, 2),
        ),
        ...closely(
          [
            value(
              "expected_time_fully_committed",
              e.expected_time_fully_committed!,
              ({ of: seen }) => seen.full! / holding,
            ),
            value("expected_lost_demands", e.expected_lost_demands!, ({ of: seen }) => seen.lost!),
          ],
          ...unlimited,
          ...passages(0, 1, 3),
        ),
        ...(still
          ? closely(
              [value("p_full_at_T", e.p_full_at_T!, ({ of: seen }) => seen.fullLater! / minutes(horizon / 2, holding))],
              ...unlimited,
            )
          : closely([chance("p_full_at_T", e.p_full_at_T!, ({ of: seen }) => seen.last === servers)], ...atEnd)),
        value("mean_busy_at_T", e.mean_busy_at_T!, ({ of: seen }) => seen.last!),
      ],
      runs: Math.max(long ? 3000 : 300, Math.round(60_000 / (load * horizon))),
    },
  ];
}

interface Shifts {
  readonly segments: readonly { readonly hours: number; readonly units: number }[];
  readonly arrival_rate: number;
  readonly mean_holding: number;
}

/** Capacity changes by shift, from empty: a cut recalls nobody. */
export function shifts({ params, expected: e }: Case<Shifts>): Experiment[] {
  const hour = 1 / params.mean_holding;
  const ends: number[] = [];
  for (const { hours } of params.segments) ends.push((ends.at(-1) ?? 0) + hours);
  return [
    {
      scenario: queueScenario({
        stock: { here: params.segments[0]!.units },
        streams: [{ rate: params.arrival_rate * params.mean_holding, need: LOST }],
        people: {
          changes: params.segments
            .slice(1)
            .map(({ units }, i) => ({ at: minutes(ends[i]! * hour), holder: "here", capability: "unit", units })),
        },
        warmUp: 0,
        horizon: ends.at(-1)! * hour,
        observe: {
          lost: LAPSED,
          ...Object.fromEntries(
            ends.map((end) => [`at${end}`, { quantity: "levelAt", level: "busy", at: minutes(end * hour) - 1 }]),
          ),
        },
      }),
      figures: [
        value("expected_lost", e.expected_lost!, ({ of: seen }) => seen.lost!),
        value(
          "expected_overtime_unit_hours",
          e.expected_overtime_unit_hours!,
          ({ overtimeUnitMinutes }) => overtimeUnitMinutes / minutes(hour),
        ),
        ...ends.flatMap((end, i) => [
          value(`mean_busy_at_${end}h`, e[`mean_busy_at_${end}h`]!, ({ of: seen }) => seen[`at${end}`]!),
          chance(
            `p_full_at_${end}h`,
            e[`p_full_at_${end}h`]!,
            ({ of: seen }) => seen[`at${end}`]! >= params.segments[i]!.units,
          ),
        ]),
      ],
      runs: 1000,
    },
  ];
}
