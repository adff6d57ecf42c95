/** An exercise played on the page: injects, decisions, branches, seats, saved and opened again, with and without a mouse. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensureBuilt, muster } from "../support/muster.ts";
import { type Built, builtPage, hasText, onPage, tabTo } from "./page.ts";
import { answered, begun, digestOf, minuteOf, moved, playedPast, saved, seated, settled, turned } from "./table.ts";

const SMALL = "#two-counties?runs=8&view=exercise";

let built: Built;
let folder = "";

beforeAll(async () => {
  built = await builtPage();
  await ensureBuilt();
  folder = mkdtempSync(join(tmpdir(), "muster-exercise-"));
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await built?.close();
});

/** From the first sight of the page to the setting of an exercise, by its words. */
async function throughTheBuilder(page: Page): Promise<void> {
  await page.click("text=Build an exercise");
  await page.waitForSelector(".builder");
  await page.selectOption("#first-risk", "nrr/rail-accident");
  await page.selectOption("#first-place", "kent");
  await page.check("#with-partners");
  await page.click("text=Build it and play");
}

/** Two injects: an incident of its own in Kent, and the roads of Essex closed. */
async function twoInjects(page: Page, asks: string): Promise<void> {
  const part = await turned(page, "injects");
  await part.getByLabel("It asks for", { exact: true }).selectOption(asks);
  await part.getByLabel("Where", { exact: true }).selectOption("kent");
  await part.getByLabel("What players are told").fill("A second scene is reported in Kent");
  await part.getByText("What its first report says (M/ETHANE)").click();
  await part.getByLabel("Number of casualties").fill("two walking wounded");
  expect(await answered(page, "injects", "Put it in")).toMatch(/^Put in for /);
  await part.getByRole("button", { name: "A road is closed or slow" }).click();
  await part.getByLabel("Between", { exact: true }).selectOption("essex");
  expect(await answered(page, "injects", "Put it in")).toMatch(/^Put in for /);
  expect(await page.locator(".inject-line li").count()).toBe(2);
}

/** Three decisions: the country called, a region holding back, and more units sent than are missing. */
async function threeDecisions(page: Page): Promise<void> {
  const part = await turned(page, "play");
  await part.getByRole("button", { name: "Call a tier" }).click();
  await part.getByLabel("Whom", { exact: true }).selectOption("nation");
  await part.getByLabel("Why (for the debrief)").fill("Early is cheap");
  expect(await answered(page, "play", "Decide")).toMatch(/^Call the country for .*: done\.$/);
  await part.getByRole("button", { name: "Hold back" }).click();
  await part.getByLabel("Who lends nothing").selectOption({ label: "South East" });
  expect(await answered(page, "play", "Decide")).toMatch(/^South East to lend no .*: done\.$/);
  await part.getByRole("button", { name: "Send units" }).click();
  await part.getByLabel("Units", { exact: true }).fill("1999");
  const before = await minuteOf(page);
  expect(await answered(page, "play", "Decide")).toMatch(/^Not possible: send 1999 .*(misses|had now|there).*\d/);
  expect(await minuteOf(page)).toBe(before + 1);
}

describe("an exercise of a risk of the register", () => {
  it.each([
    ["built from nrr/rail-accident with partners at the table", "", "fire-rescue-team", throughTheBuilder],
    ["of nrr/public-disorder as it ships", "#nrr/public-disorder?runs=8&view=exercise", "psu", async () => {}],
  ])(
    "%s, with two injects and three decisions, is saved, opened again and replayed to the same digest, on the command line too",
    { timeout: 500_000 },
    async (_, address, asks, towards) => {
      const file = await onPage(`${built.file}${address}`, async ({ page, requests, complaints }) => {
        await towards(page);
        await begun(page);
        const asked = requests.length;
        expect(await page.textContent(".exercise-head .one-run")).toMatch(
          /^One run, not a forecast: run \d+, the 90th percentile of the first \d+ by unfilled .*, seed 1\.$/,
        );
        await moved(page, "10 min on");
        await twoInjects(page, asks);
        await moved(page, "To the next decision");
        await threeDecisions(page);
        await moved(page, "1 h on");
        const digest = await digestOf(page);
        const file = await saved(page);
        expect(JSON.parse(file.text).injects).toHaveLength(2);
        expect(JSON.parse(file.text).injects[0].report).toEqual({ casualties: "two walking wounded" });
        expect(JSON.parse(file.text).decisions).toHaveLength(3);
        // workers of the page itself may start late
        expect(requests.slice(asked).filter((url) => !url.startsWith("blob:"))).toEqual([]);
        expect(complaints).toEqual([]);
        return { ...file, digest };
      });
      const path = join(folder, file.name);
      writeFileSync(path, file.text);

      // Opened by somebody who looks at another scenario.
      await onPage(`${built.file}${SMALL}`, async ({ page, complaints }) => {
        await page.waitForSelector(".exercise-setup");
        await page.setInputFiles("#exercise-file", path);
        await settled(page);
        expect(await digestOf(page)).toBe(file.digest);
        expect(complaints).toEqual([]);
      });

      const replayed = await muster(["trace", "--exercise", path]);
      expect(replayed.stdout.trimEnd().split("\n").at(-1)).toBe(JSON.stringify({ digest: file.digest }));
    },
  );
});

describe("a branch", () => {
  it("without a changed decision plays as the trunk does, one with another decision does not, and what it is worth may be stopped", {
    timeout: 400_000,
  }, async () => {
    await onPage(`${built.file}${SMALL}`, async ({ page, complaints }) => {
      await begun(page);
      await moved(page, "1 h on");
      const part = await turned(page, "play");
      await part.getByRole("button", { name: "Call a tier" }).click();
      await part.getByLabel("Whom", { exact: true }).selectOption("nation");
      expect(await answered(page, "play", "Decide")).not.toBe("");
      const trunk = await digestOf(page);
      const branches = await turned(page, "branches");
      expect(await answered(page, "branches", "Branch from here")).toMatch(/^Branched at /);
      expect(await digestOf(page)).toBe(trunk);
      await turned(page, "branches");
      await branches.getByRole("button", { name: "Compare them on the same luck" }).click();
      await hasText(page, ".compared", /^Compared/);
      expect(await page.textContent(".compared")).toContain("The same as the trunk, event by event: branch-1");

      const again = await turned(page, "play");
      await again.getByRole("button", { name: "Hold back" }).click();
      await again.getByLabel("Who lends nothing").selectOption("everyone");
      expect(await answered(page, "play", "Decide")).toMatch(/^Everyone to lend no .*: done\.$/i);
      expect(await digestOf(page)).not.toBe(trunk);

      await turned(page, "branches");
      await branches.getByLabel("against", { exact: true }).selectOption("branch-1");
      await branches.getByLabel("Ways that it may go on").fill("1000");
      await branches.getByRole("button", { name: "What is the difference worth?" }).click();
      await branches.getByRole("button", { name: "Stop", exact: true }).click();
      await hasText(page, ".worth-said", /^Stopped\./);
      await branches.getByLabel("Ways that it may go on").fill("10");
      await branches.getByRole("button", { name: "What is the difference worth?" }).click();
      await hasText(page, ".worth-said", /^From .* on, over 10 ways/);
      expect(await branches.locator(".worth li").count()).toBeGreaterThan(0);

      await branches.getByRole("button", { name: "As played (the trunk)", exact: true }).click();
      await page.waitForSelector('.branch-list button:text-is("As played (the trunk)")[aria-pressed="true"]');
      expect(await digestOf(page)).toBe(trunk);
      expect(complaints).toEqual([]);
    });
  });
});

describe("a seat at the table", () => {
  it("is handed over behind a cover, hears of an incident by its first report and not before, and is shown nothing else", {
    timeout: 300_000,
  }, async () => {
    await onPage(`${built.file}${SMALL}`, async ({ page }) => {
      await begun(page);
      await moved(page, "To the next decision");
      const lines = page.locator(".exercise-log .line");
      const truth = await lines.count();
      expect(truth).toBeGreaterThan(0);
      await seated(page, { name: "Silver", decides: "Nothing: it listens and advises" });
      expect(await lines.count()).toBe(0);
      expect(await page.textContent(".reports")).toBe("No report from any scene has reached you yet.");
      expect(await page.isVisible("#exercise-tab-injects")).toBe(false);
      expect(await page.isVisible(".over-time")).toBe(false);
      expect(await page.textContent(".open-needs")).toMatch(/^Nobody asks for /);
      // Neither the whole run's views nor its verdict can be turned to.
      for (const closed of [".tabs", "#headline", ".behind"])
        expect([closed, await page.isVisible(closed)]).toEqual([closed, false]);
      expect(await page.textContent(".not-yours")).toBe("Silver listens and advises: decisions are for others.");
      expect(await page.isVisible("#exercise-page-play .order")).toBe(false);

      await moved(page, "1 h on");
      const report = (await page.textContent(".methane"))!;
      const letters = ["Major", "Exact location", "Type", "Hazards", "Access", "Number of casualties", "Emergency"];
      for (const name of letters) expect(report).toContain(name);
      // The picture on its map is that of the reports.
      expect(await page.textContent(".as-reported")).toMatch(/^As reported by /);
      expect(await page.isVisible(".exercise-stage .map svg")).toBe(true);
      await page.getByLabel("A lesson about the minute that is shown").fill("We heard late");
      await page.click("text=Write it down");
      await hasText(page, ".exercise-log .lesson", /Lesson \(Silver\): We heard late/);

      await seated(page, null);
      expect(await page.isVisible(".tabs")).toBe(true);
      expect(await lines.count()).toBeGreaterThan(truth);
      expect(await page.textContent(".exercise-log .lesson")).toContain("We heard late");
    });
  });
});

describe("by the keyboard alone", () => {
  it("an exercise is begun, moved on, decided in, branched, saved and debriefed", { timeout: 300_000 }, async () => {
    await onPage(`${built.file}${SMALL}`, async ({ page }) => {
      await page.waitForSelector(".exercise-setup");
      await tabTo(page, "button", "Begin the exercise");
      await page.keyboard.press("Enter");
      await settled(page);
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("H2");
      await tabTo(page, "button", "To the next decision");
      await page.keyboard.press("Enter");
      await playedPast(page, 0);
      const before = await minuteOf(page);
      await tabTo(page, "button", "Hold back");
      await page.keyboard.press("Space");
      await tabTo(page, "textbox", "Why (for the debrief)");
      await page.keyboard.type("Keep some at home");
      await tabTo(page, "button", "Decide");
      await page.keyboard.press("Enter");
      await playedPast(page, before);
      await hasText(page, "#exercise-page-play .decided-words", /: done\.$/);
      await tabTo(page, "tab", "Decide", "Shift+Tab");
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("ArrowRight");
      await tabTo(page, "button", "Branch from here");
      await page.keyboard.press("Enter");
      await hasText(page, "#exercise-page-branches .decided-words", /^Branched at /);
      await tabTo(page, "tab", "Branches", "Shift+Tab");
      await page.keyboard.press("ArrowRight");
      await page.waitForSelector("#exercise-page-debrief:not([hidden])");
      await hasText(page, "#exercise-page-debrief", /Keep some at home/);
      await page.keyboard.press("ArrowRight");
      await tabTo(page, "button", "Save the exercise");
      const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
      expect(download.suggestedFilename()).toMatch(/\.exercise\.json$/);
    });
  });
});
