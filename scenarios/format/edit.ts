/**
 * Changes to a scenario's own text: one value at a path is set, removed or put back, and everything else, comments
 * included, stays as somebody wrote it.
 *
 * A scenario says only what differs from what it builds on, so a change is written the way the merge will read it: a
 * list, and a map that says one thing in one way, are copied whole before a part of them changes. What says again what
 * the shipped scenario says anyway is taken out.
 */
import { type Document, isCollection, isMap, isScalar, isSeq, type Node, parseDocument, type YAMLMap } from "yaml";
import { isFigureMap, REPLACED_WHOLE } from "./merge.ts";
import { isRecord, type Plain } from "./tree.ts";

export type EditPath = readonly (string | number)[];

/** A path and what stands there; null takes out what the scenario builds on; undefined says nothing there. */
export type Change = readonly [path: EditPath, value: Plain | undefined];

/** The shipped scenario that a draft began with. */
export interface Shipped {
  readonly text: string;
  /** with everything it extends merged in */
  readonly resolved: Plain;
}

/**
 * The text with the changes, in order.
 *
 * @param view what the text resolves to now, as far as the changed paths go; lists are copied from it
 */
export function withChanges(text: string, changes: readonly Change[], view: Plain, shipped: Shipped): string {
  const document = documentOf(text);
  const original = documentOf(shipped.text);
  const sameBase = sameValue(plainIn(document, ["extends"]), plainIn(original, ["extends"]));
  for (const [path, value] of changes) {
    const back = sameBase ? (plainIn(original, path) ?? valueAt(shipped.resolved, path)) : undefined;
    if (value === undefined && back === undefined) document.deleteIn([...path]);
    else put(document, path, value === undefined ? back! : value, view);
    if (sameBase) prune(document, original, path, shipped.resolved);
  }
  return textOf(document);
}

/** The changes in the texts themselves that turn one into the other; null: there are none that keep the order of keys. */
export function changesBetween(from: string, to: string): readonly Change[] | null {
  const before = plainText(from);
  const after = plainText(to);
  const changes: Change[] = [];
  differences(before, after, [], changes);
  return JSON.stringify(plainText(withRawChanges(from, changes))) === JSON.stringify(after) ? changes : null;
}

/** The text with changes found by `changesBetween`: nothing is copied, nothing taken out. */
export function withRawChanges(text: string, changes: readonly Change[]): string {
  const document = documentOf(text);
  for (const [path, value] of changes) {
    if (value === undefined) document.deleteIn([...path]);
    else put(document, path, value, null);
  }
  return textOf(document);
}

/** What turns one resolved scenario into the other, said as a file that builds on the first would say it. */
export function changesTo(before: Plain, after: Plain): readonly Change[] {
  const changes: Change[] = [];
  turned(before, after, [], changes);
  return changes;
}

function turned(before: Plain, after: Plain, path: EditPath, changes: Change[]): void {
  if (sameValue(before, after)) return;
  const whole = REPLACED_WHOLE.has(String(path.at(-1)));
  if (whole || !isRecord(before) || !isRecord(after) || isFigureMap(before) || isFigureMap(after)) {
    changes.push([path, after]);
    return;
  }
  for (const key of Object.keys(before)) if (!Object.hasOwn(after, key)) changes.push([[...path, key], null]);
  for (const [key, value] of Object.entries(after)) {
    if (Object.hasOwn(before, key)) turned(before[key]!, value, [...path, key], changes);
    else changes.push([[...path, key], value]);
  }
}

/** What the text itself says, without what it builds on; null where nothing stands. */
export function plainText(text: string): Plain {
  return documentOf(text).toJS() as Plain;
}

/** What stands at a path of plain values; undefined: nothing. */
export function valueAt(plain: Plain | undefined, path: EditPath): Plain | undefined {
  let value: Plain | undefined = plain;
  for (const step of path) {
    if (value === null || typeof value !== "object" || !Object.hasOwn(value, step)) return undefined;
    value = (value as { [key: string]: Plain })[step];
  }
  return value;
}

/** A copy with another value at the path; what is not on the way is shared. Null and undefined take the key out. */
export function withValue(plain: Plain | undefined, path: EditPath, value: Plain | undefined): Plain {
  const [step, ...rest] = path;
  if (step === undefined) return value ?? null;
  const inner = valueAt(plain, [step]);
  const next = rest.length === 0 ? value : withValue(inner, rest, value);
  if (Array.isArray(plain)) {
    const copy = [...plain];
    if (next === undefined || next === null) copy.splice(Number(step), 1);
    else copy[Number(step)] = next;
    return copy;
  }
  const copy: { [key: string]: Plain } = isRecord(plain) ? { ...plain } : {};
  if (next === undefined || next === null) delete copy[step];
  else copy[step] = next;
  return copy;
}

export function sameValue(a: Plain | undefined, b: Plain | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => sameValue(item, b[i]));
  if (!isRecord(a) || !isRecord(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key], b[key]))
  );
}

// ── documents ───────────────────────────────────────────────────────────────────────────────────

function documentOf(text: string): Document {
  return parseDocument(text, { schema: "core", merge: false, uniqueKeys: false, logLevel: "error" }) as Document;
}

function textOf(document: Document): string {
  return document.toString({ lineWidth: 120, flowCollectionPadding: true });
}

function plainIn(document: Document, path: EditPath): Plain | undefined {
  const node = document.getIn([...path], true) as Node | undefined;
  return node === undefined ? undefined : (node.toJS(document) as Plain);
}

/** Sets the value, with maps made on the way, and lists or whole maps copied from the view where the text has none. */
function put(document: Document, path: EditPath, value: Plain, view: Plain | null): void {
  if (!isMap(document.contents)) document.contents = document.createNode({}) as unknown as typeof document.contents;
  for (let depth = 1; depth < path.length; depth++) {
    const here = path.slice(0, depth);
    const own = document.getIn(here, true);
    if (isCollection(own)) continue;
    const known = view === null ? undefined : valueAt(view, here);
    const whole = known !== undefined && copiedWhole(here.at(-1)!, known);
    document.setIn(here, document.createNode(whole ? known : typeof path[depth] === "number" ? [] : {}));
    if (whole) flowed(document.getIn(here, true));
  }
  const old = document.getIn([...path], true);
  if (isScalar(old) && (value === null || typeof value !== "object")) {
    old.value = value;
    delete old.source;
    return;
  }
  const node = document.createNode(value);
  flowed(node);
  const comment = (old as Node | undefined)?.comment;
  if (comment) (node as Node).comment = comment;
  document.setIn([...path], node);
}

function copiedWhole(key: string | number, value: Plain): boolean {
  return Array.isArray(value) || REPLACED_WHOLE.has(String(key)) || (isRecord(value) && isFigureMap(value));
}

/** Small maps and lists of plain values stand in one line, as people write them. */
function flowed(node: unknown): void {
  if (!isMap(node) && !isSeq(node)) return;
  const members = isMap(node) ? (node as YAMLMap).items.map(({ value }) => value) : node.items;
  if (members.length > 0 && members.length <= 24 && !members.some(isCollection)) node.flow = true;
  else for (const member of members) flowed(member);
}

/** From the changed path upward: takes out what the shipped text does not say, and what it resolves to says already. */
function prune(document: Document, original: Document, path: EditPath, resolved: Plain): void {
  for (let depth = firstWhole(path, resolved); depth > 0; depth--) {
    const here = path.slice(0, depth);
    if (original.hasIn(here)) return;
    const said = plainIn(document, here);
    if (said === undefined) continue;
    const known = valueAt(resolved, here);
    const empty = isRecord(said) && Object.keys(said).length === 0 && (known === undefined || isRecord(known));
    if (!empty && !sameValue(said ?? undefined, known)) return;
    document.deleteIn(here);
  }
}

/** How deep the path goes before it enters something that is only ever said whole. */
function firstWhole(path: EditPath, resolved: Plain): number {
  for (let depth = 1; depth < path.length; depth++) {
    const known = valueAt(resolved, path.slice(0, depth));
    if (known !== undefined && copiedWhole(path[depth - 1]!, known)) return depth;
  }
  return path.length;
}

function differences(before: Plain, after: Plain, path: EditPath, changes: Change[]): void {
  if (isRecord(before) && isRecord(after)) {
    for (const key of Object.keys(before)) {
      if (!Object.hasOwn(after, key)) changes.push([[...path, key], undefined]);
    }
    for (const [key, value] of Object.entries(after)) {
      if (!Object.hasOwn(before, key)) changes.push([[...path, key], value]);
      else differences(before[key]!, value, [...path, key], changes);
    }
  } else if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    for (const [i, value] of after.entries()) differences(before[i]!, value, [...path, i], changes);
  } else if (!sameValue(before, after)) changes.push([path, after]);
}
