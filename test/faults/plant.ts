/** Finding the one line that a fault changes. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Fault } from "./list.ts";

/** Numbers, from 0, of the lines of a text that are this one, indentation aside. */
export function placesOf(text: string, line: string): number[] {
  return text.split("\n").flatMap((found, at) => (found.trim() === line ? [at] : []));
}

/**
 * The file with the fault in it.
 *
 * @throws Error unless the line is found exactly once
 */
export function planted(root: string, { file, line, becomes, title }: Fault): string {
  const text = readFileSync(join(root, file), "utf8");
  const places = placesOf(text, line);
  if (places.length !== 1) throw new Error(`${title}: ${file} has ${places.length} lines that read ${line}`);
  const lines = text.split("\n");
  const at = places[0]!;
  lines[at] = lines[at]!.replace(line, () => becomes);
  return lines.join("\n");
}
