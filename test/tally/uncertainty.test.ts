/** Luck and not knowing apart: the split by hand, planted splits found again, and the same whoever counts. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadScenario } from "../../cli/load.ts";
import { summaryOf } from "../../cli/result-files.ts";
import { type Grouped, groupedOf, partsOf, varianceOfMean, wholeOf } from "../../engine/tally/components.ts";
import { digestOf } from "../../engine/tally/digest.ts";
import { studentQuantile, wilson } from "../../engine/tally/intervals.ts";
import { FLAGS, PER_REPLICATION } from "../../engine/tally/measures.ts";
import { mergePacked, packTallies, unpackTallies } from "../../engine/tally/pack.ts";
import { createRangeRecorder, runsOfDraw } from "../../engine/tally/ranges.ts";
import type { Summary } from "../../engine/tally/summary.ts";
import { createTallies, mergeTallies, type Tallies } from "../../engine/tally/tally.ts";
import { verdict, verdictText } from "../../engine/tally/verdict.ts";
import { compileScenario } from "../../scenarios/format/compile.ts";
import { drawIndexOf, openReplicator, type Plan } from "../../workers/replicator.ts";
import { emptyTallies, planOf, twoCounties } from "../support/digest.ts";
import { projectFolder } from "../support/muster.ts";
import { smallModel } from "./fill.ts";
import { lehmer } from "./lehmer.ts";

const unsure = join(projectFolder, "test", "cli", "two-counties-unsure.yaml");
const REQUIRED = PER_REPLICATION.indexOf("requiredUnitMinutes");
const RUN_OUT = FLAGS.indexOf("runOut");

/** Draws of whole numbers as their sums; they may differ in size by one. */
function groupedFrom(draws: readonly (readonly number[])[]): Grouped {
  const size = Math.min(...draws.map(({ length }) => length));
  const totals = draws.map((runs) => ({ large: runs.length > size, total: runs.reduce((a, b) => a + b, 0) }));
  const squared = (large: boolean) =>
    totals.filter((draw) => draw.large === large).reduce((sum, { total }) => sum + BigInt(total) * BigInt(total), 0n);
  const nLarge = totals.filter(({ large }) => large).length;
  return {
    n: draws.flat().length,
    ...{ nSmall: draws.length - nLarge, nLarge, size },
    sum: draws.flat().reduce((a, b) => a + b, 0),
    squares: draws.flat().reduce((sum, value) => sum + BigInt(value) * BigInt(value), 0n),
    largeSum: totals.filter(({ large }) => large).reduce((sum, { total }) => sum + total, 0),
    ...{ smallTotalsSquared: squared(false), largeTotalsSquared: squared(true) },
  };
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe("the split of a spread", () => {
  it("of two draws of two runs is as by hand", () => {
    // Means 2 and 6; within: 2 in each draw, between: 16 over 1; not knowing is (16 − 2) ÷ 2.
    const { luckVariance, notKnowingVariance, notKnowingShare } = partsOf(
      groupedFrom([
        [1, 3],
        [5, 7],
      ]),
    )!;
    expect([luckVariance, notKnowingVariance]).toEqual([2, 7]);
    expect(notKnowingShare.value).toBeCloseTo(7 / 9, 12);
    // F(1, 2) quantiles 38.5063 and 0.0012516 against a ratio of 8.
    expect(notKnowingShare.low).toBe(0);
    expect(notKnowingShare.high).toBeCloseTo((8 / 0.00125156 - 1) / (8 / 0.00125156 + 1), 6);
  });

  it("of draws of unequal size divides by the size that makes it unbiased", () => {
    const draws = [
      [1, 4, 1],
      [9, 5],
      [2, 2, 8],
      [0, 1],
    ];
    const n = 10;
    const all = mean(draws.flat());
    const between = draws.reduce((sum, runs) => sum + runs.length * (mean(runs) - all) ** 2, 0) / 3;
    const within = draws.flatMap((runs) => runs.map((value) => (value - mean(runs)) ** 2)).reduce((a, b) => a + b) / 6;
    const size = (n - (9 + 4 + 9 + 4) / n) / 3;
    const parts = partsOf(groupedFrom(draws), 60)!;
    expect(parts.luckVariance).toBeCloseTo(within / 3600, 12);
    expect(parts.notKnowingVariance).toBeCloseTo((between - within) / size / 3600, 12);
    const residuals = draws.map((runs) => (runs.reduce((a, b) => a + b, 0) - runs.length * all) ** 2);
    expect(varianceOfMean(groupedFrom(draws))).toBeCloseTo((4 / 3) * (residuals.reduce((a, b) => a + b) / 100), 12);
  });

  it("does not exist for no spread, one draw, or one run a draw", () => {
    expect(
      partsOf(
        groupedFrom([
          [3, 3],
          [3, 3],
        ]),
      ),
    ).toBeNull();
    expect(partsOf(groupedFrom([[1, 2, 3]]))).toBeNull();
    expect(partsOf(groupedFrom([[1], [2], [3]]))).toBeNull();
    expect(varianceOfMean(groupedFrom([[1, 2, 3]]))).toBeNull();
  });

  it("is all not knowing where runs of a draw are alike", () => {
    expect(
      partsOf(
        groupedFrom([
          [1, 1],
          [4, 4],
        ]),
      ),
    ).toMatchObject({ luckVariance: 0, notKnowingShare: { value: 1, low: 1 } });
  });

  it("loses no digit to large numbers that nearly cancel", () => {
    const far = 3e9;
    const parts = partsOf(
      groupedFrom([
        [far + 1, far + 3],
        [far + 5, far + 7],
      ]),
    )!;
    expect([parts.luckVariance, parts.notKnowingVariance]).toEqual([2, 7]);
  });

  it("finds planted variances of 9 for luck and 4 for not knowing, on average over 400 repeats, and none where there is none", () => {
    const uniform = lehmer(4711);
    const normal = (scale: number) => (Array.from({ length: 12 }, uniform).reduce((a, b) => a + b, 0) - 6) * scale;
    const estimates = (spread: number) =>
      Array.from({ length: 400 }, () => {
        const draws = Array.from({ length: 10 }, (_, draw) => {
          const level = normal(spread);
          return Array.from({ length: draw < 3 ? 6 : 5 }, () => 100_000 + Math.round(1000 * (level + normal(3))));
        });
        return partsOf(groupedFrom(draws), 1000)!;
      });
    for (const planted of [2, 0]) {
      const found = estimates(planted);
      for (const [part, truth] of [
        ["luckVariance", 9],
        ["notKnowingVariance", planted * planted],
      ] as const) {
        const values = found.map((parts) => parts[part]);
        const error = Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)) / values.length);
        expect(Math.abs(mean(values) - truth)).toBeLessThan(3 * error);
        expect(error).toBeLessThan(0.2);
      }
      const covered = found.filter(({ notKnowingShare: { low, high } }) => {
        const truth = (planted * planted) / (planted * planted + 9);
        return low <= truth && truth <= high;
      });
      // 95 % of 400 has a standard error of 1.1 points; at a truth of 0 only the lower end can miss.
      expect(covered.length / 400).toBeGreaterThan(0.95 - 0.033);
    }
  });
});

describe("outer draws", () => {
  const N = 30;

  /** One replication after the other: what each leaves at the nation. */
  function alone(plan: Plan): { required: number; ranOut: number }[] {
    const runner = openReplicator(plan);
    return Array.from({ length: N }, (_, r) => {
      runner.run(r, r + 1);
      const tallies = unpackTallies(runner.take());
      return { required: tallies.sum[REQUIRED]!, ranOut: tallies.flags[RUN_OUT]! };
    });
  }

  function inBlocks(plan: Plan, blocks: readonly (readonly [number, number])[]): Tallies {
    const runner = openReplicator(plan);
    const tallies = emptyTallies(plan);
    for (const [from, to] of blocks) {
      runner.run(from, to);
      mergePacked(tallies, runner.take());
    }
    return tallies;
  }

  const singles = Array.from({ length: N }, (_, r) => [r, r + 1] as const);

  it.each([3, 7, 30])("%s of them are counted as one sees who adds up each draw by itself", (outer) => {
    const plan = planOf(unsure, N, outer);
    const runs = alone(plan);
    const draws = Array.from({ length: outer }, (_, draw) => runs.filter((_, r) => drawIndexOf(plan, r) === draw));
    expect(draws.map(({ length }) => length)).toEqual(draws.map((_, draw) => runsOfDraw(draw, outer, N)));
    const tallies = inBlocks(plan, [[0, N]]);
    const squares = wholeOf(tallies.squareHigh[REQUIRED]!, tallies.squareLow[REQUIRED]!);
    expect(groupedOf(tallies, "sum", REQUIRED, squares)).toEqual(
      groupedFrom(draws.map((draw) => draw.map(({ required }) => required))),
    );
    const ranOut = tallies.flags[RUN_OUT]!;
    expect(groupedOf(tallies, "flags", RUN_OUT, BigInt(ranOut))).toEqual(
      groupedFrom(draws.map((draw) => draw.map((run) => run.ranOut))),
    );
  });

  it("give the same numbers in any blocks, any order, merged in memory or packed", () => {
    const plan = planOf(unsure, N, 7);
    const digest = (tallies: Tallies) => digestOf(tallies, plan.scenarioHash, plan.seed, 0, N);
    const whole = digest(inBlocks(plan, [[0, N]]));
    expect(digest(inBlocks(plan, [...singles].reverse()))).toBe(whole);
    const halves = [inBlocks(plan, [[0, 13]]), inBlocks(plan, [[13, N]])];
    const merged = emptyTallies(plan);
    for (const half of halves.reverse()) mergeTallies(merged, half);
    expect(digest(merged)).toBe(whole);
    expect(digest(unpackTallies(packTallies(merged)))).toBe(whole);
  });

  it("are open only while runs of theirs are missing, so that memory does not grow with them", () => {
    const plan = planOf(unsure, N, 10);
    const tallies = emptyTallies(plan);
    const runner = openReplicator(plan);
    for (const [from, to] of [
      [0, 7],
      [7, 20],
      [20, 29],
    ] as const) {
      runner.run(from, to);
      mergePacked(tallies, runner.take());
      expect(tallies.ranges!.outer!.open.size).toBe(to % 3 === 0 ? 0 : 1);
    }
    runner.run(29, N);
    mergePacked(tallies, runner.take());
    expect(tallies.ranges!.outer!.open.size).toBe(0);
    const travelling = (outer: number) => {
      const { arrays } = packTallies(inBlocks(planOf(unsure, N, outer), [[0, N]]));
      return Object.entries(arrays).filter(([name]) => name.startsWith("ranges.")).length;
    };
    expect(travelling(15)).toBe(travelling(3));
  });

  it("of other runs do not merge", () => {
    const [three, seven] = [inBlocks(planOf(unsure, N, 3), [[0, N]]), inBlocks(planOf(unsure, N, 7), [[0, N]])];
    expect(() => mergeTallies(three, seven)).toThrow(/different runs/);
  });

  it("refuse a run that is counted twice", () => {
    const tallies = createTallies(smallModel());
    const recorder = createRangeRecorder(tallies, { nRanges: 1, outer: { draws: 2, replications: 2 } });
    for (let run = 0; run < 2; run++) {
      recorder.before(0, Uint8Array.of(1));
      tallies.nReplications++;
      recorder.after();
    }
    expect(() => recorder.settle()).toThrow(/draw 0 has 2 runs instead of 1/);
  });
});

describe("a summary", () => {
  function summarised(replications: number, outer: number | null, to = replications): Summary {
    const loaded = loadScenario(outer === -1 ? twoCounties : unsure);
    const plan: Plan = {
      ...planOf(outer === -1 ? twoCounties : unsure, replications),
      outer: outer === -1 ? null : outer,
    };
    const { model } = compileScenario(plan.resolved, plan.scenarioHash);
    const tallies = createTallies(model);
    const runner = openReplicator(plan);
    runner.run(0, to);
    mergePacked(tallies, runner.take());
    const result = { complete: to === replications, ranges: [[0, to] as const], deaths: 0 };
    return summaryOf({ loaded, plan, model, tallies, result }, false);
  }
  const nationOf = (summary: Summary) => summary.capabilities[0]!.scopes[0]!;

  it("says nothing of ranges where everything is given as known", () => {
    const summary = summarised(20, -1);
    expect(summary.uncertainty).toBeNull();
    expect(summary.ranges).toEqual([]);
    expect(nationOf(summary).runOut).not.toHaveProperty("parts");
    expect(verdict(summary).notKnowing).toEqual([]);
  });

  it("without outer draws says that luck and not knowing are mixed, and how they are told apart", () => {
    const summary = summarised(40, null);
    expect(summary.uncertainty).toMatchObject({ ranges: 2, draws: 40, mixed: true });
    expect(nationOf(summary).runOut).not.toHaveProperty("parts");
    expect(verdictText(summary)).toMatch(/luck and what we do not know are mixed; --outer 50 tells them apart\.$/m);
  });

  it("with outer draws shows both for every probability and mean, with intervals over draws", () => {
    const summary = summarised(200, 20);
    expect(summary.uncertainty).toMatchObject({ ranges: 2, draws: 20, mixed: false });
    const { runOut, requiredUnitHours: required } = nationOf(summary);
    for (const parts of [runOut.parts!, required.parts!]) {
      const { luckVariance, notKnowingVariance, notKnowingShare } = parts;
      expect(luckVariance).toBeGreaterThan(0);
      expect(notKnowingShare.value).toBeCloseTo(notKnowingVariance / (notKnowingVariance + luckVariance), 12);
      expect(notKnowingShare.low).toBeLessThan(notKnowingShare.value);
      expect(notKnowingShare.high).toBeGreaterThan(notKnowingShare.value);
    }
    const overRuns = wilson(runOut.runs, 200)!;
    expect(runOut.high! - runOut.low!).toBeGreaterThan(overRuns.high - overRuns.low);
    expect(runOut.text).toMatch(/^\d+ runs of 100 \(\d+ to \d+; 200 runs\)$/);
    expect(required.intervals.p50).toBeNull();
    expect(summary.warnings.join("\n")).toMatch(/null because runs that share a draw are not independent/);
    expect(verdictText(summary)).toMatch(
      /of the spread in whether PSUs run out, about \d+ % \(\d+ to \d+\) is from what we do not know, the rest is luck/,
    );
  });

  it("with a mean over draws has Student's interval with a degree of freedom less than draws", () => {
    const plan = planOf(unsure, 40, 4);
    const runner = openReplicator(plan);
    const means = [0, 1, 2, 3].map((draw) => {
      runner.run(draw * 10, draw * 10 + 10);
      return unpackTallies(runner.take()).sum[REQUIRED]! / 10 / 60;
    });
    const half = studentQuantile(0.975, 3) * Math.sqrt(mean(means.map((x) => (x - mean(means)) ** 2)) / 3);
    expect(nationOf(summarised(40, 4)).requiredUnitHours.high).toBeCloseTo(mean(means) + half, 9);
  });

  it("of one draw, and of draws that are not complete, has no intervals and says why", () => {
    const one = summarised(40, 1);
    expect(nationOf(one).runOut).toMatchObject({ low: null, high: null, parts: null });
    expect(nationOf(one).runOut.text).toMatch(/^\d+ of 40 runs \(too few draws to say how sure\)$/);
    expect(one.warnings.join("\n")).toMatch(/null because one draw of what is not known says nothing of others/);
    const cut = summarised(40, 4, 25);
    expect(nationOf(cut).runOut).toMatchObject({ low: null, high: null, parts: null });
    expect(cut.warnings.join("\n")).toMatch(/null because not all draws of what is not known are complete/);
  });
});
