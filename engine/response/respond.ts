/**
 * One replication: the demand tape answered, minute by minute.
 *
 * Order within a minute (model.md §1.7): changes of stock, posture, levers; ends, ends of duty, releases;
 * arrivals on the scene; escalation checks; a person's decisions; one scan of what waits, answers that fall due included;
 * new demand by priority, then tape order; measures.
 */
import { peekMinute, pop, push } from "../kernel/calendar.ts";
import { NEVER, NONE } from "../model.ts";
import { beginMeasuring, closeMinute } from "./accounts.ts";
import { applyDecision } from "./decisions.ts";
import { arriveOnScene, askRelief, endDuty, endRest } from "./duty.ts";
import { checkEscalation } from "./escalation.ts";
import { arriveHome, endRecovery, forgetShift, sendOfferedHome } from "./going-home.ts";
import { askEarly, beginIncident, phaseClockOut } from "./incidents.ts";
import { changeHoldBack, changeRoads, scheduleInterventions } from "./interventions.ts";
import { applyLever, scheduleLevers } from "./levers.ts";
import { markNeed } from "./marks.ts";
import { changeHour, losePatience, startNeed } from "./needs.ts";
import { changeStock, musterPeople } from "./people.ts";
import { takeUpPosition } from "./position.ts";
import { answerFallsDue, askNew, scan } from "./requests.ts";
import { openReserve } from "./reserve.ts";
import { applyPosture, openAtTime, scheduleTiers } from "./triggers.ts";
import { workFallsDue } from "./work.ts";
import { EVENT, NEED_OPEN, STATE, type World } from "./world.ts";

/** Answer the tape that `w.tape` holds; the world has been reset. */
export function respond(w: World): void {
  const { tape, model } = w;
  musterPeople(w);
  scheduleTiers(w);
  scheduleLevers(w);
  scheduleInterventions(w);
  if (model.position !== undefined) takeUpPosition(w, model.position);
  openReserve(w);
  if (model.warmUp > 0) push(w.calendar, 0, EVENT.account, NONE);
  let cursor = 0;
  const order = tape.order;
  const asks = tape.askMinute;
  const horizon = model.horizon;
  for (;;) {
    const nextIncident = cursor < tape.nOrder ? asks[order[cursor]!]! : NEVER;
    const nextEvent = peekMinute(w.calendar);
    const minute = Math.min(nextIncident, nextEvent);
    if (w.watch !== null) w.watch(w, minute);
    if (minute >= horizon) break;
    w.now = minute;
    handleEvents(w, minute);
    while (cursor < tape.nOrder && asks[order[cursor]!] === minute) {
      const incident = order[cursor++]!;
      w.events++;
      // those of a position have begun
      if (w.iPhase[incident] === NONE) beginIncident(w, incident, tape.minute[incident]!);
    }
    if (w.nNewNeeds > 0) askAllNew(w);
    if (w.nOffered > 0) sendOfferedHome(w);
    applyPosture(w);
    closeMinute(w);
    if (w.measuringBegins) {
      w.measuringBegins = false;
      beginMeasuring(w);
    }
    if (w.anyDirty) wakeNextMinute(w);
  }
  w.now = horizon;
}

/** Everything due this minute, in order of kind; the scan comes before new demand. */
function handleEvents(w: World, minute: number): void {
  const { calendar } = w;
  let scanned = false;
  for (;;) {
    // what arrives without a journey is on the scene at once
    if (w.arrivals.length > 0) land(w);
    const due = peekMinute(calendar) === minute;
    if (due) {
      const payload = pop(calendar);
      const kind = calendar.poppedKind;
      if (kind >= EVENT.incidentStart && !scanned) {
        scanned = true;
        scanNow(w);
      }
      w.events++;
      handle(w, kind, payload);
    } else if (!scanned) {
      scanned = true;
      scanNow(w);
    } else return;
  }
}

function scanNow(w: World): void {
  if (w.anyDirty || w.answersDue > 0) {
    scan(w);
    if (w.arrivals.length > 0) land(w);
  }
  if (w.nOffered > 0) sendOfferedHome(w);
  applyPosture(w);
}

function handle(w: World, kind: number, payload: number): void {
  switch (kind) {
    case EVENT.stock:
      changeStock(w, payload);
      break;
    case EVENT.posture:
      w.alertNation = w.model.postureChanges[payload]!.alertShare;
      w.pendingPosture = true;
      break;
    case EVENT.lever:
      applyLever(w, payload);
      break;
    case EVENT.tierOpensAtTime:
      openAtTime(w, payload);
      break;
    case EVENT.roads:
      changeRoads(w, payload);
      break;
    case EVENT.holdBack:
      changeHoldBack(w, payload);
      break;
    case EVENT.phaseEnd:
      phaseClockOut(w, payload);
      break;
    case EVENT.workDone:
      workFallsDue(w, payload);
      break;
    case EVENT.dutyEnd:
      endDuty(w, payload);
      break;
    case EVENT.home:
      if (w.bState[payload] === STATE.returning && w.bDue[payload] === w.now) arriveHome(w, payload);
      break;
    case EVENT.recovered:
      if (w.bState[payload] === STATE.recovering && w.bDue[payload] === w.now) endRecovery(w, payload);
      break;
    case EVENT.shiftForgotten:
      if (w.bState[payload] === STATE.warm && w.bDue[payload] === w.now) forgetShift(w, payload);
      break;
    case EVENT.hourChange:
      changeHour(w, payload);
      break;
    case EVENT.patience:
      losePatience(w, payload);
      break;
    case EVENT.reliefAsk:
      askRelief(w, payload);
      break;
    case EVENT.arrive:
      arriveOnScene(w, payload);
      break;
    case EVENT.rested:
      endRest(w, payload);
      break;
    case EVENT.escalationCheck:
      checkEscalation(w, payload);
      break;
    case EVENT.answer:
      answerFallsDue(w, payload);
      break;
    case EVENT.scan:
      w.scanAt = NEVER;
      break;
    case EVENT.decision:
      applyDecision(w, payload);
      break;
    case EVENT.incidentStart:
      beginIncident(w, payload, w.now);
      break;
    case EVENT.needStart:
      startNeed(w, payload);
      break;
    case EVENT.needAsk:
      askEarly(w, payload);
      break;
    default:
      if (payload === NONE) w.measuringBegins = true;
      else if (w.nState[payload] === NEED_OPEN) markNeed(w, payload);
  }
}

function land(w: World): void {
  while (w.arrivals.length > 0) arriveOnScene(w, w.arrivals.pop()!);
}

/** New needs ask in order of priority, then tape order; those that come up meanwhile ask after them. */
function askAllNew(w: World): void {
  let from = 0;
  while (from < w.nNewNeeds) {
    const to = w.nNewNeeds;
    if (to - from > 1) sortNew(w, from, to);
    for (let i = from; i < to; i++) {
      const need = w.newNeeds[i]!;
      if (w.nState[need] === NEED_OPEN) askNew(w, need);
      if (w.arrivals.length > 0) land(w);
    }
    from = to;
  }
  w.nNewNeeds = 0;
}

/** Insertion sort: a minute seldom brings more than a few needs. */
export function sortNew(w: World, from: number, to: number): void {
  const list = w.newNeeds;
  for (let i = from + 1; i < to; i++) {
    const need = list[i]!;
    const rank = w.templateRank[w.nTemplate[need]!]!;
    let at = i;
    while (at > from) {
      const other = list[at - 1]!;
      const otherRank = w.templateRank[w.nTemplate[other]!]!;
      if (otherRank < rank || (otherRank === rank && other <= need)) break;
      list[at] = other;
      at--;
    }
    list[at] = need;
  }
}

/** Something was set free after this minute's scan while somebody waits: scan again in the next minute. */
export function wakeNextMinute(w: World): void {
  const minute = w.now + 1;
  if (w.scanAt === minute) return;
  if (w.nWaitingNeeds === 0) {
    w.capDirty.fill(0);
    w.anyDirty = false;
    return;
  }
  w.scanAt = minute;
  push(w.calendar, minute, EVENT.scan, NONE);
}
