/**
 * An exercise played: its one run from the start with what was decided, and how it stands at the end of a minute.
 *
 * Nothing is saved between two looks. A run takes milliseconds, so each look runs it anew with the decisions taken until
 * then; what would happen afterwards, if nobody decided any more, is known too and serves to find the next decision.
 */
import { type Model, NONE } from "../../engine/model.ts";
import { createWorld, type TraceEvent, type World } from "../../engine/replicate.ts";
import { type Standing, watchReplication } from "../../engine/standing.ts";
import { digestOf } from "../../engine/tally/digest.ts";
import { sha256Hex } from "../../engine/tally/sha256.ts";
import type { Tallies } from "../../engine/tally/tally.ts";
import { canonicalJson } from "../format/canonical.ts";
import type { ResolvedScenario } from "../format/read.ts";
import { minuteOf, ordersOf } from "./orders.ts";
import type { Exercise, WrittenDecision } from "./read.ts";

/** An exercise with all that its runs have in common. */
export interface Table {
  readonly exercise: Exercise;
  readonly resolved: ResolvedScenario;
  readonly scenarioHash: string;
  /** of the exercise's replication */
  readonly model: Model;
  /** shipped holdings: sensitive capabilities are told by region */
  readonly shipped: boolean;
}

/** An event of the run; incidents by name instead of rows of the tape. */
export type PlayEvent = TraceEvent;

/** How many units of a capability a host had and missed from this minute on. */
export interface Level {
  readonly minute: number;
  readonly capability: string;
  readonly host: string;
  readonly required: number;
  readonly onTheGround: number;
  readonly coming: number;
  readonly resting: number;
  readonly unfilled: number;
}

/** How many units of a capability an incident wanted and had from this minute on. */
export interface Asking {
  readonly minute: number;
  readonly incident: string;
  readonly capability: string;
  readonly host: string;
  readonly wanted: number;
  readonly onTheGround: number;
  readonly coming: number;
}

/** One run to its end, with the decisions that were given. */
export interface Playthrough {
  readonly decisions: readonly WrittenDecision[];
  readonly standing: Standing;
  /** of the whole run, in order */
  readonly events: readonly PlayEvent[];
  /** of the whole run, whenever one changed, in order */
  readonly levels: readonly Level[];
  /** of the whole run, whenever one changed, in order */
  readonly askings: readonly Asking[];
  readonly tallies: Tallies;
}

/**
 * @param decisions in the order in which they are taken; those after `minute` too, if they are to be taken
 * @param minute from 0 to the last minute before the horizon
 */
export function playThrough(table: Table, decisions: readonly WrittenDecision[], minute: number): Playthrough {
  const { model } = table;
  const orders = ordersOf(table, decisions);
  const played: Model = orders.length === 0 ? model : { ...model, decisions: orders };
  const { seed, replication } = table.exercise;
  const events: PlayEvent[] = [];
  const levels: Level[] = [];
  const askings: Asking[] = [];
  const lastAskings = new Map<string, Asking>();
  const world = createWorld(played);
  const name = incidentNamer(model, world);
  const last = new Int32Array(model.nCaps * model.nForces * LEVELS.length);
  const { standing, tallies } = watchReplication(
    played,
    world,
    { seed, replication, minute },
    (event) => events.push(name.event(event)),
    (w, ended) => {
      noteLevels(w, ended, last, levels);
      noteAskings(w, ended, name.incident, lastAskings, askings);
    },
  );
  return { decisions, standing, events, levels, askings, tallies };
}

/** Decisions that take effect by the end of a minute. */
export function decidedBy(table: Table, decisions: readonly WrittenDecision[], minute: number): WrittenDecision[] {
  return decisions.filter(({ at }) => minuteOf(table.model, at) <= minute);
}

/**
 * What names the run: SHA-256 over its tallies and every event in order. The same file gives the same digest in a browser
 * or headless; without decisions the tallies are those of the doctrine run.
 */
export function digestOfPlay({ exercise, scenarioHash }: Table, { tallies, events }: Playthrough): string {
  const { seed, replication } = exercise;
  const figures = digestOf(tallies, scenarioHash, seed, replication, replication + 1);
  return `sha256:${sha256Hex(["muster exercise 1", figures, ...events.map(canonicalJson)].join("\n"))}`;
}

const LEVELS = ["levelRequired", "levelGround", "levelTransit", "levelResting", "levelShort"] as const;

/** Only needs that were entered into the accounts this minute can have moved a level. */
function noteLevels(w: World, minute: number, last: Int32Array, levels: Level[]): void {
  const { model } = w;
  const rows = new Set<number>();
  for (let i = 0; i < w.nEntered; i++) {
    const need = w.dirtyNeeds[i]!;
    rows.add(w.nCap[need]! * w.nForces + w.nHost[need]!);
  }
  for (const cf of [...rows].sort((a, b) => a - b)) {
    let same = true;
    for (let level = 0; level < LEVELS.length; level++) {
      const now = w[LEVELS[level]!][cf]!;
      if (last[cf * LEVELS.length + level] === now) continue;
      last[cf * LEVELS.length + level] = now;
      same = false;
    }
    if (same) continue;
    const cap = Math.floor(cf / w.nForces);
    levels.push({
      minute,
      capability: model.capabilities[cap]!.id,
      host: model.holderIds[cf - cap * w.nForces]!,
      required: w.levelRequired[cf]!,
      onTheGround: w.levelGround[cf]!,
      coming: w.levelTransit[cf]!,
      resting: w.levelResting[cf]!,
      unfilled: w.levelShort[cf]!,
    });
  }
}

/** What each incident wants and has of each capability, where that changed. */
function noteAskings(
  w: World,
  minute: number,
  nameOf: (row: number) => string,
  last: Map<string, Asking>,
  askings: Asking[],
): void {
  const { model } = w;
  const told = new Set<string>();
  for (let i = 0; i < w.nEntered; i++) {
    const entered = w.dirtyNeeds[i]!;
    const row = w.nIncident[entered]!;
    const cap = w.nCap[entered]!;
    const incident = nameOf(row);
    const capability = model.capabilities[cap]!.id;
    const key = `${incident} ${capability}`;
    if (told.has(key)) continue;
    told.add(key);
    let wanted = 0;
    let onTheGround = 0;
    let coming = 0;
    for (let need = w.openHead[cap]!; need !== NONE; need = w.nOpenNext[need]!) {
      if (w.nIncident[need] !== row) continue;
      wanted += w.nWanted[need]!;
      onTheGround += w.nGround[need]!;
      coming += w.nEnRoute[need]!;
    }
    const before = last.get(key);
    if (before === undefined && wanted === 0) continue;
    if (before?.wanted === wanted && before.onTheGround === onTheGround && before.coming === coming) continue;
    const asking = {
      minute,
      incident,
      capability,
      host: model.holderIds[w.nHost[entered]!]!,
      wanted,
      onTheGround,
      coming,
    };
    last.set(key, asking);
    askings.push(asking);
  }
}

/** Rows of the tape become names, which another incident put in does not move. */
function incidentNamer(model: Model, world: World) {
  const names = new Map<number, string>();
  const seen = new Map<string, number>();
  const nameOf = (row: number) => {
    const known = names.get(row);
    if (known !== undefined) return known;
    const { tape } = world;
    const plain = `${model.threats[tape.threat[row]!]!.id}/${model.holderIds[tape.force[row]!]!}/${world.iStart[row]}`;
    const nth = (seen.get(plain) ?? 0) + 1;
    seen.set(plain, nth);
    const name = nth === 1 ? plain : `${plain}/${nth}`;
    names.set(row, name);
    return name;
  };
  const named = (event: TraceEvent): PlayEvent => {
    if (typeof event.need === "number") {
      const { need, ...rest } = event;
      // whoever comes home or rests there belongs to nobody's need any more
      return (need >= 0 ? { ...rest, incident: nameOf(world.nIncident[need]!) } : rest) as PlayEvent;
    }
    return typeof event.incident === "number" ? { ...event, incident: nameOf(event.incident) } : event;
  };
  return { event: named, incident: nameOf };
}
