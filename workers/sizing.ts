/**
 * What sizing is about, for whoever asks: which risk is looked at and where, how a holding falls to a place's forces, what
 * a region owes, and what must be trained to field it. The search itself is in engine/planning/size.ts.
 */
import { largestRemainder } from "../engine/planning/share.ts";
import type { RiskRuns } from "../engine/planning/size-risk.ts";
import type { FigureName, PlanFigureOf } from "../engine/planning/size-runs.ts";
import { thousands } from "../engine/tally/words.ts";
import {
  type By,
  type Capability,
  type Country,
  nameOf,
  type Place,
  regionAround,
  regionPlace,
} from "./plan-places.ts";
import { withContributions, withHolding } from "./plan-variations.ts";
import type { ResolvedScenario } from "./replicator.ts";

export type RiskName = "run-out" | "left-force" | "left-region" | "late-1h" | "late-4h" | "late-8h" | "unmet";
export const RISKS: readonly RiskName[] = [
  "run-out",
  "left-force",
  "left-region",
  "late-1h",
  "late-4h",
  "late-8h",
  "unmet",
];

/** Where the risk is looked at. */
export type RiskScope = Pick<PlanFigureOf, "scope" | "id">;
export const WHERE = ["home", "region", "nation"] as const;
export type Where = (typeof WHERE)[number];

/** @param where undefined: where what is sized is. Null: the place has no such home or region. */
export function scopeOfRisk(
  country: Country,
  capability: Capability,
  place: Place,
  where: Where | undefined,
): RiskScope | null {
  if (where === "nation") return { scope: "nation", id: "nation" };
  if (where === "region") {
    const region = regionAround(country, capability, place);
    return region === undefined ? null : { scope: "region", id: region };
  }
  if (where === "home" && place.scope !== "force") return null;
  return { scope: place.scope, id: place.id };
}

const LINES: Readonly<Record<string, string>> = {
  "late-1h": "10 % in 1 h",
  "late-4h": "40 % in 4 h",
  "late-8h": "60 % in 8 h",
};

/** "PSUs run out nationally" */
export function riskWords(
  risk: RiskName,
  many: string,
  where: RiskScope,
  country: Country,
  capability: Capability,
): string {
  const at =
    where.scope === "nation"
      ? "nationally"
      : where.scope === "force"
        ? `at home (${nameOf(country, where.id)})`
        : `in ${regionPlace(country, capability, where.id)!.name}`;
  if (risk === "run-out") return `${many} run out ${at}`;
  if (risk === "left-force") return `some ask for ${many} goes beyond its force ${at}`;
  if (risk === "left-region") return `some ask for ${many} goes beyond its region ${at}`;
  if (risk === "unmet") return `needs of ${many} are never met in full ${at}`;
  return `some ask for ${many} ${at} that left its force misses ${LINES[risk]}`;
}

const LINE: Readonly<Record<string, FigureName>> = {
  "late-1h": "line1hMet",
  "late-4h": "line4hMet",
  "late-8h": "line8hMet",
};

export function figuresOf(risk: RiskName): readonly FigureName[] {
  if (risk === "run-out") return ["runOut"];
  if (risk === "left-force") return ["leftForce"];
  if (risk === "left-region") return ["leftRegion"];
  if (risk === "unmet") return ["needsPartMet", "needsLapsed", "needsAsked"];
  return ["needsLeftForce", LINE[risk]!];
}

/** Figures of the risk for each capability, in the order that `riskRunsOf` reads. */
export function riskFigures(capabilities: readonly string[], risk: RiskName, where: RiskScope): PlanFigureOf[] {
  return capabilities.flatMap((capability) => figuresOf(risk).map((figure) => ({ figure, capability, ...where })));
}

/** @param columns of one plan: for each capability the figures of the risk */
export function riskRunsOf(columns: readonly Float64Array[], risk: RiskName, nCapabilities: number): RiskRuns[] {
  const width = columns.length / nCapabilities;
  return Array.from({ length: nCapabilities }, (_, k) => {
    const own = columns.slice(k * width, (k + 1) * width);
    if (risk === "unmet") return { events: own[0]!.map((part, r) => part + own[1]![r]!), bases: own[2]! };
    if (width === 1) return { events: own[0]!, bases: null };
    return { events: own[0]!.map((left, r) => (left > own[1]![r]! ? 1 : 0)), bases: null };
  });
}

/** Fewest runs that could show a risk of a run below its level even if it never happened. */
export function leastRuns(below: number, confidence: number): number {
  return Math.ceil(Math.log(1 - confidence) / Math.log(1 - below) - 1e-9);
}

/** Highest size that is looked at where nobody says another. */
export function usualHighest(held: number, lowest: number): number {
  return Math.max(lowest + 1, 4 * held + 20);
}

/** The scenario with a holding of the place's forces, each its part. */
export function withParts(
  resolved: ResolvedScenario,
  capability: string,
  { forces }: Pick<Place, "forces">,
  parts: readonly number[],
): ResolvedScenario {
  return forces.reduce((plan, force, i) => withHolding(plan, capability, force, parts[i]!), resolved);
}

export interface Owed {
  readonly region: string;
  readonly regionName: string;
  readonly units: number;
  /** by force of the region */
  readonly shares: Readonly<Record<string, number>>;
  /** the force that is sized; all of it for a region */
  readonly mine: number;
}

/**
 * How what a region owes falls to its forces.
 *
 * @param place   a force of the region, or all of it
 * @param weights of the region's forces
 */
export function owedBy(place: Place, region: Place, weights: readonly number[], units: number): Owed {
  const shares = largestRemainder(units, weights);
  const byForce = Object.fromEntries(region.forces.map((force, i) => [force, shares[i]!]));
  return {
    region: region.id,
    regionName: region.name,
    units,
    shares: byForce,
    mine: place.scope === "force" ? byForce[place.id]! : units,
  };
}

/** Each of the region's forces lends its share at most. */
export function withOwed(resolved: ResolvedScenario, capability: string, owed: Owed | null): ResolvedScenario {
  return owed === null ? resolved : withContributions(resolved, capability, owed.shares);
}

export function owedWords({ regionName, units, mine }: Owed, by: By, place: Place, many: string): string {
  if (place.scope !== "force")
    return `Of ${thousands(units)} ${many} owed by ${regionName}, each force owes its share by ${by}.`;
  return `Of ${thousands(units)} ${many} owed by ${regionName}, ${place.name} owes ${thousands(mine)} by ${by}.`;
}

export interface Fielded {
  readonly lends: number;
  readonly floor: number;
  readonly presentShare: number;
  /** trained, so that what is lent and the floor are present on a day like the middle one */
  readonly units: number;
}

/** Arithmetic, not simulation: who lends must have it present above its floor. */
export function fieldedBy({ model }: Country, capability: Capability, place: Place, lends: number): Fielded {
  const rows = place.forces.map((force) => model.holderIds.indexOf(force) * model.nNodes + capability.path[0]!);
  const floorOfficers = rows.reduce((sum, row) => sum + model.floorOfficers[row]!, 0);
  const presentShare = model.presentShare[rows[0]!]!;
  const officers = lends * capability.officersPerUnit + floorOfficers;
  return {
    lends,
    floor: floorOfficers / capability.officersPerUnit,
    presentShare,
    units: Math.ceil(officers / presentShare / capability.officersPerUnit - 1e-9),
  };
}

export function fieldedWords(
  { lends, floor, presentShare, units }: Fielded,
  answer: number | null,
  many: string,
): string {
  return `To have the ${thousands(lends)} it owes and its floor of ${Number(floor.toFixed(1))} present on an ordinary day (${Math.round(presentShare * 100)} of 100 trained are), it trains ${thousands(units)} ${many}, by arithmetic. ${answer === null ? "Whether that keeps the risk was not shown." : `The larger of the two: ${thousands(answer)}.`}`;
}
