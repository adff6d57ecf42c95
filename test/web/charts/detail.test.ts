/** What the desk tells the pictures beside the summary. */
import { describe, expect, it } from "vitest";
import { detailOf, firstByOf } from "../../../web/desk/detail.ts";
import { country, META, runsOf, summaryOf } from "./country.ts";

describe("the detail of a capability", () => {
  it("is empty without runs", () => {
    const detail = detailOf(country, runsOf(0), META, "psu");
    expect(detail.replications).toBe(0);
    expect(detail.scopes).toEqual([]);
    expect(detail.runOut).toHaveLength(0);
    expect(detail.flows).toEqual([]);
    expect(detail.donors).toEqual([]);
  });

  it.each([1, 2])("has every scope hour by hour of %i runs, in shares of those", (n) => {
    const tallies = runsOf(n);
    const detail = detailOf(country, tallies, META, "psu");
    expect(detail.scopes.map(({ id }) => id)).toEqual([
      "nation",
      "north",
      "south",
      "alder",
      "birch",
      "castle",
      "dover",
    ]);
    expect(detail.runOut).toHaveLength(7 * 24);
    for (const share of detail.runOut) expect([0, 1, ...(n === 2 ? [0.5] : [])]).toContain(share);
    const nation = summaryOf(tallies).capabilities.find(({ id }) => id === "psu")!.scopes[0]!;
    const sum = (levels: Float32Array) => levels.subarray(0, 24).reduce((total, level) => total + level, 0);
    expect(sum(detail.required)).toBeCloseTo(nation.requiredUnitHours.mean!, 3);
    expect(sum(detail.onTheGround)).toBeCloseTo(nation.onTheGroundUnitHours.mean!, 3);
    expect(sum(detail.unresourced)).toBeCloseTo(nation.unresourcedUnitHours.mean!, 3);
    expect(Math.max(...detail.runOut.subarray(0, 24))).toBe(nation.runOut.probability);
  });

  it("adds lending up to what was committed, with what it cost the lenders", () => {
    const detail = detailOf(country, runsOf(2), META, "psu");
    const birch = detail.flows.find(({ donor, host }) => donor === "birch" && host === "alder")!;
    expect(birch.unitHours).toBeGreaterThan(0);
    expect(detail.donors.find(({ force }) => force === "birch")!.unitsLent).toBeGreaterThan(0);
  });

  it("has as capacity the units that all those present could form", () => {
    const { scopes, capacity } = detailOf(country, runsOf(1), META, "psu");
    const of = (id: string) => capacity[scopes.findIndex((scope) => scope.id === id)];
    expect(of("nation")).toBe(10);
    expect(of("north")).toBe(5);
    expect(of("dover")).toBe(1);
  });

  it("names no force of a capability that is reported by region only", () => {
    const detail = detailOf(country, runsOf(2), META, "arv");
    expect(detail.scopes.map(({ id }) => id)).toEqual(["nation", "north", "south"]);
    expect(detail.donors).toEqual([]);
    const named = detail.flows.flatMap(({ donor, host }) => [donor, host]);
    expect(new Set(named)).toEqual(new Set(["north"]));
  });
});

describe("how many runs had run out by a minute", () => {
  it("is none at the start, all that ever did at the end, and never falls between", () => {
    const tallies = runsOf(20);
    const { rows, replications } = firstByOf(country, tallies, [0, 240, 720, 1440]);
    expect(replications).toBe(20);
    for (const { capability, scope, id, runs } of rows) {
      const { runOut } = summaryOf(tallies)
        .capabilities.find((one) => one.id === capability)!
        .scopes.find((one) => one.scope === scope && one.id === id)!;
      expect(runs[0]).toBe(0);
      expect(runs.at(-1)).toBe(runOut.runs);
      expect([...runs].sort((a, b) => a - b)).toEqual([...runs]);
    }
    expect(rows.every(({ scope }) => scope !== "force")).toBe(true);
    expect(rows.find(({ id }) => id === "nation")!.runs.at(-1)).toBeGreaterThan(0);
  });

  it("has no rows without runs", () => {
    expect(firstByOf(country, runsOf(0), [60]).rows).toEqual([]);
  });
});
