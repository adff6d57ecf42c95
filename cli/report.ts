/**
 * `muster report`: reads a results folder and writes it as a paper: one HTML file that needs nothing else, to be read
 * on a screen or printed on A4.
 */
import { basename, dirname, join } from "node:path";
import { type Command, Option } from "commander";
import { EXIT } from "./exits.ts";
import type { Report } from "./main.ts";
import { json } from "./result-files.ts";
import { assertWritable, writeFiles } from "./write-files.ts";

interface ReportOptions {
  readonly kind: Kind;
  readonly out?: string;
  readonly json?: boolean;
}

/** What can be made of a result; each kind has its maker in report/papers.ts. */
const KINDS = ["full"] as const;
export type Kind = (typeof KINDS)[number];

export function registerReport(program: Command, report: Report): void {
  program
    .command("report")
    .description("write a results folder as a printable paper, with checklist and list of assumptions")
    .argument("<folder>", "what `muster run … --out` wrote")
    .addOption(new Option("--kind <kind>", "which paper").choices(KINDS).default("full"))
    .option("--out <file>", "where to write it (default: report.html in the folder)")
    .option("--json", "print checklist and list of assumptions as JSON as well as writing the paper")
    .addHelpText(
      "after",
      "\nExample:\n  npx muster run two-counties --out out/counties\n  npx muster report out/counties",
    )
    .action(async (folder: string, options: ReportOptions) => report(await write(folder, options)));
}

async function write(folder: string, { kind, out, json: asJson }: ReportOptions): Promise<number> {
  // Charts need a document and Plot: loaded here, so that no other command waits for them.
  const { checklistJson, fileNameOf, papers, readPaper } = await import("./report/papers.ts");
  const paper = readPaper(folder);
  const file = out ?? join(folder, fileNameOf(paper, kind));
  assertWritable(dirname(file));
  await writeFiles(dirname(file), { [basename(file)]: papers[kind](paper) });
  process.stdout.write(asJson ? json({ file, kind, ...checklistJson(paper) }) : `${file}\n`);
  return EXIT.done;
}
