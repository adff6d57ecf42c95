/** What the browser may keep of somebody's changes. */
import { describe, expect, it } from "vitest";
import { createAutosave, type Store } from "../../../web/edit/autosave.ts";

function storeOf(): Store & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    key: (i) => [...kept.keys()][i] ?? null,
    get length() {
      return kept.size;
    },
  };
}

describe("autosave", () => {
  it("keeps a scenario's text with its time, and forgets it when nothing differs any more", () => {
    const autosave = createAutosave(storeOf(), () => 42);
    autosave.keep("a", "text", true);
    expect(autosave.saved("a")).toEqual({ text: "text", at: 42 });
    expect(autosave.saved("b")).toBeNull();
    autosave.keep("a", null, true);
    expect(autosave.saved("a")).toBeNull();
  });

  it("removes what it kept once the scenario may not be kept", () => {
    const store = storeOf();
    const autosave = createAutosave(store);
    autosave.keep("a", "text", true);
    autosave.keep("a", "text with figures", false);
    expect(store.kept.size).toBe(0);
  });

  it("switched off keeps nothing, and removes all drafts but nothing of others", () => {
    const store = storeOf();
    store.setItem("another page's", "1");
    const autosave = createAutosave(store);
    autosave.keep("a", "x", true);
    autosave.keep("b", "y", true);
    autosave.turn(false);
    autosave.keep("a", "z", true);
    expect([autosave.on, autosave.saved("a"), autosave.saved("b")]).toEqual([false, null, null]);
    expect(store.kept.get("another page's")).toBe("1");
    autosave.turn(true);
    expect(autosave.on).toBe(true);
  });

  it("goes on without a store, with a full one, and with what somebody else wrote there", () => {
    const none = createAutosave(null);
    none.keep("a", "x", true);
    expect([none.on, none.saved("a")]).toEqual([false, null]);
    const full = createAutosave({
      ...storeOf(),
      setItem() {
        throw new Error("full");
      },
    });
    expect(() => full.keep("a", "x", true)).not.toThrow();
    const store = storeOf();
    store.setItem("muster.draft.a", "no json");
    expect(createAutosave(store).saved("a")).toBeNull();
  });
});
