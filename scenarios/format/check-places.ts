/** Forces, holders, region schemes and roads. */
import type { Checked, Path } from "./check.ts";
import { show } from "./faults.ts";

const RESERVED_FORCES = ["same", "all", "nothing"];

export function checkPlaces(c: Checked): void {
  checkForces(c);
  checkHolders(c);
  checkSchemes(c);
  checkCoordinates(c);
  for (const table of ["matrix", "metres"]) {
    const path: Path = ["places", "travel", table];
    c.referKeys(path, c.holders, "a force or holder");
    for (const row of Object.keys(c.map(path))) c.referKeys([...path, row], c.holders, "a force or holder");
  }
}

function checkForces(c: Checked): void {
  const path: Path = ["places", "forces"];
  if (c.forces.size === 0) {
    if (c.at(["places"]) !== undefined) c.fault(["places"], "A scenario needs at least one force.");
    return;
  }
  for (const id of RESERVED_FORCES) {
    if (c.forces.has(id))
      c.report("fault", [...path, id], `${show(id)} has a meaning of its own and cannot be a force.`, undefined, true);
  }
}

function checkHolders(c: Checked): void {
  for (const id of Object.keys(c.map(["places", "holders"]))) {
    const path: Path = ["places", "holders", id];
    if (c.forces.has(id)) {
      c.report("fault", path, `${show(id)} is a force already; a holder needs an id of its own.`, undefined, true);
    }
    c.refer([...path, "at"], c.forces, "a force");
    c.referAll([...path, "members"], c.forces, "a force");
    c.referAll([...path, "canFill"], c.capabilities, "a capability");
    const { kind, members } = c.map(path);
    if (kind === "collaboration" && members === undefined) {
      c.fault(path, `"members" is missing: a collaboration is tier 1 for its members.`);
    }
    if (typeof kind === "string" && kind !== "outside") {
      // national stock and the forces that are nobody's neighbour may be as uncertain as those outside
      for (const key of kind === "nation" ? ["tier", "travel"] : ["tier", "notice", "chance", "travel"]) {
        if (c.at([...path, key]) !== undefined) {
          const who = key === "tier" || key === "travel" ? "of kind outside" : "of kind nation or outside";
          c.report(
            "fault",
            [...path, key],
            `Only a holder ${who} has ${show(key)}; this one is of kind ${kind}.`,
            undefined,
            true,
          );
        }
      }
    }
  }
}

function checkSchemes(c: Checked): void {
  for (const scheme of Object.keys(c.map(["places", "schemes"]))) {
    const regionOf = new Map<string, string>();
    for (const region of Object.keys(c.map(["places", "schemes", scheme]))) {
      const path: Path = ["places", "schemes", scheme, region, "members"];
      c.list(path).forEach((member, i) => {
        c.refer([...path, i], c.holders, "a force or holder");
        if (typeof member !== "string") return;
        const other = regionOf.get(member);
        if (other !== undefined)
          c.fault([...path, i], `${show(member)} is already in ${show(other)}; under one scheme it has one region.`);
        regionOf.set(member, region);
      });
    }
  }
}

/** Degrees and kilometres cannot be mixed, and every force needs a place unless the roads are given. */
function checkCoordinates(c: Checked): void {
  const forces = [...c.forces].map((id) => ({ id, record: c.map(["places", "forces", id]) }));
  const onPlane = forces.find(({ record }) => record.xy !== undefined);
  const holders = Object.keys(c.map(["places", "holders"])).map((id) => ({
    id,
    record: c.map(["places", "holders", id]),
  }));
  for (const [kind, list] of [
    ["forces", forces],
    ["holders", holders],
  ] as const) {
    for (const { id, record } of list) {
      const path: Path = ["places", kind, id];
      if (record.at !== undefined && record.xy !== undefined) c.fault([...path, "xy"], "Give at or xy, not both.");
      else if (onPlane !== undefined && Array.isArray(record.at)) {
        c.fault(
          [...path, "at"],
          `Degrees here but kilometres (xy) at ${show(onPlane.id)}: one scenario uses one of them.`,
        );
      } else if (onPlane === undefined && record.xy !== undefined) {
        c.fault([...path, "xy"], "Kilometres here but no force has xy: one scenario uses degrees or kilometres.");
      }
    }
  }
  const travel = c.map(["places", "travel"]);
  const { local, regional, national } = c.map(["places", "travel", "byTier"]);
  const byTier = local !== undefined && regional !== undefined && national !== undefined;
  if (c.forces.size < 2 || byTier || travel.matrix !== undefined || travel.metres !== undefined) return;
  for (const { id, record } of forces) {
    if (record.at === undefined && record.xy === undefined) {
      c.fault(
        ["places", "forces", id],
        `${show(id)} has no coordinates (at or xy), and travel gives no times in their place.`,
      );
    }
  }
}
