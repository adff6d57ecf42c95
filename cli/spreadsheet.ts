/** Reads a spreadsheet file of this machine: CSV or XLSX, by the rules of scenarios/format/spreadsheet.ts. */
import { readFileSync, statSync } from "node:fs";
import type { Sheet } from "../scenarios/format/return-table.ts";
import { MAX_SHEET_BYTES, readSheets, SpreadsheetRefused } from "../scenarios/format/spreadsheet.ts";
import { RefusedError } from "./exits.ts";

export interface Spreadsheet {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly sheets: readonly Sheet[];
}

/** @throws RefusedError that names the file and the limit */
export async function readSpreadsheet(file: string): Promise<Spreadsheet> {
  const bytes = bytesOf(file);
  try {
    // Only whoever loads a workbook waits for its reader.
    return { file, bytes, sheets: await readSheets(file, bytes, () => import("hucre/xlsx")) };
  } catch (error) {
    throw error instanceof SpreadsheetRefused ? new RefusedError([error.message]) : error;
  }
}

const refused = (file: string, why: string) => new RefusedError([`${file}: ${why}.`]);

function bytesOf(file: string): Uint8Array {
  try {
    const status = statSync(file);
    if (!status.isFile()) throw refused(file, "this is not a file");
    if (status.size > MAX_SHEET_BYTES) throw refused(file, `${status.size} bytes; at most ${MAX_SHEET_BYTES} are read`);
    return readFileSync(file);
  } catch (error) {
    if (error instanceof RefusedError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw refused(file, code === "ENOENT" ? "there is no such file" : "this file may not be read");
  }
}
