/**
 * Sizing several capabilities that share people: the cheapest combination where it can be counted by hand, and where
 * theory knows the blocking of nested pools (product form: all who are skilled are counted among all there are).
 */
import { describe, expect, it } from "vitest";
import { type MarginalRuns, marginalOf, notKnowingOf } from "../../engine/planning/size-marginals.ts";
import { type AskSeveral, cheapestHoldings, type SeveralQuestion } from "../../engine/planning/size-several.ts";
import { answered, cheapestByProductForm, NESTED_CAPABILITIES, nestedSized, unmet } from "./nested-case.ts";

const question = (prices: readonly number[], fits: SeveralQuestion["fits"] = () => true): SeveralQuestion => ({
  capabilities: prices.map((price) => ({ lowest: 0, highest: 12, price, level: 0.1 })),
  runs: 100,
  confidence: 0.95,
  mostLooks: 500,
  fits,
});

/** Risks are kept for sure or not at all. */
const sure = (keeps: (holdings: readonly number[]) => readonly boolean[]): AskSeveral => {
  return async (all, _, runs) =>
    all.map((holdings) =>
      keeps(holdings).map((kept) => ({ events: new Float64Array(runs).fill(kept ? 0 : 1), bases: null })),
    );
};

describe("the cheapest holdings of two capabilities", () => {
  // The second lends its people to the first: 7 between them will do, 2 of the second at least.
  const lending = sure(([a, b]) => [a! + b! >= 7, b! >= 2]);

  it("are many of the cheap and few of the dear", async () => {
    expect((await cheapestHoldings(question([1, 3]), lending)).cheapest).toEqual([5, 2]);
    const dear = await cheapestHoldings(question([3, 1]), lending);
    expect(dear).toMatchObject({ cheapest: [0, 7], cost: 7, checks: 1, gaveUp: false });
  });

  it("leave each enough where one takes the other's people", async () => {
    const taking = sure(([a, b]) => [a! >= 3 + b!, b! >= 2]);
    const sized = await cheapestHoldings(question([1, 1]), taking);
    expect(sized.cheapest).toEqual([5, 2]);
    expect(sized.atLeast).toEqual([3, 2]);
    // One less of either does not do; one more of the second takes from the first.
    const told = sized.steps.map(({ capability, by, risks }) => [capability, by, ...risks.map(({ share }) => share)]);
    expect(told).toEqual([
      [0, 1, 0, 0],
      [0, -1, 1, 0],
      [1, 1, 1, 0],
      [1, -1, 0, 1],
    ]);
  });

  it("agree with one another, and are none where nothing within the bounds does", async () => {
    const nested = ([a, b]: readonly number[]) => b! <= a!;
    expect((await cheapestHoldings(question([3, 1], nested), lending)).cheapest).toEqual([4, 3]);
    const none = await cheapestHoldings(
      question([1, 1]),
      sure(() => [false, true]),
    );
    expect(none).toMatchObject({ cheapest: null, cost: null, steps: [] });
    expect(await cheapestHoldings({ ...question([1, 3]), mostLooks: 3 }, lending)).toMatchObject({ gaveUp: true });
  });
});

describe("people of two skills, some counted within the others", () => {
  it("are as many of each as is cheapest by product form (once here, 200 times by npm run plans-check)", async () => {
    const { cheapest } = await nestedSized("nested");
    expect(cheapest).toEqual(cheapestByProductForm());
  }, 400_000);

  it("each unit more buys what full runs of both plans differ by", () => {
    const runs = 40;
    const of = (columns: readonly Float64Array[]): MarginalRuns[] =>
      unmet(columns).map((risk, k) => ({ risk, unfilledMinutes: columns[4 * k + 3]! }));
    const [together, more] = answered(
      [
        [5, 2],
        [5, 3],
      ],
      "marginal",
      runs,
    ).map(of) as [MarginalRuns[], MarginalRuns[]];
    const alone = [
      [5, 2],
      [5, 3],
    ].map((holdings) => answered([holdings], "marginal", runs)[0]!);
    const here = { scope: "force", id: "here", name: "Here" } as const;
    const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
    NESTED_CAPABILITIES.forEach((capability, k) => {
      const told = marginalOf(here, "special", capability, together[k]!, more[k]!);
      const [before, after] = alone.map((columns) => sum(columns[4 * k + 3]!) / runs / 60) as [number, number];
      const [first, second] = alone.map((columns) => {
        const [part, lapsed, asked] = columns.slice(4 * k, 4 * k + 3).map(sum) as [number, number, number];
        return (part + lapsed) / asked;
      }) as [number, number];
      expect(told.unfilled.mean).toBeCloseTo(after - before, 9);
      expect(told.risk!.mean).toBeCloseTo(second - first, 9);
      expect(told.risk!.low!).toBeLessThan(told.risk!.high!);
    });
    // A skilled one more serves the second class better, and takes of the first what it gives.
    expect(marginalOf(here, "special", "special", together[1]!, more[1]!).risk!.mean).toBeLessThan(0);
    expect(marginalOf(here, "special", "any", together[0]!, more[0]!).risk!.mean).toBeGreaterThan(0);
  }, 200_000);
});

describe("what is not known, apart from luck", () => {
  it("is all where draws decide, and nothing where each has the same runs", () => {
    const of = (...events: number[]) => ({ events, bases: null });
    expect(notKnowingOf("psu", [of(0, 0, 0, 0), of(1, 1, 1, 1)], 0.1)).toMatchObject({
      keeps: 1,
      lowest: 0,
      highest: 1,
      share: 1,
    });
    expect(notKnowingOf("psu", [of(0, 1, 0, 0), of(0, 1, 0, 0)], 0.3)).toMatchObject({
      keeps: 2,
      highest: 0.25,
      share: 0,
    });
  });
});
