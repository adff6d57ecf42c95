/**
 * Plants every fault of list.ts in a copy of the tree, one at a time, runs the quick suites against it until a test
 * fails, and writes RESULTS.md: `npm run faults`. With words as arguments only faults whose title holds one of them
 * are planted, and nothing is written.
 *
 * Ends with 1 if a suite fails without any fault, if a line to be changed is not found exactly once, or if no test
 * finds a fault. A suite is run on the tree as it is before it is first run on a fault.
 */
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { projectFolder } from "../support/muster.ts";
import { type Fault, faults } from "./list.ts";
import { planted } from "./plant.ts";
import { type Caught, report } from "./report.ts";

/** Run one after the other: what is quick and looks at single rules comes first, and the fault's own room before others. */
const SUITES: readonly (readonly string[])[] = [
  ["test/response"],
  ["test/properties/lean.test.ts"],
  ["test/theory/duty.test.ts", "test/theory/tiers.test.ts"],
  [
    "test/demand/times.test.ts",
    "test/demand/draw-tape.test.ts",
    "test/kernel/parameters.test.ts",
    "test/kernel/calendar",
  ],
  ["exact", "histogram", "intervals", "merge", "causes"].map((name) => `test/tally/${name}.test.ts`),
  ["test/demand"],
  ["test/kernel"],
  ["test/tally"],
  ["test/scenarios"],
  ["test/theory"],
  ["test/properties"],
];

/** A suite that takes longer than this on a fault, and ten times as long as on the tree as it is, hangs. */
const MOST_SECONDS = 600;
const MOST_TIMES = 10;

/** Tests that only compare with what was recorded before: they would find anything, and say nothing of what is wrong. */
const RECORDED = /looked at|pins the names/;

const LEFT_OUT = new Set(["node_modules", "dist", "out", ".git"]);

async function main(words: readonly string[]): Promise<number> {
  const chosen = faults.filter(({ title }) => words.length === 0 || words.some((word) => title.includes(word)));
  for (const fault of chosen) planted(projectFolder, fault);
  const copy = copyTree();
  try {
    const results: Caught[] = [];
    for (const fault of chosen) {
      const result = await tryOut(copy, fault);
      results.push(result);
      const { by, seconds } = result;
      const found = by === null ? "NOT CAUGHT" : `${by.file}: ${by.test}`;
      console.log(`${results.length}/${chosen.length} ${fault.title} (${seconds.toFixed(1)} s): ${found}`);
    }
    if (words.length === 0) writeFileSync(join(projectFolder, "test", "faults", "RESULTS.md"), report(results));
    const missed = results.filter(({ by }) => by === null);
    console.log(`${results.length - missed.length} of ${results.length} planted faults were caught`);
    return missed.length === 0 ? 0 : 1;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** The tree without what is built, in a folder of its own; the packages are linked. */
function copyTree(): string {
  const copy = mkdtempSync(join(tmpdir(), "muster-faults-"));
  cpSync(projectFolder, copy, { recursive: true, filter: (path) => !LEFT_OUT.has(basename(path)) });
  symlinkSync(join(projectFolder, "node_modules"), join(copy, "node_modules"), "dir");
  return copy;
}

/** Runs suite after suite until a test fails. */
async function tryOut(copy: string, fault: Fault): Promise<Caught> {
  const file = join(copy, fault.file);
  const sound = readFileSync(file, "utf8");
  const faulty = planted(copy, fault);
  let seconds = 0;
  for (const suite of suitesFor(fault)) {
    const most = Math.max(MOST_SECONDS, MOST_TIMES * (await secondsSound(copy, suite)));
    const started = performance.now();
    writeFileSync(file, faulty);
    const by = await failureIn(copy, suite, most);
    writeFileSync(file, sound);
    seconds += (performance.now() - started) / 1000;
    if (by !== null) return { fault, by, seconds };
  }
  return { fault, by: null, seconds };
}

function suitesFor({ file }: Fault): (readonly string[])[] {
  const room = `test/${file.split("/")[1]}/`;
  const isOwn = (suite: readonly string[]) => suite.some((path) => `${path}/`.startsWith(room));
  return [...SUITES.filter(isOwn), ...SUITES.filter((suite) => !isOwn(suite))];
}

const known = new Map<readonly string[], number>();

/**
 * Seconds that the suite takes on the tree as it is.
 *
 * @throws Error if it fails there
 */
async function secondsSound(copy: string, suite: readonly string[]): Promise<number> {
  const before = known.get(suite);
  if (before !== undefined) return before;
  const started = performance.now();
  const failure = await failureIn(copy, suite, Number.POSITIVE_INFINITY);
  if (failure !== null) throw new Error(`Without any fault this fails: ${failure.file}: ${failure.test}`);
  const seconds = (performance.now() - started) / 1000;
  known.set(suite, seconds);
  return seconds;
}

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

async function failureIn(copy: string, suite: readonly string[], mostSeconds: number): Promise<Caught["by"]> {
  const to = join(copy, "report.json");
  rmSync(to, { force: true });
  const vitest = join("node_modules", "vitest", "vitest.mjs");
  const names = `--testNamePattern=^(?!.*(${RECORDED.source}))`;
  const args = ["run", "--bail=1", names, "--reporter=json", `--outputFile.json=${to}`, ...suite];
  const child = spawn(process.execPath, [vitest, ...args], { cwd: copy, stdio: "ignore", detached: true });
  let ended = false;
  const status = await new Promise<number | null>((resolve, reject) => {
    const kill = (): void => {
      // the workers with it
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    };
    const hangs = Number.isFinite(mostSeconds) ? setTimeout(kill, mostSeconds * 1000) : undefined;
    child.once("error", reject);
    child.once("close", (code) => {
      ended = code !== null;
      clearTimeout(hangs);
      resolve(code);
    });
  });
  if (status === 0) return null;
  if (!ended) return { file: suite.join(" "), test: `does not end within ${Math.round(mostSeconds)} s` };
  const { testResults } = JSON.parse(readFileSync(to, "utf8")) as Report;
  for (const { name, assertionResults } of testResults) {
    const failed = assertionResults.find((one) => one.status === "failed");
    if (failed !== undefined) return { file: inCopy(copy, name), test: failed.fullName.trim() };
  }
  const broken = testResults.find((one) => one.status === "failed");
  if (broken === undefined) throw new Error(`vitest ended with ${status} and names no test that failed`);
  return { file: inCopy(copy, broken.name), test: `cannot be read: ${broken.message.split("\n")[0]}` };
}

const inCopy = (copy: string, path: string): string =>
  path.slice(path.indexOf(basename(copy)) + basename(copy).length + 1);

process.exitCode = await main(process.argv.slice(2));
