/**
 * Plans answered on one tape, run by run: what each plan had of each figure in each replication, kept as it is.
 *
 * A few thousand runs of a dozen plans are a few hundred kilobytes, so nothing is added up: differences are paired
 * afterwards by whoever asks. A plan may leave out what others ask for (`onlyHost`), as a planner does who takes the
 * neighbours to be idle: the tape is the same, less the incidents elsewhere.
 */
import { drawTape } from "../demand/draw-tape.ts";
import { type Model, withoutSeries } from "../model.ts";
import { answerTape, createWorld, createWorldBeside, type World } from "../replicate.ts";
import { READINGS } from "../tally/readings.ts";
import { createTallies, layoutOf, type Tallies } from "../tally/tally.ts";

/** What is kept of a replication: a whole number of one capability in one scope. */
export interface PlanFigureOf {
  readonly figure: FigureName;
  readonly capability: string;
  readonly scope: "nation" | "region" | "force";
  /** of the region or force; "nation" for the nation */
  readonly id: string;
}

type DonorReading = (tallies: Tallies, donor: number) => number;

/** Of a force as donor. */
const DONOR_READINGS = {
  /** minutes below its floor while its units were away */
  belowFloorMinutes: (tallies, donor) => tallies.donorBelowFloorMinutes[donor]!,
  /** whether an ask at home was short while a lent unit would have covered it */
  gapWhileLending: (tallies, donor) => tallies.donorGapReplications[donor]!,
  unitsLent: (tallies, donor) => tallies.donorUnitsLent[donor]!,
} as const satisfies Readonly<Record<string, DonorReading>>;

export type FigureName = keyof typeof READINGS | keyof typeof DONOR_READINGS;

/** Values of replications in no order; row r holds those of replication `replications[r]`. */
export interface PlanValues {
  readonly nPlans: number;
  readonly nFigures: number;
  readonly replications: Float64Array;
  /** (row × nPlans + plan) × nFigures + figure */
  readonly values: Float64Array;
}

export interface FigureCollector {
  /** Runs one replication of every plan; `models` in the plans' order, with this replication's values. Returns its events. */
  run(models: readonly Model[], replication: number): number;
  /** What was collected since the last take; the caller owns it. */
  take(): PlanValues;
}

/** Whose incidents alone are answered: a force, or several; null: everybody's. */
export type OnlyHost = string | readonly string[] | null;

/**
 * @param drawn    whose demand is the same: only who answers differs
 * @param onlyHost by plan
 * @throws RangeError for a figure that a model does not have
 */
export function collectFigures(
  drawn: readonly Model[],
  figures: readonly PlanFigureOf[],
  onlyHost: readonly OnlyHost[],
  seed: string,
): FigureCollector {
  const models = drawn.map(withoutSeries);
  const worlds: World[] = [];
  for (const model of models) {
    worlds.push(worlds[0] === undefined ? createWorld(model) : createWorldBeside(worlds[0], model));
  }
  const tallies = models.map((model) => createTallies(model));
  const readers = models.map((model) => figures.map((figure) => readerOf(model, figure)));
  const hosts = models.map(({ holderIds }, plan) => {
    const only = onlyHost[plan]!;
    return only === null ? null : new Set([only].flat().map((id) => holderIds.indexOf(id)));
  });
  const width = models.length * figures.length;
  const before = new Float64Array(width);
  let replications: number[] = [];
  let values: number[] = [];
  const escalation = models.some((model) => model.escalation);
  return {
    run(given, replication) {
      const now = given.map(withoutSeries);
      const { tape } = worlds[0]!;
      drawTape({ ...now[0]!, escalation }, seed, replication, tape);
      const all = { order: tape.order.slice(0, tape.nOrder), n: tape.nOrder };
      let events = 0;
      now.forEach((model, plan) => {
        const host = hosts[plan]!;
        tape.order.set(all.order);
        tape.nOrder = all.n;
        if (host !== null) {
          const own = all.order.filter((incident) => host.has(tape.force[incident]!));
          tape.order.set(own);
          tape.nOrder = own.length;
        }
        answerTape(model, worlds[plan]!, tallies[plan]!, seed, replication);
        events += worlds[plan]!.events;
        readers[plan]!.forEach((read, f) => {
          const at = plan * figures.length + f;
          const total = read(tallies[plan]!);
          values.push(total - before[at]!);
          before[at] = total;
        });
      });
      replications.push(replication);
      return events;
    },
    take() {
      const part: PlanValues = {
        nPlans: models.length,
        nFigures: figures.length,
        replications: Float64Array.from(replications),
        values: Float64Array.from(values),
      };
      replications = [];
      values = [];
      return part;
    },
  };
}

/** @throws RangeError for a figure that the model does not have */
function readerOf(model: Model, { figure, capability, scope, id }: PlanFigureOf): (tallies: Tallies) => number {
  const cap = model.capabilities.findIndex((one) => one.id === capability);
  if (cap < 0) throw new RangeError(`no threat of the scenario can ask for ${capability}`);
  const { regionIds } = model.schemes[model.capabilities[cap]!.scheme]!;
  const ids = { nation: ["nation"], region: regionIds, force: model.holderIds.slice(0, model.nForces) }[scope];
  const index = ids.indexOf(id);
  if (index < 0) throw new RangeError(`${id} is not a ${scope} of ${capability}`);
  if (figure in DONOR_READINGS) {
    if (scope !== "force") throw new RangeError(`${figure} is told of forces only`);
    const read = DONOR_READINGS[figure as keyof typeof DONOR_READINGS];
    return (tallies) => read(tallies, cap * model.nHolders + index);
  }
  const before = { nation: 0, region: 1, force: 1 + regionIds.length }[scope];
  const cell = layoutOf(model).cellStart[cap]! + before + index;
  const read = READINGS[figure as keyof typeof READINGS];
  return (tallies) => read(tallies, cell);
}

/** One figure of one plan by replication, from 0 on. @throws RangeError where a replication is missing */
export function columnOf(parts: readonly PlanValues[], runs: number, plan: number, figure: number): Float64Array {
  const column = new Float64Array(runs).fill(Number.NaN);
  for (const { nPlans, nFigures, replications, values } of parts) {
    replications.forEach((replication, row) => {
      if (replication < runs) column[replication] = values[(row * nPlans + plan) * nFigures + figure]!;
    });
  }
  if (column.some(Number.isNaN)) throw new RangeError(`not all of ${runs} replications were run`);
  return column;
}
