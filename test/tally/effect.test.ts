/** The effect of each range: run-outs where it was drawn in its upper half, and where in its lower. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadScenario } from "../../cli/load.ts";
import { summaryOf } from "../../cli/result-files.ts";
import { nextUniform, openStream, STREAM_WORDS } from "../../engine/kernel/streams.ts";
import { differenceInterval, studentQuantile } from "../../engine/tally/intervals.ts";
import { FLAGS } from "../../engine/tally/measures.ts";
import { mergePacked, unpackTallies } from "../../engine/tally/pack.ts";
import type { Summary } from "../../engine/tally/summary.ts";
import { assumptionsTable } from "../../engine/tally/tables.ts";
import { createTallies } from "../../engine/tally/tally.ts";
import { compileScenario } from "../../scenarios/format/compile.ts";
import { drawIndexOf, openReplicator, type Plan } from "../../workers/replicator.ts";
import { planOf } from "../support/digest.ts";
import { projectFolder } from "../support/muster.ts";

const unsure = join(projectFolder, "test", "cli", "two-counties-unsure.yaml");
const RATE = "threats.riot.arrivals.poisson.perDay";

function summarised(plan: Plan): Summary {
  const { model } = compileScenario(plan.resolved, plan.scenarioHash);
  const tallies = createTallies(model);
  const runner = openReplicator(plan);
  if (plan.replications > 0) runner.run(0, plan.replications);
  mergePacked(tallies, runner.take());
  const result = { complete: true, ranges: [[0, plan.replications] as const], deaths: 0 };
  return summaryOf({ loaded: loadScenario(unsure), plan, model, tallies, result }, false);
}

const rangeOf = (summary: Summary, path: string) => summary.ranges.find((range) => range.path === path)!;

/** By replication: which half the rate was drawn in, and whether PSUs ran out. */
function oneByOne(plan: Plan): { draw: number; upper: boolean; ranOut: number }[] {
  const state = new Int32Array(STREAM_WORDS);
  const runner = openReplicator(plan);
  return Array.from({ length: plan.replications }, (_, r) => {
    const draw = drawIndexOf(plan, r);
    openStream(state, plan.seed, `range/${RATE}`, draw);
    runner.run(r, r + 1);
    return {
      draw,
      upper: nextUniform(state) >= 0.5,
      ranOut: unpackTallies(runner.take()).flags[FLAGS.indexOf("runOut")]!,
    };
  });
}

describe("the effect of a range", () => {
  it("is counted by halves of what was drawn, with the range's kind and source", () => {
    const plan = planOf(unsure, 60);
    const runs = oneByOne(plan);
    const half = (upper: boolean) => {
      const those = runs.filter((run) => run.upper === upper);
      return { runs: those.reduce((sum, { ranOut }) => sum + ranOut, 0), of: those.length };
    };
    const range = rangeOf(summarised(plan), RATE);
    expect(range).toMatchObject({
      low: 0.5,
      value: 2.25,
      high: 4,
      kind: "assumption",
      source: "invented for this test",
    });
    expect(range.effect).toHaveLength(1);
    expect(range.effect[0]).toMatchObject({ capability: "psu", runOutUpper: half(true), runOutLower: half(false) });
  });

  it("has the interval of two proportions: Newcombe's published example", () => {
    const { low, high } = differenceInterval(56, 70, 48, 80)!;
    expect(low).toBeCloseTo(0.0524, 4);
    expect(high).toBeCloseTo(0.3339, 4);
    expect(differenceInterval(0, 0, 1, 2)).toBeNull();
  });

  it("tells more riots apart from luck: above 0 with its whole interval", () => {
    const [effect] = rangeOf(summarised(planOf(unsure, 400)), RATE).effect;
    const { runOutUpper: upper, runOutLower: lower } = effect!;
    expect(upper.of + lower.of).toBe(400);
    expect(effect!.difference).toBe(upper.runs / upper.of - lower.runs / lower.of);
    expect({ low: effect!.low, high: effect!.high }).toEqual(
      differenceInterval(upper.runs, upper.of, lower.runs, lower.of),
    );
    expect(effect!.low).toBeGreaterThan(0.2);
  });

  it("over outer draws has the interval of draws, not of runs", () => {
    const plan = planOf(unsure, 120, 12);
    const runs = oneByOne(plan);
    const shares = (upper: boolean) =>
      Array.from({ length: 12 }, (_, draw) => runs.filter((run) => run.draw === draw))
        .filter(([first]) => first!.upper === upper)
        .map((draw) => draw.reduce((sum, { ranOut }) => sum + ranOut, 0) / draw.length);
    const [a, b] = [shares(true), shares(false)].map((values) => {
      const mean = values.reduce((x, y) => x + y, 0) / values.length;
      const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1) / values.length;
      return { mean, variance, df: values.length - 1 };
    }) as [Part, Part];
    const df = (a.variance + b.variance) ** 2 / (a.variance ** 2 / a.df + b.variance ** 2 / b.df);
    const half = studentQuantile(0.975, df) * Math.sqrt(a.variance + b.variance);
    const [effect] = rangeOf(summarised(plan), RATE).effect;
    expect(effect!.difference).toBeCloseTo(a.mean - b.mean, 12);
    expect(effect!.low).toBeCloseTo(Math.max(-1, a.mean - b.mean - half), 9);
    expect(effect!.high).toBeCloseTo(Math.min(1, a.mean - b.mean + half), 9);
  });

  it("of no run is no figure, of one or two runs none that claims to be sure", () => {
    expect(rangeOf(summarised(planOf(unsure, 0)), RATE).effect).toEqual([]);
    for (const n of [1, 2]) {
      for (const { difference, low, high } of summarised(planOf(unsure, n)).ranges.flatMap(({ effect }) => effect)) {
        if (difference === null) expect([low, high]).toEqual([null, null]);
        else expect(high! - low!).toBeGreaterThan(0.9);
      }
    }
  });

  it("stands in assumptions.csv, a row for each range and capability asked for", () => {
    const summary = summarised(planOf(unsure, 40));
    const { columns, rows } = assumptionsTable(summary);
    expect(rows).toHaveLength(2);
    const row = Object.fromEntries(columns.map((column, i) => [column, rows.at(-1)![i]]));
    const range = summary.ranges.at(-1)!;
    expect(row).toMatchObject({
      ...{ path: range.path, low: range.low, value: range.value, high: range.high, kind: range.kind },
      ...{ capability: "psu", runsUpper: range.effect[0]!.runOutUpper.of, difference: range.effect[0]!.difference },
      ...{ replications: 40, marking: "UNMARKED – illustrative, public data" },
    });
    expect(rows.every(({ length }) => length === columns.length)).toBe(true);
  });
});

interface Part {
  readonly mean: number;
  readonly variance: number;
  readonly df: number;
}
