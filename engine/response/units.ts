/**
 * Batches: units of one capability and one holder that move together, and the readiness class, shift
 * clock and place they carry. Making, splitting and handing them on; every change of state keeps the need's
 * counts and the national sums.
 */
import { push } from "../kernel/calendar.ts";
import { NEVER, NONE } from "../model.ts";
import { LEAVING, PLEDGED } from "./flags.ts";
import { markNeed } from "./marks.ts";
import { unitsForOne } from "./stand-ins.ts";
import { EVENT, STATE, type World } from "./world.ts";

/** A batch row with nothing in it. */
export function newBatch(w: World): number {
  if (w.spareBatch !== NONE) {
    const batch = w.spareBatch;
    w.spareBatch = w.bNext[batch]!;
    return batch;
  }
  if (w.nBatchRows === w.capacityBatches) w.growBatches(w.nBatchRows * 2);
  return w.nBatchRows++;
}

export function dropBatch(w: World, batch: number): void {
  w.bState[batch] = STATE.spare;
  w.bDue[batch] = NEVER;
  w.bNext[batch] = w.spareBatch;
  w.spareBatch = batch;
}

export function linkToNeed(w: World, batch: number, need: number): void {
  const head = w.nBatches[need]!;
  w.bNeed[batch] = need;
  w.bNext[batch] = head;
  w.bPrev[batch] = NONE;
  if (head !== NONE) w.bPrev[head] = batch;
  w.nBatches[need] = batch;
}

export function unlinkFromNeed(w: World, batch: number): void {
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

/** The part of a batch that counts as `units` for its need: split off, or all of it. */
export function splitOff(w: World, batch: number, units: number): number {
  const people = units * unitsForOne(w, batch);
  return people < w.bCount[batch]! ? splitBatch(w, batch, people) : batch;
}

/** Add `sign` × the batch's units to the counts that its state feeds. */
export function countBatch(w: World, batch: number, sign: number): void {
  const people = w.bCount[batch]! * sign;
  const need = w.bNeed[batch]!;
  const cap = w.bCap[batch]!;
  const state = w.bState[batch]!;
  // those who stand in count for the need as what they stand in for, and for the country as what they are
  const units = w.substitution && state <= STATE.resting ? people / unitsForOne(w, batch) : people;
  switch (state) {
    case STATE.reserved:
      w.nReserved[need]! += units;
      w.groundNation[cap]! += people;
      break;
    case STATE.enRoute:
      w.nEnRoute[need]! += units;
      w.underWayNation[cap]! += people;
      break;
    case STATE.onTheGround:
      w.nGround[need]! += units;
      w.groundNation[cap]! += people;
      if ((w.bFlags[batch]! & LEAVING) !== 0) w.nLeaving[need]! += units;
      break;
    case STATE.resting:
      w.nResting[need]! += units;
      w.restingNation[cap]! += people;
      if ((w.bFlags[batch]! & PLEDGED) !== 0) w.nPledged[need]! += units;
      break;
    case STATE.returning:
      w.underWayNation[cap]! += people;
      return;
    case STATE.recovering:
      w.restingNation[cap]! += people;
      return;
    default:
      return;
  }
  markNeed(w, need);
}

/** Change state, flags and due minute together, counts kept. */
export function setState(w: World, batch: number, state: number, flags: number, due: number): void {
  countBatch(w, batch, -1);
  w.bState[batch] = state;
  w.bFlags[batch] = flags;
  w.bDue[batch] = due;
  countBatch(w, batch, 1);
  w.poolChanged[w.bCap[batch]!] = 1;
}

/** Change flags only, counts kept. */
export function setFlags(w: World, batch: number, flags: number): void {
  countBatch(w, batch, -1);
  w.bFlags[batch] = flags;
  countBatch(w, batch, 1);
}

/** Hand a batch from one need to the next of the same incident, as it is. */
export function moveBatch(w: World, batch: number, need: number): void {
  countBatch(w, batch, -1);
  unlinkFromNeed(w, batch);
  linkToNeed(w, batch, need);
  countBatch(w, batch, 1);
}

/** Take a batch off its holder's list of units whose shift clock still runs. */
export function removeWarm(w: World, hc: number, batch: number): void {
  let at = w.warmHead[hc]!;
  if (at === batch) w.warmHead[hc] = w.bNext[batch]!;
  else {
    while (w.bNext[at] !== batch) at = w.bNext[at]!;
    w.bNext[at] = w.bNext[batch]!;
  }
  dropBatch(w, batch);
}

/** Minutes of a shift of a capability with a duty cycle, as levers lengthen it: never beyond the longest shift. */
export function shiftOf(w: World, cap: number): number {
  const duty = w.model.capabilities[cap]!.duty!;
  return Math.min(duty.shift + w.extraShift[cap]!, duty.longestShift);
}

/** Minutes of its shift that a batch has left; without a duty cycle there is always enough. */
export function dutyLeft(w: World, batch: number): number {
  const cap = w.bCap[batch]!;
  return w.model.capabilities[cap]!.duty === null ? NEVER : w.bShiftStart[batch]! + shiftOf(w, cap) - w.now;
}
