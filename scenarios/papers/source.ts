/** What a one-page paper is made from, and the phrases that several of them say. */
import type { Model } from "../../engine/model.ts";
import { REASONS } from "../../engine/tally/measures.ts";
import type { CapabilitySummary, Probability, ScopeSummary, Spread, Summary } from "../../engine/tally/summary.ts";
import { dayAndTime, thousands } from "../../engine/tally/words.ts";
import type { ResolvedScenario } from "../format/read.ts";
import { neverOrAlways, rounded, runsOf100 } from "./numbers.ts";
import { type Figure, type OnePage, type Phrase, type Share, say } from "./paper.ts";

export interface Source {
  readonly summary: Summary;
  readonly model: Model;
  readonly scenario: ResolvedScenario;
  readonly engineVersion: string;
  /** false: the run was interrupted */
  readonly complete: boolean;
  readonly replicationsAsked: number;
  readonly commands: {
    /** makes the result again, as it was typed */
    readonly run: string;
    /** the scenarios that it names, as they were typed */
    readonly scenarios: string;
    /** the files that went in are still what they were */
    readonly exact: boolean;
  };
  /** what the result takes for granted, with what each range did to it */
  readonly assumed: readonly {
    readonly group: "drawn" | "fixed" | "record" | "idle";
    readonly where: string;
    readonly what: string;
    readonly figure: string;
    readonly kind: string;
    readonly source: string;
    readonly effect: readonly string[];
  }[];
  /** whether a force's figures are shipped ones and not its own */
  readonly isIllustrative: (force: string) => boolean;
}

/** The sentence that stands on every paper: what has been shown of the model, and what has not. */
export const VALIDITY = "Verified against theory; not validated against operational call-off data.";
const NOT_OFFICIAL = "For planning and exercising; not an official police or Home Office paper.";
export const NONE_TOLD: Phrase = ["–"];

/** Marking, status and foot of a paper; what it says goes into `blocks`. @param report the command that made the paper */
export function frame(
  sources: readonly Source[],
  report: string,
): Pick<OnePage, "marking" | "status" | "madeBy" | "foot"> {
  const last = sources.at(-1)!;
  const { summary, engineVersion } = last;
  const stale = sources.some(({ commands }) => !commands.exact)
    ? " (the scenario has changed since, or lies elsewhere: it is in manifest.json)"
    : "";
  const statuses = [...new Set(sources.map((source) => `Data: ${source.summary.data.status}.`))];
  const signed = [...new Set(sources.flatMap((source) => source.summary.signOff?.text ?? []))];
  const cut = sources
    .filter(({ complete }) => !complete)
    .map(
      (source) =>
        `Incomplete: interrupted after ${thousands(source.summary.replications)} of ${thousands(source.replicationsAsked)} runs.`,
    );
  const digests = sources.map(
    (source) => `${thousands(source.summary.replications)} runs, seed ${source.summary.seed}, ${source.summary.digest}`,
  );
  return {
    marking: gravest(sources.map((source) => source.summary.marking)),
    status: [
      ...statuses,
      ...signed,
      ...cut,
      "In this scenario, on assumed holdings: all that follows.",
      VALIDITY,
      NOT_OFFICIAL,
    ],
    madeBy: `${sources.map(({ commands }) => commands.run).join(" && ")} && ${report}${stale}`,
    foot: `Muster ${engineVersion}; ${digests.join("; ")}. Rules of allocation: donors ${summary.allocation.donors}; fill ${summary.allocation.fill}.`,
  };
}

/** Several results in one paper carry the gravest of their markings. */
function gravest(markings: readonly string[]): string {
  const weight = (marking: string) => (/^OFFICIAL-SENSITIVE/i.test(marking) ? 2 : /^OFFICIAL/i.test(marking) ? 1 : 0);
  return [...markings].sort((a, b) => weight(b) - weight(a))[0]!;
}

/** Capabilities that somebody asked for, the likeliest to run out in the nation first. */
export function askedFor({ summary }: Source): CapabilitySummary[] {
  return summary.capabilities
    .filter(({ asked }) => asked)
    .sort((a, b) => b.scopes[0]!.runOut.runs - a.scopes[0]!.runOut.runs);
}

/** Figures of one scope of one result, each with the place where it stands in summary.json. */
export class Told {
  private readonly source: Source;
  private readonly scope: ScopeSummary;
  private readonly at: string;
  private readonly result: number;

  constructor(source: Source, { id }: CapabilitySummary, scope: ScopeSummary, result = 0) {
    this.source = source;
    this.scope = scope;
    this.at = scope.scope === "nation" ? `${id}.nation` : `${id}.${scope.scope}.${scope.id}`;
    this.result = result;
  }

  /** A figure, or a dash where the runs do not support one. */
  figure(value: number | null | undefined, at: string, words: (value: number) => string = rounded): Figure | string {
    if (value == null) return "–";
    return { value, at: `${this.at}.${at}`, result: this.result, words: words(value) };
  }

  /** "12 (10 to 14)": the mean and its interval at 95 %. */
  mean(of: Spread, at: string): Phrase {
    const mean = this.figure(of.mean, `${at}.mean`);
    if (of.low === null || of.high === null) return [mean];
    return say`${mean} (${this.figure(of.low, `${at}.low`)} to ${this.figure(of.high, `${at}.high`)})${of.doubt === undefined ? null : "\u00a0†"}`;
  }

  /** "76 (67 to 83)", in runs of 100; "less than 4 (none)", which is never a bare 0. */
  share(of: Probability | null, at: string): Phrase {
    if (of === null || of.probability === null) return NONE_TOLD;
    const { replications } = this.source.summary;
    const first = `${at}.probability`;
    if (of.runs === 0 || of.runs === replications) {
      const bound = neverOrAlways(of.runs, replications);
      return say`${this.figure(of.probability, first, () => bound)} (${of.runs === 0 ? "none" : "all"})`;
    }
    const share = this.figure(of.probability, first, runsOf100);
    if (of.low === null || of.high === null) return [share];
    return say`${share} (${this.figure(of.low, `${at}.low`, runsOf100)} to ${this.figure(of.high, `${at}.high`, runsOf100)})`;
  }

  /** "76 runs of 100 (67 to 83)". */
  runs(of: Probability | null, at: string): Phrase {
    if (of === null || of.probability === null) return ["an unknown share of runs"];
    const { replications } = this.source.summary;
    const [share, ...interval] = this.share(of, at);
    return of.runs === 0 || of.runs === replications
      ? say`${share!} runs in 100${interval}`
      : say`${share!} runs of 100${interval}`;
  }

  /** "day 6, 20:48": the median first minute of the runs that ran out. */
  firstGap(quantile: "p10" | "p50" | "p90" = "p50"): Figure | string {
    const { startMinuteOfDay } = this.source.summary.clock;
    const minute = this.scope.runOut.firstMinutes?.[quantile];
    return this.figure(minute, `runOut.firstMinutes.${quantile}`, (at) => dayAndTime(at, startMinuteOfDay));
  }
}

/** The reason with the most unit-hours; nothing is run out while an answer is outstanding, so waiting for one is no cause. */
export function mainCause({ runOut }: ScopeSummary): (typeof REASONS)[number] | null {
  if (runOut.runs === 0) return null;
  const causes = REASONS.filter(({ key }) => key !== "awaitingAnswer" && (runOut.reasons[key] ?? 0) > 0);
  return causes.sort((a, b) => runOut.reasons[b.key]! - runOut.reasons[a.key]!)[0] ?? null;
}

/** How often each ran out in the nation, for a picture. */
export function sharesOf(capabilities: readonly CapabilitySummary[]): Share[] {
  return capabilities.flatMap(({ name, scopes }) => {
    const { probability, low, high } = scopes[0]!.runOut;
    return probability === null || low === null || high === null ? [] : [{ name, share: probability, low, high }];
  });
}

/** Text that fits: cut at the end of a sentence if one is near, else between words. */
export function clipped(text: string, most: number): string {
  const tidy = text.replace(/\s+/g, " ").trim();
  if (tidy.length <= most) return tidy;
  const head = tidy.slice(0, most);
  const sentence = Math.max(head.lastIndexOf(". "), head.lastIndexOf("? "));
  if (sentence > most / 2) return head.slice(0, sentence + 1);
  return `${head.slice(0, head.lastIndexOf(" "))} …`;
}

/** "a, b and c" */
export function inList(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

export const DOUBT = "† a mean of skewed values: more runs would make its interval trustworthy.";
