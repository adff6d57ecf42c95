/** Every capability that the SPR names: there, explained, held by a stated rule, able to be sent, and free where nobody asks. */
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { createWorld, type TraceEvent, traceReplication } from "../../engine/replicate.ts";
import { createTallies } from "../../engine/tally/tally.ts";
import { compileScenario } from "../../scenarios/format/compile.ts";
import { describeStock } from "../../scenarios/reference/stock.ts";
import { reference, scenarioOf, textOf } from "./reference/shipped.ts";

/** By paragraph, in the order of the SPR. */
const NAMED: Readonly<Record<string, string>> = {
  "33": "rasso domestic-abuse offender-manager safeguarding neighbourhood",
  "39": "ctu ctiu ctsa ports protection ctsfo",
  "40": "prevent secco search doco servator explosives-dogs response arv cbrn eod",
  "41, 42": "special-branch",
  "64 to 66": "drugs-taskforce surveillance county-lines",
  "67 to 73": "fraud victim-care nfib recu pect fraud-coordinator oic-coordinator",
  "76, 85": "modern-slavery industry-fraud",
  "74": "force-intelligence lro soc fccu soc-prevent",
  "75": "rid rocta siu prison-intelligence undercover undercover-online gain technical-surveillance equipment-interference".concat(
    " disruption marsoc rccu asset-recovery civil-orders psar",
  ),
  "92": "nccu cyber",
  "106, 107": "caiu online-csa vio",
  "117": "gold silver bronze popsa psu bdu prt prt-complex debonding aep eg plt fit medic",
  "118": "dogs mounted",
  "133, 134": "contingency magic casualty-bureau dvi",
  "139": "logistics flood-labour",
  "144, 145": "detective nmat",
  "147 to 156": "afo armed-guarding masts armed-surveillance sfo ced",
  "158 to 164": "digital-forensics dmi",
  "165 to 172": "roads pursuit motorcycle commercial-vehicles collision",
};
/** Needed, though the SPR does not name them; their help texts say so. */
const NOT_NAMED = "flo custody tfc";
/** Nobody has them but the military, at tier 4. */
const OUTSIDE_ONLY = ["logistics", "flood-labour"];

const ids = Object.keys(reference.capabilities!);
const parts = (parse(textOf("reference/index.yaml")) as { parts: string[] }).parts;
const stock = describeStock(parts.map((name) => parse(textOf(`reference/${name}`))));

const asking = (needs: string, where = "kent", more = "") => `muster: 1
name: Asking
clock: { horizon: 5 d }
threats:
  all-at-once:
    arrivals: { schedule: [{ at: 0 }] }
    where: ${where}
    phases: [{ duration: 4 d, needs: [${needs}] }]
${more}`;

function eventsOf(text: string, replications = 1): TraceEvent[] {
  const { model } = compileScenario(scenarioOf(text), "0".repeat(64));
  const world = createWorld(model);
  const events: TraceEvent[] = [];
  for (let r = 0; r < replications; r++) traceReplication(model, world, "1", r, (event) => events.push(event));
  return events;
}
const givers = (events: readonly TraceEvent[]) =>
  events.filter(({ event }) => event === "allocated").map(({ donor }) => String(donor));

describe("the capabilities of the SPR", () => {
  it("are all there, and no other than those it leans on without naming them", () => {
    const named = [...Object.values(NAMED), NOT_NAMED].flatMap((words) => words.split(" "));
    expect([...ids].sort()).toEqual([...named].sort());
  });

  it.each(ids)(
    "%s says in plain words what it is, by which paragraph, who holds it and on what its number rests",
    (id) => {
      const { name, help, paragraph } = reference.capabilities![id]!;
      expect(name!.length).toBeGreaterThan(2);
      expect(help!.length).toBeGreaterThan(40);
      expect(help).toMatch(/\.$/);
      expect(paragraph).toMatch(/^¶\d/);
      const { tier, holders, kind, rule, range } = stock.get(id)!;
      expect(["1", "2", "3"].includes(tier) || OUTSIDE_ONLY.includes(id)).toBe(true);
      expect(holders).not.toBe("");
      expect(["published", "derived", "assumption"]).toContain(kind);
      for (const words of [rule, range]) expect(words).toMatch(/^(?!.*undefined).{5,}/);
    },
  );

  it("that the SPR does not name say so", () => {
    for (const id of NOT_NAMED.split(" ")) {
      expect(reference.capabilities![id]!.help).toMatch(/SPR does not name|does not name this post/);
    }
  });

  it("can each be had, within four days, by a force that asks for one; military labour only where tier 4 is open", () => {
    const needs = ids.map((id) => `{ capability: ${id}, kind: presence, units: 1 }`).join(", ");
    const on = new Set(
      eventsOf(asking(needs), 2)
        .filter(({ event }) => event === "on the ground")
        .map(({ capability }) => capability),
    );
    expect(ids.filter((id) => !on.has(id)).sort()).toEqual([...OUTSIDE_ONLY].sort());
  });
});

describe("substitution by the tree of skills", () => {
  it("lets a CTSFO hub serve as an SFO team near it, at most two teams a hub, and keeps one CTSFO team at each", () => {
    const sfo = givers(eventsOf(asking("{ capability: sfo, units: 40 }", "greater-manchester")));
    expect(sfo).toContain("ctsfo-north-west");
    const teams = eventsOf(asking("{ capability: ctsfo, units: 30 }", "greater-manchester"), 5);
    const held = teams.filter(({ event }) => event === "allocated");
    // about two of the six trained are there on a day, and one of them stays
    expect(held.length).toBeGreaterThan(0);
    for (const { units } of held) expect(Number(units)).toBeLessThanOrEqual(2);
  });

  it("lets level 2 officers serve in a BDU, and nobody of level 3 in a PSU", () => {
    const none = "people: { holdings: { bdu: { units: { kent: 0 } } } }";
    expect(givers(eventsOf(asking("{ capability: bdu, units: 1 }", "kent", none)))).toContain("kent");
    const specialists = ["eg", "medic", "prt", "debonding"].map((id) => `${id}: { units: { kent: 0 } }`).join(", ");
    const noLevel2 = `people: { holdings: { level-2: { officers: { kent: 0 } }, ${specialists} } }`;
    expect(givers(eventsOf(asking("{ capability: psu, units: 1 }", "kent", noLevel2)))).not.toContain("kent");
  });

  it("counts a sniffer dog among the dogs: who is sent as one is not there as the other", () => {
    const only = "people: { holdings: { dogs: { units: { region-south-east: 4 } } } }";
    const needs = "{ capability: explosives-dogs, units: 4, priority: 0 }, { capability: dogs, units: 4, priority: 1 }";
    const events = eventsOf(asking(needs, "kent", only)).filter(({ event }) => event === "allocated");
    const local = events.filter(({ donor }) => donor === "region-south-east");
    expect(local.reduce((sum, { units }) => sum + Number(units), 0)).toBeLessThanOrEqual(4);
  });
});

describe("what nobody asks for", () => {
  const NEEDS = "{ capability: psu, units: 12 }, { capability: arv, units: 3 }";

  it("is not in the model, so that it costs neither time nor memory", () => {
    const { model } = compileScenario(scenarioOf(asking(NEEDS)), "0".repeat(64));
    expect(model.capabilities.map(({ id }) => id)).toEqual(["psu", "arv"]);
    expect(model.threats.map(({ id }) => id)).toEqual(["all-at-once"]);
    expect(createTallies(model).layout.nCells).toBe(2 * (1 + 10 + 43));
  });

  it("changes nothing by being left out: the same events, minute for minute, as where it is kept", () => {
    const kept = ids.map((id) => `see-${id}: { capability: ${id}, quantity: asked }`).join(", ");
    expect(eventsOf(asking(NEEDS, "kent", `observe: { ${kept} }`), 3)).toEqual(eventsOf(asking(NEEDS), 3));
  });

  it("stays where the scenario speaks of it: observed, watched by a lever, pooled by a region", () => {
    const speaks = `observe: { eg: { capability: eg, quantity: asked } }
people: { pooledSerials: [bdu], levers: { holdOver: { trigger: at shortfall, capability: medic } } }`;
    const { model } = compileScenario(
      scenarioOf(asking("{ capability: psu, units: 1 }", "kent", speaks)),
      "0".repeat(64),
    );
    expect(model.capabilities.map(({ id }) => id)).toEqual(["psu", "bdu", "eg", "medic"]);
  });

  it("is all kept where nothing is asked for at all", () => {
    const { model } = compileScenario(scenarioOf("muster: 1\nname: Quiet\n"), "0".repeat(64));
    expect(model.nCaps).toBe(ids.length);
  });
});
