/** The rows behind the pictures of a sizing: the risk at each holding looked at, and what each further unit buys. */
import type { SizePoint, SizeStep, Sizing } from "../../engine/planning/size.ts";

/** The risk at a holding, as the most and freshest runs have it; shares of 1. */
export interface CurvePoint {
  readonly size: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
  readonly runs: number;
  readonly fresh: boolean;
  readonly kept: boolean;
}

/** One point a holding, by holding; nothing where nothing was asked. */
export function curveOf(points: readonly SizePoint[]): CurvePoint[] {
  const best = new Map<number, CurvePoint>();
  for (const { size, tapes, runs, risks, kept } of points) {
    const { share, low, high } = risks[0]!;
    if (share === null || low === null || high === null) continue;
    const fresh = tapes === "fresh";
    const before = best.get(size);
    if (before !== undefined && (before.fresh !== fresh ? before.fresh : before.runs >= runs)) continue;
    best.set(size, { size, share, low, high, runs, fresh, kept });
  }
  return [...best.values()].sort((a, b) => a.size - b.size);
}

/** What a unit buys between two holdings: how much smaller the risk is for each, share of 1. */
export interface Bought {
  readonly from: number;
  readonly to: number;
  readonly less: number;
  /** 95 % interval; null from one run */
  readonly low: number | null;
  readonly high: number | null;
  readonly fresh: boolean;
  readonly runs: number;
}

/** Coarse steps over the whole curve first, then unit by unit around the answer. */
export function boughtOf({ steps }: Pick<Sizing, "steps">): Bought[] {
  const first = steps.find(({ tapes }) => tapes === "search")?.runs;
  return steps
    .filter(({ tapes, runs, from, to }) => (tapes === "search" ? runs === first : to - from === 1))
    .flatMap(boughtIn);
}

function boughtIn({ from, to, tapes, runs, changes }: SizeStep): Bought[] {
  const change = changes[0];
  if (change == null) return [];
  const units = to - from;
  // Of a change downwards the far end is the most that was bought.
  const [low, high] = [change.high, change.low].map((end) => (end === null ? null : positiveZero(-end / units)));
  return [
    {
      ...{ from, to, runs },
      less: positiveZero(-change.mean / units),
      low: low!,
      high: high!,
      fresh: tapes === "fresh",
    },
  ];
}

function positiveZero(value: number): number {
  return value === 0 ? 0 : value;
}
