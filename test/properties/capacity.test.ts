/**
 * More people never hurt: one capability with part-fill on the demand clock, `return: instant`, no travel, duty,
 * escalation or pre-emption, all in one tier, no delays, no floors. On the same tape.
 */
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { type Document, modelOf, national, tallied } from "../support/scenario.ts";

const forces = ["alder", "birch", "cedar"] as const;
const units = fc.record({
  alder: fc.integer({ min: 0, max: 6 }),
  birch: fc.integer({ min: 0, max: 6 }),
  cedar: fc.integer({ min: 0, max: 6 }),
});

interface Country {
  readonly donors: string;
  readonly perDay: number;
  readonly mean: number;
  readonly hourly: boolean;
}
const country: fc.Arbitrary<Country> = fc.record({
  donors: fc.constantFrom("regional proportionate", "nearest", "greatest spare", "supplied"),
  perDay: fc.integer({ min: 1, max: 20 }),
  mean: fc.integer({ min: 30, max: 1500 }),
  hourly: fc.boolean(),
});

function scenario({ donors, perDay, mean, hourly }: Country, holding: Readonly<Record<string, number>>): Document {
  const profile = Array.from({ length: 24 }, (_, hour) => (hour >= 18 ? 2 : 1));
  return {
    clock: { horizon: "5 d" },
    places: {
      forces: { alder: { xy: [0, 0] }, birch: { xy: [30, 0] }, cedar: { xy: [0, 70] } },
      schemes: { ricc: { all: { members: [...forces] } } },
    },
    capabilities: { psu: { donors, return: "instant", travels: false } },
    people: { holdings: { psu: { units: holding } } },
    threats: {
      riot: {
        arrivals: { poisson: { perDay } },
        severity: { levels: { 1: 0.6, 2: 0.3, 6: 0.1 } },
        phases: [
          { duration: { dist: "exponential", mean }, needs: [need(hourly ? profile : undefined)] },
          { duration: { dist: "lognormal", median: mean, sigma: 1 }, needs: [need(undefined)] },
        ],
      },
    },
  };
}

const need = (hourProfile: readonly number[] | undefined): Document => ({
  capability: "psu",
  units: { dist: "poisson", mean: 2 },
  perSeverity: true,
  ...(hourProfile === undefined ? {} : { hourProfile }),
});

const shortOf = (document: Document): number => national(tallied(modelOf(document), 3), "unresourcedUnitMinutes");
const askedOf = (document: Document): number => national(tallied(modelOf(document), 3), "requiredUnitMinutes");

describe("on the same luck", () => {
  test.prop([country, units, units], { numRuns: 100, seed: 21 })(
    "more units anywhere never raise the national unresourced",
    (where, holding, more) => {
      const bigger = Object.fromEntries(forces.map((id) => [id, holding[id] + more[id]]));
      expect(shortOf(scenario(where, bigger))).toBeLessThanOrEqual(shortOf(scenario(where, holding)));
    },
  );

  test.prop([country], { numRuns: 30, seed: 22 })("no capacity leaves everything unresourced", (where) => {
    const none = scenario(where, { alder: 0, birch: 0, cedar: 0 });
    expect(shortOf(none)).toBe(askedOf(none));
  });

  test.prop([country], { numRuns: 30, seed: 23 })("endless capacity leaves nothing unresourced", (where) => {
    expect(shortOf(scenario(where, { alder: 5000, birch: 5000, cedar: 5000 }))).toBe(0);
  });
});
