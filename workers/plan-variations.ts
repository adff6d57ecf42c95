/**
 * Plans as variations of a resolved scenario: other holdings, contributions, floors or triggers, and nothing of the
 * demand. Each function gives a new document and leaves the old one as it is.
 */
import type { ResolvedScenario } from "./replicator.ts";

type People = NonNullable<ResolvedScenario["people"]>;
type Capability = NonNullable<ResolvedScenario["capabilities"]>[string];
type Tiers = NonNullable<Capability["tiers"]>;
export type TierRule = NonNullable<Tiers["national"]>;
type Figures = Record<string, Figure>;
type Figure = number | string | object;

/** The scenario cannot be varied so. */
export class VariationError extends Error {}

/**
 * The holder trains `units` of the capability, whatever it had. They are found among the officers it has: what stands
 * above in the tree of skills grows only where it would be smaller than what is below.
 *
 * @throws VariationError where the holding is part of a table that is multiplied by a factor
 */
export function withHolding(
  resolved: ResolvedScenario,
  capability: string,
  holder: string,
  units: number,
): ResolvedScenario {
  const holdings = { ...resolved.people?.holdings } as Record<string, HoldingOf>;
  const { skill = capability } = resolved.capabilities![capability]!;
  const officers = units * unitSize(resolved, capability);
  const statedAt = [skill, capability].find((id) => holdings[id]?.officers?.[holder] !== undefined);
  const inOfficers = statedAt ?? (holdings[capability]?.units === undefined ? skill : undefined);
  const put = (id: string, key: "officers" | "units", amount: number) => {
    const before = holdings[id] ?? {};
    if (before.factor !== undefined && before.factor !== 1) {
      throw new VariationError(`people.holdings.${id} has a factor: state the holdings themselves to size one of them`);
    }
    holdings[id] = { ...before, [key]: { ...before[key], [holder]: amount } };
  };
  // A total in officers that stands as units at the same skill would hide what is said in units.
  if (inOfficers !== undefined) put(inOfficers, "officers", officers);
  else put(capability, "units", units);
  for (let up = parentOf(resolved, skill); up !== undefined; up = parentOf(resolved, up)) {
    const above = holdings[up]?.officers?.[holder];
    if (above !== undefined && middleOf(above) < officers) put(up, "officers", officers);
  }
  const people = { ...resolved.people, holdings } as People;
  return { ...resolved, people };
}

/** What the named holders lend at most, units; what others lend stays. */
export function withContributions(
  resolved: ResolvedScenario,
  capability: string,
  units: Readonly<Record<string, number>>,
): ResolvedScenario {
  return withAmounts(resolved, "contributions", capability, units);
}

/** What the named holders keep when they lend, units. */
export function withFloors(
  resolved: ResolvedScenario,
  capability: string,
  units: Readonly<Record<string, number>>,
): ResolvedScenario {
  return withAmounts(resolved, "floors", capability, units);
}

/** Other rules of one tier for the named capabilities; what `rule` does not say stays. */
export function withTier(
  resolved: ResolvedScenario,
  capabilities: readonly string[],
  tier: keyof Tiers,
  rule: Partial<TierRule>,
): ResolvedScenario {
  const all = { ...resolved.capabilities! };
  for (const id of capabilities) {
    const own = all[id]!;
    all[id] = { ...own, tiers: { ...own.tiers, [tier]: { ...own.tiers?.[tier], ...rule } } };
  }
  return { ...resolved, capabilities: all };
}

interface HoldingOf {
  readonly units?: Figures;
  readonly officers?: Figures;
  readonly factor?: Figure;
}

function withAmounts(
  resolved: ResolvedScenario,
  table: "contributions" | "floors",
  capability: string,
  amounts: Readonly<Record<string, number>>,
): ResolvedScenario {
  const before = (resolved.people?.[table]?.[capability] ?? {}) as HoldingOf | Figures;
  const shaped = "units" in before || "officers" in before;
  const { units = {}, officers = {}, factor } = (shaped ? before : { units: before }) as HoldingOf;
  if (factor !== undefined && factor !== 1) {
    throw new VariationError(`people.${table}.${capability} has a factor: state the amounts themselves to vary them`);
  }
  const kept = Object.fromEntries(Object.entries(officers).filter(([holder]) => amounts[holder] === undefined));
  const together = { units: { ...units, ...amounts }, ...(Object.keys(kept).length > 0 ? { officers: kept } : {}) };
  const people = {
    ...resolved.people,
    [table]: { ...resolved.people?.[table], [capability]: together },
  } as People;
  return { ...resolved, people };
}

function parentOf(resolved: ResolvedScenario, skill: string): string | undefined {
  return (resolved.skills?.[skill] as { parent?: string } | undefined)?.parent;
}

/** Officers in a unit, at the middle of its range. */
export function unitSize(resolved: ResolvedScenario, capability: string): number {
  return Math.round(middleOf(resolved.capabilities![capability]!.officersPerUnit ?? 1));
}

/** A number, or the middle of one that is given as a range. */
function middleOf(figure: unknown): number {
  if (typeof figure === "number") return figure;
  const { value, mode, low, high } = figure as Record<string, number | undefined>;
  return value ?? mode ?? (Number(low) + Number(high)) / 2;
}
