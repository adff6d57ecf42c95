/**
 * The columns of a demand tape: made empty, grown by doubling, filled a row at a time.
 */
import { NEVER, NONE } from "../model.ts";
import type { DemandTape } from "./tape.ts";

/** An empty tape. It is reused from replication to replication and only ever grows. */
export function emptyTape(): DemandTape {
  return {
    nIncidents: 0,
    threat: new Int16Array(64),
    force: new Int16Array(64),
    minute: new Int32Array(64),
    severity: new Float64Array(64),
    parent: new Int32Array(64),
    firstPhase: new Int32Array(64),
    nPhases: new Int32Array(64),
    next: new Int32Array(64),
    nextGap: new Int32Array(64),
    askMinute: new Int32Array(64),
    order: new Int32Array(64),
    nOrder: 0,
    nPhaseRows: 0,
    phaseDuration: new Int32Array(64),
    phaseServed: new Uint8Array(64),
    phaseFirstNeed: new Int32Array(64),
    phaseNeeds: new Int32Array(64),
    phaseFirstStep: new Int32Array(64),
    phaseSteps: new Int32Array(64),
    nNeeds: 0,
    needTemplate: new Int16Array(64),
    needUnits: new Int32Array(64),
    needWork: new Float64Array(64),
    needPatience: new Int32Array(64),
    nSteps: 0,
    stepUniform: new Float64Array(16),
    stepBelow: new Float64Array(16),
    stepChance: new Float64Array(16),
    stepLag: new Int32Array(16),
    stepIncident: new Int32Array(16),
  };
}

/** Forget all rows; the memory stays. */
export function clearTape(tape: DemandTape): void {
  tape.nIncidents = 0;
  tape.nOrder = 0;
  tape.nPhaseRows = 0;
  tape.nNeeds = 0;
  tape.nSteps = 0;
}

/** A new incident without phases; returns its index. */
export function addIncident(
  tape: DemandTape,
  threat: number,
  force: number,
  minute: number,
  severity: number,
  parent: number,
): number {
  const incident = tape.nIncidents;
  if (incident === tape.threat.length) growIncidents(tape);
  tape.nIncidents = incident + 1;
  tape.threat[incident] = threat;
  tape.force[incident] = force;
  tape.minute[incident] = minute;
  tape.severity[incident] = severity;
  tape.parent[incident] = parent;
  tape.firstPhase[incident] = tape.nPhaseRows;
  tape.nPhases[incident] = 0;
  tape.next[incident] = NONE;
  tape.nextGap[incident] = 0;
  tape.askMinute[incident] = NEVER;
  return incident;
}

/** The next phase of the newest incident, without needs; returns its row. */
export function addPhase(tape: DemandTape, duration: number, served: boolean): number {
  const row = tape.nPhaseRows;
  if (row === tape.phaseDuration.length) growPhases(tape);
  tape.nPhaseRows = row + 1;
  tape.phaseDuration[row] = duration;
  tape.phaseServed[row] = served ? 1 : 0;
  tape.phaseFirstNeed[row] = tape.nNeeds;
  tape.phaseNeeds[row] = 0;
  tape.phaseFirstStep[row] = 0;
  tape.phaseSteps[row] = 0;
  return row;
}

/** The next need of the newest phase. */
export function addNeed(tape: DemandTape, template: number, units: number, work: number, patience: number): void {
  const need = tape.nNeeds;
  if (need === tape.needTemplate.length) growNeeds(tape);
  tape.nNeeds = need + 1;
  tape.needTemplate[need] = template;
  tape.needUnits[need] = units;
  tape.needWork[need] = work;
  tape.needPatience[need] = patience;
}

/** A new escalation step, its latent incident still unknown; returns its row. */
export function addStep(tape: DemandTape, uniform: number, below: number, chance: number, lag: number): number {
  const step = tape.nSteps;
  if (step === tape.stepUniform.length) growSteps(tape);
  tape.nSteps = step + 1;
  tape.stepUniform[step] = uniform;
  tape.stepBelow[step] = below;
  tape.stepChance[step] = chance;
  tape.stepLag[step] = lag;
  tape.stepIncident[step] = NONE;
  return step;
}

function growIncidents(tape: DemandTape): void {
  tape.threat = doubled16(tape.threat);
  tape.force = doubled16(tape.force);
  tape.minute = doubled32(tape.minute);
  tape.severity = doubledFloat(tape.severity);
  tape.parent = doubled32(tape.parent);
  tape.firstPhase = doubled32(tape.firstPhase);
  tape.nPhases = doubled32(tape.nPhases);
  tape.next = doubled32(tape.next);
  tape.nextGap = doubled32(tape.nextGap);
  tape.askMinute = doubled32(tape.askMinute);
  tape.order = doubled32(tape.order);
}

function growPhases(tape: DemandTape): void {
  const served = new Uint8Array(tape.phaseServed.length * 2);
  served.set(tape.phaseServed);
  tape.phaseServed = served;
  tape.phaseDuration = doubled32(tape.phaseDuration);
  tape.phaseFirstNeed = doubled32(tape.phaseFirstNeed);
  tape.phaseNeeds = doubled32(tape.phaseNeeds);
  tape.phaseFirstStep = doubled32(tape.phaseFirstStep);
  tape.phaseSteps = doubled32(tape.phaseSteps);
}

function growNeeds(tape: DemandTape): void {
  tape.needTemplate = doubled16(tape.needTemplate);
  tape.needUnits = doubled32(tape.needUnits);
  tape.needWork = doubledFloat(tape.needWork);
  tape.needPatience = doubled32(tape.needPatience);
}

function growSteps(tape: DemandTape): void {
  tape.stepUniform = doubledFloat(tape.stepUniform);
  tape.stepBelow = doubledFloat(tape.stepBelow);
  tape.stepChance = doubledFloat(tape.stepChance);
  tape.stepLag = doubled32(tape.stepLag);
  tape.stepIncident = doubled32(tape.stepIncident);
}

export function doubled32(column: Int32Array): Int32Array {
  const longer = new Int32Array(column.length * 2);
  longer.set(column);
  return longer;
}

function doubled16(column: Int16Array): Int16Array {
  const longer = new Int16Array(column.length * 2);
  longer.set(column);
  return longer;
}

function doubledFloat(column: Float64Array): Float64Array {
  const longer = new Float64Array(column.length * 2);
  longer.set(column);
  return longer;
}
