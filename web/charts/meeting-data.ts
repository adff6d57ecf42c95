/** What the morning meeting asks, answered from a summary and from runs that were made again. */
import { mcNemarMidP, type PairCounts, pairedProportionInterval } from "../../engine/planning/compare-statistics.ts";
import type { Summary } from "../../engine/tally/summary.ts";
import { shareOfRuns } from "../../engine/tally/words.ts";
import type { FirstBy } from "../desk/detail.ts";
import type { Clock } from "../words.ts";

/** The end of the coming night: the first 06:00 after the first 18:00 of the run. */
export function endOfNight({ startMinuteOfDay, horizonMinutes }: Clock): number {
  const evening = (18 * 60 - startMinuteOfDay + 1440) % 1440;
  return Math.min(horizonMinutes, evening + 12 * 60);
}

export interface Early {
  readonly capability: string;
  /** runs short anywhere by each minute asked */
  readonly runs: readonly number[];
  /** regions with any such run by the last minute, most often first */
  readonly regions: readonly { readonly id: string; readonly name: string; readonly runs: number }[];
}

/** Capabilities with a run-out by the last minute, most often first; of equals in the scenario's order. */
export function earlyOf({ rows }: FirstBy): Early[] {
  const early: Early[] = rows
    .filter(({ scope }) => scope === "nation")
    .map(({ capability, runs }) => ({
      capability,
      runs,
      regions: rows
        .filter((row) => row.capability === capability && row.scope === "region" && row.runs.at(-1)! > 0)
        .map(({ id, name, runs: by }) => ({ id, name, runs: by.at(-1)! }))
        .sort((a, b) => b.runs - a.runs),
    }));
  return early.filter(({ runs }) => runs.at(-1)! > 0).sort((a, b) => b.runs.at(-1)! - a.runs.at(-1)!);
}

/** How often with and without something, on the same luck. */
export interface Paired {
  readonly before: number;
  readonly after: number;
  readonly runs: number;
  /** after less before, of all runs */
  readonly difference: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly distinguishable: boolean;
}

/** @param before,after 0 or 1 for each run, in the same order */
export function pairedOf(before: ArrayLike<number>, after: ArrayLike<number>): Paired {
  const counts = { n11: 0, n10: 0, n01: 0, n00: 0 };
  for (let r = 0; r < before.length; r++) {
    const key = `n${before[r] ? 1 : 0}${after[r] ? 1 : 0}` as keyof typeof counts;
    counts[key]++;
  }
  const runs = before.length;
  const interval = pairedProportionInterval(counts satisfies PairCounts);
  return {
    before: counts.n11 + counts.n10,
    after: counts.n11 + counts.n01,
    runs,
    difference: runs === 0 ? 0 : (counts.n01 - counts.n10) / runs,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    distinguishable: runs > 0 && mcNemarMidP(counts) < 0.05,
  };
}

/** "12 more runs of 100 (4 to 20)", or that the two cannot be told apart. */
export function differenceWords({ difference, low, high, distinguishable, runs }: Paired): string {
  if (runs === 0) return "no runs";
  const hundred = (share: number) => Math.round(Math.abs(share) * 100);
  if (!distinguishable) {
    const ends = low === null || high === null ? "" : ` (difference ${signed(low)} to ${signed(high)} of 100)`;
    return `not distinguishable at ${runs} runs${ends}`;
  }
  const ends = low === null || high === null ? "" : ` (${signed(low)} to ${signed(high)})`;
  return `${hundred(difference)} ${difference > 0 ? "more" : "fewer"} runs of 100${ends}`;
}

function signed(share: number): string {
  const whole = Math.round(share * 100);
  return whole < 0 ? `−${-whole}` : whole > 0 ? `+${whole}` : "0";
}

/** "7 of 100 (2 to 12)" of a count, as a cell has it. */
export function cellWords(runs: number, n: number, independent = true): string {
  if (n === 0) return "–";
  return shareOfRuns(runs, n, independent ? undefined : null);
}

export interface BankRow {
  readonly capability: string;
  readonly name: string;
  /** lowest lendable of a typical run, and of one in ten runs, within 1, 4, 8, 24 h */
  readonly left: readonly { readonly p50: number | null; readonly p10: number | null }[];
  /** median minute of the lowest point within 1 h */
  readonly atMinute: number | null;
}

export const BANK_HOURS = ["1h", "4h", "8h", "24h"] as const;

export function bankOf({ capabilities }: Summary): BankRow[] {
  return capabilities
    .filter(({ asked }) => asked)
    .map(({ id, name, scopes }) => ({
      capability: id,
      name,
      left: BANK_HOURS.map((hours) => {
        const { p50, p10 } = scopes[0]!.reserveUnits[hours];
        return { p50, p10 };
      }),
      atMinute: scopes[0]!.reserveUnits["1h"].atMinute,
    }));
}

export interface DaysRow {
  readonly capability: string;
  readonly name: string;
  /** "at least 14" */
  readonly typical: string;
  readonly oneInTen: string;
  /** days of a typical run, for the bar; null: never asked */
  readonly days: number | null;
  readonly atLeast: boolean;
}

export function daysOf({ capabilities }: Summary): DaysRow[] {
  const words = (days: number | null, atLeast: boolean) =>
    days === null ? "–" : `${atLeast ? "at least " : ""}${days < 10 ? days.toFixed(1) : Math.round(days)} d`;
  return capabilities.flatMap(({ id, name, asked, scopes }): DaysRow[] => {
    const days = scopes[0]!.daysSustainable;
    if (!asked || days === null) return [];
    return [
      {
        capability: id,
        name,
        typical: words(days.p50, days.p50AtLeast),
        oneInTen: words(days.p10, days.p10AtLeast),
        days: days.p50,
        atLeast: days.p50AtLeast,
      },
    ];
  });
}
