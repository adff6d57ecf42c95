/** Help from outside England and Wales, as a switch, and Scotland and Northern Ireland as those who ask. */
import { describe, expect, it } from "vitest";
import { TRIGGER } from "../../engine/model.ts";
import { createWorld, type TraceEvent, traceReplication } from "../../engine/replicate.ts";
import { compileScenario } from "../../scenarios/format/compile.ts";
import { reference, scenarioOf } from "./reference/shipped.ts";

const TIER_4 = "reference/readings/tier-4.yaml";

/** One incident at `where` that asks for `units` of each capability for five days. */
const asking = (bases: string, where: string, needs: Readonly<Record<string, number>>) => `muster: 1
name: Asking
extends: [${bases}]
clock: { horizon: 6 d }
threats:
  everything-at-once:
    arrivals: { schedule: [{ at: 0 }] }
    where: ${where}
    phases:
      - duration: 5 d
        needs: [${Object.entries(needs).map(([id, units]) => `{ capability: ${id}, kind: presence, units: ${units} }`)}]
`;

const modelOf = (text: string) => compileScenario(scenarioOf(text), "0".repeat(64)).model;

function eventsOf(text: string, replications = 8): TraceEvent[] {
  const model = modelOf(text);
  const world = createWorld(model);
  const events: TraceEvent[] = [];
  for (let r = 0; r < replications; r++) traceReplication(model, world, "1", r, (event) => events.push(event));
  return events;
}

const MORE_THAN_ALL = {
  psu: 900,
  bdu: 900,
  aep: 60,
  "armed-guarding": 3000,
  eod: 60,
  logistics: 20,
  "flood-labour": 20,
};
const OUTSIDE = ["police-scotland", "psni", "military"];
const allocatedBy = (events: readonly TraceEvent[]) =>
  events.filter(({ event, donor }) => event === "allocated" && OUTSIDE.includes(String(donor)));

describe("tier 4 shut", () => {
  it("lends nothing, whatever is short", () => {
    expect(allocatedBy(eventsOf(asking("reference", "kent", MORE_THAN_ALL), 2))).toEqual([]);
  });
});

describe("tier 4 opened by one file", () => {
  const events = eventsOf(asking(`reference, ${TIER_4}`, "kent", MORE_THAN_ALL));
  const lent = allocatedBy(events);
  const from = (donor: string) => [...new Set(lent.filter((event) => event.donor === donor).map((e) => e.capability))];

  it("changes nothing of a preset but the tier, its providers and what they hold", () => {
    const plain = scenarioOf("muster: 1\nname: Plain\nextends: concurrent-disorder\n");
    for (const order of [`concurrent-disorder, ${TIER_4}`, `${TIER_4}, concurrent-disorder`]) {
      const opened = scenarioOf(`muster: 1\nname: Opened\nextends: [${order}]\n`);
      expect(opened.threats, order).toEqual(plain.threats);
      expect(opened.people!.funnel, order).toEqual(plain.people!.funnel);
      expect(opened.people!.holdings!.psu, order).toEqual(plain.people!.holdings!.psu);
      expect(opened.capabilities!.psu!.tiers!.outside!.trigger, order).toBe("at shortfall");
    }
  });

  it("opens for public order units, AEP, armed guarding, bomb disposal, logistics and floods, and for nothing else", () => {
    const scenario = scenarioOf(`muster: 1\nname: Open\nextends: ${TIER_4}\n`);
    const open = Object.entries(scenario.capabilities!).filter(([, { tiers }]) => tiers!.outside!.trigger !== "never");
    expect(open.map(([id]) => id).sort()).toEqual(Object.keys(MORE_THAN_ALL).sort());
    for (const { id, tiers } of modelOf(asking(TIER_4, "kent", { psu: 1, arv: 1, prt: 1, ctsfo: 1 })).capabilities) {
      expect(tiers[4]!.trigger === TRIGGER.never, id).toBe(id !== "psu");
    }
  });

  it("has soldiers fill armed guarding, bomb disposal, logistics and floods, never public order, AEP or arrests", () => {
    expect(from("military").sort()).toEqual(["armed-guarding", "eod", "flood-labour", "logistics"]);
    // whoever serves in PSUs is not there for a BDU
    expect(from("police-scotland")).toEqual(["psu"]);
    expect(from("psni").sort()).toEqual(["aep", "psu"]);
  });

  it("asks it last, and nobody from over the sea arrives before 24 h have gone", () => {
    expect(lent.length).toBeGreaterThan(20);
    for (const { donor, minute, tier, until } of lent) {
      expect(tier).toBe(4);
      const least = donor === "military" ? 12 * 60 : 24 * 60;
      expect(Number(until) - Number(minute), `${donor}`).toBeGreaterThanOrEqual(least);
    }
  });

  it("cannot count on it: a provider is there by chance, day by day", () => {
    const scenario = scenarioOf(`muster: 1\nname: Open\nextends: ${TIER_4}\n`);
    for (const id of OUTSIDE) {
      const { kind, notice, chance, canFill } = scenario.places.holders![id]!;
      expect(kind).toBe("outside");
      for (const figure of [notice, chance]) expect(figure).toMatchObject({ kind: "assumption" });
      expect(canFill!.length).toBeGreaterThan(0);
    }
    const days = new Set(events.filter(({ event }) => event === "allocated").map(({ donor }) => donor));
    expect(days).toContain("police-scotland");
  });
});

describe("tier 3", () => {
  it("has British Transport Police for public order and armed, the MDP and the CNC for armed work, always", () => {
    const { holders } = reference.places;
    expect(holders!.btp).toMatchObject({ kind: "nation", canFill: ["psu", "bdu", "arv", "afo", "armed-guarding"] });
    for (const id of ["mdp", "cnc"]) {
      expect(holders![id]).toMatchObject({ kind: "nation", canFill: ["afo", "armed-guarding"] });
    }
    const donors = eventsOf(asking("reference", "kent", { "armed-guarding": 3000, psu: 900 }), 1)
      .filter(({ event }) => event === "allocated")
      .map(({ donor, tier, capability }) => `${donor} ${capability} ${tier}`);
    for (const told of ["mdp armed-guarding 3", "cnc armed-guarding 3", "btp armed-guarding 3", "btp psu 3"])
      expect(donors).toContain(told);
  });
});

describe("every force and service that lends beside the forty-three", () => {
  const { holders } = scenarioOf(`muster: 1\nname: Open\nextends: ${TIER_4}\n`).places;
  const { people } = scenarioOf(`muster: 1\nname: Open\nextends: ${TIER_4}\n`);

  it.each(["btp", "mdp", "cnc", ...OUTSIDE])(
    "%s has stock, notice and chance, each an assumption with its range",
    (id) => {
      const { notice, chance } = holders![id]!;
      for (const figure of [notice, chance]) {
        expect(figure).toMatchObject({ kind: "assumption", low: expect.anything(), high: expect.anything() });
        expect(figure).toHaveProperty("source", expect.stringMatching(/^assumption /));
      }
      const stock = Object.values(people!.holdings!).flatMap(({ units, officers }) => [units?.[id], officers?.[id]]);
      expect(stock.filter((figure) => figure !== undefined).length).toBeGreaterThan(0);
    },
  );

  it("the BTP comes later, and not every day, where a planner says so", () => {
    const said = `places: { holders: { btp: { notice: 6 h, chance: 0.5 } } }\n`;
    const lent = (more: string) =>
      eventsOf(asking("reference", "kent", { psu: 900 }) + more, 12).filter(
        ({ event, donor, minute }) => event === "allocated" && donor === "btp" && minute < 1440,
      );
    const usual = lent("");
    const later = lent(said);
    expect(later.length).toBeLessThan(usual.length);
    expect(later.length).toBeGreaterThan(0);
    const soonest = (events: readonly TraceEvent[]) => Math.min(...events.map((e) => Number(e.until) - e.minute));
    expect(soonest(later)).toBeGreaterThanOrEqual(soonest(usual) + 360);
  });
});

describe("Northern Ireland and Scotland as hosts (section 98)", () => {
  const SECTION_98 = "reference/readings/section-98.yaml";

  it("are sent units from England and Wales, 36 h after they are allocated at the earliest", () => {
    for (const host of ["northern-ireland", "scotland"]) {
      const allocated = eventsOf(asking(SECTION_98, host, { psu: 60 }), 2).filter(({ event }) => event === "allocated");
      const lent = allocated.filter(({ donor }) => donor !== host);
      expect(lent.length, host).toBeGreaterThan(5);
      for (const { minute, until, tier } of lent) {
        expect(tier).toBe(3);
        expect(Number(until) - Number(minute)).toBeGreaterThanOrEqual(36 * 60);
      }
    }
  });

  it("lend nothing while they are hosts", () => {
    const donors = eventsOf(asking(SECTION_98, "kent", { psu: 900, bdu: 900 }), 1).map(({ donor }) => donor);
    for (const id of ["northern-ireland", "scotland", ...OUTSIDE]) expect(donors).not.toContain(id);
  });
});
