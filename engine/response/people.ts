/**
 * People, counted once: what is present at each skill, what is used, what can go.
 *
 * Deploying officers at a node uses that node and all its ancestors; it is possible only while every
 * node on the path keeps use ≤ present. Donors keep their floor, the host does not; the agreed
 * contribution caps what is away. Whole units only (model.md §3, §5.2).
 */

import { push } from "../kernel/calendar.ts";
import { normalQuantile } from "../kernel/draws.ts";
import { exp, log } from "../kernel/math.ts";
import { nextUniform, openStream, STREAM_WORDS } from "../kernel/streams.ts";
import { NONE, READINESS_CLASSES, UNLIMITED } from "../model.ts";
import { findBinding } from "./binding.ts";
import { fault } from "./fault.ts";
import { raisePresent } from "./position.ts";
import { EVENT, type World } from "./world.ts";

/** Keeps ⌊trained × share⌋ from losing a whole officer to the last bit of a product such as 100 × 0.29. */
const WHOLE = 1e-9;

const stream = new Int32Array(STREAM_WORDS);

/**
 * Draw who is present in this replication, set floors and readiness classes, and put the timed changes of
 * stock, posture and outside providers into the calendar.
 */
export function musterPeople(w: World): void {
  const { model, nHolders, nNodes } = w;
  w.trainedNow.set(model.trained);
  const { presentSigma: sigma, presentCommon: common } = model;
  let national = 0;
  const spreads = sigma > 0;
  if (spreads) {
    openStream(stream, w.seed, "absence", w.replication);
    national = normalQuantile(nextUniform(stream));
  }
  for (let holder = 0; holder < nHolders; holder++) {
    let shift = 0;
    if (spreads) {
      openStream(stream, w.seed, `absence/${model.holderIds[holder]!}`, w.replication);
      const own = normalQuantile(nextUniform(stream));
      shift = sigma * (Math.sqrt(common) * national + Math.sqrt(1 - common) * own);
    }
    for (let node = 0; node < nNodes; node++) {
      const at = holder * nNodes + node;
      const mean = model.presentShare[at]!;
      w.share[at] = mean >= 1 || shift === 0 ? mean : spread(mean, shift);
    }
  }
  for (let holder = 0; holder < nHolders; holder++) {
    w.alertOf[holder] = w.alertNation;
    for (let node = 0; node < nNodes; node++) setPresent(w, holder, node);
  }
  if (model.position !== undefined) raisePresent(w, model.position);
  w.binding = findBinding(w);
  for (let cap = 0; cap < w.nCaps; cap++) {
    const path = model.capabilities[cap]!.path;
    for (let holder = 0; holder < nHolders; holder++) {
      const hc = cap * nHolders + holder;
      w.holds[hc] = w.present[holder * nNodes + path[0]!]! > 0 || changesLater(w, holder, path[0]!) ? 1 : 0;
      w.free[hc] = 0;
      w.lend[hc] = 0;
      setClasses(w, cap, holder);
    }
  }
  for (let at = 0; at < model.stockChanges.length; at++) {
    push(w.calendar, Math.max(model.stockChanges[at]!.minute, -model.warmUp), EVENT.stock, at);
  }
  for (let at = 0; at < model.postureChanges.length; at++) {
    push(w.calendar, Math.max(model.postureChanges[at]!.minute, -model.warmUp), EVENT.posture, at);
  }
  meetOutsideProviders(w);
  for (let cap = 0; cap < w.nCaps; cap++) {
    for (let holder = 0; holder < nHolders; holder++) refresh(w, cap, holder);
  }
  w.capDirty.fill(0);
  w.anyDirty = false;
}

const spread = (mean: number, shift: number): number => {
  if (mean <= 0) return 0;
  const logit = log(mean / (1 - mean)) + shift;
  return 1 / (1 + exp(-logit));
};

const changesLater = (w: World, holder: number, node: number): boolean =>
  w.model.stockChanges.some((change) => change.holder === holder && change.node === node);

/** One uniform per outside provider, replication and day decides whether it can be had that day. */
function meetOutsideProviders(w: World): void {
  const { model } = w;
  for (let at = 0; at < model.outside.length; at++) {
    const provider = model.outside[at]!;
    if (provider.chance >= 1) continue;
    openStream(stream, w.seed, `outside/${model.holderIds[provider.holder]!}`, w.replication);
    for (let day = -model.warmUp; day < model.horizon; day += 1440) {
      const reachable = nextUniform(stream) < provider.chance ? 1 : 0;
      push(w.calendar, day, EVENT.stock, -1 - (provider.holder * 2 + reachable));
    }
  }
}

/** Recompute present and floor of one node from trained, share and levers. */
export function setPresent(w: World, holder: number, node: number): void {
  const at = holder * w.nNodes + node;
  const trained = w.trainedNow[at]!;
  const share = Math.min(1, w.share[at]! * w.leverFactor[at]!);
  w.present[at] = trained >= UNLIMITED ? UNLIMITED : Math.floor(trained * share + WHOLE);
  setFloor(w, holder, node);
}

/** Floor = max(base, ⌈alert share × present⌉), the second part for nodes that list an alert. */
export function setFloor(w: World, holder: number, node: number): void {
  const at = holder * w.nNodes + node;
  const present = w.present[at]!;
  let floor = w.model.floorOfficers[at]!;
  if (w.model.alertNode[node] === 1 && present < UNLIMITED) {
    floor = Math.max(floor, Math.ceil(w.alertOf[holder]! * present - WHOLE));
  }
  w.floor[at] = floor;
}

/** Split the units present into readiness classes by cumulative rounding. */
export function setClasses(w: World, cap: number, holder: number): void {
  const capability = w.model.capabilities[cap]!;
  const hc = cap * w.nHolders + holder;
  const present = w.present[holder * w.nNodes + capability.path[0]!]!;
  const units = Math.floor(present / capability.officersPerUnit);
  const base = hc * READINESS_CLASSES;
  if (capability.readiness === null) {
    w.classUnits[base] = units;
    for (let k = 1; k < READINESS_CLASSES; k++) w.classUnits[base + k] = 0;
    return;
  }
  const shares = w.model.ownReadiness?.get(hc) ?? capability.readiness;
  let before = 0;
  for (let k = 0; k < READINESS_CLASSES; k++) {
    const upTo = Math.round(shares[k]! * units);
    w.classUnits[base + k] = upTo - before;
    before = upTo;
  }
}

/**
 * Officers that may still be used at a path before an overlap binds: blocked(Y) = ⌊share × use(X)⌋ at Y
 * only; X deploys only if Y keeps use + blocked ≤ present; it binds both ways.
 */
function overlapSlack(w: World, cap: number, base: number, aboveFloor: boolean): number {
  const overlaps = w.binding.overlaps[cap]!;
  let slack = UNLIMITED;
  for (let i = 0; i < overlaps.length; i++) {
    const overlap = overlaps[i]!;
    const { share } = w.model.overlaps[overlap.at]!;
    if (share <= 0) continue;
    const x = base + overlap.used;
    const y = base + overlap.blocked;
    // who has nobody at Y has nobody who is both: a hub's CTSFOs block no public order officers there
    if (w.present[y]! >= UNLIMITED || w.trainedNow[y]! === 0) continue;
    const left = w.present[y]! - w.use[y]!;
    if (overlap.takesBlocked) {
      const blocked = Math.floor(share * w.use[x]! + WHOLE);
      slack = Math.min(slack, left - blocked - (aboveFloor ? w.floor[y]! : 0));
    }
    // most k with ⌊share × (use + k)⌋ ≤ left
    else slack = Math.min(slack, Math.ceil((left + 1) / share - WHOLE) - 1 - w.use[x]!);
  }
  return slack;
}

/** Blocked officers at the capability's own node count as used where the floor is watched. */
function usedAtNode(w: World, base: number, node: number): number {
  let used = w.use[base + node]!;
  for (const overlap of w.model.overlaps) {
    if (overlap.blocked === node) used += Math.floor(overlap.share * w.use[base + overlap.used]! + WHOLE);
  }
  return used;
}

/**
 * Bring one (capability, holder) up to date after its people changed; keeps the sums.
 *
 * Free: whole units whose officers are not in use on any node of the path; negative after a cut. Lendable:
 * those above the floor on every node, within the agreed contribution; 0 or more.
 */
export function refresh(w: World, cap: number, holder: number): void {
  const hc = cap * w.nHolders + holder;
  if (w.holds[hc] === 0) return;
  const path = w.binding.paths[cap]!;
  const base = holder * w.nNodes;
  let slack = UNLIMITED;
  let above = UNLIMITED;
  for (let i = 0; i < path.length; i++) {
    const at = base + path[i]!;
    const left = w.present[at]! - w.use[at]!;
    if (left < slack) slack = left;
    const lendable = left - w.floor[at]!;
    if (lendable < above) above = lendable;
  }
  if (w.binding.overlaps[cap]!.length > 0) {
    slack = Math.min(slack, overlapSlack(w, cap, base, false));
    above = Math.min(above, overlapSlack(w, cap, base, true));
  }
  if (w.reachable[holder] === 0) slack = above = 0;
  const officersPerUnit = w.officersPerUnit[cap]!;
  const free = Math.floor(slack / officersPerUnit);
  let lend = 0;
  if (above >= officersPerUnit) {
    lend = (above / officersPerUnit) | 0;
    const agreed = w.contribution[hc]! - w.away[hc]!;
    if (agreed < lend) lend = Math.max(agreed, 0);
  }
  const oldFree = w.free[hc]!;
  const oldLend = w.lend[hc]!;
  if (free !== oldFree || lend !== oldLend) {
    w.free[hc] = free;
    w.lend[hc] = lend;
    w.heldNation[cap]! += Math.max(free, 0) - lend - Math.max(oldFree, 0) + oldLend;
    if (lend !== oldLend) {
      w.lendNation[cap]! += lend - oldLend;
      w.lendChanges[cap]!++;
      const region = w.model.schemes[w.model.capabilities[cap]!.scheme]!.regionOf[holder]!;
      if (region !== NONE) w.lendRegion[cap * w.maxRegions + region]! += lend - oldLend;
    }
    if (free > oldFree || lend > oldLend) {
      w.capDirty[cap] = 1;
      w.anyDirty = true;
    }
    w.poolChanged[cap] = 1;
    if (w.hcMarked[hc] === 0) {
      w.hcMarked[hc] = 1;
      w.markedHc[w.nMarkedHc++] = hc;
    }
  }
  const at = base + path[0]!;
  if (w.floor[at]! > 0 && (w.away[hc]! > 0 || w.belowSince[hc] !== NONE)) watchFloor(w, cap, holder, hc, at);
  if (w.use[at]! > w.present[at]! || w.overtimeLevel[hc]! > 0) watchOvertime(w, hc, at, officersPerUnit);
}

/** Donor shadow: minutes in which a donor is below its floor while units are away. */
function watchFloor(w: World, cap: number, holder: number, hc: number, at: number): void {
  const node = w.model.capabilities[cap]!.path[0]!;
  const used = w.model.overlaps.length > 0 ? usedAtNode(w, holder * w.nNodes, node) : w.use[at]!;
  const below = w.away[hc]! > 0 && w.present[at]! - used < w.floor[at]!;
  const since = w.belowSince[hc]!;
  if (below && since === NONE) w.belowSince[hc] = Math.max(0, w.now);
  else if (!below && since !== NONE) {
    w.belowMinutes[hc]! += Math.max(0, w.now) - since;
    w.belowSince[hc] = NONE;
  }
}

/** A cut of stock recalls nobody: what is committed beyond what is present is overtime. */
function watchOvertime(w: World, hc: number, at: number, officersPerUnit: number): void {
  const over = w.use[at]! - w.present[at]!;
  const units = over <= 0 ? 0 : Math.min(w.committed[hc]!, Math.ceil(over / officersPerUnit));
  const level = w.overtimeLevel[hc]!;
  if (units === level) return;
  if (level > 0) w.overtimeMinutes[hc]! += level * (Math.max(0, w.now) - Math.max(0, w.overtimeAt[hc]!));
  w.overtimeLevel[hc] = units;
  w.overtimeAt[hc] = w.now;
}

/** Use (units > 0) or give back (units < 0) people of a holder; does not touch classes. */
export function useUnits(w: World, cap: number, holder: number, units: number, tier: number): void {
  const { model } = w;
  const hc = cap * w.nHolders + holder;
  useOfficers(w, cap, holder, units * w.officersPerUnit[cap]!);
  w.committed[hc]! += units;
  const region = model.schemes[model.capabilities[cap]!.scheme]!.regionOf[holder]!;
  if (region !== NONE) w.committedRegion[cap * w.maxRegions + region]! += units;
  if (tier > 1) w.away[hc]! += units;
  peopleChanged(w, cap, holder, units < 0);
}

/** Officers of a holder go (or, negative, come back) on every node of the capability's path; nobody goes twice. */
export function useOfficers(w: World, cap: number, holder: number, officers: number): void {
  const path = w.binding.paths[cap]!;
  const base = holder * w.nNodes;
  for (let i = 0; i < path.length; i++) {
    const at = base + path[i]!;
    const used = w.use[at]! + officers;
    w.use[at] = used;
    if (officers > 0 && used > w.present[at]!) {
      const { holderIds, nodeIds } = w.model;
      fault(w, `${holderIds[holder]} uses ${used} officers at ${nodeIds[path[i]!]}, present are ${w.present[at]}`);
    }
  }
}

/**
 * What a holder could lend if `units` that serve were back: floor and contribution as from home. Only those of them
 * that were lent, `lent`, take from its contribution now.
 */
export function lendableIfBack(w: World, cap: number, holder: number, units: number, lent: number): number {
  const slack = useOfficers.slack(w, cap, holder) + units * w.officersPerUnit[cap]!;
  if (slack <= 0) return 0;
  const hc = cap * w.nHolders + holder;
  const agreed = w.contribution[hc]! - w.away[hc]! + lent;
  return Math.max(0, Math.min(Math.floor(slack / w.officersPerUnit[cap]!), agreed));
}

/** Officers that a path could still give: to others those above the floor, at home all. */
useOfficers.slack = (w: World, cap: number, holder: number, aboveFloor = true): number => {
  const path = w.binding.paths[cap]!;
  const base = holder * w.nNodes;
  let slack = UNLIMITED;
  for (let i = 0; i < path.length; i++) {
    const at = base + path[i]!;
    slack = Math.min(slack, w.present[at]! - w.use[at]! - (aboveFloor ? w.floor[at]! : 0));
  }
  return w.binding.overlaps[cap]!.length > 0 ? Math.min(slack, overlapSlack(w, cap, base, aboveFloor)) : slack;
};

/** Everything that shares the people just used or given back is brought up to date. */
export function peopleChanged(w: World, cap: number, holder: number, back: boolean): void {
  const asked = w.binding.asked[cap]!;
  for (let i = 0; i < asked.length; i++) {
    refresh(w, asked[i]!, holder);
    // a serial more may be left over though no whole unit is
    if (back && w.pools[asked[i]!] === 1) {
      w.capDirty[asked[i]!] = 1;
      w.anyDirty = true;
    }
  }
  const idle = w.binding.idle[cap]!;
  for (let i = 0; i < idle.length; i++) {
    const other = idle[i]! * w.nHolders + holder;
    if (w.holds[other] === 0 || w.hcMarked[other] === 1) continue;
    w.hcMarked[other] = 1;
    w.markedHc[w.nMarkedHc++] = other;
  }
}

/** A timed change of stock falls due, or an outside provider's day begins (negative payload). */
export function changeStock(w: World, payload: number): void {
  if (payload < 0) {
    const code = -1 - payload;
    const holder = code >> 1;
    w.reachable[holder] = code & 1;
    for (let cap = 0; cap < w.nCaps; cap++) refresh(w, cap, holder);
    return;
  }
  const change = w.model.stockChanges[payload]!;
  w.trainedNow[change.holder * w.nNodes + change.node] = change.trained;
  setPresent(w, change.holder, change.node);
  refreshHolder(w, change.holder);
}

/** Everything that depends on who is present at a holder. */
export function refreshHolder(w: World, holder: number): void {
  for (let cap = 0; cap < w.nCaps; cap++) {
    if (w.holds[cap * w.nHolders + holder] === 0) continue;
    setClasses(w, cap, holder);
    refresh(w, cap, holder);
  }
}

/** Set the alert share at a holder; floors follow. */
export function setAlert(w: World, holder: number, share: number): void {
  if (w.alertOf[holder] === share) return;
  w.alertOf[holder] = share;
  for (let node = 0; node < w.nNodes; node++) {
    if (w.model.alertNode[node] === 1) setFloor(w, holder, node);
  }
  for (let cap = 0; cap < w.nCaps; cap++) refresh(w, cap, holder);
}
