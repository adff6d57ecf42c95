/**
 * Who waits: served by priority, then ask minute, then need id (model.md §1.7). One list per priority, kept
 * in order as needs come; new needs nearly always go to the end.
 */
import { NONE } from "../model.ts";
import type { World } from "./world.ts";

/** Put a need among those that wait; nothing happens if it is there already. */
export function enterWaiting(w: World, need: number): void {
  if (w.nWaiting[need] === 1) return;
  w.nWaiting[need] = 1;
  w.waitingAt[w.nCap[need]! * w.nForces + w.nHost[need]!]!++;
  const rank = w.templateRank[w.nTemplate[need]!]!;
  let before = w.waitTail[rank]!;
  const asked = w.nAsked[need]!;
  while (before !== NONE && (w.nAsked[before]! > asked || (w.nAsked[before] === asked && before > need))) {
    before = w.nWaitPrev[before]!;
  }
  const after = before === NONE ? w.waitHead[rank]! : w.nWaitNext[before]!;
  w.nWaitPrev[need] = before;
  w.nWaitNext[need] = after;
  if (before === NONE) w.waitHead[rank] = need;
  else w.nWaitNext[before] = need;
  if (after === NONE) w.waitTail[rank] = need;
  else w.nWaitPrev[after] = need;
}

/** Take a need off the list; nothing happens if it is not there. Its `nWaitNext` stays readable for a walk. */
export function leaveWaiting(w: World, need: number): void {
  if (w.nWaiting[need] === 0) return;
  w.nWaiting[need] = 0;
  w.waitingAt[w.nCap[need]! * w.nForces + w.nHost[need]!]!--;
  const rank = w.templateRank[w.nTemplate[need]!]!;
  const before = w.nWaitPrev[need]!;
  const after = w.nWaitNext[need]!;
  if (before === NONE) w.waitHead[rank] = after;
  else w.nWaitNext[before] = after;
  if (after === NONE) w.waitTail[rank] = before;
  else w.nWaitPrev[after] = before;
}

/** Whether a need of the same capability waits ahead of this one (for a strict queue). */
export function someoneAhead(w: World, need: number): boolean {
  const cap = w.nCap[need]!;
  const own = w.templateRank[w.nTemplate[need]!]!;
  const asked = w.nAsked[need]!;
  for (let rank = 0; rank <= own; rank++) {
    for (let at = w.waitHead[rank]!; at !== NONE; at = w.nWaitNext[at]!) {
      if (w.nCap[at] !== cap || at === need) continue;
      if (rank < own || w.nAsked[at]! < asked || (w.nAsked[at] === asked && at < need)) return true;
    }
  }
  return false;
}
