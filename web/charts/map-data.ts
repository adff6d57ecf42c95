/** What the map can show of a force or region: each measure with its words, its classes and its figures. */
import type { CapabilitySummary, Probability, ScopeSummary } from "../../engine/tally/summary.ts";
import { shareOfRuns } from "../../engine/tally/words.ts";
import type { Detail } from "../desk/detail.ts";
import type { CapabilityNames, ForceCell } from "../desk/protocol.ts";
import { runsOf100 } from "../words.ts";

export const MEASURES = ["runOut", "leftForce", "leftRegion", "shortfall", "belowFloor"] as const;
export type MeasureId = (typeof MEASURES)[number];

export interface Measure {
  readonly id: MeasureId;
  /** on its button */
  readonly name: string;
  /** colours have one meaning: what is missing, who was helped from elsewhere, what lending cost */
  readonly hue: "missing" | "helped" | "lending";
  /** lower ends of the classes after none */
  readonly classes: readonly number[];
  readonly unit: string;
  /** has a figure of its own for every hour */
  readonly hourly: boolean;
  /** as it stands in a cell */
  readonly short: (value: number | null, runs: number) => string;
}

const OF_100 = [0, 0.1, 0.25, 0.5, 0.75];

export const MEASURE: Readonly<Record<MeasureId, Measure>> = {
  runOut: {
    id: "runOut",
    name: "Run out",
    hue: "missing",
    classes: OF_100,
    unit: "runs of 100",
    hourly: true,
    short: runsOf100,
  },
  leftForce: {
    id: "leftForce",
    name: "Left force",
    hue: "helped",
    classes: OF_100,
    unit: "runs of 100",
    hourly: false,
    short: runsOf100,
  },
  leftRegion: {
    id: "leftRegion",
    name: "Left region",
    hue: "helped",
    classes: OF_100,
    unit: "runs of 100",
    hourly: false,
    short: runsOf100,
  },
  shortfall: {
    id: "shortfall",
    name: "Shortfall",
    hue: "missing",
    classes: [0, 1, 2, 5, 10],
    unit: "units on average",
    hourly: true,
    short: oneDigit,
  },
  belowFloor: {
    id: "belowFloor",
    name: "Below floor",
    hue: "lending",
    classes: [0, 1, 6, 24, 72],
    unit: "hours a run",
    hourly: false,
    short: oneDigit,
  },
};

/** 0: none, or not known; else 1 to 5. */
export function classOf(classes: readonly number[], value: number | null): number {
  if (value === null || value <= 0) return 0;
  return classes.filter((least) => value >= least).length;
}

export interface FieldFigure {
  readonly value: number | null;
  /** as it stands in the cell */
  readonly short: string;
  /** "63 runs of 100 (61 to 65; 2,000 runs)" */
  readonly words: string;
}

export interface Field {
  /** id of the force or region */
  readonly id: string;
  /** "Kent Police, South East" */
  readonly name: string;
  /** three letters in the cell; empty where a region is one field */
  readonly short: string;
  /** positions in the forces */
  readonly cells: readonly number[];
  readonly figure: FieldFigure;
  readonly level: number;
}

export interface MapQuestion {
  readonly measure: Measure;
  readonly names: CapabilityNames;
  readonly forces: readonly ForceCell[];
  readonly summary: CapabilitySummary | null;
  /** null: not here yet */
  readonly detail: Detail | null;
  readonly replications: number;
  /** null: the whole run */
  readonly minute: number | null;
  /** false: runs share draws of what is not known, and counts of them have no interval */
  readonly independent: boolean;
}

/** One field a force; one a region where forces are not reported (model.md §9). */
export function fieldsOf(question: MapQuestion): Field[] {
  const { names, forces, measure } = question;
  const { regions, regionOf, byRegionOnly } = names;
  const figureOf = figures(question);
  const field = (id: string, name: string, short: string, cells: readonly number[]): Field => {
    const figure = figureOf(id);
    return { id, name, short, cells, figure, level: classOf(measure.classes, figure.value) };
  };
  if (byRegionOnly) {
    return regions.flatMap(({ id, name }, region) => {
      const cells = regionOf.flatMap((other, force) => (other === region ? [force] : []));
      return cells.length === 0 ? [] : [field(id, name, "", cells)];
    });
  }
  return forces.map(({ id, name, short }, force) => {
    const region = regions[regionOf[force]!]?.name;
    return field(id, region === undefined ? name : `${name}, ${region}`, short, [force]);
  });
}

function figures({ measure, names, summary, detail, replications, minute, independent }: MapQuestion) {
  const scope = names.byRegionOnly ? "region" : "force";
  const scopes = new Map(
    (summary?.scopes ?? []).filter((one) => one.scope === scope).map((one) => [one.id, one] as const),
  );
  const index = new Map(
    (detail?.scopes ?? []).flatMap((one, i) => (one.scope === scope ? [[one.id, i] as const] : [])),
  );
  const bucket = (id: string): number | null => {
    const at = index.get(id);
    if (detail === null || at === undefined || minute === null) return null;
    return at * detail.nBuckets + Math.min(detail.nBuckets - 1, Math.floor(minute / detail.bucketMinutes));
  };
  const unknown: FieldFigure = { value: null, short: "–", words: "not known yet" };

  /** Forces in which nothing happened are left out of a summary. */
  const share = (one: Probability | null | undefined, missing: boolean): FieldFigure => {
    if (replications === 0 || one === null) return unknown;
    const value = one?.probability ?? (missing ? 0 : null);
    const runs = one?.runs ?? 0;
    const interval = one?.low == null || one.high === null ? null : { low: one.low, high: one.high };
    const words = shareOfRuns(runs, replications, independent ? undefined : interval);
    return { value, short: measure.short(value, replications), words };
  };
  const units = (value: number, what: string): FieldFigure => ({
    value,
    short: oneDigit(value),
    words: `${oneDigit(value)} ${what}`,
  });

  return (id: string): FieldFigure => {
    const one: ScopeSummary | undefined = scopes.get(id);
    const at = bucket(id);
    switch (measure.id) {
      case "runOut": {
        if (minute === null) return share(one?.runOut, one === undefined);
        if (at === null || detail === null) return unknown;
        const value = detail.runOut[at]!;
        const runs = Math.round(value * detail.replications);
        return {
          value,
          short: runsOf100(value, detail.replications),
          words: shareOfRuns(runs, detail.replications, independent ? undefined : null),
        };
      }
      case "leftForce":
        return share(one === undefined ? undefined : one.leftForce, one === undefined);
      case "leftRegion":
        return share(one === undefined ? undefined : one.leftRegion, one === undefined);
      case "shortfall": {
        if (minute !== null) {
          if (at === null || detail === null) return unknown;
          const gap = Math.max(0, detail.required[at]! - detail.onTheGround[at]!);
          return units(
            gap,
            `${names.plural} required and not on the ground, ${oneDigit(detail.unresourced[at]!)} of them with nobody on the way`,
          );
        }
        if (replications === 0) return unknown;
        if (one === undefined) return units(0, "unit-hours");
        const { requiredUnitHours: required, onTheGroundUnitHours: ground } = one;
        if (required.mean === null || ground.mean === null) return unknown;
        const hours = Math.max(0, required.mean - ground.mean);
        // The whole run in the same terms as an hour: units on average over the time.
        const mean = detail === null ? null : (hours * 60) / (detail.nBuckets * detail.bucketMinutes);
        return mean === null
          ? unknown
          : units(mean, `${names.plural} short on average over the run, ${Math.round(hours)} unit-hours in all`);
      }
      case "belowFloor": {
        if (detail === null || replications === 0) return unknown;
        const donor = detail.donors.find(({ force }) => force === id);
        if (donor === undefined) return units(0, "hours below its floor while units were away; it lent nothing");
        const lent = `it lent ${oneDigit(donor.unitsLent)} units`;
        const gap = `a local ask met the gap in ${shareOfRuns(Math.round(donor.gap * detail.replications), detail.replications)}`;
        return units(donor.hoursBelowFloor, `hours a run below its floor with units away; ${lent}; ${gap}`);
      }
    }
  };
}

export function oneDigit(value: number | null): string {
  if (value === null) return "–";
  if (value === 0) return "none";
  if (value < 0.1) return "<0.1";
  return value < 9.95 ? value.toFixed(1) : String(Math.round(value));
}

/** The ends of the scale's steps: "<1–10", "10–25" … */
export function stepsOf({ classes, unit }: Measure): string[] {
  const shown = unit === "runs of 100" ? classes.map((least) => Math.round(least * 100)) : [...classes];
  return shown.map((least, i) => {
    const next = shown[i + 1];
    if (next === undefined) return unit === "runs of 100" ? `${least}–100` : `${least}+`;
    return `${least === 0 ? "<" : `${least}–`}${next}`;
  });
}
