/**
 * What a need leaves behind: when it was first asked, how long it waited, when it was full, how it ended.
 * Sums go into `World.sums`, a row of `SUM_WIDTH` per (capability, host force).
 */
import { NEVER, NONE } from "../model.ts";
import { SUMS } from "../tally/measures.ts";
import { HAD_SOME, HAD_TEAM, WENT_ABOVE_FORCE, WENT_ABOVE_REGION } from "./flags.ts";
import { presenceChanged } from "./incidents.ts";
import type { World } from "./world.ts";

const sumIndex = (name: (typeof SUMS)[number]): number => SUMS.indexOf(name);
const ASKED = sumIndex("needsAsked");
const MET_ON_TIME = sumIndex("needsMetOnTime");
const MET_LATE = sumIndex("needsMetLate");
const PART_MET = sumIndex("needsPartMet");
const LAPSED = sumIndex("needsLapsed");
const UNFINISHED = sumIndex("needsUnfinished");
const LEFT_FORCE = sumIndex("needsLeftForce");
const LINE_1H = sumIndex("line1hMet");
const WAIT_COUNT = sumIndex("waitCount");
const WAIT_MINUTES = sumIndex("waitMinutes");
/** Width of a (capability, force) row of `World.sums`. */
export const SUM_WIDTH = 32;

/** Share of the required units that the mobilisation line expects on the ground after 1, 4 and 8 hours. */
const LINE_SHARE = [0.1, 0.4, 0.6];
const LINE_MINUTES = [60, 240, 480];

/** A need asks: counted where it asks within what is measured. */
export function noteAsked(w: World, need: number): void {
  if (w.now >= 0) {
    w.sums[rowOf(w, need) + ASKED]!++;
    if (w.observes) observeNeed(w, need, "asked", 1);
  }
  noteFirstAsk(w, w.nCap[need]!, w.nHost[need]!, Math.max(0, w.now));
}

const rowOf = (w: World, need: number): number => (w.nCap[need]! * w.nForces + w.nHost[need]!) * SUM_WIDTH;

function noteFirstAsk(w: World, cap: number, host: number, minute: number): void {
  const { cellStart, nRegionsOfCap } = w.layout;
  const first = cellStart[cap]!;
  const region = w.model.schemes[w.model.capabilities[cap]!.scheme]!.regionOf[host]!;
  const force = first + 1 + nRegionsOfCap[cap]! + host;
  if (w.cellFirstAsk[first]! > minute) w.cellFirstAsk[first] = minute;
  if (region !== NONE && w.cellFirstAsk[first + 1 + region]! > minute) w.cellFirstAsk[first + 1 + region] = minute;
  if (w.cellFirstAsk[force]! > minute) w.cellFirstAsk[force] = minute;
}

/** Called when units reach the scene, or leave it: full for the first time, served clocks, the yardstick. */
export function notePresence(w: World, need: number): void {
  const ground = w.nGround[need]!;
  const wanted = w.nWanted[need]!;
  if (ground > 0) {
    w.nFlags[need]! |= HAD_SOME;
    if (w.nFirstOnScene[need] === NEVER) w.nFirstOnScene[need] = w.now;
  }
  if (ground >= w.nTeam[need]! && (w.nFlags[need]! & HAD_TEAM) === 0 && w.nTeam[need]! > 0) {
    w.nFlags[need]! |= HAD_TEAM;
    noteWait(w, need);
  }
  noteLines(w, need);
  if (ground >= wanted && w.nFull[need] === NEVER) w.nFull[need] = w.now;
  presenceChanged(w, w.nIncident[need]!);
}

/** Which yardsticks of the mobilisation line are met with who is there now. */
export function noteLines(w: World, need: number): void {
  const ground = w.nGround[need]!;
  const wanted = w.nWanted[need]!;
  for (let line = 0; line < 3; line++) {
    if ((w.nLine[need]! & (1 << line)) !== 0) continue;
    if (ground >= Math.ceil(LINE_SHARE[line]! * wanted) && w.now - w.nAsked[need]! <= LINE_MINUTES[line]!) {
      w.nLine[need]! |= 1 << line;
    }
  }
}

/** Asked to started: work with its first team on the scene, presence when its team is. */
export function noteWait(w: World, need: number): void {
  if (w.nAsked[need]! < 0) return;
  const row = rowOf(w, need);
  const waited = w.now - w.nAsked[need]!;
  w.sums[row + WAIT_COUNT]!++;
  w.sums[row + WAIT_MINUTES]! += waited;
  const cf = w.nCap[need]! * w.nForces + w.nHost[need]!;
  if (waited === 0) w.servedAtOnce[cf]!++;
  else addWait(w, cf, waited);
  if (w.observes) {
    observeNeed(w, need, "served", 1);
    observeNeed(w, need, "waitMinutes", waited);
    observeNeed(w, need, "waitedMoreThan", waited);
  }
}

function addWait(w: World, cf: number, waited: number): void {
  if (w.nWaits + 2 > w.waits.length) {
    const wider = new Int32Array(w.waits.length * 2);
    wider.set(w.waits);
    w.waits = wider;
  }
  w.waits[w.nWaits++] = cf;
  w.waits[w.nWaits++] = waited;
}

export function observeNeed(w: World, need: number, quantity: string, value: number): void {
  const { observations } = w.model;
  for (let at = 0; at < observations.length; at++) {
    const wants = observations[at]!;
    if (wants.quantity !== quantity || wants.capability !== w.nCap[need]) continue;
    if (wants.force !== NONE && wants.force !== w.nHost[need]) continue;
    if (wants.threat !== NONE && wants.threat !== w.model.needTemplates[w.nTemplate[need]!]!.threat) continue;
    if (quantity === "waitedMoreThan") w.observed[at]! += value > wants.atLeast ? 1 : 0;
    else w.observed[at]! += value;
  }
}

export function noteOutcome(w: World, need: number, unfinished: boolean): void {
  const flags = w.nFlags[need]!;
  if (w.nAsked[need]! < 0) return;
  if ((flags & (WENT_ABOVE_FORCE | WENT_ABOVE_REGION)) !== 0) flagCells(w, need, flags);
  const template = w.model.needTemplates[w.nTemplate[need]!]!;
  const row = rowOf(w, need);
  const done = template.kind === "work" ? w.nWorkLeft[need]! <= 0 : w.nFull[need] !== NEVER;
  const due = w.nStart[need]! + Math.max(0, template.respondBy);
  const ready = template.kind === "work" ? w.nFirstOnScene[need]! : w.nFull[need]!;
  if (unfinished) w.sums[row + UNFINISHED]!++;
  else if (done) w.sums[row + (ready <= due ? MET_ON_TIME : MET_LATE)]!++;
  else w.sums[row + ((flags & HAD_SOME) !== 0 ? PART_MET : LAPSED)]!++;
  if ((flags & WENT_ABOVE_FORCE) !== 0) {
    w.sums[row + LEFT_FORCE]!++;
    for (let line = 0; line < 3; line++) if ((w.nLine[need]! & (1 << line)) !== 0) w.sums[row + LINE_1H + line]!++;
    if (w.observes) observeNeed(w, need, "leftForce", 1);
    if (w.observes && (flags & WENT_ABOVE_REGION) !== 0) observeNeed(w, need, "leftRegion", 1);
  }
}

/** Cells in whose scope some need went above its force, or its region: bits 2 and 4 of `cellFlags`. */
function flagCells(w: World, need: number, flags: number): void {
  const cap = w.nCap[need]!;
  const host = w.nHost[need]!;
  const bits = (flags & WENT_ABOVE_FORCE ? 2 : 0) | (flags & WENT_ABOVE_REGION ? 4 : 0);
  const first = w.layout.cellStart[cap]!;
  const region = w.model.schemes[w.model.capabilities[cap]!.scheme]!.regionOf[host]!;
  w.cellFlags[first]! |= bits;
  if (region !== NONE) w.cellFlags[first + 1 + region]! |= bits;
  w.cellFlags[first + 1 + w.layout.nRegionsOfCap[cap]! + host]! |= bits;
}
