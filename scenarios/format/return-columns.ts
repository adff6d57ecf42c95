/** The columns of a force's return and of a position, what each means, and the words under which others know it. */

export interface Column {
  readonly name: string;
  readonly kind: "text" | "count" | "date" | "place" | "capability" | "marking" | "duration";
  /** one sentence for the template's second sheet */
  readonly help: string;
  /** other headings, as `plainHeading` gives them */
  readonly synonyms: readonly string[];
}

const column = (name: string, kind: Column["kind"], help: string, ...synonyms: string[]): Column => ({
  name,
  kind,
  help,
  synonyms,
});

const FORCE = ["police force", "force name", "force area", "donor", "region", "holder"];
const CAPABILITY = ["capability name", "unit type", "asset", "specialism", "resource"];

export const RETURN_COLUMNS: readonly Column[] = [
  column("force", "place", "The force, or the regional or other holder, by name or id", ...FORCE),
  column("as-at date", "date", "The day on which the figures were right, such as 2026-08-01", "as at", "date", "as of"),
  column("capability", "capability", "The capability, by name or id", ...CAPABILITY),
  column(
    "requirement",
    "count",
    "Units that the force is required to have; shown, not simulated",
    "required",
    "target",
  ),
  column(
    "agreed contribution",
    "count",
    "The most units that the force lends at once",
    ...["contribution", "agreed", "mutual aid contribution", "commitment"],
  ),
  column(
    "trained",
    "count",
    "Officers trained, of all ranks and drivers",
    "holding",
    "officers trained",
    "trained officers",
    "headcount",
  ),
  column(
    "in ticket",
    "count",
    "Of those trained, officers whose training and fitness test are in date",
    "in date",
    "accredited",
  ),
  column("inspectors", "count", "Of those trained, inspectors; units need one each", "insp", "inspector"),
  column("sergeants", "count", "Of those trained, sergeants", "sgt", "sgts", "sergeant"),
  column("constables", "count", "Of those trained, constables", "pc", "pcs", "constable"),
  column("drivers", "count", "Of those trained, drivers of carriers", "trained drivers", "driver"),
  column("carriers", "count", "Vehicles that are roadworthy and equipped", "vehicles", "vans", "personnel carriers"),
  column("ready at 0 h", "count", "Units that can leave now", "ready now", "ready at 0", "immediate"),
  column(
    "ready at 1 h",
    "count",
    "Units that can leave within 1 h, the ones before included",
    "ready at 1",
    "within 1 h",
    "1 h",
  ),
  column("ready at 4 h", "count", "Units within 4 h, the ones before included", "ready at 4", "within 4 h", "4 h"),
  column("ready at 8 h", "count", "Units within 8 h, the ones before included", "ready at 8", "within 8 h", "8 h"),
  column("ready at 24 h", "count", "Units within 24 h, the ones before included", "ready at 24", "within 24 h", "24 h"),
  column("floor", "count", "Units that stay at home whatever is asked", "minimum", "retained", "minimum retained"),
  column(
    "shared with",
    "text",
    "Forces with which the people are shared; they are counted once, here",
    "collaboration",
    "shared",
  ),
  column(
    "marking",
    "marking",
    "OFFICIAL or OFFICIAL-SENSITIVE; the highest of all rows holds",
    "classification",
    "protective marking",
  ),
  column("owner", "text", "The post that answers for the figures, not a person", "data owner", "responsible post"),
  column("comment", "text", "Anything else; nothing about persons", "comments", "notes", "remarks"),
];

export const POSITION_COLUMNS: readonly Column[] = [
  column("force", "place", "Whose units they are", ...FORCE),
  column("capability", "capability", "The capability, by name or id", ...CAPABILITY),
  column("committed", "count", "Units on the ground now", "deployed", "out"),
  column("to whom", "place", "The force in whose area they are", "host", "deployed to", "where"),
  column(
    "until",
    "duration",
    "When they are released: 6 h from now, day 2 06:00, or 2026-08-02T06:00",
    "end",
    "release",
  ),
  column("resting", "count", "Units at home, free 11 h from now", "on rest", "rest"),
  column("stood up", "count", "Units at home, ready at once", "standby", "on standby", "stood by"),
];

/** A heading in lower case, with single spaces and no signs. */
export function plainHeading(text: string): string {
  return text
    .toLowerCase()
    .replace(/\bhours?\b|\bhrs?\b/g, "h")
    .replace(/(\d)h\b/g, "$1 h")
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
}

export function columnOf(heading: string, columns: readonly Column[]): Column | undefined {
  const plain = plainHeading(heading);
  return columns.find(({ name, synonyms }) => plainHeading(name) === plain || synonyms.includes(plain));
}

/** The column that a heading of more words may mean: all of its own words stand in it, most of them first; not a taken one. */
export function columnWithin(
  heading: string,
  columns: readonly Column[],
  taken: ReadonlySet<string>,
): Column | undefined {
  const words = new Set(plainHeading(heading).split(" "));
  const fits = columns.flatMap((one) =>
    taken.has(one.name)
      ? []
      : [plainHeading(one.name), ...one.synonyms]
          .filter((name) => name.split(" ").every((word) => words.has(word)))
          .map((name) => ({ one, size: name.length })),
  );
  return fits.sort((a, b) => b.size - a.size)[0]?.one;
}

const PERSONAL =
  /\b(?:e ?mail|phone|telephone|tel|mobile|collar|warrant|shoulder|dob|birth|address|surname|forename|first name|last name|full name|officer name|staff number|employee|payroll|personnel|national insurance|ni number|passport|next of kin)\b|^names?$|\bname$/;

/** Columns about persons are never read; whoever sends them takes them out first. */
export function looksPersonal(heading: string): boolean {
  return PERSONAL.test(plainHeading(heading));
}

/** What in a free text looks like a person's: an e-mail address, or a telephone number. */
export function personalText(text: string): string | null {
  if (/[\w.+-]+@[\w-]+\.\w+/.test(text)) return "an e-mail address";
  return /(?:\+44|\b0)(?:[\s-]?\d){9,10}\b/.test(text) ? "a telephone number" : null;
}
