/** The verdict while runs come in, short enough for a line of progress. */
import type { Model } from "../engine/model.ts";
import { wilson } from "../engine/tally/intervals.ts";
import { FLAGS } from "../engine/tally/measures.ts";
import { layoutOf, N_FLAGS, type Tallies } from "../engine/tally/tally.ts";

const RAN_OUT = FLAGS.indexOf("runOut");

/** Of the capability that runs out most often in the country: how often, as far as is known. */
export function glancer(model: Model): (tallies: Tallies) => string {
  const { cellStart } = layoutOf(model);
  return ({ flags, nReplications }) => {
    const counts = model.capabilities.map((_, cap) => flags[cellStart[cap]! * N_FLAGS + RAN_OUT]!);
    const most = counts.indexOf(Math.max(...counts));
    const known = most < 0 ? null : wilson(counts[most]!, nReplications);
    if (known === null) return "nothing known yet";
    const { name } = model.capabilities[most]!;
    const of100 = (share: number) => Math.round(100 * share);
    return `in this scenario, on assumed holdings, ${name} runs out in ${of100(known.low)} to ${of100(known.high)} of 100`;
  };
}
