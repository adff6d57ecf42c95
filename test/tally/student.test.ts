/** Means: Student's interval, when it is not to be trusted, and quantiles that so few runs do not bound. */
import { sampleSkewness } from "simple-statistics";
import { describe, expect, it } from "vitest";
import { runsForStudent } from "../../engine/tally/intervals.ts";
import { summarise } from "../../engine/tally/summarise.ts";
import type { ScopeSummary, Summary } from "../../engine/tally/summary.ts";
import { emptyTallies, meta, model, writeTo } from "./handmade.ts";
import { lehmer } from "./lehmer.ts";

/** The nation of the first capability after runs with these values of unresourced unit-minutes. */
function ending(values: readonly number[]): { readonly nation: ScopeSummary; readonly summary: Summary } {
  const tallies = emptyTallies(values.length);
  writeTo(tallies, 0, 0).values("unresourcedUnitMinutes", values).flag("askedAtAll", values.length);
  const summary = summarise(model, tallies, { ...meta, to: values.length });
  return { nation: summary.capabilities[0]!.scopes[0]!, summary };
}

const uniform = lehmer(17);
const sumOfUniforms = (most: number) =>
  Math.round(Array.from({ length: 12 }, uniform).reduce((a, b) => a + b, 0) * (most / 12));

describe("Student's interval for a mean", () => {
  it("is not there for no run and for one run, and the warnings say why", () => {
    expect(ending([]).nation.unresourcedUnitHours).toMatchObject({ mean: null, low: null, high: null });
    const { nation, summary } = ending([60]);
    expect(nation.unresourcedUnitHours).toMatchObject({ mean: 1, low: null, high: null });
    expect(summary.warnings.join("\n")).toMatch(
      /null because one run has no spread: .*unresourcedUnitHours\.low, high/,
    );
  });

  it("of two runs is 12.7 standard errors wide on either side", () => {
    const { mean, high } = ending([600, 720]).nation.unresourcedUnitHours;
    expect(mean).toBe(11);
    expect(high).toBeCloseTo(11 + 12.706204736432095, 9);
  });
});

describe("the mean of a skewed measure", () => {
  it("wants 28 + 25 × skewness² runs", () => {
    expect(runsForStudent(0)).toBe(28);
    expect(runsForStudent(2)).toBe(128);
    expect(runsForStudent(-2)).toBe(128);
  });

  it("is doubted beside the figure and in the warnings where nearly all runs are 0", () => {
    const values = Array.from({ length: 1000 }, (_, i) => (i < 10 ? 600 : 0));
    const { nation, summary } = ending(values);
    // 10 of 1,000 alike: skewness 98 ÷ √99 = 9.8, so that 28 + 25 × 97 runs are wanted.
    expect(nation.unresourcedUnitHours.doubt).toBe(
      "interval unreliable: skewness 9.8, 990 of 1000 runs are 0; about 2454 runs are wanted",
    );
    expect(summary.warnings.join("\n")).toMatch(
      /^intervals of means not to be trusted, because the measure is skewed or mostly 0 .*: unresourcedUnitHours \(1 scope of psu\)$/m,
    );
  });

  it("is trusted from as many runs on, and where it is near normal", () => {
    const thirty = Array.from({ length: 3000 }, (_, i) => (i < 30 ? 600 : 0));
    expect(ending(thirty).nation.unresourcedUnitHours.doubt).toBeUndefined();
    const { nation, summary } = ending(Array.from({ length: 40 }, () => sumOfUniforms(240)));
    expect(nation.unresourcedUnitHours.doubt).toBeUndefined();
    expect(summary.warnings.join("\n")).not.toMatch(/not to be trusted/);
  });

  it("is doubted too where one run in thousands is not 0", () => {
    const values = Array.from({ length: 5000 }, (_, i) => (i === 0 ? 10_000_000 : 0));
    expect(ending(values).nation.unresourcedUnitHours.doubt).toMatch(/skewness 70\.7, 4999 of 5000 runs are 0/);
  });

  it("is read from the histogram to the digits that are shown", () => {
    const values = Array.from({ length: 200 }, () => Math.floor(1 / (0.002 + uniform())));
    const skewness = sampleSkewness(values) * ((200 - 2) / Math.sqrt(200 * 199)); // without its correction for n
    const { doubt } = ending(values).nation.unresourcedUnitHours;
    expect(doubt).toContain(`skewness ${skewness.toFixed(1)}`);
  });

  it("is not doubted for a measure that is nearly the same in every run, whose bins are wider than its spread", () => {
    const values = Array.from({ length: 100 }, (_, i) => 1_000_000 + sumOfUniforms(2000) + (i === 0 ? 9000 : 0));
    expect(ending(values).nation.unresourcedUnitHours.doubt).toBeUndefined();
  });
});

describe("a quantile", () => {
  it("of five runs is not bounded on both sides, of six by the least and the greatest", () => {
    const five = ending([60, 120, 180, 240, 300]);
    expect(five.nation.unresourcedUnitHours).toMatchObject({ p50: 3, intervals: { p50: null, p90: null } });
    expect(five.summary.warnings.join("\n")).toMatch(
      /null because too few runs to bound the quantile on both sides: .*unresourcedUnitHours\.intervals\.p50/,
    );
    expect(ending([60, 120, 180, 240, 300, 360]).nation.unresourcedUnitHours.intervals.p50).toEqual([1, 6]);
  });

  it("of what happened in some runs has an interval over those runs", () => {
    const tallies = emptyTallies(100);
    const minutes = Array.from({ length: 20 }, (_, i) => 10 * (i + 1));
    writeTo(tallies, 0, 0).flag("runOut", 20).happened("runOutFirstMinute", minutes);
    const { firstMinutes } = summarise(model, tallies, meta).capabilities[0]!.scopes[0]!.runOut;
    // Ranks 6 and 15 of 20: Binomial(20, ½) has 2.07 % below 6 and as much above 14.
    expect(firstMinutes).toMatchObject({ p50: 100, runs: 20, intervals: { p50: [60, 150], p90: null } });
  });

  it("of the reserve has one, and the mean reserve too", () => {
    const tallies = emptyTallies(20);
    writeTo(tallies, 0, 0).values(
      "reserve1h",
      Array.from({ length: 20 }, (_, i) => i + 1),
    );
    const reserve = summarise(model, tallies, meta).capabilities[0]!.scopes[0]!.reserveUnits["1h"];
    expect(reserve).toMatchObject({ mean: 10.5, p50: 10, intervals: { p50: [6, 15], p10: null } });
    expect(reserve.high! - 10.5).toBeCloseTo(2.093024054408263 * Math.sqrt(35 / 20), 9);
  });
});
