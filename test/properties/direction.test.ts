/**
 * Which way the answer goes: a country of six forces in two regions with everything that a request meets – posture,
 * floors, contributions, delays, journeys, shifts, tours – on the same seed, one thing made worse at a time. Unresourced
 * unit-minutes in the mean over the runs; single runs may go the other way, because people who are held up once are
 * elsewhere the next time.
 */
import { describe, expect, it } from "vitest";
import { type Document, modelOf, national, tallied } from "../support/scenario.ts";

const RUNS = 150;

interface Country {
  /** incidents a day */
  readonly perDay: number;
  /** multiplies the units each incident asks for */
  readonly severity: number;
  /** median of an incident, hours */
  readonly hours: number;
  /** PSUs a force holds */
  readonly psus: number;
  /** PSUs a force keeps at home whatever is asked */
  readonly floor: number;
  readonly regional: unknown;
  readonly national: unknown;
  /** km/h */
  readonly speed: number;
  /** PSUs a force lends at most */
  readonly lends: number;
}
const usual: Country = {
  perDay: 1.5,
  severity: 1,
  hours: 10,
  psus: 8,
  floor: 1,
  regional: "at shortfall",
  national: "at shortfall",
  speed: 65,
  lends: 6,
};

const forces = ["alder", "birch", "cedar", "damson", "elm", "fir"];
const each = (units: number) => Object.fromEntries(forces.map((id) => [id, units]));

function document(country: Country): Document {
  const at = forces.map((id, i) => [id, { xy: [100 * (i % 3), 150 * Math.floor(i / 3)] }]);
  return {
    clock: { horizon: "10 d" },
    places: {
      forces: Object.fromEntries(at),
      schemes: { ricc: { south: { members: forces.slice(0, 3) }, north: { members: forces.slice(3) } } },
      speed: country.speed,
    },
    capabilities: {
      psu: {
        officersPerUnit: 25,
        readiness: { now: 0.2, "1 h": 0.4, "4 h": 0.7, "24 h": 1 },
        tiers: {
          regional: { trigger: country.regional, coordinationDelay: "60 min" },
          national: { trigger: country.national, openingDelay: "2 h", coordinationDelay: "90 min" },
        },
        duty: { shift: "12 h", longestShift: "16 h", rest: "11 h", reliefLead: "4 h", tour: "5 d", recovery: "24 h" },
      },
    },
    people: {
      holdings: { psu: { units: each(country.psus) } },
      floors: { psu: each(country.floor) },
      contributions: { psu: each(country.lends) },
    },
    threats: {
      riot: {
        arrivals: { poisson: { perDay: country.perDay } },
        severity: {
          dist: "triangular",
          low: 2 * country.severity,
          mode: 6 * country.severity,
          high: 14 * country.severity,
        },
        phases: [
          {
            duration: { dist: "lognormal", median: country.hours * 60, sigma: 0.5 },
            needs: [{ capability: "psu", units: 1, perSeverity: true, respondBy: "60 min" }],
          },
        ],
      },
    },
  };
}

/** Unit-minutes without anybody, in the mean over the runs. */
const unresourced = (change: Partial<Country>): number =>
  national(tallied(modelOf(document({ ...usual, ...change })), RUNS), "unresourcedUnitMinutes") / RUNS;

describe("in the mean over the same luck", () => {
  const asItIs = unresourced({});

  it("has something to lose and something to gain", () => {
    const required = national(tallied(modelOf(document(usual)), RUNS), "requiredUnitMinutes") / RUNS;
    expect(asItIs).toBeGreaterThan(0.02 * required);
    expect(asItIs).toBeLessThan(0.6 * required);
  });

  it.each<[string, Partial<Country>]>([
    ["more incidents are worse", { perDay: 2 }],
    ["more severe incidents are worse", { severity: 1.4 }],
    ["longer incidents are worse", { hours: 16 }],
    ["fewer people are worse", { psus: 6 }],
    ["fewer that may be lent are worse", { lends: 3 }],
    ["higher floors are worse", { floor: 4 }],
    ["a later regional trigger is worse", { regional: { at: "4 d" } }],
    ["a later national trigger is worse", { national: { at: "6 d" } }],
    ["slower roads are worse", { speed: 25 }],
  ])("%s", (_, change) => {
    expect(unresourced(change)).toBeGreaterThan(1.01 * asItIs);
  });

  it.each<[string, Partial<Country>]>([
    ["fewer incidents are better", { perDay: 1 }],
    ["milder incidents are better", { severity: 0.7 }],
    ["shorter incidents are better", { hours: 6 }],
    ["more people are better", { psus: 12 }],
    ["no floor is better", { floor: 0 }],
    ["faster roads are better", { speed: 110 }],
  ])("%s", (_, change) => {
    expect(unresourced(change)).toBeLessThan(0.99 * asItIs);
  });
});
