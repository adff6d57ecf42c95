/**
 * What players know at the end of a minute: the first report of each incident in the form of M/ETHANE, what they heard of
 * requests and journeys, what was told to their seat, and their own decisions. Reports and news arrive with a delay, an
 * assumption with a range, drawn once each from streams of their own, so that the same file is told the same way.
 */
import { sampleDist, wholeMinutes } from "../../engine/kernel/draws.ts";
import { nextUniform, openStream, STREAM_WORDS } from "../../engine/kernel/streams.ts";
import type { Dist } from "../../engine/model.ts";
import { membersOf } from "../format/interventions.ts";
import { parseDuration } from "../format/quantities.ts";
import { threatOfInject } from "./inject-threat.ts";
import { type LogLine, logOf, type Namer, namer } from "./log.ts";
import type { PlayEvent, Playthrough, Table } from "./play.ts";
import type { Exercise, Seat } from "./read.ts";

/** The first report from the scene, letter by letter. */
export interface Methane {
  readonly incident: string;
  /** when it reached the players */
  readonly minute: number;
  readonly fields: readonly (readonly [name: string, words: string])[];
}

export interface PlayersView {
  readonly minute: number;
  readonly reports: readonly Methane[];
  /** in the order in which it was heard; `minute` is when it was heard, the words say what was true then */
  readonly log: readonly LogLine[];
}

type Range = NonNullable<NonNullable<Exercise["reports"]>["delay"]>;

/** From an incident's start to the first report, and from what happens to the news of it: assumptions, no source known. */
export const REPORT_DELAY: Range = { low: 10, mode: 20, high: 45, note: "assumption" };
export const NEWS_DELAY: Range = { low: 5, mode: 15, high: 30, note: "assumption" };

/** @param seat whose view; absent: what all seats together know */
export function playersAt(table: Table, played: Playthrough, minute: number, seat?: Seat): PlayersView {
  const sees = seenBy(table, seat);
  const reports = incidentsOf(played)
    .filter(({ host }) => sees === null || sees.has(String(host)))
    .map((event) => methane(table, event))
    .filter((report) => report.minute <= minute)
    .sort((a, b) => a.minute - b.minute);
  const say = namer(table);
  const places = sees === null ? null : new Set([...sees].map(say.place));
  const firstReport = firstReports(table, played);
  const heard = logOf(table, played, minute)
    .flatMap((line) => heardLine(table, played, line, seat, places, firstReport))
    .filter((line) => line.minute <= minute)
    .map((line, at) => ({ line, at }));
  heard.sort((a, b) => a.line.minute - b.line.minute || a.at - b.at);
  return { minute, reports, log: heard.map(({ line }) => line) };
}

const incidentsOf = ({ events }: Playthrough): PlayEvent[] => events.filter(({ event }) => event === "incident");

/** Ids of the holders of which a seat hears; null: all. */
export function seenBy(table: Table, seat: Seat | undefined): ReadonlySet<string> | null {
  if (seat?.sees === undefined) return null;
  return new Set([seat.sees].flat().flatMap((who) => membersOf(table.resolved, who)));
}

/** The line as it is heard, or nothing where it is not. */
function heardLine(
  table: Table,
  played: Playthrough,
  line: LogLine,
  seat: Seat | undefined,
  places: ReadonlySet<string> | null,
  firstReport: (line: LogLine) => number,
): LogLine[] {
  if (line.kind === "inject") {
    const inject = (table.exercise.injects ?? []).find(({ id }) => id === line.inject)!;
    const told = inject.to === undefined || seat === undefined || inject.to.includes(seat.id);
    // players hear an inject's own words at once, and nothing of one that has none
    return told && inject.title !== undefined && inject.kind !== "incident" ? [{ ...line, words: inject.title }] : [];
  }
  // the first report of an incident stands in the form
  if (line.kind === "incident") return [];
  if (line.decision !== undefined) {
    const by = played.decisions[line.decision]?.by;
    if (by === undefined || seat === undefined || by === seat.id) return [line];
  }
  if (places !== null && line.place !== undefined && !places.has(line.place)) return [];
  const stream = `news/${line.capability ?? ""}/${line.place ?? ""}/${line.minute}`;
  const heard = line.minute + delay(table, table.exercise.reports?.updates ?? NEWS_DELAY, stream);
  return [{ ...line, minute: Math.max(heard, firstReport(line)) }];
}

/** When the first report came from the place of a line: nobody hears who goes there before. */
function firstReports(table: Table, played: Playthrough): (line: LogLine) => number {
  const say = namer(table);
  const incidents = incidentsOf(played).map((event) => ({ event, reported: methane(table, event).minute }));
  return ({ minute, place, capability }) => {
    const there = incidents.filter(
      ({ event }) => event.minute <= minute && say.holder(String(event.host), capability) === place,
    );
    return there.length === 0 ? minute : Math.min(...there.map(({ reported }) => reported));
  };
}

function delay({ exercise }: Table, range: Range, stream: string): number {
  const state = new Int32Array(STREAM_WORDS);
  openStream(state, exercise.seed, stream, exercise.replication);
  const low = parseDuration(range.low) ?? 0;
  const high = Math.max(low, parseDuration(range.high) ?? low);
  if (high === low) return Math.round(low);
  const mode = Math.min(
    high,
    Math.max(low, range.mode === undefined ? (low + high) / 2 : (parseDuration(range.mode) ?? low)),
  );
  const dist: Dist = { kind: "triangular", a: low, b: mode, c: high };
  return wholeMinutes(sampleDist(dist, nextUniform(state)));
}

const UNKNOWN = "not known yet";

function methane(table: Table, event: PlayEvent): Methane {
  const { exercise, resolved } = table;
  const say = namer(table);
  const threat = String(event.threat);
  const inject = (exercise.injects ?? []).find(({ id }) => threatOfInject(id) === threat);
  const said = {
    ...exercise.reports?.about?.[inject?.kind === "incident" ? (inject.threat ?? threat) : threat],
    ...(inject?.kind === "incident" ? inject.report : {}),
  };
  const starts = Number(event.starts);
  const incident = String(event.incident);
  const range = exercise.reports?.delay ?? REPORT_DELAY;
  const record = resolved.threats?.[threat];
  return {
    incident,
    minute: Math.max(event.minute, starts) + delay(table, range, `report/${incident}`),
    fields: [
      ["Major incident declared?", said.declared === undefined ? UNKNOWN : said.declared ? "yes" : "no"],
      ["Exact location", said.location ?? say.place(String(event.host))],
      [
        "Type of incident",
        [say.threat(threat), record?.nationalThreat].filter((word) => word !== undefined).join(" – "),
      ],
      ["Hazards", said.hazards ?? UNKNOWN],
      ["Access", said.access ?? roadsNow(table, say, String(event.host), starts)],
      ["Number of casualties", said.casualties ?? UNKNOWN],
      ["Emergency services", said.services ?? askedWords(say, record)],
    ],
  };
}

/** Roads that an inject has changed around the place by then. */
function roadsNow({ exercise, resolved }: Table, say: Namer, host: string, minute: number): string {
  const changed = (exercise.injects ?? []).filter((inject) => {
    if (inject.kind !== "road") return false;
    const from = parseDuration(inject.at) ?? 0;
    const ends = [inject.around, ...(inject.between ?? [])].filter((end) => end !== undefined);
    return from <= minute && ends.some((end) => membersOf(resolved, end).includes(host));
  });
  if (changed.length === 0) return UNKNOWN;
  return `roads at ${say.place(host)} are affected`;
}

/** Which police capabilities the incident asks for, without how many: the scenario knows them before anybody counts. */
function askedWords(say: Namer, record: NonNullable<Table["resolved"]["threats"]>[string] | undefined): string {
  const needs = record?.phases[0]?.needs ?? [];
  const asked = [...new Set(needs.map(({ capability }) => say.capability(capability).many))];
  return asked.length === 0 ? UNKNOWN : `police on scene; asks for ${asked.join(", ")}`;
}
