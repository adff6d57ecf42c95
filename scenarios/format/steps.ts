/** A rate over time: so many a day, times factors by hour, weekday, month and step, as steps on the clock of minutes. */
import type { Steps } from "../../engine/model.ts";
import type { Names } from "./names.ts";
import type { Figure, Numbers } from "./numbers.ts";
import { minuteOf } from "./people.ts";
import type { Scenario } from "./schema.ts";

/** As the schema has it; absent factors are 1. */
export interface WrittenRate {
  readonly perDay?: Figure | undefined;
  readonly perHour?: Figure | undefined;
  readonly perYear?: Figure | undefined;
  readonly from?: number | string | undefined;
  readonly until?: number | string | undefined;
  readonly hour?: readonly Figure[] | undefined;
  readonly weekday?: readonly Figure[] | undefined;
  readonly month?: readonly Figure[] | undefined;
  readonly steps?: readonly { readonly from: number | string; readonly factor: Figure }[] | undefined;
  /** ids */
  readonly regimes?: readonly string[] | undefined;
}

const DAY = 1440;
const YEAR = 365.25 * DAY;

/**
 * Incidents per minute, 0 outside [from, until); what perDay, perHour and perYear say adds up. Before the first step the
 * factor is 1. A regime multiplies by steps of its own, whose ranges stand at one value for all threats that heed it.
 */
export function compileRate(
  written: WrittenRate,
  names: Names,
  numbers: Numbers,
  path: string,
  known: Scenario["regimes"],
): Steps {
  const { perDay, perHour, perYear, from, until, hour, weekday, month, steps, regimes, ...rest } = written;
  rest satisfies Record<string, never>;
  const base =
    numbers.of(perDay ?? 0, `${path}.perDay`) / DAY +
    numbers.of(perHour ?? 0, `${path}.perHour`) / 60 +
    numbers.of(perYear ?? 0, `${path}.perYear`) / YEAR;
  const factors = (list: readonly Figure[] | undefined, name: string) =>
    list?.map((figure, i) => numbers.of(figure, `${path}.${name}.${i}`));
  const byHour = factors(hour, "hour");
  const byWeekday = factors(weekday, "weekday");
  const byMonth = factors(month, "month");
  const changeOf = (at: number | string, figure: Figure, by: number, of: string) => ({
    by,
    minute: minuteOf(at, names),
    factor: numbers.of(figure, `${of}.steps.${at}`),
  });
  const changes = [
    ...(steps ?? []).map(({ from: at, factor }) => changeOf(at, factor, 0, path)),
    ...(regimes ?? []).flatMap((id, k) =>
      known![id]!.steps.map(({ at, factor }) => changeOf(at, factor, 1 + k, `regimes.${id}`)),
    ),
  ].sort((a, b) => a.minute - b.minute);
  /** the factor of the rate's own steps, then of each regime, at the minute looked at */
  const now = new Array<number>(1 + (regimes?.length ?? 0)).fill(1);

  const start = -names.warmUp;
  const first = from === undefined ? start : Math.max(start, minuteOf(from, names));
  const last = until === undefined ? names.horizon : Math.min(names.horizon, minuteOf(until, names));
  const { minuteOfDay, weekday: startWeekday, dayNumber } = names.start;
  const grain = byHour !== undefined ? 60 : byWeekday !== undefined || byMonth !== undefined ? DAY : 0;

  const times: number[] = [start];
  const values: number[] = [0];
  const add = (minute: number, value: number): void => {
    if (values.at(-1) === value) return;
    if (times.at(-1) === minute) {
      values[values.length - 1] = value;
      // Taking back a step of no length may leave two alike.
      if (values.length > 1 && values.at(-2) === value) {
        times.pop();
        values.pop();
      }
    } else {
      times.push(minute);
      values.push(value);
    }
  };
  let day = Number.NaN;
  let monthIndex = 0;
  let nextChange = 0;
  for (let minute = first; minute < last; ) {
    while (nextChange < changes.length && changes[nextChange]!.minute <= minute) {
      const change = changes[nextChange++]!;
      now[change.by] = change.factor;
    }
    const civil = minuteOfDay + minute;
    const today = Math.floor(civil / DAY);
    if (today !== day) {
      day = today;
      if (byMonth !== undefined) monthIndex = new Date((dayNumber + day) * 86_400_000).getUTCMonth();
    }
    let value = now.reduce((rate, factor) => rate * factor, base);
    if (byHour !== undefined) value *= byHour[Math.floor((civil - today * DAY) / 60)]!;
    if (byWeekday !== undefined) value *= byWeekday[(((startWeekday + today) % 7) + 7) % 7]!;
    if (byMonth !== undefined) value *= byMonth[monthIndex]!;
    add(minute, value);
    let next = last;
    if (grain > 0) next = Math.min(next, (Math.floor(civil / grain) + 1) * grain - minuteOfDay);
    if (nextChange < changes.length) next = Math.min(next, changes[nextChange]!.minute);
    minute = next;
  }
  if (last < names.horizon && last >= first) add(Math.max(last, start), 0);
  return { from: Int32Array.from(times), value: Float64Array.from(values) };
}
