/** Small models for the tests of demand: some forces, one capability, the threats that a test names. */
import { deterministic } from "../../engine/kernel/draws.ts";
import type { Arrivals, EscalationStep, Model, NeedTemplate, PhaseModel, ThreatModel } from "../../engine/model.ts";
import { NEVER, NONE } from "../../engine/model.ts";

export type NeedParts = Partial<Omit<NeedTemplate, "threat">>;
export interface PhaseParts extends Partial<Omit<PhaseModel, "needs" | "escalation">> {
  needs?: NeedParts[];
  escalation?: EscalationStep[];
}
export interface ThreatParts extends Partial<Omit<ThreatModel, "phases">> {
  arrivals: Arrivals;
  phases?: PhaseParts[];
}

/** A model of `nForces` forces with these threats, by id; what is left out is plain. */
export function modelOf(threats: Record<string, ThreatParts>, parts: Partial<Model> = {}): Model {
  const needTemplates: NeedTemplate[] = [];
  const threatModels = Object.entries(threats).map(([id, threat], index): ThreatModel => {
    const phases = (threat.phases ?? [{ needs: [{}] }]).map((phase, position): PhaseModel => {
      const needs = (phase.needs ?? []).map((need) => {
        needTemplates.push({ ...plainNeed, id: `${id}/${needTemplates.length}`, ...need, threat: index });
        return needTemplates.length - 1;
      });
      return {
        id: `phase-${position}`,
        duration: deterministic(60),
        clock: "demand",
        durationByTier: null,
        turns: null,
        escalation: [],
        ...phase,
        needs,
      };
    });
    return { id, place: { kind: "named", force: 0 }, severity: deterministic(1), triggers: [], ...threat, phases };
  });
  return { ...emptyModel, ...parts, threats: threatModels, needTemplates };
}

const plainNeed: Omit<NeedTemplate, "id" | "threat"> = {
  capability: 0,
  kind: "presence",
  units: deterministic(1),
  perSeverity: false,
  maxUnits: 1000,
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
};

const emptyModel: Omit<Model, "threats" | "needTemplates"> = {
  horizon: 1440,
  warmUp: 0,
  startMinuteOfDay: 0,
  startWeekday: 0,
  seed: "1",
  scenarioHash: "",
  nForces: 2,
  nHolders: 2,
  nNodes: 1,
  nCaps: 1,
  holderIds: ["alder", "birch"],
  holderNames: ["Alder", "Birch"],
  nodeIds: ["all"],
  nodeParent: Int16Array.of(NONE),
  schemes: [],
  capabilities: [],
  travelMinutes: new Int32Array(4),
  distance: new Int32Array(4),
  tierOf: [],
  donorStart: new Int32Array(0),
  donors: new Int16Array(0),
  trained: new Int32Array(2),
  presentShare: new Float64Array(2).fill(1),
  presentSigma: 0,
  presentCommon: 0,
  floorOfficers: new Int32Array(2),
  alertNode: new Uint8Array(1),
  contribution: new Int32Array(2),
  requirement: new Float64Array(1),
  alertShare: 0,
  stockChanges: [],
  postureChanges: [],
  levers: [],
  overlaps: [],
  outside: [],
  observations: [],
  pooledSerials: [],
  escalation: false,
};

/** A Poisson process of a constant rate, incidents per minute. */
export function poissonArrivals(perMinute: number, from = 0): Arrivals {
  return { kind: "poisson", rate: { from: Int32Array.of(from), value: Float64Array.of(perMinute) } };
}

/** Incidents at these minutes, force and severity drawn where not given. */
export function schedule(minutes: number[], parts: Partial<Arrivals & { kind: "scheduled" }> = {}): Arrivals {
  const n = minutes.length;
  return {
    kind: "scheduled",
    minute: Int32Array.from(minutes),
    force: new Int16Array(n).fill(NONE),
    severity: new Float64Array(n).fill(Number.NaN),
    duration: new Float64Array(n).fill(Number.NaN),
    jitter: null,
    probability: 1,
    ...parts,
  };
}
