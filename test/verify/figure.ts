/**
 * One figure that theory knows exactly, how a run of the engine estimates it, and when the estimate passes.
 *
 * Every figure is a mean over independent replications, or the ratio of two means. Its z compares
 * `part − exact × whole`, whose mean is nought if the figure is right, with its standard error: a ratio has no bias
 * that way.
 */
import type { DemandTape } from "../../engine/demand/tape.ts";
import { clopperPearson } from "../../engine/tally/intervals.ts";

/** What one replication leaves behind. */
export interface Run {
  /** by id of the observation */
  readonly of: Readonly<Record<string, number>>;
  /** unit-minutes, shape [donor holder × forces + host] */
  readonly flows: Float64Array;
  readonly overtimeUnitMinutes: number;
  readonly tape: DemandTape;
  /** minutes of the measured part */
  readonly horizon: number;
}

export interface Figure {
  readonly key: string;
  readonly exact: number;
  readonly part: (run: Run) => number;
  /** absent: the figure is the mean of `part` */
  readonly whole?: (run: Run) => number;
  /** 0 or 1 in each replication: judged by Clopper–Pearson where either is rare */
  readonly indicator?: boolean;
  /**
   * Quantities of the run whose mean is nought for certain, at most two: how far they are off in these runs tells how
   * far the figure is off, and is taken out by regression (control variates). Their means follow from what was
   * put in, from conservation (busy units make up the load), or from another figure of the same case.
   */
  readonly controls?: readonly ((run: Run) => number)[];
  /** the figure is a quantile: `part` ÷ `whole` is the share above it, `near` the shares above 1 % less and 1 % more */
  readonly quantile?: { readonly share: number; readonly near: (run: Run) => readonly [number, number] };
}

/**
 * Sums over replications, all that judging takes: runs, Σ part, Σ whole, Σ near low, Σ near high, then Σ of the
 * residual and the two controls, then Σ of their products by pairs (3 × 3, row by row). The residual is part − exact ×
 * whole (for a quantile: part − its share × whole).
 */
export type Sums = Float64Array;
export const N_SUMS = 17;
const FIRST = 5;
const PAIRS = 8;

/** Enter one replication into the sums that begin at `at`. */
export function enter(figure: Figure, run: Run, sums: Sums, at: number): void {
  const part = figure.part(run);
  const whole = figure.whole?.(run) ?? 1;
  const [low, high] = figure.quantile?.near(run) ?? [0, 0];
  [1, part, whole, low, high].forEach((entry, i) => {
    sums[at + i]! += entry;
  });
  const residual = part - (figure.quantile?.share ?? figure.exact) * whole;
  const [one, two] = figure.controls ?? [];
  const columns = [residual, one?.(run) ?? 0, two?.(run) ?? 0];
  columns.forEach((a, i) => {
    sums[at + FIRST + i]! += a;
    columns.forEach((b, j) => {
      sums[at + PAIRS + 3 * i + j]! += a * b;
    });
  });
}

/** Mean of the residual and its standard error, with the controls taken out. */
function offByControls(figure: Figure, sums: Sums, at: number): { off: number; error: number } {
  const runs = sums[at]!;
  const n = figure.controls?.length ?? 0;
  const mean = (i: number): number => sums[at + FIRST + i]! / runs;
  const cross = (i: number, j: number): number => sums[at + PAIRS + 3 * i + j]! - runs * mean(i) * mean(j);
  const slopes = n === 0 ? [] : n === 1 ? [cross(0, 1) / cross(1, 1)] : pairOfSlopes(cross);
  let off = mean(0);
  let squares = cross(0, 0);
  slopes.forEach((slope, i) => {
    off -= slope * mean(i + 1);
    squares -= slope * cross(0, i + 1);
  });
  return { off, error: Math.sqrt(Math.max(0, squares) / (runs - 1 - n) / runs) };
}

function pairOfSlopes(cross: (i: number, j: number) => number): number[] {
  const det = cross(1, 1) * cross(2, 2) - cross(1, 2) * cross(1, 2);
  // controls that say the same (one unit: busy and all busy) count once
  if (det <= 1e-9 * cross(1, 1) * cross(2, 2)) return [cross(0, 1) / cross(1, 1), 0];
  return [
    (cross(0, 1) * cross(2, 2) - cross(0, 2) * cross(1, 2)) / det,
    (cross(0, 2) * cross(1, 1) - cross(0, 1) * cross(1, 2)) / det,
  ];
}

export interface Judged {
  readonly key: string;
  readonly expected: number;
  readonly found: number;
  /** of the 95 % interval, in the figure's own unit */
  readonly halfWidth: number;
  /** half-width that the case asks for; null where it asks for none (values under 0.001, and 0 and 1) */
  readonly halfWidthAsked: number | null;
  /** null where the figure is exact in every replication */
  readonly z: number | null;
  readonly rule: "z" | "Clopper–Pearson" | "exactly";
  readonly agrees: boolean;
  /** the half-width asked for is reached */
  readonly precise: boolean;
  readonly runs: number;
}

export const MOST_Z = 4.5;
/** Once in a thousand million does not happen here. */
const NEVER_SEEN = 1e-9;
/** Rarer than this may not be seen at all. */
const UNSEEN = 1e-5;
/** Below so many expected cases a normal distribution says little of a chance. */
const FEW = 30;
/** Significance of the Clopper–Pearson rule for rare figures. */
const RARE_ALPHA = 7e-6;

/** Half-width a figure must have: 0.5 % of values of 0.01 or more, 2e-4 below, none below 0.001. */
export function halfWidthAsked(exact: number): number | null {
  const size = Math.abs(exact);
  if (size < 1e-3) return null;
  return size >= 0.01 ? 0.005 * size : 2e-4;
}

/** Judge a figure by its sums, which begin at `at`. */
export function judge(figure: Figure, sums: Sums, at: number): Judged {
  const { key, exact } = figure;
  const runs = sums[at]!;
  const whole = sums[at + 2]! / runs;
  const { off: residual, error: residualError } = offByControls(figure, sums, at);
  const off = residual / whole;
  const error = residualError / whole;
  // share of the mass per unit near a quantile
  const slope = figure.quantile === undefined ? 1 : (sums[at + 3]! - sums[at + 4]!) / runs / whole / (0.02 * exact);
  const said = { key, expected: exact, found: exact + off / slope, halfWidth: (1.96 * error) / slope, runs };
  if (exact < NEVER_SEEN) {
    const agrees = Math.abs(off) < NEVER_SEEN;
    return { ...said, halfWidthAsked: null, z: null, rule: "exactly", agrees, precise: true };
  }
  const asked = halfWidthAsked(exact);
  const precise = asked === null || said.halfWidth <= asked;
  if (sums[at + 1] === 0 && exact < UNSEEN) {
    return { ...said, halfWidthAsked: asked, z: null, rule: "exactly", agrees: true, precise };
  }
  const z = error === 0 ? null : off / error;
  const fewest = runs * Math.min(exact, 1 - exact);
  if (figure.indicator === true && (asked === null || fewest < FEW)) {
    const { low, high } = clopperPearson(Math.round(sums[at + 1]!), runs, 1 - RARE_ALPHA)!;
    const agrees = low <= exact && exact <= high;
    return { ...said, halfWidthAsked: asked, z, rule: "Clopper–Pearson", agrees, precise };
  }
  const agrees = z === null ? Math.abs(off) < NEVER_SEEN : Math.abs(z) <= MOST_Z;
  return { ...said, halfWidthAsked: asked, z, rule: z === null ? "exactly" : "z", agrees, precise };
}

/** Replications that would reach the half-width asked for, from those made; 0 where none is asked for. */
export function runsWanted(judged: Judged): number {
  if (judged.halfWidthAsked === null || judged.halfWidth === 0) return 0;
  const ratio = judged.halfWidth / judged.halfWidthAsked;
  return Math.ceil(judged.runs * ratio * ratio);
}

// ── the usual kinds ─────────────────────────────────────────────────────────────────────────────

/** Time average of an observed level. */
export const average = (key: string, exact: number, id: string, per = 1): Figure => ({
  key,
  exact,
  part: ({ of, horizon }) => of[id]! / horizon / per,
});

/** 1 − time average. */
export const averageLess = (key: string, exact: number, id: string): Figure => ({
  key,
  exact,
  part: ({ of, horizon }) => 1 - of[id]! / horizon,
});

export const share = (key: string, exact: number, part: string, whole: string, per = 1): Figure => ({
  key,
  exact,
  part: ({ of }) => of[part]! / per,
  whole: ({ of }) => of[whole]!,
});

export const value = (key: string, exact: number, part: (run: Run) => number): Figure => ({ key, exact, part });

export const chance = (key: string, exact: number, happens: (run: Run) => boolean): Figure => ({
  key,
  exact,
  part: (run) => Number(happens(run)),
  indicator: true,
});

/** Variance over time of a level with exact mean `mean`, from its integral and that of its square. */
export const variance = (key: string, exact: number, mean: number, level: string, square: string): Figure => ({
  key,
  exact,
  part: ({ of, horizon }) => of[square]! / horizon - (2 * mean * of[level]!) / horizon + mean * mean,
});

/** The figures with these controls. */
export const controlled = (figures: readonly Figure[], ...controls: ((run: Run) => number)[]): Figure[] =>
  figures.map((figure) => ({ ...figure, controls }));

/** How far the time average of an observed level is from its exact mean. */
export const offAverage =
  (id: string, mean: number) =>
  ({ of, horizon }: Run): number =>
    of[id]! / horizon - mean;
