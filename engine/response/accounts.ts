/**
 * The accounts, kept at the end of each minute in which something happened.
 *
 * required − on the ground = shortfall, split into in transit, resting and unresourced (model.md §6). A need
 * is in run-out while it is unresourced and no answer of a called tier is outstanding. Levels go into
 * series as differences from bucket to bucket; every number is whole. Nothing of 0 minutes counts, because only what stands
 * at the end of a minute is entered.
 */
import { NEVER, NONE } from "../model.ts";
import { N_SERIES } from "../tally/tally.ts";
import { settlePresence } from "./escalation.ts";
import { testLevers } from "./levers.ts";
import { observeLevels } from "./observations.ts";
import { clearReasons, markReasons } from "./reasons.ts";
import { updateReserve } from "./reserve.ts";
import { targetOf } from "./work.ts";
import { NEED_OPEN, type World } from "./world.ts";

export const LEVELS = 5;
const REQUIRED = 0;
const GROUND = 1;
const TRANSIT = 2;
const RESTING = 3;
const SHORT = 4;
/** Beside one bit a level that moved. */
const TOUCHED = 128;

/** End of the minute: enter what changed. */
export function closeMinute(w: World): void {
  turnBucket(w);
  for (let i = 0; i < w.nDirtyNeeds; i++) enterNeed(w, w.dirtyNeeds[i]!);
  for (let i = 0; i < w.nDirtyNeeds; i++) {
    const need = w.dirtyNeeds[i]!;
    w.nDirty[need] = 0;
    touchCells(w, w.nCap[need]!, w.nHost[need]!);
  }
  w.nEntered = w.nDirtyNeeds;
  w.nDirtyNeeds = 0;
  for (let cap = 0; cap < w.nCaps; cap++) {
    if (w.poolChanged[cap] === 0) continue;
    if (w.nShort[cap]! > 0) {
      markReasons(w, cap);
      if (w.model.levers.length > 0) testLevers(w, cap);
    }
    w.poolChanged[cap] = 0;
  }
  if (w.nMarkedHc > 0) updateReserve(w);
  if (w.observes) observeLevels(w);
}

/** Where the series stand: the bucket of this minute, and what is left of it. */
export function turnBucket(w: World): void {
  const { nBuckets, bucketMinutes } = w.layout;
  const now = Math.max(w.now, 0);
  if (now >= w.bucketEnd) {
    w.bucket = (now / bucketMinutes) | 0;
    w.bucketEnd = Math.min((w.bucket + 1) * bucketMinutes, w.model.horizon);
  }
  w.bucketRest = w.bucketEnd - now;
  w.nextRest = bucketMinutes - w.bucketRest + (w.bucket + 2 === nBuckets ? w.lastWider : 0);
}

/** Enter the change of one need since it was last entered. */
function enterNeed(w: World, need: number): void {
  const required = w.nRequired[need]!;
  const ground = Math.min(w.nGround[need]!, required);
  let short = required - ground;
  const transit = Math.min(w.nEnRoute[need]!, short);
  short -= transit;
  const resting = Math.min(w.nResting[need]!, short);
  short -= resting;
  const awaiting = w.nOutstanding[need] !== 0;
  let runOut = awaiting ? 0 : short;
  const template = w.model.needTemplates[w.nTemplate[need]!]!;
  let unmet = short;
  if (template.kind === "work" && w.nState[need] === NEED_OPEN && w.now >= targetOf(w, need)) {
    unmet = Math.max(0, w.nTeam[need]! - w.nGround[need]! - w.nEnRoute[need]! - w.nResting[need]!);
    runOut = awaiting ? 0 : unmet;
  }
  if (w.model.escalation) settlePresence(w, need);
  const cap = w.nCap[need]!;
  const host = w.nHost[need]!;
  const cf = cap * w.nForces + host;
  const minutesLeft = w.model.horizon - Math.max(0, w.now);
  w.touched[cf]! |= TOUCHED;

  const dRequired = required - w.aRequired[need]!;
  if (dRequired !== 0) {
    w.aRequired[need] = required;
    w.levelRequired[cf]! += dRequired;
    step(w, cap, host, REQUIRED, dRequired, minutesLeft);
    changeRequired(w, cap, host, dRequired);
    if (w.iEscalated[w.nIncident[need]!] === 1) w.escalatedMinutes[cf]! += dRequired * minutesLeft;
  }
  const dGround = ground - w.aGround[need]!;
  if (dGround !== 0) {
    w.aGround[need] = ground;
    w.levelGround[cf]! += dGround;
    step(w, cap, host, GROUND, dGround, minutesLeft);
    if (template.expected) {
      w.heldMinutes[cf]! += dGround * minutesLeft;
      if (goesOn(w, need)) w.usedMinutes[cf]! += dGround * minutesLeft;
    }
  }
  const dTransit = transit - w.aTransit[need]!;
  if (dTransit !== 0) {
    w.aTransit[need] = transit;
    w.levelTransit[cf]! += dTransit;
    step(w, cap, host, TRANSIT, dTransit, minutesLeft);
  }
  const dResting = resting - w.aResting[need]!;
  if (dResting !== 0) {
    w.aResting[need] = resting;
    w.levelResting[cf]! += dResting;
    step(w, cap, host, RESTING, dResting, minutesLeft);
  }
  const dShort = short - w.aShort[need]!;
  if (dShort !== 0) {
    w.aShort[need] = short;
    w.aShortMinutes[need]! += dShort * minutesLeft;
    w.levelShort[cf]! += dShort;
    step(w, cap, host, SHORT, dShort, minutesLeft);
  }
  const dRunOut = runOut - w.aRunOut[need]!;
  if (dRunOut !== 0) {
    w.aRunOut[need] = runOut;
    changeRunOut(w, cap, host, dRunOut, minutesLeft);
  }
  if (unmet > 0 !== (w.aShortSlot[need] !== NONE)) listShort(w, need, unmet > 0);
  // what a need lacks changes its own reasons and, through the pool, everybody's
  if (unmet > 0) {
    w.poolChanged[cap] = 1;
    w.aReasonsDue[need] = 1;
  }
  if (unmet > 0 && w.away[cap * w.nHolders + host]! > 0 && w.now >= 0) w.gap[cap * w.nHolders + host] = 1;
}

/** Whether the incident has a phase after the one that this need belongs to: a precaution that turns, or what is certain to come. */
function goesOn(w: World, need: number): boolean {
  const { tape } = w;
  const incident = w.nIncident[need]!;
  return need < tape.phaseFirstNeed[tape.firstPhase[incident]! + tape.nPhases[incident]! - 1]!;
}

/** A level changes by `delta` from now on: at the host, in its region and in the nation. */
function step(w: World, cap: number, host: number, level: number, delta: number, minutesLeft: number): void {
  const cf = cap * w.nForces + host;
  const bit = 1 << level;
  w.touched[cf]! |= bit;
  w.levelMinutes[cf * LEVELS + level]! += delta * minutesLeft;
  stepSeries(w, w.series, (w.layout.cellStart[cap + 1]! - w.nForces + host) * N_SERIES + level, delta);
  const nation = w.scopeRow[cap]!;
  w.scopeTouched[nation]! |= bit;
  stepSeries(w, w.scopeSeries, nation * N_SERIES + level, delta);
  const region = regionOf(w, cap, host);
  if (region === NONE) return;
  w.scopeTouched[nation + 1 + region]! |= bit;
  stepSeries(w, w.scopeSeries, (nation + 1 + region) * N_SERIES + level, delta);
}

/** As differences from bucket to bucket: what this bucket has more, and what the next ones have more than it. */
export function stepSeries(w: World, differences: Float64Array, row: number, delta: number): void {
  const { nBuckets } = w.layout;
  const at = row * nBuckets + w.bucket;
  const after = nBuckets - 1 - w.bucket;
  differences[at]! += delta * w.bucketRest;
  if (after === 0) return;
  differences[at + 1]! += delta * w.nextRest;
  if (after > 1 && w.lastWider !== 0) differences[at + after]! += delta * w.lastWider;
}

function regionOf(w: World, cap: number, host: number): number {
  return w.model.schemes[w.model.capabilities[cap]!.scheme]!.regionOf[host]!;
}

function changeRequired(w: World, cap: number, host: number, delta: number): void {
  const first = w.layout.cellStart[cap]!;
  const region = regionOf(w, cap, host);
  w.cellRequired[first]! += delta;
  if (region !== NONE) w.cellRequired[first + 1 + region]! += delta;
  w.cellRequired[first + 1 + w.layout.nRegionsOfCap[cap]! + host]! += delta;
}

function changeRunOut(w: World, cap: number, host: number, delta: number, minutesLeft: number): void {
  const first = w.layout.cellStart[cap]!;
  const region = regionOf(w, cap, host);
  const force = first + 1 + w.layout.nRegionsOfCap[cap]! + host;
  w.cellRunOut[first]! += delta;
  w.cellRunOutUnitMinutes[first]! += delta * minutesLeft;
  w.cellRunOut[force]! += delta;
  w.cellRunOutUnitMinutes[force]! += delta * minutesLeft;
  if (region === NONE) return;
  w.cellRunOut[first + 1 + region]! += delta;
  w.cellRunOutUnitMinutes[first + 1 + region]! += delta * minutesLeft;
}

/** Peaks and run-out spells of the three cells that a host belongs to, as they stand at the end of the minute. */
function touchCells(w: World, cap: number, host: number): void {
  if (w.now < 0) return;
  const first = w.layout.cellStart[cap]!;
  const region = regionOf(w, cap, host);
  const regions = w.layout.nRegionsOfCap[cap]!;
  touchCell(w, first, NONE);
  if (region !== NONE) touchCell(w, first + 1 + region, NONE);
  touchCell(w, first + 1 + regions + host, cap * w.nForces + host);
  if (w.firstRegion[cap] === NONE && w.cellRunOutFirst[first] === w.now) noteFirstRegion(w, cap);
}

/** The nation runs out first in this minute: the region in which it does. */
export function noteFirstRegion(w: World, cap: number): void {
  const first = w.layout.cellStart[cap]! + 1;
  const regions = w.layout.nRegionsOfCap[cap]!;
  for (let region = 0; region < regions; region++) {
    if (w.cellRunOut[first + region]! === 0) continue;
    w.firstRegion[cap] = region;
    return;
  }
}

export function touchCell(w: World, cell: number, cf: number): void {
  if (w.cellRequired[cell]! > w.cellPeak[cell]!) w.cellPeak[cell] = w.cellRequired[cell]!;
  const depth = w.cellRunOut[cell]!;
  const since = w.cellRunOutSince[cell]!;
  if (depth > 0) {
    if (depth > w.cellRunOutDepth[cell]!) w.cellRunOutDepth[cell] = depth;
    if (w.cellGapMinutes[cell] === NONE && depth > w.cellGapUnits[cell]!) w.cellGapUnits[cell] = depth;
    if (since === NONE) {
      w.cellRunOutSince[cell] = w.now;
      if (w.cellRunOutFirst[cell] === NEVER) w.cellRunOutFirst[cell] = w.now;
    }
  } else if (since !== NONE) {
    w.cellRunOutMinutes[cell]! += w.now - since;
    if (w.cellGapMinutes[cell] === NONE) w.cellGapMinutes[cell] = w.now - since;
    w.cellRunOutSince[cell] = NONE;
    if (cf !== NONE) noteSpell(w, cf, since, w.now);
  }
}

/** Buckets touched by a spell of run-out [from, to) at a force. */
function noteSpell(w: World, cf: number, from: number, to: number): void {
  // a minute handled twice may begin and end one: nothing of 0 minutes counts
  if (to <= from) return;
  const { nBuckets, bucketMinutes } = w.layout;
  w.runOutSpells.push(cf, (from / bucketMinutes) | 0, Math.min(nBuckets - 1, ((to - 1) / bucketMinutes) | 0));
}

/** What is measured begins: levels that stand from the warm-up count from minute 0. */
export function beginMeasuring(w: World): void {
  for (let cap = 0; cap < w.nCaps; cap++) {
    for (let host = 0; host < w.nForces; host++) {
      if (w.touched[cap * w.nForces + host] !== 0) touchCells(w, cap, host);
    }
  }
}

/** Close spells that are open at the horizon. */
export function closeSpells(w: World): void {
  const { cellStart, nRegionsOfCap } = w.layout;
  const end = w.model.horizon;
  for (let cap = 0; cap < w.nCaps; cap++) {
    const forces = cellStart[cap]! + 1 + nRegionsOfCap[cap]!;
    for (let cell = cellStart[cap]!; cell < cellStart[cap + 1]!; cell++) {
      const since = w.cellRunOutSince[cell]!;
      if (since === NONE) continue;
      w.cellRunOutMinutes[cell]! += end - since;
      if (w.cellGapMinutes[cell] === NONE) w.cellGapMinutes[cell] = end - since;
      if (cell >= forces) noteSpell(w, cap * w.nForces + cell - forces, since, end);
    }
  }
  for (let hc = 0; hc < w.nCaps * w.nHolders; hc++) {
    const since = w.belowSince[hc]!;
    if (since !== NONE) w.belowMinutes[hc]! += end - since;
    const level = w.overtimeLevel[hc]!;
    if (level > 0) w.overtimeMinutes[hc]! += level * (end - Math.max(0, w.overtimeAt[hc]!));
  }
}

function listShort(w: World, need: number, short: boolean): void {
  const cap = w.nCap[need]!;
  let list = w.shortNeeds[cap]!;
  const n = w.nShort[cap]!;
  if (short) {
    if (n === list.length) {
      const wider = new Int32Array(n * 2);
      wider.set(list);
      w.shortNeeds[cap] = list = wider;
    }
    list[n] = need;
    w.aShortSlot[need] = n;
    w.nShort[cap] = n + 1;
    w.aReasonAt[need] = w.now;
    clearReasons(w, need);
    return;
  }
  markReasons.settle(w, need);
  const slot = w.aShortSlot[need]!;
  const last = list[n - 1]!;
  list[slot] = last;
  w.aShortSlot[last] = slot;
  w.aShortSlot[need] = NONE;
  w.nShort[cap] = n - 1;
}
