/** Tables as files, in the format that was asked for: CSV, or Parquet. */
import { Option } from "commander";
import Papa from "papaparse";
import type { Table, TableCell } from "../engine/tally/tables.ts";
import { parquet, parquetPieces, type RowsUnderWay } from "./parquet.ts";
import type { FileText } from "./write-files.ts";

export const FORMATS = ["csv", "parquet"] as const;
export type Format = (typeof FORMATS)[number];

export function formatOption(): Option {
  return new Option("--format <format>", "how tables are written into --out").choices(FORMATS).default("csv");
}

/** Whole tables as files, by name with the format's ending. */
export function tableFiles(tables: Readonly<Record<string, Table>>, format: Format): Record<string, FileText> {
  const textOf = (table: Table): FileText => (format === "csv" ? csv(table) : parquet(table));
  return Object.fromEntries(Object.entries(tables).map(([name, table]) => [`${name}.${format}`, textOf(table)]));
}

/** The file of a table whose rows are made as they are read. */
export function rowsFile(
  name: string,
  columns: readonly string[],
  rows: Iterable<TableCell[]>,
  format: Format,
): Record<string, FileText> {
  return { [`${name}.${format}`]: format === "csv" ? csvPieces(columns, rows) : parquetPieces(columns, rows) };
}

const CSV = { newline: "\n", escapeFormulae: true } as const;
/** Rows in a piece: some 100 kB. */
const ROWS_A_PIECE = 512;

/** A name that begins like a formula must not be one in a spreadsheet. */
export function csv({ columns, rows }: Table): string {
  const data = rows.map((row) => [...row]);
  return `${Papa.unparse({ fields: [...columns], data }, CSV).trimEnd()}\n`;
}

/** As csv, piece by piece, so that the whole is never in memory. */
export function* csvPieces(columns: readonly string[], rows: Iterable<TableCell[]>): Generator<string, void> {
  const piece: unknown[][] = [[...columns]];
  for (const row of rows) {
    piece.push(row);
    if (piece.length === ROWS_A_PIECE) yield `${Papa.unparse(piece.splice(0), CSV)}\n`;
  }
  if (piece.length > 0) yield `${Papa.unparse(piece, CSV)}\n`;
}

/** As csv, of rows that come one after the other. */
export function csvRows(columns: readonly string[], write: (bytes: Uint8Array) => void): RowsUnderWay {
  const add = (rows: Iterable<readonly unknown[]>) => {
    const data = [...rows].map((row) => [...row]);
    if (data.length > 0) write(Buffer.from(`${Papa.unparse(data, CSV)}\n`));
  };
  add([columns]);
  return { add, end() {} };
}
