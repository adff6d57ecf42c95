/** Distributions as written, made ready for sampling. In what a threat draws, `dist` says luck; without it a range is what we do not know. */
import {
  deterministic,
  empirical,
  exponential,
  gamma,
  gammaFromMeanCv,
  geometric,
  lognormalFromMeanCv,
  lognormalFromMedianSigma,
  pert,
  poisson,
  triangular,
  uniform,
  weibull,
  weibullFromMeanShape,
} from "../../engine/kernel/draws.ts";
import type { Dist } from "../../engine/model.ts";
import type { Figure, Numbers } from "./numbers.ts";

/** As the schema has it: a figure, or a map with `dist` and its parameters. */
export type Luck = Figure | WrittenDist;

interface WrittenDist {
  readonly dist: string;
  readonly value?: Figure | undefined;
  readonly mean?: Figure | undefined;
  readonly cv?: Figure | undefined;
  readonly median?: Figure | undefined;
  readonly sigma?: Figure | undefined;
  readonly shape?: Figure | undefined;
  readonly scale?: Figure | undefined;
  readonly low?: Figure | undefined;
  readonly mode?: Figure | undefined;
  readonly high?: Figure | undefined;
  readonly values?: readonly unknown[] | undefined;
  readonly weights?: readonly number[] | undefined;
}

/** `read` turns text (a duration, an amount of work) into a number. */
export function luckDist(numbers: Numbers, luck: Luck, path: string, read?: (amount: unknown) => number | null): Dist {
  if (typeof luck !== "object" || !isDistribution(luck)) return deterministic(numbers.of(luck, path, read));
  const amount = (key: "value" | "mean" | "median" | "scale" | "low" | "mode" | "high") =>
    numbers.of(luck[key] ?? 0, `${path}.${key}`, read);
  const plain = (key: "cv" | "sigma" | "shape") => numbers.of(luck[key] ?? 1, `${path}.${key}`);
  switch (luck.dist) {
    case "exponential":
      return exponential(amount("mean"));
    case "lognormal":
      return luck.median === undefined
        ? lognormalFromMeanCv(amount("mean"), plain("cv"))
        : lognormalFromMedianSigma(amount("median"), plain("sigma"));
    case "gamma":
      return luck.scale === undefined
        ? gammaFromMeanCv(amount("mean"), plain("cv"))
        : gamma(plain("shape"), amount("scale"));
    case "weibull":
      return luck.scale === undefined
        ? weibullFromMeanShape(amount("mean"), plain("shape"))
        : weibull(plain("shape"), amount("scale"));
    case "uniform":
      return uniform(amount("low"), amount("high"));
    case "triangular":
      return triangular(amount("low"), amount("mode"), amount("high"));
    case "pert":
      return pert(amount("low"), amount("mode"), amount("high"));
    case "geometric":
      return geometric(amount("mean"));
    case "poisson":
      return poisson(amount("mean"));
    case "empirical": {
      const values = (luck.values ?? []).map((value) => (typeof value === "number" ? value : (read?.(value) ?? 0)));
      return empirical(values, luck.weights ?? values.map(() => 1));
    }
    default:
      return deterministic(amount("value"));
  }
}

export function isDistribution(luck: Luck): luck is WrittenDist {
  return typeof luck === "object" && luck.dist !== undefined;
}
