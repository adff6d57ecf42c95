/** A small model and tallies filled with made-up whole numbers, for tests of merging, packing and digests. */
import type { CapabilityModel, Model } from "../../engine/model.ts";
import { addSquare } from "../../engine/tally/exact.ts";
import { recordValue } from "../../engine/tally/histogram.ts";
import { BANKS, LIMB_ARRAYS, PLAIN_ARRAYS, type Tallies } from "../../engine/tally/tally.ts";
import { lehmer } from "./lehmer.ts";

/** Two regions of one force each, a hub without a region, two capabilities, one day. */
export function smallModel(overrides: Partial<Model> = {}): Model {
  const capability = (id: string, name: string, sensitive: boolean, officersPerUnit: number) =>
    ({ id, name, scheme: 0, sensitive, officersPerUnit, costLow: 300, costHigh: 500 }) as Partial<CapabilityModel>;
  const model: Partial<Model> = {
    horizon: 1440,
    warmUp: 0,
    startMinuteOfDay: 0,
    startWeekday: 0,
    seed: "1",
    scenarioHash: "ab".repeat(32),
    nForces: 2,
    nHolders: 3,
    nCaps: 2,
    holderIds: ["alder", "birch", "hub"],
    holderNames: ["Alder Police", "Birch Police", "The hub"],
    schemes: [
      { id: "ricc", regionIds: ["south", "north"], regionNames: ["South", "North"], regionOf: Int16Array.of(0, 1, -1) },
    ],
    capabilities: [
      capability("psu", "Police Support Unit", false, 25),
      capability("arv", "Armed Response Vehicle", true, 2),
    ] as CapabilityModel[],
    observations: [],
    requirement: Float64Array.of(297, Number.NaN),
    ...overrides,
  };
  return model as Model;
}

/** Add one made-up replication; the same seed adds the same numbers. */
export function fillReplication(tallies: Tallies, seed: number): void {
  const uniform = lehmer(seed * 7919 + 1);
  tallies.nReplications += 1;
  tallies.events += 10;
  for (const name of PLAIN_ARRAYS) {
    const array = tallies[name];
    for (let i = 0; i < Math.min(20, array.length); i++) {
      array[Math.floor(uniform() * array.length)]! += Math.floor(uniform() * 1000);
    }
  }
  for (const [high, low] of LIMB_ARRAYS) {
    for (let i = 0; i < tallies[high].length; i++) {
      if (uniform() < 0.3) addSquare(tallies[high], tallies[low], i, Math.floor(uniform() * 2 ** (46 * uniform())));
    }
  }
  for (const name of BANKS) {
    const bank = tallies[name];
    for (let i = 0; i < 60 && bank.nRows > 0; i++) {
      const row = Math.floor(uniform() * bank.nRows);
      recordValue(bank, row, Math.floor(uniform() ** 4 * 1e7), 1 + Math.floor(uniform() * 3));
    }
  }
}
