/**
 * When a tier may be asked. Activation is per capability and tier (tier 2: per region); it opens a delay
 * after its trigger fires and stays open. A called tier raises the alert posture, after the scan.
 */

import { push } from "../kernel/calendar.ts";
import { type CapabilityModel, CHAIN, NEVER, NONE, TIERS, TRIGGER } from "../model.ts";
import { setAlert } from "./people.ts";
import { traceOther } from "./trace.ts";
import { EVENT, type World } from "./world.ts";

/** Slot of a tier's activation for a host: tier 2 is opened region by region. */
export function tierSlot(w: World, cap: number, tier: number, host: number): number {
  const base = (cap * 5 + tier) * w.maxRegions;
  if (tier !== 2) return base;
  const region = w.model.schemes[w.model.capabilities[cap]!.scheme]!.regionOf[host]!;
  return base + (region === NONE ? 0 : region);
}

/** Tiers whose trigger is a stated minute fire by themselves. */
export function scheduleTiers(w: World): void {
  for (let cap = 0; cap < w.nCaps; cap++) {
    for (let tier = 2; tier <= 4; tier++) {
      const rule = w.model.capabilities[cap]!.tiers[tier];
      if (rule === undefined || rule.trigger !== TRIGGER.atTime || rule.minute >= w.model.horizon) continue;
      push(w.calendar, Math.max(rule.minute, -w.model.warmUp), EVENT.tierOpensAtTime, cap * 8 + tier);
    }
  }
}

/** The stated minute has come: the tier opens for everybody, and whoever waits may call it. */
export function openAtTime(w: World, payload: number): void {
  const cap = payload >> 3;
  const tier = payload & 7;
  const regions = tier === 2 ? w.maxRegions : 1;
  for (let region = 0; region < regions; region++) fire(w, cap, tier, (cap * 5 + tier) * w.maxRegions + region, region);
  w.capDirty[cap] = 1;
  w.anyDirty = true;
}

/** Whether the tier is called or its trigger fires now, because this need is short. */
export function tierCalled(w: World, need: number, tier: number): boolean {
  const cap = w.nCap[need]!;
  const host = w.nHost[need]!;
  const slot = tierSlot(w, cap, tier, host);
  if (w.tierOpen[slot] !== NEVER) return true;
  if (w.interventions !== null && w.interventions.byHand[cap] === 1) return false;
  const rule = w.model.capabilities[cap]!.tiers[tier]!;
  if (rule.trigger === TRIGGER.never || rule.trigger === TRIGGER.atTime) return false;
  if (rule.trigger === TRIGGER.atRatio && ratioBelow(w, cap, tier, host) < rule.ratio) return false;
  fire(w, cap, tier, slot, slot - (cap * 5 + tier) * w.maxRegions);
  return true;
}

/**
 * A need is left short: ratios of tiers that are not called yet are tested, whoever is being asked meanwhile, so
 * that a tier may be opening while the one before it answers.
 */
export function testRatios(w: World, need: number): void {
  const cap = w.nCap[need]!;
  const capability = w.model.capabilities[cap]!;
  for (let tier = capability.chain === CHAIN.national ? 3 : 2; tier <= TIERS; tier++) {
    if (capability.tiers[tier]?.trigger === TRIGGER.atRatio) tierCalled(w, need, tier);
  }
}

/** Whether any tier of a capability is called at a ratio. */
export function hasRatio({ tiers }: CapabilityModel): boolean {
  for (let tier = 2; tier <= TIERS; tier++) if (tiers[tier]?.trigger === TRIGGER.atRatio) return true;
  return false;
}

/** People of a capability went to somebody: whoever is short in a later scan may find a ratio reached. */
export function noteTaken(w: World, cap: number): void {
  if (!hasRatio(w.model.capabilities[cap]!)) return;
  w.capDirty[cap] = 1;
  w.anyDirty = true;
}

export function fire(w: World, cap: number, tier: number, slot: number, region: number): void {
  if (w.tierOpen[slot] !== NEVER) return;
  const capability = w.model.capabilities[cap]!;
  const rule = capability.tiers[tier]!;
  w.tierOpen[slot] = w.now + rule.openingDelay;
  w.tiersFired[cap]!++;
  // whoever was left short before may now ask it too
  w.capDirty[cap] = 1;
  w.anyDirty = true;
  if (w.trace !== null) traceOther(w, "tier called", { capability: capability.id, tier, opens: w.tierOpen[slot]! });
  if (!capability.alert || !(rule.alertShare >= 0)) return;
  const { regionOf } = w.model.schemes[capability.scheme]!;
  for (let holder = 0; holder < w.nHolders; holder++) {
    if (tier === 2 && regionOf[holder] !== region) continue;
    if (w.pendingAlert[holder]! < rule.alertShare) w.pendingAlert[holder] = rule.alertShare;
  }
  w.pendingPosture = true;
}

/** (committed + still asked) ÷ (committed + lendable) in the tiers below; 1 where nobody is left. */
function ratioBelow(w: World, cap: number, tier: number, host: number): number {
  const { regionOf } = w.model.schemes[w.model.capabilities[cap]!.scheme]!;
  const region = regionOf[host]!;
  let committed: number;
  let lendable: number;
  let asked = 0;
  if (tier === 2) {
    committed = w.committed[cap * w.nHolders + host]!;
    lendable = Math.max(0, w.free[cap * w.nHolders + host]!);
  } else if (tier === 3 && region !== NONE) {
    committed = w.committedRegion[cap * w.maxRegions + region]!;
    lendable = w.lendRegion[cap * w.maxRegions + region]!;
  } else {
    committed = 0;
    for (let holder = 0; holder < w.nHolders; holder++) committed += w.committed[cap * w.nHolders + holder]!;
    lendable = w.lendNation[cap]!;
  }
  for (let need = w.openHead[cap]!; need !== NONE; need = w.nOpenNext[need]!) {
    const at = w.nHost[need]!;
    const inScope = tier === 2 ? at === host : tier === 3 && region !== NONE ? regionOf[at] === region : true;
    if (inScope) asked += Math.max(0, w.nWanted[need]! - w.nGround[need]! - w.nEnRoute[need]! - w.nReserved[need]!);
  }
  return committed + lendable === 0 ? 1 : (committed + asked) / (committed + lendable);
}

/** The posture takes effect after the scan: the greatest of what is scheduled and what called tiers set. */
export function applyPosture(w: World): void {
  if (!w.pendingPosture) return;
  w.pendingPosture = false;
  for (let holder = 0; holder < w.nHolders; holder++) {
    setAlert(w, holder, Math.max(w.alertNation, w.pendingAlert[holder]!));
  }
}
