/**
 * The geographic view: the Voronoi diagram of the forces' towns, merged by force and clipped to the coast, which puts
 * about nine tenths of the land in the right force; of forces without towns, the diagram of their seats. No official
 * boundary is drawn, and the figure says so.
 */
import { Delaunay, type GeoProjection, geoConicEqualArea, geoPath, polygonContains } from "d3";
import map from "../../scenarios/reference/map.json";
import coast from "./coast.json";
import type { CellShape, Geometry } from "./geometry.ts";
import type { Point } from "./hexagons.ts";

export interface Placed {
  readonly id: string;
  /** of its seat, degrees; null: the scenario does not say */
  readonly at: readonly [latitude: number, longitude: number] | null;
}

/** South-west and north-east corner of what is shown, degrees. */
const CORNERS: readonly Point[] = [
  [-5.75, 49.9],
  [1.85, 55.85],
];
/** Height of the picture over its width. */
const TALL = 1.2;

const townsOf = new Map(map.forces.map(({ id, towns }) => [id, towns as unknown as readonly Point[]]));

/** Whether the forces can be drawn on this coast: each has its place, and that lies within the picture. */
export function hasGeography(forces: readonly Placed[]): boolean {
  const [[west, south], [east, north]] = CORNERS as [Point, Point];
  return forces.every(({ at }) => at !== null && at[1] >= west && at[1] <= east && at[0] >= south && at[0] <= north);
}

export function geographyOf(forces: readonly Placed[], width: number): Geometry {
  const height = Math.round(width * TALL);
  const projection = projectionFor(width, height);
  const project = (place: Point): Point => projection([place[0], place[1]]) as unknown as Point;
  const known = forces.every(({ id }) => townsOf.has(id));
  const sites: Point[] = [];
  const owner: number[] = [];
  forces.forEach(({ id, at }, force) => {
    const places = known ? townsOf.get(id)! : [[at![1], at![0]] as Point];
    for (const place of places) {
      sites.push(project(place));
      owner.push(force);
    }
  });
  // Scotland is on the island too, and nobody's here.
  for (const place of map.outside as unknown as readonly Point[]) {
    sites.push(project(place));
    owner.push(-1);
  }
  const delaunay = Delaunay.from(
    sites,
    ([x]) => x,
    ([, y]) => y,
  );
  const voronoi = delaunay.voronoi([-width, -height, 2 * width, 2 * height]);
  const polygons = sites.map((_, i) => voronoi.cellPolygon(i) as Point[]);
  const rings = coast.rings.map((ring) => ring.map((place) => project(place as unknown as Point)));
  const onLand = (point: Point) =>
    rings.some((ring) => polygonContains(ring as [number, number][], point as [number, number]));

  const cells = forces.map((_, force): CellShape => {
    const own = sites.flatMap((_, i) => (owner[i] === force ? [i] : []));
    const shape = own.map((i) => `M${polygons[i]!.slice(0, -1).map(text).join("L")}Z`).join("");
    const middle = meanOf(own.map((i) => sites[i]!));
    // A number stands at the place that is nearest to the middle of all, and has as much room as there is to other forces.
    const first = own.reduce(
      (best, i) => (distance(sites[i]!, middle) < distance(sites[best]!, middle) ? i : best),
      own[0]!,
    );
    const at = onLand(middle) && owner[delaunay.find(middle[0], middle[1])] === force ? middle : sites[first]!;
    const room = Math.min(...sites.flatMap((site, i) => (owner[i] === force ? [] : [distance(site, at) / 2])));
    return { shape, at, room };
  });

  const edges = edgesOf(delaunay, polygons, owner);
  const lines = (differs: (a: number, b: number) => boolean) =>
    edges
      .filter(({ between: [a, b] }) => differs(a, b))
      .map(({ from, to }) => `M${text(from)}L${text(to)}`)
      .join("");
  return {
    kind: "geography",
    width,
    height,
    cells,
    coast: rings.map((ring) => `M${ring.map(text).join("L")}Z`).join(""),
    outline: (groups) => lines((a, b) => (groups[a] ?? -2) !== (groups[b] ?? -2)),
    edgeOf: (chosen) => lines((a, b) => chosen.includes(a) !== chosen.includes(b)),
  };
}

export function projectionFor(width: number, height: number): GeoProjection {
  const frame = { type: "MultiPoint" as const, coordinates: CORNERS.map(([x, y]) => [x, y]) };
  return geoConicEqualArea()
    .parallels([50.5, 55])
    .rotate([2, 0])
    .fitExtent(
      [
        [4, 4],
        [width - 4, height - 4],
      ],
      frame,
    );
}

/** Meridians and parallels in whole degrees, as a path. */
export function graticuleOf(width: number, height: number): string {
  const line = (coordinates: number[][]) => ({ type: "LineString" as const, coordinates });
  const every = (from: number, to: number, by: number) =>
    Array.from({ length: Math.round((to - from) / by) + 1 }, (_, i) => from + i * by);
  const lines = [
    ...every(-7, 3, 1).map((x) => line(every(49, 57, 0.5).map((y) => [x, y]))),
    ...every(49, 57, 1).map((y) => line(every(-7, 3, 0.5).map((x) => [x, y]))),
  ];
  const draw = geoPath(projectionFor(width, height));
  return lines.map((one) => draw(one) ?? "").join("");
}

interface Edge {
  readonly from: Point;
  readonly to: Point;
  readonly between: readonly [number, number];
}

/** The sides that polygons of different owners have in common. */
function edgesOf(delaunay: Delaunay<Point>, polygons: readonly Point[][], owner: readonly number[]): Edge[] {
  const edges: Edge[] = [];
  polygons.forEach((polygon, i) => {
    for (const j of delaunay.neighbors(i)) {
      if (j < i || owner[i] === owner[j]) continue;
      const corners = new Set(polygons[j]!.map(text));
      const shared = polygon.slice(0, -1).filter((corner) => corners.has(text(corner)));
      if (shared.length >= 2) edges.push({ from: shared[0]!, to: shared[1]!, between: [owner[i]!, owner[j]!] });
    }
  });
  return edges;
}

function text([x, y]: Point): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}

function meanOf(points: readonly Point[]): Point {
  const sum = points.reduce(([x, y], [px, py]) => [x + px, y + py] as const, [0, 0] as Point);
  return [sum[0] / points.length, sum[1] / points.length];
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}
