/**
 * `muster compare`: plans, policies or whole scenarios answered on the same demand tapes; what differs, with
 * intervals, or that nothing can be told apart.
 */

import { availableParallelism } from "node:os";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import type { Command } from "commander";
import { compareCapabilities } from "../engine/planning/compare.ts";
import { createPairTallies, digestOfPairs, mergePairs, type PairTallies } from "../engine/planning/compare-tally.ts";
import { comparisonWords } from "../engine/planning/compare-words.ts";
import { type Comparison, comparisonTable, METHODS } from "../engine/planning/comparison.ts";
import { allocationOf } from "../engine/tally/summarise.ts";
import { thousands } from "../engine/tally/words.ts";
import { compileScenario } from "../scenarios/format/compile.ts";
import { demandDifferences } from "../scenarios/format/demand-differences.ts";
import { DEFAULT_START } from "../scenarios/format/quantities.ts";
import { formatFault } from "../scenarios/format/read.ts";
import { type ComparePlan, openComparer, rowsOf } from "../workers/comparer.ts";
import { inlineHandle } from "../workers/handles.ts";
import { nodeHandle } from "../workers/node-handle.ts";
import { createPool, type JobResult, type Pool } from "../workers/pool.ts";
import { EXIT, RefusedError, UsageError } from "./exits.ts";
import { addFigureOptions, type FigureOptions, type Figures, readFigures } from "./holdings.ts";
import { onInterrupt } from "./interrupt.ts";
import { type LoadedScenario, loadScenario } from "./load.ts";
import type { Report } from "./main.ts";
import { workerFile } from "./place.ts";
import { addPlaceOptions, type Placement, placementsOf } from "./place-options.ts";
import { progressLine } from "./progress.ts";
import { json, metaOf } from "./result-files.ts";
import { markedOut, planOf, wholeFrom } from "./run.ts";
import { type Format, formatOption, tableFiles } from "./tables.ts";
import { assertWritable, writeFiles } from "./write-files.ts";

interface CompareOptions extends FigureOptions, Placement {
  readonly replications?: number;
  readonly seed?: string;
  readonly workers?: number;
  readonly marking?: string;
  readonly differentDemand?: boolean;
  readonly capability: readonly string[];
  readonly out?: string;
  readonly format: Format;
  readonly json?: boolean;
}

const MOST_PLANS = 12;

export function registerCompare(program: Command, report: Report): void {
  const command = program
    .command("compare")
    .description("answer the same demand tapes by several plans, and say what differs")
    .argument("<plans...>", "two to twelve files or presets; the first is what the others are held against");
  addFigureOptions(addPlaceOptions(command))
    .option("--replications <n>", "how many runs of each plan (default: the first plan's)", wholeFrom(1))
    .option("--seed <text>", "seed of the random streams (default: the first plan's)")
    .option("--workers <n>", "worker threads; 0 runs in the main thread", wholeFrom(0))
    .option("--marking <text>", "marking carried in every output")
    .option(
      "--capability <id>",
      "tell of this one only; may be repeated",
      (id: string, all: readonly string[]) => [...all, id],
      [],
    )
    .option("--different-demand", "also compare scenarios that differ in who asks for what, where and when")
    .option("--out <folder>", "write comparison.json and comparison.csv into this folder")
    .addOption(formatOption())
    .option("--json", "print comparison.json")
    .addHelpText(
      "after",
      `
A plan is a scenario file that builds on the first and changes no demand: people, tiers, triggers, policies,
priorities. For example later.yaml:
  muster: 1
  extends: concurrent-disorder
  name: The nation is called a day later
  capabilities: { psu: { tiers: { national: { openingDelay: 28 h } } } }

Example:
  npx muster compare concurrent-disorder later.yaml --replications 500 --out out/later

Two readings of paragraph 120, 297 PSUs in all or 297 and London's 75 (372):
  npx muster compare concurrent-disorder examples/psu-297-with-london.yaml --capability psu --replications 500`,
    )
    .action(async (plans: string[], options: CompareOptions) => report(await compare(plans, options)));
}

async function compare(plans: readonly string[], given: CompareOptions): Promise<number> {
  if (plans.length < 2) throw new UsageError("compare: name at least two plans");
  if (plans.length > MOST_PLANS) throw new UsageError(`compare: ${plans.length} plans; at most ${MOST_PLANS}`);
  const entrants = entrantsOf(plans, { ...given, figures: await readFigures(given) });
  const options = markedOut(given, (entrants.find(({ loaded }) => loaded.figures !== null) ?? entrants[0]!).loaded);
  const { plan, replications, sameDemand } = comparePlanOf(entrants, options);
  const asked = new Set(rowsOf(plan).cells.map(({ capability }) => capability));
  for (const id of options.capability) {
    if (!asked.has(id)) {
      throw new UsageError(`--capability ${id}: not in every plan; there are ${[...asked].join(", ")}`);
    }
  }
  if (options.out !== undefined) assertWritable(options.out);

  const { tallies, result, interrupted } = await runComparison(plan, replications, {
    nWorkers: options.workers ?? availableParallelism(),
    what: plans.join(" against "),
  });
  if (tallies.nReplications === 0) {
    process.stderr.write("muster: interrupted before the first run was finished; nothing was written\n");
    return EXIT.interrupted;
  }
  const comparison = comparisonOf(entrants, plan, tallies, result, sameDemand, options.capability);
  if (options.out !== undefined) {
    await writeFiles(options.out, {
      ...tableFiles({ comparison: comparisonTable(comparison) }, options.format),
      "comparison.json": json(comparison),
    });
  }
  process.stdout.write(options.json ? json(comparison) : `${textOf(comparison)}\n`);
  return interrupted ? EXIT.interrupted : EXIT.done;
}

export interface Entrant {
  readonly id: string;
  readonly loaded: LoadedScenario;
}

/** The plans with short names of their own: the file's or preset's, numbered where they are alike. */
export function entrantsOf(
  plans: readonly string[],
  options: Placement & Pick<CompareOptions, "marking"> & { readonly figures?: Figures | undefined },
): Entrant[] {
  const overlay = {
    ...(options.marking === undefined ? {} : { marking: options.marking }),
    figures: options.figures,
  };
  const placements = placementsOf(options, plans.length);
  const seen = new Map<string, number>();
  return plans.map((argument, i) => {
    const name = basename(argument).replace(/\.(yaml|yml|json)$/, "");
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return {
      id: times === 1 ? name : `${name} (${times})`,
      loaded: loadScenario(argument, { ...overlay, ...placements[i] }),
    };
  });
}

/** @throws RefusedError that says what differs, where a plan changes the demand */
export function comparePlanOf(
  entrants: readonly Entrant[],
  options: Pick<CompareOptions, "replications" | "seed" | "differentDemand">,
): { readonly plan: ComparePlan; readonly replications: number; readonly sameDemand: boolean } {
  const [first] = entrants as [Entrant, ...Entrant[]];
  const { seed, replications } = planOf(first.loaded, options);
  const compiled = entrants.map(({ loaded }) => compileScenario(loaded.resolved, loaded.scenarioHash));
  const base = { scenario: first.loaded.resolved, compiled: compiled[0]! };
  const faults = entrants.slice(1).flatMap(({ id, loaded }, i) => {
    const lines = demandDifferences(base, { scenario: loaded.resolved, compiled: compiled[i + 1]! });
    return lines.map((line) => `${id} changes the demand of ${first.id}: ${line}`);
  });
  if (faults.length > 0 && !options.differentDemand) throw new RefusedError([...faults.slice(0, 20), HINT]);
  const sameDemand = faults.length === 0;
  const compare = entrants.map(({ loaded: { resolved, scenarioHash } }) => ({
    resolved,
    scenarioHash,
    seed,
    replications,
    outer: null,
  }));
  return { plan: { compare, sameDemand }, replications, sameDemand };
}

const HINT =
  "Plans are compared on the same demand tapes, so they may not change who asks for what, where and when. " +
  "--different-demand compares them all the same, each on tapes of its own.";

/** Runs replications [0, n) of every plan; an interrupt finishes the blocks under way. */
export async function runComparison(
  plan: ComparePlan,
  replications: number,
  { nWorkers, what }: { readonly nWorkers: number; readonly what: string },
): Promise<{ tallies: PairTallies; result: JobResult; interrupted: boolean }> {
  const { nPlans, nRows } = rowsOf(plan);
  const tallies = createPairTallies(nPlans, nRows);
  const pool: Pool<ComparePlan, PairTallies> =
    nWorkers === 0
      ? createPool(() => inlineHandle(openComparer), 1)
      : createPool(() => nodeHandle<ComparePlan, PairTallies>(pathToFileURL(workerFile)), nWorkers);
  const line = progressLine(process.stderr, what);
  const job = pool.start(plan, [0, replications], {
    onPart: (part) => mergePairs(tallies, part),
    onProgress: (progress) => line.show(progress),
  });
  const interrupts = onInterrupt(() => job.cancel());
  try {
    const result = await job.done;
    return { tallies, result, interrupted: interrupts.seen() && !result.complete };
  } finally {
    interrupts.end();
    line.end();
    pool.close();
  }
}

/**
 * What is said of the finished runs.
 *
 * @param only capabilities that are told of; none: all
 */
export function comparisonOf(
  entrants: readonly Entrant[],
  plan: ComparePlan,
  tallies: PairTallies,
  result: JobResult,
  sameDemand: boolean,
  only: readonly string[] = [],
): Comparison {
  const models = plan.compare.map(({ resolved, scenarioHash }) => compileScenario(resolved, scenarioHash).model);
  const rows = rowsOf(plan);
  const ids = entrants.map(({ id }) => id);
  const { seed, replications } = plan.compare[0]!;
  const all = compareCapabilities(models[0]!, rows, tallies, ids);
  const capabilities = only.length === 0 ? all : all.filter(({ id }) => only.includes(id));
  const { loaded } = entrants[0]!;
  const owned = entrants.find((entrant) => !entrant.loaded.data.shipped) ?? entrants[0]!;
  const [from, to] = [result.ranges[0]?.[0] ?? 0, result.ranges.at(-1)?.[1] ?? 0];
  return {
    muster: "1",
    plans: entrants.map(({ id, loaded: { resolved, scenarioHash } }, i) => ({
      id,
      scenario: { name: resolved.name, sha256: scenarioHash },
      allocation: allocationOf(models[i]!),
    })),
    demand: sameDemand ? "same tapes" : "different",
    seed,
    replications: tallies.nReplications,
    digest: digestOfPairs(
      tallies,
      plan.compare.map(({ scenarioHash }) => scenarioHash),
      seed,
      from,
      to,
    ),
    marking: markingOf(entrants),
    data: owned.loaded.data,
    clock: { start: loaded.resolved.clock?.start ?? DEFAULT_START, horizonMinutes: models[0]!.horizon },
    methods: METHODS,
    warnings: [
      ...(result.complete ? [] : [`incomplete: interrupted after ${tallies.nReplications} of ${replications} runs`]),
      ...(sameDemand ? [] : ["the plans differ in demand: each has tapes of its own"]),
      ...(rows.leftOut.length === 0 ? [] : [`not in every plan, so not compared: ${rows.leftOut.join(", ")}`]),
      ...new Set(entrants.flatMap((entrant) => entrant.loaded.warnings.map(formatFault))),
    ],
    verdict: comparisonWords(capabilities, ids, tallies.nReplications),
    capabilities,
  };
}

/** What any plan is marked with holds for all; unmarked only where none is. */
function markingOf(entrants: readonly Entrant[]): string {
  const markings = [...new Set(entrants.map(({ loaded }) => metaOf(loaded).marking))];
  const set = markings.filter((marking) => !marking.startsWith("UNMARKED"));
  return (set.length > 0 ? set : markings.slice(0, 1)).join("; ");
}

/** The verdict, then what it rests on. */
function textOf({ verdict, plans, demand, replications, seed, data, marking, warnings }: Comparison): string {
  const rests = [
    ...plans.map(
      ({ id, scenario, allocation }) =>
        `${id}: ${scenario.name}. Donors: ${allocation.donors}; fill: ${allocation.fill}.`,
    ),
    `${thousands(replications)} runs of each, seed ${seed}, ${demand === "same tapes" ? "on the same demand tapes" : "each on demand of its own"}. Intervals 95 %${plans.length > 2 ? ", adjusted for several comparisons (Holm)" : ""}.`,
    `Data: ${data.status}. Marking: ${marking}`,
  ];
  const said = warnings.filter((warning) => /^(incomplete|the plans differ|not in every)/.test(warning));
  return [...verdict, "", ...said, ...rests].join("\n");
}
