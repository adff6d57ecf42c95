/** The desk's side of a comparison: by the rules and in the words of `muster compare`. */

import type { Model } from "../../engine/model.ts";
import { compareCapabilities } from "../../engine/planning/compare.ts";
import { createPairTallies, mergePairs, type PairTallies } from "../../engine/planning/compare-tally.ts";
import { comparisonWords } from "../../engine/planning/compare-words.ts";
import { compileScenario } from "../../scenarios/format/compile.ts";
import { demandDifferences } from "../../scenarios/format/demand-differences.ts";
import { rowsOf } from "../../workers/comparer.ts";
import { Refused } from "../desk/protocol.ts";
import { readSource } from "../desk/shipped.ts";
import type { CompareDesk } from "./protocol.ts";

interface Open {
  readonly comparison: number;
  readonly model: Model;
  readonly rows: ReturnType<typeof rowsOf>;
  readonly names: readonly string[];
  readonly tallies: PairTallies;
}

let open: Open | null = null;
let comparisons = 0;

export const compareDesk: CompareDesk = {
  async openComparison(variants, runs, seed) {
    const read = variants.map(({ source }) => readSource(source));
    const compiled = read.map(({ resolved, scenarioHash }) => compileScenario(resolved, scenarioHash));
    const base = { scenario: read[0]!.resolved, compiled: compiled[0]! };
    const demandDiffers = read.slice(1).flatMap(({ resolved }, i) => {
      const lines = demandDifferences(base, { scenario: resolved, compiled: compiled[i + 1]! });
      return lines.map((line) => `${variants[i + 1]!.name}: ${line}`);
    });
    const plan = {
      compare: read.map(({ resolved, scenarioHash }) => ({
        resolved,
        scenarioHash,
        seed,
        replications: runs,
        outer: null,
      })),
      sameDemand: demandDiffers.length === 0,
    };
    const rows = rowsOf(plan);
    open = {
      comparison: ++comparisons,
      model: compiled[0]!.model,
      rows,
      names: variants.map(({ name }) => name),
      tallies: createPairTallies(rows.nPlans, rows.nRows),
    };
    return { comparison: open.comparison, plan, demandDiffers };
  },
  async addPairs(comparison, part) {
    if (open?.comparison === comparison) mergePairs(open.tallies, part);
  },
  async comparisonSoFar(comparison) {
    if (open?.comparison !== comparison) throw new Refused(["This comparison was replaced by another."]);
    const { model, rows, tallies, names } = open;
    const capabilities = compareCapabilities(model, rows, tallies, names);
    return {
      replications: tallies.nReplications,
      capabilities,
      verdict: comparisonWords(capabilities, names, tallies.nReplications),
    };
  },
};
