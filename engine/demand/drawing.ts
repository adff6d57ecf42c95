/**
 * One tape while it is drawn: the model, the replication, and the streams that are open.
 *
 * Each incident has a stream of its own, branched from its threat's marks (the n-th incident) or from its
 * parent (the k-th child), so that no incident's draws depend on how many another one took. What an
 * incident's descendants are keyed by is kept in `keyHigh` and `keyLow`, two words of its stream as opened.
 */
import { branchStream, openStream, STREAM_WORDS } from "../kernel/streams.ts";
import type { Model } from "../model.ts";
import { doubled32 } from "./columns.ts";
import type { DemandTape } from "./tape.ts";

/** More than this in one replication is a mistake in the scenario, not a bad day. */
const MOST_INCIDENTS = 5000000;

export interface Drawing {
  readonly tape: DemandTape;
  model: Model;
  seed: string;
  replication: number;
  /** when something happens: one threat's arrivals */
  readonly arrivals: Int32Array;
  /** what the incidents of one threat branch from */
  readonly marks: Int32Array;
  /** the incident that is being drawn */
  readonly stream: Int32Array;
  /** how many uniforms the marks of an incident take, by threat */
  nMarks: Int32Array;
  /** longest lead of the first phase's needs, minutes, by threat */
  longestLead: Int32Array;
  /** the marks' uniforms of the incident that is being drawn; length ≥ any of `nMarks` */
  uniforms: Float64Array;
  /** keys of incidents; length ≥ nIncidents */
  keyHigh: Int32Array;
  keyLow: Int32Array;
  /** escalation steps between an incident and one that happens by itself */
  depth: Int32Array;
}

const drawings = new WeakMap<DemandTape, Drawing>();

/** The drawing of this tape, made ready for one replication. */
export function beginDrawing(model: Model, seed: string, replication: number, tape: DemandTape): Drawing {
  let drawing = drawings.get(tape);
  if (drawing === undefined) {
    drawing = {
      tape,
      model,
      seed,
      replication,
      arrivals: new Int32Array(STREAM_WORDS),
      marks: new Int32Array(STREAM_WORDS),
      stream: new Int32Array(STREAM_WORDS),
      nMarks: marksOf(model),
      longestLead: longestLeadOf(model),
      uniforms: new Float64Array(0),
      keyHigh: new Int32Array(64),
      keyLow: new Int32Array(64),
      depth: new Int32Array(64),
    };
    drawings.set(tape, drawing);
  }
  if (drawing.model !== model) {
    drawing.nMarks = marksOf(model);
    drawing.longestLead = longestLeadOf(model);
  }
  const most = drawing.nMarks.reduce((a, b) => Math.max(a, b), 0);
  if (drawing.uniforms.length < most) drawing.uniforms = new Float64Array(most);
  drawing.model = model;
  drawing.seed = seed;
  drawing.replication = replication;
  return drawing;
}

/**
 * Uniforms an incident takes, by threat: place and severity; a duration a phase, two more where it may turn; two a
 * need, one more for its work and for its patience. Fixed by the threat's shape, not by its numbers.
 */
function marksOf(model: Model): Int32Array {
  return Int32Array.from(model.threats, (threat) => {
    let marks = 2;
    for (const phase of threat.phases) {
      marks += phase.turns === null ? 1 : 3;
      for (const index of phase.needs) {
        const need = model.needTemplates[index]!;
        marks += 2 + (need.work === null ? 0 : 1) + (need.patience === null ? 0 : 1);
      }
    }
    return marks;
  });
}

/** What the needs of the first phase may ask ahead, so that incidents without such needs are not searched. */
function longestLeadOf(model: Model): Int32Array {
  return Int32Array.from(model.threats, ({ phases }) =>
    (phases[0]?.needs ?? []).reduce((longest, need) => Math.max(longest, model.needTemplates[need]!.lead), 0),
  );
}

/** Open the two streams of a threat: when, and what. */
export function openThreat(drawing: Drawing, threatId: string): void {
  openStream(drawing.arrivals, drawing.seed, `${threatId}/arrivals`, drawing.replication);
  openStream(drawing.marks, drawing.seed, `${threatId}/marks`, drawing.replication);
}

/** Turn `drawing.stream` to the incident of this ordinal (and lane: a finite source, 0 otherwise) of the open threat. */
export function branchFromMarks(drawing: Drawing, lane: number, ordinal: number): void {
  branchStream(drawing.stream, drawing.marks[0]! ^ drawing.marks[2]!, drawing.marks[1]!, lane, ordinal);
}

/** Turn `drawing.stream` to the child of this kind and ordinal. */
export function branchFromParent(drawing: Drawing, parent: number, tag: number, ordinal: number): void {
  branchStream(drawing.stream, drawing.keyHigh[parent]!, drawing.keyLow[parent]!, tag, ordinal);
}

/** Note what the next incident's descendants are keyed by; the stream must be as it was opened. */
export function keepKey(drawing: Drawing): void {
  const incident = drawing.tape.nIncidents;
  if (incident >= drawing.keyHigh.length) {
    drawing.keyHigh = doubled32(drawing.keyHigh);
    drawing.keyLow = doubled32(drawing.keyLow);
    drawing.depth = doubled32(drawing.depth);
  }
  drawing.keyHigh[incident] = drawing.stream[0]!;
  drawing.keyLow[incident] = drawing.stream[1]!;
  drawing.depth[incident] = 0;
}

/** Refuse what would fill the memory before it ends. */
export function assertRoom(drawing: Drawing, threat: number): void {
  if (drawing.tape.nIncidents < MOST_INCIDENTS) return;
  const id = drawing.model.threats[threat]!.id;
  throw new Error(
    `Replication ${drawing.replication} has more than 5,000,000 incidents, reached while drawing threat "${id}". ` +
      "Lower its rate, the mean number of children of an incident or the probability of its triggers, " +
      "lengthen its idle times, or shorten the horizon.",
  );
}
