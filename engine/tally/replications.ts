/**
 * How many replications are enough: by a half-width asked for, at which counts to look whether it is there, by a
 * first look at the values, or by what a number of runs without the event can exclude.
 */
import { sampleVariance } from "simple-statistics";
import { expm1, log } from "../kernel/math.ts";
import { normalQuantile } from "../kernel/special.ts";
import { exactSum } from "./exact.ts";
import { CONFIDENCE, studentQuantile } from "./intervals.ts";

/** Runs for a proportion near `p` to have an interval of ± `halfWidth` (normal approximation, z² p (1 − p) ÷ h²). */
export function runsForHalfWidth(p: number, halfWidth: number, confidence = CONFIDENCE): number {
  const z = normalQuantile((1 + confidence) / 2);
  const runs = (z * z * p * (1 - p)) / (halfWidth * halfWidth);
  return Math.max(1, Math.ceil(runs * (1 - 1e-12)));
}

/** One-sided: with this confidence, what happened in none of n runs has a probability below this ("rule of three"). */
export function upperBoundIfNever(n: number, confidence = CONFIDENCE): number | null {
  return n < 1 ? null : -expm1(log(1 - confidence) / n);
}

export interface PrecisionRule {
  /** half-width of the mean's interval, as a share of the mean */
  readonly precision: number;
  /** further values for which the precision must hold */
  readonly lookAhead: number;
  readonly confidence?: number;
  /** first number of replications looked at */
  readonly initial?: number;
}

/**
 * Hoad, Robinson and Davies' rule (Automated selection of the number of replications for a discrete-event
 * simulation, Journal of the Operational Research Society 61 (2010) 1632–1644): the fewest replications at which the half-width of the mean's interval,
 * as a share of the mean, is within the precision, and stays so for the look-ahead (`lookAhead` values, or
 * as many per cent of n above 100). Null: not reached with the values there are.
 */
export function replicationsForPrecision(values: readonly number[], rule: PrecisionRule): number | null {
  const { precision, lookAhead, confidence = CONFIDENCE, initial = 3 } = rule;
  const within = values.map(
    (_, i) => i + 1 >= initial && relativeHalfWidth(values.slice(0, i + 1), confidence) <= precision,
  );
  for (let n = initial; n <= values.length; n++) {
    const last = n + lookAheadOf(n, lookAhead);
    if (last > values.length) return null;
    let holds = true;
    for (let i = n; i <= last && holds; i++) holds = within[i - 1]!;
    if (holds) return n;
  }
  return null;
}

/** Hoad, Robinson and Davies: so many further values, or as many per cent of n above 100. */
function lookAheadOf(n: number, lookAhead: number): number {
  return n > 100 ? Math.floor((lookAhead * n) / 100) : lookAhead;
}

/** Renard's R10 series of preferred numbers (ISO 3), rounded to whole tens: ten steps from 100 to 1,000, and on by tens. */
const LADDER = [100, 125, 160, 200, 250, 320, 400, 500, 640, 800] as const;

/** A number of replications at which a run looks whether it may stop. */
export interface Look {
  readonly replications: number;
  /** what it must still hold at, so that it is not met by luck; the limit itself is not looked beyond */
  readonly confirmedAt: number;
}

/**
 * The fixed counts at which a run with a wanted precision looks: 100, 125, 160, 200, 250, 320, 400, 500, 640, 800,
 * ten times those and so on, each confirmed 5 % later (Hoad, Robinson and Davies' look-ahead), and the limit.
 * Since they are fixed, the run stops at the same count on any number of workers.
 *
 * @param limit most replications, at least 1
 */
export function looksUpTo(limit: number): Look[] {
  const looks: Look[] = [];
  for (let scale = 1; LADDER[0] * scale < limit; scale *= 10) {
    for (const step of LADDER) {
      const replications = step * scale;
      if (replications >= limit) break;
      looks.push({ replications, confirmedAt: Math.min(limit, replications + lookAheadOf(replications, LOOK_AHEAD)) });
    }
  }
  return [...looks, { replications: limit, confirmedAt: limit }];
}

const LOOK_AHEAD = 5;

function relativeHalfWidth(values: readonly number[], confidence: number): number {
  const n = values.length;
  const mean = exactSum(values) / n;
  const variance = sampleVariance(values as number[]);
  return (studentQuantile((1 + confidence) / 2, n - 1) * Math.sqrt(variance / n)) / Math.abs(mean);
}
