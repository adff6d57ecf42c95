/** What holds in every run of every scenario, whatever it says. */
import { test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { createWorld, replicate } from "../../engine/replicate.ts";
import { PER_REPLICATION, REASONS, SUMS } from "../../engine/tally/measures.ts";
import { createTallies, N_PER_REPLICATION, N_SUMS, PLAIN_ARRAYS, type Tallies } from "../../engine/tally/tally.ts";
import { type Drawn, randomScenario } from "../support/random-scenario.ts";
import { modelOf } from "../support/scenario.ts";

const RUNS = 3;
const levels = ["required", "onTheGround", "inTransit", "resting", "unresourced"] as const;

/** Observed beside what the scenario says: levels of each capability, and whether a force was ever overdrawn. */
function observed({ document, forces, capabilities, units }: Drawn) {
  const entries = capabilities.flatMap((capability) => [
    ...[...levels, "busy" as const].map((level) => [
      `${capability}-${level}`,
      { capability, quantity: "levelMinutes", level },
    ]),
    ...forces.map((force) => [
      `${capability}-over-${force}`,
      { capability, force, quantity: "everAtLeast", level: "busy", atLeast: units[capability]![force]! + 1 },
    ]),
  ]);
  return modelOf({ ...document, observe: Object.fromEntries(entries) });
}

function run(drawn: Drawn) {
  const model = observed(drawn);
  const tallies = createTallies(model);
  const world = createWorld(model);
  for (let replication = 0; replication < RUNS; replication++) replicate(model, world, tallies, "p", replication);
  return { model, tallies };
}

const row = (tallies: Tallies, cell: number, measure: (typeof PER_REPLICATION)[number]): number =>
  tallies.sum[cell * N_PER_REPLICATION + PER_REPLICATION.indexOf(measure)]!;
const sum = (tallies: Tallies, cell: number, name: (typeof SUMS)[number]): number =>
  tallies.sums[cell * N_SUMS + SUMS.indexOf(name)]!;

describe("in every scenario", () => {
  test.prop([randomScenario(true)], { numRuns: 150, seed: 1 })(
    "required is ground + transit + resting + unresourced in every scope, and nothing is negative or not a number",
    (drawn) => {
      const { tallies } = run(drawn);
      for (let cell = 0; cell < tallies.layout.nCells; cell++) {
        const parts = levels.slice(1).map((level) => row(tallies, cell, `${level as "resting"}UnitMinutes`));
        expect(parts.reduce((all, part) => all + part, 0)).toBe(row(tallies, cell, "requiredUnitMinutes"));
      }
      for (const name of PLAIN_ARRAYS) {
        for (const value of tallies[name]) expect(Number.isSafeInteger(value) && value >= 0, name).toBe(true);
      }
    },
  );

  test.prop([randomScenario(false)], { numRuns: 120, seed: 2 })(
    "without work the reasons add up to the unresourced unit-minutes in every scope",
    (drawn) => {
      const { tallies } = run(drawn);
      for (let cell = 0; cell < tallies.layout.nCells; cell++) {
        const reasons = REASONS.reduce((all, { measure }) => all + sum(tallies, cell, measure), 0);
        expect(reasons).toBe(row(tallies, cell, "unresourcedUnitMinutes"));
      }
    },
  );

  test.prop([randomScenario(true)], { numRuns: 120, seed: 3 })(
    "the nation is the sum of its forces, and needs asked are met, part met, lapsed or unfinished",
    (drawn) => {
      const { model, tallies } = run(drawn);
      const { cellStart, nRegionsOfCap } = tallies.layout;
      for (let cap = 0; cap < model.nCaps; cap++) {
        const nation = cellStart[cap]!;
        const firstForce = nation + 1 + nRegionsOfCap[cap]!;
        for (const level of levels) {
          let all = 0;
          for (let force = 0; force < model.nForces; force++) {
            all += row(tallies, firstForce + force, `${level as "resting"}UnitMinutes`);
          }
          expect(all, level).toBe(row(tallies, nation, `${level as "resting"}UnitMinutes`));
        }
        for (let cell = nation; cell < cellStart[cap + 1]!; cell++) {
          const outcomes = [
            "needsMetOnTime",
            "needsMetLate",
            "needsPartMet",
            "needsLapsed",
            "needsUnfinished",
          ] as const;
          const ended = outcomes.reduce((all, name) => all + sum(tallies, cell, name), 0);
          expect(ended).toBe(sum(tallies, cell, "needsAsked"));
        }
      }
    },
  );

  test.prop([randomScenario(true)], { numRuns: 120, seed: 4 })(
    "people are conserved: nobody has more units out than it holds, and who is needed is busy",
    (drawn) => {
      const { model, tallies } = run(drawn);
      const value = (id: string): number =>
        tallies.observationSum[model.observations.findIndex((observation) => observation.id === id)]!;
      for (const capability of drawn.capabilities) {
        const out = ["onTheGround", "inTransit", "resting"].reduce(
          (all, level) => all + value(`${capability}-${level}`),
          0,
        );
        expect(value(`${capability}-busy`)).toBeGreaterThanOrEqual(out);
        if (drawn.steady) for (const force of drawn.forces) expect(value(`${capability}-over-${force}`)).toBe(0);
        for (const level of levels) {
          const cell = tallies.layout.cellStart[drawn.capabilities.indexOf(capability)]!;
          expect(value(`${capability}-${level}`)).toBe(row(tallies, cell, `${level as "resting"}UnitMinutes`));
        }
      }
    },
  );

  test.prop([randomScenario(false)], { numRuns: 80, seed: 5 })(
    "nobody at all leaves all of it unresourced",
    (drawn) => {
      const none = Object.fromEntries(drawn.forces.map((id) => [id, 0]));
      const holdings = Object.fromEntries(drawn.capabilities.map((id) => [id, { relation: "beside", units: none }]));
      const { people, ...rest } = drawn.document as { people: object };
      const without = { ...people, holdings, changes: [], floors: {}, contributions: {} };
      const { model, tallies } = run({ ...drawn, document: { ...rest, people: without } });
      for (let cap = 0; cap < model.nCaps; cap++) {
        const nation = tallies.layout.cellStart[cap]!;
        expect(row(tallies, nation, "unresourcedUnitMinutes")).toBe(row(tallies, nation, "requiredUnitMinutes"));
      }
    },
  );
});
