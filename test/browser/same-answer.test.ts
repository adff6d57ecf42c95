/**
 * The same answer everywhere: every scenario that ships, in this thread, in worker threads of Node and in the web
 * workers of the built page in Chromium, has one digest, and the page says it in the command line's words.
 *
 * One browser, one build, one page for all. The page is kept in a far time zone and in a locale with a comma for the
 * point, which must not show either.
 */
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadScenario } from "../../cli/load.ts";
import { workerFile } from "../../cli/place.ts";
import { summaryOf } from "../../cli/result-files.ts";
import type { Model } from "../../engine/model.ts";
import { mergePacked, type PackedTallies } from "../../engine/tally/pack.ts";
import { createTallies, type Tallies } from "../../engine/tally/tally.ts";
import { verdict } from "../../engine/tally/verdict.ts";
import { compileScenario } from "../../scenarios/format/compile.ts";
import { inlineHandle } from "../../workers/handles.ts";
import { nodeHandle } from "../../workers/node-handle.ts";
import { createPool, type JobResult, type Pool } from "../../workers/pool.ts";
import { openReplicator, type Plan } from "../../workers/replicator.ts";
import { type Browser, openBrowser } from "../same-answer/browser.ts";
import { askedIds, askedPlan, inTurn } from "../same-answer/scenarios.ts";
import { digestOfPlan } from "../support/digest.ts";
import { ensureBuilt } from "../support/muster.ts";
import { type Built, builtPage, ended, NOWHERE, turnTo } from "./page.ts";

const WEB_WORKERS = 2;
let built: Built;
let browser: Browser;

const thisThread = createPool(() => inlineHandle<Plan, PackedTallies>(openReplicator), 1);
const threads = [1, 2, 3].map((nWorkers) =>
  createPool(() => nodeHandle<Plan, PackedTallies>(pathToFileURL(workerFile)), nWorkers),
);

beforeAll(async () => {
  await ensureBuilt();
  built = await builtPage();
  browser = await openBrowser(`${built.site}${NOWHERE}`, {
    cores: WEB_WORKERS + 1,
    timeZone: "Pacific/Apia",
    locale: "tr-TR",
  });
});

afterAll(async () => {
  for (const pool of [thisThread, ...threads]) pool.close();
  await browser?.close();
  await built?.close();
});

interface Run {
  readonly tallies: Tallies;
  readonly result: JobResult;
  readonly digest: string;
}

async function run(pool: Pool<Plan, PackedTallies>, plan: Plan, model: Model): Promise<Run> {
  const tallies = createTallies(model);
  const result = await pool.start(plan, [0, plan.replications], { onPart: (part) => mergePacked(tallies, part) }).done;
  return { tallies, result, digest: digestOfPlan(plan, tallies) };
}

/** Sentences of the verdict, as the command line prints them. */
function wordsOf(id: string, plan: Plan, model: Model, { tallies, result }: Run): string[] {
  const summary = summaryOf({ loaded: loadScenario(id), plan, model, tallies, result }, false);
  return verdict(summary).lines.map(({ sentence }) => sentence);
}

/**
 * Turns the page to a run, waits for its end, and leaves it, so that nothing of it goes on. Its pictures have tests of
 * their own: the view that is open looks into no run again.
 */
async function runOnPage(page: Page, id: string, { replications, seed }: Plan) {
  await turnTo(page, `#${id}?runs=${replications}&seed=${seed}&view=matrix`);
  await ended(page);
  const words = await page.$$eval(".sentences li", (items) => items.map((item) => item.textContent));
  const digest = await page.textContent("#digest");
  await turnTo(page, NOWHERE);
  await page.waitForSelector("[role=alert]");
  return { digest, words };
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
    const { model } = compileScenario(plan.resolved, plan.scenarioHash);
    const here = await run(thisThread, plan, model);
    expect(here.result).toMatchObject({ complete: true, ranges: [[0, plan.replications]] });
    for (const pool of inTurn(threads, at)) {
      expect({ threads: pool.nWorkers, digest: (await run(pool, plan, model)).digest }).toEqual({
        threads: pool.nWorkers,
        digest: here.digest,
      });
    }
    expect(await runOnPage(browser.page, id, plan)).toEqual({
      digest: here.digest,
      words: wordsOf(id, plan, model, here),
    });
    expect(browser.complaints).toEqual([]);
  });

  it("used all the web workers it was given", () => {
    // the desk is one more
    expect(browser.workers()).toBe(WEB_WORKERS + 1);
  });
});
