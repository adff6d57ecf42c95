/**
 * docs/scenario-runs.md: which shipped scenario was run how often, by which revision, and that every number was finite and
 * every account added up. A row for each scenario; running one again replaces its row.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { scenarioIds } from "../../cli/place.ts";
import { mostMegabytes, type TemplateRun } from "./run-template.ts";

const HEAD = `# Every shipped scenario, run

Made by \`npm run templates -- RUNS IDS… --record docs/scenario-runs.md\`; do not edit. In every run the accounting identities are
asserted to the unit-minute and every number of the summary is looked at: *good* means that all accounts were exact and
all numbers finite. Processor seconds are of one thread, on a shared two-core machine that had other work to do; memory is the
most that the process held at once (resident, Node and the reference data included: about 120 MB before the first
run, and what ran before it where several ran in one process), after a tenth of the runs and at the end: tallies do not grow
with runs, working arrays do with the fullest run so far.

| Scenario | Runs | Days a run | Result | Capabilities asked | Processor s a run | MB after a tenth | Most MB | Revision | Date |
|---|---|---|---|---|---|---|---|---|---|
`;

export function record(file: string, id: string, replications: number, run: TemplateRun): void {
  const rows = existsSync(file) ? rowsOf(readFileSync(file, "utf8")) : new Map<string, string>();
  const { notFinite, asked, cpuSeconds, earlyMegabytes, days } = run;
  const cells = [
    id,
    replications,
    days,
    notFinite.length === 0 ? "good" : `not finite: ${notFinite[0]}`,
    asked.length,
    (cpuSeconds / replications).toFixed(3),
    earlyMegabytes,
    mostMegabytes(),
    revision(),
    new Date().toISOString().slice(0, 10),
  ];
  rows.set(id, `| ${cells.join(" | ")} |`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, pageOf(rows));
}

/** The page from its rows: presets first, and at the end what has no row yet. */
export function pageOf(rows: ReadonlyMap<string, string>): string {
  const sorted = [...rows].sort(([a], [b]) => Number(a.includes("/")) - Number(b.includes("/")) || (a < b ? -1 : 1));
  const missing = scenarioIds().filter((id) => !rows.has(id));
  const rest = missing.length === 0 ? "" : `\nWithout a row yet: ${missing.sort().join(", ")}.\n`;
  return `${HEAD}${sorted.map(([, row]) => row).join("\n")}\n${rest}`;
}

export function rowsOf(text: string): Map<string, string> {
  const rows = text.split("\n").filter((line) => line.startsWith("| ") && !line.startsWith("| Scenario"));
  return new Map(rows.map((row) => [row.split(" | ")[0]!.slice(2), row]));
}

function revision(): string {
  const git = (...words: string[]) => execFileSync("git", words, { encoding: "utf8" }).trim();
  const changed = git("status", "--porcelain", "--untracked-files=no") === "" ? "" : " and changes";
  return `${git("rev-parse", "--short=7", "HEAD")}${changed}`;
}
