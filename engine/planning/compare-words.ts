/**
 * A comparison in plain words, condition first: for each capability and pair of plans how often it ran out, what
 * stayed unfilled, what it cost, which regions differ and which incidents made the difference.
 */
import { CONDITION } from "../tally/verdict.ts";
import { thousands, unitNames } from "../tally/words.ts";
import type {
  CapabilityComparison,
  Difference,
  IncidentComparison,
  MeasureComparison,
  ScopeComparison,
} from "./compare.ts";

/**
 * @returns two lines for each capability and pair of plans that can be told apart, how often it runs out and what that
 * comes to; those that cannot share a line a pair, those that never differ one line
 */
export function comparisonWords(
  capabilities: readonly CapabilityComparison[],
  planIds: readonly string[],
  replications: number,
): string[] {
  const differing = capabilities.filter(differs);
  const alike = capabilities.filter((capability) => !differs(capability));
  const told = differing.filter(isToldApart);
  const untold = differing.filter((capability) => !isToldApart(capability));
  const lines = [
    ...told.flatMap((capability) => capabilityWords(capability, planIds, replications)),
    ...(untold.length === 0 ? [] : untoldWords(untold, planIds, replications)),
  ];
  if (alike.length > 0) {
    const names = alike.map(({ id, name }) => unitNames(id, name).many);
    lines.push(`${CONDITION}: no difference in any of ${thousands(replications)} runs: ${names.join(", ")}.`);
  }
  return lines;
}

function differs({ scopes }: CapabilityComparison): boolean {
  return scopes.some(({ measures }) =>
    measures.some(({ differences }) => differences.some(({ runsHigher, runsLower }) => runsHigher + runsLower > 0)),
  );
}

/** Whether any of what is told of it, of any pair of plans, can be told from luck. */
function isToldApart({ scopes }: CapabilityComparison): boolean {
  const [nation, ...regions] = scopes as [ScopeComparison, ...ScopeComparison[]];
  const told = [...TOLD.map((id) => measureOf(nation, id)), ...regions.map((region) => measureOf(region, "runOut"))];
  return told.some(({ differences }) => differences.some(({ distinguishable }) => distinguishable));
}

/** For each pair of plans what cannot be told apart, with how often each ran out and how many runs it would take. */
function untoldWords(capabilities: readonly CapabilityComparison[], planIds: readonly string[], n: number): string[] {
  const [one] = capabilities as [CapabilityComparison];
  return one.scopes[0]!.measures[0]!.differences.map(({ first, second }, pair) => {
    const each = capabilities.map(({ id, name, scopes }) => {
      const { many } = unitNames(id, name);
      const { plans, differences } = measureOf(scopes[0]!, "runOut");
      const { adjusted, runsNeeded, runsHigher, runsLower } = differences[pair]!;
      const [before, after] = [first, second].map((plan) => runsOfHundred(plans[planIds.indexOf(plan)]!.mean ?? 0, n));
      if (runsHigher + runsLower === 0) return `${many} run out nationally in the same runs (${after})`;
      const ends = interval((adjusted.low ?? Number.NaN) * 100, (adjusted.high ?? Number.NaN) * 100);
      const needed = runsNeeded === null ? "" : `; about ${thousands(runsNeeded)} runs would be needed`;
      return `${many} run out nationally in ${after} against ${before} (${ends}${needed})`;
    });
    return `${CONDITION}: under ${second} against ${first}, not distinguishable at ${thousands(n)} runs: ${each.join("; ")}.`;
  });
}

const TOLD = ["runOut", "unresourcedUnitHours", "needsUnmet", "officerShifts"] as const;

function capabilityWords(capability: CapabilityComparison, planIds: readonly string[], n: number): string[] {
  const { many } = unitNames(capability.id, capability.name);
  const nation = capability.scopes[0]!;
  return nation.measures[0]!.differences.flatMap(({ first, second }, pair) => {
    const [runOut, unfilled, ...others] = TOLD.map((id) => measureWords(measureOf(nation, id), pair, planIds, many, n));
    const how = [
      `${CONDITION}: of ${many} under ${second} against ${first}, ${unfilled!.slice(0, 1).toLowerCase()}${unfilled!.slice(1)}`,
      ...others,
      escalationWords(nation, pair, planIds),
      regionWords(capability.scopes.slice(1), pair),
      incidentWords(capability.incidents, pair),
      gainWords(measureOf(nation, "unresourcedUnitHours").differences[pair]!),
    ];
    return [
      `${CONDITION}: under ${second} against ${first}, ${runOut}.`,
      how.flatMap((sentence) => (sentence === null ? [] : [`${sentence}.`])).join(" "),
    ];
  });
}

/** What a plan is asked for is not the same where thin presence leads to more: both parts are told, apart. */
function escalationWords(nation: ScopeComparison, pair: number, planIds: readonly string[]): string | null {
  const [base, escalated] = ["requiredBaseUnitHours", "requiredEscalatedUnitHours"].map((id) =>
    nation.measures.find(({ measure }) => measure === id),
  );
  if (base === undefined || escalated === undefined) return null;
  const { first, second } = base.differences[pair]!;
  const of = ({ plans }: MeasureComparison, id: string) => number(plans[planIds.indexOf(id)]!.mean ?? 0);
  const said = (id: string) => `${of(base, id)} and ${of(escalated, id)} more by escalation`;
  return `Required unit-hours: ${said(second)} against ${said(first)}; the evidence for escalation is weak, and it does not say that more force works`;
}

function measureOf(scope: ScopeComparison, id: string): MeasureComparison {
  return scope.measures.find(({ measure }) => measure === id)!;
}

/** "Unfilled: 1,148 unit-hours against 1,117, 31.4 more (15.9 to 46.9)" */
function measureWords(
  { measure, unit, plans, differences }: MeasureComparison,
  pair: number,
  planIds: readonly string[],
  many: string,
  n: number,
): string {
  const difference = differences[pair]!;
  const [one, other] = [difference.first, difference.second].map((id) => plans[planIds.indexOf(id)]!.mean ?? 0);
  const same = difference.runsHigher + difference.runsLower === 0;
  if (unit === "probability") {
    const subject = `${many} run out nationally in ${runsOfHundred(other!, n)}`;
    if (same) return `${subject}, the same runs under both`;
    return `${subject} against ${runsOfHundred(one!, n)}, ${differenceWords(difference, 100, n)}`;
  }
  const subject = `${SUBJECT[measure as Exclude<(typeof TOLD)[number], "runOut">]}: ${number(other!)}`;
  if (same) return `${subject}, the same in every run`;
  return `${subject} against ${number(one!)}, ${differenceWords(difference, 1, n)}`;
}

const SUBJECT = {
  unresourcedUnitHours: "Unfilled unit-hours",
  needsUnmet: "Needs never met in full",
  officerShifts: "Officer shifts",
} as const;

/** What was never seen is not said to be 0. */
function runsOfHundred(share: number, n: number): string {
  if (share === 0) return `none of ${thousands(n)} runs`;
  if (share === 1) return `all of ${thousands(n)} runs`;
  return `${number(share * 100)} runs of 100`;
}

/** Below this many runs that differ an interval for a mean leans on few. */
const FEW = 30;

function differenceWords(difference: Difference, scale: number, n: number): string {
  const { mean, adjusted, distinguishable, runsNeeded, counts } = difference;
  const by = (mean ?? 0) * scale;
  const [low, high] = [(adjusted.low ?? Number.NaN) * scale, (adjusted.high ?? Number.NaN) * scale];
  if (!distinguishable) {
    const needed = runsNeeded === null ? "" : `; about ${thousands(runsNeeded)} would be needed`;
    return `not distinguishable at ${thousands(n)} runs (${interval(low, high)})${needed}`;
  }
  const ends = by < 0 ? interval(-high, -low) : interval(low, high);
  const differ = difference.runsHigher + difference.runsLower;
  const few = counts === null && differ < FEW ? `, resting on ${differ} runs that differ` : "";
  return `${number(Math.abs(by))} ${by < 0 ? "fewer" : "more"} (${ends})${few}`;
}

function interval(low: number, high: number): string {
  const decimals = decimalsFor(Math.max(Math.abs(low), Math.abs(high), high - low));
  const end = (value: number) => withThousands(value.toFixed(decimals));
  return Number.isFinite(low) ? `${end(low)} to ${end(high)}` : "no interval from one run";
}

function regionWords(regions: readonly ScopeComparison[], pair: number): string | null {
  const told = regions.flatMap((region) => {
    const { differences } = measureOf(region, "runOut");
    const difference = differences[pair]!;
    if (!difference.distinguishable) return [];
    const by = (difference.mean ?? 0) * 100;
    return [{ by: Math.abs(by), words: `${region.name} ${number(Math.abs(by))} ${by < 0 ? "fewer" : "more"}` }];
  });
  if (told.length === 0) return null;
  told.sort((a, b) => b.by - a.by);
  const shown = told.slice(0, 4).map(({ words }) => words);
  return `Regions that differ most (run out, runs of 100): ${shown.join(", ")}`;
}

/** The three kinds of incident with the largest part in the difference. */
function incidentWords(incidents: readonly IncidentComparison[], pair: number): string | null {
  const told = incidents
    .map(({ threat, place, differences }) => ({ threat, place, difference: differences[pair]! }))
    .filter(({ difference }) => difference.distinguishable)
    .sort((a, b) => Math.abs(b.difference.mean!) - Math.abs(a.difference.mean!))
    .slice(0, 3)
    .map(({ threat, place, difference: { mean } }) => {
      const by = mean ?? 0;
      return `${threat} in ${place} (${number(Math.abs(by))} unit-hours ${by < 0 ? "fewer" : "more"})`;
    });
  return told.length === 0 ? null : `What made the difference: ${told.join(", ")}`;
}

function gainWords({ varianceRatio }: Difference): string | null {
  if (varianceRatio === null) return null;
  return `By the same tapes one run tells as much of what stays unfilled as ${number(varianceRatio)} of each plan apart`;
}

/** Three digits, and no more than are there. */
function number(value: number): string {
  return withThousands(value.toFixed(decimalsFor(Math.abs(value))));
}

function decimalsFor(size: number): number {
  if (size === 0 || size >= 100) return 0;
  if (size >= 10) return 1;
  return size >= 0.1 ? 2 : 3;
}

function withThousands(text: string): string {
  const [whole, decimals] = text.split(".") as [string, string | undefined];
  const sign = whole.startsWith("-") ? "−" : "";
  const grouped = whole.replace("-", "").replace(/\B(?=(\d{3})+$)/g, ",");
  return `${sign}${grouped}${decimals === undefined ? "" : `.${decimals}`}`;
}
