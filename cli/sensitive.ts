/**
 * What a trace may not name: the forces of capabilities that are reported for region and nation only
 * (armed, CBRN, explosives, protection on shipped data). Their forces are replaced by the region.
 */
import type { Model } from "../engine/model.ts";
import type { TraceEvent } from "../engine/replicate.ts";

const HOLDER_FIELDS = ["host", "donor", "holder", "force"];

/**
 * A filter that leaves events alone unless they are about a sensitive capability and the holdings are shipped ones.
 *
 * @param ownHolders ids of those whose own figures are loaded; absent: all alike
 */
export function withoutForces(
  model: Model,
  shippedData: boolean,
  ownHolders?: ReadonlySet<string>,
): (event: TraceEvent) => TraceEvent {
  const isOwn = (id: string) => !shippedData && (ownHolders === undefined || ownHolders.has(id));
  const regionsOf = new Map<unknown, Map<string, string>>();
  for (const capability of model.capabilities) {
    if (!capability.sensitive || model.holderIds.every(isOwn)) continue;
    const { regionIds, regionOf } = model.schemes[capability.scheme]!;
    const regions = model.holderIds.map(
      (id, holder) => [id, isOwn(id) ? id : (regionIds[regionOf[holder]!] ?? "nation")] as const,
    );
    regionsOf.set(capability.id, new Map(regions));
  }
  return (event) => {
    const regions = regionsOf.get(event.capability);
    if (!regions) return event;
    const hidden: Record<string, TraceEvent[string]> = { ...event };
    for (const field of HOLDER_FIELDS) {
      if (typeof hidden[field] === "string") hidden[field] = regions.get(hidden[field]) ?? "nation";
    }
    return hidden as TraceEvent;
  };
}
