/**
 * What an exercise runs: its scenario with its own changes, moved where it says, and with the injects laid in as what
 * they are in the terms of a scenario file. An incident is a threat of its own, so it disturbs no other luck; nothing an
 * inject changes is felt before its minute.
 */
import { sha256Hex } from "../../engine/tally/sha256.ts";
import { type Fault, formatFault } from "../format/faults.ts";
import { membersOf } from "../format/interventions.ts";
import { placeScenario } from "../format/placed.ts";
import { type ReadOptions, type ResolvedScenario, readScenario, readScenarioObject } from "../format/read.ts";
import { textToSign } from "../format/sign-off.ts";
import type { Source } from "../format/tree.ts";
import { threatOfInject } from "./inject-threat.ts";
import type { Exercise, Inject } from "./read.ts";
import { RefusedExercise } from "./refused.ts";

export interface LaidExercise {
  readonly resolved: ResolvedScenario;
  /** SHA-256 of the resolved scenario's canonical JSON, hex */
  readonly scenarioHash: string;
  /** every text that the scenario was read from */
  readonly sources: readonly Source[];
}

/**
 * @param load the text behind the name of a preset or file
 * @param file name of the exercise's own file, beside which others are looked for
 * @param injects those that are laid in; default: all
 * @throws RefusedExercise with every fault
 */
export function layExercise(
  exercise: Exercise,
  load: ReadOptions["load"],
  file = "exercise",
  injects: readonly Inject[] = exercise.injects ?? [],
): LaidExercise {
  const { scenario: based, sources } = baseScenario(exercise, load, file);
  const laid = injects.some(changesSomething) ? checked(withInjects(based, injects), "injects") : based;
  return { resolved: laid, scenarioHash: sha256Hex(textToSign(laid)), sources };
}

const OWN = "exercise-scenario";

function baseScenario(
  exercise: Exercise,
  load: ReadOptions["load"],
  file: string,
): { readonly scenario: ResolvedScenario; readonly sources: readonly Source[] } {
  const { scenario, changes, at, severity, start } = exercise;
  const own = typeof scenario === "string" ? null : scenario;
  const ownName = own?.file ?? `${OWN}.yaml`;
  const finds: ReadOptions["load"] = (ref, from) =>
    own !== null && ref === OWN ? { file: ownName, text: own.text } : load(ref, from);
  const over = { muster: 1, extends: own === null ? scenario : OWN, ...changes };
  const read = readScenario(JSON.stringify(over), { file, load: finds });
  if (!read.ok) throw new RefusedExercise(read.faults.map((fault) => formatFault(inChanges(fault, file))));
  const sources = read.sources.filter((source) => source.file !== file);
  const how = typeof severity === "string" ? severityOf(severity) : severity;
  const moved = placeScenario(read.scenario, { at, severity: how });
  if ("refused" in moved) throw new RefusedExercise([moved.refused]);
  if (start === undefined) return { scenario: moved.scenario, sources };
  return { scenario: checked({ ...moved.scenario, clock: { ...moved.scenario.clock, start } }, "start"), sources };
}

/** What the exercise itself lays over its scenario has no line of its own there. */
function inChanges(fault: Fault, file: string): Fault {
  if (fault.file !== file) return fault;
  const path = fault.path === "extends" ? "scenario" : ["changes", fault.path].filter((part) => part !== "").join(".");
  return { ...fault, line: 0, column: 0, path };
}

function severityOf(text: string) {
  const [, number, times] = /^(\d+(?:\.\d+)?)\s*([x×]?)$/.exec(text.trim()) ?? [];
  if (number === undefined) {
    throw new RefusedExercise([`severity: "${text}" is not a number of 0 or more, or 2x for twice as severe.`]);
  }
  return times === "" ? Number(number) : { times: Number(number) };
}

function checked(scenario: ResolvedScenario, what: string): ResolvedScenario {
  const read = readScenarioObject(scenario, what);
  if (!read.ok) throw new RefusedExercise(read.faults.map(formatFault));
  return read.scenario;
}

const changesSomething = ({ kind }: Inject): boolean => kind !== "message";

/** The scenario with what the injects change from their minutes on; the given one is left as it was. */
export function withInjects(scenario: ResolvedScenario, injects: readonly Inject[]): ResolvedScenario {
  const threats = { ...scenario.threats };
  const changes = [...(scenario.people?.changes ?? [])];
  const heldBack = [...(scenario.people?.heldBack ?? [])];
  const roads = [...(scenario.places.roads ?? [])];
  for (const inject of injects) {
    switch (inject.kind) {
      case "incident":
        threats[threatOfInject(inject.id)] = threatFrom(scenario, inject);
        break;
      case "lost":
        changes.push(...lossOf(scenario, inject));
        break;
      case "road": {
        const { at, until, between, around, factor, closed } = inject;
        roads.push(
          withoutUndefined({ from: at, until, between, around, factor: closed ? undefined : (factor ?? 2), closed }),
        );
        break;
      }
      case "held back": {
        const { at, until, who, capability } = inject;
        heldBack.push(withoutUndefined({ from: at, until, who, capability }));
        break;
      }
      default:
    }
  }
  return {
    ...scenario,
    threats,
    places: roads.length === 0 ? scenario.places : { ...scenario.places, roads },
    people: {
      ...scenario.people,
      ...(changes.length === 0 ? {} : { changes }),
      ...(heldBack.length === 0 ? {} : { heldBack }),
    },
  };
}

type Threat = NonNullable<ResolvedScenario["threats"]>[string];
type InjectOf<K extends Inject["kind"]> = Inject & { readonly kind: K };

/** One more incident of a threat of the scenario, as severe and as long as said; or one that asks for what is said. */
function threatFrom(scenario: ResolvedScenario, inject: InjectOf<"incident">): Threat {
  const { id, at, title, threat, asks, where, severity, duration } = inject;
  const schedule = [withoutUndefined({ at, where, severity, duration })];
  if (asks !== undefined) {
    const needs = Object.entries(asks).map(([capability, units]) => ({ capability, units }));
    return {
      name: title ?? "Further incident",
      arrivals: { schedule: [withoutUndefined({ at, where, severity })] },
      phases: [{ duration: duration ?? "8 h", needs }],
    };
  }
  const model = scenario.threats?.[threat ?? ""];
  if (model === undefined) {
    const known = Object.keys(scenario.threats ?? {}).join(", ");
    throw new RefusedExercise([
      `injects.${id}: ${threat === undefined ? "says neither a threat nor what it asks for" : `"${threat}" is not a threat of the scenario`}. There are: ${known}.`,
    ]);
  }
  return { ...model, ...(title === undefined ? {} : { name: title }), arrivals: { schedule } };
}

/** Every named holder loses the share, and has it back at `until`. */
function lossOf(scenario: ResolvedScenario, { id, at, capability, who, share, until }: InjectOf<"lost">) {
  if (!(capability in scenario.capabilities)) {
    throw new RefusedExercise([`injects.${id}.capability: "${capability}" is not a capability of the scenario.`]);
  }
  const holders = new Set([who].flat().flatMap((one) => known(scenario, one, capability, `injects.${id}.who`)));
  return [...holders].flatMap((holder) => [
    { at, holder, capability, share: 1 - share },
    ...(until === undefined ? [] : [{ at: until, holder, capability, share: 1 }]),
  ]);
}

function known(scenario: ResolvedScenario, who: string, capability: string, path: string): string[] {
  const members = membersOf(scenario, who, capability);
  if (members.length > 0) return members;
  throw new RefusedExercise([`${path}: "${who}" is not a force, a holder, a region or everyone.`]);
}

/** Keys that say nothing are left out, as in a file. */
function withoutUndefined<T extends object>(given: T): T {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T;
}
