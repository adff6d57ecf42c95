/** Needs that changed in this minute: looked at once, at its end. */
import type { World } from "./world.ts";

export function markNeed(w: World, need: number): void {
  if (w.nDirty[need] === 1) return;
  w.nDirty[need] = 1;
  w.dirtyNeeds[w.nDirtyNeeds++] = need;
}
