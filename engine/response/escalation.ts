/**
 * Escalation: checked every 60 minutes of a phase. If on-the-ground ÷ required unit-minutes over the last
 * hour is below the stated share, and the latent uniform (the same at every check) below its chance, the
 * latent incident on the tape happens. Off by default: the evidence is weak (model.md §4).
 */
import { push } from "../kernel/calendar.ts";
import { traceOther } from "./trace.ts";
import { EVENT, NEED_OPEN, type World } from "./world.ts";

const EVERY = 60;

/** The first check comes an hour after the phase's start. */
export function scheduleCheck(w: World, incident: number, start: number): void {
  if (!w.model.escalation) return;
  w.iCheckGround[incident] = 0;
  w.iCheckRequired[incident] = 0;
  nextCheck(w, incident, start + EVERY);
}

function nextCheck(w: World, incident: number, minute: number): void {
  w.iCheckAt[incident] = minute;
  if (minute < w.model.horizon) push(w.calendar, minute, EVENT.escalationCheck, incident);
}

/** Put what a need's presence was since it was last looked at into its incident's hour. */
export function settlePresence(w: World, need: number): void {
  const minutes = w.now - w.aSince[need]!;
  w.aSince[need] = w.now;
  if (minutes <= 0 || !w.model.escalation) return;
  const incident = w.nIncident[need]!;
  w.iCheckGround[incident]! += w.aGround[need]! * minutes;
  w.iCheckRequired[incident]! += w.aRequired[need]! * minutes;
}

export function checkEscalation(w: World, incident: number): void {
  if (w.iCheckAt[incident] !== w.now || w.iPhase[incident]! < 0) return;
  const { tape } = w;
  const row = tape.firstPhase[incident]! + w.iPhase[incident]!;
  const first = tape.phaseFirstNeed[row]!;
  for (let need = first; need < first + tape.phaseNeeds[row]!; need++) {
    if (w.nState[need] === NEED_OPEN) settlePresence(w, need);
  }
  const required = w.iCheckRequired[incident]!;
  const ground = w.iCheckGround[incident]!;
  w.iCheckGround[incident] = 0;
  w.iCheckRequired[incident] = 0;
  if (required > 0) {
    const firstStep = tape.phaseFirstStep[row]!;
    for (let step = firstStep; step < firstStep + tape.phaseSteps[row]!; step++) {
      if (ground >= tape.stepBelow[step]! * required) continue;
      if (tape.stepUniform[step]! >= tape.stepChance[step]!) continue;
      const latent = tape.stepIncident[step]!;
      if (w.iEscalated[latent] === 1) continue;
      w.iEscalated[latent] = 1;
      const start = w.now + tape.stepLag[step]!;
      if (w.trace !== null) traceOther(w, "escalates", { incident, latent, starts: start });
      if (start < w.model.horizon) push(w.calendar, start, EVENT.incidentStart, latent);
    }
  }
  nextCheck(w, incident, w.now + EVERY);
}
