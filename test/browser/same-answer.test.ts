/**
 * The same answer everywhere: every scenario that ships, in this thread, in worker threads of Node and in the web
 * workers of the built page in Chromium, has one digest, and the page says it in the command line's words.
 *
 * One browser, one build, one page for all. The page is kept in a far time zone and in a locale with a comma for the
 * point, which must not show either.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadScenario } from "../../cli/load.ts";
import { workerFile } from "../../cli/place.ts";
import { summaryOf } from "../../cli/result-files.ts";
import { mergePacked, type PackedTallies } from "../../engine/tally/pack.ts";
import type { Tallies } from "../../engine/tally/tally.ts";
import { verdict } from "../../engine/tally/verdict.ts";
import { compileScenario } from "../../scenarios/format/compile.ts";
import type { Served } from "../../web/serve.mjs";
import { inlineHandle } from "../../workers/handles.ts";
import { nodeHandle } from "../../workers/node-handle.ts";
import { createPool, type JobResult, type Pool } from "../../workers/pool.ts";
import { openReplicator, type Plan } from "../../workers/replicator.ts";
import { type Browser, openBrowser } from "../same-answer/browser.ts";
import { askedIds, askedPlan, inTurn } from "../same-answer/scenarios.ts";
import { digestOfPlan, emptyTallies } from "../support/digest.ts";
import { ensureBuilt } from "../support/muster.ts";
import { buildAndServe, ended } from "./page.ts";

const WEB_WORKERS = 2;
const folder = mkdtempSync(join(tmpdir(), "muster-same-"));
let served: Served;
let browser: Browser;

const thisThread = createPool(() => inlineHandle<Plan, PackedTallies>(openReplicator), 1);
const threads = [1, 2, 3].map((nWorkers) =>
  createPool(() => nodeHandle<Plan, PackedTallies>(pathToFileURL(workerFile)), nWorkers),
);

beforeAll(async () => {
  await ensureBuilt();
  served = await buildAndServe(folder);
  browser = await openBrowser(served.address, { cores: WEB_WORKERS + 1, timeZone: "Pacific/Apia", locale: "tr-TR" });
});

afterAll(async () => {
  for (const pool of [thisThread, ...threads]) pool.close();
  await browser?.close();
  await served?.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Run {
  readonly tallies: Tallies;
  readonly result: JobResult;
  readonly digest: string;
}

async function run(pool: Pool<Plan, PackedTallies>, plan: Plan): Promise<Run> {
  const tallies = emptyTallies(plan);
  const result = await pool.start(plan, [0, plan.replications], { onPart: (part) => mergePacked(tallies, part) }).done;
  return { tallies, result, digest: digestOfPlan(plan, tallies) };
}

/** Sentences of the verdict, as the command line prints them. */
function wordsOf(id: string, plan: Plan, { tallies, result }: Run): string[] {
  const { model } = compileScenario(plan.resolved, plan.scenarioHash);
  const summary = summaryOf({ loaded: loadScenario(id), plan, model, tallies, result }, false);
  return verdict(summary).lines.map(({ sentence }) => sentence);
}

/** Turns the page to a run and waits for its end; what an earlier run left is taken away first. */
async function runOnPage(page: Page, id: string, { replications, seed }: Plan) {
  await page.evaluate((fragment) => {
    for (const left of document.querySelectorAll("#digest, .state, .sentences")) left.remove();
    location.hash = fragment;
  }, `#${id}?runs=${replications}&seed=${seed}`);
  await ended(page);
  const words = await page.$$eval(".sentences li", (items) => items.map((item) => item.textContent));
  return { digest: await page.textContent("#digest"), words };
}

describe("the same answer in this thread, in worker threads of Node and in web workers of Chromium", () => {
  it("the page is in another country, and has more than one worker to share among", async () => {
    const { timeZone, locale, cores } = await browser.page.evaluate(() => ({
      ...Intl.DateTimeFormat().resolvedOptions(),
      cores: navigator.hardwareConcurrency,
    }));
    expect({ timeZone, locale, cores }).toEqual({ timeZone: "Pacific/Apia", locale: "tr-TR", cores: WEB_WORKERS + 1 });
  });

  it.each(askedIds().map((id, at) => [id, at] as const))("%s", { timeout: 600_000 }, async (id, at) => {
    const plan = askedPlan(id);
    const here = await run(thisThread, plan);
    expect(here.result).toMatchObject({ complete: true, ranges: [[0, plan.replications]] });
    for (const pool of inTurn(threads, at)) {
      expect({ threads: pool.nWorkers, digest: (await run(pool, plan)).digest }).toEqual({
        threads: pool.nWorkers,
        digest: here.digest,
      });
    }
    expect(await runOnPage(browser.page, id, plan)).toEqual({ digest: here.digest, words: wordsOf(id, plan, here) });
    expect(browser.complaints).toEqual([]);
  });

  it("used all the web workers it was given", () => {
    // the desk is one more
    expect(browser.workers()).toBe(WEB_WORKERS + 1);
  });
});
