/**
 * The timeline: what was required, on the ground and unresourced, as fans with a median, hour by hour; beneath,
 * in how many runs of 100 the capability was run out at that hour. A pure function of its data; colours are
 * custom properties, so that themes cost no redraw.
 */
import * as Plot from "@observablehq/plot";
import { ticks } from "d3";
import { type Clock, weekdayOf } from "../words.ts";
import { type Hour, LEVELS, type Level, middle, type TimelineData } from "./timeline-data.ts";

export interface TimelineOptions {
  /** pixels */
  readonly width: number;
  readonly clock: Clock;
  /** units the SPR requires, drawn as a line; null: none stated, or not for this scope */
  readonly requirement: number | null;
}

export interface TimelineChart {
  readonly levels: SVGSVGElement;
  readonly runOut: SVGSVGElement;
  /** x in pixels of a minute, and back */
  readonly x: { readonly apply: (minute: number) => number; readonly invert: (pixel: number) => number };
}

const MARGIN_LEFT = 40;
const MARGIN_RIGHT = 12;
const LINE_WIDTH: Readonly<Record<Level, number>> = { required: 1.5, onTheGround: 2, unresourced: 2 };

export function timelineChart(data: TimelineData, options: TimelineOptions): TimelineChart {
  const { width, clock, requirement } = options;
  const x = {
    type: "linear" as const,
    domain: [0, clock.horizonMinutes],
    axis: null,
  };
  const common = { width, x, marginLeft: MARGIN_LEFT, marginRight: MARGIN_RIGHT, className: "plot" };
  const middleOf = ({ minute }: Hour) => Math.min(minute + data.bucketMinutes / 2, clock.horizonMinutes);
  const days = daysOf(clock, width - MARGIN_LEFT - MARGIN_RIGHT);
  const night = Plot.ruleX(days.midnights, { stroke: "var(--rule)", strokeWidth: 1 });

  const units = unitTicks(tallestOf(data));

  const levels = Plot.plot({
    ...common,
    height: Math.round(Math.min(440, Math.max(220, width * 0.48))),
    marginTop: 20,
    marginBottom: 8,
    y: { axis: null, zero: true, nice: true },
    marks: [
      night,
      Plot.gridY(units, { stroke: "var(--rule)", strokeOpacity: 1 }),
      Plot.axisY(units, { tickFormat: String, tickSize: 0, label: null, fill: "var(--muted)", fontSize: 12 }),
      Plot.text(["units"], { frameAnchor: "top-left", dx: -34, dy: -18, fill: "var(--muted)", fontSize: 12 }),
      ...LEVELS.map((level) =>
        Plot.areaY(data.hours, {
          x: middleOf,
          y1: (hour: Hour) => hour[level].p10 ?? Number.NaN,
          y2: (hour: Hour) => hour[level].p90 ?? Number.NaN,
          fill: `var(--${level})`,
          fillOpacity: level === "required" ? 0.14 : 0.22,
        }),
      ),
      ...LEVELS.map((level) =>
        Plot.lineY(data.hours, {
          x: middleOf,
          y: (hour: Hour) => middle(hour[level]),
          stroke: `var(--${level})`,
          strokeWidth: LINE_WIDTH[level],
          strokeDasharray: level === "required" ? "5 2" : "none",
        }),
      ),
      ...(requirement === null ? [] : requirementLine(requirement, tallestOf(data))),
    ],
  }) as unknown as SVGSVGElement;

  const runOut = Plot.plot({
    ...common,
    height: 104,
    marginTop: 22,
    marginBottom: 22,
    y: { axis: null, domain: [0, 100] },
    marks: [
      night,
      Plot.gridY([0, 50, 100], { stroke: "var(--rule)", strokeOpacity: 1 }),
      Plot.axisY([0, 50, 100], { tickSize: 0, label: null, fill: "var(--muted)", fontSize: 12 }),
      Plot.text(["run out, runs of 100"], {
        frameAnchor: "top-left",
        dx: -34,
        dy: -20,
        fill: "var(--muted)",
        fontSize: 12,
      }),
      Plot.areaY(data.hours, { x: middleOf, y: ({ runOut }: Hour) => runOut * 100, fill: "var(--unresourced)" }),
      Plot.text(days.labels, {
        x: "minute",
        text: "text",
        frameAnchor: "bottom",
        dy: 18,
        fill: "var(--muted)",
        fontSize: 12,
      }),
    ],
  }) as unknown as SVGSVGElement;

  // Plot's own style sheet would need an exception in the page's policy; the page's says the same.
  for (const svg of [levels, runOut]) svg.querySelector("style")?.remove();
  const scale = levels as unknown as { scale(name: "x"): TimelineChart["x"] };
  return { levels, runOut, x: scale.scale("x") };
}

/** Whole units, unless there is less than one. */
function unitTicks(tallest: number): number[] {
  const values = ticks(0, tallest, 5);
  return tallest < 1 ? values : values.filter(Number.isInteger);
}

function tallestOf({ hours }: TimelineData): number {
  return Math.max(...hours.flatMap((hour) => LEVELS.map((level) => hour[level].p90 ?? hour[level].mean)));
}

/** A line, or only its height in words where it would press everything else flat. */
function requirementLine(requirement: number, tallest: number): Plot.Markish[] {
  const fits = requirement <= tallest * 1.25;
  const words = Plot.text([requirement], {
    ...(fits ? { y: (units: number) => units } : {}),
    text: (units: number) => `SPR requirement ${units}${fits ? "" : " ↑"}`,
    frameAnchor: fits ? "right" : "top-right",
    textAnchor: "end",
    dy: fits ? -8 : -18,
    fill: "var(--ink)",
    fontSize: 12,
  });
  return fits
    ? [Plot.ruleY([requirement], { stroke: "var(--ink)", strokeWidth: 1, strokeDasharray: "1 3" }), words]
    : [words];
}

/** Midnights, and a label at the noon of every day, or of every few where they would touch. */
function daysOf(clock: Clock, pixels: number) {
  const { startMinuteOfDay, horizonMinutes } = clock;
  const midnights: number[] = [];
  for (let minute = (1440 - startMinuteOfDay) % 1440; minute <= horizonMinutes; minute += 1440) midnights.push(minute);
  const nDays = Math.ceil((startMinuteOfDay + horizonMinutes) / 1440);
  const perDay = (pixels * 1440) / horizonMinutes;
  const long = perDay >= 56;
  const step = [1, 2, 7, 14, 28].find((days) => days * perDay >= 22) ?? 56;
  const labels = [];
  for (let day = 0; day < nDays; day += long ? 1 : step) {
    const minute = Math.min(day * 1440 + 720 - startMinuteOfDay, horizonMinutes);
    if (minute < 0) continue;
    const text = long ? `${weekdayOf(minute, clock)} ${day + 1}` : String(day + 1);
    labels.push({ minute, text: day === 0 && !long ? `day ${text}` : text });
  }
  return { midnights, labels };
}
