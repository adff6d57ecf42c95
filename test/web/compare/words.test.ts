/** Figures, differences and ideas of a comparison on the page. */
import { describe, expect, it } from "vitest";
import { loadScenario } from "../../../cli/load.ts";
import type { Difference } from "../../../engine/planning/compare.ts";
import { withChanges } from "../../../scenarios/format/edit.ts";
import type { Plain } from "../../../scenarios/format/tree.ts";
import { scaleEnd } from "../../../web/compare/chart.ts";
import { compareDesk } from "../../../web/compare/desk.ts";
import { ideasFor } from "../../../web/compare/variants.ts";
import { differenceWords, figureWords } from "../../../web/compare/words.ts";
import { presetText } from "../../../web/desk/shipped.ts";

const difference = (change: Partial<Difference>): Difference => ({
  first: "a",
  second: "b",
  mean: -0.16,
  low: null,
  high: null,
  p: 0.01,
  adjusted: { p: 0.01, low: -0.22, high: -0.09 },
  distinguishable: true,
  runsNeeded: null,
  runsHigher: 2,
  runsLower: 20,
  runsSame: 78,
  counts: null,
  varianceRatio: null,
  ...change,
});

describe("a figure of a variant", () => {
  it("is never a bare 0 or 100 of 100", () => {
    const words = (mean: number) => figureWords({ mean, low: null, high: null }, "probability", 200);
    expect([0, 1, 0.125].map(words)).toEqual(["none of 200", "all of 200", "12.5 of 100"]);
  });
});

describe("a difference", () => {
  it("says by how much, with its interval, which way round", () => {
    expect(differenceWords(difference({}), "probability")).toBe("16.0 fewer (9.00 to 22.0)");
    const more = difference({ mean: 12, adjusted: { p: 0, low: 3, high: 21 } });
    expect(differenceWords(more, "unit-hours")).toBe("12.0 more (3.00 to 21.0)");
  });

  it("that cannot be told from luck says so, and how many runs would tell", () => {
    const words = differenceWords(difference({ distinguishable: false, runsNeeded: 1200 }), "probability");
    expect(words).toBe("not distinguishable (−22.0 to −9.00; about 1,200 runs would tell)");
  });

  it("that no run shows is no difference", () => {
    expect(differenceWords(difference({ runsHigher: 0, runsLower: 0, mean: 0 }), "probability")).toBe(
      "the same in every run",
    );
  });
});

describe("the end of a scale", () => {
  it("is a round number at or above what is shown", () => {
    expect([0, 0.3, 7, 11, 1000, 1031].map(scaleEnd)).toEqual([1, 0.3, 8, 15, 1000, 1500]);
  });
});

describe("every idea worth trying", () => {
  it("is sound, and changes no demand", async () => {
    const text = presetText("concurrent-disorder");
    const resolved = loadScenario("concurrent-disorder").resolved as unknown as Plain;
    const base = { preset: "concurrent-disorder", text: null, fileName: "concurrent-disorder.yaml" };
    const ideas = ideasFor(resolved, "psu");
    expect(ideas.length).toBeGreaterThan(3);
    const variants = ideas.map(({ name, changes }) => ({
      name,
      source: { ...base, text: withChanges(text, changes, resolved, { text, resolved }) },
    }));
    const { demandDiffers } = await compareDesk.openComparison(
      [{ name: "As it ships", source: base }, ...variants],
      20,
      "1",
    );
    expect(demandDiffers).toEqual([]);
  });
});
