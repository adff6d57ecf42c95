/**
 * What incidents start in their turn: Hawkes children of the same threat, and triggered incidents of others.
 *
 * Every draw is keyed by the parent, the kind of child and its number, so that children stay as they are
 * when an unrelated threat is added. Incidents whose minute the response decides (escalation, finite
 * source) start nothing: their children's minutes could not be on the tape.
 */
import { firstAtLeastWithin, poissonQuantile, sampleDist, wholeMinutes } from "../kernel/draws.ts";
import { nextUniform, tagOf } from "../kernel/streams.ts";
import { type Dist, type Model, NONE, type Place } from "../model.ts";
import { branchFromParent, type Drawing, keepKey } from "./drawing.ts";
import { drawIncident } from "./incident.ts";

/** What one threat's incidents start. */
interface Offspring {
  readonly hawkes: Kernel | null;
  readonly triggers: readonly Trigger[];
}

interface Kernel {
  readonly tag: number;
  readonly lag: Dist;
  /** mean children of an incident at each force; shape [nForces] */
  readonly mean: Float64Array;
  /** where they are, cumulative; shape [nForces × nForces] */
  readonly cumulative: Float64Array;
}

interface Trigger {
  readonly tag: number;
  /** which of several triggers of the same threat */
  readonly ordinal: number;
  readonly threat: number;
  readonly probability: number;
  readonly lag: Dist;
  readonly place: Place;
  /** NaN: a severity of its own */
  readonly ofParent: number;
}

/** Go through all incidents, those that are added on the way included, and add what each one starts. */
export function drawOffspring(drawing: Drawing): void {
  const byThreat = offspringOf(drawing.model);
  if (byThreat === null) return;
  const tape = drawing.tape;
  for (let parent = 0; parent < tape.nIncidents; parent++) {
    const offspring = byThreat[tape.threat[parent]!];
    if (offspring === undefined || offspring === null) continue;
    if (offspring.hawkes !== null) drawChildren(drawing, parent, offspring.hawkes);
    for (const trigger of offspring.triggers) drawTriggered(drawing, parent, trigger);
  }
}

function drawChildren(drawing: Drawing, parent: number, kernel: Kernel): void {
  const { tape, model, stream } = drawing;
  const mean = kernel.mean[tape.force[parent]!]!;
  if (!(mean > 0)) return;
  branchFromParent(drawing, parent, kernel.tag, 0);
  const children = poissonQuantile(mean, nextUniform(stream));
  const threat = tape.threat[parent]!;
  const place = model.threats[threat]!.place;
  for (let child = 1; child <= children; child++) {
    branchFromParent(drawing, parent, kernel.tag, child);
    keepKey(drawing);
    const forceUniform = nextUniform(stream);
    const minute = tape.minute[parent]! + wholeMinutes(sampleDist(kernel.lag, nextUniform(stream)));
    if (minute >= model.horizon) continue;
    const row = tape.force[parent]! * model.nForces;
    const force = firstAtLeastWithin(kernel.cumulative, row, model.nForces, forceUniform);
    drawIncident(drawing, threat, minute, parent, force, place, Number.NaN, Number.NaN);
  }
}

function drawTriggered(drawing: Drawing, parent: number, trigger: Trigger): void {
  const { tape, model, stream } = drawing;
  branchFromParent(drawing, parent, trigger.tag, trigger.ordinal);
  keepKey(drawing);
  if (nextUniform(stream) >= trigger.probability) return;
  const minute = tape.minute[parent]! + wholeMinutes(sampleDist(trigger.lag, nextUniform(stream)));
  if (minute >= model.horizon) return;
  const severity = tape.severity[parent]! * trigger.ofParent;
  drawIncident(drawing, trigger.threat, minute, parent, NONE, trigger.place, severity, Number.NaN);
}

const known = new WeakMap<Model, readonly (Offspring | null)[] | { none: true }>();

/** By threat; null if no threat starts anything. Worked out once a model. */
function offspringOf(model: Model): readonly (Offspring | null)[] | null {
  let found = known.get(model);
  if (found === undefined) {
    const byThreat = model.threats.map((_, threat) => offspringOfThreat(model, threat));
    found = byThreat.some((offspring) => offspring !== null) ? byThreat : { none: true };
    known.set(model, found);
  }
  return "none" in found ? null : found;
}

function offspringOfThreat(model: Model, threat: number): Offspring | null {
  const { id, arrivals, triggers } = model.threats[threat]!;
  if (arrivals.kind === "finiteSource") return null;
  if (arrivals.kind !== "hawkes" && triggers.length === 0) return null;
  const hawkes = arrivals.kind === "hawkes" ? kernelOf(id, arrivals.kernel, arrivals.lag, model.nForces) : null;
  return {
    hawkes,
    triggers: triggers.map((trigger, position) => ({
      tag: tagOf(`trigger/${model.threats[trigger.threat]!.id}`),
      ordinal: triggers.slice(0, position).filter((earlier) => earlier.threat === trigger.threat).length,
      threat: trigger.threat,
      probability: trigger.probability,
      lag: trigger.lag,
      place: trigger.place ?? model.threats[trigger.threat]!.place,
      ofParent: trigger.ofParent ?? Number.NaN,
    })),
  };
}

function kernelOf(id: string, kernel: Float64Array, lag: Dist, nForces: number): Kernel {
  const mean = new Float64Array(nForces);
  const cumulative = new Float64Array(nForces * nForces);
  for (let force = 0; force < nForces; force++) {
    let sum = 0;
    for (let child = 0; child < nForces; child++) {
      sum += kernel[force * nForces + child]!;
      cumulative[force * nForces + child] = sum;
    }
    mean[force] = sum;
    // Divided by the sum itself, so that the last force that can be drawn has 1 exactly.
    for (let child = 0; child < nForces && sum > 0; child++) cumulative[force * nForces + child]! /= sum;
  }
  return { tag: tagOf(`children/${id}`), lag, mean, cumulative };
}
