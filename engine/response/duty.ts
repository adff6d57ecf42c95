/**
 * Duty: shifts, reliefs, rest and tours (model.md §5.5).
 *
 * The shift starts at departure and includes travel. A unit leaves the ground when its shift (less the way
 * to its rest, if it rests at home) is over, rests at least `rest`, near the host or at home, and stays
 * committed. `reliefLead` before it leaves, relief is asked for: own units that will be rested within two
 * hours of the shift's end first (the outgoing unit is held that long), then the tiers.
 */
import { push } from "../kernel/calendar.ts";
import { NEVER, NONE } from "../model.ts";
import { countShift } from "./allocation.ts";
import { LEAVING, PLEDGED, RESTED, RESTS_AT_HOME } from "./flags.ts";
import { release } from "./going-home.ts";
import { journey } from "./interventions.ts";
import { missingUnits, releaseExcess } from "./needs.ts";
import { notePresence } from "./outcomes.ts";
import { unitsInNeed } from "./stand-ins.ts";
import { traceBatch } from "./trace.ts";
import { setFlags, setState, shiftOf, splitOff } from "./units.ts";
import { enterWaiting } from "./waiting.ts";
import { changeRate } from "./work.ts";
import { EVENT, STATE, type World } from "./world.ts";

/** How long a unit may be held for a relief that will be rested, minutes. */
const HELD_FOR_RELIEF = 120;

const travelOf = (w: World, batch: number): number =>
  w.model.capabilities[w.bCap[batch]!]!.travels ? journey(w, w.bHolder[batch]!, w.bHost[batch]!) : 0;

/** A batch reaches the scene: on the ground, or resting first after a long journey or with little duty left. */
export function arriveOnScene(w: World, batch: number): void {
  if (w.bState[batch] !== STATE.enRoute || w.bDue[batch] !== w.now) return;
  const need = w.bNeed[batch]!;
  const { duty } = w.model.capabilities[w.bCap[batch]!]!;
  if (duty === null) {
    setState(w, batch, STATE.onTheGround, 0, NEVER);
  } else {
    const travelled = w.now - w.bSince[batch]!;
    const left = w.bShiftStart[batch]! + shiftOf(w, w.bCap[batch]!) - w.now;
    if (left < duty.leastLeftOnArrival || travelled > duty.longestJourney) {
      setState(w, batch, STATE.resting, PLEDGED, w.now + duty.rest);
      push(w.calendar, w.now + duty.rest, EVENT.rested, batch);
      if (w.trace !== null) traceBatch(w, "rests first", batch, w.now + duty.rest);
      return;
    }
    takeUpDuty(w, batch);
  }
  if (w.trace !== null) traceBatch(w, "on the ground", batch, w.bDue[batch]!);
  notePresence(w, need);
  changeRate(w, need);
}

/** On the ground until the shift is over, relief asked for in time. */
export function takeUpDuty(w: World, batch: number): void {
  const { duty } = w.model.capabilities[w.bCap[batch]!]!;
  const travel = travelOf(w, batch);
  const home = travel <= duty!.homeRestWithin;
  const leaves = Math.max(w.now, w.bShiftStart[batch]! + shiftOf(w, w.bCap[batch]!) - (home ? travel : 0));
  setState(w, batch, STATE.onTheGround, 0, leaves);
  if (leaves >= w.model.horizon) return;
  push(w.calendar, leaves, EVENT.dutyEnd, batch);
  push(w.calendar, Math.max(w.now, leaves - duty!.reliefLead), EVENT.reliefAsk, batch);
}

/** Relief is asked for: own rested units are pledged, the rest is asked of the tiers; nothing more is required. */
export function askRelief(w: World, batch: number): void {
  if (w.bState[batch] !== STATE.onTheGround || (w.bFlags[batch]! & LEAVING) !== 0) return;
  const { duty } = w.model.capabilities[w.bCap[batch]!]!;
  const need = w.bNeed[batch]!;
  const leaves = w.bDue[batch]!;
  if (duty === null || leaves === NEVER || w.now < leaves - duty.reliefLead) return;
  setFlags(w, batch, LEAVING);
  if (w.trace !== null) traceBatch(w, "relief asked", batch, leaves);
  let wanted = Math.min(unitsInNeed(w, batch), missingUnits(w, need));
  let heldUntil = leaves;
  for (let at = w.nBatches[need]!; at !== NONE && wanted > 0; ) {
    const next = w.bNext[at]!;
    if (w.bState[at] === STATE.resting && (w.bFlags[at]! & PLEDGED) === 0) {
      const back = Math.max(leaves, backOnDutyAt(w, at));
      const holdable = back <= leaves + HELD_FOR_RELIEF && back <= w.bShiftStart[batch]! + duty.longestShift;
      if (back <= leaves || holdable) {
        const units = Math.min(wanted, unitsInNeed(w, at));
        const relief = splitOff(w, at, units);
        wanted -= units;
        pledge(w, relief, leaves);
        if (back > heldUntil) heldUntil = back;
      }
    }
    at = next;
  }
  if (heldUntil > leaves) {
    w.bDue[batch] = heldUntil;
    if (heldUntil < w.model.horizon) push(w.calendar, heldUntil, EVENT.dutyEnd, batch);
  }
  if (missingUnits(w, need) > 0) {
    enterWaiting(w, need);
    w.capDirty[w.bCap[batch]!] = 1;
    w.anyDirty = true;
  }
}

/** When a resting batch could be on the ground again. */
function backOnDutyAt(w: World, batch: number): number {
  const rested = (w.bFlags[batch]! & RESTED) !== 0 ? w.now : w.bDue[batch]!;
  return rested + ((w.bFlags[batch]! & RESTS_AT_HOME) !== 0 ? travelOf(w, batch) : 0);
}

/** Promise a resting batch to go back on duty: not before it is rested, nor before those it relieves leave. */
function pledge(w: World, batch: number, notBefore: number): void {
  const flags = w.bFlags[batch]!;
  const travel = (flags & RESTS_AT_HOME) !== 0 ? travelOf(w, batch) : 0;
  const rested = (flags & RESTED) !== 0 ? w.now : w.bDue[batch]!;
  const sets = Math.max(rested, notBefore - travel, w.now);
  setState(w, batch, STATE.resting, (flags | PLEDGED) & ~RESTED, sets);
  if (sets < w.model.horizon) push(w.calendar, sets, EVENT.rested, batch);
}

/** The shift is over: to rest near the host or at home; after a tour, home and recovery. */
export function endDuty(w: World, batch: number): void {
  if (w.bState[batch] !== STATE.onTheGround || w.bDue[batch] !== w.now) return;
  const need = w.bNeed[batch]!;
  const { duty } = w.model.capabilities[w.bCap[batch]!]!;
  if (duty === null) return;
  const travel = travelOf(w, batch);
  const home = travel <= duty.homeRestWithin;
  const rested = w.now + (home ? travel : 0) + duty.rest;
  if (rested >= w.bTourStart[batch]! + duty.tour) {
    release(w, batch);
  } else {
    setState(w, batch, STATE.resting, home ? RESTS_AT_HOME : 0, rested);
    if (w.trace !== null) traceBatch(w, home ? "rests at home" : "rests near the host", batch, rested);
    if (rested < w.model.horizon) push(w.calendar, rested, EVENT.rested, batch);
  }
  releaseExcess(w, need);
  notePresence(w, need);
  changeRate(w, need);
  if (missingUnits(w, need) > 0) {
    enterWaiting(w, need);
    w.capDirty[w.bCap[batch]!] = 1;
    w.anyDirty = true;
  }
}

/** Rested: back on duty if promised or wanted, else it stays ready near the host. */
export function endRest(w: World, batch: number): void {
  if (w.bState[batch] !== STATE.resting || w.bDue[batch] !== w.now) return;
  const need = w.bNeed[batch]!;
  const flags = w.bFlags[batch]!;
  if ((flags & PLEDGED) === 0) {
    const missing = missingUnits(w, need);
    if (missing <= 0) {
      setState(w, batch, STATE.resting, flags | RESTED, NEVER);
      releaseExcess(w, need);
      return;
    }
    const units = unitsInNeed(w, batch);
    if (missing < units) {
      const stays = splitOff(w, batch, units - missing);
      setState(w, stays, STATE.resting, flags | RESTED, NEVER);
    }
  }
  backOnDuty(w, batch);
}

/** A new shift begins: from near the host at once, from home after the journey. */
function backOnDuty(w: World, batch: number): void {
  const need = w.bNeed[batch]!;
  const travel = (w.bFlags[batch]! & RESTS_AT_HOME) !== 0 ? travelOf(w, batch) : 0;
  w.bShiftStart[batch] = w.now;
  w.bSince[batch] = w.now;
  countShift(w, batch, w.now);
  if (travel > 0) {
    setState(w, batch, STATE.enRoute, 0, w.now + travel);
    push(w.calendar, w.now + travel, EVENT.arrive, batch);
    return;
  }
  takeUpDuty(w, batch);
  if (w.trace !== null) traceBatch(w, "back on duty", batch, w.bDue[batch]!);
  notePresence(w, need);
  changeRate(w, need);
}

/** A need is short and has rested units of its own: they go first. */
export function recallRested(w: World, need: number): void {
  let missing = missingUnits(w, need);
  for (let at = w.nBatches[need]!; at !== NONE && missing > 0; ) {
    const next = w.bNext[at]!;
    if (w.bState[at] === STATE.resting && (w.bFlags[at]! & (RESTED | PLEDGED)) === RESTED) {
      const units = Math.min(missing, unitsInNeed(w, at));
      backOnDuty(w, splitOff(w, at, units));
      missing -= units;
    }
    at = next;
  }
}
