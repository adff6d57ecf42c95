/**
 * Which models the lean response answers: those in which a unit that is sent is there at once and home at once.
 *
 * No journeys, notice, delays, duty, work, escalation, pre-emption or stand-ins, no timed changes of people, and
 * skills that no two capabilities share: then a unit is free or on the ground and nothing else, and counts by
 * holder say all there is to say. What a scenario does not use costs nothing; its numbers are the same as on the
 * general path, to the bit.
 */
import { type CapabilityModel, type Model, type ThreatModel, TRIGGER } from "../../model.ts";

const known = new WeakMap<Model, boolean>();

/** Whether the lean response may answer for this model. */
export function isLean(model: Model): boolean {
  let lean = known.get(model);
  if (lean === undefined) {
    lean = decide(model);
    known.set(model, lean);
  }
  return lean;
}

function decide(model: Model): boolean {
  return (
    model.position === undefined &&
    nothing(model.roadChanges) &&
    nothing(model.holdBacks) &&
    nothing(model.decisions) &&
    model.stockChanges.length === 0 &&
    model.postureChanges.length === 0 &&
    model.levers.length === 0 &&
    model.overlaps.length === 0 &&
    model.outside.length === 0 &&
    model.pooledSerials.length === 0 &&
    model.threats.every((threat) => hasOnePhase(threat, model.escalation)) &&
    model.needTemplates.every(
      (need) => need.kind === "presence" && need.hourProfile === null && need.lead === 0 && !need.mayPreempt,
    ) &&
    model.capabilities.every((capability) => goesAtOnce(capability, model)) &&
    sharesNoSkill(model)
  );
}

const nothing = (changes: readonly unknown[] | undefined): boolean => changes === undefined || changes.length === 0;

function hasOnePhase({ phases }: ThreatModel, escalation: boolean): boolean {
  return phases.every(
    (phase, at) => at === 0 && phase.durationByTier === null && !(escalation && phase.escalation.length > 0),
  );
}

function goesAtOnce(capability: CapabilityModel, model: Model): boolean {
  const { duty, readiness, notice, instantReturn, substitutes, refusal, travels, tiers, alert } = capability;
  return (
    duty === null &&
    readiness === null &&
    notice[0] === 0 &&
    instantReturn &&
    substitutes === undefined &&
    refusal === 0 &&
    (!travels || model.travelMinutes.every((minutes) => minutes === 0)) &&
    tiers.every(
      (rule, tier) =>
        tier < 2 ||
        rule.trigger === TRIGGER.never ||
        (rule.trigger === TRIGGER.atShortfall &&
          rule.openingDelay === 0 &&
          rule.coordinationDelay === 0 &&
          !(alert && rule.alertShare >= 0)),
    )
  );
}

function sharesNoSkill({ capabilities, nNodes }: Model): boolean {
  const taken = new Uint8Array(nNodes);
  for (const { path } of capabilities) {
    for (const node of path) {
      if (taken[node] === 1) return false;
      taken[node] = 1;
    }
  }
  return true;
}
