/** The options that move a scenario and put several on one clock, as the commands take them. */
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { entrantsOf } from "../../cli/compare.ts";
import { RefusedError, UsageError } from "../../cli/exits.ts";
import { loadScenario } from "../../cli/load.ts";
import { addPlaceOptions, type Placement, placementsOf, placeWords } from "../../cli/place-options.ts";

function options(...words: string[]): Placement {
  const command = addPlaceOptions(new Command().exitOverride().configureOutput({ writeErr: () => {} }));
  return command.parse(words, { from: "user" }).opts();
}

describe("the options", () => {
  it("are taken as often as they are given, and say themselves again", () => {
    const words = [
      "--at",
      "kent",
      "--at",
      "south-east",
      "--start",
      "2026-12-24T18:00",
      "--severity",
      "2",
      "--severity",
    ];
    const given = options(...words, "0.5x", "--escalation");
    expect(given).toEqual({
      at: ["kent", "south-east"],
      start: ["2026-12-24T18:00"],
      severity: [2, { times: 0.5 }],
      escalation: true,
    });
    expect(placeWords(given)).toEqual([...words, "0.5x", "--escalation"]);
  });

  it.each(["", "-1", "two", "2xx", "1e3"])("refuse %j as a severity", (text) => {
    expect(() => options("--severity", text)).toThrow(/expected a number/);
  });

  it("without a word say nothing", () => {
    expect(placeWords(options())).toEqual([]);
  });
});

describe("several scenarios that stay apart", () => {
  it("are told each option once for all, or each its own", () => {
    const given = options("--at", "kent", "--severity", "2x", "--severity", "3", "--start", "2027-03-01T06:00");
    expect(placementsOf(given, 2)).toEqual([
      { at: ["kent"], severity: [{ times: 2 }], start: "2027-03-01T06:00" },
      { at: ["kent"], severity: [3], start: "2027-03-01T06:00" },
    ]);
    expect(placementsOf(options(), 2)).toEqual([{}, {}]);
    expect(() => placementsOf(given, 3)).toThrow(/--severity is given 2 times for 3 scenarios/);
  });

  it("are moved one by one, for comparing and for checking", () => {
    const plans = entrantsOf(["two-counties", "two-counties"], options("--at", "alder", "--at", "birch"));
    const places = plans.map(({ loaded }) => Object.values(loaded.resolved.threats!)[0]!.where);
    expect(places).toEqual(["alder", "birch"]);
    const alone = loadScenario("two-counties", { at: ["birch"] });
    expect(plans[1]!.loaded.scenarioHash).toBe(alone.scenarioHash);
  });
});

describe("a scenario from the command line", () => {
  const small = "two-counties";

  it("happens where, when and with the escalation that is said", () => {
    const { resolved } = loadScenario(small, { at: ["alder"], start: ["2027-03-01T06:00"], escalation: true });
    expect(resolved.clock!.start).toBe("2027-03-01T06:00");
    expect(resolved.policy!.escalation).toBe(true);
    const woken = Object.values(resolved.threats!).filter(({ arrivals }) => arrivals.triggered === undefined);
    expect(woken.map(({ where }) => where)).toEqual(woken.map(() => "alder"));
  });

  it("is not the same scenario any more, and its hash tells", () => {
    expect(loadScenario(small, { at: ["alder"] }).scenarioHash).not.toBe(loadScenario(small).scenarioHash);
    expect(loadScenario(small, {}).scenarioHash).toBe(loadScenario(small).scenarioHash);
  });

  it("may be several on one clock, each with its own place, or one for all", () => {
    const { resolved, inputs } = loadScenario([small, small], { at: ["alder", "birch"] });
    const places = Object.entries(resolved.threats!).filter(([, { where }]) => where === "birch");
    expect(places.every(([id]) => id.startsWith("b-"))).toBe(true);
    expect(places.length).toBeGreaterThan(0);
    expect(new Set(inputs.map(({ file }) => file)).size).toBe(inputs.length);
  });

  it("is refused where an option is given neither once nor once for each", () => {
    expect(() => loadScenario([small, small, small], { at: ["alder", "birch"] })).toThrow(UsageError);
    expect(() => loadScenario(small, { at: ["nowhere"] })).toThrow(/neither a force nor a region/);
    expect(() => loadScenario(Array(9).fill(small))).toThrow(/at most 8/);
  });

  it("is refused in plain words where two are about different countries", () => {
    expect(() => loadScenario([small, "merged-forces"])).toThrow(RefusedError);
    expect(() => loadScenario([small, "merged-forces"])).toThrow(/They cannot be put together: /);
  });
});
