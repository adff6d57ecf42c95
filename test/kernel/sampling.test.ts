/**
 * Draws of every distribution of the scenario language from the engine's own streams: moments, shares below known
 * quantiles, and the whole distribution by Kolmogorov and Smirnov, or by chi-square where it is of counts.
 */
import { describe, expect, it } from "vitest";
import {
  deterministic,
  empirical,
  exponential,
  gamma,
  gammaFromMeanCv,
  geometric,
  logitNormal,
  lognormalFromMeanCv,
  lognormalFromMedianSigma,
  meanOf,
  pert,
  poisson,
  sampleDist,
  triangular,
  uniform,
  weibull,
  weibullFromMeanShape,
} from "../../engine/kernel/draws.ts";
import { nextUniform, openStream, STREAM_WORDS } from "../../engine/kernel/streams.ts";
import type { Dist } from "../../engine/model.ts";
import { momentsOf } from "../../engine/tally/moments.ts";
import { chiSquareP, kolmogorovP, ksDistance } from "../support/battery.ts";
import { cdfOf, varianceOf } from "../support/laws.ts";

const N = 200_000;
/** What chance alone does once in 100,000 tries; the streams are fixed, so that it either does or does not. */
const UNLIKELY = 1e-5;

function drawsOf(name: string, dist: Dist): number[] {
  const state = new Int32Array(STREAM_WORDS);
  openStream(state, "sampling", name, 0);
  return Array.from({ length: N }, () => sampleDist(dist, nextUniform(state)));
}

const continuous: readonly (readonly [string, Dist])[] = [
  ["exponential", exponential(90)],
  ["lognormal by mean and cv", lognormalFromMeanCv(240, 0.6)],
  ["lognormal by mean and a wide cv", lognormalFromMeanCv(8, 1.5)],
  ["lognormal by median and sigma", lognormalFromMedianSigma(60, 0.4)],
  ["gamma", gamma(2.5, 4)],
  ["gamma of shape below 1, by mean and cv", gammaFromMeanCv(10, 1.5)],
  ["gamma of a large shape", gamma(80, 0.5)],
  ["Weibull", weibull(2, 5)],
  ["Weibull of shape below 1, by its mean", weibullFromMeanShape(12, 0.8)],
  ["uniform", uniform(-2, 6)],
  ["triangular", triangular(2, 4, 12)],
  ["triangular with its mode at an end", triangular(1, 1, 4)],
  ["PERT", pert(0, 1, 10)],
  ["PERT with its mode at an end", pert(30, 240, 240)],
  ["logit-normal", logitNormal(0.8, 0.4)],
];

const counts: readonly (readonly [string, Dist])[] = [
  ["geometric", geometric(4)],
  ["geometric, nearly always 1", geometric(1.05)],
  ["Poisson of a small mean", poisson(0.7)],
  ["Poisson", poisson(12)],
  ["Poisson where the search begins at a guess", poisson(41)],
  ["Poisson of a large mean", poisson(250)],
  ["empirical", empirical([5, 1, 2, 40], [0.1, 0.6, 0.2, 0.1])],
];

describe.each(continuous)("draws of the %s", (name, dist) => {
  const draws = drawsOf(name, dist);

  it("have the mean and the variance that they should have", () => {
    expectMoments(draws, dist);
  });

  it("lie below each quantile as often as its probability says", () => {
    for (const p of [0.001, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 0.999]) {
      const quantile = sampleDist(dist, p);
      const share = draws.filter((draw) => draw <= quantile).length / N;
      expect(Math.abs(share - p) / Math.sqrt((p * (1 - p)) / N), `below the ${p} quantile`).toBeLessThan(4.5);
      expect(Math.abs(cdfOf(dist, quantile) - p)).toBeLessThan(1e-11);
    }
  });

  it("pass Kolmogorov and Smirnov", () => {
    expect(
      kolmogorovP(
        ksDistance(draws, (x) => cdfOf(dist, x)),
        N,
      ),
    ).toBeGreaterThan(UNLIKELY);
  });
});

describe.each(counts)("draws of the %s", (name, dist) => {
  const draws = drawsOf(name, dist);

  it("have the mean and the variance that they should have", () => {
    expectMoments(draws, dist);
  });

  it("pass the chi-square of every value that occurs", () => {
    const { statistic, freedom } = pearson(draws, dist);
    expect(freedom).toBeGreaterThan(1);
    expect(chiSquareP(statistic, freedom)).toBeGreaterThan(UNLIKELY);
  });
});

it("draws of a fixed value are that value", () => {
  expect(new Set(drawsOf("fixed", deterministic(7)))).toEqual(new Set([7]));
});

describe("the tests themselves", () => {
  it("find a scale that is 2 % off, a sigma taken for a cv, and a mean taken for a median", () => {
    const p = (draws: readonly number[], dist: Dist) =>
      kolmogorovP(
        ksDistance(draws, (x) => cdfOf(dist, x)),
        draws.length,
      );
    expect(p(drawsOf("off", exponential(91.8)), exponential(90))).toBeLessThan(UNLIKELY);
    const mean = lognormalFromMeanCv(8, 0.5);
    const median: Dist = { ...mean, a: lognormalFromMedianSigma(8, 0.5).a };
    expect(p(drawsOf("median", median), mean)).toBeLessThan(UNLIKELY);
    const confused: Dist = { ...lognormalFromMeanCv(8, 0.6), b: 0.6 };
    expect(p(drawsOf("sigma", confused), lognormalFromMeanCv(8, 0.6))).toBeLessThan(UNLIKELY);
  });

  it("find a count that is drawn one too high once in fifty times", () => {
    const draws = drawsOf("high", poisson(3));
    const off = draws.map((draw, i) => (i % 50 === 0 ? draw + 1 : draw));
    const p = (some: readonly number[]) => {
      const { statistic, freedom } = pearson(some, poisson(3));
      return chiSquareP(statistic, freedom);
    };
    expect(p(draws)).toBeGreaterThan(0.01);
    expect(p(off)).toBeLessThan(UNLIKELY);
  });
});

/** Within 4.5 standard errors; the variance's own comes from the draws' fourth moment. */
function expectMoments(draws: readonly number[], dist: Dist): void {
  const { mean, variance } = momentsOf(draws);
  const exact = varianceOf(dist) ?? variance;
  expect(Math.abs(mean - meanOf(dist)) / Math.sqrt(exact / N)).toBeLessThan(4.5);
  const fourth = momentsOf(draws.map((draw) => (draw - mean) ** 4)).mean;
  expect(Math.abs(variance - exact) / Math.sqrt((fourth - variance * variance) / N)).toBeLessThan(4.5);
}

/** Pearson's statistic; values too rare to expect twenty of are counted together with the last before them. */
function pearson(draws: readonly number[], dist: Dist): { statistic: number; freedom: number } {
  const seen = new Map<number, number>();
  for (const draw of draws) seen.set(draw, (seen.get(draw) ?? 0) + 1);
  const values = [...new Set([...seen.keys(), ...(dist.values ?? [])])].sort((a, b) => a - b);
  let statistic = 0;
  let cells = 0;
  let before = 0;
  let count = 0;
  values.forEach((value, i) => {
    count += seen.get(value) ?? 0;
    const upTo = i === values.length - 1 ? 1 : cdfOf(dist, value);
    const expected = (upTo - before) * draws.length;
    const left = (1 - upTo) * draws.length;
    if (upTo < 1 && (expected < 20 || left < 20)) return;
    statistic += (count - expected) ** 2 / expected;
    cells++;
    before = upTo;
    count = 0;
  });
  return { statistic, freedom: cells - 1 };
}
