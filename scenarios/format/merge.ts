/**
 * How a scenario that says only what differs is laid over the one it extends. Maps merge key by key; lists are
 * replaced whole (but assumptions are joined by id); null removes a key
 * (it stays in the tree as null, and is left out when the tree becomes plain). A map that is one thing said in one way (a figure with its source, a
 * distribution, a trigger, a place, a way of arriving) is replaced whole, because half of the old and half of the
 * new would be neither.
 */
import type { Tree } from "./tree.ts";

export const REPLACED_WHOLE = new Set([
  "where",
  "trigger",
  "severity",
  "readiness",
  "composition",
  "ifShort",
  "kernel",
]);
const ONE_FIGURE = ["value", "low", "dist"];

export function merge(base: Tree, over: Tree, depth = 0): Tree {
  if (base.kind !== "map" || over.kind !== "map" || isFigure(base) || isFigure(over)) return over;
  const entries = new Map(base.entries);
  for (const [key, entry] of over.entries) {
    const old = entries.get(key);
    if (old === undefined || REPLACED_WHOLE.has(key) || (key === "arrivals" && !sameKind(old.node, entry.node))) {
      entries.set(key, entry);
    } else if (key === "assumptions" && depth === 0) {
      entries.set(key, { ...entry, node: joinById(old.node, entry.node) });
    } else {
      entries.set(key, { ...entry, node: merge(old.node, entry.node, depth + 1) });
    }
  }
  return { ...over, entries };
}

/** A later record with an id that is there already replaces the earlier one. */
function joinById(base: Tree, over: Tree): Tree {
  if (base.kind !== "list" || over.kind !== "list") return over;
  const later = new Set(over.items.map(idOf));
  later.delete(undefined);
  const kept = base.items.filter((item) => !later.has(idOf(item)));
  return { ...over, items: [...kept, ...over.items] };
}

function idOf(item: Tree): string | undefined {
  const id = item.kind === "map" ? item.entries.get("id")?.node : undefined;
  return id?.kind === "scalar" && typeof id.value === "string" ? id.value : undefined;
}

function isFigure(node: Tree): boolean {
  return node.kind === "map" && ONE_FIGURE.some((key) => node.entries.has(key));
}

/** The same of a plain map. */
export function isFigureMap(plain: Readonly<Record<string, unknown>>): boolean {
  return ONE_FIGURE.some((key) => Object.hasOwn(plain, key));
}

/** Two ways of arriving are the same where they share their one key (poisson, hawkes …). */
function sameKind(a: Tree, b: Tree): boolean {
  if (a.kind !== "map" || b.kind !== "map") return false;
  for (const key of b.entries.keys()) if (a.entries.has(key)) return true;
  return false;
}
