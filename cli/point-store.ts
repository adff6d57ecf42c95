/**
 * Finished points, a file each, in a folder beside the results: what an interrupted command need not run again.
 *
 * A file's name is a hash of all that decides the point, so that another scenario, seed or number of runs never meets
 * it; it is there whole or not at all, so that half a point is never read.
 */
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { CapabilityAtPoint, PointOutcome } from "../engine/planning/points.ts";
import { sha256Hex } from "../engine/tally/sha256.ts";
import { canonicalJson } from "../scenarios/format/read.ts";
import type { PointsPlan } from "../workers/pointer.ts";
import { makeFolderDurably, realDisk, writeDurably } from "./batch-disk.ts";
import { engineVersion } from "./shard-engine.ts";

export interface PointStore {
  /** null: not finished yet */
  read(plan: PointsPlan, at: number): PointOutcome | null;
  write(plan: PointsPlan, at: number, outcome: PointOutcome): void;
  remove(): void;
}

const FOLDER = ".points";

export function pointStore(folder: string): PointStore {
  const kept = join(folder, FOLDER);
  const fileOf = ({ scenarioHash, seed, replications, points }: PointsPlan, at: number) =>
    join(kept, sha256Hex(canonicalJson([engineVersion, scenarioHash, seed, replications, points[at]])).slice(0, 32));
  return {
    read(plan, at) {
      try {
        return outcomeOf(JSON.parse(readFileSync(`${fileOf(plan, at)}.json`, "utf8")));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
        throw error;
      }
    },
    write(plan, at, outcome) {
      makeFolderDurably(realDisk, kept);
      writeDurably(realDisk, `${fileOf(plan, at)}.json`, JSON.stringify(plainOf(outcome)));
    },
    remove() {
      rmSync(kept, { recursive: true, force: true });
    },
  };
}

/** Typed arrays become lists and back: as JSON they would be maps. */
function plainOf(outcome: PointOutcome) {
  const capabilities = outcome.capabilities.map((of) => ({
    ...of,
    runOut: [...of.runOut],
    unresourcedMinutes: [...of.unresourcedMinutes],
    requiredMinutes: [...of.requiredMinutes],
    reasonMinutes: [...of.reasonMinutes],
  }));
  return { ...outcome, capabilities };
}

function outcomeOf(plain: ReturnType<typeof plainOf>): PointOutcome {
  const capabilities: CapabilityAtPoint[] = plain.capabilities.map((of) => ({
    ...of,
    runOut: Uint8Array.from(of.runOut),
    unresourcedMinutes: Float64Array.from(of.unresourcedMinutes),
    requiredMinutes: Float64Array.from(of.requiredMinutes),
    reasonMinutes: Float64Array.from(of.reasonMinutes),
  }));
  return { ...plain, capabilities };
}
