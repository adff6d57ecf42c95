/** Variants side by side on the page. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Built, builtPage, ended, onPage, onSharedPage, openView, tabTo } from "./page.ts";

let built: Built;

beforeAll(async () => {
  built = await builtPage();
});

afterAll(() => built?.close());

describe("two variants", () => {
  it("meet the same luck, and what differs is told with its interval or called not distinguishable", async () => {
    await onSharedPage(`${built.file}#two-counties?runs=20`, async ({ page, requests, complaints }) => {
      await ended(page);
      const asked = requests.length;
      await page.click("#tab-compare");
      await page.click("text=+ A fifth more trained everywhere");
      expect(await page.$$(".variants input:checked")).toHaveLength(2);
      await page.fill("[aria-label='Runs of each variant']", "100");
      await page.click(".compare-buttons button.main");
      await page.waitForFunction(() =>
        document.querySelector(".compare-state")?.textContent?.startsWith("Done: 100 runs"),
      );
      expect(await page.$$(".compared .dot")).toHaveLength(4);
      const rows = await page.$$eval(".compared-table tbody tr", (all) =>
        all.map((row) => [...row.children].map((cell) => cell.textContent)),
      );
      expect(rows.map(([measure]) => measure)).toContain("Unit-hours unfilled, a run");
      for (const [, first, second, difference] of rows) {
        expect(first).toMatch(/\d|none|all/);
        expect(second).toMatch(/\d|none|all/);
        expect(difference).toMatch(/(fewer|more) \(.+ to .+\)|not distinguishable|the same in every run/);
      }
      expect(await page.textContent(".compare-results .sentences")).toContain(
        "In this scenario, on assumed holdings: under A fifth more",
      );
      expect(await page.isHidden(".compare .faults")).toBe(true);
      // Workers that start again come from the page itself.
      expect(requests.slice(asked).filter((url) => !url.startsWith("blob:"))).toEqual([]);
      expect(complaints).toEqual([]);
    });
  });

  it("that ask for different things are compared all the same, and that is said", async () => {
    await onSharedPage(`${built.file}#two-counties?runs=20`, async ({ page }) => {
      await ended(page);
      await page.click("#tab-edit");
      await page.selectOption("select[aria-label='Threat to change']", "march");
      await page.click("button[aria-label='Take out incident 1']");
      await page.waitForFunction(() => !document.querySelector<HTMLButtonElement>(".edit-buttons .main")?.disabled);
      await page.click("#tab-compare");
      await page.waitForSelector("text=Changed, not run yet");
      await page.check("label:has-text('Changed, not run yet') input");
      await page.fill("[aria-label='Runs of each variant']", "40");
      await page.click(".compare-buttons button.main");
      await page.waitForFunction(() =>
        document.querySelector(".compare-state")?.textContent?.startsWith("Done: 40 runs"),
      );
      expect(await page.textContent(".compare .faults")).toContain("each meets luck of its own");
    });
  });

  it("are chosen, run and compared by keyboard alone, and no key loses its place", async () => {
    // variants that other tests kept would stand in the way
    await onPage(`${built.file}#two-counties?runs=20`, async ({ page }) => {
      await ended(page);
      await openView(page, "compare");
      await page.focus("#tab-compare");
      const idea = /A fifth more trained everywhere$/;
      await tabTo(page, "button", idea);
      await page.keyboard.press("Enter");
      // what was chosen is an idea no more: the next one has the focus
      expect(await page.evaluate(() => document.activeElement?.closest(".ideas") !== null)).toBe(true);
      await tabTo(page, "checkbox", idea, "Shift+Tab");
      await page.keyboard.press("Space");
      expect(await page.$$(".variants input:checked")).toHaveLength(1);
      await tabTo(page, "checkbox", idea);
      await page.keyboard.press("Space");
      expect(await page.$$(".variants input:checked")).toHaveLength(2);
      await tabTo(page, "spinbutton", "Runs of each variant");
      await page.keyboard.press("Control+a");
      await page.keyboard.type("40");
      await tabTo(page, "button", "Compare", "Shift+Tab");
      await page.keyboard.press("Enter");
      await page.waitForFunction(() =>
        document.querySelector(".compare-state")?.textContent?.startsWith("Done: 40 runs"),
      );
      await page.waitForFunction(() => document.activeElement?.textContent === "Compare");
      await tabTo(page, "spinbutton", "Runs of each variant");
      await page.keyboard.press("Control+a");
      await page.keyboard.type("10000");
      await tabTo(page, "button", "Compare", "Shift+Tab");
      await page.keyboard.press("Enter");
      // the button that can be pressed now has the focus
      await page.waitForFunction(() => document.activeElement?.textContent === "Stop");
      await page.keyboard.press("Enter");
      await page.waitForFunction(() =>
        document.querySelector(".compare-state")?.textContent?.startsWith("Stopped after"),
      );
    });
  });
});
