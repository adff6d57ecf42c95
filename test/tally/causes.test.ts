/** Which cause the verdict names. */
import { describe, expect, it } from "vitest";
import { summarise } from "../../engine/tally/summarise.ts";
import { verdict } from "../../engine/tally/verdict.ts";
import { emptyTallies, meta, model, writeTo } from "./handmade.ts";

describe("the main cause", () => {
  const causeOf = (resting: number, committed: number) => {
    const tallies = emptyTallies(4);
    writeTo(tallies, 0, 0)
      .flag("askedAtAll", 4)
      .flag("runOut", 2)
      .happened("runOutFirstMinute", [100, 200])
      .sum("reasonAwaitingAnswer", 90_000)
      .sum("reasonResting", resting)
      .sum("reasonCommitted", committed);
    return verdict(summarise(model, tallies, meta)).lines[0]!.parts!.cause;
  };

  it("is the reason with the most unit-hours, waiting for an answer apart", () => {
    expect(causeOf(600, 601)).toBe("Main cause: committed elsewhere");
    expect(causeOf(601, 600)).toBe("Main cause: resting or recovering");
  });

  it("is of two equal ones the first in the waterfall", () => {
    expect(causeOf(600, 600)).toBe("Main cause: resting or recovering");
  });
});
