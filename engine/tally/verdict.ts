/**
 * The verdict: one sentence per capability that a planner can read aloud, condition first. The page and the
 * command line say it in the same words, from a Summary alone.
 */
import { REASONS } from "./measures.ts";
import type { CapabilitySummary, ScopeSummary, Summary } from "./summary.ts";
import { dayAndTime, duration, thousands, type UnitNames, unitNames, unitsInWords } from "./words.ts";

/** No figure travels without it (model.md §9). */
export const CONDITION = "In this scenario, on assumed holdings";

export interface Verdict {
  /** capabilities that were asked for, the likeliest to run out first, else in the summary's order */
  readonly lines: readonly VerdictLine[];
  /** one closing line that names the others; null: all were asked for */
  readonly notAsked: string | null;
  /** luck and what is not known: apart by capability, or that they are mixed; empty: nothing is given as a range */
  readonly notKnowing: readonly string[];
  /** why the run ended, where that was not a number of runs stated beforehand */
  readonly stopped: string | null;
}

interface VerdictLine {
  readonly capability: string;
  readonly sentence: string;
  /** what the sentence is made of; null: there is nothing to say, or the runs cannot support it */
  readonly parts: {
    readonly condition: string;
    readonly shortage: string;
    readonly firstGap: string | null;
    readonly cause: string | null;
    readonly unfilled: string | null;
    readonly reserve: string | null;
    readonly data: string;
  };
}

export function verdict(summary: Summary): Verdict {
  const asked = summary.capabilities
    .filter((capability) => capability.asked)
    .sort((a, b) => runsShort(b) - runsShort(a));
  const others = summary.capabilities.filter((capability) => !capability.asked);
  return {
    lines: asked.map((capability) => verdictLine(summary, capability)),
    notAsked:
      others.length === 0
        ? null
        : `${CONDITION}: not asked for in any of ${thousands(summary.replications)} runs: ${inList(
            others.map(({ id, name }) => unitNames(id, name).many),
          )}.`,
    notKnowing: notKnowing(summary, asked),
    stopped:
      summary.stopping === undefined || summary.stopping.reason === "fixed number" ? null : summary.stopping.text,
  };
}

const runsShort = ({ scopes }: CapabilitySummary): number => scopes[0]!.runOut.runs;

/** The verdict as text, a line each. */
export function verdictText(summary: Summary): string {
  const { lines, notAsked, notKnowing, stopped } = verdict(summary);
  const closing = [notAsked, ...notKnowing, stopped].filter((line) => line !== null);
  return [...lines.map(({ sentence }) => sentence), ...closing].join("\n");
}

/** Of the spread between runs, how much is not knowing; told of whether there is a run-out, else of what was asked. */
function notKnowing(summary: Summary, asked: readonly CapabilitySummary[]): string[] {
  const { uncertainty } = summary;
  if (uncertainty === null) return [];
  const shares = uncertainty.mixed ? [] : asked.map(shareOfNotKnowing).filter((line) => line !== null);
  return [`${uncertainty.text}.`, ...shares];
}

function shareOfNotKnowing({ id, name, scopes }: CapabilitySummary): string | null {
  const { many } = unitNames(id, name);
  const { runOut, unresourcedUnitHours, requiredUnitHours } = scopes[0]!;
  const told = [
    { parts: runOut.parts, what: `whether ${many} run out` },
    { parts: unresourcedUnitHours.parts, what: `how many ${many} are missing` },
    { parts: requiredUnitHours.parts, what: `how many ${many} are asked for` },
  ].find(({ parts }) => parts != null);
  if (told === undefined) return null;
  const { value, low, high } = told.parts!.notKnowingShare;
  const percent = (share: number) => String(Math.round(share * 100));
  const none = low === 0 ? "; it may be all luck" : "";
  return (
    `${CONDITION}: of the spread in ${told.what}, about ${percent(value)} % (${percent(low)} to ${percent(high)}) ` +
    `is from what we do not know, the rest is luck${none}.`
  );
}

function verdictLine(summary: Summary, capability: CapabilitySummary): VerdictLine {
  const names = unitNames(capability.id, capability.name);
  const nation = capability.scopes[0]!;
  const { runOut } = nation;
  const parts = {
    condition: CONDITION,
    shortage: `short of ${names.many} nationally in ${runOut.text}`,
    firstGap: runOut.runs === 0 ? null : firstGap(summary, capability, nation, names),
    cause: runOut.runs === 0 ? null : mainCause(nation),
    unfilled:
      runOut.unfilledUnitHours === null ? null : `Unfilled when run out: ${hours(runOut.unfilledUnitHours)} on average`,
    reserve: reserve(nation, names),
    data: `Data: ${summary.data.status}`,
  };
  const { condition, shortage, ...rest } = parts;
  const sentences = [`${condition}: ${shortage}`, ...Object.values(rest).filter((part) => part !== null)];
  return { capability: capability.id, sentence: `${sentences.join(". ")}.`, parts };
}

/** When, where, how deep and how long the first spell was: medians over the runs that ran out, and the region most often first. */
function firstGap(
  summary: Summary,
  capability: CapabilitySummary,
  nation: ScopeSummary,
  names: UnitNames,
): string | null {
  const { firstMinutes, firstGapUnits, firstGapMinutes, firstRegion } = nation.runOut;
  const said: string[] = [];
  if (firstMinutes?.p50 != null) said.push(dayAndTime(firstMinutes.p50, summary.clock.startMinuteOfDay));
  if (firstRegion[0] !== undefined) said.push(firstRegion[0].name);
  if (firstGapUnits?.p50 != null) {
    const officers = firstGapUnits.p50 * capability.officersPerUnit;
    const people = capability.officersPerUnit > 1 ? ` (${thousands(officers)} ${capability.people})` : "";
    const time = firstGapMinutes?.p50 != null ? ` for ${duration(firstGapMinutes.p50)}` : "";
    said.push(`${unitsInWords(firstGapUnits.p50, names)}${people}${time}`);
  }
  return said.length === 0 ? null : `Typical first gap: ${said.join(", ")}`;
}

/**
 * The reason with the most unit-hours; of equals the first in the waterfall. Waiting for an answer is left out:
 * by definition nothing is run out while an answer of a called tier is outstanding.
 */
function mainCause(nation: ScopeSummary): string | null {
  let largest = 0;
  let words: string | null = null;
  for (const reason of REASONS) {
    if (reason.key === "awaitingAnswer") continue;
    const unitHours = nation.runOut.reasons[reason.key] ?? 0;
    if (unitHours > largest) {
      largest = unitHours;
      words = reason.words;
    }
  }
  return words === null ? null : `Main cause: ${words}`;
}

function reserve(nation: ScopeSummary, names: UnitNames): string | null {
  const within1h = nation.reserveUnits["1h"].p50;
  const within8h = nation.reserveUnits["8h"].p50;
  if (within1h === null || within8h === null) return null;
  if (within8h === 0) return `Left in reserve at the lowest point of a typical run: none within 8 h`;
  const first = within1h === 0 ? "none" : unitsInWords(within1h, names);
  return `Left in reserve at the lowest point of a typical run: ${first} within 1 h, ${thousands(within8h)} within 8 h`;
}

function hours(unitHours: number): string {
  if (unitHours < 1) return "less than 1 unit-hour";
  return Math.round(unitHours) === 1 ? "1 unit-hour" : `${thousands(unitHours)} unit-hours`;
}

function inList(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}
