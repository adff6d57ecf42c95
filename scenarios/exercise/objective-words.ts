/** An objective in words: "within 8 h, 40 PSUs in Kent Police, for 5 d". */
import { duration } from "../../engine/tally/words.ts";
import { parseDuration } from "../format/quantities.ts";
import type { Namer } from "./log.ts";
import type { Objective } from "./read.ts";

export function objectiveWords(say: Namer, objective: Objective): string {
  const { text, within, units, capability, where, for: lasts } = objective;
  if (text !== undefined) return text;
  const { one, many } = say.capability(capability);
  const place = where === undefined ? "" : ` in ${say.place(where)}`;
  const held = lasts === undefined ? "" : `, for ${durationWords(lasts)}`;
  return `within ${durationWords(within)}, ${units} ${units === 1 ? one : many}${place}${held}`;
}

/** However a file writes it. */
export const durationWords = (time: number | string): string => duration(Math.round(parseDuration(time) ?? 0));
