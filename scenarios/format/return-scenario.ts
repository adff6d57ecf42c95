/**
 * A return laid over a scenario: holdings, agreed contributions, floors, readiness and shares in ticket of the forces
 * that sent one, each with its source; and requirement, contribution and holding side by side.
 */
import { middle } from "./check.ts";
import { show } from "./faults.ts";
import { plainHeading, RETURN_COLUMNS } from "./return-columns.ts";
import type { ReadTable, TableRow } from "./return-table.ts";
import type { Scenario } from "./schema.ts";
import type { Plain } from "./tree.ts";

/** What one unit needs of each rank, of drivers and of carriers (SPR 2023 ¶122a and b). */
const NEEDS_OF: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  psu: { inspectors: 1, sergeants: 3, constables: 18, drivers: 3, carriers: 3 },
  bdu: { inspectors: 1, sergeants: 3, constables: 18 },
};
const RANKS = ["inspectors", "sergeants", "constables", "drivers", "carriers"] as const;
const READY = ["0", "1", "4", "8", "24"] as const;
const FIGURES = RETURN_COLUMNS.filter(({ kind }) => kind === "count").map(({ name }) => name);

/** One line of the comparison; null where the return is silent. Units. */
export interface Gap {
  readonly force: string;
  readonly capability: string;
  readonly requirementUnits: number | null;
  readonly contributionUnits: number | null;
  readonly holdingUnits: number | null;
  /** requirement less holding, where that is more than 0 */
  readonly shortOfRequirement: number | null;
  /** contribution less holding above the floor, where that is more than 0 */
  readonly shortOfContribution: number | null;
  /** what keeps the holding from being larger */
  readonly bindsOn: string | null;
}

export interface AppliedReturn {
  readonly scenario: Scenario;
  readonly gaps: readonly Gap[];
  /** ids, in the order of the returns */
  readonly forces: readonly string[];
  readonly marking: string;
  readonly faults: readonly string[];
  readonly warnings: readonly string[];
}

export function applyReturns(scenario: Scenario, tables: readonly ReadTable[]): AppliedReturn {
  const faults = tables.flatMap((table) => table.faults);
  const warnings = tables.flatMap((table) => table.warnings);
  const rows = tables.flatMap((table) => table.rows).filter(({ values }) => FIGURES.some((name) => name in values));
  const complaints = faults.length;
  checkRows(rows, faults);
  if (rows.length === 0 && complaints === 0) faults.push("The return has no row with figures.");
  const forces = [...new Set(rows.map(({ values }) => String(values.force)))];
  const result = JSON.parse(JSON.stringify(scenario)) as Scenario;
  const gaps: Gap[] = [];
  if (faults.length === 0) {
    const said = new Set<string>();
    for (const row of rows) gaps.push(lay(result, row, said, warnings));
    capBelow(result, rows, said, warnings);
  }
  if (forces.length > 1) {
    warnings.push(
      `These are the returns of ${forces.length} forces in one place: together they may need a higher marking than each alone (aggregation).`,
    );
  }
  const marking = rows.every(({ values }) => values.marking === "OFFICIAL") ? "OFFICIAL" : highest(rows);
  return { scenario: result, gaps, forces, marking, faults, warnings };
}

function highest(rows: readonly TableRow[]): string {
  const markings = rows.map(({ values }) => String(values.marking ?? "OFFICIAL-SENSITIVE"));
  return markings.find((marking) => marking.startsWith("OFFICIAL-SENSITIVE")) ?? markings[0] ?? "OFFICIAL-SENSITIVE";
}

/** A cell that is empty and may not be; where something stood there that is wrong, that has been said. */
function wanted({ values, cellOf }: TableRow, column: string, what: string, faults: string[]): void {
  if (values[column] !== undefined || faults.some((fault) => fault.startsWith(`${cellOf(column)} `))) return;
  faults.push(`${cellOf(column)} (${column}): found nothing; it should be ${what}.`);
}

/** What no cell shows alone. */
function checkRows(rows: readonly TableRow[], faults: string[]): void {
  const seen = new Map<string, TableRow>();
  for (const row of rows) {
    const { values, cellOf } = row;
    for (const column of ["force", "capability"]) wanted(row, column, `a ${column}`, faults);
    const key = `${values.force} ${values.capability}`;
    const before = seen.get(key);
    if (before !== undefined)
      faults.push(
        `${cellOf("capability")}: ${values.force} states ${values.capability} again; row ${before.row} has it already.`,
      );
    seen.set(key, row);
    const trained = values.trained;
    if (typeof trained === "number") {
      for (const part of ["in ticket", "inspectors", "sergeants", "constables", "drivers"]) {
        const figure = values[part];
        if (typeof figure === "number" && figure > trained)
          faults.push(`${cellOf(part)} (${part}): found ${figure}; it should be at most the ${trained} trained.`);
      }
    } else if (values["in ticket"] !== undefined) wanted(row, "trained", "given where in ticket is", faults);
    let most = 0;
    for (const hours of READY) {
      const figure = values[`ready at ${hours} h`];
      if (typeof figure !== "number") continue;
      if (figure < most)
        faults.push(
          `${cellOf(`ready at ${hours} h`)} (ready at ${hours} h): found ${figure}; it should be at least the ${most} ready before.`,
        );
      most = Math.max(most, figure);
    }
  }
}

type Table = Record<string, unknown>;

function lay(scenario: Scenario, { values }: TableRow, said: Set<string>, warnings: string[]): Gap {
  const force = String(values.force);
  const capability = String(values.capability);
  const name = placeName(scenario, force);
  const owner = values.owner === undefined ? "" : ` (${values.owner})`;
  const source = `return of ${name}${owner}, as at ${values["as-at date"] ?? "an unstated date"}`;
  const figure = (value: number) => ({ value, kind: "return", source });
  const people = mapAt(scenario as Table, "people");
  const number = (column: string) => (typeof values[column] === "number" ? (values[column] as number) : null);
  const size = sizeOf(scenario, capability);
  const skill = scenario.capabilities[capability]!.skill ?? capability;

  let units: number | null = null;
  let bindsOn: string | null = null;
  const trained = number("trained");
  if (trained !== null) {
    units = Math.floor(trained / size);
    bindsOn = "trained";
  }
  const needs = NEEDS_OF[capability] ?? scenario.capabilities[capability]!.composition ?? {};
  for (const rank of RANKS) {
    const held = number(rank);
    const needed = needs[rank];
    if (held === null) continue;
    if (needed === undefined || needed === 0) {
      warnings.push(`${name}: how many ${rank} one ${capability} needs is not stated, so they limit nothing.`);
      continue;
    }
    const possible = Math.floor(held / needed);
    if (units === null || possible < units) {
      units = possible;
      bindsOn = rank;
    }
  }
  if (units !== null) {
    const officers = trained === null ? units * size : bindsOn === "trained" ? trained : units * size;
    hold(scenario, people, capability, skill, force, units, officers, figure, said);
  }
  const inTicket = number("in ticket");
  if (inTicket !== null && trained !== null && trained > 0) {
    set(people, ["inTicket", skill, force], figure(inTicket / trained));
  }
  const contribution = number("agreed contribution");
  if (contribution !== null) setUnits(people, "contributions", capability, force, figure(contribution));
  const floor = number("floor");
  if (floor !== null) setUnits(people, "floors", capability, force, figure(floor));
  if (!layReadiness(scenario, people, capability, force, values, units)) {
    warnings.push(
      `${name}: ${capability} has no readiness classes in this scenario, so how fast units are ready is not used.`,
    );
  }
  if (values["shared with"] !== undefined) {
    warnings.push(
      `${name}: ${capability} is shared with ${values["shared with"]}; its people are counted here, so they must not stand in another return.`,
    );
  }
  const requirement = number("requirement");
  const inTicketUnits = inTicket === null || units === null ? units : Math.min(units, Math.floor(inTicket / size));
  const short = (wanted: number | null, held: number | null) =>
    wanted === null || held === null ? null : Math.max(0, wanted - held);
  return {
    force,
    capability,
    requirementUnits: requirement,
    contributionUnits: contribution,
    holdingUnits: inTicketUnits,
    shortOfRequirement: short(requirement, inTicketUnits),
    shortOfContribution: short(contribution, inTicketUnits === null ? null : Math.max(0, inTicketUnits - (floor ?? 0))),
    bindsOn: inTicketUnits !== units ? "in ticket" : bindsOn,
  };
}

type MakeFigure = (value: number) => { readonly value: number; readonly kind: string; readonly source: string };

/** In units where the capability's holding is, else in officers at its skill: a figure never stands in two tables. */
function hold(
  scenario: Scenario,
  people: Table,
  capability: string,
  skill: string,
  force: string,
  units: number,
  officers: number,
  figure: MakeFigure,
  said: Set<string>,
): void {
  const holdings = mapAt(people, "holdings") as Record<string, Table>;
  const inUnits = holdings[capability]?.units !== undefined;
  for (const id of new Set([capability, skill])) {
    for (const unit of ["units", "officers"]) delete (holdings[id]?.[unit] as Table | undefined)?.[force];
  }
  const id = scenario.skills?.[skill] === undefined ? capability : skill;
  if (inUnits) set(people, ["holdings", capability, "units", force], figure(units));
  else set(people, ["holdings", id, "officers", force], figure(officers));
  said.add(`${inUnits ? capability : id} ${force}`);
}

/** Cumulative shares of the holding by notice; false: stated, but the capability knows no classes. */
function layReadiness(
  scenario: Scenario,
  people: Table,
  capability: string,
  force: string,
  values: TableRow["values"],
  units: number | null,
): boolean {
  const ready = READY.flatMap((hours) => {
    const figure = values[`ready at ${hours} h`];
    return typeof figure === "number" ? [{ notice: hours === "0" ? "now" : `${hours} h`, figure }] : [];
  });
  const all = Math.max(units ?? 0, ...ready.map(({ figure }) => figure));
  if (ready.length === 0 || all === 0) return true;
  if (scenario.capabilities[capability]!.readiness === undefined) return false;
  const shares = Object.fromEntries(ready.map(({ notice, figure }) => [notice, figure / all]));
  set(people, ["readiness", capability, force], shares);
  return true;
}

/** Shipped figures of skills within one that a return states cannot be larger than it. */
function capBelow(scenario: Scenario, rows: readonly TableRow[], said: ReadonlySet<string>, warnings: string[]): void {
  const holdings = (scenario.people?.holdings ?? {}) as Record<string, Table>;
  const skillOf = (id: string) => (scenario.skills?.[id] !== undefined ? id : (scenario.capabilities[id]?.skill ?? id));
  for (const force of new Set(rows.map(({ values }) => String(values.force)))) {
    for (const [id, holding] of Object.entries(holdings)) {
      if (said.has(`${id} ${force}`)) continue;
      for (const unit of ["units", "officers"] as const) {
        const table = holding[unit] as Table | undefined;
        const held = middle(table?.[force] as Plain | undefined);
        if (held === null) continue;
        const size = unit === "units" ? sizeOf(scenario, id) : 1;
        let above = unit === "units" ? scenario.capabilities[id]?.skill : skillOf(id);
        for (above = parentOf(scenario, above); above !== undefined; above = parentOf(scenario, above)) {
          const parent = said.has(`${above} ${force}`)
            ? middle((holdings[above]?.officers as Table | undefined)?.[force] as Plain | undefined)
            : null;
          if (parent === null || held * size <= parent) continue;
          const capped = Math.floor(parent / size);
          table![force] = capped;
          warnings.push(
            `${placeName(scenario, force)}: ${id} is not in the return and stood at ${held} ${unit} on public data; it is cut to ${capped}, because the return has only ${parent} officers at ${above}.`,
          );
          break;
        }
      }
    }
  }
}

const parentOf = (scenario: Scenario, skill: string | undefined) =>
  skill === undefined ? undefined : scenario.skills?.[skill]?.parent;

/** Officers in a unit, at the central value. */
function sizeOf(scenario: Scenario, id: string): number {
  const { officersPerUnit, composition } = scenario.capabilities[id] ?? {};
  const ranks = Object.values(composition ?? {}).reduce((sum, rank) => sum + rank, 0);
  const stated = officersPerUnit === undefined ? null : middle(officersPerUnit as Plain);
  return Math.max(1, Math.round(stated ?? (ranks > 0 ? ranks : 1)));
}

function setUnits(people: Table, table: string, capability: string, force: string, figure: unknown): void {
  const there = (people[table] as Table | undefined)?.[capability] as Table | undefined;
  const split = there !== undefined && ("units" in there || "officers" in there);
  delete (there?.officers as Table | undefined)?.[force];
  set(people, split ? [table, capability, "units", force] : [table, capability, force], figure);
}

function set(root: Table, path: readonly string[], value: unknown): void {
  let at = root;
  for (const step of path.slice(0, -1)) at = mapAt(at, step);
  at[path.at(-1)!] = value;
}

/** The map under a key, made where there is none. */
function mapAt(at: Table, key: string): Table {
  at[key] ??= {};
  return at[key] as Table;
}

export function placeName(scenario: Scenario, id: string): string {
  return scenario.places.forces?.[id]?.name ?? scenario.places.holders?.[id]?.name ?? id;
}

/** `their name=ours, …`: their heading, as it is compared, to ours. */
export function parseColumns(text: string): ReadonlyMap<string, string> | string {
  const map = new Map<string, string>();
  const ours = new Set(
    RETURN_COLUMNS.map(({ name }) => name).concat("committed", "to whom", "until", "resting", "stood up"),
  );
  for (const part of text.split(",")) {
    const [theirs, name, ...more] = part.split("=").map((side) => side.trim());
    if (!theirs || !name || more.length > 0) return `${show(part.trim())} is not "their name=ours"`;
    if (![...ours].some((one) => plainHeading(one) === plainHeading(name)))
      return `${show(name)} is not one of our columns: ${[...ours].join(", ")}`;
    map.set(plainHeading(theirs), name);
  }
  return map;
}

/** Rows of position.csv as the scenario's `position`. */
export function positionOf(table: ReadTable): {
  readonly position: NonNullable<Scenario["position"]>;
  readonly faults: readonly string[];
} {
  const faults = [...table.faults];
  const position = table.rows.map((row) => {
    const { values } = row;
    for (const column of ["force", "capability"]) wanted(row, column, `a ${column}`, faults);
    const given = (column: string, key: string) => (values[column] === undefined ? {} : { [key]: values[column] });
    return {
      ...given("force", "force"),
      ...given("capability", "capability"),
      ...given("committed", "committed"),
      ...(Number(values.committed ?? 0) > 0 ? { ...given("to whom", "toWhom"), ...given("until", "until") } : {}),
      ...given("resting", "resting"),
      ...given("stood up", "stoodUp"),
    };
  });
  return { position: position as NonNullable<Scenario["position"]>, faults };
}
