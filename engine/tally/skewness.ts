/** How lopsided a measure is over the runs, read from its histogram: the measure of doubt in Student's interval. */
import { EXACT_BELOW, forEachBin, lowerEdge } from "./histogram.ts";
import { runsForStudent } from "./intervals.ts";
import type { HistogramBank } from "./tally.ts";

/**
 * Why Student's interval for the mean is not to be trusted, in words; null: no reason to doubt it.
 *
 * @param n        all values, `zeros` of which are not stored
 * @param variance of all values
 */
export function studentDoubt(
  bank: HistogramBank,
  row: number,
  n: number,
  zeros: number,
  variance: number,
): string | null {
  const skewness = skewnessOf(bank, row, n, zeros, variance);
  const wanted = runsForStudent(skewness);
  if (n >= wanted || !(variance > 0)) return null;
  const share = zeros > n / 2 ? `, ${zeros} of ${n} runs are 0` : "";
  return `interval unreliable: skewness ${skewness.toFixed(1)}${share}; about ${wanted} runs are wanted`;
}

/**
 * Third standardised moment of the row's bins. 0 where the bins are too wide to see it: values above 256 are
 * known to one part in 128, so that a spread of less than a 64th of the mean says nothing of its shape.
 */
function skewnessOf(bank: HistogramBank, row: number, n: number, zeros: number, variance: number): number {
  if (n < 2 || !(variance > 0)) return 0;
  // One pass, taken from a value in the row where its lowest bin is far from 0, so that little cancels.
  let origin = zeros > 0 ? 0 : -1;
  let [first, second, third] = [0, 0, 0];
  forEachBin(bank, row, (bin, count) => {
    const edge = lowerEdge(bin);
    if (origin < 0) origin = edge;
    const off = edge - origin;
    first += count * off;
    second += count * off * off;
    third += count * off * off * off;
  });
  const mean = first / n;
  const typical = origin + mean;
  if (typical >= EXACT_BELOW && variance * 64 * 64 < typical * typical) return 0;
  const square = second / n - mean * mean;
  const cube = third / n - 3 * mean * (second / n) + 2 * mean * mean * mean;
  return square > 0 ? cube / (square * Math.sqrt(square)) : 0;
}
