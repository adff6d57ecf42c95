/** Opens an exercise file of this machine: its faults with their lines, what it names found as scenarios are. */
import { readFileSync } from "node:fs";
import { branchDecisions } from "../scenarios/exercise/branch.ts";
import { faultsOfLines } from "../scenarios/exercise/located.ts";
import type { Table } from "../scenarios/exercise/play.ts";
import { type Exercise, readExercise, type WrittenDecision } from "../scenarios/exercise/read.ts";
import { RefusedExercise } from "../scenarios/exercise/refused.ts";
import { didYouMean, type Fault, formatFault } from "../scenarios/format/faults.ts";
import { openExercise } from "../workers/exercise.ts";
import { RefusedError, UsageError } from "./exits.ts";
import { dataStatus, loadReference } from "./load.ts";

/** What the command line says otherwise. */
export interface ExerciseOverlay {
  readonly scenario?: string | undefined;
  readonly seed?: string | undefined;
  readonly replication?: number | undefined;
  readonly branch?: string | undefined;
}

export interface OpenedFile {
  readonly table: Table;
  /** of the branch, or of the exercise itself */
  readonly decisions: readonly WrittenDecision[];
}

/** @throws RefusedError with every fault */
export function openExerciseFile(file: string, overlay: ExerciseOverlay = {}): OpenedFile {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new RefusedError([`${file}  There is no such file, or it may not be read.`]);
  }
  const opened = openText(text, file, overlay);
  if ("faults" in opened) throw new RefusedError(opened.faults.map(formatFault));
  return { table: opened.table, decisions: decisionsOf(opened.table, overlay.branch) };
}

/** The text of a file that calls itself an exercise; null: it does not, or cannot be read. */
export function exerciseText(file: string): string | null {
  try {
    const text = /\.(yaml|yml|json)$/.test(file) ? readFileSync(file, "utf8") : "";
    return /^[\s{]*"?muster-exercise"?\s*:/m.test(text) ? text : null;
  } catch {
    return null;
  }
}

/** The exercise of a file's text with its scenario beside it, or every fault where it stands. */
export function openText(
  text: string,
  file: string,
  overlay: ExerciseOverlay = {},
): { readonly table: Table } | { readonly faults: readonly Fault[] } {
  const read = readExercise(text, file);
  if (!read.ok) return read;
  try {
    const table = openExercise(
      { ...read.exercise, ...said(overlay) },
      {
        load: loadReference,
        file,
        shipped: ({ resolved, sources }) => dataStatus(resolved, sources).shipped,
      },
    );
    return { table };
  } catch (error) {
    if (error instanceof RefusedExercise) return { faults: faultsOfLines(error.lines, text, file) };
    throw error;
  }
}

function said({ scenario, seed, replication }: ExerciseOverlay): Partial<Exercise> {
  return {
    ...(scenario === undefined ? {} : { scenario }),
    ...(seed === undefined ? {} : { seed }),
    ...(replication === undefined ? {} : { replication }),
  };
}

function decisionsOf({ exercise, model }: Table, id: string | undefined): readonly WrittenDecision[] {
  if (id === undefined) return exercise.decisions ?? [];
  const branches = exercise.branches ?? [];
  const branch = branches.find((one) => one.id === id);
  if (branch !== undefined) return branchDecisions(exercise, branch, model.startMinuteOfDay);
  const ids = branches.map((one) => one.id);
  const suggestion = didYouMean(id, ids);
  const hint = suggestion === undefined ? `There are: ${ids.join(", ") || "none"}.` : `Did you mean "${suggestion}"?`;
  throw new UsageError(`--branch ${id}: this exercise has no such branch. ${hint}`);
}
