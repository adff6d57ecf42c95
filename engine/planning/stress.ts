/**
 * Reverse stress test: the least severe concurrence of incidents that makes a capability run out with at least even
 * odds: fewest incidents, then smallest, then farthest apart in time.
 *
 * The search is stated and deterministic. An item is a kind of incident at a place. For one incident more at a time,
 * every set of items is tried where there are no more than `mostSets`; beyond that only the sets that begin with one of
 * the `BEAM` worst of one incident fewer. All sets meet the same replications. What seems to break is run again on a
 * fresh seed before it counts, because the worst of many is partly luck.
 */
import { REASONS } from "../tally/measures.ts";
import { type CapabilityAtPoint, meanOf, type PointOutcome, runOuts } from "./points.ts";

/** Items by index, in ascending order; an item may come as often as its `most`. */
export interface Concurrence {
  readonly items: readonly number[];
  /** so many times the units that each need would ask for */
  readonly size: number;
  /** minutes from the start of one incident to that of the next */
  readonly gap: number;
}

export interface StressItem {
  readonly kind: string;
  readonly place: string;
  /** how often it may come in one set */
  readonly most: number;
  /** ids of the capabilities that it asks for */
  readonly asks: ReadonlySet<string>;
}

/** Outcomes in the order of the sets; null: interrupted. */
export type Evaluate = (sets: readonly Concurrence[], fresh: boolean) => Promise<readonly PointOutcome[] | null>;

export interface BrokenBy {
  readonly set: Concurrence;
  readonly runs: number;
  readonly runOut: number;
  readonly unresourcedUnitHours: number;
  readonly requiredUnitHours: number;
  /** runs in which some need was answered from outside its region, and its force */
  readonly leftRegion: number;
  readonly leftForce: number;
  /** shares of what was unfilled once all had answered, largest first */
  readonly reasons: readonly { readonly reason: string; readonly words: string; readonly share: number }[];
}

export interface Stressed {
  readonly capability: string;
  /** every set of that many incidents was tried, and of fewer */
  readonly exhaustive: boolean;
  /** incidents that were tried at most */
  readonly tried: number;
  readonly setsTried: number;
  /** on fresh luck; null: nothing that was tried breaks it */
  readonly least: BrokenBy | null;
  /** sets of as many incidents as the least severe, or as many as were tried, at their usual size and at once */
  readonly worst: readonly BrokenBy[];
}

const BEAM = 4;
/** Sets that seem to break and are looked at more closely: those that ask for least. */
const CLOSER = 4;
const WORST = 10;
export const SIZES = [0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1] as const;
/** Minutes. */
export const GAPS = [0, 60, 120, 180, 240, 360, 480, 720, 1080, 1440, 2160, 2880] as const;

/** @returns null if it was interrupted */
export async function stressCapability(
  capability: string,
  items: readonly StressItem[],
  mostIncidents: number,
  mostSets: number,
  evaluate: Evaluate,
): Promise<Stressed | null> {
  const own = items.flatMap(({ asks }, i) => (asks.has(capability) ? [i] : []));
  let beam: readonly (readonly number[])[] = [[]];
  let exhaustive = true;
  let setsTried = 0;
  let worst: BrokenBy[] = [];
  for (let n = 1; n <= mostIncidents; n++) {
    const every: readonly (readonly number[])[] | null = exhaustive
      ? multisets(own, items, n, n === 1 ? own.length : mostSets)
      : null;
    exhaustive = every !== null;
    const candidates = every ?? extensions(beam, own, items);
    if (candidates.length === 0) return { capability, exhaustive, tried: n - 1, setsTried, least: null, worst };
    const sets = candidates.map((of) => ({ items: of, size: 1, gap: 0 }));
    const outcomes = await evaluate(sets, false);
    if (outcomes === null) return null;
    setsTried += sets.length;
    const told = sets.map((set, i) => brokenBy(set, outcomes[i]!, capability)).sort(worstFirst);
    worst = told.slice(0, WORST);
    beam = told.slice(0, BEAM).map(({ set }) => set.items);
    const breaking = told.filter(isEven);
    if (breaking.length === 0) continue;
    const least = await leastOf(breaking, capability, evaluate);
    if (least === null) return null;
    if (least !== "none") return { capability, exhaustive, tried: n, setsTried, least, worst };
  }
  return { capability, exhaustive, tried: mostIncidents, setsTried, least: null, worst };
}

/** Of sets that seem to break: the one that asks for least at the smallest size that does, then as far apart as will. */
async function leastOf(
  breaking: readonly BrokenBy[],
  capability: string,
  evaluate: Evaluate,
): Promise<BrokenBy | "none" | null> {
  const bySize = [...breaking].sort((a, b) => a.requiredUnitHours - b.requiredUnitHours).slice(0, CLOSER);
  const found: BrokenBy[] = [];
  for (const { set } of bySize) {
    const at = async (change: Partial<Concurrence>) => {
      const changed = { ...set, ...change };
      const outcomes = await evaluate([changed], true);
      return outcomes === null ? null : brokenBy(changed, outcomes[0]!, capability);
    };
    const whole = await at({});
    if (whole === null) return null;
    if (!isEven(whole)) continue;
    const smallest = await lastThatBreaks(whole, [...SIZES].reverse(), (size) => at({ size }));
    if (smallest === null) return null;
    found.push(smallest);
  }
  const [least] = found.sort(
    // Of those that ask for as little, the one nearest to its usual size.
    (a, b) => a.requiredUnitHours - b.requiredUnitHours || b.set.size - a.set.size || worstFirst(a, b),
  );
  if (least === undefined) return "none";
  if (least.set.items.length === 1) return least;
  return await lastThatBreaks(least, GAPS, async (gap) => {
    const changed = { ...least.set, gap };
    const outcomes = await evaluate([changed], true);
    return outcomes === null ? null : brokenBy(changed, outcomes[0]!, capability);
  });
}

/** By halving, the last level that still breaks, on the reading that harder levels come first; the first does. */
async function lastThatBreaks(
  first: BrokenBy,
  levels: readonly number[],
  at: (level: number) => Promise<BrokenBy | null>,
): Promise<BrokenBy | null> {
  let best = first;
  let breaks = 0;
  let holds = levels.length;
  while (holds - breaks > 1) {
    const middle = (breaks + holds) >> 1;
    const told = await at(levels[middle]!);
    if (told === null) return null;
    if (isEven(told)) {
      best = told;
      breaks = middle;
    } else holds = middle;
  }
  return best;
}

function brokenBy(set: Concurrence, { capabilities, nRuns }: PointOutcome, capability: string): BrokenBy {
  const of = capabilities.find(({ id }) => id === capability);
  if (of === undefined) {
    const nothing = { unresourcedUnitHours: 0, requiredUnitHours: 0, leftRegion: 0, leftForce: 0, reasons: [] };
    return { set, runs: nRuns, runOut: 0, ...nothing };
  }
  return {
    set,
    runs: nRuns,
    runOut: runOuts(of),
    unresourcedUnitHours: meanOf(of.unresourcedMinutes) / 60,
    requiredUnitHours: meanOf(of.requiredMinutes) / 60,
    leftRegion: of.leftRegion,
    leftForce: of.leftForce,
    reasons: reasonsOf(of),
  };
}

/** While an answer is outstanding nothing has run out, so awaiting one is no reason here. */
function reasonsOf({ reasonMinutes }: CapabilityAtPoint): BrokenBy["reasons"] {
  const given = REASONS.map(({ key, words }, i) => ({ reason: key, words, minutes: reasonMinutes[i]! })).filter(
    ({ reason, minutes }) => reason !== "awaitingAnswer" && minutes > 0,
  );
  const all = given.reduce((sum, { minutes }) => sum + minutes, 0);
  return given
    .map(({ reason, words, minutes }) => ({ reason, words, share: minutes / all }))
    .sort((a, b) => b.share - a.share);
}

const isEven = ({ runOut, runs }: BrokenBy) => 2 * runOut >= runs;

/**
 * By runs that ran out, then by what was unfilled; before anything is, by how far help had to come and by what was asked
 * for; then by items: never by chance.
 */
function worstFirst(a: BrokenBy, b: BrokenBy): number {
  return (
    b.runOut - a.runOut ||
    b.unresourcedUnitHours - a.unresourcedUnitHours ||
    b.leftRegion - a.leftRegion ||
    b.leftForce - a.leftForce ||
    b.requiredUnitHours - a.requiredUnitHours ||
    byItems(a.set.items, b.set.items)
  );
}

function byItems(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((item, i) => item !== b[i]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}

/** Every set of n items, each at most as often as it may come; null: more than `most`. */
function multisets(
  own: readonly number[],
  items: readonly StressItem[],
  n: number,
  most: number,
): readonly (readonly number[])[] | null {
  const found: number[][] = [];
  const grow = (set: number[], from: number): boolean => {
    if (set.length === n) {
      found.push(set);
      return found.length <= most;
    }
    for (let i = from; i < own.length; i++) {
      const item = own[i]!;
      if (set.filter((other) => other === item).length >= items[item]!.most) continue;
      if (!grow([...set, item], i)) return false;
    }
    return true;
  };
  return grow([], 0) ? found : null;
}

/** Each set of the beam with each item added, each result once. */
function extensions(
  beam: readonly (readonly number[])[],
  own: readonly number[],
  items: readonly StressItem[],
): readonly (readonly number[])[] {
  const found = new Map<string, readonly number[]>();
  for (const set of beam) {
    for (const item of own) {
      if (set.filter((other) => other === item).length >= items[item]!.most) continue;
      const grown = [...set, item].sort((a, b) => a - b);
      found.set(grown.join(), grown);
    }
  }
  return [...found.values()].sort(byItems);
}
