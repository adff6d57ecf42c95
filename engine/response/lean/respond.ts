/**
 * One replication on the lean path (see class.ts): the same minutes in the same order as in response/respond.ts,
 * with the ends of phases in a heap of their own, and units as counts.
 */
import { peekKind, peekMinute, pop, push } from "../../kernel/calendar.ts";
import { NEVER, NONE } from "../../model.ts";
import { beginMeasuring, closeSpells } from "../accounts.ts";
import { fault } from "../fault.ts";
import { observeIncident } from "../incidents.ts";
import { settleObservations } from "../observations.ts";
import { musterPeople } from "../people.ts";
import { openReserve } from "../reserve.ts";
import { sortNew, wakeNextMinute } from "../respond.ts";
import { EVENT, NEED_OPEN, type World } from "../world.ts";
import { INCIDENTS, popEnd } from "./ends.ts";
import { settle } from "./giving.ts";
import { closeMinute } from "./minute.ts";
import { askNew, beginIncident, endIncident, endNeed, losePatience, scan } from "./needs.ts";
import { settleReasons } from "./reasons.ts";
import { beginLean, type Lean } from "./state.ts";

/** Answer the tape that `w.tape` holds, and close the accounts; the world has been reset. */
export function respondLean(w: World): void {
  musterPeople(w);
  openReserve(w);
  if (w.model.warmUp > 0) push(w.calendar, 0, EVENT.account, NONE);
  const s = beginLean(w);
  while (answerMinute(s)) {
    // one minute after another
  }
  close(s);
}

/**
 * The next minute in which something happens; false once there is none before the horizon. A function of its own: V8
 * throws away the code of a loop that is left only once a replication, and with it all that stands in the loop.
 */
function answerMinute(s: Lean): boolean {
  const { w } = s;
  const minute = nextMinute(s);
  if (minute >= s.horizon) return false;
  turnTo(s, minute);
  endPhases(s, minute);
  if (w.calendar.size > 0) beforeScan(s, minute);
  if (w.anyDirty) scan(s);
  if (w.calendar.size > 0) afterScan(s, minute);
  startIncidents(s, minute);
  if (w.nNewNeeds > 0) askAllNew(s);
  closeMinute(s);
  if (w.measuringBegins) {
    w.measuringBegins = false;
    beginMeasuring(w);
  }
  if (w.anyDirty) wakeNextMinute(w);
  return true;
}

function nextMinute(s: Lean): number {
  const { tape, calendar } = s.w;
  let minute = s.cursor < tape.nOrder ? tape.askMinute[tape.order[s.cursor]!]! : NEVER;
  if (s.ends.size > 0) {
    const end = Math.floor(s.ends.keys[0]! / INCIDENTS);
    if (end < minute) minute = end;
  }
  if (calendar.size > 0) {
    const due = peekMinute(calendar);
    if (due < minute) minute = due;
  }
  return minute;
}

/** Incidents of the tape that begin in this minute. */
function startIncidents(s: Lean, minute: number): void {
  const { order, nOrder, askMinute } = s.w.tape;
  while (s.cursor < nOrder && askMinute[order[s.cursor]!] === minute) start(s, order[s.cursor++]!);
}

function turnTo(s: Lean, minute: number): void {
  s.now = minute;
  s.w.now = minute;
  s.minutesLeft = s.horizon - Math.max(minute, 0);
}

function endPhases(s: Lean, minute: number): void {
  const { ends } = s;
  while (ends.size > 0) {
    const key = ends.keys[0]!;
    const incident = key - minute * INCIDENTS;
    if (incident >= INCIDENTS) return;
    popEnd(ends);
    s.w.events++;
    if (s.w.iPhase[incident] === 0) endIncident(s, incident);
  }
}

/** Patience that is over, and the wake-up itself. */
function beforeScan(s: Lean, minute: number): void {
  const { w } = s;
  const { calendar } = w;
  while (peekMinute(calendar) === minute && peekKind(calendar) < EVENT.incidentStart) {
    const payload = pop(calendar);
    w.events++;
    if (calendar.poppedKind === EVENT.patience) losePatience(s, payload);
    else w.scanAt = NEVER;
  }
}

/** Finite sources come back; the warm-up ends with this minute. */
function afterScan(s: Lean, minute: number): void {
  const { w } = s;
  const { calendar } = w;
  while (peekMinute(calendar) === minute) {
    const payload = pop(calendar);
    if (calendar.poppedKind === EVENT.incidentStart) start(s, payload);
    else {
      w.events++;
      w.measuringBegins = true;
    }
  }
}

function start(s: Lean, incident: number): void {
  s.w.events++;
  if (s.w.observes) observeIncident(s.w, incident);
  beginIncident(s, incident);
}

/** New needs ask in order of priority, then tape order. */
function askAllNew(s: Lean): void {
  const { w } = s;
  const n = w.nNewNeeds;
  if (n > 1) sortNew(w, 0, n);
  for (let i = 0; i < n; i++) {
    const need = w.newNeeds[i]!;
    if (w.nState[need] === NEED_OPEN) askNew(s, need);
  }
  w.nNewNeeds = 0;
}

/** What is still open is unfinished; everything under way counts to the horizon. */
function close(s: Lean): void {
  const { w } = s;
  const { nNeeds } = w.tape;
  turnTo(s, s.horizon);
  settleReasons(s);
  for (let need = 0; need < nNeeds; need++) {
    if (w.nState[need] !== NEED_OPEN) continue;
    settleRows(s, need);
    endNeed(s, need, true);
  }
  closeSpells(w);
  settleObservations(w);
  checkPeople(s);
}

/** Units that still serve a need. */
function settleRows(s: Lean, need: number): void {
  const host = s.w.nHost[need]!;
  for (let row = s.w.nBatches[need]!; row !== NONE; row = s.rowNext[row]!) {
    settle(s, row, s.rowOf[row]!, s.rowUnits[row]!, host);
  }
}

/** People are conserved, and nobody is used twice. */
function checkPeople(s: Lean): void {
  const { w } = s;
  const given = new Int32Array(w.committed.length);
  for (let row = 0; row < s.nRows; row++) given[s.rowOf[row]!]! += s.rowUnits[row]!;
  for (let hc = 0; hc < given.length; hc++) {
    const committed = w.committed[hc]!;
    if (given[hc] !== committed || (committed > 0 && committed > s.freeAtHome[hc]!)) {
      fault(
        w,
        `committed units of row ${hc} are ${committed} of ${s.freeAtHome[hc]}, those given add up to ${given[hc]}`,
      );
    }
  }
}
