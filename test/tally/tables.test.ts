import { describe, expect, it } from "vitest";
import type { Observation } from "../../engine/model.ts";
import { PER_REPLICATION } from "../../engine/tally/measures.ts";
import { recordObservation } from "../../engine/tally/record.ts";
import {
  donorsTable,
  flowsTable,
  NOT_THIS_FORCES,
  observationsTable,
  REPLICATION_COLUMNS,
  replicationRows,
  seriesTable,
  type Table,
} from "../../engine/tally/tables.ts";
import { smallModel } from "./fill.ts";
import { emptyTallies, meta, model, writeTo } from "./handmade.ts";

/** Rows as objects. */
const records = ({ columns, rows }: Table) =>
  rows.map((row) => {
    expect(row).toHaveLength(columns.length);
    return Object.fromEntries(columns.map((column, i) => [column, row[i]]));
  });

describe("the series table", () => {
  it("gives each bucket's mean level, quantiles for nation and regions, and the share in run-out", () => {
    const tallies = emptyTallies(5);
    writeTo(tallies, 0, 0)
      .flag("askedAtAll", 3)
      .level("required", 3, [10, 0, 20, 0, 5])
      .level("reserve1h", 3, [1, 1, 1, 1, 1]);
    writeTo(tallies, 0, 4)
      .level("required", 3, [10, 0, 20, 0, 5])
      .values("requiredUnitMinutes", [600, 0, 1200, 0, 300]);
    writeTo(tallies, 0, 3).level("reserve1h", 3, [1, 1, 1, 1, 1]).values("reserve1h", [1, 1, 1, 1, 1]);
    tallies.seriesRunOut[3] = 2;
    const rows = records(seriesTable(model, tallies, meta));
    const psuNation = rows.filter((row) => row.capability === "psu" && row.scope === "nation");
    expect(psuNation).toHaveLength(24);
    expect(psuNation[3]).toMatchObject({
      minute: 180,
      required: 7,
      requiredP10: 0,
      requiredP50: 5,
      requiredP90: 20,
      reserve1h: 1,
      reserve1hP10: 1,
      runOut: 0.4,
      unit: "units",
      replications: 5,
      marking: meta.marking,
      note: null,
    });
    expect(psuNation[4]).toMatchObject({ minute: 240, required: 0, requiredP90: 0, runOut: 0 });
    const birch = rows.filter((row) => row.id === "birch");
    expect(birch[3]).toMatchObject({ scope: "force", required: 7, requiredP50: null, note: NOT_THIS_FORCES });
    expect(rows.some((row) => row.id === "alder")).toBe(false);
  });

  it("divides a bucket that the horizon cuts short by the minutes it has", () => {
    const short = smallModel({ horizon: 90 });
    const tallies = emptyTallies(2, short);
    writeTo(tallies, 0, 0).flag("askedAtAll", 2);
    tallies.series[1] = 2 * 30 * 4;
    const nation = records(seriesTable(short, tallies, meta)).filter((row) => row.scope === "nation");
    expect(nation[1]).toMatchObject({ minute: 60, required: 4, requiredP10: null, requiredP50: 0 });
  });

  it("leaves out a capability that nobody asked for in any run", () => {
    const tallies = emptyTallies(5);
    writeTo(tallies, 0, 0).flag("askedAtAll", 1);
    const asked = new Set(records(seriesTable(model, tallies, meta)).map((row) => row.capability));
    expect([...asked]).toEqual([model.capabilities[0]!.id]);
  });

  it("is empty without replications", () => {
    expect(seriesTable(model, emptyTallies(0), meta).rows).toEqual([]);
  });
});

describe("the flows table", () => {
  const tallies = emptyTallies(4);
  // (capability × 3 holders + donor) × 2 forces + host
  tallies.flows[(0 * 3 + 1) * 2 + 0] = 480;
  tallies.flows[(1 * 3 + 1) * 2 + 0] = 240;
  tallies.flows[(1 * 3 + 2) * 2 + 0] = 120;

  it("gives mean unit-hours from donor to host", () => {
    expect(records(flowsTable(model, tallies, meta))[0]).toMatchObject({
      capability: "psu",
      donor: "birch",
      host: "alder",
      meanUnitHours: 2,
      level: "force",
      note: NOT_THIS_FORCES,
    });
  });

  it("goes by region for a sensitive capability on shipped data, by force on loaded holdings", () => {
    const named = (rows: Record<string, unknown>[]) =>
      rows
        .filter((row) => row.capability === "arv")
        .map((row) => [row.donor, row.host, row.meanUnitHours, row.level, row.note]);
    expect(named(records(flowsTable(model, tallies, meta)))).toEqual([
      ["north", "south", 1, "region", null],
      ["hub", "south", 0.5, "region", null],
    ]);
    expect(named(records(flowsTable(model, tallies, { ...meta, shippedData: false })))).toEqual([
      ["birch", "alder", 1, "force", null],
      ["hub", "alder", 0.5, "force", null],
    ]);
  });
});

describe("the donors table", () => {
  it("gives hours below floor and the chance of a gap, but no sensitive capability on shipped data", () => {
    const tallies = emptyTallies(4);
    tallies.donorBelowFloorMinutes.set([0, 120], 0);
    tallies.donorGapReplications.set([0, 1], 0);
    tallies.donorUnitsLent.set([0, 8], 0);
    tallies.donorUnitsLent[1 * 3 + 0] = 5;
    const rows = records(donorsTable(model, tallies, meta));
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      force: "birch",
      capability: "psu",
      hoursBelowFloor: 0.5,
      probabilityGap: 0.25,
      meanUnitsLent: 2,
      note: NOT_THIS_FORCES,
    });
    expect(donorsTable(model, tallies, { ...meta, shippedData: false }).rows).toHaveLength(2);
  });
});

describe("the observations table", () => {
  const observation = (id: string, quantity: Observation["quantity"], capability: number, force: number) =>
    ({ id, quantity, capability, force }) as Observation;
  const observing = smallModel({
    observations: [
      observation("lost", "lapsed", 0, -1),
      observation("ever", "everAtLeast", 0, -1),
      observation("armed-here", "asked", 1, 0),
    ],
  });

  it("gives mean, interval, spread and quantiles of what was asked for", () => {
    const tallies = emptyTallies(6, observing);
    for (const value of [0, 2, 4, 0, 6, 0]) recordObservation(tallies, 0, value);
    for (const value of [1, 1, 1, 0, 0, 0]) recordObservation(tallies, 1, value);
    recordObservation(tallies, 2, 9);
    const [lost, ever, armed] = records(observationsTable(observing, tallies, meta));
    expect(lost).toMatchObject({ id: "lost", mean: 2, p50: 0, p90: 6, p99: null, replications: 6 });
    expect(lost!.sd).toBeCloseTo(Math.sqrt(6.4), 12);
    // Wilson for a chance, Student for an amount: 3 of 6 is symmetrical round a half.
    expect((ever!.low as number) + (ever!.high as number)).toBeCloseTo(1, 12);
    expect(armed).toMatchObject({ mean: null, note: "not shown for one force on shipped data" });
    const loaded = records(observationsTable(observing, tallies, { ...meta, shippedData: false }));
    expect(loaded[2]).toMatchObject({ mean: 1.5, force: "alder", note: null });
  });
});

describe("the rows of one replication", () => {
  it("are its whole numbers by capability and scope, exact, empty where nothing happened", () => {
    const tallies = emptyTallies(1);
    writeTo(tallies, 0, 0)
      .values("requiredUnitMinutes", [123_457])
      .happened("runOutFirstMinute", [5_431])
      .flag("runOut", 1)
      .sum("needsAsked", 3);
    const rows = records({ columns: REPLICATION_COLUMNS, rows: replicationRows(model, tallies, 17, meta) });
    expect(rows[0]).toMatchObject({
      replication: 17,
      capability: "psu",
      scope: "nation",
      requiredUnitMinutes: 123_457,
      runOut: 1,
      runOutFirstMinute: 5_431,
      runOutMinutes: null,
      needsAsked: 3,
    });
    expect(rows).toHaveLength(6);
    for (const measure of PER_REPLICATION) expect(Number.isInteger(rows[0]![measure])).toBe(true);
  });

  it("are refused for several replications at once", () => {
    expect(() => replicationRows(model, emptyTallies(2), 0, meta)).toThrow("one replication wanted, not 2");
  });
});
