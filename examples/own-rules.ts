/** Rules of one's own as functions: who is asked first, and when incidents happen. Run it with `npx tsx`. */
import { readFileSync } from "node:fs";
import { type RunOptions, run, summary, verdictText } from "muster/engine";
import { openScenario } from "muster/scenarios";

const text = readFileSync(new URL("../scenarios/two-counties.yaml", import.meta.url), "utf8");
const { model, scenario } = openScenario(text);
const options: RunOptions = {
  seed: "1",
  replications: 500,
  // Farthest first, so that those nearby are kept for what comes next.
  donorOrder: ({ donors, distance }) => [...donors].sort((a, b) => distance(b) - distance(a)),
  // One march in Birch, on the first evening, at some minute between seven and nine.
  arrivals: { march: ({ uniform }) => [{ minute: 1140 + Math.floor(120 * uniform()), force: "birch" }] },
};
const tallies = run(model, options);
console.log(verdictText(summary(model, tallies, { ...options, name: scenario.name })));
