/**
 * What a compiled scenario is: index tables, typed arrays, whole minutes.
 *
 * `scenarios/format/compile.ts` fills a Model; the engine only reads it. Names have become indices,
 * times have become minutes from the start, officers and units are whole numbers. Everything here is
 * treated as frozen once made.
 *
 * Index spaces
 *   force       0 … nForces-1; a force is where incidents happen, and is also holder `force`
 *   holder      0 … nHolders-1; owns people: the forces first, then collaborations, hubs, regional and
 *               national stock, outside providers
 *   node        0 … nNodes-1; a skill in the tree of skills, parents before children
 *   capability  0 … nCaps-1
 *   scheme      0 … nSchemes-1; one way of grouping holders into regions (RICC, ROCU …)
 *   region      0 … nRegions[scheme]-1
 *   threat, needTemplate: positions in their arrays
 */

/** No people limit at this node: larger than any head count. */
export const UNLIMITED = 0x3fffffff;
/** "Never" for a minute, and "no region" or "nobody" for an index. */
export const NEVER = 0x7fffffff;
export const NONE = -1;

export const TIERS = 4;
/** Notice of the readiness classes in minutes: now, 1 h, 4 h, 8 h, 24 h. */
export const READINESS_CLASSES = 5;

/** How a tier's donors are ordered. */
export const DONOR_POLICY = { proportionate: 0, nearest: 1, greatestSpare: 2, supplied: 3 } as const;
/** The order in which a capability's tiers are asked; `national` asks all holders at once by tier 3's rule. */
export const CHAIN = { up: 0, down: 1, national: 2 } as const;
/** What opens a tier: unmet ask; ratio at θ; a stated minute; nothing. */
export const TRIGGER = { atShortfall: 0, atRatio: 1, atTime: 2, never: 3 } as const;

/**
 * A distribution ready for inverse-CDF sampling with one uniform. `a`, `b`, `c`, `d` mean:
 *   deterministic a=value · exponential a=mean · lognormal a=mu b=sigma · gamma a=shape b=scale ·
 *   weibull a=shape b=scale · uniform a=low b=high · triangular a=low b=mode c=high ·
 *   pert a=low b=mode c=high (beta with lambda 4) · geometric a=mean, support 1, 2, … ·
 *   poisson a=mean · empirical: `values` with cumulative `weights` (last = 1) ·
 *   logitNormal a=median b=sigma of the logit
 */
export interface Dist {
  readonly kind:
    | "deterministic"
    | "exponential"
    | "lognormal"
    | "gamma"
    | "weibull"
    | "uniform"
    | "triangular"
    | "pert"
    | "geometric"
    | "poisson"
    | "empirical"
    | "logitNormal";
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly values?: Float64Array;
  readonly weights?: Float64Array;
}

/** Steps in time: `value[i]` holds on [from[i], from[i+1]); `from[0]` is the start of the clock (-warmUp). */
export interface Steps {
  readonly from: Int32Array;
  readonly value: Float64Array;
}

/** Who acts where an incident goes. */
export type Place =
  | { readonly kind: "named"; readonly force: number }
  /** cumulative weights over forces, last = 1 */
  | { readonly kind: "weighted"; readonly cumulative: Float64Array }
  /** one force after another: replication r takes `forces[r mod forces.length]` */
  | { readonly kind: "each"; readonly forces: Int16Array }
  /** cumulative weights per parent force, shape [nForces × nForces], row = parent's force, each row's last = 1 */
  | { readonly kind: "nearParent"; readonly cumulative: Float64Array };

export type Arrivals =
  | {
      readonly kind: "scheduled";
      /** minutes from the start */
      readonly minute: Int32Array;
      /** force, or NONE to draw from `place` */
      readonly force: Int16Array;
      /** severity, or NaN to draw it */
      readonly severity: Float64Array;
      /** minutes of the first phase, or NaN to draw it */
      readonly duration: Float64Array;
      /** added to each minute (may be negative); null: fixed */
      readonly jitter: Dist | null;
      /** chance that each entry happens at all */
      readonly probability: number;
    }
  /** Poisson with a stepped rate, incidents per minute; a constant rate is one step */
  | { readonly kind: "poisson"; readonly rate: Steps }
  /** immigrants as poisson; each incident at force f has Poisson(kernel[f,g]) children at force g after `lag` (at least 1 min) */
  | { readonly kind: "hawkes"; readonly rate: Steps; readonly kernel: Float64Array; readonly lag: Dist }
  /** N sources; each waits `idle` minutes after its last incident ended, then has the next */
  | { readonly kind: "finiteSource"; readonly sources: number; readonly idle: Dist }
  /** only started by another threat's trigger or by escalation */
  | { readonly kind: "triggered" };

/** Started by each incident of the threat that holds it. */
export interface TriggeredBy {
  readonly threat: number;
  readonly probability: number;
  /** minutes after the parent's start, at least 1 */
  readonly lag: Dist;
  /** null: the triggered threat's own place rule */
  readonly place: Place | null;
  /** as severe as the parent × this; absent: as the triggered threat's own rule draws it */
  readonly ofParent?: number | undefined;
}

/** A latent escalation step: drawn on the tape, activated by the response if presence is too thin. */
export interface EscalationStep {
  /** happens if on-the-ground ÷ required unit-minutes over the last 60 min is below this share … */
  readonly below: number;
  /** … and the latent uniform is below this chance */
  readonly chance: number;
  /** the threat whose incident starts */
  readonly threat: number;
  readonly lag: Dist;
  readonly place: Place | null;
}

export interface NeedTemplate {
  readonly id: string;
  readonly threat: number;
  readonly capability: number;
  readonly kind: "presence" | "work";
  /** units on the ground (work: the most that can work at once) = round(units × (perSeverity ? severity : 1)), capped */
  readonly units: Dist;
  readonly perSeverity: boolean;
  readonly maxUnits: number;
  /** multiplies units by hour of day, length 24; null: 1 */
  readonly hourProfile: Float64Array | null;
  readonly probability: number;
  /** 0 is served first */
  readonly priority: number;
  /** fewest units that are useful; NEVER = all of them (all-or-nothing); 1 = part-fill */
  readonly smallestTeam: number;
  readonly ifShort: "wait" | "lapse" | "lapseAfter";
  /** minutes of patience, with lapseAfter */
  readonly patience: Dist | null;
  /** units that must stay free in each pool after this need took its own */
  readonly reserve: number;
  /** lost on asking if this many needs already wait for the capability at the host; NEVER = no limit */
  readonly queueLimit: number;
  /** minutes after the phase's start by which it should be full; NONE: at its start */
  readonly respondBy: number;
  /** minutes before the phase's start at which it asks (first phases only) */
  readonly lead: number;
  /** work only: unit-minutes, × severity if perSeverity */
  readonly work: Dist | null;
  /** work only: the phase does not end before this is done */
  readonly blocking: boolean;
  /** may take units of strictly lower priority */
  readonly mayPreempt: boolean;
  /** presence held in case something happens: also tallied apart */
  readonly expected: boolean;
}

export interface PhaseModel {
  readonly id: string;
  /** minutes, at least 1 */
  readonly duration: Dist;
  readonly clock: "demand" | "served";
  /** served clock: duration × the factor of the farthest tier whose units serve it, [local, regional, national, outside]; null: 1 */
  readonly durationByTier: readonly [number, number, number, number] | null;
  readonly needs: readonly number[]; // needTemplate indices
  readonly escalation: readonly EscalationStep[]; // at most 3
  /**
   * Precaution: the phase is presence from before to after a time. With `chance` it turns at a minute
   * uniform in [turnsFrom, turnsUntil] of the phase and the incident goes on with its next phases; else
   * it ends the incident at the end of its duration.
   */
  readonly turns: { readonly chance: number; readonly from: number; readonly until: number } | null;
}

export interface ThreatModel {
  readonly id: string;
  readonly arrivals: Arrivals;
  readonly place: Place;
  /** drawn per incident where the schedule does not say */
  readonly severity: Dist;
  readonly phases: readonly PhaseModel[];
  readonly triggers: readonly TriggeredBy[];
}

/** One way of grouping holders into regions. */
export interface RegionScheme {
  readonly id: string;
  readonly regionIds: readonly string[];
  readonly regionNames: readonly string[];
  /** region of each holder, NONE for national stock; shape [nHolders] */
  readonly regionOf: Int16Array;
}

export interface TierRule {
  /** TRIGGER.* */
  readonly trigger: number;
  /** θ for atRatio */
  readonly ratio: number;
  /** minute for atTime */
  readonly minute: number;
  /** from the trigger to the tier being open, minutes, once per tier (tier 2: per region) */
  readonly openingDelay: number;
  /** from a need's call to the answer, minutes, once per need */
  readonly coordinationDelay: number;
  /** the alert share this tier sets when called; NaN: leaves the posture as it is */
  readonly alertShare: number;
}

export interface DutyCycle {
  /** minutes */
  readonly shift: number;
  /** longest a unit may be held while its relief comes, minutes from departure */
  readonly longestShift: number;
  readonly rest: number;
  readonly reliefLead: number;
  readonly tour: number;
  readonly recovery: number;
  /** rests at home between shifts when travel is at most this, minutes */
  readonly homeRestWithin: number;
  /** rests first if less than this is left of the shift on arrival */
  readonly leastLeftOnArrival: number;
  /** rests first after a longer journey than this */
  readonly longestJourney: number;
}

export interface CapabilityModel {
  readonly id: string;
  readonly name: string;
  readonly officersPerUnit: number;
  /** what the people of a unit are called; left out: officers */
  readonly people?: string | undefined;
  readonly scheme: number;
  /** node and its ancestors that can bind, deepest first; at least one */
  readonly path: Int16Array;
  readonly travels: boolean;
  /** CHAIN.* */
  readonly chain: number;
  /** rules of tiers 2, 3, 4 at [2], [3], [4]; [0] and [1] unused but present */
  readonly tiers: readonly TierRule[];
  /** null: units never tire */
  readonly duty: DutyCycle | null;
  /** share of those present in each readiness class, cumulative, last = 1; null: all at once, notice 0 */
  readonly readiness: Float64Array | null;
  /** notice of each class in minutes; shape [READINESS_CLASSES] */
  readonly notice: Int32Array;
  /** whether the alert share raises donors' floors */
  readonly alert: boolean;
  /** DONOR_POLICY.* */
  readonly donorPolicy: number;
  /** units go home at once on release, without travel or recovery */
  readonly instantReturn: boolean;
  /** nobody is served before whoever waits first (per capability) */
  readonly strictQueue: boolean;
  /** chance that a donor declines, per donor and need */
  readonly refusal: number;
  /** reported for region and nation only on shipped data (model.md §9) */
  readonly sensitive: boolean;
  /** pounds per officer shift */
  readonly costLow: number;
  readonly costHigh: number;
  /** who stands in for it, in this order; undefined: nobody */
  readonly substitutes?: readonly Substitute[] | undefined;
  /** units required of each region of its scheme, for charts; NaN: none; absent: none anywhere; shape [nRegions] */
  readonly regionRequirement?: Float64Array;
}

/** Units of another capability that stand in where one is short: `factor` of them for one, `delay` later. */
export interface Substitute {
  readonly capability: number;
  /** units of the other that count as one; a whole number, at least 1 */
  readonly factor: number;
  /** minutes on top of the other's notice */
  readonly delay: number;
}

/** A timed change of what a holder has trained at a node. */
export interface StockChange {
  readonly minute: number;
  readonly holder: number;
  readonly node: number;
  /** officers trained from then on */
  readonly trained: number;
}

/** A scheduled change of the national alert share. */
export interface PostureChange {
  readonly minute: number;
  readonly alertShare: number;
}

/** More people from the same establishment, at a price later. */
export interface LeverModel {
  readonly id: "longShifts" | "holdOver" | "restDaysCancelled" | "leaveCancelled";
  /** TRIGGER.* (tested nationally, per replication) */
  readonly trigger: number;
  readonly ratio: number;
  readonly minute: number;
  readonly capability: number;
  /** minutes */
  readonly notice: number;
  /** what present people are multiplied by, limited to trained */
  readonly presentFactor: number;
  /** minutes added to shifts */
  readonly extraShift: number;
  /** day (minutes after it took effect) from which the debt is repaid; NEVER: no debt */
  readonly repaidFrom: number;
}

/** Use of one skill that blocks people counted at another, outside the tree. */
export interface Overlap {
  readonly used: number; // node X
  readonly blocked: number; // node Y
  readonly share: number;
}

/** A provider outside England and Wales's forces: one chance a day. */
export interface OutsideProvider {
  readonly holder: number;
  readonly chance: number;
  readonly notice: number;
}

/** An extra quantity the scenario asks for (`observe:`), one integer per replication. */
export interface Observation {
  readonly id: string;
  readonly capability: number;
  /** NONE: all hosts (or all owners, for busy) */
  readonly force: number;
  /** NONE: all threats; needs of this threat only */
  readonly threat: number;
  readonly quantity: /** value at minute `at` of a level */
    | "levelAt"
    /** minutes in which the level is at least `atLeast`, from `at` to the horizon */
    | "timeAtLeast"
    /** integral of the level, unit-minutes, from `at` to the horizon */
    | "levelMinutes"
    /** integral of the level's square, from `at` to the horizon: with levelMinutes, its variance over time */
    | "levelSquareMinutes"
    /** 1 if the level is ever at least `atLeast` */
    | "everAtLeast"
    /** needs that asked / lapsed / were served / waited more than `atLeast` minutes / sum of waits of the served */
    | "asked"
    | "lapsed"
    | "served"
    | "waitedMoreThan"
    | "waitMinutes"
    | "leftForce"
    | "leftRegion"
    /** incidents of the threat */
    | "incidents";
  readonly level: "required" | "onTheGround" | "inTransit" | "resting" | "unresourced" | "busy" | "waiting" | "backlog";
  readonly at: number;
  readonly atLeast: number;
}

/**
 * Where units are when the clock starts. Rows with committed units have an incident each: the next of `threat`,
 * in the order of the rows, at minute 0 at `host`, that needs `committed` units of the capability.
 */
export interface PositionRow {
  /** NONE: nobody committed */
  readonly threat: number;
  readonly capability: number;
  readonly holder: number;
  /** NONE: nobody committed */
  readonly host: number;
  /** units on the ground at the host, at home until rested, and ready at once at home */
  readonly committed: number;
  readonly resting: number;
  readonly stoodUp: number;
}

/** A road that takes longer than usual from one minute to another, or cannot be used at all. */
export interface RoadChange {
  readonly minute: number;
  /** NEVER: to the end */
  readonly until: number;
  /** from × nHolders + to, of every journey that it touches */
  readonly pairs: Int32Array;
  /** what the journey is multiplied by; Infinity: closed */
  readonly factor: number;
}

/** Holders that lend nothing from one minute to another. */
export interface HoldBack {
  readonly minute: number;
  /** NEVER: to the end */
  readonly until: number;
  /** NONE: of all capabilities */
  readonly capability: number;
  readonly holders: readonly number[];
}

/** An incident as people name it: the `nth` from 0 of those of a threat that began at a force in one minute. */
export interface IncidentName {
  readonly threat: number;
  readonly host: number;
  readonly starts: number;
  readonly nth: number;
}

/**
 * What a person in the dispatcher's seat decides, taken in its minute after the answers that fall due and before the scan.
 * `from` lists holders in the order in which they give.
 */
export type Decision = { readonly minute: number } & (
  | { readonly kind: "call"; readonly capability: number; readonly tier: number; readonly region: number }
  /** taken: the tiers above the host's own are called, asked and drawn on by decision only */
  | { readonly kind: "seat"; readonly capability: number; readonly taken: boolean }
  | {
      readonly kind: "send";
      readonly capability: number;
      readonly to: IncidentName;
      readonly from: readonly number[];
      readonly units: number;
    }
  | ({ readonly kind: "hold" } & Omit<HoldBack, "minute">)
  | {
      readonly kind: "recall";
      readonly capability: number;
      readonly of: IncidentName;
      readonly from: readonly number[];
      readonly units: number;
    }
  | {
      readonly kind: "redeploy";
      readonly capability: number;
      readonly of: IncidentName;
      readonly to: IncidentName;
      readonly from: readonly number[];
      readonly units: number;
    }
);

export interface Model {
  /** measured part is [0, horizon); the clock starts at -warmUp */
  readonly horizon: number;
  readonly warmUp: number;
  /** minute of day, weekday (0 = Monday) and month (0 = January) at minute 0 */
  readonly startMinuteOfDay: number;
  readonly startWeekday: number;
  readonly seed: string;
  /** SHA-256 of the resolved scenario's canonical JSON, hex */
  readonly scenarioHash: string;

  readonly nForces: number;
  readonly nHolders: number;
  readonly nNodes: number;
  readonly nCaps: number;
  readonly holderIds: readonly string[];
  readonly holderNames: readonly string[];
  readonly nodeIds: readonly string[];
  /** parent of each node, NONE for a root; shape [nNodes] */
  readonly nodeParent: Int16Array;
  readonly schemes: readonly RegionScheme[];
  readonly capabilities: readonly CapabilityModel[];
  readonly threats: readonly ThreatModel[];
  readonly needTemplates: readonly NeedTemplate[];

  /** minutes on the road from holder to holder; shape [nHolders × nHolders] */
  readonly travelMinutes: Int32Array;
  /** integer metres (or minutes where only those are given), for "nearest"; shape [nHolders × nHolders] */
  readonly distance: Int32Array;
  /** tier (1 … 4) of holder for host under a scheme, 0 = never asked; shape [nSchemes][nForces × nHolders] */
  readonly tierOf: readonly Int8Array[];
  /**
   * Holders that own the capability, in the order the donor policy starts from, host's own first.
   * Donors of (cap, host, tier) are `donors[donorStart[k]] … donors[donorStart[k+1]-1]`,
   * k = (cap × nForces + host) × TIERS + tier − 1.
   */
  readonly donorStart: Int32Array;
  readonly donors: Int16Array;

  /** officers trained at each node; shape [nHolders × nNodes]; UNLIMITED where it does not bind */
  readonly trained: Int32Array;
  /** expected share of trained who are present (the funnel's product); shape [nHolders × nNodes]; 1 = all, always */
  readonly presentShare: Float64Array;
  /** standard deviation of the logit of that share over replications, and the part that is common to all forces */
  readonly presentSigma: number;
  readonly presentCommon: number;
  /** base floor in officers; shape [nHolders × nNodes] */
  readonly floorOfficers: Int32Array;
  /** nodes whose floor the alert share raises; shape [nNodes] of 0/1 */
  readonly alertNode: Uint8Array;
  /** most units a holder lends; UNLIMITED = no cap; shape [nCaps × nHolders] */
  readonly contribution: Int32Array;
  /** the most units the SPR or the user requires of each capability, for charts; NaN: none; shape [nCaps] */
  readonly requirement: Float64Array;
  readonly alertShare: number;
  readonly stockChanges: readonly StockChange[];
  readonly postureChanges: readonly PostureChange[];
  readonly levers: readonly LeverModel[];
  readonly overlaps: readonly Overlap[];
  readonly outside: readonly OutsideProvider[];
  readonly observations: readonly Observation[];
  /** serials of 1 + 6 and a driver may be pooled into units by region (by capability index; empty: off) */
  readonly pooledSerials: readonly number[];
  readonly escalation: boolean;
  /** start from now; absent or undefined: everybody is at home. Only without warm-up */
  readonly position?: readonly PositionRow[] | undefined;
  /** cumulative shares by readiness class of holders that state their own, by capability × nHolders + holder */
  readonly ownReadiness?: ReadonlyMap<number, Float64Array> | undefined;
  /** absent or empty: as always */
  readonly roadChanges?: readonly RoadChange[] | undefined;
  readonly holdBacks?: readonly HoldBack[] | undefined;
  /** width of the series' buckets; absent: as fine as is worth drawing */
  readonly bucketMinutes?: number | undefined;
  /** by a person, in the order in which they are taken; absent or empty: doctrine alone */
  readonly decisions?: readonly Decision[] | undefined;
}

/**
 * A model whose tallies keep no series worth the name: one bucket for the whole horizon. For whoever reads totals only,
 * since series are a third of the work of a national replication.
 */
export function withoutSeries(model: Model): Model {
  let same = seriesless.get(model);
  if (same === undefined) {
    same = inOneShape({ ...model, bucketMinutes: Math.max(1, model.horizon) });
    seriesless.set(model, same);
  }
  return same;
}

const seriesless = new WeakMap<Model, Model>();

/**
 * A model with its fields in one fixed order. V8 throws optimised code away when objects of another shape come by;
 * models put together from parts have as many shapes as orders of parts (130 to 30 ms in the first replications).
 */
export function inOneShape(model: Model): Model {
  let same = shaped.get(model);
  if (same === undefined) {
    same = withFieldsInOrder(model);
    shaped.set(model, same);
    shaped.set(same, same);
  }
  return same;
}

/** One copy a model, so that what is worked out of a model is worked out once. */
const shaped = new WeakMap<Model, Model>();

function withFieldsInOrder(model: Model): Model {
  return {
    horizon: model.horizon,
    warmUp: model.warmUp,
    startMinuteOfDay: model.startMinuteOfDay,
    startWeekday: model.startWeekday,
    seed: model.seed,
    scenarioHash: model.scenarioHash,
    nForces: model.nForces,
    nHolders: model.nHolders,
    nNodes: model.nNodes,
    nCaps: model.nCaps,
    holderIds: model.holderIds,
    holderNames: model.holderNames,
    nodeIds: model.nodeIds,
    nodeParent: model.nodeParent,
    schemes: model.schemes,
    capabilities: model.capabilities,
    threats: model.threats,
    needTemplates: model.needTemplates,
    travelMinutes: model.travelMinutes,
    distance: model.distance,
    tierOf: model.tierOf,
    donorStart: model.donorStart,
    donors: model.donors,
    trained: model.trained,
    presentShare: model.presentShare,
    presentSigma: model.presentSigma,
    presentCommon: model.presentCommon,
    floorOfficers: model.floorOfficers,
    alertNode: model.alertNode,
    contribution: model.contribution,
    requirement: model.requirement,
    alertShare: model.alertShare,
    stockChanges: model.stockChanges,
    postureChanges: model.postureChanges,
    levers: model.levers,
    overlaps: model.overlaps,
    outside: model.outside,
    observations: model.observations,
    pooledSerials: model.pooledSerials,
    escalation: model.escalation,
    position: model.position,
    ownReadiness: model.ownReadiness,
    roadChanges: model.roadChanges,
    holdBacks: model.holdBacks,
    bucketMinutes: model.bucketMinutes,
    decisions: model.decisions,
  };
}
