/** The coverage page: no paragraph without an answer, no answer that does not exist, and the page as it would be made. */
import { describe, expect, it } from "vitest";
import {
  type Coverage,
  coverageFaults,
  coveragePage,
  inWords,
  readCoverage,
} from "../../scenarios/reference/coverage.ts";
import { textOf } from "./reference/shipped.ts";

const { coverage, named } = readCoverage((name) => textOf(`reference/${name}`));

/** Every paragraph that asks for a capability, capacity, tier or coordination, from reading the whole SPR. */
const ASKING =
  `2 3 7b 8 9 10b 10c 10e 12 14 15 23.2 26 31 32 33 33a 33b 33c 33d 33e 33f 33g 33h 33i 33j 33k 33l 33m 34 35 36
38 39.1 39.2 39.3 39.4 39.5 39.6 39.7 40.1 40.2 40.3a 40.3b 40.3c 40.3d 40.3e 40.4a 40.4b 40.4c 41 42 43 44 45 46 47 48 49.1
49.2 50 51 53 54 57 60 61 62 63 64 65 66 67 68 69 70 71 72 73 74.1 74.2 74.3 74.4 74.5 74.6 74.7 75.1 75.2 75.3 75.4 75.5
75.6 75.7 75.8 75.9 75.10 75.11 75.12 75.13 76 77 78 79 80 81 82 83 84 85 90 91 92 92.1a 92.1b 92.1c 93 94a 94b 94c 95 96 97
98 100 101 102 103 104 105 106 106.1 106.2 106.3 106.4 106.5 106.6 106.7 106.8 107a 107b 107c 108 109 110 111 112 114 116
116a 116b 116c 117 117a 117b 117c 117d 117e 117f 117g 117h 117i 117j 118 119 120a 120b 120c 121 122 123 124 125 126 127 128
129 131 133.1 133.2a 133.2b 133.2c 134a 134b 134c 135 137 138 139 140 141 143 144 145 146 147 148 149 150 151 152 153 154 155
156.1 156.2 157 158 159 160 161 162 163 164 165 166 167 168 169a 169b 169c 169d 169e 170 171 172 173 174`.split(/\s+/);

describe("coverage of the SPR", () => {
  it("has a row for every paragraph that asks for a capability, a capacity, a tier or coordination", () => {
    expect(coverage.rows.map(({ paragraph }) => paragraph)).toEqual(ASKING);
  });

  it("lists all 174 paragraphs once, has no empty row, and names only what exists", () => {
    expect(coverageFaults(coverage, named)).toEqual([]);
  });

  it("has each capability that the SPR names, and each rule, in some row", () => {
    const told = new Set(coverage.rows.flatMap(({ stands = [] }) => stands));
    // the SPR does not name custody
    expect(Object.keys(named.capabilities).filter((id) => !told.has(id))).toEqual(["custody"]);
    expect(Object.keys(coverage.rules).filter((id) => !told.has(id))).toEqual([]);
  });

  it("gives each id its meaning in words", () => {
    expect(inWords("psu", coverage, named)).toBe("Police Support Unit (capability psu)");
    expect(inWords("flood", coverage, named)).toMatch(/\(threat flood\)$/);
    expect(inWords("chain", coverage, named)).toMatch(/\(rule chain\)$/);
  });

  it("is what COVERAGE.md shows", () => {
    expect(textOf("COVERAGE.md")).toBe(coveragePage(coverage, named));
  });
});

describe("the check of coverage", () => {
  const found = (change: (table: { -readonly [K in keyof Coverage]: Coverage[K] }) => void): string[] => {
    const table = { ...coverage };
    change(table);
    return coverageFaults(table, named);
  };

  it("finds a paragraph that says nothing", () => {
    expect(
      found((t) => (t.rows = t.rows.map((row) => (row.paragraph === "33h" ? { ...row, stands: [] } : row)))),
    ).toEqual(["¶33h has neither what stands for it nor why not"]);
  });

  it("finds an id of nothing", () => {
    expect(found((t) => (t.rows = [{ ...t.rows[0]!, stands: ["psv"] }, ...t.rows.slice(1)]))).toEqual([
      "¶2: there is no psv",
    ]);
  });

  it("finds a paragraph that is left out, told twice, or beyond the last", () => {
    expect(found((t) => (t.rows = t.rows.filter(({ paragraph }) => paragraph !== "121")))).toEqual([
      "¶121 is not listed",
    ]);
    expect(found((t) => (t.rows = [...t.rows, t.rows[0]!]))).toEqual(["¶2 is told twice"]);
    expect(found((t) => (t.rows = [...t.rows, { ...t.rows[0]!, paragraph: "175" }]))).toEqual(["there is no ¶175"]);
    expect(found((t) => (t.nothing = [...t.nothing, { paragraphs: "2-3", why: "nothing" }]))).toEqual([
      "¶2 both asks and asks for nothing",
      "¶3 both asks and asks for nothing",
    ]);
  });
});
