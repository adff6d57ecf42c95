/** The brief for NPoCC or COBR: what runs out, when, where and why, and what to ask in the room. */
import { CONDITION, verdict } from "../../engine/tally/verdict.ts";
import { thousands, unitNames } from "../../engine/tally/words.ts";
import { runsOf100 } from "./numbers.ts";
import { outcomeTable } from "./outcome-table.ts";
import { type OnePage, type Phrase, say } from "./paper.ts";
import { askedFor, clipped, frame, inList, mainCause, type Source, sharesOf } from "./source.ts";

/** What a cause means, and the command that tries what could change it. */
const QUESTIONS: Readonly<Record<string, readonly [meaning: string, command: string]>> = {
  triggerNotPulled: [
    "people could be lent, but the tier that holds them had not been called: call it sooner?",
    "triggers",
  ],
  heldBack: [
    "people were free behind a force's floor or the most it agreed to lend: who may lower what, and at what price at home?",
    "shadow",
  ],
  restingElsewhere: ["people were resting or recovering after a tour: when must reliefs be asked for?", "sweep"],
  underWayElsewhere: ["people were on the road to somebody else: what should stand forward, and where?", "sweep"],
  committedElsewhere: [
    "people were at other incidents: which of them has the lower priority, and who says so?",
    "size",
  ],
  teamIncomplete: ["single units were free, but no whole team: may teams be made up from several forces?", "size"],
  noPeople: ["nobody was left who has the skill: how many more would be enough?", "size"],
};

/** @param rows of its table and picture */
export function brief(source: Source, report: string, rows: number): OnePage {
  const { summary, scenario } = source;
  const asked = askedFor(source);
  const short = asked.filter(({ scopes }) => scopes[0]!.runOut.runs > 0);
  const worst = verdict(summary).lines[0];
  return {
    kind: "npocc-brief",
    title: clipped(summary.scenario.name, 110),
    reader: "Brief for NPoCC or COBR",
    ...frame([source], report),
    blocks: [
      { is: "heading", words: "In short" },
      { is: "paragraph", words: inShort(source, asked.length, short.length) },
      ...(worst === undefined
        ? []
        : [{ is: "paragraph", words: [worst.sentence.replace(` ${worst.parts.data}.`, "")] } as const]),
      { is: "heading", words: "Situation" },
      { is: "paragraph", words: [clipped(scenario.story ?? scenario.question ?? summary.scenario.name, 420)] },
      { is: "heading", words: "Shortfall" },
      ...(asked.length === 0 ? [] : [outcomeTable(source, asked, rows)]),
      ...(short.length === 0
        ? []
        : [
            {
              is: "picture",
              caption: "How often each ran out, runs of 100 (dot: share; line: its interval at 95 %)",
              shares: sharesOf(asked.slice(0, rows)),
            } as const,
          ]),
      ...(short.length === 0 ? [] : [{ is: "paragraph", words: firstPlaces(source) } as const]),
      { is: "heading", words: "To ask in the room" },
      { is: "list", items: questions(source) },
      { is: "heading", words: "How sure" },
      { is: "list", items: howSure(source) },
    ],
  };
}

function inShort({ summary }: Source, asked: number, short: number): Phrase {
  const runs = `${thousands(summary.replications)} runs`;
  if (asked === 0) return [`${CONDITION}: nothing was asked for in any of ${runs}.`];
  return [
    `${CONDITION}: ${short === 0 ? "none" : short} of the ${asked} capabilities asked for ran out somewhere in the country in at least one of ${runs}.`,
  ];
}

function firstPlaces(source: Source): Phrase {
  const [worst] = askedFor(source);
  const { firstRegion } = worst!.scopes[0]!.runOut;
  const { many } = unitNames(worst!.id, worst!.name);
  const places = firstRegion.slice(0, 3).map(({ name, probability }) => `${name} (${runsOf100(probability)})`);
  if (places.length === 0) return [`${CONDITION}: no region is told apart for ${many}.`];
  return [`${CONDITION}, the first region to run out of ${many}, in runs of 100: ${inList(places)}.`];
}

function questions(source: Source): Phrase[] {
  const seen = new Map<string, string[]>();
  for (const { id, name, scopes } of askedFor(source)) {
    const cause = mainCause(scopes[0]!);
    if (cause !== null) seen.set(cause.key, [...(seen.get(cause.key) ?? []), unitNames(id, name).many]);
  }
  const items = [...seen].slice(0, 3).map(([key, names]): Phrase => {
    const [meaning, command] = QUESTIONS[key]!;
    return [`${withCapital(inList(names.slice(0, 3)))}: ${meaning} Tried by: npx muster ${command} --help.`];
  });
  return items.length > 0
    ? items
    : [["Nothing ran out: how much more could be met? Tried by: npx muster stress --help."]];
}

function howSure(source: Source): Phrase[] {
  const { uncertainty } = source.summary;
  const strongest = source.assumed
    .filter(({ group, effect }) => group === "drawn" && effect[0]?.includes("where it is high"))
    .slice(0, 2);
  return [
    say`${uncertainty === null ? "No number of this scenario is a range: what differs between runs is luck" : uncertainty.text}.`,
    ...strongest.map(
      ({ what, figure, effect }): Phrase => [`${clipped(what, 110)}: ${clipped(figure, 60)}; ${effect[0]!}.`],
    ),
    ["How likely the scenario itself is plays no part: these are shares of runs in which it happens."],
  ];
}

function withCapital(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
