/** Which files a batch is made of: those named, those in folders, those that globs find; each once, in order. */
import { readFileSync, statSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { globSync } from "tinyglobby";
import { UsageError } from "./exits.ts";

const SCENARIO_FILE = /\.(yaml|yml|json)$/;

/**
 * @param paths files, folders (with all below them) and globs
 * @param out   the batch's own folder, whose files are never scenarios
 * @throws UsageError if a folder or glob finds nothing
 */
export function batchFiles(paths: readonly string[], out: string): string[] {
  const found = new Set<string>();
  for (const path of paths) for (const file of filesOf(path, resolve(out))) found.add(shown(file));
  return [...found].sort();
}

/** Whether a file says that it is a sweep; one that cannot be read is told of as a scenario. */
export function isSweep(file: string): boolean {
  try {
    return /^(?:\s|#.*$|---\s*$)*(?:\{\s*)?["']?sweep["']?\s*:/m.exec(readFileSync(file, "utf8"))?.index === 0;
  } catch {
    return false;
  }
}

function filesOf(path: string, out: string): string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile() || (stat === undefined && !/[*?[{]/.test(path))) return [path];
  const ignore = ["**/node_modules/**"];
  const files =
    stat === undefined
      ? globSync(path, { ignore, absolute: true })
      : globSync("**/*", { cwd: path, ignore, absolute: true });
  const scenarios = files.filter((file) => SCENARIO_FILE.test(file) && !resolve(file).startsWith(out + sep));
  if (scenarios.length === 0) throw new UsageError(`${path}: no scenario file (.yaml, .yml, .json) is there`);
  return scenarios;
}

function shown(path: string): string {
  const short = relative(process.cwd(), resolve(path));
  return short.startsWith("..") ? resolve(path) : short;
}
