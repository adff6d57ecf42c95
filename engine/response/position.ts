/**
 * Starting from now (model.md §8): the units that are out when the clock starts stand on the ground of their
 * incidents, the resting are at home until rested, the stood-up are in the fastest readiness class; everybody
 * else is at home. Shifts and tours of those on the ground start at 0.
 */
import { push } from "../kernel/calendar.ts";
import { NEVER, NONE, type PositionRow, READINESS_CLASSES, UNLIMITED } from "../model.ts";
import { countShift } from "./allocation.ts";
import { takeUpDuty } from "./duty.ts";
import { demand } from "./fault.ts";
import { beginIncident } from "./incidents.ts";
import { notePresence } from "./outcomes.ts";
import { useUnits } from "./people.ts";
import { traceBatch } from "./trace.ts";
import { countBatch, linkToNeed, newBatch, setState } from "./units.ts";
import { changeRate } from "./work.ts";
import { EVENT, STATE, type World } from "./world.ts";

/** The resting have been home for an unknown time: they are free this many minutes after the start. */
const REST = 660;

/** Put everybody where the position says; its incidents have begun afterwards, and miss nobody. */
export function takeUpPosition(w: World, rows: readonly PositionRow[]): void {
  w.now = 0;
  const nextOf = new Map<number, number>();
  // who is out left first, from the fastest classes; then who rests; who is stood up comes from those at home
  for (const row of rows) if (row.committed > 0) stand(w, row, incidentOf(w, row, nextOf));
  for (const row of rows) if (row.resting > 0) rest(w, row);
  for (const row of rows) if (row.stoodUp > 0) standUp(w, row);
}

/** Whoever is out, resting or stood up is there today, whatever share the replication drew. */
export function raisePresent(w: World, rows: readonly PositionRow[]): void {
  const named = new Int32Array(w.nHolders * w.nNodes);
  for (const { capability, holder, committed, resting, stoodUp } of rows) {
    const officers = (committed + resting + stoodUp) * w.officersPerUnit[capability]!;
    for (const node of w.model.capabilities[capability]!.path) named[holder * w.nNodes + node]! += officers;
  }
  for (let at = 0; at < named.length; at++) {
    if (w.present[at]! < UNLIMITED && named[at]! > w.present[at]!) w.present[at] = named[at]!;
  }
}

/** Incidents of one threat follow each other on the tape, in the order of the position's rows. */
function incidentOf(w: World, row: PositionRow, nextOf: Map<number, number>): number {
  const { tape } = w;
  let incident = nextOf.get(row.threat) ?? tape.threat.indexOf(row.threat);
  while (incident < tape.nIncidents && tape.threat[incident] !== row.threat) incident++;
  demand(
    w,
    incident >= 0 && incident < tape.nIncidents && tape.force[incident] === row.host && tape.minute[incident] === 0,
    () => `the tape has no incident at ${w.model.holderIds[row.host]} for a row of the position`,
  );
  nextOf.set(row.threat, incident + 1);
  return incident;
}

/** The incident begins with its units on the ground. */
function stand(w: World, row: PositionRow, incident: number): void {
  beginIncident(w, incident, 0);
  const need = w.tape.phaseFirstNeed[w.tape.firstPhase[incident]!]!;
  const { capability: cap, holder, committed } = row;
  demand(
    w,
    w.nWanted[need] === committed,
    () => `a position commits ${committed} units, its need wants ${w.nWanted[need]}`,
  );
  const { duty, scheme } = w.model.capabilities[cap]!;
  const asked = w.model.tierOf[scheme]![row.host * w.nHolders + holder]!;
  // who lends what no tier would ask of it was sent by the nation
  const tier = holder === row.host ? 1 : asked === 0 ? 3 : asked;
  useUnits(w, cap, holder, committed, tier);
  if (tier > 1) w.unitsLent[cap * w.nHolders + holder]! += committed;
  forEachClass(w, cap, holder, committed, (readiness, units) => {
    const batch = batchOf(w, row, readiness, units);
    w.bTier[batch] = tier;
    linkToNeed(w, batch, need);
    if (duty === null) setState(w, batch, STATE.onTheGround, 0, NEVER);
    else takeUpDuty(w, batch);
    countShift(w, batch, 0);
    if (w.trace !== null) traceBatch(w, "on the ground", batch, w.bDue[batch]!);
  });
  notePresence(w, need);
  changeRate(w, need);
  demand(
    w,
    w.nGround[need] === committed,
    () => `${w.nGround[need]} of ${committed} committed units stand on the ground`,
  );
}

/** At home, committed, free when rested. */
function rest(w: World, row: PositionRow): void {
  useUnits(w, row.capability, row.holder, row.resting, 1);
  forEachClass(w, row.capability, row.holder, row.resting, (readiness, units) => {
    const batch = batchOf(w, row, readiness, units);
    w.bNeed[batch] = NONE;
    w.bState[batch] = STATE.recovering;
    w.bDue[batch] = REST;
    // without a force to count for, nothing of it flows anywhere
    if (w.bHost[batch] === NONE) w.bAllocated[batch] = REST;
    countBatch(w, batch, 1);
    push(w.calendar, REST, EVENT.recovered, batch);
  });
  w.poolChanged[row.capability] = 1;
}

/** From the slower classes, the next slower first, into the fastest; what is there already stays. */
function standUp(w: World, { capability, holder, stoodUp }: PositionRow): void {
  if (w.model.capabilities[capability]!.readiness === null) return;
  const base = (capability * w.nHolders + holder) * READINESS_CLASSES;
  let left = stoodUp;
  for (let k = 1; k < READINESS_CLASSES && left > 0; k++) {
    const units = Math.min(left, Math.max(0, w.classUnits[base + k]! - w.classUsed[base + k]!));
    w.classUnits[base + k]! -= units;
    w.classUnits[base]! += units;
    left -= units;
  }
}

/** Fastest class first; the last takes what is over. */
function forEachClass(
  w: World,
  cap: number,
  holder: number,
  units: number,
  take: (readiness: number, units: number) => void,
): void {
  const base = (cap * w.nHolders + holder) * READINESS_CLASSES;
  const last = w.model.capabilities[cap]!.readiness === null ? 0 : READINESS_CLASSES - 1;
  let left = units;
  for (let k = 0; k <= last && left > 0; k++) {
    const there = Math.max(0, w.classUnits[base + k]! - w.classUsed[base + k]!);
    const here = k === last ? left : Math.min(left, there);
    if (here === 0) continue;
    w.classUsed[base + k]! += here;
    left -= here;
    take(k, here);
  }
}

function batchOf(w: World, { capability, holder, host }: PositionRow, readiness: number, units: number): number {
  const batch = newBatch(w);
  w.bHolder[batch] = holder;
  w.bCap[batch] = capability;
  w.bClass[batch] = readiness;
  w.bTier[batch] = 1;
  w.bCount[batch] = units;
  w.bState[batch] = STATE.spare;
  w.bFlags[batch] = 0;
  w.bDue[batch] = NEVER;
  w.bHost[batch] = host === NONE && holder < w.nForces ? holder : host;
  w.bParts[batch] = NONE;
  w.bShiftStart[batch] = 0;
  w.bTourStart[batch] = 0;
  w.bAllocated[batch] = 0;
  w.bSince[batch] = 0;
  return batch;
}
