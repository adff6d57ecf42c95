/**
 * What share of a run goes into what `summary.json` and `series.csv` need, by V8's own samples of one run:
 * `tsx test/bench/recording.ts FILE REPLICATIONS`. Who asks, who goes and when they come back is the run; levels,
 * reasons, reserve, outcomes and tallies are the record of it.
 */
import { Session } from "node:inspector/promises";
import { loadScenario } from "../../cli/load.ts";
import { createWorld, replicate } from "../../engine/replicate.ts";
import { packTallies } from "../../engine/tally/pack.ts";
import { createTallies } from "../../engine/tally/tally.ts";
import { modelDrawer } from "../../workers/replicator.ts";

const RECORDS =
  /engine\/(tally\/|response\/(accounts|fold|marks|reserve|reasons|observations|outcomes|lean\/(minute|reasons|observed))\.ts)/;

const [file, count] = process.argv.slice(2);
const replications = Number(count);
const { resolved, scenarioHash } = loadScenario(file!);
const seed = "1";
const modelOf = modelDrawer({ resolved, scenarioHash, seed, replications, outer: null });
const world = createWorld(modelOf(0));
const tallies = createTallies(modelOf(0));
const run = (from: number, to: number): void => {
  for (let replication = from; replication < to; replication++) {
    replicate(modelOf(replication), world, tallies, seed, replication);
  }
};
run(0, Math.ceil(replications / 4));
const session = new Session();
session.connect();
await session.post("Profiler.enable");
await session.post("Profiler.start");
run(0, replications);
packTallies(tallies);
const { profile } = await session.post("Profiler.stop");
const urlOf = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame.url]));
let all = 0;
let record = 0;
for (const node of profile.samples ?? []) {
  const url = urlOf.get(node)!;
  if (!url.includes("/engine/")) continue;
  all++;
  if (RECORDS.test(url)) record++;
}
process.stdout.write(`${JSON.stringify({ samples: all, share: record / all })}\n`);
