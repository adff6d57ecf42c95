/** The desk's side of the planning panels, by the rules of `muster size` and `muster triggers`. */
import type { Model } from "../../engine/model.ts";
import { unitNames } from "../../engine/tally/words.ts";
import { parseTime } from "../../scenarios/format/quantities.ts";
import { calledWith } from "../../workers/calls.ts";
import {
  type By,
  type Capability,
  type Country,
  forcePlace,
  heldBy,
  isHidden,
  nationOf,
  type Place,
  regionAround,
  regionPlace,
  weightsBy,
} from "../../workers/plan-places.ts";
import { fieldedBy, owedBy, riskWords, scopeOfRisk } from "../../workers/sizing.ts";
import { type Opened, Refused } from "../desk/protocol.ts";
import type { PlansDesk, SizingAsked } from "./protocol.ts";

interface OpenRun {
  readonly opened: Opened;
  readonly model: Model;
}

export function plansDesk(ofRun: (run: number) => OpenRun): PlansDesk {
  return {
    async sizing(run, asked) {
      const { opened, model } = ofRun(run);
      const country: Country = { model, resolved: opened.plan.resolved, shipped: opened.shippedData };
      const capability = model.capabilities.find(({ id }) => id === asked.capability)!;
      const place = placeOf(country, capability, asked);
      const where = scopeOfRisk(country, capability, place, asked.where ?? undefined);
      if (where === null) throw new Refused(["Choose a force, or a region, to look at the risk there."]);
      const owed = asked.owes === null ? null : owedOf(country, capability, place, asked.owes, asked.by);
      return {
        ...{ asked, place, where, owed },
        weights: place.forces.length === 1 ? [1] : weightsOf(country, capability, place, asked.by),
        held: heldBy(country, capability, place),
        fielded: owed === null ? null : fieldedBy(country, capability, place, owed.mine),
        what: riskWords(asked.risk, unitNames(capability.id, capability.name).many, where, country, capability),
      };
    },
    async calling(run, capability, from) {
      const { model } = ofRun(run);
      const earliest = from.trim() === "" ? 0 : parseTime(from.trim(), model.startMinuteOfDay);
      if (earliest === null || earliest < 0 || earliest >= model.horizon) {
        throw new Refused(["The earliest call: a time of the run, such as “day 4 12:00”, or nothing for at once."]);
      }
      return { earliest, called: calledWith(model, capability) };
    },
  };
}

/** @throws Refused for a force of a capability that is told by region only */
function placeOf(country: Country, capability: Capability, { scope, id }: SizingAsked): Place {
  if (scope === "nation") return nationOf(country);
  if (scope === "force" && isHidden(country, capability)) {
    throw new Refused([`${capability.name}: on shipped data it is reported for region and nation only.`]);
  }
  const place = scope === "force" ? forcePlace(country, id) : regionPlace(country, capability, id);
  if (place === null) throw new Refused([`There is no such ${scope} for ${capability.name}.`]);
  return place;
}

function owedOf(country: Country, capability: Capability, place: Place, owes: number, by: By) {
  const id = regionAround(country, capability, place);
  const region = id === undefined ? null : regionPlace(country, capability, id);
  if (region === null) throw new Refused(["Say whose region owes it: choose a force, or a region."]);
  return owedBy(place, region, weightsOf(country, capability, region, by), owes);
}

function weightsOf(country: Country, capability: Capability, { forces }: Place, by: By): readonly number[] {
  const weights = weightsBy(country, capability, forces, by);
  if (weights === null) throw new Refused([`The scenario states no ${by} of these forces: choose other shares.`]);
  return weights;
}
