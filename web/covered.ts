/** Which replications are there: ranges [from, to) in order, neighbours joined. */
import type { Range } from "../workers/pool.ts";

/** What of [0, total) is not covered yet, in order. */
export function missing(covered: readonly Range[], total: number): Range[] {
  const gaps: Range[] = [];
  let at = 0;
  for (const [from, to] of [...covered, [total, total] as const]) {
    if (from > at) gaps.push([at, from]);
    at = Math.max(at, to);
  }
  return gaps;
}

export function countOf(covered: readonly Range[]): number {
  return covered.reduce((sum, [from, to]) => sum + to - from, 0);
}
