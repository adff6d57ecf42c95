/**
 * Several scenarios on one clock: their threats together against the same people.
 *
 * Everything but threats is joined as changes are joined: what only one scenario changes holds, what several change
 * differently is refused. The first keeps its ids, so that its luck stays as it is alone; a threat of a later one takes
 * its letter in front (b-disorder) where the same id is there already.
 *
 * Each keeps its own hour of day: the clock begins on the first one's date at the earliest hour of all, or at the starts
 * that are given, and every time is moved by what lies between.
 */
import { show } from "./faults.ts";
import { DEFAULT_HORIZON } from "./names.ts";
import { DEFAULT_START, parseDuration, parseStart, parseTime } from "./quantities.ts";
import type { ResolvedScenario } from "./read.ts";
import { isMap, letterOf, renamed, same } from "./renamed.ts";
import type { Threat } from "./waking.ts";

export interface Composed {
  readonly scenario: ResolvedScenario;
}
export interface Refused {
  /** one sentence each */
  readonly refused: readonly string[];
}

/**
 * @param base what a scenario that changes nothing gets, against which changes are told; null: no common ground
 * @param starts civil start of each scenario; empty: each at its own hour, on the day the first begins
 */
export function composeScenarios(
  scenarios: readonly ResolvedScenario[],
  base: ResolvedScenario | null,
  starts: readonly string[] = [],
): Composed | Refused {
  const first = scenarios[0]!;
  const refused: string[] = [];
  const clock = commonClock(scenarios, starts, refused);
  const joined: Record<string, unknown> = {};
  for (const key of [
    "places",
    "skills",
    "overlaps",
    "capabilities",
    "policy",
    "people",
    "regimes",
    "marking",
    "position",
  ] as const) {
    const said = scenarios.map(({ name, [key]: value }, i): Said => {
      return { by: name, said: timesMoved(value, base?.[key], clock, i) };
    });
    let whole = said[0]!;
    for (const next of said.slice(1)) {
      whole = { by: whole.by, said: join(base?.[key], whole, next, key, refused) };
    }
    joined[key] = whole.said;
  }
  if (refused.length > 0) return { refused: shortened(refused) };
  const parts = renamed(scenarios).map(({ threats, observe }, i) => ({
    threats: mapValues(threats, (threat) => shifted(threat, clock.shift[i]!, clock.minuteOfDay[i]!)),
    observe: mapValues(observe, (one) => shiftedKey(one, "at", clock.shift[i]!, clock.minuteOfDay[i]!)),
  }));
  const whole = {
    muster: 1,
    name: scenarios.map(({ name }) => name).join(" + "),
    story: texts(scenarios, "story"),
    question: first.question,
    reading: texts(scenarios, "reading"),
    sources: scenarios.flatMap(({ sources }) => (sources === undefined ? [] : [sources].flat())),
    clock: { start: clock.start, horizon: clock.horizon, warmUp: clock.warmUp },
    seed: first.seed,
    replications: first.replications,
    ...joined,
    threats: Object.assign({}, ...parts.map(({ threats }) => threats)),
    observe: Object.assign({}, ...parts.map(({ observe }) => observe)),
    assumptions: joinedAssumptions(scenarios),
  };
  return { scenario: Object.fromEntries(Object.entries(whole).filter(([, v]) => v !== undefined)) as ResolvedScenario };
}

/** Scenarios of two countries differ in everything; a few differences say so. */
function shortened(refused: readonly string[]): readonly string[] {
  const most = 5;
  return refused.length <= most
    ? refused
    : [...refused.slice(0, most), `… and in ${refused.length - most} other places.`];
}

/** More than this on one clock is a scenario of its own. */
export const MOST_ON_ONE_CLOCK = 8;

// ── clock ───────────────────────────────────────────────────────────────────────────────────────

interface CommonClock {
  readonly start: string;
  readonly horizon: number;
  readonly warmUp: number;
  /** minutes by which each scenario's times move */
  readonly shift: readonly number[];
  /** minute of day at which each scenario begins, to which its "day 2 21:40" refers */
  readonly minuteOfDay: readonly number[];
}

function commonClock(
  scenarios: readonly ResolvedScenario[],
  starts: readonly string[],
  refused: string[],
): CommonClock {
  const own = scenarios.map(({ clock }) => parseStart(clock?.start ?? DEFAULT_START)!);
  const given = starts.map((start) => {
    const read = parseStart(start);
    if (read === null) refused.push(`${show(start)} is not a civil time such as 2026-08-01T00:00.`);
    return read ?? own[0]!;
  });
  const day = own[0]!.dayNumber;
  const at = scenarios.map((_, i) => {
    if (given.length > 0) {
      const { dayNumber, minuteOfDay } = given.length === 1 ? given[0]! : given[i]!;
      return dayNumber * 1440 + minuteOfDay;
    }
    return day * 1440 + own[i]!.minuteOfDay;
  });
  const earliest = Math.min(...at);
  const shift = at.map((minute) => minute - earliest);
  const length = (text: unknown, otherwise: number) => Math.round(parseDuration(text ?? otherwise) ?? otherwise);
  return {
    start: civil(earliest),
    horizon: Math.max(...scenarios.map(({ clock }, i) => shift[i]! + length(clock?.horizon, DEFAULT_HORIZON))),
    warmUp: Math.max(...scenarios.map(({ clock }, i) => length(clock?.warmUp, 0) - shift[i]!), 0),
    shift,
    minuteOfDay: at.map((minute) => minute % 1440),
  };
}

const civil = (minutes: number) => new Date(minutes * 60_000).toISOString().slice(0, 16);

/** The threat with its times in minutes of the common clock. */
function shifted(threat: Threat, shift: number, minuteOfDay: number): Threat {
  const move = <T extends object>(record: T, key: keyof T) => shiftedKey(record, key, shift, minuteOfDay);
  const { schedule } = threat.arrivals;
  const arrivals: Record<string, unknown> = { ...threat.arrivals };
  if (schedule !== undefined) arrivals.schedule = schedule.map((entry) => move(entry, "at"));
  for (const way of ["poisson", "table", "hawkes"] as const) {
    const rate = threat.arrivals[way];
    if (rate === undefined) continue;
    const moved = move(move(rate, "from"), "until");
    // A rate without a start begins with its own scenario, not before.
    const from = moved.from ?? (shift === 0 ? undefined : shift);
    arrivals[way] = {
      ...moved,
      ...(from === undefined ? {} : { from }),
      ...(moved.steps === undefined ? {} : { steps: moved.steps.map((step) => move(step, "from")) }),
    };
  }
  return { ...threat, arrivals: arrivals as Threat["arrivals"] };
}

function shiftedKey<T extends object>(record: T, key: keyof T, shift: number, minuteOfDay: number): T {
  if (record[key] === undefined) return record;
  return { ...record, [key]: (parseTime(record[key], minuteOfDay) ?? 0) + shift };
}

// ── what all share ──────────────────────────────────────────────────────────────────────────────

interface Said {
  readonly said: unknown;
  readonly by: string;
}

/** Times in what a scenario changes of people and capabilities: postures, changes of stock, triggers. */
function timesMoved(value: unknown, base: unknown, clock: CommonClock, place: number): unknown {
  if (clock.shift[place] === 0 || same(value, base)) return value;
  if (Array.isArray(value)) return value.map((item) => timesMoved(item, undefined, clock, place));
  if (!isMap(value)) return value;
  const entries = Object.entries(value).map(([key, inner]) => {
    if (key === "at" && typeof inner !== "object")
      return [key, (parseTime(inner, clock.minuteOfDay[place]!) ?? 0) + clock.shift[place]!];
    return [key, timesMoved(inner, isMap(base) ? base[key] : undefined, clock, place)];
  });
  return Object.fromEntries(entries);
}

/** What both say together of one thing that stood otherwise in `base`. */
function join(base: unknown, a: Said, b: Said, path: string, refused: string[]): unknown {
  if (same(a.said, b.said) || same(b.said, base)) return a.said;
  if (same(a.said, base)) return b.said;
  if (isMap(a.said) && isMap(b.said) && !isFigure(a.said) && !isFigure(b.said)) {
    const result: Record<string, unknown> = {};
    for (const key of new Set([...Object.keys(a.said), ...Object.keys(b.said)])) {
      const inner = (said: Said): Said => ({ ...said, said: (said.said as Record<string, unknown>)[key] });
      const value = join(isMap(base) ? base[key] : undefined, inner(a), inner(b), `${path}.${key}`, refused);
      if (value !== undefined) result[key] = value;
    }
    return result;
  }
  refused.push(
    path === "marking"
      ? `The scenarios carry different markings: ${show(a.said)} and ${show(b.said)}. Say with --marking which holds.`
      : `They cannot be put together: ${path} is ${show(a.said)} in "${a.by}" and ${show(b.said)} in "${b.by}".`,
  );
  return a.said;
}

/** One number said in one way: half of one and half of the other would be neither. */
const isFigure = (value: Record<string, unknown>) => ["value", "low", "dist", "trigger"].some((key) => key in value);

function joinedAssumptions(scenarios: readonly ResolvedScenario[]): ResolvedScenario["assumptions"] {
  const found = new Map<string, NonNullable<ResolvedScenario["assumptions"]>[number]>();
  scenarios.forEach(({ assumptions }, i) => {
    for (const one of assumptions ?? []) {
      const there = found.get(one.id);
      if (there === undefined) found.set(one.id, one);
      else if (!same(there, one)) found.set(`${letterOf(i)}-${one.id}`, { ...one, id: `${letterOf(i)}-${one.id}` });
    }
  });
  return found.size === 0 ? undefined : [...found.values()];
}

function texts(scenarios: readonly ResolvedScenario[], key: "story" | "reading"): string | undefined {
  const said = scenarios.map((scenario) => scenario[key]).filter((text) => text !== undefined);
  return said.length === 0 ? undefined : [...new Set(said)].join(" ");
}

function mapValues<T>(record: Readonly<Record<string, T>>, change: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([id, value]) => [id, change(value)]));
}
