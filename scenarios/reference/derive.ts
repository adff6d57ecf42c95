/**
 * The reference country's tables, worked out from published totals by stated rules.
 *
 * `deriveReference` reads the two tables beside it (forces.csv, distances.csv) and returns the text of
 * every generated part. No figure of a real force's holding goes in or comes out: what is public is a national
 * total, and each force's share of it is arithmetic on its published strength or population. Whole numbers only,
 * so the files come out the same on every machine.
 *
 * To write the files: `npx tsx scenarios/reference/derive.ts`. A test keeps them equal to what this returns.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import Papa from "papaparse";
import { specialistTables } from "./specialists.ts";
import { spread, type Weighed } from "./spread.ts";

/** Published and assumed national totals; each is an entry of assumptions.yaml or a paragraph of the SPR. */
export const TOTALS = {
  /** officers trained to level 2, England and Wales (PA-20240807: "about 18,000") */
  level2Officers: 18_000,
  /** units trained to level 3 beside those of level 2: 234 × 18,000 ÷ 14,448 (assumption) */
  bduHeld: 292,
  /** ¶120a, b */
  psuOutsideLondon: 297,
  psuLondon: 75,
  bduRequired: 234,
  /** authorised firearms officers, 31 March 2024 (HO-FIRE24) */
  afoOfficers: 6473,
  /** middle of the published 170 to 190 vehicles crewed round the clock (NPCC-ARM16) */
  arvCrews: 180,
  /** ¶165 to 172; PQ-HL1180 */
  roadsOfficers: 4215,
  /** officers on cyber crime, all forces, March 2022 (PT-CYBER22) */
  cyberOfficers: 521,
} as const;

/** Teams or pairs with no set requirement (¶121), as a share of the level-2 pool in thousandths, and officers a unit. */
const WITHIN_LEVEL_2 = {
  eg: { perMille: 60, officers: 2 },
  medic: { perMille: 80, officers: 2 },
  prt: { perMille: 30, officers: 6 },
  debonding: { perMille: 10, officers: 2 },
  fit: { perMille: 20, officers: 2 },
  plt: { perMille: 40, officers: 4 },
} as const;

/** The same number in every force: posts that follow from being a force, not from its size. */
const PER_FORCE = { magic: 4, silver: 12, bronze: 30, popsa: 4, search: 4, "casualty-bureau": 80 } as const;

/** Thousandths of a great-circle kilometre that a kilometre of road is long, × 1 km in metres: 1.3 × 1000. */
const ROAD_METRES_PER_KM = 1300;

/** What a force's name has that its area's has not. */
const FORCE_WORDS = / (?:Constabulary|Police)$/;

interface Force {
  readonly id: string;
  readonly name: string;
  readonly place: string;
  readonly lat: string;
  readonly lon: string;
  readonly area: string;
  readonly population: number;
  readonly officers: number;
  readonly basis: string;
  readonly staff: number;
  readonly region: string;
}

export function deriveReference(read: (name: string) => string): Record<string, string> {
  const forces = readForces(read("forces.csv"));
  return {
    "forces.yaml": forcesPart(forces),
    "roads.yaml": roadsPart(forces, read("distances.csv")),
    "resilience-forums.yaml": forumsPart(forces),
    "people.yaml": peoplePart(forces),
    "specialists.yaml": specialistsPart(forces),
    "readings/psu-297-with-london.yaml": readingPart(forces),
    "readings/section-98.yaml": recipientsPart(forces),
  };
}

function readForces(text: string): Force[] {
  return rowsOf(text).map((row) => ({
    id: row.id!,
    name: row.official_name!,
    place: row.hq_place!,
    lat: row.hq_lat!,
    lon: row.hq_lon!,
    area: row.area_km2!,
    population: Number(row.pop_census_2021),
    officers: Number(row.officers_fte_2025_estimate),
    basis: row.officers_fte_2025_basis!,
    staff: Math.round(Number(row.police_staff_fte_2022)),
    region: row.region_id!,
  }));
}

const rowsOf = (text: string) => Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;

function forcesPart(forces: readonly Force[]): string {
  const lines = forces.map(
    (f) =>
      `    ${f.id}: { name: ${JSON.stringify(f.name)}, at: [${f.lat}, ${f.lon}], officers: ${f.officers}, ` +
      `population: ${f.population}, area: ${f.area} } # ${f.place}; officers ${f.basis === "found" ? "published" : "scaled from 2022"}`,
  );
  return `${banner(
    "The 43 Home Office forces of England and Wales.",
    "officers: full-time equivalents at 31 March 2025 (PA-FTE25) where published; elsewhere an assumption: March 2022",
    "(HO-WF22) × 1.0642, so that the total is the published 146,442. population: Census 2021 (ONS-C21). area: km² (ONS-PFA20).",
    "at: the headquarters, within about 3 km, from general knowledge.",
  )}places:\n  forces:\n${lines.join("\n")}\n`;
}

function roadsPart(forces: readonly Force[], distances: string): string {
  const from = new Map<string, string[]>(forces.map((f) => [f.id, []]));
  for (const row of rowsOf(distances)) {
    // tenths of a kilometre, so that the product is a whole number before it is rounded
    const tenths = Math.round(Number(row.great_circle_km) * 10);
    from.get(row.from!)!.push(`${row.to}: ${Math.round((tenths * ROAD_METRES_PER_KM) / 10)}`);
  }
  const rows = [...from].filter(([, pairs]) => pairs.length > 0);
  const text = rows.map(([id, pairs]) => `      ${id}:\n${wrapped(pairs, 8)}`).join("\n");
  return `${banner(
    "Road metres between force headquarters: great circle × 1.3, each pair once (it holds both ways).",
    "Carried as whole metres so that no answer depends on a machine's sine and cosine.",
  )}places:\n  travel:\n    metres:\n${text}\n`;
}

/** One forum a police force area (¶139), the two forces of London in one. */
function forumsPart(forces: readonly Force[]): string {
  const rows = forces
    .filter((f) => f.region !== "london")
    .map((f) => `      lrf-${f.id}: { name: ${JSON.stringify(f.name.replace(FORCE_WORDS, ""))}, members: [${f.id}] }`);
  const inLondon = forces.filter((f) => f.region === "london").map((f) => f.id);
  rows.push(`      lrf-london: { name: London, members: [${inLondon.join(", ")}] }`);
  return `${banner(
    "Local resilience forums: each covers a police force area (SPR23 ¶139). London's is one for both of its forces, from",
    "general knowledge (assumption lrf-membership).",
  )}places:\n  schemes:\n    lrf:\n${rows.join("\n")}\n`;
}

function peoplePart(forces: readonly Force[]): string {
  const byOfficers = forces.map((f): Weighed => [f.id, f.officers]);
  const byPopulation = forces.map((f): Weighed => [f.id, f.population]);
  const level2 = spread(TOTALS.level2Officers, byOfficers, 25);
  const bdu = spread(TOTALS.bduHeld, byOfficers, 1);
  const arv = spread(TOTALS.arvCrews, byPopulation, 2);
  const units = Object.entries(WITHIN_LEVEL_2).map(([id, { perMille, officers }]): [string, Map<string, number>] => [
    id,
    spread(Math.floor((TOTALS.level2Officers * perMille) / 1000 / officers), byOfficers, 1),
  ]);
  const perForce = Object.entries(PER_FORCE).map(([id, n]): [string, Map<string, number>] => [
    id,
    new Map(forces.map((f) => [f.id, n])),
  ]);
  const psuFloor = new Map([...level2].map(([id, officers]) => [id, officers >= 10 * 25 ? 2 : 1]));
  const arvFloor = new Map([...arv].map(([id, crews]) => [id, Math.ceil(crews / 2)]));

  const out = [
    banner(
      "Holdings, agreed contributions and floors of the forces: illustrative, no force's own figures.",
      "Each number is arithmetic on a published national total; the rule and its range stand in assumptions.yaml",
      "under the same name. Regional, hub and national stock is in stock.yaml.",
    ),
    "people:\n  holdings:\n",
    officersTable("all", new Map(byOfficers), "officers, full-time equivalents (forces.yaml)"),
    officersTable("level-2", level2, "trained to level 2: 18,000 by officers; a PSU takes 25", "beside"),
    unitsTable("bdu", bdu, "beside", "trained to level 3 only: 292 units by officers"),
    ...units.map(([id, table]) => unitsTable(id, table, "within", "a share of the level-2 pool, by officers")),
    officersTable("afo", spread(TOTALS.afoOfficers, byOfficers, 4), "6,473 authorised firearms officers by officers"),
    unitsTable("arv", arv, "within", "180 crews by population, at least two a force"),
    officersTable("roads", spread(TOTALS.roadsOfficers, byOfficers, 2), "4,215 roads policing officers by officers"),
    officersTable(
      "fccu",
      spread(TOTALS.cyberOfficers, byOfficers, 3),
      "521 cyber crime officers by officers, at least 3",
      "beside",
    ),
    officersTable("staff", new Map(forces.map((f) => [f.id, f.staff])), "police staff, March 2022"),
    ...perForce.map(([id, table]) => unitsTable(id, table, "within", "the same in every force")),
    "  contributions:\n",
    "    # The most a force lends; in sum the requirement of ¶120, by officers, never more than the force holds.\n",
    flatTable("psu", contribution(forces, TOTALS.psuOutsideLondon, TOTALS.psuLondon, level2)),
    flatTable("bdu", capped(spread(TOTALS.bduRequired, byOfficers, 1), bdu)),
    "  floors:\n",
    "    # Kept at home whatever is asked: two PSUs where at least ten are held, else one; half of the ARV crews.\n",
    flatTable("psu", psuFloor),
    flatTable("arv", arvFloor),
  ];
  return out.join("");
}

/** Regional organised crime units and counter-terrorism regions, by the holders of regions.yaml. */
const ROCUS = [
  "north-west",
  "north-east",
  "yorkshire-humber",
  "east-midlands",
  "west-midlands",
  "eastern",
  "south-east",
]
  .concat(["south-west", "wales", "london"])
  .map((region) => `rocu-${region}`);
const CT_REGIONS = ROCUS.filter((id) => id !== "rocu-yorkshire-humber").map((id) => id.replace("rocu", "ctu"));

/** Specialists of whom no number is published: one stated rule a table. */
function specialistsPart(forces: readonly Force[]): string {
  const roads = spread(
    TOTALS.roadsOfficers,
    forces.map((f): Weighed => [f.id, f.officers]),
    2,
  );
  const tables = specialistTables(
    forces.map(({ id, officers, staff }) => ({ id, officers, staff, roads: roads.get(id)! })),
    ROCUS,
    CT_REGIONS,
  );
  return [
    banner(
      "Holdings of specialists, illustrative, no force's own figures: nothing is published about them, so each table is one",
      "rule (specialists.ts), which stands with its range in assumptions.yaml under the same name. All within the skill above.",
    ),
    "people:\n  holdings:\n",
    ...tables.map(
      ({ id, unit, amounts, what }) =>
        `    ${id}: # in all ${totalOf(amounts)}\n      relation: within\n      note: "${what}"\n      ${unit}:\n${wrapped(pairsOf(amounts), 8)}\n`,
    ),
  ].join("");
}

/** The other reading of ¶120a: 297 in all, London's 75 among them. */
function readingPart(forces: readonly Force[]): string {
  const level2 = spread(
    TOTALS.level2Officers,
    forces.map((f): Weighed => [f.id, f.officers]),
    25,
  );
  const outside = TOTALS.psuOutsideLondon - TOTALS.psuLondon;
  return `${banner(
    'A reading of ¶120a, "PSUs totalling 297 across England and Wales, alongside 75 units for London":',
    "297 in all, London's 75 among them. The default reading is 297 and 75 more, 372 in all.",
  )}muster: 1
name: "The reference country, with 297 PSUs required in all"
extends: reference
capabilities:
  psu:
    requirement: { nation: ${TOTALS.psuOutsideLondon} }
people:
  contributions:
${flatTable("psu", contribution(forces, outside, TOTALS.psuLondon, level2))}`;
}

/** Journey to a host over the sea or over the border: the middle of the stated 24 to 48 h, never a road factor. */
const SECTION_98_MINUTES = 36 * 60;
/** Officers in round numbers, from general knowledge; the trained share is that of England and Wales. */
const RECIPIENTS = [
  { id: "northern-ireland", name: "Police Service of Northern Ireland", at: "[54.59, -5.89]", officers: 6500 },
  { id: "scotland", name: "Police Scotland", at: "[55.86, -4.26]", officers: 16_500 },
];

/** Police Scotland and the PSNI as hosts: they ask England and Wales under section 98. */
function recipientsPart(forces: readonly Force[]): string {
  const total = forces.reduce((sum, f) => sum + f.officers, 0);
  // whoever sits at a force's seat has that force's journey
  const journeys = (from: string) =>
    [...forces, ...RECIPIENTS].filter(({ id }) => id !== from).map(({ id }) => `${id}: ${SECTION_98_MINUTES}`);
  const officers = new Map(RECIPIENTS.map((host) => [host.id, host.officers]));
  const level2 = new Map(
    RECIPIENTS.map((host) => [host.id, Math.round((host.officers * TOTALS.level2Officers) / total)]),
  );
  return `${banner(
    "Police Scotland and the Police Service of Northern Ireland as hosts: places where something happens and from which",
    "England and Wales are asked under section 98 of the Police Act 1996 (¶14, ¶119). They then lend nothing. Without",
    "officers or population as weights: a threat weighted by either never falls there, one with no place at all may.",
  )}muster: 1
name: "The reference country, asked for help by Scotland and Northern Ireland"
extends: reference
places:
  forces:
${RECIPIENTS.map((host) => `    ${host.id}: { name: ${host.name}, at: ${host.at} }`).join("\n")}
  holders: { police-scotland: null, psni: null }
  travel:
    matrix: # minutes, the middle of 24 to 48 h
${RECIPIENTS.map((host) => `      ${host.id}:\n${wrapped(journeys(host.id), 8)}`).join("\n")}
people:
  holdings:
    all: { officers: { ${pairsOf(officers).join(", ")} } }
    level-2: { officers: { ${pairsOf(level2).join(", ")} } }
  contributions:
    psu: { ${RECIPIENTS.map((host) => `${host.id}: 0`).join(", ")} }
    bdu: { ${RECIPIENTS.map((host) => `${host.id}: 0`).join(", ")} }
assumptions:
  - id: section-98-hosts
    what: "Officers of Police Scotland and the PSNI, and of them trained to level 2"
    where: people.holdings
    kind: assumption
    value: 0.123
    low: 0.1
    high: 0.3
    unit: share of officers
    rule: "about 16,500 and 6,500 officers, from general knowledge; the trained share of England and Wales"
  - id: section-98-journey
    what: "Journey to Scotland or Northern Ireland, with what it takes to get ready"
    where: places.travel.matrix
    kind: assumption
    value: ${SECTION_98_MINUTES}
    low: 1440
    high: 2880
    unit: minutes
    rule: "the stated 24 to 48 h, at its middle"
`;
}

/** Units each force agrees to lend: the requirement outside London and London's own, by officers. */
function contribution(
  forces: readonly Force[],
  outside: number,
  london: number,
  level2: ReadonlyMap<string, number>,
): Map<string, number> {
  const part = (total: number, inLondon: boolean) =>
    spread(
      total,
      forces.filter((f) => (f.region === "london") === inLondon).map((f): Weighed => [f.id, f.officers]),
      1,
    );
  const agreed = new Map([...part(outside, false), ...part(london, true)]);
  const inOrder = new Map(forces.map((f) => [f.id, agreed.get(f.id)!]));
  return capped(inOrder, new Map([...level2].map(([id, officers]) => [id, Math.floor(officers / 25)])));
}

const capped = (table: ReadonlyMap<string, number>, most: ReadonlyMap<string, number>) =>
  new Map([...table].map(([id, n]) => [id, Math.min(n, most.get(id)!)]));

const banner = (...lines: string[]) =>
  `${["Made by derive.ts; do not edit.", ...lines].map((l) => `# ${l}`).join("\n")}\n`;

const pairsOf = (table: ReadonlyMap<string, number>) => [...table].map(([id, n]) => `${id}: ${n}`);

const totalOf = (table: ReadonlyMap<string, number>) =>
  [...table.values()].reduce((sum, n) => sum + n, 0).toLocaleString("en-GB");

const officersTable = (id: string, table: ReadonlyMap<string, number>, what: string, relation?: "beside") =>
  `    ${id}: # ${what}; in all ${totalOf(table)}\n${relation === undefined ? "" : `      relation: ${relation}\n`}      officers:\n${wrapped(pairsOf(table), 8)}\n`;

const unitsTable = (id: string, table: ReadonlyMap<string, number>, relation: string, what: string) =>
  `    ${id}: # ${what}; in all ${totalOf(table)}\n      relation: ${relation}\n      units:\n${wrapped(pairsOf(table), 8)}\n`;

const flatTable = (id: string, table: ReadonlyMap<string, number>) =>
  `    ${id}: # in all ${totalOf(table)}\n${wrapped(pairsOf(table), 6)}\n`;

/** A flow map over several lines of at most 116 columns. */
function wrapped(pairs: readonly string[], indent: number): string {
  const pad = " ".repeat(indent);
  const lines: string[] = [];
  let line = "";
  pairs.forEach((pair, i) => {
    const piece = i < pairs.length - 1 ? `${pair},` : pair;
    if (line && pad.length + 2 + line.length + 1 + piece.length > 116) {
      lines.push(line);
      line = piece;
    } else line = line ? `${line} ${piece}` : piece;
  });
  lines.push(line);
  return `${pad}{\n${lines.map((l) => `${pad}  ${l}`).join("\n")}\n${pad}}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const here = dirname(fileURLToPath(import.meta.url));
  const files = deriveReference((name) => readFileSync(join(here, name), "utf8"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(here, name), text);
}
