/**
 * Two pictures of a trigger test over one row of calls: the harm of late, and the cost of early, with the latest useful
 * hour marked. Functions of their rows; colours are custom properties.
 */
import * as Plot from "@observablehq/plot";
import { ticks } from "d3";
import type { CallFigures, MeanFigure } from "../../engine/planning/trigger-test.ts";
import { drawn } from "./drawn.ts";

/** A call as it stands under the pictures. */
export interface CallColumn extends CallFigures {
  /** "24 h", "80 %", "never" */
  readonly label: string;
  readonly useful: boolean;
}

export interface CallMarks {
  /** the latest useful hour's call; null: no hour was */
  readonly latest: string | null;
  readonly many: string;
  /** pixels */
  readonly width: number;
}

const LEFT = 52;
const SMALL = { fill: "var(--muted)", fontSize: 12 } as const;

/** Short words of a call, in the order in which calls stand. */
export function columnsOf(calls: readonly CallFigures[], usefulUntilHour: number | null): CallColumn[] {
  return calls.map((call) => ({
    ...call,
    label: labelOf(call),
    useful: call.hour !== null && usefulUntilHour !== null && call.hour <= usefulUntilHour,
  }));
}

function labelOf({ id, hour }: CallFigures): string {
  if (hour !== null) return hour === 0 ? "at once" : `${hour} h`;
  if (id.startsWith("threshold-")) return `${Math.round(Number(id.slice("threshold-".length)) * 100)} %`;
  return id === "never" ? "never" : "as written";
}

/** Missing on the ground beyond what calling at once has; of that the unfilled part in full colour. */
export function harmChart(columns: readonly CallColumn[], marks: CallMarks): SVGSVGElement {
  const harm = ({ againstNow }: CallColumn) => againstNow?.missingUnitHours ?? NOUGHT;
  const unfilled = ({ againstNow }: CallColumn) => againstNow?.unresourcedUnitHours.mean ?? 0;
  const latest = columns.filter(({ label }) => label === marks.latest);
  return columnChart(columns, marks, 250, harm, [
    Plot.text([`unit-hours of ${marks.many} missing on the ground, more than when called at once`], title),
    Plot.barY(columns, { x: "label", y: (column) => harm(column).mean, fill: "var(--unresourced)", fillOpacity: 0.35 }),
    Plot.barY(columns, { x: "label", y: unfilled, fill: "var(--unresourced)" }),
    ...intervals(columns, harm),
    ...above(latest, harm, () => "latest useful", 650),
  ]);
}

/** Officer shifts beyond those worked when the nation is never called, with what they cost. */
export function costChart(columns: readonly CallColumn[], marks: CallMarks): SVGSVGElement {
  const shifts = ({ againstNever }: CallColumn) => againstNever?.officerShifts ?? NOUGHT;
  const priced = columns.filter(({ againstNever }) => againstNever !== null && againstNever.cost.high > 0);
  const roomy = (marks.width - LEFT) / columns.length >= 84;
  return columnChart(columns, marks, 200, shifts, [
    Plot.text(["officer shifts worked, more than when never called"], title),
    Plot.barY(columns, {
      x: "label",
      y: (column) => shifts(column).mean,
      fill: "var(--onTheGround)",
      fillOpacity: 0.55,
    }),
    ...intervals(columns, shifts),
    ...(roomy ? above(priced, shifts, ({ againstNever }) => moneyInShort(againstNever!.cost), 400) : []),
  ]);
}

const NOUGHT: MeanFigure = { mean: 0, low: null, high: null };

/** "£1.2–2.9 m" */
function moneyInShort({ low, high }: CallFigures["cost"]): string {
  const [per, unit] = high >= 1e6 ? [1e6, " m"] : high >= 1e3 ? [1e3, " k"] : [1, ""];
  const short = (value: number) => Number((value / per).toPrecision(2)).toLocaleString("en-GB");
  return `£${short(low)}–${short(high)}${unit}`;
}

function above(
  columns: readonly CallColumn[],
  of: (column: CallColumn) => MeanFigure,
  words: (column: CallColumn) => string,
  fontWeight: number,
): Plot.Markish[] {
  return [
    Plot.text(columns, {
      x: "label",
      y: (column: CallColumn) => Math.max(0, of(column).high ?? of(column).mean),
      text: words,
      dy: -10,
      fill: "var(--ink)",
      fontWeight,
      fontSize: 12,
      stroke: "var(--paper)",
      strokeWidth: 4,
    }),
  ];
}

const title = { frameAnchor: "top-left", dx: -44, dy: -22, ...SMALL } as const;

function intervals(columns: readonly CallColumn[], of: (column: CallColumn) => MeanFigure): Plot.Markish[] {
  const told = columns.filter((column) => of(column).low !== null);
  return [
    Plot.ruleX(told, {
      x: "label",
      y1: (column: CallColumn) => of(column).low!,
      y2: (column: CallColumn) => of(column).high!,
      stroke: "var(--ink)",
      strokeWidth: 1.5,
    }),
  ];
}

function columnChart(
  columns: readonly CallColumn[],
  { width, latest }: CallMarks,
  height: number,
  figure: (column: CallColumn) => MeanFigure,
  marks: readonly Plot.Markish[],
): SVGSVGElement {
  const ends = columns.map(figure).flatMap(({ mean, low, high }) => [mean, low ?? mean, high ?? mean]);
  const most = Math.max(1e-9, ...ends);
  const least = Math.min(0, ...ends);
  const levels = ticks(least, most, 4);
  // In pixels: too many names for a small screen stand in two rows.
  const crowded = (width - LEFT) / columns.length < 64;
  const bold = ({ label }: CallColumn) => label === latest;
  return drawn({
    width,
    height: height + (crowded ? 16 : 0),
    marginLeft: LEFT,
    marginRight: 8,
    marginTop: 30,
    marginBottom: crowded ? 44 : 28,
    className: "plot",
    x: { type: "band", domain: columns.map(({ label }) => label), axis: null, padding: 0.25 },
    y: { axis: null, domain: [least, most + (most - least) * 0.14] },
    marks: [
      Plot.gridY(levels, { stroke: "var(--rule)", strokeOpacity: 1 }),
      Plot.axisY(levels, {
        tickFormat: (one: number) => one.toLocaleString("en-GB"),
        ...{ tickSize: 0, label: null, fill: "var(--muted)", fontSize: 12 },
      }),
      ...marks,
      Plot.ruleY([0], { stroke: "var(--line)" }),
      ...[0, 1].flatMap((row) =>
        [true, false].map((strong) =>
          Plot.text(
            columns.filter((column, i) => (crowded ? i % 2 : 0) === row && bold(column) === strong),
            {
              x: "label",
              text: "label",
              frameAnchor: "bottom",
              dy: 18 + row * 16,
              fill: strong ? "var(--ink)" : "var(--muted)",
              fontWeight: strong ? 650 : 400,
              fontSize: 12,
            },
          ),
        ),
      ),
    ],
  });
}
