/** People, counted once: the tree of skills, overlap, alert floors, stock, levers and pooled serials. */
import { describe, expect, it } from "vitest";
import { country, tell } from "./country.ts";

const tree = { all: {}, "level-3": { parent: "all" }, "level-2": { parent: "level-3" } };
const bdu = {
  name: "Basic unit",
  officersPerUnit: 4,
  scheme: "ricc",
  skill: "level-3",
  donors: "nearest first",
  return: "instant",
};
const both = (psu: number, basic: number) => [
  { capability: "psu", kind: "presence", units: psu, priority: 0 },
  { capability: "bdu", kind: "presence", units: basic, priority: 1 },
];

describe("people", () => {
  it("an officer used at a skill is used at every skill above it", () => {
    // Ash has 20 at level 3, of whom 10 at level 2: two units of five leave ten, two basic units of four
    const told = tell(
      country({
        skills: tree,
        capability: { skill: "level-2" },
        capabilities: { bdu },
        people: { holdings: { "level-3": { officers: { ash: 20 } }, "level-2": { officers: { ash: 10 } } } },
        needs: both(2, 5),
      }),
    );
    expect(told.total("onTheGroundUnitMinutes", "psu")).toBe(2 * 600);
    expect(told.total("onTheGroundUnitMinutes", "bdu")).toBe(2 * 600);
    expect(told.total("unresourcedUnitMinutes", "bdu")).toBe(3 * 600);
  });

  it("a holding beside its children adds to every skill above; within, it does not", () => {
    const run = (relation: string) =>
      tell(
        country({
          skills: { "level-3": {}, "level-2": { parent: "level-3" } },
          capability: { skill: "level-2" },
          capabilities: { bdu },
          people: {
            holdings: { psu: { relation, units: { ash: 2 } }, bdu: { relation: "beside", units: { ash: 3 } } },
          },
          needs: both(2, 3),
        }),
      );
    // beside: 10 + 12 at level 3; within: the ten are among the twelve, and two are left
    expect(run("beside").total("onTheGroundUnitMinutes", "bdu")).toBe(3 * 600);
    expect(run("within").total("onTheGroundUnitMinutes", "bdu")).toBe(0);
  });

  it("use of a skill blocks its share of people who also hold the other, and the other way round", () => {
    const armed = { name: "Crew", officersPerUnit: 2, scheme: "ricc", skill: "arv", return: "instant" };
    const run = (first: "psu" | "arv") =>
      tell(
        country({
          skills: { "level-2": {}, arv: {} },
          overlaps: [{ used: "arv", blocks: "level-2", share: 0.5 }],
          capability: { skill: "level-2" },
          capabilities: { arv: armed },
          people: { holdings: { "level-2": { officers: { ash: 10 } }, arv: { officers: { ash: 10 } } } },
          needs: [
            { capability: "psu", kind: "presence", units: 2, priority: first === "psu" ? 0 : 1 },
            { capability: "arv", kind: "presence", units: 5, priority: first === "arv" ? 0 : 1 },
          ],
        }),
      );
    // five crews are ten officers and block five of level 2: one unit of five is left
    expect(run("arv").total("onTheGroundUnitMinutes", "psu")).toBe(600);
    expect(run("arv").total("onTheGroundUnitMinutes", "arv")).toBe(5 * 600);
    // two units use all ten of level 2: not one officer may be blocked, so one officer of arv at most, and no crew
    expect(run("psu").total("onTheGroundUnitMinutes", "psu")).toBe(2 * 600);
    expect(run("psu").total("onTheGroundUnitMinutes", "arv")).toBe(0);
  });

  it("a called tier raises the alert of its donors after the scan, so the first ask is not bound by it", () => {
    const told = tell(
      country({
        capability: { alert: true, tiers: { regional: { trigger: "at shortfall", alertShare: 0.5 } } },
        schedule: [
          { at: 60, where: "ash", severity: 4 },
          { at: 120, where: "ash", severity: 8 },
        ],
      }),
    );
    // first ask: two of its own, two of Beech's four, no floor yet
    expect(told.given(60)).toEqual({ ash: 2, beech: 2 });
    // then Beech keeps half of its four (none left to lend), Cedar three of six; Damson is not in the region
    expect(told.given(120)).toEqual({ cedar: 3, damson: 5 });
  });

  it("a scheduled posture keeps its share at home", () => {
    const people = { alertShare: 0, postures: [{ at: 30, alertShare: 0.75 }] };
    const told = tell(
      country({ capability: { alert: true }, people, schedule: [{ at: 60, where: "ash", severity: 20 }] }),
    );
    expect(told.given()).toEqual({ ash: 2, beech: 1, cedar: 1, damson: 2 });
  });

  it("a cut of stock recalls nobody: what is committed beyond it is overtime", () => {
    const people = { changes: [{ at: 120, holder: "ash", capability: "psu", units: 0 }] };
    const told = tell(country({ people, schedule: [{ at: 60, where: "ash", severity: 2 }] }));
    expect(told.total("onTheGroundUnitMinutes")).toBe(2 * 600);
    expect(told.total("overtimeUnitMinutes")).toBe(2 * 540);
  });

  it("present is trained times share, rounded down once, whole units only", () => {
    const told = tell(
      country({ people: { funnel: { present: 0.7 } }, schedule: [{ at: 60, where: "damson", severity: 20 }] }),
    );
    // 40 × 0.7 = 28 officers are five units; 10, 20, 30 × 0.7 = 7, 14, 21 are one, two, four
    expect(told.given()).toEqual({ damson: 5, cedar: 4, beech: 2, ash: 1 });
    // 10 × 0.98 is nine officers, not ten: one unit of five
    const nearly = country({
      people: { funnel: { present: 0.98 } },
      schedule: [{ at: 60, where: "ash", severity: 2 }],
    });
    expect(tell(nearly).given()["ash"]).toBe(1);
  });

  it("rest days cancelled add people after the notice, and are owed", () => {
    const people = {
      funnel: { rostered: 0.5 },
      levers: {
        restDaysCancelled: { trigger: { at: 0 }, capability: "psu", notice: "24 h", factor: 2, repaidFrom: "8 d" },
      },
    };
    const told = tell(
      country({
        people,
        schedule: [
          { at: "12 h", where: "damson", severity: 20 },
          { at: "1 d 12 h", where: "damson", severity: 20 },
        ],
      }),
    );
    expect(told.given(720)).toEqual({ damson: 4, cedar: 3, beech: 2, ash: 1 });
    expect(told.given(2160)).toEqual({ damson: 8, cedar: 6, beech: 4, ash: 2 });
    // fifty officers more for the one day that is left
    expect(told.count("restDaysCancelled")).toBe(50);
  });

  it("longer shifts and hold over together never make a shift longer than the longest, 16 hours", () => {
    const lever = { trigger: { at: 0 }, capability: "psu", notice: 0 };
    const onTheGround = (levers: Record<string, unknown>) =>
      tell(
        country({
          horizon: "24 h",
          capability: { duty: { shift: "12 h", longestShift: "16 h", rest: "11 h" } },
          people: { levers },
          phase: { duration: "23 h" },
          schedule: [{ at: 60, where: "ash", severity: 20 }],
        }),
      ).total("onTheGroundUnitMinutes");
    expect(onTheGround({})).toBe(20 * 12 * 60);
    expect(onTheGround({ holdOver: lever })).toBe(20 * 16 * 60);
    expect(onTheGround({ holdOver: lever, longShifts: lever })).toBe(20 * 16 * 60);
  });

  it("people on the way home cannot go anywhere else before they are there", () => {
    const told = tell(
      country({
        skills: { "level-2": {}, eg: { parent: "level-2" } },
        capability: { skill: "level-2", return: "home" },
        capabilities: {
          eg: { name: "Pair", officersPerUnit: 2, scheme: "ricc", skill: "eg", donors: "nearest first" },
        },
        places: { travel: { byTier: { local: 0, regional: 120, national: 300 } } },
        people: { holdings: { "level-2": { officers: { beech: 5 } }, eg: { officers: { beech: 5 } } } },
        threats: {
          riot: {
            name: "Riot",
            arrivals: { schedule: [{ at: 60, where: "ash" }] },
            phases: [{ id: "only", duration: 600, needs: [{ capability: "psu", kind: "presence", units: 1 }] }],
          },
          inquiry: {
            name: "Inquiry",
            arrivals: { schedule: [{ at: 100, where: "ash" }] },
            phases: [{ id: "only", duration: "1 d", needs: [{ capability: "eg", kind: "presence", units: 1 }] }],
          },
        },
      }),
    );
    // the unit is released at 660 and home at 780; only then has Beech a pair to send
    const pairs = told.events.filter(({ event, capability }) => event === "allocated" && capability === "eg");
    expect(pairs.map(({ minute, donor }) => [minute, donor])).toEqual([[780, "beech"]]);
  });

  it("a released unit is offered at once to whoever waits, and travels from host to host", () => {
    const told = tell(
      country({
        capability: { return: "home" },
        places: { travel: { byTier: { local: 10, regional: 120, national: 300 } } },
        people: { holdings: { psu: { units: { beech: 1 } } } },
        schedule: [
          { at: 60, where: "ash", severity: 1 },
          { at: 100, where: "cedar", severity: 1 },
        ],
      }),
    );
    const moves = told.events.filter(({ event }) => event === "allocated" || event === "on the ground");
    // 60 + 120 at Ash; released at 660, at once to Cedar, there at 780
    expect(moves.map(({ minute, event, host }) => [minute, event, host])).toEqual([
      [60, "allocated", "ash"],
      [180, "on the ground", "ash"],
      [660, "allocated", "cedar"],
    ]);
    expect(told.total("unresourcedUnitMinutes")).toBe(560);
    // Cedar's riot ends at 700, before the unit is there: it was in transit for 40 minutes
    expect(told.total("inTransitUnitMinutes")).toBe(120 + 40);
  });

  it("three serials of a region and an inspector make a unit, where the scenario says so", () => {
    const run = (officers: Record<string, number>, pooledSerials: string[]) =>
      tell(
        country({
          skills: { crowd: {} },
          capability: { officersPerUnit: 25, skill: "crowd" },
          people: { holdings: { crowd: { officers } }, pooledSerials },
          schedule: [{ at: 60, where: "ash", severity: 3 }],
        }),
      );
    // Cedar, the farthest of the region, two serials; Beech one and the inspector (17 = 2 × 8 + 1)
    const led = run({ ash: 25, beech: 17, cedar: 16, damson: 24 }, ["psu"]);
    expect(led.given()).toEqual({ ash: 1, beech: 1 });
    expect(led.total("onTheGroundUnitMinutes")).toBe(2 * 600);
    // Cedar could give all three serials but nobody to lead them; Damson's region likewise
    expect(run({ ash: 25, beech: 17, cedar: 24, damson: 24 }, ["psu"]).given()).toEqual({ ash: 1 });
    expect(run({ ash: 25, beech: 17, cedar: 16, damson: 24 }, []).given()).toEqual({ ash: 1 });
  });
});
