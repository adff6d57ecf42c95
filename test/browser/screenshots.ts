/**
 * Pictures of the main views at three widths, in both themes, and on A4: `npm run screenshots -- [view|all] [runs]`
 * writes them into `out/screenshots/`.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { buildSingleFile, singleFile } from "../../web/build.mjs";
import { withPage } from "../support/chromium.ts";

const folder = join("out", "screenshots");
const WIDTHS = [
  [390, 844],
  [1366, 768],
  [1920, 1080],
] as const;
const RUNS = Number(process.argv[3] ?? 300);
const PRESET = "concurrent-disorder";

const only = process.argv[2] ?? "all";
mkdirSync(folder, { recursive: true });
await buildSingleFile();
const address = pathToFileURL(singleFile).href;

await withPage(async (page) => {
  await page.goto(address);
  await page.waitForSelector(".preset");
  await everyWay(page, "gallery");

  await page.goto(`${address}#${PRESET}?runs=${RUNS}`);
  await page.waitForFunction(() => document.querySelector("#digest")?.textContent?.startsWith("sha256:"), null, {
    timeout: 600_000,
  });
  const tabs = await page.$$eval("[role=tab]", (all) => all.map((tab) => tab.id));
  for (const tab of tabs) {
    await page.evaluate((id) => document.getElementById(id)!.click(), tab);
    await page.waitForTimeout(800);
    await everyWay(page, tab.replace("tab-", ""));
  }
  if (tabs[0] !== undefined) await page.evaluate((id) => document.getElementById(id)!.click(), tabs[0]);
  writeFileSync(join(folder, "a4.pdf"), await page.pdf({ format: "A4", preferCSSPageSize: true }));
  // The same as a picture, as wide as the paper within its margins.
  await page.setViewportSize({ width: 703, height: 1032 });
  await page.emulateMedia({ media: "print" });
  await page.waitForTimeout(800);
  await page.screenshot({ path: join(folder, "a4.png"), fullPage: true });
});

async function everyWay(page: Page, name: string): Promise<void> {
  if (only !== "all" && name !== only) return;
  for (const [width, height] of WIDTHS) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(400);
      await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: null });
}
