/**
 * Work: unit-minutes done by min(units on the scene, the most that can work at once, what is left) each
 * minute. Rest pauses it; what is not done waits as backlog (model.md §4).
 */
import { push } from "../kernel/calendar.ts";
import { NEVER } from "../model.ts";
import { blockingWorkDone } from "./incidents.ts";
import { endNeed } from "./needs.ts";
import { traceNeed } from "./trace.ts";
import { EVENT, NEED_OPEN, type World } from "./world.ts";

const cfOf = (w: World, need: number): number => w.nCap[need]! * w.nForces + w.nHost[need]!;

export function startWork(w: World, need: number): void {
  const asked = w.tape.needWork[need]!;
  w.nWorkLeft[need] = asked;
  w.nWorkAt[need] = w.now;
  w.nWorkRate[need] = 0;
  if (w.now >= 0) w.workAsked[cfOf(w, need)]! += asked;
  const due = targetOf(w, need);
  if (due > w.now && due < w.model.horizon) push(w.calendar, due, EVENT.account, need);
}

/** Minute by which its smallest team should be on the scene. */
export function targetOf(w: World, need: number): number {
  return w.nStart[need]! + Math.max(0, w.model.needTemplates[w.nTemplate[need]!]!.respondBy);
}

/** Units on the scene changed: settle what was done, and say when the rest will be. */
export function changeRate(w: World, need: number): void {
  if (w.model.needTemplates[w.nTemplate[need]!]!.kind !== "work" || w.nState[need] !== NEED_OPEN) return;
  settle(w, need);
  const rate = Math.min(w.nGround[need]!, w.nWanted[need]!);
  w.nWorkRate[need] = rate;
  const left = w.nWorkLeft[need]!;
  if (rate <= 0 || left <= 0) {
    w.nWorkDue[need] = NEVER;
    return;
  }
  const due = w.now + Math.ceil(left / rate);
  if (due === w.nWorkDue[need]) return;
  w.nWorkDue[need] = due;
  if (due < w.model.horizon) push(w.calendar, due, EVENT.workDone, need);
}

function settle(w: World, need: number): void {
  const until = Math.min(w.now, w.model.horizon);
  const minutes = until - w.nWorkAt[need]!;
  if (minutes > 0 && w.nWorkRate[need]! > 0) {
    const left = w.nWorkLeft[need]!;
    const rate = w.nWorkRate[need]!;
    // of the minutes since, those before the start of what is measured are not counted
    const unmeasured = Math.min(left, rate * Math.max(0, Math.min(until, 0) - w.nWorkAt[need]!));
    const done = Math.min(left, rate * minutes);
    w.nWorkLeft[need] = left - done;
    w.workDone[cfOf(w, need)]! += done - unmeasured;
  }
  w.nWorkAt[need] = until;
}

/** The work may be done now: a phase that waited for it ends and hands its units on; else they go. */
export function workFallsDue(w: World, need: number): void {
  if (w.nState[need] !== NEED_OPEN || w.nWorkDue[need] !== w.now) return;
  settle(w, need);
  if (w.nWorkLeft[need]! > 0) {
    changeRate(w, need);
    return;
  }
  if (w.trace !== null) traceNeed(w, "work done", need, 0);
  const incident = w.nIncident[need]!;
  w.completions.push(cfOf(w, need), w.now - w.nAsked[need]!);
  blockingWorkDone(w, incident);
  // a phase that ends has handed its units on and closed it
  endNeed(w, need);
}

/** The need is closed: what is left is backlog only if it is still open at the horizon. */
export function finishWork(w: World, need: number): void {
  settle(w, need);
  w.nWorkRate[need] = 0;
  w.nWorkDue[need] = NEVER;
  if (w.now >= w.model.horizon) w.workBacklog[cfOf(w, need)]! += w.nWorkLeft[need]!;
}
