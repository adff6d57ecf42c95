/** Tables of mean children per incident, and whether they die out. */
export const DEFAULT_REACH_KM = 80;

export interface KernelShape {
  /** each row is scaled to this sum; null: rows stand as they are */
  readonly meanChildren: number | null;
  readonly base: (parent: number, child: number) => number;
  /** what the child's force is multiplied by */
  readonly weight: (child: number) => number;
}

/** Shape [n × n], row = parent. A row without any weight has no children. */
export function fillKernel(n: number, { meanChildren, base, weight }: KernelShape): Float64Array {
  const cells = new Float64Array(n * n);
  const weights = Float64Array.from({ length: n }, (_, child) => weight(child));
  for (let parent = 0; parent < n; parent++) {
    let sum = 0;
    for (let child = 0; child < n; child++) {
      const value = base(parent, child) * weights[child]!;
      cells[parent * n + child] = value;
      sum += value;
    }
    if (meanChildren === null) continue;
    const scale = sum > 0 ? meanChildren / sum : 0;
    for (let child = 0; child < n; child++) cells[parent * n + child]! *= scale;
  }
  return cells;
}

const ROUNDS = 300;

/**
 * The largest eigenvalue in size of a table without negative entries, by power iteration. The table plus one on its
 * diagonal has the same vectors and no cycles that could make the iteration swing.
 */
export function spectralRadius(cells: Float64Array, n: number): number {
  let vector = new Float64Array(n).fill(1);
  let radius = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const next = new Float64Array(n);
    let largest = 0;
    for (let row = 0; row < n; row++) {
      let sum = vector[row]!;
      for (let column = 0; column < n; column++) sum += cells[row * n + column]! * vector[column]!;
      next[row] = sum;
      largest = Math.max(largest, sum);
    }
    const before = radius;
    radius = largest - 1;
    for (let row = 0; row < n; row++) next[row]! /= largest;
    vector = next;
    if (round > 10 && Math.abs(radius - before) < 1e-12) break;
  }
  // Rounding must not let exactly 1 pass as a little less.
  return Math.abs(radius - 1) < 1e-9 ? 1 : radius;
}
