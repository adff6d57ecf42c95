/**
 * Sizing problems whose answer theory knows: Erlang B staffing, two classes on one pool (Kaufman and Roberts), and a
 * pool whose incidents run by demand's clock. Levels lie between two sizes' exact risks.
 */

import { type Ask, type SizeQuestion, type Sizing, smallestHolding } from "../../engine/planning/size.ts";
import { columnOf } from "../../engine/planning/size-runs.ts";
import { formatFault, readScenario } from "../../scenarios/format/read.ts";
import { openPlanRuns } from "../../workers/plan-runs.ts";
import { withHolding } from "../../workers/plan-variations.ts";
import type { ResolvedScenario } from "../../workers/replicator.ts";
import { figuresOf, type RiskName, riskRunsOf } from "../../workers/sizing.ts";
import { type Document, yamlOf } from "../support/scenario.ts";
import { LOST, queueScenario } from "../verify/queue.ts";

export interface SizingCase {
  readonly title: string;
  readonly document: Document;
  readonly capabilities: readonly string[];
  readonly force: string;
  readonly risk: RiskName;
  readonly question: SizeQuestion;
  /** the smallest size whose exact risks are all at or below the level */
  readonly exact: number;
}

/** Blocking of a loss system by the recursion in the number of servers. */
function erlangB(load: number, servers: number): number {
  let blocking = 1;
  for (let n = 1; n <= servers; n++) blocking = (load * blocking) / (n + load * blocking);
  return blocking;
}

/** Blocking of each class of a pool of people that all share; by the recursion of Kaufman and Roberts. */
function kaufmanRoberts(loads: readonly number[], sizes: readonly number[], people: number): number[] {
  const weight = [1];
  for (let n = 1; n <= people; n++) {
    weight.push(
      loads.reduce((sum, load, k) => sum + (n >= sizes[k]! ? load * sizes[k]! * weight[n - sizes[k]!]! : 0), 0) / n,
    );
  }
  const total = weight.reduce((a, b) => a + b, 0);
  return sizes.map((size) => weight.slice(Math.max(0, people - size + 1)).reduce((a, b) => a + b, 0) / total);
}

/** The chance that a Poisson count is above `most`. */
function poissonAbove(mean: number, most: number): number {
  let term = Math.exp(-mean);
  let below = term;
  for (let n = 1; n <= most; n++) {
    term *= mean / n;
    below += term;
  }
  return 1 - below;
}

function firstWhere(passes: (size: number) => boolean): number {
  for (let size = 0; ; size++) if (passes(size)) return size;
}

const question = (level: number, risks: number, runs: number, highest: number): SizeQuestion => ({
  lowest: 1,
  highest,
  runs,
  confidence: 0.95,
  levels: Array.from({ length: risks }, () => level),
});

const HOUR = 60;

export const SIZING_CASES: readonly SizingCase[] = [
  {
    title: "Erlang B: servers for three in a hundred lost at a load of three",
    document: queueScenario({
      stock: { here: 3 },
      streams: [{ rate: 3, need: LOST }],
      warmUp: 6,
      horizon: 12,
      observe: {},
    }),
    capabilities: ["unit"],
    force: "here",
    risk: "unmet",
    question: question(0.034, 1, 200, 12),
    exact: firstWhere((servers) => erlangB(3, servers) <= 0.034),
  },
  {
    title: "Kaufman and Roberts: people for two capabilities that share them",
    document: {
      clock: { horizon: 200_000, warmUp: 50_000 },
      places: { forces: { here: {} }, travel: { byTier: { local: 0, regional: 0, national: 0 } } },
      skills: { pool: {} },
      capabilities: {
        small: { skill: "pool", officersPerUnit: 1, return: "instant" },
        large: { skill: "pool", officersPerUnit: 2, return: "instant" },
      },
      people: { holdings: { pool: { officers: { here: 4 } } } },
      threats: Object.fromEntries(
        [
          ["small", 2],
          ["large", 0.8],
        ].map(([capability, load]) => [
          capability,
          {
            arrivals: { poisson: { perDay: (Number(load) * 1440) / 10_000 } },
            where: "here",
            phases: [
              {
                duration: { dist: "exponential", mean: 10_000 },
                clock: "served",
                needs: [{ capability, units: 1, ...LOST }],
              },
            ],
          },
        ]),
      ),
    },
    capabilities: ["small", "large"],
    force: "here",
    risk: "unmet",
    question: question(0.112, 2, 220, 14),
    exact: firstWhere((people) => Math.max(...kaufmanRoberts([2, 0.8], [1, 2], people)) <= 0.112),
  },
  {
    title: "a demand-clock pool: units so that six expected incidents outlast it in six runs of 100",
    document: {
      clock: { horizon: 24 * HOUR },
      places: { forces: { here: {} }, travel: { byTier: { local: 0, regional: 0, national: 0 } } },
      capabilities: { unit: { return: "instant", duty: null } },
      people: { holdings: { unit: { units: { here: 5 } } } },
      threats: {
        riot: {
          arrivals: { poisson: { perDay: 6 } },
          where: "here",
          phases: [{ duration: "3 d", needs: [{ capability: "unit", units: 1 }] }],
        },
      },
    },
    capabilities: ["unit"],
    force: "here",
    risk: "run-out",
    question: question(0.062, 1, 1600, 20),
    exact: firstWhere((units) => poissonAbove(6, units) <= 0.062),
  },
];

export function resolvedOf(document: Document): ResolvedScenario {
  const text = yamlOf({ muster: 1, name: "A case", extends: "nothing", ...document });
  const read = readScenario(text, { file: "case.yaml", load: () => null });
  if (!read.ok) throw new Error(read.faults.map(formatFault).join("\n"));
  return read.scenario;
}

/** Answers sizes in this thread; search and fresh tapes have seeds of their own. */
export function askOf({ document, capabilities, force, risk }: SizingCase, seed: string): Ask {
  const resolved = resolvedOf(document);
  return async (sizes, tapes, runs) => {
    const plans = sizes.map((units) => ({
      resolved: withHolding(resolved, capabilities[0]!, force, units),
      scenarioHash: "0".repeat(64),
      seed: tapes === "search" ? seed : `${seed}/fresh`,
      replications: runs,
      outer: null,
    }));
    const figures = capabilities.flatMap((capability) =>
      figuresOf(risk).map((figure) => ({ figure, capability, scope: "force" as const, id: force })),
    );
    const runner = openPlanRuns({ plans, figures, onlyHost: plans.map(() => null) });
    runner.run(0, runs);
    const parts = [runner.take()];
    return plans.map((_, plan) => {
      const columns = figures.map((__, figure) => columnOf(parts, runs, plan, figure));
      return riskRunsOf(columns, risk, capabilities.length);
    });
  };
}

export function sized(one: SizingCase, seed: string): Promise<Sizing> {
  return smallestHolding(one.question, askOf(one, seed));
}
