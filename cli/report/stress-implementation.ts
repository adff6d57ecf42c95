/** STRESS-DES items 5.1 to 6.1: what it ran on and with, and how to get it. */
import { thousands } from "../../engine/tally/words.ts";
import { dependencies, license } from "../../package.json";
import { html } from "../../scenarios/papers/html.ts";
import type { Paper } from "./paper.ts";
import type { Answers } from "./stress-des.ts";

export function answersOnImplementation({ commands, manifest, summary }: Paper): Answers<"5"> & Answers<"6"> {
  const { machine, engineVersion, seed, workers, wallSeconds, events } = manifest;
  const packages = Object.entries(dependencies).map(([name, version]) => `${name} ${version}`);
  return {
    "5.1": html`<p>Muster ${engineVersion}, in TypeScript; run on Node ${machine.node.replace(/^v/, "")}, ${machine.system}. Packages:
      ${packages.join(", ")}. The engine itself uses only seedrandom (to hash the names of streams) and simple-statistics.</p>`,
    "5.2": html`<p>xoshiro128** (52 bits a uniform), each stream started from the hash (Alea) of seed / purpose / replication; seed
      “${seed}”. One stream per threat and purpose, per holder's absence, per outside provider, per refusal and per number given as
      a range, so that adding a threat, a force or a plan disturbs no other draw. Draws are inverse-CDF, one uniform each, with the
      engine's own logarithm, exponential, sine and cosine: the same bits on every machine.</p>`,
    "5.3": html`<p>Event scheduling on a calendar (a binary heap ordered by minute, kind of event, order of insertion). Within a
      minute: changes of stock, posture and levers; ends, ends of duty, releases; arrivals on the scene; escalation checks; one scan
      of what waits; new demand; measures (rule 3). Needs compete by priority, then minute of asking, then order on the tape.
      Replications run in parallel on worker threads that share nothing; tallies are whole numbers, merged exactly in any order,
      so that the digest is the same for any number of workers.</p>`,
    "5.4": html`<p>${machine.processors} × ${machine.processor}, ${workers === null || wallSeconds === null ? "in pieces" : workers === 0 ? `in the main thread: ${wallSeconds.toFixed(1)} s` : `${workers} worker threads: ${wallSeconds.toFixed(1)} s`} for ${thousands(summary.replications)} replications and ${thousands(events)} events.</p>`,
    "6.1": html`<p>The whole model, its data and its tests are in one repository under the ${license} licence (data: NOTICE.md). With
      version ${engineVersion} and Node 20 the result comes from <code>npm ci</code>, then <code>${commands.run}</code>, and is the same if
      the digest is <code>${summary.digest}</code>.</p>`,
  };
}
