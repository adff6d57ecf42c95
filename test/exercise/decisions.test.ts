/** Each decision by hand: what it does when it is possible, and why not when it is not. Nothing here is left to chance. */
import { describe, expect, it } from "vitest";
import { digestOf } from "../../engine/tally/digest.ts";
import { playThrough } from "../../scenarios/exercise/play.ts";
import type { WrittenDecision } from "../../scenarios/exercise/read.ts";
import { viewAt } from "../../scenarios/exercise/view.ts";
import { country, riot, tableOf } from "./table.ts";

const march = "march/dover/240";
/** The riot has two of Alder's own at 60, two of Birch's at 90, two of Castle's at 210; the march takes Dover's three. */
const quiet = country.slice(0, country.indexOf("  affray:"));
const larger = quiet.replace("needs: [{ capability: psu, units: 3 }]", "needs: [{ capability: psu, units: 5 }]");
const calm = tableOf("", quiet);
const busy = tableOf("", larger);

const at = (table: typeof calm, decisions: readonly WrittenDecision[], minute: number) => {
  const view = viewAt(table, decisions, minute);
  const needOf = (id: string) => view.standing.incidents.find((one) => one.id === id)!.needs[0]!;
  const from = (id: string) => {
    const units = new Map<string, number>();
    for (const one of needOf(id).units) units.set(one.holder, (units.get(one.holder) ?? 0) + one.units);
    return Object.fromEntries(units);
  };
  return { view, needOf, from, last: view.decided.at(-1)! };
};
const psu = { capability: "psu" } as const;

describe("without decisions", () => {
  it("doctrine does what the comment above says", () => {
    expect(at(calm, [], 230).from(riot)).toEqual({ alder: 2, birch: 2, castle: 2 });
    expect(at(calm, [], 240).from(march)).toEqual({ dover: 3 });
  });
});

describe("hold", () => {
  it("has somebody lend nothing, so that others are asked", () => {
    const hold: WrittenDecision = { kind: "hold", at: 0, who: "castle", ...psu };
    expect(at(calm, [hold], 230).from(riot)).toEqual({ alder: 2, birch: 2, dover: 2 });
    expect(at(calm, [{ ...hold, until: 100 }], 230).from(riot)).toEqual({ alder: 2, birch: 2, castle: 2 });
  });

  it("leaves a force its own people", () => {
    expect(at(calm, [{ kind: "hold", at: 0, who: "everyone" }], 300).from(riot)).toEqual({ alder: 2 });
    expect(at(calm, [{ kind: "hold", at: 0, who: "everyone" }], 300).from(march)).toEqual({ dover: 3 });
  });

  it("is refused where it would end before it begins", () => {
    const { last } = at(calm, [{ kind: "hold", at: 50, who: "castle", until: 20 }], 60);
    expect(last).toMatchObject({ became: "refused", why: expect.stringContaining("before it begins") });
  });
});

describe("recall", () => {
  const one: WrittenDecision = { kind: "recall", at: 300, from: "castle", of: riot, units: 1, ...psu };

  it("sends units home, and their holder is not asked again for that incident", () => {
    const { from, needOf, view } = at(calm, [one], 301);
    expect(from(riot)).toEqual({ alder: 2, birch: 2, castle: 1 });
    expect(needOf(riot)).toMatchObject({ missing: 1, unfilled: 1 });
    expect(view.log.map(({ words }) => words).join("\n")).toContain("Decided: recall 1 PSU of Castle Police");
    // it is home at 480, and free to lend
    expect(at(calm, [one], 520).from(riot)).toEqual({ alder: 2, birch: 2, castle: 1 });
  });

  it("is refused for more than are there", () => {
    expect(at(calm, [{ ...one, units: 3 }], 300).last.why).toBe("2 PSUs of theirs can be taken from there, not 3.");
    expect(at(calm, [{ ...one, of: "riot/alder/61" }], 300).last.why).toBe("No such incident has begun.");
  });
});

describe("redeploy", () => {
  const one: WrittenDecision = { kind: "redeploy", at: 400, from: "alder", of: riot, to: march, units: 1, ...psu };

  it("moves units from one incident to another", () => {
    expect(at(busy, [], 400).needOf(march)).toMatchObject({ missing: 1 });
    const { from, needOf } = at(busy, [one], 400);
    expect(from(riot)).toEqual({ alder: 1, birch: 2, castle: 2 });
    expect(from(march)).toEqual({ dover: 3, castle: 1, alder: 1 });
    expect(needOf(march)).toMatchObject({ missing: 0 });
    expect(needOf(riot)).toMatchObject({ missing: 1 });
  });

  it("is refused for more than are missing there, or into the same incident", () => {
    expect(at(busy, [{ ...one, units: 2 }], 400).last.why).toBe("It misses 1 PSU, not 2.");
    expect(at(calm, [one], 400).last.why).toContain("It misses nobody");
    expect(at(busy, [{ ...one, of: march }], 400).last.why).toBe("It is the same incident.");
  });
});

describe("the seat", () => {
  const seat: WrittenDecision = { kind: "seat", at: 0, taken: true, ...psu };

  it("leaves tiers to the person, and own people to doctrine", () => {
    const { from, needOf, view } = at(calm, [seat], 300);
    expect(from(riot)).toEqual({ alder: 2 });
    expect(needOf(riot)).toMatchObject({ missing: 4, unfilled: 4, awaits: null });
    expect(view.standing.tiers).toEqual([]);
  });

  it("is given back, and doctrine goes on", () => {
    const back: WrittenDecision = { kind: "seat", at: 100, taken: false, ...psu };
    expect(at(calm, [seat, back], 400).from(riot)).toEqual({ alder: 2, birch: 2, castle: 2 });
    expect(at(calm, [back], 100).last.why).toBe("They are not dispatched by hand.");
  });

  it("sends what the person says once the tier is called, and no more than may be lent", () => {
    const call: WrittenDecision = { kind: "call", at: 61, tier: "region", region: "west", ...psu };
    const send: WrittenDecision = { kind: "send", at: 62, from: "birch", to: riot, units: 1, ...psu };
    expect(at(calm, [seat, send], 62).last.why).toBe("The region must be called first.");
    expect(at(calm, [seat, call, send], 62).last.became).toBe("waits");
    expect(at(calm, [seat, call, send], 92).from(riot)).toEqual({ alder: 2, birch: 1 });
    const tooMany = at(calm, [seat, call, { ...send, units: 3 }], 92).last;
    expect(tooMany.why).toBe("2 PSUs can be had now, above the floor and within what was agreed; 3 were ordered.");
    expect(at(calm, [seat, call, call], 61).last.why).toContain("It is called already");
  });
});

describe("a refused decision", () => {
  it("changes nothing but the log", () => {
    const refused: WrittenDecision = { kind: "send", at: 100, from: "castle", to: riot, units: 99, ...psu };
    const without = playThrough(calm, [], 0);
    const withIt = playThrough(calm, [refused], 0);
    expect(withIt.events.filter(({ decision }) => decision === undefined)).toEqual(without.events);
    expect(withIt.levels).toEqual(without.levels);
    const digest = ({ tallies }: typeof without) => digestOf(tallies, "0", "7", 2, 3);
    expect(digest(withIt)).toBe(digest(without));
  });
});
