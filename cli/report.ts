/**
 * `muster report`: reads a results folder and writes it as a paper: the full report, or one page for one reader, as one
 * HTML file that needs nothing else, to be read on a screen or printed on A4; a single page also as text to paste.
 */
import { basename, dirname, join } from "node:path";
import { type Command, Option } from "commander";
import { debriefOf } from "../scenarios/exercise/debrief.ts";
import { debriefPaper, directorPack, PACK_KINDS, type PackKind, playersPack } from "../scenarios/exercise/packs.ts";
import { playThrough } from "../scenarios/exercise/play.ts";
import { PAPER_KINDS, type PaperKind } from "../scenarios/papers/kinds.ts";
import type { OnePage } from "../scenarios/papers/paper.ts";
import { printedPaper } from "../scenarios/papers/print.ts";
import { paperText } from "../scenarios/papers/text.ts";
import { openExerciseFile } from "./exercise-file.ts";
import { EXIT, UsageError } from "./exits.ts";
import type { Report } from "./main.ts";
import { packageVersion } from "./place.ts";
import { json } from "./result-files.ts";
import { assertWritable, writeFiles } from "./write-files.ts";

interface ReportOptions {
  readonly kind: "full" | PaperKind | PackKind;
  readonly force?: string;
  readonly exercise?: string;
  readonly branch?: string;
  readonly format: "html" | "text";
  readonly out?: string;
  readonly json?: boolean;
}

export function registerReport(program: Command, report: Report): void {
  program
    .command("report")
    .description("write a results folder as a printable paper: the full report, or one page for one reader")
    .argument("[folder...]", "what `muster run … --out` wrote; for fms several, one a year")
    .addOption(
      new Option("--kind <kind>", "which paper").choices(["full", ...PAPER_KINDS, ...PACK_KINDS]).default("full"),
    )
    .option("--exercise <file>", "an exercise file instead of a folder: its packs and its debrief")
    .option("--branch <id>", "with --exercise: a branch of it")
    .option("--force <id>", "the force that the page is about: needed for fms, may be given for pcc")
    .addOption(
      new Option("--format <format>", "html to print, text to paste (one-page kinds)")
        .choices(["html", "text"])
        .default("html"),
    )
    .option("--out <file>", "where to write it (default: html into the folder, text to standard output)")
    .option("--json", "print what is in the paper as JSON as well as writing it")
    .addHelpText(
      "after",
      `
Kinds:
  full           verdict, figures, charts, STRESS-DES checklist and list of assumptions
  npocc-brief    brief for NPoCC or COBR
  fms            force management statement: demand, capacity, gap and residual risk of one force
  sra            annex for a strategic risk assessment (SRA, APSTRA), with assumptions and sign-off
  lrf-exercise   exercise sheet for a Local Resilience Forum
  risk-register  entry for a community risk register
  pcc            police and crime commissioner's annual assurance paragraph (SPR ¶23, ¶24)
  director-pack  of an exercise: setting, seats, injects, what its run brings
  players-pack   of an exercise: what players may know before it begins
  debrief        of an exercise: decisions, requests, objectives, lessons

Example:
  npx muster run two-counties --out out/counties
  npx muster report out/counties --kind npocc-brief
  npx muster report --exercise examples/exercises/saturday.yaml --kind debrief --format text`,
    )
    .action(async (folders: string[], options: ReportOptions) => report(await write(folders, options)));
}

async function write(folders: readonly string[], options: ReportOptions): Promise<number> {
  const { kind } = options;
  assertFits(folders, options);
  if (options.exercise !== undefined) return writePack(options.exercise, options);
  // Charts need a document and Plot: loaded here, so that no other command waits for them.
  const papers = await import("./report/papers.ts");
  const [first, ...others] = folders.map(papers.readPaper);
  if (kind === "full") {
    const { summary } = first!;
    const text = papers.fullReport(first!);
    return save(text, summary.marking, folders[0]!, options, papers.checklistJson(first!));
  }
  const page = papers.onePage(kind as PaperKind, [first!, ...others], options.force);
  const text = options.format === "text" ? papers.paperText(page) : papers.printedPaper(page);
  if (options.format === "text" && options.out === undefined && options.json !== true) {
    process.stdout.write(text);
    return EXIT.done;
  }
  return save(text, page.marking, folders[0]!, options, page);
}

/** A pack of an exercise file, or its debrief: beside the file unless told otherwise. */
async function writePack(file: string, options: ReportOptions): Promise<number> {
  const { table, decisions } = openExerciseFile(file, { branch: options.branch });
  const kind = options.kind as PackKind;
  const branch = options.branch === undefined ? "" : ` --branch ${options.branch}`;
  const made = {
    command: `npx muster report --exercise ${file}${branch} --kind ${kind}`,
    engineVersion: packageVersion,
  };
  const played = playThrough(table, kind === "director-pack" ? [] : decisions, 0);
  const page: OnePage =
    kind === "director-pack"
      ? directorPack(table, played, made)
      : kind === "players-pack"
        ? playersPack(table, played, made)
        : debriefPaper(table, played, debriefOf(table, played), made);
  const text = options.format === "text" ? paperText(page) : printedPaper(page);
  if (options.format === "text" && options.out === undefined && options.json !== true) {
    process.stdout.write(text);
    return EXIT.done;
  }
  return save(text, page.marking, dirname(file), options, page);
}

const isPack = (kind: ReportOptions["kind"]): boolean => (PACK_KINDS as readonly string[]).includes(kind);

/** @throws UsageError where the options do not go with the kind */
function assertFits(folders: readonly string[], { kind, force, format, exercise, branch }: ReportOptions): void {
  if (exercise !== undefined) {
    if (!isPack(kind)) throw new UsageError(`--exercise makes ${PACK_KINDS.join(", ")}: say which with --kind`);
    if (folders.length > 0)
      throw new UsageError("--exercise takes the place of a results folder: leave one of them out");
    return;
  }
  if (isPack(kind)) throw new UsageError(`--kind ${kind} is of an exercise: say which file with --exercise`);
  if (branch !== undefined) throw new UsageError("--branch is of an exercise: say --exercise");
  if (folders.length === 0) throw new UsageError("say which results folder, or an exercise with --exercise");
  if (kind === "fms" && force === undefined)
    throw new UsageError("--kind fms is about one force: say which with --force");
  if (force !== undefined && kind !== "fms" && kind !== "pcc") {
    throw new UsageError(`--kind ${kind} is about the nation: leave --force out`);
  }
  if (kind !== "fms" && folders.length > 1) {
    throw new UsageError(`--kind ${kind} is made of one results folder, and ${folders.length} are named`);
  }
  if (kind === "full" && format === "text") throw new UsageError("--format text is for the one-page kinds: say --kind");
}

async function save(
  text: string,
  marking: string,
  folder: string,
  options: ReportOptions,
  said: object,
): Promise<number> {
  const { kind, out } = options;
  const file = out ?? join(folder, fileNameOf(marking, options));
  assertWritable(dirname(file));
  await writeFiles(dirname(file), { [basename(file)]: text });
  process.stdout.write(options.json ? json({ file, kind, ...said }) : `${file}\n`);
  return EXIT.done;
}

/** `report.html`; another kind's has its name, and a marking that somebody set stands in front. */
function fileNameOf(marking: string, { kind, force, format }: ReportOptions): string {
  const name = ["report", ...(kind === "full" ? [] : [kind]), ...(force === undefined ? [] : [force])].join("-");
  const set = /^OFFICIAL(-SENSITIVE)?/i.exec(marking)?.[0].toUpperCase();
  return `${set === undefined ? "" : `${set}-`}${name}.${format === "text" ? "txt" : "html"}`;
}
