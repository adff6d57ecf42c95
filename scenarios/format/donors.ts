/** Who may be asked for a capability by which host at which tier, in the order from which the donor policy starts. */
import { DONOR_POLICY, NONE, type RegionScheme, TIERS } from "../../engine/model.ts";
import { donorPolicy } from "./capabilities.ts";
import type { Names } from "./names.ts";
import type { Stock } from "./people.ts";
import { holderRecord } from "./places.ts";
import type { Scenario } from "./schema.ts";

export interface DonorTable {
  readonly donorStart: Int32Array;
  readonly donors: Int16Array;
}

/**
 * The host comes first in tier 1. Within a tier: nearest by distance, then index; proportionate by regions in travel
 * order (a region is as near as its nearest donor), then index; greatest spare by index; supplied in the order given.
 *
 * @param paths binding path of each capability
 * @param distance at central values, so that a drawn road factor cannot shuffle donors
 */
export function compileDonors(
  scenario: Scenario,
  names: Names,
  stock: Stock,
  paths: readonly Int16Array[],
  schemes: readonly RegionScheme[],
  tierOf: readonly Int8Array[],
  distance: Int32Array,
): DonorTable {
  const nForces = names.forces.length;
  const nHolders = names.holders.length;
  const donorStart = new Int32Array(names.caps.length * nForces * TIERS + 1);
  const ownersOf = names.caps.map((id, cap) =>
    Array.from(names.holders.keys()).filter((holder) => owns(scenario, names, stock, holder, id, paths[cap]!)),
  );
  const donors = new Int16Array(ownersOf.reduce((cells, owners) => cells + owners.length * nForces, 0));
  let k = 0;
  let next = 0;
  names.caps.forEach((id, cap) => {
    const schemeIndex = names.scheme.get(scenario.capabilities[id]!.scheme ?? "") ?? 0;
    const policy = donorPolicy(scenario, id);
    const rank = suppliedRank(scenario, id, names);
    for (let host = 0; host < nForces; host++) {
      const tiers: number[][] = Array.from({ length: TIERS }, () => []);
      for (const holder of ownersOf[cap]!) tiers[tierOf[schemeIndex]![host * nHolders + holder]! - 1]!.push(holder);
      // all holders are asked at once: nearest means nearest of the country
      if (scenario.capabilities[id]!.chain === "national") tiers[2]!.push(...tiers[1]!.splice(0));
      for (const tier of tiers) {
        donorStart[k++] = next;
        sortDonors(tier, policy, host, nHolders, distance, schemes[schemeIndex]!, rank);
        donors.set(tier, next);
        next += tier.length;
      }
    }
  });
  donorStart[k] = next;
  return { donorStart, donors };
}

/** Holds, or may hold, somebody at every skill that binds. Where none binds, forces have whatever is asked. */
function owns(
  scenario: Scenario,
  names: Names,
  stock: Stock,
  holder: number,
  capability: string,
  path: Int16Array,
): boolean {
  const nNodes = stock.limited.length;
  const canFill = holderRecord(scenario.places, names, holder)?.canFill;
  if (canFill !== undefined && !canFill.includes(capability)) return false;
  for (const node of path) {
    if (stock.limited[node] === 0) return holder < names.forces.length;
    if (stock.mayHold[holder * nNodes + node] === 0) return false;
  }
  return true;
}

function suppliedRank(scenario: Scenario, capability: string, names: Names): Int32Array {
  const order = scenario.capabilities[capability]!.order ?? scenario.policy?.order ?? [];
  // Those the order does not name follow in file order.
  const rank = Int32Array.from(names.holders, (_, holder) => order.length + holder);
  order.forEach((id, place) => {
    rank[names.holder.get(id)!] = place;
  });
  return rank;
}

function sortDonors(
  donors: number[],
  policy: number,
  host: number,
  nHolders: number,
  distance: Int32Array,
  scheme: RegionScheme,
  rank: Int32Array,
): void {
  const far = (holder: number) => (holder === host ? NONE : distance[holder * nHolders + host]!);
  if (policy === DONOR_POLICY.nearest) {
    donors.sort((a, b) => far(a) - far(b) || a - b);
  } else if (policy === DONOR_POLICY.proportionate) {
    const nearest = new Map<number, number>();
    for (const holder of donors) {
      const region = scheme.regionOf[holder]!;
      nearest.set(region, Math.min(nearest.get(region) ?? Number.POSITIVE_INFINITY, far(holder)));
    }
    const regionFar = (holder: number) => nearest.get(scheme.regionOf[holder]!)!;
    donors.sort(
      (a, b) =>
        Number(b === host) - Number(a === host) ||
        regionFar(a) - regionFar(b) ||
        scheme.regionOf[a]! - scheme.regionOf[b]! ||
        a - b,
    );
  } else if (policy === DONOR_POLICY.supplied) {
    donors.sort((a, b) => Number(b === host) - Number(a === host) || rank[a]! - rank[b]!);
  } else {
    donors.sort((a, b) => Number(b === host) - Number(a === host) || a - b);
  }
}
