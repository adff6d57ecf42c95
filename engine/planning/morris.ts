/**
 * Morris screening: which of many numbers matter at all, for a few runs of the model each (Morris 1991; the mean of
 * absolute effects by Campolongo, Cariboni and Saltelli 2007).
 *
 * A path starts at a random corner of a grid and moves one input at a time by Δ; each move is one effect of that input.
 */
import { CONFIDENCE, studentQuantile } from "../tally/intervals.ts";

/** Levels of the grid; the step is half of it, so that all levels are met equally often. */
const LEVELS = 4;
const DELTA = LEVELS / (2 * (LEVELS - 1));

export interface MorrisDesign {
  readonly nInputs: number;
  readonly nPaths: number;
  /** levels in [0, 1]; shape [nPaths][nInputs + 1][nInputs] */
  readonly rows: readonly (readonly number[])[];
  /** the input moved into each row, and by how much; -1 for the first of a path */
  readonly moved: readonly number[];
  readonly step: readonly number[];
}

/** @param uniform draws from (0, 1) */
export function morrisDesign(nInputs: number, nPaths: number, uniform: () => number): MorrisDesign {
  const rows: number[][] = [];
  const moved: number[] = [];
  const step: number[] = [];
  for (let path = 0; path < nPaths; path++) {
    const row = Array.from({ length: nInputs }, () => Math.floor(uniform() * LEVELS) / (LEVELS - 1));
    const order = Array.from({ length: nInputs }, (_, i) => i);
    for (let i = nInputs - 1; i > 0; i--) {
      const j = Math.floor(uniform() * (i + 1));
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    rows.push([...row]);
    moved.push(-1);
    step.push(0);
    for (const input of order) {
      const by = row[input]! < 0.5 ? DELTA : -DELTA;
      row[input]! += by;
      rows.push([...row]);
      moved.push(input);
      step.push(by);
    }
  }
  return { nInputs, nPaths, rows, moved, step };
}

/** Effects of one input over its whole range, in the outcome's unit. */
export interface MorrisEffect {
  /** mean of absolute effects, with its interval over paths; null with fewer than two paths */
  readonly size: number;
  readonly low: number | null;
  readonly high: number | null;
  /** mean effect: its sign says which way */
  readonly mean: number;
  /** spread of the effects: large where the input acts together with others, or not in a straight line */
  readonly spread: number;
}

/** @param outcomes one a row of the design */
export function morrisEffects(design: MorrisDesign, outcomes: ArrayLike<number>): MorrisEffect[] {
  const effects: number[][] = Array.from({ length: design.nInputs }, () => []);
  design.moved.forEach((input, row) => {
    if (input >= 0) effects[input]!.push((outcomes[row]! - outcomes[row - 1]!) / design.step[row]!);
  });
  return effects.map((of) => {
    const sizes = of.map(Math.abs);
    const size = mean(sizes);
    const half =
      of.length < 2
        ? null
        : studentQuantile((1 + CONFIDENCE) / 2, of.length - 1) * Math.sqrt(variance(sizes) / of.length);
    return {
      size,
      low: half === null ? null : Math.max(0, size - half),
      high: half === null ? null : size + half,
      mean: mean(of),
      spread: of.length < 2 ? 0 : Math.sqrt(variance(of)),
    };
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values: readonly number[]): number {
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) * (value - middle), 0) / (values.length - 1);
}
