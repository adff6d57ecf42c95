/**
 * Elementary functions of doubles in whole-number arithmetic, some 80 digits long: what the engine's own are
 * measured against. Nothing here rounds as floating point does, and no series is shared with the engine's.
 */

/** Bits behind the point. */
const BITS = 320n;
const ONE = 1n << BITS;

/** mantissa × 2^(exponent − BITS) */
export interface Exact {
  readonly mantissa: bigint;
  readonly exponent: number;
}

const bits = new BigInt64Array(1);
const float = new Float64Array(bits.buffer);

/** How far a double lies from the exact value, in units of the last place that the exact value would have. */
export function errorInUlps(found: number, { mantissa, exponent }: Exact): number {
  const { whole, power } = parts(found);
  const shift = BITS + BigInt(power - exponent);
  const difference = (shift >= 0n ? whole << shift : whole >> -shift) - mantissa;
  const size = mantissa < 0n ? -mantissa : mantissa;
  const leading = size.toString(2).length - 1 - Number(BITS) + exponent;
  const ulp = BITS + BigInt(Math.max(leading - 52, -1074) - exponent);
  return Math.abs(Number((difference << 40n) >> ulp)) / 2 ** 40;
}

/** A finite double as whole × 2^power. */
function parts(x: number): { whole: bigint; power: number } {
  float[0] = x;
  const word = BigInt.asUintN(64, bits[0]!);
  const raw = Number((word >> 52n) & 0x7ffn);
  const fraction = word & 0xfffffffffffffn;
  const whole = raw === 0 ? fraction : fraction | 0x10000000000000n;
  return { whole: x < 0 ? -whole : whole, power: Math.max(raw, 1) - 1075 };
}

/** A double as a fixed-point number; exact for sizes above 2^−268. */
function fixed(x: number): bigint {
  const { whole, power } = parts(x);
  const shift = BITS + BigInt(power);
  return shift >= 0n ? whole << shift : whole >> -shift;
}

const times = (a: bigint, b: bigint) => (a * b) >> BITS;
const over = (a: bigint, b: bigint) => (a << BITS) / b;

/** z + z³ ÷ 3 + z⁵ ÷ 5 + …, every other sign turned where `sign` is −1: atanh z, or arctan z. */
function oddSeries(z: bigint, sign: 1n | -1n): bigint {
  const square = sign * times(z, z);
  let term = z;
  let sum = z;
  for (let n = 3n; term !== 0n && term !== -1n; n += 2n) {
    term = times(term, square);
    sum += term / n;
  }
  return sum;
}

const LN2 = 2n * oddSeries(ONE / 3n, 1n);
const PI = 16n * oddSeries(ONE / 5n, -1n) - 4n * oddSeries(ONE / 239n, -1n);

function squareRoot(a: bigint): bigint {
  const scaled = a << BITS;
  if (scaled === 0n) return 0n;
  let root = 1n << BigInt(Math.ceil(scaled.toString(2).length / 2));
  for (;;) {
    const next = (root + scaled / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** e to a fixed-point number. */
function expOf(x: bigint): Exact {
  const k = (x + (LN2 >> 1n)) / LN2 - (x + (LN2 >> 1n) < 0n ? 1n : 0n);
  const small = (x - k * LN2) >> 12n;
  let term = ONE;
  let sum = ONE;
  for (let n = 1n; term !== 0n && term !== -1n; n++) {
    term = times(term, small) / n;
    sum += term;
  }
  for (let i = 0; i < 12; i++) sum = times(sum, sum);
  return { mantissa: sum, exponent: Number(k) };
}

/** Logarithm of whole × 2^power. */
function lnOf(whole: bigint, power: number): bigint {
  const length = whole.toString(2).length;
  // The mantissa between ¾ and 1½.
  let k = length - 1;
  let mantissa = whole << (BITS - BigInt(k));
  if (2n * mantissa > 3n * ONE) {
    mantissa >>= 1n;
    k++;
  }
  return 2n * oddSeries(over(mantissa - ONE, mantissa + ONE), 1n) + BigInt(power + k) * LN2;
}

/** Sine and cosine of r, |r| < 1, by Taylor's series. */
function sineAndCosine(r: bigint): [bigint, bigint] {
  const square = times(r, r);
  const series = (first: bigint, from: bigint) => {
    let term = first;
    let sum = first;
    for (let n = from; term !== 0n && term !== -1n; n += 2n) {
      term = -times(term, square) / (n * (n + 1n));
      sum += term;
    }
    return sum;
  };
  return [series(r, 2n), series(ONE, 1n)];
}

/** Sine of x + quarter turns. */
function sineOf(x: number, quarters: bigint): bigint {
  const angle = fixed(x);
  const half = PI >> 1n;
  const shifted = angle + (half >> 1n);
  const n = shifted / half - (shifted < 0n ? 1n : 0n);
  const [sine, cosine] = sineAndCosine(angle - n * half);
  const quadrant = (n + quarters) & 3n;
  const y = quadrant & 1n ? cosine : sine;
  return quadrant & 2n ? -y : y;
}

const plain = (mantissa: bigint): Exact => ({ mantissa, exponent: 0 });
const ROOT_PI = squareRoot(PI);

/** erf of a size below 30: a series without a minus sign, times exp(−x²). */
function erfOf(x: number): bigint {
  const a = fixed(x);
  const square = times(a, a);
  let term = a;
  let sum = a;
  for (let n = 3n; term > 1n || term < -1n; n += 2n) {
    term = (2n * times(term, square)) / n;
    sum += term;
  }
  const { mantissa, exponent } = expOf(-square);
  return over(2n * times(sum, mantissa), ROOT_PI) >> BigInt(-exponent);
}

/** By the names of `engine/kernel/math.ts` and `erf.ts`. */
export const exactly = {
  log(x: number): Exact {
    const { whole, power } = parts(x);
    return plain(lnOf(whole, power));
  },
  /** x + 1 is a whole number of 2^power, however small x. */
  log1p(x: number): Exact {
    const { whole, power } = parts(x);
    return plain(power < 0 ? lnOf(whole + (1n << BigInt(-power)), power) : lnOf((whole << BigInt(power)) + 1n, 0));
  },
  exp: (x: number): Exact => expOf(fixed(x)),
  expm1(x: number): Exact {
    const { mantissa, exponent } = expOf(fixed(x));
    if (exponent > 200) return { mantissa, exponent };
    return plain((exponent < 0 ? mantissa >> BigInt(-exponent) : mantissa << BigInt(exponent)) - ONE);
  },
  sin: (x: number): Exact => plain(sineOf(x, 0n)),
  cos: (x: number): Exact => plain(sineOf(x, 1n)),
  /** arcsin x = 2 arctan(x ÷ (1 + √(1 − x²))); the angle is halved twice more for the series' sake. */
  asin(x: number): Exact {
    const a = fixed(x);
    let tangent = over(a, ONE + squareRoot(ONE - times(a, a)));
    for (let i = 0; i < 2; i++) tangent = over(tangent, ONE + squareRoot(ONE + times(tangent, tangent)));
    return plain(8n * oddSeries(tangent, -1n));
  },
  power(x: number, y: number): Exact {
    const { whole, power } = parts(x);
    const exponent = parts(y);
    const product = lnOf(whole, power) * exponent.whole;
    return expOf(exponent.power < 0 ? product >> BigInt(-exponent.power) : product << BigInt(exponent.power));
  },
  erf: (x: number): Exact => plain(erfOf(x)),
  /** For x up to 10, where 320 bits still leave 150 below what is looked for. */
  erfc: (x: number): Exact => plain(ONE - erfOf(x)),
};
