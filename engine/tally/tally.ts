/**
 * What many replications add up to: whole numbers only, so that any order of merging gives the same bytes.
 *
 * Cells are (capability, scope): cell = capability × nScopes[scheme of capability] … flattened by `cellStart`.
 * Within a capability: nation first, then regions of its scheme, then forces.
 */
import type { Model } from "../model.ts";
import { CONDITIONAL, EVENTS, FLAGS, PER_REPLICATION, SERIES, SUMS } from "./measures.ts";

/** Sparse histograms of whole numbers: exact to 256, then 128 bins an octave. See histogram.ts. */
export interface HistogramBank {
  readonly nRows: number;
  /** pages of `PAGE_WIDTH` bins; 0 = not there; shape [nRows × pagesPerRow] */
  pageOf: Int32Array;
  readonly pagesPerRow: number;
  /** counts; page p occupies [p × PAGE_WIDTH, (p+1) × PAGE_WIDTH); page 0 is never used */
  counts: Float64Array;
  nPages: number;
}

export interface TallyLayout {
  readonly nCells: number;
  /** first cell of each capability, length nCaps + 1: nation, then regions, then forces */
  readonly cellStart: Int32Array;
  readonly nRegionsOfCap: Int32Array;
  /** buckets of the series, at most 720, and their width in minutes */
  readonly nBuckets: number;
  readonly bucketMinutes: number;
}

export interface Tallies {
  readonly layout: TallyLayout;
  nReplications: number;
  /** demand and response events handled, for speed figures only; not in the digest */
  events: number;
  /**
   * row = cell × PER_REPLICATION.length + measure. A value of 0 is NOT stored: zeros are implied, their
   * number is nReplications − total of the row (most cells are 0 in most replications).
   */
  readonly perReplication: HistogramBank;
  /** sums, and sums of squares as high × 2^32 + low limbs; same rows */
  readonly sum: Float64Array;
  readonly squareHigh: Float64Array;
  readonly squareLow: Float64Array;
  /** row = cell × CONDITIONAL.length + measure; every value is stored, 0 too */
  readonly conditional: HistogramBank;
  /** cell × FLAGS.length + flag */
  readonly flags: Float64Array;
  /** cell × SUMS.length + sum */
  readonly sums: Float64Array;
  /** row = cell × EVENTS.length + event */
  readonly perNeed: HistogramBank;
  /** first region in run-out: shape [nCaps × most regions of any scheme], replications */
  readonly firstRegion: Float64Array;
  /** unit-minutes in all replications; ((cell × SERIES.length) + series) × nBuckets + bucket */
  readonly series: Float64Array;
  /** replications in run-out at any minute of the bucket; cell × nBuckets + bucket */
  readonly seriesRunOut: Float64Array;
  /** nation and regions only: quantiles of the bucket's mean level, rounded down; row = ((cell of nation/region, forces
   *  left out: see seriesRow) × SERIES.length + series) × nBuckets + bucket; zeros are not stored */
  readonly seriesHistogram: HistogramBank;
  /** unit-minutes committed, donor holder → host force; (cap × nHolders + donor) × nForces + host */
  readonly flows: Float64Array;
  /** per capability and holder: minutes below floor while away; replications in which a local ask met the gap; units lent */
  readonly donorBelowFloorMinutes: Float64Array;
  readonly donorGapReplications: Float64Array;
  readonly donorUnitsLent: Float64Array;
  /** per observation: sum, square limbs, and its histogram row (zeros implied here too) */
  readonly observationSum: Float64Array;
  readonly observationSquareHigh: Float64Array;
  readonly observationSquareLow: Float64Array;
  readonly observations: HistogramBank;
}

export const N_PER_REPLICATION = PER_REPLICATION.length;
export const N_CONDITIONAL = CONDITIONAL.length;
export const N_FLAGS = FLAGS.length;
export const N_SUMS = SUMS.length;
export const N_EVENTS = EVENTS.length;
export const N_SERIES = SERIES.length;

const MOST_BUCKETS = 720;

/** Cells and buckets of a model: an hour a bucket, or the least whole number of hours that keeps to 720. */
export function layoutOf(model: Model): TallyLayout {
  const cellStart = new Int32Array(model.nCaps + 1);
  const nRegionsOfCap = new Int32Array(model.nCaps);
  for (let cap = 0; cap < model.nCaps; cap++) {
    const scheme = model.schemes[model.capabilities[cap]!.scheme]!;
    nRegionsOfCap[cap] = scheme.regionIds.length;
    cellStart[cap + 1] = cellStart[cap]! + 1 + scheme.regionIds.length + model.nForces;
  }
  const hours = Math.max(1, Math.ceil(model.horizon / 60 / MOST_BUCKETS));
  const bucketMinutes = hours * 60;
  return {
    nCells: cellStart[model.nCaps]!,
    cellStart,
    nRegionsOfCap,
    nBuckets: Math.max(1, Math.ceil(model.horizon / bucketMinutes)),
    bucketMinutes,
  };
}

/** Rows of the series histogram before a capability: nation and regions of all capabilities before it. */
export function seriesRow(layout: TallyLayout, cap: number, scopeIndex: number): number {
  let row = 0;
  for (let before = 0; before < cap; before++) row += 1 + layout.nRegionsOfCap[before]!;
  return row + scopeIndex;
}
