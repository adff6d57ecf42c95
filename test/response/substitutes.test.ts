/** Who stands in: exactly as many as the rule says, at the stated price, and everybody counted once. */
import { describe, expect, it } from "vitest";
import { createWorld, replicate } from "../../engine/replicate.ts";
import { createTallies } from "../../engine/tally/tally.ts";
import { compileScenario } from "../../scenarios/format/compile.ts";
import { readScenarioObject } from "../../scenarios/format/read.ts";
import { country, type Difference, type Told, tell } from "./country.ts";

const crew = { name: "Crew", officersPerUnit: 2, scheme: "ricc", donors: "nearest first", return: "instant" };

/** Ash has two units and asks for six; crews are what may stand in. */
const short = (substitute: object, crews: object, more: Difference = {}) =>
  tell(
    country({
      ...more,
      capability: { substitutes: [{ capability: "crew", ...substitute }], ...more.capability },
      capabilities: { crew, ...more.capabilities },
      people: { holdings: { psu: { units: { ash: 2 } }, crew: { units: crews } }, ...more.people },
      schedule: [{ at: 60, where: "ash", severity: 6 }],
    }),
  );

/** Units allocated, by capability and donor. */
const sent = ({ events }: Told, event = "allocated") =>
  events
    .filter((one) => one.event === event)
    .map(({ minute, capability, donor, units }) => `${minute} ${units} ${capability} ${donor}`);

describe("a need that its own tiers leave short", () => {
  it("takes others in their place, so many for one, the host's own first, then the nearest", () => {
    const run = short({ factor: 2 }, { ash: 3, beech: 5, cedar: 9 });
    // ash: 3 crews are one; beech: 5 are two; cedar: the last one missing
    expect(sent(run)).toEqual(["60 2 psu ash", "60 2 crew ash", "60 4 crew beech", "60 2 crew cedar"]);
    expect(run.total("onTheGroundUnitMinutes")).toBe(6 * 600);
    expect(run.total("unresourcedUnitMinutes")).toBe(0);
    // they are lent and busy as what they are
    expect(run.total("busyUnitMinutes", "crew")).toBe(8 * 600);
    expect(run.total("busyUnitMinutes")).toBe(2 * 600);
    expect(run.total("requiredUnitMinutes", "crew")).toBe(0);
  });

  it("stays short by what whole multiples do not cover", () => {
    const run = short({ factor: 3 }, { ash: 5, beech: 2 });
    expect(sent(run)).toEqual(["60 2 psu ash", "60 3 crew ash"]);
    expect(run.total("unresourcedUnitMinutes")).toBe(3 * 600);
  });

  it("has them later by the stated delay, on top of their own notice", () => {
    const ready = { readiness: { "1 h": 0.5, "4 h": 1 } };
    const run = short({ delay: "30 min" }, { ash: 4 }, { capabilities: { crew: { ...crew, ...ready } } });
    expect(sent(run, "on the ground")).toEqual(["60 2 psu ash", "150 2 crew ash", "330 2 crew ash"]);
    expect(run.total("inTransitUnitMinutes")).toBe(2 * 90 + 2 * 270);
  });

  it("waits for its own tiers to answer before it asks others", () => {
    const tiers = { national: { trigger: "at shortfall", coordinationDelay: 120 } };
    const run = short({}, { ash: 4 }, { capability: { tiers } });
    expect(sent(run)).toEqual(["60 2 psu ash", "180 4 crew ash"]);
  });

  it("asks elsewhere only in tiers that answered it", () => {
    const closed = { regional: { trigger: "never" }, national: { trigger: "never" } };
    expect(sent(short({}, { ash: 1, beech: 9 }, { capability: { tiers: closed } }))).toEqual([
      "60 2 psu ash",
      "60 1 crew ash",
    ]);
  });

  it("is looked at again when those who may stand in come free", () => {
    const run = tell(
      country({
        capability: { substitutes: [{ capability: "crew" }] },
        capabilities: { crew },
        people: { holdings: { psu: { units: { ash: 0 } }, crew: { units: { ash: 2 } } } },
        threats: {
          theirs: {
            arrivals: { schedule: [{ at: 0, where: "ash" }] },
            phases: [{ duration: 200, needs: [{ capability: "crew", units: 2 }] }],
          },
          ours: {
            arrivals: { schedule: [{ at: 60, where: "ash" }] },
            phases: [{ duration: 600, needs: [{ capability: "psu", units: 2 }] }],
          },
        },
      }),
    );
    expect(sent(run)).toEqual(["0 2 crew ash", "200 2 crew ash"]);
  });

  it("lets its own relieve those who stand in, and they rest as what they are", () => {
    const duty = { shift: "12 h", rest: "11 h", reliefLead: "4 h" };
    const run = tell(
      country({
        horizon: "1 d",
        capability: { substitutes: [{ capability: "crew", factor: 2 }] },
        capabilities: { crew: { ...crew, duty } },
        people: {
          holdings: { psu: { units: { ash: 0 } }, crew: { units: { ash: 4 } } },
          changes: [{ at: "6 h", holder: "ash", capability: "psu", units: 2 }],
        },
        schedule: [{ at: 0, where: "ash", severity: 1 }],
        phase: { duration: 1400 },
      }),
    );
    // two crews serve a shift; two hours in, units of its own are there, and relieve them
    expect(sent(run).slice(0, 2)).toEqual(["0 2 crew ash", "480 1 psu ash"]);
    expect(run.total("unresourcedUnitMinutes")).toBe(0);
  });
});

describe("those who stand in", () => {
  it("are people of their own skill: who is both is counted once", () => {
    const run = tell(
      country({
        skills: { all: {}, crowd: { parent: "all" }, guard: { parent: "all" } },
        capability: { skill: "crowd", substitutes: [{ capability: "crew" }] },
        capabilities: { crew: { ...crew, skill: "guard" } },
        people: {
          holdings: {
            all: { officers: { ash: 14 } },
            crowd: { officers: { ash: 10 } },
            guard: { officers: { ash: 10 } },
          },
        },
        schedule: [{ at: 60, where: "ash", severity: 6 }],
      }),
    );
    // ten of fourteen went as two units; the four who are left are two crews
    expect(sent(run)).toEqual(["60 2 psu ash", "60 2 crew ash"]);
  });

  it("leave their own force's floor and agreed contribution alone", () => {
    const people = {
      holdings: { psu: { units: { ash: 2 } }, crew: { units: { ash: 1, beech: 6, cedar: 6 } } },
      contributions: { crew: { beech: 2 } },
      floors: { crew: { cedar: 5 } },
    };
    expect(sent(short({}, {}, { people }))).toEqual([
      "60 2 psu ash",
      "60 1 crew ash",
      "60 2 crew beech",
      "60 1 crew cedar",
    ]);
  });

  it("make up a team that is not there, alone, or not at all", () => {
    const needs = [{ capability: "psu", units: 6, team: 4 }];
    expect(sent(short({}, { ash: 3 }, { needs }))).toEqual([]);
    // four crews are the team; the two units of its own then join it
    expect(sent(short({}, { ash: 5 }, { needs }))).toEqual(["60 4 crew ash", "60 2 psu ash"]);
  });

  it("work at their own pace: two of theirs do what one of ours would", () => {
    const needs = [{ capability: "psu", kind: "work", units: 2, work: 240 }];
    const people = { holdings: { psu: { units: { ash: 0 } }, crew: { units: { ash: 2 } } } };
    const done = (factor: number) =>
      short({ factor }, {}, { needs, people }).events.find(({ event }) => event === "work done");
    expect(done(1)?.minute).toBe(180);
    expect(done(2)?.minute).toBe(300);
  });

  it("are not taken away by those of higher priority", () => {
    const run = tell(
      country({
        capability: { substitutes: [{ capability: "crew" }] },
        capabilities: { crew },
        people: { holdings: { psu: { units: { ash: 0 } }, crew: { units: { ash: 2 } } } },
        threats: {
          calm: {
            arrivals: { schedule: [{ at: 0, where: "ash" }] },
            phases: [{ duration: 600, needs: [{ capability: "psu", units: 2, priority: 5 }] }],
          },
          urgent: {
            arrivals: { schedule: [{ at: 60, where: "ash" }] },
            phases: [{ duration: 600, needs: [{ capability: "psu", units: 2, priority: 0, mayPreempt: true }] }],
          },
        },
      }),
    );
    expect(sent(run).slice(0, 2)).toEqual(["0 2 crew ash", "600 2 crew ash"]);
  });
});

it("a scenario without substitutes gives the same figures whether others could stand in or not", () => {
  const digest = (substitutes: Record<string, unknown>) => {
    const read = readScenarioObject(
      country({
        capability: substitutes,
        capabilities: { crew },
        people: { holdings: { psu: { units: { ash: 9 } }, crew: { units: { ash: 9 } } } },
        threats: {
          both: {
            arrivals: { schedule: [{ at: 0, where: "ash" }] },
            phases: [
              {
                duration: 300,
                needs: [
                  { capability: "psu", units: 4 },
                  { capability: "crew", units: 2 },
                ],
              },
            ],
          },
        },
      }),
    );
    if (!read.ok) throw new Error("refused");
    const { model } = compileScenario(read.scenario, "0".repeat(64));
    const tallies = createTallies(model);
    replicate(model, createWorld(model), tallies, "1", 0);
    return [...tallies.sum, ...tallies.sums];
  };
  // nothing is short here, so nobody stands in
  expect(digest({ substitutes: [{ capability: "crew" }] })).toEqual(digest({}));
});
