/**
 * Who waits: served by priority, then ask minute, then need id (model.md §1.7). One list per priority and capability,
 * kept in order as needs come; new needs nearly always go to the end. A scan walks the lists of those capabilities
 * alone that have something new, so that a backlog costs nothing to the others.
 */
import { NONE } from "../model.ts";
import type { World } from "./world.ts";

/** Put a need among those that wait; nothing happens if it is there already. */
export function enterWaiting(w: World, need: number): void {
  if (w.nWaiting[need] === 1) return;
  w.nWaiting[need] = 1;
  w.waitingAt[w.nCap[need]! * w.nForces + w.nHost[need]!]!++;
  w.nWaitingNeeds++;
  const list = listOf(w, need);
  let before = w.waitTail[list]!;
  const asked = w.nAsked[need]!;
  while (before !== NONE && (w.nAsked[before]! > asked || (w.nAsked[before] === asked && before > need))) {
    before = w.nWaitPrev[before]!;
  }
  const after = before === NONE ? w.waitHead[list]! : w.nWaitNext[before]!;
  w.nWaitPrev[need] = before;
  w.nWaitNext[need] = after;
  if (before === NONE) w.waitHead[list] = need;
  else w.nWaitNext[before] = need;
  if (after === NONE) w.waitTail[list] = need;
  else w.nWaitPrev[after] = need;
}

/** Take a need off the list; nothing happens if it is not there. Its `nWaitNext` stays readable for a walk. */
export function leaveWaiting(w: World, need: number): void {
  if (w.nWaiting[need] === 0) return;
  w.nWaiting[need] = 0;
  w.waitingAt[w.nCap[need]! * w.nForces + w.nHost[need]!]!--;
  w.nWaitingNeeds--;
  const list = listOf(w, need);
  const before = w.nWaitPrev[need]!;
  const after = w.nWaitNext[need]!;
  if (before === NONE) w.waitHead[list] = after;
  else w.nWaitNext[before] = after;
  if (after === NONE) w.waitTail[list] = before;
  else w.nWaitPrev[after] = before;
}

const listOf = (w: World, need: number): number => w.templateRank[w.nTemplate[need]!]! * w.nCaps + w.nCap[need]!;

/** Whether one need is served before another of the same priority. */
export const comesBefore = (w: World, need: number, other: number): boolean =>
  w.nAsked[need]! < w.nAsked[other]! || (w.nAsked[need] === w.nAsked[other] && need < other);

/** Whether a need of the same capability waits ahead of this one (for a strict queue). */
export function someoneAhead(w: World, need: number): boolean {
  const own = listOf(w, need);
  for (let list = w.nCap[need]!; list < own; list += w.nCaps) if (w.waitHead[list] !== NONE) return true;
  const first = w.waitHead[own]!;
  return first !== NONE && first !== need && comesBefore(w, first, need);
}
