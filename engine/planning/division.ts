/**
 * Which of several ways to divide a holding keeps the risk lowest: ranking and selection, so that the lucky one of
 * several is not taken for the best. All are answered on the same tapes, which no later look uses.
 */
import { momentsOf } from "../tally/moments.ts";
import { thousands } from "../tally/words.ts";
import { meanOf } from "./points.ts";
import { kimNelsonScreen, ocbaShares } from "./ranking.ts";

export interface Divided {
  /** what shares are in proportion to */
  readonly by: string;
  /** by replication, what is to be rare: 1 where it happened, or how often */
  readonly events: Float64Array;
}

export interface ChosenDivision {
  readonly by: string;
  /** those that may still be the best, in the order given; one: it is, or is as good but for the indifference */
  readonly standing: readonly string[];
  /** runs that were looked at */
  readonly runs: number;
  readonly means: Readonly<Record<string, number>>;
  /** where further runs would teach most: parts of the next runs; null: one is left */
  readonly nextRuns: Readonly<Record<string, number>> | null;
}

/** Runs before the first look. */
const FIRST_LOOK = 50;

/**
 * @param ways         two or more, of as many runs each
 * @param indifference a difference of means that nobody minds, above 0
 * @param confidence   that the best is not dropped where it is better than all others by the indifference
 */
export function chooseDivision(ways: readonly Divided[], indifference: number, confidence: number): ChosenDivision {
  const events = ways.map((way) => way.events);
  const first = Math.min(FIRST_LOOK, ...events.map(({ length }) => length));
  const { standing, runs } = kimNelsonScreen(events, first, indifference, 1 - confidence);
  const seen = events.map((of) => of.subarray(0, runs));
  const means = seen.map(meanOf);
  const best = standing.reduce((least, way) => (means[way]! < means[least]! ? way : least));
  const named = (values: readonly number[], which: readonly number[]) =>
    Object.fromEntries(which.map((way, i) => [ways[way]!.by, values[i]!]));
  const left = standing.map((way) => means[way]!);
  const deviations = standing.map((way) => deviationOf(seen[way]!));
  return {
    by: ways[best]!.by,
    standing: standing.map((way) => ways[way]!.by),
    runs,
    means: named(means, [...ways.keys()]),
    nextRuns: standing.length === 1 ? null : named(ocbaShares(left, deviations), standing),
  };
}

function deviationOf(values: Float64Array): number {
  return Math.sqrt(momentsOf([...values]).variance);
}

/** @param held what is divided, in words: "24 PSUs" */
export function divisionWords(
  { by, standing, runs, nextRuns }: ChosenDivision,
  ways: readonly string[],
  held: string,
  confidence: number,
): string {
  const sure = `${Number((100 * confidence).toFixed(2))} % sure`;
  const among = `Shares are by ${by}: of shares by ${listed(ways)}, at ${held} as held now,`;
  if (nextRuns === null) {
    return `${among} they keep the risk lowest, or within 1 in 100 of the lowest (${sure}, after ${thousands(runs)} runs of each on tapes of their own).`;
  }
  return `${among} those by ${listed(standing)} cannot be told apart to 1 in 100 in ${thousands(runs)} runs (${sure}); those by ${by} had the least risk there.`;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
