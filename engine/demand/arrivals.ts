/**
 * When incidents happen by themselves: one function a kind of arrivals.
 *
 * A time is a real number rounded down to its minute, so that counts on whole minutes keep their law.
 * Whatever falls outside [−warmUp, horizon) does not happen.
 */
import { sampleDist, wholeMinutes } from "../kernel/draws.ts";
import { log } from "../kernel/math.ts";
import { nextUniform } from "../kernel/streams.ts";
import { type Arrivals, type Dist, NEVER, NONE, type Steps } from "../model.ts";
import { branchFromMarks, type Drawing, openThreat } from "./drawing.ts";
import { drawFreshIncident } from "./incident.ts";

/** Draw all incidents of a threat that no other incident starts. */
export function drawArrivals(drawing: Drawing, threat: number): void {
  const { id, arrivals } = drawing.model.threats[threat]!;
  switch (arrivals.kind) {
    case "scheduled":
      openThreat(drawing, id);
      drawScheduled(drawing, threat, arrivals);
      break;
    case "poisson":
    case "hawkes":
      // Of a Hawkes process only the immigrants; see offspring.ts.
      openThreat(drawing, id);
      drawPoisson(drawing, threat, arrivals.rate);
      break;
    case "finiteSource":
      openThreat(drawing, id);
      for (let source = 0; source < arrivals.sources; source++) drawSource(drawing, threat, arrivals.idle, source);
      break;
    case "triggered":
      break;
  }
}

/** Two uniforms an entry: whether it happens, and how far from its minute. */
function drawScheduled(drawing: Drawing, threat: number, schedule: Arrivals & { kind: "scheduled" }): void {
  const { horizon, warmUp } = drawing.model;
  for (let entry = 0; entry < schedule.minute.length; entry++) {
    const chanceUniform = nextUniform(drawing.arrivals);
    const jitterUniform = nextUniform(drawing.arrivals);
    if (chanceUniform >= schedule.probability) continue;
    const jitter = schedule.jitter === null ? 0 : Math.round(sampleDist(schedule.jitter, jitterUniform));
    const minute = schedule.minute[entry]! + jitter;
    if (minute < -warmUp || minute >= horizon) continue;
    branchFromMarks(drawing, 0, entry);
    drawFreshIncident(
      drawing,
      threat,
      minute,
      schedule.force[entry]!,
      schedule.severity[entry]!,
      schedule.duration[entry]!,
    );
  }
}

/** By inversion of the cumulative rate: unit exponentials laid along it, one uniform an incident. */
function drawPoisson(drawing: Drawing, threat: number, rate: Steps): void {
  const { horizon, warmUp } = drawing.model;
  const { from, value } = rate;
  let step = 0;
  let time = Math.max(-warmUp, from.length === 0 ? horizon : from[0]!);
  for (let ordinal = 0; ; ordinal++) {
    let owed = -log(nextUniform(drawing.arrivals));
    for (;;) {
      if (time >= horizon) return;
      const end = step + 1 < from.length ? Math.min(horizon, from[step + 1]!) : horizon;
      const available = (end - time) * value[step]!;
      if (owed < available) break;
      owed -= Math.max(0, available);
      time = Math.max(time, end);
      step++;
      if (step === from.length) return;
    }
    time += owed / value[step]!;
    if (time >= horizon) return;
    branchFromMarks(drawing, 0, ordinal);
    drawFreshIncident(drawing, threat, Math.floor(time), NONE, Number.NaN, Number.NaN);
  }
}

/**
 * One source of a finite population: a chain of incidents, each after its idle gap from the end of the one before.
 * The first happens by itself, the rest are latent; more than the clock can hold even without durations are not drawn.
 */
function drawSource(drawing: Drawing, threat: number, idle: Dist, source: number): void {
  const { horizon, warmUp } = drawing.model;
  const tape = drawing.tape;
  let earliest = -warmUp;
  let before = NONE;
  for (let ordinal = 0; ; ordinal++) {
    // Lanes from 1, apart from the single lane of other kinds.
    branchFromMarks(drawing, source + 1, ordinal);
    const gap = wholeMinutes(sampleDist(idle, nextUniform(drawing.stream)));
    earliest += gap;
    if (earliest >= horizon) return;
    const minute = before === NONE ? earliest : NEVER;
    const incident = drawFreshIncident(drawing, threat, minute, NONE, Number.NaN, Number.NaN);
    if (before !== NONE) {
      tape.next[before] = incident;
      tape.nextGap[before] = gap;
    }
    before = incident;
  }
}
