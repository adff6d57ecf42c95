/** Who may stand in for whom: a reading of the reference that is off unless a scenario builds on it. */
import { describe, expect, it } from "vitest";
import { createWorld, type TraceEvent, traceReplication } from "../../engine/replicate.ts";
import { compileScenario } from "../../scenarios/format/compile.ts";
import { readScenario } from "../../scenarios/format/read.ts";
import { national, tallied } from "../support/scenario.ts";
import { reference, scenarioOf } from "./reference/shipped.ts";

const READING = "reference/readings/substitutes.yaml";

/** An incident in Kent that asks for more of a capability than there is. */
const asking = (bases: string, id: string, units: number) =>
  scenarioOf(`muster: 1
name: Asking
extends: [${bases}]
clock: { horizon: 2 d }
threats:
  much-of-one-thing:
    arrivals: { schedule: [{ at: 0 }] }
    where: kent
    phases: [{ duration: 36 h, needs: [{ capability: ${id}, kind: presence, units: ${units} }] }]
`);

const substitutes = Object.entries(scenarioOf(`muster: 1\nname: Open\nextends: ${READING}\n`).capabilities).flatMap(
  ([id, capability]) => (capability.substitutes ?? []).map((one) => ({ id, ...one })),
);

describe("substitution in the reference", () => {
  it("is off: no capability has anybody to stand in", () => {
    for (const [id, { substitutes: who }] of Object.entries(reference.capabilities)) expect(who, id).toBeUndefined();
  });

  it("opened by one file, each rule with a delay, and with a rate or one for one, as assumptions with ranges", () => {
    expect(substitutes.map(({ id, capability }) => `${id} ${capability}`)).toEqual(
      [
        "arv afo",
        "casualty-bureau nmat",
        "search bdu",
        "nmat casualty-bureau",
        "fccu rccu",
        "rccu nccu",
        "roads response",
      ].sort((a, b) => order(a) - order(b)),
    );
    for (const { id, factor, delay } of substitutes) {
      expect(delay, id).toMatchObject({ kind: "assumption", source: expect.stringContaining("substitute-") });
      if (factor !== 1)
        expect(factor, id).toMatchObject({ kind: "assumption", low: expect.any(Number), high: expect.any(Number) });
    }
  });

  it.each(["arv", "search"])("leaves less of %s unfilled, and asks for no more", (id) => {
    const run = (bases: string) => {
      const { model } = compileScenario(asking(bases, id, 3000), "0".repeat(64));
      const cap = model.capabilities.findIndex((one) => one.id === id);
      const tallies = tallied(model, 3);
      return ["requiredUnitMinutes", "unresourcedUnitMinutes"].map((measure) =>
        national(tallies, measure as "requiredUnitMinutes", cap),
      );
    };
    const [required, unfilled] = run("reference");
    const [requiredWith, unfilledWith] = run(`reference, ${READING}`);
    expect(requiredWith).toBe(required);
    expect(unfilledWith).toBeLessThan(unfilled!);
  });

  it("shows who came as what they are", () => {
    const { model } = compileScenario(asking(`reference, ${READING}`, "search", 400), "0".repeat(64));
    const events: TraceEvent[] = [];
    traceReplication(model, createWorld(model), "1", 0, (event) => events.push(event));
    const sent = events.filter(({ event }) => event === "allocated").map(({ capability }) => capability);
    expect(new Set(sent)).toEqual(new Set(["search", "bdu"]));
  });
});

/** As the capabilities stand in the file. */
function order(pair: string): number {
  return Object.keys(reference.capabilities).indexOf(pair.split(" ")[0]!);
}

describe("a scenario's own substitutes are checked", () => {
  const faultsOf = (written: string) => {
    const text = `muster: 1
name: Own
extends: nothing
clock: { horizon: 1 d }
places: { forces: { alder: {} } }
capabilities: { dogs: { substitutes: ${written} }, crew: {} }
people: { holdings: { dogs: { units: { alder: 1 } }, crew: { units: { alder: 9 } } } }
`;
    const read = readScenario(text, { file: "own.yaml", load: () => null });
    return read.ok ? [] : read.faults.map(({ path, message }) => `${path}: ${message}`);
  };

  it("for capabilities that are not there, for themselves, and for naming one twice", () => {
    expect(faultsOf("[{ capability: crews }]").join()).toContain(
      'substitutes.crews.capability: "crews" is not a capability',
    );
    expect(faultsOf("[{ capability: dogs }]").join()).toContain('"dogs" cannot stand in for itself');
    expect(faultsOf("[{ capability: crew }, { capability: crew }]").join()).toContain('"crew" stands here twice');
  });

  it("for a rate below one and for words of ours that they are not", () => {
    expect(faultsOf("[{ capability: crew, factor: 0.5 }]").join()).toMatch(/a number of units from 1 to 1000/);
    expect(faultsOf("[{ capability: crew, factr: 2 }]").join()).toContain("factr");
    expect(faultsOf("[{ capability: crew, factor: { low: 1, high: 3 }, delay: 30 min }]")).toEqual([]);
  });

  it("go with a capability that a scenario removes", () => {
    const base = "muster: 1\nname: Less\nextends: [reference, reference/readings/substitutes.yaml]\n";
    const less = scenarioOf(`${base}clock: { horizon: 1 d }\ncapabilities: { nccu: null }\n`);
    expect(less.capabilities.rccu!.substitutes ?? []).toEqual([]);
    expect(less.capabilities.fccu!.substitutes).toHaveLength(1);
  });
});
