/**
 * A scenario moved: every threat that happens by itself happens at one place, and as severely as said.
 *
 * A place is a force, or a region of any scheme (a RICC region, a local resilience forum …); in a region each run draws
 * the force by population. Incidents that name their force stay where they are if some of them lie in the place (the
 * others do not happen), else they move too. Threats that only others start stay where their own rule puts them.
 */
import { didYouMean } from "./faults.ts";
import type { ResolvedScenario } from "./read.ts";
import { type Threat, wakes } from "./waking.ts";

export interface Placing {
  /** id or name of a force or region, or scheme/region */
  readonly at?: string | undefined;
  readonly severity?: HowSevere | undefined;
}

/** In the threat's own scale, or so many times what it would be. */
export type HowSevere = number | { readonly times: number };

/** The moved scenario, or in a sentence why it cannot be moved so. The given one is left as it was. */
export function placeScenario(
  scenario: ResolvedScenario,
  { at, severity }: Placing,
): { readonly scenario: ResolvedScenario } | { readonly refused: string } {
  if (at === undefined && severity === undefined) return { scenario };
  const threats = scenario.threats ?? {};
  const awake = Object.keys(threats).filter((id) => wakes(threats[id]!));
  if (awake.length === 0)
    return { refused: `${scenario.name}: nothing here happens by itself, so nothing can be moved.` };
  const place = at === undefined ? null : findPlace(scenario, at);
  if (place !== null && "refused" in place) return place;
  const scaling = awake.filter((id) => scales(threats[id]!));
  if (severity !== undefined && scaling.length === 0) {
    return { refused: `${scenario.name}: no need here grows with severity, so saying one changes nothing.` };
  }
  const said = new Set(scaling.map((id) => JSON.stringify(threats[id]!.severity)));
  if (typeof severity === "number" && said.size > 1) {
    return {
      refused: `${scenario.name}: ${scaling.join(" and ")} count severity differently; say ${severity}x for so many times each.`,
    };
  }
  const moved = awake.map((id) => [id, movedThreat(threats[id]!, place, severity)] as const);
  return { scenario: { ...scenario, threats: { ...threats, ...Object.fromEntries(moved) } } };
}

type Where = NonNullable<Threat["where"]>;

interface Found {
  readonly where: Where;
  readonly forces: readonly string[];
}

function movedThreat(threat: Threat, place: Found | null, severity: HowSevere | undefined): Threat {
  const { schedule } = threat.arrivals;
  const inPlace = (entry: { readonly where?: string | undefined }) =>
    entry.where !== undefined && place?.forces.includes(entry.where) === true;
  const stays = place === null || schedule?.some(inPlace) === true;
  const kept = place !== null && stays ? schedule?.filter((e) => e.where === undefined || inPlace(e)) : schedule;
  const entries = kept?.map(({ where, severity: as, ...entry }) => ({
    ...entry,
    ...(stays && where !== undefined ? { where } : {}),
    ...(as === undefined || typeof severity === "number" ? {} : { severity: times(as, severity) as number }),
  }));
  return {
    ...threat,
    ...(entries === undefined ? {} : { arrivals: { ...threat.arrivals, schedule: entries } }),
    ...(place === null ? {} : { where: place.where }),
    ...(severity === undefined ? {} : { severity: severityOf(threat.severity, severity) }),
  };
}

function severityOf(before: Threat["severity"], how: HowSevere): Threat["severity"] {
  if (typeof how === "number") return how;
  if (typeof before !== "object" || !("levels" in before)) return times(before ?? 1, how) as Threat["severity"];
  const levels = Object.entries(before.levels).map(([level, share]) => [String(Number(level) * how.times), share]);
  return { ...before, levels: Object.fromEntries(levels) };
}

/** What stands for an amount in a figure or a distribution; a spread such as cv or sigma is none. */
const AMOUNTS = new Set(["value", "values", "low", "mode", "high", "mean", "median", "scale"]);

/** A number, figure or distribution so many times as large. */
function times(amount: unknown, how: Exclude<HowSevere, number> | undefined): unknown {
  if (how === undefined) return amount;
  if (typeof amount === "number") return amount * how.times;
  if (Array.isArray(amount)) return amount.map((one) => times(one, how));
  const entries = Object.entries(amount as object).map(([key, inner]) => [
    key,
    AMOUNTS.has(key) ? times(inner, how) : inner,
  ]);
  return Object.fromEntries(entries);
}

/** Whether severity decides the size of any need. */
function scales(threat: Threat): boolean {
  return threat.phases.some(({ needs }) => needs?.some(({ perSeverity }) => perSeverity === true));
}

/** A force, a region (the first scheme that has it), or scheme/region; by id, else by name. */
function findPlace({ places }: ResolvedScenario, wanted: string): Found | { readonly refused: string } {
  const forces = places.forces ?? {};
  const regions = Object.entries(places.schemes ?? {}).flatMap(([scheme, list]) =>
    Object.entries(list).map(([id, region]) => ({ scheme, id, name: region.name ?? id, members: region.members })),
  );
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  const force =
    Object.keys(forces).find((id) => same(id, wanted)) ??
    Object.keys(forces).find((id) => same(forces[id]!.name ?? id, wanted));
  if (force !== undefined) return { where: force, forces: [force] };
  const region =
    regions.find(({ scheme, id }) => same(id, wanted) || same(`${scheme}/${id}`, wanted)) ??
    regions.find(({ name }) => same(name, wanted));
  if (region === undefined) {
    const known = [...Object.keys(forces), ...new Set(regions.map(({ id }) => id))];
    const suggestion = didYouMean(wanted, known);
    const hint =
      suggestion === undefined ? "`npx muster list forces` shows the forces." : `Did you mean "${suggestion}"?`;
    return { refused: `"${wanted}" is neither a force nor a region here. ${hint}` };
  }
  const among = region.members.filter((id) => id in forces);
  if (among.length === 0) return { refused: `No force is a member of ${region.name}, so nothing can happen there.` };
  if (among.length === 1) return { where: among[0]!, forces: among };
  const by = among.some((id) => forces[id]!.population !== undefined) ? "population" : "nothing";
  return { where: { weightedBy: by, among }, forces: among };
}
