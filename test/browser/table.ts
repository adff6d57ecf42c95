/** An exercise on the page, as tests play it: every step waits for what it asked for. */
import { readFileSync } from "node:fs";
import type { Locator, Page } from "playwright-core";

const PATIENCE = { timeout: 120_000 } as const;

/** Begins an exercise of the scenario whose address is open, with the run at the given percentile. */
export async function begun(page: Page, percentile = "90"): Promise<void> {
  await page.waitForSelector(".exercise-setup", PATIENCE);
  await page.locator(".exercise-setup").getByLabel("Play", { exact: true }).selectOption(percentile);
  await page.click("text=Begin the exercise");
  await settled(page);
}

/** Resolves when the table is laid and nothing is under way. */
export async function settled(page: Page): Promise<void> {
  await page.waitForSelector('.exercise-table[aria-busy="false"]', PATIENCE);
}

export async function minuteOf(page: Page): Promise<number> {
  return Number(await page.getAttribute(".exercise-table", "data-minute"));
}

/** Clicks a button of the clock, and resolves with the minute to which it has moved. */
export async function moved(page: Page, button: string): Promise<number> {
  const before = await minuteOf(page);
  const control = page.locator(`.exercise-clock button:text-is("${button}")`);
  if (await control.isDisabled()) throw new Error(`at minute ${before} "${button}" cannot be pressed`);
  await control.click();
  await playedPast(page, before);
  return minuteOf(page);
}

/** Resolves when a later minute than that is shown, and nothing is under way. */
export async function playedPast(page: Page, minute: number): Promise<void> {
  await page.waitForFunction(
    (before) => {
      const table = document.querySelector<HTMLElement>(".exercise-table");
      return table?.getAttribute("aria-busy") === "false" && Number(table.dataset.minute) > before;
    },
    minute,
    PATIENCE,
  );
}

/** Opens a part of the exercise. */
export async function turned(page: Page, part: string): Promise<Locator> {
  await page.click(`#exercise-tab-${part}`);
  await page.waitForSelector(`#exercise-page-${part}:not([hidden])`);
  return page.locator(`#exercise-page-${part}`);
}

/** Clicks the button of the form that is open, and resolves with what it says became of it. */
export async function answered(page: Page, part: string, button: string): Promise<string> {
  const said = `#exercise-page-${part} .decided-words`;
  await page.$eval(said, (element) => {
    element.textContent = "";
  });
  await page.click(`#exercise-page-${part} button:text-is("${button}")`);
  await page.waitForFunction((at) => (document.querySelector(at)?.textContent ?? "") !== "", said, PATIENCE);
  await settled(page);
  return (await page.textContent(said))!;
}

/** The digest of the branch that is played, once it is worked out. */
export async function digestOf(page: Page): Promise<string> {
  await turned(page, "file");
  await page.waitForFunction(
    () => document.querySelector("#exercise-digest")?.textContent?.startsWith("sha256:"),
    null,
    PATIENCE,
  );
  return (await page.textContent("#exercise-digest"))!;
}

export interface SavedExercise {
  readonly path: string;
  readonly name: string;
  readonly text: string;
}

export async function saved(page: Page): Promise<SavedExercise> {
  await turned(page, "file");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("text=Save the exercise")]);
  const path = await download.path();
  return { path, name: download.suggestedFilename(), text: readFileSync(path, "utf8") };
}

/** Hands the table over to a seat, which is added, or back to the director (null). */
export async function seated(
  page: Page,
  seat: { readonly name: string; readonly decides?: string } | null,
): Promise<void> {
  if (seat !== null) {
    await page.click("text=Add a seat at the table");
    const adding = page.locator(".seat-adding");
    await adding.getByLabel("Name", { exact: true }).fill(seat.name);
    if (seat.decides !== undefined) await adding.getByLabel("Decides on").selectOption({ label: seat.decides });
    await page.click("text=Add the seat");
  }
  const name = seat?.name ?? "Director";
  await page.click(`.exercise-seats button:text-is("${name}")`);
  await page.waitForSelector(".cover:not([hidden])");
  await page.click(".cover button");
  await page.waitForSelector(".cover", { state: "hidden" });
  await page.waitForSelector(`.exercise-seats button:text-is("${name}")[aria-pressed="true"]`);
  await settled(page);
}
