/** When phases end: a heap of whole numbers, minute and incident in one. */

export interface Ends {
  size: number;
  /** minute × INCIDENTS + incident */
  keys: Float64Array;
}

/** Above any incident's index (see demand/order.ts), so that minute and incident share one float64 exactly. */
export const INCIDENTS = 8388608;

export const createEnds = (): Ends => ({ size: 0, keys: new Float64Array(64) });

export function pushEnd(ends: Ends, minute: number, incident: number): void {
  if (ends.size === ends.keys.length) {
    const wider = new Float64Array(ends.size * 2);
    wider.set(ends.keys);
    ends.keys = wider;
  }
  const { keys } = ends;
  const key = minute * INCIDENTS + incident;
  let at = ends.size++;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const other = keys[parent]!;
    if (other < key) break;
    keys[at] = other;
    at = parent;
  }
  keys[at] = key;
}

/** Take the first away; it is `keys[0]` before. */
export function popEnd(ends: Ends): void {
  const { keys } = ends;
  const size = --ends.size;
  const key = keys[size]!;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= size) break;
    let least = keys[child]!;
    if (child + 1 < size && keys[child + 1]! < least) least = keys[++child]!;
    if (key < least) break;
    keys[at] = least;
    at = child;
  }
  keys[at] = key;
}
