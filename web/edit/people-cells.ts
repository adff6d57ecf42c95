/** The table of a capability's people: where each figure stands in the scenario, and what a cell may hold. */
import { type EditPath, valueAt } from "../../scenarios/format/edit.ts";
import { isRecord, type Plain } from "../../scenarios/format/tree.ts";

export interface PeopleColumn {
  readonly title: string;
  readonly help: string;
  readonly pathOf: (force: string) => EditPath;
}

/** Holding, agreed contribution and floor: three columns, never one made of another. */
export function peopleColumns(view: Plain, capability: string): readonly PeopleColumn[] {
  const people = (...path: string[]) => valueAt(view, ["people", ...path]);
  const skill = String(valueAt(view, ["capabilities", capability, "skill"]) ?? capability);
  const inUnits = people("holdings", capability, "units") !== undefined;
  const officersAt =
    people("holdings", skill, "officers") !== undefined
      ? skill
      : people("holdings", capability, "officers") !== undefined
        ? capability
        : null;
  const holding: EditPath =
    inUnits || officersAt === null
      ? ["people", "holdings", capability, "units"]
      : ["people", "holdings", officersAt, "officers"];
  return [
    {
      title: holding.at(-1) === "units" ? "Held, units" : "Trained, officers",
      help: "What the force has, before rest days and absence",
      pathOf: (force) => [...holding, force],
    },
    column("Lends at most, units", "The agreed contribution", "contributions"),
    column("Keeps, units", "The floor: stays at home whatever is asked", "floors"),
  ];

  function column(title: string, help: string, table: string): PeopleColumn {
    const said = people(table, capability);
    const split = isRecord(said) && ("units" in said || "officers" in said);
    const base = ["people", table, capability, ...(split ? ["units"] : [])];
    return { title, help, pathOf: (force) => [...base, force] };
  }
}

/** Cells that were copied from a spreadsheet: rows of text. */
export function pastedCells(text: string): string[][] {
  const lines = text.replaceAll("\r\n", "\n").replaceAll("\r", "\n").split("\n");
  while (lines.length > 1 && lines.at(-1) === "") lines.pop();
  return lines.map((line) => line.split("\t").map((cell) => cell.trim()));
}

export type ReadCell = { readonly value: number | null } | { readonly wrong: string };

/** A whole number of units or officers; empty puts back what ships. */
export function readCell(text: string): ReadCell {
  const plain = text.trim().replaceAll(",", "");
  if (plain === "") return { value: null };
  const value = /^\d{1,7}$/.test(plain) ? Number(plain) : Number.NaN;
  return Number.isInteger(value) && value <= 1_000_000
    ? { value }
    : { wrong: `"${text.trim().slice(0, 40)}" is not a whole number from 0 to 1,000,000.` };
}
