/** Branches: the same run with what was decided from a minute on replaced by other decisions. */
import { parseTime } from "../format/quantities.ts";
import type { Branch, Exercise, WrittenDecision } from "./read.ts";

/** Decisions of the trunk before the fork, then the branch's own. */
export function branchDecisions(exercise: Exercise, branch: Branch, startMinuteOfDay: number): WrittenDecision[] {
  const minute = (time: number | string) => parseTime(time, startMinuteOfDay) ?? 0;
  const fork = minute(branch.from);
  return [...(exercise.decisions ?? []).filter(({ at }) => minute(at) < fork), ...branch.decisions];
}
