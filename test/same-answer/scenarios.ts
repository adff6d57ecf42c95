/**
 * Which scenarios are asked for the same answer, and how much of each.
 *
 * In CI: every preset, of the templates (`nrr/…`) every tenth by name, four runs each, two where the clock holds over
 * a week, one over sixty days, which takes longer than all others together; numbers of threads take turns, and four
 * scenarios go abroad, one to each place, so that the cost stays flat. `npm run same-answer`: every scenario, everywhere,
 * twelve runs and four.
 */
import { scenarioIds } from "../../cli/place.ts";
import { compileScenario } from "../../scenarios/format/compile.ts";
import type { Plan } from "../../workers/replicator.ts";
import { planOf } from "../support/digest.ts";

/** Whether this is `npm run same-answer`, not CI. */
export const everything = import.meta.env.MODE === "everything";

const EVERY_NTH_TEMPLATE = 10;
const WEEK = 7 * 1440;
const SIXTY_DAYS = 60 * 1440;

/** Ids in the order of their names. */
export function askedIds(ids: readonly string[] = scenarioIds(), all = everything): readonly string[] {
  const templates = ids.filter((id) => id.startsWith("nrr/"));
  const sampled = templates.filter((_, at) => at % EVERY_NTH_TEMPLATE === 0);
  return ids.filter((id) => all || !id.startsWith("nrr/") || sampled.includes(id));
}

/** All of these in full, in CI the one whose turn it is. */
export function inTurn<T>(all: readonly T[], at: number, full = everything): readonly T[] {
  return full ? all : [all[at % all.length]!];
}

/** All of these in full, in CI this many, spread evenly over them. */
export function spread<T>(all: readonly T[], most: number, full = everything): readonly T[] {
  if (full || all.length <= most) return all;
  return Array.from({ length: most }, (_, at) => all[Math.floor((at * all.length) / most)]!);
}

export function askedPlan(id: string): Plan {
  const plan = planOf(id, 1);
  const { horizon } = compileScenario(plan.resolved, plan.scenarioHash).model;
  return { ...plan, replications: everything ? (horizon > SIXTY_DAYS ? 4 : 12) : fewFor(horizon) };
}

/** Two runs can still be made in another order, by another worker, and added up the other way round. */
function fewFor(horizon: number): number {
  if (horizon > SIXTY_DAYS) return 1;
  return horizon > WEEK ? 2 : 4;
}
