/**
 * What paired replications add up to: for each plan sums and squares of its values, for each pair of plans the
 * differences. Whole numbers only, so that any order and grouping of merges gives the same bytes.
 *
 * A pair is (first, second) with first < second, in the order (0,1) (0,2) … (1,2) …; a difference is second − first.
 */
import { addLimbs, addSquare } from "../tally/exact.ts";
import { createSha256, finishSha256, updateSha256, utf8 } from "../tally/sha256.ts";

export interface PairTallies {
  readonly nPlans: number;
  readonly nRows: number;
  nReplications: number;
  /** demand and response events handled; not in the digest */
  events: number;
  /** plan × nRows + row */
  readonly sum: Float64Array;
  readonly squareHigh: Float64Array;
  readonly squareLow: Float64Array;
  /** pair × nRows + row: replications in which the second plan's value is higher, and lower */
  readonly higher: Float64Array;
  readonly lower: Float64Array;
  /** … and by how much in all, both counted upwards */
  readonly more: Float64Array;
  readonly less: Float64Array;
  /** sum of squared differences */
  readonly differenceHigh: Float64Array;
  readonly differenceLow: Float64Array;
}

const PLAIN = ["sum", "higher", "lower", "more", "less"] as const;
const LIMBS = [
  ["squareHigh", "squareLow"],
  ["differenceHigh", "differenceLow"],
] as const;

export function pairsOf(nPlans: number): readonly (readonly [first: number, second: number])[] {
  const pairs: [number, number][] = [];
  for (let first = 0; first < nPlans; first++) {
    for (let second = first + 1; second < nPlans; second++) pairs.push([first, second]);
  }
  return pairs;
}

/** Empty; the caller owns it. */
export function createPairTallies(nPlans: number, nRows: number): PairTallies {
  const plans = nPlans * nRows;
  const pairs = ((nPlans * (nPlans - 1)) / 2) * nRows;
  return {
    nPlans,
    nRows,
    nReplications: 0,
    events: 0,
    sum: new Float64Array(plans),
    squareHigh: new Float64Array(plans),
    squareLow: new Float64Array(plans),
    higher: new Float64Array(pairs),
    lower: new Float64Array(pairs),
    more: new Float64Array(pairs),
    less: new Float64Array(pairs),
    differenceHigh: new Float64Array(pairs),
    differenceLow: new Float64Array(pairs),
  };
}

/** One replication: whole numbers of 0 or more; shape [nPlans × nRows]. */
export function recordReplication(tallies: PairTallies, values: Float64Array): void {
  const { nPlans, nRows } = tallies;
  tallies.nReplications++;
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    if (value === 0) continue;
    tallies.sum[at]! += value;
    addSquare(tallies.squareHigh, tallies.squareLow, at, value);
  }
  let pair = 0;
  for (let first = 0; first < nPlans; first++) {
    for (let second = first + 1; second < nPlans; second++, pair++) {
      for (let row = 0; row < nRows; row++) {
        const difference = values[second * nRows + row]! - values[first * nRows + row]!;
        if (difference === 0) continue;
        const at = pair * nRows + row;
        if (difference > 0) {
          tallies.higher[at]! += 1;
          tallies.more[at]! += difference;
        } else {
          tallies.lower[at]! += 1;
          tallies.less[at]! -= difference;
        }
        addSquare(tallies.differenceHigh, tallies.differenceLow, at, Math.abs(difference));
      }
    }
  }
}

/**
 * Add `from` to `into`.
 *
 * @throws RangeError if they compare other plans or rows
 */
export function mergePairs(into: PairTallies, from: PairTallies): void {
  if (into.nPlans !== from.nPlans || into.nRows !== from.nRows) {
    throw new RangeError(
      `tallies of other comparisons: ${into.nPlans} plans × ${into.nRows} rows and ${from.nPlans} × ${from.nRows}`,
    );
  }
  into.nReplications += from.nReplications;
  into.events += from.events;
  for (const name of PLAIN) {
    for (let i = 0; i < from[name].length; i++) into[name][i]! += from[name][i]!;
  }
  for (const [high, low] of LIMBS) {
    for (let i = 0; i < from[low].length; i++) addLimbs(into[high], into[low], i, from[high][i]!, from[low][i]!);
  }
}

/** The buffers, for a transfer list. */
export function buffersOfPairs(tallies: PairTallies): ArrayBuffer[] {
  return [...PLAIN, ...LIMBS.flat()].map((name) => tallies[name].buffer as ArrayBuffer);
}

/** What a comparison is named by: its plans' hashes, seed and replications, and every number that counts. */
export function digestOfPairs(
  tallies: PairTallies,
  scenarioHashes: readonly string[],
  seed: string,
  from: number,
  to: number,
): string {
  const hash = createSha256();
  const put = (text: string) => updateSha256(hash, utf8(text));
  put(`muster comparison 1\n${scenarioHashes.join("\n")}\n${JSON.stringify(seed)}\n${from}\n${to}\n`);
  put(`${tallies.nReplications} ${tallies.nPlans} ${tallies.nRows}\n`);
  for (const name of [...PLAIN, ...LIMBS.flat()]) {
    const entries: string[] = [];
    tallies[name].forEach((value, at) => {
      if (value !== 0) entries.push(`${at} ${value}`);
    });
    put(`${name}\n${entries.join("\n")}\n`);
  }
  return `sha256:${finishSha256(hash)}`;
}
