/** `muster worker`: serves a queue with this machine's processors until it is told to stop. */
import { availableParallelism } from "node:os";
import type { Command } from "commander";
import { EXIT, RefusedError, UsageError } from "./exits.ts";
import type { Report } from "./main.ts";
import { addServerOptions, type QueueChoice } from "./queue/options.ts";
import { OtherEngineError, serveQueue } from "./queue/serve.ts";
import { openServer } from "./queue/server.ts";
import { wholeFrom } from "./run.ts";
import { engineVersion } from "./shard-engine.ts";

interface WorkerCommandOptions extends QueueChoice {
  readonly workers?: number;
}

export function registerWorker(program: Command, report: Report): void {
  addServerOptions(program.command("worker").description("serve a queue with this machine's processors"))
    .option("--workers <n>", "worker threads (default: as many as there are processors)", wholeFrom(1))
    .addHelpText(
      "after",
      `
The password may stand in MUSTER_QUEUE_PASSWORD instead of the address. Stopped with Ctrl-C it finishes what it has in hand;
killed, others do it again.

Example:
  npx muster worker --queue rediss://muster@queue.example:6380`,
    )
    .action(async (options: WorkerCommandOptions) => report(await work(options)));
}

async function work({ queue, queueWithoutPassword = false, workers }: WorkerCommandOptions): Promise<number> {
  if (queue === undefined) throw new UsageError("which queue? Say it with --queue");
  const server = await openServer(queue, { withoutPassword: queueWithoutPassword });
  const nThreads = workers ?? availableParallelism();
  try {
    const stopped = new Promise<void>((resolve) => {
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
    });
    const serving = await serveQueue(server, nThreads);
    process.stdout.write(
      `serving ${server.name} with ${nThreads} threads of engine ${engineVersion}; Ctrl-C ends it\n`,
    );
    await stopped;
    await serving.close();
    process.stdout.write(`${serving.shards()} shards run\n`);
    return EXIT.done;
  } catch (error) {
    if (error instanceof OtherEngineError) throw new RefusedError([`--queue ${server.name}: ${error.message}`]);
    throw error;
  } finally {
    await server.close();
  }
}
