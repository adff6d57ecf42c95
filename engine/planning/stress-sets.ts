/** Sets of incidents to be tried: every one there is, what grows from a set by one, and what grows from it at once. */

/** How often an item may come in one set. */
export interface Countable {
  readonly most: number;
}

/** Items by index, in ascending order. */
export type ItemSet = readonly number[];

/** Every set of n of the own items, each at most as often as it may come; null: more than `most` sets. */
export function everySet(
  own: readonly number[],
  items: readonly Countable[],
  n: number,
  most: number,
): readonly ItemSet[] | null {
  const found: number[][] = [];
  const grow = (set: number[], from: number): boolean => {
    if (set.length === n) {
      found.push(set);
      return found.length <= most;
    }
    for (let i = from; i < own.length; i++) {
      const item = own[i]!;
      if (timesIn(set, item) >= items[item]!.most) continue;
      if (!grow([...set, item], i)) return false;
    }
    return true;
  };
  return grow([], 0) ? found : null;
}

/** Each set with each item added, each result once; at most `most`, those of the items named first. */
export function grownByOne(
  sets: readonly ItemSet[],
  ranking: readonly number[],
  items: readonly Countable[],
  most: number,
): readonly ItemSet[] {
  const grown = ranking.flatMap((item) =>
    sets.filter((set) => timesIn(set, item) < items[item]!.most).map((set) => [...set, item]),
  );
  return distinct(grown).slice(0, most);
}

/**
 * Each set filled up to n: with one of the first `starts` items of the ranking as often as it may come, then with the
 * next; and with all of these in turn.
 */
export function filledUp(
  sets: readonly ItemSet[],
  ranking: readonly number[],
  items: readonly Countable[],
  n: number,
  starts: number,
): readonly ItemSet[] {
  const orders = Array.from({ length: Math.min(starts, ranking.length) }, (_, from) => [
    ...ranking.slice(from),
    ...ranking.slice(0, from),
  ]);
  const filled = sets.flatMap((set) => [
    ...orders.map((order) => filledWith(set, order, items, n, Number.POSITIVE_INFINITY)),
    filledWith(set, ranking.slice(0, starts), items, n, 1),
  ]);
  return distinct(filled.filter((set) => set.length === n));
}

/** @param atOnce of one item before the next has its turn */
function filledWith(
  set: ItemSet,
  order: readonly number[],
  items: readonly Countable[],
  n: number,
  atOnce: number,
): number[] {
  const filled = [...set];
  for (let before = -1; filled.length < n && filled.length > before; ) {
    before = filled.length;
    for (const item of order) {
      const free = Math.min(atOnce, items[item]!.most - timesIn(filled, item), n - filled.length);
      for (let k = 0; k < free; k++) filled.push(item);
    }
  }
  return filled;
}

function distinct(sets: readonly ItemSet[]): readonly ItemSet[] {
  const sorted = sets.map((set) => [...set].sort((a, b) => a - b));
  return [...new Map(sorted.map((set) => [set.join(), set])).values()];
}

function timesIn(set: ItemSet, item: number): number {
  return set.reduce((times, one) => times + (one === item ? 1 : 0), 0);
}
