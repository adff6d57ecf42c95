/**
 * What a run leaves behind: the summary, the verdict in words, and the files of `--out` as text.
 */
import { arch, cpus, platform, release } from "node:os";
import type { Model } from "../engine/model.ts";
import { summarise } from "../engine/tally/summarise.ts";
import type { RangeNote, Stopping, Summary } from "../engine/tally/summary.ts";
import {
  assumptionsTable,
  donorsTable,
  flowsTable,
  observationsTable,
  SERIES_COLUMNS,
  seriesRows,
  type TableMeta,
} from "../engine/tally/tables.ts";
import type { Tallies } from "../engine/tally/tally.ts";
import { verdictText } from "../engine/tally/verdict.ts";
import { thousands } from "../engine/tally/words.ts";
import { compileScenario } from "../scenarios/format/compile.ts";
import { DEFAULT_START } from "../scenarios/format/quantities.ts";
import { formatFault } from "../scenarios/format/read.ts";
import type { JobResult } from "../workers/pool.ts";
import type { Plan } from "../workers/replicator.ts";
import { jsonText } from "./json-text.ts";
import type { LoadedScenario } from "./load.ts";
import { packageVersion } from "./place.ts";
import { type Format, rowsFile, tableFiles } from "./tables.ts";
import { commandTyped } from "./typed.ts";
import type { FileText } from "./write-files.ts";

export interface Finished {
  readonly loaded: LoadedScenario;
  readonly plan: Plan;
  readonly model: Model;
  readonly tallies: Tallies;
  readonly result: JobResult;
  /** why the run ended where it did */
  readonly stopping?: Stopping;
}

/** How the run went; nothing of it enters the digest. */
export interface Circumstances {
  /** null: not kept, as in a batch, whose files are the same whether it was stopped in between or not */
  readonly nWorkers: number | null;
  readonly wallSeconds: number | null;
  /** makes it again; absent: as typed */
  readonly command?: readonly string[];
}

const DEFAULT_MARKING = "UNMARKED – illustrative, public data";

/** What every table carries. */
export function metaOf({ resolved, data, figures }: LoadedScenario): TableMeta {
  const ownHolders = figures?.ownHolders;
  return {
    marking: resolved.marking ?? DEFAULT_MARKING,
    shippedData: data.shipped,
    ...(ownHolders === undefined ? {} : { ownHolders }),
  };
}

/**
 * @param allForces keep forces of which every figure is 0
 * @param only      of these capabilities, without digest: for a look during the run
 */
export function summaryOf(finished: Finished, allForces: boolean, only?: ReadonlySet<string>): Summary {
  const { loaded, plan, model, tallies, result, stopping } = finished;
  const { resolved, data, warnings } = loaded;
  const [from, to] = [result.ranges[0]?.[0] ?? 0, result.ranges.at(-1)?.[1] ?? 0];
  const incomplete = `incomplete: interrupted after ${tallies.nReplications} of ${plan.replications} runs`;
  const summary = summarise(model, tallies, {
    scenarioName: resolved.name,
    start: resolved.clock?.start ?? DEFAULT_START,
    seed: plan.seed,
    from,
    to,
    ...metaOf(loaded),
    dataStatus: data.status,
    warnings: [...(result.complete ? [] : [incomplete]), ...warnings.map(formatFault)],
    allForces,
    ranges: rangesOf(plan),
    ...(stopping === undefined ? {} : { stopping }),
    ...(only === undefined ? {} : { only, digest: "" }),
  });
  return loaded.signOff === null ? summary : { ...summary, signOff: loaded.signOff };
}

const rangesOfScenario = new WeakMap<Plan["resolved"], readonly RangeNote[]>();

/** The scenario's numbers that are given as ranges, in the order in which the replicator draws them. */
function rangesOf({ resolved, scenarioHash }: Plan): readonly RangeNote[] {
  let ranges = rangesOfScenario.get(resolved);
  if (ranges === undefined) {
    const { uncertain } = compileScenario(resolved, scenarioHash);
    ranges = uncertain.map(({ path, low, central, high, kind, source }) => {
      return { path, low, value: central, high, kind, source };
    });
    rangesOfScenario.set(resolved, ranges);
  }
  return ranges;
}

/** A sentence per capability, then what they rest on. */
export function verdictOf(summary: Summary): string {
  const { allocation, data, marking, replications, scenario, seed, signOff, warnings } = summary;
  const rests = [
    `${scenario.name}: ${thousands(replications)} runs, seed ${seed}.`,
    `Data: ${data.status}.`,
    `Donors: ${allocation.donors}; fill: ${allocation.fill}.`,
    `Marking: ${marking}`,
    ...(signOff === undefined ? [] : [signOff.text]),
  ];
  const incomplete = warnings.filter((warning) => warning.startsWith("incomplete"));
  return [verdictText(summary), "", ...incomplete, rests.join(" ")].join("\n");
}

/** The files of `--out`, by name; the series in pieces, made as they are read. */
export function resultFiles(
  finished: Finished,
  summary: Summary,
  circumstances: Circumstances,
  format: Format,
): Readonly<Record<string, FileText>> {
  const { model, tallies } = finished;
  const meta = metaOf(finished.loaded);
  return {
    ...rowsFile("series", SERIES_COLUMNS, seriesRows(model, tallies, meta), format),
    ...tableFiles(
      {
        flows: flowsTable(model, tallies, meta),
        donors: donorsTable(model, tallies, meta),
        observations: observationsTable(model, tallies, meta),
        assumptions: assumptionsTable(summary),
      },
      format,
    ),
    "manifest.json": jsonText(manifest(finished, summary, circumstances)),
    // Last, so that a folder with a summary has everything.
    "summary.json": jsonText(summary),
  };
}

/** What is needed to run it again, and what it ran on. */
function manifest(
  { loaded, plan, tallies, result, stopping }: Finished,
  summary: Summary,
  { nWorkers, wallSeconds, command }: Circumstances,
) {
  return {
    muster: "1",
    engineVersion: packageVersion,
    command: command ?? commandTyped(),
    marking: summary.marking,
    signOff: loaded.signOff,
    digest: summary.digest,
    seed: plan.seed,
    replicationsAsked: plan.replications,
    replicationRanges: result.ranges,
    complete: result.complete,
    outer: plan.outer,
    stoppingRule: stoppingRule(result, stopping),
    stopping: stopping ?? null,
    scenario: summary.scenario,
    inputs: loaded.inputs,
    workers: nWorkers,
    workersReplaced: result.deaths,
    wallSeconds,
    events: tallies.events,
    machine: {
      system: `${platform()} ${release()} ${arch()}`,
      processor: cpus()[0]?.model ?? "unknown",
      processors: cpus().length,
      node: process.version,
    },
    resolvedScenario: loaded.resolved,
  };
}

function stoppingRule({ complete }: JobResult, stopping: Stopping | undefined): string {
  if (!complete) return "interrupted";
  const fixed = stopping === undefined || stopping.reason === "fixed number";
  return fixed ? "fixed number of replications" : stopping.reason;
}

export { jsonText as json };
