/** Decisions as a file writes them, as the engine takes them: names become indices, times minutes. */
import { type Decision, type IncidentName, type Model, NEVER, NONE } from "../../engine/model.ts";
import { membersOf } from "../format/interventions.ts";
import { parseTime } from "../format/quantities.ts";
import type { ResolvedScenario } from "../format/read.ts";
import type { WrittenDecision } from "./read.ts";
import { RefusedExercise } from "./refused.ts";

/** Tiers by the word for who is asked. */
const TIER = { region: 2, nation: 3, outside: 4 } as const;

export interface OrderSource {
  readonly model: Model;
  readonly resolved: ResolvedScenario;
  /** shipped holdings: nobody asks a single force for what is told by region alone (model.md §9) */
  readonly shipped: boolean;
}

/**
 * The engine's decisions in the order of the written ones.
 *
 * @throws RefusedExercise where one names what there is not; whether it is possible is for its minute to say
 */
export function ordersOf(of: OrderSource, written: readonly WrittenDecision[]): Decision[] {
  const lines: string[] = [];
  const orders = written.flatMap((decision, i) => {
    try {
      return [orderOf(of, decision, `decisions.${i + 1}`)];
    } catch (error) {
      if (!(error instanceof RefusedExercise)) throw error;
      lines.push(...error.lines);
      return [];
    }
  });
  if (lines.length > 0) throw new RefusedExercise(lines);
  return orders;
}

/** Minute of a time as a file writes it. */
export const minuteOf = (model: Model, time: number | string): number =>
  Math.round(parseTime(time, model.startMinuteOfDay) ?? 0);

function orderOf(of: OrderSource, decision: WrittenDecision, path: string): Decision {
  const { model } = of;
  const minute = minuteOf(model, decision.at);
  const capability = decision.capability === undefined ? NONE : capabilityOf(model, decision.capability, path);
  const holders = (who: string | readonly string[], near?: IncidentName) =>
    holdersOf(of, who, decision.capability, near?.host ?? NONE, path);
  const from = "from" in decision ? decision.from : undefined;
  if (from !== undefined) refuseNamedForces(of, from, decision.capability, path);
  const until = (time: number | string | undefined) => (time === undefined ? NEVER : minuteOf(model, time));
  switch (decision.kind) {
    case "call": {
      const tier = TIER[decision.tier];
      return { kind: "call", minute, capability, tier, region: tier === 2 ? regionOf(of, decision, path) : NONE };
    }
    case "seat":
      return { kind: "seat", minute, capability, taken: decision.taken };
    case "send": {
      const { units, from } = decision;
      const to = incidentOf(model, decision.to, path);
      return { kind: "send", minute, capability, units, from: holders(from, to), to };
    }
    case "hold":
      return { kind: "hold", minute, capability, holders: holders(decision.who), until: until(decision.until) };
    case "recall": {
      const { units, from } = decision;
      const incident = incidentOf(model, decision.of, path);
      return { kind: "recall", minute, capability, units, from: holders(from, incident), of: incident };
    }
    default: {
      const { units, from } = decision;
      const to = incidentOf(model, decision.to, path);
      return {
        kind: "redeploy",
        minute,
        capability,
        units,
        from: from === undefined ? [] : holders(from, to),
        of: incidentOf(model, decision.of, path),
        to,
      };
    }
  }
}

/** A refusal tells how many units a holder has, which of shipped data nobody is told where it is sensitive. */
function refuseNamedForces(
  { model, resolved, shipped }: OrderSource,
  from: string | readonly string[],
  capability: string | undefined,
  path: string,
): void {
  if (!shipped || model.capabilities.find(({ id }) => id === capability)?.sensitive !== true) return;
  const { forces = {}, holders = {} } = resolved.places;
  const named = [from].flat().filter((one) => one in forces || one in holders);
  if (named.length === 0) return;
  throw new RefusedExercise([
    `${path}.from: on shipped data "${capability}" is told by region alone, and "${named.join('", "')}" is not a region. Name a region or everyone, or load holdings of your own.`,
  ]);
}

function capabilityOf(model: Model, id: string, path: string): number {
  const capability = model.capabilities.findIndex((one) => one.id === id);
  if (capability >= 0) return capability;
  const known = model.capabilities.map((one) => one.id).join(", ");
  throw new RefusedExercise([`${path}.capability: nothing in this exercise asks for "${id}". There are: ${known}.`]);
}

/** Those named, in their order; the members of a region nearest to the host first. */
function holdersOf(
  { model, resolved }: OrderSource,
  who: string | readonly string[],
  capability: string | undefined,
  host: number,
  path: string,
): number[] {
  const ids = [who].flat().flatMap((one): number[] => {
    const members = membersOf(resolved, one, capability);
    if (members.length === 0) {
      throw new RefusedExercise([`${path}: "${one}" is not a force, a holder, a region or everyone.`]);
    }
    const holders = members.map((id) => model.holderIds.indexOf(id)).filter((holder) => holder >= 0);
    if (host === NONE) return holders;
    const far = (holder: number) => model.distance[holder * model.nHolders + host]!;
    return holders.sort((a, b) => far(a) - far(b) || a - b);
  });
  return [...new Set(ids)];
}

function regionOf({ model }: OrderSource, decision: WrittenDecision & { kind: "call" }, path: string): number {
  const { regionIds, id } = model.schemes[model.capabilities[capabilityOf(model, decision.capability, path)]!.scheme]!;
  const region = regionIds.indexOf(decision.region ?? "");
  if (region >= 0) return region;
  const said =
    decision.region === undefined
      ? "which region is called is not said"
      : `"${decision.region}" is not a region of ${id}`;
  throw new RefusedExercise([`${path}.region: ${said}. There are: ${regionIds.join(", ")}.`]);
}

/** `threat/force/minute`, `/2` behind it for the second of the same. */
function incidentOf(model: Model, name: string, path: string): IncidentName {
  const [threatId, hostId, starts, nth = "1"] = name.split("/");
  const threat = model.threats.findIndex(({ id }) => id === threatId);
  const host = model.holderIds.indexOf(hostId!);
  if (threat < 0) throw new RefusedExercise([`${path}: "${name}" names the threat "${threatId}", which there is not.`]);
  if (host < 0 || host >= model.nForces) {
    throw new RefusedExercise([`${path}: "${name}" names the force "${hostId}", which there is not.`]);
  }
  return { threat, host, starts: Number(starts), nth: Number(nth) - 1 };
}
