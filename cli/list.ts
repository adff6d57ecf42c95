/** `muster list`: what ships – presets, templates, and the threats, capabilities and forces of the reference data – with sources. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Argument, type Command } from "commander";
import Papa from "papaparse";
import { parse } from "yaml";
import { inWords, readCoverage } from "../scenarios/reference/coverage.ts";
import { type Risk, ratesOf } from "../scenarios/reference/nrr/rates.ts";
import { describeStock } from "../scenarios/reference/stock.ts";
import { EXIT } from "./exits.ts";
import type { Report } from "./main.ts";
import { scenarioIds, scenariosFolder } from "./place.ts";

export interface Row {
  readonly id: string;
  readonly name: string;
  /** one line more about it; empty where there is none */
  readonly about: string;
  /** ids of `scenarios/reference/sources.csv`, paragraphs of the SPR, assumptions */
  readonly sources: readonly string[];
  /** capabilities: where the asking starts, who holds them, and what kind of figure the stock is */
  readonly tier?: string;
  readonly holders?: string;
  readonly kind?: string;
}

const KINDS = ["scenarios", "threats", "capabilities", "forces", "risks", "coverage"] as const;
type Kind = (typeof KINDS)[number];
type Plain = Readonly<Record<string, unknown>>;

export function registerList(program: Command, report: Report): void {
  program
    .command("list")
    .description("what ships, with sources")
    .addArgument(new Argument("[what]", "what to list").choices(KINDS).default("scenarios"))
    .option("--json", "print as JSON")
    .addHelpText("after", "\nExample:\n  npx muster list capabilities")
    .action((kind: Kind, options: { json?: boolean }) => {
      const rows = listed(kind);
      process.stdout.write(options.json ? `${JSON.stringify(rows, null, 2)}\n` : table(rows));
      report(EXIT.done);
    });
}

function listed(kind: Kind): Row[] {
  if (kind === "scenarios") return scenarioIds().map(preset);
  if (kind === "risks") return risks();
  if (kind === "coverage") return coverageRows();
  const parts = referenceParts();
  const assumptions = parts.flatMap((part) => (part.assumptions as Plain[] | undefined) ?? []);
  const rows = new Map<string, Row>();
  for (const part of parts) {
    const places = part.places as Plain | undefined;
    const path = kind === "forces" ? "places.forces" : kind;
    const records = (kind === "forces" ? places?.forces : part[kind]) as Readonly<Record<string, Plain>> | undefined;
    for (const [id, record] of Object.entries(records ?? {})) {
      const earlier = rows.get(id);
      const sources = [
        ...(earlier?.sources ?? []),
        ...sourcesIn(record),
        ...sourcesAbout(`${path}.${id}`, assumptions),
      ];
      rows.set(id, {
        id,
        name: String(record.name ?? earlier?.name ?? id),
        about: aboutOf(record) || (earlier?.about ?? ""),
        sources: [...new Set(sources)],
      });
    }
  }
  if (kind === "capabilities") return withStock([...rows.values()], parts);
  return [...rows.values()];
}

/** Capabilities with the tier they start from, who holds them, by which rule and of what kind the figure is. */
function withStock(rows: readonly Row[], parts: readonly Plain[]): Row[] {
  const stock = describeStock(parts);
  return rows.map((row) => {
    const { tier, holders, kind, rule, range, sensitive, chain } = stock.get(row.id)!;
    const more = `Tier ${tier}, held by ${holders}, chain ${chain}. Stock (${kind}): ${rule}; ${range}.`;
    const shown = sensitive ? " Shown for region and nation only." : "";
    return { ...row, about: `${row.about} ${more}${shown}`, tier, holders, kind };
  });
}

/** Each paragraph of the SPR that asks for something, and what stands for it or why nothing does. */
function coverageRows(): Row[] {
  const { coverage, named } = readCoverage((name) => readFileSync(join(scenariosFolder, "reference", name), "utf8"));
  return coverage.rows.map(({ paragraph, asks, stands = [], why = "" }) => ({
    id: `¶${paragraph}`,
    name: asks,
    about: [...stands.map((id) => inWords(id, coverage, named)), why].filter(Boolean).join("; "),
    sources: [`SPR 2023 ¶${paragraph}`],
  }));
}

/** Every title of the National Risk Register 2025, with its band of likelihood as a rate and its template. */
function risks(): Row[] {
  const table = (name: string) =>
    Papa.parse<Record<string, string>>(readFileSync(join(scenariosFolder, "reference", "nrr", name), "utf8"), {
      header: true,
      skipEmptyLines: true,
    }).data;
  const rate = ratesOf(table("bands.csv"));
  return (table("register.csv") as unknown as Risk[]).map((risk) => {
    const { low, high, words } = risk.likelihood === "" ? { low: 0, high: 0, words: "" } : rate(risk);
    const said = [
      risk.scenario,
      words === "" ? "Its likelihood was not found." : `${low} to ${high} a year (${words}; ${risk.likelihood_kind}).`,
      risk.demand === "" ? "No template: little is asked of the police." : `Template: nrr/${risk.id}.`,
    ];
    const sources = ["NRR25", ...`${risk.score_source}; ${risk.scenario_source}`.split("; ")].filter(Boolean);
    return { id: risk.id, name: risk.title, about: said.filter(Boolean).join(" "), sources: [...new Set(sources)] };
  });
}

/** Its help text, behind the national threat it is a variant of, and who coordinates it. */
function aboutOf({ nationalThreat, help, coordination }: Plain): string {
  const said = [
    nationalThreat === undefined ? "" : `(${nationalThreat})`,
    help ?? "",
    coordination === undefined ? "" : `Coordination: ${coordination}`,
  ];
  return said.filter(Boolean).join(" ");
}

function preset(id: string): Row {
  const document = readYaml(`${id}.yaml`);
  const about = String(document.story ?? document.question ?? "");
  return { id, name: String(document.name ?? id), about, sources: [...new Set(sourcesIn(document))] };
}

function referenceParts(): Plain[] {
  const { parts } = readYaml("reference/index.yaml") as { parts: string[] };
  return parts.map((part) => readYaml(`reference/${part}`));
}

function readYaml(name: string): Plain {
  return parse(readFileSync(join(scenariosFolder, name), "utf8"));
}

/** Every `source`, `sources` and `paragraph` below a record. */
function sourcesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(sourcesIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === "paragraph") return [`SPR 2023 ${inner}`];
    if (key === "source" || key === "sources") {
      return [inner].flat().flatMap((source) => (typeof source === "string" ? source.split(", ") : []));
    }
    return sourcesIn(inner);
  });
}

/** What the list of assumptions says about a place in the data, what is above it, or what is below it. */
function sourcesAbout(path: string, assumptions: readonly Plain[]): string[] {
  return assumptions
    .filter(({ where }) => typeof where === "string" && (isAbove(where, path) || isAbove(path, where)))
    .flatMap(({ id, source }) => [`assumption ${id}`, ...(typeof source === "string" ? source.split(", ") : [])]);
}

/** Whether one path of ids is the other, or leads to it. */
function isAbove(upper: string, lower: string): boolean {
  return `${lower}.`.startsWith(`${upper}.`);
}

function table(rows: readonly Row[]): string {
  const idWidth = Math.max(...rows.map(({ id }) => id.length));
  const lines = rows.map(({ id, name, about, sources }) => {
    const more = [about, sources.length > 0 ? `sources: ${sources.join("; ")}` : "no sources"].filter(Boolean);
    return `${id.padEnd(idWidth)}  ${name}\n${more.map((line) => `${" ".repeat(idWidth + 2)}${line}`).join("\n")}`;
  });
  return `${lines.join("\n")}\n`;
}
