/** The two ends of every queue: nobody there, and nothing asked. */
import { expect, it } from "vitest";
import type { PER_REPLICATION } from "../../engine/tally/measures.ts";
import { modelOf, national, nationalSum, tallied } from "../support/scenario.ts";
import { LOST, queueScenario } from "../verify/queue.ts";

const RUNS = 5;
const measure = (of: (typeof PER_REPLICATION)[number], units: number, stream: object) =>
  national(tallied(modelOf(scenario(units, stream)), RUNS), of);

function scenario(units: number, stream: object) {
  const streams = [{ rate: 5, ...stream }];
  return queueScenario({ stock: { here: units }, streams, warmUp: 0, horizon: 20, observe: {} });
}

it("a load that cannot be served at all is lost to the last incident", () => {
  const tallies = tallied(modelOf(scenario(0, { need: LOST })), RUNS);
  expect(nationalSum(tallies, "needsLapsed")).toBe(nationalSum(tallies, "needsAsked"));
  expect(nationalSum(tallies, "needsAsked")).toBeGreaterThan(0);
});

it("a demand that nobody can answer is unmet in full, to the unit-minute", () => {
  const required = measure("requiredUnitMinutes", 0, { clock: "demand" });
  expect(measure("unresourcedUnitMinutes", 0, { clock: "demand" })).toBe(required);
  expect(required).toBeGreaterThan(0);
});

it("with more units than can ever be asked for, nothing is unmet", () => {
  expect(measure("unresourcedUnitMinutes", 10_000, { clock: "demand" })).toBe(0);
});
