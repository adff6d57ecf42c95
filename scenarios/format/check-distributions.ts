/** Ranges and distributions: ends in order, the parameters that a kind needs, nothing without length where time must pass. */
import type { Checked, Path } from "./check.ts";
import { show } from "./faults.ts";
import { parseDistance, parseDuration, parseWork } from "./quantities.ts";
import { isRecord, type Plain } from "./tree.ts";

/** Pairs of parameters of which one is needed. */
const NEEDS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  lognormal: [
    ["mean", "cv"],
    ["median", "sigma"],
  ],
  gamma: [
    ["mean", "cv"],
    ["shape", "scale"],
  ],
  weibull: [
    ["shape", "scale"],
    ["shape", "mean"],
  ],
};
/** Parameters that have to be above 0. */
const ABOVE_ZERO = ["mean", "median", "scale"];

/** Walks everything below `path`. */
export function checkDistributions(c: Checked, path: Path): void {
  const value = c.at(path);
  if (Array.isArray(value)) for (const i of value.keys()) checkDistributions(c, [...path, i]);
  if (!isRecord(value)) return;
  checkOrder(c, path, value);
  if (typeof value.dist === "string") checkParameters(c, path, value, value.dist);
  for (const key of Object.keys(value)) checkDistributions(c, [...path, key]);
}

function checkOrder(c: Checked, path: Path, value: { readonly [key: string]: Plain }): void {
  const low = amount(value.low);
  const high = amount(value.high);
  if (low === null || high === null) return;
  if (value.drawn === false && value.value === undefined && value.mode === undefined)
    c.fault(path, `A range that is not drawn needs the "value" that stands.`);
  if (low > high)
    c.fault([...path, "high"], `The high end ${show(value.high)} is below the low end ${show(value.low)}.`);
  for (const key of ["mode", "value"]) {
    const middle = amount(value[key]);
    if (middle !== null && low <= high && (middle < low || middle > high)) {
      c.fault([...path, key], `${show(value[key])} lies outside ${show(value.low)} to ${show(value.high)}.`);
    }
  }
}

function checkParameters(c: Checked, path: Path, value: { readonly [key: string]: Plain }, kind: string): void {
  const pairs = NEEDS[kind];
  if (pairs?.every((pair) => pair.some((key) => value[key] === undefined))) {
    c.fault(path, `A ${kind} distribution needs ${pairs.map((pair) => pair.join(" and ")).join(", or ")}.`);
  } else if (
    kind !== "weibull" &&
    pairs !== undefined &&
    pairs.every((pair) => pair.some((key) => value[key] !== undefined))
  ) {
    c.fault(
      path,
      `A ${kind} distribution takes ${pairs.map((pair) => pair.join(" and ")).join(", or ")}, not a mixture.`,
    );
  } else if (kind === "weibull" && value.mean !== undefined && value.scale !== undefined) {
    c.fault(path, "A weibull distribution takes shape and scale, or shape and mean, not both.");
  }
  for (const key of ABOVE_ZERO) {
    const least = lowEnd(value[key]);
    if (least !== null && least <= 0 && kind !== "poisson" && kind !== "exponential") {
      c.fault([...path, key], `The ${key} of a ${kind} distribution has to be above 0.`);
    }
  }
  const mean = lowEnd(value.mean);
  if (kind === "geometric" && mean !== null && mean > 0 && mean < 1) {
    c.fault([...path, "mean"], `A geometric distribution counts from 1, so its mean cannot be ${mean}.`);
  }
  const { values, weights } = value;
  if (Array.isArray(values) && Array.isArray(weights)) {
    if (values.length !== weights.length) {
      c.fault([...path, "weights"], `${values.length} values but ${weights.length} weights.`);
    } else if (weights.every((weight) => weight === 0)) {
      c.fault([...path, "weights"], "All weights are 0.");
    }
  }
}

function lowEnd(value: Plain | undefined): number | null {
  return isRecord(value) ? amount(value.low ?? value.value) : amount(value);
}

function amount(value: Plain | undefined): number | null {
  return value === undefined ? null : (parseDuration(value) ?? parseWork(value) ?? parseDistance(value));
}
