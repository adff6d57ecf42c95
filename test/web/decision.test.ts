/** The next decision and the latest time it still works. */
import { describe, expect, it } from "vitest";
import type { RunOutSummary } from "../../engine/tally/summary.ts";
import type { TierFacts } from "../../web/desk/protocol.ts";
import { nextDecision } from "../../web/views/decision.ts";

const region: TierFacts = { tier: 2, open: "when called", openingMinutes: 0, answerMinutes: 60 };
const nation: TierFacts = { tier: 3, open: "when called", openingMinutes: 240, answerMinutes: 90 };
const outside: TierFacts = { tier: 4, open: "never", openingMinutes: 0, answerMinutes: 0 };

/** Runs out typically at noon of day 2; in 1 run of 10 before noon of day 1. */
function runOut(changed: Partial<RunOutSummary> = {}): RunOutSummary {
  return {
    probability: 0.5,
    low: 0.4,
    high: 0.6,
    runs: 50,
    text: "50 runs of 100",
    reasons: { noPeople: 3, heldBack: 7, awaitingAnswer: 90 },
    unfilledUnitHours: 10,
    firstMinutes: { p10: 720, p50: 2160, p90: 4000, runs: 50, intervals: { p10: null, p50: null, p90: null } },
    durationMinutes: null,
    depthUnits: null,
    firstGapUnits: null,
    firstGapMinutes: null,
    firstRegion: [],
    ...changed,
  };
}

describe("the next decision", () => {
  it("is the call of the highest tier that waits for one, as long before the early first gaps as it takes", () => {
    const decision = nextDecision([region, nation, outside], runOut())!;
    expect(decision).toMatchObject({ what: "Call the nation", latestMinute: 720 - 240 - 90 });
    expect(decision.because).toBe(
      "4 h to open and 1 h 30 min to answer, before the first gap in 9 of 10 of the runs that have one; journeys come on top. Main cause: held back locally.",
    );
  });

  it("goes by the typical first gap where the runs are too few for the early ones, and says so", () => {
    const few = runOut({
      firstMinutes: { p10: null, p50: 500, p90: null, runs: 2, intervals: { p10: null, p50: null, p90: null } },
    });
    const decision = nextDecision([region, nation], few)!;
    expect(decision.latestMinute).toBe(500 - 330);
    expect(decision.because).toContain("in half the runs that have one");
  });

  it("comes too late for a gap that opens sooner than the call takes, and says that", () => {
    const soon = runOut({
      firstMinutes: { p10: 60, p50: 100, p90: 200, runs: 50, intervals: { p10: null, p50: null, p90: null } },
    });
    expect(nextDecision([region, nation], soon)).toMatchObject({
      what: "Call the nation before the start",
      latestMinute: null,
    });
  });

  it("is none where nobody ran out, or no tier waits for a call", () => {
    expect(nextDecision([region, nation], runOut({ runs: 0, firstMinutes: null }))).toBeNull();
    expect(nextDecision([outside], runOut())).toBeNull();
    expect(nextDecision([{ ...nation, open: "at a time" }], runOut())).toBeNull();
  });
});
