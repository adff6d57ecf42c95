/** A small country for the tests of the charts: a disturbance that outgrows its force and its region. */
import type { Model } from "../../../engine/model.ts";
import { summarise } from "../../../engine/tally/summarise.ts";
import type { Summary } from "../../../engine/tally/summary.ts";
import type { Tallies } from "../../../engine/tally/tally.ts";
import type { CapabilityNames, ForceCell } from "../../../web/desk/protocol.ts";
import { modelOf, tallied } from "../../support/scenario.ts";

export const MARKING = "UNMARKED – a test";
export const CLOCK = { startMinuteOfDay: 0, startWeekday: 5, horizonMinutes: 1440 };

export const country: Model = modelOf({
  clock: { start: "2026-08-01T00:00", horizon: "24 h" },
  places: {
    forces: { alder: {}, birch: {}, castle: {}, dover: {} },
    schemes: { regions: { north: { members: ["alder", "birch"] }, south: { members: ["castle", "dover"] } } },
    travel: { byTier: { local: 30, regional: 60, national: 180 } },
  },
  capabilities: {
    psu: {
      name: "Police Support Unit",
      officersPerUnit: 25,
      requirement: { nation: 8 },
      tiers: {
        regional: { trigger: "at shortfall", coordinationDelay: 30 },
        national: { trigger: "at shortfall", openingDelay: 60, coordinationDelay: 60 },
      },
      donors: "nearest",
    },
    arv: { name: "Armed Response Vehicle crew", officersPerUnit: 2, sensitive: true },
  },
  people: {
    holdings: {
      psu: { units: { alder: 2, birch: 3, castle: 4, dover: 1 } },
      arv: { units: { alder: 1, birch: 1, castle: 1, dover: 1 } },
    },
    floors: { psu: { units: { birch: 1 } } },
  },
  threats: {
    riot: {
      arrivals: { schedule: [{ at: 60, where: "alder" }] },
      severity: { levels: { 1: 0.5, 2: 0.5 } },
      phases: [
        {
          duration: "6 h",
          needs: [
            { capability: "psu", units: 6, perSeverity: true },
            { capability: "arv", units: 2 },
          ],
        },
      ],
    },
  },
});

export const runsOf = (n: number): Tallies => tallied(country, n);

export function summaryOf(tallies: Tallies): Summary {
  return summarise(country, tallies, {
    scenarioName: "Four forces",
    start: "2026-08-01T00:00",
    seed: "1",
    from: 0,
    to: tallies.nReplications,
    marking: MARKING,
    shippedData: true,
    dataStatus: "a test",
  });
}

export const META = { marking: MARKING, shippedData: true };

export const FORCES: readonly ForceCell[] = ["alder", "birch", "castle", "dover"].map((id, i) => ({
  id,
  name: id,
  short: id.slice(0, 3).toUpperCase(),
  column: i % 2,
  row: i >> 1,
}));

export function namesOf(id: "psu" | "arv"): CapabilityNames {
  return {
    id,
    name: id === "psu" ? "Police Support Unit" : "Armed Response Vehicle crew",
    plural: id === "psu" ? "PSUs" : "ARV crews",
    byRegionOnly: id === "arv",
    regions: ["north", "south"].map((region) => ({ id: region, name: region, requirement: null })),
    regionOf: [0, 0, 1, 1],
    requirement: id === "psu" ? 8 : null,
    officersPerUnit: id === "psu" ? 25 : 2,
    tiers: [],
  } as unknown as CapabilityNames;
}
