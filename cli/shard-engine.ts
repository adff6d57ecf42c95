/**
 * Which engine this is, to the last change of its code: pieces of work are joined only if one and the same engine did
 * them all, since another may give other results.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { packageVersion, workerFile } from "./place.ts";

/** The package's version, and of the built worker (which names its other files by their contents) the hash. */
export const engineVersion: string = existsSync(workerFile)
  ? `${packageVersion}+${createHash("sha256").update(readFileSync(workerFile)).digest("hex").slice(0, 12)}`
  : packageVersion;
