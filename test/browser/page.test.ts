/** The page as somebody uses it: choose, read, turn, stop. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadScenario } from "../../cli/load.ts";
import { presetIds } from "../../cli/place.ts";
import type { Served } from "../../web/serve.mjs";
import { digestInBlocks, planOf } from "../support/digest.ts";
import { buildAndServe, ended, onPage } from "./page.ts";

const folder = mkdtempSync(join(tmpdir(), "muster-page-"));
let served: Served;

beforeAll(async () => {
  served = await buildAndServe(folder);
});

afterAll(async () => {
  await served?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("the gallery", () => {
  it("lists every preset with its name, story and question", async () => {
    await onPage(served, "", async ({ page }) => {
      await page.waitForSelector(".preset");
      const cards = await page.$$eval(".preset", (elements) => elements.map((element) => element.textContent));
      expect(cards).toHaveLength(presetIds().length);
      for (const id of presetIds()) {
        const { resolved } = loadScenario(id);
        const card = cards.find((text) => text?.startsWith(resolved.name));
        expect(card).toContain(resolved.story);
        expect(card).toContain(resolved.question);
      }
    });
  });
});

describe("choosing a preset", () => {
  it("shows sentence, timeline and map, asks for nothing once loaded, and complains of nothing", async () => {
    await onPage(served, "", async ({ page, requests, complaints }) => {
      await page.click("text=Concurrent disorder");
      await page.waitForSelector(".results:not([hidden])", { timeout: 60_000 });
      const asked = requests.length;
      expect(await page.textContent("#headline")).toMatch(
        /^In this scenario, on assumed holdings: short of .+ nationally in .+ runs?\b.*Data: illustrative – public data/,
      );
      expect(await page.textContent(".count")).toMatch(/^\d+ of 2,000 runs$/);
      await page.waitForSelector(".timeline svg path");
      expect(await page.$$(".charts svg")).toHaveLength(2);
      expect(await page.$$(".hexagons .field")).toHaveLength(43);

      await page.click(".timeline summary");
      await page.click(".where summary");
      expect(await page.$$(".timeline tbody tr")).toHaveLength(14 * 24);
      expect(await page.$$(".where tbody tr")).toHaveLength(43);

      for (const figure of [".timeline", ".where"]) {
        expect(await page.textContent(`${figure} .note`)).toContain("In this scenario, on assumed holdings");
        expect(await page.textContent(`${figure} .note`)).toContain("UNMARKED – illustrative, public data");
      }
      expect(await page.textContent("footer")).toContain("not an official police or Home Office service");

      await page.click("text=Stop");
      await ended(page);
      const sentences = await page.$$eval(".sentences li", (items) => items.map((item) => item.textContent));
      expect(sentences).toContain(await page.textContent("#headline"));
      await page.click("text=All scenarios");
      await page.waitForSelector(".preset");
      expect(requests.slice(asked)).toEqual([]);
      expect(requests.filter((url) => !url.startsWith(served.address) && !url.startsWith("data:"))).toEqual([]);
      expect(complaints).toEqual([]);
    });
  });

  it("refuses what is not there, in words", async () => {
    await onPage(served, "#no-such-scenario", async ({ page, complaints }) => {
      await page.waitForSelector("[role=alert]");
      expect(await page.textContent("[role=alert]")).toContain('There is no scenario "no-such-scenario" here.');
      expect(complaints).toEqual([]);
    });
  });
});

describe("a run", () => {
  it("stops when asked, says what it has, and goes on from there", async () => {
    await onPage(served, "#two-counties?runs=50000&seed=7", async ({ page, complaints }) => {
      await page.waitForSelector(".results:not([hidden])", { timeout: 60_000 });
      await page.click("text=Stop");
      await ended(page);
      expect(await page.textContent(".state")).toBe("Stopped");
      const count = await page.textContent(".count");
      const runs = Number(/^([\d,]+) of 50,000 runs$/.exec(count!)![1]!.replaceAll(",", ""));
      expect(runs).toBeLessThan(50_000);

      const plan = planOf("two-counties", 50_000);
      expect(await page.textContent("#digest")).toBe(digestInBlocks(plan, [[0, runs]], runs));
      expect(await page.textContent(".count")).toBe(count);

      await page.click("text=Continue");
      await page.waitForFunction((before) => document.querySelector(".count")?.textContent !== before, count);
      expect(await page.textContent(".state")).toBe("Running");
      await page.click("text=Stop");
      await ended(page);
      expect(complaints).toEqual([]);
    });
  });

  it("can be made again with other numbers, which the address then says", async () => {
    await onPage(served, "#two-counties?runs=20&seed=7", async ({ page }) => {
      await ended(page);
      const before = await page.textContent("#digest");
      await page.fill("input[type=number]", "30");
      await page.fill("input[type=text]", "a b");
      await page.click("text=Run again");
      await page.waitForFunction(() => location.hash === "#two-counties?runs=30&seed=a+b");
      await page.waitForFunction(() => document.querySelector(".count")?.textContent === "30 of 30 runs");
      await ended(page);
      expect(await page.textContent("#digest")).not.toBe(before);
    });
  });

  it("names no force where a capability is reported by region only", async () => {
    await onPage(served, "#concurrent-disorder?runs=4", async ({ page }) => {
      await ended(page);
      await page.click("label:has(input[value=arv])");
      await page.waitForFunction(() => document.querySelector(".timeline h2")?.textContent?.startsWith("ARV"));
      const fields = await page.$$eval(".field", (all) => all.map((field) => field.getAttribute("aria-label")));
      expect(fields).toHaveLength(10);
      expect(fields.join()).not.toMatch(/Kent|Constabulary/);
      expect(await page.$$("#scope optgroup")).toHaveLength(1);
      await page.click("label:has(input[value=psu])");
      await page.waitForFunction(() => document.querySelector(".timeline h2")?.textContent?.startsWith("PSU"));
      expect(await page.$$(".field")).toHaveLength(43);
      expect(await page.$$("#scope optgroup")).toHaveLength(2);
    });
  });

  it("is walked by keyboard alone: capabilities, hours, forces", async () => {
    await onPage(served, "#concurrent-disorder?runs=4", async ({ page }) => {
      await ended(page);
      await page.focus("input[value=psu]");
      await page.keyboard.press("ArrowDown");
      expect(await page.isChecked("input[value=bdu]")).toBe(true);
      await page.waitForFunction(() => document.querySelector(".timeline h2")?.textContent?.startsWith("BDUs"));

      await page.focus("[role=slider]");
      await page.keyboard.press("Home");
      expect(await page.getAttribute("[role=slider]", "aria-valuetext")).toMatch(/^Tue, day 1, 00:00: required 0/);
      await page.keyboard.press("PageUp");
      expect(await page.getAttribute("[role=slider]", "aria-valuetext")).toMatch(/^Wed, day 2, 00:00/);

      expect(await page.$$(".field[tabindex='0']")).toHaveLength(1);
      await page.focus(".field[tabindex='0']");
      const labelOf = () => page.evaluate(() => document.activeElement!.getAttribute("aria-label")!);
      const first = await labelOf();
      expect(first).toMatch(/: (none|all|\d+) of 4 runs/);
      await page.keyboard.press("ArrowDown");
      const label = await labelOf();
      expect(label).not.toBe(first);
      await page.keyboard.press("Enter");
      await page.waitForFunction(
        (name) => {
          const scope = document.querySelector<HTMLSelectElement>("#scope")!.selectedOptions[0]!.text;
          return scope !== "Nation" && name.startsWith(scope);
        },
        label,
        { timeout: 5000 },
      );
    });
  });

  it("fits a screen 320 pixels wide without scrolling sideways", async () => {
    await onPage(served, "#concurrent-disorder?runs=4", async ({ page }) => {
      await page.setViewportSize({ width: 320, height: 640 });
      await ended(page);
      const beyond = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(await beyond()).toBeLessThanOrEqual(0);
      await page.click("text=All scenarios");
      await page.waitForSelector(".preset");
      expect(await beyond()).toBeLessThanOrEqual(0);
    });
  });
});

describe("the page's policy", () => {
  it("lets it reach nothing, by header and in its own text", async () => {
    const header = (await fetch(served.address)).headers.get("content-security-policy");
    const own = await onPage(served, "", ({ page }) => page.getAttribute("meta[http-equiv]", "content"));
    for (const policy of [header, own]) {
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("connect-src 'none'");
      expect(policy).not.toContain("unsafe");
    }
    expect(header).toContain("frame-ancestors 'none'");
  });
});
