/**
 * The tornado: each number given as a range moved alone from its low to its high end, all others at their middles, on
 * the same replications; and how much of what differs between runs is luck, how much not knowing.
 */
import { meanInterval } from "../tally/intervals.ts";
import { meanOf } from "./points.ts";

/** Quantiles of a range's own distribution that the bars reach to. */
export const LOW_END = 0.05;
export const HIGH_END = 0.95;

export interface Bar {
  /** mean outcome with the range at its low end, at its high end */
  readonly atLow: number;
  readonly atHigh: number;
  /** high less low, paired by replication, with the interval of its mean; null where the runs cannot support it */
  readonly swing: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** @param atLow @param atHigh outcomes of the same replications, in the same order */
export function barOf(atLow: ArrayLike<number>, atHigh: ArrayLike<number>): Bar {
  const n = atLow.length;
  const [a, b] = [meanOf(atLow), meanOf(atHigh)];
  const swing = b - a;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (atHigh[i]! - atLow[i]! - swing) * (atHigh[i]! - atLow[i]! - swing);
  // Pairs that never differ show no spread to build an interval from.
  const interval = n < 2 || squares === 0 ? null : meanInterval(swing, squares / (n - 1), n);
  return { atLow: a, atHigh: b, swing, low: interval?.low ?? null, high: interval?.high ?? null };
}

/** Variances of one run's outcome: luck (with what luck and not knowing do together), and not knowing alone. */
export interface LuckApart {
  readonly luck: number;
  readonly notKnowing: number;
  /** not knowing as a share of both; null where nothing varies */
  readonly share: number | null;
}

/**
 * Two-way analysis of variance: rows are draws of what is not known, columns the same replications under each.
 * What rows differ by beyond what replications explain is not knowing; an estimate below 0 is told as 0.
 *
 * @param rows shape [nDraws][nRuns], both 2 or more
 */
export function luckApart(rows: readonly ArrayLike<number>[]): LuckApart {
  const [nRows, nRuns] = [rows.length, rows[0]!.length];
  const means = rows.map(meanOf);
  const middle = meanOf(means);
  const columns = Array.from({ length: nRuns }, (_, run) => meanOf(rows.map((row) => row[run]!)));
  let between = 0;
  for (const one of means) between += (one - middle) * (one - middle);
  let across = 0;
  for (const one of columns) across += (one - middle) * (one - middle);
  let rest = 0;
  rows.forEach((row, i) => {
    for (let run = 0; run < nRuns; run++) {
      const left = row[run]! - means[i]! - columns[run]! + middle;
      rest += left * left;
    }
  });
  const together = rest / ((nRows - 1) * (nRuns - 1));
  const notKnowing = Math.max(0, between / (nRows - 1) - together / nRuns);
  const byRun = Math.max(0, across / (nRuns - 1) - together / nRows);
  const luck = byRun + together;
  return { luck, notKnowing, share: luck + notKnowing > 0 ? notKnowing / (luck + notKnowing) : null };
}
