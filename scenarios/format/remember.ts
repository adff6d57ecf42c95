/** Remembers what texts were read as: what many scenarios build on is parsed once, be there thousands of them. */
import type { Fault } from "./faults.ts";
import type { LoadedText } from "./read.ts";
import type { Source } from "./tree.ts";
import { parseText } from "./yaml.ts";

/** A memory of its own; a text that has changed since under its name is read anew. */
export function rememberTrees(): (source: Source) => LoadedText {
  const known = new Map<string, LoadedText>();
  return (source) => {
    const before = known.get(source.file);
    if (before?.text === source.text) return before;
    const faults: Fault[] = [];
    const tree = parseText(source, faults);
    // Faults are told by whoever reads it, so that of a text with faults nothing is remembered.
    const read = tree === null || faults.length > 0 ? source : { ...source, tree };
    known.set(source.file, read);
    return read;
  };
}
