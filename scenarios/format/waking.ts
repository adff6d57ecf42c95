/** Which threats of a scenario can happen at all: those that arrive by themselves, and what these start. */
import { highest } from "./numbers.ts";
import type { Scenario } from "./schema.ts";

export type Threat = NonNullable<Scenario["threats"]>[string];
type Threats = Readonly<Record<string, Threat>>;

/** Whether a threat happens by itself: neither only triggered, nor an empty schedule, nor a rate of 0. */
export function wakes({ arrivals }: Threat): boolean {
  const { schedule, poisson, table, hawkes, finiteSource } = arrivals;
  if (schedule !== undefined) return schedule.length > 0 && highest(arrivals.probability ?? 1) > 0;
  if (finiteSource !== undefined) return true;
  const rate = poisson ?? table ?? hawkes;
  return rate !== undefined && [rate.perDay, rate.perHour, rate.perYear].some((figure) => highest(figure ?? 0) > 0);
}

/** Ids of the threats that wake, and of all that they may start, escalation included, on or off. */
export function living(threats: Threats): Set<string> {
  const found = new Set(Object.keys(threats).filter((id) => wakes(threats[id]!)));
  // a set grows while it is gone through
  for (const id of found) for (const started of startedBy(threats[id]!)) if (started in threats) found.add(started);
  return found;
}

/** Threats that a threat's triggers and escalation steps name. */
export function startedBy({ triggers, phases }: Threat): string[] {
  const steps = phases.flatMap(({ escalation }) => escalation ?? []);
  return [...(triggers ?? []), ...steps].map(({ threat }) => threat);
}
