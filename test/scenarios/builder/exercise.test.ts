/** The exercise builder: from a few choices to a scenario file that is what the command line makes of the same choices. */
import { describe, expect, it } from "vitest";
import { loadScenario } from "../../../cli/load.ts";
import { buildExercise, type ExerciseChoice } from "../../../scenarios/builder/exercise.ts";
import { formatFault, type ResolvedScenario, readScenario } from "../../../scenarios/format/read.ts";
import { load, read as readShipped, reference } from "../reference/shipped.ts";

/** One place and everywhere, needs of its own and threats of the reference, hours and weeks. */
const KINDS = [
  ...["nrr/assassination", "nrr/loss-of-communications", "nrr/heatwave", "nrr/public-disorder"],
  ...["nrr/cyber-attack-health", "nrr/whole-register"],
];

const known = new Map<string, ResolvedScenario>();

function scenarioOf(id: string): ResolvedScenario {
  const before = known.get(id);
  if (before !== undefined) return before;
  const read = readShipped(`${id}.yaml`);
  if (!read.ok) throw new Error(read.faults.map(formatFault).join("\n"));
  known.set(id, read.scenario);
  return read.scenario;
}

const alone = (scenario: string): ExerciseChoice => ({
  first: { scenario, place: null, times: 1 },
  start: "2026-09-14T12:00",
  days: 3,
  second: null,
  name: null,
  partners: false,
});

function built(choice: ExerciseChoice): { text: string; resolved: ResolvedScenario } {
  const made = buildExercise(choice, scenarioOf, reference);
  if ("refused" in made) throw new Error(made.refused.join("\n"));
  const read = readScenario(made.text, { file: "exercise.yaml", load });
  if (!read.ok) throw new Error(read.faults.map(formatFault).join("\n"));
  return { text: made.text, resolved: read.scenario };
}

const refusals = (choice: ExerciseChoice) => {
  const made = buildExercise(choice, scenarioOf, reference);
  return "refused" in made ? made.refused : [];
};

describe("an exercise of one risk of the register", () => {
  it.each(KINDS)("%s builds on the risk's own file, and states no holding", (id) => {
    const { text, resolved } = built(alone(id));
    expect(text).toContain(`extends: ${id}\n`);
    expect(text).not.toMatch(/^(people|places|capabilities|skills):/m);
    expect(resolved.threats).toEqual(scenarioOf(id).threats);
    expect(resolved.clock).toEqual({ start: "2026-09-14T12:00", horizon: "3 d", warmUp: 0 });
  });

  it("has partner organisations at the table where it says so, and nothing else is another", () => {
    const { resolved } = built({ ...alone("nrr/rail-accident"), partners: true });
    const without = built(alone("nrr/rail-accident")).resolved;
    for (const partner of ["fire-and-rescue", "ambulance-trusts", "voluntary-sector"])
      expect(resolved.places.holders).toHaveProperty(partner);
    expect(resolved.capabilities).toHaveProperty("fire-rescue-team");
    expect(without.capabilities).not.toHaveProperty("fire-rescue-team");
    expect(resolved.threats).toEqual(without.threats);
    expect(resolved.clock).toEqual(without.clock);
  });

  it("is where, as severe and when the choices say: as `muster run --at --severity --start` has it", () => {
    const { resolved } = built({
      ...alone("nrr/rail-accident"),
      first: { scenario: "nrr/rail-accident", place: "kent", times: 2 },
      start: "2026-11-02T07:30",
    });
    const typed = loadScenario("nrr/rail-accident", {
      at: ["kent"],
      severity: [{ times: 2 }],
      start: "2026-11-02T07:30",
    });
    expect(resolved.threats).toEqual(typed.resolved.threats);
    expect(resolved.clock?.start).toBe(typed.resolved.clock?.start);
    expect(resolved.name).toBe("Exercise: Rail accident, Kent Police");
  });
});

describe("a second incident", () => {
  const choice: ExerciseChoice = {
    ...alone("nrr/rail-accident"),
    first: { scenario: "nrr/rail-accident", place: "kent", times: 1 },
    second: { scenario: "nrr/public-disorder", place: "ricc/south-east", times: 1.5, hoursLater: 6 },
  };

  it("comes so many hours later on the same clock: as the two together on the command line", () => {
    const { resolved, text } = built(choice);
    const typed = loadScenario(["nrr/rail-accident", "nrr/public-disorder"], {
      at: ["kent", "ricc/south-east"],
      severity: [{ times: 1 }, { times: 1.5 }],
      start: ["2026-09-14T12:00", "2026-09-14T18:00"],
    });
    expect(resolved.threats).toEqual(typed.resolved.threats);
    expect(resolved.people).toEqual(typed.resolved.people);
    expect(text).not.toMatch(/^people:/m);
  });

  it("may be the same risk again somewhere else, under an id of its own", () => {
    const { resolved } = built({
      ...choice,
      second: { scenario: "nrr/rail-accident", place: "essex", times: 1, hoursLater: 2 },
    });
    expect(resolved.threats?.["mass-fatality-accident"]?.where).toBe("kent");
    expect(resolved.threats?.["b-mass-fatality-accident"]?.where).toBe("essex");
  });
});

describe("what cannot be is refused in a sentence", () => {
  it("a place that is none, days out of bounds", () => {
    expect(refusals({ ...alone("nrr/storms"), first: { scenario: "nrr/storms", place: "kents", times: 1 } })).toEqual([
      expect.stringContaining('"kents" is neither a force nor a region here'),
    ]);
    expect(refusals({ ...alone("nrr/storms"), days: 0 })).toEqual(["An exercise lasts 1 to 28 whole days, not 0."]);
  });
});
