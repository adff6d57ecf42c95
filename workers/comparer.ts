/**
 * Runs the replications of a comparison, in whatever thread it is opened: each by every plan, side by side, so
 * that a tape is drawn once and its answers are paired before anything is added up.
 *
 * A number given as a range has a stream named by its path, so all plans meet it at the same quantile.
 */
import { collectPlans } from "../engine/planning/compare-collect.ts";
import { type ComparedRows, comparedRows } from "../engine/planning/compare-rows.ts";
import type { PairTallies } from "../engine/planning/compare-tally.ts";
import { compileScenario } from "../scenarios/format/compile.ts";
import { placeClassesOf } from "../scenarios/format/place-classes.ts";
import { modelDrawer, type Plan } from "./replicator.ts";
import { ReplicationError, type Runner } from "./service.ts";

/** Plain data, so that it can cross to a worker. */
export interface ComparePlan {
  /** the first is what the others are held against; all with one seed, and without outer draws */
  readonly compare: readonly Plan[];
  /** no plan changes the demand: the tape is drawn once and answered by each */
  readonly sameDemand: boolean;
}

/** Opens a comparison; throws if a scenario cannot be compiled. */
export function openComparer({ compare, sameDemand }: ComparePlan): Runner<PairTallies> {
  const draw = compare.map((plan) => modelDrawer(plan));
  const models = draw.map((model) => model(0));
  const rows = rowsOf({ compare, sameDemand });
  const places = compare.map(({ resolved }) => placeClassesOf(resolved));
  const collector = collectPlans(models, rows, places, compare[0]!.seed, sameDemand);
  let collected = 0;
  return {
    run(from, to) {
      const before = collected;
      for (let replication = from; replication < to; replication++) {
        try {
          collected += collector.run(
            draw.map((model) => model(replication)),
            replication,
          );
        } catch (error) {
          throw new ReplicationError(replication, error);
        }
      }
      return collected - before;
    },
    take: () => collector.take(),
  };
}

/** What the plans are compared on. */
export function rowsOf({ compare }: ComparePlan): ComparedRows {
  const models = compare.map(({ resolved, scenarioHash }) => compileScenario(resolved, scenarioHash).model);
  return comparedRows(
    models,
    compare.map(({ resolved }) => placeClassesOf(resolved)),
  );
}
