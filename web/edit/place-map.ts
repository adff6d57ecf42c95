/** A small cartogram to choose a place from: one tab stop, arrow keys walk, Enter chooses. */
import { isRecord, type Plain } from "../../scenarios/format/tree.ts";
import { hexagonAt, layOut, neighbour, type Point } from "../charts/hexagons.ts";
import type { ForceCell } from "../desk/protocol.ts";

export interface PlaceMap {
  readonly element: HTMLElement;
  /** Marks the force that the place names, if it names one. */
  draw(where: Plain | undefined): void;
}

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 300;
const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export function createPlaceMap(forces: readonly ForceCell[], choose: (force: string) => void): PlaceMap {
  const { radius, height, centres } = layOut(forces, WIDTH, 20);
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${WIDTH} ${height}`);
  svg.setAttribute("class", "place-map");
  svg.setAttribute("role", "group");
  svg.setAttribute("aria-label", "Places");
  let entry = 0;
  const cells = forces.map(({ id, name, short }, i) => {
    const cell = document.createElementNS(SVG, "g");
    cell.setAttribute("class", "place");
    cell.setAttribute("role", "button");
    cell.setAttribute("data-key", `place ${id}`);
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", hexagonAt(centres[i]!, radius));
    const text = document.createElementNS(SVG, "text");
    text.setAttribute("x", String(centres[i]![0]));
    text.setAttribute("y", String(centres[i]![1] + 3.5));
    text.textContent = short;
    const title = document.createElementNS(SVG, "title");
    title.textContent = name;
    cell.append(title, path, text);
    cell.addEventListener("click", () => {
      goTo(i, false);
      choose(id);
    });
    cell.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") choose(id);
      else if (event.key in ARROWS) {
        const next = neighbour(centres, i, ARROWS[event.key]!);
        if (next >= 0) goTo(next, true);
      } else return;
      event.preventDefault();
    });
    svg.append(cell);
    return cell;
  });
  const goTo = (next: number, focus: boolean) => {
    cells[entry]!.setAttribute("tabindex", "-1");
    entry = next;
    cells[entry]!.setAttribute("tabindex", "0");
    if (focus) cells[entry]!.focus();
  };
  for (const cell of cells) cell.setAttribute("tabindex", "-1");
  if (cells.length > 0) cells[0]!.setAttribute("tabindex", "0");
  const element = document.createElement("div");
  element.append(svg);
  return {
    element,
    draw(where) {
      const weights = isRecord(where) && isRecord(where.weights) ? Object.keys(where.weights) : [];
      const named = new Set(typeof where === "string" ? [where] : weights);
      forces.forEach(({ id }, i) => {
        cells[i]!.setAttribute("aria-pressed", String(named.has(id)));
      });
    },
  };
}
