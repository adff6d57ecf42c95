/**
 * `muster list providers` and `muster list readings`: who lends beside the forces of England and Wales, with stock, notice and
 * chance; and the files that a scenario builds on besides its own base to open one thing or restate one disputed figure.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Row } from "./list.ts";
import { scenariosFolder } from "./place.ts";

type Plain = Readonly<Record<string, unknown>>;
type Table = Readonly<Record<string, Plain>>;

const TIER_4 = "reference/readings/tier-4.yaml";

/** British Transport Police, MDP, CNC, Police Scotland, PSNI, soldiers: whoever has a notice and a chance of its own. */
export function providers(parts: readonly Plain[]): Row[] {
  const opened = readYaml(TIER_4);
  const all = [...parts, opened];
  const holders = joined(all.map(({ places }) => (places as Plain | undefined)?.holders as Table | undefined));
  const assumptions = all.flatMap((part) => (part.assumptions as Plain[] | undefined) ?? []);
  return Object.entries(holders)
    .filter(([, { notice, chance }]) => notice !== undefined && chance !== undefined)
    .map(([id, holder]) => {
      const { name, kind, canFill, notice, chance } = holder;
      const tier =
        kind === "outside" ? `Tier 4, closed unless a scenario extends ${TIER_4}.` : "Tier 3, in every scenario.";
      const said = [
        tier,
        `Fills: ${(canFill as string[] | undefined)?.join(", ") ?? "all it holds people for"}.`,
        `Stock: ${stockOf(id, all).join(", ")}.`,
        `Notice: ${figureWords(notice)}${kind === "outside" ? ", the journey included" : ", beside that of its units"}.`,
        `Chance a day that it can help: ${figureWords(chance)}.`,
      ];
      const told = [notice, chance].flatMap((figure) => String((figure as Plain).source ?? "").split(", "));
      const ids = told.filter((source) => source.startsWith("assumption ")).map((source) => source.slice(11));
      const from = assumptions.filter((one) => ids.includes(String(one.id))).map(({ source }) => String(source ?? ""));
      const sources = [...told, ...from.flatMap((source) => source.split(", "))].filter(Boolean);
      return { id, name: String(name), about: said.join(" "), sources: [...new Set(sources)] };
    });
}

/** Officers by skill, units by capability. */
function stockOf(id: string, parts: readonly Plain[]): string[] {
  return parts.flatMap((part) => {
    const holdings = ((part.people as Plain | undefined)?.holdings ?? {}) as Table;
    return Object.entries(holdings).flatMap(([what, { units, officers }]) => {
      const [u, o] = [units, officers].map((table) => (table as Plain | undefined)?.[id]);
      return [
        ...(u === undefined ? [] : [`${figureWords(u)} units of ${what}`]),
        ...(o === undefined ? [] : [`${figureWords(o)} officers (${what})`]),
      ];
    });
  });
}

/** "24 h", "0.9 (0.7 to 1)", "24 h to 48 h". */
function figureWords(figure: unknown): string {
  if (typeof figure !== "object" || figure === null) return String(figure);
  const { value, mode, low, high } = figure as Plain;
  const middle = value ?? mode;
  if (low === undefined) return String(middle);
  return middle === undefined ? `${low} to ${high}` : `${middle} (${low} to ${high})`;
}

function joined(tables: readonly (Table | undefined)[]): Table {
  const all: Record<string, Plain> = {};
  for (const table of tables)
    for (const [id, record] of Object.entries(table ?? {})) all[id] = { ...all[id], ...record };
  return all;
}

/** What may be opened or read otherwise; the first sentence of each file's own comment says why. */
export function readings(): Row[] {
  const folder = join(scenariosFolder, "reference", "readings");
  return readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => {
      const text = readFileSync(join(folder, file), "utf8");
      const comment = text.split("\n").filter((line) => line.startsWith("# ") && !/do not edit/.test(line));
      const path = `reference/readings/${file}`;
      return {
        id: file.slice(0, -5),
        name: String(parse(text).name),
        about: `${comment.map((line) => line.slice(2)).join(" ")} To have it: extends: [your-base, ${path}].`,
        sources: [...new Set([...(/¶/.test(comment.join()) ? ["SPR 2023"] : []), ...sourcesIn(text)])],
      };
    });
}

const sourcesIn = (text: string) =>
  [...text.matchAll(/source: "?(assumption [\w-]+|[A-Z][\w-]+)/g)].map(([, id]) => id!);
const readYaml = (name: string): Plain => parse(readFileSync(join(scenariosFolder, name), "utf8"));
