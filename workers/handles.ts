/**
 * Workers as the pool sees them: one that is no worker but the thread itself, and one in a browser.
 * (Those of Node are in node-handle.ts.)
 */
import { wrap } from "comlink";
import type { WorkerHandle } from "./pool.ts";
import { createService, type Runner, type Service } from "./service.ts";

/** The main thread itself: for machines without workers, tests and debuggers. Breathes between two blocks. */
export function inlineHandle<Plan, Part>(openRunner: (plan: Plan) => Runner<Part>): WorkerHandle<Plan, Part> {
  const service = createService(openRunner, () => []);
  return {
    service: {
      ...service,
      async step(job, from, to) {
        await new Promise((resolve) => setTimeout(resolve, 0));
        return service.step(job, from, to);
      },
    },
    onDeath() {},
    terminate() {},
  };
}

/** A web worker that serves `browser.ts`; a browser tells of its death only by an error. */
export function browserHandle<Plan, Part>(worker: Worker): WorkerHandle<Plan, Part> {
  return {
    service: wrap<Service<Plan, Part>>(worker) as unknown as Service<Plan, Part>,
    onDeath(listener) {
      worker.addEventListener("error", (event) => listener(event.message || "error in the worker"));
      worker.addEventListener("messageerror", () => listener("a message could not be read"));
    },
    terminate: () => worker.terminate(),
  };
}
