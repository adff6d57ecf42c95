/** A national regime, such as the threat level, is said once and multiplies the rates of all threats that heed it. */
import { describe, expect, it } from "vitest";
import { compileScenario } from "../../../scenarios/format/compile.ts";
import { composeScenarios } from "../../../scenarios/format/compose.ts";
import { demandDifferences } from "../../../scenarios/format/demand-differences.ts";
import { formatFault, type ResolvedScenario, readScenario } from "../../../scenarios/format/read.ts";

const read = (rest: string) =>
  readScenario(
    `muster: 1
name: Two threats
extends: nothing
clock: { start: 2026-08-03T00:00, horizon: 10 d }
places: { forces: { alder: { xy: [0, 0] } } }
capabilities: { psu: { officersPerUnit: 25 } }
people: { holdings: { psu: { units: { alder: 3 } } } }
${rest}`,
    { file: "regimes.yaml", load: () => null },
  );

function scenarioOf(rest: string): ResolvedScenario {
  const found = read(rest);
  if (!found.ok) throw new Error(found.faults.map(formatFault).join("\n"));
  return found.scenario;
}

const threat = (id: string, rate: string) =>
  `  ${id}: { arrivals: { ${rate} }, phases: [ { duration: 2 h, needs: [ { capability: psu, units: 1 } ] } ] }\n`;
const LEVEL = (factor: string) =>
  `regimes: { level: { steps: [ { at: 2 d, factor: ${factor} }, { at: 5 d, factor: 1 } ] } }\n`;
const both = (rate: string, other: string) => `threats:\n${threat("riot", rate)}${threat("hoax", other)}`;
const HEEDED = both("poisson: { perDay: 1, regimes: [level] }", "table: { perDay: 2, regimes: [level] }");

const arrivals = (rest: string) => compileScenario(scenarioOf(rest), "hash").model.threats.map((one) => one.arrivals);

describe("a national regime", () => {
  it("is what its steps would be in every threat that heeds it, and leaves the others alone", () => {
    const steps = "steps: [ { from: 2 d, factor: 3 }, { from: 5 d, factor: 1 } ]";
    expect(arrivals(LEVEL("3") + HEEDED)).toEqual(
      arrivals(both(`poisson: { perDay: 1, ${steps} }`, `table: { perDay: 2, ${steps} }`)),
    );
    const plain = "poisson: { perDay: 1 }";
    expect(arrivals(LEVEL("3") + both(plain, plain))).toEqual(arrivals(both(plain, plain)));
  });

  it("multiplies a threat's own steps, its hours, and other regimes", () => {
    const written = `regimes:
  level: { steps: [ { at: 2 d, factor: 3 }, { at: 5 d, factor: 1 } ] }
  season: { steps: [ { at: 4 d, factor: 0.5 } ] }
${both(
  "poisson: { perDay: 1440, steps: [ { from: 3 d, factor: 10 } ], regimes: [level, season] }",
  "poisson: { perDay: 1440 }",
)}`;
    const [riot] = arrivals(written);
    expect(riot).toMatchObject({
      rate: {
        from: Int32Array.of(0, 2 * 1440, 3 * 1440, 4 * 1440, 5 * 1440),
        value: Float64Array.of(1, 3, 30, 15, 5),
      },
    });
  });

  it("given as a range is drawn once for all of them", () => {
    const { uncertain, modelFor } = compileScenario(
      scenarioOf(LEVEL("{ low: 2, high: 4, kind: assumption }") + HEEDED),
      "hash",
    );
    expect(uncertain.map(({ path }) => path)).toEqual(["regimes.level.steps.2 d"]);
    const rates = modelFor([4]).threats.map(
      (one) => (one.arrivals as { rate: { value: Float64Array } }).rate.value[1]!,
    );
    expect(rates.map((rate) => rate * 1440)).toEqual([4, 8]);
  });

  it("that is not there is told, with the one that may be meant", () => {
    const found = read(LEVEL("3") + both("poisson: { perDay: 1, regimes: [levle] }", "poisson: { perDay: 1 }"));
    expect(found.ok).toBe(false);
    if (!found.ok) {
      expect(found.faults.map(formatFault).join("\n")).toContain('"levle" is not a regime. Did you mean "level"?');
    }
    const late = read(LEVEL("3").replace("5 d", "50 d") + HEEDED);
    expect(late.ok ? [] : late.faults.map(formatFault).join()).toMatch(/regimes\.level\.steps\W1\W+at/);
  });

  it("moves with its scenario on a common clock, and two that differ are not put together", () => {
    const early = scenarioOf(LEVEL("3") + HEEDED);
    const late = { ...scenarioOf(LEVEL("3") + HEEDED), clock: { start: "2026-08-03T06:00", horizon: "10 d" } };
    const other = scenarioOf(both("poisson: { perDay: 1 }", "poisson: { perDay: 2 }"));
    const moved = composeScenarios([other, late as ResolvedScenario], null);
    expect("refused" in moved ? moved.refused : moved.scenario.regimes!.level!.steps.map(({ at }) => at)).toEqual([
      2 * 1440 + 360,
      5 * 1440 + 360,
    ]);
    const clash = composeScenarios([early, late as ResolvedScenario], null);
    expect("refused" in clash ? clash.refused.join() : "").toContain("regimes.level.steps");
  });

  it("belongs to the demand: a plan may not change it", () => {
    const demanding = (factor: string) => {
      const scenario = scenarioOf(LEVEL(factor) + HEEDED);
      return { scenario, compiled: compileScenario(scenario, "hash") } as never;
    };
    expect(demandDifferences(demanding("3"), demanding("3"))).toEqual([]);
    expect(demandDifferences(demanding("3"), demanding("4"))[0]).toMatch(
      /^regimes\.level\.steps\[0\]\.factor: 4, not 3/,
    );
  });
});
