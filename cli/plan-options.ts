/**
 * What all planning commands take beside their own question: seed, workers, marking, returns and a position, and where
 * results go.
 */
import type { Command } from "commander";
import { addFigureOptions, type FigureOptions, readFigures } from "./holdings.ts";
import { type LoadedScenario, loadScenario } from "./load.ts";
import { markedOut, wholeFrom } from "./run.ts";
import { type Format, formatOption } from "./tables.ts";
import { assertWritable } from "./write-files.ts";

export interface PlanOptions extends FigureOptions {
  readonly seed?: string;
  readonly workers?: number;
  readonly start?: string;
  readonly marking?: string;
  readonly out?: string;
  readonly format: Format;
  readonly json?: boolean;
}

/** @param files what is written, such as "size.json and size.csv" */
export function addPlanOptions(command: Command, files: string): Command {
  return addFigureOptions(command)
    .option("--seed <text>", "seed of the random streams (default: the scenario's)")
    .option("--workers <n>", "worker threads; 0 runs in the main thread", wholeFrom(0))
    .option("--start <time>", "civil time of minute 0, such as 2026-08-01T00:00")
    .option("--marking <text>", "marking carried in every output")
    .option("--out <folder>", `write ${files} into this folder`)
    .addOption(formatOption())
    .option("--json", "print the JSON instead of words");
}

/**
 * The scenario with what the command line lays over it; loaded figures carry their marking into the name of the
 * folder that the options say.
 *
 * @throws RefusedError with every fault; UsageError where the folder cannot be written to
 */
export async function loadPlan<Options extends PlanOptions>(
  scenario: string,
  said: Options,
): Promise<{ readonly loaded: LoadedScenario; readonly options: Options }> {
  const { start, marking } = said;
  const loaded = loadScenario(scenario, {
    ...(start === undefined ? {} : { start }),
    ...(marking === undefined ? {} : { marking }),
    figures: await readFigures(said),
  });
  const options = markedOut(said, loaded);
  if (options.out !== undefined) assertWritable(options.out);
  return { loaded, options };
}
