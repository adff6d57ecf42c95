/**
 * Answers each demand tape by every plan, and collects what they have in common.
 *
 * Where no plan changes the demand the tape is drawn once a replication and answered by each; else each plan
 * draws its own from streams of the same names, so that what the plans share is the same luck still.
 */
import { drawTape } from "../demand/draw-tape.ts";
import { type Model, withoutSeries } from "../model.ts";
import { answerTape, createWorld, createWorldBeside, replicate, type World } from "../replicate.ts";
import { createTallies, type Tallies } from "../tally/tally.ts";
import type { ComparedRows, PlaceClasses } from "./compare-rows.ts";
import { createPairTallies, type PairTallies, recordReplication } from "./compare-tally.ts";

export interface PlanCollector {
  /** Runs one replication of every plan; `models` in the plans' order, with this replication's values. Returns its events. */
  run(models: readonly Model[], replication: number): number;
  /** What was collected since the last take; the caller owns it. */
  take(): PairTallies;
}

/** @param sameDemand no model's demand differs from the first's */
export function collectPlans(
  drawn: readonly Model[],
  rows: ComparedRows,
  places: readonly PlaceClasses[],
  seed: string,
  sameDemand: boolean,
): PlanCollector {
  const models = drawn.map(withoutSeries);
  const worlds: World[] = [];
  for (const model of models) {
    worlds.push(sameDemand && worlds[0] !== undefined ? createWorldBeside(worlds[0], model) : createWorld(model));
  }
  const tallies = models.map((model) => createTallies(model));
  const before = new Float64Array(rows.nPlans * rows.nRows);
  const values = new Float64Array(rows.nPlans * rows.nRows);
  let collected = createPairTallies(rows.nPlans, rows.nRows);
  // Steps that a plan does not heed do no harm on the tape, where one that it heeds must be.
  const escalation = models.some((model) => model.escalation);

  return {
    run(given, replication) {
      const now = given.map(withoutSeries);
      if (sameDemand) drawTape({ ...now[0]!, escalation }, seed, replication, worlds[0]!.tape);
      values.fill(0);
      let events = 0;
      now.forEach((model, plan) => {
        const world = worlds[plan]!;
        try {
          if (sameDemand) answerTape(model, world, tallies[plan]!, seed, replication);
          else replicate(model, world, tallies[plan]!, seed, replication);
        } catch (error) {
          throw new Error(`plan ${plan + 1}: ${error instanceof Error ? error.message : String(error)}`, {
            cause: error,
          });
        }
        events += world.events;
        readCells(rows, tallies[plan]!, plan, before, values);
        readIncidents(rows, world, places[plan]!, plan, values);
      });
      recordReplication(collected, values);
      collected.events += events;
      return events;
    },
    take() {
      const part = collected;
      collected = createPairTallies(rows.nPlans, rows.nRows);
      return part;
    },
  };
}

/** This replication's values: what the tallies grew by. */
function readCells(
  rows: ComparedRows,
  tallies: Tallies,
  plan: number,
  before: Float64Array,
  values: Float64Array,
): void {
  const { cells, measures, nRows } = rows;
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i]!.cellOf[plan]!;
    for (let measure = 0; measure < measures.length; measure++) {
      const at = plan * nRows + i * measures.length + measure;
      const total = measures[measure]!.total(tallies, cell);
      values[at] = total - before[at]!;
      before[at] = total;
    }
  }
}

/** Unresourced unit-minutes by threat, class of place and capability, from the needs that had any. */
function readIncidents(
  { incidentRow, nRows }: ComparedRows,
  w: World,
  places: PlaceClasses,
  plan: number,
  values: Float64Array,
): void {
  const rows = incidentRow[plan]!;
  const nClasses = places.names.length;
  for (let need = 0; need < w.tape.nNeeds; need++) {
    const minutes = w.aShortMinutes[need]!;
    if (minutes === 0) continue;
    const row = rows[w.tape.needTemplate[need]! * nClasses + places.ofForce[w.nHost[need]!]!]!;
    if (row >= 0) values[plan * nRows + row]! += minutes;
  }
}
