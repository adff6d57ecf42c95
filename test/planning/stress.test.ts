/** The reverse stress test finds what is known to be least, in countries where that can be counted by hand. */
import { describe, expect, it } from "vitest";
import type { PointOutcome } from "../../engine/planning/points.ts";
import {
  type Concurrence,
  type Evaluate,
  type Look,
  type StressItem,
  stressCapability,
} from "../../engine/planning/stress.ts";
import { stressOf, stressWords } from "../../engine/planning/stress-words.ts";
import { REASONS } from "../../engine/tally/measures.ts";

const RUNS = 10;
/** Of a look, in full looks of the search. */
const COST: Readonly<Record<Look, number>> = { glance: 0.25, search: 1, fresh: 4 };

/** A country that runs out where what is asked for at once exceeds what it has; a gap thins out what is asked for at once. */
function country(weights: readonly number[], capacity: number, most = 1) {
  const items: StressItem[] = weights.map((_, i) => ({ kind: "riot", place: `P${i}`, most, asks: new Set(["psu"]) }));
  const asked: string[] = [];
  let work = 0;
  const evaluate: Evaluate = async (sets, look) =>
    sets.map((set: Concurrence, point): PointOutcome => {
      asked.push(set.items.join("+"));
      work += COST[look];
      const whole = set.items.reduce((sum, item) => sum + weights[item]!, 0) * set.size;
      const atOnce = set.gap > 240 ? Math.max(...set.items.map((item) => weights[item]!)) * set.size : whole;
      const short = Math.max(0, atOnce - capacity);
      return {
        point,
        nRuns: RUNS,
        events: 0,
        capabilities: [
          {
            id: "psu",
            name: "Police Support Unit",
            runOut: new Uint8Array(RUNS).fill(short > 0 ? 1 : 0),
            unresourcedMinutes: new Float64Array(RUNS).fill(short * 60),
            requiredMinutes: new Float64Array(RUNS).fill(whole * 60),
            leftForce: 0,
            leftRegion: 0,
            reasonMinutes: Float64Array.from(REASONS, ({ key }) => (key === "committedElsewhere" ? short : 0)),
          },
        ],
      };
    });
  return { items, evaluate, asked, work: () => work };
}

describe("the least severe concurrence", () => {
  it("is the fewest incidents, then those that ask for least, then as far apart as will do", async () => {
    // 5 + 4 = 9 alone exceeds 8; 5 + 3 = 8 does not. At seven eighths 5 + 4 is 7.9.
    const { items, evaluate } = country([1, 5, 3, 4], 8);
    const found = (await stressCapability("psu", items, 5, 100, evaluate))!;
    expect(found.exhaustive).toBe(true);
    expect(found.least).toMatchObject({ set: { items: [1, 3], size: 1, gap: 240 }, runOut: RUNS, runs: RUNS });
    expect(found.least!.reasons).toEqual([{ reason: "committedElsewhere", words: "committed elsewhere", share: 1 }]);
  });

  it("is made as small as still breaks: of two sets that break, the one that asks for least", async () => {
    const { items, evaluate } = country([16, 20, 1], 9);
    const found = (await stressCapability("psu", items, 3, 100, evaluate))!;
    // 16 × 0.625 = 10 and 20 × 0.5 = 10 both break; equal in what they ask for, the lower item comes first.
    expect(found.least!.set).toEqual({ items: [0], size: 0.625, gap: 0 });
    expect(found.worst.map(({ set }) => set.items)).toEqual([[1], [0], [2]]);
  });

  it("is found by building on the worst where there are too many sets to try each", async () => {
    const weights = Array.from({ length: 40 }, (_, i) => (i === 7 || i === 31 || i === 38 ? 3 : 1));
    const { items, evaluate, asked } = country(weights, 8.5);
    const found = (await stressCapability("psu", items, 4, 50, evaluate))!;
    expect(found.exhaustive).toBe(false);
    expect(found.least!.set.items).toEqual([7, 31, 38]);
    expect(asked.length).toBeLessThan(1000);
  });

  it("is found by filling up at once and halving where it takes many incidents", async () => {
    // Ten classes, each may come thirty times: 21 of weight 2 are the fewest that exceed 41; every pair can still be tried.
    const { items, evaluate, work } = country([1, 2, 1, 2, 1, 1, 1, 1, 1, 1], 41, 30);
    const found = (await stressCapability("psu", items, 30, 100, evaluate))!;
    expect(found.exhaustive).toBe(false);
    expect(found.least!.set.items.length).toBe(21);
    expect(found.least!.set.items.every((item) => item === 1 || item === 3)).toBe(true);
    expect(found.worst.length).toBe(10);
    expect(work()).toBeLessThan(200);
  });

  it("is looked for no further where as many as may be do not break it", async () => {
    const { items, evaluate, asked } = country([1, 2, 1, 2, 1, 1, 1, 1, 1, 1], 1000, 30);
    const found = (await stressCapability("psu", items, 30, 100, evaluate))!;
    expect(found).toMatchObject({ exhaustive: false, least: null, tried: 30 });
    expect(found.worst[0]!.set.items.length).toBe(30);
    expect(asked.length).toBeLessThan(100);
  });

  it("may be one place several times where the place is a class", async () => {
    const { items, evaluate } = country([2, 1], 5, 3);
    expect((await stressCapability("psu", items, 4, 100, evaluate))!.least!.set.items).toEqual([0, 0, 0]);
  });

  it("is none where nothing that was tried breaks, with the worst told", async () => {
    const { items, evaluate } = country([1, 2], 100);
    const found = (await stressCapability("psu", items, 6, 100, evaluate))!;
    expect(found).toMatchObject({ least: null, tried: 2, setsTried: 3 });
    const words = stressWords(stressOf(found, "Police Support Unit", items));
    expect(words).toMatch(/^In this scenario, on assumed holdings, .* PSUs do not run out with even odds/);
    expect(words).toContain("up to 2 incidents (3 sets tried");
  });

  it("is not what broke by luck alone: what holds on fresh luck does not count", async () => {
    const { items, evaluate } = country([5, 4], 4.5);
    const lucky: Evaluate = async (sets, look) => {
      const outcomes = (await evaluate(sets, look))!;
      return outcomes.map((outcome, i) => {
        if (look !== "fresh" || sets[i]!.items.length > 1) return outcome;
        const [of] = outcome.capabilities;
        return { ...outcome, capabilities: [{ ...of!, runOut: new Uint8Array(RUNS) }] };
      });
    };
    expect((await stressCapability("psu", items, 3, 100, lucky))!.least!.set.items).toEqual([0, 1]);
  });
});
