/** Figures as the page writes them. */
import { describe, expect, it } from "vitest";
import { momentOf, runsOf100 } from "../../web/words.ts";

describe("runs of 100", () => {
  it("are whole numbers that never say 0 or 100, but less or more than what so many runs can tell", () => {
    const shares = [null, 0, 0.0005, 0.004, 0.01, 0.125, 0.994, 0.9996, 1];
    expect(shares.map((share) => runsOf100(share, 2000))).toEqual([
      "–",
      "<0.2",
      "<1",
      "<1",
      "1",
      "13",
      "99",
      "99",
      ">99.8",
    ]);
    expect([0, 1].map((share) => runsOf100(share, 8))).toEqual(["<37", ">63"]);
    expect([0, 1].map((share) => runsOf100(share, 1))).toEqual(["none", "all"]);
  });
});

describe("a moment", () => {
  it("has the weekday, the day of the scenario and the time", () => {
    const tuesday = { startMinuteOfDay: 0, startWeekday: 1, horizonMinutes: 14 * 1440 };
    expect(momentOf(0, tuesday)).toBe("Tue, day 1, 00:00");
    expect(momentOf(5 * 1440 + 1200, tuesday)).toBe("Sun, day 6, 20:00");
    expect(momentOf(6 * 60, { ...tuesday, startMinuteOfDay: 18 * 60 })).toBe("Wed, day 2, 00:00");
  });
});
