/**
 * The demand tape of one replication: who asks for what, where and when.
 *
 * It is a function of (seed, replication, threats, places, clock) only and never looks at capacity, so
 * that plans and policies are compared on the same luck. Growable columns, owned by whoever called
 * `createTape`; `drawTape` overwrites them from the start. All times are whole minutes from the start.
 */
export interface DemandTape {
  nIncidents: number;
  /** columns of length ≥ nIncidents */
  threat: Int16Array;
  /** host force */
  force: Int16Array;
  /** start of the first phase, or NEVER while latent (escalation, finite source) */
  minute: Int32Array;
  severity: Float64Array;
  parent: Int32Array;
  firstPhase: Int32Array;
  nPhases: Int32Array;
  /** for a finite source: the latent incident that follows this one, NONE otherwise … */
  next: Int32Array;
  /** … and the idle minutes before it */
  nextGap: Int32Array;

  nPhaseRows: number;
  /** minutes */
  phaseDuration: Int32Array;
  /** 1 = served clock */
  phaseServed: Uint8Array;
  phaseFirstNeed: Int32Array;
  phaseNeeds: Int32Array;
  phaseFirstStep: Int32Array;
  phaseSteps: Int32Array;

  nNeeds: number;
  /** index into model.needTemplates */
  needTemplate: Int16Array;
  /** units, before any hour profile; at least 1 */
  needUnits: Int32Array;
  /** unit-minutes of work; 0 for presence */
  needWork: Float64Array;
  /** minutes of patience, NEVER without */
  needPatience: Int32Array;

  nSteps: number;
  stepUniform: Float64Array;
  stepBelow: Float64Array;
  stepChance: Float64Array;
  /** minutes from activation to the latent incident's start */
  stepLag: Int32Array;
  /** the latent incident; NONE where the uniform is not below the chance, so that it can never start */
  stepIncident: Int32Array;

  /** incidents that happen by themselves, by (ask minute, index); length nOrder */
  nOrder: number;
  order: Int32Array;
  /** when the incident's first need is asked (start − longest lead, not before the clock's start), by incident */
  askMinute: Int32Array;
}
