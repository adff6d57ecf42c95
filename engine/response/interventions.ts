/**
 * What is done to a run from outside while it goes on: roads that are closed for a time, holders that lend nothing for a
 * time, and a person in the dispatcher's seat. A run without any of them has none of this and pays nothing for it.
 *
 * Who is on the road already is past the closure; who has to take a closed road to go home waits until it is open. Who
 * lends nothing still serves at home, and what it has lent stays out.
 */
import { push } from "../kernel/calendar.ts";
import { NEVER, NONE } from "../model.ts";
import { refresh } from "./people.ts";
import { traceOther } from "./trace.ts";
import { EVENT, type World } from "./world.ts";

export interface Interventions {
  /** 1: a person has the seat; by capability */
  readonly byHand: Uint8Array;
  /** how many orders hold a holder back; hc */
  readonly held: Int16Array;
  /** 1: this change of the roads holds; by position in `model.roadChanges` */
  readonly roadsOn: Uint8Array;
  /** some road is closed altogether */
  closed: boolean;
  /** holders that a need does not ask again, because they were recalled from it; need × nHolders + holder */
  readonly recalled: Set<number>;
  /** 1: taken or refused, 2: waits for an answer; by position in `model.decisions` */
  readonly settled: Uint8Array;
}

/** A journey over a closed road; longer than any run. */
const CLOSED = 0x1fffffff;

/** Put what will be changed from outside into the calendar. */
export function scheduleInterventions(w: World): void {
  const { roadChanges = [], holdBacks = [], decisions = [] } = w.model;
  if (roadChanges.length + holdBacks.length + decisions.length === 0) return;
  w.interventions = {
    byHand: new Uint8Array(w.nCaps),
    held: new Int16Array(w.nCaps * w.nHolders),
    roadsOn: new Uint8Array(roadChanges.length),
    closed: false,
    recalled: new Set(),
    settled: new Uint8Array(decisions.length),
  };
  w.contribution = w.model.contribution.slice();
  const put = (minute: number, kind: number, payload: number) => {
    if (minute < w.model.horizon) push(w.calendar, Math.max(minute, w.now), kind, payload);
  };
  roadChanges.forEach(({ minute, until }, at) => {
    put(minute, EVENT.roads, at * 2 + 1);
    put(until, EVENT.roads, at * 2);
  });
  holdBacks.forEach(({ minute, until }, at) => {
    put(minute, EVENT.holdBack, at * 2 + 1);
    put(until, EVENT.holdBack, at * 2);
  });
  decisions.forEach(({ minute }, at) => {
    put(minute, EVENT.decision, at);
  });
}

/** Minutes on the road now; who finds it closed sets out when it is open again. */
export function journey(w: World, from: number, to: number): number {
  const minutes = w.travelMinutes[from * w.nHolders + to]!;
  return minutes < CLOSED ? minutes : whenOpen(w, from * w.nHolders + to);
}

function whenOpen(w: World, pair: number): number {
  let opens = w.now;
  w.model.roadChanges!.forEach(({ factor, until, pairs }, at) => {
    if (w.interventions!.roadsOn[at] === 1 && factor === Infinity && pairs.includes(pair))
      opens = Math.max(opens, until);
  });
  return Math.min(opens, w.model.horizon) - w.now + w.model.travelMinutes[pair]!;
}

/** Whether nothing may go from a holder to a need: the road is closed, or it was recalled from there. */
export function isBarred(w: World, { closed, recalled }: Interventions, need: number, holder: number): boolean {
  if (closed && isClosed(w, need, holder)) return true;
  return recalled.size > 0 && recalled.has(need * w.nHolders + holder);
}

export function isClosed(w: World, need: number, holder: number): boolean {
  if (!w.model.capabilities[w.nCap[need]!]!.travels) return false;
  return w.travelMinutes[holder * w.nHolders + w.nHost[need]!]! >= CLOSED;
}

/** A change of the roads begins or ends: the table is made anew from those that hold. */
export function changeRoads(w: World, payload: number): void {
  const changes = w.model.roadChanges!;
  const state = w.interventions!;
  const at = payload >> 1;
  const on = payload & 1;
  state.roadsOn[at] = on;
  const roads = w.model.travelMinutes.slice();
  state.closed = false;
  changes.forEach(({ pairs, factor }, i) => {
    if (state.roadsOn[i] === 0) return;
    if (factor === Infinity) state.closed = true;
    for (const pair of pairs)
      roads[pair] = factor === Infinity ? CLOSED : Math.min(CLOSED, Math.round(roads[pair]! * factor));
  });
  w.travelMinutes = roads;
  // whoever waits may now find somebody who can come
  w.capDirty.fill(1);
  w.anyDirty = true;
  if (w.trace !== null) traceOther(w, on === 1 ? "roads change" : "roads as before", { change: at });
}

/** An order to lend nothing begins or ends. */
export function changeHoldBack(w: World, payload: number): void {
  const holdBack = w.model.holdBacks![payload >> 1]!;
  setHeldBack(w, holdBack.capability, holdBack.holders, payload & 1 ? 1 : -1);
}

/** @param by 1: one order more, −1: one less */
export function setHeldBack(w: World, capability: number, holders: readonly number[], by: 1 | -1): void {
  const { held } = w.interventions!;
  const firstCap = capability === NONE ? 0 : capability;
  const lastCap = capability === NONE ? w.nCaps - 1 : capability;
  for (const holder of holders) {
    for (let cap = firstCap; cap <= lastCap; cap++) {
      const hc = cap * w.nHolders + holder;
      held[hc]! += by;
      w.contribution[hc] = held[hc]! > 0 ? 0 : w.model.contribution[hc]!;
      refresh(w, cap, holder);
    }
    if (w.trace === null) continue;
    traceOther(w, by === 1 ? "held back" : "lends again", {
      ...(capability === NONE ? {} : { capability: w.model.capabilities[capability]!.id }),
      holder: w.model.holderIds[holder]!,
    });
  }
}

/** An order that a person gave until a stated minute. */
export function endHoldBackAt(w: World, until: number, decision: number): void {
  if (until !== NEVER && until < w.model.horizon) push(w.calendar, until, EVENT.decision, decision);
}
