/** What the editor asks of the desk: whether a scenario can be run, and what a spreadsheet says. */
import type { Change } from "../../scenarios/format/edit.ts";
import type { Fault } from "../../scenarios/format/faults.ts";
import type { ResolvedScenario } from "../../scenarios/format/read.ts";
import type { Gap } from "../../scenarios/format/return-scenario.ts";
import type { Source } from "../desk/protocol.ts";

export interface EditDesk {
  /** Reads a scenario by the rules of the command line, without opening a run. */
  check(source: Source): Promise<Checked>;
  /** Reads a return or a position (CSV, XLSX, or cells that were copied) for a scenario; applies nothing. */
  readFigures(source: Source, file: FiguresFile): Promise<ReadFigures>;
  /** A workbook of these sheets, as bytes. */
  workbook(sheets: readonly WorkbookSheet[]): Promise<Uint8Array>;
}

export type Checked =
  | { readonly ok: true; readonly resolved: ResolvedScenario; readonly warnings: readonly Fault[] }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** `content` is text where cells were copied. */
export interface FiguresFile {
  readonly name: string;
  readonly content: Uint8Array | string;
}

export interface BadCell {
  /** from 0, as in `rows` */
  readonly row: number;
  readonly column: number;
  readonly message: string;
}

export interface ReadFigures {
  readonly kind: "return" | "position";
  /** the sheet that was read, as text */
  readonly rows: readonly (readonly string[])[];
  readonly bad: readonly BadCell[];
  /** what is wrong with the file as a whole */
  readonly faults: readonly string[];
  readonly warnings: readonly string[];
  /** null while anything is bad: then nothing is applied */
  readonly applied: {
    readonly changes: readonly Change[];
    /** names of the forces whose figures these are */
    readonly forces: readonly string[];
    readonly marking: string;
    readonly gaps: readonly Gap[];
  } | null;
}

export interface WorkbookSheet {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}
