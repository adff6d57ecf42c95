/**
 * What is left in the bank: units uncommitted and lendable within 1, 4, 8 and 24 hours, by force, region and
 * nation of the owner; the lowest over the horizon and when (model.md §6).
 */
import { NONE, READINESS_CLASSES } from "../model.ts";
import { SERIES } from "../tally/measures.ts";
import { N_SERIES } from "../tally/tally.ts";
import { stepSeries } from "./accounts.ts";
import { refresh } from "./people.ts";
import type { World } from "./world.ts";

export const RESERVE_MINUTES = [60, 240, 480, 1440];
const HORIZONS = RESERVE_MINUTES.length;
export const RESERVE_SERIES = SERIES.indexOf("reserve1h");

/** At the start of the clock everybody is at home. */
export function openReserve(w: World): void {
  w.reserveLevel.fill(0);
  w.reserveNow.fill(0);
  for (let cap = 0; cap < w.nCaps; cap++) {
    for (let holder = 0; holder < w.nHolders; holder++) {
      const hc = cap * w.nHolders + holder;
      if (w.holds[hc] === 0) continue;
      lendableWithin(w, cap, hc);
      for (let h = 0; h < HORIZONS; h++) {
        const units = within[h]!;
        w.reserveNow[hc * HORIZONS + h] = units;
        addToCells(w, cap, holder, h, units);
      }
    }
    const { notice, readiness } = w.model.capabilities[cap]!;
    w.oneReserve[cap] = readiness === null && notice[0]! <= RESERVE_MINUTES[0]! ? 1 : 0;
  }
  w.reserveLow.set(w.reserveLevel);
  for (let cell = 0; cell < w.layout.nCells; cell++) {
    w.reserveOpening[cell] = w.reserveLevel[cell * HORIZONS]!;
    w.cellHasPeople[cell] = w.reserveLevel[cell * HORIZONS + HORIZONS - 1]! > 0 ? 1 : 0;
  }
  w.reserveLowAt.fill(0);
  for (let i = 0; i < w.nMarkedHc; i++) w.hcMarked[w.markedHc[i]!] = 0;
  w.nMarkedHc = 0;
  for (let i = 0; i < w.nMarkedCells; i++) w.cellMarked[w.markedCells[i]!] = 0;
  w.nMarkedCells = 0;
}

const within = new Int32Array(HORIZONS);

/** Fill `within` with the units that a holder could lend and that would be ready within each horizon. */
function lendableWithin(w: World, cap: number, hc: number): void {
  const lend = w.lend[hc]!;
  if (lend === 0) {
    within.fill(0);
    return;
  }
  const { notice, readiness } = w.model.capabilities[cap]!;
  const base = hc * READINESS_CLASSES;
  const classes = readiness === null ? 1 : READINESS_CLASSES;
  let ready = 0;
  let k = 0;
  for (let h = 0; h < HORIZONS; h++) {
    for (; k < classes && notice[k]! <= RESERVE_MINUTES[h]!; k++) {
      const units = w.classUnits[base + k]! - w.classUsed[base + k]!;
      if (units > 0) ready += units;
    }
    within[h] = Math.min(ready, lend);
  }
}

/** End of a minute: bring the reserve up to date where people changed. */
export function updateReserve(w: World): void {
  for (let i = 0; i < w.nMarkedHc; i++) {
    const hc = w.markedHc[i]!;
    const cap = (hc / w.nHolders) | 0;
    const holder = hc - cap * w.nHolders;
    // capabilities that nobody asks for are brought up to date here only (still marked: not listed twice)
    if (w.binding.askedFor[cap] === 0) {
      const before = w.lend[hc]!;
      refresh(w, cap, holder);
      w.hcMarked[hc] = 0;
      if (w.lend[hc] === before) continue;
    }
    w.hcMarked[hc] = 0;
    lendableWithin(w, cap, hc);
    const horizons = w.oneReserve[cap] === 1 ? 1 : HORIZONS;
    for (let h = 0; h < horizons; h++) {
      const units = within[h]!;
      const delta = units - w.reserveNow[hc * HORIZONS + h]!;
      if (delta === 0) continue;
      w.reserveNow[hc * HORIZONS + h] = units;
      addToCells(w, cap, holder, h, delta);
      if (h === 0 && w.askable[cap] === 1) stepCells(w, cap, holder, delta);
    }
  }
  w.nMarkedHc = 0;
  for (let i = 0; i < w.nMarkedCells; i++) noteLowest(w, w.markedCells[i]!);
  w.nMarkedCells = 0;
}

/** At the end of a minute only: what came back within it does not count as gone. */
function noteLowest(w: World, cell: number): void {
  w.cellMarked[cell] = 0;
  for (let at = cell * HORIZONS; at < (cell + 1) * HORIZONS; at++) {
    if (w.now < 0) w.reserveLow[at] = w.reserveLevel[at]!;
    else if (w.reserveLevel[at]! < w.reserveLow[at]!) {
      w.reserveLow[at] = w.reserveLevel[at]!;
      w.reserveLowAt[at] = w.now;
    }
  }
}

/** With everybody as ready as at the first horizon, the others were not followed: they are the same. */
export function reserveRow(w: World, cap: number, cell: number, horizon: number): number {
  return cell * HORIZONS + (w.oneReserve[cap] === 1 ? 0 : horizon);
}

function addToCells(w: World, cap: number, holder: number, h: number, delta: number): void {
  const { cellStart, nRegionsOfCap } = w.layout;
  const first = cellStart[cap]!;
  const region = w.model.schemes[w.model.capabilities[cap]!.scheme]!.regionOf[holder]!;
  addToCell(w, first, h, delta);
  if (region !== NONE) addToCell(w, first + 1 + region, h, delta);
  if (holder < w.nForces) addToCell(w, first + 1 + nRegionsOfCap[cap]! + holder, h, delta);
}

function addToCell(w: World, cell: number, h: number, delta: number): void {
  const at = cell * HORIZONS + h;
  const level = w.reserveLevel[at]! + delta;
  w.reserveLevel[at] = level;
  if ((level < w.reserveLow[at]! || w.now < 0) && w.cellMarked[cell] === 0) {
    w.cellMarked[cell] = 1;
    w.markedCells[w.nMarkedCells++] = cell;
  }
}

/** The 1 h reserve as a series: from minute 0 the opening level (see fold.ts), then steps. */
function stepCells(w: World, cap: number, holder: number, delta: number): void {
  const { cellStart } = w.layout;
  const region = w.model.schemes[w.model.capabilities[cap]!.scheme]!.regionOf[holder]!;
  stepScope(w, cap, 0, delta);
  if (region !== NONE) stepScope(w, cap, 1 + region, delta);
  if (holder >= w.nForces) return;
  const cell = cellStart[cap + 1]! - w.nForces + holder;
  w.cellHasPeople[cell] = 1;
  stepSeries(w, w.series, cell * N_SERIES + RESERVE_SERIES, delta);
}

function stepScope(w: World, cap: number, scope: number, delta: number): void {
  // people who came later: the lowest is the opening 0
  w.cellHasPeople[w.layout.cellStart[cap]! + scope] = 1;
  stepSeries(w, w.scopeSeries, (w.scopeRow[cap]! + scope) * N_SERIES + RESERVE_SERIES, delta);
}
