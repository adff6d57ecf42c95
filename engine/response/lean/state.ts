/**
 * The state of the lean response: the world's own columns where the accounts are read from, and a few of its own
 * for who gave what. Bound to the world's arrays anew at the start of each replication, since those may have grown.
 */
import { NEVER } from "../../model.ts";
import type { World } from "../world.ts";
import { createEnds, type Ends } from "./ends.ts";
import { beginObserving } from "./observed.ts";
import { type Tables, tablesOf } from "./tables.ts";

/** Units of one holder that serve one need: a row each. */
const FIRST_ROWS = 256;

export class Lean {
  readonly w: World;
  t: Tables;
  readonly nHolders: number;
  readonly nForces: number;
  readonly maxRegions: number;
  readonly nBuckets: number;
  horizon = 0;
  /** how much of the tape's order has begun */
  cursor = 0;
  now = 0;
  /** minutes from now, or from minute 0 in the warm-up, to the horizon */
  minutesLeft = 0;
  readonly ends: Ends = createEnds();

  // ── who gave what ──────────────────────────────────────────────────────────
  nRows = 0;
  spareRow = -1;
  rowOf: Int32Array = new Int32Array(FIRST_ROWS);
  rowUnits: Int32Array = new Int32Array(FIRST_ROWS);
  rowSince: Int32Array = new Int32Array(FIRST_ROWS);
  rowTier: Uint8Array = new Uint8Array(FIRST_ROWS);
  rowNext: Int32Array = new Int32Array(FIRST_ROWS);

  // ── people; hc ─────────────────────────────────────────────────────────────
  /** whole units free and lendable while nobody is away */
  readonly freeAtHome: Int32Array;
  readonly lendAtHome: Int32Array;
  /** more committed than this is below the floor; NEVER without a floor */
  readonly floorAt: Int32Array;
  /** as they stood at the end of the last minute */
  readonly freeSeen: Int32Array;
  readonly lendSeen: Int32Array;

  // ── this minute ────────────────────────────────────────────────────────────
  /** hosts whose levels move, and by how much; cf */
  readonly moved: Int32Array;
  nMoved = 0;
  readonly isMoved: Uint8Array;
  readonly moreRequired: Int32Array;
  readonly moreGround: Int32Array;
  /** needs left short when they were last looked at */
  leftShort: Int32Array = new Int32Array(64);
  nLeftShort = 0;
  /** what a region's reserve moves by; capability × maxRegions + region */
  readonly regionReserve: Int32Array;
  readonly dirty: Uint8Array;

  // ── reasons ────────────────────────────────────────────────────────────────
  /** the one reason of all that a short need lacks, MIXED where there are several; by need */
  oneReason: Uint8Array = new Uint8Array(0);
  /** 1: the need itself changed since its reasons were worked out */
  reasonDue: Uint8Array = new Uint8Array(0);

  // ── observations ───────────────────────────────────────────────────────────
  /** those that follow a level of one threat's needs; and that level, by observation */
  readonly ofThreat: number[] = [];
  readonly threatLevel: Int32Array;

  constructor(w: World) {
    const hc = w.nCaps * w.nHolders;
    const cf = w.nCaps * w.nForces;
    this.w = w;
    this.t = tablesOf(w);
    this.nHolders = w.nHolders;
    this.nForces = w.nForces;
    this.maxRegions = w.maxRegions;
    this.nBuckets = w.layout.nBuckets;
    this.freeAtHome = new Int32Array(hc);
    this.lendAtHome = new Int32Array(hc);
    this.floorAt = new Int32Array(hc);
    this.freeSeen = new Int32Array(hc);
    this.lendSeen = new Int32Array(hc);
    this.moved = new Int32Array(cf);
    this.isMoved = new Uint8Array(cf);
    this.moreRequired = new Int32Array(cf);
    this.moreGround = new Int32Array(cf);
    this.regionReserve = new Int32Array(w.nCaps * w.maxRegions);
    this.dirty = new Uint8Array(w.nCaps);
    this.threatLevel = new Int32Array(w.model.observations.length);
  }
}

const leans = new WeakMap<World, Lean>();

/** The lean state of a world, everybody at home; people are mustered and the reserve is open. */
export function beginLean(w: World): Lean {
  let s = leans.get(w);
  if (s === undefined) {
    s = new Lean(w);
    leans.set(w, s);
  }
  s.t = tablesOf(w);
  s.horizon = w.model.horizon;
  s.cursor = 0;
  s.ends.size = 0;
  s.nRows = 0;
  s.spareRow = -1;
  s.nMoved = 0;
  s.nLeftShort = 0;
  s.isMoved.fill(0);
  s.moreRequired.fill(0);
  s.moreGround.fill(0);
  if (s.oneReason.length < w.capacityNeeds) {
    s.oneReason = new Uint8Array(w.capacityNeeds);
    s.reasonDue = new Uint8Array(w.capacityNeeds);
  }
  countPeople(s);
  beginObserving(s);
  return s;
}

function countPeople(s: Lean): void {
  const { w } = s;
  for (let cap = 0; cap < w.nCaps; cap++) {
    const path = w.model.capabilities[cap]!.path;
    const officersPerUnit = w.officersPerUnit[cap]!;
    for (let holder = 0; holder < w.nHolders; holder++) {
      const hc = cap * w.nHolders + holder;
      const base = holder * w.nNodes;
      let above = NEVER;
      for (let i = 0; i < path.length; i++) {
        const at = base + path[i]!;
        above = Math.min(above, w.present[at]! - w.floor[at]!);
      }
      const own = base + path[0]!;
      const floor = w.floor[own]!;
      s.freeAtHome[hc] = w.free[hc]!;
      s.lendAtHome[hc] = Math.floor(above / officersPerUnit);
      s.floorAt[hc] = floor > 0 ? Math.floor((w.present[own]! - floor) / officersPerUnit) : NEVER;
      s.freeSeen[hc] = w.free[hc]!;
      s.lendSeen[hc] = w.lend[hc]!;
    }
  }
}

/** A row for units given. */
export function newRow(s: Lean): number {
  const row = s.spareRow;
  if (row >= 0) {
    s.spareRow = s.rowNext[row]!;
    return row;
  }
  if (s.nRows === s.rowOf.length) growRows(s);
  return s.nRows++;
}

function growRows(s: Lean): void {
  const wider = (old: Int32Array): Int32Array => {
    const next = new Int32Array(old.length * 2);
    next.set(old);
    return next;
  };
  const tiers = new Uint8Array(s.rowTier.length * 2);
  tiers.set(s.rowTier);
  s.rowOf = wider(s.rowOf);
  s.rowUnits = wider(s.rowUnits);
  s.rowSince = wider(s.rowSince);
  s.rowNext = wider(s.rowNext);
  s.rowTier = tiers;
}
