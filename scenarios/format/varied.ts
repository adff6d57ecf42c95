/**
 * A scenario with some things said otherwise, by path. The given one is left as it was.
 */
import type { ResolvedScenario } from "./read.ts";

/** What stands at a path otherwise; ids and list positions, from the root. */
export interface Setting {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** @throws RangeError with the path's first part that is not there (its last may be new in a map) */
export function varied(scenario: ResolvedScenario, settings: readonly Setting[]): ResolvedScenario {
  return settings.reduce<unknown>((tree, { path, value }) => set(tree, path, 0, value), scenario) as ResolvedScenario;
}

function set(tree: unknown, path: readonly string[], depth: number, value: unknown): unknown {
  const key = path[depth];
  if (key === undefined) return value;
  const here = path.slice(0, depth + 1).join(".");
  if (Array.isArray(tree)) {
    const at = Number(key);
    if (!/^\d+$/.test(key) || at >= tree.length) {
      throw new RangeError(`${here}: the list has ${tree.length} entries, counted from 0`);
    }
    return tree.map((one, i) => (i === at ? set(one, path, depth + 1, value) : one));
  }
  if (typeof tree !== "object" || tree === null) throw new RangeError(`${here}: there is nothing of that name`);
  const last = depth === path.length - 1;
  if (!last && !Object.hasOwn(tree, key)) throw new RangeError(`${here}: there is nothing of that name`);
  return { ...tree, [key]: set((tree as Record<string, unknown>)[key], path, depth + 1, value) };
}

/** A path as it is written: ids joined by dots, list positions in brackets or as numbers. */
export function pathOf(text: string): string[] {
  return text.replaceAll(/\[(\d+)\]/g, ".$1").split(".");
}
