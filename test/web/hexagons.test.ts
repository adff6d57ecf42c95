/** The cartogram's geometry. */
import { describe, expect, it } from "vitest";
import map from "../../scenarios/reference/map.json";
import { layOut, neighbour, outline, type Point } from "../../web/charts/hexagons.ts";

const cells = map.forces.map(({ hex }) => ({ column: hex[0]!, row: hex[1]! }));
const edgesIn = (path: string) => path.split("M").length - 1;

describe("the layout", () => {
  it("keeps all 43 forces apart, inside its width and height", () => {
    for (const width of [288, 400, 512]) {
      const { centres, radius, height } = layOut(cells, width, 36);
      expect(centres).toHaveLength(43);
      centres.forEach(([x, y], i) => {
        expect(x - (radius * Math.sqrt(3)) / 2).toBeGreaterThanOrEqual(0);
        expect(x + (radius * Math.sqrt(3)) / 2).toBeLessThanOrEqual(width);
        expect(y - radius).toBeGreaterThanOrEqual(0);
        expect(y + radius).toBeLessThanOrEqual(height);
        for (const [ox, oy] of centres.slice(i + 1)) {
          expect(Math.hypot(x - ox, y - oy)).toBeGreaterThan(radius * 1.73);
        }
      });
    }
  });
});

describe("the outline", () => {
  const three = layOut(
    [
      { column: 0, row: 0 },
      { column: 1, row: 0 },
      { column: 0, row: 1 },
    ],
    200,
    20,
  );

  it("of one group leaves out the edges that its cells share", () => {
    expect(edgesIn(outline(three, [0, 0, 0]))).toBe(18 - 2 * 3);
  });

  it("of several groups draws a shared edge once", () => {
    expect(edgesIn(outline(three, [0, 1, 2]))).toBe(18 - 3);
    expect(edgesIn(outline(three, [0, 0, 1]))).toBe(18 - 3 - 1);
  });
});

describe("the arrow keys", () => {
  const points: Point[] = [
    [0, 0],
    [10, 0],
    [20, 0],
    [5, 8],
  ];

  it("lead to the nearest in their direction, or nowhere", () => {
    expect(neighbour(points, 0, [1, 0])).toBe(1);
    expect(neighbour(points, 2, [-1, 0])).toBe(1);
    expect(neighbour(points, 0, [0, 1])).toBe(3);
    expect(neighbour(points, 3, [0, 1])).toBe(-1);
    expect(neighbour(points, 0, [-1, 0])).toBe(-1);
  });

  it("reach every force from any other", () => {
    const { centres } = layOut(cells, 400, 36);
    const directions: Point[] = [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ];
    centres.forEach((_, start) => {
      const seen = new Set([start]);
      for (const at of seen) {
        for (const direction of directions) {
          const next = neighbour(centres, at, direction);
          if (next >= 0) seen.add(next);
        }
      }
      expect(seen.size).toBe(43);
    });
  });
});
