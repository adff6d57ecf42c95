/** Special functions where they have closed forms, and to the errors that they are said to have. */
import { describe, expect, it } from "vitest";
import { normalCdf } from "../../engine/kernel/erf.ts";
import { exp, log } from "../../engine/kernel/math.ts";
import {
  betaLower,
  gammaLower,
  gammaUpper,
  lnBeta,
  lnGamma,
  normalQuantile,
  poissonDensity,
} from "../../engine/kernel/special.ts";

const relative = (found: number, exact: number) => Math.abs(found / exact - 1);

describe("the incomplete gamma", () => {
  it("is a sum of Poisson probabilities for whole shapes", () => {
    for (const mean of [0.1, 1, 7.5, 40, 900]) {
      let sum = 0;
      let term = exp(-mean);
      for (let k = 0; k < 30; k++) {
        sum += term;
        term *= mean / (k + 1);
        if (sum > 1e-290) expect(relative(gammaUpper(k + 1, mean), sum)).toBeLessThan(2e-13);
      }
    }
  });

  it("and its complement add up to 1, and end at 0 and 1", () => {
    for (const shape of [0.05, 0.5, 3, 80, 1000]) {
      for (const x of [0.01, 0.5, 1, 1.2, 4]) {
        expect(gammaLower(shape, shape * x) + gammaUpper(shape, shape * x)).toBeCloseTo(1, 13);
      }
      expect([gammaLower(shape, 0), gammaUpper(shape, 0)]).toEqual([0, 1]);
    }
  });

  it("of shape one half is the error function", () => {
    for (const z of [0.1, 0.7, 1.5, 4, 10]) {
      expect(relative(gammaUpper(0.5, (z * z) / 2), 2 * normalCdf(-z))).toBeLessThan(2e-13);
    }
  });
});

describe("the incomplete beta", () => {
  it("is a power where one shape is 1, and mirrors itself", () => {
    for (const shape of [0.5, 2, 30, 900]) {
      for (const x of [0.01, 0.3, 0.5, 0.9, 0.999]) {
        const power = exp(shape * log(x));
        if (power > 1e-290) expect(relative(betaLower(shape, 1, x, lnBeta(shape, 1)), power)).toBeLessThan(3e-12);
        const mirrored = 1 - betaLower(4, shape, 1 - x, lnBeta(4, shape));
        expect(Math.abs(betaLower(shape, 4, x, lnBeta(shape, 4)) - mirrored)).toBeLessThan(1e-12);
      }
    }
    expect([betaLower(2, 3, 0, 0), betaLower(2, 3, 1, 0)]).toEqual([0, 1]);
  });

  it("is a binomial's tail for whole shapes", () => {
    const [n, p] = [20, 0.3];
    let tail = 0;
    let term = p ** n;
    for (let k = n; k >= 1; k--) {
      tail += term;
      expect(relative(betaLower(k, n - k + 1, p, lnBeta(k, n - k + 1)), tail)).toBeLessThan(1e-12);
      term *= (k * (1 - p)) / ((n - k + 1) * p);
    }
  });
});

describe("the logarithm of gamma", () => {
  it("steps by ln x and doubles as Legendre says", () => {
    for (const x of [1e-3, 0.2, 0.9, 1.5, 2.5, 15.9, 16.1, 1e3, 1e5]) {
      expect(Math.abs(lnGamma(x + 1) - lnGamma(x) - log(x)) / (1 + Math.abs(lnGamma(x)))).toBeLessThan(1e-13);
      const twice = lnGamma(x) + lnGamma(x + 0.5) + (2 * x - 1) * log(2) - 0.5 * log(Math.PI);
      expect(Math.abs(lnGamma(2 * x) - twice) / (1 + Math.abs(twice))).toBeLessThan(1e-13);
    }
  });
});

describe("the Poisson density", () => {
  it("steps by mean ÷ k and adds up to 1, also where k and mean are large", () => {
    for (const mean of [0.5, 12, 250, 1e4]) {
      let sum = 0;
      const [from, to] = [
        Math.max(0, Math.floor(mean - 12 * Math.sqrt(mean))),
        Math.ceil(mean + 12 * Math.sqrt(mean) + 20),
      ];
      for (let k = from; k <= to; k++) {
        sum += poissonDensity(k, mean);
        if (k > 0)
          expect(relative(poissonDensity(k, mean), (poissonDensity(k - 1, mean) * mean) / k)).toBeLessThan(1e-12);
      }
      expect(sum).toBeCloseTo(1, 12);
    }
  });
});

describe("the normal quantile", () => {
  it("is odd and rises without a step where its formulas meet", () => {
    // Powers of two, whose complement to 1 is a double.
    for (const u of [2 ** -50, 2 ** -30, 2 ** -10, 2 ** -4, 0.25]) {
      expect(relative(normalQuantile(1 - u), -normalQuantile(u))).toBeLessThan(1e-14);
    }
    for (const seam of [0.075, 0.925, Math.exp(-25), 0.5]) {
      const [below, above] = [normalQuantile(seam * (1 - 1e-9)), normalQuantile(seam * (1 + 1e-9))];
      expect(above - below).toBeGreaterThan(0);
      const density = exp(-(below * below) / 2) / Math.sqrt(2 * Math.PI);
      expect(relative(above - below, (2e-9 * seam) / density)).toBeLessThan(1e-4);
    }
  });
});
