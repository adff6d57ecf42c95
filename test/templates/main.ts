/**
 * Runs every preset and every template of the register: `npm run templates [-- replications [ids…]]`, 200 by default, some
 * minutes. A line each; ends with 1 if a number is not finite, or with the fault of an account that does not add up.
 */
import { scenarioIds } from "../../cli/place.ts";
import { runTemplate } from "./run-template.ts";

const replications = Number(process.argv[2] ?? 200);
let bad = 0;
const wanted = process.argv.slice(3);
const ids = scenarioIds().filter((id) => wanted.length === 0 || wanted.some((word) => id.startsWith(word)));
for (const id of ids) {
  const { notFinite, asked, cpuSeconds } = runTemplate(id, replications);
  if (notFinite.length > 0) bad++;
  const verdict = notFinite.length === 0 ? "good" : `not finite: ${notFinite.slice(0, 3).join("; ")}`;
  console.log(`${id}: ${verdict}; ${asked.length} capabilities asked; ${cpuSeconds.toFixed(1)} s of processor time`);
}
console.log(`${ids.length - bad} of ${ids.length} scenarios good in ${replications} replications each`);
process.exitCode = bad === 0 ? 0 : 1;
