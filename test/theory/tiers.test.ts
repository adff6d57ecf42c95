/** Tiers, triggers, teams, redeployment, precaution and planned events: every minute worked out by hand. */
import { describe, expect, it } from "vitest";
import { eventsOf, handMade, splitOf } from "../support/hand.ts";
import { type Document, national, nationalSum, tallied } from "../support/scenario.ts";

const still = { byTier: { local: 0, regional: 0, national: 0 } };
const DAY = 1440;

describe("opening and coordination", () => {
  it("the first to ask waits for the tier to open and for the answer, the next for its answer only", () => {
    const model = handMade({
      horizon: 600,
      units: { host: 0, near: 2 },
      travel: still,
      psu: { tiers: { regional: { openingDelay: 60, coordinationDelay: 30 } } },
      needs: [
        { at: 0, lasts: 500, units: 1 },
        { at: 100, lasts: 400, units: 1 },
      ],
    });
    expect(eventsOf(model, "on the ground")).toEqual([
      [90, "near", "n0"],
      [130, "near", "n1"],
    ]);
    expect(splitOf(model)).toMatchObject({ unresourced: 90 + 30, reasons: { awaitingAnswer: 120 } });
    expect(nationalSum(tallied(model, 1), "runOutUnitMinutes")).toBe(0);
  });

  it("tiers are asked one after the other, each with its own delay", () => {
    const model = handMade({
      horizon: 600,
      units: { host: 1, near: 1, far: 1 },
      travel: still,
      psu: { tiers: { regional: { coordinationDelay: 60 }, national: { coordinationDelay: 90 } } },
      needs: [{ at: 10, lasts: 500, units: 3 }],
    });
    expect(eventsOf(model, "on the ground").map(([minute, donor]) => [minute, donor])).toEqual([
      [10, "host"],
      [70, "near"],
      [160, "far"],
    ]);
  });
});

describe("triggers", () => {
  const national = (trigger: unknown) =>
    handMade({
      horizon: DAY,
      units: { host: 0, far: 1 },
      travel: still,
      psu: { tiers: { national: { trigger, coordinationDelay: 40 } } },
      needs: [{ at: 100, lasts: 1000, units: 1 }],
    });

  it("at a time: closed until then, though somebody is short", () => {
    expect(splitOf(national({ at: 600 }))).toMatchObject({
      unresourced: 540,
      reasons: { triggerNotPulled: 500, awaitingAnswer: 40 },
    });
  });

  it("never: closed for good, and that is the reason", () => {
    expect(splitOf(national("never"))).toMatchObject({ unresourced: 1000, reasons: { triggerNotPulled: 1000 } });
  });

  it("at a ratio: (committed + still asked) ÷ (committed + lendable) below reaches it, and whoever waits may ask", () => {
    const model = handMade({
      horizon: DAY,
      units: { host: 4, near: 5 },
      travel: still,
      psu: { tiers: { regional: { trigger: { ratio: 1.5 } } } },
      needs: [
        { at: 0, lasts: 1000, units: 2 },
        { at: 100, lasts: 1000, units: 3 },
        { at: 200, lasts: 1000, units: 1 },
      ],
    });
    // at 100: 4 committed + 1 asked over 4 is 1.25, closed; at 200: 4 + 2 over 4 is 1.5
    expect(eventsOf(model, "on the ground")).toEqual([
      [0, "host", "n0"],
      [100, "host", "n1"],
      [200, "near", "n2"],
      [201, "near", "n1"],
    ]);
  });
});

describe("the chain", () => {
  const chain = (direction: string) =>
    eventsOf(
      handMade({
        horizon: 100,
        units: { host: 2, near: 2, far: 2 },
        travel: still,
        psu: { chain: direction },
        needs: [{ at: 0, lasts: 90, units: 3 }],
      }),
      "allocated",
    ).map(([, donor]) => donor);

  it("up asks the host, then its region", () => expect(chain("up")).toEqual(["host", "near"]));
  it("down asks the country, then the region", () => expect(chain("down")).toEqual(["far", "near"]));
  it("national asks all at once, the host's own first", () => expect(chain("national")).toEqual(["host", "near"]));
});

describe("all or nothing", () => {
  const team = (farUnits: number) =>
    handMade({
      horizon: 1000,
      units: { host: 1, near: 1, far: farUnits },
      travel: still,
      psu: { tiers: { regional: { coordinationDelay: 60 }, national: { coordinationDelay: 100 } } },
      needs: [
        { at: 0, lasts: 1000, units: 3, need: { team: "all" } },
        { at: 30, lasts: 900, units: 1 },
      ],
    });

  it("keeps what answered tiers gave, unmoved, until the last has answered, then all set out together", () => {
    expect(eventsOf(team(1), "on the ground")).toEqual([
      [160, "host", "n0"],
      [160, "near", "n0"],
      [160, "far", "n0"],
    ]);
  });

  it("frees all if the team is not complete when the last tier has answered; who waits then has it", () => {
    // what a scan sets free is served by the next
    expect(eventsOf(team(0), "on the ground")).toEqual([[161, "host", "n1"]]);
    expect(splitOf(team(0)).reasons).toMatchObject({ awaitingAnswer: 3 * 160 + (161 - 30) });
  });
});

describe("redeployment", () => {
  const released = (psu: Document) =>
    eventsOf(
      handMade({
        horizon: DAY,
        units: { host: 0, far: 1, near: 0 },
        travel: {
          matrix: {
            host: { host: 0, far: 120, near: 40 },
            near: { near: 0, host: 40, far: 200 },
            far: { far: 0, host: 120, near: 200 },
          },
        },
        psu,
        needs: [
          { at: 0, lasts: 300, units: 1 },
          { at: 100, lasts: 1300, where: "near", units: 1 },
        ],
      }),
      "on the ground",
    );

  it("sends a released unit on from host to host", () => {
    expect(released({})).toEqual([
      [120, "far", "n0"],
      [340, "far", "n1"],
    ]);
  });

  it("but not with less duty left than the journey and an hour: it goes home first", () => {
    // home at 420 with nothing left of a shift of 399 min; rested 11 h later, at 1080; 200 min on the road
    expect(released({ duty: { shift: 399, leastLeftOnArrival: 0 } })).toEqual([
      [120, "far", "n0"],
      [1280, "far", "n1"],
    ]);
  });

  it("with return: instant it is at home and sets out from there", () => {
    expect(released({ return: "instant" })).toEqual([
      [120, "far", "n0"],
      [500, "far", "n1"],
    ]);
  });
});

describe("precaution", () => {
  const watch = (chance: number) =>
    handMade({
      horizon: DAY,
      units: { host: 5 },
      needs: [],
      more: {
        threats: {
          march: {
            arrivals: { schedule: [{ at: 0, where: "host" }] },
            phases: [
              {
                duration: 500,
                turns: { chance, from: 100, until: 100 },
                needs: [{ capability: "psu", units: 2, expected: true }],
              },
              { duration: 200, needs: [{ capability: "psu", units: 3 }] },
            ],
          },
        },
      },
    });

  it("that turns hands its units to the event on the spot; only what is more is asked for", () => {
    expect(splitOf(watch(1))).toMatchObject({
      required: 2 * 100 + 3 * 200,
      ground: 2 * 70 + 2 * 200 + 170,
      transit: 2 * 30 + 30,
    });
    expect(national(tallied(watch(1), 1), "heldUnitMinutes")).toBe(2 * 70);
    expect(national(tallied(watch(1), 1), "usedUnitMinutes")).toBe(2 * 70);
  });

  it("that does not turn is released at its end", () => {
    expect(splitOf(watch(0))).toMatchObject({ required: 2 * 500, ground: 2 * 470, transit: 2 * 30 });
    expect(national(tallied(watch(0), 1), "heldUnitMinutes")).toBe(2 * 470);
    expect(national(tallied(watch(0), 1), "usedUnitMinutes")).toBe(0);
  });
});

describe("a planned event", () => {
  const planned = (at: number) =>
    handMade({
      horizon: 2000,
      units: { host: 1 },
      needs: [{ at, lasts: 500, units: 1, need: { lead: 600 } }],
      psu: { return: "instant" },
    });

  it("is asked for ahead; its people are held from then, arrive at the start, and count as required from there", () => {
    const model = planned(1000);
    expect(eventsOf(model, "need asked", "allocated").map(([minute]) => minute)).toEqual([400, 400]);
    expect(eventsOf(model, "on the ground").map(([minute]) => minute)).toEqual([1000]);
    expect(splitOf(model)).toMatchObject({ required: 500, ground: 500, transit: 0 });
    expect(national(tallied(model, 1), "busyUnitMinutes")).toBe(600 + 500);
  });

  it("cannot ask before the run begins", () => {
    expect(eventsOf(planned(300), "need asked").map(([minute]) => minute)).toEqual([0]);
  });
});

describe("work", () => {
  it("goes on with the units an earlier phase leaves on the ground", () => {
    const model = handMade({
      horizon: DAY,
      units: { host: 2 },
      travel: still,
      needs: [],
      more: {
        threats: {
          flood: {
            arrivals: { schedule: [{ at: 0, where: "host" }] },
            phases: [
              { duration: 100, needs: [{ capability: "psu", units: 2 }] },
              { duration: 100, needs: [{ capability: "psu", units: 2, work: 300 }] },
            ],
          },
        },
      },
    });
    const tallies = tallied(model, 1);
    expect(national(tallies, "workDoneUnitMinutes")).toBe(300);
    // 2 × 100 of presence, then 300 ÷ 2 minutes of work by both
    expect(national(tallies, "busyUnitMinutes")).toBe(200 + 300);
  });

  it("that follows the hour is not presence, and goes at the speed of the hour", () => {
    const model = handMade({
      horizon: 600,
      units: { host: 4 },
      travel: still,
      needs: [],
      more: {
        clock: { horizon: 600, start: "2026-01-05T00:00" },
        threats: {
          search: {
            arrivals: { schedule: [{ at: 0, where: "host" }] },
            phases: [
              {
                duration: 60,
                needs: [
                  {
                    capability: "psu",
                    units: 4,
                    work: 360,
                    hourProfile: Array.from({ length: 24 }, (_, hour) => (hour === 0 ? 1 : 0.5)),
                  },
                ],
              },
            ],
          },
        },
      },
    });
    const tallies = tallied(model, 1);
    expect(national(tallies, "requiredUnitMinutes")).toBe(0);
    expect(national(tallies, "workDoneUnitMinutes")).toBe(360);
    // four for an hour, then two for another
    expect(national(tallies, "busyUnitMinutes")).toBe(4 * 60 + 2 * 60);
  });
});
