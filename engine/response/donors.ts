/**
 * Which donors of a tier give, and how many each: the donor policy (model.md §5.3).
 *
 * The host gives its own to the last; a donor only what it may lend. The rule decides the answer more than
 * anything, so each policy is spelled out here and named on every report.
 */
import { CHAIN, DONOR_POLICY, NONE, TIERS, UNLIMITED } from "../model.ts";
import { allocate, offeredTo } from "./allocation.ts";
import { isBarred } from "./interventions.ts";
import { lendableIfBack } from "./people.ts";
import type { World } from "./world.ts";

/** Units that a holder could give this need now; 0 or more. */
export function unitsAvailable(w: World, need: number, holder: number, tier: number): number {
  const cap = w.nCap[need]!;
  if (w.interventions !== null && isBarred(w, w.interventions, need, holder)) return 0;
  const hc = cap * w.nHolders + holder;
  const template = w.model.needTemplates[w.nTemplate[need]!]!;
  let units = tier === 1 ? w.free[hc]! : w.lend[hc]!;
  if (w.nOffered > 0 && w.offeredUnits[hc]! > 0) {
    const offered = offeredTo(w, need, hc);
    if (offered > 0) {
      units =
        tier === 1
          ? Math.max(0, units) + offered
          : lendableIfBack(w, cap, holder, offered, offeredTo(w, need, hc, true));
    }
  }
  units -= template.reserve;
  if (units <= 0) return 0;
  const { refusal } = w.model.capabilities[cap]!;
  if (refusal > 0 && tier > 1 && declines(w, need, holder, refusal)) return 0;
  return Math.max(units, 0);
}

/** One uniform per donor and need: a refusal holds for that need. */
export function declines(w: World, need: number, holder: number, chance: number): boolean {
  const { tape } = w;
  const incident = w.nIncident[need]!;
  let word = w.refusalWord ^ Math.imul(tape.minute[incident]! + 1, 0x9e3779b1);
  word = mix(word ^ Math.imul(w.nHost[need]! + 1, 0x85ebca6b));
  word = mix(word ^ Math.imul(w.nTemplate[need]! + 1, 0xc2b2ae35));
  word = mix(word ^ Math.imul(holder + 1, 0x27d4eb2f));
  return ((word >>> 0) + 0.5) / 4294967296 < chance;
}

/** Murmur's finaliser: every bit of the word decides every bit of the result. */
function mix(word: number): number {
  let x = word ^ (word >>> 16);
  x = Math.imul(x, 0x85ebca6b);
  x ^= x >>> 13;
  x = Math.imul(x, 0xc2b2ae35);
  return x ^ (x >>> 16);
}

/** Whether nobody of this tier can have anything: an upper bound looked up, so that empty tiers are skipped. */
export function tierIsEmpty(w: World, need: number, tier: number): boolean {
  if (tier === 1 || w.nOffered > 0) return false;
  const cap = w.nCap[need]!;
  const host = w.nHost[need]!;
  const region = w.model.schemes[w.model.capabilities[cap]!.scheme]!.regionOf[host]!;
  const lent = region === NONE ? 0 : w.lendRegion[cap * w.maxRegions + region]!;
  if (tier === 2) return lent === 0;
  return w.lendNation[cap] === 0;
}

/** Units that all donors of a tier could give this need now. */
export function tierAvailable(w: World, need: number, tier: number): number {
  if (tierIsEmpty(w, need, tier)) return 0;
  const { donors, donorStart, capabilities } = w.model;
  const cap = w.nCap[need]!;
  const host = w.nHost[need]!;
  let units = 0;
  const national = asksAllAtOnce(capabilities[cap]!.chain, tier);
  const first = (cap * w.nForces + host) * TIERS + (national ? 0 : tier - 1);
  const last = national ? first + 3 : first + 1;
  for (let i = donorStart[first]!; i < donorStart[last]!; i++) {
    units += unitsAvailable(w, need, donors[i]!, i < donorStart[(cap * w.nForces + host) * TIERS + 1]! ? 1 : tier);
  }
  return units;
}

/**
 * Take up to `wanted` units from the donors of a tier under the capability's policy.
 *
 * @returns units taken
 */
export function takeFromTier(w: World, need: number, tier: number, wanted: number, reserve: boolean): number {
  if (tierIsEmpty(w, need, tier)) return 0;
  const { donorStart, capabilities } = w.model;
  const cap = w.nCap[need]!;
  const capability = capabilities[cap]!;
  const row = (cap * w.nForces + w.nHost[need]!) * TIERS;
  if (asksAllAtOnce(capability.chain, tier)) {
    // all holders at once; the host's own are still its own
    const own = takeInOrder(w, need, donorStart[row]!, donorStart[row + 1]!, 1, wanted, reserve);
    return own + takeByPolicy(w, need, donorStart[row + 1]!, donorStart[row + 3]!, 3, wanted - own, reserve);
  }
  const from = donorStart[row + tier - 1]!;
  const to = donorStart[row + tier]!;
  if (tier === 1) return takeInOrder(w, need, from, to, 1, wanted, reserve);
  return takeByPolicy(w, need, from, to, tier, wanted, reserve);
}

/** A national chain asks tiers 1 to 3 together; providers outside are a tier of their own under every chain. */
const asksAllAtOnce = (chain: number, tier: number): boolean => chain === CHAIN.national && tier < TIERS;

function takeByPolicy(
  w: World,
  need: number,
  from: number,
  to: number,
  tier: number,
  wanted: number,
  reserve: boolean,
): number {
  if (wanted <= 0 || to <= from) return 0;
  switch (w.model.capabilities[w.nCap[need]!]!.donorPolicy) {
    case DONOR_POLICY.greatestSpare:
      return takeGreatestSpare(w, need, from, to, tier, wanted, reserve);
    case DONOR_POLICY.proportionate:
      return takeProportionate(w, need, from, to, tier, wanted, reserve);
    default:
      return takeInOrder(w, need, from, to, tier, wanted, reserve);
  }
}

/** Nearest first, or the supplied order: each gives what it can until the need is met. */
function takeInOrder(
  w: World,
  need: number,
  from: number,
  to: number,
  tier: number,
  wanted: number,
  reserve: boolean,
): number {
  const { donors } = w.model;
  let left = wanted;
  for (let i = from; i < to && left > 0; i++) {
    const donor = donors[i]!;
    const units = Math.min(left, unitsAvailable(w, need, donor, tier));
    if (units <= 0) continue;
    left -= units;
    allocate(w, need, donor, units, tier, reserve);
  }
  return wanted - left;
}

/**
 * One unit at a time from the donor with the greatest spare, ties to the lowest index. Done at once: all
 * spares are cut down to a common level, and what is left over goes one each to the lowest indices.
 */
function takeGreatestSpare(
  w: World,
  need: number,
  from: number,
  to: number,
  tier: number,
  wanted: number,
  reserve: boolean,
): number {
  const { donors } = w.model;
  const spare = w.scratch;
  const gives = w.scratch2;
  const n = to - from;
  let total = 0;
  for (let i = 0; i < n; i++) {
    const units = unitsAvailable(w, need, donors[from + i]!, tier);
    spare[i] = units;
    gives[i] = 0;
    total += units;
  }
  const taken = Math.min(wanted, total);
  if (taken === 0) return 0;
  cutToLevel(w, from, n, taken);
  for (let i = 0; i < n; i++) if (gives[i]! > 0) allocate(w, need, donors[from + i]!, gives[i]!, tier, reserve);
  return taken;
}

/** Fill `scratch2` with what each of `n` donors gives of its spare in `scratch`, so that all are cut to one level. */
export function cutToLevel(w: World, from: number, n: number, taken: number): void {
  const { donors } = w.model;
  const spare = w.scratch;
  const gives = w.scratch2;
  let most = 0;
  for (let i = 0; i < n; i++) if (spare[i]! > most) most = spare[i]!;
  // highest level L at which cutting every spare to L yields at least `taken`
  let low = 0;
  let high = most;
  while (low < high) {
    const level = (low + high + 1) >> 1;
    let cut = 0;
    for (let i = 0; i < n; i++) if (spare[i]! > level) cut += spare[i]! - level;
    if (cut >= taken) low = level;
    else high = level - 1;
  }
  let left = taken;
  for (let i = 0; i < n; i++) {
    const units = Math.max(0, spare[i]! - low - 1);
    gives[i] = units;
    left -= units;
  }
  for (let lowest = 0; left > 0; ) {
    // the remaining ones stand at level + 1; one each by lowest holder index
    let next = NONE;
    for (let i = 0; i < n; i++) {
      if (spare[i]! - gives[i]! <= low || spare[i]! < low + 1) continue;
      if (donors[from + i]! < lowest) continue;
      if (next === NONE || donors[from + i]! < donors[from + next]!) next = i;
    }
    gives[next]!++;
    lowest = donors[from + next]! + 1;
    left--;
  }
}

/**
 * Regions in travel order; within each, split by agreed contribution, largest remainder, ties to the
 * first in travel order; what a donor cannot give falls to the others of its region.
 */
function takeProportionate(
  w: World,
  need: number,
  from: number,
  to: number,
  tier: number,
  wanted: number,
  reserve: boolean,
): number {
  const { donors, schemes, capabilities } = w.model;
  const { regionOf } = schemes[capabilities[w.nCap[need]!]!.scheme]!;
  let left = wanted;
  for (let i = from; i < to && left > 0; ) {
    const region = regionOf[donors[i]!]!;
    let end = i + 1;
    while (end < to && regionOf[donors[end]!] === region && region !== NONE) end++;
    left -= splitByContribution(w, need, i, end, tier, left, reserve);
    i = end;
  }
  return wanted - left;
}

function splitByContribution(
  w: World,
  need: number,
  from: number,
  to: number,
  tier: number,
  wanted: number,
  reserve: boolean,
): number {
  const { donors } = w.model;
  const cap = w.nCap[need]!;
  const spare = w.scratch;
  const gives = w.scratch2;
  const n = to - from;
  let total = 0;
  for (let i = 0; i < n; i++) {
    spare[i] = unitsAvailable(w, need, donors[from + i]!, tier);
    gives[i] = 0;
    total += spare[i]!;
  }
  const taken = Math.min(wanted, total);
  if (taken === 0) return 0;
  if (taken === total) for (let i = 0; i < n; i++) gives[i] = spare[i]!;
  else shareOut(w, cap, from, n, taken);
  for (let i = 0; i < n; i++) if (gives[i]! > 0) allocate(w, need, donors[from + i]!, gives[i]!, tier, reserve);
  return taken;
}

/** Fill `scratch2` with shares of `taken` by contribution; whoever cannot give its quota gives all it has first. */
export function shareOut(w: World, cap: number, from: number, n: number, taken: number): void {
  const { donors } = w.model;
  const spare = w.scratch;
  const gives = w.scratch2;
  let left = taken;
  let weights = 0;
  for (;;) {
    weights = 0;
    for (let i = 0; i < n; i++) if (gives[i]! < spare[i]!) weights += weightOf(w, cap, donors[from + i]!);
    let capped = 0;
    for (let i = 0; i < n && weights > 0; i++) {
      if (gives[i]! >= spare[i]!) continue;
      if (left * weightOf(w, cap, donors[from + i]!) < spare[i]! * weights) continue;
      gives[i] = spare[i]!;
      capped += spare[i]!;
    }
    left -= capped;
    if (capped === 0 || left <= 0) break;
  }
  if (left <= 0) return;
  if (weights === 0) {
    giveInOrder(spare, gives, n, left);
    return;
  }
  const round = left;
  for (let i = 0; i < n; i++) {
    if (gives[i]! >= spare[i]!) continue;
    const quota = Math.floor((round * weightOf(w, cap, donors[from + i]!)) / weights);
    gives[i] = quota;
    left -= quota;
  }
  largestRemainders(w, cap, from, n, round, weights, left);
}

/** The rest that no whole quota covers: one unit each by largest remainder of the quota, ties in travel order. */
function largestRemainders(
  w: World,
  cap: number,
  from: number,
  n: number,
  round: number,
  weights: number,
  left: number,
): void {
  const { donors } = w.model;
  const spare = w.scratch;
  const gives = w.scratch2;
  let ceiling = Infinity;
  let after = NONE;
  for (let given = 0; given < left; given++) {
    let best = NONE;
    let most = -1;
    for (let i = 0; i < n; i++) {
      if (gives[i]! >= spare[i]!) continue;
      const remainder = (round * weightOf(w, cap, donors[from + i]!)) % weights;
      const later = remainder < ceiling || (remainder === ceiling && i > after);
      if (later && remainder > most) {
        most = remainder;
        best = i;
      }
    }
    if (best === NONE) {
      giveInOrder(spare, gives, n, left - given);
      return;
    }
    gives[best]!++;
    ceiling = most;
    after = best;
  }
}

function giveInOrder(spare: Int32Array, gives: Int32Array, n: number, wanted: number): number {
  let left = wanted;
  for (let i = 0; i < n && left > 0; i++) {
    const units = Math.min(left, spare[i]! - gives[i]!);
    gives[i]! += units;
    left -= units;
  }
  return wanted - left;
}

/** Agreed contribution, or without one what the holder could field in all. */
function weightOf(w: World, cap: number, holder: number): number {
  const agreed = w.model.contribution[cap * w.nHolders + holder]!;
  if (agreed < UNLIMITED) return agreed;
  const at = holder * w.nNodes + w.model.capabilities[cap]!.path[0]!;
  const units = Math.floor(w.present[at]! / w.model.capabilities[cap]!.officersPerUnit);
  return Math.min(units, 1_000_000);
}
