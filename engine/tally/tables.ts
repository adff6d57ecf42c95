/**
 * The result tables, column by column, ready to be written: a table is its columns' names and its rows.
 *
 * Each carries how many replications it rests on, its unit where one holds for the table, and the marking;
 * rows about one force on shipped data say that they are not that force's holding.
 */
import type { Model } from "../model.ts";
import { groupedOf, meanOverDraws, proportionOverDraws, wholeOf } from "./components.ts";
import { sampleVarianceOf } from "./exact.ts";
import { runsForQuantile } from "./figures.ts";
import { quantileOf, quantileRank, totalOf, valuesAtRanks } from "./histogram.ts";
import { type Interval, meanInterval, wilson } from "./intervals.ts";
import { CONDITIONAL, FLAGS, PER_REPLICATION, SERIES, SUMS } from "./measures.ts";
import { isShipped, type ReportedScope, reportedScopes } from "./scopes.ts";
import type { Summary } from "./summary.ts";
import { N_CONDITIONAL, N_FLAGS, N_PER_REPLICATION, N_SERIES, N_SUMS, seriesRow, type Tallies } from "./tally.ts";

/** null is an empty field. */
export type TableCell = string | number | null;

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly TableCell[])[];
}

export interface TableMeta {
  readonly marking: string;
  /** shipped holdings: sensitive capabilities by region only, no donors */
  readonly shippedData: boolean;
  /** ids of those whose own figures are loaded; all others are as shipped. Absent: all alike */
  readonly ownHolders?: ReadonlySet<string>;
}

export const NOT_THIS_FORCES = "illustrative – not this force's holding";

const LAST_COLUMNS = ["replications", "marking", "note"];

/** `series.csv` at once, for a chart: see seriesRows. */
export function seriesTable(
  model: Model,
  tallies: Tallies,
  meta: TableMeta,
  only?: (capability: string, at: ReportedScope) => boolean,
): Table {
  return { columns: SERIES_COLUMNS, rows: [...seriesRows(model, tallies, meta, only)] };
}

const QUANTILES = [0.1, 0.5, 0.9] as const;

export const SERIES_COLUMNS: readonly string[] = [
  ...["capability", "scope", "id", "minute"],
  ...SERIES,
  ...SERIES.flatMap((name) => QUANTILES.map((q) => `${name}P${q * 100}`)),
  ...["runOut", "unit"],
  ...LAST_COLUMNS,
];

/**
 * The rows of `series.csv`, one after the other, since together they may be larger than all else that a run holds:
 * mean level in each bucket, for nation and regions with quantiles over the replications, and the share of
 * replications in run-out at any minute of the bucket. Capabilities that nobody asked for in any run are left out,
 * and forces with nothing asked.
 *
 * @param only leaves out every other capability and scope; a chart needs one of each
 */
export function* seriesRows(
  model: Model,
  tallies: Tallies,
  meta: TableMeta,
  only: (capability: string, at: ReportedScope) => boolean = () => true,
): Generator<TableCell[], void> {
  const { nBuckets, bucketMinutes } = tallies.layout;
  const n = tallies.nReplications;
  if (n === 0) return;
  const last = lastCells(tallies, meta);
  const out = [0, 0, 0];
  const ranks = QUANTILES.map((q) => quantileRank(q, n));
  const { series, seriesHistogram: bank } = tallies;
  for (let cap = 0; cap < model.nCaps; cap++) {
    if (tallies.flags[tallies.layout.cellStart[cap]! * N_FLAGS + ASKED_AT_ALL] === 0) continue;
    for (const at of reportedScopes(model, tallies, cap, meta)) {
      if (at.scope === "force" && isQuiet(tallies, at.cell)) continue;
      if (!only(model.capabilities[cap]!.id, at)) continue;
      for (let bucket = 0; bucket < nBuckets; bucket++) {
        const minute = bucket * bucketMinutes;
        // The last bucket may be cut short by the horizon.
        const runMinutes = Math.min(bucketMinutes, model.horizon - minute) * n;
        const row: TableCell[] = [model.capabilities[cap]!.id, at.scope, at.id, minute];
        for (let s = 0; s < N_SERIES; s++) {
          row.push(series[(at.cell * N_SERIES + s) * nBuckets + bucket]! / runMinutes);
        }
        for (let s = 0; s < N_SERIES; s++) {
          if (at.scope === "force") {
            row.push(null, null, null);
            continue;
          }
          const source = (seriesRow(tallies.layout, cap, at.index) * N_SERIES + s) * nBuckets + bucket;
          valuesAtRanks(bank, source, ranks, n - totalOf(bank, source), out);
          for (let i = 0; i < QUANTILES.length; i++) row.push(n < runsForQuantile(QUANTILES[i]!) ? null : out[i]!);
        }
        row.push(tallies.seriesRunOut[at.cell * nBuckets + bucket]! / n, "units", ...last(at));
        yield row;
      }
    }
  }
}

const ASKED_AT_ALL = FLAGS.indexOf("askedAtAll");

/** `flows.csv`: mean unit-hours committed from donor to host; sensitive capabilities by region on shipped data. */
export function flowsTable(model: Model, tallies: Tallies, meta: TableMeta): Table {
  const { nForces, nHolders } = model;
  const n = tallies.nReplications;
  const rows: TableCell[][] = [];
  model.capabilities.forEach((capability, cap) => {
    const byRegion = capability.sensitive && (meta.shippedData || meta.ownHolders !== undefined);
    const regionName = regionNamer(model, cap);
    const nameOf = (holder: number) => {
      const id = model.holderIds[holder]!;
      return byRegion && isShipped(meta, id) ? regionName(holder) : id;
    };
    const minutes = new Map<string, { donor: string; host: string; sum: number }>();
    for (let donor = 0; donor < nHolders; donor++) {
      for (let host = 0; host < nForces; host++) {
        const sum = tallies.flows[(cap * nHolders + donor) * nForces + host]!;
        if (sum === 0) continue;
        const key = `${nameOf(donor)} ${nameOf(host)}`;
        const entry = minutes.get(key);
        if (entry === undefined) minutes.set(key, { donor: nameOf(donor), host: nameOf(host), sum });
        else entry.sum += sum;
      }
    }
    for (const { donor, host, sum } of minutes.values()) {
      const note = !byRegion && isShipped(meta, donor) ? NOT_THIS_FORCES : null;
      rows.push([
        capability.id,
        donor,
        host,
        sum / 60 / n,
        byRegion && !(meta.ownHolders?.has(donor) && meta.ownHolders.has(host)) ? "region" : "force",
        "unit-hours",
        n,
        meta.marking,
        note,
      ]);
    }
  });
  return { columns: ["capability", "donor", "host", "meanUnitHours", "level", "unit", ...LAST_COLUMNS], rows };
}

/** The region of a holder under a capability's scheme; stock that belongs to none stands for itself. */
function regionNamer(model: Model, cap: number): (holder: number) => string {
  const scheme = model.schemes[model.capabilities[cap]!.scheme]!;
  return (holder) => {
    const region = scheme.regionOf[holder]!;
    if (region >= 0) return scheme.regionIds[region]!;
    return holder < model.nForces ? "no region" : model.holderIds[holder]!;
  };
}

/**
 * `donors.csv`: what lending costs the lender: hours below its floor while units were away (mean a run), and
 * how likely a local ask met the gap. Forces that lent nothing and missed nothing are left out.
 */
export function donorsTable(model: Model, tallies: Tallies, meta: TableMeta): Table {
  const n = tallies.nReplications;
  const rows: TableCell[][] = [];
  for (let force = 0; force < model.nForces; force++) {
    model.capabilities.forEach((capability, cap) => {
      const shipped = isShipped(meta, model.holderIds[force]!);
      if (shipped && capability.sensitive) return;
      const at = cap * model.nHolders + force;
      const minutes = tallies.donorBelowFloorMinutes[at]!;
      const gaps = tallies.donorGapReplications[at]!;
      const lent = tallies.donorUnitsLent[at]!;
      if (minutes === 0 && gaps === 0 && lent === 0) return;
      const interval = shareInterval(tallies, "donorGapReplications", at, gaps);
      const note = shipped ? NOT_THIS_FORCES : null;
      rows.push([
        model.holderIds[force]!,
        capability.id,
        minutes / 60 / n,
        gaps / n,
        interval?.low ?? null,
        interval?.high ?? null,
        lent / n,
        n,
        meta.marking,
        note,
      ]);
    });
  }
  const figures = ["hoursBelowFloor", "probabilityGap", "probabilityGapLow", "probabilityGapHigh", "meanUnitsLent"];
  return { columns: ["force", "capability", ...figures, ...LAST_COLUMNS], rows };
}

/** Of the share of runs in which something happened; over draws where runs share them, null if they are too few. */
function shareInterval(
  tallies: Tallies,
  name: "donorGapReplications" | "observationSum",
  index: number,
  runs: number,
): Interval | null {
  if (tallies.ranges?.outer == null) return wilson(runs, tallies.nReplications);
  const grouped = groupedOf(tallies, name, index, BigInt(runs));
  return grouped === null ? null : proportionOverDraws(grouped);
}

/** Of an observation's mean, likewise. */
function observationInterval(tallies: Tallies, i: number, variance: number): Interval | null {
  const n = tallies.nReplications;
  if (tallies.ranges?.outer == null) return meanInterval(tallies.observationSum[i]! / n, variance, n);
  const squares = wholeOf(tallies.observationSquareHigh[i]!, tallies.observationSquareLow[i]!);
  const grouped = groupedOf(tallies, "observationSum", i, squares);
  return grouped === null ? null : meanOverDraws(grouped);
}

/** `observations.csv`: what `observe:` asked for, one value per replication; 0 or 1 for "ever at least". */
export function observationsTable(model: Model, tallies: Tallies, meta: TableMeta): Table {
  const n = tallies.nReplications;
  const rows = model.observations.map((observation, i): TableCell[] => {
    const capability = model.capabilities[observation.capability]!;
    const sum = tallies.observationSum[i]!;
    const variance = sampleVarianceOf(n, sum, tallies.observationSquareHigh[i]!, tallies.observationSquareLow[i]!);
    const interval =
      observation.quantity === "everAtLeast"
        ? shareInterval(tallies, "observationSum", i, sum)
        : observationInterval(tallies, i, variance);
    const zeros = n - totalOf(tallies.observations, i);
    const quantile = (q: number) => (n < runsForQuantile(q) ? null : quantileOf(tallies.observations, i, q, n, zeros));
    const shipped = observation.force >= 0 && isShipped(meta, model.holderIds[observation.force]!);
    const hidden = shipped && capability.sensitive;
    const figures = [
      n === 0 ? null : sum / n,
      interval === null ? null : Math.max(0, interval.low),
      interval?.high ?? null,
      n < 2 ? null : Math.sqrt(variance),
      quantile(0.5),
      quantile(0.9),
      quantile(0.99),
    ];
    const note = hidden ? "not shown for one force on shipped data" : shipped ? NOT_THIS_FORCES : null;
    return [
      observation.id,
      capability.id,
      observation.force >= 0 ? model.holderIds[observation.force]! : null,
      observation.quantity,
      ...(hidden ? figures.map(() => null) : figures),
      n,
      meta.marking,
      note,
    ];
  });
  const columns = ["id", "capability", "force", "quantity", "mean", "low", "high", "sd", "p50", "p90", "p99"];
  return { columns: [...columns, ...LAST_COLUMNS], rows };
}

export const REPLICATION_COLUMNS: readonly string[] = [
  ...["replication", "capability", "scope", "id"],
  ...PER_REPLICATION,
  ...FLAGS,
  ...CONDITIONAL,
  ...SUMS,
  ...["marking", "note"],
];

/**
 * Rows of `replications.csv` (columns REPLICATION_COLUMNS): the whole numbers of one replication, by
 * capability and scope; what did not happen is empty. Several pieces of work add up.
 *
 * @param tallies of that replication alone
 * @throws RangeError if they hold more than one
 */
export function replicationRows(model: Model, tallies: Tallies, replication: number, meta: TableMeta): TableCell[][] {
  if (tallies.nReplications !== 1) throw new RangeError(`one replication wanted, not ${tallies.nReplications}`);
  const rows: TableCell[][] = [];
  model.capabilities.forEach((capability, cap) => {
    for (const at of reportedScopes(model, tallies, cap, meta)) {
      const { cell } = at;
      const slice = (array: Float64Array, width: number) => array.subarray(cell * width, (cell + 1) * width);
      const happened = CONDITIONAL.map((_, i) => {
        const row = cell * N_CONDITIONAL + i;
        return totalOf(tallies.conditional, row) === 0 ? null : tallies.conditionalSum[row]!;
      });
      rows.push([
        ...[replication, capability.id, at.scope, at.id],
        ...slice(tallies.sum, N_PER_REPLICATION),
        ...slice(tallies.flags, N_FLAGS),
        ...happened,
        ...slice(tallies.sums, N_SUMS),
        meta.marking,
        noteOn(at, meta),
      ]);
    }
  });
  return rows;
}

/**
 * `assumptions.csv`: every number given as a range, and how the chance of a national run-out differs between the
 * runs that drew its upper half and those that drew its lower; a row for each capability asked for.
 */
export function assumptionsTable({ ranges, replications, marking }: Summary): Table {
  const rows = ranges.flatMap(({ path, low, value, high, kind, source, effect }) => {
    const range = [path, low, value, high, kind, source];
    const nobody = [null, null, null, null, null, null, null, null];
    const effects = effect.map((one): TableCell[] => [
      one.capability,
      ...[one.runOutUpper.runs, one.runOutUpper.of, one.runOutLower.runs, one.runOutLower.of],
      ...[one.difference, one.low, one.high],
    ]);
    return (effects.length === 0 ? [nobody] : effects).map((one): TableCell[] => [
      ...range,
      ...one,
      replications,
      marking,
      null,
    ]);
  });
  const effects = ["runOutUpper", "runsUpper", "runOutLower", "runsLower", "difference"];
  const columns = [
    ...["path", "low", "value", "high", "kind", "source", "capability"],
    ...effects,
    ...["differenceLow", "differenceHigh"],
    ...LAST_COLUMNS,
  ];
  return { columns, rows };
}

function lastCells(tallies: Tallies, meta: TableMeta): (at: ReportedScope) => TableCell[] {
  return (at) => [tallies.nReplications, meta.marking, noteOn(at, meta)];
}

function noteOn(at: ReportedScope, meta: TableMeta): string | null {
  return at.scope === "force" && isShipped(meta, at.id) ? NOT_THIS_FORCES : null;
}

/** Whether a force has no level but its reserve in any bucket. */
function isQuiet(tallies: Tallies, cell: number): boolean {
  const { nBuckets } = tallies.layout;
  const levels = SERIES.indexOf("reserve1h");
  for (let i = cell * N_SERIES * nBuckets; i < (cell * N_SERIES + levels) * nBuckets; i++) {
    if (tallies.series[i] !== 0) return false;
  }
  return true;
}
