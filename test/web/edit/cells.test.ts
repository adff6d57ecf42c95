/** What is typed and pasted: figures, ranges, and the cells of the table of people. */
import { describe, expect, it } from "vitest";
import { loadScenario } from "../../../cli/load.ts";
import type { Plain } from "../../../scenarios/format/tree.ts";
import { formOf, parsedFigure, shownFigure, toRange, toValue } from "../../../web/edit/figures.ts";
import { pastedCells, peopleColumns, readCell } from "../../../web/edit/people-cells.ts";

describe("a figure", () => {
  it("is a number where it is one, else the text of a duration or time; nothing where the field is empty", () => {
    expect(["12", "0.5", ".5", "-3", "1,200", "8 h", "day 2 12:00", " "].map(parsedFigure)).toEqual([
      12,
      0.5,
      0.5,
      -3,
      1200,
      "8 h",
      "day 2 12:00",
      null,
    ]);
  });

  it("shows its value, with or without a source", () => {
    expect([5, "8 h", { value: 7, source: "a book" }, undefined, null].map(shownFigure)).toEqual([
      "5",
      "8 h",
      "7",
      "",
      "",
    ]);
  });

  it.each<[Plain, Plain]>([
    [10, { low: 8, mode: 10, high: 12, kind: "assumption" }],
    ["5 h", { low: "4 h", mode: "5 h", high: "6 h", kind: "assumption" }],
    [
      { value: 20, source: "x" },
      { low: 16, mode: 20, high: 24, kind: "assumption" },
    ],
  ])("becomes a range marked as an assumption, and goes back to its middle: %j", (value, range) => {
    expect(toRange(value)).toEqual(range);
    expect(formOf(range)).toBe("range");
    expect(toValue(toRange(value))).toEqual(shownFigure(value) === "5 h" ? "5 h" : Number(shownFigure(value)));
  });

  it("has the middle of a range that says no likeliest value", () => {
    expect([toValue({ low: 2, high: 5 }), toValue({ low: "2 h", high: "6 h" })]).toEqual([3.5, "4 h"]);
  });

  it("keeps a distribution of luck a distribution", () => {
    expect(formOf({ dist: "lognormal", median: "8 h", sigma: 0.4 })).toBe("distribution");
  });
});

describe("cells", () => {
  it("copied from a spreadsheet come by rows and columns, without the line that ends the block", () => {
    expect(pastedCells("1\t2\r\n3\t 4 \r\n")).toEqual([
      ["1", "2"],
      ["3", "4"],
    ]);
  });

  it("hold whole numbers, or are empty; anything else says what is wrong", () => {
    expect([" 12 ", "1,200", ""].map(readCell)).toEqual([{ value: 12 }, { value: 1200 }, { value: null }]);
    for (const text of ["many", "-1", "1.5", "1e3", "12345678", "=A1"]) expect(readCell(text)).toHaveProperty("wrong");
  });

  it("stand where the scenario keeps the figure: officers at a skill, or units of a capability", () => {
    const view = loadScenario("concurrent-disorder").resolved as unknown as Plain;
    expect(peopleColumns(view, "psu").map(({ pathOf }) => pathOf("kent").join("."))).toEqual([
      "people.holdings.level-2.officers.kent",
      "people.contributions.psu.kent",
      "people.floors.psu.kent",
    ]);
    expect(peopleColumns(view, "bdu")[0]!.pathOf("kent").join(".")).toBe("people.holdings.bdu.units.kent");
  });
});
