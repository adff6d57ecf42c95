/**
 * From tallies to a summary: means, quantiles and probabilities with intervals on everything, unit-minutes
 * as unit-hours, and null with a reason where the runs cannot support a figure.
 */
import type { Model } from "../model.ts";
import {
  groupedOf,
  isComplete,
  meanOverDraws,
  type Parts,
  partsOf,
  proportionOverDraws,
  wholeOf,
} from "./components.ts";
import { digestOf } from "./digest.ts";
import { rangeEffect } from "./effects.ts";
import { sampleVarianceOf } from "./exact.ts";
import { largestOf, quantileRank, totalOf, valueAtRank, valuesAtRanks } from "./histogram.ts";
import { meanInterval, type QuantileRanks, quantileRanks, wilson } from "./intervals.ts";
import { CONDITIONAL, EVENTS, FLAGS, PER_REPLICATION, REASONS, SUMS } from "./measures.ts";
import { studentDoubt } from "./skewness.ts";
import type {
  Bounds,
  CapabilitySummary,
  DaysSustainable,
  Probability,
  Quantiles,
  ReserveSummary,
  RunOutSummary,
  ScopeKind,
  ScopeSummary,
  Spread,
  Summary,
  SummaryMeta,
  WorkSummary,
} from "./summary.ts";
import {
  type HistogramBank,
  N_CONDITIONAL,
  N_EVENTS,
  N_FLAGS,
  N_PER_REPLICATION,
  N_SUMS,
  type Tallies,
} from "./tally.ts";
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

/** The cells of a capability that are reported: nation, regions, then forces with any figure that is not 0. */
export function reportedScopes(model: Model, tallies: Tallies, cap: number, meta: ScopeRules): ReportedScope[] {
  const first = tallies.layout.cellStart[cap]!;
  const scheme = model.schemes[model.capabilities[cap]!.scheme]!;
  const scopes: ReportedScope[] = [{ scope: "nation", id: "nation", name: "Nation", cell: first, index: 0 }];
  scheme.regionIds.forEach((id, r) => {
    scopes.push({ scope: "region", id, name: scheme.regionNames[r]!, cell: first + 1 + r, index: 1 + r });
  });
  // What ships is arithmetic on public figures; of sensitive capabilities it says nothing about any one force.
  if (meta.shippedData && model.capabilities[cap]!.sensitive) return scopes;
  const all = meta.allForces === true || tallies.nReplications === 0;
  for (let force = 0; force < model.nForces; force++) {
    const index = 1 + scheme.regionIds.length + force;
    if (!all && isIdle(tallies, first + index)) continue;
    scopes.push({
      scope: "force",
      id: model.holderIds[force]!,
      name: model.holderNames[force]!,
      cell: first + index,
      index,
    });
  }
  return scopes;
}

export type ScopeRules = Pick<SummaryMeta, "shippedData" | "allForces">;

export interface ReportedScope {
  readonly scope: ScopeKind;
  readonly id: string;
  readonly name: string;
  readonly cell: number;
  /** within the capability: 0 nation, then regions, then forces */
  readonly index: number;
}

function isIdle(tallies: Tallies, cell: number): boolean {
  const nothing = (array: Float64Array, width: number) => {
    for (let i = cell * width; i < (cell + 1) * width; i++) if (array[i] !== 0) return false;
    return true;
  };
  return nothing(tallies.sum, N_PER_REPLICATION) && nothing(tallies.flags, N_FLAGS) && nothing(tallies.sums, N_SUMS);
}

interface Run {
  readonly model: Model;
  readonly tallies: Tallies;
  readonly meta: SummaryMeta;
  /** replications */
  readonly n: number;
  /** whether luck and not knowing can be told apart; null: runs share no draws, and each is independent */
  readonly apart: boolean | null;
  readonly doubts: Map<string, Doubt>;
  readonly spreadRanks: SpreadRanks;
  /** ranks by quantile and number of values: cells have many quantiles of as many values */
  readonly ranksAt: Map<string, QuantileRanks>;
  /** scratch: the values at those ranks */
  readonly values: number[];
}

/** One scope of one capability, and where its figures are. */
interface Place extends Run {
  readonly cap: number;
  readonly at: ReportedScope;
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

/** One value per replication, zeros implied; divided by `per` (60: unit-minutes to unit-hours). */
function spread(place: Place, measure: (typeof PER_REPLICATION)[number], per: number, figure: string): Spread {
  const { tallies, n, at } = place;
  const row = rowOf(at.cell, measure);
  const zeros = n - totalOf(tallies.perReplication, row);
  const mean = meanOf(place, row, zeros, per, figure);
  // All ranks in one pass over the row: a summary has thousands of rows.
  const { ranks, plan } = place.spreadRanks;
  valuesAtRanks(tallies.perReplication, row, ranks, zeros, place.values);
  const valueAt = (i: number) => place.values[i]! / per;
  const points = plan.map(({ q, point }) => {
    if (point === null) doubtQuantile(place, n, q, figure);
    return point === null ? null : valueAt(point);
  });
  const intervals = plan.map(({ q, bounds }): Bounds | null => {
    if (bounds !== null) return [valueAt(bounds[0]), valueAt(bounds[1])];
    doubtBounds(place, n, q, figure);
    return null;
  });
  return withRemarks(mean, {
    mean: mean.mean,
    low: mean.low,
    high: mean.high,
    p50: points[0]!,
    p90: points[1]!,
    p99: points[2]!,
    intervals: { p50: intervals[0]!, p90: intervals[1]!, p99: intervals[2]! },
  });
}

/** A mean with its interval, and what there is to say of it. */
interface Mean {
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** null: no reason to doubt the interval */
  readonly doubt: string | null;
  /** undefined: runs share no draws */
  readonly parts: Parts | null | undefined;
}

const NO_MEAN: Mean = { mean: null, low: null, high: null, doubt: null, parts: undefined };

/** The mean of a row with its interval; over draws where runs share them. */
function meanOf(place: Place, row: number, zeros: number, per: number, figure: string): Mean {
  const { tallies, n, apart } = place;
  if (n === 0) return NO_MEAN;
  const sum = tallies.sum[row]!;
  const [squareHigh, squareLow] = [tallies.squareHigh[row]!, tallies.squareLow[row]!];
  const variance = sampleVarianceOf(n, sum, squareHigh, squareLow);
  const grouped = apart ? groupedOf(tallies, "sum", row, wholeOf(squareHigh, squareLow)) : null;
  const interval =
    apart === null ? meanInterval(sum / n, variance, n) : grouped === null ? null : meanOverDraws(grouped);
  if (interval === null) doubt(place, whyNoInterval(place), `${figure}.low, high`);
  const why = sum === 0 || interval === null ? null : studentDoubt(tallies.perReplication, row, n, zeros, variance);
  if (why !== null) doubt(place, SKEWED, figure);
  return {
    mean: sum / n / per,
    low: interval === null ? null : Math.max(0, interval.low) / per,
    high: interval === null ? null : interval.high / per,
    doubt: why,
    parts: apart === null ? undefined : grouped === null ? null : partsOf(grouped, per),
  };
}

/** Adds what there is to say of a mean; a summary has thousands of which nothing is. */
function withRemarks<Figure extends object>(mean: Mean, figure: Figure): Figure & Pick<Spread, "doubt" | "parts"> {
  if (mean.doubt === null && mean.parts === undefined) return figure;
  return {
    ...figure,
    ...(mean.doubt === null ? {} : { doubt: mean.doubt }),
    ...(mean.parts === undefined ? {} : { parts: mean.parts }),
  };
}

function whyNoInterval({ apart, tallies }: Place): string {
  if (apart === null) return "one run has no spread";
  if (tallies.ranges!.outer!.draws < 2) return "one draw of what is not known says nothing of others";
  return "not all draws of what is not known are complete";
}

/** The ranks that a spread reads, ascending, and what each stands for (positions in `ranks`). */
interface SpreadRanks {
  readonly ranks: readonly number[];
  readonly plan: readonly {
    readonly q: number;
    /** null: too few runs for the quantile */
    readonly point: number | null;
    /** null: too few runs to bound it on both sides */
    readonly bounds: readonly [number, number] | null;
  }[];
}

/** @param independent runs that share draws are not, and then order statistics bound no quantile */
function spreadRanksOf(n: number, independent: boolean): SpreadRanks {
  const wanted = [0.5, 0.9, 0.99].map((q) => {
    const { low, high } = quantileRanks(n, q);
    return {
      q,
      point: n < runsForQuantile(q) ? null : quantileRank(q, n),
      bounds: low < 1 || high > n || !independent ? null : ([low, high] as const),
    };
  });
  const all = wanted.flatMap(({ point, bounds }) => [...(point === null ? [] : [point]), ...(bounds ?? [])]);
  const ranks = [...new Set(all)].sort((a, b) => a - b);
  const plan = wanted.map(({ q, point, bounds }) => ({
    q,
    point: point === null ? null : ranks.indexOf(point),
    bounds: bounds === null ? null : ([ranks.indexOf(bounds[0]), ranks.indexOf(bounds[1])] as const),
  }));
  return { ranks, plan };
}

/** A row of a histogram, as values: n of them, `zeros` of which are not stored. */
interface Source {
  readonly bank: HistogramBank;
  readonly row: number;
  readonly n: number;
  readonly zeros: number;
  readonly per: number;
}

function quantiles(place: Place, source: Source, figure: string): Quantiles {
  return {
    p50: quantile(place, source, 0.5, figure),
    p90: quantile(place, source, 0.9, figure),
    p99: quantile(place, source, 0.99, figure),
  };
}

function quantile(place: Place, source: Source, q: number, figure: string): number | null {
  const { bank, row, n, zeros, per } = source;
  if (n < runsForQuantile(q)) {
    doubtQuantile(place, n, q, figure);
    return null;
  }
  return valueAtRank(bank, row, quantileRank(q, n), zeros) / per;
}

/** Between which order statistics the quantile lies; null with a reason. */
function boundsOf(place: Place, source: Source, q: number, figure: string): Bounds | null {
  const { bank, row, n, zeros, per } = source;
  if (n === 0) return null; // the quantile itself says why
  const key = `${q} ${n}`;
  const ranks = place.ranksAt.get(key) ?? quantileRanks(n, q);
  place.ranksAt.set(key, ranks);
  const { low, high } = ranks;
  if (low < 1 || high > n || place.apart !== null) {
    doubtBounds(place, n, q, figure);
    return null;
  }
  return [valueAtRank(bank, row, low, zeros) / per, valueAtRank(bank, row, high, zeros) / per];
}

function doubtBounds(place: Place, n: number, q: number, figure: string): void {
  if (n === 0) return;
  const reason =
    place.apart === null
      ? "too few runs to bound the quantile on both sides"
      : "runs that share a draw are not independent, so order statistics bound no quantile";
  doubt(place, reason, `${figure}.intervals.p${q * 100}`);
}

function doubtQuantile(place: Place, n: number, q: number, figure: string): void {
  const reason = n === 0 ? "nothing to count" : `fewer than ${runsForQuantile(q)} values`;
  doubt(place, reason, `${figure}.p${q * 100}`);
}

/** Fewest values whose plotting positions (i − ½) ÷ n reach to q. */
export function runsForQuantile(q: number): number {
  return Math.max(1, Math.ceil(0.5 / Math.min(q, 1 - q) - 1e-9));
}

function probability(place: Place, flag: (typeof FLAGS)[number]): Probability {
  const { tallies, n, at, apart } = place;
  const runs = flagOf(tallies, at.cell, flag);
  const index = at.cell * N_FLAGS + FLAGS.indexOf(flag);
  const grouped = apart ? groupedOf(tallies, "flags", index, BigInt(runs)) : null;
  const interval = apart === null ? wilson(runs, n) : grouped === null ? null : proportionOverDraws(grouped);
  if (interval === null && n > 0) doubt(place, whyNoInterval(place), `${flag}.low, high`);
  return {
    probability: n === 0 ? null : runs / n,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    runs,
    ...(apart === null ? {} : { parts: grouped === null ? null : partsOf(grouped) }),
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

function conditional(tallies: Tallies, cell: number, measure: (typeof CONDITIONAL)[number]): Source {
  const row = cell * N_CONDITIONAL + CONDITIONAL.indexOf(measure);
  return { bank: tallies.conditional, row, n: totalOf(tallies.conditional, row), zeros: 0, per: 1 };
}

function rowOf(cell: number, measure: (typeof PER_REPLICATION)[number]): number {
  return cell * N_PER_REPLICATION + PER_REPLICATION.indexOf(measure);
}

function flagOf(tallies: Tallies, cell: number, flag: (typeof FLAGS)[number]): number {
  return tallies.flags[cell * N_FLAGS + FLAGS.indexOf(flag)]!;
}

function sumOf(tallies: Tallies, cell: number, sum: (typeof SUMS)[number]): number {
  return tallies.sums[cell * N_SUMS + SUMS.indexOf(sum)]!;
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

const SKEWED =
  "intervals of means not to be trusted, because the measure is skewed or mostly 0 (runs below 28 + 25 × skewness²)";

/** Why figures are null, or not to be trusted: one entry per reason, not one per figure. */
interface Doubt {
  readonly figures: Set<string>;
  readonly scopes: Set<string>;
  readonly capabilities: Set<string>;
}

function doubt({ doubts, model, cap, at }: Place, reason: string, figure: string): void {
  let entry = doubts.get(reason);
  if (entry === undefined) {
    entry = { figures: new Set(), scopes: new Set(), capabilities: new Set() };
    doubts.set(reason, entry);
  }
  entry.figures.add(figure);
  entry.scopes.add(`${cap} ${at.index}`);
  entry.capabilities.add(model.capabilities[cap]!.id);
}

function doubtsInWords({ doubts, n }: Run): string[] {
  if (n === 0) return ["no replications: every figure is null"];
  return [...doubts].map(([reason, { figures, scopes, capabilities }]) => {
    const where = `${scopes.size} ${scopes.size === 1 ? "scope" : "scopes"} of ${[...capabilities].join(", ")}`;
    return `${reason === SKEWED ? SKEWED : `null because ${reason}`}: ${[...figures].join(", ")} (${where})`;
  });
}
