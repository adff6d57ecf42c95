/**
 * Writes result files so that nobody ever reads half of one: first under a temporary name beside it, then
 * renamed. Whether that can be done is found out before a run, by doing it.
 */
import { existsSync, mkdirSync, rmdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { UsageError } from "./exits.ts";

/** What a file is to hold: at once, or in pieces that are made as they are written. */
export type FileText = string | Iterable<string> | Iterable<Uint8Array>;

/**
 * @param files contents by file name; all are complete before the first gets its name
 * @throws UsageError where the folder or the disk does not take them
 */
export async function writeFiles(folder: string, files: Readonly<Record<string, FileText>>): Promise<void> {
  const names = Object.keys(files);
  const temporary = (name: string) => join(folder, `.${name}.${process.pid}.tmp`);
  try {
    makeFolder(folder);
    for (const name of names) await writeFile(temporary(name), files[name]!);
    for (const name of names) await rename(temporary(name), join(folder, name));
    for (const name of names.flatMap(otherFormat)) await rm(join(folder, name), { force: true });
  } catch (error) {
    throw refusal(folder, error);
  } finally {
    for (const name of names) await rm(temporary(name), { force: true }).catch(() => {});
  }
}

/** A table of an earlier run in the other format would stand beside these as if it were of the same run. */
function otherFormat(name: string): string[] {
  const [table, format] = /^(.+)\.(csv|parquet)$/.exec(name)?.slice(1) ?? [];
  return table === undefined ? [] : [`${table}.${format === "csv" ? "parquet" : "csv"}`];
}

/** Found out before a long run, not after it: whether the folder is there or can be made, and takes a file. */
export function assertWritable(folder: string): void {
  let made: string[] = [];
  try {
    made = makeFolder(folder);
    const probe = join(folder, `.muster.${process.pid}.tmp`);
    try {
      writeFileSync(probe, "may be written to\n");
    } finally {
      rmSync(probe, { force: true });
    }
  } catch (error) {
    throw refusal(folder, error);
  } finally {
    for (const path of made.reverse()) rmdirSync(path);
  }
}

/**
 * Makes a folder and whatever is missing above it, one by one: asked to do it all itself, Node never comes back
 * where a folder is there but cannot be added to by anybody, as /proc.
 *
 * @returns the folders made, the uppermost first; if one cannot be made those above it are taken away again
 */
function makeFolder(folder: string): string[] {
  const missing: string[] = [];
  let path = resolve(folder);
  for (; !existsSync(path) && path !== dirname(path); path = dirname(path)) missing.unshift(path);
  if (!statSync(path).isDirectory()) throw Object.assign(new Error(), { code: "ENOTDIR", path });
  const made: string[] = [];
  try {
    for (const one of missing) {
      mkdirSync(one);
      made.push(one);
    }
  } catch (error) {
    for (const one of made.reverse()) rmdirSync(one);
    throw error;
  }
  return made;
}

const NO_ROOM = new Set(["ENOSPC", "EDQUOT"]);

/** In plain words why nothing can be written; what is no matter of the file system is passed on. */
function refusal(folder: string, error: unknown): unknown {
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  if (NO_ROOM.has(code)) return new UsageError(`--out ${folder}: there is no room left on the disk (${code})`);
  return new UsageError(`--out ${folder}: ${path ?? folder} is not a folder that can be written to (${code})`);
}
