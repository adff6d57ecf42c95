/** A run with a wanted precision that is interrupted keeps what is finished. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { simulate } from "../../cli/simulate.ts";
import { digestOf } from "../../engine/tally/digest.ts";
import { compileScenario } from "../../scenarios/format/compile.ts";
import { inlineHandle } from "../../workers/handles.ts";
import { createPool } from "../../workers/pool.ts";
import { openReplicator } from "../../workers/replicator.ts";
import { digestInBlocks, planOf } from "../support/digest.ts";
import { projectFolder } from "../support/muster.ts";

const unsure = join(projectFolder, "test", "cli", "two-counties-unsure.yaml");
const never = [{ figure: "psu.nation.runOut", halfWidth: 0.01, relative: false, reached: 0.1, met: false }];

/** Stops as soon as `looks` looks are over and something of the next has been run. */
async function interruptedAfter(looks: number, outer: number | null) {
  const plan = planOf(unsure, 10_000, outer);
  const { model } = compileScenario(plan.resolved, plan.scenarioHash);
  let seen = 0;
  const running = simulate({
    pool: createPool(() => inlineHandle(openReplicator), 1),
    model,
    plan,
    look: () => {
      seen++;
      return never;
    },
    onProgress: () => {
      if (seen === looks) running.cancel();
    },
  });
  return running.done;
}

describe("a run with a wanted precision, interrupted", () => {
  it("keeps every run that was finished", async () => {
    const { plan, tallies, result, stopping } = await interruptedAfter(2, null);
    expect(stopping.reason).toBe("interrupted");
    expect(plan.replications).toBe(10_000);
    expect(result.complete).toBe(false);
    expect(result.ranges).toEqual([[0, tallies.nReplications]]);
    expect(tallies.nReplications).toBeGreaterThan(125);
    const digest = digestOf(tallies, plan.scenarioHash, plan.seed, 0, tallies.nReplications);
    expect(digestInBlocks(plan, [[0, tallies.nReplications]], tallies.nReplications)).toBe(digest);
  });

  it("with outer draws keeps the last look that was finished, whole", async () => {
    const { plan, tallies, result, stopping } = await interruptedAfter(2, 10);
    expect(stopping.reason).toBe("interrupted");
    expect(plan.replications).toBe(125);
    expect(result).toMatchObject({ complete: true, ranges: [[0, 125]] });
    const digest = digestOf(tallies, plan.scenarioHash, plan.seed, 0, 125);
    expect(digestInBlocks(planOf(unsure, 125, 10), [[0, 125]])).toBe(digest);
  });

  it("before the first look keeps what there is", async () => {
    const { plan, tallies, result } = await interruptedAfter(0, 10);
    expect(plan.replications).toBe(100);
    expect(result.complete).toBe(false);
    expect(tallies.nReplications).toBeGreaterThan(0);
    expect(tallies.nReplications).toBeLessThan(100);
  });
});
