/**
 * When to call the nation: the same tapes with national mobilisation called at one hour or another, at a threshold or
 * never; the harm of being late against the cost of being early, and the latest hour that is still of use.
 */
import { type Interval, meanInterval } from "../tally/intervals.ts";
import { momentsOf } from "../tally/moments.ts";
import { CONDITION } from "../tally/verdict.ts";
import { thousands, type UnitNames } from "../tally/words.ts";
import { holm, pairedMeanTest } from "./compare-statistics.ts";

/** One way to call the nation, and what came of it by replication. */
export interface CallRuns {
  readonly id: string;
  /** "called after 6 h" */
  readonly words: string;
  /** hours after the earliest; null: at a threshold, never, or as the scenario says */
  readonly hour: number | null;
  /** unit-minutes of the capability that stayed unfilled, and that were missing on the ground for any reason */
  readonly unresourced: ArrayLike<number>;
  readonly missing: ArrayLike<number>;
  /** 0 or 1 */
  readonly runOut: ArrayLike<number>;
  /** of all capabilities that are called, and what they cost at the low and the high end of their prices */
  readonly shifts: ArrayLike<number>;
  readonly costLow: ArrayLike<number>;
  readonly costHigh: ArrayLike<number>;
}

export interface MeanFigure {
  readonly mean: number;
  /** 95 % interval; null from one run */
  readonly low: number | null;
  readonly high: number | null;
}

export interface CallFigures {
  readonly id: string;
  readonly words: string;
  readonly hour: number | null;
  readonly unresourcedUnitHours: MeanFigure;
  readonly missingUnitHours: MeanFigure;
  readonly runOutShare: number;
  readonly officerShifts: MeanFigure;
  readonly cost: { readonly low: number; readonly high: number };
  /** less what calling at once had, on the same tapes; null for that one itself */
  readonly againstNow: Against | null;
  /** less what never calling had; null for that one itself */
  readonly againstNever: Against | null;
}

export interface Against {
  readonly unresourcedUnitHours: MeanFigure;
  /** its interval is as wide as Holm's adjustment asks, so that it covers 0 where nothing can be told */
  readonly missingUnitHours: MeanFigure;
  readonly officerShifts: MeanFigure;
  readonly cost: { readonly low: number; readonly high: number };
  /** of the missing unit-hours, adjusted by Holm for all calls held against the same one */
  readonly p: number | null;
  readonly distinguishable: boolean;
}

export interface TriggerTest {
  readonly calls: readonly CallFigures[];
  /** the last hour looked at until which no call was distinguishably worse than calling at once */
  readonly freeUntilHour: number | null;
  /** the last hour looked at at which calling was still distinguishably better than never; null: no hour was */
  readonly usefulUntilHour: number | null;
}

/** @param calls the first is called at once; one of them, of id "never", is never called */
export function triggerTest(calls: readonly CallRuns[]): TriggerTest {
  const now = calls[0]!;
  const never = calls.find(({ id }) => id === "never")!;
  const againstNow = againstAll(calls, now);
  const againstNever = againstAll(calls, never);
  const figures = calls.map((call, i): CallFigures => {
    const { id, words, hour } = call;
    return {
      id,
      words,
      hour,
      unresourcedUnitHours: meanOf(call.unresourced, 60),
      missingUnitHours: meanOf(call.missing, 60),
      runOutShare: meanOf(call.runOut, 1).mean,
      officerShifts: meanOf(call.shifts, 1),
      cost: { low: meanOf(call.costLow, 1).mean, high: meanOf(call.costHigh, 1).mean },
      againstNow: againstNow[i]!,
      againstNever: againstNever[i]!,
    };
  });
  const byHour = figures.flatMap((call) => (call.hour === null ? [] : [{ ...call, hour: call.hour }]));
  byHour.sort((a, b) => a.hour - b.hour);
  const worse = byHour.findIndex((call) => isWorse(call.againstNow));
  const free = worse < 0 ? byHour.at(-1) : byHour[worse - 1];
  const useful = byHour.filter(({ againstNever: never }) => never?.distinguishable && never.missingUnitHours.mean < 0);
  return { calls: figures, freeUntilHour: free?.hour ?? null, usefulUntilHour: useful.at(-1)?.hour ?? null };
}

function isWorse(against: Against | null): boolean {
  return against?.distinguishable === true && against.missingUnitHours.mean > 0;
}

function againstAll(calls: readonly CallRuns[], one: CallRuns): (Against | null)[] {
  const others = calls.filter((call) => call !== one);
  const tests = others.map((call) => {
    const { mean, variance } = momentsOf(differences(call.missing, one.missing));
    return pairedMeanTest(mean, variance, call.missing.length);
  });
  const adjusted = holm(tests.map((p) => p ?? 1));
  return calls.map((call): Against | null => {
    const at = others.indexOf(call);
    if (at < 0) return null;
    const p = tests[at] === null ? null : adjusted[at]!.p;
    const difference = (key: "costLow" | "costHigh") => momentsOf(differences(call[key], one[key])).mean;
    return {
      unresourcedUnitHours: meanOf(differences(call.unresourced, one.unresourced), 60),
      missingUnitHours: meanOf(differences(call.missing, one.missing), 60, adjusted[at]!.confidence),
      officerShifts: meanOf(differences(call.shifts, one.shifts), 1),
      cost: { low: difference("costLow"), high: difference("costHigh") },
      p,
      distinguishable: p !== null && p < 0.05,
    };
  });
}

function differences(a: ArrayLike<number>, b: ArrayLike<number>): number[] {
  return Array.from(a, (value, r) => value - b[r]!);
}

function meanOf(values: ArrayLike<number>, per: number, confidence?: number): MeanFigure {
  const scaled = Array.from(values, (value) => value / per);
  const { mean, variance } = momentsOf(scaled);
  const interval: Interval | null = meanInterval(mean, variance, scaled.length, confidence);
  return { mean, low: interval?.low ?? null, high: interval?.high ?? null };
}

/** A line for each call, then the latest useful hour. */
export function triggerWords(
  { calls, freeUntilHour, usefulUntilHour }: TriggerTest,
  units: UnitNames,
  n: number,
): string[] {
  const [now, ...later] = calls as [CallFigures, ...CallFigures[]];
  const lines = [
    `${CONDITION}: with the nation ${now.words}, ${number(now.missingUnitHours.mean)} unit-hours of ${units.many} are missing on the ground a run, ${number(now.unresourcedUnitHours.mean)} of them unfilled, and ${number(now.officerShifts.mean)} officer shifts are worked${costWords(now.cost)} (${thousands(n)} runs).`,
    ...later.map((call) => `${CONDITION}: ${call.words} against ${now.words}: ${againstWords(call.againstNow!, n)}.`),
  ];
  const hours = calls.flatMap(({ hour }) => (hour === null ? [] : [hour]));
  lines.push(usefulWords(usefulUntilHour, hours, thousands(n)), freeWords(freeUntilHour, hours, thousands(n)));
  return lines;
}

function usefulWords(hour: number | null, hours: readonly number[], n: string): string {
  const looked = `hours looked at: ${[...hours].sort((a, b) => a - b).join(", ")}`;
  if (hour === null)
    return `${CONDITION}: no hour of calling was distinguishably better than never at ${n} runs (${looked}).`;
  if (hour === Math.max(...hours))
    return `${CONDITION}: calling still helped at the latest hour looked at, hour ${hour} (${looked}).`;
  return `${CONDITION}: the latest hour at which calling still helped was hour ${hour}; a later call cannot be told from never at ${n} runs (${looked}).`;
}

function freeWords(hour: number | null, hours: readonly number[], n: string): string {
  if (hour === null || hour === 0)
    return `${CONDITION}: any wait that was looked at costs presence that calling at once would have had.`;
  const all = hour === Math.max(...hours) ? ", the latest looked at," : "";
  return `${CONDITION}: up to hour ${hour}${all} waiting cannot be told from calling at once at ${n} runs.`;
}

function againstWords({ missingUnitHours, officerShifts, cost, distinguishable }: Against, n: number): string {
  const { mean, low, high } = missingUnitHours;
  const ends = low === null ? "no interval from one run" : `${number(low)} to ${number(high!)}`;
  const harm = distinguishable
    ? `${number(Math.abs(mean))} ${mean > 0 ? "more" : "fewer"} unit-hours missing (difference ${ends})`
    : `unit-hours missing not distinguishable at ${thousands(n)} runs (difference ${ends})`;
  const by = officerShifts.mean;
  const shifts =
    by === 0 ? "as many officer shifts" : `${number(Math.abs(by))} ${by > 0 ? "more" : "fewer"} officer shifts`;
  return `${harm}; ${shifts}${costWords({ low: Math.abs(cost.low), high: Math.abs(cost.high) })}`;
}

function costWords({ low, high }: { readonly low: number; readonly high: number }): string {
  if (high === 0) return "";
  return `, £${thousands(Math.min(low, high))} to £${thousands(Math.max(low, high))}`;
}

function number(value: number): string {
  const size = Math.abs(value);
  if (size >= 100) return (value < 0 ? "−" : "") + thousands(size);
  return value.toFixed(size >= 10 || size === 0 ? 0 : 1).replace("-", "−");
}
