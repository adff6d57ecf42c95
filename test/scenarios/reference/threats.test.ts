/**
 * Each threat of the reference, alone, moves the required or the asked work of the capabilities that it should and of no
 * other, starts the threats that it should and no other, and says in plain words what it is.
 */
import { describe, expect, it } from "vitest";
import { type Model, NONE } from "../../../engine/model.ts";
import { compileScenario } from "../../../scenarios/format/compile.ts";
import type { ResolvedScenario } from "../../../scenarios/format/read.ts";
import { national, tallied } from "../../support/scenario.ts";
import { reference, scenarioOf } from "./shipped.ts";

/** What each threat is a variant of, what it asks for by itself, and which threats it may start. */
const THREATS: Readonly<Record<string, { readonly of: string; readonly asks: string; readonly starts: string }>> = {
  disorder: {
    of: "public disorder",
    asks: "psu bdu arv aep eg fit silver bronze plt",
    starts: "copycat disorder-support disorder-arrests",
  },
  copycat: { of: "public disorder", asks: "psu bdu eg silver bronze", starts: "disorder-support disorder-arrests" },
  gathering: { of: "public disorder", asks: "psu plt eg silver", starts: "" },
  "disorder-support": { of: "public disorder", asks: "gold popsa medic dogs mounted", starts: "" },
  "disorder-arrests": { of: "public disorder", asks: "custody detective digital-forensics", starts: "" },
  "prison-disorder": { of: "public disorder", asks: "psu dogs arv roads eg silver bronze bdu", starts: "" },
  "planned-event": {
    of: "public disorder",
    asks: "psu bdu prt debonding plt eg popsa silver bronze magic medic mounted roads search afo arv gold secco explosives-dogs servator protection motorcycle",
    starts: "",
  },
  "protest-lock-on": { of: "public disorder", asks: "prt prt-complex psu bdu plt eg roads silver", starts: "" },
  "protest-glue": { of: "public disorder", asks: "debonding bdu plt eg medic roads", starts: "" },
  "weekend-protest": {
    of: "public disorder",
    asks: "bdu psu plt eg silver bronze popsa",
    starts: "protest-lock-on protest-glue",
  },
  "marauding-attack": {
    of: "terrorism",
    asks: "arv ctsfo magic silver tfc response nmat psu search afo casualty-bureau bronze dogs explosives-dogs dvi bdu",
    starts: "attack-inquiry threat-level-critical attack-disorder",
  },
  "bomb-attack": {
    of: "terrorism",
    asks: "arv ctsfo psu search dogs roads magic silver bronze casualty-bureau explosives-dogs eod tfc response nmat dvi bdu afo",
    starts: "attack-inquiry threat-level-critical attack-disorder",
  },
  "vehicle-attack": {
    of: "terrorism",
    asks: "arv ctsfo roads silver magic tfc response nmat psu search casualty-bureau collision",
    starts: "attack-inquiry threat-level-critical attack-disorder",
  },
  "hostage-taking": {
    of: "terrorism",
    asks: "ctsfo arv psu roads silver magic tfc sfo explosives-dogs ctiu response",
    starts: "",
  },
  "cbrn-attack": {
    of: "terrorism",
    asks: "arv psu roads search magic silver bronze casualty-bureau cbrn response nmat eod bdu dvi flo",
    starts: "attack-inquiry threat-level-critical attack-disorder",
  },
  "prevent-referrals": { of: "terrorism", asks: "prevent", starts: "" },
  "protective-advice": { of: "terrorism", asks: "ctsa doco", starts: "" },
  "weapons-calls": { of: "terrorism", asks: "ced arv", starts: "" },
  "attack-inquiry": {
    of: "terrorism",
    asks: "ctu ctiu special-branch detective dmi digital-forensics flo",
    starts: "",
  },
  "threat-level-critical": {
    of: "terrorism",
    asks: "armed-guarding arv dogs silver servator protection secco ports",
    starts: "critical-guarding",
  },
  "critical-guarding": { of: "terrorism", asks: "armed-guarding arv explosives-dogs", starts: "" },
  "attack-disorder": {
    of: "public disorder",
    asks: "psu bdu eg fit silver bronze plt",
    starts: "copycat disorder-support disorder-arrests",
  },
  "c2-cyber": { of: "national cyber event", asks: "nccu cyber digital-forensics", starts: "c2-area" },
  "c2-area": { of: "national cyber event", asks: "fccu digital-forensics", starts: "" },
  "c1-cyber": { of: "national cyber event", asks: "nccu cyber magic gold digital-forensics dmi", starts: "" },
  "c1-area": { of: "national cyber event", asks: "fccu digital-forensics contingency", starts: "cyber-disorder" },
  "cyber-disorder": { of: "public disorder", asks: "psu bdu plt", starts: "" },
  "c3-cyber": { of: "national cyber event", asks: "rccu fccu digital-forensics", starts: "" },
  "cyber-crime-scenes": { of: "national cyber event", asks: "fccu bdu digital-forensics", starts: "" },
  "police-systems-hit": {
    of: "national cyber event",
    asks: "fccu rccu nccu bdu magic silver nmat response contingency",
    starts: "",
  },
  "mass-fatality-accident": {
    of: "civil emergencies",
    asks: "psu roads magic silver casualty-bureau response contingency nmat collision dvi search bdu flo detective",
    starts: "",
  },
  flood: {
    of: "civil emergencies",
    asks: "bdu search magic silver bronze casualty-bureau response contingency flood-labour neighbourhood",
    starts: "flood-roads evacuation",
  },
  "flood-roads": { of: "civil emergencies", asks: "roads bdu", starts: "" },
  evacuation: { of: "civil emergencies", asks: "bdu roads silver bronze response logistics", starts: "" },
  "reservoir-failure": {
    of: "civil emergencies",
    asks: "search bdu magic silver casualty-bureau response contingency nmat flood-labour dvi flo",
    starts: "flood-roads evacuation",
  },
  "power-failure": {
    of: "civil emergencies",
    asks: "bdu roads psu magic silver response neighbourhood contingency logistics",
    starts: "outage-disorder",
  },
  "outage-disorder": { of: "public disorder", asks: "psu eg silver", starts: "" },
  "control-rooms-down": { of: "civil emergencies", asks: "bdu roads silver nmat response contingency", starts: "" },
  "hazardous-release": {
    of: "civil emergencies",
    asks: "bdu roads magic silver casualty-bureau cbrn response contingency",
    starts: "evacuation",
  },
  "drone-incident": { of: "civil emergencies", asks: "bdu roads arv silver response", starts: "" },
  "county-lines-week": {
    of: "serious and organised crime",
    asks: "county-lines soc drugs-taskforce neighbourhood pursuit safeguarding custody digital-forensics",
    starts: "",
  },
  "drugs-operation": {
    of: "serious and organised crime",
    asks: "drugs-taskforce rid surveillance technical-surveillance undercover lro psu masts soc dogs custody silver asset-recovery digital-forensics",
    starts: "",
  },
  "covert-operation": {
    of: "serious and organised crime",
    asks: "rid siu prison-intelligence undercover technical-surveillance equipment-interference surveillance armed-surveillance disruption marsoc gain psar civil-orders",
    starts: "",
  },
  "fraud-disseminations": {
    of: "serious and organised crime",
    asks: "nfib fraud victim-care fraud-coordinator digital-forensics",
    starts: "",
  },
  "fraud-operation": {
    of: "serious and organised crime",
    asks: "recu pect asset-recovery psar digital-forensics",
    starts: "",
  },
  "industry-fraud-case": {
    of: "serious and organised crime",
    asks: "industry-fraud digital-forensics",
    starts: "",
  },
  "slavery-discovery": {
    of: "serious and organised crime",
    asks: "response safeguarding custody modern-slavery rid digital-forensics",
    starts: "",
  },
  "organised-immigration-crime": {
    of: "serious and organised crime",
    asks: "response commercial-vehicles safeguarding custody oic-coordinator soc rid surveillance digital-forensics",
    starts: "",
  },
  "national-tasking": {
    of: "serious and organised crime",
    asks: "soc lro force-intelligence soc-prevent rocta disruption",
    starts: "",
  },
  "cyber-c5": { of: "serious and organised crime", asks: "fccu rccu digital-forensics", starts: "" },
  "cyber-c6": { of: "serious and organised crime", asks: "fccu", starts: "" },
  "csa-referrals": {
    of: "child sexual abuse",
    asks: "online-csa safeguarding digital-forensics vio offender-manager",
    starts: "",
  },
  "csa-online-undercover": { of: "child sexual abuse", asks: "undercover-online rid", starts: "csa-referrals" },
  "csa-inquiry": { of: "child sexual abuse", asks: "caiu detective safeguarding digital-forensics vio", starts: "" },
  "csa-reports": { of: "child sexual abuse", asks: "caiu safeguarding digital-forensics", starts: "" },
  "vawg-reports": {
    of: "violence against women and girls",
    asks: "response custody domestic-abuse rasso safeguarding digital-forensics offender-manager",
    starts: "",
  },
  "vawg-surge": {
    of: "violence against women and girls",
    asks: "response neighbourhood custody domestic-abuse safeguarding",
    starts: "",
  },
  "vawg-inquiry": {
    of: "violence against women and girls",
    asks: "rasso detective safeguarding dmi digital-forensics neighbourhood",
    starts: "",
  },
};

/** Capabilities of which anything was required or any work asked, in runs in which the threat happens thrice at the start. */
function moved(
  id: string,
  starts: boolean,
  change: (scenario: ResolvedScenario) => ResolvedScenario = (s) => s,
): string[] {
  const { triggers: _cut, ...alone } = reference.threats![id]!;
  const threat = starts ? reference.threats![id]! : alone;
  const scenario = change({
    ...reference,
    clock: { horizon: "200 d" },
    threats: { ...reference.threats, [id]: { ...threat, arrivals: { schedule: [{ at: 0 }, { at: 0 }, { at: 0 }] } } },
  });
  const { model } = compileScenario(scenario, "0".repeat(64));
  return askedIn(model);
}

function askedIn(model: Model): string[] {
  const tallies = tallied(model, 10);
  const asked = model.capabilities.filter(
    (_, cap) => national(tallies, "requiredUnitMinutes", cap) > 0 || national(tallies, "workAskedUnitMinutes", cap) > 0,
  );
  return asked.map(({ id }) => id);
}

/** A capability's national totals over some runs of a scenario, by measure. */
function measured(scenario: ResolvedScenario, id: string, runs = 10) {
  const { model } = compileScenario(scenario, "0".repeat(64));
  const cap = model.capabilities.findIndex((capability) => capability.id === id);
  const tallies = tallied(model, runs);
  return {
    model,
    total: (measure: Parameters<typeof national>[1]) => national(tallies, measure, cap),
  };
}

const words = (text: string) => text.split(" ").filter(Boolean).sort();

describe("the seven national threats", () => {
  it("are all there, each threat as a variant of one", () => {
    const found = Object.entries(reference.threats!).map(([id, threat]) => [id, threat.nationalThreat]);
    expect(Object.fromEntries(found)).toEqual(
      Object.fromEntries(Object.entries(THREATS).map(([id, { of }]) => [id, of])),
    );
    expect(new Set(found.map(([, national]) => national)).size).toBe(7);
  });

  it.each(Object.keys(THREATS))("%s alone moves the capabilities that it should and no other", (id) => {
    expect(moved(id, false).sort()).toEqual(words(THREATS[id]!.asks));
  });

  it.each(Object.keys(THREATS))("%s starts the threats that it should and no other", (id) => {
    const { triggers } = reference.threats![id]!;
    expect([...new Set((triggers ?? []).map(({ threat }) => threat))].sort()).toEqual(words(THREATS[id]!.starts));
  });

  it("start one another: an attack and a cyber emergency lead to disorder, a flood closes roads", () => {
    expect(moved("marauding-attack", true)).toEqual(expect.arrayContaining(["fit", "plt", "armed-guarding", "ctu"]));
    expect(moved("c1-area", true)).toEqual(expect.arrayContaining(["psu", "bdu"]));
    expect(moved("flood", false)).not.toContain("roads");
    expect(moved("flood", true)).toContain("roads");
  });

  it("say what they are, what severity counts, who coordinates and by which paragraph", () => {
    for (const [id, { name, help, coordination, paragraph, severity, phases }] of Object.entries(reference.threats!)) {
      expect(name?.length, id).toBeGreaterThan(4);
      expect(help?.length, id).toBeGreaterThan(40);
      expect(coordination?.length, id).toBeGreaterThan(20);
      expect(paragraph, id).toMatch(/¶\d/);
      const scales = phases.some(({ needs }) => needs?.some(({ perSeverity }) => perSeverity));
      expect(scales, id).toBe(severity !== undefined);
      if (scales) expect(help, id).toContain("Severity: ");
    }
  });
});

describe("severity", () => {
  it("twice as severe asks for more of everything that grows with it", () => {
    const required = (severity: number) => {
      const threat = { ...reference.threats!["bomb-attack"]!, severity, arrivals: { schedule: [{ at: 0 }] } };
      const scenario = {
        ...reference,
        clock: { horizon: "7 d" },
        threats: { "bomb-attack": { ...threat, triggers: [] } },
      };
      const { model } = compileScenario(scenario, "0".repeat(64));
      const tallies = tallied(model, 10);
      return model.capabilities.map((_, cap) => national(tallies, "requiredUnitMinutes", cap));
    };
    const once = required(1);
    const twice = required(2);
    const psu = Object.keys(reference.capabilities!).indexOf("psu");
    expect(twice[psu]).toBeGreaterThan(1.5 * once[psu]!);
    once.forEach((minutes, cap) => {
      expect(twice[cap]).toBeGreaterThanOrEqual(minutes);
    });
  });
});

describe("a late casualty bureau and late identification lengthen the recovery", () => {
  const accident = (people: string) =>
    scenarioOf(`muster: 1
name: An accident
clock: { horizon: 200 d }
threats:
  mass-fatality-accident: { arrivals: { schedule: [{ at: 0, where: kent, severity: 60 }] } }
${people}`);
  /** Unit-minutes of a capability that are required at the scene, over ten runs. */
  const required = (people: string, id: string) => measured(accident(people), id).total("requiredUnitMinutes");
  const few = (skill: string, holders: readonly string[]) =>
    `people:\n  changes: [${holders.map((id) => `{ at: 0, holder: ${id}, skill: ${skill}, officers: 0 }`).join(", ")}]\n`;
  const usual = { search: required("", "search"), roads: required("", "roads") };

  it("search goes on for longer where few teams identify the dead", () => {
    const regions = Object.keys(reference.people!.holdings!.dvi!.units!).slice(1);
    expect(required(few("dvi", regions), "search")).toBeGreaterThan(1.2 * usual.search);
  });

  it("roads stay closed for longer where call takers are few", () => {
    const forces = Object.keys(reference.places.forces!).filter((id) => id !== "kent");
    const late = `${few("call-taker", forces)}capabilities: { casualty-bureau: { readiness: { 24 h: 1 } } }\n`;
    const slow = late.replace("changes: [", "changes: [{ at: 0, holder: kent, skill: call-taker, officers: 2 }, ");
    expect(required(slow, "roads")).toBeGreaterThan(1.2 * usual.roads);
  });
});

describe("military aid in extremis", () => {
  const guarding = (base: string) => {
    const scenario = scenarioOf(`muster: 1
name: Critical
extends: ${base}
clock: { horizon: 6 d }
threats:
  threat-level-critical: { severity: 8, arrivals: { schedule: [{ at: 0 }] } }
  critical-guarding: { severity: 8 }
`);
    const { total } = measured(scenario, "armed-guarding");
    return { required: total("requiredUnitMinutes"), unresourced: total("unresourcedUnitMinutes") };
  };

  it("soldiers guard where armed officers run out while the level is critical, once tier 4 is open", () => {
    const closed = guarding("reference");
    const open = guarding("reference/readings/tier-4.yaml");
    expect(open.required).toBe(closed.required);
    expect(open.unresourced).toBeLessThan(0.9 * closed.unresourced);
  });
});

describe("escalation", () => {
  const disorder = (escalation: boolean) =>
    scenarioOf(`muster: 1
name: Disorder
clock: { horizon: 7 d }
policy: { escalation: ${escalation} }
threats:
  disorder: { arrivals: { schedule: [{ at: 0, severity: 20 }, { at: 0, severity: 20 }, { at: 0, severity: 20 }] } }
`);
  const psus = (escalation: boolean) => {
    const { model, total } = measured(disorder(escalation), "psu", 20);
    const steps = model.threats.flatMap(({ phases }) => phases.flatMap((phase) => phase.escalation));
    expect(steps.every(({ threat, place }) => threat > NONE && place !== null)).toBe(true);
    return { required: total("requiredUnitMinutes"), escalated: total("requiredEscalatedUnitMinutes") };
  };
  const off = psus(false);
  const on = psus(true);

  it("is off by default, and then nothing is required because of it", () => {
    expect(reference.policy?.escalation ?? false).toBe(false);
    expect(off.escalated).toBe(0);
  });

  it("is told apart where it is on: what is required without it stays as it was", () => {
    expect(on.escalated).toBeGreaterThan(0);
    expect(on.required - on.escalated).toBe(off.required);
  });
});
