/**
 * Writes scenarios/BACKTESTS.md: runs the two presets of the past, sets them beside the public record, and compares
 * the call of 6 August 2024 with that of 2 August.
 *
 *     npm run backtests        (under a minute of processor time)
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { compileScenario } from "../../scenarios/format/compile.ts";
import { loadScenario } from "../load.ts";
import { packageVersion, scenariosFolder } from "../place.ts";
import { compareFourDays, DISORDER, fingerprintsOf, PLANS, RIOTS } from "./contents.ts";
import { runDays } from "./days.ts";
import { backtestsPage } from "./page.ts";

const RUNS = 200;
const COMPARED_RUNS = 300;

const disorder = runDays(DISORDER, RUNS);
const riots = runDays(RIOTS, RUNS);
const fourDays = await compareFourDays(COMPARED_RUNS);
const fingerprints = await fingerprintsOf();
const hashes = [disorder, riots, ...fingerprints].map(({ scenarioHash }) => scenarioHash);
if (new Set([...hashes, ...fourDays.plans.map(({ scenario }) => scenario.sha256)]).size > fingerprints.length) {
  throw new Error(
    "The scenarios or the reference data changed while they were run; nothing was written. Run it again.",
  );
}
writeFileSync(
  join(scenariosFolder, "BACKTESTS.md"),
  backtestsPage({
    engineVersion: packageVersion,
    disorder,
    riots,
    fourDays,
    fingerprints,
    cost: costOfShift(),
    assumptions: [DISORDER, RIOTS].flatMap(assumptionsOf),
  }),
);
const { user, system } = process.cpuUsage();
process.stdout.write(
  `scenarios/BACKTESTS.md: ${RUNS} runs of ${DISORDER} and ${RIOTS}, ${COMPARED_RUNS} of ${PLANS.join(" against ")}; ${Math.round((user + system) / 1e6)} s of processor time\n`,
);

/** Pounds an officer shift of PSUs. */
function costOfShift(): readonly [low: number, high: number] {
  const { resolved, scenarioHash } = loadScenario(DISORDER);
  const { costLow, costHigh } = compileScenario(resolved, scenarioHash).model.capabilities.find(
    ({ id }) => id === "psu",
  )!;
  return [costLow, costHigh];
}

/** What the preset's own file assumes, beyond the reference data. */
function assumptionsOf(preset: string) {
  const { assumptions } = parse(readFileSync(join(scenariosFolder, `${preset}.yaml`), "utf8")) as {
    assumptions: Record<string, string | number | undefined>[];
  };
  return assumptions.map(({ what, low, mode, value, high, unit, noRange, rule, source }) => ({
    what: String(what),
    range:
      low === undefined
        ? "none"
        : [`${low} to ${high}`, `(${mode ?? value})`, unit].filter((part) => part !== undefined).join(" "),
    rule: String(rule ?? noRange ?? ""),
    source: String(source ?? "assumption"),
  }));
}
