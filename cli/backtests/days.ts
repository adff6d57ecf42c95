/**
 * A back-test's runs, looked at day by day: who was committed, who was at home, who received aid, at 22:00 of each
 * day and at most within it. Whole numbers by run, from which the page takes medians and spreads.
 *
 * Counted are officers of level 2: PSUs, evidence gatherers, forward intelligence and liaison teams.
 */
import { createHash } from "node:crypto";
import type { Model } from "../../engine/model.ts";
import { createWorld, replicate, type TraceEvent, type World } from "../../engine/replicate.ts";
import { PER_REPLICATION } from "../../engine/tally/measures.ts";
import { createTallies, N_PER_REPLICATION, type Tallies } from "../../engine/tally/tally.ts";
import { modelDrawer } from "../../workers/replicator.ts";
import { loadScenario } from "../load.ts";
import { planOf } from "../run.ts";

const COUNTED = ["psu", "eg", "fit", "plt"];
const EVENING = 22 * 60;

/** One day of one run. */
export interface Day {
  /** officers committed to a need at 22:00, wherever they are */
  committed: number;
  /** most officers committed at once on this day */
  mostCommitted: number;
  /** officers committed outside their own force at 22:00 */
  away: number;
  /** officers present in all forces, and those that could still be lent at 22:00 */
  present: number;
  lendable: number;
  /** the national tier has answered by 22:00 */
  nationCalled: boolean;
  /** forces with units of others at once, at most on this day */
  mostReceiving: number;
  /** officers at a force, its own included, at 22:00 */
  at: Readonly<Record<string, number>>;
  /** officers of others at a force, and from how many forces, at 22:00 */
  aid: Readonly<Record<string, number>>;
  donors: Readonly<Record<string, number>>;
  /** officers that a force has elsewhere, at most on this day */
  mostLent: Readonly<Record<string, number>>;
}

export interface Run {
  readonly days: readonly Day[];
  /** minute at which the national tier was called for PSUs; null: never */
  readonly called: number | null;
  /** officer shifts of those who set out */
  readonly officerShifts: number;
  /** officers of PSUs held in case something happens, in officer-hours */
  readonly heldOfficerHours: number;
  readonly gatherings: number;
  readonly gatheringsTurned: number;
}

export interface Backtest {
  readonly scenario: string;
  readonly scenarioHash: string;
  readonly seed: string;
  readonly nDays: number;
  readonly runs: readonly Run[];
}

export function runDays(scenario: string, replications: number): Backtest {
  const loaded = loadScenario(scenario);
  const plan = planOf(loaded, { replications });
  const draw = modelDrawer(plan);
  const first = draw(0);
  const world = createWorld(first);
  const tallies = createTallies(first);
  const runs: Run[] = [];
  const before = new Map<string, number>();
  for (let replication = 0; replication < replications; replication++) {
    const model = draw(replication);
    const watch = new Watch(model, world);
    world.trace = (event) => watch.see(event);
    replicate(model, world, tallies, plan.seed, replication);
    world.trace = null;
    runs.push({ ...watch.finish(), ...totalsOf(model, tallies, before), ...gatheringsOf(model, world) });
  }
  return {
    scenario,
    scenarioHash: loaded.scenarioHash,
    seed: plan.seed,
    nDays: Math.floor(first.horizon / 1440),
    runs,
  };
}

/** What names the figures of these runs: changes when the engine or the scenario moves any of them. */
export function fingerprint(runs: readonly Run[]): string {
  return createHash("sha256").update(JSON.stringify(runs)).digest("hex").slice(0, 16);
}

function totalsOf(model: Model, tallies: Tallies, before: Map<string, number>) {
  const grown = (capability: string, measure: (typeof PER_REPLICATION)[number]) => {
    const cap = model.capabilities.findIndex(({ id }) => id === capability);
    const row = tallies.layout.cellStart[cap]! * N_PER_REPLICATION + PER_REPLICATION.indexOf(measure);
    const key = `${capability} ${measure}`;
    const value = tallies.sum[row]! - (before.get(key) ?? 0);
    before.set(key, tallies.sum[row]!);
    return value;
  };
  const psu = model.capabilities.find(({ id }) => id === "psu")!;
  return {
    officerShifts: [...COUNTED, "bdu"].reduce((sum, capability) => sum + grown(capability, "officerShifts"), 0),
    heldOfficerHours: Math.round((grown("psu", "heldUnitMinutes") * psu.officersPerUnit) / 60),
  };
}

function gatheringsOf(model: Model, { tape }: World) {
  const threat = model.threats.findIndex(({ id }) => id === "gathering");
  let gatherings = 0;
  let gatheringsTurned = 0;
  for (let incident = 0; incident < tape.nIncidents; incident++) {
    if (tape.threat[incident] !== threat) continue;
    gatherings++;
    if (tape.nPhases[incident]! > 1) gatheringsTurned++;
  }
  return { gatherings, gatheringsTurned };
}

/** The highest levels of one day. */
interface Most {
  committed: number;
  receiving: number;
  readonly lent: Map<string, number>;
}

/** Follows one run's events, and looks at the world at 22:00 of each day. */
class Watch {
  readonly #model: Model;
  readonly #world: World;
  readonly #nDays: number;
  readonly #officers: ReadonlyMap<string, number>;
  readonly #evenings: Omit<Day, "mostCommitted" | "mostReceiving" | "mostLent">[] = [];
  readonly #most: Most[] = [];
  /** officers committed, by host and donor */
  readonly #byHost = new Map<string, Map<string, number>>();
  readonly #lent = new Map<string, number>();
  #committed = 0;
  #called: number | null = null;
  #opens = Number.POSITIVE_INFINITY;

  constructor(model: Model, world: World) {
    this.#model = model;
    this.#world = world;
    this.#nDays = Math.floor(model.horizon / 1440);
    this.#officers = new Map(
      model.capabilities.flatMap(({ id, officersPerUnit }) => (COUNTED.includes(id) ? [[id, officersPerUnit]] : [])),
    );
  }

  see(event: TraceEvent): void {
    while (event.minute > this.#evenings.length * 1440 + EVENING) this.#look();
    while (event.minute >= this.#most.length * 1440) this.#beginDay();
    if (event.event === "tier called" && event.capability === "psu" && event.tier === 3) {
      this.#called ??= event.minute;
      this.#opens = Math.min(this.#opens, Number(event.opens));
    }
    const officers = this.#officers.get(String(event.capability));
    if (officers === undefined) return;
    if (event.event === "allocated") this.#commit(event, officers);
    else if (event.event === "released") this.#commit(event, -officers);
  }

  #commit({ host, donor, units }: TraceEvent, officers: number): void {
    const change = Number(units) * officers;
    const [at, from] = [String(host), String(donor)];
    const most = this.#most.at(-1)!;
    const here = this.#byHost.get(at) ?? new Map<string, number>();
    this.#byHost.set(at, here);
    here.set(from, (here.get(from) ?? 0) + change);
    this.#committed += change;
    most.committed = Math.max(most.committed, this.#committed);
    if (at === from) return;
    const lent = (this.#lent.get(from) ?? 0) + change;
    this.#lent.set(from, lent);
    most.lent.set(from, Math.max(most.lent.get(from) ?? 0, lent));
    if (change > 0) most.receiving = Math.max(most.receiving, this.#receiving());
  }

  #beginDay(): void {
    this.#most.push({ committed: this.#committed, receiving: this.#receiving(), lent: new Map(this.#lent) });
  }

  #receiving(): number {
    return [...this.#byHost.keys()].filter((host) => this.#aidAt(host) > 0).length;
  }

  #aidAt(host: string): number {
    let officers = 0;
    for (const [donor, committed] of this.#byHost.get(host) ?? []) if (donor !== host) officers += committed;
    return officers;
  }

  #look(): void {
    const { nForces, nNodes, nHolders, nodeIds, capabilities } = this.#model;
    const node = nodeIds.indexOf("level-2");
    const psu = capabilities.findIndex(({ id }) => id === "psu");
    let present = 0;
    let lendable = 0;
    for (let force = 0; force < nForces; force++) {
      present += this.#world.present[force * nNodes + node]!;
      lendable += Math.max(0, this.#world.lend[psu * nHolders + force]!) * capabilities[psu]!.officersPerUnit;
    }
    const hosts = [...this.#byHost.keys()].sort();
    const helped = hosts.filter((host) => this.#aidAt(host) > 0);
    const allAt = (host: string) => [...this.#byHost.get(host)!.values()].reduce((sum, officers) => sum + officers, 0);
    const donorsOf = (host: string) =>
      [...this.#byHost.get(host)!].filter(([donor, committed]) => donor !== host && committed > 0).length;
    this.#evenings.push({
      committed: this.#committed,
      away: helped.reduce((sum, host) => sum + this.#aidAt(host), 0),
      present,
      lendable,
      nationCalled: this.#opens <= this.#evenings.length * 1440 + EVENING,
      at: Object.fromEntries(hosts.map((host) => [host, allAt(host)])),
      aid: Object.fromEntries(helped.map((host) => [host, this.#aidAt(host)])),
      donors: Object.fromEntries(helped.map((host) => [host, donorsOf(host)])),
    });
  }

  finish(): Pick<Run, "days" | "called"> {
    while (this.#evenings.length < this.#nDays) this.#look();
    while (this.#most.length < this.#nDays) this.#beginDay();
    const days = this.#evenings.slice(0, this.#nDays).map((evening, i): Day => {
      const { committed, receiving, lent } = this.#most[i]!;
      return {
        ...evening,
        mostCommitted: committed,
        mostReceiving: receiving,
        mostLent: Object.fromEntries([...lent].sort()),
      };
    });
    return { days, called: this.#called };
  }
}
