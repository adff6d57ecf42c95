/** Mutual aid to and from one force or region, as curved bands with the figure at the lender's or borrower's end. */
import { thousands } from "../../engine/tally/words.ts";
import type { Flow } from "../desk/detail.ts";
import type { Point } from "./hexagons.ts";

export interface Aid {
  readonly incoming: readonly Flow[];
  readonly outgoing: readonly Flow[];
  readonly own: number;
  readonly received: number;
  readonly lent: number;
}

/** Largest first. */
export function aidOf(flows: readonly Flow[], id: string): Aid {
  const sorted = [...flows].sort((a, b) => b.unitHours - a.unitHours);
  const incoming = sorted.filter(({ donor, host }) => host === id && donor !== id);
  const outgoing = sorted.filter(({ donor, host }) => donor === id && host !== id);
  const sum = (some: readonly Flow[]) => some.reduce((total, { unitHours }) => total + unitHours, 0);
  return {
    incoming,
    outgoing,
    own: sum(sorted.filter(({ donor, host }) => donor === id && host === id)),
    received: sum(incoming),
    lent: sum(outgoing),
  };
}

/** "12 unit-hours a run from others, most from Sussex (5) and Essex (4); 3 lent, most to Kent (2)" */
export function aidWords({ incoming, outgoing, own, received, lent }: Aid, nameOf: (id: string) => string): string {
  const most = (some: readonly Flow[], end: "donor" | "host") =>
    some
      .slice(0, 2)
      .map((flow) => `${nameOf(flow[end])} (${hours(flow.unitHours)})`)
      .join(" and ");
  const came =
    received === 0
      ? "nothing came from elsewhere"
      : `${hours(received)} from elsewhere, most from ${most(incoming, "donor")}`;
  const went = lent === 0 ? "nothing was lent" : `${hours(lent)} lent, most to ${most(outgoing, "host")}`;
  return `Unit-hours a run: ${hours(own)} its own; ${came}; ${went}.`;
}

function hours(value: number): string {
  if (value === 0) return "none";
  return value < 1 ? "less than 1" : thousands(value);
}

export interface Arrow {
  readonly path: string;
  /** pixels */
  readonly width: number;
  readonly kind: "in" | "out";
  readonly label: { readonly at: Point; readonly text: string } | null;
}

const MOST_ARROWS = 10;
const MOST_LABELS = 5;
const WIDEST = 5;

/** @param pointOf where a force or region stands; null: not on this map */
export function arrowsOf(aid: Aid, id: string, pointOf: (id: string) => Point | null, room: number): Arrow[] {
  const here = pointOf(id);
  if (here === null) return [];
  const shown = [
    ...aid.incoming.map((flow) => ({ flow, kind: "in" as const, other: flow.donor })),
    ...aid.outgoing.map((flow) => ({ flow, kind: "out" as const, other: flow.host })),
  ]
    .sort((a, b) => b.flow.unitHours - a.flow.unitHours)
    .slice(0, MOST_ARROWS);
  const largest = Math.max(1e-9, ...shown.map(({ flow }) => flow.unitHours));
  return shown.flatMap(({ flow, kind, other }, rank): Arrow[] => {
    const there = pointOf(other);
    if (there === null || flow.unitHours < 0.05) return [];
    const [from, to] = kind === "in" ? [there, here] : [here, there];
    return [
      {
        path: curve(from, to, room),
        width: Math.max(1.25, WIDEST * Math.sqrt(flow.unitHours / largest)),
        kind,
        label: rank < MOST_LABELS ? { at: [there[0], there[1] - room * 0.95], text: hours(flow.unitHours) } : null,
      },
    ];
  });
}

/** A band that leaves one cell and ends at the border of the other, bent to the right of its way. */
function curve([x1, y1]: Point, [x2, y2]: Point, room: number): string {
  const length = Math.hypot(x2 - x1, y2 - y1);
  const bend = Math.min(0.22, 30 / Math.max(1, length));
  const control: Point = [(x1 + x2) / 2 - (y2 - y1) * bend, (y1 + y2) / 2 + (x2 - x1) * bend];
  const stop = pulled(control, [x2, y2], room * 0.72);
  const start = pulled(control, [x1, y1], room * 0.35);
  return `M${text(start)}Q${text(control)} ${text(stop)}`;
}

function pulled([cx, cy]: Point, [x, y]: Point, by: number): Point {
  const length = Math.max(1, Math.hypot(x - cx, y - cy));
  const share = Math.min(0.9, by / length);
  return [x + (cx - x) * share, y + (cy - y) * share];
}

function text([x, y]: Point): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}
