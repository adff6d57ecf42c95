/**
 * The annual assurance paragraph of a police and crime commissioner (SPR 2023, ¶23 and ¶24), paragraph by paragraph of
 * the Requirement: where the force has a capability, where it has access to one (¶23.2), and where neither is enough.
 */
import type { CapabilitySummary, ScopeSummary } from "../../engine/tally/summary.ts";
import { NOT_THIS_FORCES } from "../../engine/tally/tables.ts";
import { CONDITION } from "../../engine/tally/verdict.ts";
import { thousands, unitNames } from "../../engine/tally/words.ts";
import { type OnePage, type Phrase, say } from "./paper.ts";
import { clipped, frame, inList, mainCause, type Source, Told } from "./source.ts";

interface Row {
  readonly capability: CapabilitySummary;
  readonly scope: ScopeSummary;
  readonly paragraphs: string;
  /** what the row is about where it is not the force itself */
  readonly place: string | null;
}

/** @param most rows of its table. @param force id of a force; absent: England and Wales. @returns null: there is no such force, or nothing was asked of it */
export function assurance(source: Source, report: string, most: number, force?: string): OnePage | null {
  const { summary, model } = source;
  const holder = force === undefined ? -1 : model.holderIds.indexOf(force);
  if (force !== undefined && (holder < 0 || holder >= model.nForces)) return null;
  const rows = rowsOf(source, force);
  if (rows.length === 0) return null;
  const name = force === undefined ? "the country" : model.holderNames[holder]!;
  const illustrative = force !== undefined && source.isIllustrative(force);
  const base = frame([source], report);
  const shown = [...rows].sort(byRisk).slice(0, most).sort(byParagraph);
  const left = rows.length - shown.length;
  return {
    kind: "pcc",
    title: `Strategic Policing Requirement: ${name}`,
    reader: "Police and crime commissioner's annual assurance statement (SPR 2023 ¶23, ¶24) – draft paragraph",
    ...base,
    status: illustrative ? [`Figures by force: ${NOT_THIS_FORCES}.`, ...base.status] : base.status,
    blocks: [
      { is: "heading", words: "Draft paragraph" },
      { is: "paragraph", words: statement(source, rows, name) },
      { is: "paragraph", words: gaps(source, rows) },
      { is: "heading", words: "By paragraph of the Requirement" },
      {
        is: "table",
        caption: `Having, or having access to (¶23.2): ${name}${illustrative ? ` (${NOT_THIS_FORCES})` : ""}, ${thousands(summary.replications)} runs`,
        head: [
          "SPR 2023",
          "Capability",
          "Own were not enough: help asked for, runs of 100 (95 %)",
          "Help was not enough: run out, runs of 100 (95 %)",
          "Main cause",
        ],
        rows: shown.map((row) => tableRow(source, row)),
        widths: [19, 25, 21, 20, 15],
        note: [note(left, shown)],
      },
      { is: "heading", words: "For the commissioner to add" },
      {
        is: "form",
        fields: [
          ["How regard was had to the Requirement in the police and crime plan (¶17, ¶23.3)", 2],
          ["What the chief constable was asked, and answered (¶23.2)", 2],
          ["Budget and collaboration decided in consequence (¶10e, ¶23.3)", 2],
          ["Signed (commissioner, date)", 1],
          ["Agreed (chief constable, date)", 1],
        ],
      },
    ],
  };
}

/** The force's own scope; its region's where a capability is not shown by force; the nation's where no force is named. */
function rowsOf({ summary, model, scenario, isIllustrative }: Source, force: string | undefined): Row[] {
  return summary.capabilities.flatMap((capability): Row[] => {
    if (!capability.asked) return [];
    const paragraphs = scenario.capabilities?.[capability.id]?.paragraph ?? "not stated";
    const nation = capability.scopes[0]!;
    if (force === undefined) return [{ capability, scope: nation, paragraphs, place: null }];
    const own = capability.scopes.find(({ scope, id }) => scope === "force" && id === force);
    if (own !== undefined) return own.needs.asked === 0 ? [] : [{ capability, scope: own, paragraphs, place: null }];
    const compiled = model.capabilities.find(({ id }) => id === capability.id)!;
    if (!compiled.sensitive || !isIllustrative(force)) return [];
    const { regionIds, regionOf } = model.schemes[compiled.scheme]!;
    const region = regionIds[regionOf[model.holderIds.indexOf(force)]!];
    const scope = capability.scopes.find((one) => one.scope === "region" && one.id === region);
    if (scope === undefined || scope.needs.asked === 0) return [];
    return [{ capability, scope, paragraphs, place: `region: ${scope.name}` }];
  });
}

const byRisk = (a: Row, b: Row) =>
  b.scope.runOut.runs - a.scope.runOut.runs || b.scope.leftForce.runs - a.scope.leftForce.runs;

function byParagraph(a: Row, b: Row): number {
  const [first, second] = [a, b].map(({ paragraphs }) => {
    const [, whole, part] = /(\d+)(?:\.(\d+))?/.exec(paragraphs) ?? [];
    return Number(whole ?? 999) * 100 + Number(part ?? 0);
  }) as [number, number];
  return first - second;
}

function statement({ summary }: Source, rows: readonly Row[], name: string): Phrase {
  const own = rows.filter(({ scope }) => scope.leftForce.runs === 0 && scope.runOut.runs === 0).length;
  const short = rows.filter(({ scope }) => scope.runOut.runs > 0).length;
  const access = rows.length - own - short;
  return [
    `In support of the annual assurance statement (¶24.1), and of holding the chief constable to account for having, or having access to, the capabilities of the Strategic Policing Requirement (¶23.2), ${name} was tested in simulation against “${clipped(summary.scenario.name, 100)}” (${thousands(summary.replications)} runs). ${CONDITION}, of the ${rows.length} capabilities asked for: ${own} ${own === 1 ? "was" : "were"} met from a force's own people in every run, ${access} by mutual aid wherever its own were not enough, and ${short} ${short === 1 ? "was" : "were"} not met in full in at least one run.`,
  ];
}

function gaps(source: Source, rows: readonly Row[]): Phrase {
  const [worst, ...others] = [...rows].sort(byRisk).filter(({ scope }) => scope.runOut.runs > 0);
  if (worst === undefined) return [`${CONDITION}, no capability asked for ran out; this is no proof that none could.`];
  const told = new Told(source, worst.capability, worst.scope);
  const { many } = unitNames(worst.capability.id, worst.capability.name);
  const cause = mainCause(worst.scope);
  const next = others.slice(0, 3).map(({ capability }) => unitNames(capability.id, capability.name).many);
  const place = worst.place === null ? "" : ` (${worst.place})`;
  return say`${CONDITION}, the widest risk is in ${many}${place} (${clipped(worst.paragraphs, 40)}): run out in ${told.runs(worst.scope.runOut, "runOut")}${
    cause === null ? null : `, mainly because: ${cause.words}`
  }.${next.length === 0 ? null : ` Next: ${inList(next)}.`}`;
}

function tableRow(source: Source, { capability, scope, paragraphs, place }: Row): Phrase[] {
  const told = new Told(source, capability, scope);
  return [
    [clipped(paragraphs, 26)],
    [place === null ? capability.name : `${capability.name} (${place})`],
    told.share(scope.leftForce, "leftForce"),
    told.share(scope.runOut, "runOut"),
    [mainCause(scope)?.words ?? "–"],
  ];
}

function note(left: number, shown: readonly Row[]): string {
  const regional = shown.some(({ place }) => place !== null);
  return [
    "Only capabilities that this scenario asks for; the others are untested, not assured.",
    ...(left > 0 ? [`${left} more with less risk are in summary.json.`] : []),
    ...(regional ? ["On shipped data some capabilities are shown for the region, not the force."] : []),
  ].join(" ");
}
