/** The annex for a strategic risk assessment (SRA, APSTRA): result, assumptions with their ranges, limits, sign-off. */
import { CONDITION } from "../../engine/tally/verdict.ts";
import { thousands } from "../../engine/tally/words.ts";
import { outcomeTable } from "./outcome-table.ts";
import type { Block, OnePage, Phrase } from "./paper.ts";
import { askedFor, clipped, frame, type Source } from "./source.ts";

/** @param rows of each of its two tables */
export function riskAssessment(source: Source, report: string, rows: number): OnePage {
  const { summary, scenario } = source;
  const asked = askedFor(source);
  const { clock, replications, uncertainty, seed } = summary;
  return {
    kind: "sra",
    title: clipped(summary.scenario.name, 110),
    reader: "Annex to a strategic risk assessment (SRA, APSTRA): capacity for mutual aid",
    ...frame([source], report),
    blocks: [
      {
        is: "facts",
        rows: [
          ["Question", [clipped(scenario.question ?? summary.scenario.name, 200)]],
          ["Case assessed", [clipped(scenario.story ?? "As the scenario file states it.", 300)]],
          [
            "Method",
            [
              `Discrete-event simulation of requests, tiers, travel and duty cycles: ${thousands(replications)} runs (seed ${seed}) from ${clock.start.replace("T", " ")} for ${thousands(clock.horizonMinutes / 60)} h. Intervals at 95 %: Wilson's for shares, Student's for means.`,
            ],
          ],
        ],
      },
      { is: "heading", words: "Result" },
      ...(asked.length === 0
        ? [{ is: "paragraph", words: [`${CONDITION}: nothing was asked for.`] } as const]
        : [outcomeTable(source, asked, rows)]),
      { is: "heading", words: "Assumptions and ranges" },
      {
        is: "paragraph",
        words: [
          `${uncertainty === null ? "No number of this scenario is a range: what differs between runs is luck" : uncertainty.text}.`,
        ],
      },
      ...assumptions(source, rows),
      { is: "heading", words: "Limits" },
      {
        is: "list",
        items: [
          ["How likely the case itself is plays no part; shares are of runs in which it happens."],
          ["The rule for donors and for part-filling decides much of the answer; it stands at the foot of this page."],
          [
            "Compare options on the same demand (npx muster compare) rather than single figures; escalation is never evidence that more force works.",
          ],
        ],
      },
      { is: "heading", words: "Sign-off" },
      {
        is: "form",
        fields: [
          ["Prepared by (name, role, date)", 1],
          ["Assumptions agreed by (capability lead, date)", 1],
          ["Signed off by (chief officer, date)", 1],
          ["To be reviewed by; what would change it", 1],
        ],
      },
    ],
  };
}

/** Those with the strongest effect first; then in the order of the scenario. */
function assumptions(source: Source, most: number): Block[] {
  const drawn = source.assumed.filter(({ group }) => group === "drawn");
  const other = source.assumed.filter(({ group }) => group === "fixed" || group === "record");
  const ranked = [...drawn.filter(isTold), ...drawn.filter((row) => !isTold(row)), ...other];
  // One thing with several numbers, such as shares by notice, has one row.
  const distinct = ranked.filter(({ what }, i) => ranked.findIndex((row) => row.what === what) === i);
  if (ranked.length === 0) return [];
  const rows = distinct
    .slice(0, most)
    .map(({ what, figure, kind, source: from, effect }): Phrase[] => [
      [clipped(what, 80)],
      [clipped(figure, 60)],
      [clipped(`${kind}; ${from}`, 60)],
      [clipped(effect[0] ?? "–", 100)],
    ]);
  return [
    {
      is: "table",
      caption: `The ${rows.length === 1 ? "one assumption" : `${rows.length} assumptions`} that weigh most, of ${thousands(ranked.length)} in use`,
      head: ["What", "Figure and range", "Kind and source", "Effect on run-out (95 %)"],
      rows,
      widths: [30, 19, 21, 30],
      note: [
        "All of them, each with range, source and effect: the full report (npx muster report, --kind full) and manifest.json.",
      ],
    },
  ];
}

function isTold({ effect }: Source["assumed"][number]): boolean {
  return effect[0]?.includes("where it is high") ?? false;
}
