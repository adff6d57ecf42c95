/**
 * Needs from asking to ending: what a need still misses, what it lets go, and how it turned out.
 */
import { push } from "../kernel/calendar.ts";
import { NEVER, NONE } from "../model.ts";
import { depart } from "./allocation.ts";
import { GAVE_UP, HAD_TEAM, LEAVING, PLEDGED } from "./flags.ts";
import { release } from "./going-home.ts";
import { needLapsed } from "./incidents.ts";
import { markNeed } from "./marks.ts";
import { noteAsked, noteOutcome, notePresence, observeNeed } from "./outcomes.ts";
import { unitsInNeed } from "./stand-ins.ts";
import { traceNeed } from "./trace.ts";
import { moveBatch, setState, splitOff } from "./units.ts";
import { enterWaiting, leaveWaiting } from "./waiting.ts";
import { changeRate, finishWork, startWork } from "./work.ts";
import { EVENT, NEED_ENDED, NEED_OPEN, STATE, type World } from "./world.ts";

/** Open a need whose asking minute has come; it has asked nobody yet. */
export function openNeed(w: World, need: number, incident: number, start: number, serving: boolean): void {
  const { model, tape } = w;
  const templateIndex = tape.needTemplate[need]!;
  const template = model.needTemplates[templateIndex]!;
  const host = tape.force[incident]!;
  const cap = template.capability;
  w.nState[need] = NEED_OPEN;
  w.nTemplate[need] = templateIndex;
  w.nCap[need] = cap;
  w.nHost[need] = host;
  w.nIncident[need] = incident;
  w.nGround[need] = 0;
  w.nEnRoute[need] = 0;
  w.nResting[need] = 0;
  w.nReserved[need] = 0;
  w.nLeaving[need] = 0;
  w.nPledged[need] = 0;
  w.nAsked[need] = w.now;
  w.nStart[need] = start;
  w.nFull[need] = NEVER;
  w.nFirstOnScene[need] = NEVER;
  w.nAnswered[need] = 0;
  w.nOutstanding[need] = 0;
  w.nAnswerDue[need] = NEVER;
  w.nFlags[need] = 0;
  w.nBatches[need] = NONE;
  w.nLine[need] = 0;
  w.nWorkDue[need] = NEVER;
  w.nHourDue[need] = NEVER;
  w.aGround[need] = 0;
  w.aRequired[need] = 0;
  w.aTransit[need] = 0;
  w.aResting[need] = 0;
  w.aShort[need] = 0;
  w.aRunOut[need] = 0;
  w.aHeld[need] = 0;
  w.aShortSlot[need] = NONE;
  setWanted(w, need, unitsAt(w, need, Math.max(start, w.now)), serving);
  if (start <= w.now) w.nRequired[need] = template.kind === "presence" ? w.nWanted[need]! : 0;
  else {
    w.nRequired[need] = 0;
    push(w.calendar, start, EVENT.needStart, need);
  }
  const head = w.openHead[cap]!;
  w.nOpenPrev[need] = NONE;
  w.nOpenNext[need] = head;
  if (head !== NONE) w.nOpenPrev[head] = need;
  w.openHead[cap] = need;
  if (tape.needPatience[need]! < NEVER - w.now)
    push(w.calendar, w.now + tape.needPatience[need]!, EVENT.patience, need);
  if (template.hourProfile !== null) scheduleHour(w, need, Math.max(start, w.now));
  if (template.kind === "work") startWork(w, need);
  noteAsked(w, need);
  markNeed(w, need);
  if (w.trace !== null) traceNeed(w, "need asked", need, w.nWanted[need]!);
}

/** Units wanted at a minute: those of the tape, by the hour of day where the need follows it. */
export function unitsAt(w: World, need: number, minute: number): number {
  const units = w.tape.needUnits[need]!;
  const { hourProfile } = w.model.needTemplates[w.tape.needTemplate[need]!]!;
  if (hourProfile === null) return units;
  const day = (w.model.startMinuteOfDay + minute) % 1440;
  const hour = Math.floor((day < 0 ? day + 1440 : day) / 60);
  return Math.round(units * hourProfile[hour]!);
}

function setWanted(w: World, need: number, units: number, serving: boolean): void {
  const template = w.model.needTemplates[w.nTemplate[need]!]!;
  w.nWanted[need] = units;
  w.nTeam[need] = serving && template.kind === "presence" ? units : Math.min(template.smallestTeam, units);
}

/** The next full hour at which the need wants another number than it wants at `minute`. */
function scheduleHour(w: World, need: number, minute: number): void {
  const day = (w.model.startMinuteOfDay + minute) % 1440;
  const now = unitsAt(w, need, minute);
  let next = minute + 60 - (((day % 60) + 60) % 60);
  for (let hour = 0; hour < 24 && unitsAt(w, need, next) === now; hour++) next += 60;
  w.nHourDue[need] = next;
  if (next < w.model.horizon) push(w.calendar, next, EVENT.hourChange, need);
}

/** The hour turns for a need that follows it: less is let go at once, more is asked for. */
export function changeHour(w: World, need: number): void {
  if (w.nState[need] !== NEED_OPEN || w.nHourDue[need] !== w.now) return;
  const before = w.nWanted[need]!;
  const now = unitsAt(w, need, w.now);
  scheduleHour(w, need, w.now);
  if (now === before) return;
  const serving = w.nTeam[need] === before && w.model.needTemplates[w.nTemplate[need]!]!.smallestTeam !== before;
  setWanted(w, need, now, serving);
  const { kind } = w.model.needTemplates[w.nTemplate[need]!]!;
  if (kind === "presence" && (w.nRequired[need]! > 0 || w.nStart[need]! <= w.now)) w.nRequired[need] = now;
  markNeed(w, need);
  if (now < before) {
    releaseExcess(w, need);
    if (missingUnits(w, need) <= 0) leaveWaiting(w, need);
  } else {
    w.newNeeds[w.nNewNeeds++] = need;
  }
  // fewer may be enough for a served clock, and more or fewer may work at once
  if (now > 0) notePresence(w, need);
  changeRate(w, need);
}

/** The start of a planned event: from here on its need counts as required. */
export function startNeed(w: World, need: number): void {
  if (w.nState[need] !== NEED_OPEN || w.nStart[need] !== w.now) return;
  w.nRequired[need] = w.model.needTemplates[w.nTemplate[need]!]!.kind === "presence" ? w.nWanted[need]! : 0;
  markNeed(w, need);
}

/** Units that are neither there to stay, nor coming, nor promised. */
export function missingUnits(w: World, need: number): number {
  return (
    w.nWanted[need]! -
    (w.nGround[need]! - w.nLeaving[need]!) -
    w.nEnRoute[need]! -
    w.nPledged[need]! -
    w.nReserved[need]!
  );
}

/** A team is not complete and nobody is left to answer: its people are free again. */
export function releaseReserved(w: World, need: number): void {
  if (w.nReserved[need] === 0) return;
  for (let at = w.nBatches[need]!; at !== NONE; ) {
    const next = w.bNext[at]!;
    if (w.bState[at] === STATE.reserved) release(w, at);
    at = next;
  }
}

/** The team is complete: everybody who was promised sets out. */
export function startReserved(w: World, need: number): void {
  if (w.nReserved[need] === 0) return;
  for (let at = w.nBatches[need]!; at !== NONE; ) {
    const next = w.bNext[at]!;
    if (w.bState[at] === STATE.reserved) {
      setState(w, at, STATE.spare, 0, NEVER);
      depart(w, at, w.bHolder[at]!, false);
    }
    at = next;
  }
}

/**
 * Let go of what is more than the need may hold: on duty up to what it wants, resting as many. Under way
 * first, then highest tier, farthest, latest, highest index (model.md §5.6).
 */
export function releaseExcess(w: World, need: number): void {
  const wanted = w.nWanted[need]!;
  let onDuty =
    w.nGround[need]! - w.nLeaving[need]! + w.nEnRoute[need]! + w.nReserved[need]! + w.nPledged[need]! - wanted;
  while (onDuty > 0) {
    const batch = mostExpendable(w, need, false);
    if (batch === NONE) break;
    const units = Math.min(onDuty, unitsInNeed(w, batch));
    onDuty -= units;
    release(w, splitOff(w, batch, units));
  }
  let resting = w.nResting[need]! - w.nPledged[need]! - wanted;
  while (resting > 0) {
    const batch = mostExpendable(w, need, true);
    if (batch === NONE) break;
    const units = Math.min(resting, unitsInNeed(w, batch));
    resting -= units;
    release(w, splitOff(w, batch, units));
  }
}

function mostExpendable(w: World, need: number, resting: boolean): number {
  let best = NONE;
  for (let at = w.nBatches[need]!; at !== NONE; at = w.bNext[at]!) {
    const state = w.bState[at]!;
    if (resting) {
      if (state !== STATE.resting || (w.bFlags[at]! & PLEDGED) !== 0) continue;
    } else if (state === STATE.resting) {
      if ((w.bFlags[at]! & PLEDGED) === 0) continue;
    } else if (state === STATE.onTheGround && (w.bFlags[at]! & LEAVING) !== 0) continue;
    if (best === NONE || moreExpendable(w, at, best)) best = at;
  }
  return best;
}

/** Under way first, then highest tier, farthest, latest, highest holder index. */
function moreExpendable(w: World, a: number, b: number): boolean {
  const wayA = w.bState[a] === STATE.onTheGround ? 0 : 1;
  const wayB = w.bState[b] === STATE.onTheGround ? 0 : 1;
  if (wayA !== wayB) return wayA > wayB;
  if (w.bTier[a] !== w.bTier[b]) return w.bTier[a]! > w.bTier[b]!;
  const farA = w.model.distance[w.bHolder[a]! * w.nHolders + w.bHost[a]!]!;
  const farB = w.model.distance[w.bHolder[b]! * w.nHolders + w.bHost[b]!]!;
  if (farA !== farB) return farA > farB;
  if (w.bAllocated[a] !== w.bAllocated[b]) return w.bAllocated[a]! > w.bAllocated[b]!;
  return w.bHolder[a]! > w.bHolder[b]!;
}

/** Nothing more is to be had and it does not wait: it keeps what it has, or ends if it has nobody. */
export function lapseNeed(w: World, need: number): void {
  if (w.nState[need] !== NEED_OPEN) return;
  if (w.trace !== null) traceNeed(w, "lapsed", need, missingUnits(w, need));
  releaseReserved(w, need);
  leaveWaiting(w, need);
  if (w.nGround[need]! + w.nEnRoute[need]! + w.nResting[need]! > 0) {
    w.nFlags[need]! |= GAVE_UP;
    markNeed(w, need);
    return;
  }
  const incident = w.nIncident[need]!;
  if (w.observes && w.nAsked[need]! >= 0) observeNeed(w, need, "lapsed", 1);
  endNeed(w, need);
  needLapsed(w, incident, need);
}

/** Patience is over. */
export function losePatience(w: World, need: number): void {
  if (w.nState[need] !== NEED_OPEN || w.now !== w.nAsked[need]! + w.tape.needPatience[need]!) return;
  if ((w.nFlags[need]! & HAD_TEAM) !== 0 || missingUnits(w, need) <= 0) return;
  w.nOutstanding[need] = 0;
  lapseNeed(w, need);
}

/** End a need: whoever is left goes, the outcome is put down. */
export function endNeed(w: World, need: number): void {
  if (w.nState[need] !== NEED_OPEN) return;
  leaveWaiting(w, need);
  for (let at = w.nBatches[need]!; at !== NONE; ) {
    const next = w.bNext[at]!;
    release(w, at);
    at = next;
  }
  closeNeed(w, need, false);
}

/** Take a need off the books; its batches have gone or been handed on. */
export function closeNeed(w: World, need: number, unfinished: boolean): void {
  const template = w.model.needTemplates[w.nTemplate[need]!]!;
  if (template.kind === "work") finishWork(w, need);
  w.nState[need] = NEED_ENDED;
  w.nRequired[need] = 0;
  w.nWanted[need] = 0;
  w.nOutstanding[need] = 0;
  leaveWaiting(w, need);
  const previous = w.nOpenPrev[need]!;
  const next = w.nOpenNext[need]!;
  if (previous === NONE) w.openHead[w.nCap[need]!] = next;
  else w.nOpenNext[previous] = next;
  if (next !== NONE) w.nOpenPrev[next] = previous;
  markNeed(w, need);
  noteOutcome(w, need, unfinished);
}

/**
 * The next phase takes over what the last one had: units carry over as they are, only the excess is let go,
 * an increase is a new ask.
 */
export function carryOver(w: World, from: number, to: number): void {
  for (let at = w.nBatches[from]!; at !== NONE; ) {
    const next = w.bNext[at]!;
    if (w.bState[at] === STATE.reserved) release(w, at);
    else moveBatch(w, at, to);
    at = next;
  }
  releaseExcess(w, to);
  notePresence(w, to);
  changeRate(w, to);
}

/** Asks anew after losing units, with its first ask minute. */
export function askAgain(w: World, need: number): void {
  w.capDirty[w.nCap[need]!] = 1;
  w.anyDirty = true;
  enterWaiting(w, need);
}
