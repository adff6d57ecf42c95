/** The one-page papers on the page: the command line's own, printed, copied and drawn without leaving it. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { onePage, paperText, readPaper } from "../../cli/report/papers.ts";
import { PAPER_KINDS, type PaperKind } from "../../scenarios/papers/kinds.ts";
import { ensureBuilt, muster } from "../support/muster.ts";
import { type Built, builtPage, ended, onPage } from "./page.ts";
import { printedPages } from "./paper-checks.ts";

let built: Built;
let folder = "";
beforeAll(async () => {
  built = await builtPage();
  await ensureBuilt();
  folder = mkdtempSync(join(tmpdir(), "muster-page-papers-"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await built?.close();
});

const FORCE = "castle";

/** Chooses the paper, and resolves with its text once it is made. */
async function made(page: Page, kind: PaperKind): Promise<string> {
  await page.selectOption("#paper-kind", kind);
  if (kind === "fms") await page.selectOption("#paper-force", FORCE);
  const about = kind === "fms" ? FORCE : "";
  // on the way to a force's paper there may be one of the force that is listed first
  await page.waitForFunction(
    ([wanted, force]) => {
      const sheet = document.querySelector<HTMLElement>(".paper-sheet")?.dataset;
      return sheet?.kind === wanted && sheet?.force === force;
    },
    [kind, about] as const,
  );
  return page.inputValue(".paper-text");
}

/** Without the lines that name the folder of the result. */
function words(text: string): string {
  return text.replaceAll(/Made by: [\s\S]*?(?=\n\n|\n[A-Z][^a-z]|$)/g, "").replaceAll(/\s+/g, " ");
}

it("every paper says on the page what it says on the command line, and prints on one page of A4", {
  timeout: 240_000,
}, async () => {
  const out = join(folder, "two-counties");
  expect((await muster(["run", "two-counties", "--replications", "40", "--seed", "5", "--out", out])).status).toBe(0);
  const paper = readPaper(out);
  await onPage(`${built.file}#two-counties?runs=40&seed=5`, async ({ page, requests, complaints }) => {
    await ended(page);
    const asked = requests.length;
    await page.click("#tab-takeAway");
    await page.waitForSelector("#paper-kind");
    await page.evaluate(() => {
      window.print = () => {};
    });
    await page.click("text=Make the paper");
    for (const kind of PAPER_KINDS) {
      const text = await made(page, kind);
      const there = paperText(onePage(kind, [paper], kind === "fms" ? FORCE : undefined));
      expect(words(text)).toBe(words(there));
      expect(text).toContain("Made by: npx muster run two-counties --replications 40 --seed 5 --out out/two-counties");
      expect(text).toContain("In this scenario, on assumed holdings");
      await page.click("text=Print the paper");
      await page.waitForSelector(".only-this-prints", { state: "attached" });
      const pages = await printedPages(page);
      expect([kind, pages.length]).toEqual([kind, 1]);
      await page.evaluate(() => dispatchEvent(new Event("afterprint")));
      await page.waitForSelector(".only-this-prints", { state: "detached" });
    }
    // workers of the page itself may start late
    expect(requests.slice(asked).filter((url) => !url.startsWith("blob:"))).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

it("a paper is saved as text, as a picture and for printing, under a name that says which", {
  timeout: 120_000,
}, async () => {
  await onPage(`${built.site}#two-counties?runs=30`, async ({ page, complaints }) => {
    await ended(page);
    await page.click("#tab-takeAway");
    await page.click("text=Make the paper");
    await page.waitForSelector(".paper-sheet");
    const saved = async (button: string) => {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.click(`.papers button:text-is("${button}")`),
      ]);
      return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
    };
    const text = await saved("Save as text");
    expect(text.name).toBe("two-counties-npocc-brief.txt");
    expect(text.bytes.toString()).toContain("UNMARKED");
    const html = await saved("Save for printing");
    expect(html.name).toBe("two-counties-npocc-brief.html");
    expect(html.bytes.toString()).toContain("@top-center");
    const png = await saved("PNG");
    expect(png.name).toBe("two-counties-npocc-brief.png");
    expect([png.bytes.readUInt32BE(16), png.bytes.readUInt32BE(20)]).toEqual([1588, 2246]);
    // Words on it: far more dark points than a blank sheet has.
    expect(png.bytes.length).toBeGreaterThan(100_000);
    expect(complaints).toEqual([]);
  });
});
