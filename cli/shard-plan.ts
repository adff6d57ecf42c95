/**
 * The plan of a run in pieces, as a file that every machine reads: the scenario as resolved, which replications each
 * shard runs, and what the results will say beside their figures.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sha256Hex } from "../engine/tally/sha256.ts";
import { textToSign } from "../scenarios/format/sign-off.ts";
import type { Range } from "../workers/pool.ts";
import type { Plan } from "../workers/replicator.ts";
import { RefusedError } from "./exits.ts";
import type { LoadedScenario } from "./load.ts";
import { engineVersion } from "./shard-engine.ts";

export const PLAN_FILE = "plan.json";

export interface ShardPlan {
  readonly musterShards: 1;
  readonly engineVersion: string;
  /** `muster run …` that would do it all at once */
  readonly command: readonly string[];
  readonly plan: Plan;
  readonly shards: readonly Range[];
  readonly loaded: Omit<LoadedScenario, "resolved" | "scenarioHash" | "figures"> & {
    /** ids of those whose own figures are loaded; null: all alike */
    readonly ownHolders: readonly string[] | null;
  };
}

export function shardPlanOf(
  loaded: LoadedScenario,
  plan: Plan,
  nShards: number,
  command: readonly string[],
): ShardPlan {
  const { signOff, inputs, warnings, data, figures } = loaded;
  const at = (shard: number) => Math.floor((shard * plan.replications) / nShards);
  const ownHolders = figures?.ownHolders === undefined ? null : [...figures.ownHolders];
  return {
    musterShards: 1,
    engineVersion,
    command,
    plan,
    shards: Array.from({ length: nShards }, (_, shard) => [at(shard), at(shard + 1)]),
    loaded: { signOff, inputs, warnings, data, ownHolders },
  };
}

/** @throws RefusedError if it is no plan, or one that this engine may not run */
export function readShardPlan(folder: string): ShardPlan {
  const file = join(folder, PLAN_FILE);
  const refuse = (why: string): never => {
    throw new RefusedError([`${file}: ${why}`]);
  };
  let found: ShardPlan;
  try {
    found = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return refuse("there is no such file, or it is cut short. Write it with `muster shard plan … --out FOLDER`");
  }
  if (found.musterShards !== 1 || !Array.isArray(found.shards)) return refuse("this is no plan of shards");
  if (found.engineVersion !== engineVersion) {
    refuse(`the plan was made by engine ${found.engineVersion}, and this is ${engineVersion}: all must be the same`);
  }
  if (sha256Hex(textToSign(found.plan.resolved)) !== found.plan.scenarioHash) {
    refuse("the scenario in it is not the one that was planned (its hash differs)");
  }
  return found;
}

/** As it was when the plan was made. */
export function loadedOf({ plan, loaded }: ShardPlan): LoadedScenario {
  const { ownHolders, ...rest } = loaded;
  const { resolved, scenarioHash } = plan;
  const none = { scenario: resolved, gaps: [], forces: [], warnings: [], inputs: [] };
  const figures = ownHolders === null ? null : { ...none, ownHolders: new Set(ownHolders) };
  return { ...rest, resolved, scenarioHash, figures };
}
