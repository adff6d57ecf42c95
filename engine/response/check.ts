/** Asserted at the end of every replication: people are conserved, and nobody is used twice. */
import { NONE, READINESS_CLASSES } from "../model.ts";
import { fault } from "./fault.ts";
import { PARTS } from "./pooled.ts";
import { STATE, type World } from "./world.ts";

/** Nobody is used twice: the use of every node is what the batches out of it add up to. */
export function checkPeople(w: World): void {
  const { nNodes } = w;
  const officers = new Int32Array(w.nHolders * nNodes);
  const units = new Int32Array(w.nCaps * w.nHolders);
  const classes = new Int32Array(w.nCaps * w.nHolders * READINESS_CLASSES);
  for (let batch = 0; batch < w.nBatchRows; batch++) {
    const state = w.bState[batch]!;
    if (state === STATE.spare || state === STATE.warm) continue;
    const cap = w.bCap[batch]!;
    const holder = w.bHolder[batch]!;
    const hc = cap * w.nHolders + holder;
    const capability = w.model.capabilities[cap]!;
    units[hc]! += w.bCount[batch]!;
    if (w.bParts[batch] !== NONE) {
      countParts(w, batch, officers);
      continue;
    }
    classes[hc * READINESS_CLASSES + w.bClass[batch]!]! += w.bCount[batch]!;
    for (const node of w.binding.paths[cap]!) {
      officers[holder * nNodes + node]! += w.bCount[batch]! * capability.officersPerUnit;
    }
  }
  for (let at = 0; at < officers.length; at++) {
    if (officers[at] !== w.use[at]) {
      const holder = (at / nNodes) | 0;
      fault(
        w,
        `${w.model.holderIds[holder]} uses ${w.use[at]} officers at ${w.model.nodeIds[at - holder * nNodes]}, its batches add up to ${officers[at]}`,
      );
    }
  }
  for (let hc = 0; hc < units.length; hc++) {
    if (units[hc] !== w.committed[hc] || w.committed[hc]! < 0) {
      fault(w, `committed units of row ${hc} are ${w.committed[hc]}, its batches add up to ${units[hc]}`);
    }
  }
  for (let at = 0; at < classes.length; at++) {
    if (classes[at] !== w.classUsed[at])
      fault(w, `readiness class row ${at} says ${w.classUsed[at]} used, batches ${classes[at]}`);
  }
}

/** A pooled unit's officers, each at the giver that holds them. */
function countParts(w: World, batch: number, officers: Int32Array): void {
  const slot = w.bParts[batch]! * PARTS;
  for (let i = 0; i < PARTS; i++) {
    const holder = w.partHolder[slot + i]!;
    if (holder === NONE) continue;
    for (const node of w.binding.paths[w.bCap[batch]!]!) {
      officers[holder * w.nNodes + node]! += w.partOfficers[slot + i]!;
    }
  }
}
