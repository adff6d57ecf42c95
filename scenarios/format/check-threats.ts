/** Threats: what they refer to, whether their shares and times make sense, and whether clusters die out. */
import type { Checked, Path } from "./check.ts";
import { most } from "./check.ts";
import { show } from "./faults.ts";
import { fillKernel, spectralRadius } from "./kernel.ts";
import { MAX_FORCES, MAX_RATE_STEPS, MAX_TRIGGERING } from "./limits.ts";
import { parseDuration } from "./quantities.ts";
import { isRecord, type Plain } from "./tree.ts";

const WAYS = ["schedule", "poisson", "table", "hawkes", "finiteSource", "triggered"];
const SUM_TOLERANCE = 1e-6;

export function checkThreats(c: Checked): void {
  for (const id of c.threats) {
    const path: Path = ["threats", id];
    checkArrivals(c, [...path, "arrivals"]);
    checkWhere(c, [...path, "where"], c.at([...path, "arrivals", "triggered"]) === true);
    checkLevels(c, [...path, "severity", "levels"]);
    checkPhases(c, [...path, "phases"]);
    c.list([...path, "triggers"]).forEach((_, i) => {
      c.refer([...path, "triggers", i, "threat"], c.threats, "a threat");
      checkWhere(c, [...path, "triggers", i, "where"], true);
    });
  }
  for (const id of Object.keys(c.map(["regimes"]))) {
    for (const i of c.list(["regimes", id, "steps"]).keys()) c.onTheClock(["regimes", id, "steps", i, "at"]);
  }
  checkTriggerCircles(c);
}

function checkWhere(c: Checked, path: Path, hasParent: boolean): void {
  const where = c.at(path);
  if (where === undefined) return;
  c.refer(path, c.forces, "a force", "same");
  if (where === "same" && !hasParent)
    c.fault(path, `"same" is the force of the parent, and these incidents have none.`);
  if (!isRecord(where)) return;
  c.referKeys([...path, "weights"], c.forces, "a force");
  c.referAll([...path, "each"], c.forces, "a force");
  c.referAll([...path, "among"], c.forces, "a force");
  if (isRecord(where.weights)) {
    const weights = Object.values(where.weights).map(most);
    if (weights.every((weight) => weight === 0))
      c.fault([...path, "weights"], "All weights are 0: incidents have nowhere to go.");
  }
  const by = where.weightedBy;
  if (typeof by === "string" && by !== "nothing") {
    const among = c.list([...path, "among"]);
    const ids = among.length > 0 ? among.filter((id) => typeof id === "string") : [...c.forces];
    if (!ids.some((id) => (most(c.at(["places", "forces", id, by])) ?? 0) > 0)) {
      c.fault([...path, "weightedBy"], `No force here has ${by}: incidents have nowhere to go.`);
    }
  }
  if (where.near !== undefined) {
    if (!hasParent) c.fault([...path, "near"], "Near is near the parent, and these incidents have none.");
    checkMeasured(c, [...path, "near"]);
  }
}

function checkMeasured(c: Checked, path: Path): void {
  const located = [...c.forces].some((id) => {
    const force = c.map(["places", "forces", id]);
    return force.at !== undefined || force.xy !== undefined;
  });
  if (!located && c.forces.size > 1 && c.at(["places", "travel", "metres"]) === undefined) {
    c.fault(path, "Near needs distances: give the forces coordinates (at or xy) or travel.metres.");
  }
}

function checkLevels(c: Checked, path: Path): void {
  if (c.at(path) === undefined) return;
  let sum = 0;
  for (const [level, share] of Object.entries(c.map(path))) {
    const value = Number(level);
    if (level.trim() === "" || !Number.isFinite(value) || value < 0) {
      c.report(
        "fault",
        [...path, level],
        `${show(level)} is not a level of severity: a number of 0 or more.`,
        undefined,
        true,
      );
    }
    if (typeof share === "number") sum += share;
  }
  if (Math.abs(sum - 1) > SUM_TOLERANCE)
    c.fault(path, `The shares of the levels sum to ${round(sum)}; they have to sum to 1.`);
}

// ── phases and needs ────────────────────────────────────────────────────────────────────────────

function checkPhases(c: Checked, path: Path): void {
  const ids = new Set<Plain>();
  c.list(path).forEach((phase, i) => {
    const here: Path = [...path, i];
    if (isRecord(phase) && phase.id !== undefined) {
      if (ids.has(phase.id)) c.fault([...here, "id"], `Another phase of this threat is called ${show(phase.id)}.`);
      ids.add(phase.id);
    }
    checkTurns(c, here);
    const needIds = new Set<Plain>();
    c.list([...here, "needs"]).forEach((need, j) => {
      checkNeed(c, [...here, "needs", j], i);
      if (isRecord(need) && need.id !== undefined) {
        if (needIds.has(need.id))
          c.fault([...here, "needs", j, "id"], `Another need of this phase is called ${show(need.id)}.`);
        needIds.add(need.id);
      }
    });
    c.list([...here, "escalation"]).forEach((_, j) => {
      c.refer([...here, "escalation", j, "threat"], c.threats, "a threat");
      checkWhere(c, [...here, "escalation", j, "where"], true);
    });
  });
}

function checkTurns(c: Checked, phase: Path): void {
  const from = parseDuration(c.at([...phase, "turns", "from"]));
  const until = parseDuration(c.at([...phase, "turns", "until"]));
  if (from !== null && until !== null && from > until) {
    c.fault([...phase, "turns", "until"], `A phase turns between ${from} and ${until} minutes, which is never.`);
  }
}

function checkNeed(c: Checked, path: Path, phase: number): void {
  c.refer([...path, "capability"], c.capabilities, "a capability");
  const need = c.map(path);
  const isWork = need.kind === "work" || (need.kind === undefined && need.work !== undefined);
  if (need.kind === "work" && need.work === undefined) {
    c.fault(path, `"work" is missing: unit-minutes, or text such as 30 unit-hours.`);
  }
  if (need.kind === "presence" && need.work !== undefined) {
    c.report("fault", [...path, "work"], "A need of kind presence has no work; its kind is work.", undefined, true);
  }
  if (need.blocking === true && !isWork) c.fault([...path, "blocking"], "Only work can be blocking.");
  if (need.expected === true && isWork) c.fault([...path, "expected"], "Only presence can be expected.");
  const lead = parseDuration(need.lead);
  if (lead !== null && lead > 0 && phase > 0) {
    c.fault([...path, "lead"], "Only needs of the first phase ask ahead of time.");
  }
}

// ── arrivals ────────────────────────────────────────────────────────────────────────────────────

function checkArrivals(c: Checked, path: Path): void {
  const arrivals = c.at(path);
  if (!isRecord(arrivals)) return;
  const ways = WAYS.filter((way) => arrivals[way] !== undefined);
  if (ways.length !== 1) {
    const found = ways.length === 0 ? "none is given" : `found ${ways.join(" and ")}`;
    c.fault(path, `Incidents arrive in one way (${WAYS.join(", ")}); ${found}.`);
  }
  for (const extra of ["jitter", "probability"]) {
    if (arrivals[extra] !== undefined && arrivals.schedule === undefined) {
      c.report("fault", [...path, extra], `Only a schedule has ${extra}.`, undefined, true);
    }
  }
  c.list([...path, "schedule"]).forEach((_, i) => {
    c.onTheClock([...path, "schedule", i, "at"]);
    c.refer([...path, "schedule", i, "where"], c.forces, "a force");
  });
  for (const way of ["poisson", "table", "hawkes"]) if (arrivals[way] !== undefined) checkRate(c, [...path, way]);
  if (arrivals.hawkes !== undefined) checkHawkes(c, [...path, "hawkes"]);
}

function checkRate(c: Checked, path: Path): void {
  const rate = c.map(path);
  if (["perDay", "perHour", "perYear"].every((key) => rate[key] === undefined)) {
    c.fault(path, `A rate is missing: perDay, perHour or perYear.`);
  }
  c.onTheClock([...path, "from"]);
  for (const i of c.list([...path, "steps"]).keys()) c.onTheClock([...path, "steps", i, "from"]);
  c.referAll([...path, "regimes"], new Set(Object.keys(c.map(["regimes"]))), "a regime");
  const grain = rate.hour !== undefined ? 60 : 1440;
  if ((rate.hour ?? rate.weekday ?? rate.month) !== undefined && (c.horizon + c.warmUp) / grain > MAX_RATE_STEPS) {
    c.fault(path, `A table over ${c.horizon} minutes has more than ${MAX_RATE_STEPS} steps.`);
  }
}

/** A cluster whose events have one child or more each never ends. Checked at the highest values that ranges allow. */
function checkHawkes(c: Checked, path: Path): void {
  const hawkes = c.map(path);
  const { kernel, reach, meanChildren } = hawkes;
  const by = typeof hawkes.by === "string" ? hawkes.by : "nothing";
  const ids = [...c.forces];
  if (isRecord(kernel)) {
    c.referKeys([...path, "kernel"], c.forces, "a force");
    for (const row of Object.keys(kernel)) c.referKeys([...path, "kernel", row], c.forces, "a force");
  } else if (meanChildren === undefined) {
    c.fault(path, `"meanChildren" is missing: how many further incidents each one starts, on average.`);
  }
  if (by !== "nothing" && !ids.some((id) => (most(c.at(["places", "forces", id, by])) ?? 0) > 0)) {
    c.fault([...path, "by"], `No force here has ${by}: children have nowhere to go.`);
  }
  if (kernel === "near") checkMeasured(c, [...path, "kernel"]);
  if (reach !== undefined && kernel !== "near") {
    c.report("fault", [...path, "reach"], "Only the kernel near has a reach.", undefined, true);
  }
  const children = most(meanChildren);
  let radius: number;
  if (isRecord(kernel) || children === null) {
    if (ids.length === 0 || ids.length > MAX_FORCES) return;
    const rows = ids.map((id) => c.map([...path, "kernel", id]));
    const cells = fillKernel(ids.length, {
      meanChildren: children,
      base: (parent, child) => most(rows[parent]![ids[child]!]) ?? 0,
      weight: (child) => (by === "nothing" ? 1 : (most(c.at(["places", "forces", ids[child]!, by])) ?? 0)),
    });
    radius = spectralRadius(cells, ids.length);
  } else {
    // Every row sums to meanChildren, which then is the radius.
    radius = children;
  }
  if (radius >= 1) {
    const at = isRecord(kernel) ? "kernel" : "meanChildren";
    c.fault(
      [...path, at],
      `Each incident would start ${round(radius)} more (spectral radius), so they never end; it has to be below 1.`,
    );
  }
}

/** Threats that trigger each other for certain and without end. */
function checkTriggerCircles(c: Checked): void {
  // A threat that triggers nothing is in no circle.
  const ids = [...c.threats].filter((id) => c.list(["threats", id, "triggers"]).length > 0);
  const n = ids.length;
  if (n > MAX_TRIGGERING) c.fault(["threats"], `${n} threats trigger others; at most ${MAX_TRIGGERING} are read.`);
  if (n === 0 || n > MAX_TRIGGERING) return;
  const cells = new Float64Array(n * n);
  ids.forEach((id, parent) => {
    c.list(["threats", id, "triggers"]).forEach((trigger) => {
      if (!isRecord(trigger)) return;
      const child = ids.indexOf(String(trigger.threat));
      if (child < 0) return;
      cells[parent * n + child]! += most(trigger.probability ?? 1) ?? 0;
    });
  });
  const radius = spectralRadius(cells, n);
  if (radius < 1) return;
  for (const [parent, id] of ids.entries()) {
    // Told where the circle closes: at a threat that, through others or itself, starts itself again.
    if (!reaches(cells, n, parent, parent)) continue;
    c.fault(
      ["threats", id, "triggers"],
      `Triggers run in a circle in which each incident starts ${round(radius)} more (spectral radius), so they never end.`,
    );
    return;
  }
}

function reaches(cells: Float64Array, n: number, from: number, to: number): boolean {
  const seen = new Set<number>();
  const open = [from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (let child = 0; child < n; child++) {
      if (cells[at * n + child] === 0) continue;
      if (child === to) return true;
      if (!seen.has(child)) {
        seen.add(child);
        open.push(child);
      }
    }
  }
  return false;
}

function round(value: number): number {
  return Number(value.toPrecision(6));
}
