/** The page as somebody uses it, from a web server and from the single file: choose, read, turn, pause, stop. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page, Worker } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { presetIds, scenariosFolder } from "../../cli/place.ts";
import { digestInBlocks, planOf } from "../support/digest.ts";
import { type Built, builtPage, ended, hasText, onPage, onSharedPage, pictured } from "./page.ts";

let built: Built;

beforeAll(async () => {
  built = await builtPage();
});

afterAll(() => built?.close());

/** A worker that is ended takes a while to be gone, and one that starts to be there. */
const PATIENCE = { timeout: 60_000, interval: 20 };
const STOPS = 20;
const STOP_MILLISECONDS = 200;

/** Stops the run, and tells how long it took until the page said so. */
function stopped(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const state = document.querySelector(".state")!;
    const begun = performance.now();
    document.querySelector<HTMLButtonElement>("button.stop")!.click();
    while (state.textContent !== "Stopped") await new Promise((resolve) => setTimeout(resolve, 2));
    return performance.now() - begun;
  });
}

/**
 * Milliseconds of the quickest stop: stops, goes on and stops again while it took too long. One stop may tell of what
 * else the machine does; a page that waits for its replications is never quick.
 */
async function quickestStop(page: Page, enough: number): Promise<number> {
  const all: number[] = [];
  for (;;) {
    all.push(await stopped(page));
    const quickest = Math.min(...all);
    if (quickest < enough || all.length === STOPS) return quickest;
    await page.click('button.go:text-is("Continue")');
    await hasText(page, ".state", /^Running$/);
    await atWork(page);
  }
}

/** Resolves when a worker of replications has not answered for longer than a stop may take. */
async function atWork(page: Page): Promise<void> {
  await expect
    .poll(async () => {
      const answers = page.workers().map((worker) => answersWithin(worker, STOP_MILLISECONDS));
      return (await Promise.all(answers)).includes(false);
    }, PATIENCE)
    .toBe(true);
}

async function answersWithin(worker: Worker, milliseconds: number): Promise<boolean> {
  const answer = worker.evaluate(() => true).catch(() => true);
  return Promise.race([answer, new Promise<false>((resolve) => setTimeout(() => resolve(false), milliseconds))]);
}

/** How many workers there are that run replications. */
async function replicationWorkers(page: Page): Promise<number> {
  const names = await Promise.all(
    page.workers().map((worker) => worker.evaluate(() => self.name).catch(() => "ended")),
  );
  return names.filter((name) => name === "replications").length;
}

describe("the gallery", () => {
  it("lists every preset with its name, its question and a small map, by who asks", async () => {
    await onSharedPage(`${built.file}#/`, async ({ page }) => {
      await page.waitForSelector(".preset");
      const cards = await page.$$eval(".preset", (elements) =>
        elements.map((element) => ({
          text: element.textContent,
          story: element.querySelector("a")!.title,
          cells: element.querySelectorAll(".small-map path").length,
        })),
      );
      expect(cards).toHaveLength(presetIds().length);
      for (const id of presetIds()) {
        const { name, question, story } = parse(readFileSync(join(scenariosFolder, `${id}.yaml`), "utf8"));
        const card = cards.find(({ text }) => text === name + question);
        expect(card).toBeDefined();
        expect(card!.story).toBe(story);
        expect(card!.cells).toBeGreaterThan(0);
      }
      expect(await page.$$(".group h2")).not.toHaveLength(0);
    });
  });
});

describe.each(["site", "file"] as const)("choosing a preset, from the %s", (from) => {
  it("shows sentence, tiles, timeline and map, asks for nothing once loaded, and complains of nothing", async () => {
    await onPage(built[from], async ({ page, requests, complaints }) => {
      await page.waitForSelector(".preset");
      const asked = requests.length;
      await page.click("text=Concurrent disorder over");
      await pictured(page);
      expect(await page.textContent("#headline")).toMatch(
        /^In this scenario, on assumed holdings: short of .+ nationally in .+ runs?\b.*Data: illustrative – public data/,
      );
      await hasText(page, ".count", /^[\d,]+ of 2,000 runs$/);
      expect(await page.$$eval(".tile dt", (terms) => terms.map((term) => term.textContent))).toEqual([
        "Next gap",
        "Left in the bank",
        "Days sustainable",
        "Next decision",
        "Whose data",
      ]);
      for (const figure of [".timeline", ".where"]) {
        expect(await page.textContent(figure)).toContain("In this scenario, on assumed holdings");
        expect(await page.textContent(figure)).toContain("UNMARKED – illustrative, public data");
      }
      const footer = await page.textContent("footer");
      expect(footer).toContain("not an official police or Home Office service");
      expect(footer).toContain("Nothing you choose or type leaves this computer");

      await page.click("button.stop");
      await ended(page);
      const sentences = await page.$$eval(".sentences li", (items) => items.map((item) => item.textContent));
      expect(sentences).toContain(await page.textContent("#headline"));
      await page.click("text=All scenarios");
      await page.waitForSelector(".preset");
      // Workers come from the page's own text, as blobs.
      expect(requests.slice(asked).filter((url) => !url.startsWith("blob:"))).toEqual([]);
      expect(requests.filter((url) => !/^(data|blob):/.test(url) && !url.startsWith(built[from]))).toEqual([]);
      expect(complaints).toEqual([]);
    });
  });
});

describe("an address", () => {
  it("that names what is not there is refused, in words", async () => {
    await onSharedPage(`${built.file}#no-such-scenario`, async ({ page, complaints }) => {
      await hasText(page, "[role=alert]", /There is no scenario "no-such-scenario" here\./);
      expect(complaints).toEqual([]);
    });
  });
});

describe("a run", () => {
  it("stops within 200 ms, leaves no worker, says what it has, and goes on from there", async () => {
    await onSharedPage(`${built.file}#two-counties?runs=50000&seed=7`, async ({ page, complaints }) => {
      await pictured(page);
      await expect.poll(() => replicationWorkers(page), PATIENCE).toBeGreaterThan(0);
      expect(await quickestStop(page, STOP_MILLISECONDS)).toBeLessThan(STOP_MILLISECONDS);
      await expect.poll(() => replicationWorkers(page), PATIENCE).toBe(0);

      await ended(page);
      const count = await page.textContent(".count");
      const runs = Number(/^([\d,]+) of 50,000 runs$/.exec(count!)![1]!.replaceAll(",", ""));
      expect(runs).toBeLessThan(50_000);
      const plan = planOf("two-counties", 50_000);
      expect(await page.textContent("#digest")).toBe(digestInBlocks(plan, [[0, runs]], runs));
      expect(await page.textContent(".count")).toBe(count);

      await page.click('button.go:text-is("Continue")');
      await page.waitForFunction((before) => document.querySelector(".count")?.textContent !== before, count);
      await hasText(page, ".state", /^Running$/);
      await hasText(page, "#digest", /^once the run has ended or is stopped$/);
      await page.click("button.stop");
      await ended(page);
      expect(complaints).toEqual([]);
    });
  });

  it("stops within 200 ms also where one replication takes longer than that", async () => {
    await onSharedPage(`${built.file}#year-of-everything`, async ({ page }) => {
      await page.waitForFunction(() => document.querySelector(".state")?.textContent === "Running");
      await atWork(page);
      expect(await quickestStop(page, STOP_MILLISECONDS)).toBeLessThan(STOP_MILLISECONDS);
      await expect.poll(() => replicationWorkers(page), PATIENCE).toBe(0);
    });
  });

  it("pauses, goes on to its end with the digest of the command line, and takes more runs", async () => {
    await onSharedPage(`${built.file}#two-counties?runs=1000&seed=7`, async ({ page }) => {
      await pictured(page);
      await page.click("button.go");
      await page.waitForFunction(() => /Paused|Done/.test(document.querySelector(".state")!.textContent!));
      if ((await page.textContent(".state")) === "Paused") {
        expect(await replicationWorkers(page)).toBeGreaterThan(0);
        await page.click('button.go:text-is("Continue")');
      }
      await ended(page);
      await page.waitForFunction(() => document.querySelector(".state")?.textContent === "Done");
      const plan = planOf("two-counties", 1000);
      expect(await page.textContent("#digest")).toBe(digestInBlocks(plan, [[0, 1000]]));
      expect(await page.textContent(".sure")).toMatch(/^± [\d.]+ in 100$/);

      await page.click("text=1,000 more");
      await page.waitForFunction(() => document.querySelector(".count")?.textContent === "2,000 of 2,000 runs");
      await ended(page);
      const twice = planOf("two-counties", 2000);
      await page.waitForFunction(
        (digest) => document.querySelector("#digest")?.textContent === digest,
        digestInBlocks(twice, [[0, 2000]]),
      );
    });
  });

  it("ends right when a worker dies: another takes its place", async () => {
    await onSharedPage(`${built.file}#two-counties?runs=400&seed=7`, async ({ page }) => {
      await ended(page);
      // Whoever waits for more work now dies in the midst of it: after its third message, before it has handed all over.
      const before = page.workers();
      for (const worker of before) {
        const listening = worker.evaluate(() => {
          let messages = 0;
          addEventListener("message", () => {
            if (self.name !== "replications" || ++messages !== 3) return;
            setTimeout(() => {
              throw new Error("killed by the test");
            }, 0);
          });
        });
        // one that looks into single runs may have ended by itself meanwhile
        await listening.catch(() => {});
      }
      await page.click("text=400 more");
      await page.waitForFunction(() => document.querySelector(".count")?.textContent === "800 of 800 runs");
      await ended(page);
      expect(await page.textContent(".state")).toBe("Done");
      await hasText(page, "#digest", new RegExp(`^${digestInBlocks(planOf("two-counties", 800), [[0, 800]])}$`));
      await expect
        .poll(() => before.filter((worker) => !page.workers().includes(worker)).length, PATIENCE)
        .toBeGreaterThan(0);
      expect(page.workers().filter((worker) => !before.includes(worker)).length).toBeGreaterThan(0);
    });
  });

  it("can be made again with other numbers, which the address then says", async () => {
    await onSharedPage(`${built.file}#two-counties?runs=20&seed=7`, async ({ page }) => {
      await ended(page);
      const before = await page.textContent("#digest");
      await page.click("text=Runs and seed");
      await page.fill("#runs", "30");
      await page.fill("#seed", "a b");
      await page.click("text=Run again");
      await page.waitForFunction(() => location.hash === "#two-counties?runs=30&seed=a+b");
      await page.waitForFunction(() => document.querySelector(".count")?.textContent === "30 of 30 runs");
      await ended(page);
      expect(await page.textContent("#digest")).not.toBe(before);
    });
  });

  it("tells luck from not knowing where the runs share draws of what is only known as a range", async () => {
    await onSharedPage(`${built.file}#concurrent-disorder?runs=4`, async ({ page }) => {
      await ended(page);
      expect(await page.textContent(".luck")).toMatch(/numbers are given as ranges, and every run drew them anew/);
      await page.evaluate(() => {
        location.hash = "#concurrent-disorder?runs=4&outer=2";
      });
      await page.waitForFunction(() =>
        /the runs share 2 draws/.test(document.querySelector(".luck")?.textContent ?? ""),
      );
      await ended(page);
      expect(await page.textContent("#digest")).toBe(
        digestInBlocks({ ...planOf("concurrent-disorder", 4, 2), seed: "1" }, [[0, 4]]),
      );
    });
  });
});

describe("the page's policy", () => {
  it("lets it reach nothing, by header and in its own text, served or as a file", async () => {
    const header = (await fetch(built.site)).headers.get("content-security-policy");
    const own = await onPage(built.site, ({ page }) => page.getAttribute("meta[http-equiv]", "content"));
    const file = await onPage(built.file, ({ page }) => page.getAttribute("meta[http-equiv]", "content"));
    for (const policy of [header, own, file]) {
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("connect-src 'none'");
      expect(policy).not.toContain("unsafe");
      expect(policy).not.toContain("http");
    }
    expect(header).toContain("frame-ancestors 'none'");
  });
});
