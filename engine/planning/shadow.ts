/**
 * What lending does to the lender: its own risk at home and how long it stood below its floor, as the floor rises from
 * nothing to all it has, against lending nothing at all.
 */
import { CONDITION } from "../tally/verdict.ts";
import { thousands, type UnitNames, unitsInWords } from "../tally/words.ts";
import type { RiskChange, RiskEstimate } from "./size-risk.ts";
import { hundred, oftenInWords } from "./size-words.ts";

/** One floor, on fresh tapes. */
export interface ShadowPoint {
  /** units; null: lends nothing */
  readonly floor: number | null;
  readonly ownRisk: RiskEstimate;
  /** runs in which an ask at home was short while a unit lent would have covered it */
  readonly gapWhileLending: RiskEstimate;
  readonly hoursBelowFloor: number;
  readonly unitsLent: number;
  /** the nation's run-out: what the floor costs the others */
  readonly nationRunOut: RiskEstimate;
  /** own risk less that of lending nothing, on the same tapes */
  readonly fromLending: RiskChange | null;
}

export interface Shadow {
  readonly points: readonly ShadowPoint[];
  readonly floorNow: number;
  /** the lowest floor that keeps the own risk below the level; null: none up to all it holds was shown to */
  readonly floorThatKeeps: number | null;
  readonly level: number;
  readonly confidence: number;
  readonly runs: number;
}

export function shadowWords(shadow: Shadow, force: string, units: UnitNames): string[] {
  const { points, floorNow, floorThatKeeps, level, confidence, runs } = shadow;
  const alone = points.find(({ floor }) => floor === null)!;
  const now = points.find(({ floor }) => floor === floorNow)!;
  const sure = `${Math.round(confidence * 100)} % sure, ${thousands(runs)} runs on fresh tapes`;
  const lines = [
    `${CONDITION}: with its floor of ${unitsInWords(floorNow, units)} ${force} runs out of ${units.many} at home in ${oftenInWords(now.ownRisk, "runs")}, and in ${oftenInWords(alone.ownRisk, "runs")} if it lends nothing (${thousands(runs)} runs).` +
      (now.fromLending === null || now.fromLending.mean === 0
        ? " Lending itself makes no difference to that."
        : ` Lending itself: ${hundred(now.fromLending.mean)} more runs of 100 (${hundred(now.fromLending.low ?? now.fromLending.mean)} to ${hundred(now.fromLending.high ?? now.fromLending.mean)}).`),
    `In ${oftenInWords(now.gapWhileLending, "runs")} an ask at home was short while a unit it had lent would have covered it; it stood below its floor with units away for ${now.hoursBelowFloor.toFixed(1)} hours a run and lent ${now.unitsLent.toFixed(1)} units a run.`,
  ];
  const below = `at or below ${hundred(level)} runs of 100`;
  if (floorThatKeeps !== null) {
    lines.push(
      `${CONDITION}: the lowest floor that keeps its own risk ${below} is ${unitsInWords(floorThatKeeps, units)} (${sure}).`,
    );
  } else {
    const why =
      (alone.ownRisk.share ?? 1) > level ? " Lending nothing does not either: the floor is not what is short." : "";
    lines.push(`${CONDITION}: no floor was shown to keep its own risk ${below} (${sure}).${why}`);
  }
  return lines;
}
