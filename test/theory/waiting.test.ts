/** Queues: who finds too little free waits. Served clock; the level `waiting` is the queue, `required` the system. */
import { describe, it } from "vitest";
import { average, expectMean, expectShare, exponential, HOLDING, minutes, sample } from "../support/queue.ts";
import { casesOf } from "./cases.ts";

const WAITS = { team: "all" };
const busy = { quantity: "levelMinutes", level: "busy" };
const waiting = { quantity: "levelMinutes", level: "waiting" };
const RUNS = 60;

describe(`Erlang C, ${RUNS} runs of up to 1,000 holdings`, () => {
  it.each(casesOf<{ servers: number; load: number }>("erlang-c"))("$title", ({ params, expected }) => {
    const { servers, load } = params;
    const found = sample(
      {
        stock: { here: servers },
        streams: [{ rate: load, need: WAITS }],
        warmUp: load > 50 ? 40 : 60,
        horizon: Math.min(1000, 4_000 / load),
        observe: {
          full: { quantity: "timeAtLeast", level: "busy", atLeast: servers },
          queue: waiting,
          system: { quantity: "levelMinutes", level: "required" },
          asked: { quantity: "asked" },
          long: { quantity: "waitedMoreThan", atLeast: HOLDING },
          waited: { quantity: "waitMinutes" },
          served: { quantity: "served" },
        },
      },
      RUNS,
    );
    expectMean("P(wait)", average(found, "full"), expected.p_wait!, 0.3);
    expectMean("mean queue", average(found, "queue"), expected.mean_queue!, 0.6);
    expectMean("mean in system", average(found, "system"), expected.mean_in_system!, 0.2);
    expectShare("mean wait", found.of.waited!, found.of.served!, expected.mean_wait! * HOLDING, 0.6);
    // what is rarer says nothing in runs of this length
    if (expected.p_wait_gt_1! > 0.02) {
      expectShare("P(wait > 1 holding)", found.of.long!, found.of.served!, expected.p_wait_gt_1!, 1);
    }
  });
});

describe(`a waiting room of limited size, ${RUNS} runs`, () => {
  it.each(casesOf<{ servers: number; capacity: number; load: number }>("mmck"))("$title", ({ params, expected }) => {
    const { servers, capacity, load } = params;
    const found = sample(
      {
        stock: { here: servers },
        streams: [{ rate: load, need: { ...WAITS, queueLimit: capacity - servers } }],
        warmUp: load > 50 ? 15 : 40,
        horizon: Math.min(1000, 3_000 / load),
        observe: {
          asked: { quantity: "asked" },
          lost: { quantity: "lapsed" },
          queue: waiting,
          some: { quantity: "timeAtLeast", level: "busy", atLeast: 1 },
          system: { quantity: "levelMinutes", level: "required" },
        },
      },
      RUNS,
    );
    expectShare("loss", found.of.lost!, found.of.asked!, expected.p_loss!, 0.3);
    expectMean("mean queue", average(found, "queue"), expected.mean_queue!, 0.3);
    expectMean("mean in system", average(found, "system"), expected.mean_in_system!);
    expectMean(
      "empty",
      average(found, "some").map((share) => 1 - share),
      expected.p_empty!,
    );
  });
});

describe(`patience, ${RUNS} runs of 250 holdings`, () => {
  const cases = casesOf<{ servers: number; arrival_rate: number; abandon_rate: number }>("erlang-a");
  it.each(cases)("$title", ({ params, expected }) => {
    const found = sample(
      {
        stock: { here: params.servers },
        streams: [
          {
            rate: params.arrival_rate,
            need: { ...WAITS, ifShort: { lapseAfter: exponential(1 / params.abandon_rate) } },
          },
        ],
        warmUp: 40,
        horizon: 250,
        observe: {
          asked: { quantity: "asked" },
          left: { quantity: "lapsed" },
          queue: waiting,
          busy,
          full: { quantity: "timeAtLeast", level: "busy", atLeast: params.servers },
        },
      },
      RUNS,
    );
    expectShare("left without being served", found.of.left!, found.of.asked!, expected.p_abandon!, 0.05);
    expectMean("mean queue", average(found, "queue"), expected.mean_queue!, 0.05);
    expectMean("mean busy", average(found, "busy"), expected.mean_busy!, 0.02);
    expectMean("P(wait)", average(found, "full"), expected.p_wait!, 0.05);
  });
});

describe(`Pollaczek–Khinchine, ${RUNS} runs of 2,000 holdings`, () => {
  const cases = casesOf<{ arrival_rate: number; scv_service: number }>("mg1");
  it.each(cases)("$title", ({ params, expected }) => {
    const duration =
      params.scv_service === 0
        ? minutes(1)
        : params.scv_service > 1
          ? { dist: "lognormal", mean: minutes(1), cv: Math.sqrt(params.scv_service) }
          : { dist: "gamma", mean: minutes(1), cv: Math.sqrt(params.scv_service) };
    const found = sample(
      {
        stock: { here: 1 },
        streams: [{ rate: params.arrival_rate, duration, need: WAITS }],
        warmUp: 500,
        horizon: 2000,
        observe: { queue: waiting, busy },
      },
      RUNS,
    );
    expectMean("mean queue", average(found, "queue"), expected.mean_queue!, 0.5);
    expectMean("utilisation", average(found, "busy"), params.arrival_rate, 0.04);
  });
});

describe(`priorities without pre-emption, ${RUNS} runs`, () => {
  const cases = casesOf<{ servers: number; arrival_rates: readonly string[] }>("priority-nonpreemptive");
  it.each(cases)("$title", ({ params, expected }) => {
    const rates = params.arrival_rates.map(Number);
    const found = sample(
      {
        stock: { here: params.servers },
        streams: rates.map((rate, priority) => ({ rate, need: { ...WAITS, priority } })),
        warmUp: params.servers > 10 ? 30 : 80,
        horizon: params.servers > 10 ? 60 : 800,
        observe: {
          full: { quantity: "timeAtLeast", level: "busy", atLeast: params.servers },
          ...Object.fromEntries(rates.map((_, i) => [`queue${i}`, { ...waiting, threat: `s${i}` }])),
        },
      },
      RUNS,
    );
    expectMean("P(wait)", average(found, "full"), expected.p_wait!, 0.4);
    rates.forEach((rate, i) => {
      const wait = average(found, `queue${i}`).map((queue) => queue / rate);
      expectMean(`mean wait of class ${i}`, wait, expected[`mean_wait_class${i}`]!, 0.9);
    });
  });
});

describe(`pre-emption: who loses a unit goes on where it stopped, ${RUNS} runs of 800 holdings`, () => {
  const cases = casesOf<{ servers: number; arrival_rates: readonly string[] }>("priority-preemptive");
  it.each(cases)("$title", ({ params, expected }) => {
    const rates = params.arrival_rates.map(Number);
    const found = sample(
      {
        stock: { here: params.servers },
        streams: rates.map((rate, priority) => ({
          rate,
          need: { ...WAITS, priority, mayPreempt: priority < rates.length - 1 },
        })),
        warmUp: 80,
        horizon: 800,
        observe: Object.fromEntries(
          rates.map((_, i) => [`in${i}`, { quantity: "levelMinutes", level: "required", threat: `s${i}` }]),
        ),
      },
      RUNS,
    );
    rates.forEach((_, i) => {
      expectMean(`class ${i} in system`, average(found, `in${i}`), expected[`mean_in_system_class${i}`]!, 0.3);
    });
  });
});

describe(`teams of two sizes in one queue, ${RUNS} runs of 1,000 holdings: the order of serving decides`, () => {
  interface Teams {
    readonly units: number;
    readonly classes: readonly { readonly rate: string; readonly units: number }[];
    readonly queue_limit: number;
    readonly backfill: boolean;
  }
  it.each(casesOf<Teams>("simultaneous-servers-queue"))("$title", ({ params, expected }) => {
    const found = sample(
      {
        stock: { here: params.units },
        streams: params.classes.map(({ rate, units }) => ({
          rate: Number(rate),
          units,
          need: { ...WAITS, queueLimit: params.queue_limit },
        })),
        capability: { queue: params.backfill ? "skip" : "block" },
        warmUp: 40,
        horizon: 1000,
        observe: {
          busy,
          queue: waiting,
          ...Object.fromEntries(
            params.classes.flatMap((_, i) => [
              [`asked${i}`, { quantity: "asked", threat: `s${i}` }],
              [`lost${i}`, { quantity: "lapsed", threat: `s${i}` }],
              [`queue${i}`, { ...waiting, threat: `s${i}` }],
              [`waited${i}`, { quantity: "waitedMoreThan", atLeast: 0, threat: `s${i}` }],
            ]),
          ),
        },
      },
      RUNS,
    );
    expectMean("units busy", average(found, "busy"), expected.mean_units_busy!, 0.02);
    expectMean("queue", average(found, "queue"), expected.mean_queue_length!, 0.05);
    params.classes.forEach(({ rate }, i) => {
      const lost = expected[`p_lost_class${i}`]!;
      expectShare(`lost of class ${i}`, found.of[`lost${i}`]!, found.of[`asked${i}`]!, lost, 0.1);
      const wait = average(found, `queue${i}`).map((queue) => queue / (Number(rate) * (1 - lost)));
      expectMean(`wait of class ${i}`, wait, expected[`mean_wait_accepted_class${i}`]!, 0.1);
      const waits = expected[`p_wait_class${i}`]!;
      expectShare(`waiting of class ${i}`, found.of[`waited${i}`]!, found.of[`asked${i}`]!, waits, 0.1);
    });
  });
});
