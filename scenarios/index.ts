/**
 * Scenario files as a library: text in, a model for the engine out, or every fault with its line. Reads no file itself.
 */
import { sha256Hex } from "../engine/tally/sha256.ts";
import { type Compiled, compileScenario } from "./format/compile.ts";
import { formatFault, type ReadOptions, type ResolvedScenario, readScenario } from "./format/read.ts";
import { textToSign } from "./format/sign-off.ts";

export interface OpenedScenario extends Compiled {
  readonly scenario: ResolvedScenario;
}

/**
 * @param text of a scenario file, YAML or JSON
 * @param options `load` gives the text behind `extends`, such as the reference data; without it the text stands alone
 *   (`extends: nothing`)
 * @throws Error with every fault, a line each
 */
export function openScenario(text: string, options: Partial<ReadOptions> = {}): OpenedScenario {
  const read = readScenario(text, { file: options.file ?? "scenario", load: options.load ?? (() => null) });
  if (!read.ok) throw new Error(read.faults.map(formatFault).join("\n"));
  return { scenario: read.scenario, ...compileScenario(read.scenario, sha256Hex(textToSign(read.scenario))) };
}
