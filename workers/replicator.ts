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
import { createRangeRecorder, type RangeShape } from "../engine/tally/ranges.ts";
import { clearTallies, createTallies } from "../engine/tally/tally.ts";
import { type Compiled, compileScenario } from "../scenarios/format/compile.ts";
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
  const draw = rangeDrawer(plan);
  const first = draw(0);
  const world = createWorld(first.model);
  const tallies = createTallies(first.model);
  const ranges = first.upper.length === 0 ? null : createRangeRecorder(tallies, shapeOf(plan, first));
  return {
    run(from, to) {
      const before = tallies.events;
      for (let replication = from; replication < to; replication++) {
        try {
          const { index, model, upper } = draw(replication);
          ranges?.before(index, upper);
          replicate(model, world, tallies, plan.seed, replication);
          ranges?.after();
        } catch (error) {
          throw new ReplicationError(replication, error);
        }
      }
      return tallies.events - before;
    },
    take() {
      ranges?.settle();
      const part = packTallies(tallies);
      clearTallies(tallies);
      ranges?.restart();
      return part;
    },
  };
}

/** The model of each replication. @param compiled of the plan's scenario, where somebody has it already */
export function modelDrawer(plan: Plan, compiled?: Compiled): (replication: number) => Model {
  const draw = rangeDrawer(plan, compiled);
  return (replication) => draw(replication).model;
}

/** One draw of all that is not known. */
interface Draw {
  readonly index: number;
  readonly model: Model;
  /** 0 or 1 for each range: whether its uniform was ½ or more; shape [nRanges] */
  readonly upper: Uint8Array;
}

/**
 * What each replication draws: the same model where everything is known, else one with the values that this
 * replication, or its outer draw, found. Each value has a stream named by its path, so that a range added
 * elsewhere leaves it alone.
 */
function rangeDrawer(
  plan: Plan,
  { model, uncertain, modelFor } = compileScenario(plan.resolved, plan.scenarioHash),
): (replication: number) => Draw {
  const upper = new Uint8Array(uncertain.length);
  let last: Draw = { index: -1, model, upper };
  if (uncertain.length === 0) return () => last;
  const state = new Int32Array(STREAM_WORDS);
  return (replication) => {
    const index = drawIndexOf(plan, replication);
    if (index === last.index) return last;
    const values = uncertain.map(({ path, dist }, k) => {
      openStream(state, plan.seed, `range/${path}`, index);
      const uniform = nextUniform(state);
      upper[k] = uniform >= 0.5 ? 1 : 0;
      return sampleDist(dist, uniform);
    });
    last = { index, model: modelFor(values), upper };
    return last;
  };
}

function shapeOf({ outer, replications }: Plan, { upper }: Draw): RangeShape {
  return { nRanges: upper.length, outer: outer === null ? null : { draws: outer, replications } };
}

/** Which draw of what is not known a replication uses. */
export function drawIndexOf(plan: Pick<Plan, "replications" | "outer">, replication: number): number {
  if (plan.outer === null) return replication;
  return Math.floor((replication * plan.outer) / plan.replications);
}
