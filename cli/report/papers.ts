/** The kinds of paper that can be made of a result: the full report and the one-page papers, and what machines want of them. */

import { didYouMean } from "../../scenarios/format/faults.ts";
import { type PaperKind, paperOfKind } from "../../scenarios/papers/kinds.ts";
import type { OnePage } from "../../scenarios/papers/paper.ts";
import { type Source, VALIDITY } from "../../scenarios/papers/source.ts";
import { RefusedError } from "../exits.ts";
import { reportCommand } from "./command.ts";
import { type Paper, paperOf } from "./paper.ts";
import { readResult } from "./result.ts";
import { CITATION, checklistOf } from "./stress-des.ts";

export { printedPaper } from "../../scenarios/papers/print.ts";
export { paperText } from "../../scenarios/papers/text.ts";
export { fullReport } from "./full.ts";

/** @throws RefusedError if the folder holds no whole result of this version */
export function readPaper(folder: string): Paper {
  return paperOf(readResult(folder));
}

/** @throws RefusedError where the force is unknown, or nothing was asked of it */
export function onePage(kind: PaperKind, papers: readonly [Paper, ...Paper[]], force: string | undefined): OnePage {
  const folders = papers.map(({ folder }) => folder);
  const options = ["--kind", kind, ...(force === undefined ? [] : ["--force", force])];
  const [first, ...others] = papers;
  const made = paperOfKind(kind, [sourceOf(first), ...others.map(sourceOf)], reportCommand(folders, options), force);
  if (made === null) throw new RefusedError([noSuchForce(first, force!)]);
  return made;
}

function sourceOf({ summary, model, manifest, commands, assumed, ownForces }: Paper): Source {
  return {
    summary,
    model,
    scenario: manifest.resolvedScenario,
    engineVersion: manifest.engineVersion,
    complete: manifest.complete,
    replicationsAsked: manifest.replicationsAsked,
    commands,
    assumed,
    isIllustrative: (force) => !ownForces.has(force),
  };
}

function noSuchForce({ folder, model }: Paper, force: string): string {
  const ids = model.holderIds.slice(0, model.nForces);
  if (ids.includes(force))
    return `${folder}: nothing was asked of ${force} in any run that may be shown for one force.`;
  const near = didYouMean(force, ids);
  return `--force ${force}: there is no such force in ${folder}.${near === undefined ? "" : ` Did you mean ${near}?`}`;
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
