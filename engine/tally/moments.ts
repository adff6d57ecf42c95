/**
 * Mean and sample variance of floats, whatever their size: by exact sums, so the order does not matter, and by
 * differences from the mean, so that a large mean with a small spread loses nothing.
 */
import { exactSum } from "./exact.ts";

export interface Moments {
  readonly mean: number;
  /** divisor n − 1; NaN for fewer than two values */
  readonly variance: number;
}

export function momentsOf(values: readonly number[]): Moments {
  const n = values.length;
  const mean = exactSum(values) / n;
  const differences = values.map((value) => value - mean);
  // The mean is itself rounded: what its error adds to the squares is taken off (Chan, Golub and LeVeque 1983).
  const rest = exactSum(differences);
  const squares = exactSum(differences.map((difference) => difference * difference));
  return { mean, variance: n < 2 ? Number.NaN : (squares - (rest * rest) / n) / (n - 1) };
}
