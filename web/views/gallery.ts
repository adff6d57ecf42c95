/** The first screen: what ships, by who asks; each with a small map of where help is asked for and its question. */
import { hexagonAt, layOut } from "../charts/hexagons.ts";
import type { Preset } from "../desk/protocol.ts";
import { h } from "../dom.ts";
import maps from "../gallery-maps.json";
import { BUILDER, fragmentOf } from "../route.ts";
import { STAYS_HERE } from "../words.ts";
import { grouped } from "./gallery-groups.ts";

/** @param likely a preset that may be chosen next */
export function galleryView(presets: readonly Preset[], likely: (preset: string) => void): HTMLElement {
  return h(
    "section",
    { class: "gallery", "aria-labelledby": "gallery-title" },
    h("h1", { id: "gallery-title" }, "Choose a scenario. It runs at once."),
    h(
      "p",
      { class: "lead" },
      "Muster simulates what happens when several national threats ask for mutual aid at the same time, many times over, and says where the next request cannot be met. ",
      STAYS_HERE,
    ),
    h(
      "p",
      { class: "build" },
      h("a", { href: BUILDER }, "Build an exercise"),
      " from the National Risk Register: choose what happens, where and how badly, and play it on a clock.",
    ),
    ...grouped(presets).map(({ group, presets: own }, i) =>
      h(
        "section",
        { class: "group", "aria-labelledby": `group-${i}` },
        h("h2", { id: `group-${i}` }, group.title, h("span", { class: "who" }, ` ${group.who}`)),
        h("ul", { class: "presets" }, ...own.map((preset) => card(preset, likely))),
      ),
    ),
    h(
      "p",
      { class: "note" },
      "Small maps: a cell is a force; the darker, the more units are asked for there in the scenario. Nothing about any force's holding.",
    ),
  );
}

function card({ id, name, story, question }: Preset, likely: (preset: string) => void): HTMLElement {
  const soon = () => likely(id);
  return h(
    "li",
    { class: "preset", pointerenter: soon, focusin: soon },
    smallMap(id),
    h(
      "div",
      { class: "of" },
      h("h3", {}, h("a", { href: fragmentOf({ preset: id }), title: story }, name)),
      h("p", {}, question),
    ),
  );
}

const WIDTH = 64;

/** Where help is asked for, a hexagon a force. */
function smallMap(id: string): SVGElement | null {
  const map = (maps as unknown as Readonly<Record<string, { readonly cells: readonly (readonly number[])[] }>>)[id];
  if (map === undefined) return null;
  const cells = map.cells.map(([column, row]) => ({ column: column!, row: row! }));
  const { width, height, radius, centres } = layOut(cells, WIDTH, 12);
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [name, value] of [
    ["viewBox", `0 0 ${width} ${height}`],
    ["width", String(width)],
    ["height", String(height)],
    ["class", "small-map"],
    ["aria-hidden", "true"],
  ] as const) {
    svg.setAttribute(name, value);
  }
  // One path a shade keeps 25 maps of 43 forces cheap.
  const shades = new Map<number, string>();
  map.cells.forEach(([, , tenths], i) => {
    const shade = shadeOf(tenths!);
    shades.set(shade, (shades.get(shade) ?? "") + hexagonAt(centres[i]!, radius * 0.92));
  });
  for (const [shade, d] of shades) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("class", `shade-${shade}`);
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

/** 0: nothing is asked for there. London asks for so much that even steps would show nothing else. */
function shadeOf(tenths: number): number {
  return [0, 1, 3, 6].filter((above) => tenths > above).length;
}
