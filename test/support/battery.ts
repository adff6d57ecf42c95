/**
 * What uniforms are asked: each question gives a number that is standard normal, or nearly, if they are uniform and
 * independent. Far from 0 means that they are not.
 */
import { gammaUpper, normalQuantile } from "../../engine/kernel/special.ts";
import type { Uniform } from "./generators.ts";

/** Asks all questions of the next `n` uniforms. */
export function battery(next: Uniform, n: number): Record<string, number> {
  const u = Float64Array.from({ length: n }, next);
  const answers: Record<string, number> = {
    mean: (meanOf(u, (x) => x) - 0.5) * Math.sqrt(12 * n),
    variance: (meanOf(u, (x) => (x - 0.5) ** 2) - 1 / 12) * Math.sqrt(180 * n),
    skewness: meanOf(u, (x) => (x - 0.5) ** 3) * Math.sqrt(448 * n),
    "Kolmogorov and Smirnov": zOfP(
      kolmogorovP(
        ksDistance(u, (x) => x),
        n,
      ),
    ),
    "cells of one": chiSquareZ(countsOf(u, 1, 1000)),
    "cells of pairs": chiSquareZ(countsOf(u, 2, 64)),
    "cells of triples": chiSquareZ(countsOf(u, 3, 16)),
    "cells of fives": chiSquareZ(countsOf(u, 5, 5)),
    "last digits": chiSquareZ(countsOf(u, 1, 256, (x) => (x * 65536) % 1)),
    "digits further down": chiSquareZ(countsOf(u, 1, 256, (x) => (x * 2 ** 40) % 1)),
    "first digits beside those 26 bits down": chiSquareZ(
      countsOf(u, 1, 256, (x) => (Math.floor(x * 16) + ((x * 2 ** 26) % 1)) / 16),
    ),
    "turning points": turningPoints(u),
    "gaps of the lowest tenth": gaps(u, 0.1),
  };
  for (const lag of [1, 2, 3, 5, 7, 16, 100]) answers[`serial correlation at ${lag}`] = serialCorrelation(u, lag);
  return answers;
}

function meanOf(values: Float64Array, of: (x: number) => number): number {
  let sum = 0;
  for (const value of values) sum += of(value);
  return sum / values.length;
}

/** How many consecutive, disjoint groups of `dimension` fall into each of cells^dimension boxes. */
function countsOf(u: Float64Array, dimension: number, cells: number, digit = (x: number) => x): Float64Array {
  const counts = new Float64Array(cells ** dimension);
  for (let i = 0; i + dimension <= u.length; i += dimension) {
    let box = 0;
    for (let j = 0; j < dimension; j++) box = box * cells + Math.floor(digit(u[i + j]!) * cells);
    counts[box]! += 1;
  }
  return counts;
}

/** Pearson's statistic for equal chances, as a standard normal. */
function chiSquareZ(counts: Float64Array): number {
  const expected = meanOf(counts, (x) => x);
  const freedom = counts.length - 1;
  const statistic = (counts.length * meanOf(counts, (x) => (x - expected) ** 2)) / expected;
  return wilsonHilferty(statistic, freedom);
}

function wilsonHilferty(statistic: number, freedom: number): number {
  const spread = 2 / (9 * freedom);
  return (Math.cbrt(statistic / freedom) - 1 + spread) / Math.sqrt(spread);
}

function turningPoints(u: Float64Array): number {
  let turns = 0;
  for (let i = 1; i + 1 < u.length; i++) {
    if (u[i]! > u[i - 1]! === u[i]! > u[i + 1]!) turns++;
  }
  const n = u.length;
  return (turns - (2 * (n - 2)) / 3) / Math.sqrt((16 * n - 29) / 90);
}

/** Lengths between uniforms below `share` are geometric. */
function gaps(u: Float64Array, share: number): number {
  const longest = 40;
  const counts = new Float64Array(longest + 1);
  let length = 0;
  let total = 0;
  for (const x of u) {
    if (x >= share) {
      length++;
      continue;
    }
    counts[Math.min(length, longest)]! += 1;
    total++;
    length = 0;
  }
  let statistic = 0;
  for (let i = 0; i <= longest; i++) {
    const expected = total * (i < longest ? share * (1 - share) ** i : (1 - share) ** longest);
    statistic += (counts[i]! - expected) ** 2 / expected;
  }
  return wilsonHilferty(statistic, longest);
}

function serialCorrelation(u: Float64Array, lag: number): number {
  let sum = 0;
  const n = u.length - lag;
  for (let i = 0; i < n; i++) sum += (u[i]! - 0.5) * (u[i + lag]! - 0.5);
  return (sum / n) * 12 * Math.sqrt(n);
}

/** Largest distance between the draws' distribution and the one they should have, which must be continuous. */
export function ksDistance(draws: ArrayLike<number>, cdf: (x: number) => number): number {
  const sorted = Float64Array.from(draws).sort();
  let most = 0;
  sorted.forEach((draw, i) => {
    const p = cdf(draw);
    most = Math.max(most, (i + 1) / sorted.length - p, p - i / sorted.length);
  });
  return most;
}

/** Largest distance between two samples' distributions. */
export function ksBetween(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [first, second] = [Float64Array.from(a).sort(), Float64Array.from(b).sort()];
  let most = 0;
  for (let i = 0, j = 0; i < first.length && j < second.length; ) {
    if (first[i]! <= second[j]!) i++;
    else j++;
    most = Math.max(most, Math.abs(i / first.length - j / second.length));
  }
  return most;
}

/** The chance of a distance at least this large, for n draws of what they should be (Kolmogorov 1933, Stephens 1970). */
export function kolmogorovP(distance: number, n: number): number {
  const root = Math.sqrt(n);
  const t = distance * (root + 0.12 + 0.11 / root);
  let sum = 0;
  for (let k = 1; k < 100; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * t * t);
  return t < 0.2 ? 1 : Math.min(1, Math.max(0, sum));
}

/** The chance of a chi-square at least this large. */
export function chiSquareP(statistic: number, freedom: number): number {
  return gammaUpper(freedom / 2, statistic / 2);
}

function zOfP(p: number): number {
  return normalQuantile(Math.min(1 - 1e-16, Math.max(1e-300, 1 - p)));
}
