/**
 * Elementary functions that give the same bits in every JavaScript engine.
 *
 * The language leaves the accuracy of `Math.log`, `Math.exp` and their kin to the engine, and engines differ
 * in the last bit, which would break "same seed, same bytes". These use only + − × ÷, square root and
 * integer operations, whose results are fixed by IEEE 754, and stay within 1 unit in the last place.
 *
 * Methods and coefficients are those of fdlibm: Copyright (C) 1993, 2004 by Sun Microsystems, Inc. All rights
 * reserved. Permission to use, copy, modify, and distribute this software is freely granted, provided that
 * this notice is preserved.
 */

const float = new Float64Array(1);
const words = new Int32Array(float.buffer);
/** Which half of a double holds sign and exponent: 1 on little-endian machines. */
const HIGH = new Int32Array(Float64Array.of(1).buffer)[1] !== 0 ? 1 : 0;
const LOW = 1 - HIGH;

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const INVERSE_LN2 = Math.LOG2E;
const TWO_54 = 18014398509481984;
/** Bits by which a mantissa is shifted so that it falls in [√½, √2). */
const TO_ROOT_HALF = 0x3ff00000 - 0x3fe6a09e;

/** Natural logarithm; −∞ at 0, NaN below. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : Number.NaN;
  if (x === Infinity) return x;
  let k = 0;
  float[0] = x;
  if (words[HIGH]! < 0x00100000) {
    k = -54;
    float[0] = x * TWO_54;
  }
  const high = words[HIGH]! + TO_ROOT_HALF;
  k += (high >> 20) - 1023;
  words[HIGH] = (high & 0xfffff) + 0x3fe6a09e;
  return logOfMantissa(float[0]! - 1, k, 0);
}

/** log(1 + x) without losing what is small; −∞ at −1, NaN below. */
export function log1p(x: number): number {
  if (!(x > -1)) return x === -1 ? -Infinity : Number.NaN;
  if (x === Infinity) return x;
  if (x > -1.1102230246251565e-16 && x < 1.1102230246251565e-16) return x;
  if (x > -0.2928932188134524 && x < 0.41421356237309503) return logOfMantissa(x, 0, 0);
  const sum = 1 + x;
  float[0] = sum;
  const high = words[HIGH]! + TO_ROOT_HALF;
  const k = (high >> 20) - 1023;
  words[HIGH] = (high & 0xfffff) + 0x3fe6a09e;
  const lost = k >= 54 ? 0 : (k >= 2 ? 1 - (sum - x) : x - (sum - 1)) / sum;
  return logOfMantissa(float[0]! - 1, k, lost);
}

/** log(1 + f) + k ln 2 + lost, with 1 + f in [√½, √2). */
function logOfMantissa(f: number, k: number, lost: number): number {
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const odd = z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  const halfSquare = 0.5 * f * f;
  return s * (halfSquare + (odd + even)) + (k * LN2_LOW + lost) - halfSquare + f + k * LN2_HIGH;
}

/** e to the x; ∞ above 709.78, 0 below −745.13. */
export function exp(x: number): number {
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019411) return 0;
  if (Number.isNaN(x)) return x;
  if (x > -3.725290298461914e-9 && x < 3.725290298461914e-9) return 1 + x;
  let k = 0;
  let high = x;
  let low = 0;
  if (x > 0.34657359027997264 || x < -0.34657359027997264) {
    k = (INVERSE_LN2 * x + (x < 0 ? -0.5 : 0.5)) | 0;
    high = x - k * LN2_HIGH;
    low = k * LN2_LOW;
  }
  const r = high - low;
  const c = r - expPolynomial(r * r);
  return timesPowerOfTwo(1 + ((r * c) / (2 - c) - low + high), k);
}

/** r² times the polynomial of r (eʳ + 1) ÷ (eʳ − 1) − 2, of use to `exp` and `power`. */
function expPolynomial(square: number): number {
  return (
    square *
    (0.16666666666666602 +
      square *
        (-0.0027777777777015593 +
          square * (0.00006613756321437934 + square * (-0.0000016533902205465252 + square * 4.1381367970572385e-8))))
  );
}

/** y × 2ᵏ for y near 1, rounded once where the result is subnormal. */
function timesPowerOfTwo(y: number, k: number): number {
  if (k === 0) return y;
  if (k > 1023) return y * 2 * powerOfTwo(1023) * (k > 1024 ? Infinity : 1);
  if (k > -1022) return y * powerOfTwo(k);
  return y * powerOfTwo(k + 1000) * 9.332636185032189e-302;
}

/** 2ᵏ for k in [−1022, 1023]. */
function powerOfTwo(k: number): number {
  words[HIGH] = (1023 + k) << 20;
  words[LOW] = 0;
  return float[0]!;
}

/** exp(x) − 1 without losing what is small. */
export function expm1(x: number): number {
  if (x > 709.782712893384) return Infinity;
  if (x < -38.816242111356935) return -1;
  if (Number.isNaN(x) || (x > -5.551115123125783e-17 && x < 5.551115123125783e-17)) return x;
  let k = 0;
  let r = x;
  let lost = 0;
  if (x > 0.34657359027997264 || x < -0.34657359027997264) {
    k = (INVERSE_LN2 * x + (x < 0 ? -0.5 : 0.5)) | 0;
    const high = x - k * LN2_HIGH;
    const low = k * LN2_LOW;
    r = high - low;
    lost = high - r - low;
  }
  const half = 0.5 * r;
  const halfSquare = r * half;
  const ratio =
    1 +
    halfSquare *
      (-0.03333333333333313 +
        halfSquare *
          (0.0015873015872548146 +
            halfSquare *
              (-0.0000793650757867488 + halfSquare * (0.000004008217827329362 + halfSquare * -2.0109921818362437e-7))));
  const t = 3 - ratio * half;
  let e = halfSquare * ((ratio - t) / (6 - r * t));
  if (k === 0) return r - (r * e - halfSquare);
  e = r * (e - lost) - lost - halfSquare;
  if (k === -1) return 0.5 * (r - e) - 0.5;
  if (k === 1) return r < -0.25 ? -2 * (e - (r + 0.5)) : 1 + 2 * (r - e);
  if (k <= -2 || k > 56) return timesPowerOfTwo(1 - (e - r), k) - 1;
  if (k < 20) return (1 - powerOfTwo(-k) - (e - r)) * powerOfTwo(k);
  return (r - (e + powerOfTwo(-k)) + 1) * powerOfTwo(k);
}

/** x to the y for x ≥ 0; NaN for x below 0, for this model has no use for it. */
export function power(x: number, y: number): number {
  if (y === 0 || x === 1) return 1;
  if (!(x >= 0) || Number.isNaN(y)) return Number.NaN;
  if (x === 0) return y > 0 ? 0 : Infinity;
  if (x === Infinity) return y > 0 ? Infinity : 0;
  if (y === Infinity || y === -Infinity) return x > 1 === y > 0 ? Infinity : 0;
  if (y === 1) return x;
  if (y === 0.5) return Math.sqrt(x);

  // log2(x) as logHigh + logLow, some 70 bits; x = mantissa × 2^n with the mantissa near 1 or near 1.5.
  let n = 0;
  let mantissa = x;
  float[0] = x;
  if (words[HIGH]! < 0x00100000) {
    float[0] = x * TWO_54;
    n = -54;
  }
  let high = words[HIGH]!;
  n += (high >> 20) - 1023;
  const fraction = high & 0xfffff;
  high = fraction | 0x3ff00000;
  let nearThreeHalves = 0;
  if (fraction >= 0xbb67a) {
    n += 1;
    high -= 0x00100000;
  } else if (fraction > 0x3988e) {
    nearThreeHalves = 1;
  }
  words[HIGH] = high;
  mantissa = float[0]!;
  const base = 1 + 0.5 * nearThreeHalves;
  const difference = mantissa - base;
  const inverse = 1 / (mantissa + base);
  const s = difference * inverse;
  const sHigh = withoutLow(s);
  words[HIGH] = ((high >> 1) | 0x20000000) + 0x00080000 + (nearThreeHalves << 18);
  words[LOW] = 0;
  const sumHigh = float[0]!;
  const sumLow = mantissa - (sumHigh - base);
  const sLow = inverse * (difference - sHigh * sumHigh - sHigh * sumLow);
  const s2 = s * s;
  const tail =
    s2 *
      s2 *
      (0.5999999999999946 +
        s2 *
          (0.4285714285785502 +
            s2 *
              (0.33333332981837743 +
                s2 * (0.272728123808534 + s2 * (0.23066074577556175 + s2 * 0.20697501780033842))))) +
    sLow * (sHigh + s);
  const sHighSquare = sHigh * sHigh;
  const seriesHigh = withoutLow(3 + sHighSquare + tail);
  const seriesLow = tail - (seriesHigh - 3 - sHighSquare);
  const u = sHigh * seriesHigh;
  const v = sLow * seriesHigh + seriesLow * s;
  const pHigh = withoutLow(u + v);
  const pLow = v - (pHigh - u);
  const offsetHigh = nearThreeHalves * 0.5849624872207642;
  const offsetLow = nearThreeHalves * 1.350039202129749e-8;
  const zHigh = 0.9617967009544373 * pHigh;
  const zLow = -7.028461650952758e-9 * pHigh + pLow * 0.9617966939259756 + offsetLow;
  const logHigh = withoutLow(zHigh + zLow + offsetHigh + n);
  const logLow = zLow - (logHigh - n - offsetHigh - zHigh);

  const yHigh = withoutLow(y);
  const productLow = (y - yHigh) * logHigh + y * logLow;
  let productHigh = yHigh * logHigh;
  const product = productLow + productHigh;
  if (product > 1024 || (product === 1024 && productLow + 8.008566259537294e-17 > product - productHigh)) {
    return Infinity;
  }
  if (product < -1075 || (product === -1075 && productLow <= product - productHigh)) return 0;

  let k = 0;
  if (product > 0.5 || product < -0.5) {
    k = product < 0 ? -Math.floor(0.5 - product) : Math.floor(product + 0.5);
    productHigh -= k;
  }
  const t = withoutLow(productLow + productHigh);
  const a = t * 0.6931471824645996;
  const b = (productLow - (t - productHigh)) * Math.LN2 + t * -1.904654299957768e-9;
  const z = a + b;
  const lost = b - (z - a);
  const c = z - expPolynomial(z * z);
  return timesPowerOfTwo(1 - ((z * c) / (c - 2) - (lost + z * lost) - z), k);
}

/** x with the lower half of its bits cleared, so that products of two such are exact. */
function withoutLow(x: number): number {
  float[0] = x;
  words[LOW] = 0;
  return float[0]!;
}

/** Sine of x radians, |x| up to a million and a half; beyond that a RangeError. */
export function sin(x: number): number {
  const quadrant = reduce(x);
  const y = quadrant & 1 ? cosKernel(reducedHigh, reducedLow) : sinKernel(reducedHigh, reducedLow);
  return quadrant & 2 ? -y : y;
}

/** Cosine of x radians, |x| up to a million and a half; beyond that a RangeError. */
export function cos(x: number): number {
  const quadrant = reduce(x);
  const y = quadrant & 1 ? sinKernel(reducedHigh, reducedLow) : cosKernel(reducedHigh, reducedLow);
  return (quadrant + 1) & 2 ? -y : y;
}

let reducedHigh = 0;
let reducedLow = 0;

/** Leaves x − quadrant × π/2 in `reducedHigh` + `reducedLow` and returns the quadrant. */
function reduce(x: number): number {
  const magnitude = Math.abs(x);
  reducedHigh = x;
  reducedLow = 0;
  if (magnitude < 0.785398163397448) return 0;
  if (!(magnitude < 1500000)) throw new RangeError(`sin and cos take angles below 1,500,000 radians; got ${x}`);
  const n = Math.floor(x * 0.6366197723675814 + 0.5);
  // π/2 in three pieces of 33 bits, each with its tail; the next piece only where the last one cancelled.
  let r = x - n * 1.5707963267341256;
  let w = n * 6.077100506506192e-11;
  reducedHigh = r - w;
  if (Math.abs(reducedHigh) < magnitude * 1.52587890625e-5) {
    let t = r;
    w = n * 6.077100506303966e-11;
    r = t - w;
    w = n * 2.0222662487959506e-21 - (t - r - w);
    reducedHigh = r - w;
    if (Math.abs(reducedHigh) < magnitude * 1.7763568394002505e-15) {
      t = r;
      w = n * 2.0222662487111665e-21;
      r = t - w;
      w = n * 8.4784276603689e-32 - (t - r - w);
      reducedHigh = r - w;
    }
  }
  reducedLow = r - reducedHigh - w;
  return n & 3;
}

function sinKernel(x: number, low: number): number {
  const z = x * x;
  const w = z * z;
  const r =
    0.00833333333332249 +
    z * (-0.0001984126982985795 + z * 0.0000027557313707070068) +
    z * w * (-2.5050760253406863e-8 + z * 1.58969099521155e-10);
  const v = z * x;
  return x - (z * (0.5 * low - v * r) - low - v * -0.16666666666666632);
}

function cosKernel(x: number, low: number): number {
  const z = x * x;
  const w = z * z;
  const r =
    z * (0.0416666666666666 + z * (-0.001388888888887411 + z * 0.00002480158728947673)) +
    w * w * (-2.7557314351390663e-7 + z * (2.087572321298175e-9 + z * -1.1359647557788195e-11));
  const halfSquare = 0.5 * z;
  const rest = 1 - halfSquare;
  return rest + (1 - rest - halfSquare + (z * r - x * low));
}

/** Arc sine in radians, for great-circle distances; NaN outside [−1, 1]. */
export function asin(x: number): number {
  const magnitude = Math.abs(x);
  if (!(magnitude <= 1)) return Number.NaN;
  if (magnitude < 0.5) return magnitude < 7.450580596923828e-9 ? x : x + x * asinRatio(x * x);
  const z = (1 - magnitude) * 0.5;
  const root = Math.sqrt(z);
  const ratio = asinRatio(z);
  let angle: number;
  if (magnitude >= 0.975) {
    angle = HALF_PI_HIGH - (2 * (root + root * ratio) - HALF_PI_LOW);
  } else {
    const rootHigh = withoutLow(root);
    const rootLow = (z - rootHigh * rootHigh) / (root + rootHigh);
    const p = 2 * root * ratio - (HALF_PI_LOW - 2 * rootLow);
    angle = QUARTER_PI - (p - (QUARTER_PI - 2 * rootHigh));
  }
  return x < 0 ? -angle : angle;
}

const HALF_PI_HIGH = 1.5707963267948966;
const HALF_PI_LOW = 6.123233995736766e-17;
const QUARTER_PI = 0.7853981633974483;

function asinRatio(z: number): number {
  const p =
    z *
    (0.16666666666666666 +
      z *
        (-0.3255658186224009 +
          z *
            (0.20121253213486293 +
              z * (-0.04005553450067941 + z * (0.0007915349942898145 + z * 0.00003479331075960212)))));
  const q =
    1 + z * (-2.403394911734414 + z * (2.0209457602335057 + z * (-0.6882839716054533 + z * 0.07703815055590194)));
  return p / q;
}
