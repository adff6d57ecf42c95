/** `muster check`: reads scenarios and prints every fault, without running anything. */
import type { Command } from "commander";
import { formatFault } from "../scenarios/format/faults.ts";
import { EXIT } from "./exits.ts";
import { readArgument } from "./load.ts";
import type { Report } from "./main.ts";

export function registerCheck(program: Command, report: Report): void {
  program
    .command("check")
    .description("validate only: every fault with file, line, column, path and what would be right")
    .argument("<scenario...>", "files (.yaml, .yml, .json) or ids of presets")
    .option("--json", "print the faults as JSON")
    .addHelpText("after", "\nExample:\n  npx muster check concurrent-disorder")
    .action((scenarios: string[], options: { json?: boolean }) => {
      const checked = scenarios.map((argument) => ({ argument, ...readArgument(argument) }));
      const rows = checked.map(({ argument, resolved, faults, warnings }) => ({
        scenario: argument,
        name: resolved?.name ?? null,
        good: faults.length === 0,
        faults,
        warnings,
      }));
      process.stdout.write(options.json ? `${JSON.stringify(rows, null, 2)}\n` : `${rows.flatMap(tell).join("\n")}\n`);
      for (const { good } of rows) report(good ? EXIT.done : EXIT.refused);
    });
}

interface Checked extends Pick<ReturnType<typeof readArgument>, "faults" | "warnings"> {
  readonly scenario: string;
  readonly name: string | null;
}

function tell({ scenario, name, faults, warnings }: Checked): string[] {
  const found = faults.map(formatFault);
  const odd = warnings.map((warning) => `${formatFault(warning)} (a warning)`);
  const count = faults.length === 1 ? "1 fault" : `${faults.length} faults`;
  return [...found, ...odd, `${scenario}: ${faults.length === 0 ? `good – ${name}` : count}`];
}
