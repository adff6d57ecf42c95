/** `muster schema`: the JSON Schema of the scenario file, for editors. */
import type { Command } from "commander";
import { toJsonSchema } from "../scenarios/format/schema.ts";
import { EXIT } from "./exits.ts";
import type { Report } from "./main.ts";

export function registerSchema(program: Command, report: Report): void {
  program
    .command("schema")
    .description("print the JSON Schema of the scenario file, for editors")
    .option("--json", "as always: JSON")
    .addHelpText("after", "\nExample:\n  npx muster schema > scenario.schema.json")
    .action(() => {
      process.stdout.write(`${JSON.stringify(toJsonSchema(), null, 2)}\n`);
      report(EXIT.done);
    });
}
