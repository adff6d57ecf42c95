/**
 * `--holdings` and `--position`: a force's or a region's return laid over the scenario, and where units are now; what
 * is required, agreed and held side by side before any run.
 */
import { createHash } from "node:crypto";
import { type Command, InvalidArgumentError } from "commander";
import type { ResolvedScenario } from "../scenarios/format/read.ts";
import { POSITION_COLUMNS, plainHeading, RETURN_COLUMNS } from "../scenarios/format/return-columns.ts";
import { applyReturns, type Gap, parseColumns, placeName, positionOf } from "../scenarios/format/return-scenario.ts";
import { readTable } from "../scenarios/format/return-table.ts";
import { RefusedError, UsageError } from "./exits.ts";
import { readSpreadsheet, type Spreadsheet } from "./spreadsheet.ts";

export interface FigureOptions {
  readonly holdings?: readonly string[];
  readonly position?: string;
  readonly columns?: ReadonlyMap<string, string>;
}

/** Files that were read, not yet understood: that needs the scenario. */
export interface Figures {
  readonly holdings: readonly Spreadsheet[];
  readonly position: Spreadsheet | null;
  readonly columns: ReadonlyMap<string, string>;
}

/** What was loaded over the scenario. */
export interface LoadedFigures {
  readonly scenario: ResolvedScenario;
  readonly gaps: readonly Gap[];
  /** whose return is loaded, by name */
  readonly forces: readonly string[];
  /** their ids; absent: only a position is loaded */
  readonly ownHolders?: ReadonlySet<string>;
  readonly warnings: readonly string[];
  readonly inputs: readonly { readonly file: string; readonly sha256: string }[];
}

export function addFigureOptions(command: Command): Command {
  return command
    .option(
      "--holdings <file>",
      "a force's or region's return (.csv or .xlsx, see muster template); may be repeated",
      collect,
    )
    .option("--position <file>", "start from where units are now (.csv or .xlsx)")
    .option("--columns <names>", 'which of their columns is which of ours: "their name=ours, …"', columnsOption);
}

/** The words that say the same again on another command line. */
export function figureWords({ holdings = [], position, columns }: FigureOptions): string[] {
  return [
    ...holdings.flatMap((file) => ["--holdings", file]),
    ...(position === undefined ? [] : ["--position", position]),
    ...(columns === undefined
      ? []
      : ["--columns", [...columns].map(([theirs, ours]) => `${theirs}=${ours}`).join(",")]),
  ];
}

/** @throws RefusedError for files that cannot be read */
export async function readFigures({ holdings, position, columns }: FigureOptions): Promise<Figures | undefined> {
  if (holdings === undefined && position === undefined) return undefined;
  return {
    holdings: await Promise.all((holdings ?? []).map(readSpreadsheet)),
    position: position === undefined ? null : await readSpreadsheet(position),
    columns: columns ?? new Map(),
  };
}

/**
 * Lays the figures over the scenario, with the marking they need.
 *
 * @param marking said on the command line; it stands above what the files say
 * @throws RefusedError with every bad cell
 */
export function layFigures(scenario: ResolvedScenario, figures: Figures, marking: string | undefined): LoadedFigures {
  if (marking !== undefined && /^UNMARKED/i.test(marking.trim())) {
    throw new UsageError(
      "--marking UNMARKED: loaded figures are somebody's own, so they carry OFFICIAL or OFFICIAL-SENSITIVE",
    );
  }
  let result = scenario;
  const faults: string[] = [];
  const warnings: string[] = [];
  const markings: string[] = [];
  let gaps: readonly Gap[] = [];
  let forces: readonly string[] = [];
  if (figures.holdings.length > 0) {
    const tables = figures.holdings.map(({ sheets }) =>
      readTable(sheets, RETURN_COLUMNS, ["force", "capability"], scenario, figures.columns),
    );
    const applied = applyReturns(scenario, tables);
    faults.push(...applied.faults);
    warnings.push(...applied.warnings);
    markings.push(applied.marking);
    ({ scenario: result, gaps, forces } = applied);
  }
  if (figures.position !== null) {
    const table = readTable(
      figures.position.sheets,
      POSITION_COLUMNS,
      ["force", "capability"],
      scenario,
      figures.columns,
    );
    const { position, faults: bad } = positionOf(table);
    faults.push(...bad);
    warnings.push(...table.warnings);
    markings.push("OFFICIAL-SENSITIVE");
    result = { ...result, position };
  }
  // a column that was not read is often why a figure seems to be missing
  if (faults.length > 0) throw new RefusedError([...faults, ...warnings.filter((text) => text.includes("not read"))]);
  const files = [...figures.holdings, ...(figures.position === null ? [] : [figures.position])];
  return {
    scenario: { ...result, marking: marking ?? highestMarking([scenario.marking ?? "", ...markings]) },
    gaps,
    forces: forces.map((id) => placeName(scenario, id)),
    ...(forces.length === 0 ? {} : { ownHolders: new Set(forces) }),
    warnings,
    inputs: files.map(({ file, bytes }) => ({ file, sha256: createHash("sha256").update(bytes).digest("hex") })),
  };
}

/** OFFICIAL-SENSITIVE above OFFICIAL above none; of equals the first, with its handling words. */
function highestMarking(markings: readonly string[]): string {
  const rank = (marking: string) => (/^OFFICIAL-SENSITIVE/i.test(marking) ? 2 : /^OFFICIAL/i.test(marking) ? 1 : 0);
  return markings.reduce((high, marking) => (rank(marking) > rank(high) ? marking : high));
}

/** A marking that somebody set, as it stands in front of file names; null: unmarked. */
export function markingInNames(marking: string | undefined): string | null {
  return /^OFFICIAL(?:-SENSITIVE)?/i.exec(marking ?? "")?.[0].toUpperCase() ?? null;
}

/** Requirement, agreed contribution and holding side by side, in units, with the gaps. */
export function gapsText(gaps: readonly Gap[], scenario: ResolvedScenario): string {
  const figure = (units: number | null) => (units === null ? "–" : String(units));
  const head = [
    "force",
    "capability",
    "required",
    "agreed",
    "held",
    "short of required",
    "short of agreed",
    "limited by",
  ];
  const lines = gaps.map((gap) => [
    placeName(scenario, gap.force),
    gap.capability,
    ...[
      gap.requirementUnits,
      gap.contributionUnits,
      gap.holdingUnits,
      gap.shortOfRequirement,
      gap.shortOfContribution,
    ].map(figure),
    gap.bindsOn ?? "–",
  ]);
  const widths = head.map((word, i) => Math.max(word.length, ...lines.map((line) => line[i]!.length)));
  const row = (cells: readonly string[]) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join("  ")
      .trimEnd();
  return [
    "Whole units, as returned (held: in ticket, before rest days and absence):",
    row(head),
    ...lines.map(row),
  ].join("\n");
}

const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

function columnsOption(text: string): ReadonlyMap<string, string> {
  const columns = parseColumns(text);
  if (typeof columns === "string") throw new InvalidArgumentError(columns);
  return new Map([...columns].map(([theirs, ours]) => [plainHeading(theirs), ours]));
}
