/**
 * Which of the numbers we do not know decides the answer: shares of the outcome's variance by input (Sobol' 1993).
 *
 * The design is Saltelli's (2010): two independent tables of inputs, A and B, and for each input A with that column
 * taken from B. The estimators are Jansen's (1999), squares of differences only, so that a large mean does no harm.
 * "First" is what is gained by knowing the input alone; "total" what stays unknown as long as it is not known.
 */

/** Rows of the design, inputs in (0, 1); to be turned into values by each input's quantile. */
export interface SaltelliDesign {
  readonly nInputs: number;
  /** rows of A, and of B */
  readonly nBase: number;
  /** shape [nInputs + 2][nBase][nInputs]: A, B, then A with each column of B */
  readonly inputs: Float64Array;
}

/** Shares of the variance, one entry an input; an estimate may leave [0, 1] by as much as it may be wrong. */
export interface SobolIndices {
  readonly mean: number;
  readonly variance: number;
  readonly first: Float64Array;
  readonly total: Float64Array;
}

/**
 * Draw the design: nBase × (nInputs + 2) rows.
 *
 * @param uniform draws from (0, 1); one stream for the whole design
 */
export function saltelliDesign(nInputs: number, nBase: number, uniform: () => number): SaltelliDesign {
  const table = nBase * nInputs;
  const inputs = new Float64Array((nInputs + 2) * table);
  for (let i = 0; i < 2 * table; i++) inputs[i] = uniform();
  for (let column = 0; column < nInputs; column++) {
    const from = (2 + column) * table;
    inputs.copyWithin(from, 0, table);
    for (let row = 0; row < nBase; row++) {
      const cell = row * nInputs + column;
      inputs[from + cell] = inputs[table + cell]!;
    }
  }
  return { nInputs, nBase, inputs };
}

/**
 * Indices from the outcomes of the design's rows.
 *
 * @param outcomes shape [nInputs + 2][nBase], in the order of the design's rows
 * @returns indices of 0 where the outcome does not vary
 */
export function sobolIndices(outcomes: ArrayLike<number>, nInputs: number, nBase: number): SobolIndices {
  return indicesOfRows(outcomes, nInputs, nBase, (row) => row);
}

export interface IndexIntervals {
  /** low and high ends, one entry an input */
  readonly first: readonly (readonly [number, number])[];
  readonly total: readonly (readonly [number, number])[];
}

/**
 * Bootstrap intervals of the indices: whole rows are drawn again, each with all of its columns.
 *
 * @param repeats 100 or more
 * @param uniform draws from (0, 1); a stream of its own
 */
export function sobolIntervals(
  outcomes: ArrayLike<number>,
  nInputs: number,
  nBase: number,
  repeats: number,
  uniform: () => number,
  confidence = 0.95,
): IndexIntervals {
  const rows = new Int32Array(nBase);
  const firsts = Array.from({ length: nInputs }, () => new Float64Array(repeats));
  const totals = Array.from({ length: nInputs }, () => new Float64Array(repeats));
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (let row = 0; row < nBase; row++) rows[row] = Math.floor(uniform() * nBase);
    const { first, total } = indicesOfRows(outcomes, nInputs, nBase, (row) => rows[row]!);
    for (let i = 0; i < nInputs; i++) {
      firsts[i]![repeat] = first[i]!;
      totals[i]![repeat] = total[i]!;
    }
  }
  const below = Math.floor(((1 - confidence) / 2) * repeats);
  const ends = (values: Float64Array) => {
    values.sort();
    return [values[below]!, values[repeats - 1 - below]!] as const;
  };
  return { first: firsts.map(ends), total: totals.map(ends) };
}

function indicesOfRows(
  outcomes: ArrayLike<number>,
  nInputs: number,
  nBase: number,
  rowAt: (i: number) => number,
): SobolIndices {
  // Differences from the first outcome: a mean of millions would swallow a variance of ones.
  const origin = outcomes[0]!;
  let sum = 0;
  let squares = 0;
  const first = new Float64Array(nInputs);
  const total = new Float64Array(nInputs);
  for (let i = 0; i < nBase; i++) {
    const row = rowAt(i);
    const a = outcomes[row]!;
    const b = outcomes[nBase + row]!;
    sum += a - origin + (b - origin);
    squares += (a - origin) * (a - origin) + (b - origin) * (b - origin);
    for (let input = 0; input < nInputs; input++) {
      const mixed = outcomes[(2 + input) * nBase + row]!;
      first[input]! += (b - mixed) * (b - mixed);
      total[input]! += (a - mixed) * (a - mixed);
    }
  }
  const n = 2 * nBase;
  const variance = (squares - (sum * sum) / n) / (n - 1);
  for (let input = 0; input < nInputs; input++) {
    first[input] = variance > 0 ? 1 - first[input]! / n / variance : 0;
    total[input] = variance > 0 ? total[input]! / n / variance : 0;
  }
  return { mean: origin + sum / n, variance, first, total };
}
