/**
 * Runs several plans on the same tapes, in whatever thread it is opened, and hands over what each had in each
 * replication: for the questions of planning that pair runs in ways not known beforehand.
 */
import { sampleDist } from "../engine/kernel/draws.ts";
import type { Model } from "../engine/model.ts";
import { collectFigures, type OnlyHost, type PlanFigureOf, type PlanValues } from "../engine/planning/size-runs.ts";
import { compileScenario } from "../scenarios/format/compile.ts";
import { modelDrawer, type Plan } from "./replicator.ts";
import { ReplicationError, type Runner } from "./service.ts";

/** Plain data, so that it can cross to a worker. */
export interface PlanRuns {
  /** that differ in who answers only; all with one seed, and without outer draws */
  readonly plans: readonly Plan[];
  readonly figures: readonly PlanFigureOf[];
  /** by plan: whose incidents alone are answered */
  readonly onlyHost: readonly OnlyHost[];
  /** where ranges stand in all runs of all plans; absent: drawn in each run */
  readonly quantiles?: Quantiles;
}

/** By path of the range, where it stands in its distribution, in (0, 1); a range that is not named stands at its median. */
export type Quantiles = Readonly<Record<string, number>>;

/** Opens the plans; throws if one cannot be compiled. */
export function openPlanRuns({ plans, figures, onlyHost, quantiles }: PlanRuns): Runner<PlanValues> {
  const draw = plans.map((plan) => (quantiles === undefined ? modelDrawer(plan) : modelAt(plan, quantiles)));
  const collector = collectFigures(
    draw.map((model) => model(0)),
    figures,
    onlyHost,
    plans[0]!.seed,
  );
  return {
    run(from, to) {
      let events = 0;
      for (let replication = from; replication < to; replication++) {
        try {
          events += collector.run(
            draw.map((model) => model(replication)),
            replication,
          );
        } catch (error) {
          throw new ReplicationError(replication, error);
        }
      }
      return events;
    },
    take: () => collector.take(),
  };
}

function modelAt({ resolved, scenarioHash }: Plan, quantiles: Quantiles): () => Model {
  const { uncertain, modelFor } = compileScenario(resolved, scenarioHash);
  const model = modelFor(uncertain.map(({ path, dist }) => sampleDist(dist, quantiles[path] ?? 0.5)));
  return () => model;
}

export function buffersOfPlanValues({ replications, values }: PlanValues): ArrayBuffer[] {
  return [replications.buffer as ArrayBuffer, values.buffer as ArrayBuffer];
}
