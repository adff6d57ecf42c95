/**
 * `--precision psu.nation.runOut=0.01`: how well a figure is to be known before a run may stop.
 *
 *     FIGURE=HALF-WIDTH      a probability: half the width of its interval; a mean: as a share of the mean
 *     FIGURE=±HALF-WIDTH     (or +-) a mean, in its own unit
 *
 * Figures are named as in `--fail-if`. A mean counts as known only where its interval is not in doubt.
 */
import type { PrecisionTarget, Stopping } from "../engine/tally/summary.ts";
import { thousands } from "../engine/tally/words.ts";
import { UsageError } from "./exits.ts";
import { type FigureName, type Measured, parseFigure, partOf, unknown } from "./fail-if.ts";

export interface Precision extends FigureName {
  /** as it was named */
  readonly name: string;
  readonly halfWidth: number;
  /** in the figure's own unit, be it a mean */
  readonly absolute: boolean;
}

/** Most replications where `--replications` does not say. */
export const PRECISION_LIMIT = 20_000;

const EXAMPLE = 'such as "psu.nation.runOut=0.01" or "psu.nation.requiredUnitHours=0.05"';

export function parsePrecision(text: string, before: readonly Precision[] = []): readonly Precision[] {
  const written = `--precision "${text}"`;
  const match = /^\s*([^\s=]+)\s*=\s*(±|\+-)?\s*(\S+)\s*$/.exec(text);
  const halfWidth = Number(match?.[3]);
  if (!match || !Number.isFinite(halfWidth) || halfWidth <= 0) {
    throw new UsageError(`${written}: expected a figure, "=" and a half-width above 0, ${EXAMPLE}`);
  }
  const name = parseFigure(match[1]!, written, EXAMPLE);
  const last = name.figure.at(-1)!;
  const figure = last === "probability" || last === "mean" ? name.figure.slice(0, -1) : name.figure;
  return [...before, { ...name, figure, name: match[1]!, halfWidth, absolute: match[2] !== undefined }];
}

/**
 * How well the figure is known now.
 *
 * @throws UsageError if the summary has no such figure, or one without an interval
 */
export function precisionNow(wanted: Precision, summary: Measured): PrecisionTarget {
  const value = partOf(wanted, summary);
  const parts = (typeof value === "object" ? value : {}) as Readonly<Record<string, unknown>> | null;
  const estimate = "probability" in (parts ?? {}) ? "probability" : "mean";
  if (parts !== null && !(estimate in parts && "low" in parts && "high" in parts)) {
    throw unknown(wanted, "probability or mean with an interval", wanted.figure.join("."), Object.keys(parts));
  }
  const relative = estimate === "mean" && !wanted.absolute;
  const reached = parts === null ? null : halfWidthOf(parts, estimate, relative);
  const met = reached !== null && reached <= wanted.halfWidth && parts?.doubt === undefined;
  return { figure: wanted.name, halfWidth: wanted.halfWidth, relative, reached, met };
}

function halfWidthOf(parts: Readonly<Record<string, unknown>>, estimate: string, relative: boolean): number | null {
  const [middle, low, high] = [parts[estimate], parts.low, parts.high];
  if (typeof middle !== "number" || typeof low !== "number" || typeof high !== "number") return null;
  // A mean's lower end may have been cut at 0; a probability's interval is not even about it.
  const half = estimate === "mean" ? high - middle : (high - low) / 2;
  if (!relative) return half;
  return middle === 0 ? null : half / Math.abs(middle);
}

/** Why a run with wanted precision ended, in figures and in words. */
export function stoppedBy(
  targets: readonly PrecisionTarget[],
  looks: readonly number[],
  replications: number,
): Stopping {
  const met = targets.every((target) => target.met);
  const runs = `${thousands(replications)} ${replications === 1 ? "run" : "runs"}`;
  const said = targets.map(inWords).join("; ");
  const reason = met ? "precision reached" : "limit reached";
  const opening = met
    ? `Stopped after ${runs}, because what was asked for is known well enough`
    : `Stopped at the limit of ${runs}, before all that was asked for was known well enough`;
  return { reason, text: `${opening}: ${said}.`, targets, looks };
}

function inWords({ figure, halfWidth, relative, reached, met }: PrecisionTarget): string {
  const amount = (value: number) => (relative ? `${digits(value * 100)} % of its mean` : digits(value));
  const found = reached === null ? "not known at all" : `± ${amount(reached)}`;
  const doubtful = !met && reached !== null && reached <= halfWidth ? ", but that interval is in doubt" : "";
  return `${figure} ${found} (asked for ± ${amount(halfWidth)})${doubtful}`;
}

function digits(value: number): string {
  return String(Number(value.toPrecision(2)));
}
