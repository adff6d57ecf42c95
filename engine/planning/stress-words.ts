/** What `stress.json` holds of a capability, its table, and the verdict in plain words. */

import { wilson } from "../tally/intervals.ts";
import type { Table, TableCell } from "../tally/tables.ts";
import { duration, shareOfRuns, thousands, unitNames } from "../tally/words.ts";
import type { BrokenBy, Stressed, StressItem } from "./stress.ts";

/** Kinds and places by name. */
export type NamedItem = Pick<StressItem, "kind" | "place">;

export interface CapabilityStress {
  readonly id: string;
  readonly name: string;
  readonly exhaustive: boolean;
  readonly incidentsTried: number;
  readonly setsTried: number;
  readonly least: ToldSet | null;
  readonly worst: readonly ToldSet[];
}

export interface ToldSet {
  readonly incidents: readonly NamedItem[];
  readonly sizeOfUsual: number;
  readonly startsApartMinutes: number;
  readonly runs: number;
  readonly runOut: { readonly probability: number; readonly low: number; readonly high: number };
  readonly unresourcedUnitHours: number;
  readonly requiredUnitHours: number;
  readonly reasons: BrokenBy["reasons"];
}

export function stressOf(stressed: Stressed, name: string, items: readonly NamedItem[]): CapabilityStress {
  const told = (of: BrokenBy): ToldSet => {
    const { low, high } = wilson(of.runOut, of.runs)!;
    return {
      incidents: of.set.items.map((item) => ({ kind: items[item]!.kind, place: items[item]!.place })),
      sizeOfUsual: of.set.size,
      startsApartMinutes: of.set.gap,
      runs: of.runs,
      runOut: { probability: of.runOut / of.runs, low, high },
      unresourcedUnitHours: of.unresourcedUnitHours,
      requiredUnitHours: of.requiredUnitHours,
      reasons: of.reasons,
    };
  };
  return {
    id: stressed.capability,
    name,
    exhaustive: stressed.exhaustive,
    incidentsTried: stressed.tried,
    setsTried: stressed.setsTried,
    least: stressed.least === null ? null : told(stressed.least),
    worst: stressed.worst.map(told),
  };
}

export function stressWords({
  id,
  name,
  least,
  worst,
  incidentsTried,
  setsTried,
  exhaustive,
}: CapabilityStress): string {
  const units = unitNames(id, name).many;
  const lead = `In this scenario, on assumed holdings, with nothing else going on, ${units}`;
  const search = `${thousands(setsTried)} sets tried, ${exhaustive ? "every one there is" : "beyond those of which every one was tried, the worst built on"}`;
  if (least === null) {
    const most = worst[0];
    const nearest =
      most === undefined
        ? ""
        : ` The worst, ${setWords(most.incidents)}, does in ${shareOfRuns(Math.round(most.runOut.probability * most.runs), most.runs)}.`;
    return `${lead} do not run out with even odds in any concurrence tried of up to ${incidentsWords(incidentsTried)} (${search}).${nearest}`;
  }
  const n = least.incidents.length;
  const size = least.sizeOfUsual === 1 ? "of its usual size" : `${percent(least.sizeOfUsual)} % of its usual size`;
  const apart =
    n === 1
      ? ""
      : least.startsApartMinutes === 0
        ? ", all beginning at once"
        : `, even when they begin ${duration(least.startsApartMinutes)} apart`;
  const runs = shareOfRuns(Math.round(least.runOut.probability * least.runs), least.runs);
  const [reason] = least.reasons;
  const why =
    reason === undefined
      ? ""
      : ` Mostly because: ${reason.words} (${percent(reason.share)} % of what was unfilled once all had answered).`;
  return `${lead} run out with at least even odds from ${incidentsWords(n)} on: ${setWords(least.incidents)}, ${n === 1 ? "" : "each "}${size}${apart}: they run out in ${runs}, on fresh luck.${why} (${search}.)`;
}

function incidentsWords(n: number): string {
  return n === 1 ? "one incident" : `${n} incidents`;
}

/** "2 × Disorder in Alder and Birch": kinds in order, places as often as they come. */
export function setWords(incidents: readonly NamedItem[]): string {
  const kinds = new Map<string, Map<string, number>>();
  for (const { kind, place } of incidents) {
    const places = kinds.get(kind) ?? new Map<string, number>();
    kinds.set(kind, places.set(place, (places.get(place) ?? 0) + 1));
  }
  return [...kinds]
    .map(([kind, places]) => {
      const where = [...places].map(([place, times]) => (times === 1 ? place : `${place} (${times} times)`));
      return `${kind} in ${where.join(", ")}`;
    })
    .join("; ");
}

function percent(share: number): string {
  return String(Math.round(share * 1000) / 10);
}

/** `stress.csv`: the least severe set of each capability on rank 0, then its ten worst of as many incidents. */
export function stressTable(capabilities: readonly CapabilityStress[], marking: string): Table {
  const rows: TableCell[][] = [];
  for (const { id, least, worst } of capabilities) {
    const ranked = [...(least === null ? [] : [["least severe", 0, least] as const])];
    for (const [role, rank, set] of [...ranked, ...worst.map((set, i) => ["worst", i + 1, set] as const)]) {
      const [reason] = set.reasons;
      rows.push([
        ...[id, role, rank, set.incidents.length, setWords(set.incidents), set.sizeOfUsual, set.startsApartMinutes],
        ...[set.runOut.probability, set.runOut.low, set.runOut.high, set.unresourcedUnitHours, set.requiredUnitHours],
        ...[reason?.words ?? null, reason?.share ?? null, set.runs, marking],
      ]);
    }
  }
  return { columns: COLUMNS, rows };
}

const COLUMNS = [
  ...["capability", "role", "rank", "nIncidents", "incidents", "sizeOfUsual", "startsApartMinutes"],
  ...["runOut", "low", "high", "unresourcedUnitHours", "requiredUnitHours", "reason", "reasonShare", "runs", "marking"],
];
