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
import { ksDistance } from "../support/battery.ts";
import { alea, xoshiro128, xoshiroUniform } from "../support/generators.ts";

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

  it("gives what the authors' algorithm gives in whole numbers, from 200 random states", () => {
    const uniform = xoshiroUniform(128);
    for (let trial = 0; trial < 200; trial++) {
      const words = Array.from({ length: STREAM_WORDS }, () => Math.floor(uniform() * 4294967296));
      const state = Int32Array.from(words);
      const reference = xoshiro128(words);
      for (let i = 0; i < 50; i++) expect(nextWord(state) >>> 0).toBe(reference());
    }
  });

  it("makes a uniform of the upper 26 bits of two words, in the middle of its cell", () => {
    const state = Int32Array.of(1, 2, 3, 4);
    expect(nextUniform(state)).toBe(((11520 >>> 6) * 67108864 + 0.5) / 4503599627370496);
  });
});

describe("alea", () => {
  it("gives its author's published answers to the names my, 3, seeds", () => {
    const uniform = alea("my", 3, "seeds");
    expect([uniform(), uniform(), uniform()]).toEqual([0.30802189325913787, 0.5190450621303171, 0.43635262292809784]);
  });

  it("names the streams: their states are its next four words", () => {
    for (const [seed, purpose, replication] of [
      ["1", "riot/arrivals", 0],
      ["2026", "forces/kent/absence", 9999],
      ["é", "", 4294967296],
    ] as const) {
      const uniform = alea(`${seed}/${purpose}/${replication}`);
      const words = Array.from({ length: STREAM_WORDS }, () => (uniform() * 4294967296) | 0);
      expect([...open(seed, purpose, replication)]).toEqual(words);
    }
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

describe("the streams of a large study", () => {
  /** 100 names as scenarios make them, 100 replications each. */
  const streams = Array.from({ length: 100 }, (_, i) => i).flatMap((i) => {
    const purpose = [`threat-${i}/arrivals`, `threat-${i}/marks`, `forces/${i}/absence`, `ranges/${i}`][i % 4]!;
    return Array.from({ length: 100 }, (_, replication) => open("1", purpose, replication));
  });

  /** Which of these streams reach the start of one of them within this many words. */
  function runInto(starts: readonly Int32Array[], words: number): number[] {
    const known = new Set(starts.map((state) => state.join()));
    const firsts = new Set(starts.map((state) => state[0]!));
    const state = new Int32Array(STREAM_WORDS);
    return starts.flatMap((start, i) => {
      state.set(start);
      for (let step = 0; step < words; step++) {
        nextWord(state);
        if (firsts.has(state[0]!) && known.has(state.join())) return [i];
      }
      return [];
    });
  }

  it("are 10,000, and none runs into another's within 300 words", () => {
    expect(new Set(streams.map((state) => state.join())).size).toBe(10_000);
    expect(runInto(streams, 300)).toEqual([]);
    // One that begins where the 18th will be is found out.
    const later = Int32Array.from(streams[17]!);
    for (let step = 0; step < 299; step++) nextWord(later);
    expect(runInto([...streams.slice(0, 100), later], 300)).toEqual([17]);
  });

  it("are uncorrelated with each other: 2,000 neighbours, 500 draws each", () => {
    let worst = 0;
    let sum = 0;
    let squares = 0;
    const pairs = 2000;
    const n = 500;
    for (let i = 0; i < pairs; i++) {
      const [a, b] = [Int32Array.from(streams[i]!), Int32Array.from(streams[i + 1]!)];
      let product = 0;
      for (let k = 0; k < n; k++) product += (nextUniform(a) - 0.5) * (nextUniform(b) - 0.5);
      const z = (product / n) * 12 * Math.sqrt(n);
      worst = Math.max(worst, Math.abs(z));
      sum += z;
      squares += z * z;
    }
    expect(worst).toBeLessThan(4.8);
    expect(Math.abs(sum / Math.sqrt(pairs))).toBeLessThan(4.5);
    expect(Math.abs(squares / pairs - 1) * Math.sqrt(pairs / 2)).toBeLessThan(4.5);
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
    expect(ksDistance(draws, (x) => x)).toBeLessThan(2.225 / Math.sqrt(n));
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
    const draws = Float64Array.from({ length: n }, () => nextUniform(state));
    expect(ksDistance(draws, (x) => x)).toBeLessThan(2.225 / Math.sqrt(n));
  });

  it("passes Kolmogorov-Smirnov on the first draw of each of 50,000 replications", () => {
    const n = 50000;
    const draws = Float64Array.from({ length: n }, (_, r) => nextUniform(open("1", "riot/arrivals", r)));
    expect(ksDistance(draws, (x) => x)).toBeLessThan(2.225 / Math.sqrt(n));
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
