/**
 * `muster sensitivity`: which of the numbers given as ranges decides the answer; luck apart from not knowing.
 */
import { availableParallelism } from "node:os";
import type { Command } from "commander";
import { nextUniform, openStream, STREAM_WORDS } from "../engine/kernel/streams.ts";
import { latinHypercube } from "../engine/planning/designs.ts";
import { morrisDesign, morrisEffects } from "../engine/planning/morris.ts";
import type { CapabilityAtPoint, PointOutcome } from "../engine/planning/points.ts";
import { meanOf } from "../engine/planning/points.ts";
import { saltelliDesign, sobolIndices, sobolIntervals } from "../engine/planning/sensitivity.ts";
import {
  type CapabilitySensitivity,
  METHODS,
  type RangeSensitivity,
  type SensitivityMeasure,
  sensitivityTable,
  sensitivityWords,
} from "../engine/planning/sensitivity-words.ts";
import { barOf, HIGH_END, LOW_END, luckApart } from "../engine/planning/tornado.ts";
import { thousands } from "../engine/tally/words.ts";
import { compileScenario } from "../scenarios/format/compile.ts";
import type { Uncertain } from "../scenarios/format/numbers.ts";
import type { ResolvedScenario } from "../scenarios/format/read.ts";
import type { PointsPlan } from "../workers/pointer.ts";
import { EXIT, RefusedError } from "./exits.ts";
import type { Report } from "./main.ts";
import { addPlanOptions, loadPlan, type PlanOptions } from "./plan-options.ts";
import { json, metaOf } from "./result-files.ts";
import { planOf, wholeFrom } from "./run.ts";
import { pointsRunner } from "./run-points.ts";
import { tableFiles } from "./tables.ts";
import { writeFiles } from "./write-files.ts";

interface SensitivityOptions extends PlanOptions {
  readonly replications: number;
  readonly paths: number;
  readonly draws: number;
  readonly sobol: number;
}

const MOST_SOBOL = 10;
const BOOTSTRAPS = 500;

export function registerSensitivity(program: Command, report: Report): void {
  const command = program
    .command("sensitivity")
    .description("which of the numbers given as ranges decides the answer, and how much is luck all the same")
    .argument("<scenario>", "a file (.yaml, .yml, .json), or the id of a preset or template")
    .option("--replications <n>", "runs at each point, the same luck at all of them", wholeFrom(2), 60)
    .option("--paths <n>", "paths of the Morris screening", wholeFrom(2), 6)
    .option("--draws <n>", "draws of all ranges at once, for luck apart from not knowing", wholeFrom(2), 16)
    .option(
      "--sobol <n>",
      `rows of the Sobol indices, for the ${MOST_SOBOL} ranges that matter most; 0: none`,
      wholeFrom(0),
      0,
    );
  addPlanOptions(command, "sensitivity.json and sensitivity.csv, and finished points meanwhile,")
    .addHelpText(
      "after",
      `
Typed again with the same --out, an interrupted command goes on where it was.

Example:
  npx muster sensitivity concurrent-disorder --replications 40 --paths 4 --out out/sensitivity`,
    )
    .action(async (scenario: string, options: SensitivityOptions) => report(await sensitivity(scenario, options)));
}

async function sensitivity(scenario: string, said: SensitivityOptions): Promise<number> {
  const { loaded, options } = await loadPlan(scenario, said);
  const { resolved, scenarioHash, seed, replications } = planOf(loaded, options);
  const { uncertain } = compileScenario(resolved, scenarioHash);
  if (uncertain.length === 0) {
    throw new RefusedError([
      `${resolved.name}: no number here is given as a range, so there is nothing to be unsure of.`,
    ]);
  }
  const runner = pointsRunner(
    options.workers ?? availableParallelism(),
    `${scenario}, sensitivity`,
    options.out ?? null,
  );
  try {
    const runAt = async (rows: readonly (readonly number[])[]) => {
      const points = rows.map((quantiles) => ({ incidents: null, settings: [], quantiles }));
      const plan: PointsPlan = { points, resolved, scenarioHash, seed, replications };
      const outcomes = await runner.run(plan);
      return outcomes.every((outcome) => outcome !== null) ? (outcomes as PointOutcome[]) : null;
    };
    const found = await analyse(uncertain, resolved.assumptions ?? [], options, seed, runAt);
    if (found === null) {
      const kept = options.out === undefined ? "nothing was written" : "the finished points are kept in --out";
      process.stderr.write(`muster: interrupted; ${kept}\n`);
      return EXIT.interrupted;
    }
    const meta = metaOf(loaded);
    const result = {
      muster: "1",
      scenario: { name: resolved.name, sha256: scenarioHash },
      ...{
        seed,
        replications,
        points: found.points,
        paths: options.paths,
        draws: options.draws,
        sobolRows: options.sobol,
      },
      marking: meta.marking,
      data: loaded.data,
      methods: METHODS,
      verdict: sensitivityWords(found.capabilities, replications, options),
      capabilities: found.capabilities,
    };
    if (options.out !== undefined) {
      await writeFiles(options.out, {
        ...tableFiles(
          { sensitivity: sensitivityTable(found.capabilities, replications, meta.marking) },
          options.format,
        ),
        "sensitivity.json": json(result),
      });
    }
    runner.finished();
    const rests = `${resolved.name}: ${thousands(found.points)} points of ${thousands(replications)} runs each, on the same luck, seed ${seed}. Data: ${loaded.data.status}. Marking: ${meta.marking}`;
    process.stdout.write(options.json ? json(result) : `${[...result.verdict, "", rests].join("\n")}\n`);
    return EXIT.done;
  } finally {
    runner.close();
  }
}

type Assumptions = NonNullable<ResolvedScenario["assumptions"]>;

/** In plain words, from the scenario's list of assumptions: the one its source names, else the nearest above its path. */
function whatIs({ path, source }: Pick<Uncertain, "path" | "source">, assumptions: Assumptions): string | null {
  const named = assumptions.find(({ id }) => source === `assumption ${id}`);
  const above = assumptions
    .filter(({ where }) => where?.includes(".") && `${path}.`.startsWith(`${where}.`))
    .sort((a, b) => b.where!.length - a.where!.length)[0];
  return (named ?? above)?.what ?? null;
}

type RunAt = (rows: readonly (readonly number[])[]) => Promise<PointOutcome[] | null>;

/** null: interrupted. */
async function analyse(
  uncertain: readonly Uncertain[],
  assumptions: Assumptions,
  { paths, draws, sobol }: SensitivityOptions,
  seed: string,
  runAt: RunAt,
): Promise<{ readonly points: number; readonly capabilities: CapabilitySensitivity[] } | null> {
  const k = uncertain.length;
  const middle = () => Array.from({ length: k }, () => 0.5);
  const moved = (input: number, to: number) => middle().map((half, i) => (i === input ? to : half));
  const tornadoRows = uncertain.flatMap((_, i) => [moved(i, LOW_END), moved(i, HIGH_END)]);
  const morris = morrisDesign(k, paths, uniformsOf(seed, "sensitivity/morris"));
  const inRange = (row: readonly number[]) => row.map((level) => LOW_END + level * (HIGH_END - LOW_END));
  const spreadRows = latinHypercube(draws, k, uniformsOf(seed, "sensitivity/draws"));
  const first = await runAt([...tornadoRows, ...morris.rows.map(inRange), ...spreadRows]);
  if (first === null) return null;
  const [bars, screened, spread] = [
    first.slice(0, 2 * k),
    first.slice(2 * k, 2 * k + morris.rows.length),
    first.slice(2 * k + morris.rows.length),
  ];
  const asked = first[0]!.capabilities.flatMap(({ id, name }, cap) =>
    first.some(({ capabilities }) => capabilities[cap]!.requiredMinutes.some((minutes) => minutes > 0))
      ? [{ id, name, cap }]
      : [],
  );
  const capabilities = asked.map(({ id, name, cap }): CapabilitySensitivity => {
    const measures = MEASURES.map(({ measure, unit, valuesOf }): SensitivityMeasure => {
      const at = (outcome: PointOutcome) => valuesOf(outcome.capabilities[cap]!);
      const effects = morrisEffects(
        morris,
        screened.map((one) => meanOf(at(one))),
      );
      const ranges = uncertain.map(({ path, low, high, central, kind, source }, i): RangeSensitivity => {
        const bar = barOf(at(bars[2 * i]!), at(bars[2 * i + 1]!));
        const what = whatIs({ path, source }, assumptions);
        return { path, what, low, value: central, high, kind, source, tornado: bar, morris: effects[i]!, sobol: null };
      });
      ranges.sort((a, b) => b.morris.size - a.morris.size || Math.abs(b.tornado.swing) - Math.abs(a.tornado.swing));
      const rows = spread.map(at);
      return { measure, unit, mean: meanOf(rows.map(meanOf)), luckApart: luckApart(rows), ranges };
    });
    return { id, name, measures };
  });
  const points = first.length;
  if (sobol === 0 || capabilities.length === 0) return { points, capabilities };

  // The ranges that matter most to any capability, each capability naming its best in turn.
  const chosen = new Set<string>();
  for (let rank = 0; rank < k; rank++) {
    for (const { measures } of capabilities) {
      for (const { ranges } of measures) if (chosen.size < MOST_SOBOL) chosen.add(ranges[rank]!.path);
    }
  }
  const inputs = uncertain.flatMap(({ path }, i) => (chosen.has(path) ? [i] : []));
  const design = saltelliDesign(inputs.length, sobol, uniformsOf(seed, "sensitivity/sobol"));
  const nRows = (inputs.length + 2) * sobol;
  const rows = Array.from({ length: nRows }, (_, row) => {
    const all = middle();
    inputs.forEach((input, column) => {
      all[input] = design.inputs[row * inputs.length + column]!;
    });
    return all;
  });
  const outcomes = await runAt(rows);
  if (outcomes === null) return null;
  const withSobol = capabilities.map((capability, i) => ({
    ...capability,
    measures: capability.measures.map((of, m): SensitivityMeasure => {
      const values = outcomes.map((one) => meanOf(MEASURES[m]!.valuesOf(one.capabilities[asked[i]!.cap]!)));
      const indices = sobolIndices(values, inputs.length, sobol);
      const uniform = uniformsOf(seed, "sensitivity/bootstrap");
      const ends = sobolIntervals(values, inputs.length, sobol, BOOTSTRAPS, uniform);
      const ranges = of.ranges.map((range) => {
        const column = inputs.findIndex((input) => uncertain[input]!.path === range.path);
        if (column < 0 || indices.variance <= 0) return range;
        const one = (share: Float64Array, [low, high]: readonly [number, number]) => ({
          share: share[column]!,
          low,
          high,
        });
        const { first: firsts, total: totals } = indices;
        return {
          ...range,
          sobol: { first: one(firsts, ends.first[column]!), total: one(totals, ends.total[column]!) },
        };
      });
      return { ...of, ranges };
    }),
  }));
  return { points: points + nRows, capabilities: withSobol };
}

const MEASURES: readonly {
  readonly measure: SensitivityMeasure["measure"];
  readonly unit: SensitivityMeasure["unit"];
  readonly valuesOf: (of: CapabilityAtPoint) => ArrayLike<number>;
}[] = [
  { measure: "runOut", unit: "probability", valuesOf: ({ runOut }) => runOut },
  {
    measure: "unresourcedUnitHours",
    unit: "unit-hours",
    valuesOf: ({ unresourcedMinutes }) => unresourcedMinutes.map((minutes) => minutes / 60),
  },
];

function uniformsOf(seed: string, purpose: string): () => number {
  const state = new Int32Array(STREAM_WORDS);
  openStream(state, seed, purpose, 0);
  return () => nextUniform(state);
}
