/**
 * The order in which incidents ask: by ask minute, then as drawn.
 */
import { type Model, NEVER } from "../model.ts";
import type { DemandTape } from "./tape.ts";

/** Above any incident's index, so that minute and index share one float64 exactly. */
const INDEX_UNIT = 8388608;

let keys = new Float64Array(64);

/** Fill `order` and `nOrder` from the incidents that happen by themselves. */
export function orderTape(tape: DemandTape, model: Model): void {
  const { askMinute, minute, order, nIncidents } = tape;
  if (keys.length < nIncidents) keys = new Float64Array(minute.length);
  let count = 0;
  let before = -model.warmUp;
  let sorted = true;
  for (let incident = 0; incident < nIncidents; incident++) {
    if (minute[incident] === NEVER) continue;
    const ask = askMinute[incident]!;
    if (ask < before) sorted = false;
    before = ask;
    keys[count] = (ask + model.warmUp) * INDEX_UNIT + incident;
    order[count++] = incident;
  }
  tape.nOrder = count;
  if (sorted) return;
  keys.subarray(0, count).sort();
  for (let i = 0; i < count; i++) {
    const key = keys[i]!;
    order[i] = key - Math.floor(key / INDEX_UNIT) * INDEX_UNIT;
  }
}
