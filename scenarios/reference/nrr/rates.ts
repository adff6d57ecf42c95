/**
 * From a band of likelihood to a rate: the register gives the probability that a risk happens within two years (malicious)
 * or five, in bands; the rate a year at a band's ends is −ln(1 − p) ÷ years.
 */
import { log } from "../../../engine/kernel/math.ts";

/** A row of register.csv; empty text where nothing is known or meant. */
export type Risk = Readonly<
  Record<
    // as printed in the register, or seen elsewhere (…_source), and what one local resilience forum scored
    | "id"
    | "title"
    | "theme"
    | "page"
    | "id_2023"
    | "malicious"
    | "likelihood"
    | "likelihood_kind"
    | "impact"
    | "score_source"
    | "local_likelihood"
    | "local_impact"
    | "local_source"
    | "scenario"
    | "scenario_source"
    // assumed: class of demand, police days, and what stands for it here
    | "demand"
    | "days_low"
    | "days_mode"
    | "days_high"
    | "threats"
    | "severity"
    | "areas"
    | "capabilities",
    string
  >
>;

/** Probability over the period that stands for the open end of the highest band. */
const OPEN_END = 0.9;

export interface Rate {
  /** a year */
  readonly low: number;
  readonly high: number;
  readonly words: string;
}

/** The rate of a risk from its band, or from the lowest to the highest of several (2-4). */
export function ratesOf(bands: readonly Readonly<Record<string, string>>[]): (risk: Risk) => Rate {
  return ({ malicious, likelihood }) => {
    const years = malicious === "yes" ? 2 : 5;
    const scale = `likelihood_${malicious === "yes" ? "malicious" : "non_malicious"}`;
    const [from, to = from] = likelihood.split("-");
    const edge = (level: string | undefined, end: "low" | "high") =>
      Number(bands.find((band) => band.scale === scale && band.level === level)![end]);
    const yearly = (p: number) => Number((-log(1 - p) / years).toPrecision(3));
    const top = edge(to, "high");
    const words = `level ${from === to ? from : `${from} to ${to}`}, ${percent(edge(from, "low"))} to ${percent(top)} over ${years} years`;
    return { low: yearly(edge(from, "low")), high: yearly(top >= 1 ? OPEN_END : top), words };
  };
}

const percent = (p: number) => `${Number((p * 100).toPrecision(3))} %`;
