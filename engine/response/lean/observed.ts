/**
 * Levels of one threat's needs on the lean path: counted as they move, where the general path adds them up over open
 * needs at the end of every minute.
 */
import { NONE } from "../../model.ts";
import { enterLevel, levelNow } from "../observations.ts";
import type { Lean } from "./state.ts";

/** Which observations follow one threat, and where they stand: nobody is there, nobody waits. */
export function beginObserving(s: Lean): void {
  const { w } = s;
  const { how, level } = w.following;
  s.ofThreat.length = 0;
  for (let at = 0; at < how.length; at++) {
    if (how[at] === NONE || level[at] !== NONE) continue;
    s.ofThreat.push(at);
    s.threatLevel[at] = 0;
  }
}

/** Units required and on the ground, and needs that wait, move at a need. */
export function observeThreat(s: Lean, need: number, required: number, ground: number, waiting: number): void {
  const { w } = s;
  const { threat } = w.model.needTemplates[w.nTemplate[need]!]!;
  for (const at of s.ofThreat) {
    const wants = w.model.observations[at]!;
    if (wants.capability !== w.nCap[need]) continue;
    if (wants.threat !== NONE && wants.threat !== threat) continue;
    if (wants.force !== NONE && wants.force !== w.nHost[need]) continue;
    switch (wants.level) {
      case "required":
        s.threatLevel[at]! += required;
        break;
      case "onTheGround":
      case "busy":
        s.threatLevel[at]! += ground;
        break;
      case "unresourced":
        s.threatLevel[at]! += required - ground;
        break;
      case "waiting":
        s.threatLevel[at]! += waiting;
    }
  }
}

/** End of a minute: every level that is followed, as it stands. */
export function observeLevels(s: Lean): void {
  const { w } = s;
  const { how, level } = w.following;
  for (let at = 0; at < how.length; at++) {
    if (how[at] !== NONE) enterLevel(w, at, level[at] === NONE ? s.threatLevel[at]! : levelNow(w, at));
  }
}
