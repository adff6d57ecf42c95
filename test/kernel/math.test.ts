/** The engine's own elementary functions: within 1 unit in the last place, and pinned to the bit. */
import stdlibExp from "@stdlib/math-base-special-exp";
import stdlibLn from "@stdlib/math-base-special-ln";
import { describe, expect, it } from "vitest";
import { erf, erfc, normalCdf } from "../../engine/kernel/erf.ts";
import { asin, cos, exp, expm1, log, log1p, power, sin } from "../../engine/kernel/math.ts";
import { normalQuantile } from "../../engine/kernel/special.ts";
import { nextUniform } from "../../engine/kernel/streams.ts";
import { type Exact, errorInUlps, exactly } from "../support/exact-math.ts";
import { ulpsBetween } from "../support/functions.ts";
import { type Uniform, xoshiroUniform } from "../support/generators.ts";

/** A size between 2^from and 2^to, every order of magnitude as likely as another. */
const size = (u: Uniform, from: number, to: number) => 2 ** (from + (to - from) * u());
const signed = (u: Uniform, from: number, to: number) => (u() < 0.5 ? -1 : 1) * size(u, from, to);
const between = (u: Uniform, low: number, high: number) => low + (high - low) * u();

type Elementary = (x: number, y: number) => number;
type Reference = (x: number, y: number) => Exact;

/** Each with where it is looked at: its whole range by size, and where it is used most. */
const functions: readonly (readonly [string, Elementary, Reference, readonly ((u: Uniform) => number[])[]])[] = [
  [
    "log",
    log,
    exactly.log,
    [(u) => [u()], (u) => [size(u, -1074, 1023.99)], (u) => [1 + signed(u, -50, -1)], (u) => [between(u, 0, 1e6)]],
  ],
  ["log1p", log1p, exactly.log1p, [(u) => [-u()], (u) => [signed(u, -60, -0.01)], (u) => [size(u, -60, 200)]]],
  [
    "exp",
    exp,
    exactly.exp,
    [(u) => [between(u, -745.13, 709.78)], (u) => [between(u, -2, 2)], (u) => [signed(u, -60, 9)]],
  ],
  [
    "expm1",
    expm1,
    exactly.expm1,
    [(u) => [between(u, -40, 709.78)], (u) => [between(u, -2, 2)], (u) => [signed(u, -60, 5)]],
  ],
  [
    "sin",
    sin,
    exactly.sin,
    [(u) => [between(u, -10, 10)], (u) => [between(u, -1.5e6, 1.5e6)], (u) => [signed(u, -60, 3)]],
  ],
  [
    "cos",
    cos,
    exactly.cos,
    [(u) => [between(u, -10, 10)], (u) => [between(u, -1.5e6, 1.5e6)], (u) => [signed(u, -60, 3)]],
  ],
  ["asin", asin, exactly.asin, [(u) => [between(u, -1, 1)], (u) => [1 - size(u, -53, -1)], (u) => [signed(u, -60, 0)]]],
  [
    "power",
    power,
    exactly.power,
    [
      (u) => [between(u, 0, 3), between(u, -20, 20)],
      (u) => {
        const x = size(u, -1000, 1000);
        return [x, (between(u, -700, 700) * Math.LN2) / Math.log(x)];
      },
      (u) => {
        const x = 1 + signed(u, -40, -2);
        return [x, between(u, -700, 700) / Math.log(x)];
      },
    ],
  ],
  ["erf", erf, exactly.erf, [(u) => [between(u, -6.5, 6.5)], (u) => [signed(u, -60, 1)]]],
];

describe("elementary functions", () => {
  for (const [name, own, reference, places] of functions) {
    it(`${name} is within 1 unit in the last place of the exact value at 20,000 random points`, () => {
      const uniform = xoshiroUniform(name.length);
      let worst = 0;
      let where: readonly number[] = [];
      for (let i = 0; i < 20_000; i++) {
        const point = places[i % places.length]!(uniform) as [number, number];
        const error = errorInUlps(own(...point), reference(...point));
        if (!(error <= worst)) [worst, where] = [error, point];
      }
      expect(worst, `${name}(${where})`).toBeLessThan(1);
    });
  }

  it("erfc, a product of two exponentials, is within 3", () => {
    const uniform = xoshiroUniform(3);
    let worst = 0;
    for (let i = 0; i < 10_000; i++) {
      const x = between(uniform, -6, i % 2 === 0 ? 3 : 10);
      worst = Math.max(worst, errorInUlps(erfc(x), exactly.erfc(x)));
    }
    expect(worst).toBeLessThan(3);
  });

  it("are measured by a rule that sees a unit in the last place", () => {
    const next = (x: number, steps: number) => x * (1 + steps * 2 ** -52);
    expect(errorInUlps(next(1, 0), exactly.exp(0))).toBe(0);
    expect(errorInUlps(next(1, 1), exactly.exp(0))).toBe(1);
    expect(errorInUlps(next(exp(1), 2), exactly.exp(1))).toBeGreaterThan(1);
    expect(errorInUlps(Math.PI / 2, exactly.asin(1))).toBeLessThan(0.5);
    expect(errorInUlps(5e-324, exactly.exp(-745))).toBeLessThan(0.5);
    expect(errorInUlps(1e-323, exactly.exp(-745))).toBeGreaterThan(0.9);
  });

  it.each([
    ["log", exactly.log(2), "0.693147180559945309417232121458176568075500134360255254120680"],
    ["log1p", exactly.log1p(1), "0.693147180559945309417232121458176568075500134360255254120680"],
    ["exp", exactly.exp(1), "2.718281828459045235360287471352662497757247093699959574966967"],
    ["expm1", exactly.expm1(1), "1.718281828459045235360287471352662497757247093699959574966967"],
    ["sin", exactly.sin(1), "0.841470984807896506652502321630298999622563060798371065672751"],
    ["cos", exactly.cos(1), "0.540302305868139717400936607442976603732310420617922227670097"],
    ["asin", exactly.asin(1), "1.570796326794896619231321691639751442098584699687552910487472"],
    ["erf", exactly.erf(1), "0.842700792949714869341220635082609259296066997966302908459937"],
    ["erfc", exactly.erfc(1), "0.157299207050285130658779364917390740703933002033697091540062"],
    ["power", exactly.power(2, 0.5), "1.414213562373095048801688724209698078569671875376948073176679"],
  ] as const)("are measured against a %s that has 60 published digits", (_, { mantissa, exponent }, digits) => {
    const scaled = (mantissa * 10n ** 60n) >> BigInt(320 - exponent);
    expect(`${scaled / 10n ** 60n}.${String(scaled % 10n ** 60n).padStart(60, "0")}`).toBe(digits);
  });

  it("exp and log agree with an independent port of fdlibm to 1 ulp at 200,000 random points", () => {
    const state = Int32Array.of(1, 2, 3, 4);
    let worst = 0;
    for (let i = 0; i < 200000; i++) {
      const x = (nextUniform(state) - 0.5) * (i % 2 === 0 ? 1400 : 4);
      worst = Math.max(worst, ulpsBetween(exp(x), stdlibExp(x)));
      const y = exp(x);
      if (y > 0 && y < Infinity) worst = Math.max(worst, ulpsBetween(log(y), stdlibLn(y)));
    }
    expect(worst).toBeLessThanOrEqual(1);
  });

  it("keeps its bits: a checksum over 20,000 values of each function is the same wherever this runs", () => {
    const state = Int32Array.of(5, 6, 7, 8);
    const words = new Int32Array(2);
    const value = new Float64Array(words.buffer);
    let sum = 0;
    for (let i = 0; i < 20000; i++) {
      const x = nextUniform(state) * 20 - 10;
      const u = nextUniform(state);
      for (const y of [log(u), log1p(-u), exp(x), expm1(x), sin(x), cos(x), asin(u), power(u, x)]) {
        value[0] = y;
        sum = (Math.imul(sum, 31) + words[0]!) | 0;
        sum = (Math.imul(sum, 31) + words[1]!) | 0;
      }
    }
    expect(sum).toBe(1253101067);
  });

  it("has the ends right", () => {
    expect(log(0)).toBe(-Infinity);
    expect(log(-1)).toBeNaN();
    expect(log(Infinity)).toBe(Infinity);
    expect(log1p(-1)).toBe(-Infinity);
    expect(log1p(-2)).toBeNaN();
    expect(exp(0)).toBe(1);
    expect(exp(710)).toBe(Infinity);
    expect(exp(-746)).toBe(0);
    expect(exp(Number.NaN)).toBeNaN();
    expect(expm1(0)).toBe(0);
    expect(expm1(-1000)).toBe(-1);
    expect(power(0, 2)).toBe(0);
    expect(power(0, -2)).toBe(Infinity);
    expect(power(3, 0)).toBe(1);
    expect(power(-1, 2)).toBeNaN();
    expect(power(10, 400)).toBe(Infinity);
    expect(power(10, -400)).toBe(0);
    expect(asin(1.1)).toBeNaN();
    expect(() => sin(2e6)).toThrow("1,500,000");
  });

  it("has the ends of erf and erfc right", () => {
    expect([erf(0), erf(7), erf(-7), erf(Infinity)]).toEqual([0, 1, -1, 1]);
    expect([erfc(0), erfc(30), erfc(-30), erfc(-Infinity)]).toEqual([1, 0, 2, 2]);
    expect(erf(Number.NaN)).toBeNaN();
    expect(erfc(Number.NaN)).toBeNaN();
    for (const x of [1e-9, 0.1, 0.3, 0.9, 1.1, 2, 3, 5]) {
      expect(erf(-x)).toBe(-erf(x));
      expect(erf(x) + erfc(x)).toBeCloseTo(1, 15);
      expect(erfc(-x)).toBeCloseTo(1 + erf(x), 15);
    }
  });

  it("the normal CDF undoes the normal quantile in both tails", () => {
    for (const u of [1e-300, 1e-16, 1e-5, 0.025, 0.3, 0.5, 0.7, 0.975, 0.999999]) {
      expect(Math.abs(normalCdf(normalQuantile(u)) / u - 1)).toBeLessThan(2e-13);
    }
  });
});
