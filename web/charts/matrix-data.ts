/** Capability by region: how likely each ran out, and when first; the nation stands first in every row. */
import type { ScopeSummary, Summary } from "../../engine/tally/summary.ts";
import type { CapabilityNames, View } from "../desk/protocol.ts";
import { type Clock, runsOf100, weekdayOf } from "../words.ts";
import { classOf, MEASURE } from "./map-data.ts";

export interface MatrixCell extends View {
  readonly name: string;
  /** runs of 100; null: not known */
  readonly probability: number | null;
  readonly short: string;
  readonly level: number;
  /** median minute of the first run-out, of the runs that ran out; null: none did */
  readonly first: number | null;
  /** "63 runs of 100 (61 to 65; 2,000 runs), first by …" */
  readonly words: string;
}

export interface MatrixRow {
  readonly capability: string;
  readonly name: string;
  readonly cells: readonly MatrixCell[];
}

/** Capabilities that group forces alike share their columns. */
export interface MatrixBlock {
  readonly columns: readonly string[];
  readonly rows: readonly MatrixRow[];
}

/** What was asked for; in the scenario's order. Without runs there is nothing. */
export function matrixOf(summary: Summary, names: readonly CapabilityNames[], clock: Clock): MatrixBlock[] {
  const context = { clock, runs: summary.replications };
  const blocks = new Map<string, { columns: string[]; rows: MatrixRow[] }>();
  for (const capability of summary.capabilities) {
    const known = names.find(({ id }) => id === capability.id);
    if (!capability.asked || known === undefined || summary.replications === 0) continue;
    const columns = known.regions.map(({ name }) => name);
    const key = columns.join("|");
    const block = blocks.get(key) ?? { columns, rows: [] };
    blocks.set(key, block);
    const scopeOf = (scope: string, id: string) =>
      capability.scopes.find((one) => one.scope === scope && one.id === id);
    const cells = [
      cellOf(capability.id, "nation", "nation", "Nation", scopeOf("nation", "nation"), context),
      ...known.regions.map(({ id, name }) => cellOf(capability.id, "region", id, name, scopeOf("region", id), context)),
    ];
    block.rows.push({ capability: capability.id, name: capability.name, cells });
  }
  return [...blocks.values()];
}

function cellOf(
  capability: string,
  scope: View["scope"],
  id: string,
  name: string,
  summary: ScopeSummary | undefined,
  { clock, runs }: { readonly clock: Clock; readonly runs: number },
): MatrixCell {
  const probability = summary?.runOut.probability ?? null;
  const first = summary?.runOut.firstMinutes?.p50 ?? null;
  const when = first === null ? "" : `; half of those by ${shortMoment(first, clock)}`;
  return {
    capability,
    scope,
    id,
    name,
    probability,
    short: probability === 0 ? "·" : runsOf100(probability, runs),
    level: classOf(MEASURE.runOut.classes, probability),
    first,
    words: `${summary?.runOut.text ?? "not known"}${when}`,
  };
}

/** "Sun 6, 22:56": weekday, day of the run, time. */
export function shortMoment(minute: number, clock: Clock): string {
  const civil = clock.startMinuteOfDay + minute;
  const two = (value: number) => String(value).padStart(2, "0");
  const ofDay = ((civil % 1440) + 1440) % 1440;
  return `${weekdayOf(minute, clock)} ${Math.floor(civil / 1440) + 1}, ${two(Math.floor(ofDay / 60))}:${two(Math.floor(ofDay % 60))}`;
}
