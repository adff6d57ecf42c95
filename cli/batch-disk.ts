/**
 * Files that are there whole or not at all, whatever happens meanwhile: written under a temporary name, synced to the
 * disk, renamed, and the folder synced too, so that not even a machine that loses its power leaves half of one.
 */
import { randomInt } from "node:crypto";
import * as fs from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { FileText } from "./write-files.ts";

/** What the disk is asked for; tests let each of them fail. */
export type Disk = Pick<
  typeof fs,
  "openSync" | "writeSync" | "fsyncSync" | "closeSync" | "renameSync" | "mkdirSync" | "rmSync"
>;

export const realDisk: Disk = fs;

export function writeDurably(disk: Disk, path: string, text: FileText | Uint8Array): void {
  // On a disk that machines share, two of them may have processes of the same number.
  const temporary = `${path}.${process.pid}${randomInt(1e9)}.tmp`;
  try {
    writeSynced(disk, temporary, text);
    disk.renameSync(temporary, path);
    syncFolder(disk, dirname(path));
  } catch (error) {
    removeIfPossible(disk, temporary);
    throw error;
  }
}

/** Files in a folder that gets its name when all of them are on the disk. */
export function writeFolderDurably(
  disk: Disk,
  folder: string,
  under: string,
  files: Readonly<Record<string, FileText>>,
): void {
  disk.rmSync(under, { recursive: true, force: true });
  makeFolderDurably(disk, under);
  for (const [name, text] of Object.entries(files)) writeSynced(disk, join(under, name), text);
  syncFolder(disk, under);
  disk.rmSync(folder, { recursive: true, force: true });
  disk.renameSync(under, folder);
  syncFolder(disk, dirname(folder));
}

/** A folder, and those above it that are missing, each known to the one above when the power goes. */
export function makeFolderDurably(disk: Disk, folder: string): void {
  const made = disk.mkdirSync(folder, { recursive: true });
  // Its own is synced where it was there already too: it may be a process that was killed that made it.
  const top = dirname(resolve(made ?? folder));
  for (let path = resolve(folder); path !== top; ) {
    path = dirname(path);
    syncFolder(disk, path);
  }
}

function writeSynced(disk: Disk, path: string, text: FileText | Uint8Array): void {
  const file = disk.openSync(path, "w");
  try {
    const pieces = typeof text === "string" || text instanceof Uint8Array ? [text] : text;
    for (const piece of pieces) writeAll(disk, file, typeof piece === "string" ? Buffer.from(piece) : piece);
    disk.fsyncSync(file);
  } finally {
    disk.closeSync(file);
  }
}

/** A full disk takes a part of what it is given before it says so. */
function writeAll(disk: Disk, file: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) {
    written += disk.writeSync(file, bytes, written, bytes.length - written);
  }
}

/** Where folders cannot be synced: on some disks of a network, and above a home that is another's. */
const NOT_FOR_FOLDERS = new Set(["EINVAL", "ENOTSUP", "EISDIR", "EPERM", "EACCES"]);

function syncFolder(disk: Disk, folder: string): void {
  try {
    const opened = disk.openSync(folder, "r");
    try {
      disk.fsyncSync(opened);
    } finally {
      disk.closeSync(opened);
    }
  } catch (error) {
    if (!NOT_FOR_FOLDERS.has((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}

function removeIfPossible(disk: Disk, path: string): void {
  try {
    disk.rmSync(path, { force: true });
  } catch {
    // The error that led here tells more.
  }
}

/** Whether an error is the file system's, and no fault of ours. */
export function isDiskError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === "string";
}
