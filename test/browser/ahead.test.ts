/** A card of the gallery that is pointed at is begun before it is chosen: the same run, only sooner. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Built, builtPage, ended, onPage, turnTo } from "./page.ts";

let built: Built;
beforeAll(async () => {
  built = await builtPage();
});
afterAll(() => built?.close());

const CARD = '.preset a[href="#two-counties"]';

/** Runs that are done when the page is first heard of them. */
const firstCount = (page: Page) =>
  page.waitForFunction(() =>
    Number(/^([\d,]+) of/.exec(document.querySelector(".count")?.textContent ?? "")?.[1]?.replaceAll(",", "")),
  );

/** The digest of two-counties, asked for by an address that nobody pointed at. */
async function digestUnpointed(page: Page): Promise<string | null> {
  await turnTo(page, "#two-counties?runs=2000");
  await ended(page);
  return page.textContent("#digest");
}

describe("a run begun ahead", () => {
  it("is taken over as it stands, and ends in the digest of one that was not", async () => {
    await onPage(built.file, async ({ page, complaints }) => {
      await page.hover(CARD);
      await page.waitForTimeout(3000);
      await page.click(CARD);
      // who begins at the click hears of one run first, or of two
      expect(await (await firstCount(page)).jsonValue()).toBeGreaterThan(10);
      await ended(page);
      const digest = await page.textContent("#digest");
      expect(await digestUnpointed(page)).toBe(digest);
      expect(complaints).toEqual([]);
    });
  });

  it("ends where another is chosen, by the keyboard too", async () => {
    await onPage(built.file, async ({ page, complaints }) => {
      await page.hover('.preset a[href="#concurrent-disorder"]');
      await page.waitForTimeout(500);
      await page.focus(CARD);
      await page.waitForTimeout(200);
      await page.keyboard.press("Enter");
      await ended(page);
      expect(await page.textContent("h1")).toContain("Two counties");
      const digest = await page.textContent("#digest");
      expect(await digestUnpointed(page)).toBe(digest);
      expect(complaints).toEqual([]);
    });
  });

  it("is left where its preset is asked for in other numbers", async () => {
    await onPage(built.file, async ({ page, complaints }) => {
      await page.hover(CARD);
      await page.waitForTimeout(500);
      await turnTo(page, "#two-counties?runs=30");
      await ended(page);
      expect(await page.textContent(".count")).toMatch(/^30 /);
      expect(complaints).toEqual([]);
    });
  });
});
