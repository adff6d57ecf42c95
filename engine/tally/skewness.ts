/** How lopsided a measure is over the runs, read from its histogram: the measure of doubt in Student's interval. */
import { forEachBin, lowerEdge } from "./histogram.ts";
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
 * known to one part in 128, so that a spread of less than two bins says nothing of its shape.
 */
function skewnessOf(bank: HistogramBank, row: number, n: number, zeros: number, variance: number): number {
  if (n < 2 || !(variance > 0)) return 0;
  let sum = 0;
  let widest = 1;
  forEachBin(bank, row, (bin, count) => {
    sum += count * lowerEdge(bin);
    widest = lowerEdge(bin + 1) - lowerEdge(bin);
  });
  const mean = sum / n;
  let second = zeros * mean * mean;
  let third = -zeros * mean * mean * mean;
  forEachBin(bank, row, (bin, count) => {
    const off = lowerEdge(bin) - mean;
    second += count * off * off;
    third += count * off * off * off;
  });
  second /= n;
  if (variance < 4 * widest * widest && widest > 1 && mean > 64 * Math.sqrt(variance)) return 0;
  return second === 0 ? 0 : third / n / (second * Math.sqrt(second));
}
