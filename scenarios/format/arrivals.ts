/** How a threat's incidents arrive: on a schedule, at random, in clusters, from a finite source, or only when triggered. */
import { type Arrivals, NONE } from "../../engine/model.ts";
import { luckDist } from "./dist.ts";
import { DEFAULT_REACH_KM, fillKernel } from "./kernel.ts";
import { minuteOf } from "./people.ts";
import { parseDuration } from "./quantities.ts";
import type { Scenario } from "./schema.ts";
import { compileRate } from "./steps.ts";
import { type Country, forceWeights, nearness } from "./where.ts";

type Written = NonNullable<Scenario["threats"]>[string]["arrivals"];
type Hawkes = NonNullable<Written["hawkes"]>;

export function compileArrivals(written: Written, country: Country, path: string): Arrivals {
  const { names, numbers } = country;
  const { regimes } = country.scenario;
  const { schedule, jitter, probability, poisson, table, hawkes, finiteSource, triggered, ...rest } = written;
  rest satisfies Record<string, never>;
  if (schedule !== undefined) {
    for (const { at, where, severity, duration, ...more } of schedule) {
      [at, where, severity, duration] satisfies unknown;
      more satisfies Record<string, never>;
    }
    return {
      kind: "scheduled",
      minute: Int32Array.from(schedule, ({ at }) => minuteOf(at, names)),
      force: Int16Array.from(schedule, ({ where }) => (where === undefined ? NONE : names.holder.get(where)!)),
      severity: Float64Array.from(schedule, ({ severity }) => severity ?? Number.NaN),
      duration: Float64Array.from(schedule, ({ duration }) => parseDuration(duration) ?? Number.NaN),
      jitter: jitter === undefined ? null : luckDist(numbers, jitter, `${path}.jitter`, parseDuration),
      probability: numbers.of(probability ?? 1, `${path}.probability`),
    };
  }
  if (poisson !== undefined)
    return { kind: "poisson", rate: compileRate(poisson, names, numbers, `${path}.poisson`, regimes) };
  if (table !== undefined)
    return { kind: "poisson", rate: compileRate(table, names, numbers, `${path}.table`, regimes) };
  if (hawkes !== undefined) {
    const { meanChildren, lag, kernel, reach, by, ...rate } = hawkes;
    return {
      kind: "hawkes",
      rate: compileRate(rate, names, numbers, `${path}.hawkes`, regimes),
      kernel: compileKernel({ meanChildren, kernel, reach, by }, country, `${path}.hawkes`),
      lag: luckDist(numbers, lag, `${path}.hawkes.lag`, parseDuration),
    };
  }
  if (finiteSource !== undefined) {
    const { sources, idle, ...more } = finiteSource;
    more satisfies Record<string, never>;
    return { kind: "finiteSource", sources, idle: luckDist(numbers, idle, `${path}.finiteSource.idle`, parseDuration) };
  }
  triggered satisfies unknown;
  return { kind: "triggered" };
}

/**
 * Mean children at each force of an incident at each force; shape [nForces × nForces], row = parent.
 * same: all at the parent's force. uniform: alike everywhere, the parent's force included. near: by exp(−road km ÷ reach).
 * `by` multiplies by what the child's force has. Each row is then scaled to sum to meanChildren. A written kernel
 * stands as it is, or is scaled too where meanChildren is given.
 */
export function compileKernel(
  { meanChildren, kernel, reach, by }: Pick<Hawkes, "meanChildren" | "kernel" | "reach" | "by">,
  country: Country,
  path: string,
): Float64Array {
  const { names, numbers } = country;
  const n = names.forces.length;
  const weights = forceWeights(by ?? "nothing", country);
  return fillKernel(n, {
    meanChildren: meanChildren === undefined ? null : numbers.of(meanChildren, `${path}.meanChildren`),
    base: baseKernel(kernel ?? "same", reach, country, path),
    weight: (child) => weights[child]!,
  });
}

function baseKernel(
  kernel: NonNullable<Hawkes["kernel"]>,
  reach: Hawkes["reach"],
  country: Country,
  path: string,
): (parent: number, child: number) => number {
  const { names, numbers } = country;
  if (kernel === "near") return nearness(reach ?? DEFAULT_REACH_KM, country, `${path}.reach`);
  if (kernel === "uniform") return () => 1;
  if (kernel === "same") return (parent, child) => Number(parent === child);
  const n = names.forces.length;
  const cells = new Float64Array(n * n);
  for (const [parent, row] of Object.entries(kernel)) {
    for (const child of Object.keys(row)) {
      const cell = names.holder.get(parent)! * n + names.holder.get(child)!;
      cells[cell] = numbers.of(row[child]!, `${path}.kernel.${parent}.${child}`);
    }
  }
  return (parent, child) => cells[parent * n + child]!;
}
