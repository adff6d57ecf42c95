/** Pre-emption, served clocks that stand still, and escalation, worked out by hand. */
import { describe, expect, it } from "vitest";
import { country, tell } from "./country.ts";

const onlyAsh = (units: number) => ({ holdings: { psu: { units: { ash: units } } } });

interface Riot {
  readonly at: number;
  readonly priority: number;
  readonly duration: number;
  readonly clock?: string;
  readonly mayPreempt?: boolean;
  readonly where?: string;
}

const riot = ({ at, priority, duration, clock = "demand", mayPreempt = false, where = "ash" }: Riot) => ({
  name: "Riot",
  arrivals: { schedule: [{ at, where }] },
  phases: [
    { id: "only", duration, clock, needs: [{ capability: "psu", kind: "presence", units: 1, priority, mayPreempt }] },
  ],
});

describe("pre-emption", () => {
  it("stops a served clock, which goes on with what was left when the unit is back", () => {
    const threats = {
      slow: riot({ at: 60, priority: 2, duration: 600, clock: "served" }),
      urgent: riot({ at: 100, priority: 0, duration: 50, mayPreempt: true }),
    };
    const told = tell(country({ people: onlyAsh(1), threats }));
    const ends = told.events.filter(({ event }) => event === "phase ends").map(({ minute }) => minute);
    // served 60 to 100 and from 150 on, for 600 minutes in all
    expect(ends).toEqual([150, 710]);
  });

  it("takes from the lowest priority, and only from strictly lower", () => {
    const threats = {
      middle: riot({ at: 60, priority: 1, duration: 600 }),
      lowest: riot({ at: 61, priority: 2, duration: 600 }),
      urgent: riot({ at: 100, priority: 0, duration: 50, mayPreempt: true }),
      equal: riot({ at: 110, priority: 0, duration: 50, mayPreempt: true }),
      third: riot({ at: 115, priority: 1, duration: 10, mayPreempt: true }),
    };
    const told = tell(country({ people: onlyAsh(2), threats }));
    const lost = told.events
      .filter(({ event }) => event === "pre-empted")
      .map(({ minute, threat }) => [minute, threat]);
    // the second urgent one finds only the middle one below it, the third finds nobody
    expect(lost).toEqual([
      [100, "lowest"],
      [110, "middle"],
    ]);
  });
});

it("of those who wait for the same people the first to ask is served first, whatever capability it asked for", () => {
  const local = { tiers: { regional: { trigger: "never" }, national: { trigger: "never" } } };
  const wants = (capability: string, at: number, duration: number) => ({
    name: capability,
    arrivals: { schedule: [{ at, where: "ash" }] },
    phases: [{ id: "only", duration, needs: [{ capability, kind: "presence", units: 1 }] }],
  });
  const served = (first: string, second: string) =>
    tell(
      country({
        skills: { "level-2": {} },
        capability: { skill: "level-2", ...local },
        capabilities: {
          bdu: { name: "Other", skill: "level-2", officersPerUnit: 5, scheme: "ricc", return: "instant", ...local },
        },
        people: { holdings: { "level-2": { officers: { ash: 5 } } } },
        // the five are away until 160; both others wait for them, and stay beyond it
        threats: { early: wants("psu", 60, 100), first: wants(first, 70, 300), second: wants(second, 80, 300) },
      }),
    )
      .events.filter(({ event, minute }) => event === "allocated" && minute === 160)
      .map(({ capability }) => capability);
  expect(served("bdu", "psu")).toEqual(["bdu"]);
  expect(served("psu", "bdu")).toEqual(["psu"]);
});

describe("escalation", () => {
  const run = (units: number, chance: number, escalation = true) => {
    const scenario = country({
      people: onlyAsh(units),
      threats: {
        riot: {
          name: "Riot",
          arrivals: { schedule: [{ at: 60, where: "ash", severity: 1 }] },
          phases: [
            {
              id: "only",
              duration: 300,
              needs: [{ capability: "psu", kind: "presence", units: 4 }],
              escalation: [{ below: 0.6, chance, threat: "worse", lag: 30 }],
            },
          ],
        },
        worse: {
          name: "Worse",
          arrivals: { triggered: true },
          where: "ash",
          phases: [{ id: "only", duration: 120, needs: [{ capability: "psu", kind: "presence", units: 2 }] }],
        },
      },
    });
    return tell({ ...scenario, policy: { escalation } });
  };
  const worse = (told: ReturnType<typeof run>) =>
    told.events.filter(({ event, threat }) => event === "incident" && threat === "worse").map(({ minute }) => minute);

  it("happens an hour into presence that is thinner than its share, after its lag, and is reported apart", () => {
    const told = run(2, 1);
    // half of the required on the ground from 60 on; checked at 120, begins at 150
    expect(worse(told)).toEqual([150]);
    expect(told.total("requiredEscalatedUnitMinutes")).toBe(2 * 120);
    expect(told.total("requiredUnitMinutes")).toBe(4 * 300 + 2 * 120);
  });

  it("does not happen with enough presence, without chance, or where it is switched off", () => {
    expect(worse(run(3, 1))).toEqual([]);
    expect(worse(run(2, 0))).toEqual([]);
    expect(worse(run(2, 1, false))).toEqual([]);
  });
});
