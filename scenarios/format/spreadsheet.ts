/**
 * Reads a spreadsheet a stranger may have sent: CSV or XLSX, within limits of size, rows and cells that are tested
 * before anything is unpacked. Formulas are not evaluated: what the spreadsheet program last saved is read. Runs
 * anywhere; the caller has the bytes.
 */
import Papa from "papaparse";
import type { Cell, Sheet } from "./return-table.ts";

export const MAX_SHEET_BYTES = 4 * 1024 * 1024;
const MAX_UNPACKED_BYTES = 48 * 1024 * 1024;
const MAX_PARTS = 500;
const MAX_SHEETS = 20;
const MAX_ROWS = 5_000;
const MAX_COLUMNS = 200;
const MAX_CELLS = 200_000;

/** Cannot be read, or not within the limits; the message names the file. */
export class SpreadsheetRefused extends Error {
  constructor(file: string, why: string) {
    super(`${file}: ${why}.`);
    this.name = "SpreadsheetRefused";
  }
}

type Workbooks = Pick<typeof import("hucre/xlsx"), "readXlsx">;

/**
 * @param file its name, which says what it is
 * @param workbooks the reader of workbooks: asked for only when there is one to read
 * @throws SpreadsheetRefused
 */
export async function readSheets(
  file: string,
  bytes: Uint8Array,
  workbooks: () => Workbooks | Promise<Workbooks>,
): Promise<readonly Sheet[]> {
  if (bytes.length > MAX_SHEET_BYTES)
    throw new SpreadsheetRefused(file, `${bytes.length} bytes; at most ${MAX_SHEET_BYTES} are read`);
  if (/\.xlsx$/i.test(file)) return bounded(file, await workbook(file, bytes, workbooks));
  if (/\.csv$/i.test(file)) return bounded(file, [{ file, sheet: null, rows: rowsOfText(decoded(bytes)) }]);
  throw new SpreadsheetRefused(file, "a return or position ends in .csv or .xlsx");
}

/** What somebody copied from a spreadsheet: cells between tabs, or a CSV. */
export function readPasted(text: string, name: string): Sheet {
  if (text.length > MAX_SHEET_BYTES)
    throw new SpreadsheetRefused(name, `${text.length} characters; at most ${MAX_SHEET_BYTES} are read`);
  return bounded(name, [{ file: name, sheet: null, rows: rowsOfText(text) }])[0]!;
}

function bounded(file: string, sheets: readonly Sheet[]): readonly Sheet[] {
  let cells = 0;
  for (const { sheet, rows } of sheets) {
    const where = sheet === null ? "it" : `sheet ${sheet}`;
    if (rows.length > MAX_ROWS)
      throw new SpreadsheetRefused(file, `${where} has ${rows.length} rows; at most ${MAX_ROWS} are read`);
    for (const row of rows) {
      cells += row.length;
      if (row.length > MAX_COLUMNS)
        throw new SpreadsheetRefused(file, `${where} has ${row.length} columns; at most ${MAX_COLUMNS} are read`);
    }
  }
  if (cells > MAX_CELLS) throw new SpreadsheetRefused(file, `${cells} cells; at most ${MAX_CELLS} are read`);
  return sheets;
}

function rowsOfText(text: string): string[][] {
  return Papa.parse<string[]>(text, {
    skipEmptyLines: false,
    preview: MAX_ROWS + 2,
    delimitersToGuess: [",", ";", "\t"],
  }).data;
}

/** UTF-8, or what spreadsheets on Windows save. */
function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

async function workbook(
  file: string,
  bytes: Uint8Array,
  workbooks: () => Workbooks | Promise<Workbooks>,
): Promise<Sheet[]> {
  await assertHarmless(file, bytes);
  try {
    const { readXlsx } = await workbooks();
    const { sheets } = await readXlsx(bytes, { maxRows: MAX_ROWS + 1 });
    if (sheets.length > MAX_SHEETS)
      throw new SpreadsheetRefused(file, `${sheets.length} sheets; at most ${MAX_SHEETS} are read`);
    return sheets.map(({ name, rows }) => ({ file, sheet: name, rows: rows.map((row) => Array.from(row, plainCell)) }));
  } catch (error) {
    if (error instanceof SpreadsheetRefused) throw error;
    throw new SpreadsheetRefused(
      file,
      `this is not a workbook that can be read (${error instanceof Error ? error.message : error})`,
    );
  }
}

function plainCell(value: unknown): Cell {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return value instanceof Date ? value : null;
}

/**
 * Unpacks every part of the archive within a limit, whatever size the archive says it has, so that what is handed on
 * cannot fill the memory.
 */
async function assertHarmless(file: string, bytes: Uint8Array): Promise<void> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOfDirectory(view);
  if (end < 0) throw new SpreadsheetRefused(file, "this is not a workbook: the archive has no directory");
  const parts = view.getUint16(end + 10, true);
  if (parts > MAX_PARTS)
    throw new SpreadsheetRefused(file, `${parts} parts in the archive; at most ${MAX_PARTS} are unpacked`);
  let at = view.getUint32(end + 16, true);
  let left = MAX_UNPACKED_BYTES;
  try {
    for (let part = 0; part < parts; part++) {
      if (view.getUint32(at, true) !== 0x02014b50) throw new RangeError("a directory entry is missing");
      const flags = view.getUint16(at + 8, true);
      const method = view.getUint16(at + 10, true);
      const packed = view.getUint32(at + 20, true);
      const local = view.getUint32(at + 42, true);
      if ((flags & 1) !== 0) throw new SpreadsheetRefused(file, "the workbook is encrypted");
      const data = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
      const content = bytes.subarray(data, data + packed);
      if (method !== 0 && method !== 8) throw new RangeError(`method ${method}`);
      left -= method === 0 ? content.length : await unpackedLength(content, left);
      if (left < 0)
        throw new SpreadsheetRefused(
          file,
          `unpacked it is larger than ${MAX_UNPACKED_BYTES} bytes, far more than a return can be`,
        );
      at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
  } catch (error) {
    if (error instanceof SpreadsheetRefused) throw error;
    throw new SpreadsheetRefused(file, "this is not a workbook that can be read: the archive is damaged");
  }
}

/** How long it is unpacked; counted only until it is more than `most`, and kept nowhere. */
async function unpackedLength(packed: Uint8Array, most: number): Promise<number> {
  const reader = new Blob([packed as BlobPart])
    .stream()
    .pipeThrough(new DecompressionStream("deflate-raw"))
    .getReader();
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return length;
    length += value.length;
    if (length > most) {
      await reader.cancel();
      return length;
    }
  }
}

/** Offset of the end-of-directory record, which stands in the last 64 KiB; -1: none. */
function endOfDirectory(view: DataView): number {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 0xffff); at--) {
    if (view.getUint32(at, true) === 0x06054b50) return at;
  }
  return -1;
}
