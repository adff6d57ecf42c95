/**
 * One incident in full: place, severity, phases and their needs, from the incident's own stream.
 *
 * The number of uniforms is fixed by the threat's shape, whatever the distributions are and whichever needs come
 * off, so that a change of one number leaves the rest of the incident as it was, and no change of one incident
 * touches another.
 */
import { sampleDist, wholeMinutes } from "../kernel/draws.ts";
import { fillUniforms } from "../kernel/streams.ts";
import { type Dist, type Model, NEVER, type NeedTemplate, NONE, type PhaseModel, type Place } from "../model.ts";
import { addIncident, addNeed, addPhase } from "./columns.ts";
import { assertRoom, type Drawing, keepKey } from "./drawing.ts";
import { placeIncident } from "./places.ts";
import type { DemandTape } from "./tape.ts";

/** Work beyond this many unit-minutes is as good as endless, and sums stay below 2⁵³. */
const MOST_WORK = 1e12;

/**
 * Draw the marks of a new incident; `drawing.stream` is its own, as opened or after the draws that decided that it
 * happens and when (the key is then already kept).
 *
 * @param minute its start, NEVER while latent
 * @param force the host, NONE to draw it from `place`
 * @param severity NaN to draw it
 * @param firstDuration minutes, NaN to draw it
 * @returns its index
 */
export function drawIncident(
  drawing: Drawing,
  threat: number,
  minute: number,
  parent: number,
  force: number,
  place: Place,
  severity: number,
  firstDuration: number,
): number {
  assertRoom(drawing, threat);
  const { tape, model, uniforms } = drawing;
  fillUniforms(drawing.stream, uniforms, drawing.nMarks[threat]!);
  const threatModel = model.threats[threat]!;
  const parentForce = parent === NONE ? NONE : tape.force[parent]!;
  const host = force === NONE ? placeIncident(model, place, drawing.replication, parentForce, uniforms[0]!) : force;
  const howSevere = Number.isNaN(severity) ? sampleDist(threatModel.severity, uniforms[1]!) : severity;
  const incident = addIncident(tape, threat, host, minute, howSevere, parent);

  const phases = threatModel.phases;
  let at = 2;
  for (let i = 0; i < phases.length; i++) {
    const phase = phases[i]!;
    tape.nPhases[incident] = i + 1;
    const goesOn = drawPhase(tape, phase, i === 0 ? firstDuration : Number.NaN, uniforms, at);
    at = drawNeeds(tape, model, phase.needs, howSevere, uniforms, at + (phase.turns === null ? 1 : 3));
    if (!goesOn) break;
  }
  if (minute !== NEVER) {
    tape.askMinute[incident] = drawing.longestLead[threat] === 0 ? minute : askMinute(tape, model, incident);
  }
  return incident;
}

/** Start less the longest lead of the first phase's needs, neither before the clock starts nor before the parent did. */
function askMinute(tape: DemandTape, model: Model, incident: number): number {
  const start = tape.minute[incident]!;
  if (tape.nPhases[incident] === 0) return start;
  const phase = tape.firstPhase[incident]!;
  const firstNeed = tape.phaseFirstNeed[phase]!;
  const end = firstNeed + tape.phaseNeeds[phase]!;
  let lead = 0;
  for (let need = firstNeed; need < end; need++) {
    lead = Math.max(lead, model.needTemplates[tape.needTemplate[need]!]!.lead);
  }
  if (lead === 0) return start;
  const parent = tape.parent[incident]!;
  return Math.max(parent === NONE ? -model.warmUp : tape.minute[parent]!, start - lead);
}

/** As `drawIncident`, for a stream that has just been opened. */
export function drawFreshIncident(
  drawing: Drawing,
  threat: number,
  minute: number,
  force: number,
  severity: number,
  firstDuration: number,
): number {
  keepKey(drawing);
  const place = drawing.model.threats[threat]!.place;
  return drawIncident(drawing, threat, minute, NONE, force, place, severity, firstDuration);
}

/** Draw a phase, its needs apart; false if the incident ends with it. Uniforms are read from `at` on. */
function drawPhase(tape: DemandTape, phase: PhaseModel, given: number, uniforms: Float64Array, at: number): boolean {
  const turns = phase.turns;
  const goesOn = turns === null || uniforms[at + 1]! < turns.chance;
  let duration: number;
  if (turns !== null && goesOn) duration = turns.from + Math.floor(uniforms[at + 2]! * (turns.until - turns.from + 1));
  else duration = Number.isNaN(given) ? sampleDist(phase.duration, uniforms[at]!) : given;
  addPhase(tape, wholeMinutes(duration), phase.clock === "served");
  return goesOn;
}

/** Draw the needs of the newest phase; returns where the next phase's uniforms begin. */
function drawNeeds(
  tape: DemandTape,
  model: Model,
  needs: readonly number[],
  severity: number,
  uniforms: Float64Array,
  from: number,
): number {
  const before = tape.nNeeds;
  let at = from;
  for (let i = 0; i < needs.length; i++) {
    const template = needs[i]!;
    const need = model.needTemplates[template]!;
    drawNeed(tape, need, template, severity, uniforms, at);
    at += 2 + (need.work === null ? 0 : 1) + (need.patience === null ? 0 : 1);
  }
  tape.phaseNeeds[tape.nPhaseRows - 1] = tape.nNeeds - before;
  return at;
}

/** Draw a need; it stays off the tape if its chance fails or nothing is left of its units. */
function drawNeed(
  tape: DemandTape,
  need: NeedTemplate,
  template: number,
  severity: number,
  uniforms: Float64Array,
  at: number,
): void {
  if (uniforms[at]! >= need.probability) return;
  const scale = need.perSeverity ? severity : 1;
  const units = Math.min(need.maxUnits, Math.round(sampleDist(need.units, uniforms[at + 1]!) * scale));
  if (!(units >= 1)) return;
  const work = need.kind === "work" ? unitMinutes(need.work, uniforms[at + 2]!, scale) : 0;
  let patience = NEVER;
  if (need.patience !== null && need.ifShort === "lapseAfter") {
    patience = wholeMinutes(sampleDist(need.patience, uniforms[at + (need.work === null ? 2 : 3)]!));
  }
  addNeed(tape, template, units, work, patience);
}

function unitMinutes(work: Dist | null, u: number, scale: number): number {
  if (work === null) return 1;
  return Math.min(MOST_WORK, Math.max(1, Math.round(sampleDist(work, u) * scale)));
}
