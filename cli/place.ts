/** Where the package's own files are: the presets, the reference data, the built worker. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The package's folder, found from this file whether it is built or not. */
export const packageFolder = findPackage(dirname(fileURLToPath(import.meta.url)));
export const scenariosFolder = join(packageFolder, "scenarios");
export const workerFile = join(packageFolder, "dist", "worker.mjs");

function findPackage(folder: string): string {
  if (existsSync(join(folder, "package.json"))) return folder;
  const above = dirname(folder);
  if (above === folder) throw new Error("the folder of the package was not found");
  return findPackage(above);
}
