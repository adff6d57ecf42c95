/**
 * A scenario as the planning questions see it: the nation, its regions and forces, what each has trained, and what
 * shares are in proportion to. Asked by the command line and by the page alike.
 */
import type { Model } from "../engine/model.ts";
import type { ResolvedScenario } from "./replicator.ts";

export interface Country {
  readonly model: Model;
  readonly resolved: ResolvedScenario;
  /** holdings are those that ship: sensitive capabilities are told by region and nation only */
  readonly shipped: boolean;
}

export type Capability = Model["capabilities"][number];

export interface Place {
  readonly scope: "nation" | "region" | "force";
  readonly id: string;
  readonly name: string;
  /** forces of it */
  readonly forces: readonly string[];
}

export type By = "officers" | "population" | "holding";
export const BY: readonly By[] = ["officers", "population", "holding"];

export function nationOf({ model }: Country): Place {
  return { scope: "nation", id: "nation", name: "the nation", forces: forcesOf(model) };
}

/** null: no such region in the capability's scheme */
export function regionPlace({ model }: Country, capability: Capability, id: string): Place | null {
  const scheme = model.schemes[capability.scheme]!;
  const region = scheme.regionIds.indexOf(id);
  if (region < 0) return null;
  const forces = forcesOf(model).filter((_, force) => scheme.regionOf[force] === region);
  return { scope: "region", id, name: scheme.regionNames[region]!, forces };
}

/** null: no such force */
export function forcePlace(country: Country, id: string): Place | null {
  if (!forcesOf(country.model).includes(id)) return null;
  return { scope: "force", id, name: nameOf(country, id), forces: [id] };
}

export function forcesOf({ holderIds, nForces }: Model): string[] {
  return holderIds.slice(0, nForces);
}

/** On shipped data some capabilities are reported for region and nation only. */
export function isHidden({ shipped }: Pick<Country, "shipped">, capability: Capability): boolean {
  return shipped && capability.sensitive;
}

export function nameOf({ resolved }: Pick<Country, "resolved">, force: string): string {
  return resolved.places?.forces?.[force]?.name ?? force;
}

/** The region of a force in the capability's scheme; undefined where it has none. */
export function regionOf({ model }: Pick<Country, "model">, capability: Capability, force: string): string | undefined {
  const scheme = model.schemes[capability.scheme]!;
  return scheme.regionIds[scheme.regionOf[model.holderIds.indexOf(force)]!];
}

/** The region that a place is or lies in; undefined for the nation. */
export function regionAround(country: Country, capability: Capability, place: Place): string | undefined {
  if (place.scope === "force") return regionOf(country, capability, place.id);
  return place.scope === "region" ? place.id : undefined;
}

/** Whole units of the capability that a holder has trained, at the middle of what is given as a range. */
export function unitsHeld({ model }: Pick<Country, "model">, capability: Capability, holder: string): number {
  const trained = model.trained[model.holderIds.indexOf(holder) * model.nNodes + capability.path[0]!]!;
  return Math.floor(trained / capability.officersPerUnit);
}

export function heldBy(country: Country, capability: Capability, { forces }: Place): number {
  return forces.reduce((sum, force) => sum + unitsHeld(country, capability, force), 0);
}

/** What the forces' shares are in proportion to; null where the scenario says it of none of them. */
export function weightsBy(
  country: Country,
  capability: Capability,
  forces: readonly string[],
  by: By,
): readonly number[] | null {
  const weights = forces.map((force) => {
    if (by === "holding") return unitsHeld(country, capability, force);
    const value = country.resolved.places?.forces?.[force]?.[by];
    return typeof value === "number" ? value : 0;
  });
  return weights.every((weight) => weight === 0) ? null : weights;
}
