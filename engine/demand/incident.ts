/**
 * One incident in full: place, severity, phases and their needs, from the incident's own stream.
 *
 * The number of uniforms is fixed by the threat (two, then three a phase and four a need), whatever the
 * distributions are and whichever needs come off, so that a change of one number leaves the rest as it was.
 */
import { sampleDist, wholeMinutes } from "../kernel/draws.ts";
import { nextUniform } from "../kernel/streams.ts";
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
  const { tape, model, stream } = drawing;
  const threatModel = model.threats[threat]!;
  const parentForce = parent === NONE ? NONE : tape.force[parent]!;
  const placeUniform = nextUniform(stream);
  const host = force === NONE ? placeIncident(model, place, drawing.replication, parentForce, placeUniform) : force;
  const severityUniform = nextUniform(stream);
  const howSevere = Number.isNaN(severity) ? sampleDist(threatModel.severity, severityUniform) : severity;
  const incident = addIncident(tape, threat, host, minute, howSevere, parent);

  const phases = threatModel.phases;
  let given = firstDuration;
  for (let i = 0; i < phases.length; i++) {
    const phase = phases[i]!;
    const goesOn = drawPhase(tape, model, stream, phase, given, howSevere);
    tape.nPhases[incident] = i + 1;
    if (!goesOn) break;
    given = Number.NaN;
  }
  return incident;
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

/** Draw a phase and its needs; false if the incident ends with it. */
function drawPhase(
  tape: DemandTape,
  model: Model,
  stream: Int32Array,
  phase: PhaseModel,
  given: number,
  severity: number,
): boolean {
  const durationUniform = nextUniform(stream);
  const chanceUniform = nextUniform(stream);
  const minuteUniform = nextUniform(stream);
  let duration = wholeMinutes(Number.isNaN(given) ? sampleDist(phase.duration, durationUniform) : given);
  let goesOn = true;
  const turns = phase.turns;
  if (turns !== null) {
    goesOn = chanceUniform < turns.chance;
    if (goesOn) {
      duration = wholeMinutes(turns.from + Math.floor(minuteUniform * (turns.until - turns.from + 1)));
    }
  }
  const row = addPhase(tape, duration, phase.clock === "served");
  const needs = phase.needs;
  for (let i = 0; i < needs.length; i++) {
    const template = needs[i]!;
    drawNeed(tape, stream, model.needTemplates[template]!, template, severity);
  }
  tape.phaseNeeds[row] = tape.nNeeds - tape.phaseFirstNeed[row]!;
  return goesOn;
}

/** Draw a need; it stays off the tape if its chance fails or nothing is left of its units. */
function drawNeed(tape: DemandTape, stream: Int32Array, need: NeedTemplate, template: number, severity: number): void {
  const chanceUniform = nextUniform(stream);
  const unitsUniform = nextUniform(stream);
  const workUniform = nextUniform(stream);
  const patienceUniform = nextUniform(stream);
  if (chanceUniform >= need.probability) return;
  const scale = need.perSeverity ? severity : 1;
  const units = Math.min(need.maxUnits, Math.round(sampleDist(need.units, unitsUniform) * scale));
  if (!(units >= 1)) return;
  addNeed(
    tape,
    template,
    units,
    need.kind === "work" ? unitMinutes(need.work, workUniform, scale) : 0,
    need.ifShort === "lapseAfter" && need.patience !== null
      ? wholeMinutes(sampleDist(need.patience, patienceUniform))
      : NEVER,
  );
}

function unitMinutes(work: Dist | null, u: number, scale: number): number {
  if (work === null) return 1;
  return Math.min(MOST_WORK, Math.max(1, Math.round(sampleDist(work, u) * scale)));
}
