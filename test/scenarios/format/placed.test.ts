/** Where and how severely: what --at and --severity make of a scenario. */
import { describe, expect, it } from "vitest";
import { type Placing, placeScenario } from "../../../scenarios/format/placed.ts";
import { formatFault, type ResolvedScenario, readScenario } from "../../../scenarios/format/read.ts";
import { yamlOf } from "../../support/scenario.ts";

function scenario(arrivals: unknown, severity: unknown = 1, perSeverity = true): ResolvedScenario {
  const text = yamlOf({
    muster: 1,
    name: "A test",
    extends: "nothing",
    places: {
      forces: {
        alder: { name: "Alder Police", xy: [0, 0], population: 5 },
        birch: { xy: [50, 0], population: 3 },
        cedar: { xy: [90, 0], population: 2 },
      },
      schemes: {
        ricc: { south: { name: "The South", members: ["alder", "birch"] } },
        lrf: { "lrf-cedar": { members: ["cedar"] } },
      },
    },
    capabilities: { psu: {} },
    threats: {
      riot: {
        arrivals,
        severity,
        phases: [{ duration: 60, needs: [{ capability: "psu", units: 1, perSeverity }] }],
        triggers: [{ threat: "echo", lag: 1 }],
      },
      echo: { arrivals: { triggered: true }, where: "same", phases: [{ duration: 60 }] },
    },
  });
  const read = readScenario(text, { file: "test.yaml", load: () => null });
  if (!read.ok) throw new Error(read.faults.map(formatFault).join("\n"));
  return read.scenario;
}

const once = { schedule: [{ at: 0 }] };
function riot(placing: Placing, arrivals: unknown = once, severity?: unknown) {
  const result = placeScenario(scenario(arrivals, severity), placing);
  if ("refused" in result) throw new Error(result.refused);
  return result.scenario.threats!.riot!;
}
const refused = (placing: Placing, one = scenario(once)) => {
  const result = placeScenario(one, placing);
  return "refused" in result ? result.refused : "";
};

describe("a place", () => {
  it.each(["alder", "ALDER", "Alder Police", "alder police"])("%s is a force by id or name", (at) => {
    expect(riot({ at }).where).toBe("alder");
  });

  it.each(["south", "ricc/south", "the south"])("%s is a region, in which force by population", (at) => {
    expect(riot({ at }).where).toEqual({ weightedBy: "population", among: ["alder", "birch"] });
  });

  it("a local resilience forum of one force is that force", () => {
    expect(riot({ at: "lrf-cedar" }).where).toBe("cedar");
  });

  it("that is none is refused with the nearest that is one", () => {
    expect(refused({ at: "aldr" })).toBe('"aldr" is neither a force nor a region here. Did you mean "alder"?');
    expect(refused({ at: "atlantis" })).toContain("muster list forces");
  });

  it("takes incidents that name a force elsewhere, but of those that name several only such as lie in it", () => {
    const elsewhere = { schedule: [{ at: 0, where: "cedar" }] };
    expect(riot({ at: "south" }, elsewhere).arrivals.schedule).toEqual([{ at: 0 }]);
    const everywhere = { schedule: ["alder", "birch", "cedar"].map((where) => ({ at: 0, where })) };
    expect(riot({ at: "south" }, everywhere).arrivals.schedule).toEqual([
      { at: 0, where: "alder" },
      { at: 0, where: "birch" },
    ]);
  });

  it("moves nothing that only others start", () => {
    const result = placeScenario(scenario(once), { at: "cedar" });
    expect("scenario" in result && result.scenario.threats!.echo!.where).toBe("same");
  });
});

describe("a severity", () => {
  it("stands in place of what the threat or its schedule says", () => {
    const drawn = { dist: "triangular", low: 1, mode: 2, high: 9 };
    const moved = riot({ severity: 4 }, { schedule: [{ at: 0, severity: 2 }] }, drawn);
    expect(moved.severity).toBe(4);
    expect(moved.arrivals.schedule).toEqual([{ at: 0 }]);
  });

  it("said as so many times multiplies what is drawn, levels and the schedule's too, but no spread", () => {
    const twice = { severity: { times: 2 } };
    expect(riot(twice, once, { dist: "triangular", low: 1, mode: 2, high: 9 }).severity).toEqual({
      ...{ dist: "triangular", low: 2, mode: 4, high: 18 },
    });
    expect(riot(twice, once, { dist: "lognormal", median: 3, sigma: 0.4 }).severity).toEqual({
      ...{ dist: "lognormal", median: 6, sigma: 0.4 },
    });
    expect(riot(twice, once, { levels: { 1: 0.7, 3: 0.3 } }).severity).toEqual({ levels: { 2: 0.7, 6: 0.3 } });
    expect(riot(twice, { schedule: [{ at: 0, severity: 5 }] }).arrivals.schedule).toEqual([{ at: 0, severity: 10 }]);
  });

  it("in one scale is refused where the threats count in several", () => {
    const one = scenario(once);
    const other = { ...one.threats!.riot!, severity: 40 };
    const two = { ...one, threats: { ...one.threats, crash: other } };
    expect(refused({ severity: 2 }, two)).toBe(
      "A test: riot and crash count severity differently; say 2x for so many times each.",
    );
    const result = placeScenario(two, { severity: { times: 2 } });
    expect("scenario" in result && result.scenario.threats!.crash!.severity).toBe(80);
  });

  it("is refused where it would change nothing", () => {
    expect(refused({ severity: 2 }, scenario(once, 1, false))).toContain("no need here grows with severity");
  });
});

it("nothing is moved where nothing happens by itself", () => {
  expect(refused({ at: "alder" }, scenario({ poisson: { perDay: 0 } }))).toContain("nothing here happens by itself");
});

it("without a word the scenario is the one that was given", () => {
  const given = scenario(once);
  expect(placeScenario(given, {})).toEqual({ scenario: given });
});
