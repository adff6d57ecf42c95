/** One run on the map: which run stands at a percentile, how it stood at a moment, and the lines of a day. */

import type { StoryLine } from "../../scenarios/exercise/teller.ts";
import type { Flow } from "../desk/detail.ts";
import type { CapabilityNames, ForceCell } from "../desk/protocol.ts";
import type { Story } from "../desk/story.ts";
import { classOf, type Field, MEASURE } from "./map-data.ts";

const LEVELS = 5;

/** The run of rank ⌈q n⌉ by its value, ties by number: the replication, its rank and its value; null without runs. */
export function runAt(
  values: ArrayLike<number>,
  q: number,
): { replication: number; rank: number; value: number } | null {
  const n = values.length;
  if (n === 0) return null;
  const order = Array.from({ length: n }, (_, r) => r).sort((a, b) => values[a]! - values[b]! || a - b);
  const rank = Math.min(n, Math.max(1, Math.ceil(q * n - 1e-9)));
  const replication = order[rank - 1]!;
  return { replication, rank, value: values[replication]! };
}

/** The last frame at or before a minute; 0 before the first. */
export function frameAt({ minutes }: Pick<Story, "minutes">, minute: number): number {
  let low = 0;
  let high = minutes.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (minutes[middle]! <= minute) low = middle;
    else high = middle - 1;
  }
  return low;
}

export interface Standing {
  readonly required: number;
  readonly onTheGround: number;
  readonly coming: number;
  readonly resting: number;
  readonly unfilled: number;
}

export function standingOf(story: Story, frame: number, forces: readonly number[], nForces: number): Standing {
  const sum = (level: number) =>
    forces.reduce((total, force) => total + (story.levels[(frame * LEVELS + level) * nForces + force] ?? 0), 0);
  return { required: sum(0), onTheGround: sum(1), coming: sum(2), resting: sum(3), unfilled: sum(4) };
}

export function standingWords({ required, onTheGround, coming, resting, unfilled }: Standing): string {
  if (required === 0 && coming === 0) return "nothing asked for";
  const parts = [
    `${required} required`,
    `${onTheGround} on the ground`,
    coming === 0 ? null : `${coming} coming`,
    resting === 0 ? null : `${resting} between shifts`,
    unfilled === 0 ? "none unfilled" : `${unfilled} unfilled`,
  ];
  return parts.filter((part) => part !== null).join(", ");
}

/** Fields of the map at a frame: the number is on the ground of required, the colour what is unfilled. */
export function storyFields(
  story: Story,
  frame: number,
  names: CapabilityNames,
  forces: readonly ForceCell[],
): Field[] {
  const { regions, regionOf, byRegionOnly } = names;
  const nForces = forces.length;
  const field = (id: string, name: string, short: string, cells: readonly number[]): Field => {
    const standing = standingOf(story, frame, cells, nForces);
    const text = standing.required === 0 ? "·" : `${standing.onTheGround}/${standing.required}`;
    return {
      id,
      name,
      short,
      cells,
      figure: {
        value: standing.required === 0 ? 0 : 0.01 + standing.unfilled,
        short: text,
        words: standingWords(standing),
      },
      level: classOf(MEASURE.shortfall.classes, standing.unfilled),
    };
  };
  if (byRegionOnly) {
    return regions.flatMap(({ id, name }, region) => {
      const cells = regionOf.flatMap((other, force) => (other === region ? [force] : []));
      return cells.length === 0 ? [] : [field(id, name, "", cells)];
    });
  }
  return forces.map(({ id, name, short }, force) => field(id, name, short, [force]));
}

/** Units away from home at a frame, from force to force, or from region to region where only these are named. */
export function movesOf(story: Story, frame: number, names: CapabilityNames, forces: readonly ForceCell[]): Flow[] {
  const flat = story.moves[frame];
  if (flat === undefined) return [];
  const idOf = (force: number) =>
    names.byRegionOnly ? names.regions[names.regionOf[force] ?? -1]?.id : forces[force]?.id;
  const sums = new Map<string, Flow>();
  for (let i = 0; i < flat.length; i += 3) {
    const donor = idOf(flat[i]!);
    const host = idOf(flat[i + 1]!);
    if (donor === undefined || host === undefined || donor === host) continue;
    const key = `${donor} ${host}`;
    sums.set(key, { donor, host, unitHours: (sums.get(key)?.unitHours ?? 0) + flat[i + 2]! });
  }
  return [...sums.values()].sort((a, b) => b.unitHours - a.unitHours);
}

/** Civil day of a minute; the day of the start is 1. */
export function dayOf(minute: number, startMinuteOfDay: number): number {
  return Math.floor((startMinuteOfDay + minute) / 1440) + 1;
}

export function linesOfDay(lines: readonly StoryLine[], day: number, startMinuteOfDay: number): readonly StoryLine[] {
  return lines.filter(({ minute }) => dayOf(minute, startMinuteOfDay) === day);
}
