/** Loss systems: who finds too little free is lost. Served clock, all or nothing, lapse at once. */
import { describe, expect, it } from "vitest";
import { average, expectMean, expectShare, exponential, minutes, type Stream, sample } from "../support/queue.ts";
import { casesOf } from "./cases.ts";

const LOST = { team: "all", ifShort: "lapse" };
const busy = { quantity: "levelMinutes", level: "busy" };
const RUNS = 60;

describe(`Erlang B, ${RUNS} runs (24 of the largest): blocking, mean busy, time all busy`, () => {
  it.each(casesOf<{ servers: number; load: number }>("erlang-b"))("$title", ({ params, expected }) => {
    const { servers, load } = params;
    const found = sample(
      {
        stock: { here: servers },
        streams: [{ rate: load, need: LOST }],
        warmUp: load > 200 ? 12 : 20,
        horizon: Math.max(60, Math.min(2500, 8_000 / load)),
        observe: {
          asked: { quantity: "asked" },
          lost: { quantity: "lapsed" },
          busy,
          full: { quantity: "timeAtLeast", level: "busy", atLeast: servers },
        },
      },
      load > 200 ? 24 : RUNS,
    );
    expectShare("blocking", found.of.lost!, found.of.asked!, expected.blocking!, 0.625);
    expectMean("time all busy", average(found, "full"), expected.blocking!, 0.625);
    expectMean("mean busy", average(found, "busy"), expected.mean_busy!, 0.025);
  });
});

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
    return p!.map((share, i) => ({
      rate: rate * Number(share),
      duration: exponential(1 / Number(rates![i])),
      need: LOST,
    }));
  }
  const duration =
    dist === "deterministic"
      ? minutes(mean!)
      : dist === "lognormal"
        ? { dist, mean: minutes(mean!), cv }
        : { dist, shape: Number(shape), mean: minutes(1) };
  return [{ rate, duration, need: LOST }];
}

describe("the loss formula does not mind how holding times are distributed, 60 runs of 200 holdings", () => {
  it.each(casesOf<{ servers: number; arrival_rate: number; holding: Holding }>("mgcc-insensitivity"))(
    "$title",
    ({ params, expected }) => {
      const found = sample(
        {
          stock: { here: params.servers },
          streams: streamsOf(params.arrival_rate, params.holding),
          warmUp: 40,
          horizon: 200,
          observe: { asked: { quantity: "asked" }, lost: { quantity: "lapsed" }, busy },
        },
        RUNS,
      );
      expectShare("blocking", found.of.lost!, found.of.asked!, expected.blocking!, 0.15);
      expectMean("mean busy", average(found, "busy"), expected.mean_busy!, 0.05);
    },
  );
});

interface Classes {
  readonly units: number;
  readonly classes: readonly { readonly load: string; readonly units: number; readonly reservation?: number }[];
}

/** Blocking by class and mean units busy, of streams that ask for teams of their own size. */
function classes({ units, classes: list }: Classes, expected: Readonly<Record<string, number>>): void {
  const load = list.reduce((sum, one) => sum + Number(one.load), 0);
  const found = sample(
    {
      stock: { here: units },
      streams: list.map((one) => ({
        rate: Number(one.load),
        units: one.units,
        need: { ...LOST, reserve: one.reservation ?? 0 },
      })),
      warmUp: 20,
      horizon: Math.min(3000, 4_000 / load),
      observe: {
        busy,
        full: { quantity: "timeAtLeast", level: "busy", atLeast: units },
        ...Object.fromEntries(
          list.flatMap((_, i) => [
            [`asked${i}`, { quantity: "asked", threat: `s${i}` }],
            [`lost${i}`, { quantity: "lapsed", threat: `s${i}` }],
          ]),
        ),
      },
    },
    RUNS,
  );
  list.forEach((_, i) => {
    const exact = expected[`blocking_class${i}`]!;
    expectShare(`blocking of class ${i}`, found.of[`lost${i}`]!, found.of[`asked${i}`]!, exact, 0.625);
  });
  expectMean("mean units busy", average(found, "busy"), expected.mean_units_busy!, 0.05);
  if (expected.p_all_units_busy !== undefined) {
    expectMean("time all units busy", average(found, "full"), expected.p_all_units_busy, 0.625);
  }
}

describe(`Kaufman–Roberts, ${RUNS} runs: teams of several sizes, all or nothing`, () => {
  it.each(casesOf<Classes>("kaufman-roberts"))("$title", ({ params, expected }) => classes(params, expected));
});

describe(`Kaufman–Roberts with a reserve, ${RUNS} runs: a class leaves so many free`, () => {
  it.each(casesOf<Classes>("kaufman-roberts-reservation"))("$title", ({ params, expected }) =>
    classes(params, expected),
  );
});

describe(`trunk reservation, ${RUNS} runs`, () => {
  const cases = casesOf<{ units: number; own_load: number; aid_load: number; floor: number }>("trunk-reservation");
  const observe = {
    busy,
    own: { quantity: "asked", threat: "s0" },
    ownLost: { quantity: "lapsed", threat: "s0" },
    aid: { quantity: "asked", threat: "s1" },
    aidLost: { quantity: "lapsed", threat: "s1" },
  };

  it.each(cases)("$title, by the reserve of a need", ({ params, expected }) => {
    const { units, own_load, aid_load, floor } = params;
    const found = sample(
      {
        stock: { here: units },
        streams: [
          { rate: own_load, need: LOST },
          { rate: aid_load, need: { ...LOST, reserve: floor } },
        ],
        warmUp: 20,
        horizon: 4_000 / (own_load + aid_load),
        observe,
      },
      RUNS,
    );
    expectShare("own blocking", found.of.ownLost!, found.of.own!, expected.blocking_own!, 0.25);
    expectShare("aid blocking", found.of.aidLost!, found.of.aid!, expected.blocking_aid!, 0.25);
    expectMean("mean busy", average(found, "busy"), expected.mean_busy!, 0.05);
  });

  it.each(cases)("$title, by the donor's floor", ({ params, expected }) => {
    const { units, own_load, aid_load, floor } = params;
    const found = sample(
      {
        stock: { here: units, there: 0 },
        streams: [
          { rate: own_load, need: LOST },
          { rate: aid_load, force: "there", need: LOST },
        ],
        people: { floors: { unit: { here: floor } } },
        warmUp: 20,
        horizon: 4_000 / (own_load + aid_load),
        observe,
      },
      RUNS,
    );
    expectShare("own blocking", found.of.ownLost!, found.of.own!, expected.blocking_own!, 0.25);
    expectShare("aid blocking", found.of.aidLost!, found.of.aid!, expected.blocking_aid!, 0.25);
    expectMean("mean busy", average(found, "busy"), expected.mean_busy!, 0.05);
  });
});

describe(`the high class takes the units of the low, who are lost, ${RUNS} runs`, () => {
  const cases = casesOf<{ servers: number; load_high: number; load_low: number }>("priority-loss-preemptive");
  it.each(cases)("$title", ({ params, expected }) => {
    const found = sample(
      {
        stock: { here: params.servers },
        streams: [
          { rate: params.load_high, need: { ...LOST, priority: 0, mayPreempt: true } },
          { rate: params.load_low, need: { ...LOST, priority: 1 } },
        ],
        warmUp: 20,
        horizon: 4_000 / (params.load_high + params.load_low),
        observe: {
          busy,
          ofHigh: { ...busy, threat: "s0" },
          ofLow: { ...busy, threat: "s1" },
          asked: { quantity: "asked", threat: "s0" },
          lost: { quantity: "lapsed", threat: "s0" },
        },
      },
      RUNS,
    );
    expectShare("blocking of the high class", found.of.lost!, found.of.asked!, expected.blocking_high!);
    expectMean("mean busy, high", average(found, "ofHigh"), expected.mean_busy_high!, 0.05);
    expectMean("mean busy, low", average(found, "ofLow"), expected.mean_busy_low!, 0.05);
    expectMean("mean busy", average(found, "busy"), expected.mean_busy_total!, 0.05);
  });
});

describe(`finite source (Engset), ${RUNS} runs of 200 holdings`, () => {
  const cases = casesOf<{ sources: number; servers: number; idle_rate: number }>("engset");
  it.each(cases)("$title", ({ params, expected }) => {
    const found = sample(
      {
        stock: { here: params.servers },
        streams: [
          {
            rate: 0,
            arrivals: { finiteSource: { sources: params.sources, idle: exponential(1 / params.idle_rate) } },
            need: LOST,
          },
        ],
        warmUp: 40,
        horizon: 200,
        observe: {
          busy,
          full: { quantity: "timeAtLeast", level: "busy", atLeast: params.servers },
          asked: { quantity: "asked" },
          lost: { quantity: "lapsed" },
        },
      },
      RUNS,
    );
    expectMean("time congestion", average(found, "full"), expected.time_congestion!);
    expectShare("call congestion", found.of.lost!, found.of.asked!, expected.call_congestion!);
    expectMean("mean busy", average(found, "busy"), expected.mean_busy!, 0.05);
  });
});

describe("from empty, 3,000 runs: P(any unmet within the horizon)", () => {
  const cases = casesOf<{ servers: number; load: number; horizon: number }>("exhaustion-transient", [
    "exhaust-2-1-5",
    "exhaust-3-1-10",
    "exhaust-10-5-50",
  ]);
  it.each(cases)("$title", ({ params, expected }) => {
    const { servers, load, horizon } = params;
    const found = sample(
      {
        stock: { here: servers },
        streams: [{ rate: load, need: LOST }],
        warmUp: 0,
        horizon,
        observe: {
          ever: { quantity: "everAtLeast", level: "busy", atLeast: servers },
          lost: { quantity: "lapsed" },
          full: { quantity: "timeAtLeast", level: "busy", atLeast: servers },
          last: { quantity: "levelAt", level: "busy", at: minutes(horizon) - 1 },
        },
      },
      3000,
    );
    const { ever, lost, full, last } = found.of;
    expectMean("ever all committed", ever!, expected.p_all_committed_at_least_once!);
    expectMean("any unmet", lost!.map(Math.sign), expected.p_any_unmet_demand!);
    expectMean("lost", lost!, expected.expected_lost_demands!);
    expectMean(
      "time all committed",
      full!.map((m) => m / minutes(1)),
      expected.expected_time_fully_committed!,
    );
    expectMean("busy at the end", last!, expected.mean_busy_at_T!);
    expectMean(
      "full at the end",
      last!.map((n) => Number(n === servers)),
      expected.p_full_at_T!,
      0.75,
    );
  });
});

describe("capacity changes by shift, from empty, 2,000 runs: a cut recalls nobody", () => {
  interface Shifts {
    readonly segments: readonly { readonly hours: number; readonly units: number }[];
    readonly arrival_rate: number;
    readonly mean_holding: number;
  }
  it.each(casesOf<Shifts>("shift-change"))("$title", ({ params, expected }) => {
    const hour = 1 / params.mean_holding;
    const ends: number[] = [];
    for (const { hours } of params.segments) ends.push((ends.at(-1) ?? 0) + hours);
    const found = sample(
      {
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
          lost: { quantity: "lapsed" },
          ...Object.fromEntries(
            ends.map((end) => [`at${end}`, { quantity: "levelAt", level: "busy", at: minutes(end * hour) - 1 }]),
          ),
        },
      },
      2000,
    );
    ends.forEach((end, i) => {
      const level = found.of[`at${end}`]!;
      const { units } = params.segments[i]!;
      expectMean(`busy at ${end} h`, level, expected[`mean_busy_at_${end}h`]!);
      expectMean(
        `full at ${end} h`,
        level.map((n) => Number(n >= units)),
        expected[`p_full_at_${end}h`]!,
        0.25,
      );
    });
    expectMean("lost", found.of.lost!, expected.expected_lost!);
    expectMean(
      "overtime hours",
      found.overtime.map((m) => m / minutes(hour)),
      expected.expected_overtime_unit_hours!,
      0.1,
    );
  });
});

it("a load that cannot be served at all is lost to the last incident", () => {
  const found = sample(
    {
      stock: { here: 0 },
      streams: [{ rate: 5, need: LOST }],
      warmUp: 0,
      horizon: 20,
      observe: { asked: { quantity: "asked" }, lost: { quantity: "lapsed" } },
    },
    5,
  );
  expect(found.of.asked).toEqual(found.of.lost);
  expect(Math.min(...found.of.asked!)).toBeGreaterThan(0);
});
