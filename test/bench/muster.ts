/**
 * Muster in one thread on an ordinary scenario file, bundled by run.mjs: `muster.mjs FILE REPLICATIONS`. Prints CPU seconds
 * after a short warm-up, tallies packed for the journey home included; peak memory; and numbers to check by.
 */
import { loadScenario } from "../../cli/load.ts";
import { createWorld, replicate } from "../../engine/replicate.ts";
import { PER_REPLICATION, SUMS } from "../../engine/tally/measures.ts";
import { packTallies } from "../../engine/tally/pack.ts";
import { clearTallies, createTallies } from "../../engine/tally/tally.ts";
import { modelDrawer } from "../../workers/replicator.ts";

const WARM_UP = 20;

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
run(0, WARM_UP);
clearTallies(tallies);
const begun = performance.now();
const start = process.cpuUsage();
run(0, replications);
packTallies(tallies);
const { user, system } = process.cpuUsage(start);
const milliseconds = performance.now() - begun;

const unresourced = tallies.sum[PER_REPLICATION.indexOf("unresourcedUnitMinutes")]!;
const waits = tallies.sums[SUMS.indexOf("waitCount")]!;
const waited = tallies.sums[SUMS.indexOf("waitMinutes")]!;
process.stdout.write(
  `${JSON.stringify({
    seconds: (user + system) / 1e6,
    milliseconds,
    replications,
    unmetUnitHours: unresourced / 60 / replications,
    meanWaitMinutes: waited / waits,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  })}\n`,
);
