/** The end of a minute on the lean path: levels, series, the reserve and the reasons as they then stand. */
import { NONE } from "../../model.ts";
import { N_SERIES } from "../../tally/tally.ts";
import { LEVELS, noteFirstRegion, touchCell, turnBucket } from "../accounts.ts";
import { RESERVE_SERIES } from "../reserve.ts";
import { observeLevels } from "./observed.ts";
import { enterShort, workOutReasons } from "./reasons.ts";
import type { Lean } from "./state.ts";

const REQUIRED = 0;
const GROUND = 1;
const SHORT = 4;
/** As in accounts.ts: beside one bit a level that moved. */
const TOUCHED = 128;
const HORIZONS = 4;

export function closeMinute(s: Lean): void {
  const { w } = s;
  turnBucket(w);
  if (s.nMoved > 0) enterLevels(s);
  if (s.nLeftShort > 0) enterShort(s);
  if (w.nMarkedHc > 0) enterReserve(s);
  for (let cap = 0; cap < w.nCaps; cap++) {
    const changed = w.poolChanged[cap]!;
    if (changed === 0) continue;
    w.poolChanged[cap] = 0;
    if (w.nShort[cap]! > 0) workOutReasons(s, cap, changed === ALL);
  }
  if (w.observes) observeLevels(s);
}

/** `poolChanged` where whoever lacks something may lack it for another reason now; 1: only whoever is due. */
const ALL = 2;

function enterLevels(s: Lean): void {
  const { w } = s;
  for (let i = 0; i < s.nMoved; i++) {
    const cf = s.moved[i]!;
    const required = s.moreRequired[cf]!;
    const ground = s.moreGround[cf]!;
    const short = required - ground;
    const cap = (cf / s.nForces) | 0;
    const host = cf - cap * s.nForces;
    w.touched[cf] = TOUCHED;
    if (required !== 0) {
      w.levelRequired[cf]! += required;
      step(s, cap, host, cf, REQUIRED, required);
      changeRequired(s, cap, host, required);
    }
    if (ground !== 0) {
      w.levelGround[cf]! += ground;
      step(s, cap, host, cf, GROUND, ground);
    }
    if (short !== 0) {
      w.levelShort[cf]! += short;
      step(s, cap, host, cf, SHORT, short);
      changeRunOut(s, cap, host, short);
    }
  }
  for (let i = 0; i < s.nMoved; i++) {
    const cf = s.moved[i]!;
    const cap = (cf / s.nForces) | 0;
    s.isMoved[cf] = 0;
    s.moreRequired[cf] = 0;
    s.moreGround[cf] = 0;
    if (s.now >= 0) touch(s, cap, cf - cap * s.nForces, cf);
  }
  s.nMoved = 0;
}

/** Peaks and spells of run-out of the cells that a host belongs to. */
function touch(s: Lean, cap: number, host: number, cf: number): void {
  const { w, t } = s;
  const nation = t.nationCell[cap]!;
  const region = t.regionOf[cap * s.nHolders + host]!;
  touchCell(w, nation, NONE);
  if (region >= 0) touchCell(w, nation + 1 + region, NONE);
  touchCell(w, t.firstForceCell[cap]! + host, cf);
  if (w.firstRegion[cap] === NONE && w.cellRunOutFirst[nation] === s.now) noteFirstRegion(w, cap);
}

/** A level moves from now on: at the host, in its region and in the nation. */
function step(s: Lean, cap: number, host: number, cf: number, level: number, delta: number): void {
  const { w } = s;
  w.levelMinutes[cf * LEVELS + level]! += delta * s.minutesLeft;
  stepSeries(s, w.series, (s.t.firstForceCell[cap]! + host) * N_SERIES + level, delta);
  const nation = w.scopeRow[cap]!;
  w.scopeTouched[nation]! |= 1 << level;
  stepSeries(s, w.scopeSeries, nation * N_SERIES + level, delta);
  const region = s.t.regionOf[cap * s.nHolders + host]!;
  if (region < 0) return;
  w.scopeTouched[nation + 1 + region]! |= 1 << level;
  stepSeries(s, w.scopeSeries, (nation + 1 + region) * N_SERIES + level, delta);
}

/** As differences from bucket to bucket (see accounts.ts). */
function stepSeries(s: Lean, differences: Float64Array, row: number, delta: number): void {
  const { w, nBuckets } = s;
  const at = row * nBuckets + w.bucket;
  const after = nBuckets - 1 - w.bucket;
  differences[at]! += delta * w.bucketRest;
  if (after === 0) return;
  differences[at + 1]! += delta * w.nextRest;
  if (after > 1 && w.lastWider !== 0) differences[at + after]! += delta * w.lastWider;
}

function changeRequired(s: Lean, cap: number, host: number, delta: number): void {
  const { cellRequired } = s.w;
  const nation = s.t.nationCell[cap]!;
  const region = s.t.regionOf[cap * s.nHolders + host]!;
  cellRequired[nation]! += delta;
  if (region >= 0) cellRequired[nation + 1 + region]! += delta;
  cellRequired[s.t.firstForceCell[cap]! + host]! += delta;
}

/** Nobody's answer is outstanding: what is unresourced has run out. */
function changeRunOut(s: Lean, cap: number, host: number, delta: number): void {
  const { cellRunOut, cellRunOutUnitMinutes } = s.w;
  const nation = s.t.nationCell[cap]!;
  const region = s.t.regionOf[cap * s.nHolders + host]!;
  const force = s.t.firstForceCell[cap]! + host;
  const minutes = delta * s.minutesLeft;
  cellRunOut[nation]! += delta;
  cellRunOutUnitMinutes[nation]! += minutes;
  cellRunOut[force]! += delta;
  cellRunOutUnitMinutes[force]! += minutes;
  if (region < 0) return;
  cellRunOut[nation + 1 + region]! += delta;
  cellRunOutUnitMinutes[nation + 1 + region]! += minutes;
}

/** Everybody who may be lent is ready at once: the reserve is what is lendable, within any hour. */
function enterReserve(s: Lean): void {
  const { w, t } = s;
  for (let i = 0; i < w.nMarkedHc; i++) {
    const hc = w.markedHc[i]!;
    w.hcMarked[hc] = 0;
    const free = w.free[hc]!;
    const lend = w.lend[hc]!;
    if (free === s.freeSeen[hc] && lend === s.lendSeen[hc]) continue;
    const cap = (hc / s.nHolders) | 0;
    s.freeSeen[hc] = free;
    w.poolChanged[cap] = ALL;
    const delta = lend - s.lendSeen[hc]!;
    if (delta === 0) continue;
    s.lendSeen[hc] = lend;
    const holder = hc - cap * s.nHolders;
    const nation = t.nationCell[cap]!;
    const scope = w.scopeRow[cap]!;
    const region = t.regionOf[hc]!;
    addToReserve(s, nation, delta);
    stepSeries(s, w.scopeSeries, scope * N_SERIES + RESERVE_SERIES, delta);
    if (region >= 0) {
      addToReserve(s, nation + 1 + region, delta);
      stepSeries(s, w.scopeSeries, (scope + 1 + region) * N_SERIES + RESERVE_SERIES, delta);
    }
    if (holder >= s.nForces) continue;
    const force = t.firstForceCell[cap]! + holder;
    addToReserve(s, force, delta);
    stepSeries(s, w.series, force * N_SERIES + RESERVE_SERIES, delta);
  }
  w.nMarkedHc = 0;
  for (let i = 0; i < w.nMarkedCells; i++) noteLowest(s, w.markedCells[i]!);
  w.nMarkedCells = 0;
}

function addToReserve(s: Lean, cell: number, delta: number): void {
  const { w } = s;
  const at = cell * HORIZONS;
  const level = w.reserveLevel[at]! + delta;
  w.reserveLevel[at] = level;
  if ((level < w.reserveLow[at]! || s.now < 0) && w.cellMarked[cell] === 0) {
    w.cellMarked[cell] = 1;
    w.markedCells[w.nMarkedCells++] = cell;
  }
}

/** At the end of a minute only: what came back within it does not count as gone. */
function noteLowest(s: Lean, cell: number): void {
  const { w } = s;
  const at = cell * HORIZONS;
  const level = w.reserveLevel[at]!;
  w.cellMarked[cell] = 0;
  if (s.now < 0) w.reserveLow[at] = level;
  else if (level < w.reserveLow[at]!) {
    w.reserveLow[at] = level;
    w.reserveLowAt[at] = s.now;
  }
}
