/** The threats of a scenario as rows of a timeline: when each comes, at set times or at a rate. */
import { valueAt } from "../../scenarios/format/edit.ts";
import { parseDuration, parseTime } from "../../scenarios/format/quantities.ts";
import { isRecord, type Plain } from "../../scenarios/format/tree.ts";
import { formOf, toValue } from "./figures.ts";

export interface Incident {
  /** position in the schedule */
  readonly index: number;
  /** minute from the start; null: not one time, such as a range */
  readonly at: number | null;
  readonly where: Plain | undefined;
  readonly severity: Plain | undefined;
}

export interface Step {
  readonly from: number;
  readonly to: number;
  /** of the rate; 1 is as stated */
  readonly factor: number;
}

export interface ThreatRow {
  readonly id: string;
  readonly name: string;
  /** how it comes: the key of `arrivals` */
  readonly kind: "schedule" | "poisson" | "table" | "hawkes" | "finiteSource" | "triggered";
  readonly incidents: readonly Incident[];
  /** empty unless it comes at a rate */
  readonly steps: readonly Step[];
  /** incidents a day at factor 1, at the central value; null: not at a rate */
  readonly perDay: number | null;
}

const KINDS = ["schedule", "poisson", "table", "hawkes", "finiteSource", "triggered"] as const;

/** Threats that come by themselves, in the order of the file; the others lie dormant until something starts them. */
export function threatRows(view: Plain, startMinuteOfDay: number, horizon: number): ThreatRow[] {
  return allThreats(view).flatMap(([id, threat]) => {
    const row = rowOf(id, threat, startMinuteOfDay, horizon);
    const comes = row.kind === "schedule" ? row.incidents.length > 0 : row.perDay !== 0 && row.kind !== "triggered";
    return comes ? [row] : [];
  });
}

/** Ids and names of those that do not come by themselves. */
export function dormantThreats(view: Plain, startMinuteOfDay: number, horizon: number): { id: string; name: string }[] {
  const coming = new Set(threatRows(view, startMinuteOfDay, horizon).map(({ id }) => id));
  return allThreats(view)
    .filter(([id]) => !coming.has(id))
    .map(([id, threat]) => ({ id, name: nameOf(id, threat) }))
    .sort((a, b) => a.name.localeCompare(b.name, "en-GB"));
}

export function rowOf(id: string, threat: Plain, startMinuteOfDay: number, horizon: number): ThreatRow {
  const arrivals = valueAt(threat, ["arrivals"]);
  const kind = KINDS.find((key) => isRecord(arrivals) && key in arrivals) ?? "triggered";
  const said = isRecord(arrivals) ? arrivals[kind] : undefined;
  const incidents = Array.isArray(said)
    ? said.map((one, index): Incident => {
        const at = valueAt(one, ["at"]);
        return {
          index,
          at: typeof at === "string" || typeof at === "number" ? parseTime(at, startMinuteOfDay) : null,
          where: valueAt(one, ["where"]),
          severity: valueAt(one, ["severity"]),
        };
      })
    : [];
  const rate = isRecord(said) ? said : {};
  const perDay = kind === "schedule" || kind === "triggered" ? null : rateOf(rate);
  return {
    id,
    name: nameOf(id, threat),
    kind,
    incidents,
    steps: perDay === null ? [] : stepsOf(rate, startMinuteOfDay, horizon),
    perDay,
  };
}

/** "day 3 21:40", as files say it. */
export function timeText(minute: number, startMinuteOfDay: number): string {
  const whole = Math.round(minute) + startMinuteOfDay;
  const day = Math.floor(whole / 1440);
  const rest = whole - day * 1440;
  const two = (value: number) => String(value).padStart(2, "0");
  return `day ${day + 1} ${two(Math.floor(rest / 60))}:${two(rest % 60)}`;
}

/** Where, in words; `names` of forces and regions by id. */
export function whereWords(where: Plain | undefined, names: ReadonlyMap<string, string>): string {
  if (where === undefined) return "anywhere";
  if (typeof where === "string") return where === "same" ? "the same place" : (names.get(where) ?? where);
  if (!isRecord(where)) return "as the file says";
  if (typeof where.weightedBy === "string") return `anywhere, by ${where.weightedBy}`;
  if (isRecord(where.weights)) {
    const ids = Object.keys(where.weights);
    return ids.length <= 2 ? ids.map((id) => names.get(id) ?? id).join(" or ") : `one of ${ids.length} places`;
  }
  if (where.each !== undefined)
    return Array.isArray(where.each) ? `each of ${where.each.length} places` : "every force at once";
  return where.near !== undefined ? `near, within ${where.near}` : "as the file says";
}

function allThreats(view: Plain): [string, Plain][] {
  const threats = valueAt(view, ["threats"]);
  return isRecord(threats) ? Object.entries(threats) : [];
}

function nameOf(id: string, threat: Plain): string {
  const name = valueAt(threat, ["name"]);
  return typeof name === "string" ? name : id;
}

function rateOf(rate: { readonly [key: string]: Plain }): number {
  const central = (key: string) => {
    const value = rate[key];
    const one = formOf(value) === "value" ? (isRecord(value) ? value.value : value) : toValue(value);
    return typeof one === "number" ? one : 0;
  };
  const sources = "sources" in rate ? central("sources") : 0;
  return central("perDay") + central("perHour") * 24 + central("perYear") / 365.25 + sources;
}

function stepsOf(rate: { readonly [key: string]: Plain }, startMinuteOfDay: number, horizon: number): Step[] {
  const time = (value: Plain | undefined, otherwise: number) =>
    typeof value === "string" || typeof value === "number"
      ? (parseTime(value, startMinuteOfDay) ?? otherwise)
      : otherwise;
  const from = Math.max(0, time(rate.from, 0));
  const until = Math.min(horizon, time(rate.until, horizon));
  const said = Array.isArray(rate.steps) ? rate.steps : [];
  const begins = said.map((step) => ({
    from: time(valueAt(step, ["from"]), 0),
    factor: Number(toValue(valueAt(step, ["factor"]) ?? 1)),
  }));
  if (begins.length === 0 || begins[0]!.from > from)
    begins.unshift({ from: Math.min(from, begins[0]?.from ?? from), factor: 1 });
  return begins
    .map((step, i) => ({
      from: Math.max(from, step.from),
      to: Math.min(until, begins[i + 1]?.from ?? until),
      factor: Number.isFinite(step.factor) ? step.factor : 1,
    }))
    .filter(({ from: begin, to }) => to > begin);
}

/** Minutes of the scenario's horizon. */
export function horizonOf(view: Plain): number {
  const horizon = valueAt(view, ["clock", "horizon"]);
  return parseDuration(formOf(horizon) === "value" ? horizon : toValue(horizon)) ?? 14 * 1440;
}
