/**
 * What is wrong with a scenario, and where: file, line, column, the path of ids, what was found and what would be right.
 */

/** One thing that is wrong (or, among warnings, odd). Line and column count from 1; 0 where there is no text. */
export interface Fault {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** keys and ids joined by dots; empty for the file as a whole */
  readonly path: string;
  /** what stands there, as short text; empty where nothing does */
  readonly found: string;
  /** a whole sentence */
  readonly message: string;
  /** the nearest word that would be right */
  readonly suggestion?: string;
}

/** `file:line:column  path: message Did you mean "…"?` on one line. */
export function formatFault(fault: Fault): string {
  const where = fault.line > 0 ? `${fault.file}:${fault.line}:${fault.column}` : fault.file;
  const path = fault.path === "" ? "" : `${fault.path}: `;
  const hint = fault.suggestion === undefined ? "" : ` Did you mean "${fault.suggestion}"?`;
  return `${where}  ${path}${fault.message}${hint}`;
}

const SHOWN_LENGTH = 60;

/** A value as it is quoted in a message: text in quotes, long things cut. */
export function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(clip(value));
  if (value === null) return "null";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object") {
    const keys = Object.keys(value);
    return keys.length === 0 ? "an empty map" : `a map of ${clip(keys.slice(0, 4).join(", "))}`;
  }
  return String(value);
}

function clip(text: string): string {
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
}

/** The candidate nearest to `word`, if it is near enough to be what was meant. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > SHOWN_LENGTH) return undefined;
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - wanted.length) >= least) continue;
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/** Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last: number[] = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let cost = Math.min(replaced, last[j]! + 1, row[j - 1]! + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2]! + 1);
      row.push(cost);
    }
    before = last;
    last = row;
  }
  return last[b.length]!;
}
