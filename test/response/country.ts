/** A tiny country as an ordinary scenario, run for one replication: its trace and its tallies by name. */

import type { Model } from "../../engine/model.ts";
import { createWorld, replicate, type TraceEvent, traceReplication } from "../../engine/replicate.ts";
import { PER_REPLICATION, SUMS } from "../../engine/tally/measures.ts";
import { createTallies, type Tallies } from "../../engine/tally/tally.ts";
import { compileScenario } from "../../scenarios/format/compile.ts";
import { readScenarioObject } from "../../scenarios/format/read.ts";

type Plain = Record<string, unknown>;

/** What differs from four forces in two regions, five officers a unit, no travel and no delays. */
export interface Difference {
  readonly capability?: Plain;
  readonly people?: Plain;
  readonly skills?: Plain;
  readonly overlaps?: unknown[];
  readonly capabilities?: Plain;
  readonly needs?: readonly Plain[];
  readonly schedule?: readonly Plain[];
  readonly phase?: Plain;
  readonly threats?: Plain;
  readonly places?: Plain;
  readonly horizon?: string;
}

const forces = {
  ash: { name: "Ash", xy: [0, 0] },
  beech: { name: "Beech", xy: [10, 0] },
  cedar: { name: "Cedar", xy: [30, 0] },
  damson: { name: "Damson", xy: [100, 0] },
};

export function country(difference: Difference): Plain {
  return {
    muster: 1,
    name: "Four forces",
    extends: "nothing",
    clock: { start: "2026-08-03T00:00", horizon: difference.horizon ?? "2 d" },
    seed: "1",
    replications: 1,
    places: {
      forces,
      schemes: {
        ricc: {
          west: { name: "West", members: ["ash", "beech", "cedar"] },
          east: { name: "East", members: ["damson"] },
        },
      },
      travel: { byTier: { local: 0, regional: 0, national: 0 } },
      ...difference.places,
    },
    ...(difference.skills === undefined ? {} : { skills: difference.skills }),
    ...(difference.overlaps === undefined ? {} : { overlaps: difference.overlaps }),
    capabilities: {
      psu: {
        name: "Unit",
        officersPerUnit: 5,
        scheme: "ricc",
        donors: "nearest first",
        return: "instant",
        ...difference.capability,
      },
      ...difference.capabilities,
    },
    people: {
      holdings: { psu: { units: { ash: 2, beech: 4, cedar: 6, damson: 8 } } },
      ...difference.people,
    },
    threats: difference.threats ?? {
      riot: {
        name: "Riot",
        arrivals: { schedule: difference.schedule ?? [{ at: 60, where: "ash", severity: 8 }] },
        phases: [
          {
            id: "only",
            duration: { dist: "deterministic", value: 600 },
            needs: difference.needs ?? [{ capability: "psu", kind: "presence", units: 1, perSeverity: true }],
            ...difference.phase,
          },
        ],
      },
    },
  };
}

export interface Told {
  readonly model: Model;
  readonly events: readonly TraceEvent[];
  readonly tallies: Tallies;
  /** national unit-minutes and the like of the only replication */
  total(measure: (typeof PER_REPLICATION)[number], capability?: string): number;
  count(sum: (typeof SUMS)[number], capability?: string): number;
  /** units allocated, by donor, at a minute (any: all) */
  given(minute?: number): Record<string, number>;
}

export function tell(scenario: Plain, replication = 0, seed = "1"): Told {
  const read = readScenarioObject(scenario);
  if (!read.ok) throw new Error(read.faults.map((fault) => `${fault.path}: ${fault.message}`).join("\n"));
  const { model } = compileScenario(read.scenario, "0".repeat(64));
  const world = createWorld(model);
  const tallies = createTallies(model);
  replicate(model, world, tallies, seed, replication);
  const events: TraceEvent[] = [];
  traceReplication(model, world, seed, replication, (event) => events.push(event));
  const cell = (capability: string): number =>
    tallies.layout.cellStart[model.capabilities.findIndex(({ id }) => id === capability)]!;
  return {
    model,
    events,
    tallies,
    total: (measure, capability = "psu") =>
      tallies.sum[cell(capability) * PER_REPLICATION.length + PER_REPLICATION.indexOf(measure)]!,
    count: (sum, capability = "psu") => tallies.sums[cell(capability) * SUMS.length + SUMS.indexOf(sum)]!,
    given(minute) {
      const units: Record<string, number> = {};
      for (const event of events) {
        if (event.event !== "allocated" || (minute !== undefined && event.minute !== minute)) continue;
        const donor = String(event["donor"]);
        units[donor] = (units[donor] ?? 0) + Number(event["units"]);
      }
      return units;
    },
  };
}
