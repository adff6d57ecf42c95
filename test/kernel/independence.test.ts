/** The engine's uniforms beside those of generators it does not use: the same questions to all, and the same answers. */
import { describe, expect, it } from "vitest";
import { branchStream, nextUniform, openStream, STREAM_WORDS, tagOf } from "../../engine/kernel/streams.ts";
import { battery, kolmogorovP, ksBetween } from "../support/battery.ts";
import { mrg32k3a, philoxUniform, type Uniform, xoshiroUniform } from "../support/generators.ts";

function stream(seed: string, purpose: string, replication: number): Uniform {
  const state = new Int32Array(STREAM_WORDS);
  openStream(state, seed, purpose, replication);
  return () => nextUniform(state);
}

/** A stream each from many names, one after the other: what a purpose sees over replications. */
function across(draws: number): Uniform {
  let replication = 0;
  let left = 0;
  let now: Uniform;
  return () => {
    if (left-- === 0) {
      now = stream("1", "riot/marks", replication++);
      left = draws - 1;
    }
    return now();
  };
}

/** The first uniforms of incident after incident of one threat. */
function incidents(): Uniform {
  const state = new Int32Array(STREAM_WORDS);
  let ordinal = 0;
  return () => {
    branchStream(state, 271828, 314159, tagOf("marks/riot"), ordinal++);
    return nextUniform(state);
  };
}

const references: readonly (readonly [string, (seed: number) => Uniform])[] = [
  ["Philox4x32-10", philoxUniform],
  ["xoshiro256**", xoshiroUniform],
  ["MRG32k3a", (seed) => mrg32k3a([12345 + seed, 12345, 12345, 12345, 12345, 12345])],
];

const worst = (answers: Readonly<Record<string, number>>) => Math.max(...Object.values(answers).map(Math.abs));

describe("the engine's uniforms", () => {
  it.each([
    ["one long stream", stream("1", "riot/arrivals", 0)],
    ["the first ten draws of each replication", across(10)],
    ["the first draw of each replication", across(1)],
    ["the first draw of each incident", incidents()],
  ])("are uniform and independent within 4.5 standard errors: %s", (_, next) => {
    expect(worst(battery(next, 200_000))).toBeLessThan(4.5);
  });

  it("answer over 40 streams as the generators of others answer over 40 seeds", () => {
    const repeats = 40;
    const n = 10_000;
    const asked = (of: (i: number) => Uniform) => Array.from({ length: repeats }, (_, i) => battery(of(i), n));
    const ours = asked((i) => stream("7", "flood/arrivals", i));
    for (const [name, generator] of references) {
      const theirs = asked((i) => generator(1000 + i));
      for (const question of Object.keys(ours[0]!)) {
        const [a, b] = [ours, theirs].map((all) => all.map((answers) => answers[question]!)) as [number[], number[]];
        const difference = mean(a) - mean(b);
        expect(Math.abs(difference) / Math.sqrt(2 / repeats), `${question} beside ${name}`).toBeLessThan(4.5);
        expect(kolmogorovP(ksBetween(a, b), repeats / 2), `${question} beside ${name}`).toBeGreaterThan(1e-5);
      }
    }
  });

  it.each(references)("come from the distribution that those of %s come from", (_, generator) => {
    const n = 100_000;
    const [ours, theirs] = [stream("1", "riot/marks", 3), generator(20_260_101)].map((next) =>
      Float64Array.from({ length: n }, next),
    ) as [Float64Array, Float64Array];
    expect(kolmogorovP(ksBetween(ours, theirs), n / 2)).toBeGreaterThan(1e-5);
    let product = 0;
    for (let i = 0; i < n; i++) product += (ours[i]! - 0.5) * (theirs[i]! - 0.5);
    expect(Math.abs(product / n) * 12 * Math.sqrt(n)).toBeLessThan(4.5);
  });
});

describe("the questions", () => {
  it.each(references)("find nothing against %s", (_, generator) => {
    expect(worst(battery(generator(1), 200_000))).toBeLessThan(4.5);
  });

  /** Known to be bad, each in its own way. */
  const bad: readonly (readonly [string, string, () => Uniform])[] = [
    [
      "RANDU, whose triples lie on fifteen planes",
      "cells of triples",
      () => {
        let s = 1;
        return () => {
          s = (s * 65539) % 2147483648;
          return s / 2147483648;
        };
      },
    ],
    [
      "a generator of 16 bits",
      "last digits",
      () => {
        let s = 7;
        return () => {
          s = (s * 25173 + 13849) % 65536;
          return (s + 0.5) / 65536;
        };
      },
    ],
    [
      "steps of the golden section",
      "serial correlation at 1",
      () => {
        let x = 0.1;
        return () => {
          x = (x + 0.6180339887498949) % 1;
          return x;
        };
      },
    ],
    [
      "uniforms that reach only 0.999",
      "cells of one",
      () => {
        const next = philoxUniform(2);
        return () => next() * 0.999;
      },
    ],
    [
      "two streams in turn that are one",
      "cells of pairs",
      () => {
        const two = [xoshiroUniform(5), xoshiroUniform(5)] as const;
        let turn = 0;
        return () => two[turn++ % 2]!();
      },
    ],
  ];
  it.each(bad)("find out %s", (_, question, generator) => {
    expect(Math.abs(battery(generator(), 200_000)[question]!)).toBeGreaterThan(6);
  });
});

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
