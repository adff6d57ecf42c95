/**
 * Crisis levers: longer shifts, hold over, rest days cancelled, leave cancelled. Each is off unless given a
 * trigger; takes effect after its notice; has a debt that is repaid from a stated day (model.md §3).
 */
import { push } from "../kernel/calendar.ts";
import { NEVER, NONE, TRIGGER } from "../model.ts";
import { refreshHolder, setPresent } from "./people.ts";
import { traceOther } from "./trace.ts";
import { EVENT, type World } from "./world.ts";

/** Payload: lever × 4 + step. */
const TAKES_EFFECT = 1;
const REPAYS = 2;
const REPAID = 3;

export function scheduleLevers(w: World): void {
  const { levers } = w.model;
  for (let lever = 0; lever < levers.length; lever++) {
    const rule = levers[lever]!;
    if (rule.trigger === TRIGGER.atTime) pull(w, lever, Math.max(rule.minute, w.now));
  }
}

/** Tested at the end of minutes in which something of the capability is short, nationally. */
export function testLevers(w: World, cap: number): void {
  const { levers } = w.model;
  for (let lever = 0; lever < levers.length; lever++) {
    const rule = levers[lever]!;
    if (w.leverOn[lever] !== 0 || rule.capability !== cap) continue;
    if (
      rule.trigger === TRIGGER.atShortfall ||
      (rule.trigger === TRIGGER.atRatio && nationalRatio(w, cap) >= rule.ratio)
    ) {
      pull(w, lever, w.now);
    }
  }
}

function nationalRatio(w: World, cap: number): number {
  let committed = 0;
  for (let holder = 0; holder < w.nHolders; holder++) committed += w.committed[cap * w.nHolders + holder]!;
  let asked = 0;
  for (let need = w.openHead[cap]!; need !== NONE; need = w.nOpenNext[need]!) {
    asked += Math.max(0, w.nWanted[need]! - w.nGround[need]! - w.nEnRoute[need]! - w.nReserved[need]!);
  }
  const all = committed + w.lendNation[cap]!;
  return all === 0 ? 1 : (committed + asked) / all;
}

function pull(w: World, lever: number, minute: number): void {
  const rule = w.model.levers[lever]!;
  w.leverOn[lever] = 1;
  const effect = minute + rule.notice;
  if (effect < w.model.horizon) push(w.calendar, effect, EVENT.lever, lever * 4 + TAKES_EFFECT);
}

/** A lever takes effect, or its debt falls due: as many days with that many fewer as there were with more. */
export function applyLever(w: World, payload: number): void {
  const lever = payload >> 2;
  const step = payload & 3;
  const rule = w.model.levers[lever]!;
  const factor = rule.presentFactor;
  if (w.trace !== null) traceOther(w, "lever", { lever: rule.id, step });
  if (step === TAKES_EFFECT) {
    w.leverOn[lever] = 2;
    w.leverSince[lever] = w.now;
    w.leverUntil[lever] = rule.repaidFrom === NEVER ? w.model.horizon : w.now + rule.repaidFrom;
    w.extraShift[rule.capability]! += rule.extraShift;
    w.leverExtra[lever] = scale(w, rule.capability, factor);
    if (rule.repaidFrom !== NEVER && factor > 1) schedule(w, lever, w.now + rule.repaidFrom, REPAYS);
  } else if (step === REPAYS) {
    // one rest day of debt per day worked: present falls as far below the usual as it was above
    scale(w, rule.capability, Math.max(0, 2 - factor) / factor);
    schedule(w, lever, w.now + (w.now - w.leverSince[lever]!), REPAID);
  } else {
    scale(w, rule.capability, 1 / Math.max(1e-9, 2 - factor));
  }
}

function schedule(w: World, lever: number, minute: number, step: number): void {
  if (minute < w.model.horizon) push(w.calendar, minute, EVENT.lever, lever * 4 + step);
}

/** Scale who is present of a capability's people; returns officers gained. */
function scale(w: World, cap: number, factor: number): number {
  if (factor === 1) return 0;
  const node = w.model.capabilities[cap]!.path[0]!;
  let gained = 0;
  for (let holder = 0; holder < w.nHolders; holder++) {
    const at = holder * w.nNodes + node;
    w.leverFactor[at]! *= factor;
    gained -= w.present[at]!;
    setPresent(w, holder, node);
    gained += w.present[at]!;
    refreshHolder(w, holder);
  }
  return gained;
}

/** Days of rest or leave that levers took from officers of a capability in this replication. */
export function restDaysCancelled(w: World, cap: number): number {
  let days = 0;
  for (let lever = 0; lever < w.model.levers.length; lever++) {
    const rule = w.model.levers[lever]!;
    if (rule.capability !== cap || w.leverOn[lever] !== 2 || w.leverExtra[lever]! <= 0) continue;
    const minutes = Math.min(w.model.horizon, w.leverUntil[lever]!) - Math.max(0, w.leverSince[lever]!);
    if (minutes > 0) days += w.leverExtra[lever]! * Math.ceil(minutes / 1440);
  }
  return days;
}
