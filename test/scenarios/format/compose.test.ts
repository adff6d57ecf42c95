/** Several scenarios on one clock: whose threats, whose times, whose people, and what is refused. */
import { describe, expect, it } from "vitest";
import { createTape, drawTape } from "../../../engine/demand/draw-tape.ts";
import { compileScenario } from "../../../scenarios/format/compile.ts";
import { type Composed, composeScenarios } from "../../../scenarios/format/compose.ts";
import {
  formatFault,
  type ResolvedScenario,
  readScenario,
  readScenarioObject,
} from "../../../scenarios/format/read.ts";
import { yamlOf } from "../../support/scenario.ts";

/** A country of three forces; each scenario below changes one thing of it. */
const COUNTRY = {
  clock: { start: "2026-08-01T00:00", horizon: "4 d" },
  places: { forces: { alder: { xy: [0, 0] }, birch: { xy: [50, 0] }, cedar: { xy: [90, 0] } } },
  capabilities: { psu: { officersPerUnit: 25 } },
  people: { holdings: { psu: { units: { alder: 12, birch: 8, cedar: 4 } } }, alertShare: 0 },
  threats: {
    riot: {
      name: "Riot",
      arrivals: { poisson: { perDay: 0 } },
      phases: [{ duration: "8 h", needs: [{ capability: "psu", units: 3 }] }],
      triggers: [{ threat: "looting", lag: "2 h" }],
    },
    looting: {
      arrivals: { triggered: true as const },
      phases: [{ duration: 90, needs: [{ capability: "psu", units: 1 }] }],
    },
  },
};
type Change = Readonly<Record<string, unknown>>;

function scenario(name: string, change: Change = {}): ResolvedScenario {
  const text = yamlOf({ muster: 1, name, extends: "country.yaml", ...change });
  const country = yamlOf({ muster: 1, name: "Country", extends: "nothing", ...COUNTRY });
  const load = () => ({ file: "country.yaml", text: country });
  const read = readScenario(text, { file: "test.yaml", load });
  if (!read.ok) throw new Error(read.faults.map(formatFault).join("\n"));
  return read.scenario;
}

const base = scenario("Country");
const riotAt = (at: unknown, start = "2026-08-01T00:00") => ({
  clock: { start },
  threats: { riot: { arrivals: { schedule: [{ at, where: "alder" }] } } },
});

function composed(scenarios: readonly ResolvedScenario[], starts: readonly string[] = []): ResolvedScenario {
  const result = composeScenarios(scenarios, base, starts);
  if ("refused" in result) throw new Error(result.refused.join("\n"));
  const read = readScenarioObject((result as Composed).scenario);
  if (!read.ok) throw new Error(read.faults.map(formatFault).join("\n"));
  return read.scenario;
}

const refusals = (scenarios: readonly ResolvedScenario[]) => {
  const result = composeScenarios(scenarios, base);
  return "refused" in result ? result.refused : [];
};
const times = ({ threats }: ResolvedScenario, id: string) => threats![id]!.arrivals.schedule!.map(({ at }) => at);

describe("threats on one clock", () => {
  it("the first keeps its ids, a later one's take its letter where they are there already", () => {
    const both = composed([scenario("A", riotAt("6 h")), scenario("B", riotAt("9 h")), scenario("C", riotAt("9 h"))]);
    expect(Object.keys(both.threats!)).toEqual(["riot", "looting", "b-riot", "c-riot"]);
    expect(both.threats!["b-riot"]!.name).toBe("Riot (b)");
    expect([times(both, "riot"), times(both, "b-riot")]).toEqual([[360], [540]]);
  });

  it("what both mean alike and neither wakes is shared; what a later one never wakes is left out", () => {
    const storm = {
      threats: {
        riot: { arrivals: { poisson: { perDay: 0 } } },
        storm: { arrivals: { schedule: [{ at: 0 }] }, phases: COUNTRY.threats.looting.phases },
      },
    };
    expect(Object.keys(composed([scenario("A", riotAt("6 h")), scenario("B", storm)]).threats!)).toEqual([
      "riot",
      "looting",
      "storm",
    ]);
  });

  it("a later one's triggers and observations speak of its own threats", () => {
    const longer = { threats: { looting: { phases: [{ duration: 200, needs: [] }] } } };
    const b = { ...riotAt("9 h"), observe: { count: { quantity: "incidents", threat: "riot" } } };
    const change = { ...b, threats: { ...b.threats, ...longer.threats } };
    const both = composed([scenario("A", riotAt("6 h")), scenario("B", change)]);
    expect(both.threats!["b-riot"]!.triggers![0]!.threat).toBe("b-looting");
    expect(both.threats!.riot!.triggers![0]!.threat).toBe("looting");
    expect(both.observe!.count!.threat).toBe("b-riot");
  });

  it("putting a second on top leaves the first's incidents as they were alone", () => {
    const at = { threats: { riot: { arrivals: { poisson: { perDay: 3 } } } } };
    const starts = (one: ResolvedScenario) => {
      const { model } = compileScenario(one, "0".repeat(64));
      const tape = createTape(model);
      const riot = model.threats.findIndex(({ id }) => id === "riot");
      return [0, 1, 2].map((replication) => {
        drawTape(model, "1", replication, tape);
        const incidents = Array.from({ length: tape.nIncidents }, (_, i) => i).filter((i) => tape.threat[i] === riot);
        return incidents.map((i) => [tape.minute[i], tape.force[i]]);
      });
    };
    const alone = composed([scenario("A", at), scenario("Nothing more")]);
    const both = composed([scenario("A", at), scenario("B", { ...at, seed: "9" })]);
    expect(starts(alone).flat().length).toBeGreaterThan(10);
    expect(starts(both)).toEqual(starts(alone));
  });
});

describe("one clock", () => {
  it("begins on the first one's day at the earliest hour, and each keeps its own hour of day", () => {
    const both = composed([
      scenario("A", riotAt("1 h", "2026-08-01T18:00")),
      scenario("B", riotAt("1 h", "2030-01-01T06:00")),
    ]);
    expect(both.clock).toMatchObject({ start: "2026-08-01T06:00", horizon: 12 * 60 + 4 * 1440 });
    expect([times(both, "riot"), times(both, "b-riot")]).toEqual([[13 * 60], [60]]);
  });

  it("moves civil times, the hours between which a rate holds, and its steps", () => {
    const rate = { perDay: 1, until: "2 d", steps: [{ from: "1 d", factor: 2 }] };
    const b = { threats: { riot: { arrivals: { poisson: rate } } } };
    const both = composed(
      [scenario("A", riotAt("day 1 21:40")), scenario("B", b)],
      ["2026-08-01T12:00", "2026-08-02T00:00"],
    );
    expect(both.clock!.start).toBe("2026-08-01T12:00");
    expect(times(both, "riot")).toEqual([9 * 60 + 40]);
    expect(both.threats!["b-riot"]!.arrivals.poisson).toMatchObject({
      from: 720,
      until: 720 + 2 * 1440,
      steps: [{ from: 720 + 1440, factor: 2 }],
    });
  });

  it("moves the times of what a later one changes of people", () => {
    const cut = { people: { changes: [{ at: "2 h", holder: "alder", capability: "psu", units: 1 }] } };
    const both = composed([scenario("A", riotAt(0)), scenario("B", cut)], ["2026-08-01T00:00", "2026-08-01T10:00"]);
    expect(both.people!.changes![0]!.at).toBe(720);
  });

  it("one start given holds for all", () => {
    const both = composed([scenario("A", riotAt("1 h")), scenario("B", riotAt("2 h"))], ["2027-03-01T05:00"]);
    expect(both.clock!.start).toBe("2027-03-01T05:00");
    expect([times(both, "riot"), times(both, "b-riot")]).toEqual([[60], [120]]);
  });
});

describe("what all share", () => {
  it("is as whoever changes it says", () => {
    const both = composed([
      scenario("A", { people: { alertShare: 0.3 } }),
      scenario("B", { people: { holdings: { psu: { units: { cedar: 1 } } } } }),
    ]);
    expect(both.people).toMatchObject({ alertShare: 0.3, holdings: { psu: { units: { alder: 12, cedar: 1 } } } });
  });

  it("may be changed alike by several", () => {
    const change = { people: { alertShare: 0.3 } };
    expect(composed([scenario("A", change), scenario("B", change)]).people!.alertShare).toBe(0.3);
  });

  it("is refused in plain words where two change it differently", () => {
    expect(
      refusals([scenario("A", { people: { alertShare: 0.3 } }), scenario("B", { people: { alertShare: 0.5 } })]),
    ).toEqual(['They cannot be put together: people.alertShare is 0.3 in "A" and 0.5 in "B".']);
  });

  it("keeps a marking that one of them carries, and refuses two", () => {
    expect(composed([scenario("A"), scenario("B", { marking: "OFFICIAL" })]).marking).toBe("OFFICIAL");
    const two = refusals([scenario("A", { marking: "OFFICIAL" }), scenario("B", { marking: "OFFICIAL-SENSITIVE" })]);
    expect(two).toEqual([expect.stringContaining("--marking")]);
  });

  it("tells five differences and counts the rest where two are about different countries", () => {
    const other = { ...COUNTRY.places.forces, alder: { xy: [1, 1] } };
    const far = (x: number) => ({
      places: {
        forces: { ...other, birch: { xy: [x, x] }, cedar: { xy: [x, 2] } },
        roadFactor: x,
        speed: x,
        insideForce: x,
      },
      people: { alertShare: x / 100 },
    });
    const told = refusals([scenario("A", far(2)), scenario("B", far(3))]);
    expect(told).toHaveLength(6);
    expect(told.at(-1)).toMatch(/^… and in \d+ other places\.$/);
  });
});
