/**
 * Runs several plans on the same tapes, in whatever thread it is opened, and hands over what each had in each
 * replication: for the questions of planning that pair runs in ways not known beforehand.
 */
import { collectFigures, type PlanFigureOf, type PlanValues } from "../engine/planning/size-runs.ts";
import { modelDrawer, type Plan } from "./replicator.ts";
import { ReplicationError, type Runner } from "./service.ts";

/** Plain data, so that it can cross to a worker. */
export interface PlanRuns {
  /** that differ in who answers only; all with one seed, and without outer draws */
  readonly plans: readonly Plan[];
  readonly figures: readonly PlanFigureOf[];
  /** by plan: the force whose incidents alone are answered; null: all */
  readonly onlyHost: readonly (string | null)[];
}

/** Opens the plans; throws if one cannot be compiled. */
export function openPlanRuns({ plans, figures, onlyHost }: PlanRuns): Runner<PlanValues> {
  const draw = plans.map(modelDrawer);
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

export function buffersOfPlanValues({ replications, values }: PlanValues): ArrayBuffer[] {
  return [replications.buffer as ArrayBuffer, values.buffer as ArrayBuffer];
}
