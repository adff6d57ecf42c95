import { describe, expect, it } from "vitest";
import { CHAIN, DONOR_POLICY, type Model, NEVER, NONE, TRIGGER, UNLIMITED } from "../../../engine/model.ts";
import { compileScenario } from "../../../scenarios/format/compile.ts";
import { formatFault, readScenario, readScenarioObject } from "../../../scenarios/format/read.ts";
import { GOOD } from "./small.ts";

function compiled(text: string, file = "tiny.yaml") {
  const result = readScenario(
    text.includes("extends:") || file.endsWith("json") ? text : `muster: 1\nname: Tiny\nextends: nothing\n${text}`,
    { file, load: () => null },
  );
  if (!result.ok) throw new Error(result.faults.map(formatFault).join("\n"));
  return compileScenario(result.scenario, "hash");
}

const modelOf = (text: string): Model => compiled(text).model;

/** The donors of the first capability that a host may ask at a tier, by id. */
function donorsOf(model: Model, host: string, tier: number, cap = 0): string[] {
  const k = (cap * model.nForces + model.holderIds.indexOf(host)) * 4 + tier - 1;
  return [...model.donors.slice(model.donorStart[k], model.donorStart[k + 1])].map(
    (holder) => model.holderIds[holder]!,
  );
}

/** Three forces on a line, 10 km and 30 km apart, and one of each other kind of holder. */
const TINY = `
clock: { start: 2026-08-01T06:00, horizon: 2 d, warmUp: 60 }
seed: abc
places:
  forces:
    a: { name: A Police, xy: [0, 0], officers: 100 }
    b: { xy: [10, 0], officers: 300 }
    c: { xy: [40, 0] }
  holders:
    joint: { kind: collaboration, members: [a, b], xy: [5, 0] }
    hub: { kind: hub, xy: [40, 0] }
    stock: { kind: nation, at: a }
    army: { kind: outside, notice: 24 h, chance: 0.9, xy: [0, 90] }
  schemes:
    ricc:
      west: { name: The west, members: [a, b] }
      east: { members: [c, hub] }
  roadFactor: 1.5
  speed: 60
  insideForce: 20 min
skills:
  level-2: { parent: level-3 }
  level-3: { parent: all }
  all: {}
overlaps: [{ used: level-2, blocks: level-3 }]
capabilities:
  psu:
    name: Police Support Unit
    skill: level-2
    composition: { inspector: 1, sergeant: 3, constable: 18, driver: 3 }
    alert: true
    readiness: { now: 0.1, 2 h: 0.4, 1 d: 1 }
    tiers: { national: { trigger: { ratio: 0.8 }, openingDelay: 4 h, alertShare: 0.6 }, outside: { trigger: { at: day 2 07:30 } } }
    duty: { shift: 10 h }
    requirement: { nation: 372 }
    cost: { low: 330, high: 700 }
  bdu: { skill: level-3, officersPerUnit: 22, chain: down, donors: nearest, return: instant, queue: block, travels: false }
people:
  holdings:
    psu: { relation: beside, units: { a: 2, b: 4, joint: 1, hub: 3, stock: 5, army: 2 } }
    bdu: { relation: within, units: { a: 3, c: 1 } }
    all: { officers: { a: 100, b: 300 } }
  contributions: { psu: { b: 3 } }
  floors: { psu: { a: 1 }, all: { officers: { b: 30 } } }
  alertShare: 0.1
  postures: [{ at: 1 d, alertShare: 0.5 }]
  funnel: { inTicket: 0.9, present: 0.8, byskill: { level-3: { present: 0.5 } } }
  absence: { sigma: 0.2, common: 0.5 }
  changes: [{ at: 8 h, holder: a, capability: psu, units: 1 }]
  levers: { leaveCancelled: { trigger: { ratio: 0.9 }, capability: psu, factor: 1.1 } }
  pooledSerials: [psu]
`;

describe("the clock", () => {
  it("is minutes from the start, with the hour, weekday and warm-up of the file", () => {
    expect(modelOf(TINY)).toMatchObject({
      horizon: 2880,
      warmUp: 60,
      startMinuteOfDay: 360,
      startWeekday: 5,
      seed: "abc",
      scenarioHash: "hash",
    });
  });

  it("is 14 days from a Monday where nothing is said", () => {
    const model = modelOf("places: { forces: { a: {} } }\ncapabilities: { psu: {} }");
    expect(model).toMatchObject({ horizon: 20160, warmUp: 0, startMinuteOfDay: 0, startWeekday: 0, seed: "1" });
  });
});

describe("places", () => {
  const model = modelOf(TINY);
  const index = (id: string) => model.holderIds.indexOf(id);
  const minutes = (from: string, to: string) => model.travelMinutes[index(from) * model.nHolders + index(to)];
  const metres = (from: string, to: string) => model.distance[index(from) * model.nHolders + index(to)];

  it("forces come first among holders, in file order", () => {
    expect(model.nForces).toBe(3);
    expect(model.holderIds).toEqual(["a", "b", "c", "joint", "hub", "stock", "army"]);
    expect(model.holderNames[0]).toBe("A Police");
  });

  it("roads are the straight line times the road factor, in whole metres and minutes", () => {
    expect(metres("a", "b")).toBe(15_000);
    expect(metres("b", "c")).toBe(45_000);
    expect(minutes("a", "b")).toBe(15);
    expect(minutes("b", "c")).toBe(45);
  });

  it("inside a force, and to what sits at its seat, it is insideForce", () => {
    expect(minutes("a", "a")).toBe(20);
    expect(minutes("stock", "a")).toBe(20);
    expect(metres("stock", "a")).toBe(0);
    expect(minutes("stock", "b")).toBe(15);
  });

  it("two places at one spot are a minute apart only if they have seats of their own", () => {
    const close = modelOf(TINY.replace("b: { xy: [10, 0]", "b: { xy: [0.01, 0]"));
    expect(close.travelMinutes[1]).toBe(1);
  });

  it("the notice of an outside provider includes its journey", () => {
    expect(minutes("army", "a")).toBe(0);
    expect(model.outside).toEqual([{ holder: 6, chance: 0.9, notice: 1440 }]);
  });

  it("great-circle distances are of a sphere: a degree of latitude is 111,195 m", () => {
    const globe = modelOf(
      "places: { roadFactor: 1, forces: { a: { at: [51, 0] }, b: { at: [52, 0] }, c: { at: [51, 1] } } }\ncapabilities: { psu: {} }",
    );
    expect([...globe.distance.slice(0, 3)]).toEqual([0, 111_195, 69_977]);
    expect(globe.travelMinutes[1]).toBe(103);
  });

  it("travel by tier takes the tiers of the first scheme", () => {
    const byTier = modelOf(
      TINY.replace("  speed: 60", "  travel: { byTier: { local: 30, regional: 120, national: 5 h } }"),
    );
    expect([...byTier.travelMinutes.slice(0, 3)]).toEqual([30, 120, 300]);
    expect(byTier.travelMinutes[3 * 7 + 0]).toBe(30);
  });

  it("a matrix and road metres stand over coordinates, and a pair given once holds both ways", () => {
    const given = modelOf(
      TINY.replace(
        "  speed: 60",
        "  speed: 60\n  travel: { matrix: { a: { b: 7, a: 3 } }, metres: { c: { b: 6000 } } }",
      ),
    );
    expect([...given.travelMinutes.slice(0, 3)]).toEqual([3, 7, 60]);
    expect(given.travelMinutes[7]).toBe(7);
    expect(given.travelMinutes[7 + 2]).toBe(6);
    expect(given.distance[7 + 2]).toBe(6000);
  });

  it("tiers: the host and its collaborations 1, its region 2, everyone else and national stock 3, outside 4", () => {
    const tiers = (host: number) => [...model.tierOf[0]!.slice(host * 7, host * 7 + 7)];
    expect(tiers(0)).toEqual([1, 2, 3, 1, 3, 3, 4]);
    expect(tiers(2)).toEqual([3, 3, 1, 3, 2, 3, 4]);
    expect(model.schemes).toMatchObject([
      { id: "ricc", regionIds: ["west", "east"], regionNames: ["The west", "east"] },
    ]);
    expect([...model.schemes[0]!.regionOf]).toEqual([0, 0, 1, NONE, 1, NONE, NONE]);
  });

  it("a country without schemes has one without regions, and no tier 2", () => {
    const plain = modelOf("places: { forces: { a: { xy: [0, 0] }, b: { xy: [1, 0] } } }\ncapabilities: { psu: {} }");
    expect(plain.schemes).toMatchObject([{ regionIds: [] }]);
    expect([...plain.tierOf[0]!]).toEqual([1, 3, 3, 1]);
  });
});

describe("people", () => {
  const model = modelOf(TINY);
  const node = (id: string) => model.nodeIds.indexOf(id);
  const trained = (holder: string, skill: string) =>
    model.trained[model.holderIds.indexOf(holder) * model.nNodes + node(skill)];

  it("parents come before children, whatever the order of the file", () => {
    expect(model.nodeIds).toEqual(["all", "level-3", "level-2"]);
    expect([...model.nodeParent]).toEqual([NONE, 0, 1]);
    expect([...model.capabilities[0]!.path]).toEqual([2, 1, 0]);
  });

  it("units count times their size, and beside adds to every ancestor not given in officers", () => {
    expect(model.capabilities[0]!.officersPerUnit).toBe(25);
    expect(trained("a", "level-2")).toBe(50);
    expect(trained("a", "level-3")).toBe(3 * 22 + 50);
    expect(trained("a", "all")).toBe(100);
    expect(trained("b", "level-3")).toBe(100);
  });

  it("a holder that says nothing of an ancestor holds there what it holds below", () => {
    expect(trained("hub", "all")).toBe(75);
    expect(trained("c", "all")).toBe(22);
    expect(trained("c", "level-2")).toBe(0);
  });

  it("a skill of which nobody says anything does not bind and leaves the path", () => {
    const loose = modelOf(
      TINY.replace("    all: { officers: { a: 100, b: 300 } }\n", "").replace("relation: beside", "relation: within"),
    );
    expect(loose.trained[0]).toBe(UNLIMITED);
    expect(loose.presentShare[0]).toBe(1);
    expect([...loose.capabilities[0]!.path]).toEqual([2, 1]);
  });

  it("without skills each capability is a skill of its own", () => {
    const plain = modelOf(
      "places: { forces: { a: {} } }\ncapabilities: { psu: {}, arv: { officersPerUnit: 2 } }\npeople: { holdings: { arv: { units: { a: 3 } } } }",
    );
    expect(plain.nodeIds).toEqual(["psu", "arv"]);
    expect([...plain.trained]).toEqual([UNLIMITED, 6]);
  });

  it("floors are officers at the skill, contributions units, and nothing said is no floor and no cap", () => {
    expect([...model.floorOfficers.slice(0, 6)]).toEqual([0, 0, 25, 30, 0, 0]);
    // by capability, then holder: psu of a, b …
    expect([...model.contribution.slice(0, 4)]).toEqual([UNLIMITED, 3, UNLIMITED, UNLIMITED]);
  });

  it("the shares of the funnel multiply, each from the nearest skill upward that states it", () => {
    const shares = [...model.presentShare.slice(0, 3)];
    expect(shares).toEqual([0.9 * 0.8, 0.9 * 0.5, 0.9 * 0.5]);
    const army = model.holderIds.indexOf("army") * 3;
    expect([...model.presentShare.slice(army, army + 3)]).toEqual([1, 1, 1]);
    expect(model).toMatchObject({ presentSigma: 0.2, presentCommon: 0.5 });
  });

  it("a timed change moves every total that counts those people", () => {
    expect(model.stockChanges).toEqual([
      { minute: 480, holder: 0, node: 1, trained: 66 + 25 },
      { minute: 480, holder: 0, node: 2, trained: 25 },
    ]);
  });

  it("alert, postures, levers, overlaps and pooled serials", () => {
    expect([...model.alertNode]).toEqual([0, 0, 1]);
    expect(model.alertShare).toBe(0.1);
    expect(model.postureChanges).toEqual([{ minute: 1440, alertShare: 0.5 }]);
    expect(model.overlaps).toEqual([{ used: 2, blocked: 1, share: 0.2 }]);
    expect(model.pooledSerials).toEqual([0]);
    expect(model.levers).toEqual([
      {
        id: "leaveCancelled",
        trigger: TRIGGER.atRatio,
        ratio: 0.9,
        minute: 0,
        capability: 0,
        notice: 2880,
        presentFactor: 1.1,
        extraShift: 0,
        repaidFrom: 11520,
      },
    ]);
  });
});

describe("capabilities", () => {
  const [psu, bdu] = modelOf(TINY).capabilities;

  it("tiers carry their triggers and delays; the region asks at a shortfall, outside never, where nothing is said", () => {
    expect(psu!.tiers.slice(2)).toEqual([
      {
        trigger: TRIGGER.atShortfall,
        ratio: 0,
        minute: 0,
        openingDelay: 0,
        coordinationDelay: 0,
        alertShare: Number.NaN,
      },
      { trigger: TRIGGER.atRatio, ratio: 0.8, minute: 0, openingDelay: 240, coordinationDelay: 0, alertShare: 0.6 },
      {
        trigger: TRIGGER.atTime,
        ratio: 0,
        minute: 1440 + 450 - 360,
        openingDelay: 0,
        coordinationDelay: 0,
        alertShare: Number.NaN,
      },
    ]);
    expect(bdu!.tiers[4]!.trigger).toBe(TRIGGER.never);
    expect(psu!.tiers).toHaveLength(5);
  });

  it("readiness fills five classes, the last with everybody", () => {
    expect([...psu!.readiness!]).toEqual([0.1, 0.4, 1, 1, 1]);
    expect([...psu!.notice]).toEqual([0, 120, 1440, 1440, 1440]);
    expect(bdu!.readiness).toBeNull();
  });

  it("a duty cycle says what differs; none means never tired", () => {
    expect(psu!.duty).toEqual({
      shift: 600,
      longestShift: 960,
      rest: 660,
      reliefLead: 240,
      tour: 7200,
      recovery: 1440,
      homeRestWithin: 90,
      leastLeftOnArrival: 240,
      longestJourney: 480,
    });
    expect(bdu!.duty).toBeNull();
  });

  it("chains, policies, returns, queues and costs become the engine's numbers", () => {
    expect(psu).toMatchObject({
      chain: CHAIN.up,
      donorPolicy: DONOR_POLICY.proportionate,
      instantReturn: false,
      strictQueue: false,
      travels: true,
      costLow: 330,
      costHigh: 700,
    });
    expect(bdu).toMatchObject({
      chain: CHAIN.down,
      donorPolicy: DONOR_POLICY.nearest,
      instantReturn: true,
      strictQueue: true,
      travels: false,
      refusal: 0,
    });
    expect([...modelOf(TINY).requirement]).toEqual([372, Number.NaN]);
  });

  it("a general policy holds where a capability has no word of its own", () => {
    const model = modelOf(
      `${TINY}policy: { donors: greatest spare, return: instant, queue: block, refusal: 0.1, escalation: true }\n`,
    );
    expect(model.capabilities[0]).toMatchObject({
      donorPolicy: DONOR_POLICY.greatestSpare,
      instantReturn: true,
      strictQueue: true,
      refusal: 0.1,
    });
    expect(model.capabilities[1]!.donorPolicy).toBe(DONOR_POLICY.nearest);
    expect(model.escalation).toBe(true);
  });
});

describe("donors", () => {
  const withPolicy = (policy: string) =>
    modelOf(TINY.replace("    alert: true", `    alert: true\n    donors: ${policy}`));

  it("only those who hold units are listed, the host first", () => {
    const model = withPolicy("regional proportionate");
    expect(donorsOf(model, "a", 1)).toEqual(["a", "joint"]);
    expect(donorsOf(model, "a", 2)).toEqual(["b"]);
    expect(donorsOf(model, "a", 4)).toEqual(["army"]);
    expect(donorsOf(model, "c", 1)).toEqual([]);
    expect(donorsOf(model, "c", 2)).toEqual(["hub"]);
    // People trained for more are also trained for less.
    expect(donorsOf(model, "a", 2, 1)).toEqual(["b"]);
  });

  it("proportionate: regions in travel order, those without region as one, then file order", () => {
    expect(donorsOf(withPolicy("regional proportionate"), "a", 3)).toEqual(["stock", "hub"]);
    expect(donorsOf(withPolicy("regional proportionate"), "c", 3)).toEqual(["a", "b", "joint", "stock"]);
  });

  it("nearest: by distance, then file order", () => {
    expect(donorsOf(withPolicy("nearest"), "c", 3)).toEqual(["b", "joint", "a", "stock"]);
  });

  it("supplied: in the order given, then file order", () => {
    expect(donorsOf(withPolicy("supplied\n    order: [stock, b]"), "c", 3)).toEqual(["stock", "b", "a", "joint"]);
  });

  it("a holder that gets units only later is listed", () => {
    const model = modelOf(TINY.replace("changes: [", "changes: [{ at: 60, holder: c, capability: psu, units: 1 }, "));
    expect(donorsOf(model, "c", 1)).toEqual(["c"]);
  });

  it("an outside provider is listed only for what it can fill", () => {
    const model = modelOf(TINY.replace("notice: 24 h,", "notice: 24 h, canFill: [bdu],"));
    expect(donorsOf(model, "a", 4)).toEqual([]);
  });
});

const threat = (text: string) => modelOf(`${TINY}threats:\n  riot:\n    ${text.trim().split("\n").join("\n    ")}\n`);
const PHASES = "phases: [{ duration: 90, needs: [{ capability: psu, units: 2 }] }]";

describe("threats", () => {
  it("a schedule keeps the order of the file, with NaN for what is to be drawn", () => {
    const { arrivals } = threat(
      `arrivals: { schedule: [{ at: 22, where: b, severity: 8, duration: 104 }, { at: 3 }], probability: 0.5 }\n${PHASES}`,
    ).threats[0]!;
    if (arrivals.kind !== "scheduled") throw new Error(arrivals.kind);
    expect([...arrivals.minute]).toEqual([22, 3]);
    expect([...arrivals.force]).toEqual([1, NONE]);
    expect([...arrivals.severity]).toEqual([8, Number.NaN]);
    expect([...arrivals.duration]).toEqual([104, Number.NaN]);
    expect(arrivals).toMatchObject({ jitter: null, probability: 0.5 });
  });

  const rateOf = (text: string) => {
    const { arrivals } = threat(`arrivals: { poisson: ${text} }\n${PHASES}`).threats[0]!;
    if (arrivals.kind !== "poisson") throw new Error(arrivals.kind);
    return {
      from: [...arrivals.rate.from],
      perDay: [...arrivals.rate.value].map((value) => Number((value * 1440).toFixed(9))),
    };
  };

  it("a constant rate is one step from the start of the clock", () => {
    expect(rateOf("{ perDay: 3 }")).toEqual({ from: [-60], perDay: [3] });
    expect(rateOf("{ perHour: 2 }")).toEqual({ from: [-60], perDay: [48] });
  });

  it("a rate from and until is nought outside", () => {
    expect(rateOf("{ perDay: 3, from: 6 h, until: 1 d }")).toEqual({ from: [-60, 360, 1440], perDay: [0, 3, 0] });
  });

  it("hours change on the civil hour, weekdays at midnight, and steps multiply", () => {
    const hour = Array.from({ length: 24 }, (_, h) => (h >= 18 ? 2 : 1));
    expect(rateOf(`{ perDay: 1, hour: [${hour}] }`)).toEqual({
      from: [-60, 720, 1080, 2160, 2520],
      perDay: [1, 2, 1, 2, 1],
    });
    // The clock starts on a Saturday at 06:00.
    expect(rateOf("{ perDay: 1, weekday: [1, 1, 1, 1, 1, 5, 7] }")).toEqual({
      from: [-60, 1080, 2520],
      perDay: [5, 7, 1],
    });
    expect(rateOf("{ perDay: 2, steps: [{ from: 1 d, factor: 3 }] }")).toEqual({ from: [-60, 1440], perDay: [2, 6] });
  });

  it("months change with the calendar", () => {
    const text = TINY.replace("2026-08-01T06:00", "2026-07-31T12:00");
    const model = modelOf(
      `${text}threats: { riot: { arrivals: { table: { perDay: 1, month: [1, 1, 1, 1, 1, 1, 7, 8, 1, 1, 1, 1] } }, ${PHASES} } }`,
    );
    const { arrivals } = model.threats[0]!;
    expect(arrivals.kind === "poisson" && [...arrivals.rate.from]).toEqual([-60, 720]);
  });

  it("each row of a kernel sums to the mean number of children", () => {
    const kernel = (text: string) => {
      const { arrivals } = threat(`arrivals: { hawkes: { perDay: 1, lag: 60, ${text} } }\nwhere: a\n${PHASES}`)
        .threats[0]!;
      return arrivals.kind === "hawkes" ? [...arrivals.kernel] : [];
    };
    expect(kernel("meanChildren: 0.6, kernel: same").slice(0, 3)).toEqual([0.6, 0, 0]);
    for (const share of kernel("meanChildren: 0.6, kernel: uniform")) expect(share).toBeCloseTo(0.2, 15);
    expect(
      kernel("meanChildren: 0.6, kernel: uniform, by: officers")
        .slice(0, 3)
        .map((x) => Number(x.toFixed(12))),
    ).toEqual([0.15, 0.45, 0]);
    expect(kernel("kernel: { a: { b: 0.3 }, c: { a: 0.1 } }")).toEqual([0, 0.3, 0, 0, 0, 0, 0.1, 0, 0]);
    const near = kernel("meanChildren: 0.6, kernel: near, reach: 15 km");
    // Road distances from a: 0, 15 and 60 km.
    const weights = [1, Math.exp(-1), Math.exp(-4)];
    const sum = weights[0]! + weights[1]! + weights[2]!;
    near.slice(0, 3).forEach((share, i) => {
      expect(share).toBeCloseTo((0.6 * weights[i]!) / sum, 12);
    });
  });

  it("places are named, weighted, each in turn, near or the same, and every weight ends at 1", () => {
    const place = (where: string) =>
      threat(`arrivals: { triggered: true }\nwhere: ${where}\n${PHASES}`).threats[0]!.place;
    expect(place("b")).toEqual({ kind: "named", force: 1 });
    expect(place("{ weights: { a: 1, b: 3 } }")).toEqual({ kind: "weighted", cumulative: Float64Array.of(0.25, 1, 1) });
    expect(place("{ weightedBy: officers }")).toEqual({ kind: "weighted", cumulative: Float64Array.of(0.25, 1, 1) });
    expect(place("{ weightedBy: nothing, among: [b, c] }")).toEqual({
      kind: "weighted",
      cumulative: Float64Array.of(0, 0.5, 1),
    });
    expect(place("{ each: [c, a] }")).toEqual({ kind: "each", forces: Int16Array.of(2, 0) });
    expect(place("same")).toEqual({ kind: "nearParent", cumulative: Float64Array.of(1, 1, 1, 0, 1, 1, 0, 0, 1) });
    const near = place("{ near: 15 km }");
    expect(near.kind === "nearParent" && [near.cumulative[2], near.cumulative[5], near.cumulative[8]]).toEqual([
      1, 1, 1,
    ]);
  });

  it("a need says what differs from the usual", () => {
    const [need] = threat(`arrivals: { triggered: true }\n${PHASES}`).needTemplates;
    expect(need).toEqual({
      id: "psu",
      threat: 0,
      capability: 0,
      kind: "presence",
      units: { kind: "deterministic", a: 2, b: 0, c: 0 },
      perSeverity: false,
      maxUnits: UNLIMITED,
      hourProfile: null,
      probability: 1,
      priority: 1,
      smallestTeam: 1,
      ifShort: "wait",
      patience: null,
      reserve: 0,
      queueLimit: NEVER,
      respondBy: NONE,
      lead: 0,
      work: null,
      blocking: false,
      mayPreempt: false,
      expected: false,
    });
  });

  it("a need may say everything", () => {
    const { needTemplates } = threat(`arrivals: { triggered: true }
phases:
  - duration: 90
    clock: served
    turns: { chance: 0.2, from: 1 h, until: 2 h }
    needs:
      - { capability: bdu, units: 3, team: all, ifShort: { lapseAfter: 6 h }, reserve: 1, queueLimit: 4, respondBy: 1 h, lead: 1 d, mayPreempt: true, expected: true, max: 9 }
      - { capability: bdu, units: 1, work: 30 unit-hours, blocking: true, probability: 0.5, priority: 0 }`);
    expect(needTemplates[0]).toMatchObject({
      id: "bdu",
      capability: 1,
      smallestTeam: NEVER,
      ifShort: "lapseAfter",
      patience: { kind: "deterministic", a: 360 },
      reserve: 1,
      queueLimit: 4,
      respondBy: 60,
      lead: 1440,
      mayPreempt: true,
      expected: true,
      maxUnits: 9,
    });
    expect(needTemplates[1]).toMatchObject({
      id: "bdu-2",
      kind: "work",
      work: { kind: "deterministic", a: 1800 },
      blocking: true,
      probability: 0.5,
      priority: 0,
    });
  });

  it("severities are levels with their shares, a distribution, or 1", () => {
    const severity = (text: string) => threat(`arrivals: { triggered: true }\n${text}\n${PHASES}`).threats[0]!.severity;
    expect(severity("severity: { levels: { 1: 0.5, 2: 0.25, 8: 0.25 } }")).toMatchObject({
      kind: "empirical",
      values: Float64Array.of(1, 2, 8),
      weights: Float64Array.of(0.5, 0.75, 1),
    });
    expect(severity("severity: { dist: uniform, low: 2, high: 4 }")).toMatchObject({ kind: "uniform", a: 2, b: 4 });
    expect(severity("")).toMatchObject({ kind: "deterministic", a: 1 });
  });

  it.each([
    ["8 h", { kind: "deterministic", a: 480 }],
    ["{ dist: deterministic, value: 8 h }", { kind: "deterministic", a: 480 }],
    ["{ dist: exponential, mean: 1 d 6 h }", { kind: "exponential", a: 1800 }],
    ["{ dist: lognormal, median: 1 min, sigma: 0.6 }", { kind: "lognormal", a: 0, b: 0.6 }],
    ["{ dist: gamma, mean: 8 h, cv: 0.5 }", { kind: "gamma", a: 4, b: 120 }],
    ["{ dist: gamma, shape: 2, scale: 3 h }", { kind: "gamma", a: 2, b: 180 }],
    ["{ dist: weibull, shape: 1.5, scale: 90 }", { kind: "weibull", a: 1.5, b: 90 }],
    ["{ dist: triangular, low: 1 h, mode: 2 h, high: 4 h }", { kind: "triangular", a: 60, b: 120, c: 240 }],
    ["{ dist: pert, low: 1 h, mode: 2 h, high: 4 h }", { kind: "pert", a: 60, b: 120, c: 240 }],
    ["{ dist: geometric, mean: 30 }", { kind: "geometric", a: 30 }],
    ["{ dist: poisson, mean: 30 }", { kind: "poisson", a: 30 }],
    [
      "{ dist: empirical, values: [2 h, 1 h], weights: [1, 3] }",
      { kind: "empirical", values: Float64Array.of(60, 120), weights: Float64Array.of(0.75, 1) },
    ],
  ])("a duration of %s", (text, dist) => {
    const model = threat(`arrivals: { triggered: true }\nphases: [{ duration: ${text} }]`);
    expect(model.threats[0]!.phases[0]!.duration).toMatchObject(dist);
  });
});

describe("what is not known", () => {
  const UNKNOWN = `${TINY.replace("roadFactor: 1.5", "roadFactor: { low: 1, high: 2 }").replace("psu: { b: 3 }", "psu: { b: { low: 1, mode: 2, high: 6, source: us } }")}threats:
  riot:
    arrivals: { poisson: { perDay: { low: 1, mode: 2, high: 9, value: 3, dist: pert } } }
    severity: { dist: triangular, low: 1, mode: 2, high: { low: 3, high: 5 } }
    phases:
      - id: peak
        duration: { low: 1 h, high: 3 h }
        needs: [{ capability: psu, units: 2, probability: { value: 0.5, source: us } }]
`;

  it("is every range, by a path of ids, with its distribution and central value", () => {
    const { uncertain } = compiled(UNKNOWN);
    expect(uncertain.map(({ path, dist, central }) => [path, dist.kind, central])).toEqual([
      ["places.roadFactor", "uniform", 1.5],
      ["people.contributions.psu.b", "triangular", 2],
      ["threats.riot.phases.peak.duration", "uniform", 120],
      ["threats.riot.arrivals.poisson.perDay", "pert", 3],
      ["threats.riot.severity.high", "uniform", 4],
    ]);
  });

  it("stands at central values in the model, and modelFor of those is the same model", () => {
    const { model, uncertain, modelFor } = compiled(UNKNOWN);
    expect(modelFor(uncertain.map(({ central }) => central))).toEqual(model);
  });

  it("is put in by modelFor, and the model itself stays as it was", () => {
    const { model, modelFor } = compiled(UNKNOWN);
    const drawn = modelFor([2, 5, 77, 4.5, 3.25]);
    expect(drawn.distance[1]).toBe(20_000);
    expect(drawn.contribution[1]).toBe(5);
    expect(drawn.threats[0]!.phases[0]!.duration.a).toBe(77);
    expect(drawn.threats[0]!.severity.c).toBe(3.25);
    expect(drawn.trained).toBe(model.trained);
    expect(model.distance[1]).toBe(15_000);
    expect(model.contribution[1]).toBe(2);
  });

  it("a scenario without ranges has one model", () => {
    const { model, uncertain, modelFor } = compiled(TINY);
    expect(uncertain).toEqual([]);
    expect(modelFor([])).toEqual(model);
  });

  it("drawn readiness never falls and ends with everybody", () => {
    const text = TINY.replace("now: 0.1, 2 h: 0.4", "now: { low: 0.1, high: 0.9 }, 2 h: { low: 0.2, high: 0.95 }");
    expect([...compiled(text).modelFor([0.8, 0.3]).capabilities[0]!.readiness!]).toEqual([0.8, 0.8, 1, 1, 1]);
  });
});

describe("one scenario, several spellings", () => {
  const withoutHash = (text: string, file: string) => {
    const result = readScenario(text, { file, load: () => null });
    if (!result.ok) throw new Error(result.faults.map(formatFault).join("\n"));
    return result.scenario;
  };

  it("JSON compiles to the same model as YAML", () => {
    const fromYaml = withoutHash(GOOD, "twin.yaml");
    const json = JSON.stringify({ ...fromYaml, extends: "nothing" }, null, "\t");
    const fromJson = withoutHash(json, "twin.json");
    expect(fromJson).toEqual(fromYaml);
    expect(compileScenario(fromJson, "h")).toEqual({
      ...compileScenario(fromYaml, "h"),
      modelFor: expect.any(Function),
    });
  });

  it("an object compiles to the same model as its text", () => {
    const scenario = withoutHash(GOOD, "twin.yaml");
    const read = readScenarioObject(scenario);
    expect(read.ok && compileScenario(read.scenario, "h").model).toEqual(compileScenario(scenario, "h").model);
  });

  it("a range that two places share is drawn for each of them", () => {
    const range = { low: 1, high: 3 };
    const scenario = withoutHash(GOOD, "twin.yaml");
    const shared = {
      ...scenario,
      people: { ...scenario.people, contributions: { psu: { alder: range, birch: range } } },
    };
    expect(compileScenario(shared, "h").uncertain.map(({ path }) => path)).toEqual([
      "capabilities.psu.duty.tour",
      "people.contributions.psu.alder",
      "people.contributions.psu.birch",
    ]);
  });
});

it("observations name their things by index", () => {
  const model = modelOf(
    `${TINY}observe: { busy-at-noon: { capability: bdu, quantity: levelAt, level: busy, at: 6 h }, late: { capability: psu, quantity: waitedMoreThan, atLeast: 1 h } }\n`,
  );
  expect(model.observations).toEqual([
    {
      id: "busy-at-noon",
      capability: 1,
      force: NONE,
      threat: NONE,
      quantity: "levelAt",
      level: "busy",
      at: 360,
      atLeast: 1,
    },
    {
      id: "late",
      capability: 0,
      force: NONE,
      threat: NONE,
      quantity: "waitedMoreThan",
      level: "unresourced",
      at: 0,
      atLeast: 60,
    },
  ]);
});
