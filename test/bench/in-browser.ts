/** What browser.ts runs in the page: the engine in one thread, as muster.ts runs it in Node. */
import { openReplicator, type Plan } from "../../workers/replicator.ts";

declare global {
  /** Milliseconds by the clock, after a short warm-up. */
  var timeRun: (plan: Plan, warmUp: number) => number;
}

globalThis.timeRun = (plan, warmUp) => {
  const runner = openReplicator(plan);
  runner.run(0, warmUp);
  runner.take();
  const start = performance.now();
  runner.run(0, plan.replications);
  runner.take();
  return performance.now() - start;
};
