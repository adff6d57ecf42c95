/**
 * Reads YAML or JSON text into a tree with positions, refusing what could hang or mislead a reader: alias bombs,
 * deep nesting, duplicate keys, numbers that are none, keys that reach into prototypes.
 */

import type { Document, Node } from "yaml";
import { isAlias, isMap, isScalar, isSeq, Lexer, LineCounter, parseDocument } from "yaml";
import type { Fault } from "./faults.ts";
import { show } from "./faults.ts";
import { MAX_ALIASES, MAX_DEPTH, MAX_NODES, MAX_TEXT } from "./limits.ts";
import { type Entry, lineAndColumn, type Source, type Tree } from "./tree.ts";

const FORBIDDEN_KEYS = new Set(["__proto__", "constructor", "prototype"]);

/** The tree, or null where the text cannot be read at all; faults are added to `faults`. */
export function parseText(source: Source, faults: Fault[]): Tree | null {
  const before = faults.length;
  refuseBeforeParsing(source, faults);
  if (faults.length > before) return null;

  let document: Document.Parsed;
  try {
    document = parseDocument(source.text, {
      schema: source.file.endsWith(".json") ? "json" : "core",
      merge: false,
      uniqueKeys: false,
      // Not "silent": that would let a second document pass unseen.
      logLevel: "error",
      prettyErrors: false,
      lineCounter: new LineCounter(),
    });
  } catch (error) {
    faults.push(faultAt(source, 0, "", "", `Cannot be read: ${error instanceof Error ? error.message : "unknown"}.`));
    return null;
  }
  for (const error of document.errors) {
    faults.push(faultAt(source, error.pos[0], "", "", `Not well-formed: ${sentence(error.message)}`));
  }
  if (faults.length === before && source.file.endsWith(".json")) refuseWhatIsNoJson(source, faults);
  if (faults.length > before) return null;
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) {
    faults.push(faultAt(source, 0, "", "", 'The file is empty. A scenario begins with "muster: 1".'));
    return null;
  }
  const converter = new Converter(source, document, faults);
  const tree = converter.convert(document.contents as Node, [], 0);
  if (tree === null) return null;
  if (tree.kind !== "map") {
    faults.push(
      faultAt(
        source,
        tree.offset,
        "",
        tree.kind,
        `A scenario is a map of keys, such as "muster: 1"; this is ${
          tree.kind === "list" ? "a list" : show(tree.value)
        }.`,
      ),
    );
    return null;
  }
  return tree;
}

export function faultAt(source: Source, offset: number, path: string, found: string, message: string): Fault {
  return { file: source.file, ...lineAndColumn(source, offset), path, found, message };
}

/**
 * Size (keys, values and brackets), depth and aliases by the flat stream of tokens, because composing is recursive and a hostile text would
 * cost time or stack before any of our own checks saw it.
 */
function refuseBeforeParsing(source: Source, faults: Fault[]): void {
  const { text } = source;
  const refuse = (offset: number, message: string) => faults.push(faultAt(source, offset, "", "", message));
  if (text.length > MAX_TEXT) {
    refuse(0, `The text has ${text.length} characters; at most ${MAX_TEXT} are read.`);
    return;
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  const junk = /[\u0000-\u0008\u000e-\u001f\ufffd]/.exec(text);
  if (junk !== null) {
    refuse(junk.index, "This is not text: it holds control or undecodable characters.");
    return;
  }
  if (text.trim() === "") {
    refuse(0, 'The file is empty. A scenario begins with "muster: 1".');
    return;
  }
  let offset = 0;
  let scalars = 0;
  let aliases = 0;
  let flowDepth = 0;
  let indicatorsInLine = 0;
  const indents: number[] = [];
  let lineStart = true;
  for (const token of new Lexer().lex(text)) {
    if (token === "\u0002" || token === "\u001f" || token === "\u0018" || token === "\ufeff") {
      if (token === "\u001f") scalars++;
      continue;
    }
    const first = token[0]!;
    if (first === "\n" || first === "\r") {
      lineStart = true;
      indicatorsInLine = 0;
    } else if (token === "[" || token === "{") {
      flowDepth++;
      scalars++;
    } else if (token === "]" || token === "}") {
      flowDepth--;
    } else if (token === "-" || token === "?") {
      indicatorsInLine++;
    } else if (first === '"' || first === "'") {
      scalars++;
    } else if (first === "*") {
      aliases++;
    }
    if (lineStart && first !== "\n" && first !== "\r" && flowDepth === 0) {
      const indent = first === " " ? token.length : 0;
      while (indents.length > 0 && indents.at(-1)! >= indent) indents.pop();
      indents.push(indent);
      lineStart = false;
    }
    if (flowDepth + indents.length + indicatorsInLine > MAX_DEPTH + 2) {
      refuse(offset, `Nested too deeply: at most ${MAX_DEPTH} levels are read.`);
      return;
    }
    if (scalars > MAX_NODES) {
      refuse(offset, `Too many values: at most ${MAX_NODES} are read.`);
      return;
    }
    if (aliases > MAX_ALIASES) {
      refuse(offset, `More than ${MAX_ALIASES} aliases (*name) are not read; write the values out.`);
      return;
    }
    offset += token.length;
  }
}

/** What YAML takes and JSON does not, such as a comma too many or a remark: other programs could not read the file. */
function refuseWhatIsNoJson(source: Source, faults: Fault[]): void {
  try {
    JSON.parse(source.text.replace(/^\ufeff/, " "));
  } catch (error) {
    const message = error instanceof Error ? error.message : "";
    const position = Number(/position (\d+)/.exec(message)?.[1] ?? 0);
    const what = /^[^,]*?(?=,| in JSON| after JSON| at position|$)/.exec(message)?.[0] ?? "it cannot be read";
    faults.push(
      faultAt(source, position, "", "", `Not well-formed JSON: ${sentence(what)} YAML goes into a file .yaml.`),
    );
  }
}

class Converter {
  private nodes = 0;
  private stopped = false;

  private readonly source: Source;
  private readonly document: Document.Parsed;
  private readonly faults: Fault[];

  constructor(source: Source, document: Document.Parsed, faults: Fault[]) {
    this.source = source;
    this.document = document;
    this.faults = faults;
  }

  /** Null where the node had to be refused; the fault is recorded. */
  convert(node: Node | null, path: readonly string[], fallbackOffset: number): Tree | null {
    if (this.stopped) return null;
    const offset = node?.range?.[0] ?? fallbackOffset;
    if (++this.nodes > MAX_NODES) return this.stop(offset, `Too many values: at most ${MAX_NODES} are read.`);
    if (path.length > MAX_DEPTH) return this.stop(offset, `Nested too deeply: at most ${MAX_DEPTH} levels are read.`);
    if (node === null) return { kind: "scalar", value: null, source: this.source, offset };
    if (isAlias(node)) {
      const target = node.resolve(this.document);
      if (target === undefined) {
        this.refuse(offset, path, `*${node.source}`, `No anchor &${node.source} stands before this alias.`);
        return null;
      }
      return this.convert(target as Node, path, offset);
    }
    if (node.tag !== undefined) {
      this.refuse(offset, path, node.tag, "Tags (!…) are not read; write the plain value.");
      return null;
    }
    if (isScalar(node)) return this.scalar(node.value, String(node.source ?? node.value), offset, path);
    if (isSeq(node)) {
      const items: Tree[] = [];
      for (const [i, item] of node.items.entries()) {
        const tree = this.convert(item as Node, [...path, String(i)], offset);
        if (tree !== null) items.push(tree);
      }
      return { kind: "list", items, source: this.source, offset };
    }
    if (isMap(node)) return this.map(node.items as { key: Node | null; value: Node | null }[], offset, path);
    this.refuse(offset, path, "", "This kind of value is not read.");
    return null;
  }

  private map(
    items: readonly { key: Node | null; value: Node | null }[],
    offset: number,
    path: readonly string[],
  ): Tree {
    const entries = new Map<string, Entry>();
    for (const { key, value } of items) {
      if (this.stopped) break;
      const keyOffset = key?.range?.[0] ?? offset;
      if (!isScalar(key) || key.tag !== undefined) {
        this.refuse(keyOffset, path, "", "A key must be a plain word.");
        continue;
      }
      // A bare key keeps its spelling, so that 012 is seen as 012 and not as the number it is read as.
      const name = typeof key.value === "string" ? key.value : String(key.source ?? key.value);
      const here = [...path, name];
      if (FORBIDDEN_KEYS.has(name)) {
        this.refuse(keyOffset, here, name, `${show(name)} cannot be a key.`);
        continue;
      }
      const earlier = entries.get(name);
      if (earlier !== undefined) {
        const first = lineAndColumn(this.source, earlier.offset);
        this.refuse(keyOffset, here, name, `${show(name)} stands here twice, first in line ${first.line}.`);
        continue;
      }
      const node = this.convert(value, here, keyOffset);
      if (node === null) continue;
      const readAs = typeof key.value === "string" ? undefined : key.value === null ? "null" : typeof key.value;
      entries.set(name, { node, source: this.source, offset: keyOffset, ...(readAs === undefined ? {} : { readAs }) });
    }
    return { kind: "map", entries, source: this.source, offset };
  }

  private scalar(value: unknown, written: string, offset: number, path: readonly string[]): Tree | null {
    if (typeof value === "number" && !Number.isFinite(value)) {
      this.refuse(offset, path, written, `${written} is not a finite number.`);
      return null;
    }
    if (value === null || typeof value === "string" || typeof value === "boolean" || typeof value === "number") {
      const plain = Object.is(value, -0) ? 0 : value;
      const spelled = typeof value === "string" || String(value) === written ? {} : { written };
      return { kind: "scalar", value: plain, ...spelled, source: this.source, offset };
    }
    this.refuse(offset, path, written, "This kind of value is not read.");
    return null;
  }

  private refuse(offset: number, path: readonly string[], found: string, message: string): void {
    this.faults.push(faultAt(this.source, offset, path.join("."), found, message));
  }

  private stop(offset: number, message: string): null {
    this.stopped = true;
    this.faults.push(faultAt(this.source, offset, "", "", message));
    return null;
  }
}

function sentence(message: string): string {
  const line = message.split("\n")[0]!.trim();
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
