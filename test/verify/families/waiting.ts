/** Queues: who finds too little free waits. Served clock; the level `waiting` is the queue, `required` the system. */
import type { Case, Experiment } from "../case.ts";
import { type Control, comingHands, endless, oneFastUnit } from "../endless.ts";
import { average, averageLess, controlled, type Figure, offAverage, share } from "../figure.ts";
import {
  counted,
  each,
  exponential,
  grain,
  HOLDING,
  levelMinutes,
  levelSquares,
  minutes,
  of,
  queueScenario,
  timeAtLeast,
  WAITS,
} from "../queue.ts";

const busy = levelMinutes("busy");
const queue = levelMinutes("waiting");
const system = levelMinutes("required");
const asked = counted("asked");
const served = counted("served");
const waited = counted("waitMinutes");
const longer = (holdings: number, more = {}, holding = HOLDING) =>
  counted("waitedMoreThan", { atLeast: Math.floor(holdings * holding), ...more });
const SHORT = 60;
/** Few units are so nearly one that whole minutes would show: their like is a little faster. */
const FASTER = 1.1;

/** Units beyond which half per cent takes hours: their likes are two. */
const MANY = 50;
/** Who still waits at the end has no wait yet, and waits long: over this time they are too few to show, in mean holdings. */
const LONGEST = 6000;

/** Systems that are known exactly and move much as the queue does, on the same demand. */
const alike = (servers: number, load: number, holding: number): Control[] => [
  oneFastUnit(servers < 5 ? FASTER * servers : servers, load, holding),
  ...(servers > MANY ? comingHands(servers, load, holding) : []),
];

/** The share p of waits above a quantile, and above 1 % less and 1 % more. */
function quantileFigure(key: string, exact: number, p: number): Figure {
  return {
    key,
    exact,
    part: ({ of: seen }) => seen[key]!,
    whole: ({ of: seen }) => seen.served!,
    quantile: { share: p, near: ({ of: seen }) => [seen[`${key}-less`]!, seen[`${key}-more`]!] },
  };
}

const aroundQuantile = (key: string, exact: number, holding: number) => ({
  [key]: longer(exact, {}, holding),
  [`${key}-less`]: longer(0.99 * exact, {}, holding),
  [`${key}-more`]: longer(1.01 * exact, {}, holding),
});

/** What demand with units without end would have had, in all and beyond the stock. */
function beyondStock(servers: number, load: number): Control[] {
  const demand = endless(load);
  return [
    demand.average((units) => units),
    demand.average((units) => Number(units >= servers)),
    demand.average((units) => Math.max(0, units - servers)),
  ];
}

export function erlangC({ params, expected: e }: Case<{ servers: number; load: number }>, long: boolean): Experiment[] {
  const { servers, load } = params;
  const holding = grain(load);
  const unlimited = beyondStock(servers, load);
  const asOne = alike(servers, load, holding);
  // a queue before many units changes slowly: the wait follows from it, and long waits from its square
  const longWaits = servers > MANY ? asOne : [];
  return [
    {
      scenario: queueScenario({
        stock: { here: servers },
        holding,
        streams: [{ rate: load, duration: exponential(1, holding), need: WAITS }],
        warmUp: servers === 1 ? 60 : load > 50 ? 100 : 60,
        horizon: long
          ? Math.max(600, servers > MANY ? LONGEST : Math.min(LONGEST, 60_000 / load))
          : Math.min(1000, 4_000 / load),
        observe: {
          asked,
          served,
          waited,
          full: timeAtLeast("busy", servers),
          busy,
          queue,
          squares: levelSquares("waiting"),
          system,
          some: longer(0),
          one: longer(1, {}, holding),
          ...aroundQuantile("wait_p90", e.wait_p90!, holding),
          ...aroundQuantile("wait_p99", e.wait_p99!, holding),
        },
      }),
      figures: [
        // busy units make up the load, whoever waits
        ...controlled([average("p_wait", e.p_wait!, "full")], offAverage("busy", load), ...unlimited),
        ...controlled(
          [average("mean_queue", e.mean_queue!, "queue"), average("mean_in_system", e.mean_in_system!, "system")],
          offAverage("busy", load),
          offAverage("full", e.p_wait!),
          ...unlimited,
          ...asOne,
        ),
        ...controlled(
          [
            share("mean_wait", e.mean_wait!, "waited", "served", holding),
            share("mean_wait_if_waiting", e.mean_wait_if_waiting!, "waited", "some", holding),
          ],
          offAverage("busy", load),
          offAverage("full", e.p_wait!),
          ...(servers > MANY ? [offAverage("queue", e.mean_queue!)] : []),
          ...asOne,
        ),
        // how many wait very long follows from how many wait
        ...controlled(
          [
            share("p_wait_gt_1", e.p_wait_gt_1!, "one", "served"),
            quantileFigure("wait_p90", e.wait_p90!, 0.1),
            quantileFigure("wait_p99", e.wait_p99!, 0.01),
          ],
          offAverage("busy", load),
          offAverage("full", e.p_wait!),
          offAverage("queue", e.mean_queue!),
          offAverage("squares", squareOfQueue(servers, load, e.p_wait!)),
          ...longWaits,
        ),
      ],
      runs: SHORT,
    },
  ];
}

/** Mean square of the queue: geometric while all units are busy. */
function squareOfQueue(servers: number, load: number, wait: number): number {
  const rho = load / servers;
  return (wait * rho * (1 + rho)) / (1 - rho) / (1 - rho);
}

type Limited = Case<{ servers: number; capacity: number; load: number }>;

/** A waiting room of limited size. */
export function limitedRoom({ params, expected: e }: Limited, long: boolean): Experiment[] {
  const { servers, capacity, load } = params;
  const holding = grain(load);
  return [
    {
      scenario: queueScenario({
        stock: { here: servers },
        holding,
        streams: [
          { rate: load, duration: exponential(1, holding), need: { ...WAITS, queueLimit: capacity - servers } },
        ],
        warmUp: load > 50 ? 30 : 60,
        horizon: long ? Math.max(600, Math.min(6000, 40_000 / load)) : Math.min(1000, 3_000 / load),
        observe: {
          asked,
          served,
          waited,
          lost: counted("lapsed"),
          queue,
          system,
          some: timeAtLeast("busy", 1),
          waiting: longer(0),
        },
      }),
      figures: controlled(
        [
          share("p_loss", e.p_loss!, "lost", "asked"),
          average("mean_queue", e.mean_queue!, "queue"),
          average("mean_in_system", e.mean_in_system!, "system"),
          averageLess("p_empty", e.p_empty!, "some"),
          share("mean_wait_accepted", e.mean_wait_accepted!, "waited", "served", holding),
          share("p_wait_given_accepted", e.p_wait_given_accepted!, "waiting", "served"),
          average("throughput", e.throughput!, "served", 1 / holding),
        ],
        ...beyondStock(servers, load),
        ...beyondStock(capacity, load).slice(1),
      ),
      runs: SHORT,
    },
  ];
}

type Patient = Case<{ servers: number; arrival_rate: number; abandon_rate: number }>;

/** Who waits too long leaves (Erlang A). */
export function patience({ params, expected: e }: Patient, long: boolean): Experiment[] {
  return [
    {
      scenario: queueScenario({
        stock: { here: params.servers },
        streams: [
          {
            rate: params.arrival_rate,
            need: { ...WAITS, ifShort: { lapseAfter: exponential(1 / params.abandon_rate) } },
          },
        ],
        warmUp: 40,
        horizon: long ? 1500 : 250,
        observe: { asked, left: counted("lapsed"), queue, busy, full: timeAtLeast("busy", params.servers) },
      }),
      figures: controlled(
        [
          share("p_abandon", e.p_abandon!, "left", "asked"),
          average("p_wait", e.p_wait!, "full"),
          average("mean_queue", e.mean_queue!, "queue"),
          share("mean_wait_all", e.mean_wait_all!, "queue", "asked", HOLDING),
          average("mean_busy", e.mean_busy!, "busy"),
        ],
        ...beyondStock(params.servers, params.arrival_rate),
      ),
      runs: SHORT,
    },
  ];
}

/** One unit, any holding time (Pollaczek–Khinchine). */
export function oneServer(one: Case<{ arrival_rate: number; scv_service: number }>, long: boolean): Experiment[] {
  const { params, expected: e } = one;
  const cv = Math.sqrt(params.scv_service);
  const load = params.arrival_rate;
  const duration =
    cv === 0
      ? minutes(1)
      : cv > 1
        ? { dist: "lognormal", mean: minutes(1), cv }
        : { dist: "gamma", mean: minutes(1), cv };
  return [
    {
      scenario: queueScenario({
        stock: { here: 1 },
        streams: [{ rate: params.arrival_rate, duration, need: WAITS }],
        warmUp: 500,
        horizon: long ? 8000 : 2000,
        observe: { queue, waited, served, busy },
      }),
      figures: controlled(
        [average("mean_queue", e.mean_queue!, "queue"), share("mean_wait", e.mean_wait!, "waited", "served", HOLDING)],
        // as fast as the one that serves, it would be the system itself
        oneFastUnit(FASTER, load, HOLDING, 1 + params.scv_service),
        offAverage("busy", load),
      ),
      runs: SHORT,
    },
  ];
}

type Prioritised = Case<{ servers: number; arrival_rates: readonly string[] }>;

/** Priorities without pre-emption. */
export function priorities({ params, expected: e }: Prioritised, long: boolean): Experiment[] {
  const rates = params.arrival_rates.map(Number);
  const large = params.servers > 10;
  const load = rates.reduce((sum, rate) => sum + rate, 0);
  const holding = grain(load);
  const unlimited = beyondStock(params.servers, load);
  const asOne = alike(params.servers, load, holding);
  return [
    {
      scenario: queueScenario({
        stock: { here: params.servers },
        holding,
        streams: rates.map((rate, priority) => ({
          rate,
          duration: exponential(1, holding),
          need: { ...WAITS, priority },
        })),
        warmUp: large ? 60 : 80,
        horizon: large ? (long ? 600 : 60) : long ? 3000 : 800,
        observe: {
          full: timeAtLeast("busy", params.servers),
          busy,
          ...each(rates.length, "waited", (i) => counted("waitMinutes", of(i))),
          ...each(rates.length, "served", (i) => counted("served", of(i))),
        },
      }),
      figures: [
        ...controlled([average("p_wait", e.p_wait!, "full")], offAverage("busy", load), ...unlimited),
        ...controlled(
          rates.map((_, i) =>
            share(`mean_wait_class${i}`, e[`mean_wait_class${i}`]!, `waited${i}`, `served${i}`, holding),
          ),
          offAverage("busy", load),
          offAverage("full", e.p_wait!),
          ...asOne,
        ),
      ],
      runs: SHORT,
    },
  ];
}

/** Pre-emption: who loses a unit goes on where it stopped. */
export function preemption({ params, expected: e }: Prioritised, long: boolean): Experiment[] {
  const rates = params.arrival_rates.map(Number);
  const load = rates.reduce((sum, rate) => sum + rate, 0);
  return [
    {
      scenario: queueScenario({
        stock: { here: params.servers },
        streams: rates.map((rate, priority) => ({
          rate,
          need: { ...WAITS, priority, mayPreempt: priority < rates.length - 1 },
        })),
        warmUp: 80,
        horizon: long ? 3000 : 800,
        observe: {
          busy,
          ...each(rates.length, "in", (i) => levelMinutes("required", of(i))),
          ...each(rates.length, "asked", (i) => counted("asked", of(i))),
        },
      }),
      figures: controlled(
        rates.flatMap((_, i) => [
          average(`mean_in_system_class${i}`, e[`mean_in_system_class${i}`]!, `in${i}`),
          share(`mean_sojourn_class${i}`, e[`mean_sojourn_class${i}`]!, `in${i}`, `asked${i}`, HOLDING),
        ]),
        oneFastUnit(FASTER * params.servers, load, HOLDING),
        offAverage("busy", load),
        ...beyondStock(params.servers, load),
      ),
      runs: SHORT,
    },
  ];
}

interface Teams {
  readonly units: number;
  readonly classes: readonly { readonly rate: string; readonly units: number }[];
  readonly queue_limit: number;
  readonly backfill: boolean;
}

/** Teams of two sizes in one queue: the order of serving decides. */
export function teams({ params, expected: e }: Case<Teams>, long: boolean): Experiment[] {
  const n = params.classes.length;
  return [
    {
      scenario: queueScenario({
        stock: { here: params.units },
        streams: params.classes.map(({ rate, units }) => ({
          rate: Number(rate),
          units,
          need: { ...WAITS, queueLimit: params.queue_limit },
        })),
        capability: { queue: params.backfill ? "skip" : "block" },
        warmUp: 40,
        horizon: long ? 3000 : 1000,
        observe: {
          busy,
          queue,
          ...each(n, "asked", (i) => counted("asked", of(i))),
          ...each(n, "lost", (i) => counted("lapsed", of(i))),
          ...each(n, "served", (i) => counted("served", of(i))),
          ...each(n, "minutes", (i) => counted("waitMinutes", of(i))),
          ...each(n, "waited", (i) => longer(0, of(i))),
        },
      }),
      figures: [
        average("mean_units_busy", e.mean_units_busy!, "busy"),
        average("mean_queue_length", e.mean_queue_length!, "queue"),
        ...params.classes.flatMap((_, i) => [
          share(`p_lost_class${i}`, e[`p_lost_class${i}`]!, `lost${i}`, `asked${i}`),
          share(`p_wait_class${i}`, e[`p_wait_class${i}`]!, `waited${i}`, `asked${i}`),
          share(
            `mean_wait_accepted_class${i}`,
            e[`mean_wait_accepted_class${i}`]!,
            `minutes${i}`,
            `served${i}`,
            HOLDING,
          ),
        ]),
      ],
      runs: SHORT,
    },
  ];
}
