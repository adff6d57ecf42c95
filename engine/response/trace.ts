/**
 * One replication told in order, for people who want to see how a number came about.
 *
 * Tracing costs nothing when off: the response tests one field.
 */
import type { World } from "./world.ts";

export interface TraceEvent {
  readonly minute: number;
  readonly event: string;
  readonly [detail: string]: string | number | boolean | null;
}

export type TraceSink = (event: TraceEvent) => void;

/** Tell the sink, if there is one, what happened to a need. */
export function traceNeed(w: World, event: string, need: number, units: number): void {
  if (w.trace === null) return;
  const { model } = w;
  const template = model.needTemplates[w.nTemplate[need]!]!;
  w.trace({
    minute: w.now,
    event,
    need,
    threat: model.threats[template.threat]!.id,
    capability: model.capabilities[w.nCap[need]!]!.id,
    host: model.holderIds[w.nHost[need]!]!,
    units,
    required: w.nRequired[need]!,
    onTheGround: w.nGround[need]!,
  });
}

/** Tell the sink, if there is one, what a batch of units did. */
export function traceBatch(w: World, event: string, batch: number, until: number): void {
  if (w.trace === null) return;
  const { model } = w;
  w.trace({
    minute: w.now,
    event,
    need: w.bNeed[batch]!,
    capability: model.capabilities[w.bCap[batch]!]!.id,
    donor: model.holderIds[w.bHolder[batch]!]!,
    host: model.holderIds[w.bHost[batch]!]!,
    units: w.bCount[batch]!,
    tier: w.bTier[batch]!,
    until,
  });
}

/** Tell the sink, if there is one, of anything else. */
export function traceOther(w: World, event: string, details: Record<string, string | number | boolean>): void {
  if (w.trace !== null) w.trace({ minute: w.now, event, ...details });
}
