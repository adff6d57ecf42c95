/**
 * Special functions behind the distributions: log-gamma, regularised incomplete gamma and beta, the normal
 * quantile; built on the engine's own logarithm and exponential. Measured relative errors for shapes up to 1,000:
 * log-gamma 2e-14 (absolute near its zeros), incomplete gamma 2e-13, incomplete beta 3e-12, normal quantile 1e-14.
 */
import { exp, log, log1p } from "./math.ts";

const HALF_LOG_2PI = 0.9189385332046728;
const TWO_PI = 6.283185307179586;
const SMALLEST = 1e-300;
const PRECISION = 1.1102230246251565e-16;

/** Logarithm of the gamma function, x > 0. */
export function lnGamma(x: number): number {
  // Recurrence up to where Stirling's series holds to the last bit.
  let shifted = x;
  let product = 1;
  while (shifted < 16) product *= shifted++;
  return (shifted - 0.5) * log(shifted) - shifted + HALF_LOG_2PI + stirlingError(shifted) - log(product);
}

/** ln Γ(x + 1) less Stirling's formula, x ln x − x + ½ ln 2πx; for x of 16 or more. */
function stirlingError(x: number): number {
  const z = 1 / (x * x);
  return (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z * (1 / 1680 - z * (1 / 1188 - z * (691 / 360360 - z / 156)))))) / x;
}

/**
 * The Poisson probability m^k e^−m ÷ Γ(k + 1), for any real k ≥ 0 and m > 0.
 *
 * For large k the powers are taken as a deviance (Loader 2000), so that nothing large is subtracted.
 */
export function poissonDensity(k: number, mean: number): number {
  if (k < 16) return exp(k * log(mean) - mean - lnGamma(k + 1));
  return exp(-stirlingError(k) - deviance(k, mean)) / Math.sqrt(TWO_PI * k);
}

/** k ln(k ÷ m) + m − k without cancellation near k = m. */
function deviance(k: number, mean: number): number {
  const difference = k - mean;
  if (Math.abs(difference) >= 0.1 * (k + mean)) return k * log(k / mean) + mean - k;
  const v = difference / (k + mean);
  let sum = difference * v;
  let term = 2 * k * v;
  for (let j = 3; j < 1000; j += 2) {
    term *= v * v;
    const next = sum + term / j;
    if (next === sum) break;
    sum = next;
  }
  return sum;
}

/** Regularised lower incomplete gamma P(a, x): the gamma CDF of shape a > 0 at x ≥ 0. */
export function gammaLower(a: number, x: number): number {
  if (x <= 0) return 0;
  return x < a + 1 ? gammaSeries(a, x) : 1 - gammaFraction(a, x);
}

/** Regularised upper incomplete gamma Q(a, x) = 1 − P(a, x), exact in the far tail. */
export function gammaUpper(a: number, x: number): number {
  if (x <= 0) return 1;
  return x < a + 1 ? 1 - gammaSeries(a, x) : gammaFraction(a, x);
}

function gammaSeries(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; n < 1000000; n++) {
    term *= x / (a + n);
    sum += term;
    if (term < sum * PRECISION) break;
  }
  return poissonDensity(a, x) * sum;
}

function gammaFraction(a: number, x: number): number {
  // Lentz's method on the continued fraction of the upper integral.
  let b = x + 1 - a;
  let c = 1 / SMALLEST;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < 1000000; n++) {
    const numerator = -n * (n - a);
    b += 2;
    d = numerator * d + b;
    if (Math.abs(d) < SMALLEST) d = SMALLEST;
    c = b + numerator / c;
    if (Math.abs(c) < SMALLEST) c = SMALLEST;
    d = 1 / d;
    const factor = d * c;
    fraction *= factor;
    if (Math.abs(factor - 1) < 2 * PRECISION) break;
  }
  return poissonDensity(a, x) * a * fraction;
}

/** ln B(a, b). */
export function lnBeta(a: number, b: number): number {
  return lnGamma(a) + lnGamma(b) - lnGamma(a + b);
}

/** Regularised incomplete beta I_x(a, b): the beta CDF; `lnB` = `lnBeta(a, b)`, which callers keep. */
export function betaLower(a: number, b: number, x: number, lnB: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = exp(a * log(x) + b * log1p(-x) - lnB);
  if (x < (a + 1) / (a + b + 2)) return (front * betaFraction(a, b, x)) / a;
  return 1 - (front * betaFraction(b, a, 1 - x)) / b;
}

function betaFraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 - ((a + b) * x) / (a + 1);
  if (Math.abs(d) < SMALLEST) d = SMALLEST;
  d = 1 / d;
  let fraction = d;
  for (let m = 1; m < 100000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 + even * d;
    if (Math.abs(d) < SMALLEST) d = SMALLEST;
    c = 1 + even / c;
    if (Math.abs(c) < SMALLEST) c = SMALLEST;
    d = 1 / d;
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 + odd * d;
    if (Math.abs(d) < SMALLEST) d = SMALLEST;
    c = 1 + odd / c;
    if (Math.abs(c) < SMALLEST) c = SMALLEST;
    d = 1 / d;
    const factor = d * c;
    fraction *= factor;
    if (Math.abs(factor - 1) < 2 * PRECISION) break;
  }
  return fraction;
}

/** The standard normal quantile, 0 < u < 1 (Wichura 1988, algorithm AS 241). */
export function normalQuantile(u: number): number {
  const q = u - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (
      (q *
        (((((((2509.0809287301227 * r + 33430.57558358813) * r + 67265.7709270087) * r + 45921.95393154987) * r +
          13731.69376550946) *
          r +
          1971.5909503065513) *
          r +
          133.14166789178438) *
          r +
          3.3871328727963665)) /
      (((((((5226.495278852854 * r + 28729.085735721943) * r + 39307.89580009271) * r + 21213.794301586597) * r +
        5394.196021424751) *
        r +
        687.1870074920579) *
        r +
        42.31333070160091) *
        r +
        1)
    );
  }
  const tail = Math.sqrt(-log(q < 0 ? u : 1 - u));
  let z: number;
  if (tail <= 5) {
    const r = tail - 1.6;
    z =
      (((((((0.0007745450142783414 * r + 0.022723844989269184) * r + 0.2417807251774506) * r + 1.2704582524523684) * r +
        3.6478483247632045) *
        r +
        5.769497221460691) *
        r +
        4.630337846156546) *
        r +
        1.4234371107496835) /
      (((((((1.0507500716444169e-9 * r + 0.0005475938084995345) * r + 0.015198666563616457) * r + 0.14810397642748008) *
        r +
        0.6897673349851) *
        r +
        1.6763848301838038) *
        r +
        2.053191626637759) *
        r +
        1);
  } else {
    const r = tail - 5;
    z =
      (((((((2.0103343992922881e-7 * r + 0.000027115555687434876) * r + 0.0012426609473880784) * r +
        0.026532189526576124) *
        r +
        0.29656057182850487) *
        r +
        1.7848265399172913) *
        r +
        5.463784911164114) *
        r +
        6.657904643501103) /
      (((((((2.0442631033899397e-15 * r + 1.421511758316446e-7) * r + 0.000018463183175100548) * r +
        0.0007868691311456133) *
        r +
        0.014875361290850615) *
        r +
        0.1369298809227358) *
        r +
        0.599832206555888) *
        r +
        1);
  }
  return q < 0 ? -z : z;
}
