/** What to hold, and when to call the nation: found in the page's own workers, as the command line finds it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensureBuilt, muster } from "../support/muster.ts";
import { type Built, builtPage, ended, onSharedPage, openView, tabToThe } from "./page.ts";

let built: Built;

beforeAll(async () => {
  await ensureBuilt();
  built = await builtPage();
}, 300_000);

afterAll(() => built?.close());

/** The machine may be busy: what is waited for is the thing itself, for as long as a test may take. */
const PATIENCE = { timeout: 240_000 };

describe("what should we hold", () => {
  it("is answered in six clicks at most: the smallest holding, its curve with intervals, and what each further unit buys", async () => {
    await onSharedPage(`${built.file}#two-counties?runs=20`, async ({ page, requests, complaints }) => {
      await ended(page);
      const asked = requests.length;
      // The scenario's card was the first click; a choice is two.
      await page.click("#tab-plans");
      await page.selectOption(".plans.size label:has-text('Whose') select", "force/castle");
      await page.fill(".plans.size label:has-text('region owes') input", "9");
      await page.fill(".plans.size label:has-text('Runs') input", "60");
      await page.click(".plans.size .go-run");
      await page.waitForSelector(".plans.size .plans-figure:not([hidden]) svg", PATIENCE);

      const answer = await page.textContent(".plans.size .answer");
      expect(answer).toMatch(/^In this scenario, on assumed holdings: Castle City Police should hold \d+ PSUs/);
      const sentences = await page.$$eval(".plans.size .sentences li", (all) =>
        all.map((one) => one.textContent ?? ""),
      );
      expect(sentences.join(" ")).toContain("9 PSUs owed by The city, Castle City Police owes 9 by officers");
      expect(sentences.join(" ")).toContain("fresh tapes that the search never saw, 60 runs");
      expect(sentences).toContain("Illustrative – not this force's holding.");

      const pictures = await page.$$eval(".plans.size .plans-drawing svg", (all) =>
        all.map((svg) => svg.getAttribute("aria-label") ?? ""),
      );
      expect(pictures[0]).toMatch(/^Risk against holding: \d+ PSUs, \S+ of 100; /);
      expect(pictures[1]).toContain("What each further unit buys");
      // Nothing within a picture is read out but its own sentence.
      expect(await page.$$(".plans-drawing svg [aria-label]")).toEqual([]);
      const written = await page.textContent(".plans.size .plans-drawing");
      expect(written).toMatch(/the answer: \d+ PSUs/);
      expect(written).toContain("at most 5");
      expect(written).toContain("held now: ");

      await page.click(".plans.size summary:has-text('each further unit')");
      const rows = await page.$$eval(".plans.size details[open] tbody tr", (all) =>
        all.map((row) => [...row.children].map((cell) => cell.textContent)),
      );
      expect(rows.length).toBeGreaterThan(3);
      for (const [units, , interval] of rows) {
        expect(units).toMatch(/^\d+ to \d+$/);
        expect(interval).toMatch(/ to |–/);
      }
      expect(await page.textContent(".plans.size .plans-figure .note")).toContain(
        "UNMARKED – illustrative, public data",
      );
      expect(requests.slice(asked).filter((url) => !url.startsWith("blob:"))).toEqual([]);
      expect(complaints).toEqual([]);

      // The command that the page names gives the same sentences.
      const command = (await page.textContent(".plans.size .plans-command"))!;
      expect(command).toMatch(/^npx muster size two-counties --capability psu --force castle --owes 9 /);
      const { stdout } = await muster([...command.split(" ").slice(2), "--draws", "0", "--no-marginals"]);
      for (const sentence of sentences.filter((one) => one.includes("fresh tapes"))) expect(stdout).toContain(sentence);
    });
  }, 600_000);

  it("says what cannot be asked, and stops when it is told to", async () => {
    await onSharedPage(`${built.file}#two-counties?runs=20`, async ({ page }) => {
      await ended(page);
      await page.click("#tab-plans");
      const status = () => page.textContent(".plans.size .runner .status");
      await page.fill(".plans.size label:has-text('Runs') input", "21");
      await page.click(".plans.size .go-run");
      expect(await status()).toContain("Between 59 and 10000 runs");
      await page.fill(".plans.size label:has-text('Runs') input", "10000");
      await page.fill(".plans.size label:has-text('region owes') input", "4");
      await page.click(".plans.size .go-run");
      await page.waitForFunction(
        () => document.querySelector(".plans.size .runner .status")?.textContent?.includes("Say whose region owes it"),
        null,
        PATIENCE,
      );
      await page.fill(".plans.size label:has-text('region owes') input", "");
      await page.click(".plans.size .go-run");
      await page.waitForFunction(
        () => / runs$/.test(document.querySelector(".plans.size .runner .status")?.textContent ?? ""),
        null,
        PATIENCE,
      );
      await page.click(".plans.size .go-run");
      await page.waitForFunction(
        () => document.querySelector(".plans.size .go-run")?.textContent === "Find the holding",
        null,
        PATIENCE,
      );
      expect(await page.isHidden(".plans.size .plans-figure")).toBe(true);
    });
  }, 600_000);
});

describe("when the nation must be called", () => {
  it("is told as harm of late against cost of early, with the latest useful hour, as on the command line", async () => {
    await onSharedPage(`${built.file}#two-counties?runs=20`, async ({ page, complaints }) => {
      await ended(page);
      await page.click("#tab-plans");
      await page.fill(".plans.triggers label:has-text('then after') input", "0, 12, 24");
      await page.fill(".plans.triggers label:has-text('or when') input", "80");
      await page.fill(".plans.triggers label:has-text('Runs') input", "40");
      await page.click(".plans.triggers .go-run");
      await page.waitForSelector(".plans.triggers .plans-figure:not([hidden]) svg", PATIENCE);

      expect(await page.textContent(".plans.triggers .answer")).toMatch(/calling|waiting|wait that was looked at/);
      const pictures = await page.$$eval(".plans.triggers .plans-drawing svg", (all) =>
        all.map((svg) => svg.getAttribute("aria-label") ?? ""),
      );
      expect(pictures[0]).toMatch(
        /^Harm of late, .*: at once, .*; 12 h, .*; 24 h, .*; 80 %, .*; never, .*; as written, /,
      );
      expect(pictures[1]).toMatch(/^Cost of early, .*: at once, \S+ officer shifts more; /);
      await page.click(".plans.triggers summary");
      const rows = await page.$$eval(".plans.triggers details[open] tbody tr", (all) =>
        all.map((row) => [...row.children].map((cell) => cell.textContent)),
      );
      expect(rows.map(([call]) => call)).toEqual([
        "called at once",
        "called after 12 h",
        "called after 24 h",
        "called when 80 % of what there is is committed or asked for",
        "never called",
        "called as the scenario says",
      ]);
      expect(complaints).toEqual([]);

      const said = await page.$$eval(".plans.triggers .sentences li", (all) => all.map((one) => one.textContent ?? ""));
      const command = (await page.textContent(".plans.triggers .plans-command"))!;
      expect(command).toContain("npx muster triggers two-counties --capability psu --hours 0,12,24 --thresholds 0.8");
      const { stdout } = await muster(command.split(" ").slice(2));
      expect(said.length).toBe(6);
      for (const sentence of said) expect(stdout).toContain(sentence);
    });
  }, 600_000);
});

describe("by keyboard alone", () => {
  it("a holding is asked for and found", async () => {
    await onSharedPage(`${built.file}#two-counties?runs=20`, async ({ page }) => {
      await ended(page);
      await openView(page, "plans");
      await page.focus("#tab-plans");
      await tabToThe(page, page.locator(".plans.size label:has-text('Whose') select"));
      await page.keyboard.type("Castle");
      await tabToThe(page, page.locator(".plans.size label:has-text('Runs') input"));
      await page.keyboard.press("Control+a");
      await page.keyboard.type("60");
      await page.keyboard.press("Enter");
      await page.waitForSelector(".plans.size .plans-figure:not([hidden]) svg", PATIENCE);
      expect(await page.textContent(".plans.size .answer")).toContain("Castle City Police should hold");
    });
  });
});
