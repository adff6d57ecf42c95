/**
 * Those who stand in: batches of one capability that serve a need for another. For their need they count as units of
 * what they stand in for, `factor` of them as one; for everything else (people, shifts, rest, journeys, flows) they are
 * what they are.
 */
import { NONE } from "../model.ts";
import type { World } from "./world.ts";

/** Units of a batch that count as one for the need it serves; 1 unless it stands in. */
export function unitsForOne(w: World, batch: number): number {
  if (!w.substitution) return 1;
  const cap = w.nCap[w.bNeed[batch]!]!;
  const own = w.bCap[batch]!;
  if (cap === own) return 1;
  const substitutes = w.model.capabilities[cap]!.substitutes;
  if (substitutes !== undefined) {
    for (let i = 0; i < substitutes.length; i++) if (substitutes[i]!.capability === own) return substitutes[i]!.factor;
  }
  return 1;
}

/** Units that a batch counts as for the need it serves; a whole number. */
export function unitsInNeed(w: World, batch: number): number {
  return w.substitution ? w.bCount[batch]! / unitsForOne(w, batch) : w.bCount[batch]!;
}

/** Units of a need in a state that are others standing in. */
export function standingIn(w: World, need: number, state: number): number {
  if (!w.substitution) return 0;
  let units = 0;
  for (let at = w.nBatches[need]!; at !== NONE; at = w.bNext[at]!) {
    if (w.bState[at] === state && w.bCap[at] !== w.nCap[need]) units += unitsInNeed(w, at);
  }
  return units;
}

/** Whoever may stand in for a capability that is asked for has to be up to date all the time, as if asked for. */
export function markSubstitutes(w: World, asked: Uint8Array): void {
  const needed = Uint8Array.from(asked);
  for (let cap = 0; cap < w.nCaps; cap++) {
    if (needed[cap] === 0) continue;
    for (const { capability } of w.model.capabilities[cap]!.substitutes ?? []) asked[capability] = 1;
  }
}
