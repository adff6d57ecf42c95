/**
 * The debrief: what was decided and what became of it, what was asked for and how it was met, whether the objectives were
 * met, and the lessons, each beside its moment. Made from the exercise and its run alone.
 */

import { membersOf } from "../format/interventions.ts";
import { parseDuration } from "../format/quantities.ts";
import { type Came, cameOf } from "./compare.ts";
import { type LogLine, logOf, namer } from "./log.ts";
import { objectiveWords } from "./objective-words.ts";
import { minuteOf } from "./orders.ts";
import { digestOfPlay, type Level, type Playthrough, type Table } from "./play.ts";
import type { Objective } from "./read.ts";
import { type Decided, decidedOf } from "./view.ts";

export interface Debrief {
  readonly name: string;
  readonly marking: string;
  readonly seed: string;
  readonly replication: number;
  readonly digest: string;
  readonly decisions: readonly Decided[];
  readonly requests: readonly Request[];
  readonly objectives: readonly ObjectiveMet[];
  readonly moments: readonly Moment[];
  readonly came: readonly Came[];
}

/** One incident's asking for one capability. */
export interface Request {
  readonly incident: string;
  readonly capability: string;
  readonly host: string;
  readonly askedAt: number;
  /** most units that it wanted at once */
  readonly units: number;
  /** when the first were on the ground; null: never */
  readonly firstAt: number | null;
  /** when all that it wanted were; null: never */
  readonly fullAt: number | null;
  /** units that were on the ground at most */
  readonly most: number;
  readonly tiersAsked: readonly { readonly tier: number; readonly minute: number }[];
  readonly outcome: "met" | "met in part" | "not met";
  readonly waitedMinutes: number | null;
  readonly lapsed: boolean;
}

export interface ObjectiveMet {
  readonly objective: Objective;
  readonly words: string;
  readonly met: boolean;
  /** the minute from which it counts; null: nobody asked */
  readonly from: number | null;
  /** when it was first reached; null: never */
  readonly reachedAt: number | null;
  /** fewest units on the ground while it was to hold */
  readonly least: number | null;
  readonly why: string;
}

/** A lesson, a decision or an inject, in order. */
export interface Moment {
  readonly minute: number;
  readonly what: "lesson" | "decision" | "refused" | "inject";
  readonly words: string;
}

/** @param played to its end */
export function debriefOf(table: Table, played: Playthrough): Debrief {
  const { exercise, resolved, model } = table;
  return {
    name: exercise.name,
    marking: exercise.marking ?? resolved.marking ?? "UNMARKED – illustrative, public data",
    seed: exercise.seed,
    replication: exercise.replication,
    digest: digestOfPlay(table, played),
    decisions: decidedOf(table, played, model.horizon),
    requests: requestsOf(table, played),
    objectives: (exercise.objectives ?? []).map((objective) => objectiveMet(table, played, objective)),
    moments: momentsOf(table, played),
    came: cameOf(table, played.tallies),
  };
}

/** Each incident's asking for one capability is one request, from its first ask on. */
function requestsOf(table: Table, { askings, events }: Playthrough): Request[] {
  const say = namer(table);
  const all = new Map<string, { -readonly [K in keyof Request]: Request[K] }>();
  const keyOf = (of: { readonly incident?: unknown; readonly capability?: unknown }) =>
    `${of.incident} ${of.capability}`;
  for (const { minute, incident, capability, host, wanted, onTheGround } of askings) {
    const request = all.get(keyOf({ incident, capability })) ?? {
      incident,
      capability,
      host: say.holder(host, capability),
      askedAt: minute,
      units: 0,
      firstAt: null,
      fullAt: null,
      most: 0,
      tiersAsked: [],
      outcome: "not met" as const,
      waitedMinutes: null,
      lapsed: false,
    };
    all.set(keyOf({ incident, capability }), request);
    request.units = Math.max(request.units, wanted);
    // while one relieves the other both are there
    request.most = Math.max(request.most, Math.min(onTheGround, wanted));
    if (onTheGround > 0) request.firstAt ??= minute;
    if (wanted > 0 && onTheGround >= wanted) request.fullAt ??= minute;
  }
  for (const event of events) {
    const request = all.get(keyOf({ incident: event.incident, capability: event.capability }));
    if (request === undefined) continue;
    const tier = /^asks tier (\d)$/.exec(event.event)?.[1];
    if (tier !== undefined) request.tiersAsked = [...request.tiersAsked, { tier: Number(tier), minute: event.minute }];
    if (event.event === "lapsed") request.lapsed = true;
  }
  for (const request of all.values()) {
    request.outcome = request.fullAt !== null ? "met" : request.firstAt !== null ? "met in part" : "not met";
    request.waitedMinutes = request.fullAt === null ? null : request.fullAt - request.askedAt;
  }
  return [...all.values()];
}

// ── objectives ──────────────────────────────────────────────────────────────────────────────────

/** "Within 8 h, 40 PSUs, for 5 days": on the ground there, from first reached in time on, all the while. */
function objectiveMet(table: Table, { levels }: Playthrough, objective: Objective): ObjectiveMet {
  const { model, resolved } = table;
  const say = namer(table);
  const { capability, units, where } = objective;
  const within = Math.round(parseDuration(objective.within) ?? 0);
  const lasts = objective.for === undefined ? 0 : Math.round(parseDuration(objective.for) ?? 0);
  const hosts = where === undefined ? null : new Set(membersOf(resolved, where, capability));
  const mine = levels.filter((level) => level.capability === capability && (hosts === null || hosts.has(level.host)));
  const from = objective.from === undefined ? firstRequired(mine) : minuteOf(model, objective.from);
  const names = say.capability(capability);
  const count = (n: number) => `${n} ${n === 1 ? names.one : names.many}`;
  const words = objectiveWords(say, objective);
  const base = { objective, words, from };
  if (from === null) {
    return { ...base, met: false, reachedAt: null, least: null, why: `Nobody asked for ${names.many}.` };
  }
  const steps = groundSteps(mine, model.horizon);
  const reachedAt = steps.find((step) => step.until > from && step.units >= units)?.from ?? null;
  const reached = reachedAt === null ? null : Math.max(from, reachedAt);
  if (reached === null || reached > from + within) {
    const due = say.clock(from + within);
    const most = Math.max(
      0,
      ...steps.filter((step) => step.from <= from + within && step.until > from).map((s) => s.units),
    );
    const late = reached === null ? "and never were" : `they were at ${say.clock(reached)}`;
    return {
      ...base,
      met: false,
      reachedAt: reached,
      least: null,
      why: `${count(most)} of ${units} were on the ground by ${due}; ${late}.`,
    };
  }
  const end = Math.min(reached + lasts, model.horizon);
  const during = steps.filter((step) => step.until > reached && step.from < end);
  const least = lasts === 0 ? units : Math.min(...during.map((step) => step.units));
  const fell = during.find((step) => step.units < units && step.from >= reached);
  if (lasts > 0 && fell !== undefined) {
    const why = `Reached at ${say.clock(reached)}, and fell to ${count(fell.units)} at ${say.clock(fell.from)}.`;
    return { ...base, met: false, reachedAt: reached, least, why };
  }
  if (reached + lasts > model.horizon) {
    const why = `Reached at ${say.clock(reached)} and held to the end of the run, which is before the time is over.`;
    return { ...base, met: false, reachedAt: reached, least, why };
  }
  return {
    ...base,
    met: true,
    reachedAt: reached,
    least,
    why: `Reached at ${say.clock(reached)}${lasts === 0 ? "." : " and held."}`,
  };
}

const firstRequired = (levels: readonly Level[]): number | null =>
  levels.find(({ required }) => required > 0)?.minute ?? null;

/** Units on the ground over all hosts, as steps in time. */
function groundSteps(levels: readonly Level[], horizon: number) {
  const now = new Map<string, number>();
  const steps: { from: number; until: number; units: number }[] = [];
  let units = 0;
  let since = 0;
  for (const level of levels) {
    if (level.minute > since) steps.push({ from: since, until: level.minute, units });
    since = Math.max(since, level.minute);
    units += level.onTheGround - (now.get(level.host) ?? 0);
    now.set(level.host, level.onTheGround);
  }
  steps.push({ from: since, until: horizon, units });
  return steps;
}

// ── moments ─────────────────────────────────────────────────────────────────────────────────────

function momentsOf(table: Table, played: Playthrough): Moment[] {
  const { exercise, model } = table;
  const seats = new Map((exercise.seats ?? []).map(({ id, name }) => [id, name]));
  const lessons = (exercise.lessons ?? []).map(({ at, text, by }): Moment => {
    const who = by === undefined ? "" : ` (${seats.get(by) ?? by})`;
    return { minute: minuteOf(model, at), what: "lesson", words: `${text}${who}` };
  });
  const told = logOf(table, played, model.horizon).filter(isMoment);
  const others = told.map(({ minute, kind, words }): Moment => ({ minute, what: kind as Moment["what"], words }));
  return [...others, ...lessons].sort((a, b) => a.minute - b.minute);
}

const isMoment = ({ kind }: LogLine): boolean => kind === "decision" || kind === "refused" || kind === "inject";
