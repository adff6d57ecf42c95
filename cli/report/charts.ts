/**
 * The report's charts, drawn by Observable Plot on the server: pure functions of figures to SVG text. Made for a
 * black-and-white printer: lines differ by dash and weight, never by colour alone, and every bar has its number.
 */
import * as Plot from "@observablehq/plot";
import { ticks } from "d3";
import { parseHTML } from "linkedom/worker";
import { thousands } from "../../engine/tally/words.ts";
import { type Html, raw } from "../../scenarios/papers/html.ts";

const { document } = parseHTML("<!doctype html><html><body></body></html>");

/** CSS pixels between the margins of an A4 page (178 mm). */
export const PAGE_WIDTH = 672;
const INK = "#000";
const GREY = "#666";
const RULE = "#ccc";
const FONT = 10.5;
/** pixels from the middle of "day 29" to its end */
const HALF_LABEL = 18;

export interface Moment {
  readonly minute: number;
  readonly required: number;
  readonly onTheGround: number;
  readonly unresourced: number;
  /** null: too few runs */
  readonly unresourcedLow: number | null;
  readonly unresourcedHigh: number | null;
  /** share of runs in run-out at any minute of the bucket */
  readonly runOut: number;
}

export interface TimelineOptions {
  readonly startMinuteOfDay: number;
  readonly horizonMinutes: number;
  readonly bucketMinutes: number;
  /** units required by the SPR or the user; null: none stated */
  readonly requirement: number | null;
  readonly label: string;
}

/** Required (dashed), on the ground (thick grey), unresourced (black, with its band), and beneath how often run out. */
export function timelineChart(moments: readonly Moment[], options: TimelineOptions): Html {
  const middle = ({ minute }: Moment) => Math.min(minute + options.bucketMinutes / 2, options.horizonMinutes);
  const tallest = Math.max(...moments.flatMap((m) => [m.required, m.onTheGround, m.unresourcedHigh ?? m.unresourced]));
  const { midnights, labels } = daysOf(options);
  const x = { domain: [0, options.horizonMinutes], axis: null };
  const common = { document, width: PAGE_WIDTH, x, marginLeft: 38, marginRight: 8 };
  const days = Plot.ruleX(midnights, { stroke: RULE });
  const fits = options.requirement !== null && options.requirement <= tallest * 1.25;
  const requirement = options.requirement === null ? [] : [options.requirement];
  const levels = Plot.plot({
    ...common,
    height: 190,
    marginTop: 16,
    marginBottom: 6,
    y: { axis: null, domain: [0, Math.max(tallest * 1.05, fits ? requirement[0]! * 1.08 : 0, 1e-9)] },
    marks: [
      days,
      Plot.axisY(unitTicks(tallest), {
        tickFormat: (v: number) => (v < 1 ? String(v) : thousands(v)),
        tickSize: 0,
        label: null,
      }),
      Plot.gridY(unitTicks(tallest), { stroke: RULE, strokeOpacity: 1 }),
      Plot.text(["units"], { frameAnchor: "top-left", dx: -34, dy: -14 }),
      Plot.areaY(moments, {
        x: middle,
        y1: (m: Moment) => m.unresourcedLow ?? Number.NaN,
        y2: (m: Moment) => m.unresourcedHigh ?? Number.NaN,
        fill: "#d9d9d9",
      }),
      Plot.lineY(moments, { x: middle, y: "onTheGround", stroke: "#888", strokeWidth: 3.2 }),
      Plot.lineY(moments, { x: middle, y: "required", stroke: INK, strokeWidth: 1.2, strokeDasharray: "4 2" }),
      Plot.lineY(moments, { x: middle, y: "unresourced", stroke: INK, strokeWidth: 1.6 }),
      ...(fits ? [Plot.ruleY(requirement, { stroke: INK, strokeDasharray: "1 3" })] : []),
      Plot.text(requirement, {
        ...(fits ? { y: (units: number) => units } : {}),
        text: (units: number) => `requirement ${thousands(units)}${fits ? "" : " ↑"}`,
        frameAnchor: fits ? "right" : "top-right",
        textAnchor: "end",
        dy: fits ? -7 : -12,
      }),
    ],
  });
  const often = Plot.plot({
    ...common,
    height: 76,
    marginTop: 18,
    marginBottom: 18,
    y: { axis: null, domain: [0, 100] },
    marks: [
      days,
      Plot.gridY([0, 50, 100], { stroke: RULE, strokeOpacity: 1 }),
      Plot.axisY([0, 50, 100], { tickSize: 0, label: null }),
      Plot.text(["run out, runs of 100"], { frameAnchor: "top-left", dx: -34, dy: -16 }),
      Plot.areaY(moments, { x: middle, y: (m: Moment) => m.runOut * 100, fill: GREY }),
      Plot.text(labels, { x: "minute", text: "text", frameAnchor: "bottom", dy: 15 }),
    ],
  });
  return raw(svgText(levels, options.label) + svgText(often, `${options.label}: how often run out`));
}

/** Samples of the lines above, for the key beside them. */
export const KEY: readonly { readonly words: string; readonly sample: Html }[] = [
  { words: "required", sample: sample(`<path d="M0 6h26" stroke="#000" stroke-width="1.2" stroke-dasharray="4 2"/>`) },
  { words: "on the ground", sample: sample(`<path d="M0 6h26" stroke="#888" stroke-width="3.2"/>`) },
  { words: "unresourced", sample: sample(`<path d="M0 6h26" stroke="#000" stroke-width="1.6"/>`) },
  {
    words: "unresourced, 10th to 90th percentile",
    sample: sample(`<rect y="1" width="26" height="10" fill="#d9d9d9"/>`),
  },
];

function sample(shape: string): Html {
  return raw(`<svg width="26" height="12" viewBox="0 0 26 12" fill="none" aria-hidden="true">${shape}</svg>`);
}

export interface Share {
  readonly name: string;
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** How often each ran out, with its interval, in runs of 100; in the order given. */
export function runOutChart(shares: readonly Share[], label: string, width = PAGE_WIDTH): Html {
  const percent = shares.map(({ name, share, low, high }) => ({
    name,
    at: share * 100,
    low: low * 100,
    high: high * 100,
  }));
  const plot = Plot.plot({
    document,
    width,
    height: 38 + shares.length * 18,
    marginLeft: widest(shares.map(({ name }) => name)),
    marginRight: 14,
    marginTop: 6,
    marginBottom: 32,
    x: {
      domain: [0, 100],
      label: "runs of 100 (95 % interval)",
      labelArrow: "none",
      labelAnchor: "center",
    },
    y: { domain: shares.map(({ name }) => name), label: null, tickSize: 0 },
    marks: [
      Plot.gridX([0, 25, 50, 75, 100], { stroke: RULE, strokeOpacity: 1 }),
      Plot.ruleY(percent, { x1: "low", x2: "high", y: "name", stroke: INK, strokeWidth: 1.5 }),
      // What was never seen, or always, has an end of its interval and no point: never 0 %, never 100 %.
      Plot.dot(
        percent.filter(({ at }) => at > 0 && at < 100),
        { x: "at", y: "name", r: 3.2, fill: INK },
      ),
    ],
  });
  return raw(svgText(plot, label));
}

/** Bars with their numbers, in the order given. */
export function barChart(
  bars: readonly { readonly name: string; readonly value: number; readonly words: string }[],
  label: string,
  axis: string,
  width = PAGE_WIDTH,
): Html {
  const longest = Math.max(...bars.map(({ value }) => value), 1e-9);
  const plot = Plot.plot({
    document,
    width,
    height: 20 + bars.length * 18,
    marginLeft: widest(bars.map(({ name }) => name)),
    marginRight: 56,
    marginTop: 4,
    marginBottom: 16,
    x: { domain: [0, longest], axis: null },
    y: { domain: bars.map(({ name }) => name), label: null, tickSize: 0, padding: 0.3 },
    marks: [
      Plot.barX(bars, { x: "value", y: "name", fill: GREY }),
      Plot.ruleX([0], { stroke: INK }),
      Plot.text(bars, { x: "value", y: "name", text: "words", textAnchor: "start", dx: 4 }),
      Plot.text([axis], { frameAnchor: "bottom-left", dy: 14 }),
    ],
  });
  return raw(svgText(plot, label));
}

/** Room for the longest name at the charts' type size, with some to spare for other fonts. */
function widest(names: readonly string[]): number {
  return Math.ceil(Math.max(...names.map(({ length }) => length)) * FONT * 0.56) + 14;
}

function unitTicks(tallest: number): number[] {
  const values = ticks(0, tallest, 5);
  return tallest < 1 ? values : values.filter(Number.isInteger);
}

function daysOf({ startMinuteOfDay, horizonMinutes }: TimelineOptions) {
  const midnights: number[] = [];
  for (let minute = (1440 - startMinuteOfDay) % 1440; minute <= horizonMinutes; minute += 1440) midnights.push(minute);
  const nDays = Math.ceil((startMinuteOfDay + horizonMinutes) / 1440);
  const step =
    [1, 2, 7, 14, 28, 91, 364].find((days) => (days * (PAGE_WIDTH - 46) * 1440) / horizonMinutes >= 40) ?? 364;
  const labels: { minute: number; text: string }[] = [];
  for (let day = 0; day < nDays; day += step) {
    const minute = Math.min(day * 1440 + 720 - startMinuteOfDay, horizonMinutes);
    // A day that is cut short has no room for its name at the edge.
    const toEdge = (Math.min(minute, horizonMinutes - minute) * (PAGE_WIDTH - 46)) / horizonMinutes;
    if (minute >= 0 && toEdge >= HALF_LABEL) labels.push({ minute, text: `day ${day + 1}` });
  }
  const dense = midnights.length > 60 ? midnights.filter((_, i) => i % step === 0) : midnights;
  return { midnights: dense, labels };
}

export function svgText(element: unknown, label: string): string {
  const svg = element as { outerHTML: string; querySelector(name: string): { remove(): void } | null } & {
    setAttribute(name: string, value: string): void;
  };
  svg.querySelector("style")?.remove();
  svg.setAttribute("font-size", String(FONT));
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  return svg.outerHTML;
}
