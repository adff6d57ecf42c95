/** A worker thread that runs shards, of one plan after another; it is replaced when it dies. */
import { pathToFileURL } from "node:url";
import { nodeHandle } from "../../workers/node-handle.ts";
import type { WorkerHandle } from "../../workers/pool.ts";
import type { ReplicationFault } from "../../workers/service.ts";
import { workerFile } from "../place.ts";

export interface RanShard {
  /** null: a replication failed */
  readonly part: unknown;
  readonly fault: ReplicationFault | null;
  readonly events: number;
  readonly milliseconds: number;
}

export class ShardThread {
  #handle: WorkerHandle<unknown, unknown> | null = null;
  #open: { readonly run: string; readonly job: number } | null = null;
  #jobs = 0;
  #died: Promise<never> = new Promise(() => {});

  /** @throws Error if the thread dies meanwhile */
  async run(run: string, plan: unknown, from: number, to: number): Promise<RanShard> {
    const { service } = this.#worker();
    const alive = <T>(reply: T | Promise<T>) => Promise.race([reply, this.#died]);
    if (this.#open?.run !== run) {
      if (this.#open !== null) await alive(service.close(this.#open.job));
      this.#open = null;
      const job = ++this.#jobs;
      await alive(service.open(job, plan));
      this.#open = { run, job };
    }
    const { job } = this.#open;
    const { events, milliseconds, fault } = await alive(service.step(job, from, to));
    // What a shard that failed has collected so far goes with it.
    const part = await alive(service.take(job));
    return { part: fault === null ? part : null, fault, events, milliseconds };
  }

  close(): void {
    this.#handle?.terminate();
    this.#handle = null;
    this.#open = null;
  }

  #worker(): WorkerHandle<unknown, unknown> {
    if (this.#handle !== null) return this.#handle;
    const handle = nodeHandle<unknown, unknown>(pathToFileURL(workerFile));
    this.#handle = handle;
    this.#died = new Promise((_, reject) => {
      handle.onDeath((reason) => {
        if (this.#handle === handle) this.close();
        reject(new Error(`the worker thread died (${reason})`));
      });
    });
    this.#died.catch(() => {});
    return handle;
  }
}
