/**
 * Reads a spreadsheet a stranger may have sent: CSV or XLSX, within limits of size, rows and cells that are tested
 * before anything is unpacked. Formulas are not evaluated: what the spreadsheet program last saved is read.
 */
import { readFileSync, statSync } from "node:fs";
import { inflateRawSync } from "node:zlib";
import Papa from "papaparse";
import type { Cell, Sheet } from "../scenarios/format/return-table.ts";
import { RefusedError } from "./exits.ts";

const MAX_BYTES = 4 * 1024 * 1024;
const MAX_UNPACKED_BYTES = 48 * 1024 * 1024;
const MAX_PARTS = 500;
const MAX_SHEETS = 20;
const MAX_ROWS = 5_000;
const MAX_COLUMNS = 200;
const MAX_CELLS = 200_000;

export interface Spreadsheet {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly sheets: readonly Sheet[];
}

/** @throws RefusedError that names the file and the limit */
export async function readSpreadsheet(file: string): Promise<Spreadsheet> {
  const bytes = bytesOf(file);
  const sheets = /\.xlsx$/i.test(file) ? await workbook(file, bytes) : /\.csv$/i.test(file) ? [csv(file, bytes)] : null;
  if (sheets === null) throw refused(file, "a return or position ends in .csv or .xlsx");
  let cells = 0;
  for (const { sheet, rows } of sheets) {
    const where = sheet === null ? "it" : `sheet ${sheet}`;
    if (rows.length > MAX_ROWS) throw refused(file, `${where} has ${rows.length} rows; at most ${MAX_ROWS} are read`);
    for (const row of rows) {
      cells += row.length;
      if (row.length > MAX_COLUMNS)
        throw refused(file, `${where} has ${row.length} columns; at most ${MAX_COLUMNS} are read`);
    }
  }
  if (cells > MAX_CELLS) throw refused(file, `${cells} cells; at most ${MAX_CELLS} are read`);
  return { file, bytes, sheets };
}

const refused = (file: string, why: string) => new RefusedError([`${file}: ${why}.`]);

function bytesOf(file: string): Uint8Array {
  try {
    const status = statSync(file);
    if (!status.isFile()) throw refused(file, "this is not a file");
    if (status.size > MAX_BYTES) throw refused(file, `${status.size} bytes; at most ${MAX_BYTES} are read`);
    return readFileSync(file);
  } catch (error) {
    if (error instanceof RefusedError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw refused(file, code === "ENOENT" ? "there is no such file" : "this file may not be read");
  }
}

function csv(file: string, bytes: Uint8Array): Sheet {
  const text = decoded(bytes);
  const { data } = Papa.parse<string[]>(text, {
    skipEmptyLines: false,
    preview: MAX_ROWS + 2,
    delimitersToGuess: [",", ";", "\t"],
  });
  return { file, sheet: null, rows: data };
}

/** UTF-8, or what spreadsheets on Windows save. */
function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

async function workbook(file: string, bytes: Uint8Array): Promise<Sheet[]> {
  assertHarmless(file, bytes);
  try {
    // Only whoever loads a workbook waits for its reader.
    const { readXlsx } = await import("hucre/xlsx");
    const { sheets } = await readXlsx(bytes, { maxRows: MAX_ROWS + 1 });
    if (sheets.length > MAX_SHEETS) throw refused(file, `${sheets.length} sheets; at most ${MAX_SHEETS} are read`);
    return sheets.map(({ name, rows }) => ({ file, sheet: name, rows: rows.map((row) => Array.from(row, plainCell)) }));
  } catch (error) {
    if (error instanceof RefusedError) throw error;
    throw refused(file, `this is not a workbook that can be read (${error instanceof Error ? error.message : error})`);
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
function assertHarmless(file: string, bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOfDirectory(view);
  if (end < 0) throw refused(file, "this is not a workbook: the archive has no directory");
  const parts = view.getUint16(end + 10, true);
  if (parts > MAX_PARTS) throw refused(file, `${parts} parts in the archive; at most ${MAX_PARTS} are unpacked`);
  let at = view.getUint32(end + 16, true);
  let left = MAX_UNPACKED_BYTES;
  try {
    for (let part = 0; part < parts; part++) {
      if (view.getUint32(at, true) !== 0x02014b50) throw new RangeError("a directory entry is missing");
      const flags = view.getUint16(at + 8, true);
      const method = view.getUint16(at + 10, true);
      const packed = view.getUint32(at + 20, true);
      const local = view.getUint32(at + 42, true);
      if ((flags & 1) !== 0) throw refused(file, "the workbook is encrypted");
      const data = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
      const content = bytes.subarray(data, data + packed);
      if (method !== 0 && method !== 8) throw new RangeError(`method ${method}`);
      left -= method === 0 ? content.length : inflateRawSync(content, { maxOutputLength: Math.max(1, left) }).length;
      if (left < 0) throw tooLarge(file);
      at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
  } catch (error) {
    if (error instanceof RefusedError) throw error;
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(file);
    throw refused(file, "this is not a workbook that can be read: the archive is damaged");
  }
}

const tooLarge = (file: string) =>
  refused(file, `unpacked it is larger than ${MAX_UNPACKED_BYTES} bytes, far more than a return can be`);

/** Offset of the end-of-directory record, which stands in the last 64 KiB; -1: none. */
function endOfDirectory(view: DataView): number {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 0xffff); at--) {
    if (view.getUint32(at, true) === 0x06054b50) return at;
  }
  return -1;
}
