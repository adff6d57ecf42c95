/**
 * Reads a scenario file: text in, a resolved scenario out, or every fault at once with its file, line and column.
 *
 * Resolved means: whatever it extends is merged in, nothing refers to another file, plain JSON. Runs anywhere; the
 * caller says how other files are found.
 */
import type { z } from "zod";
import { checkScenario } from "./check.ts";
import { didYouMean, type Fault, show } from "./faults.ts";
import { MAX_FAULTS, MAX_SOURCES } from "./limits.ts";
import { merge } from "./merge.ts";
import { dropRemoved } from "./removed.ts";
import { KEYS_MARK, type Scenario, scenarioSchema } from "./schema.ts";
import { type Entry, lineAndColumn, nodeAt, type Plain, pathText, type Source, type Tree, toPlain } from "./tree.ts";
import { faultAt, parseText } from "./yaml.ts";

export { canonicalJson } from "./canonical.ts";
export { type Fault, formatFault } from "./faults.ts";

/** A scenario with everything it extends merged in. */
export type ResolvedScenario = Scenario;

export interface ReadOptions {
  /** name of the text, for faults and for `load` */
  readonly file: string;
  /** the text behind `extends` or `parts`; null where there is none */
  readonly load: (ref: string, from: string) => LoadedText | null;
}

export interface LoadedText extends Source {
  /** what `parseText` made of it at an earlier reading; it is never changed */
  readonly tree?: Tree;
}

export type ReadResult =
  | {
      readonly ok: true;
      readonly scenario: ResolvedScenario;
      /** every text that went in, the asked-for file last */
      readonly sources: readonly Source[];
      readonly warnings: readonly Fault[];
    }
  | { readonly ok: false; readonly faults: readonly Fault[] };

export function readScenario(text: string, options: ReadOptions): ReadResult {
  const reading: Reading = { load: options.load, sources: [], laid: new Set(), faults: [], incomplete: false };
  const tree = resolve({ file: options.file, text }, [], reading, null);
  return validate(tree === null ? null : dropRemoved(tree), reading);
}

/** What comes together while files are read. */
interface Reading {
  readonly load: ReadOptions["load"];
  readonly sources: Source[];
  /** files that are merged in already: what several files build on is laid down once, under all of them */
  readonly laid: Set<string>;
  readonly faults: Fault[];
  /** something that was to be merged in could not be read */
  incomplete: boolean;
}

/** The same rules for a plain object that stands alone (it extends nothing): paths without lines. */
export function readScenarioObject(object: unknown, file = "scenario"): ReadResult {
  const faults: Fault[] = [];
  const source: Source = { file, text: "" };
  let text: string | undefined;
  try {
    text = JSON.stringify(object, (_, value: unknown) =>
      typeof value === "number" && !Number.isFinite(value) ? `${value}` : value,
    );
  } catch {
    text = undefined;
  }
  if (text === undefined) return { ok: false, faults: [faultAt(source, -1, "", "", "This is not plain JSON.")] };
  // Reading the text again gives objects, files and hostile input one way in.
  const parsed = parseText({ file: `${file}.json`, text }, faults);
  const unplaced = (list: readonly Fault[]) => list.map((fault) => ({ ...fault, file, line: 0, column: 0 }));
  const tree = parsed === null ? null : withoutPositions(parsed, source);
  if (tree?.kind === "map") {
    for (const key of ["extends", "parts"]) tree.entries.delete(key);
  }
  const result = validate(tree, { sources: [source], faults, incomplete: false });
  return result.ok
    ? { ...result, warnings: unplaced(result.warnings) }
    : { ok: false, faults: unplaced(result.faults) };
}

// ── extends ─────────────────────────────────────────────────────────────────────────────────────

/** The tree of one file merged over all that it extends; null where it could not be read. */
function resolve(source: LoadedText, chain: readonly string[], reading: Reading, role: "part" | null): Tree | null {
  const { faults, sources } = reading;
  const own = source.tree ?? parseText(source, faults);
  if (own?.kind !== "map") {
    reading.incomplete = true;
    sources.push(source);
    return null;
  }
  const entries = new Map(own.entries);
  const over: Tree = { ...own, entries };
  if (role === null) checkVersion(own, entries, faults);
  const parts = refs(entries, "parts", faults);
  const bases = refs(entries, "extends", faults);
  if (!entries.has("extends") && parts.length === 0 && role === null) {
    bases.push({ ref: "reference", entry: null });
  }
  entries.delete("extends");
  entries.delete("parts");

  const here = [...chain, source.file];
  let merged: Tree | null = null;
  for (const { ref, entry, kind } of [
    ...bases.map((base) => ({ ...base, kind: null })),
    ...parts.map((part) => ({ ...part, kind: "part" as const })),
  ]) {
    if (ref === "nothing" && kind === null) continue;
    const offset = entry?.offset ?? 0;
    const path = kind === "part" ? "parts" : "extends";
    const refuse = (message: string) => {
      reading.incomplete = true;
      faults.push(faultAt(source, offset, path, show(ref), message));
    };
    if (sources.length + here.length > MAX_SOURCES) {
      refuse(`More than ${MAX_SOURCES} files are not merged.`);
      break;
    }
    const loaded = reading.load(ref, source.file);
    if (loaded === null) {
      refuse(`There is no file or preset ${show(ref)}.`);
    } else if (here.includes(loaded.file)) {
      refuse(`${[...here, loaded.file].join(" extends ")}: a circle.`);
    } else if (!reading.laid.has(loaded.file)) {
      reading.laid.add(loaded.file);
      const base = resolve(loaded, here, reading, kind);
      if (base !== null) merged = merged === null ? base : merge(merged, base);
    }
  }
  sources.push(source);
  return merged === null ? over : merge(merged, over);
}

function checkVersion(own: Tree, entries: Map<string, Entry>, faults: Fault[]): void {
  const version = entries.get("muster");
  const right = 'The first line should be "muster: 1".';
  if (version === undefined) {
    faults.push(faultAt(own.source, own.offset, "muster", "", `The version is missing. ${right}`));
    entries.set("muster", versionOne(own));
  } else if (version.node.kind !== "scalar" || version.node.value !== 1) {
    const found = show(toPlain(version.node));
    faults.push(
      faultAt(
        version.node.source,
        version.node.offset,
        "muster",
        found,
        `${found} is not a version this program reads. ${right}`,
      ),
    );
    // Said once; the merged scenario takes the version from here.
    entries.set("muster", versionOne(own));
  }
}

function versionOne({ source, offset }: Tree): Entry {
  return { source, offset, node: { kind: "scalar", value: 1, source, offset } };
}

function refs(entries: Map<string, Entry>, key: string, faults: Fault[]): { ref: string; entry: Tree | null }[] {
  const entry = entries.get(key);
  if (entry === undefined) return [];
  const nodes = entry.node.kind === "list" ? entry.node.items : [entry.node];
  const found: { ref: string; entry: Tree | null }[] = [];
  for (const node of nodes) {
    if (node.kind === "scalar" && typeof node.value === "string" && node.value !== "") {
      found.push({ ref: node.value, entry: node });
    } else {
      const value = show(toPlain(node));
      faults.push(faultAt(node.source, node.offset, key, value, `${value} is not the name of a file or preset.`));
    }
  }
  return found;
}

// ── validation ──────────────────────────────────────────────────────────────────────────────────

function validate(tree: Tree | null, { sources, faults, incomplete }: Omit<Reading, "load" | "laid">): ReadResult {
  if (tree === null) return { ok: false, faults: inOrder(faults, sources) };
  const warnings: Fault[] = [];
  const plain = toPlain(tree);
  const parsed = scenarioSchema.safeParse(plain);
  const issues = parsed.success ? [] : parsed.error.issues;
  for (const issue of issues) {
    // What is missing may stand in the file that could not be read.
    if (!incomplete || valueAt(plain, issue.path) !== undefined) reportIssue(tree, plain, issue, [], faults);
  }
  refuseUnknownNulls(tree, faults);
  const broken = new Set(faults.map((fault) => fault.path));
  if (!incomplete) {
    checkScenario(plain as { [key: string]: Plain }, parsed.success, (severity, path, message, suggestion, atKey) => {
      const fault = placedFault(tree, plain, path, message, suggestion, atKey ?? false);
      if (severity === "warning") warnings.push(fault);
      else if (parsed.success || !broken.has(fault.path)) faults.push(fault);
    });
  }
  if (parsed.success && faults.length === 0) return { ok: true, scenario: parsed.data, sources, warnings };
  return { ok: false, faults: inOrder(faults, sources) };
}

/** A key that means nothing is a fault also where nothing stands at it, such as a misspelt one that was left empty. */
function refuseUnknownNulls(tree: Tree, faults: Fault[]): void {
  if (!hasNull(tree)) return;
  const plain = toPlain(tree, true);
  const parsed = scenarioSchema.safeParse(plain);
  if (parsed.success) return;
  const all: Fault[] = [];
  for (const issue of parsed.error.issues)
    reportIssue(tree, plain, issue, [], all, (path) => valueAt(plain, path) === null);
  faults.push(...all);
}

function hasNull(tree: Tree): boolean {
  if (tree.kind === "list") return tree.items.some(hasNull);
  if (tree.kind === "scalar") return tree.value === null;
  for (const { node } of tree.entries.values()) if (hasNull(node)) return true;
  return false;
}

type Issue = z.core.$ZodIssue;

/** @param onlyKeys report keys alone, and of those the ones it accepts */
export function reportIssue(
  tree: Tree,
  plain: Plain,
  issue: Issue,
  above: readonly PropertyKey[],
  faults: Fault[],
  onlyKeys?: (path: readonly PropertyKey[]) => boolean,
): void {
  const path = [...above, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    const known = issue.message.startsWith(KEYS_MARK) ? issue.message.slice(KEYS_MARK.length).split(",") : [];
    for (const key of issue.keys) {
      // far more than are told; each costs its place in the text
      if (faults.length >= 10 * MAX_FAULTS) return;
      if (onlyKeys?.([...path, key]) === false) continue;
      const suggestion = faults.length < MAX_FAULTS ? didYouMean(key, known) : undefined;
      const rest = suggestion === undefined && known.length <= 12 ? ` Known here: ${known.join(", ")}.` : "";
      faults.push(placedFault(tree, plain, [...path, key], `${show(key)} is not a key here.${rest}`, suggestion, true));
    }
    return;
  }
  if (issue.code === "invalid_key" || issue.code === "invalid_element") {
    if (onlyKeys?.(path) === false) return;
    const key = String(path.at(-1));
    const { entry } = nodeAt(tree, path);
    const words = issue.issues[0]?.message ?? "a key";
    const read = entry?.readAs === undefined ? "" : ` (YAML reads it as a ${entry.readAs})`;
    faults.push(placedFault(tree, plain, path, `${show(key)}${read} is not ${words}.`, undefined, true));
    return;
  }
  if (issue.code === "invalid_union") {
    const branch = nearestBranch(issue.errors);
    if (branch !== null) {
      for (const inner of branch) reportIssue(tree, plain, inner, path, faults, onlyKeys);
      return;
    }
  }
  if (onlyKeys !== undefined) return;
  const value = valueAt(plain, path);
  if (value === undefined) {
    faults.push(placedFault(tree, plain, path, `${show(String(path.at(-1) ?? ""))} is missing: ${issue.message}.`));
    return;
  }
  const suggestion =
    typeof value === "string" && issue.message.includes(": ")
      ? didYouMean(value, issue.message.slice(issue.message.indexOf(": ") + 2).split(/, | or /))
      : undefined;
  faults.push(placedFault(tree, plain, path, `${spelled(tree, path, value)} is not ${issue.message}.`, suggestion));
}

/** Of the ways in which a value could have been right, the one it came nearest to; null where none fits its shape. */
function nearestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | null {
  let best: readonly Issue[] | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const branch of branches) {
    if (branch.length === 0) continue;
    if (branch.some((issue) => issue.path.length === 0 && issue.code !== "unrecognized_keys" && !hasBranch(issue)))
      continue;
    const cost = branchCost(branch);
    if (cost < least) {
      least = cost;
      best = branch;
    }
  }
  return best;
}

/** Keys that mean nothing weigh more than values that are off; a choice within weighs what its nearest way does. */
function branchCost(branch: readonly Issue[]): number {
  let cost = 0;
  for (const issue of branch) {
    const inner = issue.code === "invalid_union" ? nearestBranch(issue.errors) : null;
    if (inner !== null) cost += branchCost(inner);
    else cost += issue.code === "unrecognized_keys" ? 2 * issue.keys.length : 1;
  }
  return cost;
}

/** The value as it stands in the file, and what YAML made of it where that is not the same. */
function spelled(tree: Tree, path: readonly PropertyKey[], value: Plain): string {
  const { node, depth } = nodeAt(tree, path);
  if (depth < path.length || node.kind !== "scalar" || node.written === undefined) return show(value);
  return `${node.written}, which YAML reads as the ${typeof node.value} ${node.value},`;
}

function hasBranch(issue: Issue): boolean {
  return issue.code === "invalid_union" && nearestBranch(issue.errors) !== null;
}

function placedFault(
  tree: Tree,
  plain: Plain,
  path: readonly PropertyKey[],
  message: string,
  suggestion?: string,
  atKey = false,
): Fault {
  const { node, entry, depth } = nodeAt(tree, path);
  const origin = atKey && entry !== null && depth === path.length ? entry : depth < path.length && entry ? entry : node;
  const value = valueAt(plain, path);
  return {
    file: origin.source.file,
    ...lineAndColumn(origin.source, origin.offset),
    path: pathText(tree, path),
    found: value === undefined ? "" : atKey ? show(String(path.at(-1))) : show(value),
    message,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

function valueAt(plain: Plain, path: readonly PropertyKey[]): Plain | undefined {
  let value: Plain | undefined = plain;
  for (const step of path) {
    if (value === null || typeof value !== "object" || !Object.hasOwn(value, step)) return undefined;
    value = (value as { [key: string]: Plain })[step as string];
  }
  return value;
}

/** In the order in which somebody would go through the files; each place said once. */
export function inOrder(faults: readonly Fault[], sources: readonly Source[]): Fault[] {
  const rank = new Map(sources.map((source, i) => [source.file, i]));
  const seen = new Set<string>();
  return [...faults]
    .sort(
      (a, b) =>
        (rank.get(b.file) ?? 0) - (rank.get(a.file) ?? 0) ||
        a.line - b.line ||
        a.column - b.column ||
        (a.path < b.path ? -1 : 1),
    )
    .filter((fault) => {
      const key = `${fault.file}:${fault.line}:${fault.column}:${fault.path}:${fault.message}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .slice(0, MAX_FAULTS);
}

function withoutPositions(tree: Tree, source: Source): Tree {
  const origin = { source, offset: -1 };
  if (tree.kind === "list")
    return { ...tree, ...origin, items: tree.items.map((item) => withoutPositions(item, source)) };
  if (tree.kind === "scalar") return { ...tree, ...origin };
  const entries = new Map<string, Entry>();
  for (const [key, entry] of tree.entries)
    entries.set(key, { ...entry, ...origin, node: withoutPositions(entry.node, source) });
  return { ...tree, ...origin, entries };
}
