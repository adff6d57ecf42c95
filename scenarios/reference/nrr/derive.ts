/**
 * The templates of the National Risk Register, made from register.csv and bands.csv by stated rules.
 *
 * - A risk with threats of its own in ../threats wakes those, all at the start, in as many force areas as `areas` says.
 * - A risk without them gets a threat made of its `capabilities`: units by the class of its demand (TABLE × CLASS), a first
 *   phase of a quarter of its police days, and a second phase with a third of the units. Severity multiplies both.
 * - Likelihood is a band of probability over two years (malicious) or five; a rate a year is −ln(1 − p) ÷ years at the
 *   band's ends, and at p = 0.9 where the band is open.
 *
 * Nobody publishes the police effort of any of these risks: sizes and days are assumptions, and every template says so.
 * To write the files: `npm run derive`. A test keeps them equal to what this returns.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import Papa from "papaparse";
import { type Rate, type Risk, ratesOf } from "./rates.ts";

type Triple = readonly [low: number, mode: number, high: number];

/** Units at once in the first phase at a demand of class medium, low, mode and high: assumptions. */
const TABLE: Readonly<Record<string, Triple>> = {
  psu: [2, 4, 12],
  bdu: [1, 3, 8],
  roads: [3, 8, 20],
  arv: [2, 6, 15],
  "armed-guarding": [5, 20, 60],
  ctsfo: [1, 2, 4],
  search: [2, 4, 12],
  cbrn: [1, 4, 10],
  response: [4, 12, 40],
  neighbourhood: [4, 12, 40],
  custody: [1, 4, 12],
  detective: [20, 60, 200],
  protection: [4, 15, 40],
};
/** Unit-minutes of work at class medium, and how many may work at once. */
const WORK: Readonly<Record<string, { readonly most: number; readonly minutes: Triple }>> = {
  "casualty-bureau": { most: 150, minutes: [2000, 10_000, 60_000] },
  dvi: { most: 4, minutes: [1500, 7000, 30_000] },
};
/** What a class of demand multiplies by. */
const CLASS: Readonly<Record<string, number>> = { low: 0.5, medium: 1, high: 2 };
/** Not a capability: people who stay away, as a share (PANDEMIC_PRESENT). */
const ABSENCE = "absence";
/** Present of those rostered (0.65, 0.75, 0.85 as usual) less a tenth, a fifth, a third who are ill at the peak. */
const PANDEMIC_PRESENT: Triple = [0.42, 0.6, 0.77];
/** In how many force areas at most "all" starts in the year of the whole register. */
const MOST_AREAS = 20;
/** Up to so many force areas are near one another in the year of the whole register; more are anywhere. */
const NEARBY_AREAS = 6;
export function deriveRegister(read: (name: string) => string): Record<string, string> {
  const risks = rowsOf(read("register.csv")) as unknown as Risk[];
  const rate = ratesOf(rowsOf(read("bands.csv")));
  const forces = Object.keys(rowsById(read("../forces.csv")));
  const asked = risks.filter(({ demand }) => demand !== "");
  const files = asked.map((risk) => [`nrr/${risk.id}.yaml`, template(risk, rate(risk), forces)] as const);
  return { ...Object.fromEntries(files), "nrr/whole-register.yaml": wholeRegister(asked, rate) };
}

const rowsOf = (text: string) => Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;
const rowsById = (text: string) => Object.fromEntries(rowsOf(text).map((row) => [row.id!, row]));

// ── one template ────────────────────────────────────────────────────────────────────────────────

function template(risk: Risk, rate: Rate, forces: readonly string[]): string {
  const days = Number(risk.days_mode);
  const known = risk.scenario === "" ? "" : ` ${risk.scenario}`;
  const where =
    risk.areas === "all"
      ? "in every force area"
      : risk.areas === "1"
        ? "in one force area"
        : `in ${risk.areas} force areas`;
  const entries = risk.areas === "all" ? forces.map((id) => `{ at: 0, where: ${id} }`) : entriesFor(Number(risk.areas));
  return `# Made by scenarios/reference/nrr/derive.ts from register.csv; do not edit.
muster: 1
name: ${quoted(`${risk.title} (National Risk Register)`)}
story: >-
${wrapped(`A planning case of the National Risk Register 2025 (page ${risk.page}): it begins at minute 0 ${where}.${known}`, 2)}
question: If this happened now, which help would be short, where and for how long?
reading: >-
${wrapped(
  `Nobody publishes the police effort of this risk: units and days (${risk.days_low} to ${risk.days_high}, most often ${risk.days_mode}) are assumptions with wide ranges. Place, start and severity are yours to choose: --at, --start, --severity. Its likelihood (${rate.words}; ${risk.likelihood_kind === "published" ? "as published" : "not published, a placeholder"}) plays no part here, where it is certain.`,
  2,
)}
extends: reference
clock: { start: 2026-09-14T12:00, horizon: ${days <= 10 ? 14 : 28} d, warmUp: 0 }
seed: "1"
replications: 1000
sources: ${quoted(citations(risk).join(", "))}
${risk.capabilities.includes(ABSENCE) ? absence() : ""}threats:
${threatIds(risk)
  .map((id) => wakened(risk, id, entries))
  .join("")}assumptions:
${assumptionsOf(risk, rate).join("\n")}
`;
}

const entriesFor = (areas: number) => Array.from({ length: areas }, (_, i) => `{ at: ${i * 60} }`);

/** The reference threats that stand for a risk, and where capabilities are listed the one that is made of them. */
function threatIds(risk: Risk): string[] {
  const named = risk.threats.split("; ").filter((id) => id !== "");
  return risk.capabilities === "" ? named : [...named, ownThreat(risk)];
}

const ownThreat = (risk: Risk) => `risk-${risk.id}`;

/** A threat of the template with its arrivals, in full where it is made by rule. */
function wakened(risk: Risk, id: string, entries: readonly string[]): string {
  const schedule =
    entries.length === 1
      ? `    arrivals: { schedule: [${entries[0]}] }\n`
      : `    arrivals:\n      schedule:\n${entries.map((entry) => `        - ${entry}\n`).join("")}`;
  if (id === ownThreat(risk)) return `${madeThreat(risk)}${schedule}`;
  return `  ${id}:\n${severityOf(risk, id)}${schedule}`;
}

/** Severity scales only the first of a risk's threats; the others keep their own. */
function severityOf(risk: Risk, id: string): string {
  if (risk.severity === "" || id !== threatIds(risk)[0]) return "";
  const values = risk.severity.split(" ").map(Number);
  if (values.length === 1) return `    severity: ${values[0]}\n`;
  return `    severity: ${triangle(values as unknown as Triple)}\n`;
}

const triangle = ([low, mode, high]: Triple) => `{ dist: triangular, low: ${low}, mode: ${mode}, high: ${high} }`;

function madeThreat(risk: Risk): string {
  const scale = CLASS[risk.demand]!;
  const wanted = risk.capabilities.split(" ").filter((id) => id !== ABSENCE);
  const days: Triple = [Number(risk.days_low), Number(risk.days_mode), Number(risk.days_high)];
  const units = (triple: Triple, share: number) => triple.map((n) => rounded(n * scale * share)) as unknown as Triple;
  const present = (share: number, priority: number) =>
    wanted
      .filter((id) => id in TABLE)
      .map(
        (id) =>
          `          - { capability: ${id}, kind: presence, units: ${triangle(units(TABLE[id]!, share))}, perSeverity: true, priority: ${priority} }\n`,
      );
  const work = wanted
    .filter((id) => id in WORK)
    .map(
      (id) =>
        `          - { capability: ${id}, kind: work, units: ${WORK[id]!.most}, work: ${triangle(units(WORK[id]!.minutes, 1))}, perSeverity: true, max: ${4 * WORK[id]!.most}, priority: 2, blocking: true }\n`,
    );
  return `  ${ownThreat(risk)}:
    name: ${quoted(risk.title)}
    nationalThreat: ${risk.theme === "terrorism" ? "terrorism" : "civil emergencies"}
    help: >-
${wrapped(`${risk.title}, as the National Risk Register lists it. Made by rule from the help it asks for: a demand of class ${risk.demand}. Severity: 1 is the case as planned; 2 asks for twice the units.`, 6)}
    coordination: The local resilience forum's strategic group; aid by RICC and NPoCC (¶138, ¶139).
    paragraph: "¶135, ¶138, ¶139"
    where: { weightedBy: population }
    severity: 1
    phases:
      - id: response
        duration: ${triangle(quarter(days))}
        needs:
${present(1, 1).join("")}          - { capability: silver, kind: presence, units: 1, priority: 0 }
${risk.demand === "high" ? "          - { capability: magic, kind: presence, units: 1, priority: 0 }\n" : ""}      - id: recovery
        duration: ${triangle(days.map((d) => `${d * 18} h`) as unknown as Triple)}
        needs:
${present(1 / 3, 3).join("")}${work.join("")}`;
}

/** A quarter of the police days, at least six hours. */
const quarter = (days: Triple) => days.map((d) => `${Math.max(6, d * 6)} h`) as unknown as Triple;
const rounded = (n: number) => (n >= 1 ? Math.round(n) : Number(n.toPrecision(1)));

function absence(): string {
  const [low, mode, high] = PANDEMIC_PRESENT;
  return `people:
  funnel:
    present: { low: ${low}, mode: ${mode}, high: ${high}, kind: assumption, source: "assumption pandemic-absence" }
`;
}

function citations({ score_source, scenario_source }: Risk): string[] {
  return [...new Set(["NRR25", ...`${score_source}; ${scenario_source}`.split("; ").filter((id) => id !== "")])];
}

function assumptionsOf(risk: Risk, rate: Rate): string[] {
  const source = citations(risk).join(", ");
  const made = risk.threats === "" ? `by the table of nrr/derive.ts, class ${risk.demand}` : `as of ${risk.threats}`;
  const rows = [
    `  - { id: ${risk.id}-rate, what: ${quoted(`Rate of ${risk.title}`)}, kind: ${risk.likelihood_kind === "published" ? "derived" : "assumption"}, source: ${quoted(`${source}, NRR-CO-METH`)}, low: ${rate.low}, high: ${rate.high}, unit: a year, rule: ${quoted(`${rate.words}; −ln(1 − p) ÷ years at the ends of the band, p = 0.9 where it is open; plays no part in this template`)} }`,
    `  - { id: ${risk.id}-effort, what: ${quoted(`Police days for ${risk.title}`)}, kind: assumption, source: NRR25, low: ${risk.days_low}, mode: ${risk.days_mode}, high: ${risk.days_high}, unit: days, rule: ${quoted(`no public figure; units ${made}; ${risk.areas === "all" ? "every force area" : `${risk.areas} force area${risk.areas === "1" ? "" : "s"}`}`)} }`,
  ];
  if (risk.capabilities.includes(ABSENCE)) {
    rows.push(
      `  - { id: pandemic-absence, what: "Present of those rostered while absence is at its peak", where: people.funnel.present, kind: assumption, low: ${PANDEMIC_PRESENT[0]}, mode: ${PANDEMIC_PRESENT[1]}, high: ${PANDEMIC_PRESENT[2]}, unit: share, rule: "a tenth to a third away beyond the usual, most often a fifth; no figure verified; drawn" }`,
    );
  }
  return rows;
}

// ── the register as a whole ─────────────────────────────────────────────────────────────────────

/** Every risk at its own rate over a year: one threat without needs for each, which starts the threats of its template. */
function wholeRegister(risks: readonly Risk[], rate: (risk: Risk) => Rate): string {
  const leaders = risks.map((risk) => {
    const { low, high } = rate(risk);
    const areas = risk.areas === "all" ? MOST_AREAS : Number(risk.areas);
    const triggers = threatIds(risk).flatMap((id) =>
      Array.from({ length: areas }, (_, i) => {
        const place = i === 0 ? ", where: same" : areas <= NEARBY_AREAS ? ", where: { near: 80 km }" : "";
        return `      - { threat: ${id}, lag: ${i * 60 + 1}${place} }\n`;
      }),
    );
    return `  nrr-${risk.id}:
    name: ${quoted(risk.title)}
    arrivals: { poisson: { perYear: { low: ${low}, high: ${high}, kind: assumption, source: NRR-CO-METH } } }
    where: { weightedBy: population }
    phases: [{ id: begins, duration: 1 }]
    triggers:
${triggers.join("")}`;
  });
  const made = risks
    .filter(({ capabilities }) => capabilities !== "")
    .map((risk) => `${madeThreat(risk)}    arrivals: { triggered: true }\n`);
  return `# Made by scenarios/reference/nrr/derive.ts from register.csv; do not edit.
muster: 1
name: A year of the whole National Risk Register
story: >-
${wrapped(`The ${risks.length} risks of the National Risk Register 2025 that ask something of the police, each at the rate of its band of likelihood, over one year.`, 2)}
question: How often in a year does a risk of the register exhaust a kind of help that others may need at the same time?
reading: >-
${wrapped("Most bands are placeholders and all efforts assumptions: the register's own matrix was not read. Rates are drawn once a run within their band. In most runs little happens; look at the runs in which something does. People who stay away in a pandemic are not modelled here, only in its own template.", 2)}
extends: reference
clock: { start: 2026-01-05T00:00, horizon: 365 d, warmUp: 0 }
seed: "1"
replications: 500
sources: "NRR25, NRR-CO-METH"
threats:
${leaders.join("")}${made.join("")}`;
}

// ── text ────────────────────────────────────────────────────────────────────────────────────────

const quoted = (text: string) => JSON.stringify(text);

/** Words over lines of at most 118 columns. */
function wrapped(text: string, indent: number): string {
  const pad = " ".repeat(indent);
  const lines: string[] = [];
  let line = pad;
  for (const word of text.split(" ")) {
    if (line !== pad && line.length + 1 + word.length > 118) {
      lines.push(line);
      line = pad;
    }
    line = line === pad ? pad + word : `${line} ${word}`;
  }
  return [...lines, line].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const here = dirname(fileURLToPath(import.meta.url));
  const scenarios = join(here, "../..");
  mkdirSync(join(scenarios, "nrr"), { recursive: true });
  const files = deriveRegister((name) => readFileSync(join(here, name), "utf8"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(scenarios, name), text);
}
