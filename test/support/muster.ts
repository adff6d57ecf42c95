/** Starts the built command line as a person would, for the tests that look at it from outside. */
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, isFresh } from "../../cli/build.mjs";
import { spawnOwned } from "./owned.ts";

export const projectFolder = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

/** dist/ matches the sources; call before the first command, so that building is not part of any test's time. */
export async function ensureBuilt(): Promise<void> {
  if (!isFresh()) await build();
}

/** Runs `muster …` in the project's folder; `watch` may look at the process while it runs. */
export async function muster(args: readonly string[], watch?: (child: ChildProcess) => void): Promise<Ended> {
  const started = performance.now();
  const words = [join(projectFolder, "cli", "muster.mjs"), ...args];
  const child = spawnOwned(process.execPath, words, { cwd: projectFolder });
  const output = { stdout: "", stderr: "" };
  child.stdout!.setEncoding("utf8").on("data", (text: string) => {
    output.stdout += text;
  });
  child.stderr!.setEncoding("utf8").on("data", (text: string) => {
    output.stderr += text;
  });
  watch?.(child);
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return { status, ...output, seconds: (performance.now() - started) / 1000 };
}

/** A folder of its own for what a test writes. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "muster-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
