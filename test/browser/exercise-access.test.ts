/**
 * The exercise for everyone: no fault that axe can find in its parts, in any theme and width; packs that print on A4 in
 * black and white with nothing clipped.
 */
import type { BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { faultsOf } from "./axe-faults.ts";
import { type Built, builtPage, onPage } from "./page.ts";
import { printedPages } from "./paper-checks.ts";
import { answered, begun, moved, seated, turned } from "./table.ts";

let built: Built;

beforeAll(async () => {
  built = await builtPage();
});

afterAll(() => built?.close());

const THEMES: readonly (readonly [string, number, BrowserContextOptions])[] = [
  ["light", 1366, { colorScheme: "light" }],
  ["dark", 768, { colorScheme: "dark" }],
  ["forced colours", 320, { forcedColors: "active" }],
];
const WIDTHS = [320, 768, 1366] as const;
const PARTS = ["play", "injects", "branches", "debrief", "file"] as const;

/** Which elements stick out sideways, for the reader of a failed test. */
const beyond = (page: Page) =>
  page.evaluate(() =>
    document.documentElement.scrollWidth <= innerWidth
      ? []
      : [...document.querySelectorAll("main *")]
          .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
          .map((element) => `${element.tagName}.${element.getAttribute("class")}`)
          .slice(0, 6),
  );

it.each(THEMES)(
  "axe finds nothing in builder, table, every part of it and a seat, in %s at %i pixels",
  { timeout: 400_000 },
  async (_, width, options) => {
    const faults = await onPage(
      `${built.file}#build-an-exercise`,
      async ({ page }) => {
        await page.waitForSelector(".builder");
        await page.check("#with-second");
        const found = await faultsOf(page, "builder");
        await page.evaluate(() => {
          location.hash = "#two-counties?runs=8&view=exercise";
        });
        await page.waitForSelector(".exercise-setup");
        found.push(...(await faultsOf(page, "setup", ".exercise-setup")));
        await begun(page);
        await moved(page, "To the next decision");
        found.push(...(await faultsOf(page, "table")));
        for (const part of PARTS) {
          await turned(page, part);
          found.push(...(await faultsOf(page, part, `#exercise-page-${part}`)));
        }
        await page.click('button:text-is("Players\' pack")');
        await page.waitForSelector(".exercise .paper-sheet");
        found.push(...(await faultsOf(page, "pack", ".paper-holder")));
        await moved(page, "1 h on");
        await seated(page, { name: "Silver" });
        await page.waitForSelector(".methane");
        found.push(...(await faultsOf(page, "seat")));
        return found;
      },
      { ...options, viewport: { width, height: 768 } },
    );
    expect(faults).toEqual([]);
  },
);

it("nothing is scrolled sideways at 320, 768 and 1366 pixels", { timeout: 200_000 }, async () => {
  await onPage(`${built.file}#build-an-exercise`, async ({ page }) => {
    const wide: unknown[] = [];
    const look = async (what: string) => {
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 768 });
        const found = await beyond(page);
        if (found.length > 0) wide.push([what, width, ...found]);
      }
    };
    await page.waitForSelector(".builder");
    await page.check("#with-second");
    await look("builder");
    await page.evaluate(() => {
      location.hash = "#two-counties?runs=8&view=exercise";
    });
    await begun(page);
    for (const part of PARTS) {
      await turned(page, part);
      await look(part);
    }
    await moved(page, "1 h on");
    await seated(page, { name: "Silver" });
    await look("seat");
    expect(wide).toEqual([]);
  });
});

it("packs are made on the page, marked, in black and white, and print on A4 with nothing clipped; players' hold no inject", {
  timeout: 300_000,
}, async () => {
  await onPage(`${built.file}#two-counties?runs=8&view=exercise`, async ({ page, complaints }) => {
    await begun(page);
    await moved(page, "10 min on");
    const part = await turned(page, "injects");
    await part.getByLabel("What players are told").fill("The bridge has fallen");
    expect(await answered(page, "injects", "Put it in")).toMatch(/^Put in for /);
    await page.evaluate(() => {
      window.print = () => {};
    });
    const files = await turned(page, "file");
    for (const [kind, name] of [
      ["director-pack", "Director's pack"],
      ["players-pack", "Players' pack"],
      ["debrief", "Debrief"],
    ] as const) {
      await files.getByRole("button", { name, exact: true }).click();
      await page.waitForSelector(`.exercise .paper-sheet[data-kind="${kind}"]`);
      const text = await page.$eval(".exercise .paper-sheet", (sheet) => sheet.shadowRoot!.textContent!);
      expect(text).toContain("In this scenario, on assumed holdings");
      expect(text).toContain("UNMARKED");
      expect(text).toContain("npx muster report");
      expect(text.includes("The bridge has fallen")).toBe(kind !== "players-pack");
      await files.getByRole("button", { name: "Print it", exact: true }).click();
      await page.emulateMedia({ media: "print" });
      const { sticksOut, coloured } = await page.$eval(".only-this-prints .paper-sheet", (sheet) => {
        const article = sheet.shadowRoot!.querySelector("article")!;
        const column = article.getBoundingClientRect();
        const all = [...article.querySelectorAll("*")];
        const isGrey = (colour: string) => {
          const [r, g, b, a] = colour.match(/[\d.]+/g)?.map(Number) ?? [];
          return r === undefined || a === 0 || (r === g && g === b);
        };
        return {
          sticksOut: all
            .filter(
              (one) =>
                one.getBoundingClientRect().right > column.right + 1 ||
                (one.scrollWidth > one.clientWidth + 1 &&
                  one.clientWidth > 0 &&
                  getComputedStyle(one).display !== "inline"),
            )
            .map((one) => one.textContent),
          coloured: all.flatMap((one) => {
            const { color, backgroundColor, borderTopColor, fill, stroke } = getComputedStyle(one);
            return [color, backgroundColor, borderTopColor, fill, stroke].filter((colour) => !isGrey(colour));
          }),
        };
      });
      expect([kind, sticksOut, coloured]).toEqual([kind, [], []]);
      const pages = await printedPages(page);
      expect(pages.length).toBeGreaterThan(0);
      for (const [width, height] of pages) {
        expect(width).toBeCloseTo((210 / 25.4) * 72, -0.5);
        expect(height).toBeCloseTo((297 / 25.4) * 72, -0.5);
      }
      await page.emulateMedia({ media: null });
      await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    }
    expect(complaints).toEqual([]);
  });
});
