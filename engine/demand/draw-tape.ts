/**
 * Draw the demand tape of one replication: arrivals, what they start in turn, latent escalation, the order of asking.
 *
 * Threats are drawn one after another, each from streams named by its id; whatever follows from an incident
 * is keyed by it. Adding a threat therefore adds its own incidents and leaves all others as they were.
 */
import type { Model } from "../model.ts";
import { drawArrivals } from "./arrivals.ts";
import { clearTape, emptyTape } from "./columns.ts";
import { beginDrawing } from "./drawing.ts";
import { drawEscalation } from "./escalation.ts";
import { drawOffspring } from "./offspring.ts";
import { orderTape } from "./order.ts";
import type { DemandTape } from "./tape.ts";

/** Indices of threats, forces and need templates are 16 bits on the tape. */
const MOST_OF_A_KIND = 32767;

/**
 * An empty tape, to be filled by `drawTape` as often as wanted; it keeps the memory of the longest so far.
 * Throws a RangeError if the model has more threats, forces or needs than a tape can tell apart.
 */
export function createTape(model: Model): DemandTape {
  const most = Math.max(model.threats.length, model.nForces, model.needTemplates.length);
  if (most > MOST_OF_A_KIND) {
    throw new RangeError(
      `A tape holds up to ${MOST_OF_A_KIND} threats, forces and needs; this model has ${most} of one kind`,
    );
  }
  return emptyTape();
}

/**
 * Overwrite `tape` with the demand of replication `replication`, a whole number from 0.
 *
 * The same arguments give the same bytes, whatever the tape held before. Throws an Error that names the
 * replication and the threat when there are more than 5,000,000 incidents.
 */
export function drawTape(model: Model, seed: string, replication: number, tape: DemandTape): void {
  clearTape(tape);
  const drawing = beginDrawing(model, seed, replication, tape);
  for (let threat = 0; threat < model.threats.length; threat++) drawArrivals(drawing, threat);
  drawOffspring(drawing);
  drawEscalation(drawing);
  orderTape(tape, model);
}
