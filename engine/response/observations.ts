/**
 * Extra quantities a scenario asks for (`observe:`), one whole number per replication. What needs leave
 * behind is counted where it happens (needs.ts); levels are followed here.
 */
import { NONE, type Observation } from "../model.ts";
import type { World } from "./world.ts";

const FOLLOWS_LEVEL: ReadonlySet<string> = new Set([
  "levelAt",
  "timeAtLeast",
  "levelMinutes",
  "levelSquareMinutes",
  "everAtLeast",
]);

/** End of a minute: enter the levels that held since the last one, and take the new ones. */
export function observeLevels(w: World): void {
  const { observations } = w.model;
  for (let at = 0; at < observations.length; at++) {
    const wants = observations[at]!;
    if (!FOLLOWS_LEVEL.has(wants.quantity)) continue;
    settleLevel(w, wants, at, w.now);
    w.observedLevel[at] = levelNow(w, wants);
    w.observedAt[at] = w.now;
  }
}

/** The level `observedLevel[at]` has held on [observedAt, until). */
function settleLevel(w: World, wants: Observation, at: number, until: number): void {
  const level = w.observedLevel[at]!;
  const from = w.observedAt[at]!;
  const measured = Math.max(0, from);
  const end = Math.min(until, w.model.horizon);
  if (end <= from) return;
  switch (wants.quantity) {
    case "levelAt":
      // the value at the end of minute `at`
      if (from <= wants.at && wants.at < end) w.observed[at] = level;
      break;
    case "timeAtLeast":
      if (level >= wants.atLeast && end > measured) w.observed[at]! += end - measured;
      break;
    case "levelMinutes":
      w.observed[at]! += level * Math.max(0, end - Math.max(measured, wants.at));
      break;
    case "levelSquareMinutes":
      w.observed[at]! += level * level * Math.max(0, end - Math.max(measured, wants.at));
      break;
    case "everAtLeast":
      if (level >= wants.atLeast && end > measured) w.observed[at] = 1;
      break;
    default:
  }
}

function levelNow(w: World, wants: Observation): number {
  const cap = wants.capability;
  if (wants.threat !== NONE) return levelOfThreat(w, wants);
  const nation = wants.force === NONE;
  switch (wants.level) {
    case "required":
      return sum(w.levelRequired, cap * w.nForces, nation ? w.nForces : 1, nation ? 0 : wants.force);
    case "onTheGround":
      return sum(w.levelGround, cap * w.nForces, nation ? w.nForces : 1, nation ? 0 : wants.force);
    case "inTransit":
      return sum(w.levelTransit, cap * w.nForces, nation ? w.nForces : 1, nation ? 0 : wants.force);
    case "resting":
      return sum(w.levelResting, cap * w.nForces, nation ? w.nForces : 1, nation ? 0 : wants.force);
    case "unresourced":
      return sum(w.levelShort, cap * w.nForces, nation ? w.nForces : 1, nation ? 0 : wants.force);
    case "busy":
      return sum(w.committed, cap * w.nHolders, nation ? w.nHolders : 1, nation ? 0 : wants.force);
    case "waiting":
      return sum(w.waitingAt, cap * w.nForces, nation ? w.nForces : 1, nation ? 0 : wants.force);
    default:
      return levelOfThreat(w, wants);
  }
}

function sum(levels: Int32Array, base: number, n: number, first: number): number {
  let total = 0;
  for (let i = first; i < first + n; i++) total += levels[base + i]!;
  return total;
}

/** Levels by threat are added up over the open needs of the capability. */
function levelOfThreat(w: World, wants: Observation): number {
  let total = 0;
  for (let need = w.openHead[wants.capability]!; need !== NONE; need = w.nOpenNext[need]!) {
    if (wants.threat !== NONE && w.model.needTemplates[w.nTemplate[need]!]!.threat !== wants.threat) continue;
    if (wants.force !== NONE && w.nHost[need] !== wants.force) continue;
    switch (wants.level) {
      case "required":
        total += w.aRequired[need]!;
        break;
      case "onTheGround":
        total += w.aGround[need]!;
        break;
      case "inTransit":
        total += w.aTransit[need]!;
        break;
      case "resting":
        total += w.aResting[need]!;
        break;
      case "unresourced":
        total += w.aShort[need]!;
        break;
      case "busy":
        total += w.nGround[need]! + w.nEnRoute[need]! + w.nResting[need]! + w.nReserved[need]!;
        break;
      case "waiting":
        total += w.nWaiting[need]!;
        break;
      default:
        total += w.nWorkLeft[need]! > 0 ? w.nWorkLeft[need]! - w.nWorkRate[need]! * (w.now - w.nWorkAt[need]!) : 0;
    }
  }
  return total;
}

/** At the horizon: levels that still hold are entered. */
export function settleObservations(w: World): void {
  const { observations } = w.model;
  for (let at = 0; at < observations.length; at++) {
    if (FOLLOWS_LEVEL.has(observations[at]!.quantity)) settleLevel(w, observations[at]!, at, w.model.horizon);
  }
}
