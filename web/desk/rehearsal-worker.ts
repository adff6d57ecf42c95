/** Answers one question of rehearsal.ts, and no more. */
import { createWorld } from "../../engine/replicate.ts";
import { clearTallies, createTallies } from "../../engine/tally/tally.ts";
import { worthOf } from "../../scenarios/exercise/compare.ts";
import { modelOf } from "../../workers/exercise-model.ts";
import { modelDrawer } from "../../workers/replicator.ts";
import { addByTier, type ByTier, storyOf } from "./observe.ts";
import type { Question, Reply } from "./rehearsal.ts";

const POST_MILLISECONDS = 400;

self.addEventListener("message", ({ data }: MessageEvent<Question>) => {
  try {
    if (data.kind === "story") tell(data);
    else if (data.kind === "worth") weigh(data);
    else sample(data);
  } catch (error) {
    post({ kind: "fault", message: error instanceof Error ? error.message : String(error) });
  }
});

function tell({ plan, capability, replication, byRegionOnly }: Question & { kind: "story" }): void {
  const model = modelDrawer(plan)(replication);
  const cap = model.capabilities.findIndex(({ id }) => id === capability);
  const of = { seed: plan.seed, replication, capability: cap, byRegionOnly };
  post({ kind: "story", story: storyOf(model, createWorld(model), of) });
}

function sample({ plan, capability, most }: Question & { kind: "byTier" }): void {
  const draw = modelDrawer(plan);
  const first = draw(0);
  const cap = first.capabilities.findIndex(({ id }) => id === capability);
  const world = createWorld(first);
  const tallies = createTallies(first);
  const { nBuckets } = tallies.layout;
  const { nForces } = first;
  const units: ByTier[] = [];
  let posted = performance.now();
  for (let replication = 0; replication < most; replication++) {
    const own: ByTier = new Float32Array(4 * nForces * nBuckets);
    addByTier(draw(replication), world, tallies, plan.seed, replication, cap, own);
    units.push(own);
    clearTallies(tallies);
    const last = replication === most - 1;
    if (!last && performance.now() - posted < POST_MILLISECONDS) continue;
    posted = performance.now();
    post({ kind: "byTier", sample: { runs: replication + 1, units, nForces, nBuckets }, last });
  }
}

function weigh({ table, question }: Question & { kind: "worth" }): void {
  let posted = performance.now();
  const worth = worthOf({ ...table, model: modelOf(table) }, question, (futures) => {
    if (performance.now() - posted < POST_MILLISECONDS) return;
    posted = performance.now();
    post({ kind: "worthSoFar", futures });
  });
  post({ kind: "worth", worth });
}

function post(reply: Reply): void {
  self.postMessage(reply);
}
