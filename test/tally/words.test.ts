import { describe, expect, it } from "vitest";
import { dayAndTime, duration, shareOfRuns, unitNames, unitsInWords } from "../../engine/tally/words.ts";

describe("a share of runs in words", () => {
  it("is told per hundred, with its interval and the number of runs", () => {
    expect(shareOfRuns(1260, 2000)).toBe("63 runs of 100 (61 to 65; 2,000 runs)");
    expect(shareOfRuns(50, 100)).toBe("50 runs of 100 (40 to 60; 100 runs)");
  });

  it("is never 0 and never 100", () => {
    expect(shareOfRuns(0, 2000)).toBe("less than 0.2 runs in 100 (none of 2,000 runs)");
    expect(shareOfRuns(2000, 2000)).toBe("more than 99.8 runs in 100 (all of 2,000 runs)");
    expect(shareOfRuns(0, 10_000)).toBe("less than 0.04 runs in 100 (none of 10,000 runs)");
    expect(shareOfRuns(0, 100)).toBe("less than 4 runs in 100 (none of 100 runs)");
    expect(shareOfRuns(1, 2000)).toBe("0.05 runs of 100 (0.01 to 0.28; 2,000 runs)");
    expect(shareOfRuns(1999, 2000)).toBe("99.95 runs of 100 (99.72 to 99.99; 2,000 runs)");
  });

  it("is counted, not scaled, for a handful of runs", () => {
    expect(shareOfRuns(0, 0)).toBe("no runs");
    expect(shareOfRuns(0, 1)).toBe("none of 1 run (one run does not say how likely)");
    expect(shareOfRuns(1, 1)).toBe("all of 1 run (one run does not say how likely)");
    expect(shareOfRuns(3, 5)).toBe("3 of 5 runs (23 to 88 in 100)");
    expect(shareOfRuns(0, 5)).toBe("none of 5 runs (less than 53 in 100)");
    expect(shareOfRuns(5, 5)).toBe("all of 5 runs (more than 47 in 100)");
  });
});

describe("times in words", () => {
  it("count the day of the start as day 1, by the clock's start", () => {
    expect(dayAndTime(2 * 1440 + 21 * 60 + 40, 0)).toBe("day 3, 21:40");
    expect(dayAndTime(0, 360)).toBe("day 1, 06:00");
    expect(dayAndTime(1080, 360)).toBe("day 2, 00:00");
  });

  it("give durations in their two largest units", () => {
    expect([0, 1, 45, 60, 90, 360, 1440, 1500, 3180].map(duration)).toEqual([
      "0 min",
      "1 min",
      "45 min",
      "1 h",
      "1 h 30 min",
      "6 h",
      "1 d",
      "1 d 1 h",
      "2 d 5 h",
    ]);
  });
});

describe("units in words", () => {
  it.each([
    ["psu", "Police Support Unit", "PSU", "PSUs"],
    ["bdu", "Basic Deployment Unit", "BDU", "BDUs"],
    ["aep", "AEP team", "AEP team", "AEP teams"],
    ["arv", "Armed Response Vehicle crew", "ARV crew", "ARV crews"],
    ["ctsfo", "CTSFO team", "CTSFO team", "CTSFO teams"],
    ["dvi", "Disaster victim identification team", "DVI team", "DVI teams"],
    ["popsa", "Public order and public safety advisor", "POPSA", "POPSAs"],
    ["magic", "Multi-agency gold incident commander", "MAGIC", "MAGICs"],
    ["search", "Search team", "search team", "search teams"],
    ["afo", "Armed officers, pair", "armed officers, pair", "armed officers, pairs"],
    [
      "cyber",
      "Cyber investigator, tasked nationally",
      "cyber investigator, tasked nationally",
      "cyber investigators, tasked nationally",
    ],
    ["nccu", "National Cyber Crime Unit investigator", "NCCU investigator", "NCCU investigators"],
    ["bus", "Branch", "branch", "branches"],
  ])("%s (%s) is one %s, many %s", (id, name, one, many) => {
    expect(unitNames(id, name)).toEqual({ one, many });
  });

  it("agree with their number", () => {
    const names = unitNames("psu", "Police Support Unit");
    expect(unitsInWords(1, names)).toBe("1 PSU");
    expect(unitsInWords(1400, names)).toBe("1,400 PSUs");
  });
});
