/** Single rules at their edges, each in a country small enough to do the sums by hand. */
import { describe, expect, it } from "vitest";
import { normalQuantile } from "../../engine/kernel/draws.ts";
import { nextUniform, openStream, STREAM_WORDS } from "../../engine/kernel/streams.ts";
import { country, type Told, tell } from "./country.ts";

const onlyAsh = (units: number) => ({ holdings: { psu: { units: { ash: units } } } });
const presence = (units: number, more = {}) => ({ capability: "psu", kind: "presence", units, ...more });

/** Riots as threats of one incident each, with the needs of one phase. */
const riots = (list: readonly { at: number; lasts: number; where?: string; need: object }[]) =>
  Object.fromEntries(
    list.map(({ at, lasts, where = "ash", need }, i) => [
      `riot-${i}`,
      {
        name: `Riot ${i}`,
        arrivals: { schedule: [{ at, where }] },
        phases: [{ id: "only", duration: lasts, needs: [need] }],
      },
    ]),
  );

const told = (event: string, { events }: Told) => events.filter((one) => one.event === event);

describe("floors", () => {
  it("are whole officers, and a part of an officer for the alert is one more at home", () => {
    const people = { holdings: { psu: { units: { beech: 5 } } }, alertShare: 0.3 };
    const capability = { officersPerUnit: 1, alert: true };
    // 0.3 × 5 is one and a half: two stay
    expect(tell(country({ capability, people })).given()).toEqual({ beech: 3 });
  });

  it("bind a donor to the officer: a unit of five needs five above the floor", () => {
    const given = (officers: number) =>
      tell(
        country({
          skills: { crowd: {} },
          capability: { skill: "crowd" },
          people: {
            holdings: { crowd: { officers: { beech: 20 } } },
            floors: { crowd: { officers: { beech: officers } } },
          },
        }),
      ).given();
    expect(given(10)).toEqual({ beech: 2 });
    expect(given(11)).toEqual({ beech: 1 });
  });
});

it("two skills whose people are partly the same share those of the skill above them", () => {
  const crew = { name: "Crew", officersPerUnit: 2, scheme: "ricc", skill: "armed", return: "instant" };
  const run = tell(
    country({
      skills: { all: {}, crowd: { parent: "all" }, armed: { parent: "all" } },
      capability: { skill: "crowd" },
      capabilities: { crew },
      people: {
        holdings: {
          all: { officers: { ash: 12 } },
          crowd: { officers: { ash: 10 } },
          armed: { officers: { ash: 10 } },
        },
      },
      needs: [presence(2, { priority: 0 }), { capability: "crew", kind: "presence", units: 5, priority: 1 }],
    }),
  );
  // twelve people hold twenty skills: two units of five leave two officers, one crew
  expect(run.total("onTheGroundUnitMinutes", "psu")).toBe(2 * 600);
  expect(run.total("onTheGroundUnitMinutes", "crew")).toBe(600);
});

describe("absence", () => {
  it("moves the logit of every holder's share by σ(√c·Z of the nation + √(1−c)·Z of its own)", () => {
    const [sigma, common, share, trained] = [0.5, 0.25, 0.6, 100_000];
    const units = { ash: trained, beech: trained, cedar: trained, damson: trained };
    const scenario = country({
      capability: { officersPerUnit: 1 },
      people: { holdings: { psu: { units } }, funnel: { present: share }, absence: { sigma, common } },
      schedule: [{ at: 60, where: "ash", severity: 4 * trained }],
    });
    const state = new Int32Array(STREAM_WORDS);
    for (const replication of [0, 1, 2]) {
      const normal = (purpose: string) => {
        openStream(state, "1", purpose, replication);
        return normalQuantile(nextUniform(state));
      };
      const nation = normal("absence");
      const present = Object.keys(units).map((holder) => {
        const shift = sigma * (Math.sqrt(common) * nation + Math.sqrt(1 - common) * normal(`absence/${holder}`));
        return [holder, Math.floor(trained / (1 + Math.exp(-(Math.log(share / (1 - share)) + shift))))];
      });
      expect(tell(scenario, replication).given()).toEqual(Object.fromEntries(present));
    }
  });

  it("is drawn once a replication: the same people are there for the second ask as for the first", () => {
    const scenario = country({
      capability: { officersPerUnit: 1 },
      people: { holdings: { psu: { units: { ash: 10_000 } } }, funnel: { present: 0.5 }, absence: { sigma: 1 } },
      schedule: [60, 1000].map((at) => ({ at, where: "ash", severity: 10_000 })),
    });
    const first = tell(scenario).given(60)["ash"];
    expect(tell(scenario).given(1000)["ash"]).toBe(first);
    expect(tell(scenario, 1).given(60)["ash"]).not.toBe(first);
  });
});

it("a rest day begun is a rest day owed", () => {
  const people = {
    funnel: { rostered: 0.5 },
    levers: {
      restDaysCancelled: { trigger: { at: 0 }, capability: "psu", notice: "30 h", factor: 2, repaidFrom: "8 d" },
    },
  };
  // fifty officers more for the last eighteen hours
  expect(tell(country({ people })).count("restDaysCancelled")).toBe(50);
});

describe("donors", () => {
  it("with equal claims to the last unit: the nearer gives it", () => {
    const people = { contributions: { psu: { beech: 4, cedar: 4 } } };
    const scenario = country({
      capability: { donors: "regional proportionate" },
      people,
      schedule: [{ at: 60, where: "ash", severity: 7 }],
    });
    // five of the region: two and a half each
    expect(tell(scenario).given()).toEqual({ ash: 2, beech: 3, cedar: 2 });
  });

  it("are left as many units as the need reserves, the host too", () => {
    const told = tell(country({ needs: [presence(20, { reserve: 1 })] }));
    expect(told.given()).toEqual({ ash: 1, beech: 3, cedar: 5, damson: 7 });
  });

  it("decline each for itself, not all together", () => {
    const half = country({ capability: { refusal: 0.5 }, schedule: [{ at: 60, where: "ash", severity: 20 }] });
    const lenders = Array.from(
      { length: 40 },
      (_, replication) => Object.keys(tell(half, replication).given()).length - 1,
    );
    // one or two of three: three times of four
    const mixed = lenders.filter((n) => n === 1 || n === 2).length;
    expect(mixed).toBeGreaterThan(20);
    expect(mixed).toBeLessThan(40);
  });
});

describe("a strict queue", () => {
  const served = (queue: string) => {
    const threats = riots([
      { at: 60, lasts: 100, need: presence(1) },
      { at: 60, lasts: 300, need: presence(1) },
      { at: 70, lasts: 2000, need: presence(2, { team: "all" }) },
      { at: 80, lasts: 900, need: presence(1) },
    ]);
    return told("allocated", tell(country({ capability: { queue }, people: onlyAsh(2), threats }))).map(
      ({ minute, need }) => [minute, need],
    );
  };

  it("holds up whoever could be served behind who cannot", () => {
    // one unit is free at 160, two at 360
    expect(served("block")).toEqual([
      [60, 0],
      [60, 1],
      [360, 2],
    ]);
    expect(served("skip")).toEqual([
      [60, 0],
      [60, 1],
      [160, 3],
      [980, 2],
    ]);
  });
});

it("pre-emption spares who is of the same priority", () => {
  const threats = riots([
    { at: 60, lasts: 600, need: presence(1, { priority: 1 }) },
    { at: 100, lasts: 600, need: presence(1, { priority: 1, mayPreempt: true }) },
  ]);
  const run = tell(country({ people: onlyAsh(1), threats }));
  expect(told("pre-empted", run)).toEqual([]);
  expect(told("allocated", run).map(({ minute, need }) => [minute, need])).toEqual([
    [60, 0],
    [660, 1],
  ]);
});

it("pre-emption among equals takes from the nearest", () => {
  const threats = riots([
    { at: 60, lasts: 1000, where: "cedar", need: presence(1, { priority: 1 }) },
    { at: 61, lasts: 1000, where: "beech", need: presence(1, { priority: 1 }) },
    { at: 62, lasts: 1000, where: "damson", need: presence(1, { priority: 1 }) },
    { at: 100, lasts: 100, need: presence(1, { priority: 0, mayPreempt: true }) },
  ]);
  const lost = told("pre-empted", tell(country({ people: onlyAsh(3), threats })));
  expect(lost.map(({ host }) => host)).toEqual(["beech"]);
});

it("a smaller next phase sends home those from farthest away first", () => {
  const threats = {
    riot: {
      name: "Riot",
      arrivals: { schedule: [{ at: 60, where: "ash" }] },
      phases: [
        { id: "peak", duration: 100, needs: [presence(8)] },
        { id: "tail", duration: 100, needs: [presence(5)] },
      ],
    },
  };
  const people = { holdings: { psu: { units: { ash: 2, beech: 2, cedar: 2, damson: 2 } } } };
  const released = told("released", tell(country({ people, threats }))).filter(({ minute }) => minute === 160);
  expect(released.map(({ donor, units }) => [donor, units])).toEqual([
    ["damson", 2],
    ["cedar", 1],
  ]);
});

it("two units do twice the work of one", () => {
  const needs = [{ capability: "psu", kind: "work", units: 2, work: 600 }];
  const two = tell(country({ people: onlyAsh(2), needs }));
  const one = tell(country({ people: onlyAsh(1), needs }));
  const done = (run: Told) => told("work done", run).map(({ minute }) => minute);
  expect([done(two), done(one)]).toEqual([[60 + 300], [60 + 600]]);
  expect([two.total("workDoneUnitMinutes"), one.total("workDoneUnitMinutes")]).toEqual([600, 600]);
});

it("units are on the scene after their class's notice and the journey, the fastest class first", () => {
  const places = { travel: { byTier: { local: 30, regional: 60, national: 90 } } };
  const capability = { readiness: { now: 0.3, "1 h": 0.6, "4 h": 1 } };
  const run = tell(
    country({ places, capability, people: onlyAsh(5), schedule: [{ at: 60, where: "ash", severity: 5 }] }),
  );
  // of five, 1.5 at once, three within the hour, by cumulative rounding: two, one, two
  expect(told("on the ground", run).map(({ minute, units }) => [minute, units])).toEqual([
    [90, 2],
    [150, 1],
    [330, 2],
  ]);
});

describe("a served clock", () => {
  it("begins when the last unit is on the scene, not when it sets out", () => {
    const places = { travel: { byTier: { local: 0, regional: 90, national: 300 } } };
    const people = { holdings: { psu: { units: { ash: 1, beech: 1 } } } };
    const run = tell(country({ places, people, needs: [presence(2)], phase: { clock: "served" } }));
    expect(told("phase ends", run).map(({ minute }) => minute)).toEqual([60 + 90 + 600]);
  });
});

describe("the horizon", () => {
  it("is not reached: who would arrive in that minute does not, and what would end then is unfinished", () => {
    const arriving = (at: number) => {
      const places = { travel: { byTier: { local: 60, regional: 60, national: 60 } } };
      return tell(country({ places, people: onlyAsh(1), schedule: [{ at, where: "ash", severity: 1 }] }));
    };
    expect([arriving(2819).count("waitCount"), arriving(2820).count("waitCount")]).toEqual([1, 0]);
    const ending = (at: number) => tell(country({ schedule: [{ at, where: "ash", severity: 1 }] }));
    expect([ending(2279).count("needsUnfinished"), ending(2280).count("needsUnfinished")]).toEqual([0, 1]);
  });
});

describe("the warm-up", () => {
  it("is not measured: neither what is asked in it nor what people did in it", () => {
    const threats = {
      riot: {
        name: "Riot",
        arrivals: { poisson: { perDay: 12 } },
        where: "ash",
        phases: [{ id: "only", duration: 200, needs: [presence(1)] }],
      },
    };
    const run = tell({
      ...country({ threats }),
      clock: { start: "2026-08-03T00:00", horizon: "2 d", warmUp: "2 d" },
    });
    const asked = told("need asked", run).map(({ minute }) => minute);
    const before = asked.filter((minute) => minute < 0).length;
    expect(before).toBeGreaterThan(5);
    expect(run.count("needsAsked")).toBe(asked.length - before);
    // no journeys, home at once: people are busy just while they are on the ground
    expect(run.total("busyUnitMinutes")).toBe(run.total("onTheGroundUnitMinutes"));
    expect(run.total("onTheGroundUnitMinutes")).toBeGreaterThan(0);
  });
});

describe("the mobilisation line", () => {
  it("wants sixty of a hundred units there by the eighth hour; fifty are too few", () => {
    const places = { travel: { byTier: { local: 0, regional: 60, national: 500 } } };
    const lines = (beech: number) => {
      const people = { holdings: { psu: { units: { ash: 2, beech, damson: 8 } } } };
      const run = tell(country({ places, people, schedule: [{ at: 60, where: "ash", severity: 10 }] }));
      return (["line1hMet", "line4hMet", "line8hMet"] as const).map((line) => run.count(line));
    };
    expect(lines(3)).toEqual([1, 1, 0]);
    expect(lines(4)).toEqual([1, 1, 1]);
  });
});

describe("run-out", () => {
  it("in the series: a spell from one full hour to the next is in that hour alone", () => {
    const run = tell(country({ people: onlyAsh(1), schedule: [{ at: 60, where: "ash", severity: 2, duration: 60 }] }));
    const { bucketMinutes, nBuckets, cellStart } = run.tallies.layout;
    expect(bucketMinutes).toBe(60);
    const nation = run.tallies.seriesRunOut.slice(cellStart[0]! * nBuckets, (cellStart[0]! + 1) * nBuckets);
    expect([...nation].flatMap((runs, hour) => (runs > 0 ? [hour] : []))).toEqual([1]);
  });
});

describe("reasons", () => {
  it("the host's own idle units are a team incomplete, not held back by somebody", () => {
    const people = { ...onlyAsh(2), floors: { psu: { ash: 2 } } };
    const run = tell(country({ people, needs: [presence(3, { team: "all" })] }));
    expect([run.count("reasonHeldBack"), run.count("reasonTeamIncomplete"), run.count("reasonNoPeople")]).toEqual([
      0,
      2 * 600,
      600,
    ]);
  });

  it("units on their way to somebody else are under way elsewhere, and committed once they are there", () => {
    const places = { travel: { byTier: { local: 60, regional: 120, national: 300 } } };
    const threats = riots([
      { at: 60, lasts: 600, need: presence(1) },
      { at: 60, lasts: 600, where: "beech", need: presence(1) },
    ]);
    const run = tell(country({ places, people: onlyAsh(1), threats }));
    expect([run.count("reasonUnderWay"), run.count("reasonCommitted")]).toEqual([60, 540]);
  });
});
