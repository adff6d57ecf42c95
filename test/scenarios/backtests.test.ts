/** The presets of the past and the page that sets them beside the record. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DISORDER, fingerprintsOf, PLANS, RIOTS } from "../../cli/backtests/contents.ts";
import { type Day, type Run, runDays } from "../../cli/backtests/days.ts";
import { fitOf, mobilised, type Row, rows2024, spreadOf } from "../../cli/backtests/measures.ts";
import { record2011, record2024 } from "../../cli/backtests/record.ts";
import { loadScenario } from "../../cli/load.ts";
import { packageVersion, scenariosFolder } from "../../cli/place.ts";

const page = readFileSync(join(scenariosFolder, "BACKTESTS.md"), "utf8");
const sources = readFileSync(join(scenariosFolder, "reference", "sources.csv"), "utf8");

describe("BACKTESTS.md", () => {
  it("is what the present engine and files give; if not, run: npm run backtests", async () => {
    expect(page).toContain(`Muster ${packageVersion};`);
    for (const { of, scenarioHash, print } of await fingerprintsOf()) {
      expect(page, `${of} has changed`).toContain(scenarioHash);
      expect(page, `the figures of ${of} have moved`).toContain(print);
    }
  });

  it("says what was assumed, what was fitted, what does not fit, and that nothing is validated", () => {
    for (const said of [
      "## What does not fit",
      "## What was assumed, and what was fitted",
      "not validated against\noperational call-off data",
      "on assumed holdings",
      "UNMARKED – illustrative, public data",
    ]) {
      expect(page).toContain(said);
    }
  });

  it("carries the published figures with sources that are listed", () => {
    const cited = [...Object.values(record2011), ...Object.values(record2024)].flatMap((figure) =>
      typeof figure === "object" && "source" in figure ? figure.source.split(", ") : [],
    );
    expect(cited.length).toBeGreaterThan(15);
    for (const id of cited) expect(sources, id).toMatch(new RegExp(`^${id},`, "m"));
    for (const figure of ["6,000", "40,000", "1,500", "625", "33 %"]) expect(page).toContain(figure);
  });
});

describe("disorder-2024", () => {
  const { resolved } = loadScenario(DISORDER);
  const arrivals = (threat: string) =>
    resolved.threats![threat]!.arrivals as { schedule: { at: string; where?: string }[] };

  it("schedules the record: forces with disorder by day, and the gatherings expected", () => {
    const { schedule } = arrivals("disorder");
    record2024.forcesWithDisorder.forEach((forces, i) => {
      const ofDay = schedule.filter(({ at }) => at.startsWith(`day ${i + 1} `));
      expect(new Set(ofDay.map(({ where }) => where)).size).toBe(forces);
      expect(ofDay).toHaveLength(forces);
    });
    expect(arrivals("gathering").schedule).toHaveLength(record2024.gatheringsExpected.value);
  });

  it("calls the nation on 6 August, and its plan on 2 August, with nothing else changed", () => {
    const called = [DISORDER, PLANS[1]!].map((preset) => loadScenario(preset).resolved);
    const triggers = called.map(({ capabilities }) => capabilities!.psu!.tiers!.national!.trigger);
    expect(triggers).toEqual([{ at: "day 8 12:00" }, { at: "day 4 12:00" }]);
    const without = called.map((scenario) =>
      JSON.stringify({ ...scenario, name: "", story: "", question: "", reading: "" }).replaceAll(/day [48] 12:00/g, ""),
    );
    expect(without[1]).toBe(without[0]);
  });
});

describe("a back-test's runs", () => {
  const { runs, nDays } = runDays(RIOTS, 3);

  it("commit to no force more than all, and lend no more than is committed", () => {
    expect(nDays).toBe(7);
    for (const { days } of runs) {
      expect(days).toHaveLength(7);
      for (const { committed, mostCommitted, away, at, aid, donors } of days) {
        expect(Object.values(at).reduce((sum, officers) => sum + officers, 0)).toBe(committed);
        expect(Object.values(aid).reduce((sum, officers) => sum + officers, 0)).toBe(away);
        expect(Object.keys(donors)).toEqual(Object.keys(aid));
        expect(mostCommitted).toBeGreaterThanOrEqual(committed);
        expect(committed).toBeGreaterThanOrEqual(away);
      }
    }
  });

  it("put into London on the first night what was sent there", () => {
    // 480 public order officers, in PSUs of 25
    for (const { days } of runs) expect(days[0]!.at.metropolitan).toBe(475);
  });
});

describe("model beside record", () => {
  const row = (low: number, high: number, value: number): Row => ({
    what: "",
    model: { low, median: (low + high) / 2, high },
    record: { value, source: "", surety: "found" },
    share: false,
    why: "",
    given: null,
  });

  it("fits where the record lies within eight runs of ten", () => {
    expect([row(2, 5, 2), row(2, 5, 5), row(2, 5, 1), row(2, 5, 6)].map(fitOf)).toEqual([
      "holds it",
      "holds it",
      "model too high",
      "model too low",
    ]);
    expect(spreadOf([10, 9, 8, 7, 6, 5, 4, 3, 2, 1])).toEqual({ low: 1, median: 5, high: 9 });
  });

  it("counts who is committed until the nation is called, and everybody present from then on", () => {
    const one = { committed: 100, present: 700, nationCalled: false } as Day;
    expect(mobilised(one)).toBe(100);
    expect(mobilised({ ...one, nationCalled: true })).toBe(700);
  });

  it("adds one shift a day for everybody on standby", () => {
    const quiet = { committed: 0, mostCommitted: 0, away: 0, present: 50, lendable: 10, nationCalled: false } as Day;
    const days = Array.from(
      { length: 13 },
      (_, i): Day => ({ ...quiet, nationCalled: i >= 11, committed: i === 12 ? 20 : 0 }),
    );
    const run = { days, called: 11 * 1440, officerShifts: 7 } as unknown as Run;
    const shifts = rows2024({ scenario: "", scenarioHash: "", seed: "", nDays: 13, runs: [run] }).at(-1)!;
    expect(shifts.model.median).toBe(7 + 50 + 30);
  });
});
