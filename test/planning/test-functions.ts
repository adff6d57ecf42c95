/** Two functions whose sensitivities are known exactly, as every sensitivity analysis is tried on. */

export interface KnownIndices {
  readonly variance: number;
  readonly first: readonly number[];
  readonly total: readonly number[];
}

/** Ishigami and Homma (1990): sin x₁ + a sin² x₂ + b x₃⁴ sin x₁, each x uniform on (−π, π). */
export function ishigami(inputs: ArrayLike<number>, a: number, b: number): number {
  const [x, y, z] = [0, 1, 2].map((i) => Math.PI * (2 * inputs[i]! - 1)) as [number, number, number];
  return Math.sin(x) + a * Math.sin(y) ** 2 + b * z ** 4 * Math.sin(x);
}

export function ishigamiIndices(a: number, b: number): KnownIndices & { readonly together13: number } {
  const one = 0.5 * (1 + (b * Math.PI ** 4) / 5) ** 2;
  const two = a ** 2 / 8;
  const together = (8 * b ** 2 * Math.PI ** 8) / 225;
  const variance = one + two + together;
  return {
    variance,
    first: [one / variance, two / variance, 0],
    total: [(one + together) / variance, two / variance, together / variance],
    together13: together / variance,
  };
}

/** Sobol's g: the product of (|4x − 2| + a) ÷ (1 + a), each x uniform on (0, 1). */
export function sobolG(inputs: ArrayLike<number>, a: readonly number[]): number {
  return a.reduce((product, of, i) => (product * (Math.abs(4 * inputs[i]! - 2) + of)) / (1 + of), 1);
}

export function sobolGIndices(a: readonly number[]): KnownIndices {
  const alone = a.map((of) => 1 / (3 * (1 + of) ** 2));
  const all = alone.reduce((product, v) => product * (1 + v), 1);
  const variance = all - 1;
  return {
    variance,
    first: alone.map((v) => v / variance),
    total: alone.map((v) => ((v / (1 + v)) * all) / variance),
  };
}
