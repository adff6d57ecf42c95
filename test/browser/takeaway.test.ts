/** What leaves the page: links, files, pictures, tables, and nothing at all once it is cleared. */
import { readFileSync } from "node:fs";
import Papa from "papaparse";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSpreadsheet } from "../../cli/spreadsheet.ts";
import { type Built, builtPage, ended, hasText, onPage, onSharedPage, openView, pictured, tabTo } from "./page.ts";

let built: Built;

beforeAll(async () => {
  built = await builtPage();
});

afterAll(() => built?.close());

/** Clicks, and reads the file that comes of it. */
async function saved(page: Page, button: string): Promise<{ name: string; path: string; text: string }> {
  const [download] = await Promise.all([page.waitForEvent("download"), page.click(button)]);
  const path = await download.path();
  return { name: download.suggestedFilename(), path, text: readFileSync(path, "utf8") };
}

describe("a share link", () => {
  it("brings back the same picture in another browser, digest and all", async () => {
    const [link, digest] = await onSharedPage(`${built.file}#two-counties?runs=30&seed=5`, async ({ page }) => {
      await ended(page);
      await page.click("#tab-edit");
      await page.click("#part-people");
      await page.fill('input[aria-label="Aldershire Police, Trained, officers"]', "50");
      await page.keyboard.press("Tab");
      await page.click("text=Run with these changes");
      await page.waitForSelector("h1 .edited");
      await ended(page);
      await page.click("#tab-takeAway");
      await page.click("text=Make a link");
      await page.waitForSelector(".address:not([hidden])");
      return [await page.inputValue(".address"), await page.textContent("#digest")] as const;
    });
    expect(link).toMatch(/#two-counties\?runs=30&seed=5&changes=1[\w-]{40,200}$/);
    await onPage(link, async ({ page, complaints }) => {
      await ended(page);
      expect(await page.textContent("h1")).toMatch(/edited$/);
      expect(await page.textContent("#digest")).toBe(digest);
      expect(complaints).toEqual([]);
    });
  });

  it("that was cut short is refused in words", async () => {
    await onSharedPage(`${built.file}#two-counties?changes=1abc`, async ({ page }) => {
      await hasText(page, "[role=alert]", /This link carries changes that cannot be read here\./);
    });
  });
});

describe("what is taken away", () => {
  it("carries marking, condition and sources, in every kind of file and in front of its name", async () => {
    await onPage(`${built.site}#two-counties?runs=30`, async ({ page, requests, complaints }) => {
      await pictured(page);
      await ended(page);
      const asked = requests.length;
      await page.click("#tab-takeAway");
      await page.selectOption("select[aria-label=Marking]", "OFFICIAL");
      await page.fill("input[aria-label=Handling]", "FOR THE EXERCISE");
      await page.click("text=Set the marking");
      await page.waitForFunction(() => document.querySelector("#marking")?.textContent?.startsWith("OFFICIAL"));
      await pictured(page);
      await ended(page);
      await page.click("#tab-takeAway");
      const marking = "OFFICIAL – FOR THE EXERCISE";
      expect(await page.textContent("#marking")).toBe(marking);
      expect(await page.textContent(".take-away")).toContain(`marked ${marking}, so it goes into no link`);

      const csv = await saved(page, "text=Run-out, CSV");
      expect(csv.name).toMatch(/^OFFICIAL-.*-run-out\.csv$/);
      const { data } = Papa.parse<Record<string, string>>(csv.text.replace("\ufeff", ""), {
        header: true,
        skipEmptyLines: true,
      });
      expect(data.length).toBeGreaterThan(1);
      expect(new Set(data.map((row) => row.marking))).toEqual(new Set([marking]));
      expect(data[0]).toMatchObject({ capability: "Police Support Unit", scope: "nation", runs: "30" });

      const workbook = await saved(page, "text=Everything shown, XLSX");
      expect(workbook.name).toMatch(/^OFFICIAL-.*\.xlsx$/);
      const { sheets } = await readSpreadsheet(await renamed(workbook.path));
      expect(sheets.map(({ sheet }) => sheet)).toEqual(["What this rests on", "Run-out", "Hours", "Taken for granted"]);
      expect(sheets[0]!.rows.flat()).toContain(marking);

      const svg = await saved(page, ".take-list li:first-child >> text=SVG");
      expect(svg.name).toMatch(/^OFFICIAL-.*\.svg$/);
      expect(svg.text.match(/OFFICIAL – FOR THE EXERCISE/g)).toHaveLength(2);
      expect(svg.text).toContain("In this scenario, on assumed holdings.");
      expect(svg.text).not.toMatch(/class=|var\(|<style/);
      const png = await saved(page, ".take-list li:first-child >> text=PNG");
      expect(readFileSync(png.path).subarray(1, 4).toString()).toBe("PNG");

      const report = await saved(page, "text=Printable report");
      expect(report.name).toMatch(/^OFFICIAL-.*-report\.html$/);
      for (const part of [marking, "In this scenario, on assumed holdings", "Taken for granted", "<svg", "sha256:"]) {
        expect(report.text).toContain(part);
      }
      const file = await saved(page, "text=Save the scenario");
      expect(file.name).toBe("OFFICIAL-two-counties.yaml");
      expect(file.text).toContain(`marking: ${marking}`);
      // Workers that start again come from the page's own files.
      const own = ["blob:", "data:", `${built.site}assets/`];
      expect(requests.slice(asked).filter((url) => !own.some((start) => url.startsWith(start)))).toEqual([]);
      expect(complaints).toEqual([]);
    });
  });

  it("opens again as a file, with the same digest", async () => {
    await onSharedPage(`${built.file}#two-counties?runs=30&seed=1`, async ({ page }) => {
      await ended(page);
      const digest = await page.textContent("#digest");
      await page.click("#tab-takeAway");
      const { path } = await saved(page, "text=Save the scenario");
      await page.setInputFiles("#scenario-file", {
        name: "mine.yaml",
        mimeType: "text/yaml",
        buffer: readFileSync(path),
      });
      await page.waitForFunction(() => location.hash.startsWith("#own"));
      await ended(page);
      expect(await page.textContent("#digest")).toBe(digest);
    });
  });
});

describe("one key", () => {
  it("clears what was typed, what the browser kept, and where the page was", async () => {
    await onSharedPage(`${built.file}#two-counties?runs=20`, async ({ page }) => {
      await ended(page);
      await page.click("#tab-edit");
      await page.click("#part-people");
      await page.fill('input[aria-label="Aldershire Police, Trained, officers"]', "50");
      await page.keyboard.press("Tab");
      await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.includes("draft")));
      await page.keyboard.press("F8");
      await page.waitForSelector(".preset");
      expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
      expect(await page.evaluate(() => location.hash)).toBe("#/");
      await page.evaluate(() => {
        location.hash = "#two-counties?runs=20";
      });
      await ended(page);
      await page.click("#tab-edit");
      await page.waitForSelector(".edit-state");
      expect(await page.textContent(".edit-state")).toContain("As it ships");
    });
  });
});

/** A download has no ending; the reader of spreadsheets goes by it. */
async function renamed(path: string): Promise<string> {
  const { copyFile } = await import("node:fs/promises");
  await copyFile(path, `${path}.xlsx`);
  return `${path}.xlsx`;
}

describe("by keyboard alone", () => {
  it("a link is made, a table, a workbook and a report are saved, and a marking is set", async () => {
    await onPage(`${built.file}#two-counties?runs=30`, async ({ page, complaints }) => {
      await ended(page);
      await openView(page, "takeAway");
      await page.focus("#tab-takeAway");
      await tabTo(page, "button", "Make a link");
      await page.keyboard.press("Enter");
      await page.waitForSelector(".address:not([hidden])");
      const savedBy = async (name: string) => {
        await tabTo(page, "button", name);
        const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
        return download.suggestedFilename();
      };
      expect(await savedBy("Run-out, CSV")).toMatch(/\.csv$/);
      expect(await savedBy("Everything shown, XLSX")).toMatch(/\.xlsx$/);
      expect(await savedBy("Printable report")).toMatch(/report\.html$/);
      await tabTo(page, "combobox", "Marking", "Shift+Tab");
      await page.keyboard.type("OFFICIAL");
      await tabTo(page, "button", "Set the marking");
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => document.querySelector("#marking")?.textContent?.startsWith("OFFICIAL"));
      expect(complaints).toEqual([]);
    });
  });
});
