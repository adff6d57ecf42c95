/**
 * What `comparison.json` holds, and its table. Names are fixed; fields may be added.
 */
import type { Table, TableCell } from "../tally/tables.ts";
import type { CapabilityComparison, Difference, PlanFigure } from "./compare.ts";

export interface ComparedPlan {
  /** how it is called in the differences */
  readonly id: string;
  readonly scenario: { readonly name: string; readonly sha256: string };
  readonly allocation: { readonly donors: string; readonly fill: string };
}

export interface Comparison {
  readonly muster: "1";
  readonly plans: readonly ComparedPlan[];
  /** "same tapes": drawn once and answered by each plan; "different": each plan draws its own from streams of the same names */
  readonly demand: "same tapes" | "different";
  readonly seed: string;
  readonly replications: number;
  readonly digest: string;
  readonly marking: string;
  readonly data: { readonly shipped: boolean; readonly status: string };
  readonly clock: { readonly start: string; readonly horizonMinutes: number };
  readonly methods: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
  readonly verdict: readonly string[];
  readonly capabilities: readonly CapabilityComparison[];
}

/** Where each figure comes from, for those who check. */
export const METHODS = {
  proportions:
    "difference of paired proportions: Newcombe 1998 (Statistics in Medicine 17, 2635-2650), method 10; test: McNemar, mid-p (Fagerland et al. 2013, BMC Medical Research Methodology 13:91)",
  means: "Student's t on the differences of each run",
  several: "pairs of plans in one row adjusted by Holm 1979; intervals at the confidence of each step",
  runsNeeded:
    "runs for a true difference of the size seen to be found in four of five tries: Connor 1987 (Biometrics 43) for proportions, normal approximation for means",
  varianceRatio:
    "(variance of the first + variance of the second) / variance of the differences: independent runs that tell as much as one paired run",
} as const;

/** `comparison.csv`: a row for each difference. */
export function comparisonTable({ capabilities, plans, replications, marking }: Comparison): Table {
  const rows: TableCell[][] = [];
  const planAt = new Map(plans.map(({ id }, at) => [id, at]));
  const put = (head: readonly TableCell[], figures: readonly PlanFigure[], differences: readonly Difference[]) => {
    for (const difference of differences) {
      const { first, second, mean, low, high, p, adjusted, counts } = difference;
      rows.push([
        ...head,
        first,
        second,
        figures[planAt.get(first)!]!.mean,
        figures[planAt.get(second)!]!.mean,
        ...[mean, low, high, p, adjusted.p, adjusted.low, adjusted.high],
        difference.distinguishable ? "yes" : "no",
        difference.runsNeeded,
        ...[difference.runsHigher, difference.runsLower, difference.runsSame],
        ...[counts?.n11 ?? null, counts?.n10 ?? null, counts?.n01 ?? null, counts?.n00 ?? null],
        difference.varianceRatio,
        replications,
        marking,
      ]);
    }
  };
  for (const { id, scopes, incidents } of capabilities) {
    for (const scope of scopes) {
      for (const { measure, unit, plans: figures, differences } of scope.measures) {
        put([id, scope.scope, scope.id, null, null, measure, unit], figures, differences);
      }
    }
    for (const { threat, place, plans: figures, differences } of incidents) {
      put([id, "nation", "nation", threat, place, "unresourcedUnitHours", "unit-hours"], figures, differences);
    }
  }
  return { columns: COLUMNS, rows };
}

const COLUMNS = [
  ...["capability", "scope", "id", "threat", "place", "measure", "unit", "first", "second", "firstMean", "secondMean"],
  ...["difference", "low", "high", "p", "adjustedP", "adjustedLow", "adjustedHigh", "distinguishable", "runsNeeded"],
  ...["runsHigher", "runsLower", "runsSame", "both", "firstOnly", "secondOnly", "neither", "varianceRatio"],
  ...["replications", "marking"],
];
