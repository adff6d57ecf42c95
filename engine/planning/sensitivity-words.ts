/**
 * What `sensitivity.json` holds, its table, and the verdict in plain words: which number not known would most narrow the
 * answer, and how much is luck however well one knows.
 */
import type { Table, TableCell } from "../tally/tables.ts";
import { thousands, unitNames } from "../tally/words.ts";
import type { MorrisEffect } from "./morris.ts";
import type { Bar, LuckApart } from "./tornado.ts";

interface Share {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

export interface RangeSensitivity {
  readonly path: string;
  /** in plain words, where the scenario says what it is */
  readonly what: string | null;
  readonly low: number;
  readonly value: number;
  readonly high: number;
  readonly kind: string | null;
  readonly source: string | null;
  readonly tornado: Bar;
  readonly morris: MorrisEffect;
  /** null: not asked for, not among the chosen, or nothing varied */
  readonly sobol: { readonly first: Share; readonly total: Share } | null;
}

export interface SensitivityMeasure {
  readonly measure: "runOut" | "unresourcedUnitHours";
  readonly unit: "probability" | "unit-hours";
  /** over the draws of all ranges at once */
  readonly mean: number;
  readonly luckApart: LuckApart;
  /** the one that matters most first */
  readonly ranges: readonly RangeSensitivity[];
}

export interface CapabilitySensitivity {
  readonly id: string;
  readonly name: string;
  readonly measures: readonly SensitivityMeasure[];
}

export const METHODS = {
  tornado:
    "each range alone from its 5 % to its 95 % quantile, the others at their medians, the same replications; interval: Student's t on the paired differences",
  morris:
    "Morris 1991 (Technometrics 33, 161-174), mean of absolute effects by Campolongo et al. 2007 over the ranges' 5 % to 95 %; interval: Student's t over paths",
  sobol:
    "Saltelli et al. 2010 (design), Jansen 1999 (estimators), bootstrap of rows (500), of the mean over the runs of a point; the other ranges at their medians",
  luckApart: "two-way analysis of variance: draws of all ranges by replications",
} as const;

export function sensitivityWords(
  capabilities: readonly CapabilitySensitivity[],
  replications: number,
  { draws }: { readonly draws: number },
): string[] {
  return capabilities.map(({ id, name, measures }) => {
    const units = unitNames(id, name).many;
    const lead = `In this scenario, on assumed holdings, ${units}:`;
    const told = measures.find(({ ranges }) => (ranges[0]?.morris.size ?? 0) > 0);
    if (told === undefined) {
      return `${lead} no number given as a range moves the answer in any of ${thousands(replications)} runs a point.`;
    }
    const top = told.ranges[0]!;
    return `${lead} the assumption that would most narrow the answer is ${nameOf(top)}. ${effectWords(told, top, replications)} ${sharesWords(told, draws)}${sobolWords(top)}`;
  });
}

function nameOf({ what, path, low, high }: RangeSensitivity): string {
  const range = `${number(low)} to ${number(high)}`;
  return what === null ? `${path} (${range})` : `“${what}” (${path}: ${range})`;
}

/** The screening's effect: it meets each number wherever the others stand, so it stands where the tornado sees nothing. */
function effectWords(
  { measure, unit }: SensitivityMeasure,
  { morris, tornado }: RangeSensitivity,
  runs: number,
): string {
  const of = measure === "runOut" ? "the chance of running out" : "what stays unfilled";
  const per = unit === "probability" ? 100 : 1;
  const unitWords = unit === "probability" ? "runs in 100" : "unit-hours";
  const most = unit === "probability" ? 100 : Number.POSITIVE_INFINITY;
  const interval =
    morris.low === null || morris.high === null
      ? ""
      : ` (95 % interval ${number(morris.low * per)} to ${number(Math.min(most, morris.high * per))}; ${thousands(runs)} runs a point)`;
  // What was never seen is not said to be 0.
  const end = (value: number) => {
    if (unit !== "probability" || (value > 0 && value < 1)) return number(value * per);
    return `${value === 0 ? "none" : "all"} of ${thousands(runs)} runs`;
  };
  const alone =
    tornado.swing === 0
      ? "nothing with the others at their middles"
      : `from ${end(tornado.atLow)} to ${end(tornado.atHigh)} with the others at their middles`;
  const doubt = morris.low === null || morris.low > 0 ? "" : " More paths are needed to tell it from nothing.";
  return `Over its range it moves ${of} by ${number(morris.size * per)} ${unitWords}${interval}, ${alone}.${doubt}`;
}

function sharesWords({ luckApart: { share } }: SensitivityMeasure, draws: number): string {
  if (share === null) return `Nothing differed over ${draws} draws of all ranges.`;
  const known = Math.round(share * 100);
  return `Of what differs between two runs, ${known} % is not knowing and ${100 - known} % luck (${draws} draws).`;
}

function sobolWords({ sobol }: RangeSensitivity): string {
  if (sobol === null) return "";
  const { share, low, high } = sobol.first;
  return ` Knowing it would take away ${Math.round(share * 100)} % of what we do not know (95 % interval ${Math.round(low * 100)} to ${Math.round(high * 100)}).`;
}

/** Three digits at most. */
function number(value: number): string {
  const size = Math.abs(value);
  return size >= 1000 ? thousands(value) : String(Number(value.toPrecision(3)));
}

/** `sensitivity.csv`: a row for each range, capability and measure. */
export function sensitivityTable(
  capabilities: readonly CapabilitySensitivity[],
  replications: number,
  marking: string,
): Table {
  const rows: TableCell[][] = [];
  for (const { id, measures } of capabilities) {
    for (const { measure, unit, ranges, luckApart } of measures) {
      ranges.forEach(({ path, what, low, value, high, kind, tornado, morris, sobol }, i) => {
        const shares = sobol === null ? [null, null, null, null, null, null] : [sobol.first, sobol.total].flatMap(ends);
        rows.push([
          ...[id, measure, unit, i + 1, path, what, low, value, high, kind],
          ...[tornado.atLow, tornado.atHigh, tornado.swing, tornado.low, tornado.high],
          ...[morris.size, morris.low, morris.high, morris.mean, morris.spread],
          ...shares,
          ...[luckApart.share, replications, marking],
        ]);
      });
    }
  }
  return { columns: COLUMNS, rows };
}

const ends = ({ share, low, high }: Share) => [share, low, high];

const COLUMNS = [
  ...["capability", "measure", "unit", "rank", "path", "what", "low", "value", "high", "kind"],
  ...["atLow", "atHigh", "swing", "swingLow", "swingHigh"],
  ...["morrisSize", "morrisLow", "morrisHigh", "morrisMean", "morrisSpread"],
  ...["sobolFirst", "sobolFirstLow", "sobolFirstHigh", "sobolTotal", "sobolTotalLow", "sobolTotalHigh"],
  ...["notKnowingShare", "replications", "marking"],
];
