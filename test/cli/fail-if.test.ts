/** `--fail-if` against a small summary. */
import { describe, expect, it } from "vitest";
import { EXIT, gravest, UsageError } from "../../cli/exits.ts";
import { crosses, figureOf, parseLimit } from "../../cli/fail-if.ts";

const summary = {
  capabilities: [
    {
      id: "psu",
      scopes: [
        {
          scope: "nation",
          id: "nation",
          runOut: { probability: 0.63, low: 0.61, high: 0.65 },
          unresourcedUnitHours: { mean: 12.5, low: 11, high: 14 },
          leftForce: null,
          reserveUnits: { "1h": { mean: 40 } },
        },
        { scope: "region", id: "north-west", runOut: { probability: 0.1, low: 0.09, high: 0.21 } },
      ],
    },
  ],
};

describe("--fail-if", () => {
  it.each([
    ["psu.nation.runOut > 0.6", true],
    ["psu.nation.runOut > 0.63", false],
    ["psu.nation.runOut >= 0.63", true],
    ["psu.nation.runOut<0.7", true],
    ["psu.nation.runOut <= 0.6", false],
    ["psu.region.north-west.runOut.high > 0.2", true],
    ["psu.region.north-west.runOut > 0.2", false],
    ["psu.nation.unresourcedUnitHours > 12", true],
    ["psu.nation.reserveUnits.1h < 50", true],
  ])("%s is crossed: %s", (text, crossed) => {
    expect(crosses(parseLimit(text), summary)).toBe(crossed);
  });

  it("counts a figure that the runs cannot support as crossed, whichever way it is compared", () => {
    expect(figureOf(parseLimit("psu.nation.leftForce > 1"), summary)).toBeNull();
    expect(crosses(parseLimit("psu.nation.leftForce > 1"), summary)).toBe(true);
    expect(crosses(parseLimit("psu.nation.leftForce.high < 1"), summary)).toBe(true);
  });

  it.each(["psu.nation.runOut", "psu.nation.runOut > many", "psu.runOut > 0.1", "psu.region.runOut > 0.1", "> 0.1"])(
    "refuses %s as bad usage",
    (text) => {
      expect(() => parseLimit(text)).toThrow(UsageError);
    },
  );

  it.each([
    ["arv.nation.runOut > 0.1", '"arv" is not a capability of this result (psu)'],
    ["psu.region.wales.runOut > 0.1", '"wales" is not a region of this result (north-west)'],
    ["psu.nation.runout > 0.1", '"runout" is not a figure of this result (scope, id, runOut'],
    ["psu.nation.runOut.mid > 0.1", '"mid" is not a figure'],
    ["psu.nation.reserveUnits > 0.1", '"reserveUnits" is not a single figure of this result (1h)'],
  ])("says what %s does not find", (text, message) => {
    expect(() => figureOf(parseLimit(text), summary)).toThrow(message);
  });
});

describe("exit status", () => {
  it("reports the gravest of what happened: 1, 130, 4, 3, 5", () => {
    expect(gravest([])).toBe(0);
    expect(gravest([EXIT.crossed, EXIT.done])).toBe(5);
    expect(gravest([EXIT.crossed, EXIT.refused])).toBe(3);
    expect(gravest([EXIT.incomplete, EXIT.refused])).toBe(4);
    expect(gravest([EXIT.incomplete, EXIT.interrupted])).toBe(130);
    expect(gravest([EXIT.fault, EXIT.interrupted])).toBe(1);
  });
});
