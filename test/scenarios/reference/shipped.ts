/** The files that ship, for the tests of this folder: texts, the merged reference, and every preset with what it extends. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import Papa from "papaparse";
import { formatFault, type ReadOptions, type ReadResult, readScenario } from "../../../scenarios/format/read.ts";
import { rememberTrees } from "../../../scenarios/format/remember.ts";

const scenarios = join(dirname(fileURLToPath(import.meta.url)), "../../../scenarios");

export const textOf = (name: string) => readFileSync(join(scenarios, name), "utf8");

export const table = (name: string) =>
  Papa.parse<Record<string, string>>(textOf(name), { header: true, skipEmptyLines: true }).data;

export const presets = readdirSync(scenarios).filter((name) => name.endsWith(".yaml"));
export const readings = readdirSync(join(scenarios, "reference/readings")).map((name) => `reference/readings/${name}`);

const remembered = rememberTrees();

export const load: ReadOptions["load"] = (ref, from) => {
  const names = [join(dirname(from), ref), ref, `${ref}.yaml`, `${ref}/index.yaml`].map(normalize);
  const file = names.find((name) => name.endsWith(".yaml") && existsSync(join(scenarios, name)));
  return file === undefined ? null : remembered({ file, text: textOf(file) });
};

export const read = (name: string): ReadResult => readScenario(textOf(name), { file: name, load });

/** The merged scenario as plain data; fails with the faults. */
export function scenarioOf(text: string, name = "test.yaml") {
  const result = readScenario(text, { file: name, load });
  if (!result.ok) throw new Error(result.faults.map(formatFault).join("\n"));
  return result.scenario;
}

/** What a scenario that adds nothing gets. */
export const reference = scenarioOf("muster: 1\nname: The reference country\nclock: { horizon: 1 d }\n");
