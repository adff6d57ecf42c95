/**
 * The cases that a calculator must match, and the calculators: from a case's parameters to each of its values, by
 * what the engine itself computes with.
 */
import { readFileSync } from "node:fs";
import {
  exponential,
  gamma,
  lognormalFromMeanCv,
  meanOf,
  pert,
  poisson,
  sampleDist,
  triangular,
  uniform,
  weibull,
} from "../../engine/kernel/draws.ts";
import { erf, normalCdf } from "../../engine/kernel/erf.ts";
import { asin, cos, exp, expm1, log, log1p, power, sin } from "../../engine/kernel/math.ts";
import { normalQuantile, poissonDensity } from "../../engine/kernel/special.ts";
import type { Dist } from "../../engine/model.ts";
import { chanceToReach, offeredLoad } from "../../engine/planning/first-passage.ts";
import {
  type ArrivalLaw,
  completeBy,
  completionMoments,
  completionQuantile,
  exponentialCompletion,
} from "../../engine/planning/order-statistics.ts";
import { kimNelsonConstants, ocbaShares } from "../../engine/planning/ranking.ts";
import { cycleMinutes, unitsToSustain } from "../../engine/planning/relief.ts";
import { exactSum } from "../../engine/tally/exact.ts";
import { clopperPearson, jeffreys, quantileRanks, wilson } from "../../engine/tally/intervals.ts";
import { momentsOf } from "../../engine/tally/moments.ts";
import { replicationsForPrecision, runsForHalfWidth, upperBoundIfNever } from "../../engine/tally/replications.ts";
import { ishigamiIndices, sobolGIndices } from "../planning/test-functions.ts";
import { mrg32k3a, philox, splitMix64, uniformOfWords, xoshiro256 } from "./generators.ts";
import { cdfOf, negativeBinomial, pertShapes, varianceOf } from "./laws.ts";

type Value = number | string | null | readonly (number | string)[];

/** A row of `test/fixtures/functions.json`; numbers may come as text, so that a reader's float cannot change them. */
export interface FunctionCase {
  readonly id: string;
  readonly family: string;
  readonly title: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly expected: Readonly<Record<string, Value>>;
}

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../fixtures/${name}`, import.meta.url), "utf8")) as readonly FunctionCase[];

export const functionCases = read("functions.json");

/** More of the same families, over wider parameters: worked out to 40 digits with mpmath, apart from this project's code. */
export const furtherCases = read("functions-further.json");

/**
 * One value of a case, as the engine computes it.
 *
 * @throws Error where no calculator knows the family or the key
 */
export function calculate(one: FunctionCase, key: string): Value {
  const found = calculators[one.family]?.(new Params(one.params), key);
  if (found === undefined) throw new Error(`${one.id}: nothing computes ${key}`);
  return found;
}

/** Whether a value is what the case expects: to 1e-10, counts and words and 0 and 1 exactly, elementary functions to 1 ulp. */
export function agrees(one: FunctionCase, key: string, found: Value): boolean {
  const expected = one.expected[key]!;
  if (Array.isArray(expected) && Array.isArray(found)) {
    return expected.length === found.length && expected.every((value, i) => close(found[i], value));
  }
  if (one.family === "math-reference") return ulpsBetween(found as number, expected as number) <= 1;
  if (/^(n|n_normal|rank_low|rank_high|units_needed|cycle_hours|sum|u53)$/.test(key)) return found === expected;
  return close(found, expected);
}

function close(found: unknown, expected: unknown): boolean {
  if (typeof found !== "number" || typeof expected !== "number" || expected === 0 || expected === 1)
    return found === expected;
  const error = Math.abs(found - expected);
  return error <= 1e-14 || error <= 1e-10 * Math.abs(expected);
}

const bits = new BigInt64Array(1);
const float = new Float64Array(bits.buffer);

/** Doubles between a and b, with all doubles on one line. */
export function ulpsBetween(a: number, b: number): number {
  return Number.isNaN(a) ? Infinity : Math.abs(Number(ordinal(a) - ordinal(b)));
}

function ordinal(x: number): bigint {
  float[0] = x;
  const n = bits[0]!;
  return n < 0n ? -(n & 0x7fffffffffffffffn) : n;
}

class Params {
  private readonly params: Readonly<Record<string, unknown>>;

  constructor(params: Readonly<Record<string, unknown>>) {
    this.params = params;
  }

  number(name: string): number {
    const value = this.params[name];
    if (typeof value !== "number" && typeof value !== "string") throw new Error(`no number ${name}`);
    return Number(value);
  }

  list(name: string): number[] {
    return (this.params[name] as readonly unknown[]).map(Number);
  }

  get(name: string): unknown {
    return this.params[name];
  }
}

/** The number at the end of a key: `q0.95` → 0.95. */
const numberIn = (key: string) => Number(/[\d.]+$/.exec(key)?.[0]);

const elementary: Record<string, (x: number, y: number) => number> = {
  log,
  log1p,
  exp,
  expm1,
  sin,
  cos,
  asin,
  pow: power,
  erf,
};

const calculators: Record<string, (p: Params, key: string) => Value | undefined> = {
  "math-reference": (p, key) => {
    const [x, y] = [(p.get("inputs") as readonly unknown[])[numberIn(key)]].flat().map(Number);
    return elementary[p.get("function") as string]?.(x!, y!);
  },

  distribution: (p, key) => {
    const name = p.get("dist") as string;
    if (name === "normal") return normalQuantile(p.number("q"));
    if (name === "negbin") return ofNegativeBinomial(p.number("mean"), p.number("size"), key);
    const dist = distOf(name, p);
    if (dist === undefined) return undefined;
    if (key === "mean") return meanOf(dist);
    if (key === "variance") return varianceOf(dist);
    if (key === "mu") return dist.a;
    if (key === "sigma") return dist.b;
    if (key === "alpha") return pertShapes(dist)[0];
    if (key === "beta") return pertShapes(dist)[1];
    if (key === "cdf_at_mean") return cdfOf(dist, meanOf(dist));
    if (key.startsWith("cdf")) return cdfOf(dist, numberIn(key));
    if (key.startsWith("q")) return sampleDist(dist, numberIn(key));
    if (key.startsWith("p") && name === "poisson") return poissonDensity(numberIn(key), dist.a);
    return undefined;
  },

  rng: (p, key) => {
    const outputs = (next: () => unknown, n: number) => Array.from({ length: n }, next) as (number | string)[];
    switch (p.get("algorithm")) {
      case "philox4x32-10": {
        const words = (name: string) =>
          (p.get(name) as readonly unknown[]).map((word) =>
            typeof word === "string" ? Number(`0x${word}`) : Number(word),
          );
        const [a, b, c, d] = philox(words("counter"), words("key")) as [number, number, number, number];
        return key === "u53"
          ? uniformOfWords(a, b)
          : [a, b, c, d].map((w) => w.toString(16).padStart(8, "0")).join(" ");
      }
      case "splitmix64": {
        const next = splitMix64(BigInt(p.get("seed") as number));
        return outputs(() => String(next()), 5);
      }
      case "xoshiro256**": {
        const next = xoshiro256((p.get("state") as readonly number[]).map(BigInt));
        return outputs(() => String(next()), 6);
      }
      case "mrg32k3a":
        return outputs(mrg32k3a(p.list("seed")), 5);
    }
    return undefined;
  },

  "ci-proportion": (p, key) => {
    const [x, n, confidence] = [p.number("x"), p.number("n"), p.number("confidence")];
    const end = key.endsWith("_low") ? "low" : "high";
    if (key.startsWith("wilson")) return wilson(x, n, confidence)![end];
    if (key.startsWith("clopper_pearson")) return clopperPearson(x, n, confidence)![end];
    if (key.startsWith("jeffreys")) return jeffreys(x, n, confidence)![end];
    return undefined;
  },

  "ci-quantile": (p, key) => {
    const { low, high, coverage } = quantileRanks(p.number("n"), p.number("q"), p.number("confidence"));
    return { rank_low: low, rank_high: high, coverage }[key];
  },

  replications: (p, key) => {
    if (key === "n_normal") return runsForHalfWidth(p.number("p"), p.number("half_width"));
    if (key.startsWith("rule_of_three")) return upperBoundIfNever(numberIn(key));
    const given = p.get("values");
    const values = Array.isArray(given)
      ? p.list("values")
      : given === "100+10*(-1)^i, i=0..199"
        ? Array.from({ length: 200 }, (_, i) => 100 + (i % 2 === 0 ? 10 : -10))
        : [];
    return replicationsForPrecision(values, {
      precision: p.number("precision"),
      lookAhead: p.number("klimit"),
      initial: p.number("initial"),
      confidence: 1 - p.number("alpha"),
    });
  },

  "ranking-selection": (p, key) => {
    if (key.startsWith("fraction_")) return ocbaShares(p.list("means"), p.list("sds"))[numberIn(key)];
    const { eta, hSquared } = kimNelsonConstants(p.number("k"), p.number("n0"), p.number("alpha"));
    return { eta, h2: hSquared }[key];
  },

  sensitivity: (p, key) => {
    const known = Array.isArray(p.get("a"))
      ? sobolGIndices(p.list("a"))
      : ishigamiIndices(p.number("a"), p.number("b"));
    if (key === "variance") return known.variance;
    if (key === "S13" && "together13" in known) return known.together13 as number;
    return (key.startsWith("ST") ? known.total : known.first)[numberIn(key) - 1];
  },

  numerics: (p, key) => {
    const values = p.list("values");
    if (key === "sum") return exactSum(values);
    if (key === "mean") return momentsOf(values).mean;
    if (key === "sample_variance") return momentsOf(values).variance;
    return undefined;
  },

  "planning-formula": (p, key) => {
    const minutes = (name: string) => Math.round(60 * p.number(name));
    const cycle = {
      onSceneMinutes: minutes("shift"),
      travelMinutes: minutes("travel_each_way"),
      restMinutes: minutes("rest"),
    };
    if (key === "cycle_hours") return cycleMinutes(cycle) / 60;
    if (key === "units_needed") return unitsToSustain(p.number("on_scene"), cycle);
    return undefined;
  },

  "rare-event": (p, key) => {
    const { probability, log10 } = chanceToReach(offeredLoad(p.number("load")), p.number("level"));
    return { probability, log10 }[key];
  },

  "order-statistics": (p, key) => {
    const [n, k] = [p.number("n"), p.number("k")];
    const dist = distOf(p.get("dist") as string, p)!;
    const law = lawOf(dist);
    const hours = /^p_(?:le_|within_)([\d.]+)/.exec(key);
    if (hours !== null) return completeBy(law, n, k, Number(hours[1]));
    if (key === "median") return completionQuantile(law, n, k, 0.5);
    const { mean, variance } =
      dist.kind === "exponential" ? exponentialCompletion(dist.a, n, k) : completionMoments(law, n, k);
    return { mean, variance, sd: Math.sqrt(variance) }[key];
  },
};

function distOf(name: string, p: Params): Dist | undefined {
  switch (name) {
    case "exponential":
      return exponential(p.get("rate") === undefined ? p.number("mean") : 1 / p.number("rate"));
    case "lognormal":
      return lognormalFromMeanCv(p.number("mean"), p.number("cv"));
    case "gamma":
      return gamma(p.number("shape"), p.number("scale"));
    case "weibull":
      return weibull(p.number("shape"), p.number("scale"));
    case "uniform":
      return uniform(p.number("min"), p.number("max"));
    case "triangular":
      return triangular(p.number("min"), p.number("mode"), p.number("max"));
    case "pert":
      return pert(p.number("min"), p.number("mode"), p.number("max"));
    case "poisson":
      return poisson(p.number("mean"));
  }
  return undefined;
}

function ofNegativeBinomial(mean: number, size: number, key: string): number | undefined {
  if (key === "variance") return negativeBinomial.variance(mean, size);
  if (key.startsWith("cdf")) return negativeBinomial.cdf(mean, size, numberIn(key));
  if (key.startsWith("p")) return negativeBinomial.density(mean, size, numberIn(key));
  return undefined;
}

/** Both tails of a distribution, each with its digits. */
export function lawOf(dist: Dist): ArrivalLaw {
  if (dist.kind === "exponential") return { arrived: (t) => cdfOf(dist, t), missing: (t) => exp(-t / dist.a) };
  if (dist.kind === "lognormal")
    return { arrived: (t) => cdfOf(dist, t), missing: (t) => normalCdf((dist.a - log(t)) / dist.b) };
  return { arrived: (t) => cdfOf(dist, t), missing: (t) => 1 - cdfOf(dist, t) };
}
