/** Who met what was required, hour by hour, and how much there was beside: taken from a sample of runs and the detail. */
import { quantileRank } from "../../engine/tally/histogram.ts";
import type { Detail } from "../desk/detail.ts";
import type { View } from "../desk/protocol.ts";
import type { TierSample } from "../desk/rehearsal.ts";

export const TIER_WORDS = ["local", "region", "nation", "outside"] as const;

/** Units on the ground that one tier sent, over the runs looked into. */
export interface TierBand {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  readonly mean: number;
}

export interface TierHour {
  readonly minute: number;
  /** by tier, local first */
  readonly tiers: readonly TierBand[];
}

export interface TierData {
  readonly runs: number;
  readonly hours: readonly TierHour[];
}

const NOBODY: TierBand = { p10: 0, p50: 0, p90: 0, mean: 0 };

/** @param forces positions of the forces in the scope */
export function tiersOf(
  { runs, units, nForces, nBuckets }: TierSample,
  forces: readonly number[],
  bucketMinutes: number,
): TierData {
  const values = new Float64Array(runs);
  const hours = Array.from({ length: nBuckets }, (_, bucket): TierHour => {
    const tiers = TIER_WORDS.map((_, tier) => {
      if (runs === 0) return NOBODY;
      for (let run = 0; run < runs; run++) {
        let sum = 0;
        for (const force of forces) sum += units[run]![(tier * nForces + force) * nBuckets + bucket]!;
        values[run] = sum;
      }
      return bandOf(values);
    });
    return { minute: bucket * bucketMinutes, tiers };
  });
  return { runs, hours };
}

function bandOf(values: Float64Array): TierBand {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  values.sort();
  const at = (q: number) => values[quantileRank(q, values.length) - 1]!;
  return { p10: at(0.1), p50: at(0.5), p90: at(0.9), mean };
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
