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
  if (where === "same") return { kind: "nearParent", cumulative: whereParentIs(names.forces.length) };
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
  return { kind: "nearParent", cumulative: nearRows(where.near, country, `${path}.near`) };
}

/** Tables of each country at present distances, by reach in metres: many threats ask for the same. */
const nearKnown = new WeakMap<Int32Array, Map<number, Float64Array>>();

function nearRows(reach: Figure, country: Country, path: string): Float64Array {
  const metres = reachMetres(reach, country, path);
  const distance = country.distance();
  const known = nearKnown.get(distance) ?? new Map<number, Float64Array>();
  nearKnown.set(distance, known);
  const nForces = country.names.forces.length;
  const rows = known.get(metres) ?? cumulativeRows(nForces, nearnessBy(metres, distance, country));
  known.set(metres, rows);
  return rows;
}

const sameKnown = new Map<number, Float64Array>();

function whereParentIs(nForces: number): Float64Array {
  const rows = sameKnown.get(nForces) ?? cumulativeRows(nForces, (parent, force) => Number(parent === force));
  sameKnown.set(nForces, rows);
  return rows;
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
export function nearness(reach: Figure, country: Country, path: string): (parent: number, force: number) => number {
  return nearnessBy(reachMetres(reach, country, path), country.distance(), country);
}

function reachMetres(reach: Figure, { numbers }: Country, path: string): number {
  return Math.max(1, 1000 * numbers.of(reach, path, parseDistance));
}

function nearnessBy(metres: number, distance: Int32Array, { names }: Country) {
  const n = names.holders.length;
  return (parent: number, force: number) => exp(-distance[parent * n + force]! / metres);
}

function cumulativeRows(n: number, weight: (parent: number, force: number) => number): Float64Array {
  const rows = new Float64Array(n * n);
  for (let parent = 0; parent < n; parent++) {
    rows.set(cumulativeWeights(Array.from({ length: n }, (_, force) => weight(parent, force))), parent * n);
  }
  return rows;
}
