/** With substitutes in random scenarios every account stays exact, nobody is used twice, and a higher price is worse. */
import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { createWorld, replicate } from "../../engine/replicate.ts";
import { digestOf } from "../../engine/tally/digest.ts";
import { PER_REPLICATION, REASONS, SUMS } from "../../engine/tally/measures.ts";
import { createTallies, N_PER_REPLICATION, N_SUMS, PLAIN_ARRAYS, type Tallies } from "../../engine/tally/tally.ts";
import { type Drawn, randomScenario } from "../support/random-scenario.ts";
import { type Document, modelOf, national, tallied } from "../support/scenario.ts";

const price = fc.record({ factor: fc.constantFrom(1, 1, 2, 3), delay: fc.constantFrom(0, 0, 30, 400) });

/** Each of the two capabilities may stand in for the other, each at its own price. */
function withSubstitutes(
  { document, capabilities }: Drawn,
  psu: object | null,
  bdu: object | null,
): { document: Document; both: boolean } {
  const written = document.capabilities as Record<string, Document>;
  const both = capabilities.length === 2;
  const change = (id: string, other: string, at: object | null) =>
    both && at !== null ? { [id]: { ...written[id], substitutes: [{ capability: other, ...at }] } } : {};
  return {
    document: {
      ...document,
      capabilities: { ...written, ...change("psu", "bdu", psu), ...change("bdu", "psu", bdu) },
    },
    both,
  };
}

const drawn = (work: boolean) =>
  fc
    .tuple(randomScenario(work), fc.option(price), fc.option(price))
    .map(([one, psu, bdu]) => withSubstitutes(one, psu, bdu));

function run(document: Document): Tallies {
  const model = modelOf(document);
  const tallies = createTallies(model);
  const world = createWorld(model);
  // that the use of every skill is what its batches add up to is asserted at the end of each replication
  for (let replication = 0; replication < 3; replication++) replicate(model, world, tallies, "p", replication);
  return tallies;
}

const row = (tallies: Tallies, cell: number, measure: (typeof PER_REPLICATION)[number]): number =>
  tallies.sum[cell * N_PER_REPLICATION + PER_REPLICATION.indexOf(measure)]!;
const sum = (tallies: Tallies, cell: number, name: (typeof SUMS)[number]): number =>
  tallies.sums[cell * N_SUMS + SUMS.indexOf(name)]!;

describe("in every scenario in which others may stand in", () => {
  test.prop([drawn(true)], { numRuns: 120, seed: 11 })(
    "required is ground + transit + resting + unresourced in every scope, in whole numbers of 0 or more",
    ({ document }) => {
      const tallies = run(document);
      for (let cell = 0; cell < tallies.layout.nCells; cell++) {
        const parts = ["onTheGround", "inTransit", "resting", "unresourced"] as const;
        const all = parts.reduce((total, part) => total + row(tallies, cell, `${part}UnitMinutes`), 0);
        expect(all).toBe(row(tallies, cell, "requiredUnitMinutes"));
      }
      for (const name of PLAIN_ARRAYS) {
        for (const value of tallies[name]) expect(Number.isSafeInteger(value) && value >= 0, name).toBe(true);
      }
    },
  );

  test.prop([drawn(false)], { numRuns: 80, seed: 12 })(
    "without work the reasons add up to the unresourced unit-minutes",
    ({ document }) => {
      const tallies = run(document);
      for (let cell = 0; cell < tallies.layout.nCells; cell++) {
        const reasons = REASONS.reduce((all, { measure }) => all + sum(tallies, cell, measure), 0);
        expect(reasons).toBe(row(tallies, cell, "unresourcedUnitMinutes"));
      }
    },
  );

  test.prop([drawn(true)], { numRuns: 30, seed: 13 })("a world that was used before gives the same", ({ document }) => {
    const model = modelOf(document);
    const used = createWorld(model);
    const once = createTallies(model);
    const again = createTallies(model);
    for (const replication of [2, 0, 1]) replicate(model, used, once, "p", replication);
    for (const replication of [0, 1, 2]) replicate(model, createWorld(model), again, "p", replication);
    expect(digestOf(once, "h", "p", 0, 3)).toBe(digestOf(again, "h", "p", 0, 3));
  });
});

describe("in the mean over the same luck", () => {
  const RUNS = 150;
  const unresourced = (substitutes: readonly object[]): number => {
    const forces = ["alder", "birch", "cedar"];
    const units = (n: number) => Object.fromEntries(forces.map((id) => [id, n]));
    const capability = { officersPerUnit: 5, readiness: { now: 0.3, "1 h": 0.7, "4 h": 1 } };
    const model = modelOf({
      clock: { horizon: "10 d" },
      places: { forces: Object.fromEntries(forces.map((id, i) => [id, { xy: [80 * i, 0] }])) },
      capabilities: { dogs: { ...capability, substitutes }, crew: capability },
      people: { holdings: { dogs: { units: units(2) }, crew: { units: units(12) } } },
      threats: {
        search: {
          arrivals: { poisson: { perDay: 2 } },
          severity: { dist: "triangular", low: 1, mode: 3, high: 10 },
          phases: [
            {
              duration: { dist: "lognormal", median: "10 h", sigma: 0.5 },
              needs: [
                { capability: "dogs", units: 1, perSeverity: true },
                { capability: "crew", units: 2 },
              ],
            },
          ],
        },
      },
    });
    return national(tallied(model, RUNS), "unresourcedUnitMinutes", 0) / RUNS;
  };
  const usual = unresourced([{ capability: "crew", factor: 2, delay: 60 }]);

  it.each<[string, readonly object[]]>([
    ["nobody who stands in is worse", []],
    ["more of them for one of ours is worse", [{ capability: "crew", factor: 6, delay: 60 }]],
  ])("%s", (_, substitutes) => {
    expect(unresourced(substitutes)).toBeGreaterThan(1.02 * usual);
  });

  it.each<[string, readonly object[]]>([["one for one is better", [{ capability: "crew", factor: 1, delay: 60 }]]])(
    "%s",
    (_, substitutes) => {
      expect(unresourced(substitutes)).toBeLessThan(0.99 * usual);
    },
  );
});
