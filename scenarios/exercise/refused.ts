/** Nobody can play this exercise; each line says why, and opens with the path that it is about. */
export class RefusedExercise extends Error {
  readonly lines: readonly string[];
  constructor(lines: readonly string[]) {
    super(lines.join("\n"));
    this.name = "RefusedExercise";
    this.lines = lines;
  }
}
