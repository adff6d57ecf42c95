/**
 * What plans are compared on: a row is one measure of one capability and scope, or what incidents of one threat
 * and class of place lacked; each plan has one whole number per row and replication.
 *
 * Rows are those that all plans have, matched by ids. Nation and regions only: what a single force shows belongs
 * to whoever holds the people.
 */
import type { Model } from "../model.ts";
import { READINGS, type Reading } from "../tally/readings.ts";
import { layoutOf } from "../tally/tally.ts";

/** A measure that plans are compared on. Less is better in all of them, but for what they cost. */
export interface ComparedMeasure {
  readonly id: string;
  readonly words: string;
  readonly unit: "probability" | "unit-hours" | "hours" | "units" | "needs" | "officer shifts";
  /** what the whole numbers are divided by to be in `unit` */
  readonly per: number;
  readonly cost: boolean;
  /** the sum over all replications so far, a whole number */
  readonly total: Reading;
}

/** In the order in which they are told. */
export const COMPARED: readonly ComparedMeasure[] = [
  { id: "runOut", words: "run out", unit: "probability", per: 1, cost: false, total: READINGS.runOut },
  {
    id: "unresourcedUnitHours",
    words: "unfilled",
    unit: "unit-hours",
    per: 60,
    cost: false,
    total: READINGS.unresourcedUnitMinutes,
  },
  {
    id: "missingUnitHours",
    words: "missing on the ground",
    unit: "unit-hours",
    per: 60,
    cost: false,
    total: READINGS.missingUnitMinutes,
  },
  {
    id: "runOutHours",
    words: "time run out",
    unit: "hours",
    per: 60,
    cost: false,
    total: READINGS.runOutMinutes,
  },
  {
    id: "runOutDepthUnits",
    words: "most units short at once",
    unit: "units",
    per: 1,
    cost: false,
    total: READINGS.runOutDepthUnits,
  },
  {
    id: "needsUnmet",
    words: "needs never met in full",
    unit: "needs",
    per: 1,
    cost: false,
    total: READINGS.needsUnmet,
  },
  { id: "needsLate", words: "needs met late", unit: "needs", per: 1, cost: false, total: READINGS.needsMetLate },
  {
    id: "officerShifts",
    words: "officer shifts",
    unit: "officer shifts",
    per: 1,
    cost: true,
    total: READINGS.officerShifts,
  },
  {
    id: "busyUnitHours",
    words: "committed",
    unit: "unit-hours",
    per: 60,
    cost: true,
    total: READINGS.busyUnitMinutes,
  },
];

/** Told besides where a plan lets thin presence lead to more: demand is then not the same under all. */
const ESCALATED: readonly ComparedMeasure[] = [
  {
    id: "requiredBaseUnitHours",
    words: "required without escalation",
    unit: "unit-hours",
    per: 60,
    cost: true,
    total: READINGS.requiredBaseUnitMinutes,
  },
  {
    id: "requiredEscalatedUnitHours",
    words: "required by escalation",
    unit: "unit-hours",
    per: 60,
    cost: true,
    total: READINGS.requiredEscalatedUnitMinutes,
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
  /** `COMPARED`, and two more where escalation is on in some plan */
  readonly measures: readonly ComparedMeasure[];
  /** row = position × measures + measure */
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
  const measures = models.some(({ escalation }) => escalation) ? [...COMPARED, ...ESCALATED] : COMPARED;
  const firstRow = cells.length * measures.length;
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
  return {
    nPlans: models.length,
    measures,
    cells,
    incidents,
    nRows: firstRow + incidents.length,
    incidentRow,
    leftOut,
  };
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
