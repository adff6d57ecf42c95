/** Random small scenarios over the whole language: every key that decides a number comes up, alone and together. */
import { fc } from "@fast-check/vitest";
import type { Document } from "./scenario.ts";

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });
const whole = (low: number, high: number): fc.Arbitrary<number> => fc.integer({ min: low, max: high });
const share = fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10);

/** Leaves out what was not drawn: the language has no word for undefined. */
function given(record: Record<string, unknown>): Document {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

const delay = fc.constantFrom(0, 0, 10, 60, 200);
const trigger = fc.oneof(
  fc.constant("at shortfall"),
  fc.constant("at shortfall"),
  fc.constant("never"),
  share.map((ratio) => ({ ratio })),
  whole(0, 1500).map((at) => ({ at })),
);
const tier = fc.record({
  trigger,
  openingDelay: delay,
  coordinationDelay: delay,
  alertShare: fc.constantFrom(0, 0.333, 0.6),
});

const duty = fc.record({
  shift: fc.constantFrom(180, 480, 720),
  longestShift: fc.constantFrom(720, 960),
  rest: fc.constantFrom(120, 660),
  reliefLead: fc.constantFrom(0, 60, 240),
  tour: fc.constantFrom(1000, 7200),
  recovery: fc.constantFrom(600, 1440),
  leastLeftOnArrival: fc.constantFrom(0, 60, 240),
});

const capability = (skill: string): fc.Arbitrary<Document> =>
  fc
    .record({
      officersPerUnit: fc.constantFrom(1, 1, 7, 25),
      chain: fc.constantFrom("up", "up", "down", "national"),
      travels: fc.constantFrom(true, true, false),
      alert: fc.boolean(),
      readiness: maybe(fc.constant({ now: 0.2, "1 h": 0.5, "4 h": 1 })),
      tiers: maybe(fc.record({ regional: tier, national: tier })),
      duty: maybe(duty),
      donors: fc.constantFrom("regional proportionate", "nearest", "greatest spare", "supplied"),
      return: fc.constantFrom("home", "instant"),
      queue: fc.constantFrom("skip", "skip", "block"),
      refusal: fc.constantFrom(0, 0, 0.3),
    })
    .map((drawn) => given({ skill, ...drawn }));

const duration = fc.oneof(
  whole(1, 3000),
  whole(30, 900).map((mean) => ({ dist: "exponential", mean })),
  whole(60, 900).map((median) => ({ dist: "lognormal", median, sigma: 1 })),
);

function need(capabilities: readonly string[], work: boolean, first: boolean): fc.Arbitrary<Document> {
  return fc
    .record({
      capability: fc.constantFrom(...capabilities),
      units: fc.oneof(
        whole(1, 6),
        whole(1, 4).map((mean) => ({ dist: "poisson", mean })),
      ),
      perSeverity: fc.boolean(),
      max: maybe(whole(3, 12)),
      hourProfile: maybe(fc.array(fc.constantFrom(0, 0.5, 1, 2), { minLength: 24, maxLength: 24 })),
      probability: fc.constantFrom(1, 1, 0.5),
      priority: whole(0, 2),
      team: fc.constantFrom<(number | string)[]>(1, 1, 2, "all"),
      ifShort: fc.constantFrom<(string | Document)[]>("wait", "wait", "lapse", { lapseAfter: 240 }),
      reserve: fc.constantFrom(0, 0, 1),
      queueLimit: maybe(whole(0, 2)),
      respondBy: maybe(whole(0, 300)),
      lead: first ? fc.constantFrom(0, 0, 600) : fc.constant(undefined),
      mayPreempt: fc.boolean(),
      expected: fc.boolean(),
      kind: fc.constantFrom("presence", "presence", work ? "work" : "presence"),
      amount: whole(1, 4000),
      blocking: fc.boolean(),
    })
    .map(({ kind, amount, blocking, expected, ...drawn }) =>
      given(kind === "work" ? { ...drawn, work: amount, blocking } : { ...drawn, expected }),
    );
}

function phase(
  capabilities: readonly string[],
  work: boolean,
  escalates: boolean,
  first: boolean,
): fc.Arbitrary<Document> {
  return fc
    .record({
      duration,
      clock: fc.constantFrom("demand", "demand", "served"),
      turns: maybe(fc.constant({ chance: 0.5, from: 10, until: 40 })),
      needs: fc.array(need(capabilities, work, first), { minLength: 1, maxLength: 2 }),
      escalation: escalates
        ? maybe(fc.constant([{ below: 0.8, chance: 0.7, threat: "sequel", lag: 100, where: "same" }]))
        : fc.constant(undefined),
    })
    .map(given);
}

/** Only the needs of a first phase may ask ahead of their time. */
function phases(capabilities: readonly string[], work: boolean, escalates: boolean, most: number) {
  return fc
    .tuple(
      phase(capabilities, work, escalates, true),
      fc.array(phase(capabilities, work, escalates, false), { maxLength: most - 1 }),
    )
    .map(([first, rest]) => [first, ...rest]);
}

const arrivals = (forces: readonly string[]): fc.Arbitrary<Document> =>
  fc.oneof(
    fc
      .array(fc.record({ at: whole(0, 2800), where: fc.constantFrom(...forces), severity: whole(1, 5) }).map(given), {
        minLength: 1,
        maxLength: 8,
      })
      .map((schedule) => ({ schedule })),
    whole(1, 12).map((perDay) => ({ poisson: { perDay } })),
    whole(1, 6).map((perDay) => ({
      hawkes: { perDay, meanChildren: 0.6, lag: { dist: "exponential", mean: 200 }, kernel: "uniform" },
    })),
    whole(1, 6).map((sources) => ({ finiteSource: { sources, idle: { dist: "exponential", mean: 400 } } })),
  );

function threats(forces: readonly string[], capabilities: readonly string[], work: boolean): fc.Arbitrary<Document> {
  const first = fc
    .record({
      arrivals: arrivals(forces),
      severity: fc.constant({ levels: { 1: 0.6, 3: 0.4 } }),
      phases: phases(capabilities, work, true, 3),
      triggers: maybe(fc.constant([{ threat: "sequel", probability: 0.5, lag: 90, where: "same" }])),
    })
    .map(given);
  const sequel = fc
    .record({
      arrivals: fc.constant({ triggered: true }),
      phases: phases(capabilities, work, false, 2),
    })
    .map(given);
  const other = fc
    .record({
      arrivals: arrivals(forces),
      phases: phases(capabilities, work, false, 1),
    })
    .map(given);
  return fc.record({ first, sequel, other });
}

export interface Drawn {
  readonly document: Document;
  readonly forces: readonly string[];
  readonly capabilities: readonly string[];
  /** officers of a force at each capability's own skill never change, and nobody else uses them */
  readonly steady: boolean;
  readonly units: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** @param work whether needs of work may come up */
export function randomScenario(work: boolean): fc.Arbitrary<Drawn> {
  const all = ["alder", "birch", "cedar", "doral"];
  return whole(1, 4).chain((nForces) => {
    const forces = all.slice(0, nForces);
    const byForce = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> =>
      fc.record(Object.fromEntries(forces.map((id) => [id, value])));
    return whole(1, 2).chain((nCaps) => {
      const capabilities = ["psu", "bdu"].slice(0, nCaps);
      const skills = ["level-2", "level-3"];
      return fc
        .record({
          xy: byForce(fc.tuple(whole(0, 200), whole(0, 200))),
          inNorth: byForce(fc.boolean()),
          psu: capability(skills[0]!),
          bdu: capability(skills[1]!),
          psuUnits: byForce(whole(0, 9)),
          bduUnits: byForce(whole(0, 9)),
          contributions: maybe(byForce(whole(0, 6))),
          floors: maybe(byForce(whole(0, 3))),
          funnel: maybe(fc.constant({ present: 0.8, rostered: 0.9 })),
          absence: maybe(fc.constant({ sigma: 0.4, common: 0.5 })),
          change: maybe(fc.record({ at: whole(100, 2000), units: whole(0, 9) })),
          posture: maybe(whole(100, 2000)),
          lever: maybe(
            fc.record({
              trigger,
              notice: delay,
              factor: fc.constantFrom(1, 1.2, 1.5),
              repaidFrom: fc.constantFrom(1000, 100_000),
            }),
          ),
          longShifts: maybe(fc.record({ trigger, notice: delay })),
          pooled: fc.boolean(),
          overlap: fc.boolean(),
          warmUp: fc.constantFrom(0, 0, 300),
          escalation: fc.boolean(),
          threats: threats(forces, capabilities, work),
        })
        .map((drawn): Drawn => {
          const north = forces.filter((id) => drawn.inNorth[id]);
          const south = forces.filter((id) => !drawn.inNorth[id]);
          const units: Record<string, Record<string, number>> = { psu: drawn.psuUnits };
          if (nCaps === 2) units.bdu = drawn.bduUnits;
          const levers = given({
            restDaysCancelled: drawn.lever && { capability: "psu", ...drawn.lever },
            longShifts: drawn.longShifts && { capability: "psu", ...drawn.longShifts },
          });
          const document = {
            clock: { horizon: 2880, warmUp: drawn.warmUp },
            places: {
              forces: Object.fromEntries(forces.map((id) => [id, { xy: drawn.xy[id] }])),
              schemes: {
                ricc: given({
                  north: north.length > 0 ? { members: north } : undefined,
                  south: south.length > 0 ? { members: south } : undefined,
                }),
              },
            },
            skills: { all: {}, "level-3": { parent: "all" }, "level-2": { parent: "level-3" }, afo: { parent: "all" } },
            ...(drawn.overlap ? { overlaps: [{ used: "level-2", blocks: "afo" }] } : {}),
            capabilities: given({ psu: drawn.psu, bdu: nCaps === 2 ? drawn.bdu : undefined }),
            policy: { escalation: drawn.escalation },
            people: given({
              holdings: Object.fromEntries(
                Object.entries(units).map(([id, holding]) => [id, { relation: "beside", units: holding }]),
              ),
              contributions: drawn.contributions && { psu: drawn.contributions },
              floors: drawn.floors && { psu: drawn.floors },
              funnel: drawn.funnel,
              absence: drawn.absence,
              changes: drawn.change && [
                { at: drawn.change.at, holder: "alder", capability: "psu", units: drawn.change.units },
              ],
              postures: drawn.posture === undefined ? undefined : [{ at: drawn.posture, alertShare: 0.4 }],
              levers: Object.keys(levers).length > 0 ? levers : undefined,
              pooledSerials: drawn.pooled ? ["psu"] : undefined,
            }),
            threats: drawn.threats,
          };
          const steady = drawn.change === undefined && drawn.lever === undefined && nCaps === 1 && !drawn.pooled;
          return { document, forces, capabilities, steady, units };
        });
    });
  });
}
