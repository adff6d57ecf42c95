/** Words that stand in more than one place of the page, and figures as the page writes them. */

import { dayAndTime, neverOf100 } from "../engine/tally/words.ts";
import { version } from "../package.json";

export const VERSION = version;
export const MARKING = "UNMARKED – illustrative, public data";
export const CONDITION_AND_MARKING = `In this scenario, on assumed holdings. ${MARKING}.`;
export const NOT_OFFICIAL = "Muster is not an official police or Home Office service.";
export const STAYS_HERE = "Everything is computed in this page. Nothing you choose or type leaves this computer.";

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/**
 * A probability as it stands in a cell or a column: runs of 100, and never a bare 0 or 100. What never happened in that many
 * runs is less than their bound; of a single run there is none.
 */
export function runsOf100(probability: number | null, runs: number): string {
  if (probability === null) return "–";
  if (probability === 0) return runs < 2 ? "none" : `<${neverOf100(runs)}`;
  if (probability === 1) return runs < 2 ? "all" : `>${Number((100 - neverOf100(runs)).toFixed(8))}`;
  const share = probability * 100;
  if (share < 1) return "<1";
  return String(Math.min(99, Math.round(share)));
}

/** "day 6, 20:00 (Sunday)" → day, time, and the weekday a planner thinks in. */
export function momentOf(minute: number, clock: Clock): string {
  return `${weekdayOf(minute, clock)}, ${dayAndTime(minute, clock.startMinuteOfDay)}`;
}

export function weekdayOf(minute: number, { startMinuteOfDay, startWeekday }: Clock): string {
  const day = Math.floor((startMinuteOfDay + minute) / 1440);
  return WEEKDAYS[(((startWeekday + day) % 7) + 7) % 7]!;
}

/** What is needed to say a minute as a civil time. */
export interface Clock {
  /** minute of the day, and weekday (0 = Monday), at minute 0 */
  readonly startMinuteOfDay: number;
  readonly startWeekday: number;
  readonly horizonMinutes: number;
}

export function capitalised(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
