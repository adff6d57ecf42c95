/** Threats: how they arrive, where, how severe, through which phases, what each phase needs and what it may start. */
import { deterministic, empirical } from "../../engine/kernel/draws.ts";
import {
  type Dist,
  NEVER,
  type NeedTemplate,
  NONE,
  type PhaseModel,
  type ThreatModel,
  UNLIMITED,
} from "../../engine/model.ts";
import { compileArrivals } from "./arrivals.ts";
import { type Luck, luckDist } from "./dist.ts";
import { parseDuration, parseWork } from "./quantities.ts";
import type { Scenario } from "./schema.ts";
import { type Country, compileWhere } from "./where.ts";

type Threat = NonNullable<Scenario["threats"]>[string];
type Phase = Threat["phases"][number];
type Need = NonNullable<Phase["needs"]>[number];

const byTier = (
  of: (tier: "local" | "regional" | "national" | "outside") => number,
): [number, number, number, number] => [of("local"), of("regional"), of("national"), of("outside")];

export interface CompiledThreat {
  readonly threat: ThreatModel;
  readonly needs: readonly NeedTemplate[];
}

/** @param firstNeed index of the threat's first need template */
export function compileThreat(id: string, country: Country, firstNeed: number): CompiledThreat {
  const { scenario, names, numbers } = country;
  const {
    name,
    help,
    nationalThreat,
    coordination,
    arrivals,
    where,
    severity,
    phases,
    triggers,
    paragraph,
    source,
    note,
    ...rest
  } = scenario.threats![id]!;
  [name, help, nationalThreat, coordination, paragraph, source, note] satisfies unknown;
  rest satisfies Record<string, never>;
  const path = `threats.${id}`;
  const index = names.threat.get(id)!;
  const needs: NeedTemplate[] = [];
  const compiled = phases.map((phase, place): PhaseModel => {
    const {
      id: phaseId,
      duration,
      clock,
      durationByTier,
      turns,
      needs: written,
      escalation,
      source: from,
      note: aside,
      ...more
    } = phase;
    [from, aside] satisfies unknown;
    more satisfies Record<string, never>;
    const ownId = phaseIdOf(phase, place);
    const phasePath = `${path}.phases.${ownId}`;
    phaseId satisfies unknown;
    const needIds = needIdsOf(written ?? []);
    const indices = (written ?? []).map((need, i) => {
      needs.push(compileNeed(need, needIds[i]!, index, country, `${phasePath}.needs.${needIds[i]}`));
      return firstNeed + needs.length - 1;
    });
    return {
      id: ownId,
      duration: luckDist(numbers, duration, `${phasePath}.duration`, parseDuration),
      clock: clock ?? "demand",
      durationByTier:
        durationByTier === undefined
          ? null
          : byTier((tier) => numbers.of(durationByTier[tier] ?? 1, `${phasePath}.durationByTier.${tier}`)),
      needs: indices,
      escalation: (escalation ?? []).map((step) => {
        const { below, chance, threat, lag, where: to, source: said, note: more2, ...stepRest } = step;
        [said, more2] satisfies unknown;
        stepRest satisfies Record<string, never>;
        const stepPath = `${phasePath}.escalation.${threat}`;
        return {
          below: numbers.of(below, `${stepPath}.below`),
          chance: numbers.of(chance, `${stepPath}.chance`),
          threat: names.threat.get(threat)!,
          lag: lag === undefined ? deterministic(1) : luckDist(numbers, lag, `${stepPath}.lag`, parseDuration),
          place: to === undefined ? null : compileWhere(to, country, `${stepPath}.where`),
        };
      }),
      turns:
        turns === undefined
          ? null
          : {
              chance: numbers.of(turns.chance, `${phasePath}.turns.chance`),
              from: numbers.wholeMinutes(turns.from, 0, `${phasePath}.turns.from`),
              until: numbers.wholeMinutes(turns.until, 0, `${phasePath}.turns.until`),
            },
    };
  });
  return {
    needs,
    threat: {
      id,
      arrivals: compileArrivals(arrivals, country, `${path}.arrivals`),
      place: compileWhere(where, country, `${path}.where`),
      severity: compileSeverity(severity, country, `${path}.severity`),
      phases: compiled,
      triggers: (triggers ?? []).map((trigger) => {
        const { threat, probability, lag, where: to, severity: like, source: said, note: aside, ...more } = trigger;
        [said, aside] satisfies unknown;
        more satisfies Record<string, never>;
        const triggerPath = `${path}.triggers.${threat}`;
        return {
          threat: names.threat.get(threat)!,
          probability: numbers.of(probability ?? 1, `${triggerPath}.probability`),
          lag: luckDist(numbers, lag, `${triggerPath}.lag`, parseDuration),
          place: to === undefined ? null : compileWhere(to, country, `${triggerPath}.where`),
          ofParent: shareOfParent(like, `${triggerPath}.severity.ofParent`, numbers),
        };
      }),
    },
  };
}

/** How severe a started incident is, as a share of what started it; undefined: as its own threat says. */
function shareOfParent(
  like: NonNullable<Threat["triggers"]>[number]["severity"],
  path: string,
  numbers: Country["numbers"],
): number | undefined {
  if (like === undefined || like === "own") return undefined;
  if (like === "parent") return 1;
  const { ofParent, source, kind, note, ...rest } = like;
  [source, kind, note] satisfies unknown;
  rest satisfies Record<string, never>;
  return numbers.of(ofParent, path);
}

/** How many need templates a threat has. */
export function countNeeds(threat: Threat): number {
  let needs = 0;
  for (const phase of threat.phases) needs += phase.needs?.length ?? 0;
  return needs;
}

/** A phase without an id is known by its place: phase-1, phase-2 … */
export function phaseIdOf(phase: { readonly id?: string | undefined }, place: number): string {
  return phase.id ?? `phase-${place + 1}`;
}

/** A need without an id is known by its capability, the second of the same as psu-2. */
export function needIdsOf(
  needs: readonly { readonly id?: string | undefined; readonly capability: string }[],
): string[] {
  const seen = new Map<string, number>();
  return needs.map(({ id, capability }) => {
    if (id !== undefined) return id;
    const nth = (seen.get(capability) ?? 0) + 1;
    seen.set(capability, nth);
    return nth === 1 ? capability : `${capability}-${nth}`;
  });
}

function compileSeverity(severity: Threat["severity"], { numbers }: Country, path: string): Dist {
  if (severity === undefined) return deterministic(1);
  if (typeof severity === "object" && "levels" in severity) {
    const levels = Object.keys(severity.levels);
    return empirical(
      levels.map(Number),
      levels.map((level) => severity.levels[level]!),
    );
  }
  return luckDist(numbers, severity as Luck, path);
}

function compileNeed(
  written: Need,
  id: string,
  threat: number,
  { names, numbers }: Country,
  path: string,
): NeedTemplate {
  const {
    id: ownId,
    capability,
    kind,
    units,
    perSeverity,
    max,
    hourProfile,
    probability,
    priority,
    team,
    ifShort,
    reserve,
    queueLimit,
    respondBy,
    lead,
    expected,
    mayPreempt,
    work,
    blocking,
    source,
    note,
    ...rest
  } = written;
  [ownId, source, note] satisfies unknown;
  rest satisfies Record<string, never>;
  const patience = typeof ifShort === "object" ? ifShort.lapseAfter : undefined;
  return {
    id,
    threat,
    capability: names.cap.get(capability)!,
    kind: kind ?? (work === undefined ? "presence" : "work"),
    units: luckDist(numbers, units, `${path}.units`),
    perSeverity: perSeverity ?? false,
    maxUnits: max ?? UNLIMITED,
    hourProfile:
      hourProfile === undefined
        ? null
        : Float64Array.from(hourProfile, (figure, hour) => numbers.of(figure, `${path}.hourProfile.${hour}`)),
    probability: numbers.of(probability ?? 1, `${path}.probability`),
    priority: priority ?? 1,
    smallestTeam: team === "all" ? NEVER : (team ?? 1),
    ifShort: typeof ifShort === "object" ? "lapseAfter" : (ifShort ?? "wait"),
    patience: patience === undefined ? null : luckDist(numbers, patience, `${path}.ifShort.lapseAfter`, parseDuration),
    reserve: reserve ?? 0,
    queueLimit: queueLimit ?? NEVER,
    respondBy: numbers.wholeMinutes(respondBy, NONE, `${path}.respondBy`),
    lead: numbers.wholeMinutes(lead, 0, `${path}.lead`),
    work: work === undefined ? null : luckDist(numbers, work, `${path}.work`, parseWork),
    blocking: blocking ?? false,
    mayPreempt: mayPreempt ?? false,
    expected: expected ?? false,
  };
}
