/** Cases that theory knows exactly, and what the engine is made to simulate for each. */
import cases from "../fixtures/queueing.json" with { type: "json" };
import type { Document } from "../support/scenario.ts";
import type { Figure } from "./figure.ts";

/** A row of `test/fixtures/queueing.json`: parameters and exact values, no code. */
export interface Case<Params = unknown> {
  readonly id: string;
  readonly family: string;
  readonly title: string;
  readonly params: Params;
  readonly expected: Readonly<Record<string, number>>;
}

/** One scenario, as a file would say it, and what is read off its replications. */
export interface Experiment {
  readonly scenario: Document;
  readonly figures: readonly Figure[];
  /** replications of a short run */
  readonly runs: number;
  /** the demand tape alone is looked at: nobody responds */
  readonly tapeOnly?: boolean;
}

/** @param long whether half per cent is wanted, or a look that takes a second */
export type Family = (one: Case<never>, long: boolean) => readonly Experiment[];

/** A bundle carries them along. */
export const allCases = cases as unknown as readonly Case[];
