/**
 * Classes of place, so that results can say where without naming a force: by people to the square kilometre where
 * the scenario states population and area, else by officers, else one class.
 *
 * The borders are ours and round: above 1,000 people a km² are London, the West Midlands, Greater Manchester,
 * Merseyside and West Yorkshire; from 400 on other urban forces; the rest is mixed and rural.
 */
import type { PlaceClasses } from "../../engine/planning/compare-rows.ts";
import type { Scenario } from "./schema.ts";

const BY_PEOPLE = [
  { from: 1000, name: "metropolitan forces" },
  { from: 400, name: "urban forces" },
  { from: 0, name: "mixed and rural forces" },
];
const BY_OFFICERS = [
  { from: 4000, name: "large forces" },
  { from: 2000, name: "middling forces" },
  { from: 0, name: "small forces" },
];

export function placeClassesOf(scenario: Scenario): PlaceClasses {
  const forces = Object.values(scenario.places.forces ?? {});
  const density = forces.map(({ population, area }) => numberOf(population) / numberOf(area));
  if (density.length > 0 && density.every(Number.isFinite)) return classed(density, BY_PEOPLE);
  const officers = forces.map((force) => numberOf(force.officers));
  if (officers.length > 0 && officers.every(Number.isFinite)) return classed(officers, BY_OFFICERS);
  return { names: ["all forces"], ofForce: forces.map(() => 0) };
}

function classed(values: readonly number[], classes: readonly { from: number; name: string }[]): PlaceClasses {
  return {
    names: classes.map(({ name }) => name),
    ofForce: values.map((value) => classes.findIndex(({ from }) => value >= from)),
  };
}

/** A figure's plain number; NaN where there is none. */
function numberOf(figure: unknown): number {
  if (typeof figure === "number") return figure;
  if (typeof figure !== "object" || figure === null) return Number.NaN;
  const { value, mode } = figure as { value?: unknown; mode?: unknown };
  return typeof value === "number" ? value : typeof mode === "number" ? mode : Number.NaN;
}
