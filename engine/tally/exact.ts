/**
 * Sums of squares of whole numbers, exact: two limbs, high × 2^53 + low, each a whole number in a float64.
 *
 * A float sum of squares would depend on the order of merging, and a variance got from it may have no
 * digit left; these limbs do neither. Good for sums up to 2^106: one value of 2^53, or 2^40 (a million
 * units for two years, in unit-minutes) recorded 2^26 times.
 */

/** The base of the limbs. */
const LIMB = 9007199254740992;

const SPLIT = 134217728; // 2^27
const HALF_SPLIT = 67108864; // 2^26
/** The largest value whose square is below 2^53. */
const SMALL = 94906265;

/**
 * Add value² at `index`.
 *
 * @param value whole number, 0 … 2^53
 */
export function addSquare(high: Float64Array, low: Float64Array, index: number, value: number): void {
  if (value <= SMALL) {
    addLimbs(high, low, index, 0, value * value);
    return;
  }
  // value = a × 2^27 + b with b signed, so that a², a·b and b² are all below 2^53 and therefore exact.
  const a = Math.floor((value + HALF_SPLIT) / SPLIT);
  const b = value - a * SPLIT;
  // value² = a² × 2^54 + a·b × 2^28 + b²
  const cross = a * b;
  const crossHigh = Math.floor(cross / 33554432); // 2^25 × 2^28 = 2^53
  const crossLow = (cross - crossHigh * 33554432) * 268435456;
  addLimbs(high, low, index, 2 * a * a + crossHigh, crossLow);
  addLimbs(high, low, index, 0, b * b);
}

/**
 * Add a sum held in limbs (of another tally, say).
 *
 * @throws RangeError if the sum leaves 2^106
 */
export function addLimbs(high: Float64Array, low: Float64Array, index: number, addHigh: number, addLow: number): void {
  let carry = addHigh;
  const room = LIMB - low[index]!;
  // Compared before adding: low + addLow itself might pass 2^53 and lose its last bit.
  if (addLow >= room) {
    low[index] = addLow - room;
    carry += 1;
  } else {
    low[index]! += addLow;
  }
  if (carry === 0) return;
  if (carry > LIMB - high[index]!) throw new RangeError(`sum of squares ${index} exceeds 2^106`);
  high[index]! += carry;
}

/** The sum as a float, rounded. */
export function squaresAsFloat(high: number, low: number): number {
  return high * LIMB + low;
}

/**
 * Sample variance (divisor n − 1) from a sum and a sum of squares, correctly rounded up to the last
 * division: the difference n·Σx² − (Σx)² is taken in whole numbers, where nothing cancels.
 *
 * @param sum whole number, at most 2^53
 * @returns NaN for fewer than two values
 */
export function sampleVarianceOf(n: number, sum: number, high: number, low: number): number {
  if (n < 2) return Number.NaN;
  const squares = BigInt(high) * BigInt(LIMB) + BigInt(low);
  const difference = BigInt(n) * squares - BigInt(sum) * BigInt(sum);
  return Number(difference) / (n * (n - 1));
}

/**
 * The sum of floats, correctly rounded: the same for every order of them (Shewchuk's partial sums, which
 * never overlap and so lose nothing).
 */
export function exactSum(values: Iterable<number>): number {
  const partials: number[] = []; // ascending, without overlap
  for (let value of values) {
    let kept = 0;
    for (let partial of partials) {
      if (Math.abs(value) < Math.abs(partial)) [value, partial] = [partial, value];
      const high = value + partial;
      const low = partial - (high - value);
      if (low !== 0) partials[kept++] = low;
      value = high;
    }
    partials.length = kept;
    partials.push(value);
  }
  let n = partials.length - 1;
  if (n < 0) return 0;
  let sum = partials[n]!;
  let rest = 0;
  while (n > 0 && rest === 0) {
    const before = sum;
    const next = partials[--n]!;
    sum = before + next;
    rest = next - (sum - before);
  }
  // Exactly half way: the sign of what is further below decides.
  if (n > 0 && rest !== 0 && rest > 0 === partials[n - 1]! > 0) {
    const twice = rest * 2;
    const candidate = sum + twice;
    if (candidate - sum === twice) sum = candidate;
  }
  return sum;
}
