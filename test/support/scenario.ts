/**
 * From a scenario document to what a run leaves behind, by the way every file goes: written as YAML, read with
 * all its checks, compiled, replicated.
 */
import { stringify } from "yaml";
import type { Model } from "../../engine/model.ts";
import { createWorld, replicate, type TraceEvent, traceReplication } from "../../engine/replicate.ts";
import { PER_REPLICATION, SUMS } from "../../engine/tally/measures.ts";
import { createTallies, N_PER_REPLICATION, N_SUMS, type Tallies } from "../../engine/tally/tally.ts";
import { compileScenario } from "../../scenarios/format/compile.ts";
import { formatFault, readScenario } from "../../scenarios/format/read.ts";

/** A scenario document; the checks of the format are what types it. */
export type Document = Readonly<Record<string, unknown>>;

const HASH = "0".repeat(64);

/** The document as the text of a scenario file. */
export const yamlOf = (document: Document): string =>
  stringify(document, { lineWidth: 0, aliasDuplicateObjects: false });

/** @throws Error with every fault if the document is not a scenario */
export function modelOf(document: Document): Model {
  return modelOfText(yamlOf({ muster: 1, name: "A test", extends: "nothing", ...document }));
}

export function modelOfText(text: string): Model {
  const read = readScenario(text, { file: "test.yaml", load: () => null });
  if (!read.ok) throw new Error(read.faults.map(formatFault).join("\n"));
  return compileScenario(read.scenario, HASH).model;
}

/** Replications [0, n) in order. */
export function tallied(model: Model, n: number, seed = "1"): Tallies {
  const tallies = createTallies(model);
  const world = createWorld(model);
  for (let replication = 0; replication < n; replication++) replicate(model, world, tallies, seed, replication);
  return tallies;
}

/** Everything that happens in replication 0, in order. */
export function traced(model: Model, replication = 0, seed = "1"): TraceEvent[] {
  const events: TraceEvent[] = [];
  traceReplication(model, createWorld(model), seed, replication, (event) => events.push(event));
  return events;
}

/** National total of a measure over all replications. */
export function national(tallies: Tallies, measure: (typeof PER_REPLICATION)[number], cap = 0): number {
  return tallies.sum[tallies.layout.cellStart[cap]! * N_PER_REPLICATION + PER_REPLICATION.indexOf(measure)]!;
}

/** National total of a sum over all replications. */
export function nationalSum(tallies: Tallies, sum: (typeof SUMS)[number], cap = 0): number {
  return tallies.sums[tallies.layout.cellStart[cap]! * N_SUMS + SUMS.indexOf(sum)]!;
}
