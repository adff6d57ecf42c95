/** The hours of the timeline, from the series table. */
import { describe, expect, it } from "vitest";
import { middle, timelineOf } from "../../web/charts/timeline-data.ts";

const levels = ["required", "onTheGround", "unresourced"];
const columns = [
  "minute",
  ...levels,
  ...levels.flatMap((level) => ["P10", "P50", "P90"].map((end) => level + end)),
  "runOut",
  "replications",
];

describe("the hours", () => {
  it("are the rows, with numbers from a file read as numbers and empty fields as nothing", () => {
    const row = [60, 4.5, 3, 1.5, 2, 4, 8, 1, 3, 6, 0, 1, 5, 0.25, 40];
    const hour = {
      minute: 60,
      required: { mean: 4.5, p10: 2, p50: 4, p90: 8 },
      onTheGround: { mean: 3, p10: 1, p50: 3, p90: 6 },
      unresourced: { mean: 1.5, p10: 0, p50: 1, p90: 5 },
      runOut: 0.25,
    };
    const data = { bucketMinutes: 60, replications: 40, hours: [hour] };
    expect(timelineOf({ columns, rows: [row] }, 60)).toEqual(data);
    expect(timelineOf({ columns, rows: [row.map(String)] }, 60)).toEqual(data);

    const few = row.map((value, i) => (/P(10|90)$/.test(columns[i]!) ? "" : String(value)));
    expect(timelineOf({ columns, rows: [few] }, 60)!.hours[0]!.required).toEqual({
      mean: 4.5,
      p10: null,
      p50: 4,
      p90: null,
    });
  });

  it("are none where nothing was asked for", () => {
    expect(timelineOf({ columns, rows: [] }, 60)).toBeNull();
  });
});

describe("the line", () => {
  it("is the median, or the mean where there is none", () => {
    expect(middle({ mean: 3, p10: 1, p50: 2, p90: 9 })).toBe(2);
    expect(middle({ mean: 3, p10: null, p50: null, p90: null })).toBe(3);
  });
});
