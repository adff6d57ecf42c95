import { mean, sampleVariance } from "simple-statistics";
import { describe, expect, it } from "vitest";
import { runsForQuantile } from "../../engine/tally/figures.ts";
import { clopperPearson, studentQuantile, wilson } from "../../engine/tally/intervals.ts";
import { REASONS } from "../../engine/tally/measures.ts";
import { summarise } from "../../engine/tally/summarise.ts";
import type { ScopeSummary, Spread, Summary } from "../../engine/tally/summary.ts";
import { createTallies } from "../../engine/tally/tally.ts";
import { smallModel } from "./fill.ts";
import { emptyTallies, meta, model, writeTo } from "./handmade.ts";
import { lehmer } from "./lehmer.ts";

const scope = (summary: Summary, capability: number, id: string): ScopeSummary =>
  summary.capabilities[capability]!.scopes.find((candidate) => candidate.id === id)!;

describe("a summary of four replications", () => {
  const tallies = emptyTallies(4);
  writeTo(tallies, 0, 0)
    .values("requiredUnitMinutes", [600, 1200, 0, 600])
    .values("unresourcedUnitMinutes", [60, 240, 0, 0])
    .values("peakRequiredUnits", [10, 20, 0, 10])
    .values("reserve1h", [5, 0, 40, 7])
    .values("officerShifts", [100, 200, 0, 100])
    .happened("reserve1hMinute", [300, 310, 0, 290])
    .happened("runOutFirstMinute", [120, 180])
    .happened("runOutMinutes", [30, 90])
    .happened("runOutDepthUnits", [2, 6])
    .happened("enduranceMinutes", [1440, 720, 1440])
    .flag("enduranceCensored", 2)
    .flag("askedAtAll", 3)
    .flag("runOut", 2)
    .flag("leftForce", 3)
    .sum("needsAsked", 10)
    .sum("needsMetOnTime", 5)
    .sum("needsMetLate", 2)
    .sum("needsPartMet", 1)
    .sum("needsLapsed", 1)
    .sum("needsUnfinished", 1)
    .sum("needsLeftForce", 5)
    .sum("line1hMet", 1)
    .sum("line4hMet", 4)
    .sum("line8hMet", 5)
    .sum("runOutUnitMinutes", 240)
    .sum("reasonHeldBack", 180)
    .sum("reasonNoPeople", 120)
    .waits([0, 10, 20, 30]);
  tallies.firstRegion.set([0, 2], 0);
  writeTo(tallies, 0, 4).values("busyUnitMinutes", [0, 0, 60, 0]);
  writeTo(tallies, 1, 3).values("busyUnitMinutes", [60, 60, 60, 60]);
  const summary = summarise(model, tallies, meta);
  const nation = scope(summary, 0, "nation");

  it("has means with Student's intervals, cut at 0, and quantiles, in unit-hours", () => {
    const required = [10, 20, 0, 10];
    const half = studentQuantile(0.975, 3) * Math.sqrt(sampleVariance(required) / 4);
    expect(nation.requiredUnitHours).toMatchObject({ mean: mean(required), p50: 10, p90: null, p99: null });
    expect(nation.requiredUnitHours.high).toBeCloseTo(10 + half, 10);
    expect(nation.requiredUnitHours.low).toBe(0);
    expect(nation.unresourcedUnitHours).toMatchObject({ mean: 1.25, p50: 0 });
    expect(nation.peakRequiredUnits).toMatchObject({ mean: 10, p50: 10, max: 20 });
  });

  it("has Wilson's interval on every probability, and how many runs it was", () => {
    const { low, high } = wilson(2, 4)!;
    expect(nation.runOut).toMatchObject({ probability: 0.5, low, high, runs: 2 });
    expect(nation.leftForce).toMatchObject({ probability: 0.75, runs: 3 });
    expect(nation.leftRegion).toMatchObject({ probability: 0, low: 0, runs: 0 });
    expect(nation.leftRegion!.high).toBeCloseTo(wilson(0, 4)!.high, 14);
  });

  it("describes the run-out over the runs that ran out", () => {
    expect(nation.runOut.firstMinutes).toMatchObject({ p10: null, p50: 120, p90: null, runs: 2 });
    expect(nation.runOut.durationMinutes).toMatchObject({ p50: 30, p90: null, runs: 2 });
    expect(nation.runOut.depthUnits).toMatchObject({ p50: 2, p90: null, runs: 2 });
    expect(nation.runOut.unfilledUnitHours).toBe(2);
    expect(nation.runOut.firstRegion).toEqual([{ id: "north", name: "North", probability: 0.5 }]);
  });

  it("gives reasons as mean unit-hours a run that sum to the unresourced", () => {
    expect(nation.runOut.reasons).toMatchObject({ heldBack: 0.75, noPeople: 0.5, awaitingAnswer: 0 });
    expect(Object.keys(nation.runOut.reasons)).toEqual(REASONS.map(({ key }) => key));
    const sum = Object.values(nation.runOut.reasons).reduce<number>((total, value) => total + value!, 0);
    expect(sum).toBe(nation.unresourcedUnitHours.mean);
  });

  it("counts needs over all replications, and the mobilisation line over those that left their force", () => {
    expect(nation.needs).toEqual({ asked: 10, metOnTime: 5, metLate: 2, partMet: 1, lapsed: 1, unfinished: 1 });
    expect(nation.mobilisationLine).toEqual({ "1h": 0.2, "4h": 0.8, "8h": 1, needs: 5 });
    expect(nation.wait).toEqual({ meanMinutes: 15, p50: 10, p90: null, p99: null, needs: 4 });
  });

  it("has the reserve, its minute, shifts, cost and endurance", () => {
    expect(nation.reserveUnits["1h"]).toMatchObject({ mean: 13, p10: null, p50: 5, atMinute: 290 });
    expect(nation.officerShifts.mean).toBe(100);
    expect(nation.cost).toEqual({ low: 30_000, high: 50_000 });
    expect(nation.daysSustainable).toMatchObject({
      p10: null,
      p50: 1,
      p10AtLeast: false,
      p50AtLeast: true,
      runs: 3,
    });
    expect(nation.work).toBeNull();
  });

  it("keeps nation and regions always, and forces only with a figure that is not 0", () => {
    expect(summary.capabilities[0]!.scopes.map(({ id }) => id)).toEqual(["nation", "south", "north", "birch"]);
    expect(summarise(model, tallies, { ...meta, allForces: true }).capabilities[0]!.scopes.map(({ id }) => id)).toEqual(
      ["nation", "south", "north", "alder", "birch"],
    );
  });

  it("shows no force's scope of a sensitive capability on shipped data, and does on loaded holdings", () => {
    expect(summary.capabilities[1]!.scopes.map(({ scope: kind }) => kind)).toEqual(["nation", "region", "region"]);
    const loaded = summarise(model, tallies, { ...meta, shippedData: false });
    expect(scope(loaded, 1, "alder").busyUnitHours.mean).toBe(1);
  });

  it("names the run and gives each reason for a null once, not once a figure", () => {
    expect(summary).toMatchObject({
      muster: "1",
      scenario: { name: "A made-up night", sha256: "ab".repeat(32) },
      seed: "1",
      replications: 4,
      clock: { start: "2026-08-01T06:00", horizonMinutes: 1440 },
      data: { shipped: true, status: "illustrative – public data" },
    });
    expect(summary.digest).toMatch(/^sha256:/);
    expect(summary.warnings.length).toBeLessThan(12);
    expect(summary.warnings.find((line) => line.startsWith("null because fewer than 50 values"))).toContain(
      "of psu, arv)",
    );
    expect(new Set(summary.warnings).size).toBe(summary.warnings.length);
  });

  it("states requirement and whether a capability was asked for", () => {
    expect(summary.capabilities.map(({ asked, requirementUnits }) => [asked, requirementUnits])).toEqual([
      [true, 297],
      [false, null],
    ]);
  });
});

describe("a summary of many replications", () => {
  it("agrees with simple-statistics on every value's mean, and with sorted values on quantiles", () => {
    const uniform = lehmer(23);
    const values = Array.from({ length: 1000 }, () => Math.floor(uniform() * 200) * 60);
    const tallies = emptyTallies(1000);
    writeTo(tallies, 0, 0).values(
      "peakRequiredUnits",
      values.map((value) => value / 60),
    );
    const { peakRequiredUnits } = scope(summarise(model, tallies, meta), 0, "nation");
    const sorted = values.map((value) => value / 60).sort((a, b) => a - b);
    expect(peakRequiredUnits.mean).toBeCloseTo(mean(sorted), 10);
    expect(peakRequiredUnits.p50).toBe(sorted[499]);
    expect(peakRequiredUnits.p90).toBe(sorted[899]);
    expect(peakRequiredUnits.p99).toBe(sorted[989]);
    // The exact ranks for n = 1000, q = 0.99 are 983 and 997.
    expect(peakRequiredUnits.intervals.p99).toEqual([sorted[982], sorted[996]]);
    expect(peakRequiredUnits.max).toBe(sorted.at(-1));
  });
});

describe("a summary of hardly any replications", () => {
  const nullsOf = (spread: Spread) =>
    Object.entries(spread)
      .filter(([, value]) => value === null)
      .map(([key]) => key);

  it("has no figures but counts without a run, and says so in one line", () => {
    const summary = summarise(model, createTallies(model), { ...meta, to: 0 });
    const nation = scope(summary, 0, "nation");
    expect(nation.runOut.probability).toBeNull();
    expect(nation.runOut.text).toBe("no runs");
    expect(nullsOf(nation.requiredUnitHours)).toEqual(["mean", "low", "high", "p50", "p90", "p99"]);
    expect(nation.cost).toEqual({ low: null, high: null });
    expect(nation.needs.asked).toBe(0);
    expect(summary.warnings).toEqual(["no replications: every figure is null"]);
    expect(summary.capabilities[0]!.scopes).toHaveLength(5);
  });

  it("has means and medians but no interval of a mean with one run", () => {
    const tallies = emptyTallies(1);
    writeTo(tallies, 0, 0).values("requiredUnitMinutes", [600]).flag("runOut", 1);
    const summary = summarise(model, tallies, { ...meta, to: 1 });
    const nation = scope(summary, 0, "nation");
    expect(nation.requiredUnitHours).toMatchObject({ mean: 10, low: null, high: null, p50: 600 / 60, p90: null });
    expect(nation.runOut).toMatchObject({ probability: 1, high: 1 });
    expect(summary.warnings.some((line) => line.includes("one run has no spread"))).toBe(true);
  });

  it("has an interval of a mean with two runs, but no interval of a median", () => {
    const tallies = emptyTallies(2);
    writeTo(tallies, 0, 0).values("requiredUnitMinutes", [60, 180]);
    const { requiredUnitHours } = scope(summarise(model, tallies, { ...meta, to: 2 }), 0, "nation");
    expect(requiredUnitHours.mean).toBe(2);
    expect(requiredUnitHours.high).toBeCloseTo(2 + 12.706204736174705, 9);
    expect(requiredUnitHours.p50).toBe(1);
    expect(requiredUnitHours.intervals.p50).toBeNull();
  });

  it("gives a quantile from as many runs as half a value beyond it takes", () => {
    expect([0.5, 0.9, 0.1, 0.99].map(runsForQuantile)).toEqual([1, 5, 5, 50]);
  });

  it("refuses tallies of another model", () => {
    expect(() => summarise(smallModel({ nCaps: 1 }), createTallies(model), meta)).toThrow(/another model/);
  });
});

describe("endurance", () => {
  it("is null with its own reason where units never tire", () => {
    const tallies = emptyTallies(5);
    writeTo(tallies, 0, 0).flag("askedAtAll", 5);
    const { warnings, capabilities } = summarise(model, tallies, { ...meta, to: 5 });
    expect(capabilities[0]!.scopes[0]!.daysSustainable).toBeNull();
    expect(warnings).toContain("null because units never tire here: daysSustainable (1 scope of psu)");
    expect(warnings).toContain("null because nobody was asked for: daysSustainable (5 scopes of psu, arv)");
  });
});

describe("what never happened", () => {
  it("is bounded by Clopper and Pearson, never said to be 0", () => {
    const summary = summarise(model, emptyTallies(2000), { ...meta, to: 2000 });
    const { runOut } = scope(summary, 0, "nation");
    expect(runOut.text).toBe("less than 0.2 runs in 100 (none of 2,000 runs)");
    expect(clopperPearson(0, 2000)!.high).toBeLessThan(0.002);
    expect(runOut.firstMinutes).toBeNull();
    expect(summary.warnings.some((line) => line.includes("it did not happen in any run: runOut.firstMinutes"))).toBe(
      true,
    );
  });
});
