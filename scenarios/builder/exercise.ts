/**
 * An exercise's scenario from a few choices: a risk of the register, where, how severe, when, and what happens besides.
 * What comes of it is an ordinary scenario file that builds on the risk's own and says only what differs.
 */
import { composeScenarios } from "../format/compose.ts";
import { type Change, changesTo, withRawChanges } from "../format/edit.ts";
import { placeScenario } from "../format/placed.ts";
import type { ResolvedScenario } from "../format/read.ts";
import type { Plain } from "../format/tree.ts";

export interface ExerciseChoice {
  readonly first: Incident;
  /** civil time of minute 0, such as 2026-09-14T12:00 */
  readonly start: string;
  readonly days: number;
  readonly second: (Incident & { readonly hoursLater: number }) | null;
  /** null: made of what happens */
  readonly name: string | null;
  /** fire and rescue, ambulance and voluntary organisations as outside providers */
  readonly partners: boolean;
}

const PARTNERS = "parts: [reference/readings/partners.yaml]\n";

interface Incident {
  /** id of a scenario of the register, such as `nrr/rail-accident` */
  readonly scenario: string;
  /** a force, a region or `scheme/region`; null: where the register's own rule puts it, drawn anew in each run */
  readonly place: string | null;
  /** so many times as severe as the register's planning case */
  readonly times: number;
}

export type Built =
  | { readonly text: string; readonly name: string }
  /** one sentence each */
  | { readonly refused: readonly string[] };

const MOST_DAYS = 28;

/**
 * @param read a shipped scenario, resolved
 * @param bare what a scenario that changes nothing of the reference data gets
 */
export function buildExercise(
  { first, start, days, second, name, partners }: ExerciseChoice,
  read: (id: string) => ResolvedScenario,
  bare: ResolvedScenario,
): Built {
  if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS)
    return { refused: [`An exercise lasts 1 to ${MOST_DAYS} whole days, not ${days}.`] };
  const base = read(first.scenario);
  const a = placed(base, first);
  if ("refused" in a) return { refused: [a.refused] };
  const scenarios = [a.scenario];
  const starts = [start];
  if (second !== null) {
    const b = placed(read(second.scenario), second);
    if ("refused" in b) return { refused: [b.refused] };
    scenarios.push(b.scenario);
    starts.push(laterBy(start, second.hoursLater));
  }
  const composed = composeScenarios(scenarios, bare, starts);
  if ("refused" in composed) return { refused: composed.refused };
  const title = name ?? titleOf(scenarios, [first, ...(second === null ? [] : [second])], a.scenario);
  const scenario = {
    ...composed.scenario,
    name: title,
    question: "Who is asked, who goes, when are they there, and what is left if more happens?",
    clock: { ...composed.scenario.clock, horizon: `${days} d`, warmUp: 0 },
  };
  const changes = changesTo(base as unknown as Plain, scenario as unknown as Plain);
  const head = `# Made by Muster's exercise builder.\nmuster: 1\nname: ${JSON.stringify(title)}\nextends: ${first.scenario}\n${partners ? PARTNERS : ""}`;
  return { text: withRawChanges(head, changes.filter(isSaid)), name: title };
}

/** The head says these already. */
function isSaid([path]: Change): boolean {
  return path[0] !== "name" && path[0] !== "muster";
}

function placed(scenario: ResolvedScenario, { place, times }: Incident): ReturnType<typeof placeScenario> {
  return placeScenario(scenario, {
    ...(place === null ? {} : { at: place }),
    ...(times === 1 ? {} : { severity: { times } }),
  });
}

function laterBy(start: string, hours: number): string {
  return new Date(Date.parse(`${start}Z`) + Math.round(hours * 60) * 60_000).toISOString().slice(0, 16);
}

function titleOf(
  scenarios: readonly ResolvedScenario[],
  incidents: readonly Incident[],
  { places }: ResolvedScenario,
): string {
  const told = scenarios.map(({ name }, i) => {
    const { place } = incidents[i]!;
    const short = name.replace(/ \(National Risk Register\)$/, "");
    return `${short}${place === null ? "" : `, ${placeName(places, place)}`}`;
  });
  return `Exercise: ${told.join("; then ")}`;
}

function placeName(places: ResolvedScenario["places"], place: string): string {
  const [scheme, region] = place.includes("/") ? place.split("/") : [undefined, place];
  const force = places.forces?.[place]?.name;
  const schemes = Object.entries(places.schemes ?? {}).filter(([id]) => scheme === undefined || id === scheme);
  return force ?? schemes.map(([, regions]) => regions[region!]?.name).find(Boolean) ?? place;
}
