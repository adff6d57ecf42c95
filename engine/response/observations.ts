/**
 * Extra quantities a scenario asks for (`observe:`), one whole number per replication. What needs leave
 * behind is counted where it happens (needs.ts); levels are followed here.
 */
import { NONE, type Observation } from "../model.ts";
import type { World } from "./world.ts";

/** How a level is followed, by position in this list; NONE: the observation follows none. */
const FOLLOWED = ["levelAt", "timeAtLeast", "levelMinutes", "levelSquareMinutes", "everAtLeast"];
const LEVEL_AT = 0;
const TIME_AT_LEAST = 1;
const LEVEL_MINUTES = 2;
const LEVEL_SQUARE_MINUTES = 3;
const EVER_AT_LEAST = 4;
/** Levels that are kept by capability and place; any other, or one threat's, is added up over open needs. */
const KEPT = ["required", "onTheGround", "inTransit", "resting", "unresourced", "busy", "waiting"];
const BUSY = 5;

/** What each observation follows, by the lists above: found once, looked up every minute. */
export interface Following {
  readonly how: Int8Array;
  readonly level: Int8Array;
}

export function followingOf(observations: readonly Observation[]): Following {
  return {
    how: Int8Array.from(observations, ({ quantity }) => FOLLOWED.indexOf(quantity)),
    level: Int8Array.from(observations, ({ level, threat }) => (threat === NONE ? KEPT.indexOf(level) : NONE)),
  };
}

/** End of a minute: enter the levels that held since the last one, and take the new ones. */
export function observeLevels(w: World): void {
  const { how } = w.following;
  for (let at = 0; at < how.length; at++) if (how[at] !== NONE) enterLevel(w, at, levelNow(w, at));
}

/** A level that is followed stands so at the end of this minute. */
export function enterLevel(w: World, at: number, level: number): void {
  if (level === w.observedLevel[at]) return;
  settleLevel(w, at, w.now);
  w.observedLevel[at] = level;
  w.observedAt[at] = w.now;
}

/** The level `observedLevel[at]` has held on [observedAt, until). */
function settleLevel(w: World, at: number, until: number): void {
  const wants = w.model.observations[at]!;
  const level = w.observedLevel[at]!;
  const from = w.observedAt[at]!;
  const end = Math.min(until, w.model.horizon);
  if (end <= from) return;
  const how = w.following.how[at]!;
  if (how === LEVEL_AT) {
    // the value at the end of minute `at`
    if (from <= wants.at && wants.at < end) w.observed[at] = level;
    return;
  }
  const minutes = end - Math.max(0, from, how === EVER_AT_LEAST ? 0 : wants.at);
  if (minutes <= 0) return;
  if (how === TIME_AT_LEAST) w.observed[at]! += level >= wants.atLeast ? minutes : 0;
  else if (how === LEVEL_MINUTES) w.observed[at]! += level * minutes;
  else if (how === LEVEL_SQUARE_MINUTES) w.observed[at]! += level * level * minutes;
  else if (level >= wants.atLeast) w.observed[at] = 1;
}

export function levelNow(w: World, at: number): number {
  const wants = w.model.observations[at]!;
  const level = w.following.level[at]!;
  if (level === NONE) return levelOfThreat(w, wants);
  const levels = keptLevel(w, level);
  const places = level === BUSY ? w.nHolders : w.nForces;
  const first = wants.capability * places;
  if (wants.force !== NONE) return levels[first + wants.force]!;
  let total = 0;
  for (let i = first; i < first + places; i++) total += levels[i]!;
  return total;
}

function keptLevel(w: World, level: number): Int32Array {
  switch (level) {
    case 0:
      return w.levelRequired;
    case 1:
      return w.levelGround;
    case 2:
      return w.levelTransit;
    case 3:
      return w.levelResting;
    case 4:
      return w.levelShort;
    case BUSY:
      return w.committed;
    default:
      return w.waitingAt;
  }
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
  const { how } = w.following;
  for (let at = 0; at < how.length; at++) if (how[at] !== NONE) settleLevel(w, at, w.model.horizon);
}
