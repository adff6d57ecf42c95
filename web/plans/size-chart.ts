/**
 * Two pictures of a sizing over one scale of holdings: the risk with its interval, with the level and the answer marked, and
 * what each further unit buys. Functions of their rows; colours are custom properties.
 */
import * as Plot from "@observablehq/plot";
import { ticks } from "d3";
import { drawn } from "./drawn.ts";
import type { Bought, CurvePoint } from "./size-curve.ts";

export interface SizeMarks {
  /** the level that the risk is kept at or below, share of 1 */
  readonly level: number;
  readonly answer: number | null;
  readonly held: number;
  /** holdings shown, units */
  readonly domain: readonly [number, number];
  /** "PSUs" */
  readonly many: string;
  /** "runs" or "asks" */
  readonly per: string;
  /** pixels */
  readonly width: number;
}

const LEFT = 40;
const RIGHT = 18;
const SMALL = { fill: "var(--muted)", fontSize: 12 } as const;
const HALO = { stroke: "var(--paper)", strokeWidth: 4, fontSize: 12 } as const;

export function riskChart(points: readonly CurvePoint[], marks: SizeMarks): SVGSVGElement {
  const { level, answer, held, many, per } = marks;
  const most = Math.max(level * 2, ...points.map(({ high }) => high));
  const top = Math.min(1, most * 1.08);
  const levels = ticks(0, top * 100, 5).map((value) => value / 100);
  return drawn({
    ...common(marks),
    height: Math.round(Math.min(380, Math.max(240, marks.width * 0.4))),
    marginTop: 40,
    marginBottom: 40,
    y: { axis: null, domain: [0, top] },
    marks: [
      Plot.gridY(levels, { stroke: "var(--rule)", strokeOpacity: 1 }),
      Plot.axisY(levels, { tickFormat: (share: number) => String(Math.round(share * 1000) / 10), ...AXIS }),
      ...holdingAxis(marks),
      Plot.text([`risk, ${per} of 100`], { frameAnchor: "top-left", dx: -34, dy: -34, ...SMALL }),
      // Search and fresh tapes are other luck: no line leads from the one to the other.
      ...[points.filter(({ fresh }) => !fresh), points.filter(({ fresh }) => fresh)].flatMap((own, i) => [
        Plot.areaY(own, { x: "size", y1: "low", y2: "high", fill: "var(--onTheGround)", fillOpacity: 0.12 }),
        Plot.lineY(own, { x: "size", y: "share", stroke: "var(--onTheGround)", strokeWidth: i === 0 ? 1 : 2 }),
      ]),
      Plot.ruleX(points, {
        x: "size",
        y1: "low",
        y2: "high",
        stroke: "var(--onTheGround)",
        strokeWidth: ({ fresh }: CurvePoint) => (fresh ? 2.5 : 1),
      }),
      Plot.ruleY([level], { stroke: "var(--unresourced)", strokeWidth: 1.5, strokeDasharray: "6 4" }),
      Plot.text([level], {
        y: (value: number) => value,
        text: (value: number) => `at most ${Math.round(value * 1000) / 10}`,
        frameAnchor: "right",
        textAnchor: "end",
        dy: -9,
        fill: "var(--ink)",
        ...HALO,
      }),
      Plot.dot(points, {
        x: "size",
        y: "share",
        r: ({ fresh }: CurvePoint) => (fresh ? 4.5 : 3.5),
        fill: ({ fresh }: CurvePoint) => (fresh ? "var(--onTheGround)" : "var(--paper)"),
        stroke: "var(--onTheGround)",
        strokeWidth: 1.5,
      }),
      Plot.ruleX(within([held], marks), { stroke: "var(--line)", strokeDasharray: "2 3" }),
      label(within([held], marks), `held now: ${held}`, -8, "var(--muted)", marks),
      ...(answer === null
        ? []
        : [
            Plot.ruleX([answer], { stroke: "var(--ink)", strokeWidth: 2 }),
            label([answer], `the answer: ${answer} ${many}`, -24, "var(--ink)", marks),
          ]),
    ],
  });
}

export function boughtChart(bought: readonly Bought[], marks: SizeMarks): SVGSVGElement {
  const ends = bought.flatMap(({ less, low, high, fresh }) => (fresh ? [less, low ?? less, high ?? less] : [less]));
  const domain = [Math.min(0, ...ends), Math.max(0.001, ...ends) * 1.05] as const;
  const levels = ticks(domain[0] * 100, domain[1] * 100, 4).map((value) => value / 100);
  const coarse = bought.filter(({ fresh }) => !fresh);
  const fine = bought.filter(({ fresh }) => fresh);
  const middle = ({ from, to }: Bought) => (from + to) / 2;
  return drawn({
    ...common(marks),
    height: 170,
    marginTop: 26,
    marginBottom: 40,
    y: { axis: null, domain: [...domain] },
    marks: [
      Plot.gridY(levels, { stroke: "var(--rule)", strokeOpacity: 1 }),
      Plot.axisY(levels, { tickFormat: (share: number) => String(Math.round(share * 10_000) / 100), ...AXIS }),
      ...holdingAxis(marks),
      Plot.text([`${marks.per} of 100 fewer for each unit more`], {
        frameAnchor: "top-left",
        dx: -34,
        dy: -20,
        ...SMALL,
      }),
      Plot.rect(coarse, {
        x1: "from",
        x2: "to",
        y1: 0,
        y2: "less",
        fill: "var(--onTheGround)",
        fillOpacity: 0.3,
        insetLeft: 0.5,
        insetRight: 0.5,
      }),
      Plot.ruleY([0], { stroke: "var(--line)" }),
      Plot.ruleX(
        fine.filter(({ low }) => low !== null),
        { x: middle, y1: "low", y2: "high", stroke: "var(--ink)", strokeWidth: 1.5 },
      ),
      Plot.dot(fine, { x: middle, y: "less", r: 3.5, fill: "var(--ink)" }),
      ...(marks.answer === null ? [] : [Plot.ruleX([marks.answer], { stroke: "var(--ink)", strokeWidth: 2 })]),
    ],
  });
}

const AXIS = { tickSize: 0, label: null, fill: "var(--muted)", fontSize: 12 } as const;

function common({ width, domain }: SizeMarks) {
  const x = { type: "linear" as const, domain: [...domain], axis: null, insetLeft: 6, insetRight: 6 };
  return { width, x, marginLeft: LEFT, marginRight: RIGHT, className: "plot" };
}

function holdingAxis({ domain, width, many }: SizeMarks): Plot.Markish[] {
  const at = ticks(domain[0], domain[1], Math.max(2, Math.floor(width / 80))).filter(Number.isInteger);
  return [
    Plot.axisX(at, { tickFormat: String, ...AXIS }),
    Plot.text([`${many} held`], { frameAnchor: "bottom-right", dy: 34, ...SMALL }),
  ];
}

function within(sizes: readonly number[], { domain: [low, high] }: SizeMarks): number[] {
  return sizes.filter((size) => size >= low && size <= high);
}

/** Above the picture, on the side of its line where there is more room. */
function label(at: readonly number[], words: string, dy: number, fill: string, { domain }: SizeMarks): Plot.Markish {
  const right = at.some((size) => size > (domain[0] + domain[1]) / 2);
  return Plot.text(at, {
    x: (size: number) => size,
    text: () => words,
    frameAnchor: "top",
    textAnchor: right ? "end" : "start",
    dx: right ? -3 : 3,
    dy,
    fill,
    ...HALO,
  });
}
