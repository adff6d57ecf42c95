/** One measure of several variants: a dot and its interval each, on one scale, the figure beside it. */
import type { PlanFigure } from "../../engine/planning/compare.ts";

export interface Compared {
  readonly name: string;
  readonly figure: PlanFigure;
  /** the figure in words */
  readonly words: string;
}

const SVG = "http://www.w3.org/2000/svg";
const ROW = 34;
const TOP = 22;

/** @param most end of the scale; 1 for a share of the runs */
export function comparedChart(rows: readonly Compared[], most: number, width: number, label: string): SVGSVGElement {
  const narrow = width < 560;
  const left = narrow ? 4 : Math.min(240, width * 0.3);
  const right = narrow ? 70 : 150;
  const rowHeight = narrow ? ROW + 16 : ROW;
  const height = TOP + rows.length * rowHeight + 8;
  const across = Math.max(60, width - left - right);
  const x = (value: number) => left + (Math.min(value, most) / most) * across;
  const svg = make("svg", {
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    "aria-label": label,
    class: "compared",
  });
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    const at = x(share * most);
    svg.append(make("line", { class: "grid", x1: at, x2: at, y1: TOP - 4, y2: height - 6 }));
    const tick = make("text", { class: "tick", x: at, y: TOP - 9, "text-anchor": "middle" });
    tick.textContent = scaleWords(share * most, most);
    svg.append(tick);
  }
  rows.forEach(({ name, figure: { mean, low, high }, words }, i) => {
    const middle = TOP + i * rowHeight + rowHeight / 2 + (narrow ? 8 : 0);
    const title = make("text", {
      class: "variant-name",
      x: narrow ? left : left - 14,
      y: narrow ? middle - 16 : middle + 4,
      "text-anchor": narrow ? "start" : "end",
    });
    title.textContent = name.length > 34 ? `${name.slice(0, 33)}…` : name;
    svg.append(title);
    if (low !== null && high !== null)
      svg.append(make("line", { class: "interval", x1: x(low), x2: x(high), y1: middle, y2: middle }));
    if (mean !== null) svg.append(make("circle", { class: `dot variant-${i}`, cx: x(mean), cy: middle, r: 6 }));
    const value = make("text", { class: "value-words", x: width - 2, y: middle + 4, "text-anchor": "end" });
    value.textContent = words;
    svg.append(value);
  });
  return svg as SVGSVGElement;
}

/** A round number at or above. */
export function scaleEnd(value: number): number {
  if (!(value > 0)) return 1;
  let size = 1;
  while (size * 10 <= value) size *= 10;
  while (size > value) size /= 10;
  const steps = [1, 1.5, 2, 3, 4, 5, 6, 8, 10];
  return Number(((steps.find((step) => step * size >= value) ?? 10) * size).toPrecision(3));
}

function scaleWords(value: number, most: number): string {
  if (most === 1) return String(Math.round(value * 100));
  const text = most >= 8 ? Math.round(value).toLocaleString("en-GB") : String(Number(value.toFixed(2)));
  return text;
}

function make(tag: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}
