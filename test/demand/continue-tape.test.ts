/** One history, another future: before the minute the tape is the one, from it on the other. */
import { describe, expect, it } from "vitest";
import { continueTape } from "../../engine/demand/continue-tape.ts";
import { createTape, drawTape } from "../../engine/demand/draw-tape.ts";
import type { DemandTape } from "../../engine/demand/tape.ts";
import { NEVER } from "../../engine/model.ts";
import { modelOf } from "../support/scenario.ts";

const model = modelOf({
  clock: { horizon: "10 d" },
  places: { forces: { alder: { xy: [0, 0] }, birch: { xy: [50, 0] } } },
  capabilities: { psu: {} },
  people: { holdings: { psu: { units: { alder: 5, birch: 5 } } } },
  policy: { escalation: true },
  threats: {
    affray: {
      arrivals: { poisson: { perDay: 4 } },
      severity: { dist: "poisson", mean: 3 },
      phases: [
        {
          duration: { dist: "exponential", mean: "6 h" },
          needs: [{ capability: "psu", units: 1 }],
          escalation: [{ below: 0.9, chance: 0.5, threat: "affray", lag: "3 h" }],
        },
        { duration: { dist: "exponential", mean: "6 h" }, needs: [{ capability: "psu", units: 2 }] },
      ],
    },
    copycat: {
      arrivals: { hawkes: { perDay: 1, meanChildren: 0.6, lag: { dist: "exponential", mean: "1 d" }, kernel: "near" } },
      phases: [{ duration: "4 h", needs: [{ capability: "psu", units: 1 }] }],
    },
    market: {
      arrivals: { schedule: [{ at: "2 d" }, { at: "8 d" }], jitter: { dist: "uniform", low: -600, high: 600 } },
      phases: [{ duration: "4 h", needs: [{ capability: "psu", units: 1 }] }],
    },
  },
});

const FORK = 5 * 1440;

function tapes() {
  const before = createTape(model);
  const after = createTape(model);
  const out = createTape(model);
  drawTape(model, "s", 0, before);
  drawTape(model, "s", 1, after);
  // everything that asked before the fork has begun its first phase
  const begun = Int32Array.from({ length: before.nIncidents }, (_, i) => (before.askMinute[i]! < FORK ? 1 : 0));
  continueTape(out, before, after, model, FORK, new Set(), begun);
  return { before, after, out, begun };
}

/** Threat, force, minute, severity and phases of the incidents that happen by themselves and pass. */
function incidents(tape: DemandTape, passes: (incident: number) => boolean, phases: number) {
  const found: string[] = [];
  for (let i = 0; i < tape.nOrder; i++) {
    const incident = tape.order[i]!;
    if (!passes(incident)) continue;
    const rows = Array.from({ length: Math.min(phases, tape.nPhases[incident]!) }, (_, k) => {
      const row = tape.firstPhase[incident]! + k;
      return [tape.phaseDuration[row], tape.needUnits[tape.phaseFirstNeed[row]!], tape.phaseSteps[row]];
    });
    found.push(
      JSON.stringify([
        tape.threat[incident],
        tape.force[incident],
        tape.minute[incident],
        tape.severity[incident],
        rows,
      ]),
    );
  }
  return found.sort();
}

const rootOf = (tape: DemandTape, incident: number): number =>
  tape.parent[incident]! < 0 ? incident : rootOf(tape, tape.parent[incident]!);

describe("a tape that goes on differently", () => {
  const { before, after, out } = tapes();
  const early = (tape: DemandTape) => (incident: number) => tape.minute[incident]! < FORK;
  const lateRoot = (tape: DemandTape, threat: number) => (incident: number) =>
    tape.threat[incident] === threat && tape.minute[rootOf(tape, incident)]! >= FORK;

  it("is the first replication before the minute, first phases and all", () => {
    expect(incidents(out, early(out), 1)).toEqual(incidents(before, early(before), 1));
    expect(incidents(before, early(before), 1).length).toBeGreaterThan(15);
  });

  it("has from the minute on what begins by itself in the other, with all it starts", () => {
    for (const threat of [0, 1]) {
      expect(incidents(out, lateRoot(out, threat), 2)).toEqual(incidents(after, lateRoot(after, threat), 2));
    }
  });

  it("keeps what the earlier start later, and what stands on a jittered schedule", () => {
    const lateChildOfEarly = (tape: DemandTape) => (incident: number) =>
      tape.minute[incident]! >= FORK && tape.minute[rootOf(tape, incident)]! < FORK;
    expect(incidents(out, lateChildOfEarly(out), 1)).toEqual(incidents(before, lateChildOfEarly(before), 1));
    const scheduled = (tape: DemandTape) => (incident: number) => tape.threat[incident] === 2;
    expect(incidents(out, scheduled(out), 1)).toEqual(incidents(before, scheduled(before), 1));
    expect(incidents(out, scheduled(out), 1)).toHaveLength(2);
  });

  it("draws the later phases of what has begun anew", () => {
    const affray = (tape: DemandTape) => (incident: number) =>
      tape.threat[incident] === 0 && tape.minute[incident]! < FORK && tape.parent[incident]! < 0;
    const both = [incidents(out, affray(out), 2), incidents(before, affray(before), 2)];
    expect(both[0]).not.toEqual(both[1]);
  });

  it("points at its own rows: parents before children, latent incidents latent", () => {
    for (let incident = 0; incident < out.nIncidents; incident++) expect(out.parent[incident]).toBeLessThan(incident);
    let latent = 0;
    for (let step = 0; step < out.nSteps; step++) {
      const started = out.stepIncident[step]!;
      if (started < 0) continue;
      latent++;
      expect(out.minute[started]).toBe(NEVER);
    }
    expect(latent).toBeGreaterThan(5);
  });
});
