/** Which donors give, and how many each. Ash asks; Beech and Cedar share its region; Damson is the rest of the country. */
import { describe, expect, it } from "vitest";
import { country, tell } from "./country.ts";

const asks = (units: number) => [{ at: 60, where: "ash", severity: units }];

describe("donors", () => {
  it("empties the host, then its region, then the country", () => {
    expect(tell(country({ schedule: asks(13) })).given()).toEqual({ ash: 2, beech: 4, cedar: 6, damson: 1 });
  });

  it("nearest first takes all of the nearer before any of the farther", () => {
    expect(tell(country({ schedule: asks(7) })).given()).toEqual({ ash: 2, beech: 4, cedar: 1 });
  });

  it("greatest spare takes one at a time from whoever has most, ties to the first in the file", () => {
    const scenario = (units: number) => country({ capability: { donors: "greatest spare" }, schedule: asks(units) });
    expect(tell(scenario(4)).given()).toEqual({ ash: 2, cedar: 2 });
    // Beech 4, Cedar 4: the fifth comes from Beech
    expect(tell(scenario(5)).given()).toEqual({ ash: 2, beech: 1, cedar: 2 });
    expect(tell(scenario(8)).given()).toEqual({ ash: 2, beech: 2, cedar: 4 });
  });

  it("regional proportionate splits a region by agreed contribution, largest remainder first", () => {
    const contributions = { psu: { beech: 4, cedar: 5, damson: 8 } };
    const scenario = (units: number) =>
      country({ capability: { donors: "regional proportionate" }, people: { contributions }, schedule: asks(units) });
    // 4 of the region: quotas 1.78 and 2.22, so one and two, and the last to the larger remainder
    expect(tell(scenario(6)).given()).toEqual({ ash: 2, beech: 2, cedar: 2 });
    // 5: quotas 2.22 and 2.78
    expect(tell(scenario(7)).given()).toEqual({ ash: 2, beech: 2, cedar: 3 });
    // the region gives its agreed nine, then the country
    expect(tell(scenario(13)).given()).toEqual({ ash: 2, beech: 4, cedar: 5, damson: 2 });
  });

  it("a donor that cannot give its quota gives all it has, the others the rest", () => {
    const people = {
      contributions: { psu: { beech: 4, cedar: 4 } },
      floors: { psu: { cedar: 5 } },
    };
    const told = tell(country({ capability: { donors: "regional proportionate" }, people, schedule: asks(6) }));
    expect(told.given()).toEqual({ ash: 2, beech: 3, cedar: 1 });
  });

  it("the supplied order is kept", () => {
    const scenario = country({ capability: { donors: "supplied" }, schedule: asks(5) });
    const told = tell({ ...scenario, policy: { order: ["cedar", "beech", "damson", "ash"] } });
    expect(told.given()).toEqual({ ash: 2, cedar: 3 });
  });

  it("floors and contributions bind donors, never the host", () => {
    const people = {
      floors: { psu: { ash: 2, beech: 3, cedar: 6, damson: 5 } },
      contributions: { psu: { damson: 1 } },
    };
    const told = tell(country({ people, schedule: asks(20) }));
    expect(told.given()).toEqual({ ash: 2, beech: 1, damson: 1 });
    // what is free behind floors and caps is held back: Beech 3, Cedar 6, Damson 7
    expect(told.total("unresourcedUnitMinutes")).toBe(16 * 600);
    expect(told.count("reasonHeldBack")).toBe(16 * 600);
  });

  it("a donor who always declines gives nothing, and the same donors decline in every run of the same luck", () => {
    expect(tell(country({ capability: { refusal: 1 }, schedule: asks(6) })).given()).toEqual({ ash: 2 });
    const half = country({ capability: { refusal: 0.5 }, schedule: asks(20) });
    const replies = Array.from({ length: 40 }, (_, replication) => Object.keys(tell(half, replication).given()).length);
    expect(replies).toEqual(
      Array.from({ length: 40 }, (_, replication) => Object.keys(tell(half, replication).given()).length),
    );
    const declined = replies.reduce((sum, donors) => sum + 4 - donors, 0);
    // 120 asks of donors at one half: 60, give or take four standard deviations
    expect(declined).toBeGreaterThan(38);
    expect(declined).toBeLessThan(82);
  });
});

describe("a capability tasked nationally", () => {
  it("asks all holders at once, its own first, then the nearest of the country whatever their region", () => {
    const scenario = country({
      capability: { chain: "national", tiers: { national: { trigger: "at shortfall", coordinationDelay: 30 } } },
      schedule: [{ at: 60, where: "damson", severity: 16 }],
      places: {
        schemes: {
          ricc: {
            west: { name: "West", members: ["ash", "beech"] },
            east: { name: "East", members: ["cedar", "damson"] },
          },
        },
      },
    });
    const told = tell(scenario);
    expect(told.given(60)).toEqual({});
    // Damson's eight, then Cedar (70 km), Beech (90 km) of another region, and none of Ash (100 km)
    expect(told.given(90)).toEqual({ damson: 8, cedar: 6, beech: 2 });
  });
});
