/** The officers of a unit made up of serials, each at the giver that holds them. */
import { NONE } from "../model.ts";
import { peopleChanged, useOfficers } from "./people.ts";
import type { World } from "./world.ts";

/** Serials that make a unit, and rows of the parts table that it may take. */
export const PARTS = 3;

/** People of a pooled unit come home (sign −1) or go (sign 1): its officers at each giver, one unit at the lead. */
export function usePooled(w: World, batch: number, sign: number): void {
  const cap = w.bCap[batch]!;
  const slot = w.bParts[batch]! * PARTS;
  for (let i = 0; i < PARTS; i++) {
    const holder = w.partHolder[slot + i]!;
    if (holder !== NONE) useOfficers(w, cap, holder, sign * w.partOfficers[slot + i]!);
  }
  const lead = w.bHolder[batch]!;
  const hc = cap * w.nHolders + lead;
  w.committed[hc]! += sign;
  const region = w.model.schemes[w.model.capabilities[cap]!.scheme]!.regionOf[lead]!;
  if (region !== NONE) w.committedRegion[cap * w.maxRegions + region]! += sign;
  // whom the host leads is not away from it
  if (lead !== w.bHost[batch]) w.away[hc]! += sign;
  for (let i = 0; i < PARTS; i++) {
    const holder = w.partHolder[slot + i]!;
    if (holder !== NONE) peopleChanged(w, cap, holder, sign < 0);
  }
}
