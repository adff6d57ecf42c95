/** The engine's own elementary functions: within 1 unit in the last place, and pinned to the bit. */
import stdlibExp from "@stdlib/math-base-special-exp";
import stdlibLn from "@stdlib/math-base-special-ln";
import { describe, expect, it } from "vitest";
import { asin, cos, exp, expm1, log, log1p, power, sin } from "../../engine/kernel/math.ts";
import { nextUniform } from "../../engine/kernel/streams.ts";
import vectors from "./vectors.json" with { type: "json" };

const functions: Record<string, (x: number, y: number) => number> = {
  log,
  log1p,
  exp,
  expm1,
  sin,
  cos,
  asin,
  pow: power,
};

const bits = new BigInt64Array(1);
const float = new Float64Array(bits.buffer);

/** Doubles between a and b, with all doubles on one line. */
function ulps(a: number, b: number): number {
  return Math.abs(Number(ordinal(a) - ordinal(b)));
}

function ordinal(x: number): bigint {
  float[0] = x;
  const n = bits[0]!;
  return n < 0n ? -(n & 0x7fffffffffffffffn) : n;
}

describe("elementary functions", () => {
  for (const { function: name, rows } of vectors.mathReference) {
    it(`${name} is within 1 ulp of ${rows.length} correctly rounded values`, () => {
      for (const row of rows) {
        const expected = row[row.length - 1]!;
        const found = functions[name]!(row[0]!, row[1]!);
        expect(ulps(found, expected), `${name}(${row.slice(0, -1).join(", ")}) = ${found}`).toBeLessThanOrEqual(1);
      }
    });
  }

  it("exp and log agree with an independent port of fdlibm to 1 ulp at 200,000 random points", () => {
    const state = Int32Array.of(1, 2, 3, 4);
    let worst = 0;
    for (let i = 0; i < 200000; i++) {
      const x = (nextUniform(state) - 0.5) * (i % 2 === 0 ? 1400 : 4);
      worst = Math.max(worst, ulps(exp(x), stdlibExp(x)));
      const y = exp(x);
      if (y > 0 && y < Infinity) worst = Math.max(worst, ulps(log(y), stdlibLn(y)));
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
});
