/** The pictures of a run as somebody uses them: map, timeline, matrix, why, one run, the morning meeting. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Built, builtPage, ended, hasText, openPage, openTable, openView, settled } from "./page.ts";

const RUNS = 6;

let built: Built;
let watched: Awaited<ReturnType<typeof openPage>>;
let asked = 0;

// One run for all tests: reading the scenario and running it takes longer than most of what is tried on it.
beforeAll(async () => {
  built = await builtPage();
  watched = await openPage(`${built.site}#concurrent-disorder?runs=${RUNS}`);
  await ended(watched.page);
  asked = watched.requests.length;
});

afterAll(async () => {
  await watched?.close();
  await built?.close();
});

/** The run as it is opened: PSUs of the nation over the whole run, in the first view. */
async function onRun(work: (page: Page) => Promise<void>) {
  const { page, complaints, requests } = watched;
  await openView(page, "picture");
  await page.check("input[value=psu]", { force: true });
  await settled(page);
  await page.selectOption("#scope", "nation/nation");
  await page.click(".where .whole");
  await settled(page);
  await page.waitForSelector(`.views[data-detail="psu ${RUNS}"]`);
  await work(page);
  expect(complaints).toEqual([]);
  // The worker that makes single runs again starts from the page's own text when it is first needed.
  const elsewhere = (url: string) => !url.startsWith("blob:") && !url.startsWith(`${built.site}assets/`);
  expect(requests.slice(asked).filter(elsewhere)).toEqual([]);
}

const text = (page: Page, selector: string) => page.locator(selector).first().textContent();

describe("the map", () => {
  it("shows five measures, each with its scale and its words, and the hour where the measure has one", async () => {
    await onRun(async (page) => {
      const titles: string[] = [];
      for (const name of ["Run out", "Left force", "Left region", "Shortfall", "Below floor"]) {
        await page.click(`.where .choice:text-is("${name}")`);
        titles.push((await text(page, ".where h2"))!);
        expect(await page.getAttribute(`.where .choice:text-is("${name}")`, "aria-pressed")).toBe("true");
        const labels = await page.$$eval(".where .field", (all) => all.map((one) => one.getAttribute("aria-label")!));
        expect(labels).toHaveLength(43);
        for (const label of labels) expect(label).not.toMatch(/NaN|undefined|not known/);
      }
      expect(new Set(titles).size).toBe(5);
      expect(await text(page, ".where .note")).toContain("Illustrative – not this force's holding");

      await page.click('.where .choice:text-is("Run out")');
      expect(await text(page, ".where h2")).toContain("over the whole run");
      await page.locator(".where input[type=range]").fill("0");
      expect(await text(page, ".where h2")).toContain("Tue, day 1, 00:00");
      const atFirst = await page.$$eval(".where .number", (all) => all.map((one) => one.textContent));
      expect(new Set(atFirst)).toEqual(new Set(["·"]));
      await page.click('.where .choice:text-is("Left force")');
      expect(await text(page, ".where .note")).toContain("it has no hour of its own");
      await page.click('.where .choice:text-is("Run out")');
    });
  });

  it("draws mutual aid of the force that is chosen, by keyboard too, and none without a choice", async () => {
    await onRun(async (page) => {
      expect(await page.$$(".where .flow")).toHaveLength(0);
      await page.focus(".where .field[tabindex='0']");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.waitForSelector(".where .flow .band");
      expect(await text(page, ".where .aid")).toMatch(/unit-hours a run: .* its own; .*elsewhere/);
      await openTable(page, ".where .aid-table summary");
      await page.keyboard.press("Escape");
      await page.focus(".where .field[aria-pressed='true']");
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => document.querySelectorAll(".where .flow").length === 0);
    });
  });

  it("has a geographic view of the same figures, and regions where forces are not reported", async () => {
    await onRun(async (page) => {
      await page.click('.where .choice:text-is("Run out")');
      const before = await page.$$eval(".where .field", (all) => all.map((one) => one.getAttribute("aria-label")));
      await page.click(".where .shape");
      await page.waitForFunction(() => document.querySelectorAll(".where .geography .field").length === 43);
      expect(await page.$$eval(".where .field", (all) => all.map((one) => one.getAttribute("aria-label")))).toEqual(
        before,
      );
      await page.check("input[value=arv]", { force: true });
      await settled(page);
      await page.waitForFunction(() => document.querySelectorAll(".where .field").length === 10);
      const labels = await page.$$eval(".where .field", (all) =>
        all.map((one) => one.getAttribute("aria-label")).join(),
      );
      expect(labels).not.toMatch(/Constabulary|Kent Police/);
      expect(await page.isVisible('.where .choice:text-is("Below floor")')).toBe(false);
      await page.click(".where .shape");
    });
  });

  it("plays through the hours, calmly where motion is to be reduced, and stops when asked", async () => {
    await onRun(async (page) => {
      await page.emulateMedia({ reducedMotion: "reduce" });
      await page.click(".where .play");
      await page.waitForFunction(
        () => document.querySelector<HTMLInputElement>(".where input[type=range]")!.valueAsNumber >= 6,
      );
      const at = await page.locator(".where input[type=range]").inputValue();
      // A quarter of a day a step: the hours between are left out.
      expect(Number(at) % 6).toBe(0);
      await page.click(".where .play");
      expect(await text(page, ".where .play")).toBe("Play");
      await page.emulateMedia({ reducedMotion: null });
    });
  });
});

describe("the timeline", () => {
  it("tells who met it once all runs are there, against the lines of requirement and capacity and the mobilisation line", async () => {
    await onRun(async (page) => {
      await hasText(page, ".counting", /median of 6 runs looked into one by one/);
      expect(await page.$$(".charts svg")).toHaveLength(3);
      const words = await page.$$eval(".charts text", (all) => all.map((one) => one.textContent).join("|"));
      expect(words).toMatch(/SPR requirement \d+/);
      expect(words).toMatch(/all present could form \d+/);
      for (const mark of ["10 % in 1 h", "40 % in 4 h", "60 % in 8 h"]) expect(words).toContain(mark);
      for (const level of ["required", "on the ground"]) expect(words).toContain(level);
      expect(await text(page, ".mobilisation")).toContain("The line's source is not verified");
      await openTable(page, ".timeline summary");
      expect(await page.$$eval(".timeline thead th", (all) => all.map((one) => one.textContent))).toContain(
        "sent by region",
      );
    });
  });

  it("shares its hour with the map", async () => {
    await onRun(async (page) => {
      await page.focus(".timeline [role=slider]");
      await page.keyboard.press("Home");
      await page.keyboard.press("PageUp");
      await hasText(page, ".where .when", /^Wed, day 2, 00:00$/);
      await page.keyboard.press("Escape");
      await hasText(page, ".where .when", /^$/);
    });
  });
});

describe("the matrix", () => {
  it("is the way in to everything else: a cell turns every view to it", async () => {
    await onRun(async (page) => {
      await openView(page, "matrix");
      const rows = await page.$$(".matrix tbody tr");
      expect(rows.length).toBeGreaterThan(5);
      const cell = page.locator(".matrix .cell:not(.class-0)").nth(1);
      const label = (await cell.locator(".unseen").textContent())!;
      expect(label).toMatch(/: .*of 6 runs.*; half of those by \w+ \d+, \d\d:\d\d$/);
      await cell.click();
      expect(await cell.getAttribute("aria-pressed")).toBe("true");
      const [, region] = label.split(":")[0]!.split(", ") as [string, string];
      await page.click('.chosen-cell button:text-is("Where and when")');
      await settled(page);
      expect(
        await page.locator("#scope").evaluate((select: HTMLSelectElement) => select.selectedOptions[0]!.text),
      ).toBe(region);
    });
  });

  it("is walked by the arrow keys from one tab stop", async () => {
    await onRun(async (page) => {
      await openView(page, "matrix");
      expect(await page.$$(".matrix .cell[tabindex='0']")).toHaveLength(1);
      await page.focus(".matrix .cell[tabindex='0']");
      const focused = () => page.evaluate(() => document.activeElement!.querySelector(".unseen")!.textContent!);
      expect(await focused()).toContain(", Nation:");
      await page.keyboard.press("ArrowRight");
      const first = await focused();
      expect(first).not.toContain(", Nation:");
      await page.keyboard.press("ArrowDown");
      expect((await focused()).split(":")[0]!.split(", ")[1]).toBe(first.split(":")[0]!.split(", ")[1]);
      await page.keyboard.press("End");
      await page.keyboard.press("Enter");
      expect(await page.$$(".matrix .cell[aria-pressed='true']")).toHaveLength(1);
      expect(await page.$$(".matrix .cell[tabindex='0']")).toHaveLength(1);
    });
  });
});

describe("why", () => {
  it("splits what was missing by reason, with what became of the needs and the lenders' shadow", async () => {
    await onRun(async (page) => {
      await openView(page, "why");
      await page.waitForSelector(".reasons li");
      const shares = await page.$$eval(".why .reasons .share-of", (all) =>
        all.map((one) => Number.parseInt(one.textContent!, 10)),
      );
      expect(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 100)).toBeLessThanOrEqual(shares.length);
      expect(await page.$$(".why .needs li")).toHaveLength(5);
      await page.waitForSelector(".why .shadow li");
      const lenders = await page.$$eval(".why .shadow .words", (all) => all.map((one) => one.textContent!));
      expect(lenders).toEqual([...lenders].sort((a, b) => a.localeCompare(b, "en")));
      expect(await text(page, ".why > .note:last-child")).toContain("In this scenario, on assumed holdings");
    });
  });
});

describe("a figure", () => {
  it("is explained: what it is, formula, inputs with sources, paragraph, how sure, from how many runs", async () => {
    await onRun(async (page) => {
      await page.focus(".where .explain");
      await page.keyboard.press("Enter");
      const dialog = page.locator("dialog.explanation");
      await dialog.waitFor();
      const terms = await dialog.locator("dt").allTextContents();
      for (const term of ["What it is", "Worked out as", "How sure", "Rests on", "Paragraphs", "Rule"])
        expect(terms).toContain(term);
      const words = (await dialog.textContent())!;
      expect(words).toContain("6 runs, seed 1");
      expect(words).toContain("SPR 2023 ¶");
      expect(words).toContain("SPR23 ¶122a (published)");
      expect(words).toContain("In this scenario, on assumed holdings");
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "detached" });
      expect(await page.evaluate(() => document.activeElement!.getAttribute("aria-label"))).toBe("Explain: Run out");
    });
  });

  it("has an explanation in every view that shows one", async () => {
    await onRun(async (page) => {
      for (const view of ["picture", "matrix", "why", "oneRun"]) {
        await openView(page, view);
        expect(await page.locator(`#view-${view} .explain:visible`).count()).toBeGreaterThan(0);
      }
    });
  });
});

describe("one run", () => {
  it("opens at a percentile as a log in plain words, says that it is one run, and steps over the map", async () => {
    await onRun(async (page) => {
      await openView(page, "oneRun");
      await page.click('.replay .choice:text-is("90th percentile")');
      await page.waitForSelector(".stage:not([hidden])");
      await hasText(
        page,
        ".one-run",
        /^One run, not a forecast: run \d, the 90th percentile of the first 6 by unfilled PSUs/,
      );
      expect(await page.$$(".replay .field")).toHaveLength(43);
      expect(await page.getAttribute(".replay .hexagons", "aria-label")).toMatch(/^One run, not a forecast/);
      const lines = await page.$$eval(".log .line span", (all) => all.map((one) => one.textContent!));
      expect(lines.some((line) => /asks for \d+ PSUs?: [a-z ]+\.$/.test(line))).toBe(true);
      expect(lines.some((line) => /^Unfilled in .+: \d+ PSUs?/.test(line))).toBe(true);
      const when = await text(page, ".replay .when");
      await page.click('.replay button[title="One event on"]');
      expect(await text(page, ".replay .when")).not.toBe(when);
      await page.click('.replay button[title="One event back"]');
      expect(await text(page, ".replay .when")).toBe(when);
      await openTable(page, ".stage-map summary");
    });
  });
});

describe("the morning meeting", () => {
  it("answers each of its questions by one click", async () => {
    await onRun(async (page) => {
      await openView(page, "morning");
      const questions = await page.$$eval(".question-button", (all) => all.map((one) => one.textContent));
      expect(questions).toEqual([
        "Where are we short tonight, and in 72 hours?",
        "What is left if a second thing happens?",
        "How many days can we keep this up?",
        "What must be decided, and by when?",
        "Who is exposed by lending?",
      ]);
      for (let i = 0; i < questions.length; i++) {
        if (i > 0) await page.click(`.question-button >> nth=${i}`);
        expect(await page.$$(".question-button[aria-expanded='true']")).toHaveLength(1);
        await hasText(page, `#answer-${i} .answer`, /In this scenario, on assumed holdings/);
      }
      await hasText(
        page,
        "#answer-4 .answer",
        /lending 4 PSUs from Tue, day 1, 18:00 until Fri, day 4, 18:00: short at/,
      );
      expect(await page.$$eval("#answer-4 caption", (all) => all.map((one) => one.textContent).join())).toContain(
        "what lending costs whom in this scenario",
      );
    });
  });

  it("tries a loan on the same luck, and says what it does to the lender", async () => {
    await onRun(async (page) => {
      await openView(page, "morning");
      await page.click('.question-button:text-is("Who is exposed by lending?")');
      await page.selectOption("#lender", "kent");
      await hasText(page, "#answer-4 .answer", /; Kent Police's own risk is|; it raises Kent Police's own risk/);
      await hasText(
        page,
        "#answer-4 .answer",
        /lending 4 PSUs from Tue, day 1, 18:00 until Fri, day 4, 18:00: short at home in \d of 6 runs, \d without/,
      );
      expect(await page.$$("#answer-4 .answer-table >> nth=0 >> tbody tr")).toHaveLength(3);
      await page.fill("#lent-units", "99");
      await page.keyboard.press("Tab");
      await hasText(page, "#answer-4 .status", /Kent Police can form \d+ of them/);
    });
  });

  it("puts a second scenario on the same clock, and tests when to call the nation", async () => {
    await onRun(async (page) => {
      await openView(page, "morning");
      await page.click('.question-button:text-is("What is left if a second thing happens?")');
      await page.waitForSelector("#second option", { state: "attached" });
      await page.click("#answer-1 .go-run");
      await hasText(page, "#answer-1 > div > .answer", /on the same clock/);
      await page.click('.question-button:text-is("What must be decided, and by when?")');
      await page.click("#answer-3 .go-run");
      await page.waitForSelector("#answer-3 .calls li");
      expect((await page.$$("#answer-3 .calls li")).length).toBe(7);
    });
  });
});
