/**
 * What one unit more would buy, by who holds it and of which capability; and how far the answer leans on what is not
 * known. Both at one holding, on the same fresh tapes; differences are paired run by run.
 */
import { meanInterval } from "../tally/intervals.ts";
import { momentsOf } from "../tally/moments.ts";
import type { Table } from "../tally/tables.ts";
import type { UnitNames } from "../tally/words.ts";
import { type RiskChange, type RiskRuns, riskChange, riskOf } from "./size-risk.ts";
import { hundred } from "./size-words.ts";
import { luckApart } from "./tornado.ts";

/** A place that may hold one unit more. */
export interface Member {
  readonly scope: "force" | "region";
  readonly id: string;
  readonly name: string;
}

export interface Marginal extends Member {
  /** the capability of which it holds one more */
  readonly of: string;
  /** the capability whose risk is looked at */
  readonly capability: string;
  /** with the unit less without it */
  readonly risk: RiskChange | null;
  /** unit-hours that stay unfilled a run, with the unit less without it */
  readonly unfilled: RiskChange;
}

/** Under one plan: risk and unfilled unit-minutes of one capability, by replication. */
export interface MarginalRuns {
  readonly risk: RiskRuns;
  readonly unfilledMinutes: ArrayLike<number>;
}

/** @param before @param after of the same replications */
export function marginalOf(
  member: Member,
  of: string,
  capability: string,
  before: MarginalRuns,
  after: MarginalRuns,
): Marginal {
  const hours = Array.from(after.unfilledMinutes, (minutes, r) => (minutes - before.unfilledMinutes[r]!) / 60);
  const { mean, variance } = momentsOf(hours);
  const interval = meanInterval(mean, variance, hours.length);
  return {
    ...{ scope: member.scope, id: member.id, name: member.name, of, capability },
    risk: riskChange(before.risk, after.risk),
    unfilled: { mean, low: interval?.low ?? null, high: interval?.high ?? null },
  };
}

/** In the order of places, never of what they gain: this is no league table. */
export function marginalWords(marginals: readonly Marginal[], units: ReadonlyMap<string, UnitNames>): string[] {
  return [...new Set(marginals.map(({ of }) => of))].map((id) => {
    const own = marginals.filter(({ of, capability }) => of === id && capability === id);
    const told = own.map(({ name, risk, unfilled }) => {
      const often = risk === null ? "" : `${hundred(risk.mean)} in 100, `;
      return `${name} ${often}${hours(unfilled.mean)} unit-hours (${hours(unfilled.low ?? unfilled.mean)} to ${hours(unfilled.high ?? unfilled.mean)})`;
    });
    return `One ${units.get(id)!.one} more changes the risk, and what stays unfilled a run, by: ${told.join("; ")}.`;
  });
}

function hours(value: number): string {
  const shown = Math.abs(value) < 10 ? value.toFixed(1) : value.toFixed(0);
  return (/^-0(\.0)?$/.test(shown) ? shown.slice(1) : shown).replace("-", "−");
}

export function marginalTable(marginals: readonly Marginal[], runs: number, marking: string): Table {
  const columns = [
    ...["unitOf", "scope", "id", "capability", "runs", "riskChange", "riskChangeLow", "riskChangeHigh"],
    ...["unfilledUnitHoursChange", "unfilledLow", "unfilledHigh", "marking"],
  ];
  const rows = marginals.map(({ of, scope, id, capability, risk, unfilled }) => [
    ...[of, scope, id, capability, runs, risk?.mean ?? null, risk?.low ?? null, risk?.high ?? null],
    ...[unfilled.mean, unfilled.low, unfilled.high, marking],
  ]);
  return { columns, rows };
}

/** The risk at one holding over draws of all that is given as a range. */
export interface NotKnowing {
  readonly capability: string;
  readonly draws: number;
  /** of each draw */
  readonly runs: number;
  /** draws at which the risk seems at or below its level */
  readonly keeps: number;
  /** lowest and highest risk over the draws; null: nothing was asked */
  readonly lowest: number | null;
  readonly highest: number | null;
  /** of what differs between two runs, the part that is not knowing; null: nothing differed */
  readonly share: number | null;
}

/** @param draws the same replications under each draw */
export function notKnowingOf(capability: string, draws: readonly RiskRuns[], level: number): NotKnowing {
  const shares = draws.flatMap((risk) => riskOf(risk, 0.975).share ?? []);
  return {
    capability,
    draws: draws.length,
    runs: draws[0]!.events.length,
    keeps: shares.filter((share) => share <= level).length,
    lowest: shares.length === 0 ? null : Math.min(...shares),
    highest: shares.length === 0 ? null : Math.max(...shares),
    share: luckApart(draws.map(({ events }) => events)).share,
  };
}

export function notKnowingWords({ draws, runs, keeps, lowest, highest, share }: NotKnowing, what: string): string {
  if (lowest === null || highest === null)
    return `Over ${draws} draws of what is not known nothing was asked of which ${what}.`;
  const part =
    share === null
      ? ""
      : `; of what differs between two runs ${Math.round(share * 100)} % is not knowing, the rest luck`;
  return `What is not known, apart from luck: over ${draws} draws of all ranges (${runs} runs of each) ${what} in ${hundred(lowest)} to ${hundred(highest)} of 100; ${keeps} of the ${draws} keep the level${part}.`;
}
