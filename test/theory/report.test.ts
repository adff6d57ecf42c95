/** The verification report: it shows every z once, and says what disagrees or is not precise enough. */
import { describe, expect, it } from "vitest";
import type { Judged } from "../verify/figure.ts";
import { type CaseReport, reportHtml, spreadOfZ } from "../verify/report.ts";
import { binsOfZ } from "../verify/z-picture.ts";

const figure = (of: Partial<Judged>): Judged => ({
  key: "blocking",
  expected: 0.5,
  found: 0.5,
  halfWidth: 0.001,
  halfWidthAsked: 0.0025,
  z: 0.3,
  controlZ: null,
  rule: "z",
  agrees: true,
  precise: true,
  runs: 100,
  ...of,
});
const one = (id: string, ...figures: Judged[]): CaseReport => ({
  id,
  family: "erlang-b",
  title: `Case ${id}`,
  figures,
  cpuSeconds: 1,
});
const html = (...cases: CaseReport[]): string =>
  reportHtml({
    ...{ date: "2026-01-02", engine: "1", seed: "verify", machine: "a machine", wallSeconds: 1 },
    ...{ cases, z: spreadOfZ(cases), suites: [] },
  });

describe("the distribution of z", () => {
  it("has one value a case: the first figure that is judged by z and not rare", () => {
    const rare = figure({ key: "rare", halfWidthAsked: null, z: 9 });
    const { values, mean, sd } = spreadOfZ([
      one("a", rare, figure({ z: 1 }), figure({ z: 7 })),
      one("b", figure({ z: null, rule: "exactly" }), figure({ z: -2 })),
      one("c", rare),
    ]);
    expect(values.map(({ id, z }) => [id, z])).toEqual([
      ["a", 1],
      ["b", -2],
    ]);
    expect(mean).toBe(-0.5);
    expect(sd).toBeCloseTo(Math.sqrt(4.5), 12);
  });

  it("is shown with every value in one bar, those beyond the last in the last", () => {
    const bins = binsOfZ([-9, -4.5, -0.5, 0, 0.49, 0.5, 4.4, 30]);
    expect(bins.filter(({ n }) => n > 0).map(({ from, n }) => [from, n])).toEqual([
      [-4.5, 2],
      [-0.5, 1],
      [0, 2],
      [0.5, 1],
      [4, 2],
    ]);
    expect(bins.reduce((sum, { normal }) => sum + normal, 0)).toBeCloseTo(8, 12);
    // 19.15 % of a normal distribution lie between 0 and a half
    expect(bins.find(({ from }) => from === 0)!.normal / 8).toBeCloseTo(0.19146, 5);
  });
});

describe("its first words", () => {
  it("are that nothing disagrees, where nothing does", () => {
    const text = html(one("a", figure({})), one("b", figure({ z: -1.25 })));
    expect(text).toContain("2 cases with 2 figures");
    expect(text).toContain("<b>none disagrees</b> with theory (largest |z| 1.25); all are as precise as asked");
  });

  it("are how many disagree and how many are too wide, each marked where it stands", () => {
    const text = html(
      one("a", figure({ z: 5, agrees: false })),
      one("b", figure({ precise: false }), figure({ precise: false })),
    );
    expect(text).toContain("<b>1 disagree</b>");
    expect(text).toContain("<b>2 are not yet as precise as asked</b>");
    expect(text.match(/<td class="off">/g)).toHaveLength(3 + 2);
  });
});
