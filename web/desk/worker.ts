/**
 * The desk: a worker of its own, so that reading, adding up and drawing up pictures never hold up the page, and
 * the replication workers carry no validation.
 */

import type { Model } from "../../engine/model.ts";
import { digestOf } from "../../engine/tally/digest.ts";
import { mergePacked, type PackedTallies } from "../../engine/tally/pack.ts";
import { summarise } from "../../engine/tally/summarise.ts";
import type { CapabilitySummary, ScopeSummary } from "../../engine/tally/summary.ts";
import { seriesTable } from "../../engine/tally/tables.ts";
import { createTallies, type Tallies } from "../../engine/tally/tally.ts";
import { verdict } from "../../engine/tally/verdict.ts";
import { unitNames } from "../../engine/tally/words.ts";
import { compileScenario } from "../../scenarios/format/compile.ts";
import type { ResolvedScenario } from "../../scenarios/format/read.ts";
import { timelineOf } from "../charts/timeline-data.ts";
import { MARKING } from "../words.ts";
import { layoutOf } from "./layout.ts";
import {
  type Assumption,
  type CapabilityFigures,
  type CapabilityNames,
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
import { presetIds, presetOf, readShipped } from "./shipped.ts";

/** Presets are what ships: sensitive capabilities are reported for region and nation only (model.md §9). */
const SHIPPED_DATA = true;
const DEFAULT_REPLICATIONS = 2000;
const DEFAULT_SEED = "1";

interface OpenRun {
  readonly opened: Opened;
  readonly model: Model;
  readonly tallies: Tallies;
}

let current: OpenRun | null = null;
let runs = 0;

const desk: { [M in keyof Desk]: (...values: Parameters<Desk[M]>) => Awaited<ReturnType<Desk[M]>> } = {
  list() {
    readAhead(presetIds());
    return presetIds().map(presetOf);
  },
  open(preset, seed, replications) {
    const { resolved, scenarioHash, dataStatus } = readShipped(preset);
    const { model } = compileScenario(resolved, scenarioHash);
    const opened: Opened = {
      run: ++runs,
      plan: {
        resolved,
        scenarioHash,
        seed: seed ?? resolved.seed ?? DEFAULT_SEED,
        replications: replications ?? resolved.replications ?? DEFAULT_REPLICATIONS,
        outer: null,
      },
      preset: presetOf(preset),
      reading: resolved.reading ?? "",
      dataStatus,
      clock: {
        startMinuteOfDay: model.startMinuteOfDay,
        startWeekday: model.startWeekday,
        horizonMinutes: model.horizon,
      },
      forces: layoutOf(model),
      capabilities: model.capabilities.map((_, cap) => namesOf(model, cap)),
      assumptions: (resolved.assumptions ?? []).map(assumptionOf),
    };
    current = { opened, model, tallies: createTallies(model) };
    return opened;
  },
  add(run, part: PackedTallies) {
    if (current?.opened.run === run) mergePacked(current.tallies, part);
  },
  picture(run, view, ended) {
    if (current?.opened.run !== run) throw new Refused(["This run was replaced by another."]);
    return pictureOf(current, view, ended);
  },
};

/** While somebody reads the gallery, one scenario after the other, so that a choice never waits for more than one. */
function readAhead([id, ...others]: readonly string[]): void {
  if (id === undefined) return;
  setTimeout(() => {
    try {
      readShipped(id);
    } catch {
      // Said when it is chosen.
    }
    readAhead(others);
  }, 0);
}

function pictureOf({ opened, model, tallies }: OpenRun, view: View, ended: Ended | null): Picture {
  const { plan, dataStatus } = opened;
  const from = ended?.from ?? 0;
  const to = ended?.to ?? tallies.nReplications;
  const summary = summarise(model, tallies, {
    scenarioName: opened.preset.name,
    start: plan.resolved.clock?.start ?? "",
    seed: plan.seed,
    from,
    to,
    marking: MARKING,
    shippedData: SHIPPED_DATA,
    dataStatus,
    // Costs as much as the rest of the summary: left for the end.
    digest: ended === null ? "" : digestOf(tallies, plan.scenarioHash, plan.seed, from, to),
  });
  const meta = { marking: MARKING, shippedData: SHIPPED_DATA };
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
    allocation: summary.allocation,
    capabilities: summary.capabilities.map(figuresOf),
    view,
    timeline: timelineOf(series, tallies.layout.bucketMinutes),
  };
}

function figuresOf({ id, asked, scopes }: CapabilitySummary): CapabilityFigures {
  const below = (kind: ScopeSummary["scope"]) =>
    Object.fromEntries(scopes.filter(({ scope }) => scope === kind).map((scope) => [scope.id, runOutOf(scope)]));
  return { id, asked, nation: runOutOf(scopes[0]!), regions: below("region"), forces: below("force") };
}

function runOutOf({ runOut: { probability, low, high, text } }: ScopeSummary): RunOutFigure {
  return { probability, low, high, text };
}

function namesOf(model: Model, cap: number): CapabilityNames {
  const { id, name, scheme, sensitive, regionRequirement } = model.capabilities[cap]!;
  const { regionIds, regionNames, regionOf } = model.schemes[scheme]!;
  const requirement = model.requirement[cap]!;
  return {
    id,
    name,
    plural: unitNames(id, name).many,
    byRegionOnly: SHIPPED_DATA && sensitive,
    regions: regionIds.map((region, r) => {
      const units = regionRequirement?.[r] ?? Number.NaN;
      return { id: region, name: regionNames[r]!, requirement: Number.isFinite(units) ? units : null };
    }),
    regionOf: Array.from({ length: model.nForces }, (_, force) => regionOf[force]!),
    requirement: Number.isFinite(requirement) ? requirement : null,
  };
}

type ScenarioAssumption = NonNullable<ResolvedScenario["assumptions"]>[number];

function assumptionOf({ what, value, low, mode, high, unit, source }: ScenarioAssumption): Assumption {
  const central = value ?? mode;
  const range = low === undefined || high === undefined ? "" : `${low} to ${high}`;
  const first = central === undefined ? range : `${central}`;
  const words = [first, unit, central !== undefined && range !== "" ? `(${range})` : undefined];
  return { what, figure: first === "" ? "" : words.filter(Boolean).join(" "), source: source ?? "" };
}

self.addEventListener("message", ({ data }: MessageEvent<Request>) => {
  const { id, method, values } = data;
  const answer = desk[method] as (...given: readonly unknown[]) => unknown;
  let reply: Reply;
  try {
    reply = { id, value: answer(...values) };
  } catch (error) {
    reply = { id, lines: error instanceof Refused ? error.lines : [String(error)] };
  }
  self.postMessage(reply);
});
