/** Starting from now: every expected minute worked out by hand from model.md §8. */
import { describe, expect, it } from "vitest";
import { formatFault, readScenario } from "../../scenarios/format/read.ts";
import { handMade, splitOf } from "../support/hand.ts";
import { type Document, modelOf, national, nationalSum, tallied, traced, yamlOf } from "../support/scenario.ts";

/** host and near are one region, half an hour within a force, two hours between; `near` has three units. */
const start = (
  position: readonly Document[],
  needs: Parameters<typeof handMade>[0]["needs"] = [],
  psu: Document = {},
) => handMade({ horizon: 1440, units: { host: 0, near: 3 }, psu, needs, more: { position } });

const told = (model: ReturnType<typeof start>, ...names: readonly string[]) =>
  traced(model)
    .filter(({ event }) => names.includes(event))
    .map(({ event, minute, units }) => [event, minute, units]);

describe("two units on the ground at another force until 10:00", () => {
  const out = { force: "near", capability: "psu", committed: 2, toWhom: "host", until: "10 h" };
  const model = start([out]);

  it("requires exactly what is committed, and has it from minute 0", () => {
    expect(splitOf(model)).toEqual({
      required: 1200,
      ground: 1200,
      transit: 0,
      resting: 0,
      unresourced: 0,
      reasons: {},
    });
    expect(told(model, "on the ground", "released")).toEqual([
      ["on the ground", 0, 2],
      ["released", 600, 2],
    ]);
  });

  it("keeps them from others until they are released: the third goes at once, no fourth is to be had till then", () => {
    const asked = start([out], [{ at: 0, lasts: 1440, where: "near", units: 2 }]);
    // near's third unit is there after 30 min; one of the two, released at 600, is offered at once: 120 min on the road
    expect(splitOf(asked)).toEqual({
      required: 1200 + 2 * 1440,
      ground: 1200 + (1440 - 30) + (1440 - 720),
      transit: 30 + 120,
      resting: 0,
      unresourced: 600,
      reasons: { committedElsewhere: 600 },
    });
  });

  it("starts shift and tour at 0: with 12-hour shifts they rest near the host at 720, and are back 11 h later", () => {
    const long = start([{ ...out, until: "1 d" }], [], { duty: { shift: "12 h" } });
    // relief is asked for at 480: the third is there from 600 to 1200; the two are rested at 720 + 660, and both wanted
    expect(told(long, "rests near the host", "back on duty")).toEqual([
      ["rests near the host", 720, 2],
      ["rests near the host", 1200, 1],
      ["back on duty", 1380, 2],
    ]);
    expect(national(tallied(long, 1), "officerShifts")).toBe(2 + 1 + 2);
  });
});

it("a resting unit is free at 11 h, whoever asks before", () => {
  const model = start(
    [{ force: "near", capability: "psu", resting: 3 }],
    [{ at: 60, lasts: 1200, where: "near", units: 1 }],
  );
  // asked at 60, free at 660, on the ground at 690, until 1260
  expect(splitOf(model)).toEqual({
    required: 1200,
    ground: 570,
    transit: 30,
    resting: 0,
    unresourced: 600,
    reasons: { restingElsewhere: 600 },
  });
});

it("a stood-up unit goes at once, the rest by its readiness class", () => {
  const readiness = { now: 0, "4 h": 1 };
  const need = { at: 0, lasts: 600, where: "near", units: 2 };
  const arrivals = (position: readonly Document[]) =>
    told(start(position, [need], { readiness }), "on the ground").map(([, minute, units]) => [minute, units]);
  expect(arrivals([{ force: "near", capability: "psu", stoodUp: 1 }])).toEqual([
    [30, 1],
    [270, 1],
  ]);
});

it("with everybody named, one unit stands, one rests and one goes at once", () => {
  const model = start(
    [{ force: "near", capability: "psu", committed: 1, toWhom: "host", until: 60, resting: 1, stoodUp: 1 }],
    [{ at: 0, lasts: 1440, where: "near", units: 3 }],
    { readiness: { now: 0, "4 h": 1 } },
  );
  // on the road from 0 (stood up), 60 (offered, host to host) and 660 (rested; readiness 4 h)
  expect(told(model, "on the ground")).toEqual([
    ["on the ground", 0, 1],
    ["on the ground", 30, 1],
    ["on the ground", 180, 1],
    ["on the ground", 930, 1],
  ]);
});

it("whoever is out is there, whatever share of people a replication draws", () => {
  const model = handMade({
    horizon: 600,
    units: { host: 0, near: 3 },
    needs: [],
    more: {
      people: { holdings: { psu: { units: { host: 0, near: 3 } } }, funnel: { present: 0.4 } },
      position: [{ force: "near", capability: "psu", committed: 2, toWhom: "host", until: 600 }],
    },
  });
  expect(splitOf(model)).toMatchObject({ required: 1200, ground: 1200, unresourced: 0 });
});

it("an incident of the position is a need asked and met on time", () => {
  const tallies = tallied(start([{ force: "near", capability: "psu", committed: 1, toWhom: "host", until: 60 }]), 3);
  expect([nationalSum(tallies, "needsAsked"), nationalSum(tallies, "needsMetOnTime")]).toEqual([3, 3]);
});

it("a position moves nobody else's luck", () => {
  const more = {
    threats: {
      riot: {
        arrivals: { poisson: { perDay: 20 } },
        where: "host",
        phases: [{ duration: { dist: "exponential", mean: 60 }, needs: [{ capability: "psu", units: 1 }] }],
      },
    },
  };
  const riots = (position: Document) =>
    traced(handMade({ horizon: 1440, units: { host: 9, near: 9 }, needs: [], more: { ...more, ...position } }))
      .filter(({ event, threat }) => event === "incident" && threat === "riot")
      .map(({ minute }) => minute);
  const rows = [{ force: "near", capability: "psu", committed: 1, toWhom: "host", until: 60 }];
  expect(riots({ position: rows })).toEqual(riots({}));
  expect(riots({}).length).toBeGreaterThan(5);
});

describe("a position that cannot be is refused", () => {
  const faultsOf = (more: Document): string[] => {
    const text = yamlOf({
      muster: 1,
      name: "A test",
      extends: "nothing",
      places: { forces: { kent: {}, essex: {} }, travel: { byTier: { local: 30, regional: 60, national: 90 } } },
      capabilities: { psu: {} },
      people: { holdings: { psu: { units: { kent: 2, essex: 2 } } } },
      ...more,
    });
    const read = readScenario(text, { file: "now.yaml", load: () => null });
    return read.ok ? read.warnings.map(formatFault) : read.faults.map(formatFault);
  };
  const row = { force: "kent", capability: "psu", committed: 1, toWhom: "essex", until: "6 h" };

  it("with a warm-up", () => {
    expect(faultsOf({ clock: { warmUp: "1 d" }, position: [row] }).join()).toMatch(
      /clock\.warmUp: A run that starts from a position has no warm-up/,
    );
  });

  it("with places and capabilities that are not there, all at once", () => {
    const faults = faultsOf({
      position: [
        { ...row, force: "kemt" },
        { ...row, toWhom: "esex", capability: "psux" },
      ],
    });
    expect(faults).toHaveLength(3);
    expect(faults.join("\n")).toMatch(
      /"kemt" is not a force or holder.*"kent"[\s\S]*"psux"[\s\S]*"esex" is not a force/,
    );
  });

  it("without where to and until when, or without units", () => {
    const faults = faultsOf({
      position: [
        { force: "kent", capability: "psu", committed: 1 },
        { force: "kent", capability: "psu" },
      ],
    });
    expect(faults.join("\n")).toMatch(/"toWhom" is missing[\s\S]*"until" is missing[\s\S]*this one says none/);
  });

  it("and more than a force holds is a warning", () => {
    expect(faultsOf({ position: [{ ...row, committed: 2, resting: 1 }] }).join()).toMatch(
      /3 units of psu out.*holds 2/,
    );
  });

  it("a good one has neither", () => {
    expect(faultsOf({ position: [row] })).toEqual([]);
    expect(() => modelOf({ places: { forces: { kent: {} } }, capabilities: { psu: {} } })).not.toThrow();
  });
});
