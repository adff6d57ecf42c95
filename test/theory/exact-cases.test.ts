/**
 * Every case that theory knows exactly, by an ordinary scenario file, in runs that take a second or so. `npm run
 * verify` runs the same scenarios until half per cent is reached; here the errors are wider and catch what is gross.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundle } from "../verify/bundle.mjs";
import { allCases } from "../verify/case.ts";
import { families } from "../verify/families/index.ts";
import type { Judged } from "../verify/figure.ts";
import { type Processes, startProcesses } from "../verify/processes.ts";
import { judgeAll } from "../verify/schedule.ts";

/** 95 % half-width of a case's first figure, as a share of the figure, that a short run must reach. */
const WIDEST = 0.25;

/** What is wide is skewed as well, and says little in a short run: the long ones judge it. A rare chance is counted. */
const tells = ({ expected, halfWidth, rule }: Judged): boolean => rule !== "z" || halfWidth <= WIDEST * expected;

let processes: Processes;
beforeAll(async () => {
  processes = startProcesses(await bundle("out/verify-short"), 2);
});
afterAll(() => processes.close());

describe.each(Object.keys(families))("%s", (family) => {
  const cases = allCases.filter((one) => one.family === family);

  it("has cases", () => expect(cases.length).toBeGreaterThan(0));

  it.concurrent.each(cases)(
    "$title: every figure agrees with theory",
    async (one) => {
      const experiments = families[family]!(one as never, false);
      for (const [index, experiment] of experiments.entries()) {
        const ask = { caseId: one.id, experiment: index, long: false, seed: `short ${one.id} ${index}` };
        const { sums } = await processes.run({ ...ask, from: 0, to: experiment.runs });
        const judged = judgeAll(experiment, sums);
        expect(judged.filter(({ found, halfWidth }) => !Number.isFinite(found + halfWidth))).toEqual([]);
        const off = judged.filter((figure, i) => !figure.agrees && (i === 0 || tells(figure)));
        expect(off, `${one.id}, scenario ${index + 1}`).toEqual([]);
        const { key, expected, halfWidth } = judged[0]!;
        if (index === 0 && expected > 0) expect(halfWidth / expected, `${key}: half-width`).toBeLessThanOrEqual(WIDEST);
      }
    },
    600_000,
  );
});

it("no case is without an experiment", () => {
  expect(allCases.filter(({ family }) => families[family] === undefined)).toEqual([]);
});

it.each(allCases)("$id: every figure of the case is estimated, but those of the calculators", (one) => {
  const estimated = families[one.family]!(one as never, false).flatMap(({ figures }) => figures.map(({ key }) => key));
  const calculated = new Set(CALCULATED[one.family] ?? []);
  const missing = Object.keys(one.expected).filter(
    (key) =>
      !calculated.has(key) &&
      !estimated.some((name) => name === key || name === `1 − ${key}` || name === `${key} (squared)`),
  );
  expect(missing).toEqual([]);
});

/** By formula or calculator (test/planning, test/demand): limits, horizons without end, acceptance of a sampler. */
const CALCULATED: Readonly<Record<string, readonly string[]>> = {
  "exhaustion-transient": ["mean_time_to_full"],
  hawkes: [
    "fano_limit",
    "spectral_radius",
    ...["00", "01", "02", "11", "12", "22"].map((pair) => `asymptotic_cov_rate_${pair}`),
  ],
  nhpp: ["thinning_acceptance_over_full_period"],
  "compound-poisson": ["500", "900", "950", "990", "999"].map((q) => `quantile_${q}`),
};
