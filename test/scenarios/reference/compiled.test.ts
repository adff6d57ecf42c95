/** What the shipped files become: people counted once, and only a handful of numbers drawn. */
import { describe, expect, it } from "vitest";
import { CHAIN, NEVER, TRIGGER } from "../../../engine/model.ts";
import { compileScenario } from "../../../scenarios/format/compile.ts";
import { presets, readings, reference, scenarioOf, textOf } from "./shipped.ts";

const compiled = (name: string) => compileScenario(scenarioOf(textOf(name), name), "0".repeat(64));

/** The whole country with every capability, since something asks for each. */
const everything = () => {
  const needs = Object.keys(reference.capabilities!)
    .map((id) => `{ capability: ${id}, units: 1 }`)
    .join(", ");
  const text = `muster: 1\nname: All\nthreats: { all-at-once: { arrivals: { schedule: [{ at: 60 }] }, phases: [{ duration: 60, needs: [${needs}] }] } }`;
  return compileScenario(scenarioOf(text), "0".repeat(64));
};

describe.each([...presets, ...readings])("%s", (name) => {
  it("compiles", () => {
    const { model } = compiled(name);
    expect(model.nForces).toBeGreaterThan(0);
    expect(model.capabilities.length).toBeGreaterThan(0);
    expect(model.horizon).toBeGreaterThan(0);
  });
});

describe("the reference country in concurrent-disorder", () => {
  const { uncertain, model: ofDisorder } = compiled("concurrent-disorder.yaml");
  const { model } = everything();
  const node = (id: string) => model.nodeIds.indexOf(id);
  const holder = (id: string) => model.holderIds.indexOf(id);
  const cap = (id: string) => model.capabilities.findIndex((capability) => capability.id === id);
  const trained = (who: string, skill: string) => model.trained[holder(who) * model.nNodes + node(skill)]!;
  const lends = (who: string, what: string) => model.contribution[cap(what) * model.nHolders + holder(who)]!;

  it("counts at level 3 those of level 2 and the BDUs beside them", () => {
    expect(trained("warwickshire", "level-3")).toBe(trained("warwickshire", "level-2") + 2 * 22);
    expect(trained("metropolitan", "level-2")).toBe(4092);
    expect(trained("metropolitan", "all")).toBe(33_293);
  });

  it("counts at cyber what forces, regions and the nation hold below it", () => {
    expect(trained("rocu-wales", "cyber")).toBe(20);
    expect(trained("nccu", "cyber")).toBe(150);
    expect(trained("warwickshire", "cyber")).toBe(trained("warwickshire", "fccu"));
  });

  it("lends no CTSFO as an ARV crew and no AEP officer as an armed pair", () => {
    expect(lends("ctsfo-london", "arv")).toBe(0);
    expect(lends("region-wales", "afo")).toBe(0);
    expect(trained("region-wales", "level-2")).toBe(0);
    expect(lends("region-wales", "aep")).toBe(2);
  });

  it("pushes cyber events down, tasks CTSFOs nationally and asks upward for the rest", () => {
    expect(model.capabilities[cap("cyber")]!.chain).toBe(CHAIN.down);
    expect(model.capabilities[cap("ctsfo")]!.chain).toBe(CHAIN.national);
    expect(model.capabilities[cap("psu")]!.chain).toBe(CHAIN.up);
  });

  it("never asks outside England and Wales", () => {
    for (const { tiers } of model.capabilities) expect(tiers[4]!.trigger).toBe(TRIGGER.never);
  });

  it("puts stock at its seat: as far from a host as the force whose seat it is, and inside that force at home", () => {
    const minutes = (from: string, to: string) => model.travelMinutes[holder(from) * model.nHolders + holder(to)]!;
    expect(minutes("region-wales", "kent")).toBe(minutes("south-wales", "kent"));
    expect(minutes("region-wales", "south-wales")).toBe(30);
    // 171.8 km × 1.3 at 65 km/h
    expect(minutes("bedfordshire", "avon-and-somerset")).toBe(Math.round((223.34 / 65) * 60));
  });

  it("draws between ten and twenty-five numbers a run", () => {
    expect(uncertain.length).toBeGreaterThanOrEqual(10);
    expect(uncertain.length).toBeLessThanOrEqual(25);
  });

  it("wakes disorder, gatherings and the first night, and leaves every other threat asleep", () => {
    const awake = ofDisorder.threats.filter(({ arrivals }) => {
      if (arrivals.kind === "scheduled") return arrivals.minute.length > 0 && arrivals.minute[0] !== NEVER;
      if (arrivals.kind === "poisson" || arrivals.kind === "hawkes")
        return arrivals.rate.value.some((rate) => rate > 0);
      return false;
    });
    expect(awake.map(({ id }) => id).sort()).toEqual(["disorder", "first-night", "gathering"]);
  });
});
