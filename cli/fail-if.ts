/**
 * `--fail-if psu.nation.runOut > 0.1`: a limit on one figure of the summary.
 *
 *     CAPABILITY.nation.FIGURE…            psu.nation.runOut
 *     CAPABILITY.region.ID.FIGURE…         psu.region.north-west.runOut.high
 *     CAPABILITY.force.ID.FIGURE…          psu.force.kent.needs.lapsed
 *
 * followed by one of > >= < <= and a number. A figure that has parts stands for its point estimate: the
 * probability, or the mean.
 */
import { UsageError } from "./exits.ts";

/** Which figure of a summary is meant, and by which words of the command line. */
export interface FigureName {
  /** what was written, such as `--fail-if "psu.nation.runOut > 0.1"` */
  readonly written: string;
  readonly capability: string;
  readonly scope: "nation" | "region" | "force";
  /** null for the nation */
  readonly id: string | null;
  readonly figure: readonly string[];
}

export interface Limit extends FigureName {
  readonly comparison: ">" | ">=" | "<" | "<=";
  readonly bound: number;
}

/** What a limit needs of a summary. */
export interface Measured {
  readonly capabilities: readonly { readonly id: string; readonly scopes: readonly MeasuredScope[] }[];
}
interface MeasuredScope {
  readonly scope: string;
  readonly id: string;
}

const EXAMPLE = 'such as "psu.nation.runOut > 0.1" or "psu.region.north-west.runOut.high > 0.2"';

export function parseLimit(text: string): Limit {
  const match = /^\s*([^\s<>=]+)\s*(>=|<=|>|<)\s*(\S+)\s*$/.exec(text);
  const bound = Number(match?.[3]);
  if (!match || !Number.isFinite(bound)) {
    throw new UsageError(`--fail-if "${text}": expected a figure, a comparison and a number, ${EXAMPLE}`);
  }
  const name = parseFigure(match[1]!, `--fail-if "${text}"`, EXAMPLE);
  return { ...name, comparison: match[2] as Limit["comparison"], bound };
}

/** @param written the words of the command line that it stands in */
export function parseFigure(text: string, written: string, example: string): FigureName {
  const [capability, scope, ...rest] = text.split(".");
  const id = scope === "nation" ? null : rest.shift();
  if (!capability || (scope !== "nation" && scope !== "region" && scope !== "force") || id === undefined || !rest[0]) {
    throw new UsageError(`${written}: expected CAPABILITY.nation.FIGURE or CAPABILITY.region.ID.FIGURE, ${example}`);
  }
  return { written, capability, scope, id, figure: rest };
}

/**
 * Whether the figure crosses the limit; a figure that the runs cannot support (null) counts as crossed.
 *
 * @throws UsageError if the summary has no such figure
 */
export function crosses(limit: Limit, summary: Measured): boolean {
  const value = figureOf(limit, summary);
  if (value === null) return true;
  switch (limit.comparison) {
    case ">":
      return value > limit.bound;
    case ">=":
      return value >= limit.bound;
    case "<":
      return value < limit.bound;
    case "<=":
      return value <= limit.bound;
  }
}

/** The figure a limit speaks of; null where the runs cannot support it. */
export function figureOf(limit: FigureName, summary: Measured): number | null {
  let value = partOf(limit, summary);
  if (typeof value === "object" && value !== null) {
    const parts = value as Record<string, unknown>;
    if (!("probability" in parts || "mean" in parts)) {
      throw unknown(limit, "single figure", limit.figure.join("."), Object.keys(parts));
    }
    value = parts.probability ?? parts.mean ?? null;
  }
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** What stands in the summary under a figure's name: a number, or a record of parts; null where there is nothing. */
export function partOf(limit: FigureName, summary: Measured): unknown {
  const capability = summary.capabilities.find(({ id }) => id === limit.capability);
  if (!capability)
    throw unknown(
      limit,
      "capability",
      limit.capability,
      summary.capabilities.map(({ id }) => id),
    );
  const scopes = capability.scopes.filter(({ scope }) => scope === limit.scope);
  const scope = limit.id === null ? scopes[0] : scopes.find(({ id }) => id === limit.id);
  if (!scope)
    throw unknown(
      limit,
      limit.scope,
      limit.id ?? "nation",
      scopes.map(({ id }) => id),
    );
  let value: unknown = scope;
  for (const key of limit.figure) {
    if (value === null) return null;
    const keys = Object.keys(value as object);
    if (typeof value !== "object" || !Object.hasOwn(value, key)) throw unknown(limit, "figure", key, keys);
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

export function unknown(limit: FigureName, what: string, found: string, known: readonly string[]): UsageError {
  const shown = known.length > 12 ? `${known.slice(0, 12).join(", ")} …` : known.join(", ");
  return new UsageError(`${limit.written}: "${found}" is not a ${what} of this result (${shown || "there is none"})`);
}
