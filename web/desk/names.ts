/** A capability of a compiled scenario, with what it is called, where it is reported, and the tiers that answer for it. */
import { type Model, TRIGGER } from "../../engine/model.ts";
import { unitNames } from "../../engine/tally/words.ts";
import type { CapabilityNames, TierFacts } from "./protocol.ts";

export function namesOf(model: Model, cap: number, shippedData: boolean): CapabilityNames {
  const { id, name, scheme, sensitive, regionRequirement } = model.capabilities[cap]!;
  const { regionIds, regionNames, regionOf } = model.schemes[scheme]!;
  const requirement = model.requirement[cap]!;
  return {
    id,
    name,
    plural: unitNames(id, name).many,
    byRegionOnly: shippedData && sensitive,
    regions: regionIds.map((region, r) => {
      const units = regionRequirement?.[r] ?? Number.NaN;
      return { id: region, name: regionNames[r]!, requirement: Number.isFinite(units) ? units : null };
    }),
    regionOf: Array.from({ length: model.nForces }, (_, force) => regionOf[force]!),
    requirement: Number.isFinite(requirement) ? requirement : null,
    tiers: ([2, 3, 4] as const).map((tier) => tierOf(model, cap, tier)),
  };
}

function tierOf(model: Model, cap: number, tier: TierFacts["tier"]): TierFacts {
  const { trigger, openingDelay, coordinationDelay } = model.capabilities[cap]!.tiers[tier]!;
  const called = trigger === TRIGGER.atShortfall || trigger === TRIGGER.atRatio;
  return {
    tier,
    open: called ? "when called" : trigger === TRIGGER.atTime ? "at a time" : "never",
    openingMinutes: openingDelay,
    answerMinutes: coordinationDelay,
  };
}
