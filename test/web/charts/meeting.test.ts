/** What the morning meeting asks. */
import { describe, expect, it } from "vitest";
import { bankOf, daysOf, differenceWords, earlyOf, endOfNight, pairedOf } from "../../../web/charts/meeting-data.ts";
import { firstByOf } from "../../../web/desk/detail.ts";
import { withLoan } from "../../../web/desk/detail-desk.ts";
import { CLOCK, country, runsOf, summaryOf } from "./country.ts";

describe("tonight", () => {
  it("ends at six in the morning after the first evening of the run", () => {
    expect(endOfNight({ ...CLOCK, startMinuteOfDay: 0, horizonMinutes: 9999 })).toBe(30 * 60);
    expect(endOfNight({ ...CLOCK, startMinuteOfDay: 18 * 60, horizonMinutes: 9999 })).toBe(12 * 60);
    expect(endOfNight({ ...CLOCK, startMinuteOfDay: 20 * 60, horizonMinutes: 9999 })).toBe(34 * 60);
    expect(endOfNight({ ...CLOCK, startMinuteOfDay: 0, horizonMinutes: 600 })).toBe(600);
  });

  it("lists what ran out by then, most often first, with its regions; nothing without runs", () => {
    expect(earlyOf(firstByOf(country, runsOf(0), [60, 1440]))).toEqual([]);
    const early = earlyOf(firstByOf(country, runsOf(10), [60, 1440]));
    expect(early[0]!.runs[0]).toBe(0);
    expect(early[0]!.runs[1]).toBeGreaterThan(0);
    expect(early[0]!.regions.map(({ id }) => id)).toEqual(["north"]);
  });
});

describe("the same runs with and without", () => {
  it("count each run once, with an interval from one run on and a difference only where it can be told", () => {
    expect(pairedOf([], [])).toMatchObject({ runs: 0, difference: 0, low: null, distinguishable: false });
    expect(pairedOf([0], [1])).toMatchObject({ before: 0, after: 1, runs: 1, difference: 1, distinguishable: false });
    expect(pairedOf([1, 0], [1, 0])).toMatchObject({ before: 1, after: 1, difference: 0, distinguishable: false });
    const before = Array.from({ length: 40 }, (_, r) => (r < 5 ? 1 : 0));
    const after = Array.from({ length: 40 }, (_, r) => (r < 20 ? 1 : 0));
    const paired = pairedOf(before, after);
    expect(paired).toMatchObject({ before: 5, after: 20, difference: 15 / 40, distinguishable: true });
    expect(paired.low!).toBeLessThan(15 / 40);
    expect(paired.high!).toBeGreaterThan(15 / 40);
    expect(differenceWords(paired)).toMatch(/^38 more runs of 100 \(\+\d+ to \+\d+\)$/);
    expect(differenceWords(pairedOf(after, before))).toMatch(/^38 fewer runs of 100 \(−\d+ to −\d+\)$/);
    expect(differenceWords(pairedOf([1, 0], [1, 0]))).toMatch(/^not distinguishable at 2 runs/);
    expect(differenceWords(pairedOf([], []))).toBe("no runs");
  });
});

describe("the bank and the days", () => {
  it.each([0, 1, 2])("are told of what was asked for, of %i runs", (n) => {
    const summary = summaryOf(runsOf(n));
    const bank = bankOf(summary);
    const days = daysOf(summary);
    expect(bank.map(({ capability }) => capability)).toEqual(n === 0 ? [] : ["psu", "arv"]);
    for (const { left } of bank) {
      expect(left).toHaveLength(4);
      // All four crews are at no notice, and so is every unit: what can be lent at once is what can be lent in a day.
      for (const { p50 } of left) expect(p50).toBe(left[3]!.p50);
    }
    // The nation is asked for all it has.
    if (n > 0) expect(bank[0]!.left[0]!.p50).toBe(0);
    for (const { typical, days: of } of days) {
      expect(typical).toMatch(/^at least \d/);
      expect(of).toBeGreaterThan(0);
    }
  });
});

describe("a loan", () => {
  const loan = { capability: "psu", force: "castle", units: 2, from: 60, until: 600 };

  it("takes the units' officers out of those trained for its time, and gives them back", () => {
    const { people } = withLoan(country, { people: {} } as never, loan);
    expect(people!.changes).toEqual([
      { holder: "castle", capability: "psu", at: 60, officers: 50 },
      { holder: "castle", capability: "psu", at: 600, officers: 100 },
    ]);
    const beyond = withLoan(country, { people: {} } as never, { ...loan, until: 1440 });
    expect(beyond.people!.changes).toHaveLength(1);
  });

  it("is refused where the force has not so many", () => {
    expect(() => withLoan(country, { people: {} } as never, { ...loan, units: 5 })).toThrow(/can form 4 of them/);
  });
});
