/**
 * Random decisions on random scenarios: whatever a person decides, people are conserved, nobody is used twice, required is
 * split exactly and reasons add up. The engine asserts these at the end of every replication and throws where one fails.
 */
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { type Decision, type Model, NEVER, NONE } from "../../engine/model.ts";
import { createWorld, type TraceEvent } from "../../engine/replicate.ts";
import { watchReplication } from "../../engine/standing.ts";
import { randomScenario } from "../support/random-scenario.ts";
import { modelOf } from "../support/scenario.ts";

/** Numbers from which a decision is made once the scenario is known. */
const seeds = fc.array(fc.array(fc.nat(1 << 20), { minLength: 8, maxLength: 8 }), { minLength: 1, maxLength: 25 });

/** Incidents that the run without decisions has, so that most decisions are about something. */
function incidentsOf(model: Model): readonly { threat: number; host: number; starts: number; nth: number }[] {
  const found: { threat: number; host: number; starts: number; nth: number }[] = [];
  watchReplication(model, createWorld(model), { seed: "1", replication: 0, minute: 0 }, (event) => {
    if (event.event !== "incident") return;
    const threat = model.threats.findIndex(({ id }) => id === event.threat);
    const host = model.holderIds.indexOf(String(event.host));
    const starts = Number(event.starts);
    const nth = found.filter((one) => one.threat === threat && one.host === host && one.starts === starts).length;
    found.push({ threat, host, starts, nth });
  });
  return found;
}

function decisionFrom(model: Model, incidents: ReturnType<typeof incidentsOf>, numbers: readonly number[]): Decision {
  const [what, when, who, where, other, units, tier, until] = numbers as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const capability = who % model.nCaps;
  const to = incidents[where % incidents.length]!;
  const of = incidents[other % incidents.length]!;
  const minute = Math.min(model.horizon - 1, Math.max(-model.warmUp, to.starts) + (when % 900));
  const from = Array.from({ length: 1 + (units % 3) }, (_, i) => (other + i * 7) % model.nHolders);
  const some = 1 + (units % 4);
  switch (what % 7) {
    case 0:
      return { kind: "call", minute, capability, tier: 2 + (tier % 3), region: tier % 3 };
    case 1:
      return { kind: "seat", minute, capability, taken: tier % 2 === 0 };
    case 2:
    case 3:
      return { kind: "send", minute, capability, to, from, units: some };
    case 4:
      return {
        kind: "hold",
        minute,
        capability: tier % 3 === 0 ? NONE : capability,
        holders: from,
        until: tier % 2 === 0 ? NEVER : minute + (until % 2000),
      };
    case 5:
      return { kind: "recall", minute, capability, of: to, from, units: some };
    default:
      return { kind: "redeploy", minute, capability, of, to, from: tier % 2 === 0 ? [] : from, units: some };
  }
}

describe("with random decisions", () => {
  test.prop([randomScenario(true), seeds], { numRuns: 120, seed: 5 })(
    "every account holds, and each decision is taken, refused or waits",
    (drawn, numbers) => {
      const model = modelOf(drawn.document);
      const incidents = incidentsOf(model);
      if (incidents.length === 0) return;
      const decisions = numbers.map((some) => decisionFrom(model, incidents, some));
      const regions = (of: Decision) => model.schemes[model.capabilities[of.capability]!.scheme]!.regionIds.length;
      const possible = decisions.filter((one) => one.kind !== "call" || one.tier !== 2 || one.region < regions(one));
      const told: TraceEvent[] = [];
      watchReplication(
        { ...model, decisions: possible },
        createWorld(model),
        { seed: "1", replication: 0, minute: 0 },
        (e) => {
          if (e.decision !== undefined) told.push(e);
        },
      );
      const settled = new Set(told.filter(({ event }) => event !== "decision waits").map(({ decision }) => decision));
      for (const at of possible.keys()) {
        const waits = told.some(({ decision, event }) => decision === at && event === "decision waits");
        expect(settled.has(at) || waits).toBe(true);
      }
    },
    300_000,
  );
});
