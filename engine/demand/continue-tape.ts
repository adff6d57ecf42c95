/**
 * A tape that goes on differently from a minute: what began before it is of one replication, what begins by itself from
 * then on of another. So one history has many futures, and plans that part at that minute are compared on each of them.
 *
 * Families stay together: what an incident starts belongs to its first ancestor, so whatever follows from what has begun
 * is as it was drawn. Incidents on a jittered schedule, which might otherwise come twice or never, and those of `kept`
 * threats are of the first replication throughout. What has begun keeps its current phase and what it asks for; its later
 * phases last as long as the other replication drew for an incident of the same threat and shape.
 */
import { type Model, NONE } from "../model.ts";
import { addIncident, addNeed, addPhase, addStep, clearTape } from "./columns.ts";
import { orderTape } from "./order.ts";
import type { DemandTape } from "./tape.ts";

/**
 * Overwrite `out`.
 *
 * @param before the tape of the replication whose history it is
 * @param after that of another replication of the same model
 * @param minute incidents that asked before it are kept
 * @param kept threats of which all incidents are kept
 * @param begun phases of each incident of `before` that have begun; 0 where it has not; shape [before.nIncidents]
 */
export function continueTape(
  out: DemandTape,
  before: DemandTape,
  after: DemandTape,
  model: Model,
  minute: number,
  kept: ReadonlySet<number>,
  begun: ArrayLike<number>,
): void {
  clearTape(out);
  const fromBefore = (root: number, tape: DemandTape) =>
    isFixed(model, tape.threat[root]!, kept) || tape.askMinute[root]! < minute;
  const rootsBefore = rootsOf(before);
  const places = copy(out, before, (incident) => fromBefore(rootsBefore[incident]!, before));
  const twins = twinsOf(before, after, begun);
  for (let incident = 0; incident < before.nIncidents; incident++) {
    const place = places[incident]!;
    if (place !== NONE && twins[incident] !== NONE) redraw(out, place, after, twins[incident]!, begun[incident]!);
  }
  const rootsAfter = rootsOf(after);
  copy(out, after, (incident) => !fromBefore(rootsAfter[incident]!, after));
  orderTape(out, model);
}

/** Whether all incidents of a threat are of the first replication. */
function isFixed(model: Model, threat: number, kept: ReadonlySet<number>): boolean {
  const { arrivals } = model.threats[threat]!;
  return kept.has(threat) || (arrivals.kind === "scheduled" && (arrivals.jitter !== null || arrivals.probability < 1));
}

/** First ancestor of each incident; of a finite source's chain the one that happens by itself. */
function rootsOf(tape: DemandTape): Int32Array {
  const roots = new Int32Array(tape.nIncidents).fill(NONE);
  const heads = new Int32Array(tape.nIncidents).fill(NONE);
  for (let incident = 0; incident < tape.nIncidents; incident++) {
    const next = tape.next[incident]!;
    if (next !== NONE) heads[next] = heads[incident] === NONE ? incident : heads[incident]!;
  }
  for (let incident = 0; incident < tape.nIncidents; incident++) {
    const parent = tape.parent[incident]!;
    const head = heads[incident]!;
    roots[incident] = parent !== NONE ? roots[parent]! : head !== NONE ? head : incident;
  }
  return roots;
}

/** For each incident that has begun, one of the same threat of the other tape, in turn; NONE where it drew none. */
function twinsOf(before: DemandTape, after: DemandTape, begun: ArrayLike<number>): Int32Array {
  const others = new Map<number, number[]>();
  for (let incident = 0; incident < after.nIncidents; incident++) {
    const threat = after.threat[incident]!;
    others.set(threat, [...(others.get(threat) ?? []), incident]);
  }
  const used = new Map<number, number>();
  return Int32Array.from({ length: before.nIncidents }, (_, incident) => {
    if (begun[incident]! === 0) return NONE;
    const threat = before.threat[incident]!;
    const at = used.get(threat) ?? 0;
    used.set(threat, at + 1);
    return others.get(threat)?.[at] ?? NONE;
  });
}

/** Copies incidents, their parents before them; returns where each stands now, NONE where it does not. */
function copy(out: DemandTape, from: DemandTape, takes: (incident: number) => boolean): Int32Array {
  const to = new Int32Array(from.nIncidents).fill(NONE);
  for (let incident = 0; incident < from.nIncidents; incident++) {
    if (!takes(incident)) continue;
    const parent = from.parent[incident]!;
    const at = addIncident(
      out,
      from.threat[incident]!,
      from.force[incident]!,
      from.minute[incident]!,
      from.severity[incident]!,
      parent === NONE ? NONE : to[parent]!,
    );
    to[incident] = at;
    out.askMinute[at] = from.askMinute[incident]!;
    out.nextGap[at] = from.nextGap[incident]!;
    copyPhases(out, from, incident, at);
  }
  relink(out, from, to);
  return to;
}

function copyPhases(out: DemandTape, from: DemandTape, incident: number, at: number): void {
  for (let k = 0; k < from.nPhases[incident]!; k++) {
    const row = from.firstPhase[incident]! + k;
    const phase = addPhase(out, from.phaseDuration[row]!, from.phaseServed[row] === 1);
    out.nPhases[at] = k + 1;
    const first = from.phaseFirstNeed[row]!;
    for (let need = first; need < first + from.phaseNeeds[row]!; need++) {
      addNeed(out, from.needTemplate[need]!, from.needUnits[need]!, from.needWork[need]!, from.needPatience[need]!);
    }
    out.phaseNeeds[phase] = from.phaseNeeds[row]!;
    out.phaseSteps[phase] = from.phaseSteps[row]!;
    // filled when every incident has its place
    out.phaseFirstStep[phase] = from.phaseFirstStep[row]!;
  }
}

/** Chains and latent steps point at incidents by their new places. */
function relink(out: DemandTape, from: DemandTape, to: Int32Array): void {
  for (let incident = 0; incident < from.nIncidents; incident++) {
    const at = to[incident]!;
    if (at === NONE) continue;
    const next = from.next[incident]!;
    if (next !== NONE) out.next[at] = to[next]!;
    for (let k = 0; k < out.nPhases[at]!; k++) {
      const phase = out.firstPhase[at]! + k;
      const steps = out.phaseSteps[phase]!;
      if (steps === 0) continue;
      const old = out.phaseFirstStep[phase]!;
      out.phaseFirstStep[phase] = out.nSteps;
      for (let step = old; step < old + steps; step++) {
        const row = addStep(
          out,
          from.stepUniform[step]!,
          from.stepBelow[step]!,
          from.stepChance[step]!,
          from.stepLag[step]!,
        );
        const started = from.stepIncident[step]!;
        out.stepIncident[row] = started === NONE ? NONE : to[started]!;
      }
    }
  }
}

/** Phases that have not begun last as long as the twin's, where those have the same needs. */
function redraw(out: DemandTape, incident: number, after: DemandTape, twin: number, begun: number): void {
  for (let k = begun; k < Math.min(out.nPhases[incident]!, after.nPhases[twin]!); k++) {
    const row = out.firstPhase[incident]! + k;
    const other = after.firstPhase[twin]! + k;
    if (!sameNeeds(out, row, after, other)) continue;
    out.phaseDuration[row] = after.phaseDuration[other]!;
  }
}

function sameNeeds(a: DemandTape, rowA: number, b: DemandTape, rowB: number): boolean {
  if (a.phaseNeeds[rowA] !== b.phaseNeeds[rowB] || a.phaseServed[rowA] !== b.phaseServed[rowB]) return false;
  for (let i = 0; i < a.phaseNeeds[rowA]!; i++) {
    if (a.needTemplate[a.phaseFirstNeed[rowA]! + i] !== b.needTemplate[b.phaseFirstNeed[rowB]! + i]) return false;
  }
  return true;
}
