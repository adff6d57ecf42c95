/** The desk's side of the editor: scenarios are checked, and spreadsheets read and written, in its thread. */
import { readXlsx, writeXlsx } from "hucre/xlsx";
import { changesTo } from "../../scenarios/format/edit.ts";
import { readScenario } from "../../scenarios/format/read.ts";
import { columnOf, POSITION_COLUMNS, RETURN_COLUMNS } from "../../scenarios/format/return-columns.ts";
import { applyReturns, placeName, positionOf } from "../../scenarios/format/return-scenario.ts";
import { type Cell, readTable, type Sheet } from "../../scenarios/format/return-table.ts";
import { readPasted, readSheets, SpreadsheetRefused } from "../../scenarios/format/spreadsheet.ts";
import type { Plain } from "../../scenarios/format/tree.ts";
import type { Source } from "../desk/protocol.ts";
import { loadShipped, presetText, readSource } from "../desk/shipped.ts";
import type { BadCell, Checked, EditDesk, ReadFigures } from "./protocol.ts";

export const editDesk: EditDesk = {
  async check(source) {
    return checked(source);
  },
  async readFigures(source, { name, content }) {
    const { resolved } = readSource(source);
    let sheets: readonly Sheet[];
    try {
      sheets =
        typeof content === "string"
          ? [readPasted(content, name)]
          : await readSheets(name, content, () => ({ readXlsx }));
    } catch (error) {
      if (error instanceof SpreadsheetRefused) return refusedFile(error.message);
      throw error;
    }
    const sheet = sheets.find(isPosition) ?? null;
    return sheet === null ? readReturn(resolved, sheets) : readPosition(resolved, [sheet]);
  },
  workbook: (sheets) =>
    writeXlsx({
      sheets: sheets.map(({ name, columns, rows }) => ({
        name: name.slice(0, 31),
        columns: columns.map((header, i) => ({ width: widthOf(header, rows, i) })),
        rows: [[...columns], ...rows.map((row) => [...row])],
        freezePane: { rows: 1 },
      })),
    }),
};

function checked({ preset, text, fileName }: Source): Checked {
  const file = `scenarios/${text === null ? `${preset}.yaml` : fileName}`;
  const result = readScenario(text ?? presetText(preset ?? ""), { file, load: loadShipped });
  if (result.ok) return { ok: true, resolved: result.scenario, warnings: result.warnings };
  return {
    ok: false,
    faults: result.faults.map((fault) => (fault.file === file ? { ...fault, file: fileName } : fault)),
  };
}

type Scenario = ReturnType<typeof readSource>["resolved"];

function readReturn(resolved: Scenario, sheets: readonly Sheet[]): ReadFigures {
  const table = readTable(sheets, RETURN_COLUMNS, ["force", "capability"], resolved, new Map());
  const { scenario, gaps, forces, marking, faults, warnings } = applyReturns(resolved, [table]);
  const names = forces.map((id) => placeName(resolved, id));
  return figures("return", sheets, faults, warnings, () => {
    const changes = changesTo(resolved as unknown as Plain, scenario as unknown as Plain);
    return { changes: [...changes, [["marking"], marking]], forces: names, marking, gaps };
  });
}

function readPosition(resolved: Scenario, sheets: readonly Sheet[]): ReadFigures {
  const table = readTable(sheets, POSITION_COLUMNS, ["force", "capability"], resolved, new Map());
  const { position, faults } = positionOf(table);
  const marking = "OFFICIAL-SENSITIVE";
  return figures("position", sheets, faults, table.warnings, () => ({
    changes: [
      [["position"], position as unknown as Plain],
      [["clock", "warmUp"], 0],
      [["marking"], marking],
    ],
    forces: [...new Set(position.map(({ force }) => placeName(resolved, force)))],
    marking,
    gaps: [],
  }));
}

/** A sheet that says who is committed is a position; everything else is read as a return. */
function isPosition({ rows }: Sheet): boolean {
  return rows.slice(0, 20).some((row) => {
    const names = row.map((cell) => (typeof cell === "string" ? columnOf(cell, POSITION_COLUMNS)?.name : undefined));
    return names.includes("force") && (names.includes("committed") || names.includes("stood up"));
  });
}

function figures(
  kind: ReadFigures["kind"],
  sheets: readonly Sheet[],
  faults: readonly string[],
  warnings: readonly string[],
  apply: () => NonNullable<ReadFigures["applied"]>,
): ReadFigures {
  const bad = faults.flatMap((fault): BadCell[] => {
    const cell = cellOf(fault);
    return cell === null ? [] : [{ ...cell, message: fault }];
  });
  const named = faults.map((fault) => /, sheet (.*?), cell /.exec(fault)?.[1]).find((name) => name !== undefined);
  const sheet = sheets.find((one) => one.sheet === named) ?? sheets[0];
  return {
    kind,
    rows: sheet?.rows.map((row) => row.map(textOf)) ?? [],
    bad,
    faults: faults.filter((fault) => cellOf(fault) === null),
    warnings,
    applied: faults.length === 0 ? apply() : null,
  };
}

function refusedFile(message: string): ReadFigures {
  return { kind: "return", rows: [], bad: [], faults: [message], warnings: [], applied: null };
}

/** "…, cell F7 (trained): …": where the reader of returns says a cell is wrong. */
function cellOf(fault: string): { row: number; column: number } | null {
  const found = /, cell ([A-Z]{1,3})(\d+)\b/.exec(fault);
  if (found === null) return null;
  const column = [...found[1]!].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return { row: Number(found[2]) - 1, column };
}

function textOf(cell: Cell): string {
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? "" : cell.toISOString().slice(0, 10);
  return cell === null ? "" : String(cell);
}

function widthOf(header: string, rows: readonly (readonly (string | number | null)[])[], column: number): number {
  const longest = Math.max(header.length, ...rows.slice(0, 60).map((row) => String(row[column] ?? "").length));
  return Math.min(80, Math.max(8, longest + 2));
}
