/** Loss systems of several forces: own people first, then the region, then the country. 60 runs each. */
import { describe, it } from "vitest";
import { average, expectMean, expectShare, type Queue, sample } from "../support/queue.ts";
import { casesOf } from "./cases.ts";

const LOST = { team: "all", ifShort: "lapse" };
const RUNS = 60;
const busyOf = (force: string) => ({ quantity: "levelMinutes", level: "busy", force });

describe("overflow from tier to tier", () => {
  it.each(casesOf<{ load: number; tier_units: readonly [number, number, number] }>("overflow-ladder"))(
    "$title",
    ({ params, expected }) => {
      const [local, regional, national] = params.tier_units;
      const found = sample(
        {
          stock: { here: local, near: regional, far: national },
          streams: [{ rate: params.load, need: LOST }],
          places: { schemes: { ricc: { one: { members: ["here", "near"] }, two: { members: ["far"] } } } },
          warmUp: 20,
          horizon: Math.min(500, 2_500 / params.load),
          observe: {
            here: busyOf("here"),
            near: busyOf("near"),
            far: busyOf("far"),
            asked: { quantity: "asked" },
            lost: { quantity: "lapsed" },
            leftForce: { quantity: "leftForce" },
            leftRegion: { quantity: "leftRegion" },
          },
        },
        RUNS,
      );
      expectMean("busy at home", average(found, "here"), expected.mean_busy_local!, 0.075);
      expectMean("busy in the region", average(found, "near"), expected.mean_busy_regional!, 0.125);
      expectMean("busy elsewhere", average(found, "far"), expected.mean_busy_national!, 0.375);
      const { asked } = found.of;
      expectShare("left the force", found.of.leftForce!, asked!, expected.p_needs_regional_or_more!, 0.25);
      expectShare("left the region", found.of.leftRegion!, asked!, expected.p_needs_national_or_lost!, 0.25);
      expectShare("lost", found.of.lost!, asked!, expected.p_lost!, 0.75);
    },
  );

  it.each(casesOf<{ primary: readonly { units: number; load: number }[]; shared: number }>("overflow-shared"))(
    "$title",
    ({ params, expected }) => {
      const [one, two] = params.primary as [{ units: number; load: number }, { units: number; load: number }];
      const found = sample(
        {
          stock: { one: one.units, two: two.units, shared: params.shared },
          streams: [
            { rate: one.load, force: "one", need: LOST },
            { rate: two.load, force: "two", need: LOST },
          ],
          people: { contributions: { unit: { one: 0, two: 0 } } },
          warmUp: 20,
          horizon: 250,
          observe: {
            shared: busyOf("shared"),
            ...Object.fromEntries(
              [0, 1].flatMap((i) => [
                [`asked${i}`, { quantity: "asked", threat: `s${i}` }],
                [`lost${i}`, { quantity: "lapsed", threat: `s${i}` }],
              ]),
            ),
          },
        },
        RUNS,
      );
      for (const i of [0, 1]) {
        expectShare(`stream ${i}`, found.of[`lost${i}`]!, found.of[`asked${i}`]!, expected[`loss_stream${i}`]!, 0.25);
      }
      expectMean("shared busy", average(found, "shared"), expected.shared_mean_busy!, 0.125);
    },
  );
});

describe("mutual aid between pools with floors, solved as a Markov chain", () => {
  interface Pools {
    readonly stock: readonly number[];
    readonly floor: readonly number[];
    readonly region: readonly number[];
    readonly streams: readonly { readonly force: number; readonly rate: string; readonly units: number }[];
  }
  const sameHolding = ["mutual-2f-nofloor", "mutual-2f-floor1", "mutual-2f-1r", "mutual-2f-1r-multi", "mutual-4f-2r"];
  it.each(casesOf<Pools>("mutual-aid-ctmc", sameHolding))("$title", ({ params, expected }) => {
    const id = (force: number): string => `f${force}`;
    const regions = [...new Set(params.region)];
    const queue: Queue = {
      stock: Object.fromEntries(params.stock.map((units, force) => [id(force), units])),
      streams: params.streams.map(({ force, rate, units }) => ({
        rate: Number(rate),
        units,
        force: id(force),
        need: LOST,
      })),
      people: { floors: { unit: Object.fromEntries(params.floor.map((units, force) => [id(force), units])) } },
      places: {
        schemes: {
          ricc: Object.fromEntries(
            regions.map((region) => [
              `r${region}`,
              { members: params.region.flatMap((other, force) => (other === region ? [id(force)] : [])) },
            ]),
          ),
        },
      },
      warmUp: 20,
      horizon: 400,
      observe: {
        ...Object.fromEntries(params.stock.map((_, force) => [`busy${force}`, busyOf(id(force))])),
        ...Object.fromEntries(
          params.streams.flatMap((_, i) => [
            [`asked${i}`, { quantity: "asked", threat: `s${i}` }],
            [`lost${i}`, { quantity: "lapsed", threat: `s${i}` }],
            [`force${i}`, { quantity: "leftForce", threat: `s${i}` }],
            [`region${i}`, { quantity: "leftRegion", threat: `s${i}` }],
          ]),
        ),
      },
    };
    const found = sample(queue, RUNS);
    params.streams.forEach((_, i) => {
      const asked = found.of[`asked${i}`]!;
      const local = expected[`stream${i}_p_served_highest_tier_local`]!;
      const regional = expected[`stream${i}_p_served_highest_tier_regional`]!;
      expectShare(`lost of stream ${i}`, found.of[`lost${i}`]!, asked, expected[`stream${i}_blocking`]!, 0.625);
      expectShare(`stream ${i} beyond its force`, found.of[`force${i}`]!, asked, 1 - local, 0.25);
      expectShare(`stream ${i} beyond its region`, found.of[`region${i}`]!, asked, 1 - local - regional, 0.625);
    });
    params.stock.forEach((_, force) => {
      expectMean(`busy at ${force}`, average(found, `busy${force}`), expected[`force${force}_mean_busy`]!, 0.125);
    });
  });
});

describe("Larson's hypercube: who goes where", () => {
  const cases = casesOf<{ atom_rates: readonly string[]; queue: boolean }>("hypercube", [
    "hyper-3-loss",
    "hyper-3-queue",
  ]);
  it.each(cases)("$title", ({ params, expected }) => {
    // on a line at 0, 10 and 30 km the nearest first are the preference lists of the case
    const found = sample(
      {
        stock: { f0: 1, f1: 1, f2: 1 },
        streams: params.atom_rates.map((rate, atom) => ({
          rate: Number(rate),
          force: `f${atom}`,
          need: params.queue ? { team: "all" } : LOST,
        })),
        places: { forces: { f0: { xy: [0, 0] }, f1: { xy: [10, 0] }, f2: { xy: [30, 0] } }, travel: {} },
        capability: { donors: "nearest", travels: false },
        warmUp: 20,
        horizon: 700,
        observe: {
          full: { quantity: "timeAtLeast", level: "busy", atLeast: 3 },
          ...Object.fromEntries([0, 1, 2].map((unit) => [`busy${unit}`, busyOf(`f${unit}`)])),
        },
      },
      RUNS,
    );
    expectMean("all busy", average(found, "full"), expected.p_all_busy!);
    const total = found.flows.map((flow) => flow.reduce((sum, minutes) => sum + minutes, 0));
    for (const unit of [0, 1, 2]) {
      expectMean(`workload ${unit}`, average(found, `busy${unit}`), expected[`workload_unit${unit}`]!, 0.125);
      for (const atom of [0, 1, 2]) {
        const minutes = found.flows.map((flow) => flow[unit * 3 + atom]!);
        expectShare(`unit ${unit} to ${atom}`, minutes, total, expected[`dispatch_unit${unit}_atom${atom}`]!, 0.25);
      }
    }
  });
});
