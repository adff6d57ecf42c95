/** The kinds of paper, each a function from a result to one HTML file, and what they share outside of it. */
import type { Kind } from "../report.ts";
import { fullReport } from "./full.ts";
import { type Paper, paperOf, VALIDITY } from "./paper.ts";
import { readResult } from "./result.ts";
import { CITATION, checklistOf } from "./stress-des.ts";

export const papers: Readonly<Record<Kind, (paper: Paper) => string>> = { full: fullReport };

/** @throws RefusedError if the folder holds no whole result of this version */
export function readPaper(folder: string): Paper {
  return paperOf(readResult(folder));
}

/** `report.html`; another kind's has its name, and a marking that somebody set stands in front. */
export function fileNameOf({ summary }: Paper, kind: Kind): string {
  const name = kind === "full" ? "report.html" : `report-${kind}.html`;
  const set = /^OFFICIAL(-SENSITIVE)?/i.exec(summary.marking)?.[0].toUpperCase();
  return set === undefined ? name : `${set}-${name}`;
}

/** What machines want of a report: the checklist in words and the list of assumptions. */
export function checklistJson(paper: Paper) {
  const { summary, commands, assumed } = paper;
  return {
    marking: summary.marking,
    digest: summary.digest,
    validity: VALIDITY,
    commands: [commands.run, commands.report],
    stressDes: {
      citation: CITATION,
      items: checklistOf(paper).map(({ section, item, title, answer }) => ({
        section,
        item,
        title,
        answer: plain(answer.text),
      })),
    },
    assumptions: assumed,
  };
}

/** HTML as words alone. */
function plain(text: string): string {
  return text
    .replace(/<svg[\s\S]*?<\/svg>/g, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replace(/\s+/g, " ")
    .trim();
}
