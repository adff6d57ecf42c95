/**
 * `npm run soak`: what the tests show of stops and failures, many more times over: a batch and its workers killed, every
 * write let down once, a disk that is full, queues whose workers are killed and whose server fails again and again, job
 * arrays with a task that fails. Takes some minutes; each part says what it found, here and in RESULTS.md, and the first
 * that is not as it should be ends it with 1. Words as arguments choose parts.
 *
 * For all of them: root, and Debian's redis-server, postgresql, parallel and slurm-wlm; a part whose programs are missing
 * is left out, and says so.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { batch } from "../../cli/batch.ts";
import {
  batchKilled,
  failingAt,
  inlinePool,
  poolOfMortals,
  treeOf,
  uniforms,
  writeScenarios,
} from "../cli/batch-fixture.ts";
import { ensureBuilt, muster, projectFolder, withFolder } from "../support/muster.ts";
import { soakPostgres, soakRedis } from "./queue.ts";
import { record } from "./record.ts";

const optionsOf = (out: string) => ({ out, format: "csv" as const, resume: true, workers: 0 });

function expectSame(found: unknown, wanted: unknown, what: string): void {
  if (!isDeepStrictEqual(found, wanted)) throw new Error(`${what}: not the same bytes`);
}

async function killBatches(times: number): Promise<string> {
  return await withFolder(async (folder) => {
    writeScenarios(join(folder, "in"), 12, 600);
    const reference = join(folder, "reference");
    await muster(["batch", join(folder, "in"), "--out", reference]);
    const whole = treeOf(reference);
    const uniform = uniforms("soak");
    let kills = 0;
    let ends = 0;
    for (; kills < times; ends++) {
      const out = join(folder, "out");
      let status: number | null = null;
      while (status === null) {
        status = await batchKilled([join(folder, "in"), "--workers", "2"], out, kills < times ? uniform() * 500 : 1e6);
        if (status === null) kills++;
      }
      if (status !== 0) throw new Error(`the batch ended with ${status}`);
      expectSame(treeOf(out), whole, `after ${kills} kills`);
      rmSync(out, { recursive: true });
    }
    return `${kills} kills, ${ends} batches that ended, all in the same bytes`;
  });
}

async function killWorkers(times: number): Promise<string> {
  return await withFolder(async (folder) => {
    writeScenarios(join(folder, "in"), 1, 10_000);
    const files = [join(folder, "in", "s000.yaml")];
    const { pool, close, kills } = poolOfMortals(times);
    if ((await batch(files, optionsOf(join(folder, "out")), { pool })) !== 0) throw new Error("the batch failed");
    close();
    if (kills() !== times) throw new Error(`only ${kills()} workers were killed before it was over`);
    await batch(files, optionsOf(join(folder, "reference")), { pool: inlinePool() });
    expectSame(treeOf(join(folder, "out")), treeOf(join(folder, "reference")), "with workers killed");
    return `${kills()} workers killed, the same bytes`;
  });
}

async function failEveryWrite(): Promise<string> {
  return await withFolder(async (folder) => {
    writeScenarios(join(folder, "in"), 2, 60);
    const files = readdirSync(join(folder, "in")).map((name) => join(folder, "in", name));
    const pool = inlinePool();
    await batch(files, optionsOf(join(folder, "reference")), { pool });
    const whole = treeOf(join(folder, "reference"));
    for (let n = 1; ; n++) {
      const out = join(folder, "out");
      const faulty = failingAt(n);
      const status = await batch(files, optionsOf(out), { pool, disk: faulty.disk });
      if (status === 0) return `each of ${n - 1} writes let down once, the same bytes`;
      if (status !== 4) throw new Error(`write ${n}: ended with ${status}`);
      if ((await batch(files, optionsOf(out), { pool })) !== 0) throw new Error(`write ${n}: does not go on`);
      expectSame(treeOf(out), whole, `after write ${n}`);
      rmSync(out, { recursive: true });
    }
  });
}

/** A small disk in memory, full again and again while it grows; only root may make one. */
async function fillDisk(): Promise<string> {
  if (process.getuid?.() !== 0) return missing("root");
  return await withFolder(async (folder) => {
    writeScenarios(join(folder, "in"), 4, 600);
    const reference = join(folder, "reference");
    await muster(["batch", join(folder, "in"), "--out", reference]);
    const disk = join(folder, "disk");
    mkdirSync(disk);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", disk]);
    // Lazily: a command that is ended with us may still have its folder there.
    const unmount = () => execFileSync("umount", ["-l", disk]);
    process.once("exit", unmount);
    try {
      for (let kilobytes = 64, stops = 0; ; kilobytes = Math.ceil(kilobytes * 1.4), stops++) {
        execFileSync("mount", ["-o", `remount,size=${kilobytes}k`, disk]);
        const { status, stderr } = await muster(["batch", join(folder, "in"), "--out", join(disk, "out"), "--resume"]);
        if (status === 0) {
          expectSame(treeOf(join(disk, "out")), treeOf(reference), `on ${kilobytes} kB`);
          return `stopped ${stops} times by a full disk (ENOSPC, status 4), gone on when it had grown: the same bytes`;
        }
        if (status !== 4 || !stderr.includes("no room left")) throw new Error(`${kilobytes} kB: ${status}: ${stderr}`);
      }
    } finally {
      process.off("exit", unmount);
      unmount();
    }
  });
}

const isHere = (program: string) => spawnSync("which", [program]).status === 0;
const missing = (what: string) => `left out: ${what} is not here`;

/** The script's last line; whatever it started has ended with it. */
function script(name: string): string {
  const file = join(projectFolder, "test", "soak", name);
  const { status, stdout, stderr } = spawnSync("sh", [file], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${stdout}${stderr}`);
  return stdout.trim().split("\n").at(-1)!;
}

const slurmArray = () =>
  process.getuid?.() === 0 && isHere("slurmctld") ? script("slurm.sh") : missing("Slurm, or root");
const parallelArray = () => (isHere("parallel") ? script("parallel.sh") : missing("GNU parallel"));

await ensureBuilt();
const parts: Record<string, () => Promise<string> | string> = {
  "batches killed": () => killBatches(100),
  "workers killed": () => killWorkers(50),
  "writes that fail": failEveryWrite,
  "a full disk": fillDisk,
  "a queue on Redis": soakRedis,
  "a queue on PostgreSQL": soakPostgres,
  "a Slurm array": slurmArray,
  "GNU parallel": parallelArray,
};
const only = process.argv.slice(2);
// Told to stop, it still takes away what it made.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
// The commands' own words would drown what matters.
process.stdout.write = (
  (write) => (text: string) =>
    text.startsWith("soak") ? write.call(process.stdout, text) : true
)(process.stdout.write) as typeof process.stdout.write;
process.stderr.write = () => true;
for (const [name, part] of Object.entries(parts)) {
  if (only.length > 0 && !only.some((word) => name.includes(word))) continue;
  try {
    const started = performance.now();
    const found = await part();
    process.stdout.write(`soak: ${name}: ${found}\n`);
    if (!found.startsWith("left out")) record(Object.keys(parts), name, (performance.now() - started) / 1000, found);
  } catch (error) {
    process.stdout.write(`soak: ${name}: FAILED: ${error instanceof Error ? error.stack : error}\n`);
    process.exit(1);
  }
}
process.exit(0);
