/**
 * What `summary.json` holds: every figure of a run, for every capability and scope. Names are fixed
 * (they are what other programs read); fields may be added. Meanings: engine/MODEL.md.
 *
 * null stands for a figure that the runs cannot support; `warnings` says why. Intervals are two-sided
 * at 95 %: Wilson's for probabilities, Student's for means (cut at 0, since nothing here is negative),
 * order statistics for quantiles of what has one value a run (several needs of one run are not independent, so
 * waits and completions have none). With outer draws, draws and not runs are independent, and the intervals of
 * probabilities and means say so. A quantile q of n runs is given when it lies within the n plotting positions
 * (i − ½) ÷ n: a median from 1 run, a 90th percentile from 5, a 99th from 50.
 */
import type { Parts } from "./components.ts";

export interface Summary {
  readonly muster: "1";
  readonly scenario: { readonly name: string; readonly sha256: string };
  readonly seed: string;
  readonly replications: number;
  readonly digest: string;
  readonly marking: string;
  /** who signed what was run, in one sentence, and whether that still holds; absent: nobody */
  readonly signOff?: { readonly valid: boolean; readonly text: string };
  /** where the holdings come from: shipped with the project or loaded, and in which words that is said */
  readonly data: { readonly shipped: boolean; readonly status: string };
  /** which donors are asked first, and what a request that cannot be met in full gets: the rules decide the answer */
  readonly allocation: { readonly donors: string; readonly fill: string };
  readonly warnings: readonly string[];
  readonly clock: { readonly start: string; readonly startMinuteOfDay: number; readonly horizonMinutes: number };
  /** why the run ended where it did; absent while it goes on */
  readonly stopping?: Stopping;
  /** how what is not known was drawn; null: every number is given as known */
  readonly uncertainty: UncertaintySummary | null;
  /** every number given as a range, in the order of the scenario's paths */
  readonly ranges: readonly RangeSummary[];
  readonly capabilities: readonly CapabilitySummary[];
}

export interface Stopping {
  readonly reason: "fixed number" | "precision reached" | "limit reached" | "interrupted";
  /** the same in plain words */
  readonly text: string;
  /** with `--precision`: what was asked for, and what there is */
  readonly targets?: readonly PrecisionTarget[];
  /** with `--precision`: counts of replications at which it was looked */
  readonly looks?: readonly number[];
}

export interface PrecisionTarget {
  /** such as psu.nation.runOut */
  readonly figure: string;
  readonly halfWidth: number;
  /** the half-width is a share of the mean */
  readonly relative: boolean;
  /** half-width at the end, in the same terms; null: not to be had */
  readonly reached: number | null;
  readonly met: boolean;
}

export interface UncertaintySummary {
  /** numbers given as ranges */
  readonly ranges: number;
  /** independent draws of them; one per run unless runs were split over outer draws */
  readonly draws: number;
  /** luck and not knowing cannot be told apart: every run has a draw of its own */
  readonly mixed: boolean;
  readonly text: string;
}

/** One number given as a range, as the scenario states it, and what it does. */
export interface RangeSummary {
  /** ids joined by dots: where it stands in the scenario, and the name of its random stream */
  readonly path: string;
  readonly low: number;
  /** central: the stated value, else the mode, else the middle */
  readonly value: number;
  readonly high: number;
  readonly kind: string | null;
  readonly source: string | null;
  /** one entry per capability asked for */
  readonly effect: readonly RangeEffect[];
}

/** National run-outs in the runs that drew the upper half of a range, and in those that drew the lower. */
export interface RangeEffect {
  readonly capability: string;
  readonly runOutUpper: { readonly runs: number; readonly of: number };
  readonly runOutLower: { readonly runs: number; readonly of: number };
  /** share of the upper less share of the lower; null: one of them has no runs */
  readonly difference: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export interface CapabilitySummary {
  readonly id: string;
  readonly name: string;
  readonly officersPerUnit: number;
  /** what the people of a unit are called: officers, soldiers … */
  readonly people: string;
  readonly regionScheme: string;
  /** units the SPR or the user requires; null: none stated */
  readonly requirementUnits: number | null;
  /** whether it was asked for in any run */
  readonly asked: boolean;
  /** the nation, its regions in the scheme's order, then forces with any figure that is not 0 */
  readonly scopes: readonly ScopeSummary[];
}

export type ScopeKind = "nation" | "region" | "force";

export interface ScopeSummary {
  readonly scope: ScopeKind;
  readonly id: string;
  readonly name: string;
  /** units the SPR or the user requires of this nation or region; null: none stated */
  readonly requirementUnits: number | null;
  readonly runOut: RunOutSummary;
  readonly leftForce: Probability;
  /** null: the capability's scheme has no regions */
  readonly leftRegion: Probability | null;
  readonly requiredUnitHours: Spread;
  readonly onTheGroundUnitHours: Spread;
  readonly inTransitUnitHours: Spread;
  readonly restingUnitHours: Spread;
  readonly unresourcedUnitHours: Spread;
  readonly requiredEscalatedUnitHours: Spread;
  readonly heldUnitHours: Spread;
  /** of the held, where the precaution turned: its units became the event's first units */
  readonly usedUnitHours: Spread;
  readonly overtimeUnitHours: Spread;
  readonly busyUnitHours: Spread;
  readonly peakRequiredUnits: Spread & { readonly max: number | null };
  /** whole numbers over all replications */
  readonly needs: {
    readonly asked: number;
    readonly metOnTime: number;
    readonly metLate: number;
    readonly partMet: number;
    readonly lapsed: number;
    readonly unfinished: number;
  };
  /** share of the needs that left their force */
  readonly mobilisationLine: {
    readonly "1h": number | null;
    readonly "4h": number | null;
    readonly "8h": number | null;
    readonly needs: number;
  };
  /** `needs`: how many had a wait */
  readonly wait: Quantiles & { readonly meanMinutes: number | null; readonly needs: number };
  /** null: no work was asked for */
  readonly work: WorkSummary | null;
  readonly reserveUnits: Readonly<Record<"1h" | "4h" | "8h" | "24h", ReserveSummary>>;
  readonly officerShifts: Spread;
  /** pounds a run, mean officer shifts × the range of cost per shift */
  readonly cost: { readonly low: number | null; readonly high: number | null };
  readonly restDaysCancelled: { readonly mean: number | null };
  readonly daysSustainable: DaysSustainable | null;
}

export interface Probability {
  readonly probability: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** in how many of the replications */
  readonly runs: number;
  /** luck and not knowing apart; only with outer draws, null where there is no spread */
  readonly parts?: Parts | null;
}

export interface RunOutSummary extends Probability {
  /** the probability in plain words; never "0 %" */
  readonly text: string;
  /** mean unit-hours a run, over all runs; they sum to the unresourced, and late work adds what it lacks of its team */
  readonly reasons: Readonly<Record<string, number | null>>;
  /** unfilled unit-hours while run out: mean over the runs that ran out */
  readonly unfilledUnitHours: number | null;
  /** of the runs that ran out; null: none did */
  readonly firstMinutes:
    | (Conditional & { readonly p10: number | null; readonly intervals: { readonly p10: Bounds | null } })
    | null;
  readonly durationMinutes: Conditional | null;
  readonly depthUnits: Conditional | null;
  /** of the first spell of run-out: most units at once, and its length */
  readonly firstGapUnits: Conditional | null;
  readonly firstGapMinutes: Conditional | null;
  /** for the nation: share of all runs in which the region was the first to run out, most likely first */
  readonly firstRegion: readonly { readonly id: string; readonly name: string; readonly probability: number }[];
}

export interface Quantiles {
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
}

/** Between which two observed values a quantile lies. */
export type Bounds = readonly [low: number, high: number];

/** Of the runs in which it happened. */
export interface Conditional extends Pick<Quantiles, "p50" | "p90"> {
  readonly runs: number;
  /** null: too few runs to bound it on both sides, or runs that are not independent */
  readonly intervals: { readonly p50: Bounds | null; readonly p90: Bounds | null };
}

/** One value per replication. */
export interface Spread extends Quantiles {
  readonly mean: number | null;
  /** of the mean */
  readonly low: number | null;
  readonly high: number | null;
  /** why the mean's interval is not to be trusted: skewed, mostly 0; absent: no reason */
  readonly doubt?: string;
  /** luck and not knowing apart; only with outer draws, null where there is no spread */
  readonly parts?: Parts | null;
  /** of each quantile; null: too few runs to bound it on both sides, or runs that are not independent */
  readonly intervals: { readonly p50: Bounds | null; readonly p90: Bounds | null; readonly p99: Bounds | null };
}

export interface WorkSummary {
  readonly askedUnitHours: Spread;
  readonly doneUnitHours: Spread;
  readonly backlogUnitHours: Spread;
  /** from asking to done; null: none was done */
  readonly completionMinutes: (Quantiles & { readonly pieces: number }) | null;
}

/** The fewest units that could still be lent, over the horizon. */
export interface ReserveSummary {
  readonly mean: number | null;
  /** of the mean */
  readonly low: number | null;
  readonly high: number | null;
  readonly doubt?: string;
  readonly parts?: Parts | null;
  readonly p10: number | null;
  readonly p50: number | null;
  readonly intervals: { readonly p10: Bounds | null; readonly p50: Bounds | null };
  /** median minute of the lowest point */
  readonly atMinute: number | null;
}

/** Days from the first ask to the first shortage for rest or recovery, over the runs that asked. */
export interface DaysSustainable {
  readonly p10: number | null;
  readonly p50: number | null;
  /** the figure is what the horizon allowed: "at least" */
  readonly p10AtLeast: boolean;
  readonly p50AtLeast: boolean;
  readonly runs: number;
  /** an end that the horizon cut is a lower bound too */
  readonly intervals: { readonly p10: Bounds | null; readonly p50: Bounds | null };
}

/** A number given as a range, as the scenario states it. */
export type RangeNote = Omit<RangeSummary, "effect">;

/** What the tallies do not know. */
export interface SummaryMeta {
  readonly scenarioName: string;
  /** civil time of minute 0, such as 2026-08-01T00:00 */
  readonly start: string;
  readonly seed: string;
  /** replications [from, to) */
  readonly from: number;
  readonly to: number;
  readonly marking: string;
  /** shipped holdings: sensitive capabilities are reported for region and nation only */
  readonly shippedData: boolean;
  /** ids of those whose own figures are loaded; all others are as shipped. Absent: all alike */
  readonly ownHolders?: ReadonlySet<string>;
  /** what the data are, in words: "illustrative – public data" */
  readonly dataStatus: string;
  /** the numbers given as ranges, in the order in which they are drawn; default: none */
  readonly ranges?: readonly RangeNote[];
  readonly stopping?: Stopping;
  /** said of the run by others; the summary's own come after them */
  readonly warnings?: readonly string[];
  /** instead of what the model says */
  readonly allocation?: { readonly donors: string; readonly fill: string };
  /** computed when absent; a page that refines while runs arrive may leave it empty */
  readonly digest?: string;
  /** keep forces of which every figure is 0 (always kept when there are no runs) */
  readonly allForces?: boolean;
  /** ids of capabilities whose forces are reported; the others' nation and regions alone. Absent: all */
  readonly forcesOf?: ReadonlySet<string>;
  /** ids of capabilities; the others are left out */
  readonly only?: ReadonlySet<string>;
}
