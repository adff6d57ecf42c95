/** What the director sees at the end of a minute: the truth, in numbers and in words, and when the next decision comes. */
import type { Standing } from "../../engine/standing.ts";
import { decisionWords, type LogLine, logOf, namer, refusalWords } from "./log.ts";
import { minuteOf } from "./orders.ts";
import { decidedBy, type Playthrough, playThrough, type Table } from "./play.ts";
import type { WrittenDecision } from "./read.ts";

export interface View {
  readonly minute: number;
  readonly horizon: number;
  readonly standing: Standing;
  readonly log: readonly LogLine[];
  readonly decided: readonly Decided[];
  /** null: none before the end */
  readonly next: NextDecision | null;
}

/** What became of a decision. */
export interface Decided {
  readonly decision: WrittenDecision;
  readonly minute: number;
  readonly became: "taken" | "refused" | "waits" | "not yet";
  readonly words: string;
  /** in plain words with both numbers; empty unless refused */
  readonly why: string;
}

/** A moment at which somebody may want to decide, if nobody does before. */
export interface NextDecision {
  readonly minute: number;
  readonly why: "left short" | "relief is due" | "an answer falls due" | "an incident begins" | "an inject";
  readonly words: string;
}

/** @param minute from 0 to the last minute before the horizon */
export function viewAt(table: Table, decisions: readonly WrittenDecision[], minute: number): View {
  const taken = decidedBy(table, decisions, minute);
  const played = playThrough(table, taken, minute);
  return {
    minute,
    horizon: table.model.horizon,
    standing: played.standing,
    log: logOf(table, played, minute),
    decided: decidedOf(table, played, minute),
    next: nextDecision(table, played, minute),
  };
}

/** What became of each decision by the end of a minute, in their order. */
export function decidedOf(table: Table, { decisions, events }: Playthrough, until: number): Decided[] {
  const say = namer(table);
  const became = new Map<number, (typeof events)[number]>();
  for (const event of events) {
    if (typeof event.decision === "number" && event.minute <= until) became.set(event.decision, event);
  }
  return decisions.map((decision, at) => {
    const event = became.get(at);
    const refused = event?.event === "decision refused";
    return {
      decision,
      minute: minuteOf(table.model, decision.at),
      became:
        event === undefined ? "not yet" : refused ? "refused" : event.event === "decision waits" ? "waits" : "taken",
      words: decisionWords(table.model, say, decision),
      why: refused ? refusalWords(say, decision, event!) : "",
    };
  });
}

/**
 * The next minute after `minute` in which something comes up that a dispatcher may act on: an incident begins, an inject
 * comes, a need is left short, an answer falls due, a relief is due.
 */
export function nextDecision(table: Table, { events, levels }: Playthrough, minute: number): NextDecision | null {
  const { model } = table;
  const say = namer(table);
  const found: NextDecision[] = [];
  for (const inject of table.exercise.injects ?? []) {
    const at = minuteOf(model, inject.at);
    if (at > minute) found.push({ minute: at, why: "an inject", words: inject.title ?? `Inject ${inject.id}` });
  }
  const units = (count: number, capability: string) => {
    const { one, many } = say.capability(capability);
    return `${count} ${count === 1 ? one : many}`;
  };
  for (const event of events) {
    if (event.event === "incident") {
      // one that was announced begins later than it is told
      const begins = Math.max(event.minute, Number(event.starts));
      const words = `${say.threat(String(event.threat))} in ${say.place(String(event.host))}`;
      if (begins > minute) found.push({ minute: begins, why: "an incident begins", words });
    } else if (event.event === "decision waits" && Number(event.until) > minute) {
      found.push({ minute: Number(event.until), why: "an answer falls due", words: "An answer falls due" });
    }
  }
  const before = new Map<string, number>();
  for (const level of levels) {
    const key = `${level.capability} ${level.host}`;
    const was = before.get(key) ?? 0;
    before.set(key, level.unfilled);
    if (level.minute <= minute || level.unfilled <= was) continue;
    const where = say.holder(level.host, level.capability);
    const words = `${units(level.unfilled, level.capability)} unfilled in ${where}`;
    found.push({ minute: level.minute, why: "left short", words });
    break;
  }
  for (const event of events) {
    if (event.minute <= minute || event.event !== "relief asked") continue;
    const capability = String(event.capability);
    const words = `${units(Number(event.units), capability)} leave the ground in ${say.holder(String(event.host), capability)} at ${say.clock(Number(event.until))}`;
    found.push({ minute: event.minute, why: "relief is due", words });
    break;
  }
  const order = ["an inject", "an incident begins", "left short", "an answer falls due", "relief is due"];
  found.sort((a, b) => a.minute - b.minute || order.indexOf(a.why) - order.indexOf(b.why));
  return found[0] ?? null;
}
