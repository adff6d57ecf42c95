/**
 * A person in the dispatcher's seat: each decision is tested against what is possible in its minute and then taken, or
 * refused with the reason and both numbers; a refused one changes nothing. What is taken goes the way that doctrine's own
 * answers go, so every account holds with decisions as without.
 */
import { push } from "../kernel/calendar.ts";
import { CHAIN, type Decision, type IncidentName, NEVER, NONE, TIERS } from "../model.ts";
import { allocate } from "./allocation.ts";
import { declines, unitsAvailable } from "./donors.ts";
import { GAVE_UP } from "./flags.ts";
import { release } from "./going-home.ts";
import { endHoldBackAt, isClosed, journey, setHeldBack } from "./interventions.ts";
import { markNeed } from "./marks.ts";
import { askAgain, lapseNeed, missingUnits, startReserved } from "./needs.ts";
import { notePresence } from "./outcomes.ts";
import { lendableIfBack } from "./people.ts";
import { askTier } from "./requests.ts";
import { traceOther } from "./trace.ts";
import { fire, noteTaken, tierSlot } from "./triggers.ts";
import { dutyLeft, splitBatch } from "./units.ts";
import { leaveWaiting } from "./waiting.ts";
import { changeRate } from "./work.ts";
import { EVENT, NEED_OPEN, STATE, type World } from "./world.ts";

/** Why a decision is refused. `asked` and `possible` of the event are what was wanted and what there is. */
export type RefusalReason =
  | "no such incident"
  | "incident over"
  | "not asked for"
  | "not so many missing"
  | "gave up"
  | "no donor"
  | "no such tier"
  | "called already"
  | "not called"
  | "recalled before"
  | "road closed"
  | "declines"
  | "not so many free"
  | "held back"
  | "team incomplete"
  | "not so many there"
  | "not enough duty left"
  | "same incident"
  | "does not travel"
  | "ends before it begins"
  | "has the seat already"
  | "has not the seat";

interface Refusal {
  readonly reason: RefusalReason;
  readonly asked?: number;
  readonly possible?: number;
}

/** `done`: taken; a minute: to be looked at again then, when an answer falls due. */
type Outcome = "done" | number | Refusal;

const DONE = 1;

/** The minute of a decision has come, or that of the answer it waits for, or the end of an order to lend nothing. */
export function applyDecision(w: World, at: number): void {
  const decision = w.model.decisions![at]!;
  const { settled } = w.interventions!;
  if (settled[at] === DONE) {
    if (decision.kind === "hold") setHeldBack(w, decision.capability, decision.holders, -1);
    return;
  }
  const outcome = take(w, decision, at);
  if (typeof outcome === "number") {
    if (w.trace !== null) tell(w, "decision waits", at, decision, { until: outcome });
    if (outcome < w.model.horizon) push(w.calendar, outcome, EVENT.decision, at);
    return;
  }
  settled[at] = DONE;
  if (w.trace === null) return;
  if (outcome === "done") tell(w, "decision", at, decision, {});
  else tell(w, "decision refused", at, decision, { ...outcome });
}

function tell(
  w: World,
  event: string,
  at: number,
  decision: Decision,
  more: Readonly<Record<string, string | number>>,
): void {
  traceOther(w, event, {
    decision: at,
    kind: decision.kind,
    ...(decision.capability === NONE ? {} : { capability: w.model.capabilities[decision.capability]!.id }),
    ...more,
  });
}

function take(w: World, decision: Decision, at: number): Outcome {
  switch (decision.kind) {
    case "call":
      return call(w, decision);
    case "seat":
      return takeSeat(w, decision);
    case "send":
      return send(w, decision);
    case "hold":
      if (decision.until <= w.now) return { reason: "ends before it begins", asked: decision.until, possible: w.now };
      setHeldBack(w, decision.capability, decision.holders, 1);
      endHoldBackAt(w, decision.until, at);
      return "done";
    case "recall":
      return recall(w, decision);
    default:
      return redeploy(w, decision);
  }
}

type Of<K extends Decision["kind"]> = Decision & { readonly kind: K };

function call(w: World, { capability: cap, tier, region }: Of<"call">): Outcome {
  const { tiers, chain } = w.model.capabilities[cap]!;
  if (tiers[tier] === undefined || (chain === CHAIN.national && tier === 2) || !hasDonors(w, cap, tier)) {
    return { reason: "no such tier" };
  }
  const slot = (cap * 5 + tier) * w.maxRegions + (tier === 2 ? region : 0);
  const opens = w.tierOpen[slot]!;
  if (opens !== NEVER) return { reason: "called already", asked: w.now, possible: opens };
  fire(w, cap, tier, slot, tier === 2 ? region : 0);
  return "done";
}

/** Whether anybody is in this tier for any host. */
function hasDonors(w: World, cap: number, tier: number): boolean {
  const { donorStart, capabilities } = w.model;
  const national = capabilities[cap]!.chain === CHAIN.national && tier < TIERS;
  for (let host = 0; host < w.nForces; host++) {
    const row = (cap * w.nForces + host) * TIERS;
    if (donorStart[row + tier]! > donorStart[national ? row : row + tier - 1]!) return true;
  }
  return false;
}

function takeSeat(w: World, { capability: cap, taken }: Of<"seat">): Outcome {
  const { byHand } = w.interventions!;
  if ((byHand[cap] === 1) === taken) return { reason: taken ? "has the seat already" : "has not the seat" };
  byHand[cap] = taken ? 1 : 0;
  // doctrine looks at whoever waits; reasons for what is short may be others now
  w.capDirty[cap] = 1;
  w.anyDirty = true;
  w.poolChanged[cap] = 1;
  w.tiersFired[cap]!++;
  return "done";
}

function send(w: World, { capability: cap, to, from, units }: Of<"send">): Outcome {
  const need = needThatMisses(w, cap, to, units);
  if (typeof need !== "number") return need;
  const missing = missingUnits(w, need);
  if (units > missing) return { reason: "not so many missing", asked: units, possible: Math.max(0, missing) };
  const donors = from.filter((holder) => tierFor(w, cap, w.nHost[need]!, holder) !== 0);
  if (donors.length === 0) return { reason: "no donor" };
  const answered = answersFor(w, need, donors);
  if (answered !== "done") return answered;
  const gives = donors.map((holder) => unitsAvailable(w, need, holder, tierFor(w, cap, w.nHost[need]!, holder)));
  const possible = gives.reduce((sum, some) => sum + some, 0);
  if (possible < units) return { reason: whyFewer(w, need, donors), asked: units, possible };
  const has = w.nWanted[need]! - missing;
  const team = w.nTeam[need]!;
  if (team > 1 && has + units < team) return { reason: "team incomplete", asked: units, possible: team - has };
  let left = units;
  donors.forEach((holder, i) => {
    const here = Math.min(left, gives[i]!);
    if (here <= 0) return;
    left -= here;
    allocate(w, need, holder, here, bookedTier(w, cap, w.nHost[need]!, holder), false);
  });
  startReserved(w, need);
  gained(w, need);
  return "done";
}

/** Who gave takes the way of doctrine's own answers from here. */
function gained(w: World, need: number): void {
  markNeed(w, need);
  noteTaken(w, w.nCap[need]!);
  if (missingUnits(w, need) <= 0) leaveWaiting(w, need);
}

/** The need has asked the tiers of these donors and has their answers; else it asks now, and the decision waits for them. */
function answersFor(w: World, need: number, donors: readonly number[]): Outcome {
  const cap = w.nCap[need]!;
  const host = w.nHost[need]!;
  for (const holder of donors) {
    const tier = asTier(w, cap, tierFor(w, cap, host, holder));
    if (tier === 1) {
      w.nAnswered[need]! |= 2;
      continue;
    }
    const opens = w.tierOpen[tierSlot(w, cap, tier, host)]!;
    if (opens === NEVER) return { reason: "not called", asked: tier };
    if ((w.nAnswered[need]! & (1 << tier)) !== 0) continue;
    if (w.nOutstanding[need] !== 0) return w.nAnswerDue[need]!;
    if (!askTier(w, need, tier)) return w.nAnswerDue[need]!;
  }
  return "done";
}

/** The tier of a holder for a host, 0 where it is never asked: it has none of these units, or may not fill the need. */
function tierFor(w: World, cap: number, host: number, holder: number): number {
  const { donorStart, donors } = w.model;
  const row = (cap * w.nForces + host) * TIERS;
  for (let tier = 1; tier <= TIERS; tier++) {
    for (let i = donorStart[row + tier - 1]!; i < donorStart[row + tier]!; i++) if (donors[i] === holder) return tier;
  }
  return 0;
}

/** Under a national chain all holders, the host's own included, are asked by tier 3's rule. */
const asTier = (w: World, cap: number, tier: number): number =>
  w.model.capabilities[cap]!.chain === CHAIN.national && tier < TIERS ? 3 : tier;

/** The tier that units are booked under: the host's own are its own under every chain. */
function bookedTier(w: World, cap: number, host: number, holder: number): number {
  const tier = tierFor(w, cap, host, holder);
  return tier === 1 ? 1 : asTier(w, cap, tier);
}

function whyFewer(w: World, need: number, donors: readonly number[]): RefusalReason {
  const cap = w.nCap[need]!;
  const { refusal } = w.model.capabilities[cap]!;
  const { recalled, held } = w.interventions!;
  if (donors.every((holder) => recalled.has(need * w.nHolders + holder))) return "recalled before";
  if (donors.every((holder) => isClosed(w, need, holder))) return "road closed";
  if (donors.every((holder) => held[cap * w.nHolders + holder]! > 0)) return "held back";
  const lends = (holder: number) => tierFor(w, cap, w.nHost[need]!, holder) > 1;
  if (refusal > 0 && donors.every((holder) => lends(holder) && declines(w, need, holder, refusal))) return "declines";
  return "not so many free";
}

function recall(w: World, { capability: cap, of, from, units }: Of<"recall">): Outcome {
  const incident = incidentNamed(w, of);
  if (incident === NONE) return { reason: "no such incident" };
  const batches = batchesAt(w, cap, incident, from);
  const there = unitsOf(w, batches);
  if (units > there) return { reason: "not so many there", asked: units, possible: there };
  let left = units;
  const losers = new Set<number>();
  for (const batch of batches) {
    if (left <= 0) break;
    const here = Math.min(left, w.bCount[batch]!);
    left -= here;
    const need = w.bNeed[batch]!;
    losers.add(need);
    w.interventions!.recalled.add(need * w.nHolders + w.bHolder[batch]!);
    release(w, here < w.bCount[batch]! ? splitBatch(w, batch, here) : batch, true);
  }
  for (const need of losers) lost(w, need);
  return "done";
}

function redeploy(w: World, { capability: cap, of, to, from, units }: Of<"redeploy">): Outcome {
  if (!w.model.capabilities[cap]!.travels) return { reason: "does not travel" };
  const incident = incidentNamed(w, of);
  if (incident === NONE) return { reason: "no such incident" };
  const need = needThatMisses(w, cap, to, units);
  if (typeof need !== "number") return need;
  if (w.nIncident[need] === incident) return { reason: "same incident" };
  const missing = missingUnits(w, need);
  if (units > missing) return { reason: "not so many missing", asked: units, possible: Math.max(0, missing) };
  const team = w.nTeam[need]!;
  const has = w.nWanted[need]! - missing;
  if (team > 1 && has + units < team) return { reason: "team incomplete", asked: units, possible: team - has };
  const there = batchesAt(w, cap, incident, from).filter((batch) => movable(w, batch));
  if (unitsOf(w, there) < units) return { reason: "not so many there", asked: units, possible: unitsOf(w, there) };
  const host = w.nHost[need]!;
  const fresh = there.filter((batch) => dutyLeft(w, batch) >= journey(w, placeOf(w, batch), host) + 60);
  if (unitsOf(w, fresh) < units) return { reason: "not enough duty left", asked: units, possible: unitsOf(w, fresh) };
  const moves = sharesOf(w, fresh, units);
  let possible = 0;
  for (const { holder, units: some, lent } of moves.values()) {
    const tier = tierFor(w, cap, host, holder);
    if (tier === 0) return { reason: "no donor" };
    const asked = asTier(w, cap, tier);
    if (asked > 1 && !(w.tierOpen[tierSlot(w, cap, asked, host)]! <= w.now)) return { reason: "not called", asked };
    // at home whoever is out beyond those present is not replaced
    const atHome = some + Math.min(0, w.free[cap * w.nHolders + holder]!);
    possible += tier === 1 ? Math.max(0, atHome) : Math.min(some, lendableIfBack(w, cap, holder, some, lent));
  }
  if (possible < units) return { reason: "held back", asked: units, possible };
  const losers = new Set<number>();
  let left = units;
  for (const batch of fresh) {
    if (left <= 0) break;
    const here = Math.min(left, w.bCount[batch]!);
    left -= here;
    losers.add(w.bNeed[batch]!);
    release(w, here < w.bCount[batch]! ? splitBatch(w, batch, here) : batch);
  }
  for (const { holder, units: some } of moves.values()) {
    allocate(w, need, holder, some, bookedTier(w, cap, host, holder), false);
  }
  startReserved(w, need);
  gained(w, need);
  for (const loser of losers) lost(w, loser);
  return "done";
}

/** Where a batch would set out from: its home while it has not set out, else the host that it is at or on the way to. */
const placeOf = (w: World, batch: number): number =>
  w.bState[batch] === STATE.enRoute && w.now < w.bSince[batch]! ? w.bHolder[batch]! : w.bHost[batch]!;

/** On duty or on the way; a pooled unit cannot be handed on. */
const movable = (w: World, batch: number): boolean =>
  (w.bState[batch] === STATE.onTheGround || w.bState[batch] === STATE.enRoute) && w.bParts[batch] === NONE;

/** What each holder gives of `units`, in the order of the batches, and how much of it was lent. */
function sharesOf(w: World, batches: readonly number[], units: number) {
  const moves = new Map<number, { readonly holder: number; units: number; lent: number }>();
  let left = units;
  for (const batch of batches) {
    const here = Math.min(left, w.bCount[batch]!);
    if (here <= 0) break;
    left -= here;
    const holder = w.bHolder[batch]!;
    const move = moves.get(holder) ?? { holder, units: 0, lent: 0 };
    move.units += here;
    if (w.bTier[batch]! > 1) move.lent += here;
    moves.set(holder, move);
  }
  return moves;
}

/** A need whose units were taken away by a decision asks anew with its first ask minute, or lapses if it does not wait. */
function lost(w: World, need: number): void {
  if (w.nState[need] !== NEED_OPEN) return;
  markNeed(w, need);
  notePresence(w, need);
  changeRate(w, need);
  const gone = w.nGround[need]! + w.nEnRoute[need]! + w.nResting[need]! + w.nReserved[need]! === 0;
  const template = w.model.needTemplates[w.nTemplate[need]!]!;
  if (template.ifShort === "lapse" && gone) lapseNeed(w, need);
  else if (missingUnits(w, need) > 0) askAgain(w, need);
}

/** Units of these holders (of none named: of all) at an incident: those under way first, then on the ground, then resting. */
function batchesAt(w: World, cap: number, incident: number, from: readonly number[]): number[] {
  const found: number[] = [];
  for (let need = w.openHead[cap]!; need !== NONE; need = w.nOpenNext[need]!) {
    if (w.nIncident[need] !== incident) continue;
    for (let batch = w.nBatches[need]!; batch !== NONE; batch = w.bNext[batch]!) {
      if (w.bCap[batch] !== cap || (from.length > 0 && !from.includes(w.bHolder[batch]!))) continue;
      found.push(batch);
    }
  }
  const rank = (batch: number) => from.indexOf(w.bHolder[batch]!);
  return found.sort(
    (a, b) => rank(a) - rank(b) || w.bState[a]! - w.bState[b]! || w.bAllocated[b]! - w.bAllocated[a]! || a - b,
  );
}

const unitsOf = (w: World, batches: readonly number[]): number =>
  batches.reduce((sum, batch) => sum + w.bCount[batch]!, 0);

/** The first open need of the capability at an incident that misses somebody. */
function needThatMisses(w: World, cap: number, name: IncidentName, units: number): number | Refusal {
  const incident = incidentNamed(w, name);
  if (incident === NONE) return { reason: "no such incident" };
  if (w.iPhase[incident]! < 0) return { reason: "incident over" };
  let best = NONE;
  let gaveUp = false;
  let wanted = false;
  for (let need = w.openHead[cap]!; need !== NONE; need = w.nOpenNext[need]!) {
    if (w.nIncident[need] !== incident) continue;
    wanted = true;
    if (missingUnits(w, need) <= 0) continue;
    if ((w.nFlags[need]! & GAVE_UP) !== 0) gaveUp = true;
    else if (best === NONE || need < best) best = need;
  }
  if (best !== NONE) return best;
  if (gaveUp) return { reason: "gave up" };
  return wanted ? { reason: "not so many missing", asked: units, possible: 0 } : { reason: "not asked for" };
}

function incidentNamed(w: World, { threat, host, starts, nth }: IncidentName): number {
  const { tape } = w;
  let before = nth;
  for (let incident = 0; incident < tape.nIncidents; incident++) {
    if (tape.threat[incident] !== threat || tape.force[incident] !== host) continue;
    if (w.iPhase[incident] === NONE || w.iStart[incident] !== starts) continue;
    if (before-- === 0) return incident;
  }
  return NONE;
}
