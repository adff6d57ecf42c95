import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { compileScenario } from "../../../scenarios/format/compile.ts";
import { formatFault, readScenario } from "../../../scenarios/format/read.ts";

const page = readFileSync(new URL("../../../scenarios/FORMAT.md", import.meta.url), "utf8");
const start = page.indexOf("```yaml\n") + 8;
const example = page.slice(start, page.indexOf("```", start));

it("the example of FORMAT.md is a good scenario and compiles", () => {
  const result = readScenario(example, { file: "FORMAT.md", load: () => null });
  expect(result.ok ? [] : result.faults.map(formatFault)).toEqual([]);
  if (!result.ok) return;
  expect(result.warnings).toEqual([]);
  expect(compileScenario(result.scenario, "").model.threats.map(({ id }) => id)).toEqual([
    "riot",
    "copycat",
    "position-psu",
  ]);
});

it("what FORMAT.md shows in comments as other ways of saying it is good too", () => {
  const other: readonly (readonly [string, string])[] = [
    [
      "      poisson: { perDay: 0.5, from: 0, until: 14 d }",
      "      schedule: [ { at: 22, where: alder, severity: 8, duration: 104 } ]\n      jitter: { dist: uniform, low: -30, high: 30 }\n      probability: 1",
    ],
    ["      poisson: {", "      table: {"],
    [
      "poisson: { perDay: 0.5, from: 0, until: 14 d }",
      "hawkes: { perDay: 0.3, meanChildren: 0.5, lag: { dist: exponential, mean: 12 h }, kernel: near, reach: 80 km, by: officers }",
    ],
    [
      "poisson: { perDay: 0.5, from: 0, until: 14 d }",
      "finiteSource: { sources: 43, idle: { dist: exponential, mean: 10 d } }",
    ],
    ["where: { weights: { alder: 2, birch: 1 } }", "where: { weightedBy: officers }"],
    ["where: { weights: { alder: 2, birch: 1 } }", "where: { each: [alder, birch] }"],
    ["severity: { levels: { 1: 0.7, 2: 0.2, 5: 0.1 } }", "severity: { dist: lognormal, mean: 3, cv: 1 }"],
    ["trigger: { ratio: 0.8 }", "trigger: { at: 6 h }"],
    ["ifShort: wait", "ifShort: { lapseAfter: 6 h }"],
    ["officersPerUnit: 25", "composition: { inspector: 1, sergeant: 3, constable: 18, driver: 3 }"],
    ["local: 30, regional: 120, national: 300", "local: { low: 20, high: 40 }, regional: 2 h"],
    ["alertShare: 0 ", "alertShare: 0\n  postures: [ { at: 2 d, alertShare: 0.333 } ]"],
  ];
  for (const [said, instead] of other) {
    expect(example).toContain(said);
    const result = readScenario(example.replace(said, instead), { file: "FORMAT.md", load: () => null });
    expect(result.ok ? [] : result.faults.map(formatFault), instead).toEqual([]);
  }
});
