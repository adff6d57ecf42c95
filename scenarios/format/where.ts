/** Where incidents go: named, weighted, every force in turn, or near the parent. */
import { cumulativeWeights } from "../../engine/kernel/draws.ts";
import { exp } from "../../engine/kernel/math.ts";
import type { Place } from "../../engine/model.ts";
import type { Names } from "./names.ts";
import type { Figure, Numbers } from "./numbers.ts";
import { parseDistance } from "./quantities.ts";
import type { Scenario } from "./schema.ts";

export type Where = NonNullable<NonNullable<Scenario["threats"]>[string]["where"]>;
export type Weighing = "officers" | "population" | "area" | "nothing";

/** What a place needs to know of the country. */
export interface Country {
  readonly scenario: Scenario;
  readonly names: Names;
  readonly numbers: Numbers;
  /** road metres at present values; shape [nHolders × nHolders] */
  readonly distance: () => Int32Array;
}

/** Without a word: any force, all alike. */
export function compileWhere(where: Where | undefined, country: Country, path: string): Place {
  const { names, numbers } = country;
  if (where === undefined) return anywhere(names);
  if (where === "same")
    return { kind: "nearParent", cumulative: cumulativeRows(names, (parent, force) => Number(parent === force)) };
  if (typeof where === "string") return { kind: "named", force: names.holder.get(where)! };
  if ("weights" in where) {
    const weights = new Array<number>(names.forces.length).fill(0);
    for (const force of Object.keys(where.weights)) {
      weights[names.holder.get(force)!] = numbers.of(where.weights[force]!, `${path}.weights.${force}`);
    }
    return weighted(weights);
  }
  if ("weightedBy" in where) {
    const weights = forceWeights(where.weightedBy, country);
    const among = where.among === undefined ? null : new Set(where.among);
    return weighted(weights.map((weight, force) => (among === null || among.has(names.forces[force]!) ? weight : 0)));
  }
  if ("each" in where) {
    const ids = where.each === "all" ? names.forces : where.each;
    return { kind: "each", forces: Int16Array.from(ids, (id) => names.holder.get(id)!) };
  }
  const near = nearness(where.near, country, `${path}.near`);
  return { kind: "nearParent", cumulative: cumulativeRows(names, near) };
}

function anywhere(names: Names): Place {
  return names.forces.length === 1 ? { kind: "named", force: 0 } : weighted(names.forces.map(() => 1));
}

function weighted(weights: readonly number[]): Place {
  return { kind: "weighted", cumulative: cumulativeWeights(weights) };
}

/** Officers, population or area of each force; 1 for nothing. */
export function forceWeights(by: Weighing, { scenario, names, numbers }: Country): number[] {
  if (by === "nothing") return names.forces.map(() => 1);
  return names.forces.map((id) => numbers.of(scenario.places.forces![id]![by] ?? 0, `places.forces.${id}.${by}`));
}

/** exp(−road km ÷ reach): 1 at the parent's own force. */
export function nearness(
  reach: Figure,
  { names, numbers, distance }: Country,
  path: string,
): (parent: number, force: number) => number {
  const metres = Math.max(1, 1000 * numbers.of(reach, path, parseDistance));
  const table = distance();
  const n = names.holders.length;
  return (parent, force) => exp(-table[parent * n + force]! / metres);
}

function cumulativeRows(names: Names, weight: (parent: number, force: number) => number): Float64Array {
  const n = names.forces.length;
  const rows = new Float64Array(n * n);
  for (let parent = 0; parent < n; parent++) {
    rows.set(cumulativeWeights(names.forces.map((_, force) => weight(parent, force))), parent * n);
  }
  return rows;
}
