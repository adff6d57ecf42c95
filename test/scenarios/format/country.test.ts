/** A country compiled once, to which one thing after another happens, is the country compiled anew for each. */
import { describe, expect, it } from "vitest";
import { loadScenario } from "../../../cli/load.ts";
import { runPoint } from "../../../engine/planning/points.ts";
import { compileCountry, compileScenario } from "../../../scenarios/format/compile.ts";
import { type Incident, onlyIncidents } from "../../../scenarios/format/concurrence.ts";
import { modelDrawer } from "../../../workers/replicator.ts";

const incident = (threat: string, where: string, at: number): Incident => ({ threat, where, at, size: 0.5 });

describe("a country compiled once", () => {
  it("gives the runs that the scenario compiled whole gives, whatever happens there, in any order", () => {
    const resolved = loadScenario("concurrent-disorder", {}).resolved;
    const country = compileCountry(resolved, "hash");
    const sets = [
      [incident("gathering", "kent", 600)],
      [incident("first-night", "essex", 600), incident("disorder", "kent", 900), incident("disorder", "surrey", 900)],
      [incident("gathering", "kent", 600)],
    ];
    const told = sets.map((set) => {
      const happening = onlyIncidents(resolved, set);
      const plan = { resolved: happening, scenarioHash: "hash", seed: "7", replications: 3, outer: null };
      const once = runPoint(0, modelDrawer(plan, country(happening.threats)), "7", 3);
      const whole = runPoint(0, modelDrawer(plan), "7", 3);
      // Of capabilities that nothing here asks for the country knows too.
      expect(whole.capabilities.length).toBeGreaterThan(0);
      expect(once.capabilities.filter(({ id }) => whole.capabilities.some((of) => of.id === id))).toEqual(
        whole.capabilities,
      );
      return whole.capabilities;
    });
    expect(told[2]).toEqual(told[0]);
    expect(told[1]).not.toEqual(told[0]);
  });

  it("knows the ranges of what happens after its own, and forgets them when something else does", () => {
    const resolved = loadScenario("concurrent-disorder", {}).resolved;
    const country = compileCountry(resolved, "hash");
    const paths = (threats: typeof resolved.threats) => country(threats).uncertain.map(({ path }) => path);
    const whole = compileScenario(resolved, "hash").uncertain.map(({ path }) => path);
    expect(whole.filter((path) => path.startsWith("threats.")).length).toBeGreaterThan(0);
    const quiet = onlyIncidents(resolved, [incident("gathering", "kent", 600)]).threats;
    const before = paths(quiet);
    expect(paths(resolved.threats)).toEqual(whole);
    expect(paths(quiet)).toEqual(before);
    expect(before.length).toBeLessThan(whole.length);
  });
});
