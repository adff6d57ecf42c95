/** Where each force stands in the hexagon cartogram: every force the same size, most neighbours adjacent. */
import type { Model } from "../../engine/model.ts";
import map from "../../scenarios/reference/map.json";
import type { ForceCell } from "./protocol.ts";

const placed = new Map(map.forces.map((force) => [force.id, force]));

/** The layout that ships, where it has every force of the scenario; else a row a region. */
export function layoutOf(model: Model): ForceCell[] {
  const ids = model.holderIds.slice(0, model.nForces);
  if (ids.every((id) => placed.has(id))) {
    return ids.map((id, force) => {
      const { short, hex } = placed.get(id)!;
      return { id, name: model.holderNames[force]!, short, column: hex[0]!, row: hex[1]! };
    });
  }
  const scheme = model.schemes[model.capabilities[0]?.scheme ?? 0];
  const inRow = new Map<number, number>();
  return ids.map((id, force) => {
    const row = Math.max(0, scheme?.regionOf[force] ?? 0);
    const column = inRow.get(row) ?? 0;
    inRow.set(row, column + 1);
    return { id, name: model.holderNames[force]!, short: shortOf(id), column, row };
  });
}

/** Three letters: initials of an id of several words, else its beginning. */
function shortOf(id: string): string {
  const words = id.split("-");
  const letters = words.length > 1 ? words.map((word) => word[0]).join("") : id;
  return letters.slice(0, 3).toUpperCase();
}
