/**
 * From tallies to a summary: means, quantiles and probabilities with intervals on everything, unit-minutes
 * as unit-hours, and null with a reason where the runs cannot support a figure.
 */
import type { Model } from "../model.ts";
import { isComplete } from "./components.ts";
import { digestOf } from "./digest.ts";
import { rangeEffect } from "./effects.ts";
import {
  boundsOf,
  conditional,
  doubt,
  doubtsInWords,
  flagOf,
  meanOf,
  type Place,
  probability,
  quantile,
  quantiles,
  type Run,
  rowOf,
  type Source,
  spread,
  spreadRanksOf,
  sumOf,
  withRemarks,
} from "./figures.ts";
import { largestOf, totalOf } from "./histogram.ts";
import { type CONDITIONAL, EVENTS, type PER_REPLICATION, REASONS, type SUMS } from "./measures.ts";
import { reportedScopes } from "./scopes.ts";
import type {
  CapabilitySummary,
  DaysSustainable,
  ReserveSummary,
  RunOutSummary,
  ScopeSummary,
  Summary,
  SummaryMeta,
  WorkSummary,
} from "./summary.ts";
import { N_EVENTS, type Tallies } from "./tally.ts";
import { drawnInWords, intervalOfShare, shareOfRuns } from "./words.ts";

/**
 * @throws RangeError if the tallies are of another model
 */
export function summarise(model: Model, tallies: Tallies, meta: SummaryMeta): Summary {
  if (
    tallies.layout.nRegionsOfCap.length !== model.nCaps ||
    tallies.flows.length !== model.nCaps * model.nHolders * model.nForces
  ) {
    throw new RangeError(
      `tallies of another model: ${tallies.layout.nRegionsOfCap.length} capabilities, not ${model.nCaps}`,
    );
  }
  const n = tallies.nReplications;
  const outer = tallies.ranges?.outer ?? null;
  const run: Run = {
    ...{ model, tallies, meta, n },
    apart: outer === null ? null : isComplete(outer) && outer.draws > 1,
    doubts: new Map(),
    spreadRanks: spreadRanksOf(n, outer === null),
    ranksAt: new Map(),
    values: [],
  };
  const caps = model.capabilities.map((_, cap) => cap);
  const reported = meta.only === undefined ? caps : caps.filter((cap) => meta.only!.has(model.capabilities[cap]!.id));
  const capabilities = reported.map((cap) => summariseCapability(run, cap));
  return {
    muster: "1",
    scenario: { name: meta.scenarioName, sha256: model.scenarioHash },
    seed: meta.seed,
    replications: run.n,
    digest: meta.digest ?? digestOf(tallies, model.scenarioHash, meta.seed, meta.from, meta.to),
    marking: meta.marking,
    data: { shipped: meta.shippedData, status: meta.dataStatus },
    allocation: meta.allocation ?? allocationOf(model),
    warnings: [...(meta.warnings ?? []), ...doubtsInWords(run)],
    clock: { start: meta.start, startMinuteOfDay: model.startMinuteOfDay, horizonMinutes: model.horizon },
    ...(meta.stopping === undefined ? {} : { stopping: meta.stopping }),
    uncertainty: uncertainty(tallies),
    ranges: (meta.ranges ?? []).map((range, k) => ({
      ...range,
      effect: reported.flatMap((cap, i) => {
        const { id, asked } = capabilities[i]!;
        return asked ? [rangeEffect(tallies, k, cap, id)] : [];
      }),
    })),
    capabilities,
  };
}

function uncertainty({ ranges, nReplications }: Tallies): Summary["uncertainty"] {
  if (ranges === null) return null;
  const { nRanges, outer } = ranges;
  const draws = outer?.draws ?? nReplications;
  return { ranges: nRanges, draws, mixed: outer === null, text: drawnInWords(nRanges, outer === null ? null : draws) };
}

function summariseCapability(run: Run, cap: number): CapabilitySummary {
  const { model, tallies, meta } = run;
  const capability = model.capabilities[cap]!;
  const requirement = model.requirement[cap]!;
  const nation = tallies.layout.cellStart[cap]!;
  return {
    id: capability.id,
    name: capability.name,
    officersPerUnit: capability.officersPerUnit,
    people: capability.people ?? "officers",
    regionScheme: model.schemes[capability.scheme]!.id,
    requirementUnits: Number.isFinite(requirement) ? requirement : null,
    asked: flagOf(tallies, nation, "askedAtAll") > 0 || sumOf(tallies, nation, "needsAsked") > 0,
    scopes: reportedScopes(model, tallies, cap, meta).map((at) => summariseScope({ ...run, cap, at })),
  };
}

/** Units the SPR or the user requires of a nation or a region; null: none stated. */
function requirementOf({ model, cap, at }: Place): number | null {
  if (at.scope === "force") return null;
  const units =
    at.scope === "nation" ? model.requirement[cap] : model.capabilities[cap]!.regionRequirement?.[at.index - 1];
  return units !== undefined && Number.isFinite(units) ? units : null;
}

function summariseScope(place: Place): ScopeSummary {
  const { model, tallies, n, at, cap } = place;
  const capability = model.capabilities[cap]!;
  const count = (name: (typeof SUMS)[number]) => sumOf(tallies, at.cell, name);
  const shifts = spread(place, "officerShifts", 1, "officerShifts");
  const hours = (measure: (typeof PER_REPLICATION)[number], figure: string) => spread(place, measure, 60, figure);
  return {
    scope: at.scope,
    id: at.id,
    name: at.name,
    requirementUnits: requirementOf(place),
    runOut: runOut(place),
    leftForce: probability(place, "leftForce"),
    leftRegion: tallies.layout.nRegionsOfCap[cap] === 0 ? null : probability(place, "leftRegion"),
    requiredUnitHours: hours("requiredUnitMinutes", "requiredUnitHours"),
    onTheGroundUnitHours: hours("onTheGroundUnitMinutes", "onTheGroundUnitHours"),
    inTransitUnitHours: hours("inTransitUnitMinutes", "inTransitUnitHours"),
    restingUnitHours: hours("restingUnitMinutes", "restingUnitHours"),
    unresourcedUnitHours: hours("unresourcedUnitMinutes", "unresourcedUnitHours"),
    requiredEscalatedUnitHours: hours("requiredEscalatedUnitMinutes", "requiredEscalatedUnitHours"),
    heldUnitHours: hours("heldUnitMinutes", "heldUnitHours"),
    usedUnitHours: hours("usedUnitMinutes", "usedUnitHours"),
    overtimeUnitHours: hours("overtimeUnitMinutes", "overtimeUnitHours"),
    busyUnitHours: hours("busyUnitMinutes", "busyUnitHours"),
    peakRequiredUnits: {
      ...spread(place, "peakRequiredUnits", 1, "peakRequiredUnits"),
      max: n === 0 ? null : (largestOf(tallies.perReplication, rowOf(at.cell, "peakRequiredUnits")) ?? 0),
    },
    needs: {
      asked: count("needsAsked"),
      metOnTime: count("needsMetOnTime"),
      metLate: count("needsMetLate"),
      partMet: count("needsPartMet"),
      lapsed: count("needsLapsed"),
      unfinished: count("needsUnfinished"),
    },
    mobilisationLine: mobilisationLine(place),
    wait: wait(place),
    work: work(place),
    reserveUnits: {
      "1h": reserve(place, "reserve1h", "reserve1hMinute", "1h"),
      "4h": reserve(place, "reserve4h", "reserve4hMinute", "4h"),
      "8h": reserve(place, "reserve8h", "reserve8hMinute", "8h"),
      "24h": reserve(place, "reserve24h", "reserve24hMinute", "24h"),
    },
    officerShifts: shifts,
    cost: {
      low: shifts.mean === null ? null : shifts.mean * capability.costLow,
      high: shifts.mean === null ? null : shifts.mean * capability.costHigh,
    },
    restDaysCancelled: { mean: n === 0 ? null : count("restDaysCancelled") / n },
    daysSustainable: daysSustainable(place),
  };
}

function runOut(place: Place): RunOutSummary {
  const { tallies, n, at } = place;
  const chance = probability(place, "runOut");
  const reasons: Record<string, number | null> = {};
  for (const { measure, key } of REASONS) reasons[key] = n === 0 ? null : sumOf(tallies, at.cell, measure) / 60 / n;
  const first = conditional(tallies, at.cell, "runOutFirstMinute");
  const minutes = conditional(tallies, at.cell, "runOutMinutes");
  const depth = conditional(tallies, at.cell, "runOutDepthUnits");
  const gapUnits = conditional(tallies, at.cell, "firstGapUnits");
  const gapMinutes = conditional(tallies, at.cell, "firstGapMinutes");
  if (first.n === 0)
    doubt(place, "it did not happen in any run", "runOut.firstMinutes, durationMinutes, depthUnits, unfilledUnitHours");
  return {
    ...chance,
    text: shareOfRuns(chance.runs, n, intervalOfShare(chance, place.apart)),
    reasons,
    unfilledUnitHours: chance.runs === 0 ? null : sumOf(tallies, at.cell, "runOutUnitMinutes") / 60 / chance.runs,
    firstMinutes:
      first.n === 0
        ? null
        : {
            p10: quantile(place, first, 0.1, "runOut.firstMinutes"),
            p50: quantile(place, first, 0.5, "runOut.firstMinutes"),
            p90: quantile(place, first, 0.9, "runOut.firstMinutes"),
            runs: first.n,
            intervals: {
              p10: boundsOf(place, first, 0.1, "runOut.firstMinutes"),
              p50: boundsOf(place, first, 0.5, "runOut.firstMinutes"),
              p90: boundsOf(place, first, 0.9, "runOut.firstMinutes"),
            },
          },
    durationMinutes: halfAndNinety(place, minutes, "runOut.durationMinutes"),
    depthUnits: halfAndNinety(place, depth, "runOut.depthUnits"),
    firstGapUnits: halfAndNinety(place, gapUnits, "runOut.firstGapUnits"),
    firstGapMinutes: halfAndNinety(place, gapMinutes, "runOut.firstGapMinutes"),
    firstRegion: at.scope === "nation" ? firstRegions(place) : [],
  };
}

function halfAndNinety(place: Place, source: Source, figure: string): RunOutSummary["depthUnits"] {
  if (source.n === 0) return null;
  return {
    p50: quantile(place, source, 0.5, figure),
    p90: quantile(place, source, 0.9, figure),
    runs: source.n,
    intervals: { p50: boundsOf(place, source, 0.5, figure), p90: boundsOf(place, source, 0.9, figure) },
  };
}

function firstRegions({ model, tallies, n, cap }: Place): RunOutSummary["firstRegion"] {
  const scheme = model.schemes[model.capabilities[cap]!.scheme]!;
  const first = cap * (tallies.firstRegion.length / model.nCaps);
  return scheme.regionIds
    .map((id, r) => ({ id, name: scheme.regionNames[r]!, probability: tallies.firstRegion[first + r]! / n }))
    .filter((region) => region.probability > 0)
    .sort((a, b) => b.probability - a.probability);
}

function mobilisationLine(place: Place): ScopeSummary["mobilisationLine"] {
  const { tallies, at } = place;
  const needs = sumOf(tallies, at.cell, "needsLeftForce");
  if (needs === 0) doubt(place, "no need left its force", "mobilisationLine");
  const share = (measure: (typeof SUMS)[number]) => (needs === 0 ? null : sumOf(tallies, at.cell, measure) / needs);
  return { "1h": share("line1hMet"), "4h": share("line4hMet"), "8h": share("line8hMet"), needs };
}

function wait(place: Place): ScopeSummary["wait"] {
  const { tallies, at } = place;
  const needs = sumOf(tallies, at.cell, "waitCount");
  const row = at.cell * N_EVENTS + EVENTS.indexOf("waitPerNeedMinutes");
  const n = totalOf(tallies.perNeed, row);
  if (needs === 0) {
    doubt(place, "no need had a wait", "wait");
    return { meanMinutes: null, p50: null, p90: null, p99: null, needs };
  }
  return {
    meanMinutes: sumOf(tallies, at.cell, "waitMinutes") / needs,
    ...quantiles(place, { bank: tallies.perNeed, row, n, zeros: 0, per: 1 }, "wait"),
    needs,
  };
}

function work(place: Place): WorkSummary | null {
  const { tallies, at } = place;
  if (tallies.sum[rowOf(at.cell, "workAskedUnitMinutes")] === 0) return null;
  const completion = conditional(tallies, at.cell, "workCompletionMinutes");
  if (completion.n === 0) doubt(place, "no work was finished", "work.completionMinutes");
  return {
    askedUnitHours: spread(place, "workAskedUnitMinutes", 60, "work.askedUnitHours"),
    doneUnitHours: spread(place, "workDoneUnitMinutes", 60, "work.doneUnitHours"),
    backlogUnitHours: spread(place, "workBacklogUnitMinutes", 60, "work.backlogUnitHours"),
    completionMinutes:
      completion.n === 0 ? null : { ...quantiles(place, completion, "work.completionMinutes"), pieces: completion.n },
  };
}

function reserve(
  place: Place,
  measure: (typeof PER_REPLICATION)[number],
  minute: (typeof CONDITIONAL)[number],
  key: string,
): ReserveSummary {
  const { tallies, n, at } = place;
  const row = rowOf(at.cell, measure);
  const source: Source = {
    bank: tallies.perReplication,
    row,
    n,
    zeros: n - totalOf(tallies.perReplication, row),
    per: 1,
  };
  const figure = `reserveUnits.${key}`;
  const mean = meanOf(place, row, source.zeros, 1, figure);
  return withRemarks(mean, {
    mean: mean.mean,
    low: mean.low,
    high: mean.high,
    p10: quantile(place, source, 0.1, figure),
    p50: quantile(place, source, 0.5, figure),
    intervals: { p10: boundsOf(place, source, 0.1, figure), p50: boundsOf(place, source, 0.5, figure) },
    atMinute: quantile(place, conditional(tallies, at.cell, minute), 0.5, `reserveUnits.${key}.atMinute`),
  });
}

function daysSustainable(place: Place): DaysSustainable | null {
  const { tallies, at } = place;
  const source = conditional(tallies, at.cell, "enduranceMinutes");
  if (source.n === 0) {
    const asked = flagOf(tallies, at.cell, "askedAtAll") > 0;
    doubt(place, asked ? "units never tire here" : "nobody was asked for", "daysSustainable");
    return null;
  }
  // Runs that lasted to the horizon are taken as the longest; a rank among them is a lower bound only.
  const ended = source.n - flagOf(tallies, at.cell, "enduranceCensored");
  const atLeast = (q: number) => Math.ceil(q * source.n - 1e-9) > ended;
  const days = { ...source, per: 1440 };
  return {
    p10: quantile(place, days, 0.1, "daysSustainable"),
    p50: quantile(place, days, 0.5, "daysSustainable"),
    p10AtLeast: atLeast(0.1),
    p50AtLeast: atLeast(0.5),
    runs: source.n,
    intervals: {
      p10: boundsOf(place, days, 0.1, "daysSustainable"),
      p50: boundsOf(place, days, 0.5, "daysSustainable"),
    },
  };
}

const DONOR_WORDS = ["regional proportionate", "nearest", "greatest spare", "supplied"] as const;

/** The rules of allocation that the model's capabilities and needs follow; several are told apart by "and". */
export function allocationOf(model: Model): { donors: string; fill: string } {
  const used = new Set((model.needTemplates ?? []).map((need) => need.capability));
  const donors = new Set<string>();
  model.capabilities.forEach((capability, cap) => {
    if (used.size === 0 || used.has(cap)) donors.add(DONOR_WORDS[capability.donorPolicy] ?? "regional proportionate");
  });
  const fills = new Set<string>();
  for (const need of model.needTemplates ?? []) {
    fills.add(
      need.smallestTeam <= 1 ? "part-fill" : need.smallestTeam > 1e6 ? "all or nothing" : "from the smallest team up",
    );
  }
  return { donors: [...donors].join(" and "), fill: [...fills].join(" and ") || "part-fill" };
}
