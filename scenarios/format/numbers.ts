/**
 * Figures become numbers here: a plain number stays, a range is drawn once per replication and stands at its central
 * value until then. The compiler asks for every figure through one `Numbers`, so that the list of what is not known
 * fills itself, and knows which part of the model leans on which range.
 */
import { deterministic, pert, triangular, uniform } from "../../engine/kernel/draws.ts";
import type { Dist } from "../../engine/model.ts";
import { parseDuration } from "./quantities.ts";

/** A number that is given as a range. */
export interface Uncertain {
  /** ids joined by dots: the name of its random stream */
  readonly path: string;
  readonly dist: Dist;
  readonly central: number;
  readonly low: number;
  readonly high: number;
  /** as the scenario says; null: it does not */
  readonly kind: string | null;
  readonly source: string | null;
}

type Amount = number | string;

/** A number with notes, or a range with notes. */
interface Noted {
  readonly value?: Amount | undefined;
  readonly low?: Amount | undefined;
  readonly mode?: Amount | undefined;
  readonly high?: Amount | undefined;
  readonly dist?: string | undefined;
  /** false: the range stands beside the value for readers */
  readonly drawn?: boolean | undefined;
  readonly kind?: string | undefined;
  readonly source?: string | undefined;
}

export type Figure = Amount | Noted;

type Read = (amount: unknown) => number | null;

export class Numbers {
  readonly uncertain: Uncertain[] = [];
  private readonly indexOf = new Map<object, number>();
  private touched = new Set<number>();
  private drawn: ArrayLike<number> | null = null;

  /** A figure without unit, or with one that `read` understands. */
  of(figure: Figure, path: string, read: Read = plainNumber): number {
    if (typeof figure === "number") return figure;
    if (typeof figure === "string") return read(figure) ?? 0;
    if (figure.low === undefined || figure.high === undefined) return read(figure.value) ?? 0;
    if (figure.drawn === false) return central(figure, read);
    let index = this.indexOf.get(figure);
    if (index === undefined) {
      index = this.uncertain.length;
      this.uncertain.push(rangeOf(figure, path, read));
      this.indexOf.set(figure, index);
    }
    this.touched.add(index);
    return this.drawn === null ? this.uncertain[index]!.central : this.drawn[index]!;
  }

  /** Minutes, not rounded. */
  minutes(figure: Figure, path: string): number {
    return this.of(figure, path, parseDuration);
  }

  /** Whole minutes, at least 0. */
  wholeMinutes(figure: Figure | undefined, fallback: number, path: string): number {
    return figure === undefined ? fallback : Math.max(0, Math.round(this.minutes(figure, path)));
  }

  /** Builds a part of the model at central values; the part is built anew later only if it leans on a range. */
  part<T>(build: () => T): () => T {
    const outer = this.touched;
    this.touched = new Set();
    const central = build();
    const leansOnRanges = this.touched.size > 0;
    for (const index of this.touched) outer.add(index);
    this.touched = outer;
    return () => (this.drawn !== null && leansOnRanges ? build() : central);
  }

  /** What `read` returns with the ranges standing at `values`; null: at their central values. */
  at<T>(values: ArrayLike<number> | null, read: () => T): T {
    this.drawn = values;
    try {
      return read();
    } finally {
      this.drawn = null;
    }
  }
}

/** The most a figure can be. */
export function highest(figure: Figure, read: Read = plainNumber): number {
  if (typeof figure !== "object") return read(figure) ?? 0;
  return figure.drawn === false ? central(figure, read) : (read(figure.high ?? figure.value) ?? 0);
}

/** A figure's central value: the stated value, else the mode, else the middle. */
export function central(figure: Figure, read: Read = plainNumber): number {
  if (typeof figure !== "object") return read(figure) ?? 0;
  const stated = figure.value ?? figure.mode;
  if (stated !== undefined) return read(stated) ?? 0;
  return ((read(figure.low) ?? 0) + (read(figure.high) ?? 0)) / 2;
}

function plainNumber(amount: unknown): number | null {
  return typeof amount === "number" ? amount : null;
}

function rangeOf(figure: Noted, path: string, read: Read): Uncertain {
  const low = read(figure.low) ?? 0;
  const high = read(figure.high) ?? 0;
  const middle = central(figure, read);
  const peaked = figure.mode !== undefined || figure.value !== undefined;
  const mode = figure.mode === undefined ? middle : (read(figure.mode) ?? middle);
  const kind = figure.dist ?? (peaked ? "triangular" : "uniform");
  const dist =
    low === high
      ? deterministic(low)
      : kind === "pert"
        ? pert(low, mode, high)
        : kind === "uniform"
          ? uniform(low, high)
          : triangular(low, mode, high);
  return { path, dist, central: middle, low, high, kind: figure.kind ?? null, source: figure.source ?? null };
}
