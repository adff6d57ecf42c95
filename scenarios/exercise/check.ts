/** What an exercise file says in two places and has to agree: seats that exist, ids said once, minutes on the clock. */
import { didYouMean } from "../format/faults.ts";
import { membersOf } from "../format/interventions.ts";
import { minuteOf, ordersOf } from "./orders.ts";
import type { Table } from "./play.ts";
import type { WrittenDecision } from "./read.ts";
import { RefusedExercise } from "./refused.ts";

/** Every fault, a line each; none where the exercise can be played. */
export function faultsOf({ exercise, model, resolved, shipped }: Omit<Table, "scenarioHash">): string[] {
  const { seats = [], injects = [], decisions = [], branches = [], objectives = [], lessons = [] } = exercise;
  const faults: string[] = [];
  const seatIds = seats.map(({ id }) => id);
  const seat = (id: string | undefined, path: string) => {
    if (id === undefined || seatIds.includes(id)) return;
    const suggestion = didYouMean(id, seatIds);
    faults.push(`${path}: "${id}" is not a seat.${suggestion === undefined ? "" : ` Did you mean "${suggestion}"?`}`);
  };
  const onTheClock = (time: number | string, path: string) => {
    const minute = minuteOf(model, time);
    if (minute < model.horizon) return;
    faults.push(`${path}: "${time}" is minute ${minute}, and the run ends at minute ${model.horizon}.`);
  };
  once(seatIds, "seats", faults);
  once(
    injects.map(({ id }) => id),
    "injects",
    faults,
  );
  once([...branches.map(({ id }) => id), "trunk", "doctrine"], "branches", faults);
  for (const { id, sees, speaksFor } of seats) {
    for (const [key, said] of Object.entries({ sees, speaksFor })) {
      for (const who of said === undefined ? [] : [said].flat()) {
        if (membersOf(resolved, who).length > 0) continue;
        faults.push(`seats.${id}.${key}: "${who}" is not a force, a holder, a region or everyone.`);
      }
    }
  }
  for (const { id, at, to } of injects) {
    onTheClock(at, `injects.${id}.at`);
    for (const who of to ?? []) seat(who, `injects.${id}.to`);
  }
  const check = (list: readonly WrittenDecision[], path: string) => {
    list.forEach((decision, i) => {
      const here = `${path}.${i + 1}`;
      onTheClock(decision.at, `${here}.at`);
      seat(decision.by, `${here}.by`);
      const decides = seats.find(({ id }) => id === decision.by)?.decides;
      const { by, capability } = decision;
      if (decides === undefined || (capability !== undefined && decides.includes(capability))) return;
      const own = decides.length === 0 ? "nothing" : decides.join(", ");
      faults.push(`${here}: ${by} decides on ${own}, not on ${capability ?? "everything"}.`);
    });
    try {
      ordersOf({ model, resolved, shipped }, list);
    } catch (error) {
      if (!(error instanceof RefusedExercise)) throw error;
      faults.push(...error.lines.map((line) => line.replace(/^decisions/, path)));
    }
  };
  check(decisions, "decisions");
  for (const branch of branches) {
    onTheClock(branch.from, `branches.${branch.id}.from`);
    check(branch.decisions, `branches.${branch.id}.decisions`);
    const fork = minuteOf(model, branch.from);
    for (const [i, { at }] of branch.decisions.entries()) {
      if (minuteOf(model, at) >= fork) continue;
      faults.push(
        `branches.${branch.id}.decisions.${i + 1}.at: "${at}" is before the branch begins, at "${branch.from}".`,
      );
    }
  }
  for (const { id, capability } of objectives) {
    if (!(capability in resolved.capabilities)) {
      faults.push(`objectives.${id}.capability: "${capability}" is not a capability of the scenario.`);
    }
  }
  for (const [i, { by }] of lessons.entries()) seat(by, `lessons.${i + 1}.by`);
  return faults;
}

function once(ids: readonly string[], path: string, faults: string[]): void {
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id)) faults.push(`${path}: "${id}" stands here twice, or has a meaning of its own.`);
    seen.add(id);
  }
}
