/** A small country where lending is what makes the lender short; and planning that takes the neighbours to be idle. */
import { describe, expect, it } from "vitest";
import { columnOf, type PlanFigureOf } from "../../engine/planning/size-runs.ts";
import { openPlanRuns } from "../../workers/plan-runs.ts";
import { withContributions, withFloors } from "../../workers/plan-variations.ts";
import { resolvedOf } from "./size-cases.ts";

const RUNS = 4;
/** Birch asks for two at 1:00, Alder for two of its own three at 2:00. */
const resolved = resolvedOf({
  clock: { horizon: "12 h" },
  places: {
    forces: { alder: {}, birch: {} },
    schemes: { regions: { north: { members: ["alder", "birch"] } } },
    travel: { byTier: { local: 30, regional: 60, national: 60 } },
  },
  capabilities: {
    psu: { officersPerUnit: 25, tiers: { regional: { trigger: "at shortfall", coordinationDelay: 0 } } },
  },
  people: { holdings: { psu: { units: { alder: 3, birch: 0 } } } },
  threats: {
    far: {
      arrivals: { schedule: [{ at: 60, where: "birch" }] },
      phases: [{ duration: "6 h", needs: [{ capability: "psu", units: 2 }] }],
    },
    home: {
      arrivals: { schedule: [{ at: 120, where: "alder" }] },
      phases: [{ duration: "6 h", needs: [{ capability: "psu", units: 2 }] }],
    },
  },
});
const own = { capability: "psu", scope: "force", id: "alder" } as const;
const figures: PlanFigureOf[] = [
  { figure: "runOut", ...own },
  { figure: "gapWhileLending", ...own },
  { figure: "unitsLent", ...own },
  { figure: "runOut", capability: "psu", scope: "force", id: "birch" },
];

function answers(plans: readonly { resolved: typeof resolved; onlyHost?: string }[]): number[][] {
  const runner = openPlanRuns({
    plans: plans.map((plan) => ({
      resolved: plan.resolved,
      scenarioHash: "0".repeat(64),
      seed: "1",
      replications: RUNS,
      outer: null,
    })),
    figures,
    onlyHost: plans.map(({ onlyHost }) => onlyHost ?? null),
  });
  runner.run(0, RUNS);
  const parts = [runner.take()];
  return plans.map((_, plan) => figures.map((__, figure) => columnOf(parts, RUNS, plan, figure)[0]!));
}

describe("what lending does to the lender", () => {
  it("falls as the floor rises, and is nothing where it lends nothing", () => {
    const floors = [0, 1, 2, 3].map((floor) => ({ resolved: withFloors(resolved, "psu", { alder: floor }) }));
    const [none, one, two, three, nothing] = answers([
      ...floors,
      { resolved: withContributions(resolved, "psu", { alder: 0 }) },
    ]);
    // run out at home, gap while lending, units lent, run out at Birch
    expect(none).toEqual([1, 1, 2, 0]);
    expect(one).toEqual([1, 1, 2, 0]);
    expect(two).toEqual([0, 0, 1, 1]);
    expect(three).toEqual([0, 0, 0, 1]);
    expect(nothing).toEqual([0, 0, 0, 1]);
  });
});

describe("planning alone", () => {
  it("sees its own incidents on the same tape and nobody else's", () => {
    const [all, alder, birch] = answers([
      { resolved },
      { resolved, onlyHost: "alder" },
      { resolved, onlyHost: "birch" },
    ]);
    expect(all![0]).toBe(1);
    expect(alder).toEqual([0, 0, 0, 0]);
    expect(birch!.slice(1, 3)).toEqual([0, 2]);
  });

  it("leaves the tape whole for the next plan", () => {
    const [alder, all] = answers([{ resolved, onlyHost: "alder" }, { resolved }]);
    expect(alder![2]).toBe(0);
    expect(all![2]).toBe(2);
  });
});
