/** The reference country: its places, its people and its requirements add up to what is published. */
import { describe, expect, it } from "vitest";
import { read, reference, scenarioOf, table } from "./shipped.ts";

const forces = table("reference/forces.csv");
const ids = forces.map((row) => row.id!);
const holdings = reference.people!.holdings!;
/** Only what the 43 forces hold of it. */
const heldByForces = (key: string) => {
  const { units, officers } = holdings[key]!;
  const all = (units ?? officers) as Record<string, number>;
  return ids.map((id) => all[id] ?? 0);
};

describe("places", () => {
  it("has the 43 forces in the order of forces.csv, each with a seat, officers, population and area", () => {
    expect(Object.keys(reference.places!.forces!)).toEqual(ids);
    expect(ids).toHaveLength(43);
    for (const force of Object.values(reference.places!.forces!)) {
      expect(force.at).toHaveLength(2);
      for (const figure of [force.officers, force.population, force.area]) expect(figure).toBeGreaterThan(0);
    }
  });

  it.each(["ricc", "rocu", "ct", "lrf"])("puts every force in exactly one region of %s", (scheme) => {
    const members = Object.values(reference.places!.schemes![scheme]!).flatMap((region) => region.members);
    expect(members.filter((member) => ids.includes(member)).sort()).toEqual([...ids].sort());
    expect(new Set(members).size).toBe(members.length);
  });

  it("has nine RICC regions and London, and puts Kent in the South East for public order and in the East for its ROCU", () => {
    const { ricc, rocu } = reference.places!.schemes!;
    expect(Object.keys(ricc!)).toHaveLength(10);
    expect(ricc!.london!.members).toEqual(["city-of-london", "metropolitan", "region-london"]);
    expect(ricc!["south-east"]!.members).toContain("kent");
    expect(rocu!.eastern!.members).toContain("kent");
  });

  it("names as a region's member only what exists", () => {
    const known = new Set([...ids, ...Object.keys(reference.places!.holders!)]);
    for (const scheme of Object.values(reference.places!.schemes!)) {
      for (const region of Object.values(scheme)) for (const member of region.members) expect(known).toContain(member);
    }
  });

  it("gives each of the 903 pairs of forces its road once, as whole metres, 1.3 times the great circle", () => {
    const metres = reference.places!.travel!.metres!;
    const pairs = Object.entries(metres).flatMap(([from, row]) =>
      Object.entries(row).map(([to, m]) => ({ from, to, m })),
    );
    expect(pairs).toHaveLength((43 * 42) / 2);
    expect(new Set(pairs.map(({ from, to }) => [from, to].sort().join(" "))).size).toBe(pairs.length);
    for (const { m } of pairs) expect(Number.isInteger(m)).toBe(true);
    const row = table("reference/distances.csv").find(
      (r) => r.from === "avon-and-somerset" && r.to === "bedfordshire",
    )!;
    expect(metres["avon-and-somerset"]!.bedfordshire).toBe(Math.round(Number(row.great_circle_km) * 1300));
  });
});

describe("the three columns", () => {
  it("holds as many officers as are published for England and Wales", () => {
    expect(heldByForces("all").reduce((a, b) => a + b)).toBe(146_442);
    expect(Object.values(reference.places!.forces!).map((force) => force.officers)).toEqual(heldByForces("all"));
  });

  it("spreads the published pool of 18,000 over the forces, a PSU at least to each", () => {
    const level2 = heldByForces("level-2");
    expect(level2.reduce((a, b) => a + b)).toBe(18_000);
    expect(Math.min(...level2)).toBeGreaterThanOrEqual(25);
  });

  it("agrees contributions that meet the requirement in sum and that no force's holding falls short of", () => {
    const { psu, bdu } = reference.people!.contributions! as Record<string, Record<string, number>>;
    const ofForces = (amounts: Record<string, number>) => ids.map((id) => amounts[id]!);
    expect(ofForces(psu!).reduce((a, b) => a + b)).toBe(372);
    expect(ofForces(bdu!).reduce((a, b) => a + b)).toBe(234);
    for (const [i, officers] of heldByForces("level-2").entries()) {
      expect(ofForces(psu!)[i]).toBeLessThanOrEqual(officers / 25);
    }
    for (const [i, units] of heldByForces("bdu").entries()) expect(ofForces(bdu!)[i]).toBeLessThanOrEqual(units);
  });

  it("requires 372 PSUs, 234 BDUs and 18 AEP teams, and nothing where the SPR sets nothing", () => {
    const required = Object.entries(reference.capabilities!).flatMap(([id, { requirement }]) =>
      requirement === undefined ? [] : [[id, requirement]],
    );
    const two = Object.keys(reference.places!.schemes!.ricc!).filter((region) => region !== "london");
    expect(required).toEqual([
      ["psu", { nation: 372, regions: { london: 75 } }],
      ["bdu", { nation: 234 }],
      ["aep", { nation: 18, regions: Object.fromEntries(two.map((region) => [region, 2])) }],
    ]);
  });

  it("reads ¶120a the other way on request: 297 in all, 75 of them London's", () => {
    const other = scenarioOf(
      "muster: 1\nname: Other\nextends: reference/readings/psu-297-with-london.yaml\nclock: { horizon: 1 d }\n",
    );
    const lent = other.people!.contributions!.psu as Record<string, number>;
    const london = lent.metropolitan! + lent["city-of-london"]!;
    expect(other.capabilities!.psu!.requirement).toEqual({ nation: 297, regions: { london: 75 } });
    expect(london).toBe(75);
    expect(ids.map((id) => lent[id]!).reduce((a, b) => a + b)).toBe(297);
    expect(other.people!.holdings).toEqual(reference.people!.holdings);
  });

  it("has each of the nine regions able to deploy two AEP teams, 18 in all", () => {
    const lent = reference.people!.contributions!.aep as Record<string, number>;
    expect(Object.values(lent)).toEqual(Array(9).fill(2));
    expect(Object.keys(holdings.aep!.officers!)).toEqual(Object.keys(lent));
  });

  it("keeps the people of a skill within those of the skill above it, force by force", () => {
    const officersOf = (key: string): number[] => {
      const size = Number(valueGiven(reference.capabilities![key]?.officersPerUnit ?? 1));
      return heldByForces(key).map((n) => (holdings[key]!.units === undefined ? n : n * size));
    };
    const fits = (child: number[], parent: number[]) => {
      for (const [i, n] of child.entries()) expect(n).toBeLessThanOrEqual(parent[i]!);
    };
    for (const key of ["eg", "medic", "prt", "debonding"]) fits(officersOf(key), officersOf("level-2"));
    fits(officersOf("arv"), officersOf("afo"));
    for (const key of ["afo", "roads", "fccu", "level-2"]) fits(officersOf(key), officersOf("all"));
    fits(officersOf("casualty-bureau"), officersOf("staff"));
  });

  it("takes ARV crews from the published 170 to 190, by population and never by officers", () => {
    const crews = heldByForces("arv");
    const inAll = crews.reduce((a, b) => a + b);
    expect(inAll).toBeGreaterThanOrEqual(170);
    expect(inAll).toBeLessThanOrEqual(190);
    const order = forces.map((row, i) => ({ people: Number(row.pop_census_2021), crews: crews[i]! }));
    order.sort((a, b) => a.people - b.people);
    for (let i = 1; i < order.length; i++) expect(order[i]!.crews).toBeGreaterThanOrEqual(order[i - 1]!.crews);
  });
});

/** Armed, protection, CBRN, explosives; and what would say how well a place is protected. */
const SENSITIVE = "aep afo armed-guarding armed-surveillance arv cbrn ced ctiu ctsa ctsfo ctu eod explosives-dogs"
  .concat(" masts ports protection search secco servator sfo special-branch tfc")
  .split(" ");

describe("capabilities", () => {
  it("marks every armed, protective, CBRN, explosives and counter-terrorism capability as sensitive, so that no force's figure is shown", () => {
    const sensitive = Object.entries(reference.capabilities!).filter(([, capability]) => capability.sensitive);
    expect(sensitive.map(([id]) => id).sort()).toEqual(SENSITIVE);
    const armed = new Set(["afo", "arv", "sfo", "ctsfo", "aep", "masts", "armed-surveillance", "protection", "ced"]);
    for (const capability of Object.values(reference.capabilities!)) {
      if (armed.has(capability.skill!)) expect(capability.sensitive).toBe(true);
    }
  });

  it("gives each capability its paragraph, a known skill, a known scheme and a cost range", () => {
    for (const [id, capability] of Object.entries(reference.capabilities!)) {
      expect(capability.paragraph, id).toMatch(/^¶\d/);
      expect(Object.keys(reference.skills!), id).toContain(capability.skill);
      expect(Object.keys(reference.places!.schemes!), id).toContain(capability.scheme);
      expect(capability.cost, id).toMatchObject({ low: 330, high: 700 });
    }
  });

  it("keeps help from outside England and Wales closed", () => {
    for (const [id, { tiers }] of Object.entries(reference.capabilities!)) {
      expect(tiers!.outside, id).toEqual({ trigger: "never" });
    }
  });

  it("keeps the shares ready in order whatever is drawn", () => {
    const { readiness } = reference.capabilities!.psu!;
    const bounds = ["now", "1 h", "4 h", "8 h", "24 h"].map((notice) => boundsOf(readiness![notice]));
    for (let i = 1; i < bounds.length; i++) expect(bounds[i]!.low).toBeGreaterThanOrEqual(bounds[i - 1]!.high);
  });
});

describe("threats", () => {
  it("lie dormant until a scenario wakes them", () => {
    for (const [id, threat] of Object.entries(reference.threats!)) {
      const { poisson, hawkes, schedule, triggered } = threat.arrivals!;
      const dormant = triggered === true || schedule?.length === 0 || (poisson ?? hawkes)?.perDay === 0;
      expect(dormant, id).toBe(true);
    }
  });
});

it("reads without a fault or a warning", () => {
  const result = read("concurrent-disorder.yaml");
  expect(result.ok && result.warnings).toEqual([]);
});

const valueGiven = (figure: unknown) => (typeof figure === "object" ? (figure as { value: number }).value : figure);
const boundsOf = (figure: unknown) => {
  if (typeof figure === "number") return { low: figure, high: figure };
  return figure as { low: number; high: number };
};
