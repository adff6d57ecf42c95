/** What the test below runs in the page: a pool of web workers, from a plan to a digest. */
import { digestOf } from "../../engine/tally/digest.ts";
import { mergePacked, type PackedTallies } from "../../engine/tally/pack.ts";
import { createTallies } from "../../engine/tally/tally.ts";
import { compileScenario } from "../../scenarios/format/compile.ts";
import BrowserWorker from "../../workers/browser.ts?worker&inline";
import { browserHandle, inlineHandle } from "../../workers/handles.ts";
import { createPool } from "../../workers/pool.ts";
import { openReplicator, type Plan } from "../../workers/replicator.ts";

declare global {
  /** @param nWorkers 0: in the page's own thread */
  var digestInBrowser: (plan: Plan, nWorkers: number) => Promise<string>;
}

globalThis.digestInBrowser = async (plan, nWorkers) => {
  const spawn = () =>
    nWorkers === 0 ? inlineHandle(openReplicator) : browserHandle<Plan, PackedTallies>(new BrowserWorker());
  const pool = createPool(spawn, Math.max(1, nWorkers));
  const tallies = createTallies(compileScenario(plan.resolved, plan.scenarioHash).model);
  await pool.start(plan, [0, plan.replications], { onPart: (part) => mergePacked(tallies, part) }).done;
  pool.close();
  return digestOf(tallies, plan.scenarioHash, plan.seed, 0, plan.replications);
};
