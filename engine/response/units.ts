/**
 * Batches: units of one capability and one holder that move together, and the readiness class, shift
 * clock and place they carry. Making, splitting, moving and giving them back; every change of state keeps
 * the need's counts and the national sums.
 */
import { push } from "../kernel/calendar.ts";
import { NEVER, NONE, READINESS_CLASSES } from "../model.ts";
import { markNeed } from "./marks.ts";
import { useUnits } from "./people.ts";
import { PARTS, usePooled } from "./serials.ts";
import { traceBatch } from "./trace.ts";
import { EVENT, STATE, type World } from "./world.ts";

export const LEAVING = 1;
export const PLEDGED = 2;
export const RESTS_AT_HOME = 4;
export const RESTED = 8;
/** Serials come together as fast as the 4 h class: an assumption. */
const POOLED_CLASS = 2;

/** A batch row with nothing in it. */
function newBatch(w: World): number {
  if (w.spareBatch !== NONE) {
    const batch = w.spareBatch;
    w.spareBatch = w.bNext[batch]!;
    return batch;
  }
  if (w.nBatchRows === w.capacityBatches) w.growBatches(w.nBatchRows * 2);
  return w.nBatchRows++;
}

function dropBatch(w: World, batch: number): void {
  w.bState[batch] = STATE.spare;
  w.bDue[batch] = NEVER;
  w.bNext[batch] = w.spareBatch;
  w.spareBatch = batch;
}

function linkToNeed(w: World, batch: number, need: number): void {
  const head = w.nBatches[need]!;
  w.bNeed[batch] = need;
  w.bNext[batch] = head;
  w.bPrev[batch] = NONE;
  if (head !== NONE) w.bPrev[head] = batch;
  w.nBatches[need] = batch;
}

function unlinkFromNeed(w: World, batch: number): void {
  const previous = w.bPrev[batch]!;
  const next = w.bNext[batch]!;
  if (previous === NONE) w.nBatches[w.bNeed[batch]!] = next;
  else w.bNext[previous] = next;
  if (next !== NONE) w.bPrev[next] = previous;
}

/** Split `units` off a batch into one that is otherwise the same; returns the new one (due event included). */
export function splitBatch(w: World, batch: number, units: number): number {
  const part = newBatch(w);
  w.bHolder[part] = w.bHolder[batch]!;
  w.bCap[part] = w.bCap[batch]!;
  w.bClass[part] = w.bClass[batch]!;
  w.bTier[part] = w.bTier[batch]!;
  w.bState[part] = w.bState[batch]!;
  w.bDue[part] = w.bDue[batch]!;
  w.bShiftStart[part] = w.bShiftStart[batch]!;
  w.bTourStart[part] = w.bTourStart[batch]!;
  w.bAllocated[part] = w.bAllocated[batch]!;
  w.bSince[part] = w.bSince[batch]!;
  w.bFlags[part] = w.bFlags[batch]!;
  w.bHost[part] = w.bHost[batch]!;
  w.bParts[part] = NONE;
  w.bCount[part] = units;
  w.bCount[batch]! -= units;
  linkToNeed(w, part, w.bNeed[batch]!);
  const due = w.bDue[part]!;
  if (due !== NEVER) {
    const state = w.bState[part]!;
    if (state === STATE.enRoute) push(w.calendar, due, EVENT.arrive, part);
    else if (state === STATE.resting) push(w.calendar, due, EVENT.rested, part);
    else if (state === STATE.onTheGround) {
      push(w.calendar, due, EVENT.dutyEnd, part);
      const { duty } = w.model.capabilities[w.bCap[part]!]!;
      if (duty !== null && (w.bFlags[part]! & LEAVING) === 0) {
        push(w.calendar, Math.max(w.now, due - duty.reliefLead), EVENT.reliefAsk, part);
      }
    }
  }
  return part;
}

/** Add `sign` × the batch's units to the counts that its state feeds. */
function count(w: World, batch: number, sign: number): void {
  const units = w.bCount[batch]! * sign;
  const need = w.bNeed[batch]!;
  const cap = w.bCap[batch]!;
  switch (w.bState[batch]) {
    case STATE.reserved:
      w.nReserved[need]! += units;
      w.groundNation[cap]! += units;
      break;
    case STATE.enRoute:
      w.nEnRoute[need]! += units;
      w.underWayNation[cap]! += units;
      break;
    case STATE.onTheGround:
      w.nGround[need]! += units;
      w.groundNation[cap]! += units;
      if ((w.bFlags[batch]! & LEAVING) !== 0) w.nLeaving[need]! += units;
      break;
    case STATE.resting:
      w.nResting[need]! += units;
      w.restingNation[cap]! += units;
      if ((w.bFlags[batch]! & PLEDGED) !== 0) w.nPledged[need]! += units;
      break;
    case STATE.returning:
      w.underWayNation[cap]! += units;
      return;
    case STATE.recovering:
      w.restingNation[cap]! += units;
      return;
    default:
      return;
  }
  markNeed(w, need);
}

/** Change state, flags and due minute together, counts kept. */
export function setState(w: World, batch: number, state: number, flags: number, due: number): void {
  count(w, batch, -1);
  w.bState[batch] = state;
  w.bFlags[batch] = flags;
  w.bDue[batch] = due;
  count(w, batch, 1);
  w.poolChanged[w.bCap[batch]!] = 1;
}

/** Change flags only, counts kept. */
export function setFlags(w: World, batch: number, flags: number): void {
  count(w, batch, -1);
  w.bFlags[batch] = flags;
  count(w, batch, 1);
}

/**
 * Take units of a holder for a need, fastest readiness class first, and either reserve them or send them
 * on their way. The caller has made sure that `units` can be taken.
 */
export function allocate(w: World, need: number, holder: number, units: number, tier: number, reserve: boolean): void {
  const cap = w.nCap[need]!;
  const hc = cap * w.nHolders + holder;
  if (tier > 1) w.unitsLent[hc]! += w.nAsked[need]! >= 0 ? units : 0;
  let left = units;
  if (w.nOffered > 0 && w.offeredUnits[hc]! > 0) left = takeOffered(w, need, hc, left, tier);
  if (left === 0) return;
  useUnits(w, cap, holder, left, tier);
  const base = hc * READINESS_CLASSES;
  if (left > 0 && w.model.capabilities[cap]!.readiness === null && w.classWarm[base] === 0) {
    w.classUsed[base]! += left;
    sendFromHome(w, need, holder, left, tier, 0, NEVER, NEVER, reserve);
    return;
  }
  for (let k = 0; k < READINESS_CLASSES && left > 0; k++) {
    const last = k === READINESS_CLASSES - 1;
    const inClass = w.classUnits[base + k]! - w.classUsed[base + k]!;
    let here = last ? left : Math.min(left, Math.max(0, inClass));
    if (here <= 0) continue;
    left -= here;
    w.classUsed[base + k]! += here;
    const fresh = Math.min(here, Math.max(0, inClass - w.classWarm[base + k]!));
    if (fresh > 0) sendFromHome(w, need, holder, fresh, tier, k, NEVER, NEVER, reserve);
    here -= fresh;
    here = takeWarm(w, need, holder, hc, here, tier, k, reserve);
    if (here > 0) sendFromHome(w, need, holder, here, tier, k, NEVER, NEVER, reserve);
  }
}

/** Units at home whose shift clock still runs, latest shift start first; returns how many were wanting. */
function takeWarm(
  w: World,
  need: number,
  holder: number,
  hc: number,
  wanted: number,
  tier: number,
  readiness: number,
  reserve: boolean,
): number {
  let left = wanted;
  while (left > 0) {
    let best = NONE;
    for (let at = w.warmHead[hc]!; at !== NONE; at = w.bNext[at]!) {
      if (w.bClass[at] !== readiness) continue;
      if (best === NONE || w.bShiftStart[at]! > w.bShiftStart[best]!) best = at;
    }
    if (best === NONE) return left;
    const here = Math.min(left, w.bCount[best]!);
    left -= here;
    w.bCount[best]! -= here;
    w.classWarm[hc * READINESS_CLASSES + readiness]! -= here;
    sendFromHome(w, need, holder, here, tier, readiness, w.bShiftStart[best]!, w.bTourStart[best]!, reserve);
    if (w.bCount[best] === 0) removeWarm(w, hc, best);
  }
  return 0;
}

function removeWarm(w: World, hc: number, batch: number): void {
  let at = w.warmHead[hc]!;
  if (at === batch) w.warmHead[hc] = w.bNext[batch]!;
  else {
    while (w.bNext[at] !== batch) at = w.bNext[at]!;
    w.bNext[at] = w.bNext[batch]!;
  }
  dropBatch(w, batch);
}

function sendFromHome(
  w: World,
  need: number,
  holder: number,
  units: number,
  tier: number,
  readiness: number,
  shiftStart: number,
  tourStart: number,
  reserve: boolean,
): void {
  const batch = newBatch(w);
  w.bHolder[batch] = holder;
  w.bCap[batch] = w.nCap[need]!;
  w.bClass[batch] = readiness;
  w.bTier[batch] = tier;
  w.bCount[batch] = units;
  w.bState[batch] = STATE.spare;
  w.bFlags[batch] = 0;
  w.bDue[batch] = NEVER;
  w.bHost[batch] = w.nHost[need]!;
  w.bParts[batch] = NONE;
  w.bShiftStart[batch] = shiftStart;
  w.bTourStart[batch] = tourStart;
  w.bAllocated[batch] = w.now;
  w.bSince[batch] = w.now;
  linkToNeed(w, batch, need);
  if (reserve) setState(w, batch, STATE.reserved, 0, NEVER);
  else depart(w, batch, holder, false);
}

/**
 * Send a unit made up of serials: it musters with the notice of the 4 h class, counts as its lead's, is
 * never redeployed, and is broken up when it is home.
 */
export function departPooled(
  w: World,
  need: number,
  givers: readonly number[],
  officers: readonly number[],
  lead: number,
  tier: number,
): void {
  const batch = newBatch(w);
  const slot = w.partHolder.length / PARTS;
  for (let i = 0; i < PARTS; i++) {
    w.partHolder.push(givers[i] ?? NONE);
    w.partOfficers.push(officers[i] ?? 0);
  }
  w.bHolder[batch] = lead;
  w.bCap[batch] = w.nCap[need]!;
  w.bClass[batch] = w.model.capabilities[w.nCap[need]!]!.readiness === null ? 0 : POOLED_CLASS;
  w.bTier[batch] = tier;
  w.bCount[batch] = 1;
  w.bState[batch] = STATE.spare;
  w.bFlags[batch] = 0;
  w.bDue[batch] = NEVER;
  w.bHost[batch] = w.nHost[need]!;
  w.bParts[batch] = slot;
  w.bShiftStart[batch] = NEVER;
  w.bTourStart[batch] = NEVER;
  w.bAllocated[batch] = w.now;
  w.bSince[batch] = w.now;
  usePooled(w, batch, 1);
  if (w.nAsked[need]! >= 0) w.unitsLent[w.bCap[batch]! * w.nHolders + lead]! += 1;
  linkToNeed(w, batch, need);
  depart(w, batch, lead, false);
}

/**
 * Muster and set off for the need's host from `from` (a holder's place); a planned event is reached at its
 * start, not before. The shift starts at departure, unless a shift clock already runs.
 */
export function depart(w: World, batch: number, from: number, mustered: boolean): void {
  const { model } = w;
  const need = w.bNeed[batch]!;
  const cap = w.bCap[batch]!;
  const capability = model.capabilities[cap]!;
  const holder = w.bHolder[batch]!;
  let notice = mustered ? 0 : capability.notice[w.bClass[batch]!]!;
  if (!mustered && w.outsideOf[holder] !== NONE) notice += model.outside[w.outsideOf[holder]!]!.notice;
  const travel = capability.travels ? model.travelMinutes[from * w.nHolders + w.nHost[need]!]! : 0;
  const arrive = Math.max(w.now + notice + travel, w.nStart[need]!);
  const departs = arrive - travel;
  w.bHost[batch] = w.nHost[need]!;
  w.bSince[batch] = departs;
  if (w.bShiftStart[batch] === NEVER) {
    w.bShiftStart[batch] = departs;
    if (w.bTourStart[batch] === NEVER) w.bTourStart[batch] = departs;
    countShift(w, batch, departs);
  }
  setState(w, batch, STATE.enRoute, 0, arrive);
  if (w.trace !== null) traceBatch(w, "allocated", batch, arrive);
  if (arrive === w.now) w.arrivals.push(batch);
  else push(w.calendar, arrive, EVENT.arrive, batch);
}

/** A shift begins: officers, counted once each time they set out or go back on duty. */
export function countShift(w: World, batch: number, minute: number): void {
  if (minute < 0 || minute >= w.model.horizon) return;
  const cap = w.bCap[batch]!;
  w.officerShifts[cap * w.nHolders + w.bHolder[batch]!]! +=
    w.bCount[batch]! * w.model.capabilities[cap]!.officersPerUnit;
}

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
 * duty left it is offered to whoever waits, in this minute's scan only; else it goes home.
 */
export function release(w: World, batch: number): void {
  const { model } = w;
  const cap = w.bCap[batch]!;
  const capability = model.capabilities[cap]!;
  const state = w.bState[batch]!;
  const atHome =
    state === STATE.reserved ||
    (state === STATE.enRoute && w.now < w.bSince[batch]!) ||
    (state === STATE.resting && (w.bFlags[batch]! & RESTS_AT_HOME) !== 0);
  if (w.trace !== null) traceBatch(w, "released", batch, w.now);
  count(w, batch, -1);
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
  if (capability.travels && state !== STATE.resting && w.bParts[batch] === NONE) {
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

/** Minutes of its shift that a batch has left; without a duty cycle there is always enough. */
function dutyLeft(w: World, batch: number): number {
  const { duty } = w.model.capabilities[w.bCap[batch]!]!;
  return duty === null ? NEVER : w.bShiftStart[batch]! + duty.shift + w.extraShift[w.bCap[batch]!]! - w.now;
}

/** Units offered by a holder that have enough duty left for the journey to this need and an hour. */
export function offeredTo(w: World, need: number, hc: number): number {
  let units = 0;
  for (let at = w.offeredHead[hc]!; at !== NONE; at = w.bNext[at]!) {
    const travel = w.model.travelMinutes[w.bHost[at]! * w.nHolders + w.nHost[need]!]!;
    if (dutyLeft(w, at) >= travel + 60) units += w.bCount[at]!;
  }
  return units;
}

/** Redeploy offered units, host to host, if their duty lasts for the journey and an hour; returns what is still wanted. */
function takeOffered(w: World, need: number, hc: number, wanted: number, tier: number): number {
  const { model } = w;
  let left = wanted;
  let previous: number = NONE;
  let at = w.offeredHead[hc]!;
  while (at !== NONE && left > 0) {
    const next = w.bNext[at]!;
    const travel = model.travelMinutes[w.bHost[at]! * w.nHolders + w.nHost[need]!]!;
    if (dutyLeft(w, at) < travel + 60) {
      previous = at;
      at = next;
      continue;
    }
    const here = Math.min(left, w.bCount[at]!);
    left -= here;
    w.offeredUnits[hc]! -= here;
    const batch = here === w.bCount[at]! ? at : newBatch(w);
    if (batch === at) {
      if (previous === NONE) w.offeredHead[hc] = next;
      else w.bNext[previous] = next;
    } else {
      w.bHolder[batch] = w.bHolder[at]!;
      w.bCap[batch] = w.bCap[at]!;
      w.bClass[batch] = w.bClass[at]!;
      w.bShiftStart[batch] = w.bShiftStart[at]!;
      w.bTourStart[batch] = w.bTourStart[at]!;
      w.bHost[batch] = w.bHost[at]!;
      w.bParts[batch] = NONE;
      w.bCount[batch] = here;
      w.bCount[at]! -= here;
      previous = at;
    }
    const from = w.bHost[batch]!;
    // away is counted for tiers above the first
    w.away[hc]! += (tier > 1 ? here : 0) - (w.bTier[at]! > 1 ? here : 0);
    w.bTier[batch] = tier;
    w.bFlags[batch] = 0;
    w.bState[batch] = STATE.spare;
    w.bAllocated[batch] = w.now;
    linkToNeed(w, batch, need);
    depart(w, batch, from, true);
    at = next;
  }
  return left;
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
  const travel = capability.travels ? model.travelMinutes[w.bHost[batch]! * w.nHolders + w.bHolder[batch]!]! : 0;
  w.bState[batch] = STATE.returning;
  w.bFlags[batch] = 0;
  w.bDue[batch] = w.now + travel;
  w.bSince[batch] = w.now;
  count(w, batch, 1);
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
  count(w, batch, -1);
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
  count(w, batch, 1);
  w.poolChanged[w.bCap[batch]!] = 1;
  push(w.calendar, due, EVENT.recovered, batch);
}

export function endRecovery(w: World, batch: number): void {
  count(w, batch, -1);
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

/** Hand a batch from one need to the next of the same incident, as it is. */
export function moveBatch(w: World, batch: number, need: number): void {
  count(w, batch, -1);
  unlinkFromNeed(w, batch);
  linkToNeed(w, batch, need);
  count(w, batch, 1);
}

/** At the end of the run: everything under way counts to the horizon. */
export function settleAll(w: World): void {
  for (let batch = 0; batch < w.nBatchRows; batch++) {
    const state = w.bState[batch]!;
    if (state !== STATE.spare && state !== STATE.warm) settleFlow(w, batch);
  }
}
