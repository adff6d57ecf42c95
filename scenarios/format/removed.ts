/**
 * A force, holder, capability or threat that a scenario removes (`kent: null`) also goes from what the files it extends
 * say of it: their holdings, members, roads, needs and triggers. What the removing file itself says of it stays, and
 * is then a fault.
 */
import { type Entry, isNull, type Source, type Tree } from "./tree.ts";

/** Removed ids, each with the text that removed it. */
type Removed = ReadonlyMap<string, Source>;

export function dropRemoved(root: Tree): Tree {
  const holders = new Map([...nullsAt(root, "places", "forces"), ...nullsAt(root, "places", "holders")]);
  const capabilities = nullsAt(root, "capabilities");
  const gone = new Map(capabilities);
  const threats = nullsAt(root, "threats");
  if (holders.size + capabilities.size + threats.size === 0 || root.kind !== "map") return root;
  const skills = childrenOf(root, "skills");
  for (const id of skills.keys()) capabilities.delete(id);
  const entries = new Map(root.entries);
  const rewrite = (key: string, removed: Removed, alsoKeys: boolean): void => {
    const entry = entries.get(key);
    if (entry !== undefined) entries.set(key, { ...entry, node: without(entry.node, removed, alsoKeys) });
  };
  for (const key of ["places", "people"]) rewrite(key, holders, true);
  rewrite("people", capabilities, true);
  const known = entries.get("capabilities");
  if (known !== undefined) entries.set("capabilities", { ...known, node: withoutSubstitutes(known.node, gone) });
  rewrite("threats", new Map([...gone, ...threats]), false);
  return { ...root, entries };
}

function nullsAt(root: Tree, ...path: readonly string[]): Map<string, Source> {
  const removed = new Map<string, Source>();
  for (const [id, entry] of childrenOf(root, ...path)) if (isNull(entry.node)) removed.set(id, entry.source);
  return removed;
}

function childrenOf(root: Tree, ...path: readonly string[]): ReadonlyMap<string, Entry> {
  let node: Tree | undefined = root;
  for (const key of path) node = node?.kind === "map" ? node.entries.get(key)?.node : undefined;
  return node?.kind === "map" ? node.entries : new Map();
}

/** The tree without list members, and where asked without keys, that speak of what is removed. */
function without(tree: Tree, removed: Removed, alsoKeys: boolean): Tree {
  if (tree.kind === "scalar") return tree;
  if (tree.kind === "list") {
    const items = tree.items.filter((item) => !speaksOf(item, removed));
    return { ...tree, items: items.map((item) => without(item, removed, alsoKeys)) };
  }
  const entries = new Map<string, Entry>();
  for (const [key, entry] of tree.entries) {
    const by = alsoKeys ? removed.get(key) : undefined;
    if (by === undefined || by === entry.source) {
      entries.set(key, { ...entry, node: without(entry.node, removed, alsoKeys) });
    }
  }
  return { ...tree, entries };
}

/** Capabilities without those that stood in for them and are gone; a skill or a holder may have the same name and stay. */
function withoutSubstitutes(tree: Tree, gone: Removed): Tree {
  if (tree.kind !== "map") return tree;
  const entries = new Map(tree.entries);
  for (const [id, entry] of tree.entries) {
    const substitutes = entry.node.kind === "map" ? entry.node.entries.get("substitutes") : undefined;
    if (entry.node.kind !== "map" || substitutes === undefined) continue;
    const inner = new Map(entry.node.entries);
    inner.set("substitutes", { ...substitutes, node: without(substitutes.node, gone, false) });
    entries.set(id, { ...entry, node: { ...entry.node, entries: inner } });
  }
  return { ...tree, entries };
}

/** A bare id, or a record about one (a need's capability, a trigger's threat, a change's holder). */
function speaksOf(item: Tree, removed: Removed): boolean {
  const named =
    item.kind === "map" ? ["capability", "threat", "holder"].map((key) => item.entries.get(key)?.node) : [item];
  return named.some((node) => {
    const by = node?.kind === "scalar" && typeof node.value === "string" ? removed.get(node.value) : undefined;
    return by !== undefined && by !== node?.source;
  });
}
