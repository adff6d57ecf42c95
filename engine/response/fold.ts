/**
 * The end of a replication: what it leaves behind goes into the tallies, force by force, added up to regions
 * and the nation. Whole numbers only. The identities are asserted here: required is split exactly, reasons
 * add up to unresourced, nobody is used twice.
 */
import { NEVER, NONE } from "../model.ts";
import { addToBin, binOf } from "../tally/histogram.ts";
import { CONDITIONAL, FLAGS, PER_REPLICATION, SUMS } from "../tally/measures.ts";
import { recordConditional, recordObservation, recordPerReplication } from "../tally/record.ts";
import { endOfLevels, levelsAt, levelsOf, MOST_SET_ASIDE, recordAtOnce } from "../tally/series.ts";
import { N_CONDITIONAL, N_EVENTS, N_FLAGS, N_PER_REPLICATION, N_SERIES, N_SUMS, type Tallies } from "../tally/tally.ts";
import { closeSpells, LEVELS } from "./accounts.ts";
import { checkPeople } from "./check.ts";
import { demand } from "./fault.ts";
import { settleAll } from "./going-home.ts";
import { restDaysCancelled } from "./levers.ts";
import { closeNeed } from "./needs.ts";
import { settleObservations } from "./observations.ts";
import { SUM_WIDTH } from "./outcomes.ts";
import { settleReasons } from "./reasons.ts";
import { RESERVE_SERIES, reserveRow } from "./reserve.ts";
import { NEED_IDLE, NEED_OPEN, type World } from "./world.ts";

const measure = (name: (typeof PER_REPLICATION)[number]): number => PER_REPLICATION.indexOf(name);
const LEVEL_MEASURE = [
  measure("requiredUnitMinutes"),
  measure("onTheGroundUnitMinutes"),
  measure("inTransitUnitMinutes"),
  measure("restingUnitMinutes"),
  measure("unresourcedUnitMinutes"),
];
const ESCALATED = measure("requiredEscalatedUnitMinutes");
const HELD = measure("heldUnitMinutes");
const USED = measure("usedUnitMinutes");
const OVERTIME = measure("overtimeUnitMinutes");
const BUSY = measure("busyUnitMinutes");
const PEAK = measure("peakRequiredUnits");
const WORK_ASKED = measure("workAskedUnitMinutes");
const SHIFTS = measure("officerShifts");
const RESERVE = measure("reserve1h");
const conditional = (name: (typeof CONDITIONAL)[number]): number => CONDITIONAL.indexOf(name);
const FIRST = conditional("runOutFirstMinute");
const MINUTES = conditional("runOutMinutes");
const DEPTH = conditional("runOutDepthUnits");
const FIRST_GAP_UNITS = conditional("firstGapUnits");
const FIRST_GAP_MINUTES = conditional("firstGapMinutes");
const RESERVE_AT = conditional("reserve1hMinute");
const ENDURANCE = conditional("enduranceMinutes");
const COMPLETION = conditional("workCompletionMinutes");
const flag = (name: (typeof FLAGS)[number]): number => FLAGS.indexOf(name);
const RUN_OUT_UNIT_MINUTES = SUMS.indexOf("runOutUnitMinutes");
const FIRST_REASON = SUMS.indexOf("reasonAwaitingAnswer");
const REST_DAYS = SUMS.indexOf("restDaysCancelled");
const N_REASONS = 8;
const HORIZONS = 4;

interface Scratch {
  /** by scope × N_PER_REPLICATION + measure */
  readonly totals: Float64Array;
  /** buckets in run-out, by scope row × nBuckets + bucket */
  readonly runOut: Uint8Array;
  /** first bucket not yet counted in run-out; cf */
  readonly runOutUpTo: Int32Array;
}
const scratchOf = new WeakMap<World, Scratch>();

/** The horizon: everything under way is clipped there, the identities are asserted. */
export function closeAccounts(w: World): void {
  endAll(w);
  closeSpells(w);
  settleReasons(w);
  settleObservations(w);
  settleAll(w);
  checkPeople(w);
}

/** Put this replication, its accounts closed, into the tallies, and clear what only touched cells have. */
export function foldReplication(w: World, tallies: Tallies): void {
  let scratch = scratchOf.get(w);
  if (scratch === undefined) {
    scratch = {
      totals: new Float64Array((1 + w.maxRegions) * N_PER_REPLICATION),
      runOut: new Uint8Array(w.scopeTouched.length * w.layout.nBuckets),
      runOutUpTo: new Int32Array(w.nCaps * w.nForces),
    };
    scratchOf.set(w, scratch);
  }
  for (let cap = 0; cap < w.nCaps; cap++) foldCapability(w, tallies, cap, scratch);
  endOfLevels(tallies.seriesStore);
  foldRunOut(w, tallies, scratch);
  foldNeeds(w, tallies);
  foldFlows(w, tallies);
  foldObservations(w, tallies);
  tallies.nReplications++;
  tallies.events += w.events;
}

/** What is still open is reported unfinished; everything under way counts to the horizon. */
function endAll(w: World): void {
  for (let need = 0; need < w.tape.nNeeds; need++) {
    if (w.nState[need] !== NEED_OPEN) continue;
    closeNeed(w, need, true);
  }
  w.nDirtyNeeds = 0;
}

function foldCapability(w: World, tallies: Tallies, cap: number, scratch: Scratch): void {
  const { cellStart, nRegionsOfCap } = w.layout;
  const nation = cellStart[cap]!;
  const regions = nRegionsOfCap[cap]!;
  const forces = nation + 1 + regions;
  const { regionOf } = w.model.schemes[w.model.capabilities[cap]!.scheme]!;
  scratch.totals.fill(0);
  for (let host = 0; host < w.nForces; host++) {
    const cf = cap * w.nForces + host;
    if (w.touched[cf] === 0) continue;
    foldHost(w, tallies, cf, forces + host, regionOf[host]!, nation, scratch);
  }
  foldOwners(w, tallies, cap, scratch);
  if (w.askable[cap] === 1) openReserveSeries(w, cap);
  for (let scope = 0; scope <= regions; scope++) {
    foldScopeSeries(w, tallies, w.scopeRow[cap]! + scope, nation + scope);
    for (let m = 0; m < RESERVE; m++) put(tallies, nation + scope, m, scratch.totals[scope * N_PER_REPLICATION + m]!);
  }
  for (let cell = nation; cell < cellStart[cap + 1]!; cell++) foldCell(w, tallies, cap, cell);
  if (w.model.levers.length > 0) tallies.sums[nation * N_SUMS + REST_DAYS]! += restDaysCancelled(w, cap);
  const first = w.firstRegion[cap]!;
  if (first !== NONE) tallies.firstRegion[cap * w.maxRegions + first]! += 1;
}

/** What a host force's levels add up to; region and nation are sums of forces. */
function foldHost(
  w: World,
  tallies: Tallies,
  cf: number,
  cell: number,
  region: number,
  nation: number,
  scratch: Scratch,
): void {
  const { levelMinutes } = w;
  const inRegion = region === NONE ? NONE : region + 1;
  const first = cf * LEVELS;
  for (let level = 0; level < LEVELS; level++) {
    add(w, tallies, cell, inRegion, scratch, LEVEL_MEASURE[level]!, levelMinutes[first + level]!);
  }
  const unresourced = levelMinutes[first + 4]!;
  const parts = levelMinutes[first + 1]! + levelMinutes[first + 2]! + levelMinutes[first + 3]! + unresourced;
  demand(w, levelMinutes[first] === parts, () => splitFault(w, cf));
  foldReasons(w, tallies, cf, cell, nation, inRegion, unresourced);
  add(w, tallies, cell, inRegion, scratch, ESCALATED, w.escalatedMinutes[cf]!);
  add(w, tallies, cell, inRegion, scratch, HELD, w.heldMinutes[cf]!);
  add(w, tallies, cell, inRegion, scratch, USED, w.usedMinutes[cf]!);
  add(w, tallies, cell, inRegion, scratch, WORK_ASKED, w.workAsked[cf]!);
  add(w, tallies, cell, inRegion, scratch, WORK_ASKED + 1, w.workDone[cf]!);
  add(w, tallies, cell, inRegion, scratch, WORK_ASKED + 2, w.workBacklog[cf]!);
}

function splitFault(w: World, cf: number): string {
  const cap = (cf / w.nForces) | 0;
  const host = w.model.holderIds[cf - cap * w.nForces]!;
  const [required, ground, transit, resting, unresourced] = w.levelMinutes.subarray(cf * LEVELS, (cf + 1) * LEVELS);
  return (
    `${w.model.capabilities[cap]!.id} at ${host}: required ${required} unit-minutes is not on the ground ${ground} + ` +
    `in transit ${transit} + resting ${resting} + unresourced ${unresourced}`
  );
}

function foldReasons(
  w: World,
  tallies: Tallies,
  cf: number,
  cell: number,
  nation: number,
  inRegion: number,
  unresourced: number,
): void {
  let all = 0;
  for (let reason = 0; reason < N_REASONS; reason++) {
    const minutes = w.reasonMinutes[cf * N_REASONS + reason]!;
    if (minutes === 0) continue;
    all += minutes;
    const sum = FIRST_REASON + reason;
    tallies.sums[cell * N_SUMS + sum]! += minutes;
    tallies.sums[nation * N_SUMS + sum]! += minutes;
    if (inRegion !== NONE) tallies.sums[(nation + inRegion) * N_SUMS + sum]! += minutes;
  }
  // late work adds what it lacks of its smallest team, which is not presence
  demand(w, all === unresourced || (all > unresourced && worksAt(w, cf)), () => {
    const cap = (cf / w.nForces) | 0;
    return `${w.model.capabilities[cap]!.id}: reasons add up to ${all} unit-minutes, unresourced is ${unresourced}`;
  });
}

/** Whether any work was asked for at this capability and host, be it before the measured part. */
function worksAt(w: World, cf: number): boolean {
  for (let need = 0; need < w.tape.nNeeds; need++) {
    if (w.nState[need] === NEED_IDLE || w.nCap[need]! * w.nForces + w.nHost[need]! !== cf) continue;
    if (w.model.needTemplates[w.nTemplate[need]!]!.kind === "work") return true;
  }
  return false;
}

/** Owners' measures: busy, overtime and shifts belong to whoever holds the people. */
function foldOwners(w: World, tallies: Tallies, cap: number, scratch: Scratch): void {
  const { cellStart, nRegionsOfCap } = w.layout;
  const forces = cellStart[cap]! + 1 + nRegionsOfCap[cap]!;
  const { regionOf } = w.model.schemes[w.model.capabilities[cap]!.scheme]!;
  for (let holder = 0; holder < w.nHolders; holder++) {
    const hc = cap * w.nHolders + holder;
    const busy = w.busyMinutes[hc]!;
    const over = w.overtimeMinutes[hc]!;
    const shifts = w.officerShifts[hc]!;
    if (w.belowMinutes[hc]! > 0) tallies.donorBelowFloorMinutes[hc]! += w.belowMinutes[hc]!;
    if (w.gap[hc] === 1) tallies.donorGapReplications[hc]! += 1;
    if (w.unitsLent[hc]! > 0) tallies.donorUnitsLent[hc]! += w.unitsLent[hc]!;
    if (busy === 0 && over === 0 && shifts === 0) continue;
    const region = regionOf[holder]!;
    const inRegion = region === NONE ? NONE : region + 1;
    const cell = holder < w.nForces ? forces + holder : NONE;
    add(w, tallies, cell, inRegion, scratch, BUSY, busy);
    add(w, tallies, cell, inRegion, scratch, OVERTIME, over);
    add(w, tallies, cell, inRegion, scratch, SHIFTS, shifts);
  }
}

/** Record at a force's cell (NONE: none), and add to its region's and the nation's totals. */
function add(
  _w: World,
  tallies: Tallies,
  cell: number,
  inRegion: number,
  scratch: Scratch,
  m: number,
  value: number,
): void {
  if (value === 0) return;
  if (cell !== NONE) put(tallies, cell, m, value);
  scratch.totals[m]! += value;
  if (inRegion !== NONE) scratch.totals[inRegion * N_PER_REPLICATION + m]! += value;
}

/** One value of one measure; zeros are implied. */
function put(tallies: Tallies, cell: number, m: number, value: number): void {
  recordPerReplication(tallies, cell * N_PER_REPLICATION + m, value);
}

/** Run-out, peaks, reserve, endurance: what a cell keeps of its own. */
function foldCell(w: World, tallies: Tallies, cap: number, cell: number): void {
  put(tallies, cell, PEAK, w.cellPeak[cell]!);
  const flags = cell * N_FLAGS;
  const cond = cell * N_CONDITIONAL;
  const first = w.cellRunOutFirst[cell]!;
  if (first !== NEVER && w.cellRunOutMinutes[cell]! > 0) {
    tallies.flags[flags + flag("runOut")]! += 1;
    recordConditional(tallies, cond + FIRST, first);
    recordConditional(tallies, cond + MINUTES, w.cellRunOutMinutes[cell]!);
    recordConditional(tallies, cond + DEPTH, w.cellRunOutDepth[cell]!);
    recordConditional(tallies, cond + FIRST_GAP_UNITS, w.cellGapUnits[cell]!);
    recordConditional(tallies, cond + FIRST_GAP_MINUTES, w.cellGapMinutes[cell]!);
    tallies.sums[cell * N_SUMS + RUN_OUT_UNIT_MINUTES]! += w.cellRunOutUnitMinutes[cell]!;
  }
  if ((w.cellFlags[cell]! & 2) !== 0) tallies.flags[flags + flag("leftForce")]! += 1;
  if ((w.cellFlags[cell]! & 4) !== 0) tallies.flags[flags + flag("leftRegion")]! += 1;
  const asked = w.cellFirstAsk[cell]!;
  if (asked !== NEVER) {
    tallies.flags[flags + flag("askedAtAll")]! += 1;
    const tired = w.cellFirstRest[cell]!;
    if (tired === NEVER) tallies.flags[flags + flag("enduranceCensored")]! += 1;
    if (w.model.capabilities[cap]!.duty !== null) {
      recordConditional(tallies, cond + ENDURANCE, (tired === NEVER ? w.model.horizon : tired) - asked);
    }
  }
  if (w.cellHasPeople[cell] === 1) {
    for (let h = 0; h < HORIZONS; h++) {
      const row = reserveRow(w, cap, cell, h);
      put(tallies, cell, RESERVE + h, w.reserveLow[row]!);
      recordConditional(tallies, cond + RESERVE_AT + h, w.reserveLowAt[row]!);
    }
  }
}

/** The series of a nation or region: unit-minutes a bucket, and the mean level for its histogram; the source is cleared. */
function foldScopeSeries(w: World, tallies: Tallies, scopeRow: number, cell: number): void {
  const touched = w.scopeTouched[scopeRow]!;
  if (touched === 0) return;
  w.scopeTouched[scopeRow] = 0;
  for (let series = 0; series < N_SERIES; series++) {
    if ((touched & (1 << series)) !== 0) unroll(w, tallies, scopeRow * N_SERIES + series, cell * N_SERIES + series);
  }
}

function unroll(w: World, tallies: Tallies, row: number, into: number): void {
  const { nBuckets, bucketMinutes } = w.layout;
  const { scopeSeries, series } = w;
  const store = tallies.seriesStore;
  const from = row * nBuckets;
  const levels = levelsOf(store, row);
  const aside = levelsAt(store);
  const at = into * nBuckets;
  const last = nBuckets - 1;
  let minutes = 0;
  let level = 0;
  for (let bucket = 0; bucket < nBuckets; bucket++) {
    const change = scopeSeries[from + bucket]!;
    if (change !== 0 || bucket === last) {
      scopeSeries[from + bucket] = 0;
      minutes += change;
      level = Math.floor(minutes / (bucket === last ? bucketMinutes + w.lastWider : bucketMinutes));
    }
    if (minutes === 0) continue;
    series[at + bucket]! += minutes;
    levels[aside + bucket] = level <= MOST_SET_ASIDE ? level : recordAtOnce(store, from + bucket, level);
  }
}

/** The 1 h reserve counts from minute 0 with what it opens with. */
function openReserveSeries(w: World, cap: number): void {
  const { cellStart, nRegionsOfCap } = w.layout;
  const nation = cellStart[cap]!;
  const forces = nation + 1 + nRegionsOfCap[cap]!;
  for (let cell = nation; cell < cellStart[cap + 1]!; cell++) {
    if (w.cellHasPeople[cell] === 0) continue;
    if (cell >= forces) {
      openSeries(w, w.series, cell, w.reserveOpening[cell]!);
      continue;
    }
    const row = w.scopeRow[cap]! + cell - nation;
    w.scopeTouched[row]! |= 1 << RESERVE_SERIES;
    openSeries(w, w.scopeSeries, row, w.reserveOpening[cell]!);
  }
}

function openSeries(w: World, differences: Float64Array, row: number, level: number): void {
  const { nBuckets, bucketMinutes } = w.layout;
  const first = (row * N_SERIES + RESERVE_SERIES) * nBuckets;
  differences[first]! += level * bucketMinutes;
  differences[first + nBuckets - 1]! += level * w.lastWider;
}

/** Buckets touched by run-out, once each: at forces, in their regions, in the nation. */
function foldRunOut(w: World, tallies: Tallies, scratch: Scratch): void {
  const { nBuckets, cellStart, nRegionsOfCap } = w.layout;
  const { runOutSpells: spells } = w;
  const { runOut, runOutUpTo } = scratch;
  const { seriesRunOut } = tallies;
  for (let i = 0; i < spells.length; i += 3) runOutUpTo[spells[i]!] = 0;
  for (let i = 0; i < spells.length; i += 3) {
    const cf = spells[i]!;
    const cap = (cf / w.nForces) | 0;
    const host = cf - cap * w.nForces;
    const region = w.model.schemes[w.model.capabilities[cap]!.scheme]!.regionOf[host]!;
    const last = spells[i + 2]!;
    const nation = cellStart[cap]!;
    const force = (nation + 1 + nRegionsOfCap[cap]! + host) * nBuckets;
    for (let bucket = Math.max(spells[i + 1]!, runOutUpTo[cf]!); bucket <= last; bucket++) {
      seriesRunOut[force + bucket]! += 1;
      countOnce(runOut, w.scopeRow[cap]! * nBuckets + bucket, seriesRunOut, nation * nBuckets + bucket);
      if (region === NONE) continue;
      const scope = 1 + region;
      countOnce(
        runOut,
        (w.scopeRow[cap]! + scope) * nBuckets + bucket,
        seriesRunOut,
        (nation + scope) * nBuckets + bucket,
      );
    }
    runOutUpTo[cf] = Math.max(last + 1, runOutUpTo[cf]!);
  }
  if (spells.length > 0) runOut.fill(0);
}

function countOnce(seen: Uint8Array, at: number, counts: Float64Array, into: number): void {
  if (seen[at] === 1) return;
  seen[at] = 1;
  counts[into]! += 1;
}

function foldNeeds(w: World, tallies: Tallies): void {
  const { cellStart, nRegionsOfCap } = w.layout;
  for (let cap = 0; cap < w.nCaps; cap++) {
    const nation = cellStart[cap]!;
    const forces = nation + 1 + nRegionsOfCap[cap]!;
    const { regionOf } = w.model.schemes[w.model.capabilities[cap]!.scheme]!;
    for (let host = 0; host < w.nForces; host++) {
      const row = (cap * w.nForces + host) * SUM_WIDTH;
      const region = regionOf[host]!;
      for (let sum = 0; sum < FIRST_REASON; sum++) {
        const value = w.sums[row + sum]!;
        if (value === 0) continue;
        tallies.sums[(forces + host) * N_SUMS + sum]! += value;
        tallies.sums[nation * N_SUMS + sum]! += value;
        if (region !== NONE) tallies.sums[(nation + 1 + region) * N_SUMS + sum]! += value;
      }
    }
  }
  for (let cf = 0; cf < w.servedAtOnce.length; cf++) {
    const atOnce = w.servedAtOnce[cf]!;
    if (atOnce > 0) recordWait(w, tallies, cf, 0, atOnce);
  }
  for (let i = 0; i < w.nWaits; i += 2) recordWait(w, tallies, w.waits[i]!, w.waits[i + 1]!, 1);
  for (let i = 0; i < w.completions.length; i += 2) {
    recordCells(w, w.completions[i]!, (cell) =>
      recordConditional(tallies, cell * N_CONDITIONAL + COMPLETION, w.completions[i + 1]!),
    );
  }
}

function recordWait(w: World, tallies: Tallies, cf: number, minutes: number, count: number): void {
  const cap = (cf / w.nForces) | 0;
  const host = cf - cap * w.nForces;
  const nation = w.layout.cellStart[cap]!;
  const region = w.model.schemes[w.model.capabilities[cap]!.scheme]!.regionOf[host]!;
  const bin = binOf(minutes);
  addToBin(tallies.perNeed, nation * N_EVENTS, bin, count);
  if (region !== NONE) addToBin(tallies.perNeed, (nation + 1 + region) * N_EVENTS, bin, count);
  addToBin(tallies.perNeed, (nation + 1 + w.layout.nRegionsOfCap[cap]! + host) * N_EVENTS, bin, count);
}

function recordCells(w: World, cf: number, record: (cell: number) => void): void {
  const cap = (cf / w.nForces) | 0;
  const host = cf - cap * w.nForces;
  const nation = w.layout.cellStart[cap]!;
  const region = w.model.schemes[w.model.capabilities[cap]!.scheme]!.regionOf[host]!;
  record(nation);
  if (region !== NONE) record(nation + 1 + region);
  record(nation + 1 + w.layout.nRegionsOfCap[cap]! + host);
}

function foldFlows(w: World, tallies: Tallies): void {
  for (let i = 0; i < w.nFlowTouched; i++) {
    const at = w.flowTouched[i]!;
    tallies.flows[at]! += w.flow[at]!;
    w.flow[at] = 0;
  }
  w.nFlowTouched = 0;
}

function foldObservations(w: World, tallies: Tallies): void {
  for (let at = 0; at < w.model.observations.length; at++) {
    const value = w.observed[at]!;
    recordObservation(tallies, at, value);
  }
}
