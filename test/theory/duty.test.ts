/** Shifts, reliefs, rest, tours and recovery: every expected minute worked out by hand from the rules. */
import { describe, expect, it } from "vitest";
import { eventsOf, handMade, splitOf } from "../support/hand.ts";
import { national, tallied } from "../support/scenario.ts";

/** 12 h shifts, 16 h at most, 11 h rest, relief 4 h ahead, tours of 5 days, 24 h recovery. */
const duty = { shift: "12 h" };
const DAY = 1440;

describe("one unit wanted for three days, two units half an hour away", () => {
  const model = handMade({
    horizon: 3 * DAY,
    units: { host: 2 },
    psu: { duty },
    needs: [{ at: 0, lasts: 3 * DAY, units: 1 }],
  });

  // The first (A) sets out at 0 and must be home at 720: it leaves at 690. The second (B) is asked for 4 h before,
  // at 450, comes at once and leaves at 1140. A is rested at 720 + 660 = 1380, over two hours after: nobody is there
  // until 1410. Now two rest where one may: B is excess, and free at home when rested, at 1170 + 660 = 1830. That is
  // when relief is asked for A, 4 h before 2070; B comes at once, and so on in turns of 1380 minutes.
  it("puts the right unit on the ground at the right minute", () => {
    expect(eventsOf(model, "on the ground").map(([minute]) => minute)).toEqual([30, 480, 1410, 1860, 2790, 3240, 4170]);
    expect(eventsOf(model, "rests at home").map(([minute]) => minute)).toEqual([690, 1140, 2070, 2520, 3450, 3900]);
  });

  it("leaves a gap a turn, because B comes four hours early, and calls it rest", () => {
    expect(splitOf(model)).toEqual({
      required: 4320,
      ground: 3 * (1140 - 30) + 150,
      transit: 4 * 30,
      resting: 3 * 240,
      unresourced: 0,
      reasons: {},
    });
  });

  it("counts a shift whenever somebody sets out", () => {
    expect(national(tallied(model, 1), "officerShifts")).toBe(7);
  });
});

it("a unit is held up to two hours for one of the need's own that will be rested", () => {
  const model = handMade({
    horizon: 2 * DAY,
    units: { host: 2 },
    psu: { duty: { ...duty, rest: 510 } },
    needs: [{ at: 0, lasts: 2 * DAY, units: 1 }],
  });
  // A rested at 720 + 510 = 1230 and there at 1260; B, due to leave at 1140, stays as long. Then each is rested in
  // time, and goes on duty as the other leaves, not before.
  expect(eventsOf(model, "on the ground").map(([minute]) => minute)).toEqual([30, 480, 1260, 1920, 2580]);
  expect(eventsOf(model, "rests at home").map(([minute]) => minute)).toEqual([690, 1260, 1920, 2580]);
  expect(splitOf(model)).toMatchObject({ ground: 2850, transit: 30, resting: 0, unresourced: 0 });
});

it("a tour ends with recovery: a unit alone is back after its tour, a day at home and the journey", () => {
  const model = handMade({
    horizon: 3 * DAY,
    units: { host: 1 },
    psu: { duty: { ...duty, tour: "1 d" } },
    needs: [{ at: 0, lasts: 3 * DAY, units: 1 }],
  });
  // out 0, there 30 to 690, home 720, rested 1380 (within the tour), there 1410 to 2070; a third shift would begin
  // after the tour, so home 2100 and recovering to 3540; out again, there 3570 to 4230, then resting
  expect(splitOf(model)).toEqual({
    required: 4320,
    ground: 3 * 660,
    transit: 3 * 30,
    resting: 690 + 90,
    unresourced: 3540 - 2070,
    reasons: { underWayElsewhere: 30, restingElsewhere: 1440 },
  });
});

it("after a journey of over eight hours a unit rests first, and counts as resting", () => {
  const model = handMade({
    horizon: 2 * DAY,
    units: { host: 0, far: 1 },
    travel: { byTier: { local: 30, regional: 120, national: 500 } },
    psu: { duty },
    needs: [{ at: 0, lasts: 2 * DAY, units: 1 }],
  });
  // there at 500 with 220 min left: rests near the host to 1160, works 12 h to 1880, rests to 2540
  expect(splitOf(model)).toEqual({
    required: 2880,
    ground: 720 + 340,
    transit: 500,
    resting: 660 + 660,
    unresourced: 0,
    reasons: {},
  });
});

it("with less than four hours left on arrival a unit rests first, with four it does not", () => {
  const arriving = (travel: number) =>
    splitOf(
      handMade({
        horizon: 1200,
        units: { host: 0, far: 1 },
        travel: { byTier: { local: 30, regional: 120, national: travel } },
        psu: { duty: { ...duty, longestJourney: "10 h" } },
        needs: [{ at: 0, lasts: 1200, units: 1 }],
      }),
    );
  expect(arriving(480)).toMatchObject({ transit: 480, ground: 240, resting: 480 });
  expect(arriving(481)).toMatchObject({ transit: 481, ground: 1200 - 481 - 660, resting: 660 });
});

it("a unit whose home is over 90 minutes away rests near the host, and works its shift to the end", () => {
  const model = handMade({
    horizon: 2 * DAY,
    units: { host: 0, near: 1 },
    psu: { duty },
    needs: [{ at: 0, lasts: 2 * DAY, units: 1 }],
  });
  expect(eventsOf(model, "on the ground", "back on duty").map(([minute]) => minute)).toEqual([120, 1380, 2760]);
  expect(splitOf(model)).toMatchObject({ transit: 120, ground: 600 + 720 + 120, resting: 660 + 660, unresourced: 0 });
});

it("a unit that comes home with duty left goes out again at once, its shift clock running", () => {
  const model = handMade({
    horizon: DAY,
    units: { host: 1 },
    psu: { duty },
    needs: [
      { at: 0, lasts: 200, units: 1 },
      { at: 300, lasts: 900, units: 1 },
    ],
  });
  // home at 230; out again at 300, there 330; the shift that began at 0 must be home at 720: leaves 690; back 1410
  expect(eventsOf(model, "on the ground")).toEqual([
    [30, "host", "n0"],
    [330, "host", "n1"],
  ]);
  expect(eventsOf(model, "rests at home")).toEqual([[690, "host", "n1"]]);
});

it("eleven hours at home reset the shift clock", () => {
  const model = handMade({
    horizon: 2 * DAY,
    units: { host: 1 },
    psu: { duty },
    needs: [
      { at: 0, lasts: 200, units: 1 },
      { at: 230 + 660, lasts: 1000, units: 1 },
    ],
  });
  expect(eventsOf(model, "rests at home")).toEqual([[890 + 690, "host", "n1"]]);
});
