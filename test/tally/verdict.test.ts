import { describe, expect, it } from "vitest";
import { summarise } from "../../engine/tally/summarise.ts";
import { CONDITION, verdict, verdictText } from "../../engine/tally/verdict.ts";
import { emptyTallies, meta, model, writeTo } from "./handmade.ts";

const repeated = (count: number, value: number) => Array.from({ length: count }, () => value);

describe("the verdict", () => {
  it("reads aloud, condition first: how likely, when, where, how much, why, what is left, what the data are", () => {
    const tallies = emptyTallies(2000);
    writeTo(tallies, 0, 0)
      .flag("askedAtAll", 2000)
      .flag("runOut", 1260)
      .happened("runOutFirstMinute", repeated(1260, 2 * 1440 + 15 * 60 + 44))
      .happened("firstGapUnits", repeated(1260, 14))
      .happened("firstGapMinutes", repeated(1260, 360))
      .sum("runOutUnitMinutes", 1260 * 84 * 60)
      .sum("reasonHeldBack", 9_000)
      .sum("reasonNoPeople", 5_000)
      .values("reserve1h", repeated(2000, 12))
      .values("reserve8h", repeated(2000, 40));
    tallies.firstRegion.set([200, 1060], 0);
    const summary = summarise({ ...model, startMinuteOfDay: 360 }, tallies, { ...meta, to: 2000 });
    expect(verdictText(summary)).toBe(
      "In this scenario, on assumed holdings: short of PSUs nationally in 63 runs of 100 (61 to 65; 2,000 runs). " +
        "Typical first gap: day 3, 21:44, North, 14 PSUs (350 officers) for 6 h. Main cause: held back locally. " +
        "Unfilled when run out: 84 unit-hours on average. " +
        "Left in reserve at the lowest point of a typical run: 12 PSUs within 1 h, 40 within 8 h. " +
        "Data: illustrative – public data.\n" +
        "In this scenario, on assumed holdings: not asked for in any of 2,000 runs: ARVs.",
    );
  });

  it("bounds what never happened, and says nothing of a gap that was not", () => {
    const tallies = emptyTallies(2000);
    writeTo(tallies, 0, 0).flag("askedAtAll", 2000).values("reserve8h", repeated(2000, 3));
    const [line] = verdict(summarise(model, tallies, { ...meta, to: 2000 })).lines;
    expect(line!.sentence).toBe(
      "In this scenario, on assumed holdings: short of PSUs nationally in less than 0.2 runs in 100 (none of 2,000 runs). " +
        "Left in reserve at the lowest point of a typical run: none within 1 h, 3 within 8 h. Data: illustrative – public data.",
    );
    expect(line!.parts).toMatchObject({ firstGap: null, cause: null, unfilled: null });
  });

  it("stays honest with one run", () => {
    const tallies = emptyTallies(1);
    writeTo(tallies, 0, 0)
      .flag("askedAtAll", 1)
      .flag("runOut", 1)
      .happened("runOutFirstMinute", [100])
      .happened("firstGapUnits", [1])
      .happened("firstGapMinutes", [45])
      .sum("runOutUnitMinutes", 45)
      .sum("reasonNoPeople", 45);
    expect(verdict(summarise(model, tallies, { ...meta, to: 1 })).lines[0]!.sentence).toBe(
      "In this scenario, on assumed holdings: short of PSUs nationally in all of 1 run (one run does not say how likely). " +
        "Typical first gap: day 1, 01:40, 1 PSU (25 officers) for 45 min. Main cause: no people. " +
        "Unfilled when run out: less than 1 unit-hour on average. " +
        "Left in reserve at the lowest point of a typical run: none within 8 h. Data: illustrative – public data.",
    );
  });

  it("has a line for every capability that was asked for, each with its condition, and one for all others", () => {
    const tallies = emptyTallies(10);
    writeTo(tallies, 0, 0).flag("askedAtAll", 10);
    writeTo(tallies, 1, 0).flag("askedAtAll", 2);
    const both = verdict(summarise(model, tallies, { ...meta, to: 10 }));
    expect(both.lines.map(({ capability }) => capability)).toEqual(["psu", "arv"]);
    for (const { sentence } of both.lines) expect(sentence.startsWith(`${CONDITION}: `)).toBe(true);
    expect(both.notAsked).toBeNull();
    expect(verdict(summarise(model, emptyTallies(10), meta)).notAsked).toBe(
      "In this scenario, on assumed holdings: not asked for in any of 10 runs: PSUs and ARVs.",
    );
  });

  it("has a line of its own also for each of many that never ran out, after those that did", () => {
    const ids = ["psu", "aep", "eg", "dogs", "arv"];
    const names = ["Police Support Unit", "AEP team", "EG pair", "Dog handler", "ARV crew"];
    const capabilities = ids.map((id, at) => ({ ...model.capabilities[0]!, id, name: names[at]! }));
    const many = { ...model, nCaps: ids.length, capabilities };
    const tallies = emptyTallies(100, many);
    ids.forEach((_, capability) => {
      writeTo(tallies, capability, 0)
        .flag("askedAtAll", 100)
        .values("reserve1h", repeated(100, capability))
        .values("reserve8h", repeated(100, 10 * capability));
    });
    writeTo(tallies, 4, 0).flag("runOut", 40).sum("runOutUnitMinutes", 600);
    const text = verdictText(summarise(many, tallies, { ...meta, to: 100 })).split("\n");
    expect(text).toHaveLength(5);
    expect(text[0]).toMatch(/^In this scenario, on assumed holdings: short of ARV crews nationally in 40 runs of 100/);
    expect(text[4]).toBe(
      "In this scenario, on assumed holdings: short of dog handlers nationally in less than 4 runs in 100 (none of 100 " +
        "runs). Left in reserve at the lowest point of a typical run: 3 dog handlers within 1 h, 30 within 8 h. " +
        "Data: illustrative – public data.",
    );
  });
});
