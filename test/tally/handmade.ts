/** Tallies of a few replications written down by hand, for tests of summaries, tables and verdicts. */
import { recordValue } from "../../engine/tally/histogram.ts";
import { CONDITIONAL, EVENTS, FLAGS, PER_REPLICATION, SERIES, SUMS } from "../../engine/tally/measures.ts";
import { recordConditional, recordPerReplication } from "../../engine/tally/record.ts";
import type { SummaryMeta } from "../../engine/tally/summary.ts";
import {
  createTallies,
  N_CONDITIONAL,
  N_EVENTS,
  N_FLAGS,
  N_PER_REPLICATION,
  N_SERIES,
  N_SUMS,
  seriesRow,
  type Tallies,
} from "../../engine/tally/tally.ts";
import { smallModel } from "./fill.ts";

export const model = smallModel();

export const meta: SummaryMeta = {
  scenarioName: "A made-up night",
  start: "2026-08-01T06:00",
  seed: "1",
  from: 0,
  to: 4,
  marking: "UNMARKED – illustrative, public data",
  shippedData: true,
  dataStatus: "illustrative – public data",
};

/** Writes to one cell (capability × 5 + scope: nation, south, north, alder, birch). */
export interface Pen {
  values(measure: (typeof PER_REPLICATION)[number], perReplication: readonly number[]): Pen;
  happened(measure: (typeof CONDITIONAL)[number], values: readonly number[]): Pen;
  flag(name: (typeof FLAGS)[number], replications: number): Pen;
  sum(name: (typeof SUMS)[number], total: number): Pen;
  waits(minutes: readonly number[]): Pen;
  level(name: (typeof SERIES)[number], bucket: number, perReplication: readonly number[]): Pen;
}

export function emptyTallies(nReplications: number, of = model): Tallies {
  const tallies = createTallies(of);
  tallies.nReplications = nReplications;
  return tallies;
}

export function writeTo(tallies: Tallies, capability: number, scope: number): Pen {
  const cell = tallies.layout.cellStart[capability]! + scope;
  const { nBuckets, bucketMinutes } = tallies.layout;
  const pen: Pen = {
    values(measure, perReplication) {
      const row = cell * N_PER_REPLICATION + PER_REPLICATION.indexOf(measure);
      for (const value of perReplication) recordPerReplication(tallies, row, value);
      return pen;
    },
    happened(measure, values) {
      for (const value of values)
        recordConditional(tallies, cell * N_CONDITIONAL + CONDITIONAL.indexOf(measure), value);
      return pen;
    },
    flag(name, replications) {
      tallies.flags[cell * N_FLAGS + FLAGS.indexOf(name)]! += replications;
      return pen;
    },
    sum(name, total) {
      tallies.sums[cell * N_SUMS + SUMS.indexOf(name)]! += total;
      return pen;
    },
    waits(minutes) {
      for (const wait of minutes)
        recordValue(tallies.perNeed, cell * N_EVENTS + EVENTS.indexOf("waitPerNeedMinutes"), wait);
      return pen.sum("waitCount", minutes.length).sum(
        "waitMinutes",
        minutes.reduce((sum, wait) => sum + wait, 0),
      );
    },
    level(name, bucket, perReplication) {
      const s = SERIES.indexOf(name);
      for (const units of perReplication) {
        tallies.series[(cell * N_SERIES + s) * nBuckets + bucket]! += units * bucketMinutes;
        if (scope > 2 || units === 0) continue;
        const row = (seriesRow(tallies.layout, capability, scope) * N_SERIES + s) * nBuckets + bucket;
        recordValue(tallies.seriesHistogram, row, units);
      }
      return pen;
    },
  };
  return pen;
}
