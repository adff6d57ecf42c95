/** How one replication's values enter the tallies. Allocation-free but for pages used for the first time. */
import { addSquare } from "./exact.ts";
import { recordValue } from "./histogram.ts";
import type { Tallies } from "./tally.ts";

/**
 * One value of a PER_REPLICATION measure: sum, square and histogram. A value of 0 costs nothing, since zeros
 * are implied.
 *
 * @param row   cell × N_PER_REPLICATION + measure
 * @param value whole number, 0 … 2^53
 */
export function recordPerReplication(tallies: Tallies, row: number, value: number): void {
  if (value === 0) return;
  tallies.sum[row]! += value;
  addSquare(tallies.squareHigh, tallies.squareLow, row, value);
  recordValue(tallies.perReplication, row, value);
}

/** One value of a CONDITIONAL measure (0 counts as a value), row = cell × N_CONDITIONAL + measure. */
export function recordConditional(tallies: Tallies, row: number, value: number): void {
  tallies.conditionalSum[row]! += value;
  recordValue(tallies.conditional, row, value);
}

/** One value of an observation. */
export function recordObservation(tallies: Tallies, observation: number, value: number): void {
  if (value === 0) return;
  tallies.observationSum[observation]! += value;
  addSquare(tallies.observationSquareHigh, tallies.observationSquareLow, observation, value);
  recordValue(tallies.observations, observation, value);
}
