/**
 * What a scenario does not use costs nothing: where units are there at once and home at once, a smaller loop answers.
 * Whoever follows a run has it answered by the general one, so both are had of the same scenario and compared.
 */
import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { loadScenario } from "../../cli/load.ts";
import type { Model } from "../../engine/model.ts";
import { createWorld, replicate } from "../../engine/replicate.ts";
import { isLean } from "../../engine/response/lean/class.ts";
import { digestOf } from "../../engine/tally/digest.ts";
import { packTallies } from "../../engine/tally/pack.ts";
import { createTallies } from "../../engine/tally/tally.ts";
import { modelDrawer } from "../../workers/replicator.ts";
import { type Document, modelOf } from "../support/scenario.ts";
import { allCases } from "../verify/case.ts";
import { families } from "../verify/families/index.ts";

/** All that some replications leave behind: the digest, every packed array and what the general path counts as events. */
function leftBehind(model: Model, runs: number, followed: boolean) {
  const world = createWorld(model);
  const tallies = createTallies(model);
  if (followed) world.trace = () => undefined;
  const short = [];
  for (let replication = 0; replication < runs; replication++) {
    replicate(model, world, tallies, "l", replication);
    for (let need = 0; need < world.tape.nNeeds; need++) short.push(world.aShortMinutes[need]);
  }
  return { packed: packTallies(tallies), digest: digestOf(tallies, "0", "l", 0, runs), short };
}

function expectSame(model: Model, runs: number): void {
  expect(isLean(model)).toBe(true);
  const lean = leftBehind(model, runs, false);
  expect(lean).toEqual(leftBehind(model, runs, true));
}

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });
const whole = (low: number, high: number): fc.Arbitrary<number> => fc.integer({ min: low, max: high });
const given = (record: Record<string, unknown>): Document =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));

const trigger = fc.constantFrom("at shortfall", "at shortfall", "never");
const capability = (skill: string): fc.Arbitrary<Document> =>
  fc
    .record({
      officersPerUnit: fc.constantFrom(1, 1, 7),
      chain: fc.constantFrom("up", "up", "down", "national"),
      tiers: maybe(fc.record({ regional: fc.record({ trigger }), national: fc.record({ trigger }) })),
      donors: fc.constantFrom("regional proportionate", "nearest", "greatest spare", "supplied"),
      queue: fc.constantFrom("skip", "block"),
    })
    .map((drawn) => given({ skill, travels: false, return: "instant", ...drawn }));

const need = (capabilities: readonly string[]): fc.Arbitrary<Document> =>
  fc
    .record({
      capability: fc.constantFrom(...capabilities),
      units: fc.oneof(
        whole(1, 6),
        whole(1, 4).map((mean) => ({ dist: "geometric", mean })),
      ),
      perSeverity: fc.boolean(),
      probability: fc.constantFrom(1, 1, 0.5),
      priority: whole(0, 2),
      team: fc.constantFrom<(number | string)[]>(1, 1, 2, "all"),
      ifShort: fc.constantFrom<(string | Document)[]>("wait", "wait", "lapse", { lapseAfter: 240 }),
      reserve: fc.constantFrom(0, 0, 1),
      queueLimit: maybe(whole(0, 2)),
      respondBy: maybe(whole(0, 300)),
      expected: fc.boolean(),
    })
    .map(given);

const arrivals = (forces: readonly string[]): fc.Arbitrary<Document> =>
  fc.oneof(
    fc
      .array(fc.record({ at: whole(0, 2800), where: fc.constantFrom(...forces), severity: whole(1, 5) }), {
        minLength: 1,
        maxLength: 12,
      })
      .map((schedule) => ({ schedule })),
    whole(1, 20).map((perDay) => ({ poisson: { perDay } })),
    whole(1, 6).map((perDay) => ({
      hawkes: { perDay, meanChildren: 0.6, lag: { dist: "exponential", mean: 200 }, kernel: "uniform" },
    })),
    whole(1, 9).map((sources) => ({ finiteSource: { sources, idle: { dist: "exponential", mean: 400 } } })),
  );

const threat = (forces: readonly string[], capabilities: readonly string[], sequel: boolean): fc.Arbitrary<Document> =>
  fc
    .record({
      arrivals: sequel ? fc.constant({ triggered: true }) : arrivals(forces),
      severity: fc.constant({ levels: { 1: 0.6, 3: 0.4 } }),
      phases: fc
        .record({
          duration: fc.oneof(
            whole(1, 900),
            whole(30, 900).map((mean) => ({ dist: "exponential", mean })),
          ),
          clock: fc.constantFrom("demand", "served"),
          turns: maybe(fc.constant({ chance: 0.5, from: 10, until: 40 })),
          needs: fc.array(need(capabilities), { minLength: 1, maxLength: 3 }),
        })
        .map((phase) => [given(phase)]),
      triggers: sequel
        ? fc.constant(undefined)
        : maybe(fc.constant([{ threat: "sequel", probability: 0.5, lag: 90, where: "same" }])),
    })
    .map(given);

const quantities = (capabilities: readonly string[], forces: readonly string[]): Document =>
  Object.fromEntries(
    capabilities.flatMap((capability) => [
      ...["required", "onTheGround", "unresourced", "busy", "waiting"].flatMap((level) => [
        [`${capability}-${level}`, { capability, quantity: "levelMinutes", level }],
        [`${capability}-${level}-at`, { capability, force: forces[0], quantity: "levelAt", level, at: 700 }],
        [`${capability}-${level}-most`, { capability, quantity: "timeAtLeast", level, atLeast: 2 }],
        [`${capability}-${level}-first`, { capability, threat: "first", quantity: "levelSquareMinutes", level }],
      ]),
      ...["asked", "lapsed", "served", "waitMinutes", "leftForce", "leftRegion"].map((quantity) => [
        `${capability}-${quantity}`,
        { capability, quantity, threat: "first" },
      ]),
      [`${capability}-late`, { capability, quantity: "waitedMoreThan", atLeast: 30 }],
    ]),
  );

const scenario: fc.Arbitrary<Document> = fc.tuple(whole(1, 4), whole(1, 2)).chain(([nForces, nCaps]) => {
  const forces = ["alder", "birch", "cedar", "doral"].slice(0, nForces);
  const capabilities = ["psu", "bdu"].slice(0, nCaps);
  const byForce = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> =>
    fc.record(Object.fromEntries(forces.map((id) => [id, value])));
  return fc
    .record({
      xy: byForce(fc.tuple(whole(0, 200), whole(0, 200))),
      inNorth: byForce(fc.boolean()),
      psu: capability("level-2"),
      bdu: capability("afo"),
      psuUnits: byForce(whole(0, 9)),
      bduUnits: byForce(whole(0, 9)),
      contributions: maybe(byForce(whole(0, 6))),
      floors: maybe(byForce(whole(0, 3))),
      funnel: maybe(fc.constant({ present: 0.8, rostered: 0.9 })),
      absence: maybe(fc.constant({ sigma: 0.4, common: 0.5 })),
      warmUp: fc.constantFrom(0, 0, 300),
      observes: fc.boolean(),
      first: threat(forces, capabilities, false),
      other: threat(forces, capabilities, false),
      sequel: threat(forces, capabilities, true),
    })
    .map((drawn): Document => {
      const members = (north: boolean) => forces.filter((id) => drawn.inNorth[id] === north);
      const region = (ids: readonly string[]) => (ids.length > 0 ? { members: ids } : undefined);
      return given({
        clock: { horizon: 2880, warmUp: drawn.warmUp },
        places: {
          forces: Object.fromEntries(forces.map((id) => [id, { xy: drawn.xy[id] }])),
          schemes: { ricc: given({ north: region(members(true)), south: region(members(false)) }) },
        },
        skills: { all: {}, "level-2": { parent: "all" }, afo: {} },
        capabilities: given({ psu: drawn.psu, bdu: nCaps === 2 ? drawn.bdu : undefined }),
        people: given({
          holdings: given({
            psu: { relation: "beside", units: drawn.psuUnits },
            bdu: nCaps === 2 ? { relation: "beside", units: drawn.bduUnits } : undefined,
          }),
          contributions: drawn.contributions && { psu: drawn.contributions },
          floors: drawn.floors && { psu: drawn.floors },
          funnel: drawn.funnel,
          absence: drawn.absence,
        }),
        threats: { first: drawn.first, other: drawn.other, sequel: drawn.sequel },
        observe: drawn.observes ? quantities(capabilities, forces) : undefined,
      });
    });
});

describe("where units are there at once and home at once", () => {
  test.prop([scenario], { numRuns: 400, seed: 1 })(
    "the smaller loop leaves behind what the general one does, to the last number",
    (document) => {
      const model = modelOf(document);
      expectSame(model, 2);
    },
    120_000,
  );

  it("so it does for the scenarios that speed is measured by", () => {
    for (const name of ["mm16", "reduced-model"]) {
      const { resolved, scenarioHash } = loadScenario(`test/bench/${name}.yaml`);
      const plan = { resolved, scenarioHash, seed: "1", replications: 1, outer: null };
      expectSame(modelDrawer(plan)(0), 1);
    }
  });

  it("so it does for the queues, pools and tiers of theory that are of this kind", () => {
    let lean = 0;
    for (const one of allCases) {
      for (const { scenario, tapeOnly } of families[one.family]!(one as never, false)) {
        if (tapeOnly === true) continue;
        const model = shortened(modelOf(scenario));
        if (!isLean(model)) continue;
        lean++;
        expectSame(model, 1);
      }
    }
    expect(lean).toBeGreaterThan(100);
  }, 120_000);
});

/** Enough of a queue to meet every rule. */
function shortened(model: Model): Model {
  const horizon = Math.ceil(model.horizon / 20);
  const observations = model.observations.map((wants) => ({ ...wants, at: Math.min(wants.at, horizon - 1) }));
  return { ...model, horizon, warmUp: Math.ceil(model.warmUp / 20), observations };
}
