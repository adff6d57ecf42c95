/** Where the package's own files are: the presets, the reference data, the built worker. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The package's folder, found from this file whether it is built or not. */
export const packageFolder = findPackage(dirname(fileURLToPath(import.meta.url)));
export const scenariosFolder = join(packageFolder, "scenarios");
export const workerFile = join(packageFolder, "dist", "worker.mjs");

export const packageVersion: string = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")).version;

/** Ids of the presets: the scenario files of the package that tell a story. */
export function presetIds(): string[] {
  return scenarioIds().filter((id) => !id.startsWith(TEMPLATES));
}

/** Ids of the templates made from the National Risk Register. */
export function templateIds(): string[] {
  return scenarioIds().filter((id) => id.startsWith(TEMPLATES));
}

const TEMPLATES = "nrr/";

/** Ids of all scenario files of the package, without what they are built from. */
export function scenarioIds(): string[] {
  return readdirSync(scenariosFolder, { recursive: true })
    .map((name) => String(name).split(sep).join("/"))
    .filter((name) => name.endsWith(".yaml") && !/^(reference|format)\//.test(name))
    .map((name) => name.slice(0, -".yaml".length))
    .sort();
}

function findPackage(folder: string): string {
  if (existsSync(join(folder, "package.json"))) return folder;
  const above = dirname(folder);
  if (above === folder) throw new Error("the folder of the package was not found");
  return findPackage(above);
}
