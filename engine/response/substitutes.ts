/**
 * Substitution: a need that its own tiers leave short takes units of another capability, where the scenario says who
 * may stand in and at what price: more of them for one, and later. Their people are used at their own skill, above
 * their own floor and within their own contribution, so nobody is counted twice.
 */
import { CHAIN, NEVER, READINESS_CLASSES, type Substitute, TIERS } from "../model.ts";
import { sendFromHome } from "./allocation.ts";
import { declines } from "./donors.ts";
import { useUnits } from "./people.ts";
import { noteTaken } from "./triggers.ts";
import type { World } from "./world.ts";

type TakeOwn = (w: World, need: number, wanted: number) => number;

/**
 * Let others stand in for what a need still misses, its own tiers having answered. A team that is not there yet is
 * made up by the first substitute that can complete it, or by nobody; then its own may join, and others.
 *
 * @param takeOwn takes units of the need's own capability; returns what is still missing
 * @returns what is still missing
 */
export function standIn(w: World, need: number, wanted: number, takeOwn: TakeOwn): number {
  const team = w.nTeam[need]!;
  const lacks = team - (w.nWanted[need]! - wanted);
  if (team <= 1 || lacks <= 0) return fill(w, need, wanted);
  for (const substitute of w.model.capabilities[w.nCap[need]!]!.substitutes!) {
    if (take(w, need, substitute, lacks, false) < lacks) continue;
    take(w, need, substitute, lacks, true);
    if (wanted === lacks) return 0;
    const missing = takeOwn(w, need, wanted - lacks);
    return missing > 0 && w.nOutstanding[need] === 0 ? fill(w, need, missing) : missing;
  }
  return wanted;
}

/** Substitute after substitute, in the order of the scenario; returns what is still missing. */
function fill(w: World, need: number, wanted: number): number {
  let missing = wanted;
  for (const substitute of w.model.capabilities[w.nCap[need]!]!.substitutes!) {
    if (missing === 0) break;
    missing -= take(w, need, substitute, missing, true);
  }
  return missing;
}

/**
 * Up to `wanted` units' worth of one substitute: the host's own first, then those of the tiers that answered this
 * need, in the order of the substitute's donors.
 *
 * @param really false: only says how many there are
 * @returns units, as they count for the need
 */
function take(w: World, need: number, substitute: Substitute, wanted: number, really: boolean): number {
  const { donors, donorStart, capabilities } = w.model;
  const { capability: cap, factor } = substitute;
  const row = (cap * w.nForces + w.nHost[need]!) * TIERS;
  const national = capabilities[w.nCap[need]!]!.chain === CHAIN.national;
  let missing = wanted;
  for (let tier = 1; tier <= TIERS && missing > 0; tier++) {
    // a national chain asks tiers 1 to 3 at once
    const answering = national && tier < TIERS ? 3 : tier;
    if (tier > 1 && (w.nAnswered[need]! & (1 << answering)) === 0) continue;
    for (let i = donorStart[row + tier - 1]!; i < donorStart[row + tier]! && missing > 0; i++) {
      const units = Math.min(missing, Math.floor(available(w, need, cap, donors[i]!, tier) / factor));
      if (units <= 0) continue;
      missing -= units;
      if (really) send(w, need, substitute, donors[i]!, units, tier);
    }
  }
  if (really && missing < wanted) noteTaken(w, cap);
  return wanted - missing;
}

/** Units of the substitute that a holder could send: whoever is home with a shift begun stays for its own work. */
function available(w: World, need: number, cap: number, holder: number, tier: number): number {
  const hc = cap * w.nHolders + holder;
  let units = tier === 1 ? w.free[hc]! : w.lend[hc]!;
  for (let k = 0; k < READINESS_CLASSES; k++) units -= w.classWarm[hc * READINESS_CLASSES + k]!;
  units -= w.model.needTemplates[w.nTemplate[need]!]!.reserve;
  if (units <= 0) return 0;
  const { refusal } = w.model.capabilities[cap]!;
  return refusal > 0 && tier > 1 && declines(w, need, holder, refusal) ? 0 : units;
}

/**
 * Fastest readiness class first; those that count as one come from one class. Where no class has that many left, they
 * go with the slowest.
 */
function send(
  w: World,
  need: number,
  { capability: cap, factor, delay }: Substitute,
  holder: number,
  units: number,
  tier: number,
): void {
  const hc = cap * w.nHolders + holder;
  let left = units * factor;
  if (tier > 1 && w.nAsked[need]! >= 0) w.unitsLent[hc]! += left;
  useUnits(w, cap, holder, left, tier);
  const last = w.model.capabilities[cap]!.readiness === null ? 0 : READINESS_CLASSES - 1;
  for (let k = 0; k <= last && left > 0; k++) {
    const at = hc * READINESS_CLASSES + k;
    const fresh = Math.max(0, w.classUnits[at]! - w.classUsed[at]! - w.classWarm[at]!);
    const here = k === last ? left : Math.min(left, Math.floor(fresh / factor) * factor);
    if (here === 0) continue;
    left -= here;
    w.classUsed[at]! += here;
    sendFromHome(w, need, holder, here, tier, k, NEVER, NEVER, false, cap, delay);
  }
}

/** Whoever waits for a capability is looked at when those who may stand in for it come free. */
export function wakeStoodFor(w: World, dirty: Uint8Array): void {
  for (let cap = 0; cap < w.nCaps; cap++) {
    for (const { capability } of w.model.capabilities[cap]!.substitutes ?? []) {
      // not of what has been woken itself: who stands in has no stand-ins of its own
      if (w.capDirty[capability] === 1) dirty[cap] = 1;
    }
  }
}
