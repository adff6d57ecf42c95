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
   * Quantities of the run whose mean is nought for certain: how far they are off in these runs tells how far the
   * figure is off, and is taken out by regression (control variates). Their means follow from what was put in, from
   * conservation (busy units make up the load), or from another figure of the same case.
   */
  readonly controls?: readonly ((run: Run) => number)[];
  /** the figure is a quantile: `part` ÷ `whole` is the share above it, `near` the shares above 1 % less and 1 % more */
  readonly quantile?: { readonly share: number; readonly near: (run: Run) => readonly [number, number] };
}

/**
 * Sums over replications, all that judging takes: runs, Σ part, Σ whole, Σ near low, Σ near high, then Σ of the
 * residual and of each control, then Σ of their products by pairs (row by row). The residual is part − exact × whole
 * (for a quantile: part − its share × whole).
 */
export type Sums = Float64Array;
const FIRST = 5;

/** Numbers that the sums of a figure take. */
export const nSums = ({ controls }: Figure): number => {
  const columns = 1 + (controls?.length ?? 0);
  return FIRST + columns + columns * columns;
};

/** Where each figure's sums begin, and after the last one how long they are together. */
export function sumsOf(figures: readonly Figure[]): Int32Array {
  const starts = new Int32Array(figures.length + 1);
  figures.forEach((figure, f) => {
    starts[f + 1] = starts[f]! + nSums(figure);
  });
  return starts;
}

/** Enter one replication into the sums that begin at `at`. */
export function enter(figure: Figure, run: Run, sums: Sums, at: number): void {
  const part = figure.part(run);
  const whole = figure.whole?.(run) ?? 1;
  const [low, high] = figure.quantile?.near(run) ?? [0, 0];
  [1, part, whole, low, high].forEach((entry, i) => {
    sums[at + i]! += entry;
  });
  const residual = part - (figure.quantile?.share ?? figure.exact) * whole;
  const columns = [residual, ...(figure.controls ?? []).map((control) => control(run))];
  const n = columns.length;
  columns.forEach((a, i) => {
    sums[at + FIRST + i]! += a;
    columns.forEach((b, j) => {
      sums[at + FIRST + n + n * i + j]! += a * b;
    });
  });
}

/** Mean of the residual and its standard error, with the controls taken out. */
function offByControls(figure: Figure, sums: Sums, at: number): { off: number; error: number } {
  const runs = sums[at]!;
  const n = 1 + (figure.controls?.length ?? 0);
  const mean = (i: number): number => sums[at + FIRST + i]! / runs;
  // the residual last, so that eliminating the controls leaves what they do not explain
  const column = (i: number): number => (i + 1) % n;
  const cross = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => {
      const [a, b] = [column(i), column(j)];
      return sums[at + FIRST + n + n * a + b]! - runs * mean(a) * mean(b);
    }),
  );
  const means = Array.from({ length: n }, (_, i) => mean(column(i)));
  return eliminate(cross, means, runs);
}

/** z of the control that is farthest from nought, where it should be; null without controls, or none that varies. */
function worstControl({ controls = [] }: Figure, sums: Sums, at: number): number | null {
  const runs = sums[at]!;
  const n = 1 + controls.length;
  let worst: number | null = null;
  for (let i = 1; i < n; i++) {
    const mean = sums[at + FIRST + i]! / runs;
    const square = sums[at + FIRST + n + n * i + i]! / runs - mean * mean;
    // what does not vary says nothing: never seen yet, or seen in every run
    if (runs < RUNS_A_CONTROL || square <= SAME * mean * mean) continue;
    const z = mean / Math.sqrt(square / (runs - 1));
    if (worst === null || Math.abs(z) > Math.abs(worst)) worst = z;
  }
  return worst;
}

/** Runs that a control takes: fewer would follow the noise. */
export const RUNS_A_CONTROL = 30;
/** Controls that say the same (one unit: busy and all busy) count once: what others leave of one is next to nothing. */
const SAME = 1e-9;

/**
 * Take all but the last out of the last, by Gaussian elimination on sums of squares and products about the mean.
 *
 * @param cross square, symmetric; overwritten
 * @param means of the same columns; overwritten
 */
function eliminate(cross: number[][], means: number[], runs: number): { off: number; error: number } {
  const last = means.length - 1;
  const own = cross.map((row, i) => row[i]!);
  let used = 0;
  for (let k = 0; k < last; k++) {
    const pivot = cross[k]![k]!;
    if (pivot <= SAME * own[k]! || runs < RUNS_A_CONTROL * (used + 1)) continue;
    used++;
    for (let i = k + 1; i <= last; i++) {
      const slope = cross[i]![k]! / pivot;
      for (let j = k; j <= last; j++) cross[i]![j]! -= slope * cross[k]![j]!;
      means[i]! -= slope * means[k]!;
    }
  }
  const error = Math.sqrt(Math.max(0, cross[last]![last]!) / (runs - 1 - used) / runs);
  return { off: means[last]!, error };
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
  /** of the control whose mean is farthest from nought: what is taken out by a wrong control would be wrong too */
  readonly controlZ: number | null;
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
  const controlZ = worstControl(figure, sums, at);
  const sound = controlZ === null || Math.abs(controlZ) <= MOST_Z;
  const found = exact + off / slope;
  const said = { key, expected: exact, found, halfWidth: (1.96 * error) / slope, controlZ, runs };
  if (exact < NEVER_SEEN) {
    const agrees = sound && Math.abs(off) < NEVER_SEEN;
    return { ...said, halfWidthAsked: null, z: null, rule: "exactly", agrees, precise: true };
  }
  const asked = halfWidthAsked(exact);
  const fewest = runs * Math.min(exact, 1 - exact);
  // before a rare case has come up a few times, its spread is not known either
  const seen = figure.indicator !== true || fewest >= FEW;
  const precise = asked === null || (seen && said.halfWidth <= asked);
  if (sums[at + 1] === 0 && exact < UNSEEN) {
    return { ...said, halfWidthAsked: asked, z: null, rule: "exactly", agrees: sound, precise };
  }
  const z = error === 0 ? null : off / error;
  if (figure.indicator === true && (asked === null || fewest < FEW)) {
    const { low, high } = clopperPearson(Math.round(sums[at + 1]!), runs, 1 - RARE_ALPHA)!;
    const agrees = sound && low <= exact && exact <= high;
    return { ...said, halfWidthAsked: asked, z, rule: "Clopper–Pearson", agrees, precise };
  }
  const agrees = sound && (z === null ? Math.abs(off) < NEVER_SEEN : Math.abs(z) <= MOST_Z);
  return { ...said, halfWidthAsked: asked, z, rule: z === null ? "exactly" : "z", agrees, precise };
}

/** Replications that would reach the half-width asked for, from those made; 0 where none is asked for. */
export function runsWanted(judged: Judged): number {
  const { halfWidthAsked: asked, halfWidth, expected, runs } = judged;
  if (asked === null) return 0;
  if (judged.rule === "Clopper–Pearson") return Math.ceil(FEW / Math.min(expected, 1 - expected));
  const ratio = halfWidth / asked;
  return Math.ceil(runs * ratio * ratio);
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
