/** Sizing several capabilities together in plain words. */
import { CONDITION } from "../tally/verdict.ts";
import { thousands, type UnitNames, unitsInWords } from "../tally/words.ts";
import type { Holdings, SeveralQuestion, SizedTogether, UnitStep } from "./size-several.ts";
import { hundred, oftenInWords, type RiskWords } from "./size-words.ts";

export type { RiskWords };

export interface TogetherWords {
  readonly holder: string;
  /** by capability, as all below */
  readonly units: readonly UnitNames[];
  readonly held: readonly number[];
  readonly risks: readonly RiskWords[];
  /** prices were given; else what is paid are officers */
  readonly money: boolean;
}

export function togetherWords(sized: SizedTogether, question: SeveralQuestion, words: TogetherWords): string[] {
  const { cheapest, cost, points, checks, gaveUp, steps } = sized;
  const runs = `${thousands(question.runs)} runs`;
  const sure = `${Math.round(question.confidence * 100)} % sure`;
  const asked = words.risks
    .map(({ what, per, level }) => `${what} in at most ${hundred(level)} ${per} of 100`)
    .join(" and ");
  const looked = new Set(points.map(({ holdings }) => holdings.join())).size;
  if (cheapest === null || cost === null) {
    const why = gaveUp ? "the search ended at its limit (--combinations)" : "none within the bounds does";
    return [
      `${CONDITION}: no holdings of ${words.holder} were shown to be enough that ${asked} (${sure}, ${runs}; ${looked} combinations looked at, ${why}).`,
    ];
  }
  const paid = words.money ? `at ${thousands(cost)} in all` : `${thousands(cost)} officers in all`;
  const answer = points.find(({ holdings, tapes }) => tapes === "fresh" && holdings.join() === cheapest.join())!;
  const risks = answer.risks.map((risk, k) => `${words.risks[k]!.what} in ${oftenInWords(risk, words.risks[k]!.per)}`);
  return [
    `${CONDITION}: ${words.holder} should hold ${holdingsWords(cheapest, words.units)}, ${paid}, so that ${asked} (${sure}; it holds ${holdingsWords(words.held, words.units)} now).`,
    `The ${words.money ? "cheapest" : "fewest officers"} of the combinations that were shown to; ${looked} were looked at, in the order of ${words.money ? "price" : "officers"}.`,
    `Checked on fresh tapes that the search never saw, ${runs}${checks === 1 ? "" : `, ${checks} checks`}: ${risks.join("; ")}.`,
    ...steps.map((step) => stepWords(step, words)),
  ];
}

function stepWords({ capability, by, changes }: UnitStep, { units, risks }: TogetherWords): string {
  const told = changes.map((change, k) => {
    if (change === null || change.mean === 0) return `${risks[k]!.what} as often`;
    const { mean, low, high } = change;
    const ends = `difference ${hundred(low ?? mean)} to ${hundred(high ?? mean)}`;
    return `${risks[k]!.what} in ${hundred(Math.abs(mean))} ${mean < 0 ? "fewer" : "more"} ${risks[k]!.per} of 100 (${ends})`;
  });
  return `With one ${units[capability]!.one} ${by > 0 ? "more" : "less"}: ${told.join("; ")}.`;
}

function holdingsWords(holdings: Holdings, units: readonly UnitNames[]): string {
  const each = holdings.map((n, k) => unitsInWords(n, units[k]!));
  return each.length < 2 ? each.join() : `${each.slice(0, -1).join(", ")} and ${each.at(-1)}`;
}
