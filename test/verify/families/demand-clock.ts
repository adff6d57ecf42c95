/** The demand clock: an incident needs its units for its own time, served or not; part-fill, nothing lost. */
import type { Document } from "../../support/scenario.ts";
import type { Case, Experiment } from "../case.ts";
import { compoundPoisson } from "../endless.ts";
import { average, chance, controlled, type Figure, offAverage, type Run, share, value, variance } from "../figure.ts";
import {
  counted,
  HOLDING,
  LOST,
  levelMinutes,
  levelSquares,
  minutes,
  queueScenario,
  regionsOf,
  timeAtLeast,
} from "../queue.ts";

type Sizes = readonly { readonly units: number; readonly p: string }[];

/** Incidents of several sizes: so many units at such a chance. */
const ofSizes = (sizes: Sizes) => ({
  severity: { levels: Object.fromEntries(sizes.map(({ units, p }) => [String(units), Number(p)])) },
  clock: "demand" as const,
  need: { perSeverity: true },
});
const lognormal = (cv: number): Document => ({ dist: "lognormal", mean: HOLDING, cv });
const lastMinute = (level: string, at: number): Document => ({ quantity: "levelAt", level, at });

interface Pool {
  readonly arrival_rate: string;
  readonly mean_duration: number;
  readonly sizes: Sizes;
  readonly units: number;
}

/** One pool in the steady state; only the mean of the duration matters, so that it may be fixed. */
export function pool({ params, expected: e }: Case<Pool>, long: boolean): Experiment[] {
  return [
    {
      scenario: queueScenario({
        stock: { here: params.units },
        streams: [
          {
            rate: Number(params.arrival_rate) * params.mean_duration,
            duration: minutes(1),
            ...ofSizes(params.sizes),
          },
        ],
        warmUp: 2,
        horizon: long ? 800 : 200,
        observe: {
          demand: levelMinutes("required"),
          squares: levelSquares("required"),
          unmet: levelMinutes("unresourced"),
          busy: levelMinutes("busy"),
          short: timeAtLeast("unresourced", 1),
        },
      }),
      figures: [
        // mean and variance of the demand follow from what is put in
        ...controlled(
          [
            average("mean_unmet_units", e.mean_unmet_units!, "unmet"),
            average("p_demand_exceeds", e.p_demand_exceeds!, "short"),
            average("mean_units_in_use", e.mean_units_in_use!, "busy"),
          ],
          offAverage("demand", e.mean_demand!),
          offAverage("squares", e.var_demand! + e.mean_demand! * e.mean_demand!),
        ),
        average("mean_demand", e.mean_demand!, "demand"),
        variance("var_demand", e.var_demand!, e.mean_demand!, "demand", "squares"),
      ],
      runs: 60,
    },
  ];
}

interface Horizon {
  readonly arrival_rate: string;
  readonly horizon: number;
  readonly duration: { readonly mean: number; readonly cv: number };
  readonly sizes: Sizes;
  readonly units: number;
}

/** From empty to a horizon: the headline metric. */
export function toHorizon({ params, expected: e }: Case<Horizon>): Experiment[] {
  const hours = params.duration.mean;
  const horizon = params.horizon / hours;
  const inHours =
    (id: string) =>
    ({ of }: Run): number =>
      (of[id]! / HOLDING) * hours;
  return [
    {
      scenario: queueScenario({
        stock: { here: params.units },
        streams: [
          {
            rate: Number(params.arrival_rate) * hours,
            duration: lognormal(params.duration.cv),
            ...ofSizes(params.sizes),
          },
        ],
        warmUp: 0,
        horizon,
        observe: {
          demand: levelMinutes("required"),
          unmet: levelMinutes("unresourced"),
          asked: counted("asked"),
          last: lastMinute("required", minutes(horizon) - 1),
        },
      }),
      figures: [
        ...controlled(
          [value("expected_unmet_unit_hours", e.expected_unmet_unit_hours!, inHours("unmet"))],
          (run) => inHours("demand")(run) - e.expected_demand_unit_hours!,
        ),
        value("expected_demand_unit_hours", e.expected_demand_unit_hours!, inHours("demand")),
        value("expected_incidents", e.expected_incidents!, ({ of }) => of.asked!),
        value("mean_demand_at_T", e.mean_demand_at_T!, ({ of }) => of.last!),
        chance("p_demand_exceeds_at_T", e.p_demand_exceeds_at_T!, ({ of }) => of.last! > params.units),
      ],
      runs: 1500,
    },
  ];
}

interface Country {
  readonly stock: readonly number[];
  readonly region: readonly number[];
  readonly rate_per_force: number;
  readonly mean_duration: number;
  readonly sizes: Sizes;
}

/** Many forces in regions: what sharing saves. */
export function tiered({ params, expected: e }: Case<Country>, long: boolean): Experiment[] {
  const ids = params.stock.map((_, force) => `f${force}`);
  // so many incidents of each size are open as a Poisson distribution says
  const spread = params.sizes.reduce((sum, { units, p }) => sum + units * units * Number(p), 0);
  const demandSquare =
    e.mean_demand! * e.mean_demand! + ids.length * params.rate_per_force * params.mean_duration * spread;
  // time that demand is near the stock of all, on either side of it
  const incidents = ids.length * params.rate_per_force * params.mean_duration;
  const all = params.stock.reduce((sum, units) => sum + units, 0);
  const sizes = params.sizes.map(({ units, p }) => ({ units, p: Number(p) }));
  const chances = compoundPoisson(incidents, sizes, Math.ceil(e.mean_demand! + 40 * Math.sqrt(incidents * spread)));
  const near = [-10, 8, 25, 45, 75].map((step) => all + step);
  const offNear = near.map((units) =>
    offAverage(
      `near${units}`,
      chances.reduce((sum, p, n) => sum + (n >= units ? p : 0), 0),
    ),
  );
  const sharing = (regional: string, national: string, figures: readonly Figure[]): Experiment => ({
    scenario: queueScenario({
      stock: Object.fromEntries(params.stock.map((units, force) => [ids[force]!, units])),
      streams: ids.map((force) => ({
        rate: params.rate_per_force * params.mean_duration,
        duration: minutes(1),
        force,
        ...ofSizes(params.sizes),
      })),
      places: { schemes: regionsOf(ids, params.region) },
      capability: { tiers: { regional: { trigger: regional }, national: { trigger: national } } },
      warmUp: 2,
      horizon: long ? 120 : 30,
      observe: {
        demand: levelMinutes("required"),
        squares: levelSquares("required"),
        unmet: levelMinutes("unresourced"),
        short: timeAtLeast("unresourced", 1),
        ...(national === "never"
          ? {}
          : Object.fromEntries(near.map((units) => [`near${units}`, timeAtLeast("required", units)]))),
      },
    }),
    figures: [
      ...controlled(
        figures,
        offAverage("demand", e.mean_demand!),
        offAverage("squares", demandSquare),
        ...(national === "never" ? [] : offNear),
      ),
      ...(national === "never" && regional === "never" ? [average("mean_demand", e.mean_demand!, "demand")] : []),
    ],
    runs: 40,
  });
  return [
    sharing("never", "never", [average("mean_unmet_no_sharing", e.mean_unmet_no_sharing!, "unmet")]),
    sharing("at shortfall", "never", [average("mean_unmet_regional_sharing", e.mean_unmet_regional_sharing!, "unmet")]),
    sharing("at shortfall", "at shortfall", [
      average("mean_unmet_national_sharing", e.mean_unmet_national_sharing!, "unmet"),
      average("p_shortage_national_sharing", e.p_shortage_national_sharing!, "short"),
    ]),
  ];
}

interface Delay {
  readonly delay: string;
  readonly duration: { readonly mean: number; readonly cv: number };
}
interface DelayedLoss {
  readonly units: number;
  readonly arrival_rate: string;
  readonly travel: number;
  readonly scene_mean: number;
}

/** Mobilisation: committed from the asking, on the ground after the journey. */
export function mobilisation(one: Case<Delay | DelayedLoss>, long: boolean): Experiment[] {
  return "delay" in one.params ? delayed(one.params, one.expected, long) : delayedLoss(one.params, one.expected, long);
}

function delayed(params: Delay, e: Readonly<Record<string, number>>, long: boolean): Experiment[] {
  const hours = params.duration.mean;
  return [
    {
      scenario: queueScenario({
        stock: { here: 500 },
        streams: [{ rate: 5, duration: lognormal(params.duration.cv), clock: "demand" }],
        places: { travel: { byTier: { local: minutes(Number(params.delay) / hours), regional: 0, national: 0 } } },
        warmUp: 60,
        horizon: long ? 1500 : 300,
        observe: {
          asked: counted("asked"),
          reached: counted("served"),
          coming: levelMinutes("inTransit"),
          there: levelMinutes("onTheGround"),
        },
      }),
      figures: [
        share(
          "mean_unmet_unit_hours_per_unit_needed",
          e.mean_unmet_unit_hours_per_unit_needed!,
          "coming",
          "asked",
          HOLDING / hours,
        ),
        share("mean_on_scene_hours_per_unit", e.mean_on_scene_hours_per_unit!, "there", "asked", HOLDING / hours),
        {
          key: "p_incident_over_before_arrival",
          exact: e.p_incident_over_before_arrival!,
          part: ({ of }) => of.asked! - of.reached!,
          whole: ({ of }) => of.asked!,
        },
      ],
      runs: 60,
    },
  ];
}

function delayedLoss(params: DelayedLoss, e: Readonly<Record<string, number>>, long: boolean): Experiment[] {
  const hours = params.scene_mean;
  return [
    {
      scenario: queueScenario({
        stock: { here: params.units },
        streams: [{ rate: Number(params.arrival_rate) * hours, need: LOST }],
        places: { travel: { byTier: { local: minutes(params.travel / hours), regional: 0, national: 0 } } },
        warmUp: 40,
        horizon: long ? 1500 : 300,
        observe: {
          asked: counted("asked"),
          lost: counted("lapsed"),
          busy: levelMinutes("busy"),
          there: levelMinutes("onTheGround"),
        },
      }),
      figures: [
        share("blocking", e.blocking!, "lost", "asked"),
        average("mean_committed", e.mean_committed!, "busy"),
        average("mean_on_scene", e.mean_on_scene!, "there"),
      ],
      runs: 60,
    },
  ];
}

interface Wave {
  readonly base: number;
  readonly amplitude: number;
  readonly period: number;
  readonly service_rate: number;
  readonly t: number;
}

/** Steps of the sine an hour. */
const GRAIN = 30;

/** Demand that never waits, at a rate that follows the day: from empty, and after many days. */
export function wave({ params, expected: e }: Case<Wave>): Experiment[] {
  const { base, amplitude, period, service_rate, t } = params;
  const hour = HOLDING * service_rate;
  const steps = (from: number, until: number) =>
    Array.from({ length: Math.round((until - from) * GRAIN) }, (_, i) => ({
      from: Math.round((from + i / GRAIN) * hour),
      factor: 1 + (amplitude / base) * Math.sin((2 * Math.PI * (from + (i + 0.5) / GRAIN)) / period),
    }));
  const daily = { poisson: { perDay: (base * 1440) / hour } };
  const stock = { here: 1000 };
  // after three days what was open at the start is gone: exp(−72/4) is 1e-8
  const days = 3 * period;
  const peak = period / 4 + e.lag_of_peak_h!;
  const hours = Array.from({ length: period }, (_, i) => i);
  const angle = (at: number): number => (2 * Math.PI * (at - peak)) / period;
  const swing = e.peak_mean_periodic! - base / service_rate;
  const atHour = (i: number): Document => lastMinute("required", Math.round((days + i) * hour) - 1);
  return [
    {
      scenario: queueScenario({
        stock,
        streams: [{ rate: 0, clock: "demand", arrivals: { poisson: { ...daily.poisson, steps: steps(0, t) } } }],
        warmUp: 0,
        horizon: t * service_rate,
        observe: { last: lastMinute("required", Math.round(t * hour) - 1) },
      }),
      figures: [value("mean_from_empty", e.mean_from_empty!, ({ of }) => of.last!)],
      runs: 2000,
    },
    {
      scenario: queueScenario({
        stock,
        streams: [
          { rate: 0, clock: "demand", arrivals: { poisson: { ...daily.poisson, steps: steps(0, days + period) } } },
        ],
        warmUp: 0,
        horizon: (days + period) * service_rate,
        observe: {
          later: atHour(t),
          peak: lastMinute("required", Math.round((days + peak) * hour) - 1),
          ...Object.fromEntries(hours.map((i) => [`h${i}`, atHour(i)])),
        },
      }),
      figures: [
        value("mean_periodic", e.mean_periodic!, ({ of }) => of.later!),
        value("peak_mean_periodic", e.peak_mean_periodic!, ({ of }) => of.peak!),
        // the level is a sine: the part a quarter turn from the peak is nought if the peak is where it should be
        value(
          "lag_of_peak_h",
          e.lag_of_peak_h!,
          ({ of }) =>
            e.lag_of_peak_h! +
            (hours.reduce((sum, i) => sum + of[`h${i}`]! * Math.sin(angle(i)), 0) * 2) /
              period /
              swing /
              ((2 * Math.PI) / period),
        ),
      ],
      runs: 300,
    },
  ];
}

interface Lognormal {
  readonly arrival_rate: string;
  readonly duration: { readonly mean: number; readonly cv: number };
  readonly t: number;
}

/** Demand that never waits, from empty. */
export function endless({ params, expected: e }: Case<Lognormal>): Experiment[] {
  const hours = params.duration.mean;
  const open = ({ of }: Run): number => of.last!;
  return [
    {
      scenario: queueScenario({
        stock: { here: 1000 },
        streams: [
          { rate: Number(params.arrival_rate) * hours, duration: lognormal(params.duration.cv), clock: "demand" },
        ],
        warmUp: 0,
        horizon: params.t / hours,
        observe: { last: lastMinute("onTheGround", minutes(params.t / hours) - 1) },
      }),
      figures: [
        value("mean_active", e.mean_active!, open),
        value("var_active", e.var_active!, (run) => (open(run) - e.mean_active!) * (open(run) - e.mean_active!)),
        chance("p_none", e.p_none!, (run) => open(run) === 0),
        chance("p_ge_5", e.p_ge_5!, (run) => open(run) >= 5),
        chance("p_ge_10", e.p_ge_10!, (run) => open(run) >= 10),
      ],
      runs: 2000,
    },
  ];
}
