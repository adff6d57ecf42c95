/** Units given and given back: counts by holder, and the donors of a tier in the order of the capability's policy. */
import { CHAIN, DONOR_POLICY, NEVER, NONE, TIERS } from "../../model.ts";
import { cutToLevel, shareOut } from "../donors.ts";
import { type Lean, newRow } from "./state.ts";

/** What of a holder's people is left after a change; keeps the sums and watches the floor. */
function peopleMoved(s: Lean, cap: number, hc: number): void {
  const { w } = s;
  const committed = w.committed[hc]!;
  const away = w.away[hc]!;
  const free = s.freeAtHome[hc]! - committed;
  let lend = s.lendAtHome[hc]! - committed;
  if (lend > 0) {
    const agreed = w.contribution[hc]! - away;
    if (agreed < lend) lend = Math.max(agreed, 0);
  } else lend = 0;
  const moreLend = lend - w.lend[hc]!;
  w.heldNation[cap]! += free - w.free[hc]! - moreLend;
  w.free[hc] = free;
  if (moreLend !== 0) {
    w.lend[hc] = lend;
    w.lendNation[cap]! += moreLend;
    const region = s.t.regionOf[hc]!;
    if (region >= 0) w.lendRegion[cap * s.maxRegions + region]! += moreLend;
  }
  if (w.hcMarked[hc] === 0) {
    w.hcMarked[hc] = 1;
    w.markedHc[w.nMarkedHc++] = hc;
  }
  if (s.floorAt[hc]! !== NEVER) watchFloor(s, hc, committed, away);
}

/** Donor shadow: minutes in which a donor is below its floor while units are away. */
function watchFloor(s: Lean, hc: number, committed: number, away: number): void {
  const { w } = s;
  const below = away > 0 && committed > s.floorAt[hc]!;
  const since = w.belowSince[hc]!;
  const now = Math.max(s.now, 0);
  if (below) {
    if (since === NONE) w.belowSince[hc] = now;
  } else if (since !== NONE) {
    w.belowMinutes[hc]! += now - since;
    w.belowSince[hc] = NONE;
  }
}

/** Units of a holder go to a need: on the scene at once. */
export function give(s: Lean, need: number, cap: number, holder: number, units: number, tier: number): void {
  const { w } = s;
  const hc = cap * s.nHolders + holder;
  w.committed[hc]! += units;
  w.groundNation[cap]! += units;
  if (tier > 1) {
    w.away[hc]! += units;
    if (w.nAsked[need]! >= 0) w.unitsLent[hc]! += units;
  }
  if (s.now >= 0) w.officerShifts[hc]! += units * w.officersPerUnit[cap]!;
  peopleMoved(s, cap, hc);
  const row = newRow(s);
  s.rowOf[row] = hc;
  s.rowUnits[row] = units;
  s.rowSince[row] = s.now;
  s.rowTier[row] = tier;
  s.rowNext[row] = w.nBatches[need]!;
  w.nBatches[need] = row;
  w.nGround[need]! += units;
}

/** All units of a need go home, and are there. */
export function giveBack(s: Lean, need: number, cap: number, host: number): void {
  const { w } = s;
  let row = w.nBatches[need]!;
  w.nBatches[need] = NONE;
  while (row !== NONE) {
    const next = s.rowNext[row]!;
    const hc = s.rowOf[row]!;
    const units = s.rowUnits[row]!;
    settle(s, row, hc, units, host);
    w.committed[hc]! -= units;
    w.groundNation[cap]! -= units;
    if (s.rowTier[row]! > 1) w.away[hc]! -= units;
    peopleMoved(s, cap, hc);
    s.rowUnits[row] = 0;
    s.rowNext[row] = s.spareRow;
    s.spareRow = row;
    row = next;
  }
  w.capDirty[cap] = 1;
  w.anyDirty = true;
}

/** What a holder's people did for a host from then to now, clipped to what is measured. */
export function settle(s: Lean, row: number, hc: number, units: number, host: number): void {
  const { w } = s;
  const since = s.rowSince[row]!;
  const from = Math.max(since, 0);
  if (s.now <= from) return;
  const minutes = units * (s.now - from);
  w.busyMinutes[hc]! += minutes;
  const at = hc * s.nForces + host;
  if (w.flow[at] === 0) w.flowTouched[w.nFlowTouched++] = at;
  w.flow[at]! += minutes;
}

/** A national chain asks tiers 1 to 3 together; providers outside are a tier of their own under every chain. */
const asksAllAtOnce = (chain: number, tier: number): boolean => chain === CHAIN.national && tier < TIERS;

/** Nobody of this tier can have anything. */
function tierIsEmpty(s: Lean, cap: number, host: number, tier: number): boolean {
  if (tier === 1) return false;
  if (tier !== 2) return s.w.lendNation[cap] === 0;
  const region = s.t.regionOf[cap * s.nHolders + host]!;
  return region < 0 || s.w.lendRegion[cap * s.maxRegions + region] === 0;
}

/** Units that all donors of a tier could give now. */
export function tierAvailable(s: Lean, cap: number, host: number, tier: number, keepsBack: number): number {
  if (tierIsEmpty(s, cap, host, tier)) return 0;
  const { w } = s;
  const { donors, donorStart } = w.model;
  const first = (cap * s.nForces + host) * TIERS;
  const all = asksAllAtOnce(s.t.chain[cap]!, tier);
  const last = donorStart[all ? first + 3 : first + tier]!;
  const own = donorStart[first + 1]!;
  let units = 0;
  for (let i = donorStart[all ? first : first + tier - 1]!; i < last; i++) {
    const hc = cap * s.nHolders + donors[i]!;
    const spare = (i < own ? w.free[hc]! : w.lend[hc]!) - keepsBack;
    if (spare > 0) units += spare;
  }
  return units;
}

/** Take up to `wanted` units from the donors of a tier; returns units taken. */
export function takeFromTier(
  s: Lean,
  need: number,
  cap: number,
  host: number,
  tier: number,
  wanted: number,
  keepsBack: number,
): number {
  if (tierIsEmpty(s, cap, host, tier)) return 0;
  const { donorStart } = s.w.model;
  const first = (cap * s.nForces + host) * TIERS;
  if (asksAllAtOnce(s.t.chain[cap]!, tier)) {
    const own = takeInOrder(s, need, cap, donorStart[first]!, donorStart[first + 1]!, 1, wanted, keepsBack);
    return own + takeByPolicy(s, need, cap, donorStart[first + 1]!, donorStart[first + 3]!, 3, wanted - own, keepsBack);
  }
  const from = donorStart[first + tier - 1]!;
  const to = donorStart[first + tier]!;
  if (tier === 1) return takeInOrder(s, need, cap, from, to, 1, wanted, keepsBack);
  return takeByPolicy(s, need, cap, from, to, tier, wanted, keepsBack);
}

function takeByPolicy(
  s: Lean,
  need: number,
  cap: number,
  from: number,
  to: number,
  tier: number,
  wanted: number,
  keepsBack: number,
): number {
  if (wanted <= 0 || to <= from) return 0;
  const policy = s.t.policy[cap]!;
  if (policy === DONOR_POLICY.greatestSpare) return takeCut(s, need, cap, from, to, tier, wanted, keepsBack);
  if (policy === DONOR_POLICY.proportionate) return takeProportionate(s, need, cap, from, to, tier, wanted, keepsBack);
  return takeInOrder(s, need, cap, from, to, tier, wanted, keepsBack);
}

function takeInOrder(
  s: Lean,
  need: number,
  cap: number,
  from: number,
  to: number,
  tier: number,
  wanted: number,
  keepsBack: number,
): number {
  const { donors } = s.w.model;
  const spare = tier === 1 ? s.w.free : s.w.lend;
  const base = cap * s.nHolders;
  let left = wanted;
  for (let i = from; i < to; i++) {
    const donor = donors[i]!;
    let units = spare[base + donor]! - keepsBack;
    if (units <= 0) continue;
    if (units > left) units = left;
    left -= units;
    give(s, need, cap, donor, units, tier);
    if (left === 0) break;
  }
  return wanted - left;
}

/** Fill the world's scratch with what each donor has to spare; returns all of it. */
function spares(s: Lean, cap: number, from: number, to: number, keepsBack: number): number {
  const { w } = s;
  const { donors } = w.model;
  let total = 0;
  for (let i = from; i < to; i++) {
    const units = Math.max(0, w.lend[cap * s.nHolders + donors[i]!]! - keepsBack);
    w.scratch[i - from] = units;
    w.scratch2[i - from] = 0;
    total += units;
  }
  return total;
}

function giveShares(s: Lean, need: number, cap: number, from: number, to: number, tier: number): void {
  const { w } = s;
  for (let i = from; i < to; i++) {
    const units = w.scratch2[i - from]!;
    if (units > 0) give(s, need, cap, w.model.donors[i]!, units, tier);
  }
}

function takeCut(
  s: Lean,
  need: number,
  cap: number,
  from: number,
  to: number,
  tier: number,
  wanted: number,
  keepsBack: number,
): number {
  const taken = Math.min(wanted, spares(s, cap, from, to, keepsBack));
  if (taken === 0) return 0;
  cutToLevel(s.w, from, to - from, taken);
  giveShares(s, need, cap, from, to, tier);
  return taken;
}

/** Regions in travel order, each split by agreed contribution. */
function takeProportionate(
  s: Lean,
  need: number,
  cap: number,
  from: number,
  to: number,
  tier: number,
  wanted: number,
  keepsBack: number,
): number {
  const { w } = s;
  const { donors } = w.model;
  const base = cap * s.nHolders;
  let left = wanted;
  for (let i = from; i < to && left > 0; ) {
    const region = s.t.regionOf[base + donors[i]!]!;
    let end = i + 1;
    while (end < to && s.t.regionOf[base + donors[end]!] === region && region !== NONE) end++;
    const total = spares(s, cap, i, end, keepsBack);
    const taken = Math.min(left, total);
    if (taken > 0) {
      if (taken === total) w.scratch2.set(w.scratch.subarray(0, end - i));
      else shareOut(w, cap, i, end - i, taken);
      giveShares(s, need, cap, i, end, tier);
      left -= taken;
    }
    i = end;
  }
  return wanted - left;
}
