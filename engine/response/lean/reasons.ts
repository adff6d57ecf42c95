/**
 * Why units are unresourced, on the lean path: the waterfall of response/reasons.ts without rest, journeys and
 * outstanding answers. Most short needs have one reason for all they lack, which is kept as one number.
 */
import { CHAIN, NEVER, NONE, TIERS, TRIGGER } from "../../model.ts";
import { GAVE_UP } from "../flags.ts";
import { tierSlot } from "../triggers.ts";
import { NEED_OPEN } from "../world.ts";
import type { Lean } from "./state.ts";

const NOT_PULLED = 1;
const HELD = 2;
const COMMITTED = 5;
const INCOMPLETE = 6;
const NO_PEOPLE = 7;
const N_REASONS = 8;
/** Several reasons: units by reason are in the world's `aReasons`. */
const MIXED = 255;

/** End of the minute: needs that were left short are entered with what they lack. */
export function enterShort(s: Lean): void {
  const { w } = s;
  for (let i = 0; i < s.nLeftShort; i++) {
    const need = s.leftShort[i]!;
    if (w.nState[need] !== NEED_OPEN) continue;
    const cap = w.nCap[need]!;
    const short = w.nWanted[need]! - w.nGround[need]!;
    if (short > 0) {
      const own = cap * s.nHolders + w.nHost[need]!;
      if (w.away[own]! > 0 && s.now >= 0) w.gap[own] = 1;
      if (w.aShortSlot[need] === NONE) list(s, need, cap);
      s.reasonDue[need] = 1;
      w.poolChanged[cap] = 1;
    }
    changeShort(s, need, short);
  }
  s.nLeftShort = 0;
}

function list(s: Lean, need: number, cap: number): void {
  const { w } = s;
  const n = w.nShort[cap]!;
  let needs = w.shortNeeds[cap]!;
  if (n === needs.length) {
    const wider = new Int32Array(n * 2);
    wider.set(needs);
    w.shortNeeds[cap] = needs = wider;
  }
  needs[n] = need;
  w.aShortSlot[need] = n;
  w.nShort[cap] = n + 1;
  w.aReasonAt[need] = s.now;
  s.oneReason[need] = NO_PEOPLE;
}

/** A short need is met or over: its reasons held until now. */
export function forgetShort(s: Lean, need: number): void {
  const { w } = s;
  settle(s, need);
  changeShort(s, need, 0);
  const cap = w.nCap[need]!;
  const needs = w.shortNeeds[cap]!;
  const n = w.nShort[cap]! - 1;
  const slot = w.aShortSlot[need]!;
  const last = needs[n]!;
  needs[slot] = last;
  w.aShortSlot[last] = slot;
  w.aShortSlot[need] = NONE;
  w.nShort[cap] = n;
}

/** What a need lacks changes; reasons that held with the old number are settled first. */
function changeShort(s: Lean, need: number, short: number): void {
  const { w } = s;
  const more = short - w.aShort[need]!;
  if (more === 0) return;
  settle(s, need);
  w.aShort[need] = short;
  w.aShortMinutes[need]! += more * s.minutesLeft;
}

/** Work out the reasons of a capability's short needs: of all where its people or tiers moved, else of those due. */
export function workOutReasons(s: Lean, cap: number, all: boolean): void {
  const { w } = s;
  const needs = w.shortNeeds[cap]!;
  const n = w.nShort[cap]!;
  for (let i = 0; i < n; i++) {
    const need = needs[i]!;
    if (!all && s.reasonDue[need] === 0) continue;
    s.reasonDue[need] = 0;
    reasonsOf(s, need, cap);
  }
}

/** Enter the reasons that held since they were last worked out. */
function settle(s: Lean, need: number): void {
  const { w } = s;
  const at = w.aReasonAt[need]!;
  const minutes = s.now - Math.max(at, 0);
  w.aReasonAt[need] = s.now;
  if (minutes <= 0) return;
  const into = (w.nCap[need]! * s.nForces + w.nHost[need]!) * N_REASONS;
  const one = s.oneReason[need]!;
  if (one !== MIXED) {
    w.reasonMinutes[into + one]! += w.aShort[need]! * minutes;
    return;
  }
  const from = need * N_REASONS;
  for (let reason = 0; reason < N_REASONS; reason++) {
    w.reasonMinutes[into + reason]! += w.aReasons[from + reason]! * minutes;
  }
}

/** At the horizon: reasons that still hold are entered. */
export function settleReasons(s: Lean): void {
  const { w } = s;
  for (let cap = 0; cap < w.nCaps; cap++) {
    const needs = w.shortNeeds[cap]!;
    for (let i = 0; i < w.nShort[cap]!; i++) settle(s, needs[i]!);
  }
}

function reasonsOf(s: Lean, need: number, cap: number): void {
  const { w } = s;
  const short = w.aShort[need]!;
  const host = w.nHost[need]!;
  const own = cap * s.nHolders + host;
  const closed = Math.min(short, w.lendNation[cap] === 0 ? 0 : behindClosedTiers(s, need, cap, host));
  let left = short - closed;
  const held = Math.min(left, Math.max(0, w.heldNation[cap]! - (w.free[own]! - w.lend[own]!)));
  left -= held;
  const committed = Math.min(left, Math.max(0, w.groundNation[cap]! - w.nGround[need]!));
  left -= committed;
  const incomplete = left === 0 ? 0 : Math.min(left, inCalledTiers(s, need, cap, host));
  left -= incomplete;
  const one =
    committed === short
      ? COMMITTED
      : held === short
        ? HELD
        : closed === short
          ? NOT_PULLED
          : incomplete === short
            ? INCOMPLETE
            : left === short
              ? NO_PEOPLE
              : MIXED;
  if (one === s.oneReason[need] && one !== MIXED) return;
  settle(s, need);
  s.oneReason[need] = one;
  if (one !== MIXED) return;
  const { aReasons } = w;
  const at = need * N_REASONS;
  aReasons[at] = aReasons[at + 3] = aReasons[at + 4] = 0;
  aReasons[at + NOT_PULLED] = closed;
  aReasons[at + HELD] = held;
  aReasons[at + COMMITTED] = committed;
  aReasons[at + INCOMPLETE] = incomplete;
  aReasons[at + NO_PEOPLE] = left;
}

/** Lendable in tiers that were not called; a tier outside that is switched off does not count. */
function behindClosedTiers(s: Lean, need: number, cap: number, host: number): number {
  const { w } = s;
  const capability = w.model.capabilities[cap]!;
  let units = 0;
  for (let tier = 2; tier <= TIERS; tier++) {
    const rule = capability.tiers[tier];
    if (rule === undefined || (w.nAnswered[need]! & (1 << tier)) !== 0) continue;
    if (tier === 4 && rule.trigger === TRIGGER.never) continue;
    if (capability.chain === CHAIN.national && tier === 2) continue;
    if ((w.nFlags[need]! & GAVE_UP) === 0 && w.tierOpen[tierSlot(w, cap, tier, host)] !== NEVER) continue;
    units += lendableIn(s, cap, host, tier);
  }
  return units;
}

function lendableIn(s: Lean, cap: number, host: number, tier: number): number {
  const { w } = s;
  const { donors, donorStart } = w.model;
  const row = (cap * s.nForces + host) * TIERS + tier - 1;
  let units = 0;
  for (let i = donorStart[row]!; i < donorStart[row + 1]!; i++) units += w.lend[cap * s.nHolders + donors[i]!]!;
  return units;
}

/** What could be had in tiers that answered, but is fewer than the team. */
function inCalledTiers(s: Lean, need: number, cap: number, host: number): number {
  const { w } = s;
  let units = Math.max(0, w.free[cap * s.nHolders + host]!);
  for (let tier = 2; tier <= TIERS; tier++) {
    if ((w.nAnswered[need]! & (1 << tier)) !== 0) units += lendableIn(s, cap, host, tier);
  }
  return units;
}
