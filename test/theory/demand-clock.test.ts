/** The demand clock: an incident needs its units for its own time, served or not; part-fill, nothing lost. */
import { describe, it } from "vitest";
import { average, expectMean, expectShare, exponential, HOLDING, minutes, sample } from "../support/queue.ts";
import { casesOf } from "./cases.ts";

type Sizes = readonly { readonly units: number; readonly p: string }[];

/** Incidents of several sizes: so many units at such a chance. */
const ofSizes = (sizes: Sizes) => ({
  severity: { levels: Object.fromEntries(sizes.map(({ units, p }) => [String(units), Number(p)])) },
  clock: "demand" as const,
  need: { perSeverity: true },
});
const level = (name: string) => ({ quantity: "levelMinutes", level: name });

describe("one pool in the steady state, 60 runs of 150 holdings", () => {
  interface Pool {
    readonly arrival_rate: string;
    readonly mean_duration: number;
    readonly sizes: Sizes;
    readonly units: number;
  }
  it.each(casesOf<Pool>("demand-clock-pool"))("$title", ({ params, expected }) => {
    const found = sample(
      {
        stock: { here: params.units },
        streams: [{ rate: Number(params.arrival_rate) * params.mean_duration, ...ofSizes(params.sizes) }],
        warmUp: 15,
        horizon: 150,
        observe: {
          demand: level("required"),
          unmet: level("unresourced"),
          busy: level("busy"),
          short: { quantity: "timeAtLeast", level: "unresourced", atLeast: 1 },
        },
      },
      60,
    );
    expectMean("demand", average(found, "demand"), expected.mean_demand!, 0.1);
    expectMean("unmet", average(found, "unmet"), expected.mean_unmet_units!, 0.4);
    expectMean("in use", average(found, "busy"), expected.mean_units_in_use!, 0.1);
    expectMean("time short", average(found, "short"), expected.p_demand_exceeds!, 0.3);
  });
});

describe("from empty to a horizon, 1,500 runs", () => {
  interface Horizon {
    readonly arrival_rate: string;
    readonly horizon: number;
    readonly duration: { readonly mean: number; readonly cv: number };
    readonly sizes: Sizes;
    readonly units: number;
  }
  it.each(casesOf<Horizon>("demand-clock-horizon"))("$title", ({ params, expected }) => {
    const hours = params.duration.mean;
    const horizon = params.horizon / hours;
    const found = sample(
      {
        stock: { here: params.units },
        streams: [
          {
            rate: Number(params.arrival_rate) * hours,
            duration: { dist: "lognormal", mean: HOLDING, cv: params.duration.cv },
            ...ofSizes(params.sizes),
          },
        ],
        warmUp: 0,
        horizon,
        observe: {
          demand: level("required"),
          unmet: level("unresourced"),
          asked: { quantity: "asked" },
          last: { quantity: "levelAt", level: "required", at: minutes(horizon) - 1 },
        },
      },
      1500,
    );
    const inHours = (id: string): Float64Array => found.of[id]!.map((value) => (value / HOLDING) * hours);
    expectMean("unmet unit-hours", inHours("unmet"), expected.expected_unmet_unit_hours!);
    expectMean("demand in unit-hours", inHours("demand"), expected.expected_demand_unit_hours!);
    expectMean("incidents", found.of.asked!, expected.expected_incidents!);
    expectMean("demand at the end", found.of.last!, expected.mean_demand_at_T!);
    const exceeds = found.of.last!.map((units) => Number(units > params.units));
    expectMean("short at the end", exceeds, expected.p_demand_exceeds_at_T!);
  });
});

describe("43 forces in ten regions, 40 runs of 25 holdings: what sharing saves", () => {
  interface Country {
    readonly stock: readonly number[];
    readonly region: readonly number[];
    readonly rate_per_force: number;
    readonly mean_duration: number;
    readonly sizes: Sizes;
  }
  const [{ params, expected }] = casesOf<Country>("demand-clock-tiered") as [
    ReturnType<typeof casesOf<Country>>[number],
  ];
  const id = (force: number): string => `f${force}`;
  const members = (region: number): string[] =>
    params.region.flatMap((other, force) => (other === region ? [id(force)] : []));

  it.each([
    ["none", "never", "never", "mean_unmet_no_sharing", 0.05],
    ["within regions", "at shortfall", "never", "mean_unmet_regional_sharing", 0.08],
    ["of all", "at shortfall", "at shortfall", "mean_unmet_national_sharing", 1.2],
  ] as const)("sharing %s", (_, regional, national, quantity, within) => {
    const found = sample(
      {
        stock: Object.fromEntries(params.stock.map((units, force) => [id(force), units])),
        streams: params.stock.map((_stock, force) => ({
          rate: params.rate_per_force * params.mean_duration,
          force: id(force),
          ...ofSizes(params.sizes),
        })),
        places: {
          schemes: {
            ricc: Object.fromEntries(
              [...new Set(params.region)].map((region) => [`r${region}`, { members: members(region) }]),
            ),
          },
        },
        capability: { tiers: { regional: { trigger: regional }, national: { trigger: national } } },
        warmUp: 10,
        horizon: 25,
        observe: { demand: level("required"), unmet: level("unresourced") },
      },
      40,
    );
    expectMean("demand", average(found, "demand"), expected.mean_demand!, 0.05);
    expectMean("unmet", average(found, "unmet"), expected[quantity]!, within);
  });
});

describe("mobilisation: committed from the asking, on the ground after the journey", () => {
  interface Delay {
    readonly delay: string;
    readonly duration: { readonly mean: number; readonly cv: number };
  }
  it.each(casesOf<Delay>("mobilisation-delay", ["travel-local", "travel-regional"]))(
    "$title, 60 runs of 300 holdings",
    ({ params, expected }) => {
      const hours = params.duration.mean;
      const found = sample(
        {
          stock: { here: 500 },
          streams: [
            { rate: 5, duration: { dist: "lognormal", mean: HOLDING, cv: params.duration.cv }, clock: "demand" },
          ],
          places: { travel: { byTier: { local: minutes(Number(params.delay) / hours), regional: 0, national: 0 } } },
          warmUp: 60,
          horizon: 300,
          observe: { asked: { quantity: "asked" }, coming: level("inTransit"), there: level("onTheGround") },
        },
        60,
      );
      const inHours = (id: string): Float64Array => found.of[id]!.map((value) => (value / HOLDING) * hours);
      const { mean_unmet_unit_hours_per_unit_needed: unmet, mean_on_scene_hours_per_unit: onScene } = expected;
      expectShare("hours under way per unit", inHours("coming"), found.of.asked!, unmet!, 0.02);
      expectShare("hours on the ground per unit", inHours("there"), found.of.asked!, onScene!, 0.05);
    },
  );

  interface Loss {
    readonly units: number;
    readonly arrival_rate: string;
    readonly travel: number;
    readonly scene_mean: number;
  }
  it.each(casesOf<Loss>("mobilisation-delay", ["travel-loss"]))(
    "$title, 60 runs of 300 holdings",
    ({ params, expected }) => {
      const hours = params.scene_mean;
      const found = sample(
        {
          stock: { here: params.units },
          streams: [
            {
              rate: Number(params.arrival_rate) * hours,
              duration: { dist: "lognormal", mean: HOLDING, cv: 1.5 },
              need: { team: "all", ifShort: "lapse" },
            },
          ],
          places: { travel: { byTier: { local: minutes(params.travel / hours), regional: 0, national: 0 } } },
          warmUp: 40,
          horizon: 300,
          observe: {
            asked: { quantity: "asked" },
            lost: { quantity: "lapsed" },
            busy: level("busy"),
            there: level("onTheGround"),
          },
        },
        60,
      );
      expectShare("blocking", found.of.lost!, found.of.asked!, expected.blocking!, 0.2);
      expectMean("committed", average(found, "busy"), expected.mean_committed!, 0.02);
      expectMean("on the ground", average(found, "there"), expected.mean_on_scene!, 0.02);
    },
  );
});

describe("demand that never waits, from empty, 2,000 runs", () => {
  interface Wave {
    readonly base: number;
    readonly amplitude: number;
    readonly period: number;
    readonly service_rate: number;
    readonly t: number;
  }
  it.each(casesOf<Wave>("mt-g-inf"))("$title, the rate in steps of two minutes", ({ params, expected }) => {
    const hour = HOLDING * params.service_rate;
    const grain = hour / 30;
    const steps = Array.from({ length: params.t * 30 }, (_, i) => ({
      from: Math.round(i * grain),
      factor: 1 + (params.amplitude / params.base) * Math.sin((2 * Math.PI * (i + 0.5)) / 30 / params.period),
    }));
    const found = sample(
      {
        stock: { here: 1000 },
        streams: [{ rate: 0, clock: "demand", arrivals: { poisson: { perDay: (params.base * 1440) / hour, steps } } }],
        warmUp: 0,
        horizon: params.t * params.service_rate,
        observe: { last: { quantity: "levelAt", level: "required", at: Math.round(params.t * hour) - 1 } },
      },
      2000,
    );
    expectMean("open at the end", found.of.last!, expected.mean_from_empty!, 0.02);
  });

  interface Lognormal {
    readonly arrival_rate: string;
    readonly duration: { readonly mean: number; readonly cv: number };
    readonly t: number;
  }
  it.each(casesOf<Lognormal>("mg-inf"))("$title", ({ params, expected }) => {
    const hours = params.duration.mean;
    const found = sample(
      {
        stock: { here: 1000 },
        streams: [
          {
            rate: Number(params.arrival_rate) * hours,
            duration: { dist: "lognormal", mean: HOLDING, cv: params.duration.cv },
            clock: "demand",
          },
        ],
        warmUp: 0,
        horizon: params.t / hours,
        observe: { last: { quantity: "levelAt", level: "onTheGround", at: minutes(params.t / hours) - 1 } },
      },
      2000,
    );
    const { last } = found.of;
    expectMean("open at the end", last!, expected.mean_active!, 0.1);
    expectMean(
      "nothing open",
      last!.map((n) => Number(n === 0)),
      expected.p_none!,
      0.3,
    );
    expectMean(
      "five or more open",
      last!.map((n) => Number(n >= 5)),
      expected.p_ge_5!,
      0.5,
    );
    const spread = last!.map((n) => (n - expected.mean_active!) * (n - expected.mean_active!));
    expectMean("variance", spread, expected.var_active!, 0.2);
  });
});

it("a demand that nobody can answer is unmet in full, to the unit-minute", () => {
  const found = sample(
    {
      stock: { here: 0 },
      streams: [{ rate: 3, duration: exponential(), clock: "demand" }],
      warmUp: 0,
      horizon: 10,
      observe: { demand: level("required"), unmet: level("unresourced") },
    },
    5,
  );
  expectShare("unmet", found.of.unmet!, found.of.demand!, 1);
});
