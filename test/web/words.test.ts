/** Figures as the page writes them. */
import { describe, expect, it } from "vitest";
import { momentOf, runsOf100 } from "../../web/words.ts";

describe("runs of 100", () => {
  it("are whole numbers that never say 0 or 100", () => {
    expect([null, 0, 0.0005, 0.004, 0.01, 0.125, 0.994, 0.9996, 1].map(runsOf100)).toEqual([
      "–",
      "none",
      "<1",
      "<1",
      "1",
      "13",
      "99",
      "99",
      "all",
    ]);
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
