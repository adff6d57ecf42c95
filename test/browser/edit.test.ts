/** The editor, as a planner uses it: change, paste, load, undo, run; by mouse and by keyboard. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Built, builtPage, ended, onSharedPage } from "./page.ts";

const folder = mkdtempSync(join(tmpdir(), "muster-edit-"));
let built: Built;

beforeAll(async () => {
  built = await builtPage();
});

afterAll(async () => {
  await built?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens the editor of a finished run. */
async function openEditor(page: Page, part: "threats" | "people" | "policies" | "file"): Promise<void> {
  await ended(page);
  await page.click("#tab-edit");
  await page.click(`#part-${part}`);
}

const stateOf = (page: Page) => page.textContent(".edit-state");
const cell = (force: string, column: string) => `input[aria-label="${force}, ${column}"]`;
const HELD = "Trained, officers";

async function sound(page: Page): Promise<void> {
  await page.waitForFunction(() => !document.querySelector<HTMLButtonElement>(".edit-buttons .main")?.disabled);
}

describe("a holding that is changed", () => {
  it("changes the result, is marked edited, and is undone, redone and put back", async () => {
    await onSharedPage(`${built.file}#two-counties?runs=40&seed=7`, async ({ page, complaints, requests }) => {
      await openEditor(page, "people");
      const before = await page.textContent("#digest");
      const asked = requests.length;
      expect(await stateOf(page)).toContain("As it ships");
      const was = await page.inputValue(cell("Aldershire Police", HELD));
      await page.fill(cell("Aldershire Police", HELD), "25");
      await page.keyboard.press("Tab");
      expect(await stateOf(page)).toMatch(/^1 change, not run yet\. Last: Aldershire Police, Trained, officers: 25\./);

      await page.click(".edit-buttons >> text=Undo");
      expect(await page.inputValue(cell("Aldershire Police", HELD))).toBe(was);
      await page.click(".edit-buttons >> text=Redo");
      expect(await page.inputValue(cell("Aldershire Police", HELD))).toBe("25");
      await page.click('button[aria-label="Put back Aldershire Police, Trained, officers"]');
      expect(await page.inputValue(cell("Aldershire Police", HELD))).toBe(was);
      expect(await stateOf(page)).toContain("As it ships");

      await page.fill(cell("Aldershire Police", HELD), "25");
      await page.keyboard.press("Tab");
      await sound(page);
      await page.click("text=Run with these changes");
      await page.waitForSelector("h1 .edited");
      await ended(page);
      expect(await page.textContent("#digest")).not.toBe(before);

      // What was done is still known in the new run, and leads back to what ships.
      await openEditor(page, "people");
      expect(await stateOf(page)).toMatch(/^1 change, as run/);
      await page.click("text=Put all back");
      await page.click("text=Run with these changes");
      await page.waitForFunction(() => document.querySelector("h1 .edited") === null);
      await ended(page);
      expect(await page.textContent("#digest")).toBe(before);
      // Workers that start again come from the page itself.
      expect(requests.slice(asked).filter((url) => !url.startsWith("blob:"))).toEqual([]);
      expect(complaints).toEqual([]);
    });
  });

  it("takes a block that was copied from a spreadsheet, or none of it while a cell is bad", async () => {
    await onSharedPage(`${built.file}#two-counties?runs=20`, async ({ page }) => {
      await openEditor(page, "people");
      const paste = (text: string) =>
        page.$eval(
          cell("Aldershire Police", HELD),
          (input, copied) => {
            const data = new DataTransfer();
            data.setData("text/plain", copied);
            input.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
          },
          text,
        );
      await paste("14\tmany\n-3\t6.5\n");
      expect(await page.textContent(".cell-status")).toBe(
        "3 cells cannot be read and are marked; nothing was applied.",
      );
      expect(await page.$$('.people [aria-invalid="true"]')).toHaveLength(3);
      expect(await stateOf(page)).toContain("As it ships");
      expect(await page.textContent(".people")).toContain('"many" is not a whole number');

      await paste("14\t7\n9\t6\n");
      expect(await page.textContent(".cell-status")).toBe("4 cells were applied.");
      expect(await page.$$('.people [aria-invalid="true"]')).toHaveLength(0);
      expect(await page.inputValue(cell("Aldershire Police", HELD))).toBe("14");
      // Contributions were not in the file: the table of both is one change.
      expect(await stateOf(page)).toMatch(/^3 changes/);
    });
  });
});

describe("a return that is loaded", () => {
  const columns = "force,as-at date,capability,agreed contribution,trained,in ticket,floor,marking";

  it("with three bad cells has three marked, and none applied", async () => {
    const file = join(folder, "bad.csv");
    const rows = [
      "Aldershire Police,2026-07-01,psu,4,many,290,2,OFFICIAL",
      "Brichshire Police,2026-07-01,psu,3,220,200,1,OFFICIAL",
      "Birchshire Police,2026-07-01,psu,-1,220,200,1,OFFICIAL",
    ];
    writeFileSync(file, [columns, ...rows].join("\n"));
    await onSharedPage(`${built.file}#two-counties?runs=20`, async ({ page, complaints }) => {
      await openEditor(page, "people");
      await page.setInputFiles("#figures-file", file);
      await page.waitForSelector(".import .sheet");
      expect(await page.$$eval(".sheet .bad", (cells) => cells.map((found) => found.firstChild?.textContent))).toEqual([
        "many",
        "Brichshire Police",
        "-1",
      ]);
      expect(await page.textContent(".import h3")).toBe("bad.csv: 3 things are wrong, so nothing was applied.");
      expect(await page.textContent(".import .faults")).toContain('Did you mean "birch"?');
      expect(await page.$$(".import button.main")).toHaveLength(0);
      expect(await stateOf(page)).toContain("As it ships");
      expect(complaints).toEqual([]);
    });
  });

  it("without a fault changes the result, carries its marking everywhere, is kept by no browser and goes into no link", async () => {
    const file = join(folder, "good.csv");
    writeFileSync(file, [columns, "Aldershire Police,2026-07-01,psu,2,100,90,1,OFFICIAL-SENSITIVE"].join("\n"));
    await onSharedPage(`${built.file}#two-counties?runs=20`, async ({ page }) => {
      await openEditor(page, "people");
      await page.setInputFiles("#figures-file", file);
      await page.click("text=Apply these figures");
      await page.waitForFunction(() =>
        document.querySelector(".keeping")?.textContent?.includes("Nothing of this scenario"),
      );
      expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes("draft")))).toEqual([]);
      await sound(page);
      await page.click("text=Run with these changes");
      await page.waitForSelector("h1 .edited");
      await ended(page);
      expect(await page.textContent(".provenance")).toContain("OFFICIAL-SENSITIVE");
      await page.click("#tab-takeAway");
      expect(await page.textContent(".take-away")).toContain(
        "Figures were loaded into this scenario, so it goes into no link.",
      );
      expect(await page.isDisabled("text=Make a link")).toBe(true);
      const [download] = await Promise.all([page.waitForEvent("download"), page.click("text=Run-out, CSV")]);
      expect(download.suggestedFilename()).toMatch(/^OFFICIAL-SENSITIVE-/);
    });
  });

  it("can begin with the template, which it reads back", async () => {
    await onSharedPage(`${built.file}#two-counties?runs=20`, async ({ page }) => {
      await openEditor(page, "people");
      const [download] = await Promise.all([page.waitForEvent("download"), page.click("text=Template, XLSX")]);
      const file = join(folder, "template.xlsx");
      await download.saveAs(file);
      await page.setInputFiles("#figures-file", file);
      await page.waitForSelector(".import .faults");
      expect(await page.textContent(".import .faults")).toBe("The return has no row with figures.");
      expect(await page.textContent(".import .sheet")).toContain("agreed contribution");
    });
  });
});

describe("threats", () => {
  it("are moved, placed and added by keyboard alone, and the file says so", async () => {
    await onSharedPage(`${built.file}#two-counties?runs=20`, async ({ page, complaints }) => {
      await openEditor(page, "threats");
      const id = "march";
      await page.selectOption("select[aria-label='Threat to change']", id);
      await page.focus(`.mark[data-key="${id} 0"]`);
      const when = () => page.getAttribute(`.mark[data-key="${id} 0"]`, "aria-valuenow").then(Number);
      const before = await when();
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("PageUp");
      await page.keyboard.press("Shift+ArrowLeft");
      expect(await when()).toBe(before + 120 + 1440 - 15);
      expect(await page.evaluate(() => document.activeElement?.getAttribute("data-key"))).toBe(`${id} 0`);

      await page.focus(".place[tabindex='0']");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      expect(await page.$$(".place[aria-pressed='true']")).toHaveLength(1);
      expect(await page.getAttribute(`.mark[data-key="${id} 0"]`, "aria-valuetext")).toMatch(/Police/);
      // Moves of one mark that follow each other are one step.
      await page.click(".edit-buttons >> text=Undo");
      await page.click(".edit-buttons >> text=Undo");
      expect(await when()).toBe(before);
      expect(await stateOf(page)).toContain("As it ships");

      await page.click(".adding button");
      await page.waitForFunction(() => document.querySelector(".detail-head h2")?.textContent === "A threat of my own");
      await page.click("#part-file");
      expect(await page.inputValue("textarea")).toContain("my-threat:");
      expect(complaints).toEqual([]);
    });
  });

  it("take a range where there was a value, and run with it", async () => {
    await onSharedPage(`${built.file}#two-counties?runs=20`, async ({ page }) => {
      await openEditor(page, "threats");
      await page.selectOption("select[aria-label='Threat to change']", "disorder");
      await page.click("button[aria-label='How often: give a range']");
      expect(await page.$$(".figures .part")).not.toHaveLength(0);
      await page.click("#part-file");
      expect(await page.inputValue("textarea")).toMatch(
        /perDay:\s*\{ low: [\d.]+, mode: [\d.]+, high: [\d.]+, kind: assumption \}/,
      );
      await sound(page);
      await page.keyboard.press("Control+Enter");
      await page.waitForSelector("h1 .edited");
      await ended(page);
    });
  });
});

describe("the file", () => {
  it("shows its faults at their lines, and runs once they are mended", async () => {
    await onSharedPage(`${built.file}#two-counties?runs=20`, async ({ page }) => {
      await openEditor(page, "file");
      const text = await page.inputValue("textarea");
      const line = text.split("\n").findIndex((one) => one.includes("capability: psu"));
      await page.fill("textarea", text.replace("capability: psu", "capability: psuu"));
      await page.waitForSelector("#file-faults:not([hidden]) li");
      expect(await page.textContent("#file-faults li")).toMatch(
        new RegExp(`^Line ${line + 1} threats\\..*psuu.*Did you mean “psu”`),
      );
      expect(await page.$$(".gutter .bad")).toHaveLength(1);
      expect(await page.isDisabled("text=Run with these changes")).toBe(true);
      await page.click("#file-faults button");
      const at = await page.$eval("textarea", (area) => (area as HTMLTextAreaElement).selectionStart);
      expect(text.slice(0, at).split("\n")).toHaveLength(line + 1);

      await page.fill("textarea", text.replace(/^name: .*$/m, "name: Another name"));
      await page.waitForSelector("#file-faults", { state: "hidden" });
      await sound(page);
      await page.click("text=Run with these changes");
      await page.waitForFunction(() => document.querySelector("h1")?.textContent?.startsWith("Another name"));
    });
  });
});

describe("changes", () => {
  it("are offered again after the page was left, unless that is switched off", async () => {
    await onSharedPage(`${built.file}#two-counties?runs=20`, async ({ page }) => {
      await openEditor(page, "people");
      await page.fill(cell("Aldershire Police", HELD), "3");
      await page.keyboard.press("Tab");
      await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.includes("draft")));
      await page.reload();
      await openEditor(page, "people");
      await page.click("text=Take them up again");
      await page.waitForFunction(
        (wanted) => document.querySelector<HTMLInputElement>(wanted)?.value === "3",
        cell("Aldershire Police", HELD),
      );

      await page.uncheck("#autosave");
      await page.reload();
      await openEditor(page, "people");
      expect(await page.isChecked("#autosave")).toBe(false);
      expect(await page.isVisible(".offer")).toBe(false);
      expect(await stateOf(page)).toContain("As it ships");
    });
  });
});
