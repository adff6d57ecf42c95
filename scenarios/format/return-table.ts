/**
 * Reads a return or a position from the cells of a sheet: every cell that is wrong is named, all at once, and then
 * nothing is read.
 */
import { didYouMean, show } from "./faults.ts";
import { MAX_COUNT } from "./limits.ts";
import { parseDuration, parseStart, parseTime } from "./quantities.ts";
import { type Column, columnOf, columnWithin, looksPersonal, personalText, plainHeading } from "./return-columns.ts";
import type { Scenario } from "./schema.ts";

export type Cell = string | number | boolean | Date | null;

/** One sheet; a CSV file is a sheet without a name. Rows as they stand, the first is row 1. */
export interface Sheet {
  readonly file: string;
  readonly sheet: string | null;
  readonly rows: readonly (readonly Cell[])[];
}

export interface TableRow {
  /** as spreadsheets number it */
  readonly row: number;
  /** by the name of the column; ids of places and capabilities, counts, minutes, ISO dates, text; absent where empty */
  readonly values: Readonly<Record<string, string | number>>;
  /** the cell of a column, such as `kent.xlsx, sheet Return, cell F7`; the row where the sheet has no such column */
  readonly cellOf: (column: string) => string;
}

export interface ReadTable {
  readonly rows: readonly TableRow[];
  readonly faults: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * @param sheets of one file; the first with the needed headings within its first rows is read
 * @param mapped their headings, and which of ours each stands for
 */
export function readTable(
  sheets: readonly Sheet[],
  columns: readonly Column[],
  needed: readonly string[],
  scenario: Scenario,
  mapped: ReadonlyMap<string, string>,
): ReadTable {
  const known = (heading: string) => {
    const ours = mapped.get(plainHeading(heading));
    return columnOf(ours ?? heading, columns);
  };
  for (const sheet of sheets) {
    const at = sheet.rows.slice(0, HEADING_WITHIN).findIndex((row) => {
      const names = row.map((cell) => (typeof cell === "string" ? known(cell)?.name : undefined));
      return needed.every((name) => names.includes(name));
    });
    if (at >= 0) return readSheet(sheet, at, columns, known, scenario);
  }
  const file = sheets[0]?.file ?? "the file";
  const first = sheets[0]?.rows[0]?.filter((cell) => cell !== null && cell !== "").join(", ") ?? "";
  return {
    rows: [],
    warnings: [],
    faults: [
      `${file}: no row of headings with ${needed.map(show).join(" and ")} within the first ${HEADING_WITHIN} rows; found ${show(first)}. ` +
        'Say which column is which with --columns "their name=ours, …".',
    ],
  };
}

const HEADING_WITHIN = 20;

function readSheet(
  sheet: Sheet,
  at: number,
  columns: readonly Column[],
  known: (heading: string) => Column | undefined,
  scenario: Scenario,
): ReadTable {
  const faults: string[] = [];
  const warnings: string[] = [];
  const nameOf = (row: number, column: number) =>
    `${sheet.file}${sheet.sheet === null ? "" : `, sheet ${sheet.sheet}`}, cell ${letters(column)}${row + 1}`;
  const columnAt: (Column | undefined)[] = [];
  const seen = new Map<string, number>();
  const unread: { readonly heading: string; readonly cell: string }[] = [];
  sheet.rows[at]!.forEach((cell, i) => {
    const heading = cell === null ? "" : String(cell).trim();
    if (heading === "") return;
    const column = known(heading);
    if (column === undefined) {
      if (looksPersonal(heading))
        faults.push(
          `${nameOf(at, i)}: ${show(heading)} looks like a column about persons; take it out, nothing of it is read.`,
        );
      else unread.push({ heading, cell: nameOf(at, i) });
      return;
    }
    const before = seen.get(column.name);
    if (before !== undefined) {
      faults.push(
        `${nameOf(at, i)}: ${show(heading)} is ${column.name} again, which stands in column ${letters(before)} already.`,
      );
      return;
    }
    seen.set(column.name, i);
    columnAt[i] = column;
  });
  for (const { heading, cell } of unread) {
    const perhaps = columnWithin(heading, columns, new Set(seen.keys()));
    const how =
      perhaps === undefined ? "" : ` Is it ${show(perhaps.name)}? Then say --columns "${heading}=${perhaps.name}".`;
    warnings.push(`${cell}: the column ${show(heading)} is not one of ours and is not read.${how}`);
  }
  const rowOf = (row: number) => `${sheet.file}${sheet.sheet === null ? "" : `, sheet ${sheet.sheet}`}, row ${row + 1}`;
  const words = vocabulary(scenario);
  const rows: TableRow[] = [];
  for (let row = at + 1; row < sheet.rows.length; row++) {
    const cells = sheet.rows[row]!;
    if (cells.every(isEmpty)) continue;
    const values: Record<string, string | number> = {};
    cells.forEach((cell, i) => {
      const column = columnAt[i];
      if (column === undefined || isEmpty(cell)) return;
      const read = readCell(cell, column, words);
      if ("wrong" in read) faults.push(`${nameOf(row, i)} (${column.name}): found ${shown(cell)}; ${read.wrong}`);
      else values[column.name] = read.value;
    });
    rows.push({ row: row + 1, values, cellOf: (name) => (seen.has(name) ? nameOf(row, seen.get(name)!) : rowOf(row)) });
  }
  return { rows, faults, warnings };
}

const isEmpty = (cell: Cell) => cell === null || (typeof cell === "string" && cell.trim() === "");
const shown = (cell: Cell) => (cell instanceof Date ? isoDay(cell) : show(cell));
const isoDay = (date: Date) => (Number.isNaN(date.getTime()) ? "no date" : date.toISOString().slice(0, 10));

/** A, B … Z, AA … of a column from 0. */
function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last;
}

// ── cells ───────────────────────────────────────────────────────────────────────────────────────

interface Vocabulary {
  readonly places: ReadonlyMap<string, string>;
  readonly capabilities: ReadonlyMap<string, string>;
  readonly start: string | undefined;
}

/** Ids and names, as people write them. */
function vocabulary(scenario: Scenario): Vocabulary {
  const places = new Map<string, string>();
  const capabilities = new Map<string, string>();
  const add = (map: Map<string, string>, key: string, id: string) => {
    if (key !== "" && !map.has(key)) map.set(key, id);
  };
  for (const [id, { name }] of Object.entries({ ...scenario.places.holders, ...scenario.places.forces })) {
    add(places, plainHeading(id), id);
    if (name === undefined) continue;
    add(places, plainHeading(name), id);
    add(places, shortPlace(name), id);
  }
  for (const [id, { name }] of Object.entries(scenario.capabilities)) {
    for (const text of [id, name ?? id]) {
      add(capabilities, plainHeading(text), id);
      add(capabilities, `${plainHeading(text)}s`, id);
    }
  }
  return { places, capabilities, start: scenario.clock?.start };
}

const shortPlace = (name: string) =>
  plainHeading(name)
    .replace(/\b(?:police|constabulary|service|force|the)\b/g, "")
    .replace(/\s+/g, " ")
    .trim();

type ReadCell = { readonly value: string | number } | { readonly wrong: string };

function readCell(cell: Cell, column: Column, words: Vocabulary): ReadCell {
  const text = cell instanceof Date ? isoDay(cell) : String(cell).trim();
  switch (column.kind) {
    case "count":
      return count(cell, text);
    case "place": {
      const id = words.places.get(plainHeading(text)) ?? words.places.get(shortPlace(text));
      return id === undefined ? { wrong: `it should be a force.${hint(text, words.places)}` } : { value: id };
    }
    case "capability": {
      const id = words.capabilities.get(plainHeading(text));
      return id === undefined
        ? { wrong: `it should be a capability.${hint(text, words.capabilities)}` }
        : { value: id };
    }
    case "date": {
      const day = civilDay(text);
      return day === null ? { wrong: "it should be a day such as 2026-08-01." } : { value: day };
    }
    case "marking": {
      const marking = text.toUpperCase().replace(/[\s–-]+SENSITIVE/, "-SENSITIVE");
      return /^OFFICIAL(?:-SENSITIVE)?\b/.test(marking)
        ? { value: marking }
        : { wrong: "it should be OFFICIAL or OFFICIAL-SENSITIVE; nothing above that belongs in Muster." };
    }
    case "duration": {
      const minutes = untilMinutes(cell instanceof Date ? cell.toISOString().slice(0, 16) : text, words.start);
      return minutes === null || minutes < 1
        ? { wrong: "it should be a time after the start: 6 h, day 2 06:00 or 2026-08-02T06:00." }
        : { value: minutes };
    }
    default: {
      const personal = personalText(text);
      return personal === null ? { value: text } : { wrong: `it should be without ${personal}.` };
    }
  }
}

function count(cell: Cell, text: string): ReadCell {
  const value =
    typeof cell === "number"
      ? cell
      : /^\d{1,3}(?:,\d{3})+$|^\d+$/.test(text)
        ? Number(text.replaceAll(",", ""))
        : Number.NaN;
  return Number.isInteger(value) && value >= 0 && value <= MAX_COUNT
    ? { value }
    : { wrong: `it should be a whole number from 0 to ${MAX_COUNT}.` };
}

function hint(text: string, known: ReadonlyMap<string, string>): string {
  const near = didYouMean(plainHeading(text), known.keys());
  return near === undefined ? "" : ` Did you mean "${known.get(near)}"?`;
}

/** 2026-08-01, or 1/8/2026 as it is written here: day first. */
function civilDay(text: string): string | null {
  const british = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(text);
  const iso =
    british === null
      ? text.slice(0, 10)
      : `${british[3]}-${british[2]!.padStart(2, "0")}-${british[1]!.padStart(2, "0")}`;
  return parseStart(iso) === null ? null : iso;
}

/** Whole minutes from the start of the run. */
function untilMinutes(text: string, start: string | undefined): number | null {
  const begins = parseStart(start ?? "");
  const civil = parseStart(text);
  if (civil !== null) {
    if (begins === null) return null;
    return (civil.dayNumber - begins.dayNumber) * 1440 + civil.minuteOfDay - begins.minuteOfDay;
  }
  const minutes = parseDuration(text) ?? parseTime(text, begins?.minuteOfDay ?? 0);
  return minutes === null ? null : Math.round(minutes);
}
