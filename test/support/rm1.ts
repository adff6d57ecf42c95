/**
 * The reduced model RM-1 in the language of scenario files, and its results read off a run.
 *
 * Demand clock: presence with part-fill. Loss: served clock, all or nothing, lapse at once. Service clock: the
 * same with waiting, in strict order unless later ones may pass. Donor policy greatest spare, `return: instant`,
 * no duty, the delay of each tier as travel, floors as base floors.
 */
import { type Model, NONE } from "../../engine/model.ts";
import type { TraceEvent } from "../../engine/replicate.ts";
import type { Tallies } from "../../engine/tally/tally.ts";
import { type Document, national, nationalSum, tallied, traced } from "./scenario.ts";

export interface Rm1Setup {
  readonly name: string;
  /** minutes */
  readonly horizon: number;
  readonly mode: "demand_clock" | "service_clock" | "loss";
  readonly backfill?: boolean;
  readonly forces: readonly {
    readonly id: string;
    readonly region: string;
    readonly stock: number;
    readonly floor: number;
    /** from this minute on, so many */
    readonly profile?: readonly (readonly [number, number])[];
  }[];
  /** minutes */
  readonly delay: { readonly local: number; readonly regional: number; readonly national: number };
}

export interface Rm1Incident {
  readonly minute: number;
  readonly force: string;
  readonly units: number;
  readonly minutes: number;
}

/** A scenario document in which exactly these incidents happen. */
export function scenarioFromRm1(setup: Rm1Setup, trace: readonly Rm1Incident[]): Document {
  const { forces, delay, mode } = setup;
  const regions = [...new Set(forces.map((force) => force.region))];
  const served = mode !== "demand_clock";
  return {
    muster: 1,
    name: `RM-1 ${setup.name}`,
    extends: "nothing",
    clock: { horizon: setup.horizon },
    places: {
      forces: Object.fromEntries(forces.map(({ id }) => [id, {}])),
      schemes: {
        rm: Object.fromEntries(
          regions.map((region) => [
            region,
            { members: forces.filter((force) => force.region === region).map(({ id }) => id) },
          ]),
        ),
      },
      travel: { byTier: delay },
    },
    capabilities: {
      unit: {
        donors: "greatest spare",
        return: "instant",
        queue: mode === "service_clock" && setup.backfill !== true ? "block" : "skip",
      },
    },
    people: {
      holdings: { unit: { units: Object.fromEntries(forces.map(({ id, stock }) => [id, stock])) } },
      floors: { unit: Object.fromEntries(forces.map(({ id, floor }) => [id, floor])) },
      changes: forces.flatMap(({ id, profile }) =>
        (profile ?? []).map(([at, units]) => ({ at, holder: id, capability: "unit", units })),
      ),
    },
    threats: {
      incident: {
        arrivals: {
          schedule: trace.map(({ minute, force, units, minutes }) => ({
            at: minute,
            where: force,
            severity: units,
            duration: minutes,
          })),
        },
        phases: [
          {
            duration: 60,
            clock: served ? "served" : "demand",
            needs: [
              {
                capability: "unit",
                units: 1,
                perSeverity: true,
                team: served ? "all" : 1,
                ifShort: mode === "loss" ? "lapse" : "wait",
              },
            ],
          },
        ],
      },
    },
    observe: { lost: { capability: "unit", quantity: "lapsed" } },
  };
}

export interface Rm1Result {
  readonly incidents: number;
  readonly incidents_short: number;
  readonly lost: number;
  readonly short_unit_minutes: number;
  readonly travel_unit_minutes: number;
  /** of all incidents; RM-1 reports 0 in loss */
  readonly demand_unit_minutes: number;
  readonly overtime_unit_minutes: number;
  readonly peak_in_use: number;
  readonly any_short: boolean;
  readonly committed_local_unit_minutes: number;
  readonly committed_regional_unit_minutes: number;
  readonly committed_national_unit_minutes: number;
  readonly first_short_minute: number | null;
  readonly units_lent: Readonly<Record<string, number>>;
  readonly waits: readonly number[];
}

/** Run the one replication there is and put its tallies and trace into RM-1's words. */
export function rm1Result(model: Model): Rm1Result {
  const tallies = tallied(model, 1);
  const loss = model.threats[0]!.phases[0]!.clock === "served" && model.needTemplates[0]!.ifShort === "lapse";
  const story = storyOf(traced(model));
  const committed = committedByTier(model, tallies);
  return {
    incidents: nationalSum(tallies, "needsAsked"),
    incidents_short: loss ? 0 : story.short.size,
    // a need that ended before anybody arrived counts as lapsed too, but was not refused
    lost: tallies.observationSum[0]!,
    short_unit_minutes: national(tallies, "unresourcedUnitMinutes"),
    travel_unit_minutes: national(tallies, "inTransitUnitMinutes"),
    demand_unit_minutes: loss ? 0 : national(tallies, "requiredUnitMinutes"),
    overtime_unit_minutes: national(tallies, "overtimeUnitMinutes"),
    peak_in_use: story.peak,
    any_short: story.firstShort !== null,
    committed_local_unit_minutes: committed[1]!,
    committed_regional_unit_minutes: committed[2]!,
    committed_national_unit_minutes: committed[3]!,
    first_short_minute: story.firstShort,
    units_lent: Object.fromEntries(
      model.holderIds
        .map((id, holder) => [id, tallies.donorUnitsLent[holder]!] as const)
        .filter(([, units]) => units > 0),
    ),
    waits: story.waits,
  };
}

/** Unit-minutes of donors for hosts, by the tier that the donor is in for the host. */
function committedByTier(model: Model, tallies: Tallies): number[] {
  const byTier = [0, 0, 0, 0, 0];
  const tierOf = model.tierOf[model.capabilities[0]!.scheme]!;
  for (let donor = 0; donor < model.nHolders; donor++) {
    for (let host = 0; host < model.nForces; host++) {
      byTier[tierOf[host * model.nHolders + donor]!]! += tallies.flows[donor * model.nForces + host]!;
    }
  }
  return byTier;
}

/** What only the order of events tells: who was short when asked, first of all when, the most in use at once. */
function storyOf(events: readonly TraceEvent[]) {
  const asked = new Map<number, { minute: number; units: number }>();
  const got = new Map<number, number>();
  const waits: number[] = [];
  let inUse = 0;
  let peak = 0;
  let firstLoss: number | null = null;
  for (const event of events) {
    const need = Number(event.need ?? NONE);
    const units = Number(event.units ?? 0);
    if (event.event === "need asked") asked.set(need, { minute: event.minute, units });
    else if (event.event === "lapsed") firstLoss ??= event.minute;
    else if (event.event === "released") inUse -= units;
    else if (event.event === "allocated") {
      inUse += units;
      peak = Math.max(peak, inUse);
      if (event.minute === asked.get(need)!.minute) got.set(need, (got.get(need) ?? 0) + units);
    } else if (event.event === "on the ground") waits[need] = event.minute - asked.get(need)!.minute;
  }
  const short = new Set<number>();
  let firstShort: number | null = null;
  for (const [need, { minute, units }] of asked) {
    if ((got.get(need) ?? 0) >= units) continue;
    short.add(need);
    firstShort = Math.min(firstShort ?? minute, minute);
  }
  return { short, peak, firstShort: firstLoss ?? firstShort, waits };
}
