/**
 * The combined tables of a batch, made from the folders of results as they are read: every file with what became of it,
 * every headline figure of every scenario, every point of every sweep.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Summary } from "../engine/tally/summary.ts";
import type { Table, TableCell } from "../engine/tally/tables.ts";
import { NOT_THIS_FORCES } from "../engine/tally/tables.ts";
import { json } from "./result-files.ts";
import { engineVersion } from "./shard-engine.ts";
import { type Format, rowsFile, tableFiles } from "./tables.ts";
import type { FileText } from "./write-files.ts";

/** What became of one file. */
export interface BatchEntry {
  readonly file: string;
  readonly kind: "scenario" | "sweep" | null;
  readonly status: "done" | "refused" | "failed";
  /** of its results, inside the batch's; null: there are none */
  readonly folder: string | null;
  /** lines to print; none where it is done */
  readonly faults: readonly string[];
}

export function batchFilesOf(out: string, entries: readonly BatchEntry[], format: Format): Record<string, FileText> {
  const foldersOf = (kind: BatchEntry["kind"]) => [
    ...new Set(entries.flatMap((entry) => (entry.kind === kind && entry.folder !== null ? [entry.folder] : []))),
  ];
  const scenarios = foldersOf("scenario");
  const sweeps = foldersOf("sweep");
  return {
    ...(scenarios.length === 0 ? {} : rowsFile("figures", FIGURES, figureRows(out, scenarios), format)),
    ...(sweeps.length === 0 ? {} : rowsFile("points", POINTS, pointRows(out, sweeps), format)),
    ...tableFiles({ batch: entriesTable(entries) }, format),
    "batch.json": json({ muster: "1", engineVersion, files: entries }),
  };
}

function entriesTable(entries: readonly BatchEntry[]): Table {
  return {
    columns: ["file", "kind", "status", "folder", "faults"],
    rows: entries.map(({ file, kind, status, folder, faults }) => [
      ...[file, kind, status, folder],
      faults.length === 0 ? null : faults.join("\n"),
    ]),
  };
}

const FIGURES = [
  ...["folder", "scenario", "capability", "scope", "id", "runOut", "low", "high", "leftForce", "leftRegion", "reason"],
  ...["requiredUnitHours", "onTheGroundUnitHours", "unresourcedUnitHours", "unresourcedLow", "unresourcedHigh"],
  ...["replications", "marking", "note"],
];

function* figureRows(out: string, folders: readonly string[]): Generator<TableCell[], void> {
  for (const folder of folders) {
    const summary = readJson<Summary>(join(out, folder, "summary.json"));
    for (const { id: capability, scopes } of summary.capabilities) {
      for (const of of scopes) {
        const { scope, id, runOut, leftForce, leftRegion, requiredUnitHours, onTheGroundUnitHours } = of;
        const [reason] = Object.entries(runOut.reasons).sort((a, b) => (b[1] ?? 0) - (a[1] ?? 0))[0] ?? [null];
        yield [
          ...[folder, summary.scenario.name, capability, scope, id, runOut.probability, runOut.low, runOut.high],
          ...[leftForce?.probability ?? null, leftRegion?.probability ?? null, reason],
          ...[requiredUnitHours.mean, onTheGroundUnitHours.mean, of.unresourcedUnitHours.mean],
          ...[of.unresourcedUnitHours.low, of.unresourcedUnitHours.high, summary.replications, summary.marking],
          scope === "force" && summary.data.shipped ? NOT_THIS_FORCES : null,
        ];
      }
    }
  }
}

/** Of each point what all sweeps have in common; where it lies is said in words, since each has factors of its own. */
const COMMON = [
  ...["capability", "runOut", "low", "high", "leftForce", "leftRegion", "unresourcedUnitHours", "unresourcedLow"],
  ...["unresourcedHigh", "requiredUnitHours", "reason", "reasonShare", "replications"],
];
const POINTS = ["folder", "scenario", "point", "at", ...COMMON, "marking"];

interface SweepWritten {
  readonly scenario: { readonly name: string };
  readonly marking: string;
  readonly factors: readonly { readonly name: string }[];
  readonly table: Table;
}

function* pointRows(out: string, folders: readonly string[]): Generator<TableCell[], void> {
  for (const folder of folders) {
    const { scenario, marking, factors, table } = readJson<SweepWritten>(join(out, folder, "sweep.json"));
    // The point, its factors, then what all have in common.
    const first = 1 + factors.length;
    const common = COMMON.map((name) => first + table.columns.slice(first).indexOf(name));
    for (const row of table.rows) {
      const at = factors.map(({ name }, i) => `${name} = ${row[1 + i]}`).join("; ");
      yield [folder, scenario.name, row[0]!, at, ...common.map((column) => row[column] ?? null), marking];
    }
  }
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, "utf8"));
}
