/**
 * Sparse histograms of whole numbers: exact below 256, then 128 bins an octave, one row per quantity.
 *
 * A row holds pages of 16 bins, and a page is there only once something fell into it, so that a million
 * rows of which few are used cost little. Counts are whole numbers: merging is exact in any order, and
 * everything read back (totals, quantiles, iteration) is independent of the order in which pages came.
 */
import type { Counts, HistogramBank } from "./tally.ts";

/** Bins in a page. */
const PAGE_WIDTH = 16;
/** Values below this have a bin each. */
export const EXACT_BELOW = 256;
/** Bins in each octave above. */
export const BINS_PER_OCTAVE = 128;
/** The largest value that can be recorded. */
export const LARGEST_VALUE = 9007199254740992;

const PAGE_SHIFT = 4;
const PAGE_MASK = PAGE_WIDTH - 1;

/**
 * @param nRows    rows, 0 or more
 * @param maxValue the largest value a row may hold; a larger one is refused with RangeError
 * @param narrow   counts of 8, 16 and 32 bits while they suffice (about one value a replication): a fraction of the
 *                 memory, which is what speed is here
 */
export function createHistogramBank(nRows: number, maxValue: number = LARGEST_VALUE, narrow = false): HistogramBank {
  return {
    nRows,
    rowStart: new Int32Array(nRows),
    rowPages: new Int16Array(nRows),
    pageOf: new Int32Array(64),
    pageOfLength: 0,
    pagesPerRow: (binOf(maxValue) >> PAGE_SHIFT) + 1,
    counts: narrow ? new Uint8Array(PAGE_WIDTH * 16) : new Float64Array(PAGE_WIDTH * 16),
    most: narrow ? 255 : Infinity,
    nPages: 1, // page 0 means "not there"
    nFilled: 0,
  };
}

/** Counts that no longer suffice for `count` become wider ones. */
function widen(bank: HistogramBank, count: number): void {
  const { counts } = bank;
  if (count <= 65535) {
    bank.counts = Uint16Array.from(counts);
    bank.most = 65535;
  } else if (count <= 4294967295) {
    bank.counts = Uint32Array.from(counts);
    bank.most = 4294967295;
  } else {
    bank.counts = Float64Array.from(counts);
    bank.most = Infinity;
  }
}

/** One count grows, and is as wide as it need be. */
function addCount(bank: HistogramBank, at: number, count: number): void {
  const before = bank.counts[at]!;
  const after = before + count;
  if (after > bank.most) widen(bank, after);
  if (before === 0) bank.nFilled++;
  bank.counts[at] = after;
}

/**
 * Count a value `count` times. A few nanoseconds; allocates only when a page is used for the first time.
 *
 * @param value whole number, 0 … 2^53
 * @throws RangeError if the value is negative, not a number, or above the bank's largest
 */
export function recordValue(bank: HistogramBank, row: number, value: number, count = 1): void {
  addToBin(bank, row, binOf(value), count);
}

/** As recordValue, by bin. */
export function addToBin(bank: HistogramBank, row: number, bin: number, count: number): void {
  const page = bin >> PAGE_SHIFT;
  // Unsigned, so that a negative page (a value that is none) leaves the fast path too.
  if (page >>> 0 < bank.rowPages[row]!) {
    const at = bank.pageOf[bank.rowStart[row]! + page]!;
    if (at !== 0) {
      addCount(bank, (at << PAGE_SHIFT) + (bin & PAGE_MASK), count);
      return;
    }
  }
  addCount(bank, (openPage(bank, row, page) << PAGE_SHIFT) + (bin & PAGE_MASK), count);
}

/**
 * Count one value for each of several rows at `count` places of a plane: rows that follow one another are visited in
 * turn, each with all its values, so that it is in the cache once. Zeros are passed over.
 *
 * @param values row r has those at r, r + nRows, r + 2 nRows …
 */
export function recordPlane(bank: HistogramBank, first: number, nRows: number, values: Uint16Array, end: number): void {
  for (let i = 0; i < nRows; i++) {
    const row = first + i;
    for (let at = i; at < end; at += nRows) {
      const value = values[at]!;
      if (value === 0) continue;
      const shift = value < EXACT_BELOW ? 0 : 24 - Math.clz32(value);
      const bin = shift * BINS_PER_OCTAVE + (value >>> shift);
      const page = bin >> PAGE_SHIFT;
      const opened = page < bank.rowPages[row]! ? bank.pageOf[bank.rowStart[row]! + page]! : 0;
      const place = (bin & PAGE_MASK) + ((opened !== 0 ? opened : openPage(bank, row, page)) << PAGE_SHIFT);
      const before = bank.counts[place]!;
      if (before === 0) bank.nFilled++;
      else if (before === bank.most) widen(bank, before + 1);
      bank.counts[place] = before + 1;
    }
  }
}

/** The bin of a whole number 0 … 2^53; -1 for anything that is none. */
export function binOf(value: number): number {
  if (value < EXACT_BELOW) return value >= 0 ? value | 0 : -1;
  if (value < 2147483648) {
    const shift = 24 - Math.clz32(value); // the top eight bits remain
    return shift * BINS_PER_OCTAVE + (value >>> shift);
  }
  if (!(value <= LARGEST_VALUE)) return -1;
  const high = Math.floor(value / 4194304); // 2^22: at most 2^31 remains, and never fewer than nine bits
  const shift = 24 - Math.clz32(high);
  return (shift + 22) * BINS_PER_OCTAVE + (high >>> shift);
}

/** The least value that falls into a bin. */
export function lowerEdge(bin: number): number {
  if (bin < EXACT_BELOW) return bin;
  const octave = (bin - EXACT_BELOW) >> 7;
  let edge = BINS_PER_OCTAVE + ((bin - EXACT_BELOW) & (BINS_PER_OCTAVE - 1));
  for (let i = 0; i <= octave; i++) edge *= 2;
  return edge;
}

/** How many values a row holds. */
export function totalOf(bank: HistogramBank, row: number): number {
  let total = 0;
  const start = bank.rowStart[row]!;
  for (let page = 0; page < bank.rowPages[row]!; page++) {
    const first = bank.pageOf[start + page]! << PAGE_SHIFT;
    if (first === 0) continue;
    for (let i = first; i < first + PAGE_WIDTH; i++) total += bank.counts[i]!;
  }
  return total;
}

/**
 * The rank of the q-quantile of n values: ⌈q n⌉, at least 1 (the smallest value that at least a share q
 * of the values does not exceed; R-1 in Hyndman and Fan's list). No interpolation: the answer is a value
 * that was observed, or the lower edge of its bin.
 */
export function quantileRank(q: number, n: number): number {
  // 0.07 × 100 is 7.000000000000001 in floating point; a rank is not to move for that.
  return Math.min(n, Math.max(1, Math.ceil(q * n - 1e-9)));
}

/**
 * The q-quantile of a row of which `zeros` further values are 0 and not stored.
 *
 * @param n all values, zeros included
 * @returns the lower edge of the bin that holds the value of that rank; null without values
 */
export function quantileOf(bank: HistogramBank, row: number, q: number, n: number, zeros: number): number | null {
  return n < 1 ? null : valueAtRank(bank, row, quantileRank(q, n), zeros);
}

/**
 * The rank-th smallest value (1 = smallest), `zeros` unstored ones first.
 *
 * @throws RangeError if the row holds fewer values
 */
export function valueAtRank(bank: HistogramBank, row: number, rank: number, zeros: number): number {
  const out = [0];
  valuesAtRanks(bank, row, [rank], zeros, out);
  return out[0]!;
}

/**
 * Several order statistics in one pass.
 *
 * @param ranks ascending, each at most zeros plus the values of the row
 * @param out   values at those ranks, overwritten
 */
export function valuesAtRanks(
  bank: HistogramBank,
  row: number,
  ranks: readonly number[],
  zeros: number,
  out: number[],
): void {
  let next = 0;
  let below = zeros;
  while (next < ranks.length && ranks[next]! <= below) out[next++] = 0;
  const start = bank.rowStart[row]!;
  for (let page = 0; page < bank.rowPages[row]! && next < ranks.length; page++) {
    const first = bank.pageOf[start + page]! << PAGE_SHIFT;
    if (first === 0) continue;
    for (let i = 0; i < PAGE_WIDTH; i++) {
      below += bank.counts[first + i]!;
      while (next < ranks.length && ranks[next]! <= below) out[next++] = lowerEdge((page << PAGE_SHIFT) + i);
    }
  }
  if (next < ranks.length) throw new RangeError(`histogram row ${row}: rank ${ranks[next]} of ${below} values`);
}

/** The largest value of a row (lower edge of its bin); null without values. */
export function largestOf(bank: HistogramBank, row: number): number | null {
  let largest: number | null = null;
  forEachBin(bank, row, (bin) => {
    largest = lowerEdge(bin);
  });
  return largest;
}

/** Call `visit(bin, count)` for the bins of a row that are not empty, in ascending order. */
export function forEachBin(bank: HistogramBank, row: number, visit: (bin: number, count: number) => void): void {
  const start = bank.rowStart[row]!;
  for (let page = 0; page < bank.rowPages[row]!; page++) {
    const first = bank.pageOf[start + page]! << PAGE_SHIFT;
    if (first === 0) continue;
    for (let i = 0; i < PAGE_WIDTH; i++) {
      const count = bank.counts[first + i]!;
      if (count !== 0) visit((page << PAGE_SHIFT) + i, count);
    }
  }
}

/** Add all counts of `from` to `into`; both have the same rows. Exact, and the same in any order. */
export function mergeBank(into: HistogramBank, from: HistogramBank): void {
  if (into.nRows !== from.nRows)
    throw new RangeError(`histograms of ${into.nRows} and ${from.nRows} rows do not merge`);
  for (let row = 0; row < from.nRows; row++) {
    const start = from.rowStart[row]!;
    for (let page = 0; page < from.rowPages[row]!; page++) {
      const at = from.pageOf[start + page]!;
      if (at === 0) continue;
      const source = at << PAGE_SHIFT;
      const there = page < into.rowPages[row]! ? into.pageOf[into.rowStart[row]! + page]! : 0;
      const target = (there !== 0 ? there : openPage(into, row, page)) << PAGE_SHIFT;
      for (let i = 0; i < PAGE_WIDTH; i++) {
        const count = from.counts[source + i]!;
        if (count !== 0) addCount(into, target + i, count);
      }
    }
  }
}

/** The bins of all rows that are not empty, in ascending order, as packing wants them. */
export interface FilledBins {
  /** rows that are not empty, and how many bins each has */
  readonly row: Uint32Array<ArrayBuffer>;
  readonly bins: Uint16Array<ArrayBuffer>;
  readonly bin: Uint16Array<ArrayBuffer>;
  readonly count: Counts;
}

export function filledBins(bank: HistogramBank): FilledBins {
  const { rowPages, rowStart, pageOf, counts, nFilled } = bank;
  let nRows = 0;
  for (let row = 0; row < bank.nRows; row++) if (rowPages[row] !== 0) nRows++;
  const rows = new Uint32Array(nRows);
  const bins = new Uint16Array(nRows);
  const bin = new Uint16Array(nFilled);
  const count = likeCounts(counts, nFilled);
  let at = 0;
  let n = 0;
  for (let row = 0; row < bank.nRows; row++) {
    const pages = rowPages[row]!;
    if (pages === 0) continue;
    const before = n;
    for (let page = 0; page < pages; page++) {
      const first = pageOf[rowStart[row]! + page]! << PAGE_SHIFT;
      if (first === 0) continue;
      for (let i = 0; i < PAGE_WIDTH; i++) {
        const here = counts[first + i]!;
        if (here === 0) continue;
        bin[n] = (page << PAGE_SHIFT) + i;
        count[n++] = here;
      }
    }
    rows[at] = row;
    bins[at++] = n - before;
  }
  return { row: rows, bins, bin, count: narrowest(count) };
}

/** Equal counts are equally wide, whatever the bank held before. */
function narrowest(counts: Counts): Counts {
  if (counts instanceof Uint8Array) return counts;
  let largest = 0;
  for (let i = 0; i < counts.length; i++) if (counts[i]! > largest) largest = counts[i]!;
  if (largest <= 255) return Uint8Array.from(counts);
  if (largest <= 65535) return counts instanceof Uint16Array ? counts : Uint16Array.from(counts);
  if (largest <= 4294967295) return counts instanceof Uint32Array ? counts : Uint32Array.from(counts);
  return counts;
}

const likeCounts = (counts: Counts, length: number): Counts =>
  counts instanceof Uint8Array
    ? new Uint8Array(length)
    : counts instanceof Uint16Array
      ? new Uint16Array(length)
      : counts instanceof Uint32Array
        ? new Uint32Array(length)
        : new Float64Array(length);

/** Forget everything; the memory stays for use again. */
export function clearBank(bank: HistogramBank): void {
  bank.rowStart.fill(0);
  bank.rowPages.fill(0);
  bank.pageOf.fill(0, 0, bank.pageOfLength);
  bank.counts.fill(0, 0, bank.nPages * PAGE_WIDTH);
  bank.pageOfLength = 0;
  bank.nPages = 1;
  bank.nFilled = 0;
}

/** Make room for a page of a row; returns its number. */
function openPage(bank: HistogramBank, row: number, page: number): number {
  if (page < 0 || page >= bank.pagesPerRow) {
    const largest = lowerEdge(bank.pagesPerRow * PAGE_WIDTH) - 1;
    throw new RangeError(`histogram row ${row}: a value outside 0 … ${Math.min(largest, LARGEST_VALUE)}`);
  }
  if (page >= bank.rowPages[row]!) widenRow(bank, row, page + 1);
  const number = bank.nPages++;
  if (bank.nPages * PAGE_WIDTH > bank.counts.length) {
    const wider = likeCounts(bank.counts, bank.counts.length * 2);
    wider.set(bank.counts);
    bank.counts = wider;
  }
  bank.pageOf[bank.rowStart[row]! + page] = number;
  return number;
}

/**
 * Give a row's page table at least `pages` entries. The table moves to the end of the arena when it
 * grows; it at least doubles, so what is left behind never exceeds what is in use.
 */
function widenRow(bank: HistogramBank, row: number, pages: number): void {
  const had = bank.rowPages[row]!;
  const has = Math.min(bank.pagesPerRow, Math.max(pages, had * 2));
  const start = bank.pageOfLength;
  bank.pageOfLength += has;
  if (bank.pageOfLength > bank.pageOf.length) {
    const wider = new Int32Array(Math.max(bank.pageOfLength, bank.pageOf.length * 2));
    wider.set(bank.pageOf);
    bank.pageOf = wider;
  }
  const oldStart = bank.rowStart[row]!;
  for (let i = 0; i < had; i++) bank.pageOf[start + i] = bank.pageOf[oldStart + i]!;
  bank.rowStart[row] = start;
  bank.rowPages[row] = has;
}
