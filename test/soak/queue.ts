/**
 * A run through a queue whose workers are killed and whose server fails again and again, Redis with the loss of all it
 * held, while every shard and every part comes twice.
 */
import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { loadScenario } from "../../cli/load.ts";
import { queuePool } from "../../cli/queue/pool.ts";
import { serveQueue } from "../../cli/queue/serve.ts";
import { openServer } from "../../cli/queue/server.ts";
import { planOf } from "../../cli/run.ts";
import { digestOf } from "../../engine/tally/digest.ts";
import { mergePacked, type PackedTallies } from "../../engine/tally/pack.ts";
import { createTallies } from "../../engine/tally/tally.ts";
import { compileScenario } from "../../scenarios/format/compile.ts";
import type { Plan } from "../../workers/replicator.ts";
import { startPostgres, startRedis, type TestServer } from "../cli/queue-servers.ts";
import { twice } from "../cli/twice.ts";
import { muster, projectFolder, withFolder } from "../support/muster.ts";
import { spawnOwned } from "../support/owned.ts";

const REPLICATIONS = 20_000;
const FAILURES = 5;
const file = join(projectFolder, "test", "cli", "two-counties.yaml");

export const soakRedis = async (): Promise<string> => await soakQueue(await startRedis());

export const soakPostgres = async (): Promise<string> =>
  await withFolder(async (folder) => await soakQueue(await startPostgres(folder)));

async function soakQueue(server: TestServer): Promise<string> {
  const words = [join(projectFolder, "cli", "muster.mjs"), "worker", "--queue", server.url, "--workers", "1"];
  const start = () => spawnOwned(process.execPath, words, { cwd: projectFolder, stdio: "ignore" });
  const workers: ChildProcess[] = [start()];
  try {
    const plan = planOf(loadScenario(file), { replications: REPLICATIONS });
    const { model } = compileScenario(plan.resolved, plan.scenarioHash);
    const tallies = createTallies(model);
    const own = twice(await openServer(server.url));
    const serving = await serveQueue(own, 1);
    let parts = 0;
    let kills = 0;
    let failures: Promise<void> = Promise.resolve();
    let failed = 0;
    const job = queuePool<Plan, PackedTallies>(own).start(plan, [0, REPLICATIONS], {
      onPart(part) {
        mergePacked(tallies, part);
        parts++;
        if (parts % 3 === 0) {
          workers.shift()?.kill("SIGKILL");
          workers.push(start());
          kills++;
        }
        if (parts % 5 === 0 && failed < FAILURES) {
          failed++;
          failures = failures.then(() => server.kill()).then(() => server.start());
        }
      },
    });
    await job.done;
    await failures;
    await serving.close();
    await own.close();
    const digest = digestOf(tallies, plan.scenarioHash, plan.seed, 0, REPLICATIONS);
    const { stdout } = await muster(["run", file, "--replications", String(REPLICATIONS), "--json"]);
    if (digest !== JSON.parse(stdout).digest) throw new Error("another digest than one process");
    return `${parts} parts, all sent twice; ${kills} workers killed, the server failed ${failed} times: the same digest`;
  } finally {
    for (const worker of workers) worker.kill("SIGKILL");
    await server.kill();
  }
}
