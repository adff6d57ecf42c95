/**
 * Pre-emption, where a need may: after all open tiers failed, units of the same capability are taken from
 * strictly lower priority — lowest priority first, then nearest, then the latest ask. Whoever lost units
 * asks anew with its first ask minute (model.md §5.8).
 */
import { NONE } from "../model.ts";
import { takeFromTier } from "./donors.ts";
import { release } from "./going-home.ts";
import { askAgain, lapseNeed } from "./needs.ts";
import { notePresence } from "./outcomes.ts";
import { traceNeed } from "./trace.ts";
import { splitBatch } from "./units.ts";
import { changeRate } from "./work.ts";
import { STATE, type World } from "./world.ts";

/** @returns units gained */
export function preempt(w: World, need: number, wanted: number): number {
  let left = wanted;
  if (w.nTeam[need]! > 1 && w.nWanted[need]! - wanted < w.nTeam[need]! && takeable(w, need) < wanted) return 0;
  while (left > 0) {
    const victim = chooseVictim(w, need);
    if (victim === NONE) break;
    const loser = w.bNeed[victim]!;
    const units = Math.min(left, w.bCount[victim]!);
    const holder = w.bHolder[victim]!;
    const batch = units < w.bCount[victim]! ? splitBatch(w, victim, units) : victim;
    if (w.trace !== null) traceNeed(w, "pre-empted", loser, units);
    release(w, batch);
    const gained = takeReleased(w, need, holder, units);
    notePresence(w, loser);
    changeRate(w, loser);
    if (w.model.needTemplates[w.nTemplate[loser]!]!.ifShort === "lapse") {
      if (w.nGround[loser]! + w.nEnRoute[loser]! === 0) lapseNeed(w, loser);
    } else askAgain(w, loser);
    if (gained === 0) break;
    left -= gained;
  }
  return wanted - left;
}

/** The people just let go serve the need that took them: through the tier that their home is in. */
function takeReleased(w: World, need: number, holder: number, units: number): number {
  const { model } = w;
  const tier = model.tierOf[model.capabilities[w.nCap[need]!]!.scheme]![w.nHost[need]! * w.nHolders + holder]!;
  if (tier === 0 || (w.nAnswered[need]! & (1 << tier)) === 0) return 0;
  return takeFromTier(w, need, tier, units, false);
}

function lowerPriority(w: World, need: number, other: number): boolean {
  return w.templateRank[w.nTemplate[other]!]! > w.templateRank[w.nTemplate[need]!]!;
}

function reachable(w: World, need: number, batch: number): boolean {
  const { model } = w;
  const scheme = model.capabilities[w.nCap[need]!]!.scheme;
  const tier = model.tierOf[scheme]![w.nHost[need]! * w.nHolders + w.bHolder[batch]!]!;
  return tier !== 0 && (w.nAnswered[need]! & (1 << tier)) !== 0;
}

/** On duty or on the way; a pooled unit cannot be handed on, nor can those who stand in. */
const movable = (w: World, batch: number): boolean =>
  (w.bState[batch] === STATE.onTheGround || w.bState[batch] === STATE.enRoute) &&
  w.bParts[batch] === NONE &&
  w.bCap[batch] === w.nCap[w.bNeed[batch]!];

function takeable(w: World, need: number): number {
  let units = 0;
  for (let other = w.openHead[w.nCap[need]!]!; other !== NONE; other = w.nOpenNext[other]!) {
    if (!lowerPriority(w, need, other)) continue;
    for (let at = w.nBatches[other]!; at !== NONE; at = w.bNext[at]!) {
      if (movable(w, at) && reachable(w, need, at)) units += w.bCount[at]!;
    }
  }
  return units;
}

function chooseVictim(w: World, need: number): number {
  const { distance } = w.model;
  let best = NONE;
  let bestRank = -1;
  let bestFar = 0;
  let bestAsked = 0;
  for (let other = w.openHead[w.nCap[need]!]!; other !== NONE; other = w.nOpenNext[other]!) {
    if (!lowerPriority(w, need, other)) continue;
    const rank = w.templateRank[w.nTemplate[other]!]!;
    const far = distance[w.nHost[other]! * w.nHolders + w.nHost[need]!]!;
    const asked = w.nAsked[other]!;
    for (let at = w.nBatches[other]!; at !== NONE; at = w.bNext[at]!) {
      if (!movable(w, at) || !reachable(w, need, at)) continue;
      const better =
        best === NONE ||
        rank > bestRank ||
        (rank === bestRank &&
          (far < bestFar ||
            (far === bestFar && (asked > bestAsked || (asked === bestAsked && other > w.bNeed[best]!)))));
      if (better) {
        best = at;
        bestRank = rank;
        bestFar = far;
        bestAsked = asked;
      }
    }
  }
  return best;
}
