/** What stands in the cells of the map, and the arrows over it. */
import { describe, expect, it } from "vitest";
import { aidOf, aidWords, arrowsOf } from "../../../web/charts/flows.ts";
import {
  classOf,
  fieldsOf,
  MEASURE,
  MEASURES,
  type MeasureId,
  oneDigit,
  stepsOf,
} from "../../../web/charts/map-data.ts";
import { detailOf } from "../../../web/desk/detail.ts";
import { country, FORCES, META, namesOf, runsOf, summaryOf } from "./country.ts";

function fields(id: MeasureId, n: number, minute: number | null, capability: "psu" | "arv" = "psu") {
  const tallies = runsOf(n);
  return fieldsOf({
    measure: MEASURE[id],
    names: namesOf(capability),
    forces: FORCES,
    summary: summaryOf(tallies).capabilities.find((one) => one.id === capability) ?? null,
    detail: detailOf(country, tallies, META, capability),
    replications: n,
    minute,
    independent: true,
  });
}

describe("a field of the map", () => {
  it("is not known without runs, whatever is measured", () => {
    for (const id of MEASURES) {
      for (const field of fields(id, 0, id === "runOut" ? 60 : null)) {
        expect(field.figure.value).toBeNull();
        expect(field.figure.short).toBe("–");
        expect(field.level).toBe(0);
      }
    }
  });

  it.each([1, 2])("has every force, those in which nothing happened too, of %i runs", (n) => {
    for (const id of MEASURES) {
      const all = fields(id, n, null);
      expect(all.map((field) => field.id)).toEqual(["alder", "birch", "castle", "dover"]);
      for (const field of all) expect(field.figure.value).not.toBeNull();
    }
    const [alder, , , dover] = fields("leftForce", n, null);
    expect(alder!.figure.value).toBe(1);
    expect(alder!.figure.short).toBe(n === 1 ? "all" : ">15");
    expect(dover!.figure.value).toBe(0);
    expect(dover!.level).toBe(0);
  });

  it("has figures of the hour where there are any: nothing is short before anything is asked for", () => {
    for (const id of ["runOut", "shortfall"] as const) {
      expect(fields(id, 2, 0).every(({ figure }) => figure.value === 0)).toBe(true);
    }
    // From 1:00 on six or twelve are required at Alder, which holds two.
    expect(fields("shortfall", 2, 120)[0]!.figure.value).toBeGreaterThan(3);
  });

  it("is a region where forces are not reported, and no floor is told of it", () => {
    const all = fields("runOut", 2, null, "arv");
    expect(all.map(({ id, cells }) => [id, cells])).toEqual([
      ["north", [0, 1]],
      ["south", [2, 3]],
    ]);
  });

  it("says in words how many runs it rests on", () => {
    expect(fields("runOut", 2, null)[0]!.figure.words).toMatch(/of 2 runs/);
    expect(fields("belowFloor", 2, null)[1]!.figure.words).toMatch(/hours a run below its floor .* it lent/);
  });
});

describe("the classes", () => {
  it("begin above nothing and end with all", () => {
    const { classes } = MEASURE.runOut;
    expect([null, 0, 0.001, 0.1, 0.5, 1].map((value) => classOf(classes, value))).toEqual([0, 0, 1, 2, 4, 5]);
    expect(stepsOf(MEASURE.runOut)).toEqual(["<10", "10–25", "25–50", "50–75", "75–100"]);
    expect(stepsOf(MEASURE.belowFloor)).toEqual(["<1", "1–6", "6–24", "24–72", "72+"]);
  });

  it("write small figures with one digit and never as 0", () => {
    expect([null, 0, 0.02, 0.55, 9.94, 12.4].map(oneDigit)).toEqual(["–", "none", "<0.1", "0.6", "9.9", "12"]);
  });
});

describe("mutual aid of one force", () => {
  const flows = [
    { donor: "alder", host: "alder", unitHours: 9 },
    { donor: "birch", host: "alder", unitHours: 4 },
    { donor: "castle", host: "alder", unitHours: 6 },
    { donor: "alder", host: "dover", unitHours: 1 },
  ];

  it("is what came, largest first, what went, and its own", () => {
    const aid = aidOf(flows, "alder");
    expect(aid.incoming.map(({ donor }) => donor)).toEqual(["castle", "birch"]);
    expect([aid.own, aid.received, aid.lent]).toEqual([9, 10, 1]);
    expect(aidWords(aid, (id) => id.toUpperCase())).toBe(
      "Unit-hours a run: 9 its own; 10 from elsewhere, most from CASTLE (6) and BIRCH (4); 1 lent, most to DOVER (1).",
    );
    expect(aidWords(aidOf([], "alder"), String)).toBe(
      "Unit-hours a run: none its own; nothing came from elsewhere; nothing was lent.",
    );
  });

  it("is drawn towards whoever is helped, the largest widest, and left out where the other is not on the map", () => {
    const at = new Map([
      ["alder", [0, 0]],
      ["castle", [100, 0]],
      ["dover", [0, 100]],
    ] as const);
    const arrows = arrowsOf(aidOf(flows, "alder"), "alder", (id) => at.get(id as "alder") ?? null, 10);
    expect(arrows.map(({ kind }) => kind)).toEqual(["in", "out"]);
    expect(arrows[0]!.width).toBeGreaterThan(arrows[1]!.width);
    expect(arrows[0]!.path).toMatch(/^M9\d\.\d/);
    expect(arrowsOf(aidOf(flows, "birch"), "birch", () => null, 10)).toEqual([]);
  });
});
