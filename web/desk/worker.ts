/**
 * The desk: a worker of its own, so that reading, adding up and drawing up pictures never hold up the page, and
 * the replication workers carry no validation.
 */

import type { Model } from "../../engine/model.ts";
import { digestOf } from "../../engine/tally/digest.ts";
import { flagOf, sumOf } from "../../engine/tally/figures.ts";
import { mergePacked, type PackedTallies } from "../../engine/tally/pack.ts";
import { summarise } from "../../engine/tally/summarise.ts";
import type { CapabilitySummary, RangeNote, ScopeSummary, Summary } from "../../engine/tally/summary.ts";
import { seriesTable } from "../../engine/tally/tables.ts";
import { createTallies, type Tallies } from "../../engine/tally/tally.ts";
import { verdict } from "../../engine/tally/verdict.ts";
import type { ResolvedScenario } from "../../scenarios/format/read.ts";
import { timelineOf } from "../charts/timeline-data.ts";
import { compareDesk } from "../compare/desk.ts";
import { editDesk } from "../edit/desk.ts";
import { builderDesk } from "../exercise/builder-desk.ts";
import { playDesk } from "../exercise/play-desk.ts";
import { paperDesk } from "../papers/desk.ts";
import { plansDesk } from "../plans/desk.ts";
import { MARKING } from "../words.ts";
import { detailDesk } from "./detail-desk.ts";
import { layoutOf } from "./layout.ts";
import { namesOf } from "./names.ts";
import {
  type Assumption,
  type CapabilityFigures,
  type Desk,
  type Ended,
  type Opened,
  type Picture,
  Refused,
  type Reply,
  type Request,
  type RunOutFigure,
  type View,
} from "./protocol.ts";
import { compileSource, presetIds, presetOf, presetText, readSource } from "./shipped.ts";

const DEFAULT_REPLICATIONS = 2000;
const DEFAULT_SEED = "1";

interface OpenRun {
  readonly opened: Opened;
  readonly model: Model;
  readonly tallies: Tallies;
  /** the numbers given as ranges, in the order in which the replicator draws them */
  readonly ranges: readonly RangeNote[];
}

let current: OpenRun | null = null;
let runs = 0;

type Answer<M extends keyof Desk> = ReturnType<Desk[M]> | Awaited<ReturnType<Desk[M]>>;

const desk: { [M in keyof Desk]: (...values: Parameters<Desk[M]>) => Answer<M> } = {
  ...editDesk,
  ...compareDesk,
  ...builderDesk,
  ...playDesk,
  ...detailDesk((run) => ofRun(run)),
  ...plansDesk((run) => ofRun(run)),
  ...paperDesk((run, ended) => {
    const ran = ofRun(run);
    const { opened, model, ranges } = ran;
    return { opened, model, summary: summaryOf(ran, ended), drawnPaths: ranges.map(({ path }) => path) };
  }),
  list() {
    return presetIds().map(presetOf);
  },
  text: presetText,
  open(source, { seed, runs: replications, outer }) {
    const { shipped, compiled } = compileSource(source);
    const { resolved, scenarioHash, dataStatus, shippedData } = shipped;
    const { model, uncertain } = compiled;
    const opened: Opened = {
      run: ++runs,
      source,
      edited: source.text !== null && source.preset !== null && scenarioHash !== hashOf(source.preset),
      plan: {
        resolved,
        scenarioHash,
        seed: seed ?? resolved.seed ?? DEFAULT_SEED,
        replications: replications ?? resolved.replications ?? DEFAULT_REPLICATIONS,
        outer,
      },
      preset: {
        id: source.preset ?? "own",
        name: resolved.name,
        story: resolved.story ?? "",
        question: resolved.question ?? "",
      },
      marking: resolved.marking ?? MARKING,
      shippedData,
      reading: resolved.reading ?? "",
      dataStatus,
      clock: {
        startMinuteOfDay: model.startMinuteOfDay,
        startWeekday: model.startWeekday,
        horizonMinutes: model.horizon,
      },
      forces: layoutOf(model),
      capabilities: model.capabilities.map((_, cap) => namesOf(model, cap, shippedData)),
      assumptions: (resolved.assumptions ?? []).map(assumptionOf),
    };
    const ranges = uncertain.map(({ path, low, central, high, kind, source: from }) => {
      return { path, low, value: central, high, kind, source: from };
    });
    current = { opened, model, tallies: createTallies(model), ranges };
    return opened;
  },
  add(run, part: PackedTallies) {
    if (current?.opened.run === run) mergePacked(current.tallies, part);
  },
  picture(run, view, ended) {
    return pictureOf(ofRun(run), view, ended);
  },
};

/** @throws Refused where another run was opened since */
function ofRun(run: number): OpenRun {
  if (current?.opened.run !== run) throw new Refused(["This run was replaced by another."]);
  return current;
}

function hashOf(preset: string): string {
  return readSource({ preset, text: null, fileName: "" }).scenarioHash;
}

function pictureOf(run: OpenRun, wanted: View | null, ended: Ended | null): Picture {
  const { opened, model, tallies } = run;
  const view = wanted ?? worstOf(run);
  const { marking, shippedData } = opened;
  const summary = summaryOf(run, ended, new Set([view.capability]));
  const meta = { marking, shippedData };
  const series = seriesTable(
    model,
    tallies,
    meta,
    (capability, at) => capability === view.capability && at.scope === view.scope && at.id === view.id,
  );
  return {
    replications: summary.replications,
    digest: summary.digest === "" ? null : summary.digest,
    verdict: verdict(summary),
    summary,
    allocation: summary.allocation,
    capabilities: summary.capabilities.map(figuresOf),
    view,
    timeline: timelineOf(series, tallies.layout.bucketMinutes),
  };
}

/** @param forcesOf capabilities whose forces are told apart; absent: all */
function summaryOf(run: OpenRun, ended: Ended | null, forcesOf?: ReadonlySet<string>): Summary {
  const { opened, model, tallies, ranges } = run;
  const { plan, dataStatus, marking, shippedData } = opened;
  const from = ended?.from ?? 0;
  const to = ended?.to ?? tallies.nReplications;
  return summarise(model, tallies, {
    scenarioName: opened.preset.name,
    start: plan.resolved.clock?.start ?? "",
    seed: plan.seed,
    from,
    to,
    marking,
    shippedData,
    dataStatus,
    ranges,
    ...(forcesOf === undefined ? {} : { forcesOf }),
    // Costs as much as the rest of the summary: left for the end.
    digest: ended === null ? "" : digestOf(tallies, plan.scenarioHash, plan.seed, from, to),
  });
}

/** Of what was asked for, the one that ran out in most runs; of equals the first. */
function worstOf({ model, tallies }: OpenRun): View {
  let worst = 0;
  let most = -1;
  for (let cap = 0; cap < model.nCaps; cap++) {
    const nation = tallies.layout.cellStart[cap]!;
    if (flagOf(tallies, nation, "askedAtAll") === 0 && sumOf(tallies, nation, "needsAsked") === 0) continue;
    const runOuts = flagOf(tallies, nation, "runOut");
    if (runOuts > most) [worst, most] = [cap, runOuts];
  }
  return { capability: model.capabilities[worst]!.id, scope: "nation", id: "nation" };
}

function figuresOf({ id, asked, scopes }: CapabilitySummary): CapabilityFigures {
  const below = (kind: ScopeSummary["scope"]) =>
    Object.fromEntries(scopes.filter(({ scope }) => scope === kind).map((scope) => [scope.id, runOutOf(scope)]));
  return { id, asked, nation: runOutOf(scopes[0]!), regions: below("region"), forces: below("force") };
}

function runOutOf({ runOut: { probability, low, high, text } }: ScopeSummary): RunOutFigure {
  return { probability, low, high, text };
}

type ScenarioAssumption = NonNullable<ResolvedScenario["assumptions"]>[number];

function assumptionOf({ what, value, low, mode, high, unit, source }: ScenarioAssumption): Assumption {
  const central = value ?? mode;
  const range = low === undefined || high === undefined ? "" : `${low} to ${high}`;
  const first = central === undefined ? range : `${central}`;
  const words = [first, unit, central !== undefined && range !== "" ? `(${range})` : undefined];
  return { what, figure: first === "" ? "" : words.filter(Boolean).join(" "), source: source ?? "" };
}

self.addEventListener("message", async ({ data }: MessageEvent<Request>) => {
  const { id, method, values } = data;
  const answer = desk[method] as (...given: readonly unknown[]) => unknown;
  let reply: Reply;
  try {
    reply = { id, value: await answer(...values) };
  } catch (error) {
    reply = { id, lines: error instanceof Refused ? error.lines : [String(error)] };
  }
  self.postMessage(reply);
});
