/**
 * Runs replications of one scenario, in whatever thread it is opened: draws what is not known, simulates,
 * tallies.
 *
 * A replication is a function of (scenario, seed, its number), and of the number of outer draws where those
 * are asked for; which worker runs it, when and next to which others cannot be seen in the tallies.
 */
import { sampleDist } from "../engine/kernel/draws.ts";
import { nextUniform, openStream, STREAM_WORDS } from "../engine/kernel/streams.ts";
import type { Model } from "../engine/model.ts";
import { createWorld, replicate } from "../engine/replicate.ts";
import { type PackedTallies, packTallies } from "../engine/tally/pack.ts";
import { clearTallies, createTallies } from "../engine/tally/tally.ts";
import { compileScenario } from "../scenarios/format/compile.ts";
import { ReplicationError, type Runner } from "./service.ts";

export type ResolvedScenario = Parameters<typeof compileScenario>[0];

/** What the replications of a run have in common; plain data, so that it can cross to a worker. */
export interface Plan {
  readonly resolved: ResolvedScenario;
  /** SHA-256 of the resolved scenario's canonical JSON, hex */
  readonly scenarioHash: string;
  readonly seed: string;
  /** of the whole run; only outer draws depend on it */
  readonly replications: number;
  /** draws of what is not known, shared evenly by the replications; null: each replication has its own */
  readonly outer: number | null;
}

/** Opens a scenario for replication; throws if it cannot be compiled. */
export function openReplicator(plan: Plan): Runner<PackedTallies> {
  const drawModel = modelDrawer(plan);
  const first = drawModel(0);
  const world = createWorld(first);
  const tallies = createTallies(first);
  return {
    run(from, to) {
      const before = tallies.events;
      for (let replication = from; replication < to; replication++) {
        try {
          replicate(drawModel(replication), world, tallies, plan.seed, replication);
        } catch (error) {
          throw new ReplicationError(replication, error);
        }
      }
      return tallies.events - before;
    },
    take() {
      const part = packTallies(tallies);
      clearTallies(tallies);
      return part;
    },
  };
}

/**
 * The model of each replication: the same one where everything is known, else one with the values that this
 * replication, or its outer draw, found. Each value has a stream named by its path, so that a range added
 * elsewhere leaves it alone.
 */
export function modelDrawer(plan: Plan): (replication: number) => Model {
  const { model, uncertain, modelFor } = compileScenario(plan.resolved, plan.scenarioHash);
  if (uncertain.length === 0) return () => model;
  const state = new Int32Array(STREAM_WORDS);
  let lastIndex = -1;
  let lastModel = model;
  return (replication) => {
    const index = drawIndexOf(plan, replication);
    if (index !== lastIndex) {
      const values = uncertain.map(({ path, dist }) => {
        openStream(state, plan.seed, `range/${path}`, index);
        return sampleDist(dist, nextUniform(state));
      });
      lastModel = modelFor(values);
      lastIndex = index;
    }
    return lastModel;
  };
}

/** Which draw of what is not known a replication uses. */
export function drawIndexOf(plan: Pick<Plan, "replications" | "outer">, replication: number): number {
  if (plan.outer === null) return replication;
  return Math.floor((replication * plan.outer) / plan.replications);
}
