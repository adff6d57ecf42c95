/**
 * Changes kept by this browser between visits: on until switched off, cleared with one button, and never once
 * figures of somebody's own or a marking are in the scenario.
 */

const SWITCH = "muster.autosave";
const DRAFT = "muster.draft.";

export interface SavedDraft {
  readonly text: string;
  /** milliseconds since 1970 */
  readonly at: number;
}

/** What of `localStorage` is used; a browser may have none, or refuse it. */
export type Store = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

export interface Autosave {
  readonly on: boolean;
  /** false: nothing is kept, and what was kept is removed */
  turn(on: boolean): void;
  /** @param text null: nothing differs from what ships */
  keep(key: string, text: string | null, mayBeKept: boolean): void;
  saved(key: string): SavedDraft | null;
  clear(): void;
}

export function createAutosave(store: Store | null, now: () => number = Date.now): Autosave {
  const guarded = <T>(work: (store: Store) => T, otherwise: T): T => {
    try {
      return store === null ? otherwise : work(store);
    } catch {
      // Full, or refused by the browser: then nothing is kept.
      return otherwise;
    }
  };
  const clear = () =>
    guarded((kept) => {
      for (let i = kept.length - 1; i >= 0; i--) {
        const key = kept.key(i);
        if (key?.startsWith(DRAFT)) kept.removeItem(key);
      }
    }, undefined);
  return {
    get on() {
      return guarded((kept) => kept.getItem(SWITCH) !== "off", false);
    },
    turn(on) {
      guarded((kept) => (on ? kept.removeItem(SWITCH) : kept.setItem(SWITCH, "off")), undefined);
      if (!on) clear();
    },
    keep(key, text, mayBeKept) {
      guarded((kept) => {
        if (kept.getItem(SWITCH) === "off") return;
        if (text === null || !mayBeKept) kept.removeItem(DRAFT + key);
        else kept.setItem(DRAFT + key, JSON.stringify({ text, at: now() }));
      }, undefined);
    },
    saved: (key) =>
      guarded((kept) => {
        const { text, at } = JSON.parse(kept.getItem(DRAFT + key) ?? "null") ?? {};
        return typeof text === "string" && typeof at === "number" ? { text, at } : null;
      }, null),
    clear,
  };
}

/** This browser's store, where it lets the page have one. */
function browserStore(): Store | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

export const autosave: Autosave = createAutosave(browserStore());
