/**
 * The timeline: what was required, on the ground and unresourced, as fans with a median, hour by hour; beneath,
 * in how many runs of 100 the capability was run out at that hour. A pure function of its data; colours are
 * custom properties, so that themes cost no redraw.
 */
import * as Plot from "@observablehq/plot";
import { ticks } from "d3";
import { type Clock, weekdayOf } from "../words.ts";
import { type Mark, TIER_WORDS, type TierData, type TierHour } from "./tiers-data.ts";
import { type Hour, LEVEL_WORDS, LEVELS, type Level, middle, type TimelineData } from "./timeline-data.ts";

export interface TimelineOptions {
  /** pixels */
  readonly width: number;
  readonly clock: Clock;
  /** units the SPR requires, drawn as a line; null: none stated, or not for this scope */
  readonly requirement: number | null;
  /** units that all those present could form, drawn as a line; absent or null: not for this picture */
  readonly capacity?: number | null;
  /** the mobilisation line; absent: not drawn */
  readonly marks?: readonly Mark[];
  /** names stand on the lines */
  readonly labelled?: boolean;
  /** who met it; absent or null: not known */
  readonly tiers?: TierData | null;
  /** units committed or still lendable, by hour */
  readonly there?: readonly number[] | null;
}

export interface TimelineChart {
  readonly levels: SVGSVGElement;
  /** null: not known */
  readonly tiers: SVGSVGElement | null;
  readonly runOut: SVGSVGElement;
  /** x in pixels of a minute, and back */
  readonly x: { readonly apply: (minute: number) => number; readonly invert: (pixel: number) => number };
}

const MARGIN_LEFT = 40;
const MARGIN_RIGHT = 12;
const TIER_DASHES = ["none", "8 2", "4 2", "2 2"] as const;
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
      ...(requirement === null ? [] : statedLine(requirement, tallestOf(data), "SPR requirement", 0)),
      ...(options.capacity == null
        ? []
        : statedLine(options.capacity, tallestOf(data), "all present could form", requirement === null ? 0 : 1)),
      ...marksOn(options.marks ?? [], tallestOf(data)),
      ...(options.labelled === true ? labelsOn(data, middleOf) : []),
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

  const tiers = options.tiers == null ? null : tiersChart(data, options.tiers, options, common, middleOf, night);

  // Plot's own style sheet would need an exception in the page's policy; the page's says the same.
  for (const svg of [levels, tiers, runOut]) svg?.querySelector("style")?.remove();
  const scale = levels as unknown as { scale(name: "x"): TimelineChart["x"] };
  return { levels, tiers, runOut, x: scale.scale("x") };
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
function statedLine(units: number, tallest: number, what: string, row: number): Plot.Markish[] {
  const fits = units <= tallest * 1.25;
  const words = Plot.text([units], {
    ...(fits ? { y: (value: number) => value } : {}),
    text: (value: number) => `${what} ${Math.round(value)}${fits ? "" : " ↑"}`,
    frameAnchor: fits ? "right" : "top-right",
    textAnchor: "end",
    dy: fits ? (row === 0 ? -8 : 12) : -18 + row * 15,
    fill: "var(--ink)",
    stroke: "var(--paper)",
    strokeWidth: 3,
    fontSize: 12,
  });
  return fits
    ? [
        Plot.ruleY([units], { stroke: "var(--ink)", strokeWidth: 1, strokeDasharray: row === 0 ? "1 3" : "6 2 1 2" }),
        words,
      ]
    : [words];
}

/** Diamonds with what they ask for; those above the picture stand at its top with an arrow. */
function marksOn(marks: readonly Mark[], tallest: number): Plot.Markish[] {
  if (marks.length === 0) return [];
  const top = tallest * 1.02;
  const placed = marks.map((mark) => ({ ...mark, y: Math.min(mark.units, top), over: mark.units > top }));
  return [
    Plot.dot(placed, {
      x: "minute",
      y: "y",
      symbol: "diamond2",
      r: 3.5,
      fill: "var(--paper)",
      stroke: "var(--ink)",
      strokeWidth: 1.5,
    }),
    ...placed.map((mark, i) =>
      Plot.text([mark], {
        x: "minute",
        y: "y",
        text: () => `${mark.words}${mark.over ? " ↑" : ""}`,
        textAnchor: "start",
        dx: 9,
        // Marks that stand together at the top: each label is a line lower.
        dy: mark.over ? 14 * placed.slice(0, i).filter(({ over }) => over).length : 0,
        fill: "var(--ink)",
        stroke: "var(--paper)",
        strokeWidth: 2,
        fontSize: 12,
      }),
    ),
  ];
}

interface Label {
  readonly minute: number;
  readonly units: number;
  readonly text: string;
  readonly level: Level;
  readonly dy: number;
}

/** Each line's name at its highest point; where two would meet, one stands under its line. */
function labelsOn({ hours }: TimelineData, middleOf: (hour: Hour) => number): Plot.Markish[] {
  const tallest = Math.max(...hours.map(({ required }) => middle(required)));
  if (!(tallest > 0)) return [];
  const labels: Label[] = [];
  for (const level of LEVELS) {
    const peak = hours.reduce((best, hour) => (middle(hour[level]) > middle(best[level]) ? hour : best));
    const units = middle(peak[level]);
    if (units <= 0.04 * tallest) continue;
    const near = labels.some(
      (one) =>
        Math.abs(one.units - units) < 0.14 * tallest &&
        Math.abs(one.minute - middleOf(peak)) < 0.2 * (hours.at(-1)!.minute + 1),
    );
    labels.push({ minute: middleOf(peak), units, text: LEVEL_WORDS[level], level, dy: near ? 14 : -9 });
  }
  return labels.map((label) =>
    Plot.text([label], {
      x: "minute",
      y: "units",
      text: "text",
      dy: label.dy,
      fill: `var(--${label.level})`,
      stroke: "var(--paper)",
      strokeWidth: 4,
      fontSize: 13,
      fontWeight: 650,
    }),
  );
}

/** Who was on the ground, by the tier that sent them: a fan with a median each, against what was required and what there was. */
function tiersChart(
  data: TimelineData,
  { hours }: TierData,
  { there = null }: TimelineOptions,
  common: object,
  middleOf: (hour: Hour) => number,
  night: Plot.Markish,
): SVGSVGElement {
  const middleOfTier = ({ minute }: TierHour) => middleOf({ minute } as Hour);
  const used = TIER_WORDS.map((_, tier) => tier).filter((tier) => hours.some((hour) => hour.tiers[tier]!.p90 > 0));
  const met = Math.max(
    ...hours.flatMap((hour) => used.map((tier) => hour.tiers[tier]!.p90)),
    ...data.hours.map(({ required }) => middle(required)),
  );
  // What there is may dwarf what is met: the line is cut at the top, and says so in the note.
  const top = Math.max(met * 1.15, 1e-6);
  const units = unitTicks(top);
  const shown = (there ?? []).map((value, i) => ({ minute: data.hours[i]?.minute ?? 0, value }));
  const highest = (tier: number) =>
    hours.reduce((best, hour) => (hour.tiers[tier]!.p50 > best.tiers[tier]!.p50 ? hour : best), hours[0]!);
  return Plot.plot({
    ...common,
    height: 190,
    marginTop: 22,
    marginBottom: 6,
    clip: true,
    y: { axis: null, domain: [0, top] },
    marks: [
      night,
      Plot.gridY(units, { stroke: "var(--rule)", strokeOpacity: 1 }),
      Plot.axisY(units, { tickFormat: String, tickSize: 0, label: null, fill: "var(--muted)", fontSize: 12 }),
      Plot.text(["on the ground, by who sent them"], {
        frameAnchor: "top-left",
        dx: -34,
        dy: -20,
        fill: "var(--muted)",
        fontSize: 12,
        clip: false,
      }),
      ...used.map((tier) =>
        Plot.areaY(hours, {
          x: middleOfTier,
          y1: (hour: TierHour) => hour.tiers[tier]!.p10,
          y2: (hour: TierHour) => hour.tiers[tier]!.p90,
          fill: `var(--tier-${tier + 1})`,
          fillOpacity: 0.28,
        }),
      ),
      Plot.lineY(data.hours, {
        x: middleOf,
        y: ({ required }: Hour) => middle(required),
        stroke: "var(--required)",
        strokeWidth: 1.25,
        strokeDasharray: "5 2",
      }),
      Plot.lineY(shown, {
        x: ({ minute }: { minute: number }) => middleOf({ minute } as Hour),
        y: "value",
        stroke: "var(--ink)",
        strokeWidth: 1,
        strokeDasharray: "1 3",
      }),
      ...used.map((tier) =>
        Plot.lineY(hours, {
          x: middleOfTier,
          y: (hour: TierHour) => hour.tiers[tier]!.p50,
          // paler tiers would not stand out from the paper as lines
          stroke: tier === 0 ? "var(--tier-1)" : `color-mix(in srgb, var(--tier-${tier + 1}) 60%, var(--ink))`,
          strokeWidth: tier === 0 ? 2 : 1.75,
          strokeDasharray: TIER_DASHES[tier]!,
        }),
      ),
      ...used.flatMap((tier) => {
        const hour = highest(tier);
        if (hour.tiers[tier]!.p50 < 0.12 * top) return [];
        return [
          Plot.text([hour], {
            x: middleOfTier,
            y: hour.tiers[tier]!.p50,
            dy: -8,
            text: () => TIER_WORDS[tier],
            fill: "var(--ink)",
            stroke: "var(--paper)",
            strokeWidth: 4,
            fontSize: 12,
            fontWeight: 650,
          }),
        ];
      }),
    ],
  }) as unknown as SVGSVGElement;
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
