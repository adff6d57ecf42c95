/** `muster schema`: the JSON Schema of the scenario file, or of the exercise file, for editors. */
import type { Command } from "commander";
import { toJsonSchema } from "../scenarios/format/schema.ts";
import { toExerciseJsonSchema } from "../scenarios/format/schema-exercise.ts";
import { EXIT } from "./exits.ts";
import type { Report } from "./main.ts";

export function registerSchema(program: Command, report: Report): void {
  program
    .command("schema")
    .description("print the JSON Schema of the scenario file, for editors")
    .option("--exercise", "of the exercise file instead")
    .option("--json", "as always: JSON")
    .addHelpText("after", "\nExample:\n  npx muster schema > scenario.schema.json")
    .action(({ exercise }: { readonly exercise?: boolean }) => {
      const schema = exercise === true ? toExerciseJsonSchema() : toJsonSchema();
      process.stdout.write(`${JSON.stringify(schema, null, 2)}\n`);
      report(EXIT.done);
    });
}
