/**
 * The next decision and the latest time at which it still works: the call of the highest tier that is not open from
 * the start, reckoned back from the early first gaps by what the call takes. A sum, no simulation: journeys come on top, and
 * where nobody is left to send an earlier call brings nobody, so the main cause is said beside it.
 */
import { REASONS } from "../../engine/tally/measures.ts";
import type { RunOutSummary } from "../../engine/tally/summary.ts";
import { duration } from "../../engine/tally/words.ts";
import type { TierFacts } from "../desk/protocol.ts";
import { capitalised } from "../words.ts";

export interface Decision {
  /** "Call the nation" */
  readonly what: string;
  /** minutes from the start; null: it would have to be before the start */
  readonly latestMinute: number | null;
  /** what that is reckoned from */
  readonly because: string;
}

const CALLS: Readonly<Record<number, string>> = {
  2: "Call the region",
  3: "Call the nation",
  4: "Ask for outside help",
};

/** null: nobody ran out, or no tier waits for a call. */
export function nextDecision(tiers: readonly TierFacts[], runOut: RunOutSummary): Decision | null {
  const gap = runOut.firstMinutes?.p10 ?? runOut.firstMinutes?.p50 ?? null;
  const tier = tiers.filter(({ open }) => open === "when called").at(-1);
  if (gap === null || tier === undefined) return null;
  const early =
    runOut.firstMinutes?.p10 != null ? "in 9 of 10 of the runs that have one" : "in half the runs that have one";
  const lead = tier.openingMinutes + tier.answerMinutes;
  const takes = [
    ...(tier.openingMinutes > 0 ? [`${duration(tier.openingMinutes)} to open`] : []),
    ...(tier.answerMinutes > 0 ? [`${duration(tier.answerMinutes)} to answer`] : []),
  ];
  const taking = takes.length === 0 ? "at no notice" : takes.join(" and ");
  const what = CALLS[tier.tier]!;
  const cause = mainCause(runOut);
  const missing = cause === null ? "" : ` Main cause: ${cause}.`;
  const latest = gap - lead;
  if (latest < 0) {
    return {
      what: `${what} before the start`,
      latestMinute: null,
      because: `${capitalised(taking)}: longer than the first gap leaves ${early}.${missing}`,
    };
  }
  return {
    what,
    latestMinute: latest,
    because: `${capitalised(taking)}, before the first gap ${early}; journeys come on top.${missing}`,
  };
}

/** The reason with the most unit-hours, as the verdict has it: nothing is run out while an answer is awaited. */
function mainCause({ reasons }: RunOutSummary): string | null {
  const unitHours = (key: string) => reasons[key] ?? 0;
  const [first] = REASONS.filter(({ key }) => key !== "awaitingAnswer" && unitHours(key) > 0).sort(
    (a, b) => unitHours(b.key) - unitHours(a.key),
  );
  return first?.words ?? null;
}
