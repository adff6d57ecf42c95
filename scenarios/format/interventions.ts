/**
 * What is done to a run from outside for a time: roads that take longer or are closed, and holders that lend nothing.
 * Whoever is named is a force, a holder, a region (of the capability's scheme first, else of the first that has it), or
 * everyone.
 */
import { type HoldBack, NEVER, NONE, type RoadChange } from "../../engine/model.ts";
import type { Checked, Path } from "./check.ts";
import type { Names } from "./names.ts";
import { minuteOf } from "./people.ts";
import type { Scenario } from "./schema.ts";

export const EVERYONE = "everyone";

/** Ids of the holders that a word stands for; none where it is unknown. */
export function membersOf(
  scenario: Pick<Scenario, "places" | "capabilities">,
  who: string,
  capability?: string,
): string[] {
  const { forces = {}, holders = {}, schemes = {} } = scenario.places;
  if (who === EVERYONE) return [...Object.keys(forces), ...Object.keys(holders)];
  if (who in forces || who in holders) return [who];
  const own = capability === undefined ? undefined : scenario.capabilities[capability]?.scheme;
  const inOrder = [...(own === undefined ? [] : [own]), ...Object.keys(schemes)];
  for (const scheme of inOrder) {
    const region = schemes[scheme]?.[who];
    if (region !== undefined) return [...region.members];
  }
  return [];
}

export function compileRoadChanges(
  { places, capabilities }: Scenario,
  names: Names,
): readonly RoadChange[] | undefined {
  return places.roads?.map(({ from, until, between, around, factor, closed, source, kind, note, ...rest }) => {
    [source, kind, note] satisfies unknown;
    rest satisfies Record<string, never>;
    const indices = (who: string) => membersOf({ places, capabilities }, who).map((id) => names.holder.get(id)!);
    const pairs = new Set<number>();
    const n = names.holders.length;
    if (between !== undefined) {
      for (const a of indices(between[0])) {
        for (const b of indices(between[1])) {
          pairs.add(a * n + b);
          pairs.add(b * n + a);
        }
      }
    }
    const inside = new Set(around === undefined ? [] : indices(around));
    for (const a of inside) {
      for (let b = 0; b < n; b++) {
        if (inside.has(b)) continue;
        pairs.add(a * n + b);
        pairs.add(b * n + a);
      }
    }
    return {
      minute: minuteOf(from, names),
      until: until === undefined ? NEVER : minuteOf(until, names),
      pairs: Int32Array.from([...pairs].sort((a, b) => a - b)),
      factor: closed === true ? Number.POSITIVE_INFINITY : (factor ?? 1),
    };
  });
}

export function compileHoldBacks(
  { places, capabilities, people }: Scenario,
  names: Names,
): readonly HoldBack[] | undefined {
  return people?.heldBack?.flatMap(({ from, until, who, capability, source, kind, note, ...rest }) => {
    [source, kind, note] satisfies unknown;
    rest satisfies Record<string, never>;
    // of a capability that nobody asks for the model knows nothing
    if (capability !== undefined && !names.cap.has(capability)) return [];
    const ids = [who].flat().flatMap((one) => membersOf({ places, capabilities }, one, capability));
    return [
      {
        minute: minuteOf(from, names),
        until: until === undefined ? NEVER : minuteOf(until, names),
        capability: capability === undefined ? NONE : names.cap.get(capability)!,
        holders: [...new Set(ids)].map((id) => names.holder.get(id)!),
      },
    ];
  });
}

export function checkInterventions(c: Checked): void {
  const regions = Object.values(c.map(["places", "schemes"])).flatMap((scheme) => Object.keys(scheme as object));
  const known = new Set([...c.holders, ...regions, EVERYONE]);
  const what = "a force, a holder, a region or everyone";
  const onTheClock = (path: Path) => {
    c.onTheClock([...path, "from"]);
    c.onTheClock([...path, "until"]);
  };
  for (const i of c.list(["places", "roads"]).keys()) {
    const path: Path = ["places", "roads", i];
    onTheClock(path);
    const { between, around, factor, closed } = c.map(path);
    for (const end of [0, 1]) c.refer([...path, "between", end], known, what);
    c.refer([...path, "around"], known, what);
    if ((between === undefined) === (around === undefined)) {
      c.fault(path, "A change of the roads is between two places or around one: say one of them.");
    }
    if ((factor === undefined) === (closed === undefined)) {
      c.fault(path, "A change of the roads gives a factor or is closed: say one of them.");
    }
  }
  for (const i of c.list(["people", "heldBack"]).keys()) {
    const path: Path = ["people", "heldBack", i];
    onTheClock(path);
    c.refer([...path, "capability"], c.capabilities, "a capability");
    c.refer([...path, "who"], known, what);
    for (const at of c.list([...path, "who"]).keys()) c.refer([...path, "who", at], known, what);
  }
}
