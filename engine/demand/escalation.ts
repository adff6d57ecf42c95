/**
 * Latent escalation: up to three steps a phase, each with the incident that it would start.
 *
 * The response only activates what is drawn here, so plans are compared on the same latent luck. A step
 * whose uniform already rules it out has no incident. Drawn after everything else and keyed by the
 * parent: with escalation off, nothing else on the tape is different.
 */
import { sampleDist, wholeMinutes } from "../kernel/draws.ts";
import { nextUniform, tagOf } from "../kernel/streams.ts";
import { type EscalationStep, type Model, NEVER, NONE, type PhaseModel } from "../model.ts";
import { addStep } from "./columns.ts";
import { branchFromParent, type Drawing, keepKey } from "./drawing.ts";
import { drawIncident } from "./incident.ts";

/** A latent incident may escalate in its turn, but not for ever. */
const DEEPEST = 3;

/** Draw the steps of all incidents, latent ones included, down to three deep. */
export function drawEscalation(drawing: Drawing): void {
  const { tape, model } = drawing;
  if (!model.escalation) return;
  for (let incident = 0; incident < tape.nIncidents; incident++) {
    if (drawing.depth[incident]! >= DEEPEST) continue;
    const phases = model.threats[tape.threat[incident]!]!.phases;
    for (let i = 0; i < tape.nPhases[incident]!; i++) {
      if (phases[i]!.escalation.length > 0) drawSteps(drawing, incident, i, phases[i]!);
    }
  }
}

/** The steps of one phase stand together, so all are added before any of their incidents is drawn. */
function drawSteps(drawing: Drawing, incident: number, phaseIndex: number, phase: PhaseModel): void {
  const { tape, model, stream } = drawing;
  const row = tape.firstPhase[incident]! + phaseIndex;
  const firstStep = tape.nSteps;
  tape.phaseFirstStep[row] = firstStep;
  tape.phaseSteps[row] = phase.escalation.length;
  for (let i = 0; i < phase.escalation.length; i++) {
    const step = phase.escalation[i]!;
    branchFromParent(drawing, incident, stepTag(model, phase, step), sameBefore(phase, i));
    const uniform = nextUniform(stream);
    const lag = wholeMinutes(sampleDist(step.lag, nextUniform(stream)));
    addStep(tape, uniform, step.below, step.chance, lag);
  }
  for (let i = 0; i < phase.escalation.length; i++) {
    const step = phase.escalation[i]!;
    if (tape.stepUniform[firstStep + i]! >= step.chance) continue;
    branchFromParent(drawing, incident, stepTag(model, phase, step), sameBefore(phase, i));
    keepKey(drawing);
    drawing.depth[tape.nIncidents] = drawing.depth[incident]! + 1;
    // Past the two uniforms of the step itself.
    nextUniform(stream);
    nextUniform(stream);
    const place = step.place ?? model.threats[step.threat]!.place;
    tape.stepIncident[firstStep + i] = drawIncident(
      drawing,
      step.threat,
      NEVER,
      incident,
      NONE,
      place,
      Number.NaN,
      Number.NaN,
    );
  }
}

function stepTag(model: Model, phase: PhaseModel, step: EscalationStep): number {
  return tagOf(`escalation/${phase.id}/${model.threats[step.threat]!.id}`);
}

/** Steps of this phase before the i-th that start the same threat. */
function sameBefore(phase: PhaseModel, i: number): number {
  let count = 0;
  for (let j = 0; j < i; j++) if (phase.escalation[j]!.threat === phase.escalation[i]!.threat) count++;
  return count;
}
