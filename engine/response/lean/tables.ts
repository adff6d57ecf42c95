/** What the lean response looks up of a model, as flat arrays: worked out once a model. */
import { CHAIN, type Model, NEVER, TIERS, TRIGGER } from "../../model.ts";
import type { World } from "../world.ts";

export interface Tables {
  /** by need template */
  readonly capOf: Int16Array;
  readonly team: Int32Array;
  readonly keepsBack: Int32Array;
  readonly queueLimit: Int32Array;
  readonly respondBy: Int32Array;
  readonly lapses: Uint8Array;
  readonly expected: Uint8Array;
  /** by capability */
  readonly strict: Uint8Array;
  readonly chain: Uint8Array;
  readonly policy: Uint8Array;
  /** tiers that a shortfall opens, a bit each */
  readonly opens: Uint8Array;
  readonly nationCell: Int32Array;
  readonly firstForceCell: Int32Array;
  /** region of a holder under the capability's scheme, NONE for none; hc */
  readonly regionOf: Int16Array;
}

const known = new WeakMap<Model, Tables>();

export function tablesOf(w: World): Tables {
  const { model } = w;
  let tables = known.get(model);
  if (tables === undefined) {
    tables = makeTables(w, model);
    known.set(model, tables);
  }
  return tables;
}

function makeTables(w: World, model: Model): Tables {
  const { needTemplates: needs, capabilities, nHolders } = model;
  const { cellStart, nRegionsOfCap } = w.layout;
  const regionOf = new Int16Array(capabilities.length * nHolders);
  capabilities.forEach(({ scheme }, cap) => {
    regionOf.set(model.schemes[scheme]!.regionOf.subarray(0, nHolders), cap * nHolders);
  });
  return {
    capOf: Int16Array.from(needs, (need) => need.capability),
    team: Int32Array.from(needs, (need) => Math.min(need.smallestTeam, NEVER)),
    keepsBack: Int32Array.from(needs, (need) => need.reserve),
    queueLimit: Int32Array.from(needs, (need) => Math.min(need.queueLimit, NEVER)),
    respondBy: Int32Array.from(needs, (need) => Math.max(0, need.respondBy)),
    lapses: Uint8Array.from(needs, (need) => (need.ifShort === "lapse" ? 1 : 0)),
    expected: Uint8Array.from(needs, (need) => (need.expected ? 1 : 0)),
    strict: Uint8Array.from(capabilities, ({ strictQueue }) => (strictQueue ? 1 : 0)),
    chain: Uint8Array.from(capabilities, ({ chain }) => chain),
    policy: Uint8Array.from(capabilities, ({ donorPolicy }) => donorPolicy),
    opens: Uint8Array.from(capabilities, ({ tiers }) => {
      let bits = 0;
      for (let tier = 2; tier <= TIERS; tier++) if (tiers[tier]?.trigger === TRIGGER.atShortfall) bits |= 1 << tier;
      return bits;
    }),
    nationCell: Int32Array.from(capabilities, (_, cap) => cellStart[cap]!),
    firstForceCell: Int32Array.from(capabilities, (_, cap) => cellStart[cap]! + 1 + nRegionsOfCap[cap]!),
    regionOf,
  };
}

const UP = [1, 2, 3, 4];
const DOWN = [3, 2, 1, 4];
const NATIONAL = [3, 4];

/** Tiers in the order in which a chain asks them. */
export const orderOf = (chain: number): readonly number[] =>
  chain === CHAIN.up ? UP : chain === CHAIN.down ? DOWN : NATIONAL;
