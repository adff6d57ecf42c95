/**
 * What the numbers given as ranges did: run-outs by the half in which each range was drawn, and, where the runs
 * were split over outer draws, sums of squares of the draws' totals, from which luck and not knowing are told apart.
 *
 * A draw's runs may lie in several workers, so its total is squared only when all its runs are there; until then
 * it is kept *open*. Workers take runs in blocks, so that few draws are open at any time: memory does not grow
 * with the replications, nor with the draws. Whole numbers throughout, so that merging is exact in any order.
 */
import { addLimbs, addSquare } from "./exact.ts";
import { FLAGS } from "./measures.ts";
import type { Tallies } from "./tally.ts";

export interface RangeTallies {
  readonly nRanges: number;
  readonly nCaps: number;
  /** replications in which a range was drawn in its upper half (uniform at least ½); shape [nRanges] */
  readonly upper: Float64Array;
  /** of those, the ones in which a capability ran out nationally; shape [nRanges × nCaps] */
  readonly upperRunOut: Float64Array;
  /** null: every replication has draws of its own */
  readonly outer: OuterTallies | null;
}

/**
 * Draws differ by at most one run in size, so there are small ones and large ones. A row is an entry of one of
 * `GROUPED_ARRAYS`, laid end to end.
 */
export interface OuterTallies {
  readonly draws: number;
  /** of the whole run */
  readonly replications: number;
  readonly nRows: number;
  /** draws that are complete: small ones, large ones */
  readonly closed: Float64Array;
  /** sum of the totals of the complete large draws; shape [nRows] */
  readonly largeSum: Float64Array;
  /** sums of squares of the totals of complete draws, small ones and large ones; shape [nRows] */
  readonly smallSquareHigh: Float64Array;
  readonly smallSquareLow: Float64Array;
  readonly largeSquareHigh: Float64Array;
  readonly largeSquareLow: Float64Array;
  /** complete draws with a range in its upper half; shape [nRanges] */
  readonly upperDraws: Float64Array;
  /** sums of squares of their national run-outs; shape [nRanges × nCaps] */
  readonly upperSquareHigh: Float64Array;
  readonly upperSquareLow: Float64Array;
  readonly open: Map<number, OpenDraw>;
}

interface OpenDraw {
  runs: number;
  readonly totals: Float64Array;
  /** 0 or 1 for each range */
  readonly upper: Uint8Array;
}

export interface RangeShape {
  readonly nRanges: number;
  /** null: every replication has draws of its own */
  readonly outer: { readonly draws: number; readonly replications: number } | null;
}

/** What has a total for each draw. */
export const GROUPED_ARRAYS = ["sum", "flags", "observationSum", "donorGapReplications"] as const;

/** First row of a grouped array. */
export function groupedRow(tallies: Tallies, name: (typeof GROUPED_ARRAYS)[number]): number {
  let row = 0;
  for (const before of GROUPED_ARRAYS) {
    if (before === name) break;
    row += tallies[before].length;
  }
  return row;
}

/** Runs of a draw: those r with ⌊r × draws ÷ replications⌋ = draw. */
export function runsOfDraw(draw: number, draws: number, replications: number): number {
  return Math.ceil(((draw + 1) * replications) / draws) - Math.ceil((draw * replications) / draws);
}

/** Arrays that merge by addition, in canonical order. */
const PLAIN = ["upper", "upperRunOut"] as const;
const OUTER_PLAIN = ["closed", "largeSum", "upperDraws"] as const;
const OUTER_LIMBS = [
  ["smallSquareHigh", "smallSquareLow"],
  ["largeSquareHigh", "largeSquareLow"],
  ["upperSquareHigh", "upperSquareLow"],
] as const;

function createRangeTallies(tallies: Tallies, { nRanges, outer }: RangeShape): RangeTallies {
  const nCaps = tallies.layout.nRegionsOfCap.length;
  const zeros = (length: number) => new Float64Array(length);
  const nRows = GROUPED_ARRAYS.reduce((rows, name) => rows + tallies[name].length, 0);
  return {
    nRanges,
    nCaps,
    upper: zeros(nRanges),
    upperRunOut: zeros(nRanges * nCaps),
    outer:
      outer === null
        ? null
        : {
            ...outer,
            nRows,
            closed: zeros(2),
            largeSum: zeros(nRows),
            smallSquareHigh: zeros(nRows),
            smallSquareLow: zeros(nRows),
            largeSquareHigh: zeros(nRows),
            largeSquareLow: zeros(nRows),
            upperDraws: zeros(nRanges),
            upperSquareHigh: zeros(nRanges * nCaps),
            upperSquareLow: zeros(nRanges * nCaps),
            open: new Map(),
          },
  };
}

/** Follows tallies while replications are added to them, and notes what belongs to which draw. */
export interface RangeRecorder {
  /** Before each replication. @param upper 0 or 1 for each range: drawn in its upper half; copied */
  before(draw: number, upper: Uint8Array): void;
  /** After each replication. */
  after(): void;
  /** Before the tallies are read. */
  settle(): void;
  /** After the tallies were cleared. */
  restart(): void;
}

/** @param tallies empty; the caller goes on owning them */
export function createRangeRecorder(tallies: Tallies, shape: RangeShape): RangeRecorder {
  const { cellStart, nRegionsOfCap } = tallies.layout;
  const flagAt = Int32Array.from(nRegionsOfCap, (_, cap) => cellStart[cap]! * FLAGS.length + RUN_OUT);
  const ranOutBefore = new Float64Array(flagAt.length);
  const before = shape.outer === null ? [] : GROUPED_ARRAYS.map((name) => new Float64Array(tallies[name].length));
  const halves = new Uint8Array(shape.nRanges);
  let draw = -1;
  let runs = 0;
  const ranges = () => {
    tallies.ranges ??= createRangeTallies(tallies, shape);
    return tallies.ranges;
  };

  /** What the runs since the last time added belongs to their draw. */
  const settle = () => {
    const { outer } = ranges();
    if (outer !== null && runs > 0) {
      const totals = new Float64Array(outer.nRows);
      let row = 0;
      GROUPED_ARRAYS.forEach((name, i) => {
        const now = tallies[name];
        const then = before[i]!;
        for (let at = 0; at < now.length; at++) totals[row++] = now[at]! - then[at]!;
        then.set(now);
      });
      addToDraw(tallies, draw, { runs, totals, upper: halves.slice() });
    }
    runs = 0;
  };

  return {
    before(nextDraw, upper) {
      if (nextDraw !== draw) settle();
      draw = nextDraw;
      halves.set(upper);
    },
    after() {
      const { nCaps, upper, upperRunOut } = ranges();
      for (let k = 0; k < halves.length; k++) upper[k]! += halves[k]!;
      for (let cap = 0; cap < nCaps; cap++) {
        const ranOut = tallies.flags[flagAt[cap]!]!;
        if (ranOut === ranOutBefore[cap]) continue;
        ranOutBefore[cap] = ranOut;
        for (let k = 0; k < halves.length; k++) upperRunOut[k * nCaps + cap]! += halves[k]!;
      }
      runs++;
    },
    settle,
    restart() {
      ranOutBefore.fill(0);
      for (const then of before) then.fill(0);
      runs = 0;
    },
  };
}

const RUN_OUT = FLAGS.indexOf("runOut");

/** Adds a piece of a draw; a draw that is complete by it is squared and let go. */
function addToDraw(tallies: Tallies, draw: number, piece: OpenDraw): void {
  const outer = tallies.ranges!.outer!;
  let open = outer.open.get(draw);
  if (open === undefined) {
    open = piece;
    outer.open.set(draw, open);
  } else {
    open.runs += piece.runs;
    for (let row = 0; row < open.totals.length; row++) open.totals[row]! += piece.totals[row]!;
  }
  const runs = runsOfDraw(draw, outer.draws, outer.replications);
  if (open.runs > runs) throw new RangeError(`draw ${draw} has ${open.runs} runs instead of ${runs}`);
  if (open.runs < runs) return;
  outer.open.delete(draw);
  closeDraw(tallies, open);
}

function closeDraw(tallies: Tallies, { runs, totals, upper }: OpenDraw): void {
  const { nCaps, outer } = tallies.ranges!;
  const { closed, largeSum, smallSquareHigh, smallSquareLow, largeSquareHigh, largeSquareLow } = outer!;
  const large = runs > Math.floor(outer!.replications / outer!.draws);
  closed[large ? 1 : 0]! += 1;
  const [high, low] = large ? [largeSquareHigh, largeSquareLow] : [smallSquareHigh, smallSquareLow];
  for (let row = 0; row < totals.length; row++) {
    const total = totals[row]!;
    if (total === 0) continue;
    addSquare(high, low, row, total);
    if (large) largeSum[row]! += total;
  }
  const flags = groupedRow(tallies, "flags");
  const { upperDraws, upperSquareHigh, upperSquareLow } = outer!;
  for (let k = 0; k < upper.length; k++) {
    if (upper[k] === 0) continue;
    upperDraws[k]! += 1;
    for (let cap = 0; cap < nCaps; cap++) {
      const ranOut = totals[flags + tallies.layout.cellStart[cap]! * FLAGS.length + RUN_OUT]!;
      if (ranOut > 0) addSquare(upperSquareHigh, upperSquareLow, k * nCaps + cap, ranOut);
    }
  }
}

/**
 * All numbers by name, in canonical order; an open draw is runs, halves, totals end to end. They are what the
 * digest reads and what travels.
 */
export function namedRangeArrays(ranges: RangeTallies): [name: string, values: Float64Array][] {
  const { nRanges, outer } = ranges;
  const named: [string, Float64Array][] = [
    [SHAPE, Float64Array.of(nRanges, outer?.draws ?? 0, outer?.replications ?? 0)],
    ...PLAIN.map((name): [string, Float64Array] => [PREFIX + name, ranges[name]]),
  ];
  if (outer === null) return named;
  for (const name of [...OUTER_PLAIN, ...OUTER_LIMBS.flat()]) named.push([PREFIX + name, outer[name]]);
  for (const [draw, { runs, totals, upper }] of [...outer.open].sort(([a], [b]) => a - b)) {
    const values = new Float64Array(1 + nRanges + totals.length);
    values[0] = runs;
    values.set(upper, 1);
    values.set(totals, 1 + nRanges);
    named.push([`${OPEN}${draw}`, values]);
  }
  return named;
}

const PREFIX = "ranges.";

export function isRangeArray(name: string): boolean {
  return name.startsWith(PREFIX);
}

const SHAPE = "ranges.shape";
const OPEN = "ranges.open.";

/**
 * Adds numbers named as above to `into`.
 *
 * @param named those of other tallies; empty if they have no ranges
 * @throws RangeError if they are of another run
 */
export function mergeRanges(into: Tallies, named: ReadonlyMap<string, Float64Array>): void {
  const shape = named.get(SHAPE);
  if (shape === undefined) return;
  const [nRanges, draws, replications] = [shape[0]!, shape[1]!, shape[2]!];
  into.ranges ??= createRangeTallies(into, { nRanges, outer: draws === 0 ? null : { draws, replications } });
  const { ranges } = into;
  const { outer } = ranges;
  if (ranges.nRanges !== nRanges || (outer?.draws ?? 0) !== draws || (outer?.replications ?? 0) !== replications) {
    throw new RangeError(`tallies of different runs: ${ranges.nRanges} and ${nRanges} ranges, or other outer draws`);
  }
  const add = (name: string, target: Float64Array) => {
    const source = named.get(PREFIX + name)!;
    for (let i = 0; i < source.length; i++) target[i]! += source[i]!;
  };
  for (const name of PLAIN) add(name, ranges[name]);
  if (outer === null) return;
  for (const name of OUTER_PLAIN) add(name, outer[name]);
  for (const [high, low] of OUTER_LIMBS) {
    const sources = [named.get(PREFIX + high)!, named.get(PREFIX + low)!] as const;
    for (let i = 0; i < sources[0].length; i++) addLimbs(outer[high], outer[low], i, sources[0][i]!, sources[1][i]!);
  }
  for (const [name, values] of named) {
    if (!name.startsWith(OPEN)) continue;
    addToDraw(into, Number(name.slice(OPEN.length)), {
      runs: values[0]!,
      upper: Uint8Array.from(values.subarray(1, 1 + nRanges)),
      totals: values.slice(1 + nRanges),
    });
  }
}
