/** Figures in plain words: shares of runs, durations, times of the clock, names of units in the plural. */
import { type Interval, lessThan, wilson } from "./intervals.ts";

/** Below this many runs a share is told as it was counted, not per hundred. */
const FEW_RUNS = 30;

/**
 * How often: "63 runs of 100 (61 to 65; 2,000 runs)". What never happened is "less than 0.2 runs in 100", never
 * 0; what always happened is "more than 99.8".
 *
 * @param interval of the share; Wilson's if left out, null if there is none
 */
export function shareOfRuns(events: number, n: number, interval?: Interval | null): string {
  if (n < 1) return "no runs";
  if (interval === null) return `${thousands(events)} of ${thousands(n)} runs (too few draws to say how sure)`;
  if (n === 1) return `${events === 0 ? "none" : "all"} of 1 run (one run does not say how likely)`;
  const bound = neverOf100(n);
  const runs = `${thousands(n)} runs`;
  if (n < FEW_RUNS) {
    if (events === 0) return `none of ${runs} (less than ${bound} in 100)`;
    if (events === n) return `all of ${runs} (more than ${tidy(100 - bound)} in 100)`;
    const [, low, high] = percentages(events, n, interval);
    return `${events} of ${runs} (${low} to ${high} in 100)`;
  }
  if (events === 0) return `less than ${bound} runs in 100 (none of ${runs})`;
  if (events === n) return `more than ${tidy(100 - bound)} runs in 100 (all of ${runs})`;
  const [share, low, high] = percentages(events, n, interval);
  return `${share} runs of 100 (${low} to ${high}; ${runs})`;
}

/** What never happened in n runs happens in less than so many of 100. */
export function neverOf100(n: number): number {
  return roundedUp(100 * lessThan(n)!);
}

/** What `shareOfRuns` is to say of a probability; undefined: its own interval. @param apart null: runs are independent */
export function intervalOfShare(
  { low, high }: { readonly low: number | null; readonly high: number | null },
  apart: boolean | null,
): Interval | null | undefined {
  if (apart === null) return undefined;
  return low === null || high === null ? null : { low, high };
}

/** How many numbers are ranges and how they were drawn. @param draws null: each run has its own */
export function drawnInWords(ranges: number, draws: number | null): string {
  const given = ranges === 1 ? "1 number is given as a range" : `${thousands(ranges)} numbers are given as ranges`;
  const them = ranges === 1 ? "it" : "them";
  if (draws === null) {
    return `${given}, and every run drew ${them} anew: luck and what we do not know are mixed; --outer 50 tells them apart`;
  }
  return `${given}; the runs share ${draws === 1 ? "1 draw" : `${thousands(draws)} draws`} of ${them}, which tells luck from what we do not know`;
}

/** Share and interval in per cent with as many decimals as the interval deserves, and neither 0 nor 100. */
function percentages(events: number, n: number, interval: Interval | undefined): [string, string, string] {
  const { low, high } = interval ?? wilson(events, n)!;
  const values = [events / n, low, high].map((value) => value * 100);
  let decimals = 0;
  for (let width = values[2]! - values[1]!; width < 2 && decimals < 6; width *= 10) decimals++;
  const dull = (text: string) => Number(text) === 0 || Number(text) === 100;
  while (decimals < 6 && values.some((value) => dull(value.toFixed(decimals)))) decimals++;
  return values.map((value) => value.toFixed(decimals)) as [string, string, string];
}

/** Upwards to one digit below 10, to a whole number above: an upper bound stays one. */
function roundedUp(value: number): number {
  if (value >= 10) return Math.ceil(value);
  let scale = 1;
  while (value * scale < 1) scale *= 10;
  return Math.ceil(value * scale) / scale;
}

function tidy(value: number): string {
  return String(Number(value.toFixed(8)));
}

/** 12,345 */
export function thousands(whole: number): string {
  return String(Math.round(whole)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** Minutes as "45 min", "6 h", "1 h 30 min", "2 d 3 h": the two largest units that are not 0. */
export function duration(minutes: number): string {
  const whole = Math.round(minutes);
  const parts = [
    [Math.floor(whole / 1440), "d"],
    [Math.floor(whole / 60) % 24, "h"],
    [whole % 60, "min"],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) return "0 min";
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
}

/** A minute from the start as "day 3, 21:40"; the day of the start is day 1. */
export function dayAndTime(minute: number, startMinuteOfDay: number): string {
  const civil = startMinuteOfDay + minute;
  const ofDay = ((civil % 1440) + 1440) % 1440;
  const two = (value: number) => String(value).padStart(2, "0");
  return `day ${Math.floor(civil / 1440) + 1}, ${two(Math.floor(ofDay / 60))}:${two(ofDay % 60)}`;
}

/** "1 PSU", "14 PSUs". */
export function unitsInWords(count: number, names: UnitNames): string {
  return `${thousands(count)} ${count === 1 ? names.one : names.many}`;
}

export interface UnitNames {
  readonly one: string;
  readonly many: string;
}

const JOINING = new Set(["and", "of", "the", "for"]);

/**
 * How a capability is spoken of. An id that is the initials of its name stands for those words, as the trade
 * speaks: Police Support Unit (psu) → PSU, PSUs; Armed Response Vehicle crew (arv) → ARV crew, ARV crews.
 * Other names keep their words: Search team → search team, search teams.
 */
export function unitNames(id: string, name: string): UnitNames {
  const words = name.split(/[\s-]+/).filter((word) => !JOINING.has(word));
  const initials = words.slice(0, id.length).map((word) => word[0]?.toLowerCase());
  const shortened = id.length > 1 && initials.join("") === id.toLowerCase();
  const one = shortened ? [id.toUpperCase(), ...words.slice(id.length)].join(" ") : withoutCapital(name);
  return { one, many: plural(one) };
}

function withoutCapital(name: string): string {
  const capitals = /^[A-Z][^\sa-z]/.test(name) || /^\S+\s+[A-Z]/.test(name); // AEP team, National Cyber Crime Unit …
  return capitals ? name : name.slice(0, 1).toLowerCase() + name.slice(1);
}

function plural(name: string): string {
  // "investigator, tasked nationally" is many investigators; "armed officers, pair" is many pairs.
  const comma = name.indexOf(",");
  if (comma > 0 && !name.slice(0, comma).endsWith("s")) return plural(name.slice(0, comma)) + name.slice(comma);
  if (/[^aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`;
  return /(s|x|ch|sh)$/.test(name) ? `${name}es` : `${name}s`;
}
