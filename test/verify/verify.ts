/**
 * `npm run verify`: every case that theory knows exactly, simulated by ordinary scenario files until half per cent
 * is reached, and a dated report (HTML and JSON).
 *
 *     npm run verify -- [--only FAMILY_OR_CASE …] [--limit CPU_SECONDS] [--processes N] [--out DIR] [--no-suites]
 *
 * Finished experiments are kept in the folder and not run again, unless scenario, seed or the engine's numbers have
 * changed: the first look is always made and compared. So a run that is stopped goes on where it was.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { version } from "../../package.json";
import { allCases, type Case, type Experiment } from "./case.ts";
import { families } from "./families/index.ts";
import type { Judged } from "./figure.ts";
import { type Processes, serve, startProcesses } from "./processes.ts";
import { type CaseReport, type Report, reportHtml, type SuiteReport, spreadOfZ } from "./report.ts";
import { judgeAll, lookFirst, type Progress, secondsLeft, settle } from "./schedule.ts";

const SEED = "verify";

if (process.argv[2] === "serve") serve();
else process.exitCode = await verify();

/** @returns 0 where everything agrees and is precise, 1 where something disagrees, 4 where precision is wanting */
async function verify(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: "string", multiple: true },
      limit: { type: "string", default: "Infinity" },
      processes: { type: "string", default: String(availableParallelism()) },
      out: { type: "string", default: "out/verification" },
      suites: { type: "boolean", default: true },
    },
    allowNegative: true,
  });
  const folder = values.out;
  const kept = join(folder, "experiments");
  mkdirSync(kept, { recursive: true });
  const chosen = allCases.filter(
    ({ id, family }) => values.only === undefined || values.only.some((word) => family === word || id === word),
  );
  const processes = startProcesses(process.argv[1]!, Number(values.processes));
  const started = Date.now();
  const cases = await caseReports(chosen, processes, kept, Number(values.limit), Number(values.processes) + 1);
  processes.close();
  const suites = values.suites ? runSuites(folder) : [];
  const report: Report = {
    date: new Date().toISOString().slice(0, 10),
    engine: version,
    seed: SEED,
    machine: `${cpus()[0]?.model ?? "unknown"}, ${availableParallelism()} cores, Node ${process.version}`,
    wallSeconds: Math.round((Date.now() - started) / 1000),
    z: spreadOfZ(cases),
    cases,
    suites,
  };
  writeFileSync(join(folder, `${report.date}.json`), `${JSON.stringify(report, null, 1)}\n`);
  writeFileSync(join(folder, `${report.date}.html`), reportHtml(report));
  return tell(report, folder);
}

/** Experiments one after another, those with least to do first; `atOnce` at a time, so that no process waits for a last block. */
async function caseReports(
  chosen: readonly Case[],
  processes: Processes,
  kept: string,
  limit: number,
  atOnce: number,
): Promise<CaseReport[]> {
  const tasks = chosen.flatMap((one) =>
    families[one.family]!(one as Case<never>, true).map((experiment, index) => ({ one, experiment, index })),
  );
  const seconds = new Map(
    tasks.map((task) => {
      const file = fileOf(kept, task.one, task.index);
      return [task, existsSync(file) ? secondsLeft(task.experiment, readProgress(file)) : Number.MAX_VALUE];
    }),
  );
  tasks.sort((a, b) => seconds.get(a)! - seconds.get(b)!);
  const found = new Map<string, { judged: Judged[]; cpuSeconds: number }>();
  const key = ({ id }: Case, index: number): string => `${id} ${index + 1}`;
  const left = tasks.values();
  const work = async (): Promise<void> => {
    for (const { one, experiment, index } of left) {
      const { sums, runs, cpuSeconds } = await goOn(one, experiment, index, processes, kept, limit);
      const judged = judgeAll(experiment, sums);
      found.set(key(one, index), { judged, cpuSeconds });
      process.stderr.write(
        `${key(one, index)}: ${runs} runs, ${cpuSeconds.toFixed(0)} s CPU, ` +
          `${judged.filter(({ agrees }) => !agrees).length} disagree, ` +
          `${judged.filter(({ precise }) => !precise).length} not precise enough\n`,
      );
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return chosen.map((one) => {
    const parts = tasks.filter((task) => task.one === one).map(({ index }) => found.get(key(one, index))!);
    return {
      id: one.id,
      family: one.family,
      title: one.title,
      figures: parts.flatMap(({ judged }) => judged),
      cpuSeconds: parts.reduce((sum, part) => sum + part.cpuSeconds, 0),
    };
  });
}

function fileOf(kept: string, { id }: Case, index: number): string {
  return join(kept, `${id.replaceAll(/[^\w.-]/g, "_")}-${index}.json`);
}

/** From where an earlier run of the same engine, scenario and seed stopped. */
async function goOn(
  one: Case,
  experiment: Experiment,
  index: number,
  processes: Processes,
  kept: string,
  limit: number,
): Promise<Progress> {
  const { id } = one;
  const file = fileOf(kept, one, index);
  const seed = `${SEED} ${id} ${index}`;
  const run = (from: number, to: number) =>
    processes.run({ caseId: id, experiment: index, long: true, seed, from, to });
  const first = await lookFirst(experiment, run);
  const before = existsSync(file) ? readProgress(file) : null;
  const from = before !== null && before.fingerprint === first.fingerprint ? before : first;
  const keep = (progress: Progress): void => {
    writeFileSync(`${file}.part`, `${JSON.stringify({ ...progress, sums: [...progress.sums] })}\n`);
    renameSync(`${file}.part`, file);
  };
  const progress = await settle(experiment, from, run, limit, keep);
  keep(progress);
  return progress;
}

function readProgress(file: string): Progress {
  const { sums, ...rest } = JSON.parse(readFileSync(file, "utf8"));
  return { ...rest, sums: Float64Array.from(sums) };
}

/** The exact suites: their titles are the specification, each of which holds or not. */
function runSuites(folder: string): SuiteReport[] {
  const file = join(folder, "suites.json");
  const paths = ["test/theory", "test/kernel", "test/planning", "test/tally", "test/demand"];
  const vitest = ["vitest", "run", ...paths, "--reporter=json", `--outputFile=${file}`];
  spawnSync("npx", vitest, { stdio: ["ignore", "ignore", "inherit"] });
  const told: { testResults: { name: string; assertionResults: { fullName: string; status: string }[] }[] } =
    JSON.parse(readFileSync(file, "utf8"));
  rmSync(file);
  return told.testResults
    .map(({ name, assertionResults }) => ({
      file: name.slice(name.indexOf("/test/") + 1),
      tests: assertionResults.map(({ fullName, status }) => ({ title: fullName.trim(), passed: status === "passed" })),
    }))
    .sort((a, b) => (a.file < b.file ? -1 : 1));
}

function tell({ z, cases, suites, date }: Report, folder: string): number {
  const figures = cases.flatMap(({ figures: all }) => all);
  const wrong = figures.filter(({ agrees }) => !agrees).length;
  const wide = figures.filter(({ precise }) => !precise).length;
  const tests = suites.flatMap((suite) => suite.tests);
  const failed = tests.filter(({ passed }) => !passed).length;
  const spread = z.n < 20 || (Math.abs(z.mean) <= 0.25 && z.sd >= 0.85 && z.sd <= 1.15);
  console.log(
    [
      `${cases.length} cases, ${figures.length} figures: ${wrong} disagree with theory, ${wide} not yet to half per cent`,
      `z, one value a case: ${z.n} values, mean ${z.mean.toFixed(3)} (within ±0.25), standard deviation ${z.sd.toFixed(3)} (0.85 to 1.15)`,
      `exact suites: ${tests.length} tests, ${failed} failed`,
      `report: ${join(folder, date)}.html and .json`,
    ].join("\n"),
  );
  if (wrong > 0 || failed > 0 || !spread) return 1;
  return wide > 0 ? 4 : 0;
}
