/** `muster template`: an empty return or position to fill in, every force and capability listed, each column explained. */
import { writeFile } from "node:fs/promises";
import { type Command, InvalidArgumentError } from "commander";
import type { ResolvedScenario } from "../scenarios/format/read.ts";
import { type Column, POSITION_COLUMNS, RETURN_COLUMNS } from "../scenarios/format/return-columns.ts";
import { EXIT, UsageError } from "./exits.ts";
import { loadScenario } from "./load.ts";
import type { Report } from "./main.ts";
import { csv } from "./tables.ts";

interface TemplateOptions {
  readonly out?: string;
  readonly force?: readonly string[];
  readonly capability?: readonly string[];
  readonly position?: boolean;
  readonly scenario: string;
}

type Kind = "csv" | "xlsx";

export function registerTemplate(program: Command, report: Report): void {
  program
    .command("template")
    .description("write an empty return of holdings, or a position, to fill in and load with --holdings or --position")
    .argument("[format]", "csv or xlsx", kindOf, "csv")
    .option("--out <file>", "the file to write; a CSV without it goes to standard output")
    .option("--force <id>", "only this force or holder; may be repeated", collect)
    .option("--capability <id>", "only this capability; may be repeated", collect)
    .option("--position", "a position (where units are now) instead of a return")
    .option("--scenario <scenario>", "whose forces and capabilities are listed", "concurrent-disorder")
    .addHelpText("after", "\nExample:\n  npx muster template xlsx --force kent --out out/return-template.xlsx")
    .action(async (kind: Kind, options: TemplateOptions) => report(await template(kind, options)));
}

async function template(kind: Kind, options: TemplateOptions): Promise<number> {
  const { resolved } = loadScenario(options.scenario);
  const columns = options.position ? POSITION_COLUMNS : RETURN_COLUMNS;
  const rows = emptyRows(resolved, columns, options);
  const table = { columns: columns.map(({ name }) => name), rows };
  if (kind === "csv") {
    const text = csv(table);
    if (options.out === undefined) process.stdout.write(text);
    else await writeFile(options.out, text);
    return EXIT.done;
  }
  if (options.out === undefined) throw new UsageError("template xlsx: say where to with --out");
  await writeFile(options.out, await workbookOf(table, columns, options.position ? "Position" : "Return"));
  return EXIT.done;
}

/** A row per force and capability, for a return; a position has few rows, so only its headings. */
function emptyRows(
  scenario: ResolvedScenario,
  columns: readonly Column[],
  { force, capability, position }: TemplateOptions,
): (string | null)[][] {
  const forces = chosen(
    "--force",
    force,
    Object.keys(scenario.places.forces ?? {}),
    Object.keys(scenario.places.holders ?? {}),
  );
  const capabilities = chosen("--capability", capability, Object.keys(scenario.capabilities), []);
  if (position) return [];
  const put: Readonly<Record<string, (force: string, capability: string) => string>> = {
    force: (id) => id,
    capability: (_, id) => id,
  };
  return forces.flatMap((one) =>
    capabilities.map((other) => columns.map(({ name }) => put[name]?.(one, other) ?? null)),
  );
}

/** @param also ids that may be asked for, and are not listed unless they are */
function chosen(option: string, asked: readonly string[] | undefined, all: readonly string[], also: readonly string[]) {
  const unknown = asked?.find((id) => !all.includes(id) && !also.includes(id));
  if (unknown !== undefined) throw new UsageError(`${option} ${unknown}: there is no such id; see muster list`);
  return asked ?? all;
}

/** The sheet to fill in, and one that says what each column means. */
export async function workbookOf(
  {
    columns,
    rows,
  }: { readonly columns: readonly string[]; readonly rows: readonly (readonly (string | number | null)[])[] },
  about: readonly Column[],
  name: string,
): Promise<Uint8Array> {
  const help = about.map((column) => [column.name, column.help, column.synonyms.join(", ")]);
  const { writeXlsx } = await import("hucre/xlsx");
  return writeXlsx({
    sheets: [
      {
        name,
        columns: columns.map((header) => ({ width: Math.max(12, header.length + 2) })),
        rows: [[...columns], ...rows.map((row) => [...row])],
        freezePane: { rows: 1 },
      },
      {
        name: "What the columns mean",
        columns: [{ width: 22 }, { width: 80 }, { width: 50 }],
        rows: [["column", "what it means", "also read as"], ...help],
      },
    ],
  });
}

function kindOf(text: string): Kind {
  if (text !== "csv" && text !== "xlsx") throw new InvalidArgumentError("expected csv or xlsx.");
  return text;
}

const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];
