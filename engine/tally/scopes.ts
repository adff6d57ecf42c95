/** Which cells of a capability are reported: the nation, its regions, the forces that there is something to say of. */
import type { Model } from "../model.ts";
import type { ScopeKind, SummaryMeta } from "./summary.ts";
import { N_FLAGS, N_PER_REPLICATION, N_SUMS, type Tallies } from "./tally.ts";

/** The cells of a capability that are reported: nation, regions, then forces with any figure that is not 0. */
export function reportedScopes(model: Model, tallies: Tallies, cap: number, meta: ScopeRules): ReportedScope[] {
  const first = tallies.layout.cellStart[cap]!;
  const scheme = model.schemes[model.capabilities[cap]!.scheme]!;
  const scopes: ReportedScope[] = [{ scope: "nation", id: "nation", name: "Nation", cell: first, index: 0 }];
  scheme.regionIds.forEach((id, r) => {
    scopes.push({ scope: "region", id, name: scheme.regionNames[r]!, cell: first + 1 + r, index: 1 + r });
  });
  if (meta.forcesOf?.has(model.capabilities[cap]!.id) === false) return scopes;
  // What ships is arithmetic on public figures; of sensitive capabilities it says nothing about any one force.
  const { sensitive } = model.capabilities[cap]!;
  const all = meta.allForces === true || tallies.nReplications === 0;
  for (let force = 0; force < model.nForces; force++) {
    const index = 1 + scheme.regionIds.length + force;
    if (!all && isIdle(tallies, first + index)) continue;
    if (sensitive && isShipped(meta, model.holderIds[force]!)) continue;
    scopes.push({
      scope: "force",
      id: model.holderIds[force]!,
      name: model.holderNames[force]!,
      cell: first + index,
      index,
    });
  }
  return scopes;
}

export type ScopeRules = Pick<SummaryMeta, "shippedData" | "ownHolders" | "allForces" | "forcesOf">;

/** Whether what is known of a holder is the shipped arithmetic, though others' returns may be loaded. */
export function isShipped(
  { shippedData, ownHolders }: Omit<ScopeRules, "allForces" | "forcesOf">,
  id: string,
): boolean {
  return shippedData || (ownHolders !== undefined && !ownHolders.has(id));
}

export interface ReportedScope {
  readonly scope: ScopeKind;
  readonly id: string;
  readonly name: string;
  readonly cell: number;
  /** within the capability: 0 nation, then regions, then forces */
  readonly index: number;
}

function isIdle(tallies: Tallies, cell: number): boolean {
  const nothing = (array: Float64Array, width: number) => {
    for (let i = cell * width; i < (cell + 1) * width; i++) if (array[i] !== 0) return false;
    return true;
  };
  return nothing(tallies.sum, N_PER_REPLICATION) && nothing(tallies.flags, N_FLAGS) && nothing(tallies.sums, N_SUMS);
}
