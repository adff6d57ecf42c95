/**
 * What the pictures need beside the summary: the hours of every scope of one capability, who lent to whom, what
 * lending cost, and by when the first gap had come. Pure functions of model and tallies.
 */
import { type Model, NONE } from "../../engine/model.ts";
import { forEachBin, lowerEdge } from "../../engine/tally/histogram.ts";
import { CONDITIONAL, SERIES } from "../../engine/tally/measures.ts";
import { reportedScopes } from "../../engine/tally/scopes.ts";
import type { ScopeKind } from "../../engine/tally/summary.ts";
import { donorsTable, flowsTable, type Table, type TableMeta } from "../../engine/tally/tables.ts";
import { N_CONDITIONAL, N_SERIES, type Tallies } from "../../engine/tally/tally.ts";

/** One capability, all its scopes. Without runs every list is empty. */
export interface Detail {
  readonly capability: string;
  readonly replications: number;
  readonly bucketMinutes: number;
  readonly nBuckets: number;
  readonly scopes: readonly ScopeName[];
  /** share of the runs in run-out at any minute of the bucket; scope × nBuckets + bucket */
  readonly runOut: Float32Array;
  /** mean units over the bucket, same shape */
  readonly required: Float32Array;
  readonly onTheGround: Float32Array;
  readonly unresourced: Float32Array;
  /** units lendable within 1 h, mean */
  readonly reserve: Float32Array;
  readonly flows: readonly Flow[];
  readonly donors: readonly Donor[];
  /** names of holders that are no forces: stock, hubs, providers */
  readonly holders: readonly { readonly id: string; readonly name: string }[];
  /** units present at central values, by scope; null: does not bind */
  readonly capacity: readonly (number | null)[];
}

export interface ScopeName {
  readonly scope: ScopeKind;
  readonly id: string;
  readonly name: string;
}

/** Mean unit-hours a run from donor to host, both forces, or both regions where only these are reported. */
export interface Flow {
  readonly donor: string;
  readonly host: string;
  readonly unitHours: number;
}

/** What lending cost a force, a run. */
export interface Donor {
  readonly force: string;
  readonly hoursBelowFloor: number;
  /** share of the runs in which a local ask was short while a lent unit would have covered it */
  readonly gap: number;
  readonly gapLow: number | null;
  readonly gapHigh: number | null;
  readonly unitsLent: number;
}

export function detailOf(model: Model, tallies: Tallies, meta: TableMeta, id: string): Detail {
  const cap = model.capabilities.findIndex((capability) => capability.id === id);
  const { nBuckets, bucketMinutes } = tallies.layout;
  const n = tallies.nReplications;
  const scopes = n === 0 ? [] : reportedScopes(model, tallies, cap, { ...meta, allForces: true });
  const { series, seriesRunOut } = tallies;
  const level = (name: (typeof SERIES)[number]) => {
    const s = SERIES.indexOf(name);
    const out = new Float32Array(scopes.length * nBuckets);
    scopes.forEach(({ cell }, i) => {
      for (let bucket = 0; bucket < nBuckets; bucket++) {
        const minutes = Math.min(bucketMinutes, model.horizon - bucket * bucketMinutes) * n;
        out[i * nBuckets + bucket] = series[(cell * N_SERIES + s) * nBuckets + bucket]! / minutes;
      }
    });
    return out;
  };
  const runOut = new Float32Array(scopes.length * nBuckets);
  scopes.forEach(({ cell }, i) => {
    for (let bucket = 0; bucket < nBuckets; bucket++) {
      runOut[i * nBuckets + bucket] = seriesRunOut[cell * nBuckets + bucket]! / n;
    }
  });
  const only = (table: Table) => (n === 0 ? [] : recordsOf(table).filter(({ capability }) => capability === id));
  return {
    capability: id,
    replications: n,
    bucketMinutes,
    nBuckets,
    scopes: scopes.map(({ scope, id: scopeId, name }) => ({ scope, id: scopeId, name })),
    runOut,
    required: level("required"),
    onTheGround: level("onTheGround"),
    unresourced: level("unresourced"),
    reserve: level("reserve1h"),
    flows: only(flowsTable(model, tallies, meta)).map(({ donor, host, meanUnitHours }) => ({
      donor: String(donor),
      host: String(host),
      unitHours: Number(meanUnitHours),
    })),
    donors: only(donorsTable(model, tallies, meta)).map((row) => ({
      force: String(row.force),
      hoursBelowFloor: Number(row.hoursBelowFloor),
      gap: Number(row.probabilityGap),
      gapLow: row.probabilityGapLow as number | null,
      gapHigh: row.probabilityGapHigh as number | null,
      unitsLent: Number(row.meanUnitsLent),
    })),
    holders: model.holderIds.slice(model.nForces).map((holder, i) => ({
      id: holder,
      name: model.holderNames[model.nForces + i]!,
    })),
    capacity: scopes.map(({ scope, id: scopeId }) => capacityOf(model, cap, scope, scopeId)),
  };
}

/**
 * Units that those present could form at the start, each holder's share at its central value; null where the
 * capability is held without limit.
 */
function capacityOf(model: Model, cap: number, scope: ScopeKind, id: string): number | null {
  const { path, officersPerUnit, scheme } = model.capabilities[cap]!;
  const { regionIds, regionOf } = model.schemes[scheme]!;
  const region = regionIds.indexOf(id);
  let units = 0;
  for (let holder = 0; holder < model.nHolders; holder++) {
    if (scope === "force" && model.holderIds[holder] !== id) continue;
    if (scope === "region" && regionOf[holder] !== region) continue;
    if (model.outside.some((provider) => provider.holder === holder)) continue;
    let least = Number.POSITIVE_INFINITY;
    for (const node of path) {
      if (node === NONE) continue;
      const at = holder * model.nNodes + node;
      const trained = model.trained[at]!;
      if (trained >= 0x3fffffff) continue;
      least = Math.min(least, Math.floor((trained * model.presentShare[at]!) / officersPerUnit));
    }
    if (least === Number.POSITIVE_INFINITY) return null;
    units += least;
  }
  return units;
}

/** In how many runs each had run out for the first time before each of some minutes. */
export interface FirstBy {
  readonly replications: number;
  readonly minutes: readonly number[];
  readonly rows: readonly (ScopeName & { readonly capability: string; readonly runs: readonly number[] })[];
}

export function firstByOf(model: Model, tallies: Tallies, minutes: readonly number[]): FirstBy {
  const first = CONDITIONAL.indexOf("runOutFirstMinute");
  const meta = { shippedData: true };
  const rows = model.capabilities.flatMap((capability, cap) =>
    tallies.nReplications === 0
      ? []
      : reportedScopes(model, tallies, cap, meta).flatMap(({ scope, id, name, cell }) => {
          if (scope === "force") return [];
          const runs = minutes.map(() => 0);
          forEachBin(tallies.conditional, cell * N_CONDITIONAL + first, (bin, count) => {
            const minute = lowerEdge(bin);
            minutes.forEach((end, i) => {
              if (minute < end) runs[i]! += count;
            });
          });
          return [{ capability: capability.id, scope, id, name, runs }];
        }),
  );
  return { replications: tallies.nReplications, minutes, rows };
}

function recordsOf({ columns, rows }: Table): Record<string, unknown>[] {
  return rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]])));
}
