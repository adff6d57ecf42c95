/**
 * Tables as Parquet: the columns and rows of the CSV files, numbers as numbers. Written row group by row group, so that
 * the whole is never in memory; equal tables give equal bytes.
 */
import { ByteWriter, ParquetWriter, type SchemaElement } from "hyparquet-writer";
import type { Table, TableCell } from "../engine/tally/tables.ts";

/** A file under way: rows are added, and go out as bytes whenever there are enough of them. */
export interface RowsUnderWay {
  add(rows: Iterable<readonly TableCell[]>): void;
  /** Writes what is left, and the file's end. */
  end(): void;
}

/** The pieces of a whole table's file. */
export function* parquet({ columns, rows }: Table): Generator<Uint8Array, void> {
  const holds = (c: number, type: string) => rows.some((row) => typeof row[c] === type);
  // Where there is nothing in a column, its name decides.
  const text = new Set(columns.filter((name, c) => holds(c, "string") || (TEXT.has(name) && !holds(c, "number"))));
  yield* pieces(columns, rows, text);
}

/** As parquet, of rows that are made as they are read; columns of words are those of `TEXT`. */
export function parquetPieces(
  columns: readonly string[],
  rows: Iterable<readonly TableCell[]>,
): Generator<Uint8Array, void> {
  return pieces(columns, rows, TEXT);
}

/** As parquetPieces, of rows that come one after the other. */
export function parquetRows(columns: readonly string[], write: (bytes: Uint8Array) => void): RowsUnderWay {
  return rowsUnderWay(columns, TEXT, write);
}

/** Columns of words wherever they appear: a column's type must not depend on which rows there happen to be. */
const TEXT: ReadonlySet<string> = new Set(
  "capability scope id donor host level force unit marking note file status folder scenario reason at".split(" "),
);

const ROWS_A_GROUP = 16_384;

function* pieces(
  columns: readonly string[],
  rows: Iterable<readonly TableCell[]>,
  text: ReadonlySet<string>,
): Generator<Uint8Array, void> {
  const out: Uint8Array[] = [];
  const file = rowsUnderWay(columns, text, (bytes) => out.push(bytes));
  for (const row of rows) {
    file.add([row]);
    yield* out.splice(0);
  }
  file.end();
  yield* out;
}

function rowsUnderWay(
  columns: readonly string[],
  text: ReadonlySet<string>,
  write: (bytes: Uint8Array) => void,
): RowsUnderWay {
  const bytes = new ByteWriter();
  const file = new ParquetWriter({ writer: bytes, schema: schemaOf(columns, text), createdBy: "muster" });
  let group: TableCell[][] = columns.map(() => []);
  const hasRows = () => group[0]!.length > 0;
  const flush = () => {
    if (bytes.index > 0) write(bytes.getBytes().slice());
    // Places in the file are counted by `offset`; only the buffer begins anew.
    bytes.index = 0;
  };
  const writeGroup = () => {
    file.write({ columnData: columns.map((name, c) => ({ name, data: group[c]! })), rowGroupSize: ROWS_A_GROUP });
    group = columns.map(() => []);
    flush();
  };
  return {
    add(rows) {
      for (const row of rows) {
        for (let c = 0; c < columns.length; c++) group[c]!.push(cellOf(row[c], columns[c]!, text));
        if (group[0]!.length === ROWS_A_GROUP) writeGroup();
      }
    },
    end() {
      if (hasRows()) writeGroup();
      file.finish();
      flush();
    },
  };
}

function schemaOf(columns: readonly string[], text: ReadonlySet<string>): SchemaElement[] {
  const elements = columns.map(
    (name): SchemaElement =>
      text.has(name)
        ? { name, type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" }
        : { name, type: "DOUBLE", repetition_type: "OPTIONAL" },
  );
  return [{ name: "root", num_children: columns.length }, ...elements];
}

function cellOf(value: TableCell | undefined, column: string, text: ReadonlySet<string>): TableCell {
  if (value === undefined || value === null) return null;
  if (text.has(column)) return String(value);
  if (typeof value !== "number") throw new TypeError(`column ${column} holds "${value}" among numbers`);
  return value;
}
