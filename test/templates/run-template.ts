/**
 * One shipped scenario from its file to its summary in this thread. The accounting identities are asserted in every
 * replication, so that an account that does not add up ends the run with its replication; what is looked for here is a
 * number that is none.
 */
import { loadScenario } from "../../cli/load.ts";
import { summaryOf } from "../../cli/result-files.ts";
import { mergePacked } from "../../engine/tally/pack.ts";
import { createTallies, type Tallies } from "../../engine/tally/tally.ts";
import { compileScenario } from "../../scenarios/format/compile.ts";
import { openReplicator } from "../../workers/replicator.ts";

export interface TemplateRun {
  /** where in the summary a number is not finite */
  readonly notFinite: readonly string[];
  /** ids of the capabilities of which anything was asked */
  readonly asked: readonly string[];
  /** share of the runs in which a capability that is asked is short nationally, by its id */
  readonly short: ReadonlyMap<string, number>;
  readonly cpuSeconds: number;
  /** the most that the process had held once a tenth of the runs was done, MB: what it holds later shows growth with runs */
  readonly earlyMegabytes: number;
  /** measured part of a run */
  readonly days: number;
}

/** @param clock instead of the scenario's own */
export function runTemplate(
  id: string | readonly string[],
  replications: number,
  placement = {},
  clock?: object,
): TemplateRun {
  const started = process.cpuUsage();
  const loaded = loadScenario(id, placement);
  const { scenarioHash } = loaded;
  const resolved = clock === undefined ? loaded.resolved : ({ ...loaded.resolved, clock } as typeof loaded.resolved);
  const plan = { resolved, scenarioHash, seed: "1", replications, outer: null };
  const { model } = compileScenario(resolved, scenarioHash);
  const runner = openReplicator(plan);
  const tallies: Tallies = createTallies(model);
  const tenth = Math.ceil(replications / 10);
  runner.run(0, tenth);
  const earlyMegabytes = mostMegabytes();
  runner.run(tenth, replications);
  mergePacked(tallies, runner.take());
  const result = { complete: true, ranges: [[0, replications] as const], deaths: 0 };
  const summary = summaryOf({ loaded, plan, model, tallies, result }, false);
  const asked = summary.capabilities.filter(({ scopes }) =>
    scopes.some(({ scope, needs }) => scope === "nation" && needs.asked > 0),
  );
  const { user, system } = process.cpuUsage(started);
  return {
    notFinite: [...notFinite(summary)],
    asked: asked.map((capability) => capability.id),
    short: new Map(
      asked.map(({ id, scopes }) => [id, scopes.find(({ scope }) => scope === "nation")!.runOut.probability ?? 0]),
    ),
    cpuSeconds: (user + system) / 1e6,
    earlyMegabytes,
    days: Math.round((model.horizon / 1440) * 10) / 10,
  };
}

/** The most memory that this process has held so far, resident. */
export function mostMegabytes(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}

function* notFinite(value: unknown, path = "summary"): Generator<string> {
  if (typeof value === "number" && !Number.isFinite(value)) yield `${path}: ${value}`;
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) yield* notFinite(inner, `${path}.${key}`);
}
