/**
 * How often intervals hold the truth, where the truth is known exactly: 2,000 repeats of each case, each from its
 * own stream. Coverage of 95 % over 2,000 repeats has a standard error of 0.49 points, so that 93.5 to 96.5 % is three
 * of them; what covers *at least* 95 % may fall three below.
 */
import { describe, expect, it } from "vitest";
import { log } from "../../engine/kernel/math.ts";
import { nextUniform, openStream, STREAM_WORDS } from "../../engine/kernel/streams.ts";
import type { Model } from "../../engine/model.ts";
import { createWorld, replicate } from "../../engine/replicate.ts";
import { type Grouped, meanOverDraws, proportionOverDraws } from "../../engine/tally/components.ts";
import {
  clopperPearson,
  differenceInterval,
  type Interval,
  meanInterval,
  quantileRanks,
  wilson,
} from "../../engine/tally/intervals.ts";
import { FLAGS } from "../../engine/tally/measures.ts";
import { createTallies } from "../../engine/tally/tally.ts";
import { type Document, modelOf } from "../support/scenario.ts";

const REPEATS = 2000;
/** Some 20 s of one core, which a busy machine may make minutes of. */
const PATIENCE = 600_000;
const THREE_ERRORS = 3 * Math.sqrt((0.95 * 0.05) / REPEATS);

/** Share of the repeats whose interval holds the truth. `draw(uniform, repeat)` makes one interval. */
function coverage(
  name: string,
  truth: number,
  draw: (uniform: () => number, repeat: number) => Interval | null,
): number {
  const state = new Int32Array(STREAM_WORDS);
  let held = 0;
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    openStream(state, "coverage", name, repeat);
    const { low, high } = draw(() => nextUniform(state), repeat)!;
    if (low <= truth && truth <= high) held++;
  }
  return held / REPEATS;
}

function binomial(uniform: () => number, n: number, p: number): number {
  let events = 0;
  for (let i = 0; i < n; i++) if (uniform() < p) events++;
  return events;
}

/** Events of a Poisson process of rate 1 in `span`. */
function poisson(uniform: () => number, span: number): number {
  let events = -1;
  for (let time = 0; time < span; events++) time -= log(uniform());
  return events;
}

function studentOf(values: readonly number[]): Interval | null {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (n - 1);
  return meanInterval(mean, variance, n);
}

const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));

/** Chance of more than k events at mean m. */
function poissonAbove(k: number, m: number): number {
  let term = Math.exp(-m);
  let below = term;
  for (let i = 1; i <= k; i++) {
    term *= m / i;
    below += term;
  }
  return 1 - below;
}

/** One force with `units`; each incident takes one of them to beyond the horizon of a day, or goes without. */
function oneForce(units: number, perDay: number, need: Document = {}, more: Document = {}): Model {
  return modelOf({
    clock: { horizon: "1 d" },
    places: {
      forces: { alder: {} },
      schemes: { ricc: { south: { members: ["alder"] } } },
      travel: { byTier: { local: 0 } },
    },
    capabilities: { psu: {} },
    people: { holdings: { psu: { units: { alder: units } } } },
    threats: {
      riot: {
        arrivals: { poisson: { perDay } },
        phases: [{ duration: "5 d", needs: [{ capability: "psu", units: 1, ...need }] }],
      },
    },
    ...more,
  });
}

/** Runs replications one after the other and reads one whole number of each from the tallies. */
function engineRuns(model: Model, read: (tallies: ReturnType<typeof createTallies>) => number): () => number {
  const tallies = createTallies(model);
  const world = createWorld(model);
  let replication = 0;
  let before = 0;
  return () => {
    replicate(model, world, tallies, "coverage", replication++);
    const value = read(tallies) - before;
    before += value;
    return value;
  };
}

describe("a nominal 95 % interval holds the truth in 93.5 to 96.5 % of 2,000 repeats", () => {
  const cases: readonly [string, () => number][] = [
    ["Wilson, 20 of 400 expected", () => coverage("w1", 0.05, (u) => wilson(binomial(u, 400, 0.05), 400))],
    ["Wilson, 50 of 100 expected", () => coverage("w2", 0.5, (u) => wilson(binomial(u, 100, 0.5), 100))],
    [
      "Wilson, run-out of 3 units by Poisson demand, 40 runs of the engine (20.3 expected)",
      () => {
        const model = oneForce(3, 3.7);
        const ranOut = engineRuns(model, ({ flags }) => flags[FLAGS.indexOf("runOut")]!);
        return coverage("w3", poissonAbove(3, 3.7), () =>
          wilson(
            times(40, ranOut).reduce((a, b) => a + b, 0),
            40,
          ),
        );
      },
    ],
    [
      "Student's t, sums of 12 uniforms, 10 values",
      () => coverage("t1", 6, (u) => studentOf(times(10, () => times(12, u).reduce((a, b) => a + b, 0)))),
    ],
    [
      "Student's t, Poisson counts of mean 30, 20 values",
      () => coverage("t2", 30, (u) => studentOf(times(20, () => poisson(u, 30)))),
    ],
    [
      "Student's t, incidents of a day at 24 a day, 30 runs of the engine",
      () => {
        const observe = { incidents: { threat: "riot", quantity: "incidents" } };
        const incidents = engineRuns(
          oneForce(1, 24, { ifShort: "lapse" }, { observe }),
          ({ observationSum }) => observationSum[0]!,
        );
        return coverage("t3", 24, () => studentOf(times(30, incidents)));
      },
    ],
  ];
  it.each(cases)(
    "%s",
    (_, found) => {
      const share = found();
      expect(share).toBeGreaterThanOrEqual(0.935);
      expect(share).toBeLessThanOrEqual(0.965);
    },
    PATIENCE,
  );

  it("also the difference of two proportions, which tells the effect of a range", () => {
    const share = coverage("d", 0.2, (u) => differenceInterval(binomial(u, 150, 0.5), 150, binomial(u, 150, 0.3), 150));
    expect(share).toBeGreaterThanOrEqual(0.935);
    expect(share).toBeLessThanOrEqual(0.965);
  });
});

describe("an interval that covers at least 95 % falls no more than three standard errors below over 2,000 repeats", () => {
  it.each([
    [200, 0.01],
    [50, 0.3],
    [20, 0.9],
  ])("Clopper and Pearson's, %s runs, probability %s", (n, p) => {
    const share = coverage(`cp ${n}`, p, (u) => clopperPearson(binomial(u, n, p), n));
    expect(share).toBeGreaterThanOrEqual(0.95 - THREE_ERRORS);
  });

  it.each([
    [30, 0.5],
    [60, 0.9],
    [500, 0.99],
  ])("order statistics of %s exponential values, quantile %s", (n, q) => {
    const ranks = quantileRanks(n, q);
    const share = coverage(`os ${n}`, -log(1 - q), (u) => {
      const values = times(n, () => -log(u())).sort((a, b) => a - b);
      return { low: values[ranks.low - 1]!, high: values[ranks.high - 1]! };
    });
    expect(share).toBeGreaterThanOrEqual(0.95 - THREE_ERRORS);
    expect(Math.abs(share - ranks.coverage)).toBeLessThan(THREE_ERRORS);
  });

  it("order statistics of counts, where many values are equal", () => {
    const ranks = quantileRanks(40, 0.5);
    const share = coverage("os counts", 3, (u) => {
      const values = times(40, () => poisson(u, 3.2)).sort((a, b) => a - b);
      return { low: values[ranks.low - 1]!, high: values[ranks.high - 1]! };
    });
    expect(share).toBeGreaterThanOrEqual(0.95 - THREE_ERRORS);
  });
});

describe("where runs share draws, intervals over draws hold the truth as often as they say", () => {
  /** Ten draws or more of `size` runs; each draw has a level of its own. */
  function grouped(draws: number, size: number, run: () => () => number): Grouped {
    let [sum, squares, totals] = [0, 0, 0];
    for (let draw = 0; draw < draws; draw++) {
      const one = run();
      let total = 0;
      for (let i = 0; i < size; i++) {
        const value = one();
        total += value;
        squares += value * value;
      }
      sum += total;
      totals += total * total;
    }
    const n = draws * size;
    return {
      ...{ n, nSmall: draws, nLarge: 0, size, sum, squares: BigInt(squares), largeSum: 0 },
      ...{ smallTotalsSquared: BigInt(totals), largeTotalsSquared: 0n },
    };
  }

  it("Student's t on the means of 10 draws, where an interval over runs would hold it far less often", () => {
    const sumOf = (u: () => number, n: number) => Math.round(times(n, u).reduce((a, b) => a + b, 0) * 10);
    const all = (u: () => number) =>
      grouped(10, 8, () => {
        const level = sumOf(u, 12);
        return () => level + sumOf(u, 12);
      });
    const share = coverage("draws t", 120, (u) => meanOverDraws(all(u)));
    expect(share).toBeGreaterThanOrEqual(0.935);
    expect(share).toBeLessThanOrEqual(0.965);
    const naive = coverage("draws t", 120, (u) => {
      const { n, sum, squares } = all(u);
      return meanInterval(sum / n, (Number(squares) - (sum * sum) / n) / (n - 1), n);
    });
    expect(naive).toBeLessThan(0.8);
  });

  it("Wilson's on the runs that would be independent, 30 draws of 20 runs", () => {
    const share = coverage("draws w", 0.5, (u) =>
      proportionOverDraws(
        grouped(30, 20, () => {
          const p = 0.2 + 0.6 * u();
          return () => (u() < p ? 1 : 0);
        }),
      ),
    );
    expect(share).toBeGreaterThanOrEqual(0.935);
    expect(share).toBeLessThanOrEqual(0.97);
  });
});
