/** What the numbers of a distribution mean, at the points where its quantile is known without a table. */
import { describe, expect, it } from "vitest";
import {
  exponential,
  gammaFromMeanCv,
  lognormalFromMeanCv,
  lognormalFromMedianSigma,
  meanOf,
  sampleDist,
  weibull,
  weibullFromMeanShape,
  wholeMinutes,
} from "../../engine/kernel/draws.ts";

/** Φ(1) and 1 − 1/e */
const ONE_SIGMA = 0.841344746068543;
const CHARACTERISTIC = 1 - Math.exp(-1);

describe("a lognormal", () => {
  it("by mean and cv has that mean, and a sigma of √ln(1 + cv²)", () => {
    const sigma = Math.sqrt(Math.log(2));
    const dist = lognormalFromMeanCv(480, 1);
    expect(meanOf(dist)).toBeCloseTo(480, 9);
    expect(sampleDist(dist, 0.5)).toBeCloseTo(480 / Math.sqrt(2), 9);
    expect(sampleDist(dist, ONE_SIGMA)).toBeCloseTo((480 / Math.sqrt(2)) * Math.exp(sigma), 6);
  });

  it("by median and sigma has that median, and a mean above it", () => {
    const dist = lognormalFromMedianSigma(480, 0.6);
    expect(sampleDist(dist, 0.5)).toBeCloseTo(480, 9);
    expect(sampleDist(dist, ONE_SIGMA)).toBeCloseTo(480 * Math.exp(0.6), 6);
    expect(meanOf(dist)).toBeCloseTo(480 * Math.exp(0.18), 9);
  });
});

it("an exponential and every Weibull pass 1 − 1/e at their scale", () => {
  expect(sampleDist(exponential(90), CHARACTERISTIC)).toBeCloseTo(90, 9);
  for (const shape of [0.5, 1, 3]) expect(sampleDist(weibull(shape, 90), CHARACTERISTIC)).toBeCloseTo(90, 9);
  // shape 3: the median is scale × (ln 2)^(1/3)
  expect(sampleDist(weibull(3, 90), 0.5)).toBeCloseTo(90 * Math.cbrt(Math.log(2)), 9);
  expect(meanOf(weibullFromMeanShape(90, 3))).toBeCloseTo(90, 9);
});

it("a gamma by mean and cv of 1 is the exponential", () => {
  const dist = gammaFromMeanCv(90, 1);
  for (const u of [0.1, 0.5, 0.99]) expect(sampleDist(dist, u)).toBeCloseTo(sampleDist(exponential(90), u), 6);
});

it("minutes on the clock are the nearest whole ones, at least one", () => {
  expect([0, 0.4, 1.4, 1.5, 1.9, 2.5, 89.6].map(wholeMinutes)).toEqual([1, 1, 1, 2, 2, 3, 90]);
});
