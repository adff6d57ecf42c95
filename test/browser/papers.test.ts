/** The one-page papers as paper: printed by Chromium on A4, each one page, nothing clipped, black on white. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { onePage, printedPaper, readPaper } from "../../cli/report/papers.ts";
import { PAGE } from "../../scenarios/papers/fit.ts";
import { PAPER_KINDS } from "../../scenarios/papers/kinds.ts";
import { ensureBuilt, muster } from "../support/muster.ts";
import { closeBrowser, openPage } from "./page.ts";
import { clipped, colours, printedPages } from "./paper-checks.ts";

const MM = 96 / 25.4;

/** Few and many capabilities, short words and long, nothing run out and much. */
const RESULTS = [
  ["two-counties", "40", "castle"],
  ["concurrent-disorder", "4", "west-midlands"],
  ["nrr/whole-register", "2", "devon-and-cornwall"],
] as const;

let folder = "";
let opened: Awaited<ReturnType<typeof openPage>>;
beforeAll(async () => {
  await ensureBuilt();
  opened = await openPage("about:blank");
  folder = mkdtempSync(join(tmpdir(), "muster-papers-"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await closeBrowser();
});

it.each(RESULTS)(
  "every paper of %s is one page of A4, unclipped, in black and white",
  { timeout: 180_000 },
  async (...result) => {
    const [scenario, runs, force] = result;
    const out = join(folder, scenario);
    expect((await muster(["run", scenario, "--replications", runs, "--out", out])).status).toBe(0);
    const paper = readPaper(out);
    const files = PAPER_KINDS.map((kind) => {
      const file = join(out, `${kind}.html`);
      writeFileSync(file, printedPaper(onePage(kind, [paper], kind === "fms" || kind === "pcc" ? force : undefined)));
      return file;
    });
    const { page, requests, complaints } = opened;
    await page.emulateMedia({ media: "print" });
    await page.setViewportSize({ width: Math.floor(PAGE.width * MM), height: Math.floor(PAGE.height * MM) });
    for (const file of files) {
      await page.goto(pathToFileURL(file).href);
      expect([file, await clipped(page)]).toEqual([file, []]);
      expect([file, await colours(page)]).toEqual([file, []]);
      expect(await page.evaluate(() => document.querySelector("main")!.getBoundingClientRect().height)).toBeLessThan(
        PAGE.height * MM,
      );
      const pages = await printedPages(page);
      expect([file, pages.length]).toEqual([file, 1]);
      expect(pages[0]![0]).toBeCloseTo((210 / 25.4) * 72, -0.5);
      expect(pages[0]![1]).toBeCloseTo((297 / 25.4) * 72, -0.5);
    }
    expect(requests.filter((url) => !url.startsWith("file:"))).toEqual([]);
    expect(complaints).toEqual([]);
  },
);
