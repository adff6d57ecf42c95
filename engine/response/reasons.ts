/**
 * Why units are unresourced: a waterfall, each step min(left, available), worked out anew whenever the
 * capability's people or its short needs change (model.md §6). The order is awaiting an answer · trigger not
 * pulled · held back · resting or recovering elsewhere · under way elsewhere · committed elsewhere · team
 * incomplete · no people.
 */
import { NEVER, NONE, TIERS, TRIGGER } from "../model.ts";
import { GAVE_UP } from "./flags.ts";
import { standingIn } from "./stand-ins.ts";
import { tierSlot } from "./triggers.ts";
import { NEED_OPEN, POOL_WIDTH, STATE, type World } from "./world.ts";

const AWAITING = 0;
const NOT_PULLED = 1;
const HELD = 2;
const RESTING = 3;
const UNDER_WAY = 4;
const COMMITTED = 5;
const INCOMPLETE = 6;
const NO_PEOPLE = 7;
const N_REASONS = 8;

/**
 * Work out the reasons of every short need of a capability: those that changed in this minute, and all of them
 * where what they draw on is not as it was when they were last worked out.
 */
export function markReasons(w: World, cap: number): void {
  const list = w.shortNeeds[cap]!;
  const n = w.nShort[cap]!;
  const same = poolIsAsBefore(w, cap);
  const holders = cap * w.nHolders;
  for (let i = 0; i < n; i++) {
    const need = list[i]!;
    const free = w.free[holders + w.nHost[need]!]!;
    if (same && w.aReasonsDue[need] === 0 && w.aFree[need] === free) continue;
    w.aReasonsDue[need] = 0;
    w.aFree[need] = free;
    settle(w, need);
    reasonsOf(w, need);
  }
}

/** Whether all that the reasons of a capability depend on, beside the need and its host, is as at the last look. */
function poolIsAsBefore(w: World, cap: number): boolean {
  const { poolSeen } = w;
  const at = cap * POOL_WIDTH;
  const lent = w.lendNation[cap]!;
  const same =
    poolSeen[at] === w.restingNation[cap] &&
    poolSeen[at + 1] === w.underWayNation[cap] &&
    poolSeen[at + 2] === w.groundNation[cap] &&
    poolSeen[at + 3] === w.heldNation[cap] &&
    poolSeen[at + 4] === w.tiersFired[cap] &&
    // with nothing to lend anywhere, it is the same everywhere
    ((lent === 0 && poolSeen[at + 5] === 0) || poolSeen[at + 6] === w.lendChanges[cap]);
  poolSeen[at] = w.restingNation[cap]!;
  poolSeen[at + 1] = w.underWayNation[cap]!;
  poolSeen[at + 2] = w.groundNation[cap]!;
  poolSeen[at + 3] = w.heldNation[cap]!;
  poolSeen[at + 4] = w.tiersFired[cap]!;
  poolSeen[at + 5] = lent;
  poolSeen[at + 6] = w.lendChanges[cap]!;
  return same;
}

/** Enter the reasons that held since they were last worked out. */
function settle(w: World, need: number): void {
  const from = Math.max(0, w.aReasonAt[need]!);
  const minutes = Math.min(w.now, w.model.horizon) - from;
  w.aReasonAt[need] = w.now;
  if (minutes <= 0) return;
  const cf = w.nCap[need]! * w.nForces + w.nHost[need]!;
  for (let reason = 0; reason < N_REASONS; reason++) {
    const units = w.aReasons[need * N_REASONS + reason]!;
    if (units > 0) w.reasonMinutes[cf * N_REASONS + reason]! += units * minutes;
  }
}
markReasons.settle = settle;

/** A need without reasons yet. */
export function clearReasons(w: World, need: number): void {
  const { aReasons } = w;
  const end = (need + 1) * N_REASONS;
  for (let at = end - N_REASONS; at < end; at++) aReasons[at] = 0;
}

function reasonsOf(w: World, need: number): void {
  const base = need * N_REASONS;
  clearReasons(w, need);
  let left = unmetUnits(w, need);
  if (left <= 0) return;
  if (w.nOutstanding[need] !== 0) {
    w.aReasons[base + AWAITING] = left;
    return;
  }
  left = put(w, base + NOT_PULLED, left, behindClosedTiers(w, need));
  if (left > 0) left = put(w, base + HELD, left, heldBack(w, need));
  const cap = w.nCap[need]!;
  // those who stand in at this need are no units of the capability, elsewhere or here
  if (left > 0) {
    const here = w.nResting[need]! - standingIn(w, need, STATE.resting);
    left = put(w, base + RESTING, left, w.restingNation[cap]! - here);
  }
  if (left > 0) {
    const here = w.nEnRoute[need]! - standingIn(w, need, STATE.enRoute);
    left = put(w, base + UNDER_WAY, left, w.underWayNation[cap]! - here);
  }
  if (left > 0) {
    const here = w.nGround[need]! + w.nReserved[need]! - standingIn(w, need, STATE.onTheGround);
    left = put(w, base + COMMITTED, left, w.groundNation[cap]! - here);
  }
  if (left > 0) left = put(w, base + INCOMPLETE, left, inCalledTiers(w, need));
  w.aReasons[base + NO_PEOPLE] = left;
  if (w.aReasons[base + RESTING]! > 0) noteRest(w, need);
}

/** Unresourced presence, or what a late work need lacks of its smallest team. */
function unmetUnits(w: World, need: number): number {
  if (w.nState[need] !== NEED_OPEN) return 0;
  const template = w.model.needTemplates[w.nTemplate[need]!]!;
  if (template.kind === "presence") return w.aShort[need]!;
  return Math.max(0, w.nTeam[need]! - w.nGround[need]! - w.nEnRoute[need]! - w.nResting[need]!);
}

function put(w: World, at: number, left: number, available: number): number {
  const units = Math.min(left, Math.max(0, available));
  w.aReasons[at] = units;
  return left - units;
}

/** Lendable in tiers whose trigger has not fired; a tier outside that is switched off does not count. */
function behindClosedTiers(w: World, need: number): number {
  const cap = w.nCap[need]!;
  const host = w.nHost[need]!;
  const capability = w.model.capabilities[cap]!;
  let units = 0;
  const byHand = w.interventions !== null && w.interventions.byHand[cap] === 1;
  for (let tier = 2; tier <= TIERS; tier++) {
    const rule = capability.tiers[tier];
    // with a person in the seat nothing comes from a tier that is not drawn on, asked or not
    if (byHand && rule !== undefined) {
      units += lendableIn(w, cap, host, tier);
      continue;
    }
    if (rule === undefined || (w.nAnswered[need]! & (1 << tier)) !== 0) continue;
    if (tier === 4 && rule.trigger === TRIGGER.never) continue;
    if (capability.chain === 2 && tier === 2) continue;
    if ((w.nFlags[need]! & GAVE_UP) === 0 && w.tierOpen[tierSlot(w, cap, tier, host)] !== NEVER) continue;
    units += lendableIn(w, cap, host, tier);
  }
  return units;
}

function lendableIn(w: World, cap: number, host: number, tier: number): number {
  const { donors, donorStart } = w.model;
  const row = (cap * w.nForces + host) * TIERS + tier - 1;
  let units = 0;
  for (let i = donorStart[row]!; i < donorStart[row + 1]!; i++) units += w.lend[cap * w.nHolders + donors[i]!]!;
  return units;
}

/** Free behind floors or contribution caps, anywhere but at the host. */
function heldBack(w: World, need: number): number {
  const cap = w.nCap[need]!;
  const own = cap * w.nHolders + w.nHost[need]!;
  return w.heldNation[cap]! - (Math.max(0, w.free[own]!) - w.lend[own]!);
}

/** What could be had in tiers that answered, but is fewer than the team. */
function inCalledTiers(w: World, need: number): number {
  const cap = w.nCap[need]!;
  const host = w.nHost[need]!;
  let units = Math.max(0, w.free[cap * w.nHolders + host]!);
  for (let tier = 2; tier <= TIERS; tier++) {
    if ((w.nAnswered[need]! & (1 << tier)) !== 0) units += lendableIn(w, cap, host, tier);
  }
  return units;
}

/** Endurance ends where rest or recovery first leaves a unit-minute unresourced. */
function noteRest(w: World, need: number): void {
  const minute = Math.max(0, w.now);
  const cap = w.nCap[need]!;
  const { cellStart, nRegionsOfCap } = w.layout;
  const first = cellStart[cap]!;
  const region = w.model.schemes[w.model.capabilities[cap]!.scheme]!.regionOf[w.nHost[need]!]!;
  const force = first + 1 + nRegionsOfCap[cap]! + w.nHost[need]!;
  if (w.cellFirstRest[first]! > minute) w.cellFirstRest[first] = minute;
  if (region !== NONE && w.cellFirstRest[first + 1 + region]! > minute) w.cellFirstRest[first + 1 + region] = minute;
  if (w.cellFirstRest[force]! > minute) w.cellFirstRest[force] = minute;
}

/** At the horizon: reasons that still hold are entered. */
export function settleReasons(w: World): void {
  for (let cap = 0; cap < w.nCaps; cap++) {
    const list = w.shortNeeds[cap]!;
    for (let i = 0; i < w.nShort[cap]!; i++) settle(w, list[i]!);
  }
}
