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
import type { Table } from "../engine/tally/tables.ts";
import { CONDITION } from "../engine/tally/verdict.ts";
import { thousands } from "../engine/tally/words.ts";
import { compileScenario } from "../scenarios/format/compile.ts";
import { formatFault, type ResolvedScenario, readScenarioObject } from "../scenarios/format/read.ts";
import { readSweep, type SweepFile } from "../scenarios/format/schema-sweep.ts";
import { varied } from "../scenarios/format/varied.ts";
import type { PointPart, PointsPlan } from "../workers/pointer.ts";
import { EXIT, RefusedError, UsageError } from "./exits.ts";
import { type LoadedScenario, loadScenario } from "./load.ts";
import type { Report } from "./main.ts";
import { addPlanOptions, loadPlan, type PlanOptions } from "./plan-options.ts";
import { addQueueOptions, openQueue, type QueueChoice, refuseMarked } from "./queue/options.ts";
import { json, metaOf } from "./result-files.ts";
import { planOf, wholeFrom } from "./run.ts";
import { pointsRunner } from "./run-points.ts";
import { factorsOf, type SweepFactors } from "./sweep-factors.ts";
import { surfacePicture } from "./sweep-picture.ts";
import { type Format, tableFiles } from "./tables.ts";
import { writeFiles } from "./write-files.ts";

interface SweepOptions extends PlanOptions, QueueChoice {
  readonly replications?: number;
  readonly atMost?: number;
}

const DEFAULT_REPLICATIONS = 100;
const MOST_POINTS = 100_000;

export function registerSweep(program: Command, report: Report): void {
  const command = program
    .command("sweep")
    .description("run a design of many points over any numbers of a scenario; one tidy table, and where run-out begins")
    .argument("<file>", "the sweep: a YAML or JSON file that begins with sweep: 1")
    .option(
      "--replications <n>",
      `runs of each point (default: the file's, else ${DEFAULT_REPLICATIONS})`,
      wholeFrom(2),
    )
    .option("--at-most <n>", "run no more than so many points now; typed again it goes on (with --out)", wholeFrom(1));
  addQueueOptions(
    addPlanOptions(command, "sweep.csv, sweep.json, break.csv with its picture (.svg), and finished points meanwhile,"),
  )
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

async function sweep(file: string, said: SweepOptions): Promise<number> {
  if (said.atMost !== undefined && said.out === undefined) {
    throw new UsageError("--at-most keeps what is finished: say in which folder with --out");
  }
  const { loaded, options } = await loadPlan(scenarioOf(file, declaredIn(file)), said);
  const prepared = prepareSweep(file, options, loaded);
  refuseMarked(options, file, loaded);
  const queue = await openQueue<PointsPlan, PointPart>(options);
  const nWorkers = options.workers ?? availableParallelism();
  const runner = pointsRunner(nWorkers, `${file}, sweep`, options.out ?? null, queue?.pool);
  try {
    const outcomes = await runner.run(prepared.plan, options.atMost);
    const result = sweepResult(prepared, outcomes);
    if (result === null) {
      process.stderr.write("muster: interrupted before the first point was finished; nothing was written\n");
      return EXIT.interrupted;
    }
    if (options.out !== undefined) await writeFiles(options.out, sweepFiles(result, options.format));
    if (result.whole.complete) runner.finished();
    process.stdout.write(options.json ? json(result.whole) : `${result.text}\n`);
    if (result.whole.complete) return EXIT.done;
    return runner.interrupted() ? EXIT.interrupted : EXIT.incomplete;
  } finally {
    runner.close();
    await queue?.close();
  }
}

/** A sweep that has been read and checked, with all its points. */
export interface PreparedSweep {
  readonly declared: SweepFile;
  readonly loaded: LoadedScenario;
  readonly made: SweepFactors;
  readonly points: readonly DesignPoint[];
  readonly plan: PointsPlan;
}

/**
 * @param given the sweep's scenario, where more is laid over it than a marking
 * @throws RefusedError with every fault
 */
export function prepareSweep(
  file: string,
  options: Pick<SweepOptions, "replications" | "seed" | "marking">,
  given?: LoadedScenario,
): PreparedSweep {
  const declared = declaredIn(file);
  const { marking } = options;
  const loaded = given ?? loadScenario(scenarioOf(file, declared), marking === undefined ? {} : { marking });
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
  const plan = { resolved, scenarioHash, seed, replications, points: points.map((at) => made.pointOf(at)) };
  return { declared, loaded, made, points, plan };
}

/**
 * What the finished points say together.
 *
 * @param outcomes null: not finished
 * @returns null: there is none
 */
export function sweepResult(prepared: PreparedSweep, outcomes: readonly (PointOutcome | null)[]) {
  const { declared, loaded, made, points, plan } = prepared;
  const done = outcomes.flatMap((outcome) => (outcome === null ? [] : [outcome]));
  if (done.length === 0) return null;
  const complete = done.length === points.length;
  const design = declared.design ?? "factorial";
  const finished: DesignPoint[] = done.map(({ point }) => points[point]!);
  const result = resultOf({ declared, made, design, complete, total: points.length, finished, done });
  const { marking } = metaOf(loaded);
  const { resolved, scenarioHash, seed, replications } = plan;
  const whole = {
    muster: "1",
    scenario: { name: resolved.name, sha256: scenarioHash },
    ...{ seed, replications, marking, data: loaded.data, methods: METHODS },
    ...result,
  };
  const rests = `${resolved.name}: ${thousands(done.length)} of ${thousands(points.length)} points, ${thousands(replications)} runs of each on the same luck, seed ${seed}. Data: ${loaded.data.status}. Marking: ${marking}`;
  const tables: Record<string, Table> = { sweep: sweepTable(made.factors, finished, done, marking) };
  if (result.lines.length > 0) {
    tables.break = breakTable(result.lines, made.factors, made.along, result.level, marking);
  }
  const pictures = Object.fromEntries(
    result.lines.map(({ capability, name }) => {
      const label = `${CONDITION}: ${name}, runs of 100 that run out nationally; the line: more than ${Math.round(result.level * 100)}. ${marking}`;
      const surface = { factors: made.factors, along: made.along, points: finished, done, level: result.level };
      return [`break-${capability}.svg`, surfacePicture(surface, capability, label)];
    }),
  );
  return { whole, tables, pictures, text: [...result.verdict, "", rests].join("\n") };
}

export function sweepFiles({ whole, tables, pictures }: NonNullable<ReturnType<typeof sweepResult>>, format: Format) {
  return { ...tableFiles(tables, format), ...pictures, "sweep.json": json(whole) };
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
function scenarioOf(file: string, { scenario }: SweepFile): string {
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
