/**
 * The calendar: what happens next. A flat binary heap with a total order.
 *
 * Entries come out by (minute, kind, order of insertion), so that a run never depends on how the heap
 * happens to be laid out. Knows nothing of policing: kinds and payloads are the caller's.
 */
import { NEVER } from "../model.ts";

/** Kinds are below 8192 and insertions below 2⁴⁰, so both fit exactly in one float64. */
const KIND_UNIT = 1099511627776;

export interface Calendar {
  /** entries waiting */
  size: number;
  /** minute and kind of the entry that `pop` returned last */
  poppedMinute: number;
  poppedKind: number;
  /** the rest belongs to the calendar */
  minute: Int32Array;
  /** kind × 2⁴⁰ + order of insertion */
  tie: Float64Array;
  payload: Int32Array;
  inserted: number;
}

/** An empty calendar with room for `capacity` entries; it doubles when full. */
export function createCalendar(capacity: number): Calendar {
  const room = Math.max(1, capacity);
  return {
    size: 0,
    poppedMinute: NEVER,
    poppedKind: 0,
    minute: new Int32Array(room),
    tie: new Float64Array(room),
    payload: new Int32Array(room),
    inserted: 0,
  };
}

/** Forget all entries and start counting insertions anew; keeps the memory. */
export function clear(calendar: Calendar): void {
  calendar.size = 0;
  calendar.inserted = 0;
}

/** Minute of the next entry, NEVER if there is none. */
export function peekMinute(calendar: Calendar): number {
  return calendar.size === 0 ? NEVER : calendar.minute[0]!;
}

/** Kind of the next entry; only where `size` is above 0. */
export function peekKind(calendar: Calendar): number {
  return (calendar.tie[0]! / KIND_UNIT) | 0;
}

/**
 * Add an entry.
 *
 * @param minute a whole minute, may be negative
 * @param kind 0 … 8191; of one minute, lower kinds come first
 * @param payload any 32-bit integer
 */
export function push(calendar: Calendar, minute: number, kind: number, payload: number): void {
  if (calendar.size === calendar.minute.length) grow(calendar);
  const minutes = calendar.minute;
  const ties = calendar.tie;
  const payloads = calendar.payload;
  const tie = kind * KIND_UNIT + calendar.inserted++;
  let at = calendar.size++;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const parentMinute = minutes[parent]!;
    if (parentMinute < minute || (parentMinute === minute && ties[parent]! < tie)) break;
    minutes[at] = parentMinute;
    ties[at] = ties[parent]!;
    payloads[at] = payloads[parent]!;
    at = parent;
  }
  minutes[at] = minute;
  ties[at] = tie;
  payloads[at] = payload;
}

/**
 * Take the next entry: returns its payload and leaves its minute and kind in `poppedMinute`, `poppedKind`.
 * Throws a RangeError if the calendar is empty.
 */
export function pop(calendar: Calendar): number {
  if (calendar.size === 0) throw new RangeError("The calendar is empty: there is nothing to pop");
  const minutes = calendar.minute;
  const ties = calendar.tie;
  const payloads = calendar.payload;
  const taken = payloads[0]!;
  calendar.poppedMinute = minutes[0]!;
  calendar.poppedKind = (ties[0]! / KIND_UNIT) | 0;

  const size = --calendar.size;
  const minute = minutes[size]!;
  const tie = ties[size]!;
  const payload = payloads[size]!;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= size) break;
    let childMinute = minutes[child]!;
    const right = child + 1;
    if (right < size) {
      const rightMinute = minutes[right]!;
      if (rightMinute < childMinute || (rightMinute === childMinute && ties[right]! < ties[child]!)) {
        child = right;
        childMinute = rightMinute;
      }
    }
    if (minute < childMinute || (minute === childMinute && tie < ties[child]!)) break;
    minutes[at] = childMinute;
    ties[at] = ties[child]!;
    payloads[at] = payloads[child]!;
    at = child;
  }
  minutes[at] = minute;
  ties[at] = tie;
  payloads[at] = payload;
  return taken;
}

function grow(calendar: Calendar): void {
  const room = calendar.minute.length * 2;
  const minute = new Int32Array(room);
  const tie = new Float64Array(room);
  const payload = new Int32Array(room);
  minute.set(calendar.minute);
  tie.set(calendar.tie);
  payload.set(calendar.payload);
  calendar.minute = minute;
  calendar.tie = tie;
  calendar.payload = payload;
}
