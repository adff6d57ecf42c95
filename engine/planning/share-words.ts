/** Fair shares in plain words: how a requirement would fall, what pooling gains, how far planning alone errs. */
import { CONDITION } from "../tally/verdict.ts";
import { thousands, type UnitNames, unitsInWords } from "../tally/words.ts";
import type { RiskChange, RiskEstimate } from "./size-risk.ts";
import { hundred, oftenInWords } from "./size-words.ts";

/** The ways of dividing that are shown side by side. */
export const DIVISIONS = ["officers", "population", "demand", "risk"] as const;
export type Division = (typeof DIVISIONS)[number];

/** A force, or a region where forces may not be shown. */
export interface SharedMember {
  readonly id: string;
  readonly name: string;
  /** units by each division; null where the scenario does not say what it divides by */
  readonly shares: Readonly<Record<Division, number | null>>;
  /** what it would need at home: unit-hours required a run */
  readonly ownDemandUnitHours: number;
  /** chance that it runs out at home: as the scenario pools, within its region only, standing alone */
  readonly pooled: RiskEstimate;
  readonly regional: RiskEstimate;
  readonly alone: RiskEstimate;
  /** standing alone less pooled: what pooling gains it, on the same tapes */
  readonly gain: RiskChange | null;
  /** pooled but nobody else has an incident: what a planner finds who takes the neighbours to be idle */
  readonly neighboursIdle: RiskEstimate;
  /** pooled less neighbours idle: how far that planner errs */
  readonly error: RiskChange | null;
}

export interface Sharing {
  readonly requirement: number;
  readonly of: string;
  readonly members: readonly SharedMember[];
  /** run-out of the whole: as the scenario pools, within regions only, everyone alone */
  readonly whole: { readonly pooled: RiskEstimate; readonly regional: RiskEstimate; readonly alone: RiskEstimate };
  /** regional only less national, on the same tapes */
  readonly regionalOnly: RiskChange | null;
}

export function sharingWords(sharing: Sharing, units: UnitNames, runs: number): string[] {
  const { members, requirement, of, whole, regionalOnly } = sharing;
  const n = `${thousands(runs)} runs`;
  const lines = [
    `${CONDITION}: ${unitsInWords(requirement, units)} required of ${of}, divided:`,
    ...DIVISIONS.map((by) => divisionWords(members, by)),
    `${CONDITION}: some ask for ${units.many} in ${of} is left unfilled in ${oftenInWords(whole.pooled, "runs")} with mutual aid as the scenario has it, in ${oftenInWords(whole.regional, "runs")} with regional sharing only and in ${oftenInWords(whole.alone, "runs")} with everyone alone (${n}).` +
      (regionalOnly === null ? "" : ` Without the nation: ${changed(regionalOnly)}.`),
  ];
  const gains = members.flatMap((one) => (one.gain === null ? [] : [{ one, gain: one.gain }]));
  if (gains.length > MOST_LISTED) {
    lines.push(
      `Pooling against standing alone takes away ${span(gains.map(({ gain }) => gain.mean))} of 100 runs that run out at home, over ${gains.length} places; each is in the table.`,
    );
  } else if (gains.length > 0) {
    lines.push(
      `Pooling against standing alone, run out at home: ${gains.map(({ one, gain }) => `${one.name} ${oftenInWords(one.pooled, "runs")} against ${oftenInWords(one.alone, "runs")}, ${hundred(gain.mean)} fewer (${hundred(gain.low ?? gain.mean)} to ${hundred(gain.high ?? gain.mean)})`).join("; ")}.`,
    );
  }
  const errors = members.flatMap((one) =>
    one.error === null ? [] : [{ ...one, idle: one.neighboursIdle, error: one.error }],
  );
  if (errors.length > MOST_LISTED) {
    lines.push(
      `Planned alone, as if neighbours were idle, ${span(errors.map(({ error }) => error.mean))} of 100 runs that run out at home are overlooked, over ${errors.length} places; each is in the table.`,
    );
  } else if (errors.length > 0) {
    lines.push(
      `Planned alone, as if neighbours were idle, run out at home: ${errors.map(({ name, idle, pooled, error }) => `${name} ${oftenInWords(idle, "runs")} where it is ${oftenInWords(pooled, "runs")}, ${hundred(error.mean)} more (${hundred(error.low ?? error.mean)} to ${hundred(error.high ?? error.mean)})`).join("; ")}.`,
    );
  }
  return lines;
}

/** More than these are told by their ends: who is which stands in the table, and no force heads a list. */
const MOST_LISTED = 12;

function span(changes: readonly number[]): string {
  return `${hundred(Math.min(...changes))} to ${hundred(Math.max(...changes))}`;
}

function divisionWords(members: readonly SharedMember[], by: Division): string {
  const name = {
    officers: "officers",
    population: "population",
    demand: "own demand",
    risk: "own risk standing alone",
  }[by];
  if (members.every(({ shares }) => shares[by] === null)) {
    const why = { demand: "nobody asked in any run", risk: "nobody ran out in any run" } as Partial<
      Record<Division, string>
    >;
    return `- by ${name}: cannot be said, ${why[by] ?? "the scenario does not state it"}`;
  }
  return `- by ${name}: ${members.map((one) => `${one.name} ${one.shares[by]}`).join(", ")}`;
}

function changed({ mean, low, high }: RiskChange): string {
  return `${hundred(Math.abs(mean))} ${mean < 0 ? "fewer" : "more"} runs of 100 (difference ${hundred(low ?? mean)} to ${hundred(high ?? mean)})`;
}
