/** The commands that make a result and its report again, and whether their files are still what they were. */
import { existsSync, readFileSync } from "node:fs";
import { basename, isAbsolute, join } from "node:path";
import { sha256Hex } from "../../engine/tally/sha256.ts";
import { packageFolder } from "../place.ts";
import type { Result } from "./result.ts";

export interface Commands {
  /** as it was typed; no paper tells where on somebody's machine a file lies */
  readonly run: string;
  readonly report: string;
  /** every file that went in is still there, unchanged; else the scenario is to be had from manifest.json alone */
  readonly exact: boolean;
}

export function commandsOf({ folder, manifest }: Pick<Result, "folder" | "manifest">): Commands {
  return {
    run: quoted(["npx", ...manifest.command.map(withoutFolder), "--out", withoutFolder(folder)]),
    report: quoted(["npx", "muster", "report", withoutFolder(folder)]),
    exact: manifest.inputs.every(({ file, sha256 }) =>
      [file, join(packageFolder, file)].some(
        (path) => existsSync(path) && sha256Hex(readFileSync(path, "utf8")) === sha256,
      ),
    ),
  };
}

function withoutFolder(word: string): string {
  return isAbsolute(word) ? basename(word) : word;
}

function quoted(words: readonly string[]): string {
  return words.map((word) => (/^[\w./:=@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(" ");
}
