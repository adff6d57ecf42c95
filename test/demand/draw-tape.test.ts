/** The tape: order, shapes, what disturbs what, phases, needs and latent steps. */
import { describe, expect, it } from "vitest";
import { createTape, drawTape } from "../../engine/demand/draw-tape.ts";
import type { DemandTape } from "../../engine/demand/tape.ts";
import {
  cumulativeWeights,
  deterministic,
  empirical,
  exponential,
  lognormalFromMedianSigma,
  uniform,
} from "../../engine/kernel/draws.ts";
import { type EscalationStep, type Model, NEVER, NONE } from "../../engine/model.ts";
import { modelOf, poissonArrivals, schedule, type ThreatParts } from "./models.ts";

/** Every threat in the tape's own words: per incident all that the response reads, latent steps included. */
function incidentsOf(model: Model, tape: DemandTape, id: string): string[] {
  const threat = model.threats.findIndex((t) => t.id === id);
  const rows: string[] = [];
  for (let i = 0; i < tape.nIncidents; i++) if (tape.threat[i] === threat) rows.push(describeIncident(model, tape, i));
  return rows;
}

function describeIncident(model: Model, tape: DemandTape, i: number): string {
  const phases: string[] = [];
  for (let p = tape.firstPhase[i]!; p < tape.firstPhase[i]! + tape.nPhases[i]!; p++) {
    const needs: string[] = [];
    for (let n = tape.phaseFirstNeed[p]!; n < tape.phaseFirstNeed[p]! + tape.phaseNeeds[p]!; n++) {
      const template = model.needTemplates[tape.needTemplate[n]!]!;
      needs.push(`${template.id} ${tape.needUnits[n]} ${tape.needWork[n]} ${tape.needPatience[n]}`);
    }
    const steps: string[] = [];
    for (let s = tape.phaseFirstStep[p]!; s < tape.phaseFirstStep[p]! + tape.phaseSteps[p]!; s++) {
      const latent = tape.stepIncident[s]!;
      const what = latent === NONE ? "none" : describeIncident(model, tape, latent);
      steps.push(`${tape.stepUniform[s]} ${tape.stepLag[s]} {${what}}`);
    }
    phases.push(`${tape.phaseDuration[p]} [${needs.join(", ")}] [${steps.join(", ")}]`);
  }
  return `${tape.minute[i]} at ${tape.force[i]} severity ${tape.severity[i]}: ${phases.join(" / ")}`;
}

function draw(model: Model, seed: string, replication: number): DemandTape {
  const tape = createTape(model);
  drawTape(model, seed, replication, tape);
  return tape;
}

const anywhere = { kind: "weighted", cumulative: cumulativeWeights([1, 3]) } as const;

function stepTo(threat: number, chance: number): EscalationStep {
  return { below: 0.5, chance, threat, lag: exponential(60), place: null };
}

/** Disorder that spreads, with needs of every sort, an escalation step to the march and a trigger of the wave. */
function disorder(wave: number, march: number): ThreatParts {
  return {
    arrivals: {
      kind: "hawkes",
      rate: { from: Int32Array.of(0), value: Float64Array.of(0.01) },
      kernel: Float64Array.of(0.2, 0.2, 0.1, 0.3),
      lag: exponential(100),
    },
    place: anywhere,
    severity: empirical([1, 2, 5], [0.7, 0.2, 0.1]),
    phases: [
      {
        duration: lognormalFromMedianSigma(90, 0.5),
        turns: { chance: 0.5, from: 10, until: 50 },
        needs: [{ units: uniform(1, 5), probability: 0.7, perSeverity: true }],
        escalation: [stepTo(march, 0.5)],
      },
      {
        duration: exponential(30),
        needs: [
          { kind: "work", units: deterministic(2), work: exponential(200) },
          { ifShort: "lapseAfter", patience: exponential(45) },
        ],
      },
    ],
    triggers: [{ threat: wave, probability: 0.5, lag: exponential(50), place: null }],
  };
}

function march(self: number): ThreatParts {
  return {
    arrivals: poissonArrivals(0.004),
    place: anywhere,
    phases: [{ duration: exponential(100), needs: [{ units: uniform(1, 9) }], escalation: [stepTo(self, 0.9)] }],
  };
}

const wave: ThreatParts = {
  arrivals: { kind: "triggered" },
  place: anywhere,
  phases: [{ duration: exponential(20), needs: [{ units: uniform(1, 9) }] }],
};
const calls: ThreatParts = {
  arrivals: { kind: "finiteSource", sources: 3, idle: exponential(200) },
  place: anywhere,
  phases: [{ duration: exponential(20), needs: [{}] }],
};

const all = modelOf({ disorder: disorder(2, 1), march: march(1), wave, calls }, { escalation: true });

describe("the tape is a function of seed and replication", () => {
  it("gives the same bytes twice, whatever the tape held before", () => {
    const fresh = draw(all, "1", 5);
    const used = createTape(all);
    for (const r of [9, 2, 5]) drawTape(all, "1", r, used);
    expect(used.nIncidents).toBe(fresh.nIncidents);
    expect(fresh.nIncidents).toBeGreaterThan(20);
    for (const key of Object.keys(fresh) as (keyof DemandTape)[]) {
      const [a, b] = [fresh[key], used[key]];
      if (typeof a === "number") expect(b, key).toBe(a);
      else {
        const rows = key.startsWith("phase")
          ? fresh.nPhaseRows
          : key.startsWith("need")
            ? fresh.nNeeds
            : key.startsWith("step")
              ? fresh.nSteps
              : key === "order"
                ? fresh.nOrder
                : fresh.nIncidents;
        expect([...(b as Int32Array).slice(0, rows)], key).toEqual([...a.slice(0, rows)]);
      }
    }
  });

  it("differs between replications and between seeds", () => {
    const of = (seed: string, r: number) => incidentsOf(all, draw(all, seed, r), "disorder").join();
    expect(new Set([of("1", 0), of("1", 1), of("11", 0), of("2", 0)]).size).toBe(4);
  });

  it("keeps to bytes that were looked at: a change of these changes results", () => {
    const tape = draw(all, "1", 0);
    expect([tape.nIncidents, tape.nPhaseRows, tape.nNeeds, tape.nSteps, tape.nOrder]).toEqual([97, 103, 104, 57, 33]);
    expect(incidentsOf(all, tape, "march")[0]).toMatch(/^100 at 1 severity 1: 113 \[march\/3 4 0 2147483647\] \[/);
  });
});

describe("what is added disturbs no other draw", () => {
  const seed = "apart";
  const without = modelOf({ disorder: disorder(2, 1), march: march(1), wave }, { escalation: true });

  it("a threat put first leaves every incident of the others as it was", () => {
    const more = modelOf(
      {
        extra: { arrivals: poissonArrivals(0.05), place: anywhere },
        disorder: disorder(3, 2),
        march: march(2),
        wave,
      },
      { escalation: true },
    );
    for (let r = 0; r < 20; r++) {
      const before = draw(without, seed, r);
      const after = draw(more, seed, r);
      for (const id of ["disorder", "march", "wave"]) {
        const strip = (rows: string[]) => rows.map((row) => row.replaceAll(/(disorder|march|wave)\/\d+/g, "$1"));
        expect(strip(incidentsOf(more, after, id))).toEqual(strip(incidentsOf(without, before, id)));
      }
    }
  });

  it("a force leaves minutes, severities and sizes as they were", () => {
    const bigger = modelOf({ march: march(0) }, { nForces: 5 });
    const smaller = modelOf({ march: march(0) });
    for (let r = 0; r < 20; r++) {
      const a = draw(bigger, seed, r);
      const b = draw(smaller, seed, r);
      expect(incidentsOf(bigger, a, "march")).toEqual(incidentsOf(smaller, b, "march"));
    }
  });

  it("escalation leaves everything that happens by itself as it was", () => {
    const off = { ...all, escalation: false };
    for (let r = 0; r < 10; r++) {
      const on = draw(all, seed, r);
      const plain = draw(off, seed, r);
      expect(plain.nSteps).toBe(0);
      expect(on.nSteps).toBeGreaterThan(0);
      expect([...on.order.slice(0, on.nOrder)]).toEqual([...plain.order.slice(0, plain.nOrder)]);
      for (const column of ["minute", "force", "severity", "askMinute", "nPhases"] as const) {
        expect([...on[column].slice(0, plain.nIncidents)]).toEqual([...plain[column].slice(0, plain.nIncidents)]);
      }
      expect([...on.phaseDuration.slice(0, plain.nPhaseRows)]).toEqual([
        ...plain.phaseDuration.slice(0, plain.nPhaseRows),
      ]);
      expect([...on.needUnits.slice(0, plain.nNeeds)]).toEqual([...plain.needUnits.slice(0, plain.nNeeds)]);
    }
  });

  it("another need changes its own incident only in what follows it, and no other incident", () => {
    const one = modelOf({ a: { arrivals: poissonArrivals(0.01), place: anywhere, phases: [{ needs: [{}] }] } });
    const two = modelOf({
      a: { arrivals: poissonArrivals(0.01), place: anywhere, phases: [{ needs: [{}, { units: uniform(1, 5) }] }] },
    });
    const a = draw(one, seed, 1);
    const b = draw(two, seed, 1);
    expect(a.nIncidents).toBeGreaterThan(5);
    expect([...b.minute.slice(0, b.nIncidents)]).toEqual([...a.minute.slice(0, a.nIncidents)]);
    expect([...b.force.slice(0, b.nIncidents)]).toEqual([...a.force.slice(0, a.nIncidents)]);
  });

  it("a rate changes when incidents come, not what the n-th one is", () => {
    const of = (rate: number) =>
      modelOf({
        a: { arrivals: poissonArrivals(rate), severity: uniform(0, 9), phases: [{ duration: exponential(60) }] },
      });
    const slow = draw(of(0.01), seed, 1);
    const fast = draw(of(0.03), seed, 1);
    const n = Math.min(slow.nIncidents, fast.nIncidents);
    expect(n).toBeGreaterThan(5);
    expect([...fast.severity.slice(0, n)]).toEqual([...slow.severity.slice(0, n)]);
    expect([...fast.phaseDuration.slice(0, n)]).toEqual([...slow.phaseDuration.slice(0, n)]);
  });
});

describe("order", () => {
  it("is by ask minute, then as drawn, with latent incidents left out", () => {
    for (let r = 0; r < 20; r++) {
      const tape = draw(all, "order", r);
      let expected: number[] = [];
      for (let i = 0; i < tape.nIncidents; i++) if (tape.minute[i] !== NEVER) expected.push(i);
      expected = expected.sort((a, b) => tape.askMinute[a]! - tape.askMinute[b]! || a - b);
      expect([...tape.order.slice(0, tape.nOrder)]).toEqual(expected);
      expect(expected.length).toBeLessThan(tape.nIncidents);
    }
  });

  it("is empty, one or two long where as many incidents are scheduled", () => {
    for (const minutes of [[], [7], [9, 3]]) {
      const model = modelOf({ a: { arrivals: schedule(minutes) } });
      const tape = draw(model, "1", 0);
      expect([tape.nIncidents, tape.nPhaseRows, tape.nNeeds, tape.nOrder]).toEqual(Array(4).fill(minutes.length));
      expect(Array.from(tape.order.slice(0, tape.nOrder), (i) => tape.minute[i])).toEqual([...minutes].sort());
    }
  });

  it("asks the longest lead ahead, not before the clock starts", () => {
    const arrivals = schedule([100, 2000, 2100]);
    const model = modelOf(
      { plan: { arrivals, phases: [{ needs: [{ lead: 60 }, { lead: 1440 }] }, { needs: [{ lead: 9999 }] }] } },
      { horizon: 3000, warmUp: 30 },
    );
    const tape = draw(model, "1", 0);
    expect([...tape.askMinute.slice(0, 3)]).toEqual([-30, 560, 660]);
    expect([...tape.minute.slice(0, 3)]).toEqual([100, 2000, 2100]);
  });

  it("asks for what another incident started no earlier than that one began", () => {
    const model = modelOf(
      {
        a: {
          arrivals: schedule([500]),
          triggers: [{ threat: 1, probability: 1, lag: deterministic(30), place: null }],
        },
        b: { arrivals: { kind: "triggered" }, phases: [{ needs: [{ lead: 1440 }] }] },
      },
      { horizon: 3000 },
    );
    const tape = draw(model, "1", 0);
    expect([tape.minute[1], tape.askMinute[1]]).toEqual([530, 500]);
  });
});

describe("phases and needs", () => {
  it("last at least a minute and ask for at least a unit; work is at least a unit-minute", () => {
    const model = modelOf({
      a: {
        arrivals: poissonArrivals(0.5),
        phases: [
          {
            duration: exponential(0.4),
            needs: [
              { units: exponential(1) },
              { kind: "work", units: deterministic(1), work: exponential(0.3) },
              { ifShort: "lapseAfter", patience: exponential(0.3) },
            ],
          },
        ],
      },
    });
    const tape = draw(model, "1", 0);
    const templates = [0, 0, 0];
    for (let p = 0; p < tape.nPhaseRows; p++) expect(tape.phaseDuration[p]).toBeGreaterThanOrEqual(1);
    for (let n = 0; n < tape.nNeeds; n++) {
      const template = tape.needTemplate[n]!;
      templates[template]!++;
      expect(tape.needUnits[n]).toBeGreaterThanOrEqual(1);
      expect(tape.needWork[n]! >= 1).toBe(template === 1);
      expect(tape.needPatience[n]! !== NEVER).toBe(template === 2);
      expect(tape.needPatience[n]).toBeGreaterThanOrEqual(1);
    }
    // exp(−½) of the draws round to one or more, the others are off the tape
    expect(templates[1]).toBe(tape.nIncidents);
    expect(Math.abs(templates[0]! / tape.nIncidents - Math.exp(-0.5))).toBeLessThan(
      4.5 * Math.sqrt(0.25 / tape.nIncidents),
    );
  });

  it("scale with severity up to the most units", () => {
    const arrivals = schedule([0, 1, 2], { severity: Float64Array.of(1, 3, 50) });
    const needs = [{ units: deterministic(2), perSeverity: true, maxUnits: 60 }, { units: deterministic(2) }];
    const tape = draw(modelOf({ a: { arrivals, phases: [{ needs }] } }), "1", 0);
    expect([...tape.needUnits.slice(0, 6)]).toEqual([2, 2, 6, 2, 60, 2]);
  });

  it("happen with their probability", () => {
    const needs = [{ probability: 0.2 }, { probability: 0 }, { probability: 1 }];
    const model = modelOf({ a: { arrivals: poissonArrivals(1), phases: [{ needs }] } }, { horizon: 20000 });
    const tape = draw(model, "chance", 0);
    const counts = [0, 0, 0];
    for (let n = 0; n < tape.nNeeds; n++) counts[tape.needTemplate[n]!]!++;
    expect(counts.slice(1)).toEqual([0, tape.nIncidents]);
    expect(Math.abs(counts[0]! - 0.2 * tape.nIncidents)).toBeLessThan(4.5 * Math.sqrt(0.16 * tape.nIncidents));
  });

  it("of a precaution end at the minute it turns and go on, or end the incident", () => {
    const turns = { chance: 0.25, from: 10, until: 19 };
    const phases = [
      { duration: deterministic(300), turns, needs: [{ expected: true }] },
      { duration: deterministic(77) },
    ];
    const tape = draw(modelOf({ a: { arrivals: poissonArrivals(1), phases } }, { horizon: 20000 }), "turns", 0);
    const minutes = new Map<number, number>();
    let turned = 0;
    for (let i = 0; i < tape.nIncidents; i++) {
      const first = tape.firstPhase[i]!;
      expect(tape.phaseNeeds[first]).toBe(1);
      if (tape.nPhases[i] === 1) {
        expect(tape.phaseDuration[first]).toBe(300);
        continue;
      }
      turned++;
      minutes.set(tape.phaseDuration[first]!, (minutes.get(tape.phaseDuration[first]!) ?? 0) + 1);
      expect(tape.phaseDuration[first + 1]).toBe(77);
    }
    expect(Math.abs(turned - 0.25 * tape.nIncidents)).toBeLessThan(4.5 * Math.sqrt(0.1875 * tape.nIncidents));
    expect([...minutes.keys()].sort()).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
    for (const count of minutes.values())
      expect(Math.abs(count - turned / 10)).toBeLessThan(4.5 * Math.sqrt(turned / 10));
  });

  it("carry the clock that they run on", () => {
    const phases = [{ clock: "served" }, { clock: "demand" }] as const;
    const tape = draw(modelOf({ a: { arrivals: schedule([0]), phases: [...phases] } }), "1", 0);
    expect([...tape.phaseServed.slice(0, 2)]).toEqual([1, 0]);
  });
});

describe("places", () => {
  it("are drawn by weight, and one after another for `each`", () => {
    const model = modelOf({
      a: { arrivals: poissonArrivals(1), place: anywhere },
      b: { arrivals: schedule([5]), place: { kind: "each", forces: Int16Array.of(1, 0) } },
    });
    const tape = createTape(model);
    const visited: number[] = [];
    let alder = 0;
    let drawn = 0;
    for (let r = 0; r < 10; r++) {
      drawTape(model, "places", r, tape);
      for (let i = 0; i < tape.nIncidents; i++) {
        if (tape.threat[i] === 1) visited.push(tape.force[i]!);
        else {
          drawn++;
          if (tape.force[i] === 0) alder++;
        }
      }
    }
    expect(visited).toEqual([1, 0, 1, 0, 1, 0, 1, 0, 1, 0]);
    expect(Math.abs(alder - drawn / 4)).toBeLessThan(4.5 * Math.sqrt((drawn * 3) / 16));
  });
});

describe("latent escalation", () => {
  it("draws each step's uniform, lag and incident, no deeper than three", () => {
    const step = { ...stepTo(0, 1), lag: deterministic(45) };
    const phases = [{ needs: [{}], escalation: [step, step] }];
    const tape = draw(modelOf({ a: { arrivals: schedule([10]), phases } }, { escalation: true }), "1", 0);
    // one that happens, then 2, 4 and 8 latent ones; the deepest have no steps
    expect(tape.nIncidents).toBe(15);
    expect(tape.nSteps).toBe(14);
    expect(tape.nOrder).toBe(1);
    expect(new Set(tape.stepUniform.slice(0, 14)).size).toBe(14);
    const latent = [...tape.stepIncident.slice(0, 14)];
    expect(new Set(latent).size).toBe(14);
    for (const incident of latent) {
      expect([tape.minute[incident], tape.askMinute[incident], tape.nPhases[incident]]).toEqual([NEVER, NEVER, 1]);
      expect(tape.phaseNeeds[tape.firstPhase[incident]!]).toBe(1);
    }
    expect([...tape.stepLag.slice(0, 14)]).toEqual(Array(14).fill(45));
  });

  it("has no incident where the uniform is not below the chance", () => {
    const phases = [{ escalation: [stepTo(0, 0.3)] }];
    const model = modelOf({ a: { arrivals: poissonArrivals(0.5), phases } }, { escalation: true, horizon: 5000 });
    const tape = draw(model, "1", 0);
    let possible = 0;
    for (let s = 0; s < tape.nSteps; s++) {
      expect(tape.stepIncident[s] !== NONE).toBe(tape.stepUniform[s]! < 0.3);
      if (tape.stepIncident[s] !== NONE) possible++;
    }
    expect(Math.abs(possible - 0.3 * tape.nSteps)).toBeLessThan(4.5 * Math.sqrt(0.21 * tape.nSteps));
  });
});

describe("createTape", () => {
  it("refuses a model with more forces than 16 bits can tell apart", () => {
    expect(() => createTape(modelOf({}, { nForces: 40000 }))).toThrow("40000");
  });
});
