/**
 * The coverage page: each paragraph of the Strategic Policing Requirement that asks for a capability, a capacity, a
 * tier or coordination, and what stands for it here, or why nothing does.
 *
 * To write scenarios/COVERAGE.md: `npm run coverage`. A test keeps the page equal to what this returns, and fails when
 * a paragraph has nothing or names what does not exist.
 */
import { parse } from "yaml";

/** Paragraphs of the SPR of February 2023 are numbered 1 to 174. */
const LAST_PARAGRAPH = 174;

export interface CoverageRow {
  /** with its letter or sub-number: 33a, 75.10, 133.2a */
  readonly paragraph: string;
  readonly asks: string;
  /** ids of capabilities, threats and rules */
  readonly stands?: readonly string[];
  readonly why?: string;
}

export interface Coverage {
  readonly rules: Readonly<Record<string, string>>;
  readonly rows: readonly CoverageRow[];
  readonly nothing: readonly { readonly paragraphs: string; readonly why: string }[];
}

/** What an id is, for readers: "PSU: Police Support Unit". */
export interface Named {
  readonly capabilities: Readonly<Record<string, string>>;
  readonly threats: Readonly<Record<string, string>>;
}

/** What is wrong with the table: rows that say nothing, ids of nothing, paragraphs that are missing or told twice. */
export function coverageFaults({ rules, rows, nothing }: Coverage, { capabilities, threats }: Named): string[] {
  const faults: string[] = [];
  const known = (id: string) => id in capabilities || id in threats || id in rules;
  const seen = new Set<string>();
  for (const { paragraph, asks, stands = [], why = "" } of rows) {
    if (seen.has(paragraph)) faults.push(`¶${paragraph} is told twice`);
    seen.add(paragraph);
    if (asks.trim() === "") faults.push(`¶${paragraph} asks for nothing`);
    if (stands.length === 0 && why.length < 15) faults.push(`¶${paragraph} has neither what stands for it nor why not`);
    for (const id of stands) if (!known(id)) faults.push(`¶${paragraph}: there is no ${id}`);
  }
  const told = new Set(rows.map(({ paragraph }) => Number.parseInt(paragraph, 10)));
  for (const { paragraphs } of nothing) {
    for (const n of numbersIn(paragraphs)) {
      if (told.has(n)) faults.push(`¶${n} both asks and asks for nothing`);
      told.add(n);
    }
  }
  for (let n = 1; n <= LAST_PARAGRAPH; n++) if (!told.has(n)) faults.push(`¶${n} is not listed`);
  for (const n of told) if (!(n >= 1 && n <= LAST_PARAGRAPH)) faults.push(`there is no ¶${n}`);
  return faults;
}

function numbersIn(range: string): number[] {
  const [first, last] = range.split("-").map(Number) as [number, number | undefined];
  return Array.from({ length: (last ?? first) - first + 1 }, (_, i) => first + i);
}

/** What an id stands for, in words. */
export function inWords(id: string, { rules }: Coverage, { capabilities, threats }: Named): string {
  if (id in capabilities) return `${capabilities[id]} (capability ${id})`;
  if (id in threats) return `${threats[id]} (threat ${id})`;
  return `${rules[id]} (rule ${id})`;
}

/** The page, as Markdown. */
export function coveragePage(coverage: Coverage, named: Named): string {
  const faults = coverageFaults(coverage, named);
  if (faults.length > 0) throw new Error(faults.join("\n"));
  const { rows, nothing, rules } = coverage;
  const short = (id: string) => (id in named.capabilities ? `\`${id}\`` : id in named.threats ? `*${id}*` : id);
  const unanswered = rows.filter(({ stands = [] }) => stands.length === 0).length;
  const cell = (text: string) => text.replaceAll("|", "\\|");
  return `# What stands for each paragraph of the Strategic Policing Requirement

Made by \`npm run coverage\` from \`scenarios/reference/coverage.yaml\`; do not edit. \`muster list coverage\` says the same with
names in full.

${rows.length} paragraphs and sub-paragraphs ask for a capability, a capacity, a tier or coordination; something stands for
${rows.length - unanswered} of them, and for ${unanswered} it is said why nothing does. The SPR is that of February 2023; what it asks is told in our own
words. \`in this type\` is a capability (${Object.keys(named.capabilities).length} in all), *in this* a threat (${Object.keys(named.threats).length}), the rest are rules, explained below the table.
Family liaison, search teams and custody are here though the SPR does not name them, or only in passing: mass fatality
incidents, security operations and mass arrests need them. Whoever holds a skill can serve at the ones above it without a
penalty; who else may stand in, how many for one and how much later, is a stated rule (\`substitutes\`), off unless a scenario
extends \`reference/readings/substitutes.yaml\` or says its own.

| ¶ | What it asks | What stands for it | Where nothing or not all does: why |
|---|---|---|---|
${rows
  .map(
    ({ paragraph, asks, stands = [], why = "" }) =>
      `| ${paragraph} | ${cell(asks)} | ${stands.map(short).join(", ")} | ${cell(why)} |`,
  )
  .join("\n")}

## Rules

${Object.entries(rules)
  .map(([id, text]) => `- **${id}**: ${text}.`)
  .join("\n")}

## Paragraphs that ask for nothing of the kind

${nothing.map(({ paragraphs, why }) => `- ¶${paragraphs}: ${why}.`).join("\n")}
`;
}

/** @param read the text of a file of scenarios/reference */
export function readCoverage(read: (name: string) => string): { coverage: Coverage; named: Named } {
  const { parts } = parse(read("index.yaml")) as { parts: string[] };
  const capabilities: Record<string, string> = {};
  const threats: Record<string, string> = {};
  for (const name of parts) {
    const part = parse(read(name)) as Readonly<Record<string, Readonly<Record<string, { name?: string }>>>>;
    for (const [id, { name: called }] of Object.entries(part.capabilities ?? {})) capabilities[id] ??= called ?? id;
    for (const [id, { name: called }] of Object.entries(part.threats ?? {})) threats[id] ??= called ?? id;
  }
  return { coverage: parse(read("coverage.yaml")) as Coverage, named: { capabilities, threats } };
}
