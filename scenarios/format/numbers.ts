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

/** What the layers of one compilation share: where the ranges stand, and what was asked for since a part was begun. */
interface Asking {
  drawn: ArrayLike<number> | null;
  /** how manieth draw */
  nth: number;
  touched: Set<number>;
}

export class Numbers {
  private readonly own: Uncertain[] = [];
  private readonly indexOf = new Map<object, number>();
  private readonly asking: Asking;
  private readonly below: Numbers | null;

  private constructor(below: Numbers | null) {
    this.below = below;
    this.asking = below?.asking ?? { drawn: null, nth: 0, touched: new Set() };
  }

  static empty(): Numbers {
    return new Numbers(null);
  }

  /** Numbers of what is added to these: they know all that these know, and leave them as they are. */
  over(): Numbers {
    return new Numbers(this);
  }

  get uncertain(): readonly Uncertain[] {
    return this.below === null ? this.own : [...this.below.uncertain, ...this.own];
  }

  /** A figure without unit, or with one that `read` understands. */
  of(figure: Figure, path: string, read: Read = plainNumber): number {
    if (typeof figure === "number") return figure;
    if (typeof figure === "string") return read(figure) ?? 0;
    if (figure.low === undefined || figure.high === undefined) return read(figure.value) ?? 0;
    if (figure.drawn === false) return central(figure, read);
    const { drawn, touched } = this.asking;
    const index = this.indexKnown(figure) ?? this.added(figure, path, read);
    touched.add(index);
    return drawn === null ? this.uncertainAt(index).central : drawn[index]!;
  }

  /** Minutes, not rounded. */
  minutes(figure: Figure, path: string): number {
    return this.of(figure, path, parseDuration);
  }

  /** Whole minutes, at least 0. */
  wholeMinutes(figure: Figure | undefined, fallback: number, path: string): number {
    return figure === undefined ? fallback : Math.max(0, Math.round(this.minutes(figure, path)));
  }

  /**
   * Builds a part of the model at central values; the part is built anew later only if it leans on a range, and then
   * once for each draw, however many ask for it.
   */
  part<T>(build: () => T): () => T {
    const { asking } = this;
    const outer = asking.touched;
    const leansOn = new Set<number>();
    asking.touched = leansOn;
    const central = build();
    asking.touched = outer;
    let built = central;
    let builtFor = 0;
    const ask = () => {
      for (const index of leansOn) asking.touched.add(index);
      if (asking.drawn === null || leansOn.size === 0) return central;
      if (builtFor !== asking.nth) {
        built = build();
        builtFor = asking.nth;
      }
      return built;
    };
    ask();
    return ask;
  }

  /** What `read` returns with the ranges standing at `values`. */
  at<T>(values: ArrayLike<number>, read: () => T): T {
    this.asking.drawn = values;
    this.asking.nth++;
    try {
      return read();
    } finally {
      this.asking.drawn = null;
    }
  }

  private get nBelow(): number {
    return this.below === null ? 0 : this.below.nBelow + this.below.own.length;
  }

  private uncertainAt(index: number): Uncertain {
    const at = index - this.nBelow;
    return at < 0 ? this.below!.uncertainAt(index) : this.own[at]!;
  }

  private indexKnown(figure: object): number | undefined {
    return this.indexOf.get(figure) ?? this.below?.indexKnown(figure);
  }

  private added(figure: Noted, path: string, read: Read): number {
    const index = this.nBelow + this.own.length;
    this.own.push(rangeOf(figure, path, read));
    this.indexOf.set(figure, index);
    return index;
  }
}

/** The most a figure can be. */
export function highest(figure: Figure, read: Read = plainNumber): number {
  if (typeof figure !== "object") return read(figure) ?? 0;
  return figure.drawn === false ? central(figure, read) : (read(figure.high ?? figure.value) ?? 0);
}

/** The least a figure can be. */
export function lowest(figure: Figure, read: Read = plainNumber): number {
  if (typeof figure !== "object") return read(figure) ?? 0;
  return figure.drawn === false ? central(figure, read) : (read(figure.low ?? figure.value) ?? 0);
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
