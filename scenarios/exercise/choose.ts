/** Which run is played: the one at a percentile of what it leaves unfilled, among the first so many. */

/** What one run left of the capability unfilled, nationally. */
export interface RunValue {
  readonly replication: number;
  readonly unitHours: number;
}

/**
 * The run at a percentile: as many runs as the share says leave no more unfilled than it does; of equal ones the first.
 *
 * @param share 0 the mildest, 1 the hardest
 */
export function runAtPercentile(runs: readonly RunValue[], share: number): RunValue {
  if (runs.length === 0) throw new RangeError("there is no run to choose from");
  const sorted = [...runs].sort((a, b) => a.unitHours - b.unitHours || a.replication - b.replication);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))]!;
}
