/** The report as paper: printed by Chromium on A4, nothing clipped, nothing beyond the margins. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ensureBuilt, muster } from "../support/muster.ts";
import { closeBrowser, openPage } from "./page.ts";

/** CSS pixels of the page's content: A4 less the margins of the paper's @page rule. */
const MM = 96 / 25.4;
const WIDTH = 178 * MM;
const HEIGHT = (297 - 19 - 17) * MM;

const PRESETS = [
  ["two-counties", "40", 4],
  ["concurrent-disorder", "4", 25],
  ["nrr/cbrn-attack", "3", 15],
] as const;

let folder = "";
let paper: Awaited<ReturnType<typeof openPage>>;
beforeAll(async () => {
  await ensureBuilt();
  paper = await openPage("about:blank");
  folder = mkdtempSync(join(tmpdir(), "muster-paper-"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await closeBrowser();
});

it.each(PRESETS)("%s fits A4, and no text is clipped", { timeout: 180_000 }, async (preset, runs, leastPages) => {
  const out = join(folder, preset);
  await muster(["run", preset, "--replications", runs, "--out", out]);
  expect((await muster(["report", out])).status).toBe(0);
  const { page, requests, complaints } = paper;
  await page.setViewportSize({ width: Math.floor(WIDTH), height: Math.floor(HEIGHT) });
  await page.emulateMedia({ media: "print" });
  await page.goto(pathToFileURL(join(out, "report.html")).href);

  expect(await beyond(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(Math.ceil(WIDTH));
  expect(await tallerThanPage(page, HEIGHT)).toEqual([]);

  const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString("latin1");
  const boxes = [...pdf.matchAll(/\/MediaBox \[([\d. ]+)\]/g)].map((match) => match[1]!.trim().split(" ").map(Number));
  expect(boxes.length).toBeGreaterThanOrEqual(leastPages);
  for (const [left, bottom, right, top] of boxes) {
    expect([left, bottom]).toEqual([0, 0]);
    expect(right).toBeCloseTo((210 / 25.4) * 72, -0.5);
    expect(top).toBeCloseTo((297 / 25.4) * 72, -0.5);
  }
  expect(requests.filter((url) => !url.startsWith("file:"))).toEqual([]);
  expect(complaints).toEqual([]);
});

/** Text, cells and pictures that reach beyond the column, or stick out of what should hold them. */
function beyond(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const column = document.querySelector("main")!.getBoundingClientRect();
    const found: string[] = [];
    const told = (element: Element) => `${element.tagName} ${element.textContent!.trim().slice(0, 60)}`;
    for (const element of document.querySelectorAll("main *")) {
      if (element.closest("defs")) continue;
      const { left, right, width } = element.getBoundingClientRect();
      if (width > 0 && (left < column.left - 1 || right > column.right + 1)) found.push(`beyond: ${told(element)}`);
      if (element instanceof HTMLElement && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0) {
        if (getComputedStyle(element).display !== "inline") found.push(`clipped: ${told(element)}`);
      }
    }
    for (const svg of document.querySelectorAll("main svg")) {
      const box = svg.getBoundingClientRect();
      for (const text of svg.querySelectorAll("text")) {
        const { left, right, top, bottom } = text.getBoundingClientRect();
        const sticksOut = left < box.left - 1 || right > box.right + 1 || top < box.top - 3 || bottom > box.bottom + 3;
        if (sticksOut) found.push(`outside its picture: ${told(text)}`);
      }
    }
    return found;
  });
}

/** Figures that are to stay whole are no taller than a page. */
function tallerThanPage(page: Page, height: number): Promise<string[]> {
  return page.evaluate((most) => {
    const whole = [...document.querySelectorAll("figure:not(.long), svg, tr")];
    return whole.filter((element) => element.getBoundingClientRect().height > most).map(({ tagName }) => tagName);
  }, height);
}
