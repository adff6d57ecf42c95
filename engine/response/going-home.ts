/**
 * Letting units go: home at once, offered to whoever waits, on the road home, recovering, or available with
 * the shift clock still running (model.md §5.5, §5.7).
 */
import { push } from "../kernel/calendar.ts";
import { NEVER, NONE, READINESS_CLASSES } from "../model.ts";
import { RESTED, RESTS_AT_HOME } from "./flags.ts";
import { journey } from "./interventions.ts";
import { useUnits } from "./people.ts";
import { usePooled } from "./pooled.ts";
import { traceBatch } from "./trace.ts";
import { countBatch, dropBatch, dutyLeft, removeWarm, unlinkFromNeed } from "./units.ts";
import { EVENT, STATE, type World } from "./world.ts";

/** Put down what a holder's people did for a host from allocation to now (unit-minutes, clipped to what is measured). */
function settleFlow(w: World, batch: number): void {
  const from = Math.max(0, w.bAllocated[batch]!);
  const until = Math.min(w.now, w.model.horizon);
  if (until <= from) return;
  const hc = w.bCap[batch]! * w.nHolders + w.bHolder[batch]!;
  const minutes = w.bCount[batch]! * (until - from);
  w.busyMinutes[hc]! += minutes;
  const at = hc * w.nForces + w.bHost[batch]!;
  if (w.flow[at] === 0) w.flowTouched[w.nFlowTouched++] = at;
  w.flow[at]! += minutes;
}

/**
 * Let a batch go from its need. Not yet departed: home at once. `return: instant`: home at once. With enough
 * duty left it is offered to whoever waits, in this minute's scan only; else, or where it is called back, it goes home.
 */
export function release(w: World, batch: number, calledBack = false): void {
  const { model } = w;
  const cap = w.bCap[batch]!;
  const capability = model.capabilities[cap]!;
  const state = w.bState[batch]!;
  const atHome =
    state === STATE.reserved ||
    (state === STATE.enRoute && w.now < w.bSince[batch]!) ||
    (state === STATE.resting && (w.bFlags[batch]! & RESTS_AT_HOME) !== 0);
  if (w.trace !== null) traceBatch(w, "released", batch, w.now);
  countBatch(w, batch, -1);
  unlinkFromNeed(w, batch);
  w.poolChanged[cap] = 1;
  settleFlow(w, batch);
  w.bAllocated[batch] = w.now;
  if (capability.instantReturn || (atHome && state !== STATE.resting)) {
    if (state === STATE.enRoute) uncountShift(w, batch);
    goFree(w, batch);
    return;
  }
  if (atHome) {
    // at home between shifts: the rest goes on, then free
    const due = w.bDue[batch]!;
    if ((w.bFlags[batch]! & RESTED) !== 0 || due <= w.now) goFree(w, batch);
    else startRecovery(w, batch, due);
    return;
  }
  if (!calledBack && capability.travels && state !== STATE.resting && w.bParts[batch] === NONE) {
    offer(w, batch);
    return;
  }
  goHome(w, batch);
}

/** A unit that had not set out yet has worked no shift. */
function uncountShift(w: World, batch: number): void {
  const departs = w.bSince[batch]!;
  if (w.bShiftStart[batch] !== departs || departs <= w.now || departs < 0 || departs >= w.model.horizon) return;
  const cap = w.bCap[batch]!;
  w.officerShifts[cap * w.nHolders + w.bHolder[batch]!]! -=
    w.bCount[batch]! * w.model.capabilities[cap]!.officersPerUnit;
}

/** Free at home, at once, back in its readiness class. */
function goFree(w: World, batch: number): void {
  if (w.bParts[batch] !== NONE) {
    usePooled(w, batch, -1);
    dropBatch(w, batch);
    return;
  }
  const cap = w.bCap[batch]!;
  const hc = cap * w.nHolders + w.bHolder[batch]!;
  const units = w.bCount[batch]!;
  w.classUsed[hc * READINESS_CLASSES + w.bClass[batch]!]! -= units;
  const holder = w.bHolder[batch]!;
  const tier = w.bTier[batch]!;
  dropBatch(w, batch);
  useUnits(w, cap, holder, -units, tier);
}

/** Offer released units to whoever waits, until this minute's scan is over; their people stay in use meanwhile. */
function offer(w: World, batch: number): void {
  const cap = w.bCap[batch]!;
  const hc = cap * w.nHolders + w.bHolder[batch]!;
  w.bState[batch] = STATE.offered;
  w.bDue[batch] = NEVER;
  w.bNext[batch] = w.offeredHead[hc]!;
  w.offeredHead[hc] = batch;
  if (w.offeredUnits[hc] === 0) {
    if (w.nOffered === w.offeredCells.length) {
      const wider = new Int32Array(w.nOffered * 2);
      wider.set(w.offeredCells);
      w.offeredCells = wider;
    }
    w.offeredCells[w.nOffered++] = hc;
  }
  w.offeredUnits[hc]! += w.bCount[batch]!;
  w.capDirty[cap] = 1;
  w.anyDirty = true;
}

/** The scan is over: whoever was offered and not taken goes home. */
export function sendOfferedHome(w: World): void {
  for (let i = 0; i < w.nOffered; i++) {
    const hc = w.offeredCells[i]!;
    let at = w.offeredHead[hc]!;
    w.offeredHead[hc] = NONE;
    w.offeredUnits[hc] = 0;
    while (at !== NONE) {
      const next = w.bNext[at]!;
      w.bState[at] = STATE.spare;
      goHome(w, at);
      at = next;
    }
  }
  w.nOffered = 0;
}

/** On the road home; people stay committed until they are there. */
export function goHome(w: World, batch: number): void {
  const { model } = w;
  const capability = model.capabilities[w.bCap[batch]!]!;
  const travel = capability.travels ? journey(w, w.bHost[batch]!, w.bHolder[batch]!) : 0;
  w.bState[batch] = STATE.returning;
  w.bFlags[batch] = 0;
  w.bDue[batch] = w.now + travel;
  w.bSince[batch] = w.now;
  countBatch(w, batch, 1);
  w.poolChanged[w.bCap[batch]!] = 1;
  if (w.trace !== null) traceBatch(w, "goes home", batch, w.now + travel);
  if (travel === 0) arriveHome(w, batch);
  else push(w.calendar, w.now + travel, EVENT.home, batch);
}

/**
 * Home: after a tour, recovery; with duty left, available at once with the shift clock running; else it
 * rests first. 11 hours at home reset the clock.
 */
export function arriveHome(w: World, batch: number): void {
  const { duty } = w.model.capabilities[w.bCap[batch]!]!;
  countBatch(w, batch, -1);
  settleFlow(w, batch);
  w.bAllocated[batch] = w.now;
  if (duty === null) {
    goFree(w, batch);
    return;
  }
  // no further shift would begin within the tour: it is over
  if (w.now + duty.rest >= w.bTourStart[batch]! + duty.tour) startRecovery(w, batch, w.now + duty.recovery);
  else if (dutyLeft(w, batch) <= 60) startRecovery(w, batch, w.now + duty.rest);
  else if (w.bParts[batch] !== NONE) goFree(w, batch);
  else keepWarm(w, batch, w.now + duty.rest);
}

/** Resting or recovering at home until `due`: committed, not available. */
function startRecovery(w: World, batch: number, due: number): void {
  w.bState[batch] = STATE.recovering;
  w.bFlags[batch] = 0;
  w.bDue[batch] = due;
  countBatch(w, batch, 1);
  w.poolChanged[w.bCap[batch]!] = 1;
  push(w.calendar, due, EVENT.recovered, batch);
}

export function endRecovery(w: World, batch: number): void {
  countBatch(w, batch, -1);
  settleFlow(w, batch);
  goFree(w, batch);
}

/** Available at home while the clock of the shift it began still runs. */
function keepWarm(w: World, batch: number, until: number): void {
  const cap = w.bCap[batch]!;
  const holder = w.bHolder[batch]!;
  const hc = cap * w.nHolders + holder;
  const units = w.bCount[batch]!;
  w.bState[batch] = STATE.warm;
  w.bDue[batch] = until;
  w.bNext[batch] = w.warmHead[hc]!;
  w.warmHead[hc] = batch;
  const at = hc * READINESS_CLASSES + w.bClass[batch]!;
  w.classUsed[at]! -= units;
  w.classWarm[at]! += units;
  push(w.calendar, until, EVENT.shiftForgotten, batch);
  useUnits(w, cap, holder, -units, w.bTier[batch]!);
}

/** Rested at home: the old shift no longer counts. */
export function forgetShift(w: World, batch: number): void {
  const hc = w.bCap[batch]! * w.nHolders + w.bHolder[batch]!;
  w.classWarm[hc * READINESS_CLASSES + w.bClass[batch]!]! -= w.bCount[batch]!;
  removeWarm(w, hc, batch);
}

/** At the end of the run: everything under way counts to the horizon. */
export function settleAll(w: World): void {
  for (let batch = 0; batch < w.nBatchRows; batch++) {
    const state = w.bState[batch]!;
    if (state !== STATE.spare && state !== STATE.warm) settleFlow(w, batch);
  }
}
