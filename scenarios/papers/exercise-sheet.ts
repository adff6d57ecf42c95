/** The sheet for an exercise of a Local Resilience Forum: setting, objectives, what players will meet, injects, M/ETHANE, lessons. */
import type { CapabilitySummary } from "../../engine/tally/summary.ts";
import { dayAndTime, duration, thousands, unitNames } from "../../engine/tally/words.ts";
import { type Block, type OnePage, type Phrase, say } from "./paper.ts";
import { askedFor, clipped, frame, mainCause, NONE_TOLD, type Source, Told } from "./source.ts";

const OBJECTIVES = 3;

/** @param rows of its table */
export function exerciseSheet(source: Source, report: string, rows: number): OnePage {
  const { summary, scenario, commands } = source;
  const asked = askedFor(source);
  const { clock } = summary;
  return {
    kind: "lrf-exercise",
    title: clipped(summary.scenario.name, 110),
    reader: "Exercise sheet for a Local Resilience Forum – for the director, not for players",
    ...frame([source], report),
    blocks: [
      {
        is: "facts",
        rows: [
          ["Setting", [clipped(scenario.story ?? summary.scenario.name, 340)]],
          ["Question", [clipped(scenario.question ?? "Which help would be short, where and for how long?", 200)]],
          ["Clock", [`starts ${clock.start.replace("T", " ")} (day 1) and runs for ${duration(clock.horizonMinutes)}`]],
          [
            "To play one run",
            [
              `npx muster trace ${commands.scenarios} --replication 0 --seed ${summary.seed}, every event in order; another number is another run`,
            ],
          ],
        ],
      },
      { is: "heading", words: "Objectives, met or not" },
      { is: "list", items: objectives(source, asked) },
      { is: "heading", words: "What players are likely to meet" },
      ...(asked.length === 0 ? [] : [likely(source, asked.slice(0, rows))]),
      { is: "heading", words: "Injects to try (suggested; not in the figures above)" },
      { is: "list", items: injects(source, asked) },
      { is: "heading", words: "First report from the scene (M/ETHANE)" },
      {
        is: "form",
        fields: [
          ["M – major incident declared? by whom, when", 1],
          ["E – exact location", 1],
          ["T – type of incident", 1],
          ["H – hazards, present and possible", 1],
          ["A – access and egress", 1],
          ["N – number of casualties, and how grave", 1],
          ["E – emergency services and partners: there, and needed (fire, ambulance, military, voluntary)", 2],
          ["Decisions and requests, with times: asked of whom, given, refused", 3],
          ["Lessons, each with an owner and a date", 3],
        ],
      },
    ],
  };
}

function objectives(source: Source, asked: readonly CapabilitySummary[]): Phrase[] {
  const items = asked.slice(0, OBJECTIVES).flatMap((capability): Phrase[] => {
    const nation = capability.scopes[0]!;
    const most = nation.peakRequiredUnits.p50;
    if (most === null || most < 1) return [];
    const told = new Told(source, capability, nation);
    const { one, many } = unitNames(capability.id, capability.name);
    return [
      say`Ask for ${told.figure(most, "peakRequiredUnits.p50")} ${most === 1 ? one : many} (the most needed at once in the median run), have them on the ground within 8 h, and keep them relieved to the end. Met / not met`,
    ];
  });
  return [...items, ["Say at each call who decides, which tier is asked, and what is left at home. Met / not met"]];
}

function likely(source: Source, asked: readonly CapabilitySummary[]): Block {
  return {
    is: "table",
    caption: `When the next request is likely to go unmet (${thousands(source.summary.replications)} runs; in this scenario, on assumed holdings)`,
    head: [
      "Capability",
      "Run out, runs of 100 (95 %)",
      "First gap: 1 in 10 by",
      "Typically by",
      "First in",
      "Main cause",
    ],
    rows: asked.map((capability): Phrase[] => {
      const nation = capability.scopes[0]!;
      const told = new Told(source, capability, nation);
      const never = nation.runOut.runs === 0;
      return [
        [capability.name],
        told.share(nation.runOut, "runOut"),
        never ? NONE_TOLD : [told.firstGap("p10")],
        never ? NONE_TOLD : [told.firstGap("p50")],
        [nation.runOut.firstRegion[0]?.name ?? "–"],
        [mainCause(nation)?.words ?? "–"],
      ];
    }),
    widths: [22, 20, 15, 14, 14, 15],
  };
}

/** Made from where and when the result is weakest; nothing of them has been simulated. */
function injects({ summary }: Source, asked: readonly CapabilitySummary[]): Phrase[] {
  const [worst] = asked;
  if (worst === undefined) return [["Nothing was asked for in this scenario."]];
  const { runOut } = worst.scopes[0]!;
  const { many } = unitNames(worst.id, worst.name);
  const { startMinuteOfDay, horizonMinutes } = summary.clock;
  const minute = runOut.firstMinutes?.p50 ?? Math.floor(horizonMinutes / 3);
  const at = (before: number) => dayAndTime(Math.max(0, minute - before), startMinuteOfDay);
  const where = runOut.firstRegion[0]?.name ?? "the host's region";
  return [
    [`${at(240)}: a second incident begins in ${where} and asks for ${many}.`],
    [`${at(120)}: ${where} holds back what it has left; its chief officers decline to lend.`],
    [`${at(60)}: a control room is lost for six hours; reports and answers come late.`],
    [`${at(30)}: the main road to the scene in ${where} is closed; journeys take twice as long.`],
  ];
}
