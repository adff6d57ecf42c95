/** The map with its title, its scale, a line that reads out the field pointed at, and its table. */
import { NOT_THIS_FORCES } from "../../engine/tally/tables.ts";
import { shareOfRuns } from "../../engine/tally/words.ts";
import { CLASSES, createHexagonMap, type Field, type MapData } from "../charts/hexagon-map.ts";
import type { CapabilityFigures, CapabilityNames, ForceCell, RunOutFigure, View } from "../desk/protocol.ts";
import { h, setText } from "../dom.ts";
import { CONDITION_AND_MARKING, runsOf100 } from "../words.ts";
import { createTable } from "./table.ts";

export interface MapFigure {
  readonly element: HTMLElement;
  show(figures: CapabilityFigures, capability: CapabilityNames, view: View, replications: number): void;
}

export function createMapFigure(
  forces: readonly ForceCell[],
  choose: (scope: View["scope"], id: string) => void,
): MapFigure {
  const title = h("h2", {}, "Where it runs out");
  const readout = h("p", { class: "readout" });
  const holder = h("div", { class: "map" });
  const note = h("p", { class: "note" });
  const table = createTable("Runs of 100 in which each was short, with the 95 % interval");
  let shown: { data: MapData; scope: View["scope"]; resting: string } | null = null;

  const map = createHexagonMap({
    choose: ({ id }) => {
      if (shown !== null)
        choose(id === shown.data.chosen ? "nation" : shown.scope, id === shown.data.chosen ? "nation" : id);
    },
    point: (field) => setText(readout, field === null ? (shown?.resting ?? "") : `${field.name}: ${field.figure.text}`),
  });
  holder.append(map.element);
  const render = () => {
    if (shown !== null && holder.clientWidth > 0) map.draw(shown.data, holder.clientWidth);
  };
  new ResizeObserver(render).observe(holder);

  return {
    element: h(
      "figure",
      { class: "figure where" },
      h("figcaption", {}, title),
      scaleOf(),
      holder,
      readout,
      note,
      table.element,
    ),
    show(figures, capability, view, replications) {
      const { byRegionOnly, plural } = capability;
      const scope = byRegionOnly ? "region" : "force";
      const never: RunOutFigure = { probability: 0, low: 0, high: null, text: shareOfRuns(0, replications) };
      const fields = byRegionOnly ? regionFields(figures, capability) : forceFields(figures, capability, forces, never);
      const chosen = fields.find(({ id }) => view.scope === scope && view.id === id);
      const resting =
        chosen === undefined
          ? "Point at a field, or walk with the arrow keys; choose it to see its hours."
          : `${chosen.name}: ${chosen.figure.text}`;
      const what = `Runs of 100 in which ${plural} ran out in each ${scope}`;
      setText(title, what);
      const data = { forces, regionOf: capability.regionOf, fields, chosen: chosen?.id ?? null, label: what };
      const pointing = map.element.querySelector(":hover, :focus") !== null;
      shown = { data, scope, resting };
      if (!pointing) setText(readout, resting);
      const level = byRegionOnly ? "Shown by region only." : `${capitalised(NOT_THIS_FORCES)}.`;
      setText(note, `${level} ${CONDITION_AND_MARKING}`);
      render();
      table.update([byRegionOnly ? "Region" : "Force, region", "runs of 100", "in words"], () =>
        fields.map(({ name, figure }) => [name, runsOf100(figure.probability), figure.text]),
      );
    },
  };
}

function forceFields(
  figures: CapabilityFigures,
  { regions, regionOf }: CapabilityNames,
  forces: readonly ForceCell[],
  never: RunOutFigure,
): Field[] {
  return forces.map(({ id, name, short }, force) => {
    const region = regions[regionOf[force]!]?.name;
    return {
      id,
      name: region === undefined ? name : `${name}, ${region}`,
      short,
      cells: [force],
      figure: figures.forces[id] ?? never,
    };
  });
}

function regionFields(figures: CapabilityFigures, { regions, regionOf }: CapabilityNames): Field[] {
  return regions.flatMap(({ id, name }, region) => {
    const cells = regionOf.flatMap((other, force) => (other === region ? [force] : []));
    const figure = figures.regions[id];
    return cells.length === 0 || figure === undefined ? [] : [{ id, name, short: "", cells, figure }];
  });
}

function scaleOf(): HTMLElement {
  const ends = [...CLASSES.slice(1), 100];
  const steps = CLASSES.map((least, i) => h("span", { class: `step class-${i + 1}` }, `${least || "<1"}–${ends[i]}`));
  return h(
    "p",
    { class: "scale", "aria-label": "Scale, runs of 100" },
    h("span", { class: "step class-0" }, "· none"),
    ...steps,
  );
}

function capitalised(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
