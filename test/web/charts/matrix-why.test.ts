/** The matrix, the split by reason, the donors' shadow, tiers and the mobilisation line. */
import { describe, expect, it } from "vitest";
import { matrixOf, shortMoment } from "../../../web/charts/matrix-data.ts";
import { marksOf, thereOf, tiersOf } from "../../../web/charts/tiers-data.ts";
import { needsOf, reasonsOf, shadowOf } from "../../../web/charts/why-data.ts";
import { detailOf } from "../../../web/desk/detail.ts";
import { CLOCK, country, FORCES, META, namesOf, runsOf, summaryOf } from "./country.ts";

const NAMES = [namesOf("psu"), namesOf("arv")];
const nationOf = (n: number) => summaryOf(runsOf(n)).capabilities.find(({ id }) => id === "psu")?.scopes[0] ?? null;

describe("the matrix", () => {
  it("is empty without runs", () => {
    expect(matrixOf(summaryOf(runsOf(0)), NAMES, CLOCK)).toEqual([]);
  });

  it.each([1, 2])(
    "has a row a capability and the nation first, with the time of the first run-out, of %i runs",
    (n) => {
      const [block, ...others] = matrixOf(summaryOf(runsOf(n)), NAMES, CLOCK);
      expect(others).toEqual([]);
      expect(block!.columns).toEqual(["north", "south"]);
      expect(block!.rows.map(({ capability }) => capability)).toEqual(["psu", "arv"]);
      const [nation, north, south] = block!.rows[0]!.cells;
      expect(nation!.probability).toBe(north!.probability);
      expect(south).toMatchObject({ probability: 0, short: "·", level: 0, first: null });
      for (const cell of block!.rows.flatMap(({ cells }) => cells)) {
        expect(cell.first === null).toBe(cell.probability === 0);
      }
    },
  );

  it("writes a moment as weekday, day and time", () => {
    expect(shortMoment(1440 + 125, CLOCK)).toBe("Sun 2, 02:05");
  });
});

describe("why", () => {
  it("is nothing without runs and without a gap", () => {
    expect(reasonsOf(null)).toBeNull();
    expect(reasonsOf(nationOf(0))).toBeNull();
    expect(needsOf(nationOf(0))).toEqual([]);
    const south = summaryOf(runsOf(2)).capabilities[0]!.scopes.find(({ id }) => id === "south")!;
    expect(reasonsOf(south)).toBeNull();
  });

  it.each([1, 2])("splits all that was unresourced in %i runs, each reason with what it points to", (n) => {
    const scope = nationOf(n)!;
    const parts = reasonsOf(scope)!;
    expect(parts.reduce((sum, { unitHours }) => sum + unitHours, 0)).toBeCloseTo(scope.unresourcedUnitHours.mean!, 6);
    expect(parts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
    for (const { pointsTo } of parts) expect(pointsTo).not.toBe("");
    const needs = needsOf(scope);
    expect(needs.reduce((sum, one) => sum + one.needs, 0)).toBe(scope.needs.asked);
  });

  it("lists who lent there in the order of names, and nobody by force where only regions are reported", () => {
    const psu = detailOf(country, runsOf(2), META, "psu");
    const view = { capability: "psu", scope: "force", id: "alder" } as const;
    const lenders = shadowOf(psu, view, namesOf("psu"), FORCES);
    expect(lenders.map(({ id }) => id)).toEqual([...lenders.map(({ id }) => id)].sort());
    expect(lenders.map(({ id }) => id)).toContain("birch");
    expect(lenders.map(({ id }) => id)).not.toContain("alder");
    expect(shadowOf(psu, { ...view, id: "dover" }, namesOf("psu"), FORCES)).toEqual([]);
    expect(shadowOf(null, view, namesOf("psu"), FORCES)).toEqual([]);
    const arv = detailOf(country, runsOf(2), META, "arv");
    const national = shadowOf(arv, { capability: "arv", scope: "nation", id: "nation" }, namesOf("arv"), FORCES);
    expect(national.map(({ id }) => id)).not.toContain("birch");
  });
});

describe("tiers", () => {
  it("are a median and a band over the runs looked into, added over the forces of a scope first; zero without any", () => {
    const units = Array.from({ length: 10 }, (_, run) => {
      const own = new Float32Array(4 * 2 * 3);
      own[0 * 6 + 0 * 3 + 1] = (3 * run) % 10; // local, force 0, hour 1: 0 to 9, in no order
      own[0 * 6 + 1 * 3 + 1] = 10; // local, force 1, hour 1
      own[2 * 6 + 1 * 3 + 1] = run === 4 ? 60 : 0; // nation, force 1, hour 1
      return own;
    });
    const sample = { runs: 10, units, nForces: 2, nBuckets: 3 };
    const [local, region, nation] = tiersOf(sample, [0, 1], 60).hours[1]!.tiers;
    expect(local).toEqual({ p10: 10, p50: 14, p90: 18, mean: 14.5 });
    expect(region).toEqual({ p10: 0, p50: 0, p90: 0, mean: 0 });
    expect(nation).toEqual({ p10: 0, p50: 0, p90: 0, mean: 6 });
    expect(tiersOf(sample, [0], 60).hours[1]!.tiers[0]).toMatchObject({ p10: 0, p50: 4, p90: 8 });
    expect(tiersOf(sample, [0], 60).hours[0]!.tiers[0]).toMatchObject({ p50: 0, mean: 0 });
    expect(tiersOf({ ...sample, runs: 0 }, [0, 1], 60).hours[1]!.tiers[0]).toMatchObject({ p50: 0, p90: 0, mean: 0 });
  });

  it("have what there is beside them for the nation: all of it before anything is asked for", () => {
    const detail = detailOf(country, runsOf(2), META, "psu");
    const there = thereOf(detail, { capability: "psu", scope: "nation", id: "nation" })!;
    expect(there).toHaveLength(24);
    // Ten are held; one stands behind a floor.
    expect(there[0]).toBeCloseTo(9, 5);
    expect(thereOf(detail, { capability: "psu", scope: "region", id: "north" })).toBeNull();
    expect(thereOf(null, { capability: "psu", scope: "nation", id: "nation" })).toBeNull();
  });
});

describe("the mobilisation line", () => {
  it("asks for 10, 40 and 60 % of the requirement 1, 4 and 8 hours after the first ask", () => {
    expect(marksOf(120, 300, 10_000)).toEqual([
      { minute: 180, units: 30, words: "10 % in 1 h" },
      { minute: 360, units: 120, words: "40 % in 4 h" },
      { minute: 600, units: 180, words: "60 % in 8 h" },
    ]);
    expect(marksOf(120, 300, 400)).toHaveLength(2);
    expect(marksOf(null, 300, 400)).toEqual([]);
    expect(marksOf(120, null, 400)).toEqual([]);
  });
});
