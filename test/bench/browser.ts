/**
 * Muster in Chromium: `tsx test/bench/browser.ts TRIES FILE REPLICATIONS` prints the milliseconds of a run in the page's
 * thread, try by try, tallies packed for the journey home included; `… TRIES first-data PRESET` those from the click on a
 * preset to the data of the first picture, in a browser that has the page open, as somebody who has read the card meets it.
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Rolldown } from "vite";
import { loadScenario } from "../../cli/load.ts";
import { buildSingleFile, singleFile } from "../../web/build.mjs";
import { withPage } from "../support/chromium.ts";
import { projectFolder } from "../support/muster.ts";

const WARM_UP = 20;
/** From opening the page to the pointer on a card, and from there to the click, milliseconds. */
const READING = 2500;
const HOVERING = 200;

const [tries, what, given] = process.argv.slice(2);
const once = what === "first-data" ? await firstData(given!) : await oneRun(what!, Number(given));
const milliseconds: number[] = [];
for (let i = 0; i < Number(tries); i++) milliseconds.push(await once());
process.stdout.write(`${JSON.stringify(milliseconds)}\n`);

async function oneRun(file: string, replications: number): Promise<() => Promise<number>> {
  const output = (await build({
    configFile: false,
    root: projectFolder,
    logLevel: "error",
    build: {
      write: false,
      lib: { entry: join(projectFolder, "test", "bench", "in-browser.ts"), formats: ["iife"], name: "inBrowser" },
    },
  })) as Rolldown.RolldownOutput[];
  const { resolved, scenarioHash } = loadScenario(file);
  const plan = { resolved, scenarioHash, seed: "1", replications, outer: null };
  return () =>
    withPage(async (page) => {
      await page.addScriptTag({ content: output[0]!.output[0].code });
      return page.evaluate(([sent, warmUp]) => timeRun(sent, warmUp), [plan, WARM_UP] as const);
    });
}

async function firstData(preset: string): Promise<() => Promise<number>> {
  await buildSingleFile();
  return () =>
    withPage(async (page) => {
      await page.setViewportSize({ width: 1366, height: 768 });
      await page.goto(pathToFileURL(singleFile).href);
      await page.waitForSelector(".preset a");
      await page.waitForTimeout(READING);
      await page.hover(`.preset a[href="#${preset}"]`);
      await page.waitForTimeout(HOVERING);
      const begun = await page.evaluate((id) => {
        const now = performance.now();
        document.querySelector<HTMLAnchorElement>(`.preset a[href="#${id}"]`)!.click();
        return now;
      }, preset);
      // the gallery has made a run of its own, to warm up
      const arrived = await page.waitForFunction(
        (after) =>
          performance
            .getEntriesByName("muster first data")
            .map(({ startTime }) => startTime)
            .find((at) => at > after),
        begun,
      );
      return (await arrived.jsonValue())! - begun;
    });
}
