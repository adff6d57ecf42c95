/**
 * The map: every force a field, outlined by region, coloured by class, with its number in it; flows of mutual aid over
 * it. One tab stop; arrow keys walk to neighbours, Enter chooses. Where only regions are reported, a region is one field.
 */
import { select } from "d3";
import "./charts.css";
import type { Arrow } from "./flows.ts";
import type { Geometry } from "./geometry.ts";
import { neighbour, type Point } from "./hexagons.ts";
import type { Field } from "./map-data.ts";

export interface MapPicture {
  readonly geometry: Geometry;
  /** of each force, for the outline */
  readonly regionOf: readonly number[];
  readonly fields: readonly Field[];
  readonly hue: "missing" | "helped" | "lending";
  /** id of the field that is selected; null: none */
  readonly chosen: string | null;
  readonly arrows: readonly Arrow[];
  readonly label: string;
}

export interface ForceMap {
  readonly element: SVGSVGElement;
  draw(picture: MapPicture): void;
}

export interface MapListener {
  choose(field: Field): void;
  /** null: nothing is pointed at */
  point(field: Field | null): void;
}

const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
/** Below this a number in a cell would not be read. */
const LEAST_ROOM = 8;

let maps = 0;

export function createForceMap(listener: MapListener): ForceMap {
  const id = `map-${++maps}`;
  const svg = select(document.createElementNS("http://www.w3.org/2000/svg", "svg")).attr("role", "group");
  const defs = svg.append("defs");
  const clip = defs.append("clipPath").attr("id", `${id}-coast`).append("path");
  for (const kind of ["in", "out"]) {
    defs
      .append("marker")
      .attr("id", `${id}-${kind}`)
      .attr("class", `arrow-${kind}`)
      .attr("viewBox", "0 0 8 8")
      .attr("refX", 4)
      .attr("refY", 4)
      .attr("markerWidth", 11)
      .attr("markerHeight", 11)
      .attr("markerUnits", "userSpaceOnUse")
      .attr("orient", "auto")
      .append("path")
      .attr("d", "M0 0L8 4L0 8Z");
  }
  const land = svg.append("path").attr("class", "land");
  const fieldLayer = svg.append("g");
  const borderLayer = svg.append("path").attr("class", "borders");
  const outlineLayer = svg.append("path").attr("class", "regions");
  const coastLayer = svg.append("path").attr("class", "coast");
  const chosenLayer = svg.append("path").attr("class", "chosen");
  const pointLayer = svg.append("path").attr("class", "pointed");
  const focusLayer = svg.append("path").attr("class", "focused");
  const numberLayer = svg.append("g").attr("class", "cell-numbers").attr("aria-hidden", "true");
  const arrowLayer = svg.append("g").attr("class", "flows").attr("aria-hidden", "true");
  /** where the tab key comes in */
  let entry = 0;

  return {
    element: svg.node()!,
    draw({ geometry, regionOf, fields, hue, chosen, arrows, label }) {
      const { width, height, cells, coast, kind } = geometry;
      const clipped = coast === null ? null : `url(#${id}-coast)`;
      const points = fields.map((field) => middleOf(field, geometry));
      const roomOf = (field: Field) => Math.max(...field.cells.map((cell) => cells[cell]!.room));
      entry = Math.max(0, Math.min(entry, fields.length - 1));

      svg
        .attr("class", `hexagons ${kind} hue-${hue}`)
        .attr("width", width)
        .attr("height", height)
        .attr("viewBox", `0 0 ${width} ${height}`)
        .attr("aria-label", label);
      clip.attr("d", coast);
      land.attr("d", coast);
      coastLayer.attr("d", coast);
      for (const layer of [fieldLayer, borderLayer, outlineLayer, chosenLayer, pointLayer, focusLayer])
        layer.attr("clip-path", clipped);

      const groups = fieldLayer
        .selectAll<SVGGElement, Field>("g")
        .data(fields, ({ id: field }) => field)
        .join((entered) => {
          const group = entered.append("g").attr("role", "button");
          group.append("path");
          return group;
        })
        .attr("class", ({ level }) => `field class-${level}`)
        .attr("tabindex", (_, i) => (i === entry ? 0 : -1))
        .attr("aria-pressed", (field) => String(field.id === chosen))
        .attr("aria-label", ({ name, figure }) => `${name}: ${figure.words}`);
      groups.select("path").attr("d", (field) => field.cells.map((cell) => cells[cell]!.shape).join(""));

      // Hexagons have room for the name's letters; on the ground there is room for a number at most.
      const hexagons = kind === "hexagons";
      const texts = numberLayer
        .selectAll<SVGGElement, Field>("g")
        .data(fields, ({ id: field }) => field)
        .join((entered) => {
          const group = entered.append("g");
          group.append("text").attr("class", "short");
          group.append("text").attr("class", "number");
          return group;
        })
        .attr("class", ({ level }) => `figure-of class-${level}`);
      texts
        .select(".short")
        .attr("x", (_, i) => points[i]![0])
        .attr("y", (field, i) => points[i]![1] - roomOf(field) * 0.2)
        .attr("font-size", (field) => Math.max(9, roomOf(field) * 0.34))
        .text(({ short }) => (hexagons ? short : ""));
      texts
        .select(".number")
        .attr("x", (_, i) => points[i]![0])
        .attr("y", (field, i) => points[i]![1] + (hexagons && field.short !== "" ? roomOf(field) * 0.36 : 5))
        .attr("font-size", (field) =>
          hexagons
            ? Math.max(11, roomOf(field) * (field.figure.short.length > 3 ? 0.38 : 0.46))
            : Math.min(15, Math.max(10, roomOf(field) * 0.7)),
        )
        .text((field) => {
          if (!hexagons && roomOf(field) < LEAST_ROOM) return "";
          return field.level === 0 && field.figure.value !== null ? "·" : field.figure.short;
        });

      borderLayer.attr("d", hexagons ? null : geometry.outline(regionOf.map((_, force) => force)));
      outlineLayer.attr("d", geometry.outline(regionOf));
      const edge = (field: Field | undefined) => (field === undefined ? null : geometry.edgeOf(field.cells));
      chosenLayer.attr("d", edge(fields.find((field) => field.id === chosen)));
      drawArrows(arrows);

      groups
        .on("click", (_, field) => listener.choose(field))
        .on("pointerenter", (_, field) => {
          pointLayer.attr("d", edge(field));
          listener.point(field);
        })
        .on("pointerleave", () => {
          pointLayer.attr("d", null);
          listener.point(null);
        })
        .on("focus", function (_, field) {
          // A ring for the keyboard only, as browsers do it; the pointer shows what it chose by the other line.
          if (this.matches(":focus-visible")) focusLayer.attr("d", edge(field));
          listener.point(field);
        })
        .on("blur", () => {
          focusLayer.attr("d", null);
          listener.point(null);
        })
        .on("keydown", (event: KeyboardEvent, field) => {
          if (event.key === "Enter" || event.key === " ") listener.choose(field);
          else if (event.key in ARROWS) {
            const here = fields.indexOf(field);
            const next = neighbour(points, here, ARROWS[event.key]!);
            if (next >= 0) {
              entry = next;
              const nodes = groups.nodes();
              nodes[here]!.setAttribute("tabindex", "-1");
              nodes[next]!.setAttribute("tabindex", "0");
              nodes[next]!.focus();
            }
          } else return;
          event.preventDefault();
        });
    },
  };

  function drawArrows(arrows: readonly Arrow[]): void {
    const bands = arrowLayer
      .selectAll<SVGGElement, Arrow>("g")
      .data(arrows)
      .join((entered) => {
        const group = entered.append("g");
        group.append("path").attr("class", "halo");
        group.append("path").attr("class", "band");
        group.append("text");
        return group;
      })
      .attr("class", ({ kind }) => `flow flow-${kind}`);
    bands
      .select(".halo")
      .attr("d", ({ path }) => path)
      .attr("stroke-width", ({ width }) => width + 3);
    bands
      .select(".band")
      .attr("d", ({ path }) => path)
      .attr("stroke-width", ({ width }) => width)
      .attr("marker-end", ({ kind }) => `url(#${id}-${kind})`);
    bands
      .select("text")
      .attr("x", ({ label }) => label?.at[0] ?? 0)
      .attr("y", ({ label }) => label?.at[1] ?? 0)
      .text(({ label }) => label?.text ?? "");
  }
}

/** Where a field's number stands: in a force its own place, in a region the cell nearest to the middle of all. */
export function middleOf({ cells }: Pick<Field, "cells">, { cells: shapes }: Geometry): Point {
  const points = cells.map((cell) => shapes[cell]!.at);
  const x = points.reduce((sum, point) => sum + point[0], 0) / points.length;
  const y = points.reduce((sum, point) => sum + point[1], 0) / points.length;
  const distance = (point: Point) => Math.hypot(point[0] - x, point[1] - y);
  return points.reduce((best, point) => (distance(point) < distance(best) ? point : best));
}
