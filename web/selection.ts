/**
 * What is looked at, shared by every panel of a run: a capability, a scope in it, a moment, and the view that is
 * open. A panel that changes it calls `set`; every panel that shows it subscribes.
 */
import type { View } from "./desk/protocol.ts";

/** The views of a run, in the order of their tabs. */
export const VIEWS = [
  "picture",
  "morning",
  "matrix",
  "why",
  "oneRun",
  "exercise",
  "edit",
  "compare",
  "plans",
  "takeAway",
] as const;
export type ViewId = (typeof VIEWS)[number];

/** The capability, scope (nation, region or force) and id are those of `View`. */
export interface Selection extends View {
  /** minute from the start; null: none chosen, each panel shows its own worst */
  readonly minute: number | null;
  readonly open: ViewId;
}

export interface SelectionStore {
  readonly now: Selection;
  /** What differs is told to every subscriber, at once and in the order of subscription. */
  set(change: Partial<Selection>): void;
  /** @returns ends the subscription */
  subscribe(listener: (now: Selection, before: Selection) => void): () => void;
}

export function createSelection(first: Selection): SelectionStore {
  let now = first;
  const listeners = new Set<(now: Selection, before: Selection) => void>();
  return {
    get now() {
      return now;
    },
    set(change) {
      const before = now;
      const next = { ...before, ...change };
      if (Object.entries(next).every(([key, value]) => before[key as keyof Selection] === value)) return;
      now = next;
      for (const listener of [...listeners]) listener(next, before);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Whether both show the same capability in the same scope. */
export function isSameView(a: View, b: View): boolean {
  return a.capability === b.capability && a.scope === b.scope && a.id === b.id;
}
