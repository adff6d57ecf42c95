/**
 * `muster sweep`: many points of a design declared in a file, over any number of a scenario; one tidy table, and the line
 * where the chance of running out passes a level. Goes on where it was when it is typed again.
 */
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import type { Command } from "commander";
import { nextUniform, openStream, STREAM_WORDS } from "../engine/kernel/streams.ts";
import { binomial } from "../engine/planning/designs.ts";
import type { PointOutcome } from "../engine/planning/points.ts";
import { type DesignPoint, sweepPoints } from "../engine/planning/sweep.ts";
import { breakTable, breakWords, linesOf, METHODS, sweepTable } from "../engine/planning/sweep-words.ts";
import { thousands } from "../engine/tally/words.ts";
import { compileScenario } from "../scenarios/format/compile.ts";
import { formatFault, type ResolvedScenario, readScenarioObject } from "../scenarios/format/read.ts";
import { readSweep, type SweepFile } from "../scenarios/format/schema-sweep.ts";
import { varied } from "../scenarios/format/varied.ts";
import { EXIT, RefusedError, UsageError } from "./exits.ts";
import { loadScenario } from "./load.ts";
import type { Report } from "./main.ts";
import { csv, json, metaOf } from "./result-files.ts";
import { planOf, wholeFrom } from "./run.ts";
import { pointsRunner } from "./run-points.ts";
import { factorsOf, type SweepFactors } from "./sweep-factors.ts";
import { assertWritable, writeFiles } from "./write-files.ts";

interface SweepOptions {
  readonly replications?: number;
  readonly atMost?: number;
  readonly seed?: string;
  readonly workers?: number;
  readonly marking?: string;
  readonly out?: string;
  readonly json?: boolean;
}

const DEFAULT_REPLICATIONS = 100;
const MOST_POINTS = 100_000;

export function registerSweep(program: Command, report: Report): void {
  program
    .command("sweep")
    .description("run a design of many points over any numbers of a scenario; one tidy table, and where run-out begins")
    .argument("<file>", "the sweep: a YAML or JSON file that begins with sweep: 1")
    .option(
      "--replications <n>",
      `runs of each point (default: the file's, else ${DEFAULT_REPLICATIONS})`,
      wholeFrom(2),
    )
    .option("--at-most <n>", "run no more than so many points now; typed again it goes on (with --out)", wholeFrom(1))
    .option("--seed <text>", "seed of the random streams")
    .option("--workers <n>", "worker threads; 0 runs in the main thread", wholeFrom(0))
    .option("--marking <text>", "marking carried in every output")
    .option("--out <folder>", "write sweep.csv, sweep.json and break.csv; finished points are kept there meanwhile")
    .option("--json", "print sweep.json")
    .addHelpText(
      "after",
      `
A sweep file, for example alert.yaml:
  sweep: 1
  scenario: concurrent-disorder
  design: factorial                 # latin hypercube and sobol want points: 64
  replications: 40
  factors:
    - { name: kept at home, path: capabilities.psu.tiers.national.alertShare, values: [0.4, 0.6, 0.75] }
    - { name: national answer, path: capabilities.psu.tiers.national.coordinationDelay, from: 1, to: 4, unit: h }
or how many incidents of which size, overlap and spread it takes:
  sweep: 1
  scenario: concurrent-disorder
  incidents: { threat: first-night, number: [2, 4, 8, 16], size: [1, 2], overlap: [1, 0.5], spread: [neighbours, anywhere] }

Example:
  npx muster sweep alert.yaml --out out/alert`,
    )
    .action(async (file: string, options: SweepOptions) => report(await sweep(file, options)));
}

async function sweep(file: string, options: SweepOptions): Promise<number> {
  if (options.atMost !== undefined && options.out === undefined) {
    throw new UsageError("--at-most keeps what is finished: say in which folder with --out");
  }
  const declared = declaredIn(file);
  const loaded = loadScenario(
    beside(file, declared.scenario),
    options.marking === undefined ? {} : { marking: options.marking },
  );
  if (options.out !== undefined) assertWritable(options.out);
  const { resolved, scenarioHash, seed, replications } = planOf(loaded, {
    replications: options.replications ?? declared.replications ?? DEFAULT_REPLICATIONS,
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  });
  const { model } = compileScenario(resolved, scenarioHash);
  refuseTooMany(declared, Object.keys(resolved.places.forces ?? {}).length);
  const made = factorsOf(declared, resolved, loaded.data.shipped, model.horizon);
  const design = declared.design ?? "factorial";
  refuseFaults(declared, made, resolved);
  const size = made.factors.reduce((product, { levels }) => product * levels.length, 1);
  if (design === "factorial" && size > MOST_POINTS) {
    throw new RefusedError([`${file}  ${thousands(size)} points; at most ${thousands(MOST_POINTS)}`]);
  }
  const points = sweepPoints(made.factors, design, declared.points ?? 0, uniformsOf(seed));

  const runner = pointsRunner(options.workers ?? availableParallelism(), `${file}, sweep`, options.out ?? null);
  try {
    const plan = { resolved, scenarioHash, seed, replications, points: points.map((at) => made.pointOf(at)) };
    const outcomes = await runner.run(plan, options.atMost);
    const done = outcomes.flatMap((outcome) => (outcome === null ? [] : [outcome]));
    const complete = done.length === points.length;
    if (done.length === 0) {
      process.stderr.write("muster: interrupted before the first point was finished; nothing was written\n");
      return EXIT.interrupted;
    }
    const finished: DesignPoint[] = done.map(({ point }) => points[point]!);
    const result = resultOf({ declared, made, design, complete, total: points.length, finished, done });
    const meta = metaOf(loaded);
    const whole = {
      muster: "1",
      scenario: { name: resolved.name, sha256: scenarioHash },
      ...{ seed, replications, marking: meta.marking, data: loaded.data, methods: METHODS },
      ...result,
    };
    if (options.out !== undefined) {
      await writeFiles(options.out, {
        "sweep.csv": csv(sweepTable(made.factors, finished, done, meta.marking)),
        ...(result.lines.length === 0
          ? {}
          : { "break.csv": csv(breakTable(result.lines, made.factors, made.along, result.level, meta.marking)) }),
        "sweep.json": json(whole),
      });
    }
    if (complete) runner.finished();
    const rests = `${resolved.name}: ${thousands(done.length)} of ${thousands(points.length)} points, ${thousands(replications)} runs of each on the same luck, seed ${seed}. Data: ${loaded.data.status}. Marking: ${meta.marking}`;
    process.stdout.write(options.json ? json(whole) : `${[...result.verdict, "", rests].join("\n")}\n`);
    if (complete) return EXIT.done;
    return runner.interrupted() ? EXIT.interrupted : EXIT.incomplete;
  } finally {
    runner.close();
  }
}

const DEFAULT_LEVEL = 0.05;

function resultOf(of: {
  readonly declared: SweepFile;
  readonly made: SweepFactors;
  readonly design: string;
  readonly complete: boolean;
  readonly total: number;
  readonly finished: readonly DesignPoint[];
  readonly done: readonly PointOutcome[];
}) {
  const { declared, made, design, complete, total, finished, done } = of;
  const { factors, along } = made;
  const level = declared.level ?? DEFAULT_LEVEL;
  // Between the points of a hypercube or of Sobol's sequence everything changes at once: there is no line to follow.
  const lines = design === "factorial" && along >= 0 && complete ? linesOf(factors, along, finished, done, level) : [];
  return {
    ...{ design, level, complete, points: total, pointsDone: done.length },
    factors: factors.map(({ name, levels, range }) => ({ name, ...(range ?? {}), levels })),
    warnings: complete ? [] : [`incomplete: ${done.length} of ${total} points; type the same again to go on`],
    verdict: breakWords(factors, along, finished, done, lines, level),
    lines,
    table: sweepTable(factors, finished, done, null),
  };
}

function declaredIn(file: string): SweepFile {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new RefusedError([`${file}  There is no such file, or it may not be read.`]);
  }
  const read = readSweep(text, file);
  if ("faults" in read) throw new RefusedError(read.faults);
  return read.sweep;
}

/** A file is found beside the one that names it; anything else is a preset. */
function beside(file: string, scenario: string): string {
  return /\.(yaml|yml|json)$/.test(scenario) ? join(dirname(file), scenario) : scenario;
}

function refuseTooMany({ incidents }: SweepFile, nForces: number): void {
  if (incidents?.places === undefined) return;
  const ways = binomial(nForces, incidents.number![0]!);
  if (ways > MOST_POINTS) {
    throw new RefusedError([
      `incidents.places: ${thousands(ways)} ways to take ${incidents.number![0]} of ${nForces} forces; at most ${thousands(MOST_POINTS)}.`,
    ]);
  }
}

/** Every level of every factor alone, and the ends of all together, must make a scenario that is right. */
function refuseFaults(declared: SweepFile, { factors, pointOf }: SweepFactors, resolved: ResolvedScenario): void {
  const own = factors.length - (declared.factors?.length ?? 0);
  const base = factors.map(() => 0);
  const faults = new Set<string>();
  factors.slice(own).forEach(({ name, levels }, i) => {
    for (let level = 0; level < levels.length; level++) {
      const at = base.map((_, k) => (k === own + i ? level : 0));
      const values = at.map((one, k) => factors[k]!.levels[one]!);
      const settings = pointOf({ values, levels: at }).settings;
      try {
        const read = readScenarioObject(varied(resolved, settings), `${name} = ${values[own + i]}`);
        if (!read.ok) for (const fault of read.faults) faults.add(formatFault(fault));
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        faults.add(`${name}: ${error.message}`);
        return;
      }
    }
  });
  if (faults.size > 0) throw new RefusedError([...faults]);
}

function uniformsOf(seed: string): () => number {
  const state = new Int32Array(STREAM_WORDS);
  openStream(state, seed, "sweep/design", 0);
  return () => nextUniform(state);
}
