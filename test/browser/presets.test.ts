/** Every preset gives the same numbers on the page, in threads of Node and in this one, and the same words. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadScenario } from "../../cli/load.ts";
import { presetIds, workerFile } from "../../cli/place.ts";
import { summaryOf } from "../../cli/result-files.ts";
import { mergePacked, type PackedTallies } from "../../engine/tally/pack.ts";
import { verdict } from "../../engine/tally/verdict.ts";
import { compileScenario } from "../../scenarios/format/compile.ts";
import type { Served } from "../../web/serve.mjs";
import { nodeHandle } from "../../workers/node-handle.ts";
import { createPool } from "../../workers/pool.ts";
import type { Plan } from "../../workers/replicator.ts";
import { digestInBlocks, digestOfPlan, emptyTallies, planOf } from "../support/digest.ts";
import { ensureBuilt } from "../support/muster.ts";
import { buildAndServe, ended, onPage } from "./page.ts";

const RUNS = 6;
const folder = mkdtempSync(join(tmpdir(), "muster-page-"));
let served: Served;

beforeAll(async () => {
  await ensureBuilt();
  served = await buildAndServe(folder);
});

afterAll(async () => {
  await served?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("in Chromium, in threads of Node and in one thread", () => {
  it.each(presetIds())("%s has one digest, and the command line's words", { timeout: 240_000 }, async (id) => {
    const plan = planOf(id, RUNS);
    const tallies = emptyTallies(plan);
    const pool = createPool(() => nodeHandle<Plan, PackedTallies>(pathToFileURL(workerFile)), 2);
    const result = await pool.start(plan, [0, RUNS], { onPart: (part) => mergePacked(tallies, part) }).done;
    pool.close();
    const digest = digestOfPlan(plan, tallies);
    expect(digestInBlocks(plan, [[0, RUNS]])).toBe(digest);

    const loaded = loadScenario(id);
    const { model } = compileScenario(plan.resolved, plan.scenarioHash);
    const said = verdict(summaryOf({ loaded, plan, model, tallies, result }, false));
    await onPage(served, `#${id}?runs=${RUNS}&seed=7`, async ({ page, complaints }) => {
      await ended(page);
      expect(await page.textContent("#digest")).toBe(digest);
      const words = await page.$$eval(".sentences li", (items) => items.map((item) => item.textContent));
      expect(words).toEqual(said.lines.map(({ sentence }) => sentence));
      expect(words).toContain(await page.textContent("#headline"));
      expect(complaints).toEqual([]);
    });
  });
});
