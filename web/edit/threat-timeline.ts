/**
 * When threats come, drawn: a row each, incidents at set times as marks that the pointer drags and the arrow keys
 * move, rates as bands as high as their factor. The chosen row's marks are tab stops.
 */
import type { ThreatRow } from "./threat-rows.ts";

export interface TimelineListener {
  choose(threat: string): void;
  /** An incident moved to another minute. */
  move(threat: string, index: number, minute: number): void;
  remove(threat: string, index: number): void;
  /** Somebody asked for an incident at this minute. */
  add(threat: string, minute: number): void;
  /** The chosen incident of the chosen row. */
  point(index: number): void;
}

export interface ThreatTimeline {
  readonly element: SVGSVGElement;
  draw(data: TimelineData, width: number): void;
}

export interface TimelineData {
  readonly rows: readonly ThreatRow[];
  readonly chosen: string | null;
  readonly incident: number | null;
  readonly horizon: number;
  readonly startMinuteOfDay: number;
  /** weekday of the start, 0 = Monday */
  readonly startWeekday: number;
  /** "day 3 21:40, severity 12, Kent Police" */
  readonly wordsOf: (row: ThreatRow, index: number) => string;
}

const ROW = 34;
const TOP = 24;
const SVG = "http://www.w3.org/2000/svg";
const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -60, ArrowRight: 60, PageDown: -1440, PageUp: 1440 };

export function createThreatTimeline(listener: TimelineListener): ThreatTimeline {
  const element = make("svg", { class: "threat-timeline", role: "group", "aria-label": "When threats come" });
  let drag: { threat: string; index: number; mark: SVGElement; at: number } | null = null;
  let scale = { left: 0, width: 1, horizon: 1 };

  const minuteAt = (event: PointerEvent | MouseEvent) => {
    const x = event.clientX - element.getBoundingClientRect().left;
    const minute = ((x - scale.left) / scale.width) * scale.horizon;
    return Math.round(Math.max(0, Math.min(scale.horizon - 1, minute)) / 15) * 15;
  };

  return {
    element: element as SVGSVGElement,
    draw(data, width) {
      const held = document.activeElement instanceof SVGElement ? document.activeElement.dataset.key : undefined;
      const left = width < 560 ? 4 : Math.min(230, width * 0.3);
      const above = width < 560 ? 16 : 0;
      const height = TOP + data.rows.length * (ROW + above) + 6;
      scale = { left, width: width - left - 10, horizon: data.horizon };
      const x = (minute: number) => left + (minute / data.horizon) * scale.width;
      setAll(element, { width, height, viewBox: `0 0 ${width} ${height}` });
      element.replaceChildren(daysOf(data, x, height, scale.width));
      data.rows.forEach((row, i) => {
        const y = TOP + i * (ROW + above) + above;
        element.append(rowOf(row, y, data, x));
      });
      if (held !== undefined) (element.querySelector(`[data-key="${CSS.escape(held)}"]`) as SVGElement | null)?.focus();
    },
  };

  function rowOf(row: ThreatRow, y: number, data: TimelineData, x: (minute: number) => number): SVGElement {
    const isChosen = row.id === data.chosen;
    const group = make("g", { class: `threat${isChosen ? " is-chosen" : ""}` });
    const middle = y + ROW / 2;
    const most = Math.max(1, ...row.steps.map(({ factor }) => factor));
    const field = make("rect", {
      class: "row-field",
      x: scale.left,
      y: y + 3,
      width: scale.width,
      height: ROW - 6,
      rx: 3,
    });
    field.addEventListener("click", () => listener.choose(row.id));
    field.addEventListener("dblclick", (event) => {
      if (row.kind === "schedule") listener.add(row.id, minuteAt(event));
    });
    group.append(field);
    for (const { from, to, factor } of row.steps) {
      const tall = Math.max(2, (factor / most) * (ROW - 12));
      const band = make("rect", {
        class: "band",
        x: x(from),
        y: y + ROW - 6 - tall,
        width: Math.max(1, x(to) - x(from)),
        height: tall,
      });
      group.append(band);
    }
    const name = make("text", {
      class: "threat-name",
      x: scale.left < 20 ? scale.left : scale.left - 12,
      y: scale.left < 20 ? y - 1 : middle + 4,
      "text-anchor": scale.left < 20 ? "start" : "end",
    });
    name.textContent = shortened(row.name, scale.left < 20 ? 46 : 30);
    const title = make("title", {});
    title.textContent = row.name;
    name.append(title);
    name.addEventListener("click", () => listener.choose(row.id));
    group.append(name);
    for (const { index, at } of row.incidents) {
      if (at === null) continue;
      group.append(markOf(row, index, at, middle, data, x, isChosen));
    }
    return group;
  }

  function markOf(
    row: ThreatRow,
    index: number,
    at: number,
    middle: number,
    data: TimelineData,
    x: (minute: number) => number,
    isChosen: boolean,
  ): SVGElement {
    const mark = make("g", {
      class: `mark${isChosen && index === data.incident ? " is-chosen" : ""}`,
      role: "slider",
      tabindex: isChosen ? 0 : -1,
      "data-key": `${row.id} ${index}`,
      "aria-label": `${row.name}, incident ${index + 1} of ${row.incidents.length}`,
      "aria-valuemin": 0,
      "aria-valuemax": data.horizon,
      "aria-valuenow": at,
      "aria-valuetext": data.wordsOf(row, index),
      transform: `translate(${x(at)} ${middle})`,
    });
    const title = make("title", {});
    title.textContent = data.wordsOf(row, index);
    mark.append(title, make("circle", { class: "reach", r: 12 }), make("circle", { class: "dot", r: 6 }));
    mark.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      drag = { threat: row.id, index, mark, at };
      mark.setPointerCapture(event.pointerId);
    });
    mark.addEventListener("pointermove", (event) => {
      if (drag?.mark !== mark) return;
      drag.at = minuteAt(event);
      mark.setAttribute("transform", `translate(${x(drag.at)} ${middle})`);
    });
    mark.addEventListener("pointerup", () => {
      if (drag?.mark !== mark) return;
      const { threat, index: moved, at: to } = drag;
      drag = null;
      listener.choose(threat);
      listener.point(moved);
      if (to !== at) listener.move(threat, moved, to);
    });
    mark.addEventListener("pointercancel", () => {
      drag = null;
      mark.setAttribute("transform", `translate(${x(at)} ${middle})`);
    });
    mark.addEventListener("focus", () => listener.point(index));
    mark.addEventListener("keydown", (event) => {
      const step = STEPS[event.key];
      if (step !== undefined) {
        const by = event.shiftKey ? Math.sign(step) * 15 : step;
        listener.move(row.id, index, Math.max(0, Math.min(data.horizon - 1, at + by)));
      } else if (event.key === "Delete" || event.key === "Backspace") listener.remove(row.id, index);
      else return;
      event.preventDefault();
    });
    return mark;
  }
}

/** A line each day, its number where there is room, and the weekday where there is more. */
function daysOf(
  { horizon, startMinuteOfDay, startWeekday }: TimelineData,
  x: (minute: number) => number,
  height: number,
  width: number,
) {
  const group = make("g", { class: "days", "aria-hidden": "true" });
  const nDays = Math.ceil((horizon + startMinuteOfDay) / 1440);
  const every = Math.max(1, Math.ceil(nDays / Math.max(2, Math.floor(width / 34))));
  for (let day = 0; day < nDays; day += every) {
    const minute = Math.max(0, day * 1440 - startMinuteOfDay);
    const line = make("line", { x1: x(minute), x2: x(minute), y1: TOP - 6, y2: height });
    const text = make("text", { x: x(minute) + 3, y: TOP - 10 });
    const roomy = (width / nDays) * every > 62;
    text.textContent = roomy ? `${WEEKDAYS[(startWeekday + day) % 7]} ${day + 1}` : String(day + 1);
    group.append(line, text);
  }
  return group;
}

function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
}

function make(tag: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(SVG, tag);
  setAll(element, attributes);
  return element;
}

function setAll(element: Element, attributes: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}
