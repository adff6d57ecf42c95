/**
 * The threats of several scenarios under ids that no other uses. The first keeps its own, so that its luck stays as it is
 * alone; a threat of a later one takes its letter in front (b-disorder) where the same id is there already.
 */
import type { ResolvedScenario } from "./read.ts";
import { living, startedBy, type Threat, wakes } from "./waking.ts";

type Observations = NonNullable<ResolvedScenario["observe"]>;
interface Renamed {
  readonly threats: Readonly<Record<string, Threat>>;
  readonly observe: Observations;
}

/** Each scenario's threats under ids that no other uses; what never happens is left out of the later ones. */
export function renamed(scenarios: readonly ResolvedScenario[]): Renamed[] {
  const taken = new Map<string, Threat>();
  const observed = new Set<string>();
  return scenarios.map((scenario, i) => {
    const threats = scenario.threats ?? {};
    const alive = living(threats);
    const kept = Object.keys(threats).filter((id) => i === 0 || alive.has(id) || !taken.has(id));
    const letter = letterOf(i);
    const shared = sharedIds(kept, threats, taken);
    const ids = new Map(kept.map((id) => [id, shared.has(id) ? id : freeId(`${letter}-${id}`, taken)]));
    const result = Object.fromEntries(kept.map((id) => [ids.get(id)!, retold(threats[id]!, ids, id, letter)]));
    for (const [id, threat] of Object.entries(result)) taken.set(id, threat);
    const observe = Object.entries(scenario.observe ?? {}).map(([id, one]) => {
      const own = observed.has(id) ? `${letter}-${id}` : id;
      observed.add(own);
      return [own, one.threat === undefined ? one : { ...one, threat: ids.get(one.threat) ?? one.threat }] as const;
    });
    return { threats: result, observe: Object.fromEntries(observe) };
  });
}

/** Ids nobody else has, or that mean the same to both: neither happens by itself, and what it starts is shared too. */
function sharedIds(
  ids: readonly string[],
  threats: Readonly<Record<string, Threat>>,
  taken: ReadonlyMap<string, Threat>,
): Set<string> {
  const shared = new Set(
    ids.filter((id) => {
      const there = taken.get(id);
      return there === undefined || (!wakes(threats[id]!) && !wakes(there) && same(threats[id], there));
    }),
  );
  for (let before = -1; before !== shared.size; ) {
    before = shared.size;
    for (const id of shared) {
      if (taken.has(id) && startedBy(threats[id]!).some((started) => !shared.has(started))) shared.delete(id);
    }
  }
  return shared;
}

function freeId(id: string, taken: ReadonlyMap<string, Threat>): string {
  return taken.has(id) ? freeId(`${id}-again`, taken) : id;
}

/** The threat with what it starts under the new ids. */
function retold(threat: Threat, ids: ReadonlyMap<string, string>, id: string, letter: string): Threat {
  const own = <T extends { readonly threat: string }>(record: T): T => ({
    ...record,
    threat: ids.get(record.threat) ?? record.threat,
  });
  return {
    ...threat,
    ...(ids.get(id) === id || threat.name === undefined ? {} : { name: `${threat.name} (${letter})` }),
    ...(threat.triggers === undefined ? {} : { triggers: threat.triggers.map(own) }),
    phases: threat.phases.map((phase) =>
      phase.escalation === undefined ? phase : { ...phase, escalation: phase.escalation.map(own) },
    ),
  };
}

/** The second scenario is b, the third c. */
export const letterOf = (place: number) => "abcdefgh"[place]!;

/** Whether two plain values are the same, whatever the order of their keys. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => same(item, b[i]));
  if (!isMap(a) || !isMap(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && same(a[key], b[key]));
}

export const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
