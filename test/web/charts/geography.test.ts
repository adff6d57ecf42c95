/** The geographic view: every force has an area, and its number stands in it. */
import { describe, expect, it } from "vitest";
import map from "../../../scenarios/reference/map.json";
import { geographyOf, graticuleOf, hasGeography } from "../../../web/charts/geography.ts";

const placed = map.forces.map(({ id, towns }) => ({ id, at: [towns[0]![1], towns[0]![0]] as [number, number] }));

describe("the geographic view", () => {
  it("is offered where every force has its place on this coast", () => {
    expect(hasGeography(placed)).toBe(true);
    expect(hasGeography([{ id: "elsewhere", at: [40, -74] }])).toBe(false);
    expect(hasGeography([{ id: "nowhere", at: null }])).toBe(false);
  });

  it("has an area for each of the 43 forces, with its number in the picture", () => {
    const { cells, width, height, coast } = geographyOf(placed, 400);
    expect(cells).toHaveLength(43);
    expect(coast).toMatch(/^M/);
    for (const { shape, at, room } of cells) {
      expect(shape).toMatch(/^M[\d. L-]+Z/);
      expect(at[0]).toBeGreaterThan(0);
      expect(at[0]).toBeLessThan(width);
      expect(at[1]).toBeGreaterThan(0);
      expect(at[1]).toBeLessThan(height);
      expect(room).toBeGreaterThan(0);
    }
  });

  it("draws lines between groups only: none within one, more for more groups", () => {
    const geometry = geographyOf(placed, 400);
    const length = (path: string) => path.split("M").length - 1;
    const [one, two] = [placed.map(() => 0), placed.map((_, i) => i % 2)];
    // All in one group: only the border with Scotland remains.
    expect(length(geometry.outline(one))).toBeGreaterThan(0);
    expect(length(geometry.outline(two))).toBeGreaterThan(length(geometry.outline(one)));
    expect(length(geometry.edgeOf([0]))).toBeGreaterThan(2);
  });

  it("draws forces that have no towns from their seats", () => {
    const two = [
      { id: "west", at: [52, -3] as [number, number] },
      { id: "east", at: [52, 0] as [number, number] },
    ];
    const { cells } = geographyOf(two, 300);
    expect(cells).toHaveLength(2);
    expect(cells[0]!.at[0]).toBeLessThan(cells[1]!.at[0]);
    expect(graticuleOf(300, 360)).toMatch(/^M/);
  });
});
