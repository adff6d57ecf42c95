/**
 * One run told in plain words: who asked, who went, who arrived, what stayed unfilled. Events of one minute at one host
 * are told together.
 */

import type { Model } from "../../engine/model.ts";
import type { TraceEvent } from "../../engine/replicate.ts";
import { dayAndTime, unitNames } from "../../engine/tally/words.ts";

const KINDS = ["ask", "tier", "move", "arrive", "rest", "end", "gap", "other"] as const;
export type Kind = (typeof KINDS)[number];

export interface StoryLine {
  readonly minute: number;
  readonly kind: Kind;
  readonly words: string;
  /** name of the host that it is about; absent: everywhere */
  readonly place?: string;
}

export interface Teller {
  tell(event: TraceEvent): void;
  /** Tells what happened in the minute, and gaps that began or ended, by units unfilled at each host when it ended. */
  endOfMinute(minute: number, unfilled: ArrayLike<number>): void;
  lines(): readonly StoryLine[];
}

const TIERS = ["", "", "region", "nation", "providers outside England and Wales"];

export function createTeller(
  model: Model,
  of: {
    readonly capability: number;
    readonly byRegionOnly: boolean;
    /** absent: the threat's id in words */
    readonly threatName?: (id: string) => string;
  },
): Teller {
  const capability = model.capabilities[of.capability]!;
  const names = unitNames(capability.id, capability.name);
  const count = (units: number) => `${units} ${units === 1 ? names.one : names.many}`;
  const nameOf = namer(model, of);
  const clock = (minute: number) => dayAndTime(minute, model.startMinuteOfDay);
  const lines: StoryLine[] = [];
  /** what was told of the minute under way, by kind of event, host and end */
  let pending = new Map<string, Group>();
  let minute = 0;
  const short = new Int32Array(model.nForces);

  const flush = () => {
    for (const group of pending.values()) {
      const words = sentence(group);
      if (words === null) continue;
      const at = group.host === "" ? {} : { place: group.host };
      lines.push({ minute, kind: KIND_OF[group.event] ?? "other", words, ...at });
    }
    pending = new Map();
  };

  const sentence = (group: Group): string | null => {
    const { event, host, units, donors, until, detail } = group;
    const own = donors.size === 1 && donors.has(host);
    const from = [...donors].sort((a, b) => b[1] - a[1]).map(([donor, some]) => `${some} from ${donor}`);
    const listed = from.length > 4 ? `${from.slice(0, 3).join(", ")} and ${from.length - 3} others` : from.join(", ");
    switch (event) {
      case "need asked":
        return `${host} asks for ${count(units)}${detail === "" ? "" : `: ${detail}`}.`;
      case "tier called":
        return `The ${detail} is called${until > minute ? `; it opens at ${clock(until)}` : ""}.`;
      case "asks tier 2":
      case "asks tier 3":
      case "asks tier 4":
        return `${host} still lacks ${count(units)} and asks the ${TIERS[Number(event.slice(-1))]}.`;
      case "allocated":
        return own
          ? `${host} sends ${count(units)} of its own, there at ${clock(until)}.`
          : `${count(units)} set out for ${host}: ${listed}; the last there at ${clock(until)}.`;
      case "on the ground":
        return own
          ? `${count(units)} of its own on the ground in ${host}.`
          : `${count(units)} on the ground in ${host}: ${listed}.`;
      case "rests first":
        return `${count(units)} must rest before they start in ${host}, until ${clock(until)}.`;
      case "rests near the host":
        return `${count(units)} rest near ${host} until ${clock(until)}.`;
      case "rests at home":
        return `${count(units)} from ${host} rest at home until ${clock(until)}.`;
      case "back on duty":
        return `${count(units)} back on duty in ${host}.`;
      case "released":
        return own ? `${host} stands down ${count(units)}.` : `${host} lets ${count(units)} go: ${listed}.`;
      case "pre-empted":
        return `${count(units)} are taken from ${host} for something more urgent.`;
      case "lapsed":
        return `${host} gives up waiting for ${count(units)}.`;
      case "work done":
        return `A piece of work is done in ${host}.`;
      case "lever":
        return `A crisis lever is pulled: ${detail}.`;
      default:
        return null;
    }
  };

  return {
    tell(event) {
      if (event.minute !== minute) {
        flush();
        minute = event.minute;
      }
      const mine = event.capability === capability.id;
      if (!mine && event.event !== "lever") return;
      if (!(event.event in KIND_OF)) return;
      const host = typeof event.host === "string" ? nameOf(event.host) : "";
      const tier = typeof event.tier === "number" ? event.tier : 0;
      const detail =
        event.event === "tier called"
          ? (TIERS[tier] ?? "")
          : event.event === "lever"
            ? wordsOf(String(event.lever))
            : event.event === "need asked"
              ? (of.threatName ?? wordsOf)(String(event.threat))
              : "";
      const key = `${event.event}|${host}|${detail}|${event.event === "need asked" ? event.need : ""}`;
      let group = pending.get(key);
      if (group === undefined) {
        group = { event: event.event, host, units: 0, donors: new Map(), until: 0, detail };
        pending.set(key, group);
      }
      const units = Number(event.units ?? 0);
      group.units += units;
      group.until = Math.max(group.until, Number(event.until ?? event.opens ?? 0));
      if (typeof event.donor === "string") {
        const donor = nameOf(event.donor);
        group.donors.set(donor, (group.donors.get(donor) ?? 0) + units);
      }
    },
    endOfMinute(at, unfilled) {
      flush();
      for (let host = 0; host < model.nForces; host++) {
        const now = unfilled[host]!;
        const before = short[host]!;
        if (now === before) continue;
        short[host] = now;
        const place = nameOf(model.holderIds[host]!);
        const words =
          now === 0
            ? `Nothing is unfilled any more in ${place}.`
            : `Unfilled in ${place}: ${count(now)}${before === 0 ? "" : `, after ${before}`}.`;
        lines.push({ minute: at, kind: "gap", words, place });
      }
    },
    lines: () => lines,
  };
}

interface Group {
  readonly event: string;
  readonly host: string;
  units: number;
  /** units by name of donor */
  readonly donors: Map<string, number>;
  until: number;
  readonly detail: string;
}

const KIND_OF: Readonly<Record<string, Kind>> = {
  "need asked": "ask",
  "tier called": "tier",
  "asks tier 2": "tier",
  "asks tier 3": "tier",
  "asks tier 4": "tier",
  allocated: "move",
  "on the ground": "arrive",
  "rests first": "rest",
  "rests near the host": "rest",
  "rests at home": "rest",
  "back on duty": "rest",
  released: "end",
  "pre-empted": "end",
  lapsed: "end",
  "work done": "end",
  lever: "other",
};

/** Names of holders; of regions where forces are not named (model.md §9). */
function namer(model: Model, of: { readonly capability: number; readonly byRegionOnly: boolean }) {
  const { regionNames, regionOf } = model.schemes[model.capabilities[of.capability]!.scheme]!;
  const names = new Map(
    model.holderIds.map((id, holder) => [
      id,
      of.byRegionOnly ? (regionNames[regionOf[holder]!] ?? "national stock") : model.holderNames[holder]!,
    ]),
  );
  return (id: string) => names.get(id) ?? id;
}

/** first-night → first night */
function wordsOf(id: string): string {
  return id
    .replace(/--\d+$/, "")
    .replace(/[-_]/g, " ")
    .replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
}
