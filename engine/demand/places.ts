/**
 * Where an incident happens: a force from one uniform.
 */
import { firstAtLeast, firstAtLeastWithin } from "../kernel/draws.ts";
import { type Model, NONE, type Place } from "../model.ts";

/**
 * The host force.
 *
 * @param parentForce host of the incident that started this one, NONE without; "near the parent" then means anywhere
 */
export function placeIncident(model: Model, place: Place, replication: number, parentForce: number, u: number): number {
  switch (place.kind) {
    case "named":
      return place.force;
    case "weighted":
      return firstAtLeast(place.cumulative, u);
    case "each":
      return place.forces[replication % place.forces.length]!;
    case "nearParent":
      if (parentForce === NONE) return Math.floor(u * model.nForces);
      return firstAtLeastWithin(place.cumulative, parentForce * model.nForces, model.nForces, u);
  }
}
