/**
 * The series of tallies while replications are added: cheap to add to, put in order when somebody looks.
 *
 * A force's series are sums over replications and nothing else, so only the differences from each bucket to
 * the next are kept meanwhile: a change of level costs two additions, however many buckets follow. The nation's
 * and the regions' have a histogram a bucket: levels are set aside and recorded row by row some replications at
 * a time, because a hundred thousand rows visited in turn would each time have left the cache.
 */
import { recordPlane, recordValue } from "./histogram.ts";
import type { HistogramBank, TallyLayout } from "./tally.ts";

/** Replications set aside before they are recorded: as many as keep within so many bytes, but not fewer or more than so. */
const BYTES_SET_ASIDE = 24_000_000;
const FEWEST_SLOTS = 32;
const MOST_SLOTS = 128;
/** The largest level that is set aside. */
export const MOST_SET_ASIDE = 65535;

export interface SeriesStore {
  readonly nBuckets: number;
  /** unit-minutes; ((cell × nSeries) + series) × nBuckets + bucket */
  readonly values: Float64Array;
  /** first and one past the last index of each capability's forces in `values` */
  readonly forces: readonly (readonly [number, number])[];
  /** whether the forces' values are differences at the moment */
  differences: boolean;
  readonly bank: HistogramBank;
  /** levels not recorded yet, by row ÷ nBuckets, null before the first; slot × nBuckets + bucket */
  readonly levels: (Uint16Array | null)[];
  /** by row ÷ nBuckets: 1 where `levels` has some */
  readonly inUse: Uint8Array;
  readonly nSlots: number;
  slot: number;
}

export function createSeriesStore(layout: TallyLayout, nSeries: number, bank: HistogramBank): SeriesStore {
  const { cellStart, nRegionsOfCap, nBuckets, nCells } = layout;
  const width = nSeries * nBuckets;
  return {
    nBuckets,
    values: new Float64Array(nCells * width),
    forces: Array.from(nRegionsOfCap, (regions, cap): [number, number] => [
      (cellStart[cap]! + 1 + regions) * width,
      cellStart[cap + 1]! * width,
    ]),
    differences: false,
    bank,
    levels: new Array<Uint16Array | null>(bank.nRows / nBuckets).fill(null),
    inUse: new Uint8Array(bank.nRows / nBuckets),
    nSlots: Math.min(MOST_SLOTS, Math.max(FEWEST_SLOTS, Math.floor(BYTES_SET_ASIDE / (2 * bank.nRows)))),
    slot: 0,
  };
}

/** The values to add to: the nation's and regions' as they are, the forces' as differences. */
export function seriesToAddTo(store: SeriesStore): Float64Array {
  const { values, nBuckets } = store;
  if (!store.differences) {
    store.differences = true;
    for (const [from, to] of store.forces) {
      for (let row = from; row < to; row += nBuckets) {
        for (let at = row + nBuckets - 1; at > row; at--) values[at]! -= values[at - 1]!;
      }
    }
  }
  return values;
}

/** The values, every one of them unit-minutes. */
export function seriesInOrder(store: SeriesStore): Float64Array {
  const { values, nBuckets } = store;
  if (store.differences) {
    store.differences = false;
    for (const [from, to] of store.forces) {
      for (let row = from; row < to; row += nBuckets) {
        for (let at = row + 1; at < row + nBuckets; at++) values[at]! += values[at - 1]!;
      }
    }
  }
  return values;
}

/**
 * Where this replication's levels of one series go, from `levelsAt(store)` on; 0 counts for nothing.
 *
 * @param series row of its first bucket in the histograms ÷ nBuckets
 */
export function levelsOf(store: SeriesStore, series: number): Uint16Array {
  store.inUse[series] = 1;
  store.levels[series] ??= new Uint16Array(store.nSlots * store.nBuckets);
  return store.levels[series];
}

export const levelsAt = (store: SeriesStore): number => store.slot * store.nBuckets;

/** A level that is too large to be set aside is recorded at once; 0 stands in its place. */
export function recordAtOnce(store: SeriesStore, row: number, level: number): number {
  recordValue(store.bank, row, level);
  return 0;
}

/** The levels of a replication are complete. */
export function endOfLevels(store: SeriesStore): void {
  store.slot++;
  if (store.slot === store.nSlots) recordLevels(store);
}

/** Record what was set aside, and return the histograms. */
export function recordLevels(store: SeriesStore): HistogramBank {
  const { bank, levels, inUse, nBuckets, slot } = store;
  if (slot === 0) return bank;
  store.slot = 0;
  for (let series = 0; series < inUse.length; series++) {
    if (inUse[series] === 0) continue;
    inUse[series] = 0;
    recordPlane(bank, series * nBuckets, nBuckets, levels[series]!, slot * nBuckets);
    levels[series]!.fill(0, 0, slot * nBuckets);
  }
  return bank;
}

/** Forget everything but what the histograms hold; the memory stays. */
export function clearSeries(store: SeriesStore): void {
  const { levels, inUse } = store;
  store.values.fill(0);
  store.differences = true;
  for (let series = 0; series < inUse.length; series++) if (inUse[series] === 1) levels[series]!.fill(0);
  inUse.fill(0);
  store.slot = 0;
}
