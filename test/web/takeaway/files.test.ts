/** Names and tables of the files that leave the page. */
import { describe, expect, it } from "vitest";
import { csvOf } from "../../../web/takeaway/csv.ts";
import { fileWords, markedName } from "../../../web/takeaway/save.ts";

describe("a file's name", () => {
  it("carries the marking that somebody set, and none otherwise", () => {
    expect(markedName("a.csv", "UNMARKED – illustrative, public data")).toBe("a.csv");
    expect(markedName("a.csv", "OFFICIAL – for the exercise")).toBe("OFFICIAL-a.csv");
    expect(markedName("a.csv", "official-sensitive")).toBe("OFFICIAL-SENSITIVE-a.csv");
  });

  it("is made of plain letters", () => {
    expect([fileWords("Côté / 24 h?"), fileWords("…")]).toEqual(["cote-24-h", "muster"]);
  });
});

describe("a table as CSV", () => {
  it("quotes what needs it, leaves numbers alone, and shows formulas as text", () => {
    const text = csvOf({
      columns: ["a", "b, c"],
      rows: [
        ['say "x"', -1.5],
        ["=SUM(A1)", null],
        ["–", 0],
      ],
    });
    expect(text).toBe('\ufeffa,"b, c"\r\n"say ""x""",-1.5\r\n\'=SUM(A1),\r\n–,0\r\n');
  });
});
