/** Names become indices: forces first among holders, parents before children among skills, everything else in file order. */
import { NONE } from "../../engine/model.ts";
import { type CivilStart, DEFAULT_START, parseDuration, parseStart } from "./quantities.ts";
import type { Scenario } from "./schema.ts";

export interface Names {
  readonly forces: readonly string[];
  readonly holders: readonly string[];
  readonly holderNames: readonly string[];
  readonly nodes: readonly string[];
  readonly nodeParent: Int16Array;
  readonly caps: readonly string[];
  /** node of each capability */
  readonly capNode: readonly number[];
  readonly threats: readonly string[];
  readonly holder: ReadonlyMap<string, number>;
  readonly node: ReadonlyMap<string, number>;
  readonly cap: ReadonlyMap<string, number>;
  readonly threat: ReadonlyMap<string, number>;
  readonly scheme: ReadonlyMap<string, number>;
  readonly start: CivilStart;
  /** minutes */
  readonly horizon: number;
  readonly warmUp: number;
}

export const DEFAULT_HORIZON = 14 * 1440;

export function nameThings(scenario: Scenario): Names {
  const forces = Object.keys(scenario.places.forces ?? {});
  const others = Object.keys(scenario.places.holders ?? {});
  const holders = [...forces, ...others];
  const caps = Object.keys(scenario.capabilities);
  const { nodes, nodeParent } = orderSkills(scenario);
  const node = indexed(nodes);
  const capNode = caps.map((id) => node.get(scenario.capabilities[id]!.skill ?? id)!);
  const threats = Object.keys(scenario.threats ?? {});
  const named: Readonly<Record<string, { name?: string | undefined }>> = {
    ...scenario.places.forces,
    ...scenario.places.holders,
  };
  return {
    forces,
    holders,
    holderNames: holders.map((id) => named[id]?.name ?? id),
    nodes,
    nodeParent,
    caps,
    capNode,
    threats,
    holder: indexed(holders),
    node,
    cap: indexed(caps),
    threat: indexed(threats),
    scheme: indexed(Object.keys(scenario.places.schemes ?? {})),
    start: parseStart(scenario.clock?.start ?? DEFAULT_START) ?? parseStart(DEFAULT_START)!,
    horizon: Math.max(1, Math.round(parseDuration(scenario.clock?.horizon ?? DEFAULT_HORIZON) ?? DEFAULT_HORIZON)),
    warmUp: Math.round(parseDuration(scenario.clock?.warmUp ?? 0) ?? 0),
  };
}

/** Every skill after its parent; a capability that names no skill is a root of its own. */
function orderSkills(scenario: Scenario): { nodes: string[]; nodeParent: Int16Array } {
  const parents = new Map<string, string | undefined>();
  for (const [id, { parent }] of Object.entries(scenario.skills ?? {})) parents.set(id, parent);
  for (const [id, { skill }] of Object.entries(scenario.capabilities)) {
    if (skill === undefined && !parents.has(id)) parents.set(id, undefined);
  }
  const nodes: string[] = [];
  const placed = new Set<string>();
  const place = (id: string): void => {
    if (placed.has(id)) return;
    placed.add(id);
    const parent = parents.get(id);
    if (parent !== undefined) place(parent);
    nodes.push(id);
  };
  for (const id of parents.keys()) place(id);
  const index = indexed(nodes);
  return { nodes, nodeParent: Int16Array.from(nodes, (id) => index.get(parents.get(id) ?? "") ?? NONE) };
}

export function indexed(ids: readonly string[]): Map<string, number> {
  return new Map(ids.map((id, i) => [id, i]));
}
