/**
 * Branches side by side: the trunk, its branches and doctrine alone on the same luck, and what a difference is worth over
 * many futures of the same history.
 *
 * A future is the run as it was until the fork, then as another run goes on: what has begun by then, and all injects, stay;
 * what begins by itself afterwards is the other run's (engine/demand/continue-tape.ts). Each side's decisions are taken as
 * far as they are possible in that future; after the last of them whoever sits in the dispatcher's seat gives it back.
 */
import { answerFutures } from "../../engine/futures.ts";
import { type Interval, meanInterval } from "../../engine/tally/intervals.ts";
import { CONDITIONAL, PER_REPLICATION, SUMS } from "../../engine/tally/measures.ts";
import { N_CONDITIONAL, N_PER_REPLICATION, N_SUMS, type Tallies } from "../../engine/tally/tally.ts";
import { branchDecisions } from "./branch.ts";
import { threatOfInject } from "./inject-threat.ts";
import { minuteOf, ordersOf } from "./orders.ts";
import { digestOfPlay, playThrough, type Table } from "./play.ts";
import type { Branch, WrittenDecision } from "./read.ts";

/** What came of one way of deciding, of one capability nationally. */
export interface Came {
  readonly capability: string;
  readonly requiredUnitHours: number;
  readonly onTheGroundUnitHours: number;
  readonly unresourcedUnitHours: number;
  /** minutes in run-out, all told */
  readonly runOutMinutes: number;
  readonly needs: {
    readonly asked: number;
    readonly metOnTime: number;
    readonly metLate: number;
    readonly partMet: number;
    readonly lapsed: number;
    readonly unfinished: number;
  };
}

export interface Side {
  /** `trunk`, `doctrine`, or the id of a branch */
  readonly id: string;
  readonly name: string;
  readonly decisions: readonly WrittenDecision[];
  readonly digest: string;
  /** of the capabilities that somebody asked for */
  readonly came: readonly Came[];
}

/** Trunk, branches and the doctrine run, all on the exercise's own luck. */
export function compareSides(table: Table): Side[] {
  return sidesOf(table).map(({ id, name, decisions }) => {
    const played = playThrough(table, decisions, 0);
    return { id, name, decisions, digest: digestOfPlay(table, played), came: cameOf(table, played.tallies) };
  });
}

/** How the trunk, each branch and doctrine decide. */
export function sidesOf({ exercise, model }: Table): Pick<Side, "id" | "name" | "decisions">[] {
  const branches = exercise.branches ?? [];
  return [
    { id: "trunk", name: "As played", decisions: exercise.decisions ?? [] },
    ...branches.map((branch: Branch) => ({
      id: branch.id,
      name: branch.name ?? branch.id,
      decisions: branchDecisions(exercise, branch, model.startMinuteOfDay),
    })),
    { id: "doctrine", name: "Doctrine alone", decisions: [] },
  ];
}

export function cameOf({ model }: Table, tallies: Tallies): Came[] {
  const { cellStart } = tallies.layout;
  return model.capabilities.flatMap(({ id }, capability) => {
    const cell = cellStart[capability]!;
    const sum = (measure: (typeof PER_REPLICATION)[number]) =>
      tallies.sum[cell * N_PER_REPLICATION + PER_REPLICATION.indexOf(measure)]!;
    const count = (name: (typeof SUMS)[number]) => tallies.sums[cell * N_SUMS + SUMS.indexOf(name)]!;
    if (count("needsAsked") === 0 && sum("requiredUnitMinutes") === 0) return [];
    return [
      {
        capability: id,
        requiredUnitHours: sum("requiredUnitMinutes") / 60,
        onTheGroundUnitHours: sum("onTheGroundUnitMinutes") / 60,
        unresourcedUnitHours: sum("unresourcedUnitMinutes") / 60,
        runOutMinutes: tallies.conditionalSum[cell * N_CONDITIONAL + CONDITIONAL.indexOf("runOutMinutes")]!,
        needs: {
          asked: count("needsAsked"),
          metOnTime: count("needsMetOnTime"),
          metLate: count("needsMetLate"),
          partMet: count("needsPartMet"),
          lapsed: count("needsLapsed"),
          unfinished: count("needsUnfinished"),
        },
      },
    ];
  });
}

/** What one way of deciding is worth against another, of one capability: first less second, so above 0 the second is better. */
export interface Worth {
  readonly capability: string;
  readonly futures: number;
  readonly unresourcedUnitHours: Difference;
  readonly runOutMinutes: Difference;
}

export interface Difference {
  readonly first: number;
  readonly second: number;
  readonly mean: number;
  /** of the mean difference; null: the futures are too few or all alike */
  readonly interval: Interval | null;
  /** futures in which they differ at all */
  readonly differs: number;
}

export interface WorthQuestion {
  readonly first: readonly WrittenDecision[];
  readonly second: readonly WrittenDecision[];
  /** the fork: until it both are the same */
  readonly from: number;
  readonly futures: number;
}

/**
 * Paired differences over many futures from the fork.
 *
 * @param every called after each future with how many are done
 */
export function worthOf(
  table: Table,
  { first, second, from, futures }: WorthQuestion,
  every: (done: number) => void = () => undefined,
): Worth[] {
  const { model, exercise } = table;
  const last = Math.max(from, ...[...first, ...second].map(({ at }) => minuteOf(model, at)));
  const plans = [first, second].map((decisions) => ({
    ...model,
    decisions: ordersOf(table, [...decisions, ...seatsBack(decisions, last + 1)]),
  }));
  const kept = (exercise.injects ?? [])
    .map(({ id }) => model.threats.findIndex((threat) => threat.id === threatOfInject(id)))
    .filter((threat) => threat >= 0);
  const { seed, replication } = exercise;
  const short: number[][][] = plans.map(() => model.capabilities.map(() => []));
  const out: number[][][] = plans.map(() => model.capabilities.map(() => []));
  answerFutures(plans, { seed, replication, minute: from, futures, kept }, (future, plan, tallies) => {
    model.capabilities.forEach((_, capability) => {
      const cell = tallies.layout.cellStart[capability]!;
      short[plan]![capability]!.push(tallies.sum[cell * N_PER_REPLICATION + UNRESOURCED]! / 60);
      out[plan]![capability]!.push(tallies.conditionalSum[cell * N_CONDITIONAL + RUN_OUT]!);
    });
    if (plan === plans.length - 1) every(future + 1);
  });
  const asked = new Set(cameOf(table, playThrough(table, first, 0).tallies).map(({ capability }) => capability));
  return model.capabilities.flatMap(({ id }, capability) =>
    asked.has(id)
      ? [
          {
            capability: id,
            futures,
            unresourcedUnitHours: differenceOf(short[0]![capability]!, short[1]![capability]!),
            runOutMinutes: differenceOf(out[0]![capability]!, out[1]![capability]!),
          },
        ]
      : [],
  );
}

const UNRESOURCED = PER_REPLICATION.indexOf("unresourcedUnitMinutes");
const RUN_OUT = CONDITIONAL.indexOf("runOutMinutes");

function differenceOf(first: readonly number[], second: readonly number[]): Difference {
  const n = first.length;
  const differences = first.map((value, i) => value - second[i]!);
  const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, n);
  const mean = average(differences);
  const squares = differences.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return {
    first: average(first),
    second: average(second),
    mean,
    interval: n < 2 || squares === 0 ? null : meanInterval(mean, squares / (n - 1), n),
    differs: differences.filter((value) => value !== 0).length,
  };
}

/** Whoever still has a seat gives it back. */
function seatsBack(decisions: readonly WrittenDecision[], minute: number): WrittenDecision[] {
  const taken = new Map<string, boolean>();
  for (const decision of decisions) if (decision.kind === "seat") taken.set(decision.capability, decision.taken);
  return [...taken].flatMap(([capability, has]): WrittenDecision[] =>
    has ? [{ kind: "seat", at: minute, capability, taken: false }] : [],
  );
}
