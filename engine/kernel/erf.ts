/**
 * The error function and what is left of it to 1, the same bits in every JavaScript engine; and the normal CDF.
 *
 * Method and coefficients are those of fdlibm (see `math.ts` for its notice): a ratio of polynomials in each of
 * four ranges, the far ones times exp(−x²) with the square taken in two parts.
 */
import { exp } from "./math.ts";

/** 2 ÷ √π × the integral of exp(−t²) from 0 to x; within 1 unit in the last place. */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (size < 0.84375) return size < 3.725290298461914e-9 ? x + 0.1283791670955126 * x : x + x * nearNought(x * x);
  if (Number.isNaN(x)) return x;
  let y = 1;
  if (size < 1.25) y = AT_ONE + nearOne(size - 1);
  else if (size < 6) y = 1 - beyondOne(size);
  return x < 0 ? -y : y;
}

/**
 * 1 − erf(x) without losing what is small; 0 above 27.3. Within 3 units in the last place: a product of two
 * exponentials.
 */
export function erfc(x: number): number {
  const size = Math.abs(x);
  if (size < 0.84375) {
    if (x < 0.25) return 1 - (x + x * nearNought(x * x));
    return 0.5 - (x - 0.5 + x * nearNought(x * x));
  }
  if (Number.isNaN(x)) return x;
  if (size < 1.25) {
    const rest = nearOne(size - 1);
    return x < 0 ? 1 + (AT_ONE + rest) : 1 - AT_ONE - rest;
  }
  if (size >= 28) return x < 0 ? 2 : 0;
  return x < 0 ? 2 - beyondOne(size) : beyondOne(size);
}

/** The chance that a standard normal is at most z; both tails keep their digits. */
export function normalCdf(z: number): number {
  return 0.5 * erfc(-z * Math.SQRT1_2);
}

/** erf(1), to the bits of a single. */
const AT_ONE = 0.8450629115104675;

/** erf(x) ÷ x − 1, of x². */
function nearNought(z: number): number {
  const p =
    0.12837916709551256 +
    z * (-0.3250421072470015 + z * (-0.02848174957559851 + z * (-0.005770270296489442 + z * -0.000023763016656650163)));
  const q =
    1 +
    z *
      (0.39791722395915535 +
        z *
          (0.0650222499887673 +
            z * (0.005081306281875766 + z * (0.00013249473800432164 + z * -0.000003960228278775368))));
  return p / q;
}

/** erf(1 + s) less `AT_ONE`. */
function nearOne(s: number): number {
  const p =
    -0.0023621185607526594 +
    s *
      (0.41485611868374833 +
        s *
          (-0.3722078760357013 +
            s *
              (0.31834661990116175 +
                s * (-0.11089469428239668 + s * (0.035478304325618236 + s * -0.002166375594868791)))));
  const q =
    1 +
    s *
      (0.10642088040084423 +
        s *
          (0.540397917702171 +
            s *
              (0.07182865441419627 +
                s * (0.12617121980876164 + s * (0.01363708391202905 + s * 0.011984499846799107)))));
  return p / q;
}

const float = new Float64Array(1);
const words = new Int32Array(float.buffer);
/** Which half of a double holds its last bits. */
const LOW = new Int32Array(Float64Array.of(1).buffer)[0] === 0 ? 0 : 1;

/** erfc(x) for x from 1.25. */
function beyondOne(x: number): number {
  const s = 1 / (x * x);
  let ratio: number;
  if (x < 2.857142857142857) {
    ratio =
      (-0.009864944034847148 +
        s *
          (-0.6938585727071818 +
            s *
              (-10.558626225323291 +
                s *
                  (-62.375332450326006 +
                    s *
                      (-162.39666946257347 +
                        s * (-184.60509290671104 + s * (-81.2874355063066 + s * -9.814329344169145))))))) /
      (1 +
        s *
          (19.651271667439257 +
            s *
              (137.65775414351904 +
                s *
                  (434.56587747522923 +
                    s *
                      (645.3872717332679 +
                        s *
                          (429.00814002756783 +
                            s * (108.63500554177944 + s * (6.570249770319282 + s * -0.0604244152148581))))))));
  } else {
    ratio =
      (-0.0098649429247001 +
        s *
          (-0.799283237680523 +
            s *
              (-17.757954917754752 +
                s *
                  (-160.63638485582192 +
                    s * (-637.5664433683896 + s * (-1025.0951316110772 + s * -483.5191916086514)))))) /
      (1 +
        s *
          (30.33806074348246 +
            s *
              (325.7925129965739 +
                s *
                  (1536.729586084437 +
                    s *
                      (3199.8582195085955 +
                        s * (2553.0504064331644 + s * (474.52854120695537 + s * -22.44095244658582)))))));
  }
  // x² as the exact square of its upper half and the rest.
  float[0] = x;
  words[LOW] = 0;
  const upper = float[0]!;
  return (exp(-upper * upper - 0.5625) * exp((upper - x) * (upper + x) + ratio)) / x;
}
