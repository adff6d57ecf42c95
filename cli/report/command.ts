/** The commands that make a result and its report again, and whether their files are still what they were. */
import { existsSync, readFileSync } from "node:fs";
import { basename, isAbsolute, join } from "node:path";
import { sha256Hex } from "../../engine/tally/sha256.ts";
import { quoted } from "../../scenarios/papers/quoted.ts";
import { packageFolder } from "../place.ts";
import type { Result } from "./result.ts";

export interface Commands {
  /** as it was typed; no paper tells where on somebody's machine a file lies */
  readonly run: string;
  readonly report: string;
  /** the scenarios that were run, as they were typed */
  readonly scenarios: string;
  /** every file that went in is still there, unchanged; else the scenario is to be had from manifest.json alone */
  readonly exact: boolean;
}

export function commandsOf({ folder, manifest }: Pick<Result, "folder" | "manifest">): Commands {
  return {
    run: quoted(["npx", ...manifest.command.map(withoutFolder), "--out", withoutFolder(folder)]),
    report: reportCommand([folder]),
    scenarios: quoted(scenariosIn(manifest.command).map(withoutFolder)),
    exact: manifest.inputs.every(({ file, sha256 }) =>
      [file, join(packageFolder, file)].some(
        (path) => existsSync(path) && sha256Hex(readFileSync(path, "utf8")) === sha256,
      ),
    ),
  };
}

/** @param options such as `--kind`, `fms` */
export function reportCommand(folders: readonly string[], options: readonly string[] = []): string {
  return quoted(["npx", "muster", "report", ...folders.map(withoutFolder), ...options]);
}

/** What stands between `muster run` and the first option. */
function scenariosIn([, , ...words]: readonly string[]): readonly string[] {
  const firstOption = words.findIndex((word) => word.startsWith("-"));
  return firstOption < 0 ? words : words.slice(0, firstOption);
}

function withoutFolder(word: string): string {
  return isAbsolute(word) ? basename(word) : word;
}
