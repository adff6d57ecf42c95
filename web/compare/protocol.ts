/** What the comparison asks of the desk: plans made ready, parts added up, and what can be said so far. */
import type { CapabilityComparison } from "../../engine/planning/compare.ts";
import type { PairTallies } from "../../engine/planning/compare-tally.ts";
import type { ComparePlan } from "../../workers/comparer.ts";
import type { Source } from "../desk/protocol.ts";

export interface CompareDesk {
  /** Makes two or more variants ready to be run side by side; the first is what the others are held against. */
  openComparison(variants: readonly Variant[], runs: number, seed: string): Promise<OpenedComparison>;
  /** Adds a part; one of an earlier comparison is dropped. */
  addPairs(comparison: number, part: PairTallies): Promise<void>;
  comparisonSoFar(comparison: number): Promise<ComparisonPicture>;
}

export interface Variant {
  readonly name: string;
  readonly source: Source;
}

export interface OpenedComparison {
  readonly comparison: number;
  readonly plan: ComparePlan;
  /** why the variants do not meet the same demand; empty: they do, on the same tapes */
  readonly demandDiffers: readonly string[];
}

export interface ComparisonPicture {
  readonly replications: number;
  readonly capabilities: readonly CapabilityComparison[];
  /** in the words of the command line */
  readonly verdict: readonly string[];
}
