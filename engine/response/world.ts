/**
 * The state of one replication while it is answered: who is where, who waits for what.
 *
 * One World serves many replications of models of the same shape; `resetWorld` brings it back to minute
 * -warmUp with everybody at home and rested. Columns are flat typed arrays, grown by doubling:
 *   hc = capability × nHolders + holder      cf = capability × nForces + host force
 *   cell = cellStart[capability] + scope      (nation, then regions, then forces; see tally.ts)
 * A *batch* is a number of units of one capability and one holder that move together.
 */

import { createTape } from "../demand/draw-tape.ts";
import type { DemandTape } from "../demand/tape.ts";
import { type Calendar, clear as clearCalendar, createCalendar } from "../kernel/calendar.ts";
import type { CapabilityModel, Model } from "../model.ts";
import { CHAIN, NEVER, NONE, READINESS_CLASSES, TIERS, TRIGGER } from "../model.ts";
import { layoutOf, N_SERIES, seriesRow, type TallyLayout } from "../tally/tally.ts";
import type { Binding } from "./binding.ts";
import type { Interventions } from "./interventions.ts";
import { type Following, followingOf } from "./observations.ts";
import type { TraceSink } from "./trace.ts";

/** What a batch is doing. */
export const STATE = {
  spare: 0,
  /** promised to a team that is not complete: at home, not moving */
  reserved: 1,
  /** mustering or on the road to the host */
  enRoute: 2,
  onTheGround: 3,
  /** between shifts, committed to the need */
  resting: 4,
  /** on the road home, or resting or recovering there: not available */
  returning: 5,
  recovering: 6,
  /** at home, available, its shift clock still running */
  warm: 7,
  /** released this minute and offered to whoever waits */
  offered: 8,
} as const;

/** Order of events within a minute (model.md §1.7): lower kinds first. */
export const EVENT = {
  stock: 0,
  posture: 1,
  lever: 2,
  tierOpensAtTime: 3,
  roads: 4,
  holdBack: 5,
  phaseEnd: 10,
  workDone: 11,
  dutyEnd: 12,
  home: 13,
  recovered: 14,
  shiftForgotten: 15,
  hourChange: 16,
  patience: 17,
  reliefAsk: 18,
  arrive: 20,
  rested: 21,
  escalationCheck: 30,
  answer: 40,
  scan: 41,
  decision: 42,
  incidentStart: 50,
  needStart: 51,
  needAsk: 52,
  account: 60,
} as const;

/** Numbers that `poolSeen` holds for a capability. */
export const POOL_WIDTH = 7;

export const NEED_IDLE = 0;
export const NEED_OPEN = 1;
export const NEED_ENDED = 2;

const grow32 = (old: Int32Array, size: number): Int32Array => {
  const wider = new Int32Array(size);
  wider.set(old);
  return wider;
};

export class World {
  model: Model;
  readonly nForces: number;
  readonly nHolders: number;
  readonly nNodes: number;
  readonly nCaps: number;
  readonly maxRegions: number;
  readonly layout: TallyLayout;
  readonly calendar: Calendar;
  readonly tape: DemandTape;
  trace: TraceSink | null = null;
  /** some capability has substitutes */
  readonly substitution: boolean;
  seed = "";
  replication = 0;
  now = 0;
  events = 0;
  /** told at the end of each minute in which something happened, with the next in which something will; null: nobody looks */
  watch: ((w: World, next: number) => void) | null = null;
  /** what closed roads, held-back holders and a person's decisions changed; null: nothing can */
  interventions: Interventions | null = null;
  /** minutes on the road, and the most that holders lend, as they are now; the model's own unless something changed them */
  travelMinutes: Int32Array;
  contribution: Int32Array;
  /** the warm-up ends with this minute */
  measuringBegins = false;

  // ── people ────────────────────────────────────────────────────────────────
  /** officers; shape [nHolders × nNodes] */
  readonly trainedNow: Int32Array;
  readonly share: Float64Array;
  readonly present: Int32Array;
  readonly use: Int32Array;
  readonly floor: Int32Array;
  /** alert share in force at each holder, and the parts it is the greatest of */
  readonly alertOf: Float64Array;
  alertNation = 0;
  pendingPosture = false;
  readonly pendingAlert: Float64Array;
  readonly leverFactor: Float64Array;
  /** 1 where a holder can ever have the capability; hc */
  readonly holds: Uint8Array;
  /** whole units that could go now, at home and as a donor; hc */
  readonly free: Int32Array;
  readonly lend: Int32Array;
  readonly committed: Int32Array;
  readonly away: Int32Array;
  /** (hc) × READINESS_CLASSES + class, units */
  readonly classUnits: Int32Array;
  readonly classUsed: Int32Array;
  readonly classWarm: Int32Array;
  readonly warmHead: Int32Array;
  readonly offeredHead: Int32Array;
  readonly offeredUnits: Int32Array;
  nOffered = 0;
  offeredCells: Int32Array = new Int32Array(64);
  /** paths and ties of this replication */
  binding: Binding = { paths: [], overlaps: [], askedFor: new Uint8Array(0), asked: [], idle: [] };
  /** known bindings, by which capabilities are asked for and which nodes bind */
  readonly bindings = new Map<string, Binding>();
  readonly officersPerUnit: Int32Array;
  /** 1: somebody may ask for it; only these have series */
  readonly askable: Uint8Array;
  /** sums over holders, units; capability × maxRegions + region, and by capability */
  readonly lendRegion: Int32Array;
  readonly committedRegion: Int32Array;
  readonly lendNation: Int32Array;
  readonly heldNation: Int32Array;
  readonly restingNation: Int32Array;
  readonly underWayNation: Int32Array;
  readonly groundNation: Int32Array;
  /** outside providers: reachable today? by holder (1 = yes); and the chance */
  readonly reachable: Uint8Array;

  // ── tiers: activation per capability and tier; tier 2 per region ───────────
  /** minute from which the tier is open, NEVER while its trigger has not fired; (capability × 5 + tier) × maxRegions + region (0 for tiers 3, 4) */
  readonly tierOpen: Int32Array;

  // ── needs (row = tape row) ─────────────────────────────────────────────────
  capacityNeeds = 0;
  nState = new Uint8Array(0);
  nCap = new Int16Array(0);
  nHost = new Int16Array(0);
  nTemplate = new Int16Array(0);
  nIncident = new Int32Array(0);
  /** units wanted now, and units that count as required (0 before the start, and for work) */
  nWanted = new Int32Array(0);
  nRequired = new Int32Array(0);
  nTeam = new Int32Array(0);
  nGround = new Int32Array(0);
  nEnRoute = new Int32Array(0);
  nResting = new Int32Array(0);
  nReserved = new Int32Array(0);
  /** of those on the ground: will leave within reliefLead */
  nLeaving = new Int32Array(0);
  /** of those resting: will go back on duty when rested */
  nPledged = new Int32Array(0);
  nAsked = new Int32Array(0);
  nStart = new Int32Array(0);
  nFull = new Int32Array(0);
  nFirstOnScene = new Int32Array(0);
  nAnswered = new Uint8Array(0);
  nOutstanding = new Uint8Array(0);
  nAnswerDue = new Int32Array(0);
  nFlags = new Uint8Array(0);
  nBatches = new Int32Array(0);
  nLine = new Uint8Array(0);
  /** work: unit-minutes left at `nWorkAt`, rate since then */
  nWorkLeft = new Float64Array(0);
  nWorkAt = new Int32Array(0);
  nWorkRate = new Int32Array(0);
  nWorkDue = new Int32Array(0);
  nHourDue = new Int32Array(0);
  /** waiting list, by priority rank */
  nWaitPrev = new Int32Array(0);
  nWaitNext = new Int32Array(0);
  nWaiting = new Uint8Array(0);
  /** open needs of a capability */
  nOpenPrev = new Int32Array(0);
  nOpenNext = new Int32Array(0);
  /** what was last entered into the accounts */
  aGround = new Int32Array(0);
  aRequired = new Int32Array(0);
  aTransit = new Int32Array(0);
  aResting = new Int32Array(0);
  aShort = new Int32Array(0);
  /** unresourced unit-minutes of this need, from minute 0 to the horizon */
  aShortMinutes = new Float64Array(0);
  aRunOut = new Int32Array(0);
  aHeld = new Int32Array(0);
  aReasons = new Int32Array(0);
  aReasonAt = new Int32Array(0);
  /** 1: the need itself changed since its reasons were worked out; and what its host had free then */
  aReasonsDue = new Uint8Array(0);
  aFree = new Int32Array(0);
  aSince = new Int32Array(0);
  aShortSlot = new Int32Array(0);
  nDirty = new Uint8Array(0);
  dirtyNeeds = new Int32Array(256);
  nDirtyNeeds = 0;
  /** the first so many of `dirtyNeeds` were entered into the accounts when the last minute ended */
  nEntered = 0;

  // ── waiting ────────────────────────────────────────────────────────────────
  readonly priorities: Int32Array;
  readonly templateRank: Uint8Array;
  /** shape [priorities × nCaps] */
  readonly waitHead: Int32Array;
  readonly waitTail: Int32Array;
  nWaitingNeeds = 0;
  /** of a scan: capabilities whose lists are walked, and where each walk stands */
  readonly walked: Int32Array;
  readonly walkAt: Int32Array;
  /** bits of the tiers of a capability that anybody may ever call */
  readonly callable: Uint8Array;
  readonly waitingAt: Int32Array;
  readonly openHead: Int32Array;
  /** capabilities with something newly to be had this minute */
  readonly capDirty: Uint8Array;
  anyDirty = false;
  readonly capBlocked: Uint8Array;
  answersDue = 0;
  /** needs whose answer falls due this minute, by capability */
  readonly capAnswers: Int32Array;
  /** minute of a scan already in the calendar */
  scanAt = NEVER;
  newNeeds = new Int32Array(256);
  nNewNeeds = 0;

  // ── batches ────────────────────────────────────────────────────────────────
  capacityBatches = 0;
  nBatchRows = 0;
  spareBatch = NONE;
  bNeed = new Int32Array(0);
  bHolder = new Int16Array(0);
  bCap = new Int16Array(0);
  bClass = new Uint8Array(0);
  bTier = new Uint8Array(0);
  bCount = new Int32Array(0);
  bState = new Uint8Array(0);
  /** minute and kind of the event this batch waits for */
  bDue = new Int32Array(0);
  bShiftStart = new Int32Array(0);
  bTourStart = new Int32Array(0);
  bAllocated = new Int32Array(0);
  bSince = new Int32Array(0);
  /** 1 leaving, 2 pledged, 4 rests at home, 8 rested and ready */
  bFlags = new Uint8Array(0);
  bHost = new Int16Array(0);
  /** a pooled unit's slot in the parts table, NONE for whole units */
  bParts = new Int32Array(0);
  /** givers and their officers, three rows a slot */
  partHolder: number[] = [];
  partOfficers: number[] = [];
  /** 1 where serials of the capability are pooled */
  readonly pools: Uint8Array;
  bNext = new Int32Array(0);
  bPrev = new Int32Array(0);
  /** batches that reach the scene within the minute that sends them */
  arrivals: number[] = [];
  /** pairs (cf, minutes waited) of those who waited, put into histograms at the end; and how many waited 0 minutes, by cf */
  waits: Int32Array = new Int32Array(256);
  nWaits = 0;
  readonly servedAtOnce: Int32Array;
  /** pairs (cf, minutes from asked to done) of work */
  completions: number[] = [];
  readonly leverSince: Int32Array;
  /** officers that a lever added, and the minute from which they are owed */
  readonly leverExtra: Int32Array;
  readonly leverUntil: Int32Array;
  /** minutes added to shifts by crisis levers, by capability */
  readonly extraShift: Int32Array;

  // ── incidents ──────────────────────────────────────────────────────────────
  capacityIncidents = 0;
  iPhase = new Int32Array(0);
  iPhaseStart = new Int32Array(0);
  /** start of the first phase */
  iStart = new Int32Array(0);
  /** minute at which the phase's clock ends; NEVER while a served clock waits */
  iPhaseEnd = new Int32Array(0);
  iPhaseLeft = new Int32Array(0);
  iOpenNeeds = new Int32Array(0);
  iFlags = new Uint8Array(0);
  iEscalated = new Uint8Array(0);
  /** on-the-ground and required unit-minutes of the phase at the last escalation check, and running */
  iCheckAt = new Int32Array(0);
  iCheckGround = new Float64Array(0);
  iCheckRequired = new Float64Array(0);

  // ── accounts of this replication ───────────────────────────────────────────
  /** levels at the end of the last minute; cf */
  readonly levelRequired: Int32Array;
  readonly levelShort: Int32Array;
  readonly levelGround: Int32Array;
  readonly levelTransit: Int32Array;
  readonly levelResting: Int32Array;
  /** by cell */
  readonly cellRequired: Int32Array;
  readonly cellPeak: Int32Array;
  readonly cellRunOut: Int32Array;
  readonly cellRunOutSince: Int32Array;
  readonly cellRunOutFirst: Int32Array;
  readonly cellRunOutMinutes: Float64Array;
  readonly cellRunOutDepth: Int32Array;
  /** the first spell: most units at once, minutes (NONE while it lasts) */
  readonly cellGapUnits: Int32Array;
  readonly cellGapMinutes: Int32Array;
  readonly cellRunOutUnitMinutes: Float64Array;
  readonly cellFirstAsk: Int32Array;
  readonly cellFirstRest: Int32Array;
  readonly cellFlags: Uint8Array;
  readonly firstRegion: Int32Array;
  /** where forces' series go, as differences from bucket to bucket: of the tallies that this replication is for */
  series: Float64Array = new Float64Array(0);
  /** likewise of nation and regions, in this replication; (scope row × N_SERIES + series) × nBuckets + bucket */
  readonly scopeSeries: Float64Array;
  /** scope row of the nation, by capability (see seriesRow) */
  readonly scopeRow: Int32Array;
  /** bits of the series that moved, by scope row */
  readonly scopeTouched: Uint8Array;
  /** bucket of `now`, minutes from now to its end, what the next bucket has more, and the last one than others */
  bucket = 0;
  bucketEnd = 0;
  bucketRest = 0;
  nextRest = 0;
  lastWider = 0;
  /** unit-minutes of each level from minute 0 to the horizon; cf × 5 + level */
  readonly levelMinutes: Float64Array;
  /** spells of run-out at a force: triples (cf, first bucket, last bucket) */
  runOutSpells: number[] = [];
  /** a bit for each level that moved, and 128 */
  readonly touched: Uint8Array;
  readonly reasonMinutes: Float64Array;
  readonly escalatedMinutes: Float64Array;
  readonly heldMinutes: Float64Array;
  /** of the held: where the precaution turned */
  readonly usedMinutes: Float64Array;
  readonly overtimeMinutes: Float64Array;
  readonly overtimeLevel: Int32Array;
  readonly overtimeAt: Int32Array;
  readonly busyMinutes: Float64Array;
  readonly officerShifts: Float64Array;
  readonly workAsked: Float64Array;
  readonly workDone: Float64Array;
  readonly workBacklog: Float64Array;
  /** (cf) × N_SUMS of needs' outcomes */
  readonly sums: Float64Array;
  /** reserve: by hc × 4 now; by cell × 4 level, lowest, minute of lowest */
  readonly reserveNow: Int32Array;
  readonly reserveLevel: Int32Array;
  readonly reserveLow: Int32Array;
  readonly reserveLowAt: Int32Array;
  /** 1: lendable within the first horizon is all that is lendable, so only that is followed; by capability */
  readonly oneReserve: Uint8Array;
  /** 1 where somebody could be lent within a day at the start */
  readonly cellHasPeople: Uint8Array;
  readonly reserveOpening: Int32Array;
  readonly cellMarked: Uint8Array;
  markedCells: Int32Array;
  nMarkedCells = 0;
  readonly hcMarked: Uint8Array;
  markedHc: Int32Array;
  nMarkedHc = 0;
  readonly poolChanged: Uint8Array;
  /** how often a tier was called, and what holders may lend changed; by capability */
  readonly tiersFired: Int32Array;
  readonly lendChanges: Int32Array;
  /** the pool as it was when reasons were last worked out, `POOL_WIDTH` a capability; see reasons.ts */
  readonly poolSeen: Int32Array;
  shortNeeds: Int32Array[];
  readonly nShort: Int32Array;
  /** donor shadow; hc */
  readonly belowSince: Int32Array;
  readonly belowMinutes: Float64Array;
  readonly gap: Uint8Array;
  readonly unitsLent: Float64Array;
  /** flows; hc × nForces + host, unit-minutes of this replication */
  readonly flow: Float64Array;
  readonly flowTouched: Int32Array;
  nFlowTouched = 0;
  /** observations */
  readonly observed: Float64Array;
  readonly observedLevel: Float64Array;
  readonly observedAt: Int32Array;
  readonly following: Following;
  observes = false;
  /** levers and their debt */
  readonly leverOn: Uint8Array;
  /** working space for donor policies, no meaning between calls */
  readonly scratch: Int32Array;
  readonly scratch2: Int32Array;
  /** words for refusals and for outside providers */
  refusalWord = 0;
  /** which holders each collaboration etc. */
  readonly outsideOf: Int32Array;

  /** @param tape of another world that this one answers too; its own where left out */
  constructor(model: Model, tape: DemandTape = createTape(model)) {
    this.model = model;
    this.nForces = model.nForces;
    this.nHolders = model.nHolders;
    this.nNodes = model.nNodes;
    this.nCaps = model.nCaps;
    this.substitution = model.capabilities.some(({ substitutes }) => substitutes !== undefined);
    this.layout = layoutOf(model);
    this.calendar = createCalendar(1024);
    this.tape = tape;
    this.travelMinutes = model.travelMinutes;
    this.contribution = model.contribution;
    const { nForces, nHolders, nNodes, nCaps } = this;
    let maxRegions = 1;
    for (const scheme of model.schemes) maxRegions = Math.max(maxRegions, scheme.regionIds.length);
    this.maxRegions = maxRegions;
    const hn = nHolders * nNodes;
    const hc = nHolders * nCaps;
    const cf = nCaps * nForces;
    const { nCells, nBuckets } = this.layout;

    this.trainedNow = new Int32Array(hn);
    this.share = new Float64Array(hn);
    this.present = new Int32Array(hn);
    this.use = new Int32Array(hn);
    this.floor = new Int32Array(hn);
    this.alertOf = new Float64Array(nHolders);
    this.pendingAlert = new Float64Array(nHolders);
    this.leverFactor = new Float64Array(hn);
    this.holds = new Uint8Array(hc);
    this.free = new Int32Array(hc);
    this.lend = new Int32Array(hc);
    this.committed = new Int32Array(hc);
    this.away = new Int32Array(hc);
    this.classUnits = new Int32Array(hc * READINESS_CLASSES);
    this.classUsed = new Int32Array(hc * READINESS_CLASSES);
    this.classWarm = new Int32Array(hc * READINESS_CLASSES);
    this.warmHead = new Int32Array(hc);
    this.offeredHead = new Int32Array(hc);
    this.offeredUnits = new Int32Array(hc);
    this.officersPerUnit = new Int32Array(nCaps);
    this.askable = askableCapabilities(model);
    this.lendRegion = new Int32Array(nCaps * maxRegions);
    this.committedRegion = new Int32Array(nCaps * maxRegions);
    this.lendNation = new Int32Array(nCaps);
    this.heldNation = new Int32Array(nCaps);
    this.restingNation = new Int32Array(nCaps);
    this.underWayNation = new Int32Array(nCaps);
    this.groundNation = new Int32Array(nCaps);
    this.reachable = new Uint8Array(nHolders);
    this.tierOpen = new Int32Array(nCaps * 5 * maxRegions);
    const priorities = [...new Set(model.needTemplates.map((need) => need.priority))].sort((a, b) => a - b);
    this.priorities = Int32Array.from(priorities);
    this.templateRank = Uint8Array.from(model.needTemplates, (need) => priorities.indexOf(need.priority));
    this.waitHead = new Int32Array(priorities.length * nCaps);
    this.waitTail = new Int32Array(priorities.length * nCaps);
    this.walked = new Int32Array(nCaps);
    this.walkAt = new Int32Array(nCaps);
    this.callable = Uint8Array.from(model.capabilities, callableTiers);
    this.waitingAt = new Int32Array(cf);
    this.servedAtOnce = new Int32Array(cf);
    this.openHead = new Int32Array(nCaps);
    this.capDirty = new Uint8Array(nCaps);
    this.capBlocked = new Uint8Array(nCaps);
    this.capAnswers = new Int32Array(nCaps);

    this.levelRequired = new Int32Array(cf);
    this.levelShort = new Int32Array(cf);
    this.levelGround = new Int32Array(cf);
    this.levelTransit = new Int32Array(cf);
    this.levelResting = new Int32Array(cf);
    this.cellRequired = new Int32Array(nCells);
    this.cellPeak = new Int32Array(nCells);
    this.cellRunOut = new Int32Array(nCells);
    this.cellRunOutSince = new Int32Array(nCells);
    this.cellRunOutFirst = new Int32Array(nCells);
    this.cellRunOutMinutes = new Float64Array(nCells);
    this.cellRunOutDepth = new Int32Array(nCells);
    this.cellGapUnits = new Int32Array(nCells);
    this.cellGapMinutes = new Int32Array(nCells);
    this.cellRunOutUnitMinutes = new Float64Array(nCells);
    this.cellFirstAsk = new Int32Array(nCells);
    this.cellFirstRest = new Int32Array(nCells);
    this.cellFlags = new Uint8Array(nCells);
    this.firstRegion = new Int32Array(nCaps);
    const nScopes = seriesRow(this.layout, nCaps, 0);
    this.scopeSeries = new Float64Array(nScopes * N_SERIES * nBuckets);
    this.scopeRow = Int32Array.from({ length: nCaps }, (_, cap) => seriesRow(this.layout, cap, 0));
    this.scopeTouched = new Uint8Array(nScopes);
    this.levelMinutes = new Float64Array(cf * 5);
    this.touched = new Uint8Array(cf);
    this.reasonMinutes = new Float64Array(cf * 8);
    this.escalatedMinutes = new Float64Array(cf);
    this.heldMinutes = new Float64Array(cf);
    this.usedMinutes = new Float64Array(cf);
    this.overtimeMinutes = new Float64Array(hc);
    this.overtimeLevel = new Int32Array(hc);
    this.overtimeAt = new Int32Array(hc);
    this.busyMinutes = new Float64Array(hc);
    this.officerShifts = new Float64Array(hc);
    this.workAsked = new Float64Array(cf);
    this.workDone = new Float64Array(cf);
    this.workBacklog = new Float64Array(cf);
    this.sums = new Float64Array(cf * 32);
    this.reserveNow = new Int32Array(hc * 4);
    this.reserveLevel = new Int32Array(nCells * 4);
    this.reserveLow = new Int32Array(nCells * 4);
    this.reserveLowAt = new Int32Array(nCells * 4);
    this.oneReserve = new Uint8Array(nCaps);
    this.cellHasPeople = new Uint8Array(nCells);
    this.reserveOpening = new Int32Array(nCells);
    this.cellMarked = new Uint8Array(nCells);
    this.markedCells = new Int32Array(nCells);
    this.hcMarked = new Uint8Array(hc);
    this.markedHc = new Int32Array(hc);
    this.poolChanged = new Uint8Array(nCaps);
    this.tiersFired = new Int32Array(nCaps);
    this.lendChanges = new Int32Array(nCaps);
    this.poolSeen = new Int32Array(nCaps * POOL_WIDTH);
    this.shortNeeds = Array.from({ length: nCaps }, () => new Int32Array(16));
    this.nShort = new Int32Array(nCaps);
    this.belowSince = new Int32Array(hc);
    this.belowMinutes = new Float64Array(hc);
    this.gap = new Uint8Array(hc);
    this.unitsLent = new Float64Array(hc);
    this.flow = new Float64Array(hc * nForces);
    this.flowTouched = new Int32Array(hc * nForces);
    this.observed = new Float64Array(model.observations.length);
    this.observedLevel = new Float64Array(model.observations.length);
    this.observedAt = new Int32Array(model.observations.length);
    this.following = followingOf(model.observations);
    this.leverSince = new Int32Array(model.levers.length);
    this.leverExtra = new Int32Array(model.levers.length);
    this.leverUntil = new Int32Array(model.levers.length);
    this.leverOn = new Uint8Array(model.levers.length);
    this.extraShift = new Int32Array(nCaps);
    this.pools = new Uint8Array(nCaps);
    for (const cap of model.pooledSerials) this.pools[cap] = 1;
    this.scratch = new Int32Array(nHolders + 1);
    this.scratch2 = new Int32Array(nHolders + 1);
    this.outsideOf = new Int32Array(nHolders).fill(NONE);
    for (let at = 0; at < model.outside.length; at++) this.outsideOf[model.outside[at]!.holder] = at;
    this.growBatches(1024);
  }

  /** Room for at least `size` needs; keeps what is there. */
  growNeeds(size: number): void {
    if (size <= this.capacityNeeds) return;
    const n = Math.max(256, size, this.capacityNeeds * 2);
    this.capacityNeeds = n;
    this.nState = new Uint8Array(n);
    this.nCap = new Int16Array(n);
    this.nHost = new Int16Array(n);
    this.nTemplate = new Int16Array(n);
    this.nIncident = new Int32Array(n);
    this.nWanted = new Int32Array(n);
    this.nRequired = new Int32Array(n);
    this.nTeam = new Int32Array(n);
    this.nGround = new Int32Array(n);
    this.nEnRoute = new Int32Array(n);
    this.nResting = new Int32Array(n);
    this.nReserved = new Int32Array(n);
    this.nLeaving = new Int32Array(n);
    this.nPledged = new Int32Array(n);
    this.nAsked = new Int32Array(n);
    this.nStart = new Int32Array(n);
    this.nFull = new Int32Array(n);
    this.nFirstOnScene = new Int32Array(n);
    this.nAnswered = new Uint8Array(n);
    this.nOutstanding = new Uint8Array(n);
    this.nAnswerDue = new Int32Array(n);
    this.nFlags = new Uint8Array(n);
    this.nBatches = new Int32Array(n);
    this.nLine = new Uint8Array(n);
    this.nWorkLeft = new Float64Array(n);
    this.nWorkAt = new Int32Array(n);
    this.nWorkRate = new Int32Array(n);
    this.nWorkDue = new Int32Array(n);
    this.nHourDue = new Int32Array(n);
    this.nWaitPrev = new Int32Array(n);
    this.nWaitNext = new Int32Array(n);
    this.nWaiting = new Uint8Array(n);
    this.nOpenPrev = new Int32Array(n);
    this.nOpenNext = new Int32Array(n);
    this.aGround = new Int32Array(n);
    this.aRequired = new Int32Array(n);
    this.aTransit = new Int32Array(n);
    this.aResting = new Int32Array(n);
    this.aShort = new Int32Array(n);
    this.aShortMinutes = new Float64Array(n);
    this.aRunOut = new Int32Array(n);
    this.aHeld = new Int32Array(n);
    this.aReasons = new Int32Array(n * 8);
    this.aReasonAt = new Int32Array(n);
    this.aReasonsDue = new Uint8Array(n);
    this.aFree = new Int32Array(n);
    this.aSince = new Int32Array(n);
    this.aShortSlot = new Int32Array(n);
    this.nDirty = new Uint8Array(n);
    this.dirtyNeeds = new Int32Array(n);
    // a need comes up at most twice in a minute: when it is opened, and when its hour turns
    this.newNeeds = new Int32Array(2 * n);
  }

  /** Room for at least `size` incidents; called before a replication only. */
  growIncidents(size: number): void {
    if (size <= this.capacityIncidents) return;
    const n = Math.max(64, size, this.capacityIncidents * 2);
    this.capacityIncidents = n;
    this.iPhase = new Int32Array(n);
    this.iPhaseStart = new Int32Array(n);
    this.iStart = new Int32Array(n);
    this.iPhaseEnd = new Int32Array(n);
    this.iPhaseLeft = new Int32Array(n);
    this.iOpenNeeds = new Int32Array(n);
    this.iFlags = new Uint8Array(n);
    this.iEscalated = new Uint8Array(n);
    this.iCheckAt = new Int32Array(n);
    this.iCheckGround = new Float64Array(n);
    this.iCheckRequired = new Float64Array(n);
  }

  growBatches(size: number): void {
    const n = Math.max(size, this.capacityBatches * 2);
    const wider8 = (old: Uint8Array): Uint8Array<ArrayBuffer> => {
      const next = new Uint8Array(n);
      next.set(old);
      return next;
    };
    const wider16 = (old: Int16Array): Int16Array<ArrayBuffer> => {
      const next = new Int16Array(n);
      next.set(old);
      return next;
    };
    const wider32 = (old: Int32Array): Int32Array<ArrayBuffer> => grow32(old, n) as Int32Array<ArrayBuffer>;
    this.capacityBatches = n;
    this.bNeed = wider32(this.bNeed);
    this.bHolder = wider16(this.bHolder);
    this.bCap = wider16(this.bCap);
    this.bClass = wider8(this.bClass);
    this.bTier = wider8(this.bTier);
    this.bCount = wider32(this.bCount);
    this.bState = wider8(this.bState);
    this.bDue = wider32(this.bDue);
    this.bShiftStart = wider32(this.bShiftStart);
    this.bTourStart = wider32(this.bTourStart);
    this.bAllocated = wider32(this.bAllocated);
    this.bSince = wider32(this.bSince);
    this.bFlags = wider8(this.bFlags);
    this.bHost = wider16(this.bHost);
    this.bParts = wider32(this.bParts);
    this.bNext = wider32(this.bNext);
    this.bPrev = wider32(this.bPrev);
  }
}

/** Capabilities that some threat which can occur asks for. */
function askableCapabilities(model: Model): Uint8Array {
  const occurs = model.threats.map(({ arrivals }) => {
    if (arrivals.kind === "scheduled") return arrivals.minute.length > 0 && arrivals.probability > 0;
    if (arrivals.kind === "finiteSource") return arrivals.sources > 0;
    return arrivals.kind !== "triggered" && arrivals.rate.value.some((rate) => rate > 0);
  });
  for (let more = true; more; ) {
    more = false;
    model.threats.forEach((threat, at) => {
      if (!occurs[at]) return;
      const steps = model.escalation ? threat.phases.flatMap((phase) => phase.escalation) : [];
      for (const next of [...threat.triggers, ...steps]) {
        if (occurs[next.threat]) continue;
        occurs[next.threat] = true;
        more = true;
      }
    });
  }
  const askable = new Uint8Array(model.nCaps);
  for (const need of model.needTemplates) if (occurs[need.threat]) askable[need.capability] = 1;
  return askable;
}

/** Back to the start of the clock: nothing open, everybody at home and rested. People are set by `people.ts`. */
export function resetWorld(w: World, model: Model, seed: string, replication: number): void {
  w.model = model;
  w.seed = seed;
  w.replication = replication;
  w.now = -model.warmUp;
  w.events = 0;
  w.measuringBegins = false;
  w.interventions = null;
  w.travelMinutes = model.travelMinutes;
  w.contribution = model.contribution;
  clearCalendar(w.calendar);
  for (let cap = 0; cap < w.nCaps; cap++) w.officersPerUnit[cap] = model.capabilities[cap]!.officersPerUnit;
  w.use.fill(0);
  w.alertOf.fill(0);
  w.pendingAlert.fill(0);
  w.alertNation = model.alertShare;
  w.pendingPosture = false;
  w.leverFactor.fill(1);
  w.committed.fill(0);
  w.away.fill(0);
  w.classUsed.fill(0);
  w.classWarm.fill(0);
  w.warmHead.fill(NONE);
  w.offeredHead.fill(NONE);
  w.offeredUnits.fill(0);
  w.nOffered = 0;
  w.lendRegion.fill(0);
  w.committedRegion.fill(0);
  w.lendNation.fill(0);
  w.heldNation.fill(0);
  w.restingNation.fill(0);
  w.underWayNation.fill(0);
  w.groundNation.fill(0);
  w.reachable.fill(1);
  w.tierOpen.fill(NEVER);
  w.waitHead.fill(NONE);
  w.waitTail.fill(NONE);
  w.nWaitingNeeds = 0;
  w.waitingAt.fill(0);
  w.openHead.fill(NONE);
  w.capDirty.fill(0);
  w.anyDirty = false;
  w.capBlocked.fill(0);
  w.answersDue = 0;
  w.capAnswers.fill(0);
  w.scanAt = NEVER;
  w.nNewNeeds = 0;
  w.nDirtyNeeds = 0;
  w.nBatchRows = 0;
  w.spareBatch = NONE;
  w.partHolder.length = 0;
  w.partOfficers.length = 0;
  w.levelRequired.fill(0);
  w.levelShort.fill(0);
  w.levelGround.fill(0);
  w.levelTransit.fill(0);
  w.levelResting.fill(0);
  w.cellRequired.fill(0);
  w.cellPeak.fill(0);
  w.cellRunOut.fill(0);
  w.cellRunOutSince.fill(NONE);
  w.cellRunOutFirst.fill(NEVER);
  w.cellRunOutMinutes.fill(0);
  w.cellRunOutDepth.fill(0);
  w.cellGapUnits.fill(0);
  w.cellGapMinutes.fill(NONE);
  w.cellRunOutUnitMinutes.fill(0);
  w.cellFirstAsk.fill(NEVER);
  w.cellFirstRest.fill(NEVER);
  w.cellFlags.fill(0);
  w.firstRegion.fill(NONE);
  w.lastWider = model.horizon - w.layout.nBuckets * w.layout.bucketMinutes;
  w.bucketEnd = 0;
  w.levelMinutes.fill(0);
  w.runOutSpells.length = 0;
  w.touched.fill(0);
  w.reasonMinutes.fill(0);
  w.escalatedMinutes.fill(0);
  w.heldMinutes.fill(0);
  w.usedMinutes.fill(0);
  w.overtimeMinutes.fill(0);
  w.overtimeLevel.fill(0);
  w.overtimeAt.fill(w.now);
  w.busyMinutes.fill(0);
  w.officerShifts.fill(0);
  w.workAsked.fill(0);
  w.workDone.fill(0);
  w.workBacklog.fill(0);
  w.sums.fill(0);
  w.cellMarked.fill(0);
  w.nMarkedCells = 0;
  w.hcMarked.fill(0);
  w.nMarkedHc = 0;
  w.poolChanged.fill(0);
  w.tiersFired.fill(0);
  w.lendChanges.fill(0);
  w.poolSeen.fill(-1);
  w.nShort.fill(0);
  w.belowSince.fill(NONE);
  w.belowMinutes.fill(0);
  w.gap.fill(0);
  w.unitsLent.fill(0);
  w.observed.fill(0);
  w.observedLevel.fill(0);
  w.observedAt.fill(w.now);
  w.observes = model.observations.length > 0;
  w.leverOn.fill(0);
  w.leverExtra.fill(0);
  w.extraShift.fill(0);
  w.arrivals.length = 0;
  w.nWaits = 0;
  w.servedAtOnce.fill(0);
  w.completions.length = 0;
}

/** Needs and incidents of the tape just drawn start idle. */
export function resetRows(w: World): void {
  const { tape } = w;
  w.growNeeds(tape.nNeeds);
  w.growIncidents(tape.nIncidents);
  const needs = tape.nNeeds;
  w.nState.fill(NEED_IDLE, 0, needs);
  w.nWaiting.fill(0, 0, needs);
  w.nDirty.fill(0, 0, needs);
  w.aShortMinutes.fill(0, 0, needs);
  w.iPhase.fill(NONE, 0, tape.nIncidents);
  w.iEscalated.fill(0, 0, tape.nIncidents);
}

/** Bits of the tiers above the host that a capability may ever call. */
function callableTiers({ tiers, chain }: CapabilityModel): number {
  let bits = 0;
  for (let tier = chain === CHAIN.national ? 3 : 2; tier <= TIERS; tier++) {
    const rule = tiers[tier];
    if (rule !== undefined && rule.trigger !== TRIGGER.never) bits |= 1 << tier;
  }
  return bits;
}
