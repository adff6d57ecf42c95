/** What is measured, number by number: order of service, reserve, timeliness, gaps, donors' shadow, endurance. */
import { describe, expect, it } from "vitest";
import { CONDITIONAL, FLAGS } from "../../engine/tally/measures.ts";
import { country, type Told, tell } from "./country.ts";

const onlyAsh = (units: number) => ({ holdings: { psu: { units: { ash: units } } } });

/** The value of a conditional measure of the nation, null where it did not happen. */
function happened(told: Told, name: (typeof CONDITIONAL)[number]): number | null {
  const row = told.tallies.layout.cellStart[0]! * CONDITIONAL.length + CONDITIONAL.indexOf(name);
  return told.tallies.conditional.rowPages[row] === 0 ? null : told.tallies.conditionalSum[row]!;
}

const flagged = (told: Told, name: (typeof FLAGS)[number]): number =>
  told.tallies.flags[told.tallies.layout.cellStart[0]! * FLAGS.length + FLAGS.indexOf(name)]!;

describe("who waits", () => {
  const allocations = (told: Told) =>
    told.events.filter(({ event }) => event === "allocated").map(({ minute, need }) => [minute, need]);

  it("is served by ask minute, then in the order of the file", () => {
    const schedule = [60, 100, 100, 90].map((at) => ({ at, where: "ash", severity: 1 }));
    const needs = [{ capability: "psu", kind: "presence", units: 1 }];
    const told = tell(country({ people: onlyAsh(1), schedule, needs, phase: { clock: "served" }, horizon: "3 d" }));
    // each holds the only unit for 600 minutes; the fourth of the file asked before the second and third
    expect(allocations(told)).toEqual([
      [60, 0],
      [660, 3],
      [1260, 1],
      [1860, 2],
    ]);
  });

  it("is served by priority before anything else", () => {
    const riot = (priority: number, at: number) => ({
      name: "Riot",
      arrivals: { schedule: [{ at, where: "ash" }] },
      phases: [{ id: "only", duration: 600, needs: [{ capability: "psu", kind: "presence", units: 1, priority }] }],
    });
    const told = tell(
      country({ people: onlyAsh(1), threats: { first: riot(1, 60), later: riot(2, 70), urgent: riot(0, 80) } }),
    );
    expect(allocations(told)).toEqual([
      [60, 0],
      [660, 2],
    ]);
  });
});

describe("the reserve", () => {
  it("is what is lendable in classes with notice within 1, 4, 8 and 24 h, at its lowest, and when", () => {
    const told = tell(
      country({
        capability: { readiness: { now: 0.25, "1 h": 0.5, "4 h": 0.75, "24 h": 1 } },
        people: { holdings: { psu: { units: { damson: 8 } } } },
        schedule: [{ at: 60, where: "damson", severity: 3 }],
      }),
    );
    // two at once and one of the hour's two are gone
    expect(
      ["reserve1h", "reserve4h", "reserve8h", "reserve24h"].map((name) => told.total(name as "reserve1h")),
    ).toEqual([1, 3, 3, 5]);
    expect(happened(told, "reserve1hMinute")).toBe(60);
  });

  it("is lowest where one unit more is gone, be it by one at a time", () => {
    const schedule = [60, 120, 180].map((at) => ({ at, where: "ash", severity: 1, duration: 300 }));
    const told = tell(country({ people: onlyAsh(4), schedule }));
    expect(told.total("reserve1h")).toBe(1);
    expect(happened(told, "reserve1hMinute")).toBe(180);
  });

  it("leaves out what floors and contributions keep", () => {
    const people = { floors: { psu: { damson: 3 } }, contributions: { psu: { cedar: 2, beech: 1 } } };
    // Ash 2, Beech 1, Cedar 2, Damson 8 − 3; Ash's two are then used at home
    const told = tell(country({ people, schedule: [{ at: 60, where: "ash", severity: 2 }] }));
    expect(told.total("reserve24h")).toBe(1 + 2 + 5);
  });
});

describe("a need", () => {
  const withRoad = (minutes: number) =>
    tell(
      country({
        places: { travel: { byTier: { local: minutes, regional: 200, national: 300 } } },
        people: onlyAsh(1),
        needs: [{ capability: "psu", kind: "presence", units: 1, respondBy: 120 }],
      }),
    );

  it("is met on time if it is full by its respond-by, and late a minute after", () => {
    expect(withRoad(120).count("needsMetOnTime")).toBe(1);
    expect(withRoad(121).count("needsMetOnTime")).toBe(0);
    expect(withRoad(121).count("needsMetLate")).toBe(1);
  });

  it("without a respond-by is late if it is full after its phase's start", () => {
    const needs = [{ capability: "psu", kind: "presence", units: 1 }];
    expect(tell(country({ people: onlyAsh(1), needs })).count("needsMetOnTime")).toBe(1);
    const places = { travel: { byTier: { local: 1, regional: 2, national: 3 } } };
    expect(tell(country({ people: onlyAsh(1), needs, places })).count("needsMetLate")).toBe(1);
  });

  it("ends met, part met, lapsed or unfinished, and these add up to asked", () => {
    const schedule = [
      { at: 0, where: "ash", severity: 1 },
      { at: 10, where: "ash", severity: 2 },
      { at: 20, where: "ash", severity: 1 },
      { at: "1 d 20 h", where: "ash", severity: 1 },
    ];
    const told = tell(country({ people: onlyAsh(2), schedule }));
    expect(
      ["needsAsked", "needsMetOnTime", "needsMetLate", "needsPartMet", "needsLapsed", "needsUnfinished"].map((name) =>
        told.count(name as "needsAsked"),
      ),
    ).toEqual([4, 1, 2, 0, 0, 1]);
  });

  it("counts towards the mobilisation line only if it left its force", () => {
    // 13 units: 2 of Ash at once, Beech and Cedar after 60 min, Damson after 300: 10 % and 40 % and 60 % are there in time
    const places = { travel: { byTier: { local: 0, regional: 60, national: 300 } } };
    const told = tell(country({ places, schedule: [{ at: 60, where: "ash", severity: 13 }] }));
    expect(
      ["needsLeftForce", "line1hMet", "line4hMet", "line8hMet"].map((name) => told.count(name as "line1hMet")),
    ).toEqual([1, 1, 1, 1]);
    const slow = { travel: { byTier: { local: 61, regional: 300, national: 500 } } };
    const late = tell(country({ places: slow, schedule: [{ at: 60, where: "ash", severity: 13 }] }));
    // only Ash's two (15 %) are there after 61 min: the first line is missed by a minute, the second has 15 %, the third 92 %
    expect(["line1hMet", "line4hMet", "line8hMet"].map((name) => late.count(name as "line1hMet"))).toEqual([0, 0, 1]);
    expect(flagged(told, "leftForce")).toBe(1);
    expect(flagged(told, "leftRegion")).toBe(1);
    const edge = tell(
      country({
        places: { travel: { byTier: { local: 0, regional: 60, national: 300 } } },
        people: { holdings: { psu: { units: { beech: 1 } } } },
        schedule: [{ at: 60, where: "ash", severity: 1 }],
      }),
    );
    // there after exactly an hour
    expect(edge.count("line1hMet")).toBe(1);
    const home = tell(country({ schedule: [{ at: 60, where: "ash", severity: 2 }] }));
    expect([flagged(home, "leftForce"), home.count("needsLeftForce")]).toEqual([0, 0]);
  });
});

describe("run-out", () => {
  it("starts when nobody is left, is as deep as what is missing, and its first spell is kept apart", () => {
    const schedule = [
      { at: 100, where: "ash", severity: 5, duration: 60 },
      { at: 500, where: "ash", severity: 9, duration: 100 },
    ];
    const told = tell(country({ people: onlyAsh(2), schedule }));
    expect(flagged(told, "runOut")).toBe(1);
    expect(happened(told, "runOutFirstMinute")).toBe(100);
    expect([happened(told, "firstGapUnits"), happened(told, "firstGapMinutes")]).toEqual([3, 60]);
    expect([happened(told, "runOutDepthUnits"), happened(told, "runOutMinutes")]).toEqual([7, 160]);
    expect(told.count("runOutUnitMinutes")).toBe(3 * 60 + 7 * 100);
  });

  it("is not while an answer of a called tier is outstanding", () => {
    const tiers = {
      regional: { trigger: "at shortfall", openingDelay: 30, coordinationDelay: 60 },
      national: { trigger: "never" },
    };
    const told = tell(country({ capability: { tiers }, schedule: [{ at: 60, where: "ash", severity: 20 }] }));
    // asked at 60, open at 90, answered at 150 with Beech's four and Cedar's six
    expect(told.given(150)).toEqual({ beech: 4, cedar: 6 });
    expect(happened(told, "runOutFirstMinute")).toBe(150);
    expect(told.count("reasonAwaitingAnswer")).toBe(18 * 90);
    // from then on eight are missing, and Damson's eight stand behind a tier that is never called
    expect(told.count("reasonTriggerNotPulled")).toBe(8 * 510);
  });

  it("says what keeps the missing ones: committed elsewhere, then nobody", () => {
    const schedule = [
      { at: 60, where: "ash", severity: 2 },
      { at: 60, where: "beech", severity: 5 },
    ];
    const told = tell(country({ people: onlyAsh(2), schedule }));
    expect(told.count("reasonCommitted")).toBe(2 * 600);
    expect(told.count("reasonNoPeople")).toBe(3 * 600);
  });
});

describe("the donor's shadow", () => {
  it("is minutes below the floor while units are away, and whether a local ask was then short", () => {
    const people = { floors: { psu: { beech: 1 } } };
    const schedule = [
      { at: 60, where: "ash", severity: 5, duration: 600 },
      { at: 100, where: "beech", severity: 2, duration: 60 },
    ];
    const capability = { tiers: { national: { trigger: "never" } } };
    const told = tell(country({ people: { ...people, contributions: { psu: { cedar: 0 } } }, schedule, capability }));
    // Beech lends three of four and keeps one; its own riot uses that one for an hour, and lacks another
    expect(told.given()).toEqual({ ash: 2, beech: 4 });
    const beech = 1;
    expect(told.tallies.donorBelowFloorMinutes[beech]).toBe(60);
    expect(told.tallies.donorGapReplications[beech]).toBe(1);
    expect(told.tallies.donorUnitsLent[beech]).toBe(3);
  });

  it("counts work at home that is past its target with less than its smallest team", () => {
    const riot = (phase: object, at: number, where: string) => ({
      name: "Riot",
      arrivals: { schedule: [{ at, where }] },
      phases: [{ id: "only", ...phase }],
    });
    const lent = { duration: 600, needs: [{ capability: "psu", kind: "presence", units: 5 }] };
    const search = (respondBy: number) => {
      const need = { capability: "psu", kind: "work", units: 2, team: 2, work: 120, respondBy };
      return riot({ duration: 60, needs: [need] }, 100, "beech");
    };
    const gaps = (respondBy: number) =>
      tell(
        country({
          people: { floors: { psu: { beech: 1 } }, contributions: { psu: { cedar: 0 } } },
          capability: { tiers: { national: { trigger: "never" } } },
          threats: { away: riot(lent, 60, "ash"), home: search(respondBy) },
        }),
      ).tallies.donorGapReplications[1];
    // Beech has lent three of four until 11 hours; its own search wants two
    expect(gaps(120)).toBe(1);
    expect(gaps(1200)).toBe(0);
  });
});

describe("endurance", () => {
  it("ends with the first unit-minute that is missing because people rest", () => {
    const duty = {
      shift: "12 h",
      longestShift: "12 h",
      rest: "11 h",
      reliefLead: "4 h",
      tour: "5 d",
      recovery: "24 h",
    };
    const schedule = [
      { at: 60, where: "ash", severity: 1, duration: 2000 },
      { at: 1000, where: "beech", severity: 1, duration: 500 },
    ];
    const told = tell(country({ capability: { duty }, people: onlyAsh(1), schedule }));
    // the only unit rests from 780 to 1440; Beech's ask at 1000 finds it resting for Ash
    expect(happened(told, "enduranceMinutes")).toBe(1000 - 60);
  });
});
