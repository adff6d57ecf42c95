/**
 * Reverse stress test: the least severe concurrence of incidents that makes a capability run out with at least even
 * odds: fewest incidents, then smallest, then farthest apart in time.
 *
 * The search is stated and deterministic. An item is a kind of incident at a place. For one incident more at a time,
 * every set of items is tried where there are no more than `mostSets`. Beyond that the worst sets are filled up at once to
 * as many incidents as may be; if that breaks, the fewest that do are looked for by halving, and the sets of that many
 * are those that grow by one from the worst of one fewer. Of many sets each is glanced at in a quarter of the runs, and
 * the worst are run in full. All sets meet the same replications. What seems to break is run again on a fresh seed
 * before it counts, because the worst of many is partly luck.
 */
import { REASONS } from "../tally/measures.ts";
import { type CapabilityAtPoint, meanOf, type PointOutcome, runOuts } from "./points.ts";
import { everySet, filledUp, grownByOne, type ItemSet } from "./stress-sets.ts";

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

/** A glance takes a quarter of the search's runs, from the same luck; what is fresh has luck of its own. */
export type Look = "glance" | "search" | "fresh";

/** Outcomes in the order of the sets; null: interrupted. */
export type Evaluate = (sets: readonly Concurrence[], look: Look) => Promise<readonly PointOutcome[] | null>;

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

/** The worst sets are built on, with the worst items. */
const BEAM = 4;
/** Sets that seem to break and are looked at more closely: those that ask for least. */
const CLOSER = 4;
const WORST = 10;
/** Of many sets, those that are run in full after a glance at all. */
const IN_FULL = 16;
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
  const possible = own.reduce((sum, item) => sum + items[item]!.most, 0);
  const highest = Math.min(mostIncidents, possible);
  let setsTried = 0;
  const lookAt = async (sets: readonly Concurrence[], how: Look): Promise<BrokenBy[] | null> => {
    const outcomes = await evaluate(sets, how);
    if (outcomes === null) return null;
    return sets.map((set, i) => brokenBy(set, outcomes[i]!, capability)).sort(worstFirst);
  };
  /**
   * Worst first; null: interrupted.
   *
   * @param inFull of more sets than this only the worst at a glance are run in full, and told
   */
  const look = async (candidates: readonly ItemSet[], inFull: number): Promise<BrokenBy[] | null> => {
    let sets: readonly Concurrence[] = candidates.map((of) => ({ items: of, size: 1, gap: 0 }));
    setsTried += sets.length;
    if (sets.length > inFull) {
      const glimpsed = await lookAt(sets, "glance");
      if (glimpsed === null) return null;
      sets = glimpsed.slice(0, inFull).map(({ set }) => set);
    }
    return await lookAt(sets, "search");
  };
  const ended = (tried: number, exhaustive: boolean, least: BrokenBy | null, told: readonly BrokenBy[]): Stressed => ({
    ...{ capability, exhaustive, tried, setsTried, least },
    worst: told.slice(0, WORST),
  });
  const worstOf = (told: readonly BrokenBy[]) => told.slice(0, BEAM).map(({ set }) => set.items);

  let told: BrokenBy[] = [];
  let ranking: readonly number[] = own;
  let n = 1;
  for (; n <= highest; n++) {
    const every = everySet(own, items, n, n === 1 ? own.length : mostSets);
    if (every === null) break;
    const looked = await look(every, every.length);
    if (looked === null) return null;
    told = looked;
    if (n === 1) ranking = told.map(({ set }) => set.items[0]!);
    const least = await leastOf(told.filter(isEven), capability, evaluate);
    if (least === null) return null;
    if (least !== "none") return ended(n, true, least, told);
  }
  if (n > highest) return ended(highest, true, null, told);

  // From here on: `holds` incidents never broke on the luck of the search, `breaks` did.
  let holds = n - 1;
  let before = worstOf(told);
  const most = await look(filledUp(before, ranking, items, highest, BEAM), WORST);
  if (most === null) return null;
  if (!most.some(isEven)) return ended(highest, false, null, most);
  let breaks = highest;
  while (breaks - holds > 1) {
    const middle = (holds + breaks) >> 1;
    const looked = await look(filledUp(before, ranking, items, middle, BEAM), BEAM);
    if (looked === null) return null;
    if (looked.some(isEven)) breaks = middle;
    else {
      holds = middle;
      before = worstOf(looked);
    }
  }
  for (n = breaks; n <= highest; n++) {
    const grown = grownByOne(before, ranking, items, mostSets);
    const filled = n === breaks ? filledUp(before, ranking, items, n, BEAM) : [];
    const sets = [...new Map([...grown, ...filled].map((set) => [set.join(), set])).values()];
    const looked = await look(sets, IN_FULL);
    if (looked === null) return null;
    told = looked;
    const least = await leastOf(told.filter(isEven), capability, evaluate);
    if (least === null) return null;
    if (least !== "none") return ended(n, false, least, told);
    before = worstOf(told);
  }
  return ended(highest, false, null, told);
}

/** Of sets that seem to break: the one that asks for least at the smallest size that does, then as far apart as will. */
async function leastOf(
  breaking: readonly BrokenBy[],
  capability: string,
  evaluate: Evaluate,
): Promise<BrokenBy | "none" | null> {
  const bySize = [...breaking].sort((a, b) => a.requiredUnitHours - b.requiredUnitHours).slice(0, CLOSER);
  const sized = await lastThatBreak(
    bySize.map(({ set }) => [...SIZES].reverse().map((size) => ({ ...set, size }))),
    capability,
    evaluate,
  );
  if (sized === null) return null;
  const [least] = sized
    .filter((of) => of !== "none")
    // Of those that ask for as little, the one nearest to its usual size.
    .sort((a, b) => a.requiredUnitHours - b.requiredUnitHours || b.set.size - a.set.size || worstFirst(a, b));
  if (least === undefined) return "none";
  if (least.set.items.length === 1) return least;
  const apart = await lastThatBreak([GAPS.map((gap) => ({ ...least.set, gap }))], capability, evaluate);
  // At once it broke on the same fresh luck.
  return apart === null ? null : apart[0] === "none" ? least : apart[0]!;
}

/**
 * On each ladder the last rung that breaks, harder ones first: looked for by halving on the search's luck, all ladders in
 * step, then checked on fresh luck and taken back rung by rung until one breaks there. None: not even the first does.
 */
async function lastThatBreak(
  ladders: readonly (readonly Concurrence[])[],
  capability: string,
  evaluate: Evaluate,
): Promise<(BrokenBy | "none")[] | null> {
  const looked = async (rungs: readonly number[], which: readonly number[], how: Look) => {
    const sets = which.map((ladder) => ladders[ladder]![rungs[ladder]!]!);
    const outcomes = sets.length === 0 ? [] : await evaluate(sets, how);
    return outcomes === null ? null : sets.map((set, i) => brokenBy(set, outcomes[i]!, capability));
  };
  const breaks = ladders.map(() => 0);
  const holds = ladders.map(({ length }) => length);
  const halving = () => ladders.flatMap((_, i) => (holds[i]! - breaks[i]! > 1 ? [i] : []));
  for (let open = halving(); open.length > 0; open = halving()) {
    const middles = ladders.map((_, i) => (breaks[i]! + holds[i]!) >> 1);
    const told = await looked(middles, open, "search");
    if (told === null) return null;
    open.forEach((ladder, i) => {
      (isEven(told[i]!) ? breaks : holds)[ladder] = middles[ladder]!;
    });
  }
  const found: (BrokenBy | "none")[] = ladders.map(() => "none");
  let open = ladders.map((_, i) => i);
  while (open.length > 0) {
    const told = await looked(breaks, open, "fresh");
    if (told === null) return null;
    open = open.filter((ladder, i) => {
      if (isEven(told[i]!)) found[ladder] = told[i]!;
      return found[ladder] === "none" && --breaks[ladder]! >= 0;
    });
  }
  return found;
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
