/**
 * Incidents and their phases. A phase on the demand clock runs from its start whether or not it is served;
 * on the served clock from the minute its last unit is on the scene. It ends at the later of its duration
 * and any blocking work; the next phase takes over its units (model.md §4).
 */
import { push } from "../kernel/calendar.ts";
import { NEVER, NONE } from "../model.ts";
import { scheduleCheck } from "./escalation.ts";
import { OFF_PHASE } from "./flags.ts";
import { carryOver, closeNeed, endNeed, openNeed } from "./needs.ts";
import { traceOther } from "./trace.ts";
import { EVENT, NEED_IDLE, NEED_OPEN, type World } from "./world.ts";

const ENDED = -2;
/** iFlags */
const AWAITS_WORK = 1;
const STRETCHED = 2;

/** An incident begins to ask: its first phase starts at the tape's minute, some needs may ask before. */
export function beginIncident(w: World, incident: number, start: number): void {
  w.iStart[incident] = start;
  if (w.trace !== null) {
    traceOther(w, "incident", {
      incident,
      threat: w.model.threats[w.tape.threat[incident]!]!.id,
      host: w.model.holderIds[w.tape.force[incident]!]!,
      severity: w.tape.severity[incident]!,
      starts: start,
    });
  }
  if (w.observes) observeIncident(w, incident);
  startPhase(w, incident, 0, start, NONE);
}

export function observeIncident(w: World, incident: number): void {
  if (w.now < 0) return;
  const { observations } = w.model;
  for (let at = 0; at < observations.length; at++) {
    const wants = observations[at]!;
    if (wants.quantity !== "incidents") continue;
    if (wants.threat !== NONE && wants.threat !== w.tape.threat[incident]) continue;
    if (wants.force !== NONE && wants.force !== w.tape.force[incident]) continue;
    w.observed[at]!++;
  }
}

/** Start phase `k`; units of the phase row `before` (NONE: none) carry over. */
function startPhase(w: World, incident: number, k: number, start: number, before: number): void {
  const { tape } = w;
  const row = tape.firstPhase[incident]! + k;
  const served = tape.phaseServed[row] === 1;
  w.iPhase[incident] = k;
  w.iPhaseStart[incident] = start;
  w.iFlags[incident] = 0;
  w.iPhaseLeft[incident] = tape.phaseDuration[row]!;
  w.iPhaseEnd[incident] = NEVER;
  const first = tape.phaseFirstNeed[row]!;
  const last = first + tape.phaseNeeds[row]!;
  let asksNow = 0;
  for (let need = first; need < last; need++) {
    const { lead } = w.model.needTemplates[tape.needTemplate[need]!]!;
    const ask = k === 0 ? Math.max(-w.model.warmUp, start - lead) : start;
    if (ask > w.now) {
      w.nIncident[need] = incident;
      push(w.calendar, ask, EVENT.needAsk, need);
      continue;
    }
    openNeed(w, need, incident, start, served);
    asksNow++;
    const from = before === NONE ? NONE : heirOf(w, before, need);
    if (from !== NONE) carryOver(w, from, need);
    w.newNeeds[w.nNewNeeds++] = need;
  }
  if (!served) runClock(w, incident, start);
  else if (asksNow === 0 && last === first) runClock(w, incident, Math.max(start, w.now));
  else presenceChanged(w, incident);
  if (tape.phaseSteps[row]! > 0) scheduleCheck(w, incident, start);
}

/** A need of a planned event asks ahead of its start. */
export function askEarly(w: World, need: number): void {
  const incident = w.nIncident[need]!;
  if (w.nState[need] !== NEED_IDLE || w.iPhase[incident] !== 0) return;
  const served = w.tape.phaseServed[w.tape.firstPhase[incident]!] === 1;
  openNeed(w, need, incident, w.iPhaseStart[incident]!, served);
  w.newNeeds[w.nNewNeeds++] = need;
}

/** The first need of the old phase with the same capability that has not been handed on yet. */
function heirOf(w: World, phaseRow: number, need: number): number {
  const { tape } = w;
  const cap = w.nCap[need]!;
  const first = tape.phaseFirstNeed[phaseRow]!;
  const last = first + tape.phaseNeeds[phaseRow]!;
  for (let old = first; old < last; old++) {
    if (w.nState[old] !== NEED_OPEN || w.nCap[old] !== cap || w.nBatches[old] === NONE) continue;
    if ((w.nFlags[old]! & OFF_PHASE) !== 0) continue;
    const template = w.model.needTemplates[w.nTemplate[old]!]!;
    if (template.kind === "work" && w.nWorkLeft[old]! > 0) continue;
    return old;
  }
  return NONE;
}

function runClock(w: World, incident: number, from: number): void {
  const end = from + w.iPhaseLeft[incident]!;
  w.iPhaseEnd[incident] = end;
  if (end < w.model.horizon) push(w.calendar, Math.max(end, w.now), EVENT.phaseEnd, incident);
}

/** Units came or went: a served clock starts when all presence is there, and stops while some is not. */
export function presenceChanged(w: World, incident: number): void {
  const k = w.iPhase[incident]!;
  if (k < 0) return;
  const { tape } = w;
  const row = tape.firstPhase[incident]! + k;
  if (tape.phaseServed[row] === 0) return;
  const running = w.iPhaseEnd[incident] !== NEVER;
  const ready = everybodyThere(w, row);
  if (ready && !running && (w.iFlags[incident]! & AWAITS_WORK) === 0) {
    stretchByTier(w, incident, k, row);
    runClock(w, incident, w.now);
  } else if (!ready && running) {
    w.iPhaseLeft[incident] = w.iPhaseEnd[incident]! - w.now;
    w.iPhaseEnd[incident] = NEVER;
  }
}

/** Who is served from afar may hold units longer: decided once, when the served clock starts. */
function stretchByTier(w: World, incident: number, k: number, row: number): void {
  const { tape, model } = w;
  const factors = model.threats[tape.threat[incident]!]!.phases[k]!.durationByTier;
  if (factors === null || (w.iFlags[incident]! & STRETCHED) !== 0) return;
  w.iFlags[incident]! |= STRETCHED;
  let farthest = 1;
  const first = tape.phaseFirstNeed[row]!;
  for (let need = first; need < first + tape.phaseNeeds[row]!; need++) {
    for (let batch = w.nBatches[need]!; batch !== NONE; batch = w.bNext[batch]!) {
      farthest = Math.max(farthest, w.bTier[batch]!);
    }
  }
  w.iPhaseLeft[incident] = Math.max(1, Math.round(w.iPhaseLeft[incident]! * factors[farthest - 1]!));
}

function everybodyThere(w: World, row: number): boolean {
  const { tape, model } = w;
  const first = tape.phaseFirstNeed[row]!;
  const last = first + tape.phaseNeeds[row]!;
  let presence = 0;
  for (let need = first; need < last; need++) {
    if (model.needTemplates[tape.needTemplate[need]!]!.kind !== "presence") continue;
    if (w.nState[need] === NEED_IDLE) return false;
    if (w.nState[need] !== NEED_OPEN) continue;
    presence++;
    if (w.nGround[need]! < w.nWanted[need]!) return false;
  }
  return presence > 0;
}

/** The phase's clock has run out: it ends now, or when its blocking work is done. */
export function phaseClockOut(w: World, incident: number): void {
  if (w.iPhase[incident]! < 0 || w.iPhaseEnd[incident] !== w.now) return;
  w.iPhaseEnd[incident] = NEVER;
  if (blockingWorkLeft(w, incident)) {
    w.iFlags[incident]! |= AWAITS_WORK;
    return;
  }
  finishPhase(w, incident);
}

function blockingWorkLeft(w: World, incident: number): boolean {
  const { tape, model } = w;
  const row = tape.firstPhase[incident]! + w.iPhase[incident]!;
  const first = tape.phaseFirstNeed[row]!;
  const last = first + tape.phaseNeeds[row]!;
  for (let need = first; need < last; need++) {
    const template = model.needTemplates[tape.needTemplate[need]!]!;
    if (template.kind === "work" && template.blocking && w.nState[need] === NEED_OPEN && w.nWorkLeft[need]! > 0) {
      return true;
    }
  }
  return false;
}

/** Work of an incident is done, its units still there: a phase that waited for it may end, and hands them on. */
export function blockingWorkDone(w: World, incident: number): void {
  if (w.iPhase[incident]! < 0 || (w.iFlags[incident]! & AWAITS_WORK) === 0) return;
  if (!blockingWorkLeft(w, incident)) finishPhase(w, incident);
}

/** A need lapsed: a phase that waited for its work only, or a served one with nobody left to wait for, is over. */
export function needLapsed(w: World, incident: number, need: number): void {
  const k = w.iPhase[incident]!;
  if (k < 0) return;
  const { tape, model } = w;
  const row = tape.firstPhase[incident]! + k;
  if (tape.phaseServed[row] === 0) {
    blockingWorkDone(w, incident);
    return;
  }
  const first = tape.phaseFirstNeed[row]!;
  const last = first + tape.phaseNeeds[row]!;
  if (need < first || need >= last) return;
  for (let other = first; other < last; other++) {
    if (model.needTemplates[tape.needTemplate[other]!]!.kind !== "presence") continue;
    if (w.nState[other] === NEED_OPEN || w.nState[other] === NEED_IDLE) {
      presenceChanged(w, incident);
      return;
    }
  }
  // the work that is left may end the phase, as if its clock had run out
  if (blockingWorkLeft(w, incident)) w.iFlags[incident]! |= AWAITS_WORK;
  else finishPhase(w, incident);
}

function finishPhase(w: World, incident: number): void {
  const { tape, model } = w;
  const k = w.iPhase[incident]!;
  const row = tape.firstPhase[incident]! + k;
  const first = tape.phaseFirstNeed[row]!;
  const last = first + tape.phaseNeeds[row]!;
  w.iPhaseEnd[incident] = NEVER;
  if (w.trace !== null) traceOther(w, "phase ends", { incident, phase: k });
  const goesOn = k + 1 < tape.nPhases[incident]!;
  if (goesOn) startPhase(w, incident, k + 1, w.now, row);
  else w.iPhase[incident] = ENDED;
  for (let need = first; need < last; need++) {
    if (w.nState[need] !== NEED_OPEN) continue;
    if (model.needTemplates[tape.needTemplate[need]!]!.kind === "work" && w.nWorkLeft[need]! > 0) {
      // work that does not block waits as backlog and goes on after its phase
      w.nFlags[need]! |= OFF_PHASE;
      continue;
    }
    if (w.nBatches[need] === NONE) closeNeed(w, need, false);
    else endNeed(w, need);
  }
  if (!goesOn) endIncident(w, incident);
}

/** A finite source falls idle when its incident ends, and comes back after the tape's gap. */
function endIncident(w: World, incident: number): void {
  const next = w.tape.next[incident]!;
  if (next === NONE) return;
  const start = w.now + w.tape.nextGap[incident]!;
  if (start < w.model.horizon) push(w.calendar, start, EVENT.incidentStart, next);
}
