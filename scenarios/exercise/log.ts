/**
 * What happened, in plain words: incidents, injects, decisions and why they were refused, and of every capability who
 * asked, who went, who arrived and what stayed unfilled. Sensitive capabilities of shipped data are told by region.
 */
import { type Model, NONE } from "../../engine/model.ts";
import { dayAndTime, unitNames } from "../../engine/tally/words.ts";
import { threatOfInject } from "./inject-threat.ts";
import { minuteOf } from "./orders.ts";
import type { PlayEvent, Playthrough, Table } from "./play.ts";
import type { Inject, WrittenDecision } from "./read.ts";
import { createTeller, type Kind } from "./teller.ts";

export interface LogLine {
  readonly minute: number;
  readonly kind: Kind | "incident" | "inject" | "decision" | "refused";
  readonly words: string;
  /** what it is about; absent: no one capability */
  readonly capability?: string;
  readonly incident?: string;
  /** name of the host that it is about; absent: everywhere */
  readonly place?: string;
  /** position among the decisions */
  readonly decision?: number;
  readonly inject?: string;
}

/** Every line up to the end of `until`, in order. */
export function logOf(table: Table, played: Playthrough, until: number): LogLine[] {
  const lines = [
    ...injectLines(table),
    ...incidentLines(table, played),
    ...decisionLines(table, played),
    ...capabilityLines(table, played, until),
  ];
  // of one minute: what was put in, what began, what was decided, then what came of it
  return lines
    .map((line, at) => ({ line, at }))
    .filter(({ line }) => line.minute <= until)
    .sort((a, b) => a.line.minute - b.line.minute || a.at - b.at)
    .map(({ line }) => line);
}

/** Names of things as people say them; of regions where forces are not to be named (model.md §9). */
export interface Namer {
  readonly place: (id: string) => string;
  readonly threat: (id: string) => string;
  readonly capability: (id: string) => { readonly one: string; readonly many: string };
  /** a holder, as the log of this capability may name it */
  readonly holder: (id: string, capability: string | undefined) => string;
  readonly clock: (minute: number) => string;
  /** Whether forces are not to be named. */
  readonly byRegionOnly: (capability: string) => boolean;
}

export function namer({ model, resolved, shipped }: Table): Namer {
  const names = new Map(model.holderIds.map((id, holder) => [id, model.holderNames[holder]!]));
  const regionNames = new Map<string, string>();
  for (const scheme of model.schemes) {
    scheme.regionIds.forEach((id, region) => {
      if (!regionNames.has(id)) regionNames.set(id, scheme.regionNames[region]!);
    });
  }
  const place = (id: string) => names.get(id) ?? regionNames.get(id) ?? (id === "everyone" ? "everyone" : id);
  const capabilities = new Map(model.capabilities.map((one) => [one.id, one]));
  const byRegionOnly = (id: string) => shipped && capabilities.get(id)?.sensitive === true;
  return {
    place,
    threat: (id) => resolved.threats?.[id]?.name ?? id.replace(/[-_]/g, " "),
    capability: (id) => unitNames(id, resolved.capabilities[id]?.name ?? id),
    holder: (id, capability) => {
      const holder = model.holderIds.indexOf(id);
      if (holder < 0 || capability === undefined || !byRegionOnly(capability)) return place(id);
      const { regionOf, regionNames: own } = model.schemes[capabilities.get(capability)!.scheme]!;
      return regionOf[holder] === NONE ? "national stock" : own[regionOf[holder]!]!;
    },
    clock: (minute) => dayAndTime(minute, model.startMinuteOfDay),
    byRegionOnly,
  };
}

// ── injects and incidents ───────────────────────────────────────────────────────────────────────

function injectLines(table: Table): LogLine[] {
  const say = namer(table);
  return (table.exercise.injects ?? []).map((inject) => ({
    minute: minuteOf(table.model, inject.at),
    kind: "inject",
    words: injectWords(table.model, say, inject),
    inject: inject.id,
  }));
}

/** What an inject does, in one sentence; its own title where it has one. */
export function injectWords(model: Model, say: Namer, inject: Inject): string {
  const title = inject.title === undefined ? "" : `${inject.title.replace(/[.]$/, "")}. `;
  const untilOf = (time: number | string | undefined) =>
    time === undefined ? "" : ` until ${say.clock(minuteOf(model, time))}`;
  switch (inject.kind) {
    case "incident":
      return `${title}${inject.threat === undefined ? "A further incident" : say.threat(inject.threat)} in ${say.place(inject.where)}.`;
    case "lost":
      return `${title}${Math.round(inject.share * 100)} % of the ${say.capability(inject.capability).many} of ${whoWords(say, inject.who)} are lost${untilOf(inject.until)}.`;
    case "road": {
      const where =
        inject.between === undefined
          ? `The roads in and out of ${say.place(inject.around ?? "")}`
          : `The road between ${say.place(inject.between[0])} and ${say.place(inject.between[1])}`;
      const how = inject.closed ? "closed" : `${inject.factor ?? 2} times as long as usual`;
      return `${title}${where} ${inject.between === undefined ? "are" : "is"} ${how}${untilOf(inject.until)}.`;
    }
    case "held back":
      return `${title}${inject.capability === undefined ? "Nothing" : `No ${say.capability(inject.capability).many}`} may be lent by ${whoWords(say, inject.who)}${untilOf(inject.until)}.`;
    default:
      return title.trim();
  }
}

const whoWords = (say: Namer, who: string | readonly string[]): string => {
  const all = [who].flat().map(say.place);
  return all.length === 1 ? all[0]! : `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;
};

function incidentLines(table: Table, { events }: Playthrough): LogLine[] {
  const say = namer(table);
  const putIn = new Set((table.exercise.injects ?? []).map(({ id }) => threatOfInject(id)));
  return events.flatMap((event): LogLine[] => {
    // what was put in is told already
    if (event.event !== "incident" || putIn.has(String(event.threat))) return [];
    const { minute, threat, host, starts, incident } = event;
    const ahead = Number(starts) > minute ? ` It starts at ${say.clock(Number(starts))}.` : "";
    return [
      {
        minute,
        kind: "incident",
        words: `${say.threat(String(threat))} in ${say.place(String(host))}.${ahead}`,
        incident: String(incident),
        place: say.place(String(host)),
      },
    ];
  });
}

// ── decisions ───────────────────────────────────────────────────────────────────────────────────

function decisionLines(table: Table, { events, decisions }: Playthrough): LogLine[] {
  const say = namer(table);
  return events.flatMap((event): LogLine[] => {
    if (typeof event.decision !== "number") return [];
    const decision = decisions[event.decision]!;
    const order = decisionWords(table.model, say, decision);
    const about = {
      minute: event.minute,
      decision: event.decision,
      ...(decision.capability === undefined ? {} : { capability: decision.capability }),
    };
    if (event.event === "decision refused") {
      return [{ ...about, kind: "refused", words: `Not possible: ${order}. ${refusalWords(say, decision, event)}` }];
    }
    const waits =
      event.event === "decision waits" ? ` It waits for the answer, due at ${say.clock(Number(event.until))}.` : "";
    return [{ ...about, kind: "decision", words: `Decided: ${order}.${waits}` }];
  });
}

const TIER_WORDS = {
  region: "the region",
  nation: "the country",
  outside: "providers outside England and Wales",
} as const;

/** A decision as an order: "send 3 PSUs from Kent to the disorder in Avon". */
export function decisionWords(model: Model, say: Namer, decision: WrittenDecision): string {
  const count = (units: number, capability: string) => {
    const { one, many } = say.capability(capability);
    return `${units} ${units === 1 ? one : many}`;
  };
  const from = (who: string | readonly string[], capability: string) =>
    [who]
      .flat()
      .map((id) => say.holder(id, capability))
      .join(", ");
  const until = (time: number | string | undefined) =>
    time === undefined ? "" : ` until ${say.clock(minuteOf(model, time))}`;
  switch (decision.kind) {
    case "call": {
      const whom = decision.tier === "region" ? say.place(decision.region ?? "") : TIER_WORDS[decision.tier];
      return `call ${whom} for ${say.capability(decision.capability).many}`;
    }
    case "seat":
      return `${decision.taken ? "dispatch" : "stop dispatching"} ${say.capability(decision.capability).many} by hand`;
    case "send":
      return `send ${count(decision.units, decision.capability)} from ${from(decision.from, decision.capability)} to ${incidentWords(say, decision.to)}`;
    case "hold":
      return `${[decision.who].flat().map(say.place).join(", ")} to lend ${decision.capability === undefined ? "nothing" : `no ${say.capability(decision.capability).many}`}${until(decision.until)}`;
    case "recall":
      return `recall ${count(decision.units, decision.capability)} of ${from(decision.from, decision.capability)} from ${incidentWords(say, decision.of)}`;
    default:
      return `move ${count(decision.units, decision.capability)} from ${incidentWords(say, decision.of)} to ${incidentWords(say, decision.to)}`;
  }
}

/** "the disorder in Kent", from an incident's name. */
export function incidentWords(say: Namer, incident: string): string {
  const [threat = "", host = "", , nth] = incident.split("/");
  return `${say.threat(threat)} in ${say.place(host)}${nth === undefined ? "" : ` (${nth})`}`;
}

/** Why a decision was refused, with both numbers. */
export function refusalWords(say: Namer, decision: WrittenDecision, event: PlayEvent): string {
  const asked = Number(event.asked ?? 0);
  const possible = Number(event.possible ?? 0);
  const names =
    decision.capability === undefined ? { one: "unit", many: "units" } : say.capability(decision.capability);
  const units = (count: number) => `${count} ${count === 1 ? names.one : names.many}`;
  switch (event.reason) {
    case "no such incident":
      return "No such incident has begun.";
    case "incident over":
      return "That incident is over.";
    case "not asked for":
      return `It does not ask for ${names.many}.`;
    case "not so many missing":
      return possible === 0
        ? `It misses nobody: what it asks for is there or on its way, and ${units(asked)} would be too many.`
        : `It misses ${units(possible)}, not ${asked}.`;
    case "gave up":
      return "It has stopped asking.";
    case "no donor":
      return `They are not asked for ${names.many} there: they hold none, or may not fill this.`;
    case "no such tier":
      return "There is nobody to call there for this.";
    case "called already":
      return `It is called already${possible > event.minute ? ` and opens at ${say.clock(possible)}` : ""}.`;
    case "not called":
      return `${asked === 2 ? "The region" : asked === 3 ? "The country" : "Outside providers"} must be called first.`;
    case "recalled before":
      return "Their units were recalled from it and are not asked again.";
    case "road closed":
      return "The road there is closed.";
    case "declines":
      return "Their chief constable declines this request.";
    case "not so many free":
      return `${units(possible)} can be had now, above the floor and within what was agreed; ${asked} were ordered.`;
    case "held back":
      return `${possible === 0 ? "None" : units(possible)} may be lent: they are held back; ${asked} were ordered.`;
    case "team incomplete":
      return `It takes a whole team at once: ${possible} are needed, ${asked} were ordered.`;
    case "not so many there":
      return `${units(possible)} of theirs can be taken from there, not ${asked}.`;
    case "not enough duty left":
      return `${units(possible)} have enough of their shift left for the journey and an hour, not ${asked}.`;
    case "same incident":
      return "It is the same incident.";
    case "does not travel":
      return `${names.many} answer where they are.`;
    case "ends before it begins":
      return `It would end at ${say.clock(asked)}, before it begins at ${say.clock(possible)}.`;
    case "has the seat already":
      return "They are dispatched by hand already.";
    case "has not the seat":
      return "They are not dispatched by hand.";
    default:
      return "";
  }
}

// ── what came of it ─────────────────────────────────────────────────────────────────────────────

/** Of every capability that somebody asked for, as the teller of one run tells it. */
function capabilityLines(table: Table, { events, levels }: Playthrough, until: number): LogLine[] {
  const { model } = table;
  const say = namer(table);
  return model.capabilities.flatMap(({ id }, capability) => {
    const mine = levels.filter((level) => level.capability === id && level.minute <= until);
    if (mine.length === 0) return [];
    const teller = createTeller(model, { capability, byRegionOnly: say.byRegionOnly(id), threatName: say.threat });
    const unfilled = new Int32Array(model.nForces);
    let next = 0;
    const endMinutes = (before: number) => {
      while (next < mine.length && mine[next]!.minute < before) {
        const { minute } = mine[next]!;
        for (; next < mine.length && mine[next]!.minute === minute; next++) {
          unfilled[model.holderIds.indexOf(mine[next]!.host)] = mine[next]!.unfilled;
        }
        teller.endOfMinute(minute, unfilled);
      }
    };
    for (const event of events) {
      if (event.minute > until) break;
      if (event.capability !== id && event.event !== "lever") continue;
      endMinutes(event.minute);
      teller.tell(event);
    }
    endMinutes(Number.POSITIVE_INFINITY);
    return teller.lines().map((line) => ({ ...line, capability: id }));
  });
}
