/**
 * A sweep: rows of a design become settings of factors, and where the chance of running out passes a level becomes a line.
 */
import { factorial, latinHypercube, sobolSequence } from "./designs.ts";

/** What may change: one of several levels, or a number from `from` to `to` (which has levels in a factorial). */
export interface Factor {
  readonly name: string;
  readonly levels: readonly (string | number | boolean)[];
  /** null: only the levels */
  readonly range: { readonly from: number; readonly to: number; readonly whole: boolean } | null;
}

export type Level = string | number | boolean;

/** What each factor is at a point, in the factors' order; for a factor of levels, also which. */
export interface DesignPoint {
  readonly values: readonly Level[];
  /** -1: a number between the levels */
  readonly levels: readonly number[];
}

/** @param uniform draws from (0, 1); a stream of the design's own */
export function sweepPoints(
  factors: readonly Factor[],
  design: "factorial" | "latin hypercube" | "sobol",
  points: number,
  uniform: () => number,
): DesignPoint[] {
  if (design === "factorial") {
    return factorial(factors.map(({ levels }) => levels.length)).map((levels) => ({
      values: levels.map((level, i) => factors[i]!.levels[level]!),
      levels,
    }));
  }
  const spread = design === "sobol" ? sobolSequence : latinHypercube;
  return spread(points, factors.length, uniform).map((row) => {
    const at = factors.map(({ levels, range }, i) => {
      if (range === null) return Math.floor(row[i]! * levels.length);
      return -1;
    });
    const values = factors.map(({ levels, range }, i): Level => {
      if (range === null) return levels[at[i]!]!;
      const value = range.from + row[i]! * (range.to - range.from);
      return range.whole ? Math.round(value) : value;
    });
    return { values, levels: at };
  });
}

/** Where along one factor the chance of running out first passes the level, everything else being as `others` says. */
export interface BreakPoint {
  readonly others: readonly Level[];
  /** between the two, by straight line; null: not passed */
  readonly at: number | null;
  /** the last value below the level; null: already the first is not */
  readonly below: number | null;
  /** the first value at the level or above; null: none */
  readonly above: number | null;
}

/**
 * @param along position of the factor; its levels are numbers
 * @param runOut chance of running out, a point each
 */
export function breakPoints(
  points: readonly DesignPoint[],
  along: number,
  runOut: readonly number[],
  level: number,
): BreakPoint[] {
  const lines = new Map<string, { others: Level[]; steps: { x: number; p: number }[] }>();
  points.forEach(({ values }, i) => {
    const others = values.filter((_, k) => k !== along);
    const key = JSON.stringify(others);
    const line = lines.get(key) ?? { others, steps: [] };
    line.steps.push({ x: values[along] as number, p: runOut[i]! });
    lines.set(key, line);
  });
  return [...lines.values()].map(({ others, steps }) => {
    steps.sort((a, b) => a.x - b.x);
    const first = steps.findIndex(({ p }) => p >= level);
    if (first < 0) return { others, at: null, below: steps.at(-1)!.x, above: null };
    const above = steps[first]!;
    const below = steps[first - 1];
    if (below === undefined) return { others, at: above.x, below: null, above: above.x };
    const at = below.x + ((level - below.p) / (above.p - below.p)) * (above.x - below.x);
    return { others, at, below: below.x, above: above.x };
  });
}
