/**
 * `npm run bench`: builds the peers, runs them and Muster in turns on the same work, and writes RESULTS.md.
 *
 * Only ratios within one run mean anything. Every program reports its own CPU seconds; of five rounds the median counts.
 * Muster is bundled as it ships. How busy the machine was meanwhile is said: on a busy one large programs lose more than small.
 * SimPy is left out where no Python of this machine has it, and the C++ peers where there is no g++.
 */
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const ROUNDS = 5;
const FIRST_DATA_TRIES = 9;
const NATIONAL = "concurrent-disorder";
const NATIONAL_RUNS = 800;
const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "..", "..");

/** Bars: the most times C++, the least times faster than SimPy. Replications a round: of C++, Muster, SimPy. */
const WORK = [
  { name: "M/M/16", file: "mm16", bars: [3, 60], replications: [100, 30, 1], check: "mean wait ÷ mean service" },
  {
    name: "reduced model",
    file: "reduced-model",
    bars: [2.5, 20],
    replications: [1000, 100, 10],
    check: "unmet unit-hours of the first capability",
  },
];

const run = (command, ...args) => execFileSync(command, args, { cwd: root, encoding: "utf8" });
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

function firstLineOf(command, ...args) {
  try {
    return execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).split("\n")[0];
  } catch {
    return null;
  }
}

const compiler = firstLineOf("g++", "--version");
const version = "import simpy, platform; print('SimPy', simpy.__version__, 'on Python', platform.python_version())";
const python = ["python3", "/usr/bin/python3"].find((command) => firstLineOf(command, "-c", version) !== null);
const folder = mkdtempSync(join(tmpdir(), "muster-bench-"));

const bundle = join(root, "out", "bench");
await build({
  root,
  configFile: false,
  logLevel: "warn",
  ssr: { noExternal: true },
  build: {
    ssr: "test/bench/muster.ts",
    target: "node20",
    outDir: bundle,
    rolldownOptions: { output: { entryFileNames: "muster.mjs" } },
  },
});

function muster(file, replications) {
  const told = JSON.parse(
    run(process.execPath, join(bundle, "muster.mjs"), join(here, `${file}.yaml`), `${replications}`),
  );
  return { ...told, check: file === "mm16" ? told.meanWaitMinutes / 10_000 : told.unmetUnitHours };
}

const browser = (...args) => JSON.parse(run(process.execPath, "--import", "tsx", join(here, "browser.ts"), ...args));

/** By the clock, one after the other; of each the least disturbed counts. */
function inChromium() {
  if (!existsSync("/usr/bin/chromium")) return ["No Chromium on this machine: left out."];
  const told = WORK.map(({ name, file, replications }) => {
    const node = () => muster(file, replications[1]).milliseconds;
    const times = {
      node: Array.from({ length: ROUNDS }, node),
      chromium: browser(`${ROUNDS}`, join(here, `${file}.yaml`), `${replications[1]}`),
    };
    const ratio = Math.min(...times.chromium) / Math.min(...times.node);
    return `- ${name}: ${ratio.toFixed(2)} times Node, one thread each, least of ${ROUNDS} (bar: at most 1.3): ${ratio <= 1.3 ? "met" : "not met"}`;
  });
  const first = median(browser(`${FIRST_DATA_TRIES}`, "first-data", NATIONAL));
  return [
    ...told,
    `- ${NATIONAL}, from the click on the preset to the data of the first picture: ${first.toFixed(0)} ms, median of ${FIRST_DATA_TRIES} ` +
      `(bar: at most 250): ${first <= 250 ? "met" : "not met"}`,
  ];
}

/** As a person runs it, from start to verdict: two workers of one run, and two runs of one worker with half as much each at once. */
async function twoWorkers() {
  const start = (replications, workers) =>
    new Promise((resolve, reject) => {
      const args = [join(root, "cli", "muster.mjs"), "run", NATIONAL, "--replications", `${replications}`];
      const child = spawn(process.execPath, [...args, "--workers", `${workers}`], { cwd: root, stdio: "ignore" });
      child.once("error", reject);
      child.once("close", (status) =>
        status === 0 ? resolve() : reject(new Error(`muster run ended with ${status}`)),
      );
    });
  const seconds = async (work) => {
    const begun = performance.now();
    await Promise.all(work());
    return (performance.now() - begun) / 1000;
  };
  const times = { one: [], two: [] };
  for (let round = 0; round < ROUNDS; round++) {
    times.two.push(await seconds(() => [start(NATIONAL_RUNS / 2, 1), start(NATIONAL_RUNS / 2, 1)]));
    times.one.push(await seconds(() => [start(NATIONAL_RUNS, 2)]));
  }
  const [one, two] = [median(times.one), median(times.two)];
  return (
    `${NATIONAL}, ${NATIONAL_RUNS} replications: ${one.toFixed(1)} s by two workers of one run, ${two.toFixed(1)} s by two independent ` +
    `processes with half of them each: ${(two / one).toFixed(2)} of their speed (bar: at least 0.93): ${two / one >= 0.93 ? "met" : "not met"}`
  );
}

const lines = [];
try {
  for (const { name, file, bars, replications, check } of WORK) {
    const programs = new Map([["Muster", (n) => muster(file, n)]]);
    if (compiler !== null) {
      const program = join(folder, file);
      run("g++", "-O3", "-march=native", "-o", program, join(here, `${file}.cpp`));
      programs.set("C++ -O3", (n) => JSON.parse(run(program, `${n}`)));
    }
    if (python !== undefined) programs.set("SimPy", (n) => JSON.parse(run(python, join(here, `${file}.py`), `${n}`)));
    const counts = { "C++ -O3": replications[0], Muster: replications[1], SimPy: replications[2] };
    const milliseconds = new Map([...programs.keys()].map((program) => [program, []]));
    const checks = new Map();
    for (let round = 0; round < ROUNDS; round++) {
      for (const [program, measure] of programs) {
        const told = measure(counts[program]);
        milliseconds.get(program).push((told.seconds * 1000) / told.replications);
        checks.set(program, told.check);
      }
    }
    const own = median(milliseconds.get("Muster"));
    lines.push(
      `## ${name} (\`${file}.yaml\`)`,
      "",
      `| program | CPU a replication, ms (median of ${ROUNDS}) | Muster ÷ it | bar | ${check} |`,
      "|---|---:|---:|---|---:|",
    );
    for (const [program, times] of milliseconds) {
      const ratio = own / median(times);
      const bar =
        program === "SimPy"
          ? `at most ${(1 / bars[1]).toFixed(3)}: ${ratio * bars[1] <= 1 ? "met" : "not met"}`
          : program === "Muster"
            ? ""
            : `at most ${bars[0]}: ${ratio <= bars[0] ? "met" : "not met"}`;
      lines.push(
        `| ${program} | ${median(times).toFixed(3)} | ${ratio.toFixed(3)} | ${bar} | ${checks.get(program).toPrecision(4)} |`,
      );
    }
    lines.push("");
  }
  const [few, many] = [200, 2000].map((n) => muster("reduced-model", n).peakMegabytes);
  lines.push(
    "## Memory",
    "",
    `Peak of one process on the reduced model: ${few.toFixed(0)} MB for 200 replications, ${many.toFixed(0)} MB for 2,000, ` +
      `${(many / few).toFixed(2)} times (bar: at most 1.03).`,
  );
  lines.push("", "## Recording", "");
  for (const { name, file, replications } of WORK) {
    const told = JSON.parse(
      run(
        process.execPath,
        "--import",
        "tsx",
        join(here, "recording.ts"),
        join(here, `${file}.yaml`),
        `${replications[1]}`,
      ),
    );
    lines.push(
      `- ${name}: ${(100 * told.share).toFixed(0)} % of ${told.samples} samples of the engine fall into what keeps the record ` +
        `(bar: at most 25): ${told.share <= 0.25 ? "met" : "not met"}`,
    );
  }
  lines.push("", "## In Chromium", "", ...inChromium(), "", "## Two workers", "", await twoWorkers());
} finally {
  rmSync(folder, { recursive: true });
}

rmSync(bundle, { recursive: true });

const processors = cpus();
const head = [
  "# Speed beside peers",
  "",
  "Written by `npm run bench`. Every program does the same work in one thread and reports its own CPU time; the last",
  "column shows that they answer the same question. C++ is written by hand for the one model; SimPy for the one model too.",
  "",
  `- Load average of the last five minutes: ${loadavg()[1].toFixed(1)} on ${processors.length} processors`,
  `- Machine: ${processors.length} × ${processors[0]?.model.trim() ?? "unknown"}, ${process.platform} ${process.arch}`,
  `- Node ${process.version}; ${compiler ?? "no g++: C++ left out"}; ${python === undefined ? "no SimPy: left out" : firstLineOf(python, "-c", version)}`,
  "",
];
const text = [...head, ...lines].join("\n");
writeFileSync(join(here, "RESULTS.md"), `${text}\n`);
process.stdout.write(`${text}\n`);
