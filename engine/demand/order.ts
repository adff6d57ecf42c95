/**
 * The order in which incidents ask: by ask minute, then as drawn.
 */
import { type Model, NEVER, NONE } from "../model.ts";
import type { DemandTape } from "./tape.ts";

/** Above any incident's index, so that minute and index share one float64 exactly. */
const INDEX_UNIT = 8388608;

let keys = new Float64Array(64);

/** Fill `askMinute`, `order` and `nOrder` from the incidents that happen by themselves. */
export function orderTape(tape: DemandTape, model: Model): void {
  if (keys.length < tape.nIncidents) keys = new Float64Array(tape.threat.length);
  const { warmUp } = model;
  let count = 0;
  let sorted = true;
  for (let incident = 0; incident < tape.nIncidents; incident++) {
    if (tape.minute[incident] === NEVER) continue;
    const ask = askMinute(tape, model, incident);
    tape.askMinute[incident] = ask;
    const key = (ask + warmUp) * INDEX_UNIT + incident;
    if (count > 0 && key < keys[count - 1]!) sorted = false;
    keys[count++] = key;
  }
  if (!sorted) keys.subarray(0, count).sort();
  for (let i = 0; i < count; i++) tape.order[i] = keys[i]! % INDEX_UNIT;
  tape.nOrder = count;
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
    const needLead = model.needTemplates[tape.needTemplate[need]!]!.lead;
    if (needLead > lead) lead = needLead;
  }
  if (lead === 0) return start;
  const parent = tape.parent[incident]!;
  const known = parent === NONE ? -model.warmUp : tape.minute[parent]!;
  return Math.max(known, start - lead);
}
