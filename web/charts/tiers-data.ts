/** Who met what was required, hour by hour, and how much there was beside: taken from a sample of runs and the detail. */
import type { Detail } from "../desk/detail.ts";
import type { View } from "../desk/protocol.ts";
import type { TierSample } from "../desk/rehearsal.ts";

export const TIER_WORDS = ["local", "region", "nation", "outside"] as const;

export interface TierHour {
  readonly minute: number;
  /** mean units on the ground by tier, local first */
  readonly tiers: readonly number[];
}

export interface TierData {
  readonly runs: number;
  readonly hours: readonly TierHour[];
}

/** @param forces positions of the forces in the scope */
export function tiersOf(
  { runs, units, nForces, nBuckets }: TierSample,
  forces: readonly number[],
  bucketMinutes: number,
): TierData {
  const hours = Array.from({ length: nBuckets }, (_, bucket): TierHour => {
    const tiers = TIER_WORDS.map((_, tier) => {
      let sum = 0;
      for (const force of forces) sum += units[(tier * nForces + force) * nBuckets + bucket]!;
      return runs === 0 ? 0 : sum / runs;
    });
    return { minute: bucket * bucketMinutes, tiers };
  });
  return { runs, hours };
}

/** Mean units of the scope that were committed or could still be lent within the hour; only the nation lends to itself alone. */
export function thereOf(detail: Detail | null, { scope, id }: View): number[] | null {
  const at = detail?.scopes.findIndex((one) => one.scope === scope && one.id === id) ?? -1;
  if (detail === null || at < 0 || scope !== "nation") return null;
  const { required, unresourced, reserve, nBuckets } = detail;
  return Array.from({ length: nBuckets }, (_, bucket) => {
    const i = at * nBuckets + bucket;
    return required[i]! - unresourced[i]! + reserve[i]!;
  });
}

/** A share of what is required nationally that should be there so many hours after the first ask (not verified). */
export interface Mark {
  readonly minute: number;
  readonly units: number;
  readonly words: string;
}

const LINE = [
  { hours: 1, share: 0.1 },
  { hours: 4, share: 0.4 },
  { hours: 8, share: 0.6 },
] as const;

/** From the first hour in which anything is required in a typical run; none where nothing is, or no requirement stated. */
export function marksOf(firstMinute: number | null, requirement: number | null, horizon: number): Mark[] {
  if (firstMinute === null || requirement === null) return [];
  return LINE.flatMap(({ hours, share }) => {
    const minute = firstMinute + hours * 60;
    if (minute > horizon) return [];
    return [{ minute, units: requirement * share, words: `${share * 100} % in ${hours} h` }];
  });
}
