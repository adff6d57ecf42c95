/**
 * Answering a need: its own people first, then the tiers in the order of its coordination chain, each
 * asked once with its delay, until it is met or nobody is left to ask (model.md §5).
 */
import { push } from "../kernel/calendar.ts";
import { CHAIN, NEVER, NONE, TIERS } from "../model.ts";
import { takeFromTier, tierAvailable, tierIsEmpty } from "./donors.ts";
import { recallRested } from "./duty.ts";
import { ANSWER_DUE, GAVE_UP, WENT_ABOVE_FORCE, WENT_ABOVE_REGION } from "./flags.ts";
import { markNeed } from "./marks.ts";
import { lapseNeed, missingUnits, releaseReserved, startReserved } from "./needs.ts";
import { preempt } from "./preempt.ts";
import { takeSerials } from "./serials.ts";
import { standIn, wakeStoodFor } from "./substitutes.ts";
import { traceNeed } from "./trace.ts";
import { hasRatio, noteTaken, testRatios, tierCalled, tierSlot } from "./triggers.ts";
import { comesBefore, enterWaiting, leaveWaiting, someoneAhead } from "./waiting.ts";
import { EVENT, type World } from "./world.ts";

const ORDER_UP = [1, 2, 3, 4];
const ORDER_DOWN = [3, 2, 1, 4];
const ORDER_NATIONAL = [3, 4];

const orderOf = (chain: number): readonly number[] =>
  chain === CHAIN.up ? ORDER_UP : chain === CHAIN.down ? ORDER_DOWN : ORDER_NATIONAL;

/**
 * Try to meet what a need still misses, now. Leaves it on the waiting list if something is missing.
 *
 * @returns whether all it wants is on the ground, under way or pledged
 */
export function pursue(w: World, need: number): boolean {
  const cap = w.nCap[need]!;
  const capability = w.model.capabilities[cap]!;
  if ((w.nFlags[need]! & GAVE_UP) !== 0) {
    leaveWaiting(w, need);
    return true;
  }
  if ((capability.duty !== null || w.substitution) && w.nResting[need]! > w.nPledged[need]!) recallRested(w, need);
  const before = missingUnits(w, need);
  let missing = before;
  if (missing > 0) {
    const has = w.nWanted[need]! - missing;
    const team = w.nTeam[need]!;
    if (has - w.nReserved[need]! >= team || team <= 1) missing = takePart(w, need, missing);
    else missing = takeTeam(w, need, missing);
  }
  const byHand = w.interventions !== null && w.interventions.byHand[cap] === 1;
  if (missing > 0 && w.nOutstanding[need] === 0 && capability.substitutes !== undefined && !byHand) {
    missing = standIn(w, need, missing, takePart);
  }
  if (missing > 0 && w.nOutstanding[need] === 0 && w.model.needTemplates[w.nTemplate[need]!]!.mayPreempt) {
    missing -= preempt(w, need, missing);
  }
  markNeed(w, need);
  if (missing < before) noteTaken(w, cap);
  if (missing <= 0) {
    leaveWaiting(w, need);
    return true;
  }
  testRatios(w, need);
  enterWaiting(w, need);
  return false;
}

/** Part-fill: whatever the answered tiers can give, then the next tier. Returns what is still missing. */
function takePart(w: World, need: number, wanted: number): number {
  let missing = wanted;
  const cap = w.nCap[need]!;
  const order = orderOf(w.model.capabilities[cap]!.chain);
  const byHand = w.interventions !== null && w.interventions.byHand[cap] === 1;
  for (let i = 0; i < order.length && missing > 0; i++) {
    const tier = order[i]!;
    if (byHand && tier > 1) continue;
    if ((w.nAnswered[need]! & (1 << tier)) === 0 && !callTier(w, need, tier)) {
      if (w.nOutstanding[need] !== 0) break;
      continue;
    }
    missing -= takeFromTier(w, need, tier, missing, false);
    if (missing > 0 && w.pools[cap] === 1) missing -= takeSerials(w, need, tier, missing);
  }
  return missing;
}

/**
 * A team or nothing: keep what answered tiers gave, unmoved, until the last called tier answers; if it is
 * then incomplete, free it all. Returns what is still missing.
 */
function takeTeam(w: World, need: number, wanted: number): number {
  const order = orderOf(w.model.capabilities[w.nCap[need]!]!.chain);
  const has = w.nWanted[need]! - wanted;
  const byHand = w.interventions !== null && w.interventions.byHand[w.nCap[need]!] === 1;
  let available = 0;
  for (let i = 0; i < order.length && available < wanted; i++) {
    const tier = order[i]!;
    if (byHand && tier > 1) continue;
    if ((w.nAnswered[need]! & (1 << tier)) === 0 && !callTier(w, need, tier)) {
      if (w.nOutstanding[need] !== 0) break;
      continue;
    }
    available += tierAvailable(w, need, tier);
  }
  const complete = has + available >= w.nTeam[need]!;
  if (!complete && w.nOutstanding[need] === 0) {
    releaseReserved(w, need);
    return missingUnits(w, need);
  }
  let missing = wanted;
  for (let i = 0; i < order.length && missing > 0; i++) {
    const tier = order[i]!;
    if (byHand && tier > 1) continue;
    if ((w.nAnswered[need]! & (1 << tier)) !== 0) missing -= takeFromTier(w, need, tier, missing, !complete);
  }
  if (complete) startReserved(w, need);
  return missing;
}

/**
 * Call a tier that this need has not called yet.
 *
 * @returns whether it has answered already (no delay); with a delay the need has an outstanding answer
 */
function callTier(w: World, need: number, tier: number): boolean {
  if (w.nOutstanding[need] !== 0) return false;
  const cap = w.nCap[need]!;
  if (tier === 1) {
    w.nAnswered[need]! |= 2;
    return true;
  }
  if (w.model.capabilities[cap]!.tiers[tier] === undefined || !tierCalled(w, need, tier)) return false;
  return askTier(w, need, tier);
}

/**
 * Ask a tier that is called: its answer falls due when it is open and its coordination delay is over.
 *
 * @returns whether it has answered already
 */
export function askTier(w: World, need: number, tier: number): boolean {
  const cap = w.nCap[need]!;
  const capability = w.model.capabilities[cap]!;
  const host = w.nHost[need]!;
  const rule = capability.tiers[tier]!;
  if (capability.chain === CHAIN.up) noteWentAbove(w, need, tier);
  const due = Math.max(w.now, w.tierOpen[tierSlot(w, cap, tier, host)]!) + rule.coordinationDelay;
  if (due <= w.now) {
    w.nAnswered[need]! |= 1 << tier;
    return true;
  }
  w.nOutstanding[need] = tier;
  w.nAnswerDue[need] = due;
  if (due < w.model.horizon) push(w.calendar, due, EVENT.answer, need);
  if (w.trace !== null) traceNeed(w, `asks tier ${tier}`, need, missingUnits(w, need));
  markNeed(w, need);
  return false;
}

function noteWentAbove(w: World, need: number, tier: number): void {
  w.nFlags[need]! |= tier === 2 ? WENT_ABOVE_FORCE : WENT_ABOVE_FORCE | WENT_ABOVE_REGION;
}

/** An answer falls due: the tier's stock is looked at in this minute's scan. */
export function answerFallsDue(w: World, need: number): void {
  if (w.nState[need] !== 1 || w.nOutstanding[need] === 0 || w.nAnswerDue[need] !== w.now) return;
  w.nAnswered[need]! |= 1 << w.nOutstanding[need]!;
  w.nOutstanding[need] = 0;
  w.nAnswerDue[need] = NEVER;
  w.answersDue++;
  w.capAnswers[w.nCap[need]!]!++;
  w.nLine[need]! |= ANSWER_DUE;
  markNeed(w, need);
}

/**
 * One pass over whoever waits: by priority, ask minute, need id. Needs whose capability has nothing new, and
 * which have no answer, are passed over; in a strict queue whoever cannot be served holds up those behind.
 */
export function scan(w: World): void {
  w.capBlocked.fill(0);
  // what the scan itself sets free is served in a later scan
  const dirty = scanDirty(w);
  w.capDirty.fill(0);
  w.anyDirty = false;
  w.answersDue = 0;
  let nWalked = 0;
  for (let cap = 0; cap < w.nCaps; cap++) {
    if (dirty[cap] === 1 || w.capAnswers[cap]! > 0) w.walked[nWalked++] = cap;
    w.capAnswers[cap] = 0;
  }
  for (let lists = 0; lists < w.waitHead.length; lists += w.nCaps) {
    for (let i = 0; i < nWalked; i++) w.walkAt[i] = w.waitHead[lists + w.walked[i]!]!;
    for (let i = nextInWalk(w, nWalked); i !== NONE; i = nextInWalk(w, nWalked)) {
      const need = w.walkAt[i]!;
      w.walkAt[i] = w.nWaitNext[need]!;
      // else it ended or was met meanwhile
      if (w.nWaiting[need] === 1) tryAgain(w, need, dirty[w.walked[i]!]!);
    }
  }
}

/** Among the capabilities that are walked: whose turn it is; NONE: all are through. */
function nextInWalk(w: World, nWalked: number): number {
  let first: number = NONE;
  for (let i = 0; i < nWalked; i++) {
    const need = w.walkAt[i]!;
    if (need !== NONE && (first === NONE || comesBefore(w, need, w.walkAt[first]!))) first = i;
  }
  return first;
}

/** One that waits is looked at again, if there may be something new for it. */
function tryAgain(w: World, need: number, dirty: number): void {
  const cap = w.nCap[need]!;
  const strict = w.model.capabilities[cap]!.strictQueue;
  const due = (w.nLine[need]! & ANSWER_DUE) !== 0;
  if ((dirty === 0 && !due) || w.capBlocked[cap] === 1) {
    if (strict) w.capBlocked[cap] = 1;
    return;
  }
  w.nLine[need]! &= ~ANSWER_DUE;
  if (!due && nothingForIt(w, need)) {
    if (strict) w.capBlocked[cap] = 1;
    return;
  }
  const met = pursue(w, need);
  settleShort(w, need, met);
  if (!met && strict) w.capBlocked[cap] = 1;
}

/**
 * Whether a need that waits would go away empty-handed and change nothing: it has nobody of its own to recall, its host
 * and every tier it can ever ask (all have answered) have no unit, and neither stand-ins, serials, pre-emption nor a
 * ratio come into it. A long backlog is passed over by this.
 */
function nothingForIt(w: World, need: number): boolean {
  const cap = w.nCap[need]!;
  const tiers = w.callable[cap]!;
  if ((w.nAnswered[need]! & tiers) !== tiers || w.nOutstanding[need] !== 0 || w.nOffered > 0) return false;
  if (w.nResting[need] !== 0 || w.nReserved[need] !== 0 || (w.nFlags[need]! & GAVE_UP) !== 0) return false;
  const capability = w.model.capabilities[cap]!;
  if (w.pools[cap] === 1 || capability.substitutes !== undefined || hasRatio(capability)) return false;
  const template = w.model.needTemplates[w.nTemplate[need]!]!;
  if (template.mayPreempt || template.ifShort === "lapse") return false;
  for (let tier = 2; tier <= TIERS; tier++) {
    if ((tiers & (1 << tier)) !== 0 && !tierIsEmpty(w, need, tier)) return false;
  }
  // that it meets the gap of what its host has lent is still to be put down
  const own = cap * w.nHolders + w.nHost[need]!;
  if (w.away[own]! > 0 && w.gap[own] === 0) return false;
  const { donors, donorStart } = w.model;
  const row = (cap * w.nForces + w.nHost[need]!) * TIERS;
  for (let i = donorStart[row]!; i < donorStart[row + 1]!; i++) {
    if (w.free[cap * w.nHolders + donors[i]!]! > 0) return false;
  }
  return true;
}

let dirtyCopy = new Uint8Array(64);
function scanDirty(w: World): Uint8Array {
  if (dirtyCopy.length < w.nCaps) dirtyCopy = new Uint8Array(w.nCaps * 2);
  dirtyCopy.set(w.capDirty);
  if (w.substitution) wakeStoodFor(w, dirtyCopy);
  return dirtyCopy;
}

/** A new need asks: after whoever waits ahead of it in a strict queue; lost if there is no room to wait. */
export function askNew(w: World, need: number): void {
  const cap = w.nCap[need]!;
  const template = w.model.needTemplates[w.nTemplate[need]!]!;
  const waiting = w.waitingAt[cap * w.nForces + w.nHost[need]!]!;
  if (w.model.capabilities[cap]!.strictQueue && someoneAhead(w, need)) {
    if (waiting >= template.queueLimit || template.ifShort === "lapse") lapseNeed(w, need);
    else {
      testRatios(w, need);
      enterWaiting(w, need);
    }
    return;
  }
  const met = pursue(w, need);
  if (!met && waiting >= template.queueLimit) {
    lapseNeed(w, need);
    return;
  }
  settleShort(w, need, met);
}

/** A need that does not wait lapses once every called tier has answered. */
export function settleShort(w: World, need: number, met: boolean): void {
  if (met || w.nOutstanding[need] !== 0 || w.nState[need] !== 1) return;
  // whoever has the seat may still ask for it
  if (w.interventions !== null && w.interventions.byHand[w.nCap[need]!] === 1) return;
  if (w.model.needTemplates[w.nTemplate[need]!]!.ifShort === "lapse") lapseNeed(w, need);
}
