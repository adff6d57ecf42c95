/** Why units were missing: the split by reason, what each reason points to, and what lending cost the lenders. */
import { REASONS } from "../../engine/tally/measures.ts";
import type { ScopeSummary } from "../../engine/tally/summary.ts";
import type { Detail } from "../desk/detail.ts";
import type { CapabilityNames, ForceCell, View } from "../desk/protocol.ts";

export interface ReasonPart {
  readonly key: string;
  readonly words: string;
  /** mean a run */
  readonly unitHours: number;
  /** of all that was unresourced */
  readonly share: number;
  /** what a planner would change */
  readonly pointsTo: string;
}

const POINTS_TO: Readonly<Record<string, string>> = {
  awaitingAnswer: "how soon region and nation answer",
  triggerNotPulled: "when the next tier is called",
  heldBack: "floors, agreed contributions and the alert kept at home",
  restingElsewhere: "shifts, tours and reliefs",
  underWayElsewhere: "notice and distance",
  committedElsewhere: "what else happens at the same time",
  teamIncomplete: "the smallest team that is of use",
  noPeople: "how many are trained, in ticket and present",
};

/** In the order of the waterfall; null: nothing was missing, or no runs. */
export function reasonsOf(scope: ScopeSummary | null): ReasonPart[] | null {
  if (scope === null) return null;
  const parts = REASONS.map(({ key, words }) => ({ key, words, unitHours: scope.runOut.reasons[key] ?? 0 }));
  const sum = parts.reduce((total, { unitHours }) => total + unitHours, 0);
  if (!(sum > 0)) return null;
  return parts
    .filter(({ unitHours }) => unitHours > 0)
    .map((part) => ({ ...part, share: part.unitHours / sum, pointsTo: POINTS_TO[part.key] ?? "" }));
}

/** What lending to a scope cost those who lent. */
export interface Shadow {
  readonly id: string;
  readonly name: string;
  /** to the scope, mean a run */
  readonly unitHours: number;
  /** of the lender, whoever it lent to; null: a holder without a force, or reported by region only */
  readonly hoursBelowFloor: number | null;
  readonly gap: number | null;
  readonly gapLow: number | null;
  readonly gapHigh: number | null;
}

/**
 * Lenders to the scope, in order of their names: there is no league table of forces (model.md §9). To the nation every
 * lender counts that lent beyond its own area.
 */
export function shadowOf(
  detail: Detail | null,
  view: View,
  names: CapabilityNames,
  forces: readonly ForceCell[],
): Shadow[] {
  if (detail === null) return [];
  const regionIndex = names.regions.findIndex(({ id }) => id === view.id);
  const regionOf = new Map(forces.map(({ id }, force) => [id, names.regionOf[force]!]));
  const isHost = (id: string) =>
    view.scope === "nation" ||
    id === view.id ||
    (view.scope === "region" && !names.byRegionOnly && regionOf.get(id) === regionIndex);
  const named = new Map([
    ...forces.map(({ id, name }) => [id, name] as const),
    ...names.regions.map(({ id, name }) => [id, name] as const),
    ...detail.holders.map(({ id, name }) => [id, name] as const),
  ]);
  const lent = new Map<string, number>();
  for (const { donor, host, unitHours } of detail.flows) {
    if (donor !== host && isHost(host)) lent.set(donor, (lent.get(donor) ?? 0) + unitHours);
  }
  return [...lent]
    .map(([id, unitHours]): Shadow => {
      const donor = detail.donors.find(({ force }) => force === id);
      return {
        id,
        name: named.get(id) ?? id,
        unitHours,
        hoursBelowFloor: donor?.hoursBelowFloor ?? null,
        gap: donor?.gap ?? null,
        gapLow: donor?.gapLow ?? null,
        gapHigh: donor?.gapHigh ?? null,
      };
    })
    .sort((a, b) => a.name.localeCompare(b.name, "en"));
}

/** What became of the needs, largest first as the words of the trade have it. */
export function needsOf(
  scope: ScopeSummary | null,
): { readonly words: string; readonly key: string; readonly needs: number; readonly share: number }[] {
  if (scope === null || scope.needs.asked === 0) return [];
  const { asked, ...became } = scope.needs;
  const words = {
    metOnTime: "met on time",
    metLate: "met late",
    partMet: "part met",
    lapsed: "lapsed",
    unfinished: "unfinished at the end",
  };
  return (Object.keys(words) as (keyof typeof words)[]).map((key) => ({
    key,
    words: words[key],
    needs: became[key],
    share: became[key] / asked,
  }));
}
