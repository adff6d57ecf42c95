/**
 * Writes result files so that nobody ever reads half of one: first under a temporary name beside it, then
 * renamed.
 */
import { accessSync, constants, existsSync, statSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { UsageError } from "./exits.ts";

/** @param files contents by file name; all are complete before the first gets its name */
export async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(folder, { recursive: true });
  const names = Object.keys(files);
  const temporary = (name: string) => join(folder, `.${name}.${process.pid}.tmp`);
  try {
    for (const name of names) await writeFile(temporary(name), files[name]!);
    for (const name of names) await rename(temporary(name), join(folder, name));
  } finally {
    for (const name of names) await rm(temporary(name), { force: true });
  }
}

/** Found out before a long run, not after it: whether the folder is there or can be made, and written to. */
export function assertWritable(folder: string): void {
  for (let path = resolve(folder); ; path = dirname(path)) {
    if (!existsSync(path) && path !== dirname(path)) continue;
    if (mayWrite(path)) return;
    throw new UsageError(`--out ${folder}: ${path} is not a folder that can be written to`);
  }
}

function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
