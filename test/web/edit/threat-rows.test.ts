/** Threats as rows of the editor's timeline. */
import { describe, expect, it } from "vitest";
import type { Plain } from "../../../scenarios/format/tree.ts";
import { dormantThreats, horizonOf, rowOf, threatRows, timeText, whereWords } from "../../../web/edit/threat-rows.ts";

const NOON = 720;
const DAY = 1440;
const view: Plain = {
  clock: { horizon: "3 d" },
  threats: {
    march: {
      name: "March",
      arrivals: {
        schedule: [{ at: "day 2 18:00", where: "kent", severity: 3 }, { at: 90 }, { at: { low: 1, high: 9 } }],
      },
    },
    riot: {
      arrivals: {
        hawkes: {
          perDay: { low: 1, mode: 2, high: 5 },
          from: "12 h",
          steps: [
            { from: 0, factor: 0.5 },
            { from: "1 d", factor: 3 },
          ],
        },
      },
    },
    flood: { name: "Flood", arrivals: { poisson: { perDay: 0 } } },
    copycat: { arrivals: { triggered: true } },
    idle: { name: "An idle one", arrivals: { schedule: [] } },
  },
};

describe("the rows of the timeline", () => {
  it("are the threats that come by themselves; all others lie dormant, by name", () => {
    expect(threatRows(view, 0, 3 * DAY).map(({ id }) => id)).toEqual(["march", "riot"]);
    expect(dormantThreats(view, 0, 3 * DAY).map(({ id }) => id)).toEqual(["idle", "copycat", "flood"]);
  });

  it("have incidents at minutes from the start, and none where the time is a range", () => {
    const { incidents } = threatRows(view, NOON, 3 * DAY)[0]!;
    expect(incidents.map(({ at }) => at)).toEqual([DAY + 1080 - NOON, 90, null]);
    expect(incidents[0]).toMatchObject({ index: 0, where: "kent", severity: 3 });
  });

  it("have bands from when a rate begins, as high as its steps, and the rate at its likeliest", () => {
    const { steps, perDay } = threatRows(view, 0, 3 * DAY)[1]!;
    expect(perDay).toBe(2);
    expect(steps).toEqual([
      { from: 720, to: DAY, factor: 0.5 },
      { from: DAY, to: 3 * DAY, factor: 3 },
    ]);
  });

  it("have one band where a rate has no steps, cut at the horizon", () => {
    const row = rowOf("x", { arrivals: { poisson: { perHour: 0.5, until: "9 d" } } }, 0, 2 * DAY);
    expect([row.perDay, row.steps]).toEqual([12, [{ from: 0, to: 2 * DAY, factor: 1 }]]);
  });
});

describe("times and places", () => {
  it("are written as files say them, and read back to the same minute", () => {
    expect(timeText(0, NOON)).toBe("day 1 12:00");
    expect(timeText(725, NOON)).toBe("day 2 00:05");
    const row = rowOf("x", { arrivals: { schedule: [{ at: timeText(3333, NOON) }] } }, NOON, 9 * DAY);
    expect(row.incidents[0]!.at).toBe(3333);
  });

  it("are said in words", () => {
    const names = new Map([["kent", "Kent Police"]]);
    expect(whereWords("kent", names)).toBe("Kent Police");
    expect(whereWords({ weightedBy: "population" }, names)).toBe("anywhere, by population");
    expect(whereWords({ weights: { kent: 1, essex: 2 } }, names)).toBe("Kent Police or essex");
    expect(whereWords({ each: "all" }, names)).toBe("every force at once");
    expect(whereWords(undefined, names)).toBe("anywhere");
  });

  it("take the horizon as a duration or a range, and a fortnight where none is said", () => {
    expect([horizonOf(view), horizonOf({}), horizonOf({ clock: { horizon: { low: "2 d", high: "4 d" } } })]).toEqual([
      3 * DAY,
      14 * DAY,
      3 * DAY,
    ]);
  });
});
