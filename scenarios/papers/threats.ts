/** Which threats of a model can begin at all: of themselves, or started by others that can. */
import type { Model, ThreatModel } from "../../engine/model.ts";

export function beginsItself({ arrivals }: ThreatModel): boolean {
  if (arrivals.kind === "scheduled") return arrivals.minute.length > 0;
  if (arrivals.kind === "poisson" || arrivals.kind === "hawkes") return arrivals.rate.value.some((rate) => rate > 0);
  return arrivals.kind === "finiteSource";
}

export function canBegin(model: Model, threat: ThreatModel): boolean {
  const awake = new Set(model.threats.filter(beginsItself));
  // A set grows while it is walked: what is started may start others.
  for (const { triggers, phases } of awake) {
    for (const started of triggers) awake.add(model.threats[started.threat]!);
    if (!model.escalation) continue;
    for (const { escalation } of phases) for (const step of escalation) awake.add(model.threats[step.threat]!);
  }
  return awake.has(threat);
}
