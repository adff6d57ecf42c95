/**
 * What can happen in a scenario, and what it can ask for. The reference data know every threat and every capability of
 * the Strategic Policing Requirement; a scenario wakes a few. Whatever cannot happen, and whatever nothing can ask
 * for, is left out of the model, so that it costs neither time nor memory.
 *
 * People are counted from the whole scenario first: leaving a capability out moves nobody.
 */
import { indexed, type Names } from "./names.ts";
import type { Scenario } from "./schema.ts";
import { living } from "./waking.ts";

/**
 * The names with only those threats and capabilities that matter, in file order. All of a kind stay where none matters:
 * a scenario without threats still shows what is held.
 */
export function narrowed(names: Names, scenario: Scenario): Names {
  const happens = living(scenario.threats ?? {});
  for (const { threat } of Object.values(scenario.observe ?? {})) if (threat !== undefined) happens.add(threat);
  const asked = new Set<string>();
  for (const id of happens) {
    for (const { needs } of scenario.threats![id]!.phases) for (const need of needs ?? []) asked.add(need.capability);
  }
  // who stands in for what is asked for; those who stand in have no stand-ins
  for (const id of [...asked]) {
    for (const { capability } of scenario.capabilities[id]?.substitutes ?? []) asked.add(capability);
  }
  if (asked.size > 0) for (const id of namedApart(scenario)) asked.add(id);
  const caps = kept(names.caps, asked);
  return {
    ...withThreats(names, scenario.threats ?? {}),
    caps,
    cap: indexed(caps),
    capNode: caps.map((id) => names.capNode[names.cap.get(id)!]!),
  };
}

/** The names with those of these threats that can happen, or all where none can. */
export function withThreats(names: Names, written: NonNullable<Scenario["threats"]>): Names {
  const threats = kept(Object.keys(written), living(written));
  return { ...names, threats, threat: indexed(threats) };
}

function kept(ids: readonly string[], which: ReadonlySet<string>): readonly string[] {
  return which.size === 0 ? ids : ids.filter((id) => which.has(id));
}

/** Capabilities that the scenario speaks of for their own sake. */
function namedApart({ observe, people, position }: Scenario): string[] {
  const { levers, pooledSerials } = people ?? {};
  return [
    ...Object.values(observe ?? {}).map(({ capability }) => capability),
    ...Object.values(levers ?? {}).map((lever) => lever?.capability),
    ...(pooledSerials ?? []),
    ...(position ?? []).map(({ capability }) => capability),
  ].filter((id) => id !== undefined);
}
