/**
 * Rules of one's own as functions, laid over a model before it runs: when incidents happen, and who is asked in which
 * order. Functions do not cross to workers or to other machines, so this is for one thread of one machine.
 */
import { nextUniform, openStream, STREAM_WORDS } from "./kernel/streams.ts";
import { DONOR_POLICY, type Model, NEVER, NONE, TIERS } from "./model.ts";

/** One incident of an own arrival process. */
export interface OwnIncident {
  /** minutes from the start; a whole number; what lies outside the run does not happen */
  readonly minute: number;
  /** id of the force; absent: as the threat's own rule draws it */
  readonly force?: string;
  /** absent: as the threat's own rule draws it */
  readonly severity?: number;
}

/**
 * When the incidents of a threat happen in one replication.
 *
 * @param uniform the next number in (0, 1) of a stream of the threat's own: the same in every run of this replication
 */
export type OwnArrivals = (run: {
  readonly replication: number;
  readonly uniform: () => number;
  readonly horizonMinutes: number;
}) => readonly OwnIncident[];

/**
 * The order in which the donors of a tier are asked for a capability.
 *
 * @returns the same ids in another order
 */
export type OwnDonorOrder = (ask: {
  readonly capability: string;
  readonly host: string;
  /** 2: its region, 3: the country, 4: outside; the host's own units (1) go first in any case */
  readonly tier: number;
  /** ids, in the order of the scenario's policy */
  readonly donors: readonly string[];
  /** metres from donor to host */
  readonly distance: (donor: string) => number;
}) => readonly string[];

/**
 * The model of a replication with own arrivals: what the threat's own process would draw does not happen.
 *
 * @param arrivals by threat id
 * @throws RangeError for a threat, a force or a minute that there is not
 */
export function withArrivals(
  model: Model,
  arrivals: Readonly<Record<string, OwnArrivals>>,
  seed: string,
  replication: number,
): Model {
  const state = new Int32Array(STREAM_WORDS);
  const asked = new Set(Object.keys(arrivals));
  const threats = model.threats.map((threat) => {
    const own = arrivals[threat.id];
    if (own === undefined) return threat;
    asked.delete(threat.id);
    openStream(state, seed, `own arrivals/${threat.id}`, replication);
    const incidents = own({ replication, uniform: () => nextUniform(state), horizonMinutes: model.horizon });
    const scheduled = {
      kind: "scheduled" as const,
      minute: Int32Array.from(incidents, ({ minute }) => wholeMinute(minute, threat.id)),
      force: Int16Array.from(incidents, ({ force }) => (force === undefined ? NONE : forceOf(model, force))),
      severity: Float64Array.from(incidents, ({ severity }) => severity ?? Number.NaN),
      duration: Float64Array.from(incidents, () => Number.NaN),
      jitter: null,
      probability: 1,
    };
    return { ...threat, arrivals: scheduled };
  });
  for (const id of asked)
    throw new RangeError(`"${id}" is not a threat; there are ${model.threats.map(idOf).join(", ")}`);
  return { ...model, threats };
}

/** The model with the donors of each tier in another order; capabilities whose policy weighs donors go by order too. */
export function withDonorOrder(model: Model, order: OwnDonorOrder): Model {
  const donors = model.donors.slice();
  const holderOf = new Map(model.holderIds.map((id, holder) => [id, holder]));
  model.capabilities.forEach(({ id: capability }, cap) => {
    for (let host = 0; host < model.nForces; host++) {
      for (let tier = 2; tier <= TIERS; tier++) {
        const k = (cap * model.nForces + host) * TIERS + tier - 1;
        const [from, to] = [model.donorStart[k]!, model.donorStart[k + 1]!];
        if (to - from < 2) continue;
        const given = Array.from(donors.subarray(from, to), (holder) => model.holderIds[holder]!);
        const distance = (donor: string) => model.distance[holderOf.get(donor)! * model.nHolders + host]!;
        const asked = order({ capability, host: model.holderIds[host]!, tier, donors: given, distance });
        if (
          asked.length !== given.length ||
          new Set(asked).size !== given.length ||
          !asked.every((id) => given.includes(id))
        ) {
          throw new RangeError(
            `the order of donors of ${capability} is not of the ${given.length} there are: ${asked.join(", ")}`,
          );
        }
        asked.forEach((id, i) => {
          donors[from + i] = holderOf.get(id)!;
        });
      }
    }
  });
  return {
    ...model,
    donors,
    capabilities: model.capabilities.map((of) => ({ ...of, donorPolicy: DONOR_POLICY.supplied })),
  };
}

const idOf = ({ id }: { readonly id: string }) => id;

function forceOf(model: Model, id: string): number {
  const force = model.holderIds.indexOf(id);
  if (force < 0 || force >= model.nForces) throw new RangeError(`"${id}" is not a force`);
  return force;
}

function wholeMinute(minute: number, threat: string): number {
  if (!Number.isInteger(minute) || Math.abs(minute) >= NEVER) {
    throw new RangeError(`${threat}: minute ${minute} is not a whole number of minutes`);
  }
  return minute;
}
