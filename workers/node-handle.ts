/**
 * A worker thread of Node as the pool sees it. Its death shows as `error`, `messageerror` or `exit`.
 */
import { Worker } from "node:worker_threads";
import { wrap } from "comlink";
import nodeEndpoint from "comlink/dist/esm/node-adapter.mjs";
import type { WorkerHandle } from "./pool.ts";
import type { Service } from "./service.ts";

/** @param file the built worker, `dist/worker.mjs` */
export function nodeHandle<Plan, Part>(file: URL): WorkerHandle<Plan, Part> {
  const worker = new Worker(file);
  return {
    service: wrap<Service<Plan, Part>>(nodeEndpoint(worker)) as unknown as Service<Plan, Part>,
    onDeath(listener) {
      worker.once("error", (error) => listener(error instanceof Error ? error.message : String(error)));
      worker.once("messageerror", (error) => listener(error.message));
      worker.once("exit", (code) => listener(`exit ${code}`));
    },
    terminate: () => void worker.terminate(),
  };
}
