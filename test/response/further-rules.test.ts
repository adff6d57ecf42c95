/** Triggers while an answer is awaited, units at a change of phase, the host's serials, run-out of work: by hand. */
import { describe, expect, it } from "vitest";
import { country, type Told, tell } from "./country.ts";

const presence = (units: number, more = {}) => ({ capability: "psu", kind: "presence", units, ...more });
const work = (units: number, minutes: number, more = {}) => ({
  capability: "psu",
  kind: "work",
  units,
  work: minutes,
  ...more,
});

/** One riot at Ash at minute 60, phase by phase. */
const riot = (...phases: readonly object[]) => ({
  riot: {
    name: "Riot",
    arrivals: { schedule: [{ at: 60, where: "ash" }] },
    phases: phases.map((phase, i) => ({ id: `phase-${i}`, ...phase })),
  },
});

const minutesOf = (name: string, { events }: Told) =>
  events.flatMap(({ event, minute }) => (event === name ? minute : []));

describe("a ratio trigger", () => {
  const tiers = { regional: { coordinationDelay: 100 }, national: { trigger: { ratio: 2 }, openingDelay: 60 } };
  const at = (minute: number, units: number, where = "ash") => ({
    name: "Riot",
    arrivals: { schedule: [{ at: minute, where }] },
    phases: [{ id: "only", duration: 1000, needs: [presence(units)] }],
  });
  // the region holds 12: 2 in Ash, 4 in Beech, 6 in Cedar
  const run = (threats: object, more = {}) =>
    tell(country({ capability: { tiers, ...more }, threats: { ...threats } }));

  it("is tested when a need is left short, though the answer of the tier before is outstanding", () => {
    const told = run({ one: at(60, 24) });
    // (2 + 22) ÷ (2 + 10) is 2: called at once; the answers come one after the other, the opening runs meanwhile
    expect(told.events.filter(({ event, tier }) => event === "tier called" && tier === 3)).toMatchObject([
      { minute: 60, opens: 120 },
    ]);
    expect(told.given(60)).toEqual({ ash: 2 });
    expect(told.given(160)).toEqual({ beech: 4, cedar: 6, damson: 8 });
  });

  it("is not reached by one unit less, and is tested again when the answer is there", () => {
    const told = run({ one: at(60, 23) });
    // (2 + 21) ÷ 12 at 60; (12 + 11) ÷ 12 at 160: never 2
    expect(told.events.filter(({ event, tier }) => event === "tier called" && tier === 3)).toEqual([]);
    expect(told.given()).toEqual({ ash: 2, beech: 4, cedar: 6 });
  });

  it("is reached by what others of the region ask and take, with whoever is left short", () => {
    // 60: 12 of 12; 90: (2 + 10 + 4 + 8) ÷ 12 is 2, asked by Beech while both await the region
    const told = run({ one: at(60, 12), two: at(90, 12, "beech") });
    expect(told.events.filter(({ event, tier }) => event === "tier called" && tier === 3)).toMatchObject([
      { minute: 90, opens: 150 },
    ]);
  });

  it("counts what others took for whoever is short already: looked at in the next minute's scan", () => {
    // 60: Ash has 2 of 4 and waits for its region: (2 + 2) ÷ 12; 90: Cedar takes its six, (8 + 2) ÷ 12 is 0.83
    const threats = { one: at(60, 4), two: at(90, 6, "cedar") };
    const told = run(threats, { tiers: { ...tiers, national: { trigger: { ratio: 0.8 } } } });
    expect(told.events.filter(({ event, tier }) => event === "tier called" && tier === 3)).toMatchObject([
      { minute: 91, opens: 91 },
    ]);
  });

  it("is tested for whoever only joins a strict queue", () => {
    const told = run({ one: at(60, 12), two: at(90, 12) }, { queue: "block" });
    // the second asks nobody, yet 2 + 10 + 12 are twelve too many
    expect(told.events.filter(({ event, tier }) => event === "tier called" && tier === 3)).toMatchObject([
      { minute: 90 },
    ]);
  });

  it("a trigger at shortfall waits for the tiers before it to answer", () => {
    const told = run({ one: at(60, 24) }, { tiers: { ...tiers, national: { trigger: "at shortfall" } } });
    expect(told.events.filter(({ event, tier }) => event === "tier called" && tier === 3)).toMatchObject([
      { minute: 160 },
    ]);
  });
});

describe("from phase to phase", () => {
  const away = { travel: { byTier: { local: 30, regional: 30, national: 30 } } };
  const told = (...phases: readonly object[]) => tell(country({ places: away, threats: riot(...phases) }));
  const next = { duration: 300, needs: [presence(3)] };

  it("units of the blocking work that ends a phase carry over; only the excess goes", () => {
    // two there at 90 and two from the region: 4 × 60 unit-minutes are done at 150, after the phase's hour
    const run = told({ duration: 60, needs: [work(4, 240, { blocking: true })] }, next);
    expect(run.given(60)).toEqual({ ash: 2, beech: 2 });
    expect(minutesOf("phase ends", run)).toEqual([150, 450]);
    // nobody sets out anew, and the three are on the ground from the first minute
    expect(run.given(150)).toEqual({});
    expect(run.total("onTheGroundUnitMinutes")).toBe(3 * 300);
    expect(run.events.filter(({ event, minute }) => event === "released" && minute === 150)).toMatchObject([
      { donor: "beech", units: 1 },
    ]);
  });

  it("also where the work is done in the minute in which the phase's time is over", () => {
    const run = told({ duration: 90, needs: [work(4, 240, { blocking: true })] }, next);
    expect(minutesOf("phase ends", run)).toEqual([150, 450]);
    expect(run.total("onTheGroundUnitMinutes")).toBe(3 * 300);
  });

  it("work done before the phase ends lets its units go at once", () => {
    const run = told({ duration: 120, needs: [work(4, 240, { blocking: true })] }, next);
    expect(run.events.filter(({ event, minute }) => event === "released" && minute === 150)).toHaveLength(2);
    expect(run.given(180)).toEqual({ ash: 2, beech: 1 });
    expect(run.total("onTheGroundUnitMinutes")).toBe(3 * 270);
  });

  it("a phase that waits for work which lapses is over with it", () => {
    const lapses = work(30, 240, { blocking: true, team: 30, ifShort: { lapseAfter: 100 } });
    expect(minutesOf("phase ends", told({ duration: 60, needs: [lapses] }, next))).toEqual([160, 460]);
  });

  it("a served phase whose presence lapses ends when its blocking work is done", () => {
    const needs = [work(1, 240, { blocking: true }), presence(30, { ifShort: "lapse" })];
    expect(minutesOf("phase ends", told({ duration: 60, clock: "served", needs }, next))).toEqual([330, 630]);
  });
});

describe("pooled serials of the host's region", () => {
  const given = (officers: Record<string, number>, more = {}) =>
    tell(
      country({
        skills: { crowd: {} },
        capability: { skill: "crowd", officersPerUnit: 25, ...more },
        people: {
          holdings: { crowd: { officers } },
          pooledSerials: ["psu"],
          floors: { crowd: { officers: { ash: officers["ash"]! } } },
        },
        schedule: [{ at: 60, where: "ash", severity: 8 }],
      }),
    );

  it("are the host's own too, farthest member first, and no floor binds it at home", () => {
    // Cedar 9 is one serial and the inspector, Ash 16 two: the largest giver with one more is Cedar
    expect(given({ ash: 16, beech: 7, cedar: 9 }).given()).toEqual({ cedar: 1 });
    expect(given({ ash: 15, beech: 7, cedar: 9 }).given()).toEqual({});
  });

  it("under the host's own inspector are not lent, whatever it may lend", () => {
    const run = given({ ash: 17, beech: 8, cedar: 0 });
    expect(run.given()).toEqual({ ash: 1 });
    expect(run.total("onTheGroundUnitMinutes")).toBe(600);
    expect([...run.tallies.donorUnitsLent].every((units) => units === 0)).toBe(true);
  });

  it("are beside the whole units the host fields", () => {
    expect(given({ ash: 25 + 16, beech: 9, cedar: 0 }).given()).toEqual({ ash: 1, beech: 1 });
  });

  it("count with all others where a national chain asks everybody at once", () => {
    expect(given({ ash: 8, beech: 8, cedar: 9 }, { chain: "national" }).given()).toEqual({ cedar: 1 });
  });
});

describe("run-out of work", () => {
  const closed = { tiers: { regional: { trigger: "never" }, national: { trigger: "never" } } };
  const run = (need: object, more = {}) =>
    tell(country({ capability: { ...closed, ...more }, threats: riot({ duration: 1000, needs: [need] }) }));

  it("begins at its target and only with less than its smallest team", () => {
    const late = (team: number) => run(work(4, 100_000, { team, respondBy: 120 }));
    // Ash has two; nobody may be asked; target at 180, the horizon at 2,880
    expect(late(2).count("runOutUnitMinutes")).toBe(0);
    expect(late(3).count("runOutUnitMinutes")).toBe(3 * (2880 - 180));
    // it is presence that is required and unresourced, not work
    expect(late(3).total("unresourcedUnitMinutes")).toBe(0);
  });

  it("is none while an answer is outstanding", () => {
    const slow = { tiers: { regional: { coordinationDelay: 200 } } };
    const need = work(12, 100_000, { team: 12, respondBy: 120 });
    // the region answers at 260, and twelve are there at once
    expect(run(need, slow).count("runOutUnitMinutes")).toBe(0);
  });
});

describe("a need that lapses", () => {
  const closed = { tiers: { regional: { trigger: "never" }, national: { trigger: "never" } } };
  const run = (units: number, more: object) =>
    tell(country({ capability: closed, threats: riot({ duration: 600, needs: [presence(units, more)] }) }));

  it("with nobody requires nothing from then on: lapsed, and no run-out", () => {
    const told = run(3, { team: 3, ifShort: "lapse" });
    expect(told.count("needsLapsed")).toBe(1);
    expect(told.total("requiredUnitMinutes")).toBe(0);
    expect(told.count("runOutUnitMinutes")).toBe(0);
  });

  it("with some keeps them; what it lacks stays required, unresourced and run out, and it was part met", () => {
    const told = run(3, { ifShort: "lapse" });
    expect([told.count("needsLapsed"), told.count("needsPartMet")]).toEqual([0, 1]);
    expect(told.total("onTheGroundUnitMinutes")).toBe(2 * 600);
    expect(told.total("unresourcedUnitMinutes")).toBe(600);
    expect(told.count("runOutUnitMinutes")).toBe(600);
  });
});
