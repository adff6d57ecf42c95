/** `muster list`: what ships – presets, and the threats, capabilities and forces of the reference data – with sources. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Argument, type Command } from "commander";
import { parse } from "yaml";
import { EXIT } from "./exits.ts";
import type { Report } from "./main.ts";
import { presetIds, scenariosFolder } from "./place.ts";

export interface Row {
  readonly id: string;
  readonly name: string;
  /** one line more about it; empty where there is none */
  readonly about: string;
  /** ids of `scenarios/reference/sources.csv`, paragraphs of the SPR, assumptions */
  readonly sources: readonly string[];
}

const KINDS = ["scenarios", "threats", "capabilities", "forces"] as const;
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
  if (kind === "scenarios") return presetIds().map(preset);
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
      rows.set(id, { id, name: String(record.name ?? earlier?.name ?? id), about: "", sources: [...new Set(sources)] });
    }
  }
  return [...rows.values()];
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
