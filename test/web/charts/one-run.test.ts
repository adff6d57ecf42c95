/** One run, looked into: where units came from, what happened in words, and how it stood on the map. */
import { describe, expect, it } from "vitest";
import { createWorld } from "../../../engine/replicate.ts";
import { createTallies } from "../../../engine/tally/tally.ts";
import {
  dayOf,
  frameAt,
  linesOfDay,
  movesOf,
  runAt,
  standingOf,
  standingWords,
  storyFields,
} from "../../../web/charts/story-data.ts";
import { addByTier, storyOf } from "../../../web/desk/observe.ts";
import { country, FORCES, namesOf, summaryOf } from "./country.ts";

const PSU = country.capabilities.findIndex(({ id }) => id === "psu");
const ARV = country.capabilities.findIndex(({ id }) => id === "arv");
const story = (capability: number) =>
  storyOf(country, createWorld(country), { seed: "1", replication: 0, capability, byRegionOnly: capability === ARV });

describe("units on the ground by tier", () => {
  it("add up to those on the ground, by the hour", () => {
    const tallies = createTallies(country);
    const units = new Float32Array(4 * 4 * 24);
    addByTier(country, createWorld(country), tallies, "1", 0, PSU, units);
    const alder = (tier: number, hour: number) => units[(tier * 4 + 0) * 24 + hour]!;
    // Asked at 1:00: two of its own by 1:30, two from its region at 2:30, the nation's at 6:30 and after.
    expect([0, 1, 2].map((tier) => alder(tier, 1))).toEqual([0, 0, 0]);
    expect([0, 1, 2].map((tier) => alder(tier, 2))).toEqual([2, 0, 0]);
    expect([0, 1, 2].map((tier) => alder(tier, 4))).toEqual([2, 2, 0]);
    const { mean } = summaryOf(tallies).capabilities[0]!.scopes[0]!.onTheGroundUnitHours;
    const sum = units.reduce((total, one) => total + one, 0);
    expect(Math.abs(sum - mean!)).toBeLessThan(6);
  });

  it("leave no trace behind: the next run of the same world is as without", () => {
    const world = createWorld(country);
    const [first, second] = [createTallies(country), createTallies(country)];
    addByTier(country, world, first, "1", 0, PSU, new Float32Array(4 * 4 * 24));
    expect(world.trace).toBeNull();
    addByTier(country, world, second, "1", 0, PSU, new Float32Array(4 * 4 * 24));
    expect(summaryOf(second).digest).toBe(summaryOf(first).digest);
  });
});

describe("the log of one run", () => {
  it("tells who asks, who goes and what stays unfilled, in order and in plain words", () => {
    const { lines } = story(PSU);
    const words = lines.map((line) => line.words);
    expect(words[0]).toMatch(/^alder asks for (6|12) PSUs: riot\.$/);
    expect(words[1]).toBe("alder sends 2 PSUs of its own, there at day 1, 01:30.");
    expect(words).toContain("The region is called.");
    expect(
      words.some((line) => /^2 PSUs set out for alder: 2 from birch; the last there at day 1, 02:30\.$/.test(line)),
    ).toBe(true);
    expect(words.some((line) => /^Unfilled in alder: \d+ PSUs?/.test(line))).toBe(true);
    expect(words).toContain("Nothing is unfilled any more in alder.");
    const minutes = lines.map(({ minute }) => minute);
    expect([...minutes].sort((a, b) => a - b)).toEqual(minutes);
  });

  it("has a frame for each minute told, in which required is met, coming, resting or unfilled", () => {
    const told = story(PSU);
    expect([...told.minutes]).toEqual([...new Set(told.lines.map(({ minute }) => minute))]);
    told.minutes.forEach((_, frame) => {
      for (let force = 0; force < 4; force++) {
        const { required, onTheGround, coming, resting, unfilled } = standingOf(told, frame, [force], 4);
        expect(onTheGround + coming + resting + unfilled).toBe(required);
      }
    });
  });

  it("names regions and no forces where only regions are reported, on the map too", () => {
    const told = story(ARV);
    expect(told.lines.length).toBeGreaterThan(0);
    expect(told.lines.map(({ words }) => words).join(" ")).not.toMatch(/alder|birch|castle|dover/);
    const fields = storyFields(told, 0, namesOf("arv"), FORCES);
    expect(fields.map(({ id }) => id)).toEqual(["north", "south"]);
    for (let frame = 0; frame < told.minutes.length; frame++) {
      for (const { donor, host } of movesOf(told, frame, namesOf("arv"), FORCES)) {
        expect(["north", "south"]).toContain(donor);
        expect(["north", "south"]).toContain(host);
      }
    }
  });

  it("stands on the map as on the ground of required, with who sent whom", () => {
    const told = story(PSU);
    const frame = frameAt(told, 150);
    const [alder, birch] = storyFields(told, frame, namesOf("psu"), FORCES);
    expect(alder!.figure.short).toMatch(/^4\/(6|12)$/);
    expect(alder!.figure.words).toMatch(/required, 4 on the ground/);
    expect(birch!.figure.short).toBe("·");
    expect(movesOf(told, frame, namesOf("psu"), FORCES)[0]).toEqual({ donor: "birch", host: "alder", unitHours: 2 });
    expect(standingWords({ required: 0, onTheGround: 0, coming: 0, resting: 0, unfilled: 0 })).toBe(
      "nothing asked for",
    );
  });

  it("is cut into civil days", () => {
    const { lines } = story(PSU);
    expect(linesOfDay(lines, 1, 0)).toEqual(lines);
    expect(linesOfDay(lines, 2, 0)).toEqual([]);
    expect([dayOf(0, 1080), dayOf(359, 1080), dayOf(360, 1080)]).toEqual([1, 1, 2]);
  });
});

describe("the run at a percentile", () => {
  it("is of rank ⌈q n⌉, ties by number; of one run that one; of none nobody", () => {
    expect(runAt([], 0.5)).toBeNull();
    expect(runAt([7], 0.99)).toEqual({ replication: 0, rank: 1, value: 7 });
    expect(runAt([7, 3], 0.5)).toEqual({ replication: 1, rank: 1, value: 3 });
    expect(runAt([7, 3], 0.51)).toEqual({ replication: 0, rank: 2, value: 7 });
    expect(runAt([4, 4, 4, 4], 0.75)!.replication).toBe(2);
  });

  it("is looked up by the last frame at or before a minute", () => {
    const minutes = Int32Array.of(10, 20, 30);
    expect([0, 10, 19, 20, 99].map((minute) => frameAt({ minutes }, minute))).toEqual([0, 0, 0, 1, 2]);
  });
});
