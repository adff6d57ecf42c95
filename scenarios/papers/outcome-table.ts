/** What ran out in the nation, how often, when, how deep and why: the table that several papers share. */
import type { CapabilitySummary } from "../../engine/tally/summary.ts";
import { thousands, unitNames } from "../../engine/tally/words.ts";
import type { Block, Phrase } from "./paper.ts";
import { say } from "./paper.ts";
import { inList, mainCause, NONE_TOLD, type Source, Told } from "./source.ts";

/** @param most rows; what has no row is named beneath, or counted */
export function outcomeTable(source: Source, asked: readonly CapabilitySummary[], most: number): Block {
  const shown = asked.slice(0, most);
  const rows = shown.map((capability): Phrase[] => {
    const nation = capability.scopes[0]!;
    const told = new Told(source, capability, nation);
    const { runOut, reserveUnits } = nation;
    const { depthUnits: depth, firstRegion } = runOut;
    const region = firstRegion[0] === undefined ? "" : `, ${firstRegion[0].name}`;
    return [
      [capability.name],
      told.share(runOut, "runOut"),
      runOut.runs === 0 ? NONE_TOLD : say`${told.firstGap()}${region}`,
      depth === null
        ? NONE_TOLD
        : say`${told.figure(depth.p50, "runOut.depthUnits.p50")} / ${told.figure(depth.p90, "runOut.depthUnits.p90")}`,
      [mainCause(nation)?.words ?? "–"],
      say`${told.figure(reserveUnits["1h"].p50, "reserveUnits.1h.p50")} / ${told.figure(reserveUnits["8h"].p50, "reserveUnits.8h.p50")}`,
    ];
  });
  const head = [
    ...["Capability", "Run out, runs of 100 (95 %)", "First gap, typically"],
    ...["Units short at worst, median / 9 in 10", "Main cause", "Units left to lend at the lowest, in 1 h / 8 h"],
  ];
  return {
    is: "table",
    caption: `What ran out somewhere in the country (${thousands(source.summary.replications)} runs)`,
    head,
    rows,
    widths: [20, 18, 20, 13, 14, 15],
    note: [rest(asked.slice(most))],
  };
}

function rest(left: readonly CapabilitySummary[]): string {
  const told =
    "When and how deep: of the runs that ran out. A dash: it did not happen, or the runs do not support a figure.";
  if (left.length === 0) return told;
  const short = left.filter(({ scopes }) => scopes[0]!.runOut.runs > 0);
  const never = left.length - short.length;
  const also = short.slice(0, 4).map(({ id, name }) => unitNames(id, name).many);
  const more = short.length > 4 ? `, and ${short.length - 4} more` : "";
  const parts = [
    ...(short.length > 0 ? [`Less often run out: ${inList(also)}${more}.`] : []),
    ...(never > 0 ? [`${never} more asked for and never run out.`] : []),
  ];
  return `${told} ${parts.join(" ")}`;
}
