/**
 * Spread a whole number over holders in proportion to a weight, by largest remainder, with a least share.
 *
 * Exact in whole numbers (weights × total stays below 2^53), so the result is the same everywhere. Whoever would get
 * less than `least` gets `least`, and the rest is spread over the others anew. Ties go to the holder listed first.
 */
export type Weighed = readonly [id: string, weight: number];

export function spread(total: number, weights: readonly Weighed[], least: number): Map<string, number> {
  if (least * weights.length > total) {
    throw new RangeError(`cannot give ${weights.length} holders at least ${least} each out of ${total}`);
  }
  let fixed = new Set<string>();
  for (;;) {
    const open = weights.filter(([id]) => !fixed.has(id));
    const shares = byLargestRemainder(total - least * fixed.size, open);
    const short = open.filter(([id]) => shares.get(id)! < least);
    if (short.length === 0) return new Map(weights.map(([id]) => [id, shares.get(id) ?? least]));
    fixed = new Set([...fixed, ...short.map(([id]) => id)]);
  }
}

function byLargestRemainder(total: number, weights: readonly Weighed[]): Map<string, number> {
  const sum = weights.reduce((s, [, weight]) => s + weight, 0);
  const rows = weights.map(([id, weight], order) => {
    const remainder = (weight * total) % sum;
    return { id, order, remainder, whole: (weight * total - remainder) / sum };
  });
  let left = total - rows.reduce((s, row) => s + row.whole, 0);
  for (const row of [...rows].sort((a, b) => b.remainder - a.remainder || a.order - b.order)) {
    if (left === 0) break;
    row.whole += 1;
    left -= 1;
  }
  return new Map(rows.map((row) => [row.id, row.whole]));
}
