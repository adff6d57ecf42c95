/**
 * Queueing systems in the language of scenario files.
 *
 * Time is measured in mean holding times of 10,000 minutes or more, so that whole minutes do not bias. Large
 * systems take longer ones still: an arrival in the minute of a departure finds the unit free, which shortens a
 * holding by half a minute.
 */
import type { Document } from "../support/scenario.ts";

export interface Stream {
  /** incidents per mean holding time */
  readonly rate: number;
  readonly units?: unknown;
  /** of the first phase; exponential with mean 1 holding if absent */
  readonly duration?: unknown;
  readonly clock?: "served" | "demand";
  readonly force?: string;
  /** more about the need */
  readonly need?: Document;
  readonly phase?: Document;
  readonly severity?: unknown;
  /** instead of Poisson at `rate` */
  readonly arrivals?: Document;
}

export interface Queue {
  /** minutes of one mean holding time */
  readonly holding?: number;
  /** units by force; the first force is where streams go that name none */
  readonly stock: Readonly<Record<string, number>>;
  readonly streams: readonly Stream[];
  /** holdings */
  readonly warmUp: number;
  /** holdings */
  readonly horizon: number;
  readonly capability?: Document;
  readonly people?: Document;
  readonly places?: Document;
  readonly observe: Readonly<Record<string, Document>>;
}

/** Minutes of one mean holding time, where nothing else is said. */
export const HOLDING = 10_000;
/** In large systems an arrival in the minute of a departure counts for more: finer minutes. */
export const grain = (load: number): number => (load > 15 ? 50_000 : HOLDING);
/** All or nothing, and gone at once if nothing: a loss system. */
export const LOST = { team: "all", ifShort: "lapse" };
/** All or nothing, waiting its turn. */
export const WAITS = { team: "all" };

export const minutes = (holdings: number, holding = HOLDING): number => Math.round(holdings * holding);
export const exponential = (mean = 1, holding = HOLDING): Document => ({
  dist: "exponential",
  mean: minutes(mean, holding),
});

export const levelMinutes = (level: string, more: Document = {}): Document => ({
  quantity: "levelMinutes",
  level,
  ...more,
});
export const levelSquares = (level: string, more: Document = {}): Document => ({
  quantity: "levelSquareMinutes",
  level,
  ...more,
});
export const timeAtLeast = (level: string, atLeast: number, more: Document = {}): Document => ({
  quantity: "timeAtLeast",
  level,
  atLeast,
  ...more,
});
export const counted = (quantity: string, more: Document = {}): Document => ({ quantity, ...more });
export const of = (threat: number): Document => ({ threat: `s${threat}` });

/** Observations of the same kind for several streams: `asked0`, `asked1` … */
export const each = (n: number, name: string, one: (i: number) => Document): Record<string, Document> =>
  Object.fromEntries(Array.from({ length: n }, (_, i) => [`${name}${i}`, one(i)]));

/** Threats are called s0, s1 … in the order of the streams; the capability is `unit`. */
export function queueScenario(queue: Queue): Document {
  const holding = queue.holding ?? HOLDING;
  const forces = Object.keys(queue.stock);
  return {
    clock: { horizon: minutes(queue.horizon, holding), warmUp: minutes(queue.warmUp, holding) },
    places: {
      forces: Object.fromEntries(forces.map((id) => [id, {}])),
      travel: { byTier: { local: 0, regional: 0, national: 0 } },
      ...queue.places,
    },
    capabilities: { unit: { donors: "greatest spare", return: "instant", ...queue.capability } },
    people: { holdings: { unit: { units: queue.stock } }, ...queue.people },
    threats: Object.fromEntries(
      queue.streams.map((stream, i) => [
        `s${i}`,
        {
          arrivals: stream.arrivals ?? { poisson: { perDay: (stream.rate * 1440) / holding } },
          where: stream.force ?? forces[0]!,
          ...(stream.severity === undefined ? {} : { severity: stream.severity }),
          phases: [
            {
              duration: stream.duration ?? exponential(1, holding),
              clock: stream.clock ?? "served",
              ...stream.phase,
              needs: [{ capability: "unit", units: stream.units ?? 1, ...stream.need }],
            },
          ],
        },
      ]),
    ),
    observe: Object.fromEntries(
      Object.entries(queue.observe).map(([id, observation]) => [id, { capability: "unit", ...observation }]),
    ),
  };
}

/** Scheme of regions by number for forces in file order. */
export function regionsOf(forces: readonly string[], region: readonly number[]): Document {
  const ids = [...new Set(region)];
  return {
    ricc: Object.fromEntries(
      ids.map((id) => [`r${id}`, { members: forces.filter((_, force) => region[force] === id) }]),
    ),
  };
}
