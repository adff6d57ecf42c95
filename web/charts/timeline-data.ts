/** What the timeline shows, taken from the series table: hour by hour, one capability in one scope. */
import type { Table } from "../../engine/tally/tables.ts";

/** Units on average over the hour: mean over the runs, and quantiles where the runs support them. */
export interface Band {
  readonly mean: number;
  readonly p10: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
}

export const LEVELS = ["required", "onTheGround", "unresourced"] as const;
export type Level = (typeof LEVELS)[number];

export const LEVEL_WORDS: Readonly<Record<Level, string>> = {
  required: "required",
  onTheGround: "on the ground",
  unresourced: "unresourced",
};

export interface Hour extends Readonly<Record<Level, Band>> {
  /** start of the hour, in minutes from the start */
  readonly minute: number;
  /** share of the runs in run-out at any minute of it */
  readonly runOut: number;
}

export interface TimelineData {
  readonly hours: readonly Hour[];
  /** an hour, or several where the horizon is long */
  readonly bucketMinutes: number;
  readonly replications: number;
}

/** null: the table is empty, nothing was asked for. */
export function timelineOf({ columns, rows }: Table, bucketMinutes: number): TimelineData | null {
  if (rows.length === 0) return null;
  const at = (name: string) => columns.indexOf(name);
  const number = (value: unknown) => (value === null || value === "" ? null : Number(value));
  const bands = LEVELS.map((level) => [level, ...["", "P10", "P50", "P90"].map((end) => at(level + end))] as const);
  const [minute, runOut, replications] = [at("minute"), at("runOut"), at("replications")];
  return {
    bucketMinutes,
    replications: Number(rows[0]![replications]),
    hours: rows.map((row) => {
      const levels = bands.map(([level, mean, p10, p50, p90]) => [
        level,
        { mean: Number(row[mean!]), p10: number(row[p10!]), p50: number(row[p50!]), p90: number(row[p90!]) },
      ]);
      return {
        ...(Object.fromEntries(levels) as Record<Level, Band>),
        minute: Number(row[minute]),
        runOut: Number(row[runOut]),
      };
    }),
  };
}

/** The line that is drawn: the median, or the mean where a scope has no quantiles or the runs are too few. */
export function middle({ p50, mean }: Band): number {
  return p50 ?? mean;
}

/** What the three levels leave open. */
export const BETWEEN = "What is required but neither on the ground nor unresourced is under way or resting.";
