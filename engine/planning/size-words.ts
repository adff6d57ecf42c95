/** Sizing in plain words: condition first, then the answer with its interval and runs, then what it rests on. */
import { CONDITION } from "../tally/verdict.ts";
import { thousands, type UnitNames, unitsInWords } from "../tally/words.ts";
import type { SizePoint, SizeQuestion, SizeStep, Sizing } from "./size.ts";
import type { RiskEstimate } from "./size-risk.ts";

/** How a risk is spoken of: "PSUs run out at home (Kent Police)", with its level. */
export interface RiskWords {
  readonly what: string;
  /** a thing that happens in a run, or a share of what was asked */
  readonly per: "runs" | "asks";
  readonly level: number;
}

export interface SizedWords {
  readonly holder: string;
  readonly units: UnitNames;
  readonly held: number | null;
  readonly risks: readonly RiskWords[];
}

export function sizingWords(sizing: Sizing, question: SizeQuestion, words: SizedWords): string[] {
  const { smallest, points } = sizing;
  const runs = `${thousands(question.runs)} runs`;
  const sure = `${Math.round(question.confidence * 100)} % sure`;
  const asked = words.risks
    .map(({ what, per, level }) => `${what} in at most ${hundred(level)} ${per} of 100`)
    .join(" and ");
  if (smallest === null) {
    const most = points.filter(({ size, tapes }) => size === question.highest && tapes === "fresh").at(-1);
    return [
      `${CONDITION}: no holding of ${words.holder} up to ${unitsInWords(question.highest, words.units)} was shown to be enough that ${asked} (${sure}, ${runs} on fresh tapes).` +
        (most === undefined ? "" : ` With ${unitsInWords(question.highest, words.units)}: ${risksOf(most, words)}.`),
    ];
  }
  const at = (size: number) =>
    points.find((point) => point.size === size && point.tapes === "fresh" && point.runs === question.runs);
  const held = words.held === null ? "" : `; it holds ${thousands(words.held)} now`;
  const lines = [
    `${CONDITION}: ${words.holder} should hold ${unitsInWords(smallest, words.units)} so that ${asked} (${sure}${held}).`,
    `Checked on fresh tapes that the search never saw, ${runs}: with ${thousands(smallest)}, ${risksOf(at(smallest)!, words)}.` +
      beforeIt(smallest, at(smallest - 1), words, question),
  ];
  if (sizing.searched !== smallest) {
    lines.push(`The search had taken ${thousands(sizing.searched)} for the answer; the fresh tapes decide.`);
  }
  const next = stepFrom(sizing.steps, smallest, question.runs);
  if (next !== undefined) lines.push(`One unit more: ${changesOf(next, words)}.`);
  return lines;
}

function beforeIt(
  smallest: number,
  before: SizePoint | undefined,
  words: SizedWords,
  { lowest }: SizeQuestion,
): string {
  if (before !== undefined) return ` With ${thousands(before.size)} it was not shown: ${risksOf(before, words)}.`;
  return smallest === lowest ? " That is the lowest size looked at." : "";
}

function stepFrom(steps: readonly SizeStep[], from: number, runs: number): SizeStep | undefined {
  return steps.find((step) => step.from === from && step.tapes === "fresh" && step.runs === runs);
}

function risksOf({ risks }: SizePoint, words: SizedWords): string {
  return risks
    .map(({ share, low, high }, k) => {
      const { what, per } = words.risks[k]!;
      if (share === null) return `nothing was asked of which ${what}`;
      return `${what} in ${oftenInWords({ share, low, high }, per)}`;
    })
    .join("; ");
}

function changesOf({ changes }: SizeStep, words: SizedWords): string {
  return changes
    .map((change, k) => {
      const { what, per } = words.risks[k]!;
      if (change === null) return `nothing was asked of which ${what}`;
      if (change.mean === 0) return `${what} in no fewer ${per}`;
      const [by, low, high] = [-change.mean, -(change.high ?? change.mean), -(change.low ?? change.mean)];
      return `${what} in ${hundred(Math.abs(by))} ${by < 0 ? "more" : "fewer"} ${per} of 100 (${hundred(low)} to ${hundred(high)} fewer)`;
    })
    .join("; ");
}

/** Every sentence carries its condition, but for lists and the line that says whose holdings these are not. */
export function conditioned(lines: readonly string[]): string[] {
  return lines.map((line) => {
    if (/^(- |Illustrative)/.test(line) || line.startsWith(CONDITION)) return line;
    return `${CONDITION}: ${line.slice(0, 1).toLowerCase()}${line.slice(1)}`;
  });
}

/** "5.0 runs of 100 (2.7 to 9.0)"; what never happened is "less than 6.0", never 0, and what always did "more than". */
export function oftenInWords(
  { share, low, high }: Pick<RiskEstimate, "share" | "low" | "high">,
  per: "runs" | "asks",
): string {
  if (share === null) return `no ${per}: nothing was asked`;
  if (share === 0) return `less than ${hundred(high!)} ${per} of 100`;
  if (share === 1) return `more than ${hundred(low!)} ${per} of 100`;
  return `${hundred(share)} ${per} of 100 (${hundred(low!)} to ${hundred(high!)})`;
}

/** A share as a number of 100, with a decimal where it is small. */
export function hundred(share: number): string {
  const value = share * 100;
  if (value === 0) return "0";
  return value.toFixed(Math.abs(value) < 1 ? 2 : Math.abs(value) < 20 ? 1 : 0).replace("-", "−");
}
