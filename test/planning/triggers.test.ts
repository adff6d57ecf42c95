/** Late against early, from runs that are known. */
import { describe, expect, it } from "vitest";
import { type CallRuns, triggerTest, triggerWords } from "../../engine/planning/trigger-test.ts";

const RUNS = 100;

/** A call whose runs miss `hours` unit-hours on average, the same ups and downs in each, and take `shifts`. */
function call(id: string, hour: number | null, hours: number, shifts: number): CallRuns {
  const of = (value: (r: number) => number) => Float64Array.from({ length: RUNS }, (_, r) => value(r));
  return {
    id,
    words: hour === 0 ? "called at once" : hour === null ? "never called" : `called after ${hour} h`,
    hour,
    missing: of((r) => 60 * hours + (r % 10) * 30 + ((r * 7 + (hour ?? 5)) % 3)),
    unresourced: of((r) => 30 * hours + (r % 10)),
    runOut: of((r) => (r < hours ? 1 : 0)),
    shifts: of(() => shifts),
    costLow: of(() => shifts * 300),
    costHigh: of(() => shifts * 700),
  };
}

const calls = [
  call("0h", 0, 10, 100),
  call("6h", 6, 10, 90),
  call("24h", 24, 20, 80),
  call("96h", 96, 40, 60),
  call("never", null, 40, 50),
];

describe("the trigger test", () => {
  it("finds until when waiting costs nothing and when calling stops being of use", () => {
    expect(triggerTest(calls)).toMatchObject({ freeUntilHour: 6, usefulUntilHour: 24 });
  });

  it("pairs each call with calling at once, and gives money as a range per shift", () => {
    const late = triggerTest(calls).calls[2]!;
    expect(late.againstNow!.missingUnitHours.mean).toBeCloseTo(10, 1);
    // The ups and downs that all share cancel.
    expect(late.againstNow!.missingUnitHours.high! - late.againstNow!.missingUnitHours.low!).toBeLessThan(0.1);
    expect(late.missingUnitHours.high! - late.missingUnitHours.low!).toBeGreaterThan(0.4);
    expect(late.againstNow!.officerShifts).toMatchObject({ mean: -20 });
    expect(late.againstNow!.cost).toEqual({ low: -6000, high: -14000 });
  });

  it("says both in words, with the condition first, units, intervals and runs", () => {
    const lines = triggerWords(triggerTest(calls), { one: "PSU", many: "PSUs" }, RUNS);
    for (const line of lines) expect(line).toMatch(/^In this scenario, on assumed holdings: /);
    expect(lines[2]).toMatch(
      /called after 24 h against called at once: 10\.?\d* more unit-hours missing \(difference .* to .*\); 20 fewer officer shifts, £6,000 to £14,000\.$/,
    );
    expect(lines.at(-2)).toContain("the latest hour at which calling still helped was hour 24");
    expect(lines.at(-1)).toContain("up to hour 6 waiting cannot be told from calling at once at 100 runs");
  });

  it("finds nothing between a plan and itself", () => {
    const { freeUntilHour, usefulUntilHour } = triggerTest([calls[0]!, { ...calls[0]!, id: "never", hour: null }]);
    expect({ freeUntilHour, usefulUntilHour }).toEqual({ freeUntilHour: 0, usefulUntilHour: null });
  });
});
