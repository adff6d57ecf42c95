/** What a sweep leaves behind: the tidy table, the line where run-out begins, and the verdict in plain words. */
import { meanInterval, wilson } from "../tally/intervals.ts";
import { REASONS } from "../tally/measures.ts";
import type { Table, TableCell } from "../tally/tables.ts";
import { shareOfRuns, thousands, unitNames } from "../tally/words.ts";
import { type CapabilityAtPoint, meanOf, type PointOutcome, runOuts } from "./points.ts";
import { type BreakPoint, breakPoints, type DesignPoint, type Factor } from "./sweep.ts";

export const METHODS = {
  design:
    "Latin hypercube: McKay, Beckman and Conover 1979; Sobol's sequence: direction numbers of Joe and Kuo 2008 with a random digital shift",
  seeds: "all points run on the same replications with the same seed (common random numbers)",
  intervals: "Wilson's for shares of runs, Student's for means",
  line: "where the share of runs that run out first passes the level, by straight line between two points",
} as const;

export interface CapabilityLine {
  readonly capability: string;
  readonly name: string;
  readonly lines: readonly BreakPoint[];
}

/** Capabilities that anything asked for at any point, in the order of their first. */
function askedFor(done: readonly PointOutcome[]): Map<string, string> {
  const asked = new Map<string, string>();
  for (const { capabilities } of done) {
    for (const { id, name, requiredMinutes } of capabilities) {
      if (requiredMinutes.some((minutes) => minutes > 0)) asked.set(id, name);
    }
  }
  return asked;
}

export function linesOf(
  factors: readonly Factor[],
  along: number,
  points: readonly DesignPoint[],
  done: readonly PointOutcome[],
  level: number,
): CapabilityLine[] {
  if (!factors[along]!.levels.every((one) => typeof one === "number")) return [];
  return [...askedFor(done)].map(([capability, name]) => {
    const runOut = done.map((outcome) => {
      const of = outcome.capabilities.find(({ id }) => id === capability);
      return of === undefined ? 0 : runOuts(of) / outcome.nRuns;
    });
    return { capability, name, lines: breakPoints(points, along, runOut, level) };
  });
}

/** `sweep.csv`: a row for each point and capability. @param marking null: left out */
export function sweepTable(
  factors: readonly Factor[],
  points: readonly DesignPoint[],
  done: readonly PointOutcome[],
  marking: string | null,
): Table {
  const asked = askedFor(done);
  const rows: TableCell[][] = [];
  done.forEach((outcome, i) => {
    const values = points[i]!.values.map((value) => (typeof value === "boolean" ? String(value) : value));
    for (const of of outcome.capabilities) {
      if (!asked.has(of.id)) continue;
      const rest = marking === null ? [] : [marking];
      rows.push([outcome.point, ...values, of.id, ...figures(of, outcome.nRuns), outcome.nRuns, ...rest]);
    }
  });
  return {
    columns: [
      ...[
        "point",
        ...factors.map(({ name }) => name),
        "capability",
        "runOut",
        "low",
        "high",
        "leftForce",
        "leftRegion",
      ],
      ...["unresourcedUnitHours", "unresourcedLow", "unresourcedHigh", "requiredUnitHours", "reason", "reasonShare"],
      ...["replications", ...(marking === null ? [] : ["marking"])],
    ],
    rows,
  };
}

function figures(of: CapabilityAtPoint, n: number): TableCell[] {
  const events = runOuts(of);
  const interval = wilson(events, n)!;
  const hours = Array.from(of.unresourcedMinutes, (minutes) => minutes / 60);
  const mean = meanOf(hours);
  const squares = hours.reduce((sum, one) => sum + (one - mean) * (one - mean), 0);
  const around = meanInterval(mean, squares / Math.max(1, n - 1), n);
  const all = of.reasonMinutes.reduce((sum, one) => sum + one, 0);
  let most = 0;
  of.reasonMinutes.forEach((minutes, i) => {
    if (minutes > of.reasonMinutes[most]!) most = i;
  });
  return [
    ...[events / n, interval.low, interval.high, of.leftForce / n, of.leftRegion / n],
    ...[mean, around === null ? null : Math.max(0, around.low), around?.high ?? null, meanOf(of.requiredMinutes) / 60],
    ...(all === 0 ? [null, null] : [REASONS[most]!.words, of.reasonMinutes[most]! / all]),
  ];
}

/** `break.csv`: a row for each capability and setting of the other factors. */
export function breakTable(
  lines: readonly CapabilityLine[],
  factors: readonly Factor[],
  along: number,
  level: number,
  marking: string,
): Table {
  const others = factors.filter((_, i) => i !== along).map(({ name }) => name);
  return {
    columns: ["capability", ...others, "along", "level", "passedAt", "lastBelow", "firstAbove", "marking"],
    rows: lines.flatMap(({ capability, lines: of }) =>
      of.map(({ others: at, at: passed, below, above }): TableCell[] => [
        capability,
        ...at.map((value) => (typeof value === "boolean" ? String(value) : value)),
        ...[factors[along]!.name, level, passed, below, above, marking],
      ]),
    ),
  };
}

/** A line a capability: where run-out begins along the line, or between which shares it lies. */
export function breakWords(
  factors: readonly Factor[],
  along: number,
  points: readonly DesignPoint[],
  done: readonly PointOutcome[],
  lines: readonly CapabilityLine[],
  level: number,
): string[] {
  return [...askedFor(done)].map(([capability, name]) => {
    const units = unitNames(capability, name).many;
    const lead = `In this scenario, on assumed holdings, ${units}`;
    const shares = done.map((outcome, i) => {
      const of = outcome.capabilities.find(({ id }) => id === capability);
      return { events: of === undefined ? 0 : runOuts(of), n: outcome.nRuns, at: points[i]! };
    });
    shares.sort((a, b) => a.events - b.events);
    const [least, most] = [shares[0]!, shares.at(-1)!];
    const where = ({ values }: DesignPoint) =>
      factors
        .map(({ name: of }, i) => `${of} ${told(values[i]!)}`)
        .filter((_, i) => factors[i]!.levels.length > 1 || factors[i]!.range !== null)
        .join(", ");
    const span = `run out in ${shareOfRuns(least.events, least.n)} at the least (${where(least.at)}) and ${shareOfRuns(most.events, most.n)} at the most (${where(most.at)})`;
    const found = lines.find((line) => line.capability === capability);
    if (found === undefined) return `${lead} ${span}.`;
    const passed = found.lines.flatMap(({ at }) => (at === null ? [] : [at]));
    const { name: factor } = factors[along]!;
    const percent = Math.round(level * 1000) / 10;
    const never = found.lines.length - passed.length;
    const line =
      passed.length === 0
        ? `The chance of running out stays below ${percent} % all along ${factor}`
        : `The chance of running out first passes ${percent} % at ${factor} ${range(passed)}${never === 0 ? "" : `; in ${thousands(never)} of ${thousands(found.lines.length)} settings of the rest it does not`}`;
    return `${lead} ${span}. ${line}.`;
  });
}

function range(values: readonly number[]): string {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low === high ? told(low) : `${told(low)} to ${told(high)}, by what the rest is`;
}

function told(value: string | number | boolean): string {
  return typeof value === "number" ? String(Number(value.toPrecision(3))) : String(value);
}
