/** What is required of regions, ranges that stand beside a value, and one factor on a whole table. */
import { describe, expect, it } from "vitest";
import { UNLIMITED } from "../../engine/model.ts";
import { summarise } from "../../engine/tally/summarise.ts";
import { createTallies } from "../../engine/tally/tally.ts";
import { compileScenario } from "../../scenarios/format/compile.ts";
import { formatFault, readScenario } from "../../scenarios/format/read.ts";
import { reference, scenarioOf } from "./reference/shipped.ts";

const TWO = `muster: 1
name: Two regions
extends: nothing
places:
  forces: { alder: { at: [51.5, -0.1] }, birch: { at: [52.4, -1.9] } }
  schemes: { ricc: { south: { members: [alder] }, north: { members: [birch] } } }
skills: { all: {}, level-2: { parent: all } }
`;
const read = (text: string) => readScenario(TWO + text, { file: "test.yaml", load: () => null });
const compiled = (text: string) => {
  const result = read(text);
  if (!result.ok) throw new Error(result.faults.map(formatFault).join("\n"));
  return compileScenario(result.scenario, "0".repeat(64));
};
const faults = (text: string) => {
  const result = read(text);
  return result.ok ? [] : result.faults.map(formatFault);
};
const meta = {
  ...{ scenarioName: "Two regions", start: "2026-01-05T00:00", seed: "1", from: 0, to: 0, marking: "UNMARKED" },
  ...{ shippedData: false, dataStatus: "illustrative", digest: "sha256:0", allForces: true },
};

describe("a requirement", () => {
  const stated = "capabilities: { aep: { requirement: { nation: 3, regions: { north: 2 } } }, dogs: {} }";

  it("of a region is reported in the region's scope, of the nation in the nation's, and elsewhere there is none", () => {
    const { model } = compiled(stated);
    const summary = summarise(model, createTallies(model), meta);
    const [aep, dogs] = summary.capabilities;
    expect(aep!.requirementUnits).toBe(3);
    expect(aep!.scopes.map(({ id, requirementUnits }) => [id, requirementUnits])).toEqual([
      ["nation", 3],
      ["south", null],
      ["north", 2],
      ["alder", null],
      ["birch", null],
    ]);
    expect(dogs!.scopes.map(({ requirementUnits }) => requirementUnits)).toEqual([null, null, null, null, null]);
  });

  it("may be a range like any figure", () => {
    const { model, uncertain, modelFor } = compiled(stated.replace("north: 2", "north: { low: 1, mode: 2, high: 4 }"));
    expect(uncertain.map(({ path }) => path)).toEqual(["capabilities.aep.requirement.regions.north"]);
    expect([...model.capabilities[0]!.regionRequirement!]).toEqual([Number.NaN, 2]);
    expect(modelFor([4]).capabilities[0]!.regionRequirement![1]).toBe(4);
  });

  it("of a region that the capability's scheme does not have is a fault", () => {
    expect(faults(stated.replace("north: 2", "nort: 2"))).toEqual([expect.stringContaining('Did you mean "north"?')]);
  });

  it("is met by what the nine regions agree to lend: two AEP teams in each, 18 in all (¶120c)", () => {
    const { requirement } = reference.capabilities!.aep!;
    const { nation, regions } = requirement as { nation: number; regions: Record<string, number> };
    expect(Object.keys(regions)).toHaveLength(9);
    expect(Object.values(regions).reduce((a, b) => a + b)).toBe(nation);
    expect(regions).not.toHaveProperty("london");
  });
});

describe("a range that is not drawn", () => {
  const size = "{ value: 8, low: 6, high: 16, drawn: false, kind: assumption }";

  it("stands beside its value, and the value holds", () => {
    const { model, uncertain } = compiled(`capabilities: { masts: { officersPerUnit: ${size} } }`);
    expect(model.capabilities[0]!.officersPerUnit).toBe(8);
    expect(uncertain).toEqual([]);
  });

  it("is drawn where nothing else is said", () => {
    const { uncertain } = compiled(
      `capabilities: { masts: { officersPerUnit: ${size.replace("drawn: false, ", "")} } }`,
    );
    expect(uncertain).toHaveLength(1);
  });

  it("does not make a holder of people where the value is 0", () => {
    const held = (drawn: string) =>
      compiled(`capabilities: { dogs: {} }
people: { holdings: { dogs: { units: { alder: 4, birch: { value: 0, low: 0, high: 3${drawn} } } } } }`).model;
    expect([...held("").donors.slice(0, 2)]).toEqual([0, 1]);
    expect([...held(", drawn: false").donors]).not.toContain(1);
  });

  it("needs the value that stands", () => {
    expect(faults("capabilities: { masts: { officersPerUnit: { low: 6, high: 16, drawn: false } } }")).toEqual([
      expect.stringContaining('needs the "value" that stands'),
    ]);
  });
});

describe("a factor on a table", () => {
  const people = (
    factor: string,
  ) => `capabilities: { psu: { skill: level-2, officersPerUnit: 25 }, search: { skill: all } }
people:
  holdings:
    level-2: { officers: { alder: 400, birch: 101 }, factor: ${factor} }
    all: { officers: { alder: 3000, birch: 2000 } }
  contributions: { psu: { units: { alder: 8 }, factor: 0.5 } }
  floors: { psu: { units: { alder: 4, birch: 2 }, factor: 0.5 } }
`;
  const trained = ({ trained: of, nNodes, nodeIds }: ReturnType<typeof compiled>["model"], skill: string) =>
    [0, 1].map((holder) => of[holder * nNodes + nodeIds.indexOf(skill)]);

  it("multiplies every figure of the table, before rounding, and no other table", () => {
    const { model } = compiled(people("0.9"));
    expect(trained(model, "level-2")).toEqual([360, 91]);
    expect(trained(model, "all")).toEqual([3000, 2000]);
    expect([...model.contribution.slice(0, 2)]).toEqual([4, UNLIMITED]);
    expect([0, 1].map((holder) => model.floorOfficers[holder * model.nNodes + 1])).toEqual([50, 25]);
  });

  it("given as a range is one number that moves the whole table at once", () => {
    const { uncertain, modelFor } = compiled(people("{ low: 0.8, value: 1, high: 1.2 }"));
    expect(uncertain.map(({ path }) => path)).toEqual(["people.holdings.level-2.factor"]);
    expect(trained(modelFor([1.2]), "level-2")).toEqual([480, 121]);
    expect(trained(modelFor([0.8]), "level-2")).toEqual([320, 81]);
  });

  it("may not lift a skill above the one that includes it", () => {
    expect(faults(people("8"))).toEqual([expect.stringContaining("more than the 3000 officers at all")]);
  });

  it("draws the published pool of 16,000 to 20,000 level-2 officers in one reading of the reference", () => {
    const scenario = scenarioOf(
      "muster: 1\nname: Pool\nextends: [concurrent-disorder, reference/readings/level-2-pool.yaml]\n",
    );
    const { uncertain, modelFor } = compileScenario(scenario, "0".repeat(64));
    const at = uncertain.findIndex(({ path }) => path === "people.holdings.level-2.factor");
    const pool = (factor: number) => {
      const model = modelFor(uncertain.map(({ central }, k) => (k === at ? factor : central)));
      const node = model.nodeIds.indexOf("level-2");
      let officers = 0;
      for (let force = 0; force < model.nForces; force++) officers += model.trained[force * model.nNodes + node]!;
      return officers;
    };
    expect(pool(1)).toBe(18_000);
    expect(Math.abs(pool(16 / 18) - 16_000)).toBeLessThan(22);
    expect(Math.abs(pool(20 / 18) - 20_000)).toBeLessThan(22);
  });
});
