/**
 * Tallies as a plain object of ArrayBuffers: what crosses from one thread, process or machine to another.
 *
 * Arrays that are mostly 0 travel as (index, value), histograms as rows of (bin, count) in ascending order, so
 * that equal tallies pack to equal bytes whatever order their pages were opened in.
 */
import { addLimbs } from "./exact.ts";
import { addToBin, filledBins } from "./histogram.ts";
import { isRangeArray, mergeRanges, namedRangeArrays } from "./ranges.ts";
import {
  BANKS,
  type Counts,
  LIMB_ARRAYS,
  PLAIN_ARRAYS,
  type Tallies,
  type TallyLayout,
  type TallySizes,
  talliesOf,
} from "./tally.ts";

/** `index` null: `value` holds every entry. */
interface PackedArray {
  readonly length: number;
  /** Uint32 */
  readonly index: ArrayBuffer | null;
  /** Float64 */
  readonly value: ArrayBuffer;
}

interface PackedBank {
  readonly nRows: number;
  /** rows that are not empty, Uint32, and how many bins each has, Uint16 */
  readonly row: ArrayBuffer;
  readonly bins: ArrayBuffer;
  /** Uint16 */
  readonly bin: ArrayBuffer;
  /** of 1, 2, 4 bytes each as whole numbers, or of 8 as floats: as wide as the largest needs */
  readonly count: ArrayBuffer;
}

export interface PackedTallies {
  readonly nReplications: number;
  readonly events: number;
  readonly sizes: TallySizes;
  readonly nCells: number;
  readonly nBuckets: number;
  readonly bucketMinutes: number;
  /** Int32 */
  readonly cellStart: ArrayBuffer;
  /** Int32 */
  readonly nRegionsOfCap: ArrayBuffer;
  readonly arrays: Readonly<Record<string, PackedArray>>;
  readonly banks: Readonly<Record<string, PackedBank>>;
}

/** A packed copy; `tallies` may be cleared and used again. Hand `buffersOf(packed)` over as the transfer list. */
export function packTallies(tallies: Tallies): PackedTallies {
  const { layout } = tallies;
  const arrays: Record<string, PackedArray> = {};
  for (const name of [...PLAIN_ARRAYS, ...LIMB_ARRAYS.flat()]) arrays[name] = packArray(tallies[name]);
  for (const [name, values] of tallies.ranges === null ? [] : namedRangeArrays(tallies.ranges)) {
    arrays[name] = packArray(values);
  }
  const banks: Record<string, PackedBank> = {};
  for (const name of BANKS) banks[name] = packBank(tallies[name]);
  return {
    nReplications: tallies.nReplications,
    events: tallies.events,
    sizes: sizesFrom(tallies),
    nCells: layout.nCells,
    nBuckets: layout.nBuckets,
    bucketMinutes: layout.bucketMinutes,
    cellStart: bufferOf(layout.cellStart),
    nRegionsOfCap: bufferOf(layout.nRegionsOfCap),
    arrays,
    banks,
  };
}

/** Tallies of their own from a packed copy. */
export function unpackTallies(packed: PackedTallies): Tallies {
  const layout: TallyLayout = {
    nCells: packed.nCells,
    cellStart: new Int32Array(packed.cellStart),
    nRegionsOfCap: new Int32Array(packed.nRegionsOfCap),
    nBuckets: packed.nBuckets,
    bucketMinutes: packed.bucketMinutes,
  };
  const tallies = talliesOf(layout, packed.sizes);
  mergePacked(tallies, packed);
  return tallies;
}

/**
 * Add a packed copy to `into`, as mergeTallies would.
 *
 * @throws RangeError if it is of another model
 */
export function mergePacked(into: Tallies, packed: PackedTallies): void {
  for (const name of [...PLAIN_ARRAYS, ...LIMB_ARRAYS.flat()]) {
    const { length } = packed.arrays[name]!;
    if (into[name].length !== length) {
      throw new RangeError(`tallies of different models: ${name} has ${into[name].length} and ${length} entries`);
    }
  }
  into.nReplications += packed.nReplications;
  into.events += packed.events;
  for (const name of PLAIN_ARRAYS) {
    const target = into[name];
    forEachEntry(packed.arrays[name]!, (i, value) => {
      target[i]! += value;
    });
  }
  for (const [high, low] of LIMB_ARRAYS) {
    forEachEntry(packed.arrays[high]!, (i, value) => addLimbs(into[high], into[low], i, value, 0));
    forEachEntry(packed.arrays[low]!, (i, value) => addLimbs(into[high], into[low], i, 0, value));
  }
  for (const name of BANKS) {
    mergeBins(into[name], packed.banks[name]!);
  }
  mergeRanges(into, rangeArrays(packed));
}

function mergeBins(into: Tallies[(typeof BANKS)[number]], bank: PackedBank): void {
  const row = new Uint32Array(bank.row);
  const bins = new Uint16Array(bank.bins);
  const bin = new Uint16Array(bank.bin);
  const count = countsIn(bank.count, bin.length);
  let i = 0;
  for (let at = 0; at < row.length; at++) {
    for (const end = i + bins[at]!; i < end; i++) addToBin(into, row[at]!, bin[i]!, count[i]!);
  }
}

function countsIn(buffer: ArrayBuffer, n: number): Counts {
  switch (n === 0 ? 1 : buffer.byteLength / n) {
    case 1:
      return new Uint8Array(buffer);
    case 2:
      return new Uint16Array(buffer);
    case 4:
      return new Uint32Array(buffer);
    default:
      return new Float64Array(buffer);
  }
}

function rangeArrays({ arrays }: PackedTallies): Map<string, Float64Array> {
  const named = Object.entries(arrays).filter(([name]) => isRangeArray(name));
  return new Map(
    named.map(([name, packed]) => {
      const values = new Float64Array(packed.length);
      forEachEntry(packed, (i, value) => {
        values[i] = value;
      });
      return [name, values];
    }),
  );
}

/** The buffers of a packed copy, for a transfer list. */
export function buffersOf(packed: PackedTallies): ArrayBuffer[] {
  const buffers = [packed.cellStart, packed.nRegionsOfCap];
  for (const { index, value } of Object.values(packed.arrays)) {
    if (index !== null) buffers.push(index);
    buffers.push(value);
  }
  for (const { row, bins, bin, count } of Object.values(packed.banks)) buffers.push(row, bins, bin, count);
  return buffers;
}

function packArray(values: Float64Array): PackedArray {
  let nonZero = 0;
  for (let i = 0; i < values.length; i++) if (values[i] !== 0) nonZero++;
  if (nonZero * 12 >= values.length * 8) return { length: values.length, index: null, value: bufferOf(values) };
  const index = new Uint32Array(nonZero);
  const value = new Float64Array(nonZero);
  for (let i = 0, n = 0; n < nonZero; i++) {
    if (values[i] === 0) continue;
    index[n] = i;
    value[n++] = values[i]!;
  }
  return { length: values.length, index: index.buffer, value: value.buffer };
}

function packBank(bank: Tallies[(typeof BANKS)[number]]): PackedBank {
  const { row, bins, bin, count } = filledBins(bank);
  return { nRows: bank.nRows, row: row.buffer, bins: bins.buffer, bin: bin.buffer, count: count.buffer };
}

function forEachEntry(packed: PackedArray, visit: (index: number, value: number) => void): void {
  const value = new Float64Array(packed.value);
  if (packed.index === null) {
    for (let i = 0; i < value.length; i++) if (value[i] !== 0) visit(i, value[i]!);
    return;
  }
  const index = new Uint32Array(packed.index);
  for (let i = 0; i < index.length; i++) visit(index[i]!, value[i]!);
}

function sizesFrom(tallies: Tallies): TallySizes {
  const nCaps = tallies.layout.nRegionsOfCap.length;
  const nHolders = nCaps === 0 ? 0 : tallies.donorUnitsLent.length / nCaps;
  return {
    nCaps,
    nForces: nHolders === 0 ? 0 : tallies.flows.length / (nCaps * nHolders),
    nHolders,
    mostRegions: nCaps === 0 ? 1 : tallies.firstRegion.length / nCaps,
    nObservations: tallies.observationSum.length,
  };
}

function bufferOf(array: Float64Array | Int32Array): ArrayBuffer {
  return array.slice().buffer as ArrayBuffer;
}
