/** Holdings, contributions, floors, shares and levers. */
import type { Checked, Path } from "./check.ts";
import { middle, most } from "./check.ts";
import { show } from "./faults.ts";
import { isRecord, type Plain } from "./tree.ts";

export function checkPeople(c: Checked): void {
  const either = new Set([...c.skills, ...c.capabilities]);
  c.referKeys(["people", "holdings"], either, "a capability or skill");
  for (const id of Object.keys(c.map(["people", "holdings"]))) checkHolding(c, id);
  c.referKeys(["people", "contributions"], c.capabilities, "a capability");
  c.referKeys(["people", "floors"], either, "a capability or skill");
  for (const table of ["contributions", "floors"]) {
    for (const id of Object.keys(c.map(["people", table]))) checkAmounts(c, ["people", table, id], id);
  }
  c.referKeys(["people", "funnel", "byskill"], either, "a skill or capability");
  c.referAll(["people", "pooledSerials"], c.capabilities, "a capability");
  for (const i of c.list(["people", "postures"]).keys()) c.onTheClock(["people", "postures", i, "at"]);
  for (const i of c.list(["people", "changes"]).keys()) checkChange(c, ["people", "changes", i]);
  for (const id of Object.keys(c.map(["people", "levers"]))) {
    const path: Path = ["people", "levers", id];
    c.refer([...path, "capability"], c.capabilities, "a capability");
    c.onTheClock([...path, "trigger", "at"]);
    const trigger = c.at([...path, "trigger"]);
    const timed = trigger === "never" || (isRecord(trigger) && trigger.at !== undefined);
    if (trigger !== undefined && !timed && c.at([...path, "capability"]) === undefined) {
      c.fault(path, `"capability" is missing: this trigger watches one.`);
    }
  }
  for (const table of ["inTicket", "readiness"]) {
    c.referKeys(["people", table], table === "readiness" ? c.capabilities : either, "a capability or skill");
    for (const id of Object.keys(c.map(["people", table]))) {
      c.referKeys(["people", table, id], c.holders, "a force or holder");
    }
  }
  checkContributions(c);
  checkChildren(c);
}

function checkHolding(c: Checked, id: string): void {
  const path: Path = ["people", "holdings", id];
  for (const unit of ["units", "officers"]) c.referKeys([...path, unit], c.holders, "a force or holder");
  if (c.at([...path, "units"]) !== undefined && !c.capabilities.has(id) && c.skills.has(id)) {
    c.report(
      "fault",
      [...path, "units"],
      `${show(id)} is a skill: people at a skill are counted in officers.`,
      "officers",
      true,
    );
  }
}

function checkAmounts(c: Checked, path: Path, id: string): void {
  const amounts = c.map(path);
  if (!("units" in amounts) && !("officers" in amounts)) {
    c.referKeys(path, c.holders, "a force or holder");
    if (!c.capabilities.has(id) && c.skills.has(id)) c.fault(path, `${show(id)} is a skill: write officers: { … }.`);
    return;
  }
  for (const unit of ["units", "officers"]) c.referKeys([...path, unit], c.holders, "a force or holder");
}

function checkChange(c: Checked, path: Path): void {
  c.onTheClock([...path, "at"]);
  c.refer([...path, "holder"], c.holders, "a force or holder");
  c.refer([...path, "capability"], c.capabilities, "a capability");
  c.refer([...path, "skill"], c.skills, "a skill");
  const { capability, skill, units, officers, share } = c.map(path);
  if ((capability === undefined) === (skill === undefined))
    c.fault(path, "A change names a capability or a skill, one of them.");
  else if ([units, officers, share].filter((one) => one !== undefined).length !== 1)
    c.fault(path, "A change gives units, officers or a share, one of them.");
  else if (units !== undefined && capability === undefined)
    c.fault(path, "Units are of a capability; a skill is given in officers.");
}

/** A contribution larger than the holding is odd but not wrong: the smaller of the two counts. */
function checkContributions(c: Checked): void {
  for (const id of Object.keys(c.map(["people", "contributions"]))) {
    const table = c.map(["people", "contributions", id]);
    const path: Path = ["people", "contributions", id, ...("units" in table ? ["units"] : [])];
    const held = c.map(["people", "holdings", id, "units"]);
    for (const [holder, agreed] of Object.entries(c.map(path))) {
      const lends = most(agreed);
      const holds = most(held[holder]);
      if (lends !== null && holds !== null && lends > holds) {
        c.warn([...path, holder], `${holder} agrees to lend ${lends} units of ${id} and holds ${holds}.`);
      }
    }
  }
}

/** People at a skill are among those at its parent, so where both are given the child cannot be larger. */
function checkChildren(c: Checked): void {
  const given = new Map<string, { officers: number; path: Path; said: string }>();
  const key = (holder: string, skill: string) => `${holder} ${skill}`;
  const beside = new Map<string, number>();
  const parentOf = (skill: string) => {
    const parent = c.at(["skills", skill, "parent"]);
    return typeof parent === "string" && c.skills.has(parent) ? parent : undefined;
  };
  // In officers first: that is the skill's own total, and nothing is added to it.
  for (const unit of ["officers", "units"] as const) {
    for (const id of Object.keys(c.map(["people", "holdings"]))) {
      const path: Path = ["people", "holdings", id];
      const isBeside = c.at([...path, "relation"]) === "beside";
      const size = unit === "units" ? unitSize(c, id) : 1;
      const named = c.at(["capabilities", id, "skill"]);
      const skill = unit === "officers" && c.skills.has(id) ? id : typeof named === "string" ? named : id;
      const factor = middle(c.at([...path, "factor"]) ?? 1);
      for (const [holder, figure] of Object.entries(c.map([...path, unit]))) {
        const stated = middle(figure);
        if (stated === null || size === null || factor === null) continue;
        const amount = stated * factor;
        const officers = Math.round(amount) * size;
        const said =
          unit === "units" ? `${Math.round(amount)} units of ${size}, ${officers} officers` : `${officers} officers`;
        if (isBeside) {
          for (let up = parentOf(skill), steps = 0; up !== undefined && steps < 100; up = parentOf(up), steps++) {
            beside.set(key(holder, up), (beside.get(key(holder, up)) ?? 0) + officers);
          }
        }
        const before = given.get(key(holder, skill));
        if (before === undefined) given.set(key(holder, skill), { officers, path: [...path, unit, holder], said });
        else if (unit === "units" && before.path[3] === "units") before.officers += officers;
      }
    }
  }
  for (const [at, child] of given) {
    const [holder, skill] = at.split(" ") as [string, string];
    for (let up = parentOf(skill), steps = 0; up !== undefined && steps < 100; up = parentOf(up), steps++) {
      const parent = given.get(key(holder, up));
      if (parent === undefined) continue;
      const total = parent.path[3] === "units" ? parent.officers + (beside.get(key(holder, up)) ?? 0) : parent.officers;
      if (child.officers > total) {
        c.fault(
          child.path,
          `${holder} has ${child.said} at ${skill}, more than the ${total} officers at ${up}, who include them.`,
        );
      }
      break;
    }
  }
}

/** Officers in a unit of a capability, at its central value; null where it cannot be told. */
function unitSize(c: Checked, id: string): number | null {
  const { officersPerUnit, composition } = c.map(["capabilities", id]);
  if (officersPerUnit !== undefined) return middle(officersPerUnit);
  if (composition === undefined) return 1;
  let officers = 0;
  for (const rank of Object.values(c.map(["capabilities", id, "composition"])))
    officers += (rank as Plain as number) || 0;
  return Math.round(officers);
}
