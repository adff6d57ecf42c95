/** Geometry of the cartogram: pointy-top hexagons in rows, odd rows shifted right by half a cell. */

export interface Cell {
  readonly column: number;
  readonly row: number;
}

export type Point = readonly [x: number, y: number];

const ROOT3 = Math.sqrt(3);

/** Centre of a cell of radius 1, such that the grid begins at (0, 0). */
function centreOf({ column, row }: Cell): Point {
  return [ROOT3 * (column + 0.5 + (row % 2) / 2), 1 + 1.5 * row];
}

export interface Layout {
  readonly radius: number;
  readonly width: number;
  readonly height: number;
  readonly centres: readonly Point[];
}

/** As large as fits the width; small grids do not grow without end. */
export function layOut(cells: readonly Cell[], width: number, largestRadius: number): Layout {
  const units = cells.map(centreOf);
  const [left, top] = [Math.min(...units.map(([x]) => x)), Math.min(...units.map(([, y]) => y))];
  const across = Math.max(...units.map(([x]) => x)) - left + ROOT3;
  const down = Math.max(...units.map(([, y]) => y)) - top + 2;
  const radius = Math.min(largestRadius, (width - 4) / across);
  const shift = (width - across * radius) / 2;
  return {
    radius,
    width,
    height: down * radius + 4,
    centres: units.map(([x, y]) => [(x - left + ROOT3 / 2) * radius + shift, (y - top + 1) * radius + 2]),
  };
}

export function hexagonAt([x, y]: Point, radius: number): string {
  return `M${corners([x, y], radius)
    .map((corner) => corner.map((value) => value.toFixed(2)).join(" "))
    .join("L")}Z`;
}

/** The edges between cells of different groups, and between any cell and nothing. */
export function outline({ centres, radius }: Layout, groups: readonly number[]): string {
  const edges = new Map<string, { readonly path: string; readonly groups: number[] }>();
  centres.forEach((centre, cell) => {
    const points = corners(centre, radius);
    points.forEach(([x1, y1], i) => {
      const [x2, y2] = points[(i + 1) % 6]!;
      const key = `${Math.round(x1 + x2)} ${Math.round(y1 + y2)}`;
      const path = `M${x1.toFixed(2)} ${y1.toFixed(2)}L${x2.toFixed(2)} ${y2.toFixed(2)}`;
      const edge = edges.get(key) ?? { path, groups: [] };
      edge.groups.push(groups[cell]!);
      edges.set(key, edge);
    });
  });
  const outer = [...edges.values()].filter((edge) => edge.groups.length === 1 || edge.groups[0] !== edge.groups[1]);
  return outer.map(({ path }) => path).join("");
}

function corners([x, y]: Point, radius: number): Point[] {
  return Array.from({ length: 6 }, (_, i) => {
    const angle = (Math.PI / 3) * i - Math.PI / 2;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  });
}

/** The point that an arrow key leads to: the nearest within 60 degrees of its direction; -1 if there is none. */
export function neighbour(points: readonly Point[], from: number, [dx, dy]: Point): number {
  const [x, y] = points[from]!;
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  points.forEach(([px, py], i) => {
    const along = (px - x) * dx + (py - y) * dy;
    const distance = Math.hypot(px - x, py - y);
    if (i === from || along < distance * 0.49) return;
    const cost = distance * (2 - along / distance);
    if (cost < least) {
      least = cost;
      best = i;
    }
  });
  return best;
}
