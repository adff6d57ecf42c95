/**
 * The map: a hexagon cartogram of the forces, outlined by region, coloured by how likely each ran out. One tab
 * stop; arrow keys walk to neighbours, Enter chooses. Where only regions are reported, a region is one field.
 */
import { select } from "d3";
import type { ForceCell, RunOutFigure } from "../desk/protocol.ts";
import { runsOf100 } from "../words.ts";
import { hexagonAt, layOut, neighbour, outline, type Point } from "./hexagons.ts";

export interface Field {
  /** id of the force or region */
  readonly id: string;
  /** "Kent Police, South East" */
  readonly name: string;
  /** three letters in the cell; empty where a region is one field */
  readonly short: string;
  /** positions in `forces` */
  readonly cells: readonly number[];
  readonly figure: RunOutFigure;
}

export interface MapData {
  readonly forces: readonly ForceCell[];
  /** of each force, for the outline */
  readonly regionOf: readonly number[];
  readonly fields: readonly Field[];
  /** id of the field that the timeline shows; null: none */
  readonly chosen: string | null;
  readonly label: string;
}

export interface HexagonMap {
  readonly element: SVGSVGElement;
  draw(data: MapData, width: number): void;
}

export interface MapListener {
  choose(field: Field): void;
  /** null: nothing is pointed at */
  point(field: Field | null): void;
}

const LARGEST_RADIUS = 36;
const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Lower ends of the classes after "none", in runs of 100. */
export const CLASSES = [0, 10, 25, 50, 75] as const;

export function classOf(probability: number | null): number {
  if (probability === null || probability === 0) return 0;
  return CLASSES.filter((least) => probability * 100 >= least).length;
}

export function createHexagonMap(listener: MapListener): HexagonMap {
  const svg = select(document.createElementNS("http://www.w3.org/2000/svg", "svg"))
    .attr("class", "hexagons")
    .attr("role", "group");
  const fieldLayer = svg.append("g");
  const outlineLayer = svg.append("path").attr("class", "regions");
  const chosenLayer = svg.append("path").attr("class", "chosen");
  const pointLayer = svg.append("path").attr("class", "pointed");
  const focusLayer = svg.append("path").attr("class", "focused");
  /** where the tab key comes in */
  let entry = 0;

  return {
    element: svg.node()!,
    draw(data, width) {
      const { forces, regionOf, fields, chosen, label } = data;
      const layout = layOut(forces, width, LARGEST_RADIUS);
      const { radius, height, centres } = layout;
      const shapeOf = ({ cells }: Field) => cells.map((cell) => hexagonAt(centres[cell]!, radius)).join("");
      const points = fields.map(({ cells }) => middleCell(cells.map((cell) => centres[cell]!)));
      entry = Math.min(entry, fields.length - 1);

      svg
        .attr("width", width)
        .attr("height", height)
        .attr("viewBox", `0 0 ${width} ${height}`)
        .attr("aria-label", label);
      const edgeOf = (field: Field) =>
        outline(
          { ...layout, centres: field.cells.map((cell) => centres[cell]!) },
          field.cells.map(() => 0),
        );
      const groups = fieldLayer
        .selectAll<SVGGElement, Field>("g")
        .data(fields, ({ id }) => id)
        .join((entered) => {
          const group = entered.append("g").attr("role", "button");
          group.append("path");
          group.append("text").attr("class", "short");
          group.append("text").attr("class", "number");
          return group;
        })
        .attr("class", ({ figure }) => `field class-${classOf(figure.probability)}`)
        .attr("tabindex", (_, i) => (i === entry ? 0 : -1))
        .attr("aria-pressed", ({ id }) => String(id === chosen))
        .attr("aria-label", ({ name, figure }) => `${name}: ${figure.text}`);
      groups.select("path").attr("d", shapeOf);
      groups
        .select(".short")
        .attr("x", (_, i) => points[i]![0])
        .attr("y", (_, i) => points[i]![1] - radius * 0.2)
        .attr("font-size", Math.max(9, radius * 0.34))
        .text(({ short }) => short);
      groups
        .select(".number")
        .attr("x", (_, i) => points[i]![0])
        .attr("y", ({ short }, i) => points[i]![1] + radius * (short === "" ? 0.18 : 0.36))
        .attr("font-size", Math.max(12, radius * 0.46))
        .text(({ figure }) => (figure.probability === 0 ? "·" : runsOf100(figure.probability)));

      outlineLayer.attr("d", outline(layout, regionOf));
      const shown = fields.find(({ id }) => id === chosen);
      chosenLayer.attr("d", shown === undefined ? null : edgeOf(shown));

      groups
        .on("click", (_, field) => listener.choose(field))
        .on("pointerenter", (_, field) => {
          pointLayer.attr("d", edgeOf(field));
          listener.point(field);
        })
        .on("pointerleave", () => {
          pointLayer.attr("d", null);
          listener.point(null);
        })
        .on("focus", function (_, field) {
          // A ring for the keyboard only, as browsers do it; the pointer shows what it chose by the other line.
          if (this.matches(":focus-visible")) focusLayer.attr("d", edgeOf(field));
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
}

/** The cell nearest to the middle of all. */
function middleCell(points: readonly Point[]): Point {
  const x = points.reduce((sum, point) => sum + point[0], 0) / points.length;
  const y = points.reduce((sum, point) => sum + point[1], 0) / points.length;
  const distance = (point: Point) => Math.hypot(point[0] - x, point[1] - y);
  return points.reduce((best, point) => (distance(point) < distance(best) ? point : best));
}
