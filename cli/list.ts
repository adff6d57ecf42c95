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
import { providers, readings } from "./list-options.ts";
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

const KINDS = ["scenarios", "threats", "capabilities", "forces", "providers", "readings", "risks", "coverage"] as const;
type Kind = (typeof KINDS)[number];
/** Risks that the National Risk Register of 2025 says it has. */
const TITLES_OF_2025 = 89;
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

export function listed(kind: Kind): Row[] {
  if (kind === "scenarios") return scenarioIds().map(preset);
  if (kind === "risks") return risks();
  if (kind === "coverage") return coverageRows();
  if (kind === "readings") return readings();
  const parts = referenceParts();
  if (kind === "providers") return providers(parts);
  const assumptions = parts.flatMap((part) => (part.assumptions as Plain[] | undefined) ?? []);
  const needs = needsOf(parts);
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
  if (kind === "threats") return [...rows.values()].map((row) => withNeeds(row, needs.get(row.id)!));
  return [...rows.values()];
}

interface Asks {
  readonly capabilities: readonly string[];
  readonly starts: readonly string[];
}

/** What each threat asks for and what it may start, by its id. */
function needsOf(parts: readonly Plain[]): Map<string, Asks> {
  const threats = parts.flatMap((part) => Object.entries((part.threats as Readonly<Record<string, Plain>>) ?? {}));
  const found = new Map<string, Asks>();
  for (const [id, { phases, triggers }] of threats) {
    const needs = ((phases as Plain[]) ?? []).flatMap((phase) => (phase.needs as Plain[]) ?? []);
    const steps = ((phases as Plain[]) ?? []).flatMap((phase) => (phase.escalation as Plain[]) ?? []);
    const started = [...((triggers as Plain[]) ?? []), ...steps].map(({ threat }) => String(threat));
    const before = found.get(id) ?? { capabilities: [], starts: [] };
    found.set(id, {
      capabilities: [...new Set([...before.capabilities, ...needs.map(({ capability }) => String(capability))])],
      starts: [...new Set([...before.starts, ...started])],
    });
  }
  return found;
}

function withNeeds(row: Row, { capabilities, starts }: Asks): Row {
  const more = [`Asks for: ${capabilities.join(", ")}.`, starts.length > 0 ? `May start: ${starts.join(", ")}.` : ""];
  return { ...row, about: [row.about, ...more].filter(Boolean).join(" ") };
}

/** Capabilities with the tier they start from, who holds them, by which rule and of what kind the figure is. */
function withStock(rows: readonly Row[], parts: readonly Plain[]): Row[] {
  const stock = describeStock(parts);
  const asked = needsOf(parts);
  return rows.map((row) => {
    const { tier, holders, kind, rule, range, sensitive, chain } = stock.get(row.id)!;
    const more = `Tier ${tier}, held by ${holders}, chain ${chain}. Stock (${kind}): ${rule}; ${range}.`;
    const shown = sensitive ? " Shown for region and nation only." : "";
    const by = [...asked].flatMap(([threat, { capabilities }]) => (capabilities.includes(row.id) ? [threat] : []));
    return {
      ...row,
      about: `${row.about} ${more}${shown} Asked for by: ${by.join(", ") || "no threat"}.`,
      tier,
      holders,
      kind,
    };
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
  const rows = (table("register.csv") as unknown as Risk[]).map((risk) => {
    const { low, high, words } = risk.likelihood === "" ? { low: 0, high: 0, words: "" } : rate(risk);
    const said = [
      risk.scenario,
      words === "" ? "Its likelihood was not found." : `${low} to ${high} a year (${words}; ${risk.likelihood_kind}).`,
      risk.demand === "" ? "No template: little is asked of the police." : `Template: nrr/${risk.id}.`,
    ];
    const sources = ["NRR25", ...`${risk.score_source}; ${risk.scenario_source}`.split("; ")].filter(Boolean);
    return { id: risk.id, name: risk.title, about: said.filter(Boolean).join(" "), sources: [...new Set(sources)] };
  });
  return [...rows, ...unread(rows.length)];
}

/** The register counts more titles than were read: said, not passed over. */
function unread(read: number): Row[] {
  if (read >= TITLES_OF_2025) return [];
  const missing = TITLES_OF_2025 - read;
  const about =
    `The register of 2025 counts ${TITLES_OF_2025} risks; ${read} titles were read from its pages, ${missing} was not, ` +
    "so nothing stands for it: no likelihood, no demand, no template.";
  return [{ id: "(not read)", name: "A title of the register that is not known here", about, sources: ["NRR25"] }];
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
  const indent = " ".repeat(idWidth + 2);
  // on a screen lines end with words; in a file a line is a line
  const width = process.stdout.isTTY ? Math.max(30, process.stdout.columns - indent.length) : Number.POSITIVE_INFINITY;
  const lines = rows.map(({ id, name, about, sources }) => {
    const more = [about, sources.length > 0 ? `sources: ${sources.join("; ")}` : "no sources"].filter(Boolean);
    const told = more.flatMap((line) => folded(line, width)).map((line) => `${indent}${line}`);
    return `${id.padEnd(idWidth)}  ${name}\n${told.join("\n")}`;
  });
  return `${lines.join("\n")}\n`;
}

/** Lines of at most `width` signs, but for words that are longer. */
export function folded(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
