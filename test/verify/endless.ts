/**
 * The same demand with units without end: what would be busy is Poisson at every moment, whatever the durations, so
 * that any function of it has an exactly known mean. It follows the real system closely, and so it controls it.
 */
import type { Run } from "./figure.ts";

/** How far a run's average of a function of the busy units without end is from its exact mean. */
export type Control = (run: Run) => number;

/** All controls of one kind are asked for before the first run is looked at. */
export interface Endless {
  /** time average of g(units busy) */
  average(g: (units: number) => number): Control;
  /** g(units busy) in the last minute */
  atEnd(g: (units: number) => number): Control;
  /** whether so many are ever busy at once; from nothing only */
  reaches(units: number): Control;
}

/** Incidents of several sizes: so many units at such a chance. */
export type Sizes = readonly { readonly units: number; readonly p: number }[];
const ALONE: Sizes = [{ units: 1, p: 1 }];

/**
 * @param load incidents a mean holding time
 * @param horizon holdings; in them demand grows from nothing. Absent: it stands still, a long warm-up went before
 * @param sizes of the incidents; one unit each if absent
 */
export function endless(load: number, horizon?: number, sizes = ALONE): Endless {
  const moment = (power: number): number => sizes.reduce((sum, { units, p }) => sum + units ** power * p, 0);
  const size = Math.ceil(
    load * moment(1) + 12 * Math.sqrt(load * moment(2)) + 30 * Math.max(...sizes.map((one) => one.units)),
  );
  const measures: Measure[] = [];
  const found = new WeakMap<Run, Float64Array>();
  const control = (of: Measure["of"], table: Float64Array, mean: number): Control => {
    const at = measures.length;
    measures.push({ of, table });
    return (run) => {
      let values = found.get(run);
      if (values === undefined) {
        values = follow(run, measures, size);
        found.set(run, values);
      }
      return values[at]! - mean;
    };
  };
  const tableOf = (g: (units: number) => number) => Float64Array.from({ length: size }, (_, units) => g(units));
  return {
    average: (g) => {
      const table = tableOf(g);
      return control(
        "average",
        table,
        horizon === undefined ? meanAt(table, load, sizes) : overTime(table, load, horizon, sizes),
      );
    },
    atEnd: (g) => {
      const table = tableOf(g);
      return control("last", table, meanAt(table, load, sizes, horizon));
    },
    reaches: (units) => {
      const table = tableOf((most) => Number(most >= units));
      return control("most", table, chanceToReach(units, load, horizon!));
    },
  };
}

interface Measure {
  /** of the time average, of the last minute, of the most there ever were */
  readonly of: "average" | "last" | "most";
  readonly table: Float64Array;
}

/**
 * The same demand worked off by one unit that is so many times as fast (M/G/1): how far the minutes of work that
 * stand before it are, on average over time, from their exact mean (Pollaczek and Khinchine). A queue before busy
 * units moves much as it does.
 *
 * @param holding minutes
 * @param square of a holding, over the square of its mean: 2 if exponential
 */
export function oneFastUnit(servers: number, load: number, holding: number, square = 2): Control {
  const mean = (load * holding * square) / (2 * (servers - load));
  return ({ tape, horizon }) => {
    let work = 0;
    let now = tape.minute[tape.order[0]!]!;
    let area = 0;
    const until = (minute: number): void => {
      const clears = work / servers;
      // of a decline from `work` at `now`, the part that is measured
      const from = Math.min(Math.max(0, -now), clears);
      const to = Math.min(minute - now, clears);
      if (minute > 0 && to > from) area += (to - from) * (work - (servers * (from + to)) / 2);
      work = Math.max(0, work - servers * (minute - now));
      now = minute;
    };
    for (let i = 0; i < tape.nOrder; i++) {
      const incident = tape.order[i]!;
      const minute = tape.minute[incident]!;
      if (minute >= horizon) break;
      until(minute);
      work += tape.phaseDuration[tape.firstPhase[incident]!]!;
    }
    until(horizon);
    return area / horizon - mean;
  };
}

/**
 * The same work done by hands that come as it mounts: at the speed of as many units as there are mean holdings of
 * work, and never of more than there are units. With exponential holdings its law is known (a dam whose outflow
 * follows its level: what flows across a level equals what jumps over it). It idles and queues as busy units do.
 *
 * @param holding minutes
 * @returns how far the time with all hands at work, the work beyond them and its square are from their exact means
 */
export function comingHands(servers: number, load: number, holding: number): Control[] {
  // unit of measure: the density where all hands are just at work
  const thinning = 1 - load / servers;
  let below = 0;
  for (let term = servers / load, k = 1; term > 1e-17 * below; term *= servers / (load + k++)) below += term;
  const all = below + 1 / thinning;
  const means = [1 / thinning / all, 1 / thinning ** 2 / all, 2 / thinning ** 3 / all];
  let seen: { run: Run; areas: readonly number[] } | null = null;
  const areas = (run: Run): readonly number[] => {
    if (seen?.run !== run) seen = { run, areas: handsAtWork(run, servers, load, holding) };
    return seen.areas;
  };
  return means.map((mean, i) => (run) => areas(run)[i]! - mean);
}

function handsAtWork({ tape, horizon }: Run, servers: number, load: number, holding: number): readonly number[] {
  let full = 0;
  let beyond = 0;
  let squares = 0;
  let work = load;
  let now = tape.minute[tape.order[0]!]! / holding;
  const pass = (time: number, measured: boolean): void => {
    const over = Math.max(0, work - servers);
    const clears = Math.min(time - now, over / servers);
    if (measured && clears > 0) {
      const left = over - servers * clears;
      full += clears;
      beyond += (clears * (over + left)) / 2;
      squares += (over ** 3 - left ** 3) / (3 * servers);
    }
    work = (work - servers * clears) * Math.exp(now + clears - time);
    now = time;
  };
  const until = (time: number): void => {
    if (now < 0 && time > 0) pass(0, false);
    pass(time, now >= 0);
  };
  for (let i = 0; i < tape.nOrder; i++) {
    const incident = tape.order[i]!;
    const minute = tape.minute[incident]!;
    if (minute >= horizon) break;
    until(minute / holding);
    work += tape.phaseDuration[tape.firstPhase[incident]!]! / holding;
  }
  until(horizon / holding);
  return [full, beyond, squares].map((area) => (area * holding) / horizon);
}

/** Steps of Simpson's rule. */
const STEPS = 2000;

/** Mean of a function after so many holdings from nothing. */
function meanAt(table: Float64Array, load: number, sizes: Sizes, holdings = Infinity): number {
  const open = load * -Math.expm1(-holdings);
  const p = sizes === ALONE ? poisson(open, table.length) : compoundPoisson(open, sizes, table.length);
  return table.reduce((sum, g, units) => sum + g * p[units]!, 0);
}

/** Its time average from nothing to the horizon. */
function overTime(table: Float64Array, load: number, horizon: number, sizes: Sizes): number {
  // what changes is soon over
  const until = Math.min(horizon, 40);
  let sum = table[0]! + meanAt(table, load, sizes, until);
  for (let i = 1; i < STEPS; i++) sum += (i % 2 === 1 ? 4 : 2) * meanAt(table, load, sizes, (i * until) / STEPS);
  return ((sum * until) / STEPS / 3 + (horizon - until) * meanAt(table, load, sizes)) / horizon;
}

/** The chance that so many are busy at once before the horizon, from nothing: the chain that stops there, uniformised. */
export function chanceToReach(level: number, load: number, horizon: number): number {
  const rate = load + level;
  const mean = rate * horizon;
  const jumps = poisson(mean, Math.ceil(mean + 12 * Math.sqrt(mean) + 30));
  let p = new Float64Array(level + 1);
  p[0] = 1;
  let reached = 0;
  for (const chance of jumps) {
    reached += chance * p[level]!;
    const next = new Float64Array(level + 1);
    next[level] = p[level]!;
    for (let n = 0; n < level; n++) {
      next[n + 1]! += (p[n]! * load) / rate;
      next[n]! += p[n]! * (1 - (load + n) / rate);
      if (n > 0) next[n - 1]! += (p[n]! * n) / rate;
    }
    p = next;
  }
  return reached;
}

/** Chances of 0, 1, … by the ratio of neighbours, from the likeliest outwards. */
export function poisson(mean: number, size: number): Float64Array {
  const p = new Float64Array(size);
  const top = Math.min(size - 1, Math.floor(mean));
  if (mean === 0) {
    p[0] = 1;
    return p;
  }
  p[top] = 1;
  for (let n = top; n > 0; n--) p[n - 1] = (p[n]! * n) / mean;
  for (let n = top + 1; n < size; n++) p[n] = (p[n - 1]! * mean) / n;
  const sum = p.reduce((total, chance) => total + chance, 0);
  return p.map((chance) => chance / sum);
}

/** Chances of 0, 1, … units in all, of incidents of several sizes (Panjer 1981). */
export function compoundPoisson(incidents: number, sizes: Sizes, length: number): Float64Array {
  const p = new Float64Array(length);
  p[0] = Math.exp(-incidents);
  for (let n = 1; n < length; n++) {
    for (const size of sizes) {
      if (size.units <= n) p[n]! += (incidents / n) * size.units * size.p * p[n - size.units]!;
    }
  }
  return p;
}

/** Minute and units share one number, so that they are sorted together. */
const SHIFT = 1024;
const wantsOf = (key: number): number => key - Math.floor(key / SHIFT) * SHIFT;

/** One walk over the tape of a run: within a minute, ends before beginnings. */
function follow({ tape, horizon }: Run, measures: readonly Measure[], size: number): Float64Array {
  const n = tape.nIncidents;
  const wants = (incident: number): number => tape.needUnits[tape.phaseFirstNeed[tape.firstPhase[incident]!]!]!;
  const endOf = (incident: number): number => tape.minute[incident]! + tape.phaseDuration[tape.firstPhase[incident]!]!;
  const starts = Float64Array.from({ length: n }, (_, incident) => tape.minute[incident]! * SHIFT + wants(incident));
  const ends = Float64Array.from({ length: n }, (_, incident) => endOf(incident) * SHIFT + wants(incident));
  starts.sort();
  ends.sort();
  const minutesAt = new Float64Array(size);
  let units = 0;
  let most = 0;
  let now = 0;
  for (let i = 0, j = 0; ; ) {
    const starting = i < n ? Math.floor(starts[i]! / SHIFT) : horizon;
    const ending = j < n ? Math.floor(ends[j]! / SHIFT) : horizon;
    const minute = Math.min(starting, ending);
    if (minute >= horizon) break;
    if (minute > now) {
      minutesAt[Math.min(units, size - 1)]! += minute - now;
      now = minute;
    }
    if (ending <= starting) {
      units -= wantsOf(ends[j++]!);
    } else {
      units += wantsOf(starts[i++]!);
      if (units > most) most = units;
    }
  }
  minutesAt[Math.min(units, size - 1)]! += horizon - now;
  const at = (level: number): number => Math.min(level, size - 1);
  return Float64Array.from(measures, ({ of, table }) => {
    if (of === "last") return table[at(units)]!;
    if (of === "most") return table[at(most)]!;
    return minutesAt.reduce((sum, minutes, level) => sum + minutes * table[level]!, 0) / horizon;
  });
}
