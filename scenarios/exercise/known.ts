/**
 * The picture that a seat has of how it stands: what had been reported from where it hears when all news of that minute
 * had come, an incident whose first report is newer as that report has it, and its own people as they are now.
 */
import type { Standing, StandingIncident, StandingNeed, StandingStock } from "../../engine/standing.ts";
import { membersOf } from "../format/interventions.ts";
import { parseDuration } from "../format/quantities.ts";
import type { LogLine } from "./log.ts";
import { decidedBy, type Playthrough, playThrough, type Table } from "./play.ts";
import { type Methane, NEWS_DELAY, playersAt, seenBy } from "./players.ts";
import type { Seat } from "./read.ts";
import { type Decided, decidedOf } from "./view.ts";

export interface Known {
  readonly minute: number;
  /** all that was true at the end of this minute, and is heard of, has been heard */
  readonly asOf: number;
  readonly standing: Standing;
  readonly reports: readonly Methane[];
  readonly log: readonly LogLine[];
  /** its own decisions and the director's; those of others once it has heard of them */
  readonly decided: readonly Decided[];
}

/** @param played as it stands at the end of `minute` */
export function knownAt(table: Table, played: Playthrough, minute: number, seat: Seat): Known {
  const asOf = Math.max(0, minute - slowestNews(table));
  const before = playThrough(table, decidedBy(table, played.decisions, minute), asOf).standing;
  const { reports, log } = playersAt(table, played, minute, seat);
  const hears = seenBy(table, seat);
  const own = ownOf(table, seat);
  const standing = {
    minute: asOf,
    incidents: played.standing.incidents.flatMap((incident) => {
      if (!reports.some((report) => report.incident === incident.id)) return [];
      return [before.incidents.find(({ id }) => id === incident.id) ?? firstPicture(incident, played)];
    }),
    stock: played.standing.stock.map(({ capability, holders }): StandingStock => {
      const reported = before.stock.find((one) => one.capability === capability)?.holders ?? [];
      const known = holders.flatMap((now) => {
        if (own.has(now.holder)) return [now];
        return reported.filter(({ holder }) => holder === now.holder && (hears === null || hears.has(holder)));
      });
      return { capability, holders: known };
    }),
    tiers: before.tiers,
  };
  const decided = decidedOf(table, played, minute).filter(
    ({ decision: { by }, minute: at }) => by === undefined || by === seat.id || at <= asOf,
  );
  return { minute, asOf, standing, reports, log, decided };
}

/** Minutes after which news of anything has been heard. */
function slowestNews({ exercise }: Table): number {
  const { low, high } = exercise.reports?.updates ?? NEWS_DELAY;
  return Math.ceil(Math.max(parseDuration(low) ?? 0, parseDuration(high) ?? 0));
}

/** Holders for whom the seat speaks. */
function ownOf(table: Table, { speaksFor }: Seat): ReadonlySet<string> {
  const who = speaksFor === undefined ? [] : [speaksFor].flat();
  return new Set(who.flatMap((one) => membersOf(table.resolved, one)));
}

/** An incident as it began: what it asked for at first, and nobody there yet. */
function firstPicture(incident: StandingIncident, { askings }: Playthrough): StandingIncident {
  const first = new Map<string, StandingNeed>();
  for (const { incident: id, capability, minute, wanted } of askings) {
    if (id !== incident.id || first.has(capability)) continue;
    first.set(capability, {
      need: -1,
      capability,
      kind: "presence",
      askedAt: minute,
      wanted,
      required: wanted,
      team: 0,
      onTheGround: 0,
      underWay: 0,
      resting: 0,
      reserved: 0,
      missing: wanted,
      unfilled: wanted,
      awaits: null,
      units: [],
    });
  }
  return { ...incident, phase: 0, phaseStarted: incident.starts, needs: [...first.values()] };
}
