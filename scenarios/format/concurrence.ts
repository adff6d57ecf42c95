/**
 * A scenario in which nothing happens but the incidents said: kinds of incident at places, each at its minute and so
 * many times its usual size.
 *
 * An incident is a copy of a threat of the scenario: its phases and what it may start stay; how it comes about, where and
 * when are said anew. Threats that came by themselves now only come where another starts them.
 */
import { highest } from "./numbers.ts";
import { parseDuration } from "./quantities.ts";
import type { ResolvedScenario } from "./read.ts";
import { startedBy, type Threat, wakes } from "./waking.ts";

export interface Incident {
  /** id of a threat of the scenario */
  readonly threat: string;
  /**
   * a force; forces of which each run draws one by population, else evenly; or from where the first incident is: its
   * force, or one near it. The first is one of its own.
   */
  readonly where: string | readonly string[] | Spread;
  /** minutes from the start */
  readonly at: number;
  /** so many times the units that each of its needs would ask for */
  readonly size: number;
}

export interface Spread {
  readonly from: "same" | "near";
}

/** What `near` means: the weight of a force falls by e with each so many road kilometres. */
const NEAR = "80 km";

/** The given scenario is left as it was; ids of incidents are `threat--1`, `threat--2` … in the order given. */
export function onlyIncidents(scenario: ResolvedScenario, incidents: readonly Incident[]): ResolvedScenario {
  const threats = scenario.threats ?? {};
  const quiet = Object.entries(threats).map(([id, threat]) => {
    return [id, wakes(threat) ? { ...threat, arrivals: { triggered: true as const } } : threat] as const;
  });
  const times = new Map<string, number>();
  // Copies share their figures, so that a number not known is the same in all of them.
  const phasesOf = new Map<string, Threat["phases"]>();
  const made = incidents.map(({ threat, where, at, size }): [string, Threat] => {
    const nth = (times.get(threat) ?? 0) + 1;
    times.set(threat, nth);
    const { arrivals, phases: usual, severity: drawn } = threats[threat]!;
    // What is scheduled may say there how severe it is and how long its first phase takes.
    const { severity = drawn, duration } = arrivals.schedule?.[0] ?? {};
    const key = `${size} ${threat}`;
    const phases = phasesOf.get(key) ?? usual.map((phase, i) => sized(phase, size, i === 0 ? duration : undefined));
    phasesOf.set(key, phases);
    const copy: Threat = {
      ...threats[threat]!,
      ...(severity === undefined ? {} : { severity }),
      arrivals: isSpread(where) ? { triggered: true } : { schedule: [{ at }] },
      where: whereOf(where, scenario),
      phases,
    };
    return [`${threat}--${nth}`, copy];
  });
  const [first] = made;
  if (first !== undefined) {
    const started = incidents.flatMap(({ where, at }, i) => {
      if (!isSpread(where)) return [];
      return [{ threat: made[i]![0], lag: at - incidents[0]!.at, where: whereOf(where, scenario) }];
    });
    first[1] = { ...first[1], triggers: [...(first[1].triggers ?? []), ...started] };
  }
  return { ...scenario, threats: Object.fromEntries([...quiet, ...made]) };
}

function isSpread(where: Incident["where"]): where is Spread {
  return typeof where === "object" && "from" in where;
}

function whereOf(where: Incident["where"], { places }: ResolvedScenario): NonNullable<Threat["where"]> {
  if (typeof where === "string") return where;
  if (isSpread(where)) return where.from === "same" ? "same" : { near: NEAR };
  const populous = where.every((id) => places.forces?.[id]?.population !== undefined);
  return { weightedBy: populous ? "population" : "nothing", among: [...where] };
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

function sized(phase: Phase, size: number, duration: Phase["duration"] | undefined): Phase {
  const needs = phase.needs?.map((need) =>
    size === 1 ? need : { ...need, units: timesAs(need.units, size) as Units },
  );
  return { ...phase, ...(needs === undefined ? {} : { needs }), ...(duration === undefined ? {} : { duration }) };
}

/** Minutes that an incident of this threat takes as a rule: the middles of its phases added up. */
export function usualMinutes({ phases, arrivals }: Threat): number {
  const [{ duration: first } = {}] = arrivals.schedule ?? [];
  return phases.reduce((sum, { duration }, i) => sum + middleOf(i === 0 && first !== undefined ? first : duration), 0);
}

function middleOf(duration: unknown): number {
  const plain = parseDuration(duration);
  if (plain !== null || typeof duration !== "object" || duration === null) return plain ?? 0;
  const { value, median, mode, mean, scale, low, high } = duration as Record<string, unknown>;
  const stated = value ?? median ?? mode ?? mean ?? scale;
  return stated === undefined ? (middleOf(low) + middleOf(high)) / 2 : middleOf(stated);
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
