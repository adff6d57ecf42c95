/**
 * Numbers as planners write them: durations ("1 d 6 h"), times ("day 3 21:40"), distances ("80 km"), work
 * ("30 unit-hours"). Everything becomes minutes, kilometres or unit-minutes. Null where the text is none of these.
 */
const MINUTES_IN: Readonly<Record<string, number>> = {
  min: 1,
  mins: 1,
  minute: 1,
  minutes: 1,
  m: 1,
  h: 60,
  hr: 60,
  hour: 60,
  hours: 60,
  d: 1440,
  day: 1440,
  days: 1440,
  w: 10080,
  week: 10080,
  weeks: 10080,
};

/** Minutes. */
export function parseDuration(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "string" || value.length > 80) return null;
  const text = value.trim();
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text);
  if (!/^(?:\d+(?:\.\d+)? ?[a-z]+)(?: \d+(?:\.\d+)? ?[a-z]+)*$/.test(text)) return null;
  let minutes = 0;
  for (const [, count, unit] of text.matchAll(/(\d+(?:\.\d+)?) ?([a-z]+)/g)) {
    const size = Object.hasOwn(MINUTES_IN, unit!) ? MINUTES_IN[unit!]! : Number.NaN;
    minutes += Number(count) * size;
  }
  return Number.isFinite(minutes) ? minutes : null;
}

/** Minutes from the start; day 1 is the day of the start, and its clock begins at `startMinuteOfDay`. */
export function parseTime(value: unknown, startMinuteOfDay: number): number | null {
  if (typeof value === "string") {
    const civil = /^day (\d{1,6})(?: ([01]?\d|2[0-3]):([0-5]\d))?$/.exec(value.trim());
    if (civil !== null) {
      const day = Number(civil[1]);
      if (day < 1) return null;
      return (day - 1) * 1440 + Number(civil[2] ?? 0) * 60 + Number(civil[3] ?? 0) - startMinuteOfDay;
    }
  }
  if (typeof value === "string" && value.startsWith("-")) {
    const before = parseDuration(value.slice(1).trim());
    return before === null ? null : -before;
  }
  return parseDuration(value);
}

/** Kilometres. */
export function parseDistance(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "string") return null;
  const match = /^(\d+(?:\.\d+)?) ?(km|m)?$/.exec(value.trim());
  if (match === null) return null;
  return Number(match[1]) / (match[2] === "m" ? 1000 : 1);
}

/** Unit-minutes. */
export function parseWork(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "string") return null;
  const match = /^(\d+(?:\.\d+)?)(?: ?unit-(minutes?|hours?|days?))?$/.exec(value.trim());
  if (match === null) return null;
  const unit = match[2]?.[0];
  return Number(match[1]) * (unit === "h" ? 60 : unit === "d" ? 1440 : 1);
}

export interface CivilStart {
  readonly minuteOfDay: number;
  /** 0 = Monday */
  readonly weekday: number;
  /** days since 1970-01-01 */
  readonly dayNumber: number;
}

/** A civil time such as 2026-08-01T00:00, without zone. */
export function parseStart(value: unknown): CivilStart | null {
  if (typeof value !== "string") return null;
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::00)?)?$/.exec(value.trim());
  if (match === null) return null;
  const [year, month, day, hour, minute] = [1, 2, 3, 4, 5].map((i) => Number(match[i] ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const utc = new Date(Date.UTC(year, month - 1, day));
  if (year < 1970 || utc.getUTCMonth() !== month - 1 || utc.getUTCDate() !== day || hour > 23 || minute > 59)
    return null;
  const dayNumber = Math.round(utc.getTime() / 86_400_000);
  // 1 January 1970 was a Thursday.
  return { minuteOfDay: hour * 60 + minute, weekday: (dayNumber + 3) % 7, dayNumber };
}

export const DEFAULT_START = "2026-01-05T00:00";
