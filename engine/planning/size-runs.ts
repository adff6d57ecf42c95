/**
 * Plans answered on one tape, run by run: what each plan had of each figure in each replication, kept as it is.
 *
 * A few thousand runs of a dozen plans are a few hundred kilobytes, so nothing is added up: differences are paired
 * afterwards by whoever asks. A plan may leave out what others ask for (`onlyHost`), as a planner does who takes the
 * neighbours to be idle: the tape is the same, less the incidents elsewhere.
 */
import { drawTape } from "../demand/draw-tape.ts";
import { inOneShape, type Model } from "../model.ts";
import { answerTape, createWorld, createWorldBeside, type World } from "../replicate.ts";
import { CONDITIONAL, FLAGS, PER_REPLICATION, SUMS } from "../tally/measures.ts";
import {
  createTallies,
  layoutOf,
  N_CONDITIONAL,
  N_FLAGS,
  N_PER_REPLICATION,
  N_SUMS,
  type Tallies,
} from "../tally/tally.ts";

/** What is kept of a replication: a whole number of one capability in one scope. */
export interface PlanFigureOf {
  readonly figure: FigureName;
  readonly capability: string;
  readonly scope: "nation" | "region" | "force";
  /** of the region or force; "nation" for the nation */
  readonly id: string;
}

type Reader = (tallies: Tallies, cell: number, donor: number) => number;

const per = (name: (typeof PER_REPLICATION)[number]) => {
  const at = PER_REPLICATION.indexOf(name);
  return (tallies: Tallies, cell: number) => tallies.sum[cell * N_PER_REPLICATION + at]!;
};
const sum = (name: (typeof SUMS)[number]) => {
  const at = SUMS.indexOf(name);
  return (tallies: Tallies, cell: number) => tallies.sums[cell * N_SUMS + at]!;
};
const flag = (name: (typeof FLAGS)[number]) => {
  const at = FLAGS.indexOf(name);
  return (tallies: Tallies, cell: number) => tallies.flags[cell * N_FLAGS + at]!;
};
const required = per("requiredUnitMinutes");
const onTheGround = per("onTheGroundUnitMinutes");
const runOutMinutes = CONDITIONAL.indexOf("runOutMinutes");

/** Totals over the replications so far; a replication's own value is what they grew by. */
const READERS = {
  runOut: flag("runOut"),
  leftForce: flag("leftForce"),
  leftRegion: flag("leftRegion"),
  needsAsked: sum("needsAsked"),
  needsPartMet: sum("needsPartMet"),
  needsLapsed: sum("needsLapsed"),
  needsLeftForce: sum("needsLeftForce"),
  line1hMet: sum("line1hMet"),
  line4hMet: sum("line4hMet"),
  line8hMet: sum("line8hMet"),
  requiredUnitMinutes: required,
  missingUnitMinutes: (tallies, cell) => required(tallies, cell) - onTheGround(tallies, cell),
  unresourcedUnitMinutes: per("unresourcedUnitMinutes"),
  runOutMinutes: (tallies, cell) => tallies.conditionalSum[cell * N_CONDITIONAL + runOutMinutes]!,
  officerShifts: per("officerShifts"),
  /** of a force as donor: minutes below its floor while its units were away */
  belowFloorMinutes: (tallies, _, donor) => tallies.donorBelowFloorMinutes[donor]!,
  /** … whether an ask at home was short while a lent unit would have covered it */
  gapWhileLending: (tallies, _, donor) => tallies.donorGapReplications[donor]!,
  unitsLent: (tallies, _, donor) => tallies.donorUnitsLent[donor]!,
} as const satisfies Readonly<Record<string, Reader>>;

export type FigureName = keyof typeof READERS;

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

/**
 * @param models  whose demand is the same: only who answers differs
 * @param onlyHost by plan: the force whose incidents alone are answered; null: all
 * @throws RangeError for a figure that a model does not have
 */
export function collectFigures(
  models: readonly Model[],
  figures: readonly PlanFigureOf[],
  onlyHost: readonly (string | null)[],
  seed: string,
): FigureCollector {
  const worlds: World[] = [];
  for (const model of models) {
    worlds.push(worlds[0] === undefined ? createWorld(model) : createWorldBeside(worlds[0], model));
  }
  const tallies = models.map((model) => createTallies(model));
  const places = models.map((model) => figures.map((figure) => placeOf(model, figure)));
  const hosts = models.map(({ holderIds }, plan) =>
    onlyHost[plan] === null ? -1 : holderIds.indexOf(onlyHost[plan]!),
  );
  const width = models.length * figures.length;
  const before = new Float64Array(width);
  let replications: number[] = [];
  let values: number[] = [];
  const escalation = models.some((model) => model.escalation);
  return {
    run(given, replication) {
      const now = given.map(inOneShape);
      const { tape } = worlds[0]!;
      drawTape({ ...now[0]!, escalation }, seed, replication, tape);
      const all = { order: tape.order.slice(0, tape.nOrder), n: tape.nOrder };
      let events = 0;
      now.forEach((model, plan) => {
        const host = hosts[plan]!;
        tape.order.set(all.order);
        tape.nOrder = all.n;
        if (host >= 0) {
          const own = all.order.filter((incident) => tape.force[incident] === host);
          tape.order.set(own);
          tape.nOrder = own.length;
        }
        answerTape(model, worlds[plan]!, tallies[plan]!, seed, replication);
        events += worlds[plan]!.events;
        figures.forEach(({ figure }, f) => {
          const at = plan * figures.length + f;
          const [cell, donor] = places[plan]![f]!;
          const total = READERS[figure](tallies[plan]!, cell, donor);
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

/** The cell of the tallies and the row of donors that a figure is read from. */
function placeOf(model: Model, { capability, scope, id }: PlanFigureOf): readonly [cell: number, donor: number] {
  const cap = model.capabilities.findIndex((one) => one.id === capability);
  if (cap < 0) throw new RangeError(`no threat of the scenario can ask for ${capability}`);
  const { regionIds } = model.schemes[model.capabilities[cap]!.scheme]!;
  const first = layoutOf(model).cellStart[cap]!;
  if (scope === "nation") return [first, -1];
  const index = (scope === "region" ? regionIds : model.holderIds.slice(0, model.nForces)).indexOf(id);
  if (index < 0) throw new RangeError(`${id} is not a ${scope} of ${capability}`);
  if (scope === "region") return [first + 1 + index, -1];
  return [first + 1 + regionIds.length + index, cap * model.nHolders + index];
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
