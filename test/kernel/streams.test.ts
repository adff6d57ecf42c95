/** Named streams: known answers, separation by name, and uniforms that are uniform. */
import { describe, expect, it } from "vitest";
import {
  branchStream,
  fillUniforms,
  nextUniform,
  nextWord,
  openStream,
  STREAM_WORDS,
  tagOf,
} from "../../engine/kernel/streams.ts";

function open(seed: string, purpose: string, replication: number): Int32Array {
  const state = new Int32Array(STREAM_WORDS);
  openStream(state, seed, purpose, replication);
  return state;
}

describe("xoshiro128**", () => {
  it("gives the authors' reference output from the state 1, 2, 3, 4", () => {
    const state = Int32Array.of(1, 2, 3, 4);
    const found = Array.from({ length: 10 }, () => nextWord(state) >>> 0);
    expect(found).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });

  it("makes a uniform of the upper 26 bits of two words, in the middle of its cell", () => {
    const state = Int32Array.of(1, 2, 3, 4);
    expect(nextUniform(state)).toBe(((11520 >>> 6) * 67108864 + 0.5) / 4503599627370496);
  });
});

describe("openStream", () => {
  it("gives the same stream for the same name, and overwrites what was there", () => {
    const dirty = Int32Array.of(9, 9, 9, 9);
    openStream(dirty, "1", "riot/arrivals", 7);
    expect([...dirty]).toEqual([...open("1", "riot/arrivals", 7)]);
  });

  it("pins the names to their states", () => {
    expect([...open("1", "riot/arrivals", 0)]).toEqual([-851421150, 432082934, -103248344, -442297965]);
  });

  it("keeps all of 60,000 names apart, seeds 1, 11 and 111 among them", () => {
    const seen = new Set<string>();
    let names = 0;
    for (const seed of ["1", "11", "111"]) {
      for (const purpose of ["a/arrivals", "a/marks", "aa/arrivals", "1"]) {
        for (let replication = 0; replication < 5000; replication++) {
          const state = open(seed, purpose, replication);
          seen.add(`${nextWord(state)},${nextWord(state)}`);
          names++;
        }
      }
    }
    expect(names).toBe(60000);
    expect(seen.size).toBe(names);
  });
});

describe("branchStream", () => {
  it("gives different streams for all of 90,000 neighbouring keys, tags and ordinals", () => {
    const seen = new Set<string>();
    const state = new Int32Array(STREAM_WORDS);
    for (let high = 0; high < 10; high++) {
      for (let low = 0; low < 10; low++) {
        for (const tag of [0, 1, tagOf("children/riot")]) {
          for (let ordinal = 0; ordinal < 300; ordinal++) {
            branchStream(state, high, low, tag, ordinal);
            seen.add(state.join());
          }
        }
      }
    }
    expect(seen.size).toBe(90000);
  });

  it("has first draws that are uniform and uncorrelated over consecutive ordinals", () => {
    const n = 100000;
    const state = new Int32Array(STREAM_WORDS);
    const draws = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      branchStream(state, 12345, 678, 0, i);
      draws[i] = nextUniform(state);
    }
    let product = 0;
    for (let i = 1; i < n; i++) product += (draws[i]! - 0.5) * (draws[i - 1]! - 0.5);
    expect(Math.abs((product / n) * 12 * Math.sqrt(n))).toBeLessThan(4.5);
    expect(ksDistance(draws.sort())).toBeLessThan(2.225 / Math.sqrt(n));
  });

  it("tags names apart", () => {
    expect(tagOf("a")).toBe(0xe40c292c | 0);
    expect(new Set(["children/a", "children/b", "trigger/a", ""].map(tagOf)).size).toBe(4);
  });
});

describe("fillUniforms", () => {
  it("gives what as many calls of nextUniform give, and leaves the stream where they would", () => {
    const one = open("1", "riot/marks", 3);
    const many = open("1", "riot/marks", 3);
    const out = new Float64Array(9).fill(-1);
    for (const count of [0, 1, 2, 8]) {
      fillUniforms(many, out, count);
      for (let i = 0; i < count; i++) expect(out[i]).toBe(nextUniform(one));
      expect([...many]).toEqual([...one]);
    }
    expect(out[8]).toBe(-1);
  });
});

describe("nextUniform", () => {
  it("passes Kolmogorov-Smirnov on 100,000 draws at the 1 in 10,000 level", () => {
    const state = open("ks", "uniforms", 0);
    const n = 100000;
    const draws = Float64Array.from({ length: n }, () => nextUniform(state)).sort();
    expect(ksDistance(draws)).toBeLessThan(2.225 / Math.sqrt(n));
  });

  it("passes Kolmogorov-Smirnov on the first draw of each of 50,000 replications", () => {
    const n = 50000;
    const draws = Float64Array.from({ length: n }, (_, r) => nextUniform(open("1", "riot/arrivals", r))).sort();
    expect(ksDistance(draws)).toBeLessThan(2.225 / Math.sqrt(n));
  });

  it("leaves adjacent replications and adjacent purposes uncorrelated", () => {
    const n = 200000;
    for (const [a, b] of [
      [open("1", "riot/arrivals", 41), open("1", "riot/arrivals", 42)],
      [open("1", "riot/arrivals", 0), open("1", "riot/marks", 0)],
      [open("1", "riot/arrivals", 0), open("2", "riot/arrivals", 0)],
    ] as const) {
      let product = 0;
      for (let i = 0; i < n; i++) product += (nextUniform(a) - 0.5) * (nextUniform(b) - 0.5);
      // standard deviation of the mean product is 1 ÷ 12√n
      expect(Math.abs((product / n) * 12 * Math.sqrt(n))).toBeLessThan(4.5);
    }
  });

  it("leaves the first draws of consecutive replications uncorrelated", () => {
    const n = 50000;
    let before = nextUniform(open("1", "riot/marks", 0));
    let product = 0;
    for (let r = 1; r <= n; r++) {
      const now = nextUniform(open("1", "riot/marks", r));
      product += (before - 0.5) * (now - 0.5);
      before = now;
    }
    expect(Math.abs((product / n) * 12 * Math.sqrt(n))).toBeLessThan(4.5);
  });
});

/** Largest gap between the sorted draws' distribution and the uniform's. */
function ksDistance(sorted: Float64Array): number {
  let most = 0;
  for (let i = 0; i < sorted.length; i++) {
    most = Math.max(most, (i + 1) / sorted.length - sorted[i]!, sorted[i]! - i / sorted.length);
  }
  return most;
}
