/**
 * Sending units: from a holder's readiness classes, warm or fresh, from what was just released elsewhere, or
 * made up of serials; and their journey to the host.
 */
import { push } from "../kernel/calendar.ts";
import { NEVER, NONE, READINESS_CLASSES } from "../model.ts";
import { journey } from "./interventions.ts";
import { useUnits } from "./people.ts";
import { PARTS, usePooled } from "./pooled.ts";
import { traceBatch } from "./trace.ts";
import { dutyLeft, linkToNeed, newBatch, removeWarm, setState } from "./units.ts";
import { EVENT, STATE, type World } from "./world.ts";

/** Serials come together as fast as the 4 h class: an assumption. */
const POOLED_CLASS = 2;

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

/** One batch sets out from home, or is reserved there; those who stand in are of another capability, and later by `delay`. */
export function sendFromHome(
  w: World,
  need: number,
  holder: number,
  units: number,
  tier: number,
  readiness: number,
  shiftStart: number,
  tourStart: number,
  reserve: boolean,
  cap = w.nCap[need]!,
  delay = 0,
): void {
  const batch = newBatch(w);
  w.bHolder[batch] = holder;
  w.bCap[batch] = cap;
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
  else depart(w, batch, holder, false, delay);
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
  if (lead !== w.bHost[batch] && w.nAsked[need]! >= 0) w.unitsLent[w.bCap[batch]! * w.nHolders + lead]! += 1;
  linkToNeed(w, batch, need);
  depart(w, batch, lead, false);
}

/**
 * Muster and set off for the need's host from `from` (a holder's place); a planned event is reached at its
 * start, not before. The shift starts at departure, unless a shift clock already runs.
 */
export function depart(w: World, batch: number, from: number, mustered: boolean, delay = 0): void {
  const { model } = w;
  const need = w.bNeed[batch]!;
  const cap = w.bCap[batch]!;
  const capability = model.capabilities[cap]!;
  const holder = w.bHolder[batch]!;
  let notice = mustered ? 0 : capability.notice[w.bClass[batch]!]! + delay;
  if (!mustered && w.outsideOf[holder] !== NONE) notice += model.outside[w.outsideOf[holder]!]!.notice;
  const travel = capability.travels ? journey(w, from, w.nHost[need]!) : 0;
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

/**
 * Units offered by a holder that have enough duty left for the journey to this need and an hour; with `lentOnly`, those
 * of them that served somebody else.
 */
export function offeredTo(w: World, need: number, hc: number, lentOnly = false): number {
  let units = 0;
  for (let at = w.offeredHead[hc]!; at !== NONE; at = w.bNext[at]!) {
    const travel = journey(w, w.bHost[at]!, w.nHost[need]!);
    if (lentOnly && w.bTier[at]! <= 1) continue;
    if (dutyLeft(w, at) >= travel + 60) units += w.bCount[at]!;
  }
  return units;
}

/** Redeploy offered units, host to host, if their duty lasts for the journey and an hour; returns what is still wanted. */
function takeOffered(w: World, need: number, hc: number, wanted: number, tier: number): number {
  let left = wanted;
  let previous: number = NONE;
  let at = w.offeredHead[hc]!;
  while (at !== NONE && left > 0) {
    const next = w.bNext[at]!;
    const travel = journey(w, w.bHost[at]!, w.nHost[need]!);
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
