/**
 * A document as a tree whose every node knows the file and the offset it came from, so that a fault in a merged
 * scenario still points at the line somebody wrote.
 */

/** A text that was read; offsets turn into lines and columns only when a fault needs them. */
export interface Source {
  readonly file: string;
  readonly text: string;
}

interface Origin {
  readonly source: Source;
  /** offset into the text; -1 where there is no text */
  readonly offset: number;
}

export interface Entry extends Origin {
  readonly node: Tree;
  /** how YAML reads the bare key, where that is not as text: "number", "boolean", "null" */
  readonly readAs?: string;
}

export type Tree = Origin &
  (
    | { readonly kind: "map"; readonly entries: Map<string, Entry> }
    | { readonly kind: "list"; readonly items: readonly Tree[] }
    | {
        readonly kind: "scalar";
        readonly value: string | number | boolean | null;
        /** the spelling, where the value does not show it (012 is the number 12) */
        readonly written?: string;
      }
  );

export type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain };

/**
 * The tree without its positions: fresh plain objects and lists, nothing shared. A key set to null is a key left out,
 * unless nulls are kept to see which keys they stand at.
 */
export function toPlain(tree: Tree, keepNulls = false): Plain {
  if (tree.kind === "scalar") return tree.value;
  if (tree.kind === "list") return tree.items.map((item) => toPlain(item, keepNulls));
  const plain: { [key: string]: Plain } = {};
  for (const [key, { node }] of tree.entries) if (keepNulls || !isNull(node)) plain[key] = toPlain(node, keepNulls);
  return plain;
}

export function isNull(node: Tree): boolean {
  return node.kind === "scalar" && node.value === null;
}

export function isRecord(value: Plain | undefined): value is { [key: string]: Plain } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The node at a path, or the nearest one above it; `key` is the last map entry passed on the way. */
export function nodeAt(root: Tree, path: readonly PropertyKey[]): { node: Tree; entry: Entry | null; depth: number } {
  let node = root;
  let entry: Entry | null = null;
  for (let depth = 0; depth < path.length; depth++) {
    const step = path[depth]!;
    if (node.kind === "map") {
      const next = node.entries.get(String(step));
      if (next === undefined) return { node, entry, depth };
      entry = next;
      node = next.node;
    } else if (node.kind === "list") {
      const next = node.items[Number(step)];
      if (next === undefined) return { node, entry, depth };
      entry = null;
      node = next;
    } else {
      return { node, entry, depth };
    }
  }
  return { node, entry, depth: path.length };
}

/** A path as people read it: list members by their own id or the id they speak of, never by position where one exists. */
export function pathText(root: Tree, path: readonly PropertyKey[]): string {
  const parts: string[] = [];
  let node: Tree | undefined = root;
  for (const step of path) {
    let name = String(step);
    if (node?.kind === "list") {
      node = node.items[Number(step)];
      name = idOf(node) ?? name;
    } else {
      node = node?.kind === "map" ? node.entries.get(name)?.node : undefined;
    }
    parts.push(name);
  }
  return parts.join(".");
}

/** Phases have an id; needs are known by their id or capability, triggers by the threat they start. */
function idOf(node: Tree | undefined): string | undefined {
  if (node?.kind !== "map") return undefined;
  for (const key of ["id", "capability", "threat"]) {
    const own = node.entries.get(key)?.node;
    if (own?.kind === "scalar" && typeof own.value === "string") return own.value;
  }
  return undefined;
}

const lineStarts = new WeakMap<Source, number[]>();

/** Line and column from 1; both 0 where there is no text. */
export function lineAndColumn(source: Source, offset: number): { line: number; column: number } {
  if (offset < 0) return { line: 0, column: 0 };
  let starts = lineStarts.get(source);
  if (starts === undefined) {
    starts = [0];
    for (let at = source.text.indexOf("\n"); at >= 0; at = source.text.indexOf("\n", at + 1)) starts.push(at + 1);
    lineStarts.set(source, starts);
  }
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - starts[low]! + 1 };
}
