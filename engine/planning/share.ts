/**
 * Splitting a requirement into whole units by weights.
 */

/**
 * Largest remainder: each gets the whole part of its quota, and the units left go to the largest fractions; equal
 * fractions to the first named.
 *
 * @param total a whole number, 0 or more
 * @param weights 0 or more each, one of them above 0
 * @returns whole numbers that add up to `total`
 */
export function largestRemainder(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  if (!(sum > 0)) throw new RangeError("no weight is above 0");
  const quotas = weights.map((weight) => (total * weight) / sum);
  const shares = quotas.map((quota) => Math.floor(quota));
  const left = total - shares.reduce((a, b) => a + b, 0);
  const byFraction = quotas.map((quota, i) => ({ i, fraction: quota - shares[i]! }));
  byFraction.sort((a, b) => b.fraction - a.fraction || a.i - b.i);
  for (let k = 0; k < left; k++) shares[byFraction[k]!.i]!++;
  return shares;
}
