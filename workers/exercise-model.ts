/** The model of an exercise's one replication, from its scenario with the injects laid in. */
import type { Model } from "../engine/model.ts";
import type { Table } from "../scenarios/exercise/play.ts";
import { modelDrawer } from "./replicator.ts";

/** A table without its model: what another thread needs to draw the same one. */
export type TableToDraw = Omit<Table, "model">;

export function modelOf({ exercise, resolved, scenarioHash }: Omit<TableToDraw, "shipped">): Model {
  const { seed, replication } = exercise;
  const plan = { resolved, scenarioHash, seed, replications: replication + 1, outer: null };
  return modelDrawer(plan)(replication);
}
