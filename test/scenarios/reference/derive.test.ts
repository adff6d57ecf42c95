/** Tables spread by rule: the rule itself, and the files that ship. */
import { fc, it as holds } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { deriveReference } from "../../../scenarios/reference/derive.ts";
import { spread } from "../../../scenarios/reference/spread.ts";
import { table, textOf } from "./shipped.ts";

describe("spread", () => {
  it("gives whole shares first, then one each to the largest remainders", () => {
    // 10 × 5/12, 4/12, 3/12 = 4.17, 3.33, 2.5
    expect([
      ...spread(
        10,
        [
          ["ash", 5],
          ["beech", 4],
          ["cedar", 3],
        ],
        0,
      ),
    ]).toEqual([
      ["ash", 4],
      ["beech", 3],
      ["cedar", 3],
    ]);
  });

  it("breaks a tie for whoever is listed first", () => {
    expect([
      ...spread(
        1,
        [
          ["ash", 1],
          ["beech", 1],
        ],
        0,
      ).values(),
    ]).toEqual([1, 0]);
  });

  it("lifts the smallest to the least and spreads the rest anew", () => {
    expect([
      ...spread(
        10,
        [
          ["ash", 97],
          ["beech", 2],
          ["cedar", 1],
        ],
        2,
      ).values(),
    ]).toEqual([6, 2, 2]);
  });

  it("refuses more at the least than there is", () => {
    expect(() =>
      spread(
        3,
        [
          ["ash", 1],
          ["beech", 1],
        ],
        2,
      ),
    ).toThrow("at least 2 each out of 3");
  });

  holds.prop([
    fc.array(fc.integer({ min: 1, max: 10_000_000 }), { minLength: 1, maxLength: 60 }),
    fc.integer({ min: 0, max: 5 }),
    fc.integer({ min: 300, max: 20_000 }),
  ])("always adds up, and never gives less than the least", (weights, least, total) => {
    const shares = [
      ...spread(
        total,
        weights.map((weight, i) => [`f${i}`, weight]),
        least,
      ).values(),
    ];
    expect(shares.reduce((a, b) => a + b)).toBe(total);
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(least);
  });
});

describe("the generated parts", () => {
  const made = deriveReference((name) => textOf(`reference/${name}`));

  it.each(Object.keys(made))("%s is byte for byte what derive.ts makes of the tables", (name) => {
    expect(textOf(`reference/${name}`)).toBe(made[name]);
  });
});

describe("the map", () => {
  const map = JSON.parse(textOf("reference/map.json")) as {
    forces: { id: string; short: string; hex: [number, number]; neighbours: string[]; towns: [number, number][] }[];
  };

  it("has each force once, in a cell of its own, with a short code of its own", () => {
    expect(map.forces.map(({ id }) => id).sort()).toEqual(
      table("reference/forces.csv")
        .map((row) => row.id!)
        .sort(),
    );
    expect(new Set(map.forces.map(({ hex }) => hex.join())).size).toBe(43);
    expect(new Set(map.forces.map(({ short }) => short)).size).toBe(43);
  });

  it("has neighbours that are neighbours both ways", () => {
    const of = new Map(map.forces.map((force) => [force.id, force]));
    for (const { id, neighbours } of map.forces)
      for (const other of neighbours) expect(of.get(other)!.neighbours).toContain(id);
  });
});

describe("the merged country", () => {
  it("has the same people as the reference country, in ten forces", () => {
    const text = textOf("merged-forces.yaml");
    const sums = ["officers", "population"].map((key) =>
      [...text.matchAll(new RegExp(`${key}: (\\d+)`, "g"))].reduce((sum, [, n]) => sum + Number(n), 0),
    );
    expect(sums).toEqual([146_442, 59_597_529]);
  });
});
