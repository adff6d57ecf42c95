/**
 * The finished pieces of one run, kept in a folder while it goes on: a file each, with the replications that it covers.
 *
 * A piece is there whole or not at all, so that whatever stops the run loses what was in the workers' hands and no more.
 * When there are many they are joined into one; a stop in between leaves pieces that the joined one covers already.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { mergePacked, type PackedTallies, packTallies } from "../engine/tally/pack.ts";
import type { Tallies } from "../engine/tally/tally.ts";
import { joinedRanges, type Range } from "../workers/pool.ts";
import { type Disk, makeFolderDurably, writeDurably } from "./batch-disk.ts";
import { DamagedError, fromBytes, toBytes } from "./shard-bytes.ts";

/** What pieces add up to. */
export interface Collection<Part> {
  add(part: Part): void;
  whole(): Part;
}

export interface Piece<Part> {
  readonly ranges: readonly Range[];
  readonly part: Part;
}

export interface Parts<Part> {
  /** in order, neighbours joined */
  ranges(): readonly Range[];
  /** On the disk when it returns. */
  add(part: Part, ranges: readonly Range[]): void;
}

const MOST_FILES = 64;

/**
 * Opens the folder, which need not be there, with what an earlier run left in it.
 *
 * @param collection gets everything that is kept, and what is added
 */
export function openParts<Part>(disk: Disk, folder: string, collection: Collection<Part>): Parts<Part> {
  let ranges: readonly Range[] = [];
  let files: string[] = [];
  for (const { name, piece } of piecesIn<Part>(disk, folder)) {
    if (piece.ranges.some((one) => ranges.some((other) => overlap(one, other)))) {
      // Joined already.
      disk.rmSync(join(folder, name), { force: true });
      continue;
    }
    collection.add(piece.part);
    ranges = joinedRanges([...ranges, ...piece.ranges]);
    files.push(name);
  }
  const write = (piece: Piece<Part>): string => {
    makeFolderDurably(disk, folder);
    const name = `${createHash("sha256").update(JSON.stringify(piece.ranges)).digest("hex").slice(0, 32)}.part`;
    writeDurably(disk, join(folder, name), toBytes(piece));
    return name;
  };
  return {
    ranges: () => ranges,
    add(part, added) {
      files.push(write({ ranges: added, part }));
      collection.add(part);
      ranges = joinedRanges([...ranges, ...added]);
      if (files.length < MOST_FILES) return;
      const whole = write({ ranges, part: collection.whole() });
      for (const name of files) if (name !== whole) disk.rmSync(join(folder, name), { force: true });
      files = [whole];
    },
  };
}

/** Tallies that pieces are merged into. */
export function talliesCollection(tallies: Tallies): Collection<PackedTallies> {
  return { add: (part) => mergePacked(tallies, part), whole: () => packTallies(tallies) };
}

/** Replications of [0, total) that are not covered, in order. */
export function gapsIn(ranges: readonly Range[], total: number): Range[] {
  const gaps: Range[] = [];
  let from = 0;
  for (const [start, end] of [...ranges, [total, total] as const]) {
    if (start > from) gaps.push([from, start]);
    from = Math.max(from, end);
  }
  return gaps;
}

export function lengthOf(ranges: readonly Range[]): number {
  return ranges.reduce((total, [from, to]) => total + to - from, 0);
}

function overlap([from, to]: Range, [start, end]: Range): boolean {
  return from < end && start < to;
}

/** Those that cover most come first, then in the order of their names. */
function piecesIn<Part>(disk: Disk, folder: string): { readonly name: string; readonly piece: Piece<Part> }[] {
  const found: { name: string; piece: Piece<Part> }[] = [];
  for (const name of namesIn(folder)) {
    const path = join(folder, name);
    const piece = name.endsWith(".part") ? readPiece<Part>(path) : null;
    if (piece === null) disk.rmSync(path, { force: true });
    else found.push({ name, piece });
  }
  return found.sort((a, b) => lengthOf(b.piece.ranges) - lengthOf(a.piece.ranges) || (a.name < b.name ? -1 : 1));
}

/** null: damaged, so that it has to be run again */
export function readPiece<Part>(path: string): Piece<Part> | null {
  try {
    return fromBytes(readFileSync(path)) as Piece<Part>;
  } catch (error) {
    if (error instanceof DamagedError) return null;
    throw error;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
