/** What a series may take: the width of its buckets, counts that widen, a table that is never whole in memory. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { csv, csvPieces } from "../../cli/tables.ts";
import { writeFiles } from "../../cli/write-files.ts";
import { createHistogramBank, forEachBin, mergeBank, recordValue } from "../../engine/tally/histogram.ts";
import { packTallies, unpackTallies } from "../../engine/tally/pack.ts";
import { SERIES_COLUMNS, seriesRows, seriesTable } from "../../engine/tally/tables.ts";
import { createTallies, layoutOf, N_PER_REPLICATION } from "../../engine/tally/tally.ts";
import { smallModel } from "./fill.ts";
import { emptyTallies, meta, model, writeTo } from "./handmade.ts";

const HOUR = 60;
const DAY = 1440;

/** Of a model with five cells a capability. */
function bucketsOf(capabilities: number, days: number) {
  const small = smallModel();
  const [capability] = small.capabilities;
  const nCaps = capabilities;
  const all = Array.from({ length: nCaps }, () => capability!);
  const { nCells, nBuckets, bucketMinutes } = layoutOf({ ...small, nCaps, capabilities: all, horizon: days * DAY });
  return { nCells, nBuckets, bucketMinutes };
}

describe("buckets of the series", () => {
  it("are an hour wide, or the least whole number of hours that keeps to 720", () => {
    expect(bucketsOf(2, 30)).toEqual({ nCells: 10, nBuckets: 720, bucketMinutes: HOUR });
    expect(bucketsOf(2, 31)).toEqual({ nCells: 10, nBuckets: 372, bucketMinutes: 2 * HOUR });
    expect(bucketsOf(2, 365)).toEqual({ nCells: 10, nBuckets: 674, bucketMinutes: 13 * HOUR });
    expect(bucketsOf(300, 30).bucketMinutes).toBe(HOUR); // 1,080,000 cells × buckets
  });

  it("are the least part of a day, or number of days, that keeps cells × buckets to 450,000, past 1,100,000", () => {
    expect(bucketsOf(310, 30)).toEqual({ nCells: 1550, nBuckets: 240, bucketMinutes: 3 * HOUR });
    expect(bucketsOf(1000, 28)).toEqual({ nCells: 5000, nBuckets: 84, bucketMinutes: 8 * HOUR });
    expect(bucketsOf(1000, 365)).toEqual({ nCells: 5000, nBuckets: 73, bucketMinutes: 5 * DAY });
    for (const days of [7, 100, 365, 3650]) {
      const { nCells, nBuckets, bucketMinutes } = bucketsOf(4000, days);
      expect(nCells * nBuckets).toBeLessThanOrEqual(450_000);
      expect(nBuckets * bucketMinutes).toBeGreaterThanOrEqual(days * DAY);
      expect(DAY % bucketMinutes === 0 || bucketMinutes % DAY === 0).toBe(true);
    }
  });
});

describe("narrow counts", () => {
  it("widen before a merge could exceed 32 bits, and nothing is lost", () => {
    const from = createHistogramBank(2, undefined, true);
    recordValue(from, 0, 7, 3_000_000_000);
    recordValue(from, 1, 400);
    const into = createHistogramBank(2, undefined, true);
    for (let i = 0; i < 3; i++) mergeBank(into, from);
    expect(into.counts).toBeInstanceOf(Float64Array);
    const counts: number[] = [];
    for (const row of [0, 1]) forEachBin(into, row, (_, count) => counts.push(count));
    expect(counts).toEqual([9_000_000_000, 3]);
  });

  it("travel packed in that width too", () => {
    const whole = createTallies(model);
    const part = createTallies(model);
    const row = 2 * N_PER_REPLICATION;
    recordValue(part.perReplication, row, 7, 3_000_000_000);
    for (let i = 0; i < 3; i++) mergeBank(whole.perReplication, part.perReplication);
    const counts: number[] = [];
    forEachBin(unpackTallies(packTallies(whole)).perReplication, row, (_, count) => counts.push(count));
    expect(counts).toEqual([9_000_000_000]);
  });
});

describe("series.csv in pieces", () => {
  it("holds what the table holds at once, in pieces that are each a small part of it, under no other name", async () => {
    const tallies = emptyTallies(5);
    for (const scope of [0, 1, 2]) {
      writeTo(tallies, 0, scope).flag("askedAtAll", 3).level("required", 3, [10, 0, 20, 0, 5]);
    }
    const long = { ...model, horizon: 30 * DAY };
    const wide = { ...emptyTallies(5, long), flags: tallies.flags };
    const whole = csv(seriesTable(long, wide, meta));
    const pieces = [...csvPieces(SERIES_COLUMNS, seriesRows(long, wide, meta))];
    expect(pieces.join("")).toBe(whole);
    expect(whole.split("\n").length).toBeGreaterThan(3 * 720);
    for (const piece of pieces) expect(piece.length).toBeLessThan(whole.length / 4);

    const folder = mkdtempSync(join(tmpdir(), "muster-"));
    try {
      await writeFiles(folder, { "series.csv": csvPieces(SERIES_COLUMNS, seriesRows(long, wide, meta)) });
      expect(readFileSync(join(folder, "series.csv"), "utf8")).toBe(whole);
      expect(readdirSync(folder)).toEqual(["series.csv"]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("is its head alone without runs", () => {
    expect([...csvPieces(SERIES_COLUMNS, seriesRows(model, emptyTallies(0), meta))].join("")).toBe(
      `${SERIES_COLUMNS.join(",")}\n`,
    );
  });
});
