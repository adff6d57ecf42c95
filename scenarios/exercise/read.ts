/** Reads an exercise file, YAML or JSON: text in, an exercise out, or every fault at once with its line and path. */
import type { Fault } from "../format/faults.ts";
import { inOrder, reportIssue } from "../format/read.ts";
import { type Exercise, exerciseSchema } from "../format/schema-exercise.ts";
import { toPlain } from "../format/tree.ts";
import { parseText } from "../format/yaml.ts";

export type { Exercise } from "../format/schema-exercise.ts";

export type Inject = NonNullable<Exercise["injects"]>[number];
export type Objective = NonNullable<Exercise["objectives"]>[number];
export type Seat = NonNullable<Exercise["seats"]>[number];
export type WrittenDecision = NonNullable<Exercise["decisions"]>[number];
export type Branch = NonNullable<Exercise["branches"]>[number];

export type ReadExercise =
  | { readonly ok: true; readonly exercise: Exercise }
  | { readonly ok: false; readonly faults: readonly Fault[] };

export function readExercise(text: string, file: string): ReadExercise {
  const faults: Fault[] = [];
  const source = { file, text };
  const tree = parseText(source, faults);
  if (tree === null) return { ok: false, faults };
  const plain = toPlain(tree);
  const parsed = exerciseSchema.safeParse(plain);
  if (!parsed.success) for (const issue of parsed.error.issues) reportIssue(tree, plain, issue, [], faults);
  if (parsed.success && faults.length === 0) return { ok: true, exercise: parsed.data };
  return { ok: false, faults: inOrder(faults, [source]) };
}

/** The exercise as a file: JSON with its keys in the order of the language, one line a key at the top. */
export function writeExercise(exercise: Exercise): string {
  return `${JSON.stringify(exerciseSchema.parse(exercise), null, 2)}\n`;
}
