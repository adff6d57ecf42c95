/** One small country for scenarios that are reasoned by hand, and its story told in the events that matter. */
import type { Model } from "../../engine/model.ts";
import type { TraceEvent } from "../../engine/replicate.ts";
import { REASONS, SUMS } from "../../engine/tally/measures.ts";
import { N_SUMS, type Tallies } from "../../engine/tally/tally.ts";
import { type Document, modelOf, national, tallied, traced } from "./scenario.ts";

export interface Hand {
  /** minutes */
  readonly horizon: number;
  /** units by force; `host`, `near` are one region, `far` and `farther` another */
  readonly units: Readonly<Record<string, number>>;
  /** minutes on the road within a force, within the region, beyond */
  readonly travel?: Document;
  readonly psu?: Document;
  /** each: minute, minutes and the rest of its need */
  readonly needs: readonly {
    readonly at: number;
    readonly lasts: number;
    readonly where?: string;
    readonly units: number;
    readonly need?: Document;
  }[];
  /** further keys of the document */
  readonly more?: Document;
}

/** Threats `n0`, `n1` … one incident each, in the order given. */
export function handMade({ horizon, units, travel, psu, needs, more }: Hand): Model {
  const forces = Object.keys(units);
  const members = (list: readonly string[]) => ({ members: forces.filter((id) => list.includes(id)) });
  return modelOf({
    clock: { horizon },
    places: {
      forces: Object.fromEntries(forces.map((id) => [id, {}])),
      schemes: { ricc: { one: members(["host", "near"]), two: members(["far", "farther"]) } },
      travel: travel ?? { byTier: { local: 30, regional: 120, national: 300 } },
    },
    capabilities: { psu: { donors: "supplied", ...psu } },
    people: { holdings: { psu: { units } } },
    threats: Object.fromEntries(
      needs.map(({ at, lasts, where, units: wanted, need }, i) => [
        `n${i}`,
        {
          arrivals: { schedule: [{ at, where: where ?? forces[0]!, duration: lasts }] },
          phases: [{ duration: lasts, needs: [{ capability: "psu", units: wanted, ...need }] }],
        },
      ]),
    ),
    ...more,
  });
}

/** Events of these names as [minute, donor, threat or event], in order. */
export function eventsOf(model: Model, ...names: readonly string[]): [number, string, string][] {
  const threatOf = new Map<unknown, string>();
  const story: [number, string, string][] = [];
  for (const event of traced(model) as readonly TraceEvent[]) {
    if (event.event === "need asked") threatOf.set(event.need, String(event.threat));
    if (names.includes(event.event)) story.push([event.minute, String(event.donor), threatOf.get(event.need)!]);
  }
  return story;
}

/** Unit-minutes of the nation: how required splits, and the reasons that are not nought. */
export function splitOf(model: Model) {
  const tallies = tallied(model, 1);
  return {
    required: national(tallies, "requiredUnitMinutes"),
    ground: national(tallies, "onTheGroundUnitMinutes"),
    transit: national(tallies, "inTransitUnitMinutes"),
    resting: national(tallies, "restingUnitMinutes"),
    unresourced: national(tallies, "unresourcedUnitMinutes"),
    reasons: reasonsOf(tallies),
  };
}

function reasonsOf(tallies: Tallies): Record<string, number> {
  const nation = tallies.layout.cellStart[0]! * N_SUMS;
  const all = REASONS.map(({ measure, key }) => [key, tallies.sums[nation + SUMS.indexOf(measure)]!] as const);
  return Object.fromEntries(all.filter(([, minutes]) => minutes > 0));
}
