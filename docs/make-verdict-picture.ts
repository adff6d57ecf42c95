/**
 * Draws docs/verdict.svg, the README's picture, from the result files of a real run, with the page's own chart:
 *
 *     npm run picture
 *
 * Needs Chromium, as the browser tests do. The runs take some minutes; the picture follows from scenario, seed
 * and number of runs alone.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import Papa from "papaparse";
import { build, type Rolldown } from "vite";
import type { Summary } from "../engine/tally/summary.ts";
import { verdict } from "../engine/tally/verdict.ts";
import { thousands } from "../engine/tally/words.ts";
import { version } from "../package.json";
import { withPage } from "../test/support/chromium.ts";
import { timelineOf } from "../web/charts/timeline-data.ts";

const SCENARIO = "concurrent-disorder";
const CAPABILITY = "psu";
const RUNS = process.argv[2] ?? "2000";
const WIDTH = 960;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const results = mkdtempSync(join(tmpdir(), "muster-picture-"));
try {
  writeFileSync(join(root, "docs", "verdict.svg"), await draw());
} finally {
  rmSync(results, { recursive: true, force: true });
}

async function draw(): Promise<string> {
  const run = ["run", SCENARIO, "--replications", RUNS, "--out", results];
  execFileSync(process.execPath, [join(root, "cli", "muster.mjs"), ...run], { cwd: root, stdio: "inherit" });
  const summary: Summary = JSON.parse(readFileSync(join(results, "summary.json"), "utf8"));
  const capability = summary.capabilities.find(({ id }) => id === CAPABILITY)!;
  const start = new Date(`${summary.clock.start}Z`);
  const options = {
    sentence: verdict(summary).lines.find((line) => line.capability === CAPABILITY)!.sentence,
    provenance: `${summary.scenario.name}: ${thousands(summary.replications)} runs, seed ${summary.seed}, Muster ${version}.`,
    digest: summary.digest,
    clock: {
      startMinuteOfDay: summary.clock.startMinuteOfDay,
      startWeekday: (start.getUTCDay() + 6) % 7,
      horizonMinutes: summary.clock.horizonMinutes,
    },
    requirement: capability.requirementUnits,
    width: WIDTH,
    colours: colours(),
  };
  const data = timelineOf(nationalSeries(), 60)!;
  const content = await bundle();
  return withPage(async (page) => {
    await page.addScriptTag({ content });
    return page.evaluate(
      ([series, said]) => (globalThis as unknown as { picture: { picture: Function } }).picture.picture(series, said),
      [data, options] as const,
    );
  });
}

/** Rows of series.csv about the nation and the capability. */
function nationalSeries() {
  const { data } = Papa.parse<string[]>(readFileSync(join(results, "series.csv"), "utf8").trimEnd());
  const [columns, ...rows] = data as [string[], ...string[][]];
  const [capability, scope] = ["capability", "scope"].map((name) => columns.indexOf(name)) as [number, number];
  return { columns, rows: rows.filter((row) => row[capability] === CAPABILITY && row[scope] === "nation") };
}

/** The page's colours in its light theme, which comes first in its style sheet. */
function colours(): Record<string, string> {
  const style = readFileSync(join(root, "web", "style.css"), "utf8");
  const light = style.slice(0, style.indexOf("@media"));
  return Object.fromEntries([...light.matchAll(/--(\w+): (#\w+);/g)].map(([, name, colour]) => [name!, colour!]));
}

async function bundle(): Promise<string> {
  const output = (await build({
    configFile: false,
    root,
    logLevel: "error",
    build: {
      write: false,
      lib: { entry: join(root, "web", "charts", "picture.ts"), formats: ["iife"], name: "picture" },
    },
  })) as Rolldown.RolldownOutput[];
  return output[0]!.output[0].code;
}
