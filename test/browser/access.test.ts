/** For everyone: no fault that axe can find in any view and theme; every way by keyboard; narrow screens. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { faultsOf } from "./axe-faults.ts";
import { type Built, builtPage, ended, onPage, openPage, openView, pictured, still } from "./page.ts";

let built: Built;
/** One gallery and one run for every theme and width: they differ in nothing that is computed. */
let gallery: Awaited<ReturnType<typeof openPage>>;
let run: Awaited<ReturnType<typeof openPage>>;
let tabs: readonly string[] = [];

const RUN = "#concurrent-disorder?runs=8";

beforeAll(async () => {
  built = await builtPage();
  gallery = await openPage(built.file);
  await gallery.page.waitForSelector(".preset");
  run = await openPage(`${built.file}${RUN}`);
  await ended(run.page);
  await pictured(run.page);
  tabs = await run.page.$$eval("[role=tab]", (all) => all.map(({ id }) => id.replace("tab-", "")));
});

afterAll(async () => {
  await gallery?.close();
  await run?.close();
  await built?.close();
});

const THEMES = {
  light: { colorScheme: "light", forcedColors: "none" },
  dark: { colorScheme: "dark", forcedColors: "none" },
  "forced colours": { colorScheme: "light", forcedColors: "active" },
} as const;

describe.each(Object.entries(THEMES))("in %s", (_, theme) => {
  it("axe finds no fault in the gallery", async () => {
    await gallery.page.emulateMedia(theme);
    await still(gallery.page);
    expect(await faultsOf(gallery.page, "gallery")).toEqual([]);
  });

  it("axe finds no fault in any view of a run", { timeout: 600_000 }, async () => {
    await run.page.emulateMedia(theme);
    expect(tabs.length).toBeGreaterThan(5);
    const faults: string[] = [];
    for (const tab of tabs) {
      await openView(run.page, tab);
      await still(run.page);
      faults.push(...(await faultsOf(run.page, tab)));
    }
    expect(faults).toEqual([]);
  });
});

/** Presses a key until what has the focus matches; the way is never longer than the page has stops. */
async function press(page: Page, key: string, selector: string): Promise<void> {
  for (let i = 0; i < 120; i++) {
    await page.keyboard.press(key);
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
  }
  throw new Error(`${key} never reached ${selector}`);
}

describe("by keyboard alone", () => {
  it("a preset is chosen, paused, stopped, turned to another capability and view, and left again", async () => {
    await onPage(built.file, async ({ page }) => {
      await page.waitForSelector(".preset");
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement!.textContent)).toBe("Skip to the content");
      // long enough that it still runs when the key has found its way
      await press(page, "Tab", '.preset a[href="#concurrent-disorder"]');
      await page.keyboard.press("Enter");
      await pictured(page);

      await press(page, "Tab", "button.stop");
      await page.keyboard.press("Enter");
      await ended(page);
      await press(page, "Tab", "[role=tab][aria-selected=true]");
      await page.keyboard.press("ArrowRight");
      expect(await page.$$("[role=tabpanel]:not([hidden])")).toHaveLength(1);
      expect(await page.getAttribute("[role=tab][aria-selected=true]", "id")).not.toBe("tab-picture");
      await page.keyboard.press("Home");
      expect(await page.isVisible("#view-picture")).toBe(true);
      await press(page, "Tab", "input[name=capability]");
      await press(page, "Shift+Tab", '.back a[href="#/"]');
      await page.keyboard.press("Enter");
      await page.waitForSelector(".preset");
    });
  });

  it("another capability is chosen by the arrow keys", async () => {
    const { page } = run;
    await openView(page, "picture");
    await page.focus("input[value=psu]");
    await page.keyboard.press("ArrowDown");
    expect(await page.isChecked("input[value=bdu]")).toBe(true);
    await page.waitForFunction(() => document.querySelector("#headline")?.textContent?.includes("short of BDUs"));
  });
});

/** Which elements stick out, for the reader of a failed test. */
const widest = () =>
  [...document.querySelectorAll("main *")]
    .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
    .map((element) => `${element.tagName}.${element.getAttribute("class")}`)
    .slice(0, 6)
    .join(" ");

describe("narrow and large", () => {
  it("nothing is scrolled sideways at 320 pixels, which is also 1280 at 400 %", { timeout: 300_000 }, async () => {
    const beyond = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    const narrow = { width: 320, height: 640 };
    await gallery.page.setViewportSize(narrow);
    await still(gallery.page);
    expect(await beyond(gallery.page)).toBeLessThanOrEqual(0);

    const { page } = run;
    await page.emulateMedia(THEMES.light);
    await page.setViewportSize(narrow);
    const wide: string[] = [];
    for (const tab of tabs) {
      await openView(page, tab);
      await still(page);
      if ((await beyond(page)) > 0) wide.push(`${tab}: ${await page.evaluate(widest)}`);
    }
    expect(tabs.length).toBeGreaterThan(5);
    expect(wide).toEqual([]);
  });

  it("nothing moves where somebody prefers that", async () => {
    await run.page.emulateMedia({ reducedMotion: "reduce" });
    const moving = await run.page.evaluate(
      () =>
        [...document.querySelectorAll("*")].filter((element) => {
          const { transitionDuration, animationName } = getComputedStyle(element);
          return transitionDuration.split(", ").some((time) => time !== "0s") || animationName !== "none";
        }).length,
    );
    expect(moving).toBe(0);
  });
});
