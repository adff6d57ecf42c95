/** A batch of small scenario files, and what is needed to stop it at a bad moment and to see how it ended. */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Disk, realDisk } from "../../cli/batch-disk.ts";
import type { BatchPool } from "../../cli/batch-item.ts";
import { nextUniform, openStream, STREAM_WORDS } from "../../engine/kernel/streams.ts";
import { inlineHandle } from "../../workers/handles.ts";
import { openJob } from "../../workers/jobs.ts";
import { nodeHandle } from "../../workers/node-handle.ts";
import { createPool, type WorkerHandle } from "../../workers/pool.ts";
import { projectFolder } from "../support/muster.ts";
import { spawnOwned } from "../support/owned.ts";

const small = readFileSync(join(projectFolder, "test", "cli", "two-counties.yaml"), "utf8");

/** Files that differ in name and seed, and a sweep. */
export function writeScenarios(folder: string, n: number, replications: number): void {
  mkdirSync(folder, { recursive: true });
  for (let i = 0; i < n; i++) {
    const text = small
      .replace(/^name: .*$/m, `name: Two counties ${i}`)
      .replace(/^seed: .*$/m, `seed: "${i}"`)
      .replace(/^replications: .*$/m, `replications: ${replications}`);
    writeFileSync(join(folder, `s${String(i).padStart(3, "0")}.yaml`), text);
  }
  writeFileSync(join(folder, "two-counties.yaml"), small);
  const sweep = readFileSync(join(projectFolder, "test", "cli", "two-counties-sweep.yaml"), "utf8");
  writeFileSync(join(folder, "z-sweep.yaml"), sweep);
}

/** Every file below a folder by its bytes. */
export function treeOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true }).map(String).sort();
  const plain = files.filter((name) => statSync(join(folder, name)).isFile());
  return Object.fromEntries(plain.map((name) => [name, readFileSync(join(folder, name), "base64")]));
}

/** When each finished folder of results was written; a second writing would be another file. */
export function finishedIn(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  if (!existsSync(folder)) return found;
  for (const entry of readdirSync(folder, { withFileTypes: true }).filter((one) => one.isDirectory())) {
    for (const file of ["summary.json", "sweep.json"]) {
      const stat = statSync(join(folder, entry.name, file), { throwIfNoEntry: false });
      if (stat !== undefined) found.set(entry.name, `${stat.ino} ${stat.mtimeMs}`);
    }
  }
  return found;
}

/** Uniform numbers that are the same in every run of the tests. */
export function uniforms(name: string): () => number {
  const state = new Int32Array(STREAM_WORDS);
  openStream(state, "1", name, 0);
  return () => nextUniform(state);
}

/**
 * Runs `muster batch … --resume` and kills it `milliseconds` after it first changed something in its folder.
 *
 * @returns null: killed; else the status it ended with
 */
export async function batchKilled(args: readonly string[], out: string, milliseconds: number): Promise<number | null> {
  const main = `import(${JSON.stringify(join(projectFolder, "dist", "muster.mjs"))}).then((m) => m.main(process.argv.slice(1)))`;
  const child = spawnOwned(process.execPath, ["-e", main, "--", "batch", ...args, "--out", out, "--resume"], {
    stdio: "ignore",
  });
  const before = changes(out);
  let killing: NodeJS.Timeout | undefined;
  const watching = setInterval(() => {
    if (changes(out) === before) return;
    clearInterval(watching);
    killing = setTimeout(() => child.kill("SIGKILL"), milliseconds);
  }, 5);
  const status = await new Promise<number | null>((resolve) => child.once("close", resolve));
  clearInterval(watching);
  clearTimeout(killing);
  return status;
}

function changes(folder: string): string {
  try {
    return readdirSync(folder, { recursive: true }).join();
  } catch {
    return "";
  }
}

/** A disk that is full from its n-th operation on; a write takes half of what it is given first. */
export function failingAt(n: number): { readonly disk: Disk; readonly count: () => number } {
  let count = 0;
  const fails = () => ++count >= n;
  const full = (syscall: string) =>
    Object.assign(new Error(`ENOSPC: no space left on device, ${syscall}`), { code: "ENOSPC", syscall });
  const guarded = <K extends keyof Disk>(name: K): Disk[K] =>
    ((...args: unknown[]) => {
      // Closing and removing need no room.
      if (name !== "closeSync" && name !== "rmSync" && fails()) {
        if (name === "writeSync") {
          const [file, bytes] = args as [number, Uint8Array];
          realDisk.writeSync(file, bytes, 0, bytes.length >> 1);
        }
        throw full(name);
      }
      return (realDisk[name] as (...args: unknown[]) => unknown)(...args);
    }) as unknown as Disk[K];
  const disk = Object.fromEntries(
    (["openSync", "writeSync", "fsyncSync", "closeSync", "renameSync", "mkdirSync", "rmSync"] as const).map((name) => [
      name,
      guarded(name),
    ]),
  ) as unknown as Disk;
  return { disk, count: () => count };
}

/** A disk that tells which folders were synced; `fault`: what it answers when asked to, instead of doing it. */
export function syncingDisk(fault?: string): { readonly disk: Disk; readonly folders: ReadonlySet<string> } {
  const folders = new Set<string>();
  const opened = new Map<number, string>();
  const disk: Disk = {
    ...realDisk,
    openSync(path, flags, mode) {
      const file = realDisk.openSync(path, flags, mode);
      if (flags === "r") opened.set(file, String(path));
      else opened.delete(file);
      return file;
    },
    fsyncSync(file) {
      const folder = opened.get(file);
      if (folder === undefined) return realDisk.fsyncSync(file);
      folders.add(folder);
      if (fault !== undefined) throw Object.assign(new Error(fault), { code: fault, syscall: "fsync" });
    },
  };
  return { disk, folders };
}

/** Two workers that hand over often, of which one is killed at each part until `times` have been. */
export function poolOfMortals(times: number): {
  readonly pool: BatchPool;
  readonly kills: () => number;
  readonly close: () => void;
} {
  const living: WorkerHandle<unknown, unknown>[] = [];
  const inner = createPool(() => {
    const handle = nodeHandle(pathToFileURL(join(projectFolder, "dist", "worker.mjs")));
    living.push(handle);
    return handle;
  }, 2) as BatchPool;
  let kills = 0;
  const pool: BatchPool = {
    ...inner,
    start: (plan, range, asked) =>
      inner.start(plan, range, {
        ...asked,
        ...{ mostPerBlock: 20, handOverMilliseconds: 20, mostHandingOver: Number.POSITIVE_INFINITY },
        onPart(part, ranges) {
          asked.onPart(part, ranges);
          // The one that has lived longest: it may be the one that handed this over, or the other in the midst of a block.
          const victim = kills < times ? living.shift() : undefined;
          if (victim === undefined) return;
          kills++;
          victim.terminate();
        },
      }),
  };
  return { pool, kills: () => kills, close: () => inner.close() };
}

/** This thread alone. */
export function inlinePool(): BatchPool {
  return createPool(() => inlineHandle(openJob as Parameters<typeof inlineHandle>[0]), 1) as BatchPool;
}
