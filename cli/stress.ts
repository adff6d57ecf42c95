/**
 * `muster stress`: the least severe concurrence of incidents that makes each capability run out with at least even odds.
 */
import { availableParallelism } from "node:os";
import type { Command } from "commander";
import type { PointOutcome } from "../engine/planning/points.ts";
import {
  type Concurrence,
  type Evaluate,
  type Look,
  type StressItem,
  stressCapability,
} from "../engine/planning/stress.ts";
import { type CapabilityStress, stressOf, stressTable, stressWords } from "../engine/planning/stress-words.ts";
import { thousands } from "../engine/tally/words.ts";
import { compileScenario } from "../scenarios/format/compile.ts";
import { type Incident, kindsOfIncident } from "../scenarios/format/concurrence.ts";
import { didYouMean } from "../scenarios/format/faults.ts";
import { placeClassesOf } from "../scenarios/format/place-classes.ts";
import type { ResolvedScenario } from "../scenarios/format/read.ts";
import { EXIT, RefusedError, UsageError } from "./exits.ts";
import type { Report } from "./main.ts";
import { addPlanOptions, loadPlan, type PlanOptions } from "./plan-options.ts";
import { json, metaOf } from "./result-files.ts";
import { planOf, wholeFrom } from "./run.ts";
import { type PointsRunner, pointsRunner } from "./run-points.ts";
import { tableFiles } from "./tables.ts";
import { writeFiles } from "./write-files.ts";

interface StressOptions extends PlanOptions {
  readonly capability: readonly string[];
  readonly replications: number;
  readonly incidents: number;
  readonly sets: number;
}

/** What seems to break is run again this many times as often, on fresh luck; a glance takes as small a part. */
const CHECKED_TIMES = 4;
/** Minute at which the first incident begins: noon of a first day that starts at midnight. */
const FIRST_AT = 720;

export function registerStress(program: Command, report: Report): void {
  const command = program
    .command("stress")
    .description("the least severe concurrence of incidents that makes each capability run out with at least even odds")
    .argument("<scenario>", "whose people, rules and kinds of incident; a file, or the id of a preset or template")
    .option(
      "--capability <id>",
      "only this one; may be repeated",
      (id: string, all: readonly string[]) => [...all, id],
      [],
    )
    .option(
      "--replications <n>",
      `runs of each set; what seems to break gets ${CHECKED_TIMES} times as many`,
      wholeFrom(2),
      20,
    )
    .option("--incidents <n>", "most incidents in one set", wholeFrom(1), 30)
    .option("--sets <n>", "try every set while there are no more than this", wholeFrom(1), 100);
  addPlanOptions(command, "stress.json and stress.csv, and finished sets meanwhile,")
    .addHelpText(
      "after",
      `
Kinds of incident are the scenario's threats that come by themselves. On shipped data places are told by class; with
holdings and a marking of your own, by name. Typed again with the same --out, an interrupted command goes on.

Example:
  npx muster stress concurrent-disorder --capability psu --out out/stress`,
    )
    .action(async (scenario: string, options: StressOptions) => report(await stress(scenario, options)));
}

async function stress(scenario: string, said: StressOptions): Promise<number> {
  const { loaded, options } = await loadPlan(scenario, said);
  const { resolved, scenarioHash, seed, replications } = planOf(loaded, options);
  const { model } = compileScenario(resolved, scenarioHash);
  const items = itemsOf(resolved, loaded.data.shipped);
  const asked = model.capabilities.filter(({ id }) => items.some(({ asks }) => asks.has(id)));
  if (asked.length === 0) {
    throw new RefusedError([
      `${resolved.name}: nothing here comes by itself and asks for anything, so nothing can concur.`,
    ]);
  }
  const ids = asked.map(({ id }) => id);
  for (const id of options.capability) {
    if (ids.includes(id)) continue;
    const suggestion = didYouMean(id, ids);
    throw new UsageError(
      `--capability ${id}: no incident here asks for it. ${suggestion === undefined ? `There are: ${ids.join(", ")}.` : `Did you mean "${suggestion}"?`}`,
    );
  }
  const runner = pointsRunner(options.workers ?? availableParallelism(), `${scenario}, stress`, options.out ?? null);
  try {
    const evaluate = evaluator(runner, items, model.horizon, { resolved, scenarioHash, seed, replications });
    const capabilities: CapabilityStress[] = [];
    const wanted = asked.filter(({ id }) => options.capability.length === 0 || options.capability.includes(id));
    for (const [k, { id, name }] of wanted.entries()) {
      runner.called(`${scenario}, stress, ${id} (${k + 1} of ${wanted.length})`);
      const found = await stressCapability(id, items, options.incidents, options.sets, evaluate);
      if (found === null) {
        const kept = options.out === undefined ? "nothing was written" : "the finished sets are kept in --out";
        process.stderr.write(`muster: interrupted; ${kept}\n`);
        return EXIT.interrupted;
      }
      capabilities.push(stressOf(found, name, items));
    }
    const meta = metaOf(loaded);
    const result = {
      muster: "1",
      scenario: { name: resolved.name, sha256: scenarioHash },
      ...{ seed, replications, checkReplications: replications * CHECKED_TIMES, mostIncidents: options.incidents },
      marking: meta.marking,
      data: loaded.data,
      places: loaded.data.shipped ? "by class" : "by name",
      verdict: capabilities.map(stressWords),
      capabilities,
    };
    if (options.out !== undefined) {
      await writeFiles(options.out, {
        ...tableFiles({ stress: stressTable(capabilities, meta.marking) }, options.format),
        "stress.json": json(result),
      });
    }
    runner.finished();
    const rests = `${resolved.name}: ${thousands(replications)} runs of each set on the same luck, ${thousands(replications * CHECKED_TIMES)} on fresh luck where it seems to break, seed ${seed}. Data: ${loaded.data.status}. Marking: ${meta.marking}`;
    process.stdout.write(options.json ? json(result) : `${[...result.verdict, "", rests].join("\n")}\n`);
    return EXIT.done;
  } finally {
    runner.close();
  }
}

interface Item extends StressItem {
  readonly threat: string;
  readonly where: Incident["where"];
}

/** Each kind of incident at each place: by class of place on shipped data, else by force. */
function itemsOf(resolved: ResolvedScenario, shipped: boolean): Item[] {
  const forces = resolved.places.forces ?? {};
  const classes = placeClassesOf(resolved);
  const ids = Object.keys(forces);
  const places = shipped
    ? classes.names.flatMap((name, k) => {
        const members = ids.filter((_, force) => classes.ofForce[force] === k);
        return members.length === 0 ? [] : [{ place: `one of the ${name}`, where: members, most: members.length }];
      })
    : ids.map((id) => ({ place: forces[id]!.name ?? id, where: id, most: 1 }));
  return [...kindsOfIncident(resolved)].flatMap(([threat, asks]) => {
    const kind = resolved.threats![threat]!.name ?? threat;
    return places.map((place) => ({ threat, kind, asks, ...place }));
  });
}

/** What was run once is not run again: one set tells of all capabilities. */
function evaluator(
  runner: PointsRunner,
  items: readonly Item[],
  horizon: number,
  plan: {
    readonly resolved: ResolvedScenario;
    readonly scenarioHash: string;
    readonly seed: string;
    readonly replications: number;
  },
): Evaluate {
  const known = new Map<string, PointOutcome>();
  const first = Math.min(FIRST_AT, Math.floor(horizon / 4));
  const incidentsOf = ({ items: of, size, gap }: Concurrence): Incident[] =>
    of.map((item, i) => ({ threat: items[item]!.threat, where: items[item]!.where, at: first + i * gap, size }));
  const runs: Readonly<Record<Look, number>> = {
    glance: Math.ceil(plan.replications / CHECKED_TIMES),
    search: plan.replications,
    fresh: plan.replications * CHECKED_TIMES,
  };
  return async (sets, look) => {
    const keys = sets.map((set) => JSON.stringify([look, set.items, set.size, set.gap]));
    const open = sets.flatMap((set, i) => (known.has(keys[i]!) ? [] : [{ key: keys[i]!, set }]));
    const outcomes = await runner.run({
      ...plan,
      seed: look === "fresh" ? `${plan.seed}/fresh` : plan.seed,
      replications: runs[look],
      points: open.map(({ set }) => ({ incidents: incidentsOf(set), settings: [], quantiles: null })),
    });
    outcomes.forEach((outcome, i) => {
      if (outcome !== null) known.set(open[i]!.key, outcome);
    });
    return keys.every((key) => known.has(key)) ? keys.map((key) => known.get(key)!) : null;
  };
}
