/**
 * A scenario in which nothing happens but the incidents said: kinds of incident at places, each at its minute and so
 * many times its usual size.
 *
 * An incident is a copy of a threat of the scenario: its phases and what it may start stay; how it comes about, where and
 * when are said anew. Threats that came by themselves now only come where another starts them.
 */
import { highest } from "./numbers.ts";
import type { ResolvedScenario } from "./read.ts";
import { startedBy, type Threat, wakes } from "./waking.ts";

export interface Incident {
  /** id of a threat of the scenario */
  readonly threat: string;
  /** a force, or forces of which each run draws one by population, else evenly */
  readonly where: string | readonly string[];
  /** minutes from the start */
  readonly at: number;
  /** so many times the units that each of its needs would ask for */
  readonly size: number;
}

/** The given scenario is left as it was; ids of incidents are `threat--1`, `threat--2` … in the order given. */
export function onlyIncidents(scenario: ResolvedScenario, incidents: readonly Incident[]): ResolvedScenario {
  const threats = scenario.threats ?? {};
  const forces = scenario.places.forces ?? {};
  const quiet = Object.entries(threats).map(([id, threat]) => {
    return [id, wakes(threat) ? { ...threat, arrivals: { triggered: true as const } } : threat] as const;
  });
  const times = new Map<string, number>();
  // Copies share their figures, so that a number not known is the same in all of them.
  const phasesOf = new Map<string, Threat["phases"]>();
  const made = incidents.map(({ threat, where, at, size }) => {
    const nth = (times.get(threat) ?? 0) + 1;
    times.set(threat, nth);
    const { arrivals, phases: usual } = threats[threat]!;
    const key = `${size} ${threat}`;
    const phases = phasesOf.get(key) ?? usual.map((phase) => sized(phase, size));
    phasesOf.set(key, phases);
    // What is scheduled may say there how severe it is and how long it takes.
    const { severity, duration } = arrivals.schedule?.[0] ?? {};
    const populous = typeof where !== "string" && where.every((id) => forces[id]?.population !== undefined);
    const copy: Threat = {
      ...threats[threat]!,
      arrivals: {
        schedule: [
          { at, ...(severity === undefined ? {} : { severity }), ...(duration === undefined ? {} : { duration }) },
        ],
      },
      where: typeof where === "string" ? where : { weightedBy: populous ? "population" : "nothing", among: [...where] },
      phases,
    };
    return [`${threat}--${nth}`, copy] as const;
  });
  return { ...scenario, threats: Object.fromEntries([...quiet, ...made]) };
}

/** Ids of threats that come by themselves, with the capabilities that they, or what they start, may ask for. */
export function kindsOfIncident(scenario: ResolvedScenario): Map<string, Set<string>> {
  const threats = scenario.threats ?? {};
  const kinds = new Map<string, Set<string>>();
  for (const [id, threat] of Object.entries(threats)) {
    if (!wakes(threat)) continue;
    const reached = new Set([id]);
    // a set grows while it is gone through
    for (const one of reached) for (const next of startedBy(threats[one]!)) if (next in threats) reached.add(next);
    const needs = [...reached].flatMap((one) => threats[one]!.phases.flatMap((phase) => phase.needs ?? []));
    const asked = needs.filter(({ probability }) => highest(probability ?? 1) > 0);
    kinds.set(id, new Set(asked.map(({ capability }) => capability)));
  }
  return kinds;
}

type Phase = Threat["phases"][number];
type Units = NonNullable<Phase["needs"]>[number]["units"];

function sized(phase: Phase, size: number): Phase {
  if (size === 1 || phase.needs === undefined) return phase;
  return { ...phase, needs: phase.needs.map((need) => ({ ...need, units: timesAs(need.units, size) as Units })) };
}

/** What stands for an amount in a figure or a distribution; a spread such as cv or sigma is none. */
const AMOUNTS = new Set(["value", "values", "low", "mode", "high", "mean", "median", "scale"]);

function timesAs(amount: unknown, size: number): unknown {
  if (typeof amount === "number") return amount * size;
  if (Array.isArray(amount)) return amount.map((one) => timesAs(one, size));
  if (typeof amount !== "object" || amount === null) return amount;
  return Object.fromEntries(
    Object.entries(amount).map(([key, inner]) => [key, AMOUNTS.has(key) ? timesAs(inner, size) : inner]),
  );
}
