/**
 * Where to look when several things may change at once: full factorial, Latin hypercube, Sobol's sequence, and
 * combinations.
 *
 * Designs are rows of numbers in (0, 1), or of level indices; what they mean is the caller's.
 */

/** Every combination of levels, the last factor fastest; rows of level indices. */
export function factorial(levels: readonly number[]): number[][] {
  return levels.reduce<number[][]>(
    (rows, n) => rows.flatMap((row) => Array.from({ length: n }, (_, level) => [...row, level])),
    [[]],
  );
}

/**
 * Latin hypercube (McKay, Beckman and Conover 1979): each input's n equal slices are met once each, in random order.
 *
 * @param uniform draws from (0, 1)
 * @returns n rows of k numbers in (0, 1)
 */
export function latinHypercube(n: number, k: number, uniform: () => number): number[][] {
  const columns = Array.from({ length: k }, () => {
    const order = Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = Math.floor(uniform() * (i + 1));
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    return order.map((slice) => (slice + uniform()) / n);
  });
  return Array.from({ length: n }, (_, row) => columns.map((column) => column[row]!));
}

export const MOST_SOBOL_INPUTS = 21;

/** Degree, inner coefficients of the primitive polynomial, first direction numbers: new-joe-kuo-6, inputs 2 to 21. */
const JOE_KUO: readonly (readonly [number, number, readonly number[]])[] = [
  [1, 0, [1]],
  [2, 1, [1, 3]],
  [3, 1, [1, 3, 1]],
  [3, 2, [1, 1, 1]],
  [4, 1, [1, 1, 3, 3]],
  [4, 4, [1, 3, 5, 13]],
  [5, 2, [1, 1, 5, 5, 17]],
  [5, 4, [1, 1, 5, 5, 5]],
  [5, 7, [1, 1, 7, 11, 19]],
  [5, 11, [1, 1, 5, 1, 1]],
  [5, 13, [1, 1, 1, 3, 11]],
  [5, 14, [1, 3, 5, 5, 31]],
  [6, 1, [1, 3, 3, 9, 7, 49]],
  [6, 13, [1, 1, 1, 15, 21, 21]],
  [6, 16, [1, 3, 1, 13, 27, 49]],
  [6, 19, [1, 1, 1, 15, 7, 5]],
  [6, 22, [1, 3, 1, 15, 13, 25]],
  [6, 25, [1, 1, 5, 5, 19, 61]],
  [7, 1, [1, 3, 7, 11, 23, 15, 103]],
  [7, 4, [1, 3, 7, 13, 13, 15, 69]],
];

const BITS = 32;
const CELL = 1 / 4294967296;

/**
 * The first n points of Sobol's sequence (Sobol 1967; direction numbers of Joe and Kuo 2008), moved by a random digital
 * shift, which keeps it even and lets it keep clear of 0 and 1.
 *
 * @param uniform draws from (0, 1); one for each input
 * @returns n rows of k numbers in (0, 1)
 * @throws RangeError for more than 21 inputs
 */
export function sobolSequence(n: number, k: number, uniform: () => number): number[][] {
  if (k > MOST_SOBOL_INPUTS)
    throw new RangeError(`${k} inputs; the sequence is there for at most ${MOST_SOBOL_INPUTS}`);
  const directions = Array.from({ length: k }, (_, input) => directionsOf(input));
  const shift = directions.map(() => Math.floor(uniform() * 4294967296) | 0);
  const point = new Int32Array(k);
  return Array.from({ length: n }, (_, index) => {
    if (index > 0) {
      // Gray code (Antonov and Saleev 1979): one direction number a step, that of the lowest 0 bit of the last index.
      const bit = 31 - Math.clz32(~(index - 1) & index);
      for (let input = 0; input < k; input++) point[input]! ^= directions[input]![bit]!;
    }
    return shift.map((by, input) => (((point[input]! ^ by) >>> 0) + 0.5) * CELL);
  });
}

function directionsOf(input: number): Int32Array {
  const v = new Int32Array(BITS);
  if (input === 0) {
    for (let i = 0; i < BITS; i++) v[i] = 1 << (BITS - 1 - i);
    return v;
  }
  const [degree, inner, first] = JOE_KUO[input - 1]!;
  for (let i = 0; i < BITS; i++) {
    if (i < degree) {
      v[i] = first[i]! << (BITS - 1 - i);
      continue;
    }
    v[i] = v[i - degree]! ^ (v[i - degree]! >>> degree);
    for (let j = 1; j < degree; j++) {
      if (((inner >>> (degree - 1 - j)) & 1) === 1) v[i]! ^= v[i - j]!;
    }
  }
  return v;
}

/** Every way to take k of the items, order left aside, each item at most once; in the order of the items. */
export function combinations<T>(items: readonly T[], k: number): T[][] {
  if (k === 0) return [[]];
  return items.flatMap((item, i) => combinations(items.slice(i + 1), k - 1).map((rest) => [item, ...rest]));
}

/** How many ways there are to take k of n. */
export function binomial(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i;
  return k > n ? 0 : Math.round(ways);
}
