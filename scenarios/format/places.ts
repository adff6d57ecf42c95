/**
 * Where people are and how far it is: region schemes, tiers, road metres and minutes.
 *
 * Metres are great-circle (haversine on a sphere of 6,371,008.8 m, by the engine's own sine, cosine and arc sine),
 * rounded to whole metres, × roadFactor, rounded again; so no answer depends on a machine's mathematics.
 */
import { asin, cos, sin } from "../../engine/kernel/math.ts";
import { NONE, type RegionScheme } from "../../engine/model.ts";
import type { Names } from "./names.ts";
import type { Numbers } from "./numbers.ts";
import { parseDuration } from "./quantities.ts";
import type { Scenario } from "./schema.ts";

type Places = Scenario["places"];
type HolderRecord = NonNullable<Places["holders"]>[string];

const EARTH_RADIUS_METRES = 6_371_008.8;
const DEFAULT_ROAD_FACTOR = 1.3;
const DEFAULT_SPEED = 65;
const DEFAULT_INSIDE_FORCE = 30;
const RADIANS = 0.017453292519943295;

export const OUTSIDE_TIER = 4;

/** The region schemes; a scenario without any gets one without regions. */
export function compileSchemes(places: Places, names: Names): RegionScheme[] {
  const schemes = Object.entries(places.schemes ?? {});
  if (schemes.length === 0) schemes.push(["country", {}]);
  return schemes.map(([id, regions]) => {
    const regionIds = Object.keys(regions);
    const regionOf = new Int16Array(names.holders.length).fill(NONE);
    regionIds.forEach((regionId, region) => {
      for (const member of regions[regionId]!.members ?? []) regionOf[names.holder.get(member)!] = region;
    });
    return { id, regionIds, regionNames: regionIds.map((regionId) => regions[regionId]!.name ?? regionId), regionOf };
  });
}

/** Tier of each holder for each host, shape [nForces × nHolders]. */
export function compileTiers(places: Places, names: Names, scheme: RegionScheme): Int8Array {
  const nForces = names.forces.length;
  const nHolders = names.holders.length;
  const tiers = new Int8Array(nForces * nHolders);
  for (let host = 0; host < nForces; host++) {
    const region = scheme.regionOf[host]!;
    for (let holder = 0; holder < nHolders; holder++) {
      const same = region !== NONE && scheme.regionOf[holder] === region;
      tiers[host * nHolders + holder] = tierFor(
        names.forces[host]!,
        holder === host,
        same,
        holderRecord(places, names, holder),
      );
    }
  }
  return tiers;
}

function tierFor(host: string, itself: boolean, sameRegion: boolean, record: HolderRecord | undefined): number {
  if (itself || (record?.kind === "collaboration" && record.members?.includes(host))) return 1;
  if (record?.kind === "outside") return record.tier ?? OUTSIDE_TIER;
  return sameRegion && record?.kind !== "nation" ? 2 : 3;
}

/** Undefined for a force. */
export function holderRecord(places: Places, names: Names, holder: number): HolderRecord | undefined {
  return holder < names.forces.length ? undefined : places.holders?.[names.holders[holder]!];
}

// ── geometry that no range can move ─────────────────────────────────────────────────────────────

export interface Geometry {
  /** great-circle or plane metres, before the road factor; shape [nHolders × nHolders] */
  readonly straight: Int32Array;
  /** road metres that are given, NONE elsewhere */
  readonly given: Int32Array;
  /** minutes that are given by the matrix, NONE elsewhere; from row to column */
  readonly matrix: Int32Array;
  /** the force at whose seat each holder sits, else the holder itself */
  readonly seat: Int16Array;
  /** whether any metres are known at all */
  readonly measured: boolean;
}

type Point = readonly [number, number];

export function compileGeometry(places: Places, names: Names): Geometry {
  const n = names.holders.length;
  const seat = Int16Array.from(names.holders, (_, holder) => {
    const at = holderRecord(places, names, holder)?.at;
    return typeof at === "string" ? (names.holder.get(at) ?? holder) : holder;
  });
  const points = locate(places, names);
  const onPlane = Object.values(places.forces ?? {}).some((force) => force.xy !== undefined);
  const straight = new Int32Array(n * n);
  for (let a = 0; a < n; a++) {
    for (let b = a + 1; b < n; b++) {
      const from = points[seat[a]!];
      const to = points[seat[b]!];
      if (from === undefined || to === undefined) continue;
      const metres = onPlane ? planeMetres(from, to) : greatCircleMetres(from, to);
      straight[a * n + b] = metres;
      straight[b * n + a] = metres;
    }
  }
  const given = new Int32Array(n * n).fill(NONE);
  const matrix = new Int32Array(n * n).fill(NONE);
  fillBothWays(places.travel?.metres, names, given, Number);
  fillBothWays(places.travel?.matrix, names, matrix, (value) => parseDuration(value) ?? 0);
  return {
    straight,
    given,
    matrix,
    seat,
    measured: points.some((point) => point !== undefined) || places.travel?.metres !== undefined,
  };
}

/** A pair given once holds both ways. */
function fillBothWays(
  table: Readonly<Record<string, Readonly<Record<string, number | string>>>> | undefined,
  names: Names,
  cells: Int32Array,
  read: (value: unknown) => number,
): void {
  if (table === undefined) return;
  const n = names.holders.length;
  const rows = Object.entries(table);
  for (const [a, row] of rows) {
    for (const [b, value] of Object.entries(row))
      cells[names.holder.get(b)! * n + names.holder.get(a)!] = Math.round(read(value));
  }
  for (const [a, row] of rows) {
    for (const [b, value] of Object.entries(row))
      cells[names.holder.get(a)! * n + names.holder.get(b)!] = Math.round(read(value));
  }
}

/** Coordinates of each holder; those without stand in the middle of their members, of their region, or of all forces. */
function locate(places: Places, names: Names): (Point | undefined)[] {
  const own = (id: string): Point | undefined => {
    const record = places.forces?.[id] ?? places.holders?.[id];
    if (record === undefined) return undefined;
    if (record.xy !== undefined) return record.xy;
    return typeof record.at === "object" ? record.at : undefined;
  };
  const regions = Object.values(places.schemes ?? {}).flatMap((scheme) => Object.values(scheme));
  return names.holders.map((id, holder) => {
    const point = own(id);
    if (point !== undefined || holder < names.forces.length) return point;
    const members = places.holders?.[id]?.members;
    const regional = regions.find((region) => region.members?.includes(id))?.members?.filter((member) => member !== id);
    for (const group of [members, regional, names.forces]) {
      const middle = middleOf((group ?? []).map(own).filter((place) => place !== undefined));
      if (middle !== undefined) return middle;
    }
    return undefined;
  });
}

function middleOf(points: readonly Point[]): Point | undefined {
  if (points.length === 0) return undefined;
  let first = 0;
  let second = 0;
  for (const point of points) {
    first += point[0];
    second += point[1];
  }
  return [first / points.length, second / points.length];
}

function greatCircleMetres([latA, lonA]: Point, [latB, lonB]: Point): number {
  const north = sin(((latB - latA) * RADIANS) / 2);
  const east = sin(((lonB - lonA) * RADIANS) / 2);
  const haversine = north * north + cos(latA * RADIANS) * cos(latB * RADIANS) * east * east;
  return Math.round(2 * EARTH_RADIUS_METRES * asin(Math.sqrt(Math.min(1, haversine))));
}

function planeMetres([eastA, northA]: Point, [eastB, northB]: Point): number {
  const east = eastB - eastA;
  const north = northB - northA;
  return Math.round(1000 * Math.sqrt(east * east + north * north));
}

// ── roads ───────────────────────────────────────────────────────────────────────────────────────

export interface Roads {
  /** shape [nHolders × nHolders], from row to column */
  readonly travelMinutes: Int32Array;
  /** whole road metres, or minutes where nothing has coordinates */
  readonly distance: Int32Array;
}

/** The notice of an outside provider includes its journey, so without a word there is no road time on top. */
function outsideMinutes(record: HolderRecord | undefined, byTier: number, id: string, numbers: Numbers): number {
  if (record?.kind !== "outside") return NONE;
  const silent = byTier === NONE ? 0 : byTier;
  return numbers.wholeMinutes(record.travel, silent, `places.holders.${id}.travel`);
}

/** @param tiers of the first scheme, for `travel.byTier` */
export function compileRoads(
  places: Places,
  names: Names,
  geometry: Geometry,
  tiers: Int8Array,
  numbers: Numbers,
): Roads {
  const n = names.holders.length;
  const nForces = names.forces.length;
  const roadFactor = numbers.of(places.roadFactor ?? DEFAULT_ROAD_FACTOR, "places.roadFactor");
  const metresAnHour = numbers.of(places.speed ?? DEFAULT_SPEED, "places.speed") * 1000;
  const inside = numbers.wholeMinutes(places.insideForce, DEFAULT_INSIDE_FORCE, "places.insideForce");
  const byTier = places.travel?.byTier;
  const minutesByTier = [NONE, byTier?.local, byTier?.regional, byTier?.national, byTier?.outside].map(
    (figure, tier) =>
      typeof figure === "number" && tier === 0
        ? NONE
        : numbers.wholeMinutes(
            figure,
            NONE,
            `places.travel.byTier.${["", "local", "regional", "national", "outside"][tier]}`,
          ),
  );
  const outside = names.holders.map((id, holder) =>
    outsideMinutes(holderRecord(places, names, holder), minutesByTier[OUTSIDE_TIER]!, id, numbers),
  );
  const { straight, given, matrix, seat, measured } = geometry;
  const travelMinutes = new Int32Array(n * n);
  const distance = new Int32Array(n * n);
  for (let from = 0; from < n; from++) {
    for (let to = 0; to < n; to++) {
      const cell = from * n + to;
      const seats = seat[from]! * n + seat[to]!;
      const here = seat[from] === seat[to];
      const stated = given[cell]! !== NONE ? given[cell]! : given[seats]!;
      const metres = here ? 0 : stated === NONE ? Math.round(straight[seats]! * roadFactor) : stated;
      const tier = to < nForces ? tiers[to * n + from]! : from < nForces ? tiers[from * n + to]! : 3;
      let minutes = matrix[cell]! !== NONE ? matrix[cell]! : matrix[seats]!;
      if (minutes === NONE && from !== to) minutes = Math.max(outside[from]!, outside[to]!);
      if (minutes === NONE) minutes = from === to ? minutesByTier[1]! : minutesByTier[tier]!;
      if (minutes === NONE) minutes = here ? inside : Math.max(1, Math.round((metres * 60) / metresAnHour));
      travelMinutes[cell] = minutes;
      distance[cell] = measured ? metres : from === to ? 0 : minutes;
    }
  }
  return { travelMinutes, distance };
}
