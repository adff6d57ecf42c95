/**
 * How one replication stands at the end of a minute, as plain data with names: incidents and what they need and have,
 * what every holder could still give, and which tiers are called.
 */
import { type Model, NEVER, NONE } from "./model.ts";
import { replicate, type TraceSink, type World } from "./replicate.ts";
import { missingUnits } from "./response/needs.ts";
import { NEED_OPEN, STATE } from "./response/world.ts";
import { createTallies, type Tallies } from "./tally/tally.ts";

export interface Standing {
  /** the end of this minute */
  readonly minute: number;
  readonly incidents: readonly StandingIncident[];
  readonly stock: readonly StandingStock[];
  readonly tiers: readonly StandingTier[];
}

/** An incident that has begun to ask. */
export interface StandingIncident {
  /** `threat/force/minute`, the way decisions name it; `/2` behind it for the second of the same, and so on */
  readonly id: string;
  readonly threat: string;
  readonly host: string;
  /** start of its first phase; later than now where it asks ahead */
  readonly starts: number;
  readonly severity: number;
  /** from 0; null: over */
  readonly phase: number | null;
  readonly phaseStarted: number;
  /** open ones alone */
  readonly needs: readonly StandingNeed[];
}

export interface StandingNeed {
  /** row on the tape, as events say it */
  readonly need: number;
  readonly capability: string;
  readonly kind: "presence" | "work";
  readonly askedAt: number;
  readonly wanted: number;
  /** counts from the start of what it is for; 0 for work */
  readonly required: number;
  /** fewest that are useful at once */
  readonly team: number;
  readonly onTheGround: number;
  readonly underWay: number;
  readonly resting: number;
  readonly reserved: number;
  /** neither there to stay, nor coming, nor promised; a relief that is due counts */
  readonly missing: number;
  /** of what is required: neither there, nor coming, nor resting */
  readonly unfilled: number;
  /** the tier whose answer it waits for, and when that falls due; null: none */
  readonly awaits: { readonly tier: number; readonly due: number } | null;
  readonly units: readonly StandingUnits[];
}

/** Units of one holder that move together. */
export interface StandingUnits {
  readonly holder: string;
  readonly tier: number;
  readonly capability: string;
  readonly units: number;
  readonly doing: "promised" | "mustering" | "on the road" | "on the ground" | "resting";
  /** when that ends: arrival, end of duty, rested; null: not set */
  readonly until: number | null;
}

export interface StandingStock {
  readonly capability: string;
  readonly holders: readonly StandingHolder[];
}

/** Whole units. */
export interface StandingHolder {
  readonly holder: string;
  /** at home and not in use; what it could field for itself (a cut may make it negative: 0 then) */
  readonly free: number;
  /** of them above the floor and within what it agreed to lend */
  readonly lendable: number;
  /** in use, its own incidents included */
  readonly committed: number;
  /** of them lent */
  readonly away: number;
  /** an order to lend nothing is in force */
  readonly heldBack: boolean;
}

export interface StandingTier {
  readonly capability: string;
  readonly tier: number;
  /** tier 2 is called region by region; null elsewhere */
  readonly region: string | null;
  /** minute from which it is open */
  readonly opens: number;
}

export interface Watched {
  readonly standing: Standing;
  /** the run's whole numbers, to its end */
  readonly tallies: Tallies;
}

/**
 * Runs a replication to its end, tells every event, and says how it stood at the end of `minute`.
 *
 * @param ended told at the end of each minute in which something happened
 */
export function watchReplication(
  model: Model,
  world: World,
  of: { readonly seed: string; readonly replication: number; readonly minute: number },
  sink: TraceSink,
  ended: (world: World, minute: number) => void = () => undefined,
): Watched {
  const tallies = createTallies(model);
  let standing: Standing | null = null;
  let begun = false;
  world.trace = sink;
  world.watch = (w, next) => {
    if (begun) ended(w, w.now);
    begun = true;
    if (standing === null && next > of.minute) standing = standingOf(w, of.minute);
  };
  try {
    replicate(model, world, tallies, of.seed, of.replication);
  } finally {
    world.trace = null;
    world.watch = null;
  }
  if (standing === null) throw new RangeError(`minute ${of.minute} is not before the end, ${model.horizon}`);
  return { standing, tallies };
}

function standingOf(w: World, minute: number): Standing {
  return { minute, incidents: incidentsOf(w, minute), stock: stockOf(w), tiers: tiersOf(w) };
}

function incidentsOf(w: World, minute: number): StandingIncident[] {
  const { model, tape } = w;
  const needs = new Map<number, StandingNeed[]>();
  for (let need = 0; need < tape.nNeeds; need++) {
    if (w.nState[need] !== NEED_OPEN) continue;
    const incident = w.nIncident[need]!;
    needs.set(incident, [...(needs.get(incident) ?? []), needOf(w, need, minute)]);
  }
  const seen = new Map<string, number>();
  const found: StandingIncident[] = [];
  for (let incident = 0; incident < tape.nIncidents; incident++) {
    const phase = w.iPhase[incident]!;
    if (phase === NONE) continue;
    const threat = model.threats[tape.threat[incident]!]!.id;
    const host = model.holderIds[tape.force[incident]!]!;
    const name = `${threat}/${host}/${w.iStart[incident]}`;
    const nth = (seen.get(name) ?? 0) + 1;
    seen.set(name, nth);
    found.push({
      id: nth === 1 ? name : `${name}/${nth}`,
      threat,
      host,
      starts: w.iStart[incident]!,
      severity: tape.severity[incident]!,
      phase: phase < 0 ? null : phase,
      phaseStarted: w.iPhaseStart[incident]!,
      needs: needs.get(incident) ?? [],
    });
  }
  return found.sort((a, b) => a.starts - b.starts);
}

function needOf(w: World, need: number, minute: number): StandingNeed {
  const { model } = w;
  const units: StandingUnits[] = [];
  for (let batch = w.nBatches[need]!; batch !== NONE; batch = w.bNext[batch]!) units.push(unitsOf(w, batch, minute));
  return {
    need,
    capability: model.capabilities[w.nCap[need]!]!.id,
    kind: model.needTemplates[w.nTemplate[need]!]!.kind,
    askedAt: w.nAsked[need]!,
    wanted: w.nWanted[need]!,
    required: w.nRequired[need]!,
    team: w.nTeam[need]!,
    onTheGround: w.nGround[need]!,
    underWay: w.nEnRoute[need]!,
    resting: w.nResting[need]!,
    reserved: w.nReserved[need]!,
    missing: Math.max(0, missingUnits(w, need)),
    unfilled: w.aShort[need]!,
    awaits: w.nOutstanding[need] === 0 ? null : { tier: w.nOutstanding[need]!, due: w.nAnswerDue[need]! },
    units: units.reverse(),
  };
}

function unitsOf(w: World, batch: number, minute: number): StandingUnits {
  const { holderIds, capabilities } = w.model;
  const state = w.bState[batch]!;
  const due = w.bDue[batch]!;
  const mustering = state === STATE.enRoute && minute < w.bSince[batch]!;
  return {
    holder: holderIds[w.bHolder[batch]!]!,
    tier: w.bTier[batch]!,
    capability: capabilities[w.bCap[batch]!]!.id,
    units: w.bCount[batch]!,
    doing: mustering ? "mustering" : (DOING[state] ?? "promised"),
    until: due === NEVER ? null : due,
  };
}

const DOING: Readonly<Record<number, StandingUnits["doing"]>> = {
  [STATE.reserved]: "promised",
  [STATE.enRoute]: "on the road",
  [STATE.onTheGround]: "on the ground",
  [STATE.resting]: "resting",
};

/** Of capabilities that somebody may ask for, whoever ever holds any. */
function stockOf(w: World): StandingStock[] {
  const stock: StandingStock[] = [];
  for (let cap = 0; cap < w.nCaps; cap++) {
    if (w.askable[cap] === 0) continue;
    const holders: StandingHolder[] = [];
    for (let holder = 0; holder < w.nHolders; holder++) {
      const hc = cap * w.nHolders + holder;
      if (w.holds[hc] === 0) continue;
      holders.push({
        holder: w.model.holderIds[holder]!,
        free: Math.max(0, w.free[hc]!),
        lendable: w.lend[hc]!,
        committed: w.committed[hc]!,
        away: w.away[hc]!,
        heldBack: w.interventions !== null && w.interventions.held[hc]! > 0,
      });
    }
    stock.push({ capability: w.model.capabilities[cap]!.id, holders });
  }
  return stock;
}

function tiersOf(w: World): StandingTier[] {
  const tiers: StandingTier[] = [];
  for (let cap = 0; cap < w.nCaps; cap++) {
    const { id, scheme } = w.model.capabilities[cap]!;
    const { regionIds } = w.model.schemes[scheme]!;
    for (let tier = 2; tier <= 4; tier++) {
      for (let region = 0; region < (tier === 2 ? regionIds.length : 1); region++) {
        const opens = w.tierOpen[(cap * 5 + tier) * w.maxRegions + region]!;
        if (opens === NEVER) continue;
        tiers.push({ capability: id, tier, region: tier === 2 ? regionIds[region]! : null, opens });
      }
    }
  }
  return tiers;
}
