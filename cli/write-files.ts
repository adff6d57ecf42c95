/**
 * Writes result files so that nobody ever reads half of one: first under a temporary name beside it, then
 * renamed.
 */
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

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
