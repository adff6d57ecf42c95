/** The National Risk Register: every title that was read, its rate from its band, and templates made by the stated rule. */
import { describe, expect, it } from "vitest";
import { templateIds } from "../../../cli/place.ts";
import { deriveRegister } from "../../../scenarios/reference/nrr/derive.ts";
import { type Risk, ratesOf } from "../../../scenarios/reference/nrr/rates.ts";
import { reference, scenarioOf, table, textOf } from "../reference/shipped.ts";

const risks = table("reference/nrr/register.csv") as unknown as Risk[];
const rate = ratesOf(table("reference/nrr/bands.csv"));
const asked = risks.filter(({ demand }) => demand !== "");
const riskOf = (id: string) => risks.find((risk) => risk.id === id)!;

describe("the register", () => {
  it("lists the 88 titles of 2025 that were read, each once, with its theme and page", () => {
    expect(risks).toHaveLength(88);
    expect(new Set(risks.map(({ title }) => title)).size).toBe(88);
    expect(new Set(risks.map(({ id }) => id)).size).toBe(88);
    for (const { title, theme, page } of risks) {
      expect(theme.length, title).toBeGreaterThan(4);
      expect(page, title).toMatch(/^\d+$/);
    }
  });

  it("says of every likelihood whether it is published or a placeholder, and of a published one where", () => {
    for (const { id, likelihood, likelihood_kind, score_source } of risks) {
      expect(likelihood === "" ? [""] : ["published", "assumption"], id).toContain(likelihood_kind);
      if (likelihood_kind === "published") expect(score_source.length, id).toBeGreaterThan(3);
    }
  });

  it("gives an effort, days and what stands for it to the 45 that ask something of the police, and to no other", () => {
    expect(asked).toHaveLength(45);
    for (const risk of risks) {
      const stands = risk.threats !== "" || risk.capabilities !== "";
      expect(stands, risk.id).toBe(risk.demand !== "");
      if (risk.demand === "") continue;
      const days = [risk.days_low, risk.days_mode, risk.days_high].map(Number);
      expect(days, risk.id).toEqual([...days].sort((a, b) => a - b));
      for (const id of risk.threats.split("; ").filter(Boolean)) expect(reference.threats, risk.id).toHaveProperty(id);
    }
  });
});

describe("a band of likelihood as a rate", () => {
  it("is −ln(1 − p) ÷ 5 years for an accident: level 4, 5 % to 25 %", () => {
    const { low, high } = rate({ ...riskOf("pandemic"), likelihood: "4", malicious: "no" });
    expect(low).toBeCloseTo(-Math.log(0.95) / 5, 4);
    expect(high).toBeCloseTo(-Math.log(0.75) / 5, 4);
  });

  it("is −ln(1 − p) ÷ 2 years for an attack, and ends at p = 0.9 where the band is open", () => {
    const { low, high } = rate(riskOf("marauding-attack"));
    expect(low).toBeCloseTo(0.1438, 3);
    expect(high).toBeCloseTo(-Math.log(0.1) / 2, 2);
  });

  it("spans all levels where several are thought possible", () => {
    const { low, high } = rate({ ...riskOf("storms"), likelihood: "2-4" });
    expect([low, high]).toEqual([
      rate({ ...riskOf("storms"), likelihood: "2" }).low,
      rate({ ...riskOf("storms"), likelihood: "4" }).high,
    ]);
  });
});

describe("the templates", () => {
  const files = deriveRegister((name) => textOf(`reference/nrr/${name}`.replace("nrr/../", "")));

  it("are what the rule makes of the register", () => {
    expect(templateIds().map((id) => `${id}.yaml`)).toEqual(Object.keys(files).sort());
    for (const [name, text] of Object.entries(files)) expect(textOf(name), name).toBe(text);
  });

  it("cite the register, and say of effort and likelihood that they are assumptions with ranges", () => {
    const known = new Set(table("reference/sources.csv").map(({ id }) => id));
    for (const { id, score_source, scenario_source } of asked) {
      const text = files[`nrr/${id}.yaml`]!;
      expect(text).toContain(`id: ${id}-rate`);
      expect(text).toContain(`id: ${id}-effort`);
      expect(text).toContain("Nobody publishes the police effort");
      for (const source of `NRR25; ${score_source}; ${scenario_source}`.split("; ").filter(Boolean)) {
        expect(known, id).toContain(source);
        expect(text, id).toContain(source);
      }
    }
  });

  it("read without a fault or a warning, happen at minute 0, and leave every other threat asleep", () => {
    for (const name of ["marauding-attack", "storms", "national-power-failure", "pandemic"]) {
      const scenario = scenarioOf(textOf(`nrr/${name}.yaml`), `nrr/${name}.yaml`);
      const woken = Object.values(scenario.threats!).filter(({ arrivals }) => (arrivals.schedule?.length ?? 0) > 0);
      expect(woken.length, name).toBeGreaterThan(0);
      for (const { arrivals } of woken) expect(arrivals.schedule![0]!.at, name).toBe(0);
    }
  });

  it("put the failure of the national grid into every force area, and keep people away in a pandemic", () => {
    const grid = scenarioOf(textOf("nrr/national-power-failure.yaml"), "nrr/national-power-failure.yaml");
    const places = grid.threats!["power-failure"]!.arrivals.schedule!.map(({ where }) => where);
    expect(places).toEqual(Object.keys(reference.places.forces!));
    const pandemic = scenarioOf(textOf("nrr/pandemic.yaml"), "nrr/pandemic.yaml");
    expect(pandemic.people!.funnel!.present).toMatchObject({ mode: 0.6 });
    expect(reference.people!.funnel!.present).toMatchObject({ mode: 0.75 });
  });
});
