/**
 * The end of a replication: what it leaves behind goes into the tallies, force by force, added up to regions
 * and the nation. Whole numbers only. The identities are asserted here: required is split exactly, reasons
 * add up to unresourced, nobody is used twice.
 */
import { NEVER, NONE } from "../model.ts";
import { recordValue } from "../tally/histogram.ts";
import { CONDITIONAL, FLAGS, PER_REPLICATION, SERIES, SUMS } from "../tally/measures.ts";
import { recordConditional, recordObservation, recordPerReplication } from "../tally/record.ts";
import {
  N_CONDITIONAL,
  N_EVENTS,
  N_FLAGS,
  N_PER_REPLICATION,
  N_SERIES,
  N_SUMS,
  seriesRow,
  type Tallies,
} from "../tally/tally.ts";
import { closeSpells, LEVELS } from "./accounts.ts";
import { checkPeople } from "./check.ts";
import { demand } from "./fault.ts";
import { settleAll } from "./going-home.ts";
import { restDaysCancelled } from "./levers.ts";
import { closeNeed } from "./needs.ts";
import { settleObservations } from "./observations.ts";
import { SUM_WIDTH } from "./outcomes.ts";
import { settleReasons } from "./reasons.ts";
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
const RESERVE_SERIES = SERIES.indexOf("reserve1h");
const N_REASONS = 8;
const HORIZONS = 4;

interface Scratch {
  readonly buckets: Float64Array;
  readonly nation: Float64Array;
  readonly regions: Float64Array;
  readonly marks: Uint8Array;
  readonly totals: Float64Array;
}
const scratchOf = new WeakMap<World, Scratch>();

/** Put this replication into the tallies, and clear what only touched cells have. */
export function foldReplication(w: World, tallies: Tallies): void {
  endAll(w);
  closeSpells(w);
  settleReasons(w);
  settleObservations(w);
  settleAll(w);
  checkPeople(w);
  let scratch = scratchOf.get(w);
  if (scratch === undefined) {
    const { nBuckets } = w.layout;
    scratch = {
      buckets: new Float64Array(LEVELS * nBuckets),
      nation: new Float64Array(LEVELS * nBuckets),
      regions: new Float64Array(w.maxRegions * LEVELS * nBuckets),
      marks: new Uint8Array((1 + w.maxRegions) * nBuckets),
      totals: new Float64Array((1 + w.maxRegions) * N_PER_REPLICATION),
    };
    scratchOf.set(w, scratch);
  }
  for (let cap = 0; cap < w.nCaps; cap++) foldCapability(w, tallies, cap, scratch);
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
  const { nBuckets, cellStart, nRegionsOfCap } = w.layout;
  const nation = cellStart[cap]!;
  const regions = nRegionsOfCap[cap]!;
  const forces = nation + 1 + regions;
  const { regionOf } = w.model.schemes[w.model.capabilities[cap]!.scheme]!;
  scratch.totals.fill(0);
  let asked = false;
  for (let host = 0; host < w.nForces; host++) {
    const cf = cap * w.nForces + host;
    if (w.touched[cf] === 0) continue;
    if (!asked) {
      asked = true;
      scratch.nation.fill(0);
      scratch.regions.fill(0);
      scratch.marks.fill(0);
    }
    foldHost(w, tallies, cf, forces + host, regionOf[host]!, nation, scratch);
    w.touched[cf] = 0;
  }
  foldOwners(w, tallies, cap, scratch);
  if (asked) {
    for (let scope = 0; scope <= regions; scope++) {
      const row = seriesRow(w.layout, cap, scope) * N_SERIES * nBuckets;
      const levels = scope === 0 ? scratch.nation : scratch.regions;
      const base = scope === 0 ? 0 : (scope - 1) * LEVELS * nBuckets;
      for (let level = 0; level < LEVELS; level++) {
        foldSeries(w, tallies, levels, base + level * nBuckets, nation + scope, level, row + level * nBuckets);
      }
      for (let bucket = 0; bucket < nBuckets; bucket++) {
        if (scratch.marks[scope * nBuckets + bucket] === 1) {
          tallies.seriesRunOut[(nation + scope) * nBuckets + bucket]! += 1;
        }
      }
    }
  }
  for (let scope = 0; scope <= regions; scope++) {
    for (let m = 0; m < RESERVE; m++) put(tallies, nation + scope, m, scratch.totals[scope * N_PER_REPLICATION + m]!);
  }
  for (let cell = nation; cell < cellStart[cap + 1]!; cell++) foldCell(w, tallies, cap, cell);
  if (w.askable[cap] === 1) foldReserveSeries(w, tallies, cap);
  if (w.model.levers.length > 0) tallies.sums[nation * N_SUMS + REST_DAYS]! += restDaysCancelled(w, cap);
  const first = w.firstRegion[cap]!;
  if (first !== NONE) tallies.firstRegion[cap * w.maxRegions + first]! += 1;
}

/** A host force's levels: from steps to unit-minutes a bucket; region and nation are sums of forces. */
function foldHost(
  w: World,
  tallies: Tallies,
  cf: number,
  cell: number,
  region: number,
  nation: number,
  scratch: Scratch,
): void {
  const { nBuckets } = w.layout;
  const { totals } = scratch;
  const inRegion = region === NONE ? NONE : region + 1;
  const split: number[] = [0, 0, 0, 0, 0];
  for (let level = 0; level < LEVELS; level++) {
    if ((w.touched[cf]! & (1 << level)) === 0) continue;
    const seriesAt = (cell * N_SERIES + level) * nBuckets;
    const regionAt = region === NONE ? NONE : (region * LEVELS + level) * nBuckets;
    const total = unrollHost(w, tallies, cf, level, seriesAt, regionAt, scratch);
    split[level] = total;
    const m = LEVEL_MEASURE[level]!;
    put(tallies, cell, m, total);
    totals[m]! += total;
    if (inRegion !== NONE) totals[inRegion * N_PER_REPLICATION + m]! += total;
  }
  const base = cf * nBuckets;
  for (let bucket = w.firstBucket[cf]!; bucket < nBuckets; bucket++) {
    if (w.runOutBuckets[base + bucket] === 0) continue;
    w.runOutBuckets[base + bucket] = 0;
    tallies.seriesRunOut[cell * nBuckets + bucket]! += 1;
    scratch.marks[bucket] = 1;
    if (inRegion !== NONE) scratch.marks[inRegion * nBuckets + bucket] = 1;
  }
  demand(w, split[0] === split[1]! + split[2]! + split[3]! + split[4]!, () => splitFault(w, cf, split));
  foldReasons(w, tallies, cf, cell, nation, inRegion, split[4]!);
  add(w, tallies, cell, inRegion, scratch, ESCALATED, w.escalatedMinutes[cf]!);
  add(w, tallies, cell, inRegion, scratch, HELD, w.heldMinutes[cf]!);
  add(w, tallies, cell, inRegion, scratch, WORK_ASKED, w.workAsked[cf]!);
  add(w, tallies, cell, inRegion, scratch, WORK_ASKED + 1, w.workDone[cf]!);
  add(w, tallies, cell, inRegion, scratch, WORK_ASKED + 2, w.workBacklog[cf]!);
}

/** One level of one host, from the first bucket in which it can have moved; the source is cleared. Returns unit-minutes. */
function unrollHost(
  w: World,
  tallies: Tallies,
  cf: number,
  level: number,
  seriesAt: number,
  regionAt: number,
  scratch: Scratch,
): number {
  const { nBuckets, bucketMinutes } = w.layout;
  const { within, steps } = w;
  const { nation, regions } = scratch;
  const { series } = tallies;
  const from = (cf * LEVELS + level) * nBuckets;
  const lastWidth = w.model.horizon - (nBuckets - 1) * bucketMinutes;
  let units = 0;
  let total = 0;
  for (let bucket = w.firstBucket[cf]!; bucket < nBuckets; bucket++) {
    const at = from + bucket;
    units += steps[at]!;
    const value = within[at]! + units * (bucket === nBuckets - 1 ? lastWidth : bucketMinutes);
    if (value === 0) continue;
    total += value;
    series[seriesAt + bucket]! += value;
    nation[level * nBuckets + bucket]! += value;
    if (regionAt !== NONE) regions[regionAt + bucket]! += value;
  }
  within.fill(0, from, from + nBuckets);
  steps.fill(0, from, from + nBuckets);
  return total;
}

function splitFault(w: World, cf: number, split: number[]): string {
  const cap = (cf / w.nForces) | 0;
  const host = w.model.holderIds[cf - cap * w.nForces]!;
  return (
    `${w.model.capabilities[cap]!.id} at ${host}: required ${split[0]} unit-minutes is not on the ground ${split[1]} + ` +
    `in transit ${split[2]} + resting ${split[3]} + unresourced ${split[4]}`
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
      put(tallies, cell, RESERVE + h, w.reserveLow[cell * HORIZONS + h]!);
      recordConditional(tallies, cond + RESERVE_AT + h, w.reserveLowAt[cell * HORIZONS + h]!);
    }
  }
}

/** Mean levels a bucket of one cell and series, and their histogram for nation and regions. */
function foldSeries(
  w: World,
  tallies: Tallies,
  levels: Float64Array,
  from: number,
  cell: number,
  series: number,
  histogramRow: number,
): void {
  const { nBuckets, bucketMinutes } = w.layout;
  const at = (cell * N_SERIES + series) * nBuckets;
  for (let bucket = 0; bucket < nBuckets; bucket++) {
    const value = levels[from + bucket]!;
    if (value === 0) continue;
    tallies.series[at + bucket]! += value;
    const width = Math.min(bucketMinutes, w.model.horizon - bucket * bucketMinutes);
    const level = Math.floor(value / width);
    if (level > 0) recordValue(tallies.seriesHistogram, histogramRow + bucket, level);
  }
}

/** The 1 h reserve by bucket: the opening level and its steps. */
function foldReserveSeries(w: World, tallies: Tallies, cap: number): void {
  const { nBuckets, cellStart, nRegionsOfCap } = w.layout;
  const nation = cellStart[cap]!;
  const scratch = scratchOf.get(w)!;
  for (let cell = nation; cell < cellStart[cap + 1]!; cell++) {
    if (w.cellHasPeople[cell] === 0) continue;
    unrollSteps(w, w.reserveWithin, w.reserveSteps, cell * nBuckets, scratch.buckets, 0, w.reserveOpening[cell]!);
    const scope = cell - nation;
    if (scope <= nRegionsOfCap[cap]!) {
      const row = (seriesRow(w.layout, cap, scope) * N_SERIES + RESERVE_SERIES) * nBuckets;
      foldSeries(w, tallies, scratch.buckets, 0, cell, RESERVE_SERIES, row);
    } else {
      const at = (cell * N_SERIES + RESERVE_SERIES) * nBuckets;
      for (let bucket = 0; bucket < nBuckets; bucket++) tallies.series[at + bucket]! += scratch.buckets[bucket]!;
    }
  }
}

/** From within-bucket unit-minutes and level steps to unit-minutes a bucket; the source is cleared. */
function unrollSteps(
  w: World,
  within: Float64Array,
  steps: Int32Array,
  from: number,
  into: Float64Array,
  at: number,
  opening: number,
): void {
  const { nBuckets, bucketMinutes } = w.layout;
  let level = opening;
  for (let bucket = 0; bucket < nBuckets; bucket++) {
    level += steps[from + bucket]!;
    const width = Math.min(bucketMinutes, w.model.horizon - bucket * bucketMinutes);
    into[at + bucket] = within[from + bucket]! + level * width;
    within[from + bucket] = 0;
    steps[from + bucket] = 0;
  }
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
  for (let i = 0; i < w.waits.length; i += 2) {
    recordCells(w, w.waits[i]!, (cell) => recordValue(tallies.perNeed, cell * N_EVENTS, w.waits[i + 1]!));
  }
  for (let i = 0; i < w.completions.length; i += 2) {
    recordCells(w, w.completions[i]!, (cell) =>
      recordConditional(tallies, cell * N_CONDITIONAL + COMPLETION, w.completions[i + 1]!),
    );
  }
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
