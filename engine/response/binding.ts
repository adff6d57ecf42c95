/**
 * Which nodes of the skill tree can bind in this replication, and which capabilities they tie together.
 *
 * An ancestor that has at least as many people as its children together can never be the one that says no,
 * so it is left off the path: what a scenario does not use costs nothing. The same goes for capabilities
 * that nobody on this tape asks for: their people are looked at once a minute, for the reserve.
 */
import { type Model, NONE, UNLIMITED } from "../model.ts";
import { markSubstitutes } from "./stand-ins.ts";
import type { World } from "./world.ts";

/** Use of skill X blocks people at skill Y; `gives` says on which side the capability stands. */
export interface BoundOverlap {
  /** index into model.overlaps: the share may be drawn anew */
  readonly at: number;
  readonly used: number;
  readonly blocked: number;
  readonly takesBlocked: boolean;
}

export interface Binding {
  /** nodes to test and to use, the capability's own first; by capability */
  readonly paths: readonly Int16Array[];
  readonly overlaps: readonly (readonly BoundOverlap[])[];
  /** 1: somebody on this tape asks for it */
  readonly askedFor: Uint8Array;
  /** asked-for capabilities whose people are shared with each capability's, itself included */
  readonly asked: readonly Int16Array[];
  /** the others that share people with it */
  readonly idle: readonly Int16Array[];
}

/** Find the binding of this replication; `w.present` and `w.floor` are set, the tape is drawn. */
export function findBinding(w: World): Binding {
  const { model, tape } = w;
  const asked = new Uint8Array(w.nCaps);
  for (let need = 0; need < tape.nNeeds; need++) {
    asked[model.needTemplates[tape.needTemplate[need]!]!.capability] = 1;
  }
  if (w.substitution) markSubstitutes(w, asked);
  const binds = bindingNodes(w, asked);
  const key = `${asked.join("")}/${binds.join("")}`;
  let binding = w.bindings.get(key);
  if (binding === undefined) {
    binding = bindingOf(model, asked, binds);
    w.bindings.set(key, binding);
  }
  return binding;
}

function bindingNodes(w: World, asked: Uint8Array): Uint8Array {
  const { model, nNodes } = w;
  const binds = new Uint8Array(nNodes);
  for (let cap = 0; cap < w.nCaps; cap++) if (asked[cap] === 1) binds[model.capabilities[cap]!.path[0]!] = 1;
  for (const overlap of model.overlaps) {
    binds[overlap.used] = 1;
    binds[overlap.blocked] = 1;
  }
  // a timed change or a lever moves what is present after this look at it
  const moves = model.stockChanges.length > 0 || model.levers.length > 0;
  for (let node = 0; node < nNodes; node++) {
    if (model.alertNode[node] === 1 || moves) binds[node] = 1;
  }
  const children = new Float64Array(nNodes);
  for (let holder = 0; holder < w.nHolders; holder++) {
    children.fill(0);
    const base = holder * nNodes;
    for (let node = 0; node < nNodes; node++) {
      const parent = model.nodeParent[node]!;
      if (parent !== NONE) children[parent]! += w.present[base + node]!;
      if (model.floorOfficers[base + node]! > 0) binds[node] = 1;
    }
    for (let node = 0; node < nNodes; node++) {
      const present = w.present[base + node]!;
      if (present < UNLIMITED && children[node]! > present) binds[node] = 1;
    }
  }
  return binds;
}

function bindingOf(model: Model, asked: Uint8Array, binds: Uint8Array): Binding {
  const paths = model.capabilities.map((capability) =>
    capability.path.filter((node, at) => at === 0 || binds[node] === 1),
  );
  const overlaps = model.capabilities.map((capability) =>
    model.overlaps.flatMap(({ used, blocked }, at): BoundOverlap[] => {
      const takesBlocked = capability.path.includes(blocked);
      if (!takesBlocked && !capability.path.includes(used)) return [];
      return [{ at, used, blocked, takesBlocked }];
    }),
  );
  const reach = paths.map((path, cap) => {
    const nodes = new Set<number>(path);
    for (const overlap of overlaps[cap]!) nodes.add(overlap.used).add(overlap.blocked);
    return nodes;
  });
  const sharing = (cap: number, wanted: number): Int16Array =>
    Int16Array.from(
      paths.flatMap((path, other) =>
        (other === cap ? 1 : asked[other]) === wanted && path.some((node) => reach[cap]!.has(node)) ? [other] : [],
      ),
    );
  return {
    paths,
    overlaps,
    askedFor: asked,
    asked: paths.map((_, cap) => sharing(cap, 1)),
    idle: paths.map((_, cap) => sharing(cap, 0)),
  };
}
