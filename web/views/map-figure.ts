/**
 * The map with its measures, its scale, the hour, a line that reads out the field pointed at, what the selected force
 * borrows and lends, and its tables.
 */
import "../charts/charts.css";
import { NOT_THIS_FORCES } from "../../engine/tally/tables.ts";
import { aidOf, aidWords, arrowsOf } from "../charts/flows.ts";
import { createForceMap, middleOf } from "../charts/force-map.ts";
import { geographyOf, hasGeography, type Placed } from "../charts/geography.ts";
import { type Geometry, hexagonGeometry } from "../charts/geometry.ts";
import {
  type Field,
  fieldsOf,
  MEASURE,
  MEASURES,
  type Measure,
  type MeasureId,
  oneDigit,
  stepsOf,
} from "../charts/map-data.ts";
import type { Detail } from "../desk/detail.ts";
import type { CapabilityNames, Opened, Picture } from "../desk/protocol.ts";
import { h, setText } from "../dom.ts";
import type { Selection, SelectionStore } from "../selection.ts";
import { momentOf } from "../words.ts";
import type { DefinitionId } from "./definitions.ts";
import { explainButton } from "./explain.ts";
import { createMoment } from "./moment.ts";
import { createTable } from "./table.ts";

export interface MapFigure {
  readonly element: HTMLElement;
  show(picture: Picture, detail: Detail | null): void;
  leave(): void;
}

export function createMapFigure(opened: Opened, selection: SelectionStore): MapFigure {
  const { forces, clock } = opened;
  const placed = placesOf(opened);
  let measure: Measure = MEASURE.runOut;
  let geographic = false;
  let shown: { picture: Picture; detail: Detail | null; fields: readonly Field[]; resting: string } | null = null;
  let geometry: Geometry | null = null;

  const title = h("h2", {}, "Where it runs out");
  const explainers = new Map(
    MEASURES.map((id) => [id, explainButton(definitionOf(id), opened, () => explained())] as const),
  );
  const explainer = h("span", { class: "explainer" });
  const buttons = new Map(
    MEASURES.map((id) => {
      const button = h("button", { type: "button", class: "choice", click: () => turn(id) }, MEASURE[id].name);
      return [id, button] as const;
    }),
  );
  const shape = h("button", { type: "button", class: "quiet shape", click: () => reshape() }, "Geographic");
  const scale = h("p", { class: "scale" });
  const readout = h("p", { class: "readout" });
  const holder = h("div", { class: "map" });
  const moment = createMoment(clock, "Hour on the map", (minute) => selection.set({ minute }));
  const note = h("p", { class: "note" });
  const aid = h("p", { class: "aid" });
  const table = createTable("Each force or region");
  const aidTable = createTable("Unit-hours a run lent and borrowed");
  aidTable.element.classList.add("aid-table");
  setText(aidTable.element.querySelector("summary")!, "Table: who lent to whom");

  const map = createForceMap({
    choose({ id }) {
      const scope = namesNow().byRegionOnly ? "region" : "force";
      const now = selection.now;
      const again = now.scope === scope && now.id === id;
      selection.set(again ? { scope: "nation", id: "nation" } : { scope, id });
    },
    point: (field) =>
      setText(readout, field === null ? (shown?.resting ?? "") : `${field.name}: ${field.figure.words}`),
  });
  holder.append(map.element);
  moment.element.firstElementChild!.append(shape);

  const namesNow = (): CapabilityNames => opened.capabilities.find(({ id }) => id === selection.now.capability)!;

  const turn = (id: MeasureId) => {
    measure = MEASURE[id];
    if (shown !== null) show(shown.picture, shown.detail);
  };
  const reshape = () => {
    geographic = !geographic;
    setText(shape, geographic ? "Hexagons" : "Geographic");
    geometry = null;
    render();
  };
  shape.hidden = !hasGeography(placed);

  const geometryFor = (width: number): Geometry => {
    if (geometry === null || geometry.width !== width) {
      geometry = geographic ? geographyOf(placed, width) : hexagonGeometry(forces, width);
    }
    return geometry;
  };

  const render = () => {
    if (shown === null || holder.clientWidth === 0) return;
    const { fields, detail } = shown;
    const now = selection.now;
    const names = namesNow();
    const drawn = geometryFor(holder.clientWidth);
    const chosen = fields.find(({ id }) => now.scope === (names.byRegionOnly ? "region" : "force") && id === now.id);
    const pointOf = (id: string) => {
      const field = fields.find((one) => one.id === id);
      return field === undefined ? null : middleOf(field, drawn);
    };
    const room = drawn.kind === "hexagons" ? (drawn.cells[0]?.room ?? 12) : 13;
    const flows =
      chosen === undefined || detail === null ? [] : arrowsOf(aidOf(detail.flows, chosen.id), chosen.id, pointOf, room);
    map.draw({
      geometry: drawn,
      regionOf: names.regionOf,
      fields,
      hue: measure.hue,
      chosen: chosen?.id ?? null,
      arrows: flows,
      label: title.textContent,
    });
  };
  new ResizeObserver(render).observe(holder);

  const explained = () => {
    if (shown === null) return null;
    const now = selection.now;
    const one =
      shown.fields.find(({ id }) => id === now.id) ??
      shown.fields.reduce<Field | null>(
        (most, field) => ((field.figure.value ?? 0) > (most?.figure.value ?? 0) ? field : most),
        null,
      );
    return {
      value: one === null ? (title.textContent ?? "") : `${one.name}: ${one.figure.words}`,
      interval:
        measure.unit === "runs of 100" && shown.picture.replications > 0
          ? "Wilson's 95 % interval stands in brackets behind the figure."
          : null,
      runs: shown.picture.replications,
      capability: now.capability,
      remarks:
        one === null || now.id === one.id
          ? []
          : ["Nothing is selected on the map: the field with the largest figure is told."],
    };
  };

  const show = (picture: Picture, detail: Detail | null) => {
    const now = selection.now;
    const names = namesNow();
    const { byRegionOnly, plural } = names;
    const fresh = detail?.capability === now.capability ? detail : null;
    const offered = MEASURES.filter(
      (id) => (id !== "belowFloor" || !byRegionOnly) && (id !== "leftRegion" || names.regions.length > 0),
    );
    if (!offered.includes(measure.id)) measure = MEASURE.runOut;
    for (const [id, button] of buttons) {
      button.hidden = !offered.includes(id);
      button.setAttribute("aria-pressed", String(id === measure.id));
    }
    explainer.replaceChildren(explainers.get(measure.id)!);
    const minute = measure.hourly ? now.minute : null;
    const fields = fieldsOf({
      measure,
      names,
      forces,
      summary: picture.summary.capabilities.find(({ id }) => id === now.capability) ?? null,
      detail: fresh,
      replications: picture.replications,
      minute,
      independent: opened.plan.outer === null,
    });
    const scope = byRegionOnly ? "region" : "force";
    const chosen = fields.find(({ id }) => now.scope === scope && now.id === id);
    const resting =
      chosen === undefined
        ? "Point at a field, or walk with the arrow keys; choose it to see its hours and who lends to it."
        : `${chosen.name}: ${chosen.figure.words}`;
    const when = minute === null ? "over the whole run" : momentOf(minute, clock);
    setText(title, titleOf(measure, plural, scope, when));
    const pointing = map.element.querySelector(":hover, :focus") !== null;
    shown = { picture, detail: fresh, fields, resting };
    readout.classList.toggle("hint", chosen === undefined);
    if (!pointing) setText(readout, resting);
    scale.className = `scale hue-${measure.hue}`;
    scale.setAttribute("aria-label", `Scale, ${measure.unit}`);
    const steps = [...stepsOf(measure)];
    scale.replaceChildren(
      h("span", { class: "step class-0" }, "· none"),
      ...steps.map((text, i) => h("span", { class: `step class-${i + 1}` }, text)),
      h("span", { class: "scale-unit" }, measure.unit),
    );
    const whole =
      !measure.hourly && now.minute !== null ? "This is counted over the whole run; it has no hour of its own. " : "";
    const areas = geographic ? "Areas are approximate, drawn from towns. " : "";
    const level = byRegionOnly ? "Shown by region only." : `${capitalised(NOT_THIS_FORCES)}.`;
    setText(note, `${whole}${areas}${level} In this scenario, on assumed holdings. ${opened.marking}.`);
    const nation = fresh === null ? null : fresh.runOut.subarray(0, fresh.nBuckets);
    if (fresh !== null) {
      moment.show(now.minute, { n: fresh.nBuckets, minutes: fresh.bucketMinutes }, nation);
    }
    showAid(chosen, fresh, names, now);
    render();
    table.update([byRegionOnly ? "Region" : "Force, region", measure.unit, "in words"], () =>
      fields.map(({ name, figure }) => [name, figure.short, figure.words]),
    );
  };

  const showAid = (chosen: Field | undefined, detail: Detail | null, names: CapabilityNames, now: Selection) => {
    const named = new Map([
      ...forces.map(({ id, name }) => [id, name] as const),
      ...names.regions.map(({ id, name }) => [id, name] as const),
      ...(detail?.holders ?? []).map(({ id, name }) => [id, name] as const),
    ]);
    const nameOf = (id: string) => named.get(id) ?? id;
    aid.hidden = chosen === undefined || detail === null;
    if (chosen === undefined || detail === null) {
      const all = [...(detail?.flows ?? [])].filter(({ donor, host }) => donor !== host);
      all.sort((a, b) => b.unitHours - a.unitHours);
      aidTable.update(["From", "To", "unit-hours a run"], () =>
        all.map(({ donor, host, unitHours }) => [nameOf(donor), nameOf(host), oneDigit(unitHours)]),
      );
      return;
    }
    const told = aidOf(detail.flows, chosen.id);
    setText(
      aid,
      `${nameOf(chosen.id)}, ${names.plural}, ${now.minute === null ? "" : "over the whole run: "}${lower(aidWords(told, nameOf))}`,
    );
    aidTable.update(["From", "To", "unit-hours a run"], () =>
      [...told.incoming, ...told.outgoing].map(({ donor, host, unitHours }) => [
        nameOf(donor),
        nameOf(host),
        oneDigit(unitHours),
      ]),
    );
  };

  const leave = selection.subscribe(() => {
    if (shown !== null) show(shown.picture, shown.detail);
  });

  return {
    element: h(
      "figure",
      { class: "figure where" },
      h("figcaption", {}, title, explainer),
      h("div", { class: "measures", role: "group", "aria-label": "What the map shows" }, ...buttons.values()),
      scale,
      holder,
      moment.element,
      readout,
      aid,
      note,
      table.element,
      aidTable.element,
    ),
    show,
    leave() {
      moment.stop();
      leave();
    },
  };
}

function titleOf({ id }: Measure, plural: string, scope: string, when: string): string {
  switch (id) {
    case "runOut":
      return `Where ${plural} run out: runs of 100 by ${scope}, ${when}`;
    case "leftForce":
      return `Where a need for ${plural} leaves its force: runs of 100 by ${scope}`;
    case "leftRegion":
      return `Where a need for ${plural} leaves its region: runs of 100 by ${scope}`;
    case "shortfall":
      return `Where ${plural} are required and not on the ground: units by ${scope}, ${when}`;
    case "belowFloor":
      return `Who is below the floor with ${plural} away: hours a run by ${scope}`;
  }
}

function definitionOf(id: MeasureId): DefinitionId {
  return id === "runOut" ? "runOut" : id;
}

/** Where the scenario says each force is. */
export function placesOf({ forces, plan }: Pick<Opened, "forces" | "plan">): Placed[] {
  const said = (plan.resolved.places.forces ?? {}) as Readonly<Record<string, { at?: unknown } | undefined>>;
  return forces.map(({ id }) => {
    const at = said[id]?.at;
    const degrees = Array.isArray(at) && at.length === 2 && at.every((value) => typeof value === "number");
    return { id, at: degrees ? [at[0] as number, at[1] as number] : null };
  });
}

function capitalised(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

function lower(words: string): string {
  return words.slice(0, 1).toLowerCase() + words.slice(1);
}
