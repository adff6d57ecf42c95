/**
 * Runs every preset and every template of the register: `npm run templates [-- replications [ids…] [--record FILE [--missing]]]`,
 * 200 by default, some minutes. A line each, and with --record a row each in a page; with --missing only those that have no
 * row there. Ends with 1 if a number is not finite, or with the fault of an account that does not add up.
 */
import { existsSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { scenarioIds } from "../../cli/place.ts";
import { record, rowsOf } from "./record.ts";
import { runTemplate } from "./run-template.ts";

const { values, positionals } = parseArgs({
  options: { record: { type: "string" }, missing: { type: "boolean", default: false } },
  allowPositionals: true,
});
const page = values.record !== undefined && existsSync(values.record) ? readFileSync(values.record, "utf8") : "";
const told = values.missing ? rowsOf(page) : new Map<string, string>();
const replications = Number(positionals[0] ?? 200);
let bad = 0;
const wanted = positionals.slice(1);
const ids = scenarioIds().filter(
  (id) => !told.has(id) && (wanted.length === 0 || wanted.some((word) => id.startsWith(word))),
);
for (const id of ids) {
  const run = runTemplate(id, replications);
  const { notFinite, asked, cpuSeconds } = run;
  if (values.record !== undefined) record(values.record, id, replications, run);
  if (notFinite.length > 0) bad++;
  const verdict = notFinite.length === 0 ? "good" : `not finite: ${notFinite.slice(0, 3).join("; ")}`;
  console.log(`${id}: ${verdict}; ${asked.length} capabilities asked; ${cpuSeconds.toFixed(1)} s of processor time`);
}
console.log(`${ids.length - bad} of ${ids.length} scenarios good in ${replications} replications each`);
process.exitCode = bad === 0 ? 0 : 1;
