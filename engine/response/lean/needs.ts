/** Needs on the lean path: asked, met from the tiers that are open, ended. The rules are those of requests.ts and needs.ts. */

import { push } from "../../kernel/calendar.ts";
import { CHAIN, NEVER, NONE } from "../../model.ts";
import { GAVE_UP, HAD_SOME, HAD_TEAM, WENT_ABOVE_FORCE, WENT_ABOVE_REGION } from "../flags.ts";
import { noteAsked, noteLines, noteOutcome, noteWait, observeNeed } from "../outcomes.ts";
import { tierSlot } from "../triggers.ts";
import { enterWaiting, leaveWaiting, someoneAhead } from "../waiting.ts";
import { EVENT, NEED_ENDED, NEED_OPEN } from "../world.ts";
import { pushEnd } from "./ends.ts";
import { giveBack, takeFromTier, tierAvailable } from "./giving.ts";
import { observeThreat } from "./observed.ts";
import { forgetShort } from "./reasons.ts";
import type { Lean } from "./state.ts";
import { orderOf } from "./tables.ts";

/** An incident begins: its needs are open, and a phase on the demand clock runs. */
export function beginIncident(s: Lean, incident: number): void {
  const { w } = s;
  const { tape } = w;
  w.iPhase[incident] = 0;
  w.iPhaseEnd[incident] = NEVER;
  const row = tape.firstPhase[incident]!;
  const first = tape.phaseFirstNeed[row]!;
  const last = first + tape.phaseNeeds[row]!;
  const served = tape.phaseServed[row] === 1;
  for (let need = first; need < last; need++) openNeed(s, need, incident, served);
  if (!served || first === last) runClock(s, incident, row);
}

function runClock(s: Lean, incident: number, row: number): void {
  const end = s.now + s.w.tape.phaseDuration[row]!;
  s.w.iPhaseEnd[incident] = end;
  if (end < s.horizon) pushEnd(s.ends, end, incident);
}

function openNeed(s: Lean, need: number, incident: number, served: boolean): void {
  const { w, t } = s;
  const { tape } = w;
  const template = tape.needTemplate[need]!;
  const cap = t.capOf[template]!;
  const host = tape.force[incident]!;
  const wanted = tape.needUnits[need]!;
  w.nState[need] = NEED_OPEN;
  w.nTemplate[need] = template;
  w.nCap[need] = cap;
  w.nHost[need] = host;
  w.nIncident[need] = incident;
  w.nWanted[need] = wanted;
  w.nTeam[need] = served ? wanted : Math.min(t.team[template]!, wanted);
  w.nGround[need] = 0;
  w.nAsked[need] = s.now;
  w.nStart[need] = s.now;
  w.nFull[need] = NEVER;
  w.nAnswered[need] = 0;
  w.nFlags[need] = 0;
  w.nBatches[need] = NONE;
  w.nLine[need] = 0;
  w.aShort[need] = 0;
  w.aShortSlot[need] = NONE;
  const patience = tape.needPatience[need]!;
  if (patience < NEVER - s.now) push(w.calendar, s.now + patience, EVENT.patience, need);
  noteAsked(w, need);
  move(s, need, wanted, 0);
  w.newNeeds[w.nNewNeeds++] = need;
}

/** Levels at a need's host move by this much in this minute. */
function move(s: Lean, need: number, required: number, ground: number): void {
  const cf = s.w.nCap[need]! * s.nForces + s.w.nHost[need]!;
  if (s.ofThreat.length > 0) observeThreat(s, need, required, ground, 0);
  s.moreRequired[cf]! += required;
  s.moreGround[cf]! += ground;
  if (s.isMoved[cf] === 1) return;
  s.isMoved[cf] = 1;
  s.moved[s.nMoved++] = cf;
}

/** A new need asks: after whoever waits ahead of it in a strict queue; lost if there is no room to wait. */
export function askNew(s: Lean, need: number): void {
  const { w, t } = s;
  const cap = w.nCap[need]!;
  const template = w.nTemplate[need]!;
  const waiting = w.waitingAt[cap * s.nForces + w.nHost[need]!]!;
  if (t.strict[cap] === 1 && someoneAhead(w, need)) {
    if (waiting >= t.queueLimit[template]! || t.lapses[template] === 1) lapseNeed(s, need);
    else {
      beginWaiting(s, need);
      leaveShort(s, need);
    }
    return;
  }
  if (pursue(s, need)) return;
  if (waiting >= t.queueLimit[template]! || t.lapses[template] === 1) lapseNeed(s, need);
}

/** One pass over whoever waits, where something is newly to be had. */
export function scan(s: Lean): void {
  const { w, t, dirty } = s;
  w.anyDirty = false;
  let open = 0;
  for (let cap = 0; cap < dirty.length; cap++) {
    dirty[cap] = w.capDirty[cap]!;
    w.capDirty[cap] = 0;
    open += dirty[cap]!;
  }
  for (let rank = 0; rank < w.waitHead.length; rank++) {
    let need = w.waitHead[rank]!;
    while (need >= 0 && open > 0) {
      const next = w.nWaitNext[need]!;
      const cap = w.nCap[need]!;
      if (w.nWaiting[need] === 1 && dirty[cap] === 1) {
        const met = pursue(s, need);
        if (!met && t.lapses[w.nTemplate[need]!] === 1) lapseNeed(s, need);
        if (!met && t.strict[cap] === 1) {
          // nobody behind is served in this minute
          dirty[cap] = 0;
          open--;
        }
      } else if (t.strict[cap] === 1 && w.nWaiting[need] === 1) {
        open -= dirty[cap]!;
        dirty[cap] = 0;
      }
      need = next;
    }
  }
}

/** Try to meet what a need still misses, now; leaves it on the waiting list if something is missing. */
function pursue(s: Lean, need: number): boolean {
  const { w } = s;
  if ((w.nFlags[need]! & GAVE_UP) !== 0) {
    endWaiting(s, need);
    return true;
  }
  const before = w.nWanted[need]! - w.nGround[need]!;
  const team = w.nTeam[need]!;
  let missing = before;
  if (before > 0) {
    if (team <= 1 || w.nGround[need]! >= team) missing = takePart(s, need, before);
    else missing = takeTeam(s, need, before);
    if (missing < before) noteTaken(s, need, before - missing);
  }
  if (missing > 0) {
    beginWaiting(s, need);
    leaveShort(s, need);
    return false;
  }
  endWaiting(s, need);
  if (w.aShortSlot[need] !== NONE) forgetShort(s, need);
  return true;
}

function beginWaiting(s: Lean, need: number): void {
  if (s.w.nWaiting[need] === 1) return;
  enterWaiting(s.w, need);
  if (s.ofThreat.length > 0) observeThreat(s, need, 0, 0, 1);
}

function endWaiting(s: Lean, need: number): void {
  if (s.w.nWaiting[need] === 0) return;
  leaveWaiting(s.w, need);
  if (s.ofThreat.length > 0) observeThreat(s, need, 0, 0, -1);
}

/** Looked at again at the end of the minute, for what it lacks and why. */
function leaveShort(s: Lean, need: number): void {
  if (s.nLeftShort === s.leftShort.length) {
    const wider = new Int32Array(s.nLeftShort * 2);
    wider.set(s.leftShort);
    s.leftShort = wider;
  }
  s.leftShort[s.nLeftShort++] = need;
}

/** Part-fill: whatever the tiers can give, one after another. Returns what is still missing. */
function takePart(s: Lean, need: number, wanted: number): number {
  const { w, t } = s;
  const cap = w.nCap[need]!;
  const host = w.nHost[need]!;
  const keepsBack = t.keepsBack[w.nTemplate[need]!]!;
  const order = orderOf(t.chain[cap]!);
  let missing = wanted;
  for (let i = 0; i < order.length && missing > 0; i++) {
    const tier = order[i]!;
    if (callTier(s, need, cap, tier)) missing -= takeFromTier(s, need, cap, host, tier, missing, keepsBack);
  }
  return missing;
}

/** A team or nothing. Returns what is still missing. */
function takeTeam(s: Lean, need: number, wanted: number): number {
  const { w, t } = s;
  const cap = w.nCap[need]!;
  const host = w.nHost[need]!;
  const keepsBack = t.keepsBack[w.nTemplate[need]!]!;
  const order = orderOf(t.chain[cap]!);
  let available = 0;
  for (let i = 0; i < order.length && available < wanted; i++) {
    const tier = order[i]!;
    if (callTier(s, need, cap, tier)) available += tierAvailable(s, cap, host, tier, keepsBack);
  }
  let missing = wanted;
  if (w.nGround[need]! + available < w.nTeam[need]!) return missing;
  for (let i = 0; i < order.length && missing > 0; i++) {
    const tier = order[i]!;
    if ((w.nAnswered[need]! & (1 << tier)) !== 0) {
      missing -= takeFromTier(s, need, cap, host, tier, missing, keepsBack);
    }
  }
  return missing;
}

/** Whether a tier has answered: it does at once when called, unless its trigger never fires. */
function callTier(s: Lean, need: number, cap: number, tier: number): boolean {
  const { w } = s;
  const bit = 1 << tier;
  if ((w.nAnswered[need]! & bit) !== 0) return true;
  if (tier > 1) {
    if ((s.t.opens[cap]! & bit) === 0) return false;
    const slot = tierSlot(w, cap, tier, w.nHost[need]!);
    if (w.tierOpen[slot] === NEVER) {
      w.tierOpen[slot] = s.now;
      w.tiersFired[cap]!++;
      // whoever was left short before may now ask it too
      w.capDirty[cap] = 1;
      w.anyDirty = true;
    }
    if (s.t.chain[cap] === CHAIN.up) {
      w.nFlags[need]! |= tier === 2 ? WENT_ABOVE_FORCE : WENT_ABOVE_FORCE | WENT_ABOVE_REGION;
    }
  }
  w.nAnswered[need]! |= bit;
  return true;
}

/** Units have come, and are on the ground. */
function noteTaken(s: Lean, need: number, units: number): void {
  const { w } = s;
  const cf = w.nCap[need]! * s.nForces + w.nHost[need]!;
  const ground = w.nGround[need]!;
  move(s, need, 0, units);
  if (s.t.expected[w.nTemplate[need]!] === 1) w.heldMinutes[cf]! += units * s.minutesLeft;
  const flags = w.nFlags[need]!;
  if ((flags & HAD_TEAM) === 0 && ground >= w.nTeam[need]!) {
    w.nFlags[need] = flags | HAD_SOME | HAD_TEAM;
    noteWait(w, need);
  } else w.nFlags[need] = flags | HAD_SOME;
  // the yardsticks are for needs that went above their force, and these have by now
  if ((flags & WENT_ABOVE_FORCE) !== 0) noteLines(w, need);
  if (ground < w.nWanted[need]!) return;
  w.nFull[need] = s.now;
  startServedClock(s, w.nIncident[need]!);
}

/** A served clock starts when all presence that has not lapsed is there. */
function startServedClock(s: Lean, incident: number): void {
  const { w } = s;
  const { tape } = w;
  const row = tape.firstPhase[incident]!;
  if (tape.phaseServed[row] === 0 || w.iPhase[incident] !== 0 || w.iPhaseEnd[incident] !== NEVER) return;
  const first = tape.phaseFirstNeed[row]!;
  const last = first + tape.phaseNeeds[row]!;
  let presence = 0;
  for (let need = first; need < last; need++) {
    if (w.nState[need] !== NEED_OPEN) continue;
    presence++;
    if (w.nGround[need]! < w.nWanted[need]!) return;
  }
  if (presence > 0) runClock(s, incident, row);
}

/** Patience is over. */
export function losePatience(s: Lean, need: number): void {
  const { w } = s;
  if (w.nState[need] !== NEED_OPEN || (w.nFlags[need]! & HAD_TEAM) !== 0) return;
  if (w.nGround[need]! < w.nWanted[need]!) lapseNeed(s, need);
}

/** Nothing more is to be had and it does not wait: it keeps what it has, or ends if it has nobody. */
function lapseNeed(s: Lean, need: number): void {
  const { w } = s;
  endWaiting(s, need);
  if (w.nGround[need]! > 0) {
    w.nFlags[need]! |= GAVE_UP;
    leaveShort(s, need);
    return;
  }
  if (w.observes && w.nAsked[need]! >= 0) observeNeed(w, need, "lapsed", 1);
  const incident = w.nIncident[need]!;
  endNeed(s, need, false);
  const { tape } = w;
  const row = tape.firstPhase[incident]!;
  if (tape.phaseServed[row] === 0) return;
  const first = tape.phaseFirstNeed[row]!;
  const last = first + tape.phaseNeeds[row]!;
  for (let other = first; other < last; other++) {
    if (w.nState[other] !== NEED_OPEN) continue;
    startServedClock(s, incident);
    return;
  }
  endIncident(s, incident);
}

/** The phase is over, and with it the incident: whoever is left goes. A finite source comes back after its gap. */
export function endIncident(s: Lean, incident: number): void {
  const { w } = s;
  const { tape } = w;
  const row = tape.firstPhase[incident]!;
  const first = tape.phaseFirstNeed[row]!;
  const last = first + tape.phaseNeeds[row]!;
  w.iPhase[incident] = ENDED;
  for (let need = first; need < last; need++) if (w.nState[need] === NEED_OPEN) endNeed(s, need, false);
  const next = tape.next[incident]!;
  if (next === NONE) return;
  const start = s.now + tape.nextGap[incident]!;
  if (start < s.horizon) push(w.calendar, start, EVENT.incidentStart, next);
}
const ENDED = -2;

/** Take a need off the books; at the horizon it is unfinished, and what stands still stands. */
export function endNeed(s: Lean, need: number, unfinished: boolean): void {
  const { w } = s;
  endWaiting(s, need);
  w.nState[need] = NEED_ENDED;
  if (!unfinished) {
    const cap = w.nCap[need]!;
    const host = w.nHost[need]!;
    const cf = cap * s.nForces + host;
    const ground = w.nGround[need]!;
    move(s, need, -w.nWanted[need]!, -ground);
    if (ground > 0) {
      if (s.t.expected[w.nTemplate[need]!] === 1) w.heldMinutes[cf]! -= ground * s.minutesLeft;
      giveBack(s, need, cap, host);
    }
    if (w.aShortSlot[need] !== NONE) forgetShort(s, need);
  }
  noteOutcome(w, need, unfinished);
}
