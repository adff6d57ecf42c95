/** Where in an exercise's file it stands what nobody can play: lines of a refusal, which open with a path, as faults. */
import type { Fault } from "../format/faults.ts";
import { exerciseSchema } from "../format/schema-exercise.ts";
import { lineAndColumn, nodeAt, type Tree } from "../format/tree.ts";
import { parseText } from "../format/yaml.ts";

/** A path of keys and ids (of list members without one their number, from 1), and what is said of it. */
const SAID = /^([A-Za-z-]+(?:\.[^\s:.]+)*): (.+)$/s;

/** @param text the file as it stands */
export function faultsOfLines(lines: readonly string[], text: string, file: string): Fault[] {
  const source = { file, text };
  const tree = parseText(source, []);
  return lines.map((line) => {
    const own = line.startsWith(`${file}  `) ? line.slice(file.length + 2) : line;
    const [, path = "", message = own] = SAID.exec(own) ?? [];
    const keys = path.split(".");
    if (tree === null || !(keys[0]! in exerciseSchema.shape)) {
      return { file, line: 0, column: 0, path: "", found: "", message: own };
    }
    const { node, entry } = nodeAt(tree, positions(tree, keys));
    return { file, ...lineAndColumn(source, (entry ?? node).offset), path, found: "", message };
  });
}

/** Members of lists by their position from 0. */
function positions(root: Tree, keys: readonly string[]): PropertyKey[] {
  const path: PropertyKey[] = [];
  for (const key of keys) {
    const { node } = nodeAt(root, path);
    if (node.kind !== "list") {
      path.push(key);
      continue;
    }
    const at = node.items.findIndex((item) => item.kind === "map" && idOf(item) === key);
    path.push(at >= 0 ? at : Number(key) - 1);
  }
  return path;
}

function idOf(item: Tree & { readonly kind: "map" }): unknown {
  const own = item.entries.get("id")?.node;
  return own?.kind === "scalar" ? own.value : undefined;
}
