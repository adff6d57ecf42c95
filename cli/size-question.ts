/**
 * What `muster size` is asked, as it is typed: amounts, bounds and places, with a word for whoever typed one that cannot be.
 */
import { InvalidArgumentError } from "commander";
import type { ChosenDivision } from "../engine/planning/division.ts";
import { largestRemainder } from "../engine/planning/share.ts";
import { type By, type Capability, type Place, regionAround } from "../workers/plan-places.ts";
import {
  type Owed,
  owedBy,
  type RiskName,
  type RiskScope,
  scopeOfRisk,
  usualHighest,
  type Where,
} from "../workers/sizing.ts";
import { UsageError } from "./exits.ts";
import { placeOf, type Session, type SessionOptions, weightsOf } from "./size-session.ts";

/** One number for all capabilities, or one for each that is named. */
export type Amounts = number | ReadonlyMap<string, number>;

export interface SizeOptions extends SessionOptions {
  readonly capability: readonly string[];
  readonly force?: string;
  readonly region?: string;
  readonly by: By | "best";
  readonly risk: RiskName;
  readonly where?: Where;
  readonly below: number;
  readonly confidence: number;
  readonly atLeast?: Amounts;
  readonly atMost?: Amounts;
  readonly price?: Amounts;
  readonly owes?: number;
  readonly combinations: number;
  readonly marginals: boolean;
  readonly draws: number;
}

/** With a way to divide; where it was looked for, what was found. */
export interface DividedOptions extends SizeOptions {
  readonly by: By;
  readonly division: { readonly found: ChosenDivision; readonly words: string } | null;
}

/** How what a region owes falls to its forces; null: nothing is owed. @throws UsageError where no region is said */
export function owedOf(
  session: Session,
  capability: Capability,
  place: Place,
  { owes, by }: Pick<DividedOptions, "owes" | "by">,
): Owed | null {
  if (owes === undefined) return null;
  const id = regionAround(session, capability, place);
  if (id === undefined) throw new UsageError("--owes: say of which region, by --force or --region");
  const region = placeOf(session, capability, { region: id });
  return owedBy(place, region, weightsOf(session, capability, region.forces, by), owes);
}

/** @throws UsageError where the place has no such home or region */
export function whereOf(
  session: Session,
  capability: Capability,
  place: Place,
  where: SizeOptions["where"],
): RiskScope {
  const scope = scopeOfRisk(session, capability, place, where);
  if (scope !== null) return scope;
  throw new UsageError(
    where === "home" ? "--where home: say whose, by --force" : "--where region: say which, by --force or --region",
  );
}

/** What is said of a capability; undefined: nothing. */
export function amountOf(amounts: Amounts | undefined, capability: string): number | undefined {
  return typeof amounts === "object" ? amounts.get(capability) : amounts;
}

/** A parser of "12", or of "psu=12,bdu=3". */
export function amountsOf(parseOne: (text: string) => number): (text: string) => Amounts {
  return (text) => {
    if (!text.includes("=")) return parseOne(text);
    return new Map(
      text.split(",").map((part) => {
        const [id, amount, ...rest] = part.split("=").map((word) => word.trim());
        if (!id || amount === undefined || rest.length > 0) {
          throw new InvalidArgumentError('expected a number, or one for each capability: "psu=12,bdu=3".');
        }
        return [id, parseOne(amount)] as const;
      }),
    );
  };
}

/** @throws UsageError for a capability that is not sized */
export function checkAmounts({ capability, atLeast, atMost, price }: SizeOptions): void {
  for (const [option, amounts] of Object.entries({ "--at-least": atLeast, "--at-most": atMost, "--price": price })) {
    if (typeof amounts !== "object") continue;
    for (const id of amounts.keys()) {
      if (!capability.includes(id))
        throw new UsageError(`${option} ${id}: not among --capability ${capability.join(",")}`);
    }
  }
}

/** Lowest and highest size that is looked at, whole units. @throws UsageError where they cross */
export function boundsOf(capability: string, held: number, { atLeast, atMost }: SizeOptions): [number, number] {
  const lowest = amountOf(atLeast, capability) ?? 0;
  const highest = amountOf(atMost, capability) ?? usualHighest(held, lowest);
  if (highest < lowest) throw new UsageError(`--at-most ${highest} is below --at-least ${lowest}`);
  return [lowest, highest];
}

/** The place's forces' parts of a holding, by force in the place's order. */
export function partsOf(session: Session, capability: Capability, place: Place, by: By): (units: number) => number[] {
  const weights = place.forces.length === 1 ? [1] : weightsOf(session, capability, place.forces, by);
  return (units) => largestRemainder(units, weights);
}
