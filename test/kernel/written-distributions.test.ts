/**
 * Distributions as scenario files write them, drawn by the way every incident goes: the durations on the demand tape
 * against the distribution's textbook formula in the file's own words (mean, cv, median, sigma …).
 */
import { describe, expect, it } from "vitest";
import { createTape, drawTape } from "../../engine/demand/draw-tape.ts";
import { normalCdf } from "../../engine/kernel/erf.ts";
import { betaLower, gammaLower, gammaUpper, lnBeta, lnGamma } from "../../engine/kernel/special.ts";
import { kolmogorovP } from "../support/battery.ts";
import { modelOf } from "../support/scenario.ts";

type Cdf = (minutes: number) => number;

/** The Weibull's scale is given by its mean through Γ(1 + 1 ÷ shape). */
const weibullScale = (mean: number, shape: number) => mean / Math.exp(lnGamma(1 + 1 / shape));

const written: readonly (readonly [string, Readonly<Record<string, unknown>>, Cdf])[] = [
  ["exponential", { mean: "9 h" }, (x) => 1 - Math.exp(-x / 540)],
  [
    "lognormal",
    { mean: "8 h", cv: 1.5 },
    (x) => {
      const variance = Math.log(1 + 1.5 ** 2);
      return normalCdf((Math.log(x / 480) + variance / 2) / Math.sqrt(variance));
    },
  ],
  ["lognormal", { median: "18 h", sigma: 1 }, (x) => normalCdf(Math.log(x / 1080))],
  ["gamma", { mean: "8 h", cv: 0.5 }, (x) => gammaLower(4, x / 120)],
  ["gamma", { shape: 0.7, scale: "6 h" }, (x) => gammaLower(0.7, x / 360)],
  ["weibull", { shape: 1.5, scale: "90 min" }, (x) => 1 - Math.exp(-((x / 90) ** 1.5))],
  ["weibull", { shape: 0.8, mean: "5 h" }, (x) => 1 - Math.exp(-((x / weibullScale(300, 0.8)) ** 0.8))],
  ["uniform", { low: "1 h", high: "9 h" }, (x) => Math.min(1, Math.max(0, (x - 60) / 480))],
  [
    "triangular",
    { low: "1 h", mode: "2 h", high: "6 h" },
    (x) => {
      if (x <= 120) return x <= 60 ? 0 : (x - 60) ** 2 / (300 * 60);
      return x >= 360 ? 1 : 1 - (360 - x) ** 2 / (300 * 240);
    },
  ],
  [
    "pert",
    { low: "1 h", mode: "2 h", high: "6 h" },
    (x) => betaLower(1.8, 4.2, Math.min(1, Math.max(0, (x - 60) / 300)), lnBeta(1.8, 4.2)),
  ],
  ["geometric", { mean: 30 }, (x) => 1 - (1 - 1 / 30) ** Math.floor(x)],
  ["poisson", { mean: 200 }, (x) => gammaUpper(Math.floor(x) + 1, 200)],
  [
    "empirical",
    { values: ["1 h", "2 h", "40 h"], weights: [1, 6, 3] },
    (x) => (x < 60 ? 0 : x < 120 ? 0.1 : x < 2400 ? 0.7 : 1),
  ],
];

const id = (at: number) => `kind-${at}`;

const model = modelOf({
  clock: { start: "2026-08-01T00:00", horizon: "10 d" },
  places: { forces: { only: {} }, travel: { byTier: { local: 0, regional: 0, national: 0 } } },
  capabilities: { psu: { officersPerUnit: 25 } },
  people: { holdings: { psu: { units: { only: 5 } } } },
  threats: Object.fromEntries(
    written.map(([dist, parameters], at) => [
      id(at),
      {
        arrivals: { poisson: { perDay: 40 } },
        where: "only",
        phases: [{ duration: { dist, ...parameters }, needs: [{ capability: "psu", units: 1 }] }],
      },
    ]),
  ),
});

/** Sorted durations of each threat's incidents over 60 replications, in minutes. */
const durations = written.map((): number[] => []);
const tape = createTape(model);
for (let replication = 0; replication < 60; replication++) {
  drawTape(model, "written", replication, tape);
  for (let i = 0; i < tape.nIncidents; i++) durations[tape.threat[i]!]!.push(tape.phaseDuration[tape.firstPhase[i]!]!);
}
for (const found of durations) found.sort((a, b) => a - b);

/** Rounded to the nearest minute, at least 1: a duration is at most m where the draw is below m + ½. */
function distance(sorted: readonly number[], cdf: Cdf): number {
  let most = 0;
  sorted.forEach((minutes, i) => {
    if (sorted[i + 1] === minutes) return;
    most = Math.max(most, Math.abs((i + 1) / sorted.length - cdf(minutes + 0.5)));
    if (minutes > 1) {
      const below = sorted.indexOf(minutes);
      most = Math.max(most, Math.abs(below / sorted.length - cdf(minutes - 0.5)));
    }
  });
  return most;
}

describe("durations on the tape", () => {
  it.each(written.map(([dist, parameters, cdf], at) => [dist, parameters, cdf, at] as const))(
    "follow the distribution %s %o",
    (_, _parameters, cdf, at) => {
      const found = durations[at]!;
      expect(found.length).toBeGreaterThan(20_000);
      expect(kolmogorovP(distance(found, cdf), found.length)).toBeGreaterThan(1e-5);
    },
  );

  it("do not follow the same with a cv read as a sigma, a mean as a median, a scale as a mean, or a mean 5 % off", () => {
    const wrong: readonly (readonly [number, Cdf])[] = [
      [1, (x) => normalCdf((Math.log(x / 480) + 1.5 ** 2 / 2) / 1.5)],
      [1, (x) => normalCdf(Math.log(x / 480) / Math.sqrt(Math.log(1 + 1.5 ** 2)))],
      [6, (x) => 1 - Math.exp(-((x / 300) ** 0.8))],
      [0, (x) => 1 - Math.exp(-x / 570)],
    ];
    for (const [at, cdf] of wrong) {
      expect(kolmogorovP(distance(durations[at]!, cdf), durations[at]!.length)).toBeLessThan(1e-5);
    }
  });
});
