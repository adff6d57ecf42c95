/**
 * What many replications add up to: whole numbers only, so that any order of merging gives the same bytes.
 *
 * Cells are (capability, scope): cell = capability × nScopes[scheme of capability] … flattened by `cellStart`.
 * Within a capability: nation first, then regions of its scheme, then forces.
 */
import type { Model } from "../model.ts";
import { addLimbs } from "./exact.ts";
import { clearBank, createHistogramBank, mergeBank } from "./histogram.ts";
import { CONDITIONAL, EVENTS, FLAGS, PER_REPLICATION, SERIES, SUMS } from "./measures.ts";
import { mergeRanges, namedRangeArrays, type RangeTallies } from "./ranges.ts";
import { clearSeries, createSeriesStore, recordLevels, type SeriesStore, seriesInOrder } from "./series.ts";

/** Sparse histograms of whole numbers: exact to 256, then 128 bins an octave. See histogram.ts. */
export interface HistogramBank {
  readonly nRows: number;
  /** where each row's page table starts in `pageOf`, and how many entries it has (0: nothing recorded yet); shape [nRows] */
  readonly rowStart: Int32Array;
  readonly rowPages: Int16Array;
  /** page numbers, 0 = not there; the page of bin b of a row is pageOf[rowStart[row] + ⌊b ÷ PAGE_WIDTH⌋] */
  pageOf: Int32Array;
  /** entries of `pageOf` in use */
  pageOfLength: number;
  /** most entries a row's table may have, by the largest value the bank accepts */
  readonly pagesPerRow: number;
  /** counts; page p occupies [p × PAGE_WIDTH, (p+1) × PAGE_WIDTH); page 0 is never used */
  counts: Counts;
  /** the most that one of `counts` can be while they are as wide as they are */
  most: number;
  nPages: number;
  /** bins that are not 0 */
  nFilled: number;
}

/** Counts as wide as the largest of them needs. */
export type Counts =
  | Uint8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>;

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
  /** sums, and sums of squares as high × 2^53 + low limbs (exact.ts); same rows */
  readonly sum: Float64Array;
  readonly squareHigh: Float64Array;
  readonly squareLow: Float64Array;
  /** row = cell × CONDITIONAL.length + measure; every value is stored, 0 too */
  readonly conditional: HistogramBank;
  /** exact sums of the same values; same rows */
  readonly conditionalSum: Float64Array;
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
  /** where replications add to the series; `series` and `seriesHistogram` put it in order when they are read */
  readonly seriesStore: SeriesStore;
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
  /** what the numbers given as ranges did; null: none was recorded */
  ranges: RangeTallies | null;
}

export const N_PER_REPLICATION = PER_REPLICATION.length;
export const N_CONDITIONAL = CONDITIONAL.length;
export const N_FLAGS = FLAGS.length;
export const N_SUMS = SUMS.length;
export const N_EVENTS = EVENTS.length;
export const N_SERIES = SERIES.length;

const MOST_BUCKETS = 720;
/** Cells × buckets that a worker and a file hold with ease: up to here the width follows from the horizon alone. */
const FINE_SERIES = 1_100_000;
/** Where that is too many, so many remain: a `series.csv` of some 50 MB. */
const COARSE_SERIES = 450_000;
const HOURS_IN_A_DAY = [1, 2, 3, 4, 6, 8, 12];

/**
 * The width of a bucket in minutes: an hour, or the least whole number of hours that keeps to 720 buckets. Where
 * cells × buckets would then be too many: the least part of a day, or number of days, that keeps to the fewer.
 */
function bucketMinutesOf(horizon: number, nCells: number): number {
  const bucketsOf = (hours: number) => Math.max(1, Math.ceil(horizon / (hours * 60)));
  const hours = Math.max(1, Math.ceil(horizon / 60 / MOST_BUCKETS));
  if (bucketsOf(hours) * nCells <= FINE_SERIES) return hours * 60;
  const most = Math.max(1, Math.min(MOST_BUCKETS, Math.floor(COARSE_SERIES / nCells)));
  const part = HOURS_IN_A_DAY.find((wide) => bucketsOf(wide) <= most);
  return (part ?? 24 * Math.ceil(horizon / 1440 / most)) * 60;
}

/** Cells and buckets of a model. */
export function layoutOf(model: Model): TallyLayout {
  const cellStart = new Int32Array(model.nCaps + 1);
  const nRegionsOfCap = new Int32Array(model.nCaps);
  for (let cap = 0; cap < model.nCaps; cap++) {
    const scheme = model.schemes[model.capabilities[cap]!.scheme]!;
    nRegionsOfCap[cap] = scheme.regionIds.length;
    cellStart[cap + 1] = cellStart[cap]! + 1 + scheme.regionIds.length + model.nForces;
  }
  const nCells = cellStart[model.nCaps]!;
  const bucketMinutes = model.bucketMinutes ?? bucketMinutesOf(model.horizon, nCells);
  return {
    nCells,
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

/** What the arrays' lengths follow from, beside the layout. */
export interface TallySizes {
  readonly nCaps: number;
  readonly nForces: number;
  readonly nHolders: number;
  /** most regions of any scheme, used or not, at least 1: the width of `firstRegion` */
  readonly mostRegions: number;
  readonly nObservations: number;
}

function sizesOf(model: Model): TallySizes {
  const nRegions = model.schemes.map((scheme) => scheme.regionIds.length);
  return {
    nCaps: model.nCaps,
    nForces: model.nForces,
    nHolders: model.nHolders,
    mostRegions: Math.max(1, ...nRegions),
    nObservations: model.observations.length,
  };
}

/** Empty tallies for a model; the caller owns them. */
export function createTallies(model: Model): Tallies {
  return talliesOf(layoutOf(model), sizesOf(model));
}

/** Empty tallies of a stated shape. */
export function talliesOf(layout: TallyLayout, sizes: TallySizes): Tallies {
  const { nCells, nBuckets } = layout;
  const { nCaps, nForces, nHolders, mostRegions, nObservations } = sizes;
  const nRows = nCells * N_PER_REPLICATION;
  const seriesStore = createSeriesStore(
    layout,
    N_SERIES,
    createHistogramBank(seriesRow(layout, nCaps, 0) * N_SERIES * nBuckets, undefined, true),
  );
  return {
    layout,
    nReplications: 0,
    events: 0,
    perReplication: createHistogramBank(nRows, undefined, true),
    sum: new Float64Array(nRows),
    squareHigh: new Float64Array(nRows),
    squareLow: new Float64Array(nRows),
    conditional: createHistogramBank(nCells * N_CONDITIONAL, undefined, true),
    conditionalSum: new Float64Array(nCells * N_CONDITIONAL),
    flags: new Float64Array(nCells * N_FLAGS),
    sums: new Float64Array(nCells * N_SUMS),
    perNeed: createHistogramBank(nCells * N_EVENTS),
    firstRegion: new Float64Array(nCaps * mostRegions),
    get series() {
      return seriesInOrder(seriesStore);
    },
    seriesRunOut: new Float64Array(nCells * nBuckets),
    get seriesHistogram() {
      return recordLevels(seriesStore);
    },
    seriesStore,
    flows: new Float64Array(nCaps * nHolders * nForces),
    donorBelowFloorMinutes: new Float64Array(nCaps * nHolders),
    donorGapReplications: new Float64Array(nCaps * nHolders),
    donorUnitsLent: new Float64Array(nCaps * nHolders),
    observationSum: new Float64Array(nObservations),
    observationSquareHigh: new Float64Array(nObservations),
    observationSquareLow: new Float64Array(nObservations),
    observations: createHistogramBank(nObservations),
    ranges: null,
  };
}

/** Arrays that merge by plain addition, in canonical order. */
export const PLAIN_ARRAYS = [
  "sum",
  "conditionalSum",
  "flags",
  "sums",
  "firstRegion",
  "series",
  "seriesRunOut",
  "flows",
  "donorBelowFloorMinutes",
  "donorGapReplications",
  "donorUnitsLent",
  "observationSum",
] as const;

/** Pairs of limbs, in canonical order. */
export const LIMB_ARRAYS = [
  ["squareHigh", "squareLow"],
  ["observationSquareHigh", "observationSquareLow"],
] as const;

/** Histogram banks, in canonical order. */
export const BANKS = ["perReplication", "conditional", "perNeed", "seriesHistogram", "observations"] as const;

/** Back to no replications; memory is kept. */
export function clearTallies(tallies: Tallies): void {
  tallies.nReplications = 0;
  tallies.events = 0;
  clearSeries(tallies.seriesStore);
  for (const name of PLAIN_ARRAYS) if (name !== "series") tallies[name].fill(0);
  for (const [high, low] of LIMB_ARRAYS) {
    tallies[high].fill(0);
    tallies[low].fill(0);
  }
  for (const name of BANKS) clearBank(tallies[name]);
  tallies.ranges = null;
}

/**
 * Add `from` to `into`. Whole numbers throughout, so that any order and any grouping of merges gives the
 * same result. Both must be of the same model.
 *
 * @throws RangeError if their shapes differ
 */
export function mergeTallies(into: Tallies, from: Tallies): void {
  for (const name of PLAIN_ARRAYS) assertSameLength(name, into[name].length, from[name].length);
  into.nReplications += from.nReplications;
  into.events += from.events;
  for (const name of PLAIN_ARRAYS) {
    const target = into[name];
    const source = from[name];
    for (let i = 0; i < source.length; i++) target[i]! += source[i]!;
  }
  for (const [high, low] of LIMB_ARRAYS) {
    for (let i = 0; i < from[high].length; i++) addLimbs(into[high], into[low], i, from[high][i]!, from[low][i]!);
  }
  for (const name of BANKS) mergeBank(into[name], from[name]);
  if (from.ranges !== null) mergeRanges(into, new Map(namedRangeArrays(from.ranges)));
}

function assertSameLength(name: string, into: number, from: number): void {
  if (into !== from) throw new RangeError(`tallies of different models: ${name} has ${into} and ${from} entries`);
}
