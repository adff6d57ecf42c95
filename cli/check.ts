/** `muster check`: reads scenarios and exercises and prints every fault, without running anything. */
import type { Command } from "commander";
import { formatFault } from "../scenarios/format/faults.ts";
import type { ResolvedScenario } from "../scenarios/format/read.ts";
import { exerciseText, openText } from "./exercise-file.ts";
import { EXIT } from "./exits.ts";
import { addFigureOptions, type FigureOptions, gapsText, type LoadedFigures, readFigures } from "./holdings.ts";
import { loadScenario, readArgument } from "./load.ts";
import type { Report } from "./main.ts";
import { addPlaceOptions, type Placement, placementsOf } from "./place-options.ts";

export function registerCheck(program: Command, report: Report): void {
  const command = program
    .command("check")
    .description("validate only: every fault with file, line, column, path and what would be right")
    .argument("<scenario...>", "files (.yaml, .yml, .json) of scenarios or exercises, or ids of presets");
  addFigureOptions(addPlaceOptions(command))
    .option("--marking <text>", "marking of what is loaded")
    .option("--json", "print the faults as JSON")
    .addHelpText("after", "\nExample:\n  npx muster check concurrent-disorder")
    .action(async (scenarios: string[], options: CheckOptions) => report(await check(scenarios, options)));
}

interface CheckOptions extends FigureOptions, Placement {
  readonly marking?: string;
  readonly json?: boolean;
}

async function check(scenarios: readonly string[], options: CheckOptions): Promise<number> {
  const figures = await readFigures(options);
  const placements = placementsOf(options, scenarios.length);
  const rows = scenarios.map((argument, i) => {
    const placement = placements[i]!;
    const exercise = exerciseText(argument);
    if (exercise !== null) return checkedExercise(exercise, argument);
    const { resolved, faults, warnings } = readArgument(argument);
    const good = faults.length === 0;
    const row = { scenario: argument, name: resolved?.name ?? null, good, faults, warnings, lines: [] as string[] };
    const moved = Object.keys(placement).length > 0;
    if (!good || (figures === undefined && resolved?.signOff === undefined && !moved)) return row;
    // every fault of the figures at once, and of what comes of them
    const loaded = loadScenario(argument, {
      ...placement,
      figures,
      ...(options.marking === undefined ? {} : { marking: options.marking }),
    });
    if (loaded.figures !== null) row.lines.push(...textOf(loaded.figures, loaded.resolved));
    if (loaded.signOff !== null) row.lines.push(loaded.signOff.text);
    return { ...row, warnings: loaded.warnings, gaps: loaded.figures?.gaps ?? [] };
  });
  const text = options.json
    ? JSON.stringify(
        rows.map(({ lines, ...row }) => row),
        null,
        2,
      )
    : rows.flatMap((row) => [...row.lines, ...tell(row)]).join("\n");
  process.stdout.write(`${text}\n`);
  return rows.every(({ good }) => good) ? EXIT.done : EXIT.refused;
}

/** Of an exercise what the file itself says; the scenario beneath it is read too. */
function checkedExercise(text: string, file: string) {
  const opened = openText(text, file);
  const faults = "faults" in opened ? opened.faults : [];
  const name = "faults" in opened ? null : opened.table.exercise.name;
  return { scenario: file, name, good: faults.length === 0, faults, warnings: [], lines: [] as string[] };
}

function textOf({ gaps }: LoadedFigures, resolved: ResolvedScenario): string[] {
  const marking = `Marking: ${resolved.marking}`;
  return gaps.length === 0 ? [marking] : [marking, gapsText(gaps, resolved)];
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
