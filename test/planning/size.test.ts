/** Sizing against theory, and what decides which size wins. */
import { describe, expect, it } from "vitest";
import { type Ask, type SizeQuestion, smallestHolding } from "../../engine/planning/size.ts";
import { riskChange, riskOf } from "../../engine/planning/size-risk.ts";
import { FLAGS } from "../../engine/tally/measures.ts";
import { mergePacked } from "../../engine/tally/pack.ts";
import { createTallies, N_FLAGS } from "../../engine/tally/tally.ts";
import { compileScenario } from "../../scenarios/format/compile.ts";
import { withContributions, withFloors, withHolding, withTier } from "../../workers/plan-variations.ts";
import { openReplicator } from "../../workers/replicator.ts";
import { askOf, resolvedOf, SIZING_CASES, sized } from "./size-cases.ts";

describe.each(SIZING_CASES)("$title", (one) => {
  it("comes back exactly (two repeats here, 200 by npm run plans-check)", async () => {
    for (const repeat of [1, 2]) expect((await sized(one, `short ${repeat}`)).smallest).toBe(one.exact);
  });
});

/** Sizes whose runs are known: size s fails in the runs below `fails(s)`. */
function planted(fails: (size: number, tapes: string) => number, asked: string[] = []): Ask {
  return async (sizes, tapes, runs) =>
    sizes.map((size) => {
      asked.push(`${tapes} ${size} ${runs}`);
      return [{ events: Uint8Array.from({ length: runs }, (_, r) => (r < fails(size, tapes) ? 1 : 0)), bases: null }];
    });
}

const question: SizeQuestion = { lowest: 0, highest: 40, runs: 100, confidence: 0.95, levels: [0.1] };

describe("the smallest holding", () => {
  it("is what passes on fresh tapes, though luck on the search's made a smaller one pass", async () => {
    // 4 of 100 has a bound of 0.089, 5 of 100 one of 0.102
    const ask = planted((size, tapes) => Math.max(0, (tapes === "search" ? 24 : 34) - size));
    const sizing = await smallestHolding(question, ask);
    expect(sizing).toMatchObject({ searched: 21, smallest: 30 });
  });

  it("goes down too, where the search was unlucky", async () => {
    const ask = planted((size, tapes) => Math.max(0, (tapes === "search" ? 34 : 24) - size));
    expect(await smallestHolding(question, ask)).toMatchObject({ searched: 31, smallest: 20 });
  });

  it("is none where the highest does not pass", async () => {
    const sizing = await smallestHolding(
      question,
      planted(() => 50),
    );
    expect(sizing.smallest).toBeNull();
    expect(sizing.points.at(-1)).toMatchObject({ size: 40, tapes: "fresh", kept: false });
  });

  it("looks at no size twice, and at numbers of runs that were fixed beforehand", async () => {
    const asked: string[] = [];
    await smallestHolding(
      question,
      planted((size) => Math.max(0, 24 - size), asked),
    );
    expect(new Set(asked).size).toBe(asked.length);
    expect(new Set(asked.map((look) => look.split(" ")[2]))).toEqual(new Set(["25", "100"]));
  });

  it("of several risks keeps all", async () => {
    const one = planted((size) => Math.max(0, 24 - size));
    const two = planted((size) => Math.max(0, 14 - size));
    const both: Ask = async (...args) => {
      const [a, b] = [await one(...args), await two(...args)];
      return a.map((risks, i) => [...risks, ...b[i]!]);
    };
    const sizing = await smallestHolding({ ...question, levels: [0.1, 0.1] }, both);
    expect(sizing.smallest).toBe(20);
  });
});

describe("what a further unit buys", () => {
  it("is the difference of full runs of the two plans", async () => {
    const one = SIZING_CASES[2]!;
    const runs = 300;
    const [first, second] = await askOf(one, "marginal")([9, 10], "search", runs);
    const change = riskChange(first![0]!, second![0]!)!;
    const full = [9, 10].map((units) => {
      const resolved = withHolding(resolvedOf(one.document), "unit", "here", units);
      const plan = { resolved, scenarioHash: "0".repeat(64), seed: "marginal", replications: runs, outer: null };
      const runner = openReplicator(plan);
      runner.run(0, runs);
      const tallies = createTallies(compileScenario(resolved, plan.scenarioHash).model);
      mergePacked(tallies, runner.take());
      return tallies.flags[tallies.layout.cellStart[0]! * N_FLAGS + FLAGS.indexOf("runOut")]! / runs;
    });
    expect(full[0]).toBeGreaterThan(full[1]!);
    expect(change.mean).toBeCloseTo(full[1]! - full[0]!, 12);
    expect(change.low!).toBeLessThan(change.mean);
    expect(change.high!).toBeGreaterThan(change.mean);
  });
});

describe("a risk", () => {
  it("that happens in a run or not has Clopper and Pearson's bound", () => {
    const events = Uint8Array.from({ length: 100 }, (_, r) => (r < 4 ? 1 : 0));
    // 0.95 quantile of Beta(5, 96)
    expect(riskOf({ events, bases: null }, 0.95).upper).toBeCloseTo(0.0892, 3);
  });

  it("that is a share of what was asked is the ratio of the sums, and says nothing where nothing was asked", () => {
    const bases = [10, 30, 20, 40];
    const { share, low, high, upper } = riskOf({ events: [1, 3, 4, 2], bases }, 0.95);
    expect(share).toBeCloseTo(0.1, 12);
    expect(low!).toBeLessThan(0.1);
    expect(high!).toBeGreaterThan(upper);
    expect(riskOf({ events: [0, 0], bases: [0, 0] }, 0.95)).toEqual({ share: null, low: null, high: null, upper: 1 });
  });

  it("does not change between a plan and itself", () => {
    const risk = { events: [1, 3, 4, 2], bases: [10, 30, 20, 40] };
    expect(riskChange(risk, risk)).toMatchObject({ mean: 0, low: 0, high: 0 });
  });
});

describe("a plan", () => {
  const base = resolvedOf({
    clock: { horizon: "1 d" },
    places: { forces: { alder: {}, birch: {} }, travel: { byTier: { local: 0, regional: 0, national: 0 } } },
    skills: { all: {}, trained: { parent: "all" } },
    capabilities: {
      psu: { skill: "trained", officersPerUnit: 25, tiers: { national: { trigger: "never", openingDelay: 30 } } },
    },
    people: {
      holdings: { all: { officers: { alder: 200, birch: 300 } }, trained: { officers: { alder: 100, birch: 125 } } },
      floors: { psu: { alder: 1 } },
    },
    threats: {},
  });

  it("holds more where it says so, finds them among its officers, and never has fewer above than below", () => {
    const holdings = withHolding(base, "psu", "alder", 10).people!.holdings!;
    expect(holdings.trained!.officers).toEqual({ alder: 250, birch: 125 });
    expect(holdings.all!.officers).toEqual({ alder: 250, birch: 300 });
    expect(withHolding(base, "psu", "alder", 6).people!.holdings!.all!.officers).toEqual({ alder: 200, birch: 300 });
    expect(base.people!.holdings!.trained!.officers).toEqual({ alder: 100, birch: 125 });
  });

  it("lends, keeps and calls as it says, and leaves the rest", () => {
    expect(withContributions(base, "psu", { birch: 3 }).people!.contributions).toEqual({
      psu: { units: { birch: 3 } },
    });
    expect(withFloors(base, "psu", { birch: 2 }).people!.floors).toEqual({ psu: { units: { alder: 1, birch: 2 } } });
    const called = withTier(base, ["psu"], "national", { trigger: { at: 60 } });
    expect(called.capabilities!.psu!.tiers!.national).toEqual({ trigger: { at: 60 }, openingDelay: 30 });
  });

  it("is refused where a table's factor would multiply what is sized", () => {
    const holdings = { ...base.people!.holdings, trained: { officers: { alder: 100 }, factor: 0.9 } };
    const scaled = { ...base, people: { ...base.people, holdings } } as typeof base;
    expect(() => withHolding(scaled, "psu", "alder", 5)).toThrow(/people\.holdings\.trained has a factor/);
  });
});
