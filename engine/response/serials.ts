/**
 * Pooled serials: where the scenario says so, the officers that are left over when donors have given whole
 * units make up units together. A force has ⌊leftover ÷ 8⌋ serials (1 + 6 and a driver); three serials and an
 * inspector are a unit (model.md §3). The region owns them: where the host's own region is asked, the host's
 * leftover is pooled with its neighbours'. Serials come from the farthest member of the region first, the
 * inspector from the largest giver; officers are used at each giver's own node.
 */
import { CHAIN, NONE, TIERS } from "../model.ts";
import { departPooled } from "./allocation.ts";
import { useOfficers } from "./people.ts";
import { PARTS } from "./pooled.ts";
import type { World } from "./world.ts";

const SERIAL = 8;
/** Make up whole units for a need from the serials of a tier, region by region; returns units gained. */
export function takeSerials(w: World, need: number, tier: number, wanted: number): number {
  if (tier < 2) return 0;
  const { donors, donorStart, schemes, capabilities } = w.model;
  const cap = w.nCap[need]!;
  const { regionOf } = schemes[capabilities[cap]!.scheme]!;
  const row = (cap * w.nForces + w.nHost[need]!) * TIERS;
  // the host's region pools with the host; a national chain asks tiers 1 to 3 at once
  const national = capabilities[cap]!.chain === CHAIN.national && tier < TIERS;
  const from = donorStart[national || tier === 2 ? row : row + tier - 1]!;
  const to = donorStart[national ? row + 3 : row + tier]!;
  let gained = 0;
  const done = new Set<number>();
  for (let i = from; i < to && gained < wanted; i++) {
    const region = regionOf[donors[i]!]!;
    if (region === NONE || done.has(region)) continue;
    done.add(region);
    while (gained < wanted && makeUpUnit(w, need, cap, tier, region, from, to)) gained++;
  }
  return gained;
}

/** Officers left over at a donor beside the whole units it could lend, at the host beside those it could field. */
function leftover(w: World, cap: number, holder: number, host: number): number {
  const hc = cap * w.nHolders + holder;
  if (holder === host) {
    // neither its floor nor its contribution binds it at home
    const whole = Math.max(0, w.free[hc]!) * w.officersPerUnit[cap]!;
    return Math.max(0, useOfficers.slack(w, cap, holder, false) - whole);
  }
  const agreed = w.contribution[hc]! - w.away[hc]!;
  if (w.reachable[holder] === 0 || agreed <= w.lend[hc]!) return 0;
  return Math.max(0, useOfficers.slack(w, cap, holder) - w.lend[hc]! * w.officersPerUnit[cap]!);
}

/** One unit of three serials and an inspector out of a region, if it can be made up. */
function makeUpUnit(
  w: World,
  need: number,
  cap: number,
  tier: number,
  region: number,
  from: number,
  to: number,
): boolean {
  const { donors, schemes, capabilities, distance } = w.model;
  const { regionOf } = schemes[capabilities[cap]!.scheme]!;
  const host = w.nHost[need]!;
  const members: number[] = [];
  for (let i = from; i < to; i++) {
    const holder = donors[i]!;
    if (regionOf[holder] === region && leftover(w, cap, holder, host) >= SERIAL) members.push(holder);
  }
  // farthest first, ties to the lowest index
  members.sort((a, b) => distance[b * w.nHolders + host]! - distance[a * w.nHolders + host]! || a - b);
  const givers: number[] = [];
  const serials: number[] = [];
  let missing = PARTS;
  for (const holder of members) {
    const here = Math.min(missing, Math.floor(leftover(w, cap, holder, host) / SERIAL));
    givers.push(holder);
    serials.push(here);
    missing -= here;
    if (missing === 0) break;
  }
  if (missing > 0) return false;
  // the inspector: from the largest giver that has one more officer
  let lead = NONE;
  givers.forEach((holder, at) => {
    if (leftover(w, cap, holder, host) < serials[at]! * SERIAL + 1) return;
    if (lead === NONE || serials[at]! > serials[lead]!) lead = at;
  });
  if (lead === NONE) return false;
  const officers = serials.map((count, at) => count * SERIAL + (at === lead ? 1 : 0));
  departPooled(w, need, givers, officers, givers[lead]!, tier);
  return true;
}
