/**
 * What plans are compared on: a row is one measure of one capability and scope, or what incidents of one threat
 * and class of place lacked; each plan has one whole number per row and replication.
 *
 * Rows are those that all plans have, matched by ids. Nation and regions only: what a single force shows belongs
 * to whoever holds the people.
 */
import type { Model } from "../model.ts";
import { CONDITIONAL, FLAGS, PER_REPLICATION, SUMS } from "../tally/measures.ts";
import { layoutOf, N_CONDITIONAL, N_FLAGS, N_PER_REPLICATION, N_SUMS, type Tallies } from "../tally/tally.ts";

/** A measure that plans are compared on. Less is better in all of them, but for what they cost. */
export interface ComparedMeasure {
  readonly id: string;
  readonly words: string;
  readonly unit: "probability" | "unit-hours" | "hours" | "units" | "needs" | "officer shifts";
  /** what the whole numbers are divided by to be in `unit` */
  readonly per: number;
  readonly cost: boolean;
  /** the sum over all replications so far, a whole number */
  readonly total: (tallies: Tallies, cell: number) => number;
}

const perReplication = (name: (typeof PER_REPLICATION)[number]) => {
  const at = PER_REPLICATION.indexOf(name);
  return (tallies: Tallies, cell: number) => tallies.sum[cell * N_PER_REPLICATION + at]!;
};
const conditional = (name: (typeof CONDITIONAL)[number]) => {
  const at = CONDITIONAL.indexOf(name);
  return (tallies: Tallies, cell: number) => tallies.conditionalSum[cell * N_CONDITIONAL + at]!;
};
const sum = (name: (typeof SUMS)[number]) => {
  const at = SUMS.indexOf(name);
  return (tallies: Tallies, cell: number) => tallies.sums[cell * N_SUMS + at]!;
};
const flag = (name: (typeof FLAGS)[number]) => {
  const at = FLAGS.indexOf(name);
  return (tallies: Tallies, cell: number) => tallies.flags[cell * N_FLAGS + at]!;
};

const required = perReplication("requiredUnitMinutes");
const onTheGround = perReplication("onTheGroundUnitMinutes");
const partMet = sum("needsPartMet");
const lapsed = sum("needsLapsed");

/** In the order in which they are told. */
export const COMPARED: readonly ComparedMeasure[] = [
  { id: "runOut", words: "run out", unit: "probability", per: 1, cost: false, total: flag("runOut") },
  {
    id: "unresourcedUnitHours",
    words: "unfilled",
    unit: "unit-hours",
    per: 60,
    cost: false,
    total: perReplication("unresourcedUnitMinutes"),
  },
  // what the public lacks, whatever the reason: units on the road and at rest are not there either
  {
    id: "missingUnitHours",
    words: "missing on the ground",
    unit: "unit-hours",
    per: 60,
    cost: false,
    total: (tallies, cell) => required(tallies, cell) - onTheGround(tallies, cell),
  },
  {
    id: "runOutHours",
    words: "time run out",
    unit: "hours",
    per: 60,
    cost: false,
    total: conditional("runOutMinutes"),
  },
  {
    id: "runOutDepthUnits",
    words: "most units short at once",
    unit: "units",
    per: 1,
    cost: false,
    total: conditional("runOutDepthUnits"),
  },
  {
    id: "needsUnmet",
    words: "needs never met in full",
    unit: "needs",
    per: 1,
    cost: false,
    total: (tallies, cell) => partMet(tallies, cell) + lapsed(tallies, cell),
  },
  { id: "needsLate", words: "needs met late", unit: "needs", per: 1, cost: false, total: sum("needsMetLate") },
  {
    id: "officerShifts",
    words: "officer shifts",
    unit: "officer shifts",
    per: 1,
    cost: true,
    total: perReplication("officerShifts"),
  },
  {
    id: "busyUnitHours",
    words: "committed",
    unit: "unit-hours",
    per: 60,
    cost: true,
    total: perReplication("busyUnitMinutes"),
  },
];

export interface ComparedCell {
  readonly capability: string;
  readonly scope: "nation" | "region";
  readonly id: string;
  readonly name: string;
  /** the cell in each plan's tallies */
  readonly cellOf: readonly number[];
}

/** Incidents of one threat in one class of place, and what they lacked of one capability. */
export interface ComparedIncidents {
  readonly capability: string;
  readonly threat: string;
  readonly place: string;
}

/** Which class of place each force is of; by force of the model. */
export interface PlaceClasses {
  readonly names: readonly string[];
  readonly ofForce: readonly number[];
}

export interface ComparedRows {
  readonly nPlans: number;
  /** row = position × COMPARED.length + measure */
  readonly cells: readonly ComparedCell[];
  /** rows after those of the cells */
  readonly incidents: readonly ComparedIncidents[];
  readonly nRows: number;
  /** by plan: template × classes + class → row, NONE where it is not compared */
  readonly incidentRow: readonly Int32Array[];
  /** capabilities and regions that not all plans have */
  readonly leftOut: readonly string[];
}

/**
 * @param models one per plan
 * @param places one per plan; names are matched
 */
export function comparedRows(models: readonly Model[], places: readonly PlaceClasses[]): ComparedRows {
  const leftOut: string[] = [];
  const cells: ComparedCell[] = [];
  const scopes = models.map(scopesOf);
  for (const [key, first] of scopes[0]!) {
    const cellOf = scopes.map((scope) => scope.get(key)?.cell ?? -1);
    if (cellOf.includes(-1)) leftOut.push(`${first.capability} ${first.name}`);
    else cells.push({ ...first, cellOf });
  }
  const known = new Set(cells.map(({ capability }) => capability));
  const incidents: ComparedIncidents[] = [];
  const rowOf = new Map<string, number>();
  const firstRow = cells.length * COMPARED.length;
  const incidentRow = models.map((model, plan) => {
    const { names } = places[plan]!;
    const rows = new Int32Array(model.needTemplates.length * names.length).fill(-1);
    model.needTemplates.forEach((template, at) => {
      const capability = model.capabilities[template.capability]!.id;
      if (!known.has(capability)) return;
      const threat = model.threats[template.threat]!.id;
      names.forEach((place, klass) => {
        const key = JSON.stringify([capability, threat, place]);
        let row = rowOf.get(key);
        if (row === undefined) {
          row = firstRow + incidents.length;
          rowOf.set(key, row);
          incidents.push({ capability, threat, place });
        }
        rows[at * names.length + klass] = row;
      });
    });
    return rows;
  });
  return { nPlans: models.length, cells, incidents, nRows: firstRow + incidents.length, incidentRow, leftOut };
}

type Scoped = Omit<ComparedCell, "cellOf"> & { readonly cell: number };

/** Nation and regions of every capability, by a key that other plans share. */
function scopesOf(model: Model): Map<string, Scoped> {
  const { cellStart } = layoutOf(model);
  const scopes = new Map<string, Scoped>();
  model.capabilities.forEach(({ id: capability, scheme }, cap) => {
    const { id: schemeId, regionIds, regionNames } = model.schemes[scheme]!;
    const put = (scope: "nation" | "region", id: string, name: string, index: number) =>
      scopes.set(JSON.stringify([capability, scope === "nation" ? "" : schemeId, scope, id]), {
        capability,
        scope,
        id,
        name,
        cell: cellStart[cap]! + index,
      });
    put("nation", "nation", "the nation", 0);
    for (const [region, id] of regionIds.entries()) put("region", id, regionNames[region]!, 1 + region);
  });
  return scopes;
}
