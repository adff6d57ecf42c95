/**
 * What needs two places of a scenario at once: ids that exist, trees without circles, shares that sum, children that
 * fit in their parents, clusters that die out. Runs after the schema, and also on what the schema refused, so that
 * every fault is told at once; there it believes nothing about shapes.
 */
import { checkDistributions } from "./check-distributions.ts";
import { checkPeople } from "./check-people.ts";
import { checkPlaces } from "./check-places.ts";
import { checkThreats } from "./check-threats.ts";
import { didYouMean, show } from "./faults.ts";
import { checkInterventions } from "./interventions.ts";
import {
  MAX_CAPABILITIES,
  MAX_CELLS,
  MAX_FORCES,
  MAX_HOLDERS,
  MAX_MINUTES,
  MAX_NATIONAL_MINUTES,
  MAX_NEEDS,
  MAX_SKILLS,
  MAX_THREATS,
  NATIONAL_FORCES,
} from "./limits.ts";
import { DEFAULT_HORIZON } from "./names.ts";
import { checkPosition } from "./position.ts";
import { DEFAULT_START, parseDuration, parseStart, parseTime } from "./quantities.ts";
import { isRecord, type Plain } from "./tree.ts";

export type Path = readonly (string | number)[];
export type Report = (
  severity: "fault" | "warning",
  path: Path,
  message: string,
  suggestion?: string,
  /** the fault is the key, not the value */
  atKey?: boolean,
) => void;

export type PlainMap = { readonly [key: string]: Plain };

/** The scenario with easy ways in; every accessor gives something harmless where the shape is wrong. */
export class Checked {
  readonly root: PlainMap;
  readonly report: Report;
  readonly forces: ReadonlySet<string>;
  readonly holders: ReadonlySet<string>;
  readonly skills: ReadonlySet<string>;
  readonly capabilities: ReadonlySet<string>;
  readonly threats: ReadonlySet<string>;
  readonly startMinuteOfDay: number;
  readonly horizon: number;
  readonly warmUp: number;

  constructor(root: PlainMap, report: Report) {
    this.root = root;
    this.report = report;
    const keys = (path: Path) => new Set(Object.keys(this.map(path)));
    this.forces = keys(["places", "forces"]);
    this.holders = new Set([...this.forces, ...keys(["places", "holders"])]);
    this.skills = keys(["skills"]);
    this.capabilities = keys(["capabilities"]);
    this.threats = keys(["threats"]);
    const clock = this.map(["clock"]);
    this.startMinuteOfDay = (parseStart(clock.start ?? DEFAULT_START) ?? parseStart(DEFAULT_START)!).minuteOfDay;
    this.horizon = Math.round(parseDuration(clock.horizon ?? DEFAULT_HORIZON) ?? DEFAULT_HORIZON);
    this.warmUp = Math.round(parseDuration(clock.warmUp ?? 0) ?? 0);
  }

  at(path: Path): Plain | undefined {
    let value: Plain | undefined = this.root as Plain;
    for (const step of path) {
      if (value === null || typeof value !== "object" || !Object.hasOwn(value, step)) return undefined;
      value = (value as PlainMap)[step as string];
    }
    return value;
  }

  /** The map at a path, empty where there is none. */
  map(path: Path): PlainMap {
    const value = this.at(path);
    return isRecord(value) ? value : {};
  }

  /** The list at a path, empty where there is none. */
  list(path: Path): readonly Plain[] {
    const value = this.at(path);
    return Array.isArray(value) ? value : [];
  }

  fault(path: Path, message: string, suggestion?: string): void {
    this.report("fault", path, message, suggestion);
  }

  warn(path: Path, message: string): void {
    this.report("warning", path, message);
  }

  /** The text at a path, if any, has to be one of `known`. */
  refer(path: Path, known: ReadonlySet<string>, what: string, ...also: readonly string[]): void {
    const value = this.at(path);
    if (typeof value !== "string" || known.has(value) || also.includes(value)) return;
    this.fault(path, `${show(value)} is not ${what}.`, didYouMean(value, known));
  }

  referAll(path: Path, known: ReadonlySet<string>, what: string): void {
    const seen = new Set<Plain>();
    this.list(path).forEach((id, i) => {
      this.refer([...path, i], known, what);
      if (seen.has(id)) this.fault([...path, i], `${show(id)} stands here twice.`);
      seen.add(id);
    });
  }

  /** Every key of the map at a path has to be one of `known`. */
  referKeys(path: Path, known: ReadonlySet<string>, what: string): void {
    for (const key of Object.keys(this.map(path))) {
      if (!known.has(key)) {
        this.report("fault", [...path, key], `${show(key)} is not ${what}.`, didYouMean(key, known), true);
      }
    }
  }

  /** A time has to lie on the clock. */
  onTheClock(path: Path, earliest = -this.warmUp): void {
    const value = this.at(path);
    const minute = value === undefined ? null : parseTime(value, this.startMinuteOfDay);
    if (minute === null) return;
    if (minute < earliest) {
      this.fault(path, `${show(value)} is minute ${minute}, before the clock starts at minute ${earliest}.`);
    } else if (minute > this.horizon) {
      this.fault(path, `${show(value)} is minute ${minute}, after the horizon at minute ${this.horizon}.`);
    }
  }
}

export function checkScenario(root: PlainMap, passedSchema: boolean, report: Report): void {
  const checked = new Checked(root, report);
  for (const check of [
    checkClock,
    checkSizes,
    checkPlaces,
    checkSkills,
    checkCapabilities,
    checkPeople,
    checkThreats,
    checkPosition,
    checkInterventions,
    checkRest,
    checkFigures,
  ]) {
    if (passedSchema) {
      check(checked);
    } else {
      // The schema has already told what is wrong here; what can still be checked is.
      try {
        check(checked);
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
      }
    }
  }
}

function checkClock(c: Checked): void {
  const total = c.horizon + c.warmUp;
  const path = ["clock", "horizon"];
  if (total > MAX_MINUTES) {
    c.fault(path, `Horizon and warm-up come to ${total} minutes; at most ${MAX_MINUTES} are simulated.`);
  } else if (total > MAX_NATIONAL_MINUTES && c.forces.size > NATIONAL_FORCES) {
    c.fault(
      path,
      `Horizon and warm-up come to ${total} minutes; with more than ${NATIONAL_FORCES} forces at most ${MAX_NATIONAL_MINUTES} (ten years) are simulated.`,
    );
  }
}

/** The engine counts in small integers and in tables with a cell for every pair. */
function checkSizes(c: Checked): void {
  let needs = 0;
  for (const id of c.threats) {
    for (const i of c.list(["threats", id, "phases"]).keys())
      needs += c.list(["threats", id, "phases", i, "needs"]).length;
  }
  const sizes: readonly (readonly [Path, number, number, string])[] = [
    [["places", "forces"], c.forces.size, MAX_FORCES, "forces"],
    [["places", "holders"], c.holders.size, MAX_HOLDERS, "forces and other holders"],
    [["capabilities"], c.capabilities.size, MAX_CAPABILITIES, "capabilities"],
    [["skills"], c.skills.size, MAX_SKILLS, "skills"],
    [["threats"], c.threats.size, MAX_THREATS, "threats"],
    [["threats"], needs, MAX_NEEDS, "needs"],
    [
      ["places", "forces"],
      c.capabilities.size * c.forces.size * c.holders.size,
      MAX_CELLS,
      "capabilities × forces × holders",
    ],
    [["skills"], c.skills.size * c.holders.size, MAX_CELLS, "skills × holders"],
  ];
  for (const [path, size, most, what] of sizes) {
    if (size > most) c.fault(path, `${size} ${what}; at most ${most} are read.`);
  }
}

function checkSkills(c: Checked): void {
  const skills = c.map(["skills"]);
  const parentOf = (id: string) => {
    const parent = c.at(["skills", id, "parent"]);
    return typeof parent === "string" ? parent : undefined;
  };
  const done = new Set<string>();
  for (const id of Object.keys(skills)) {
    c.refer(["skills", id, "parent"], c.skills, "a skill");
    const chain: string[] = [];
    for (let at: string | undefined = id; at !== undefined && !done.has(at); at = parentOf(at)) {
      const start = chain.indexOf(at);
      if (start >= 0) {
        c.fault(
          ["skills", at, "parent"],
          `The tree of skills runs in a circle: ${[...chain.slice(start), at].join(" under ")}.`,
        );
        break;
      }
      chain.push(at);
    }
    for (const link of chain) done.add(link);
  }
  c.list(["overlaps"]).forEach((_, i) => {
    const known = new Set([...c.skills, ...c.capabilities]);
    const skillsOrOwn = c.skills.size > 0 ? c.skills : known;
    c.refer(["overlaps", i, "used"], skillsOrOwn, "a skill");
    c.refer(["overlaps", i, "blocks"], skillsOrOwn, "a skill");
    const used = c.at(["overlaps", i, "used"]);
    if (used !== undefined && used === c.at(["overlaps", i, "blocks"])) {
      c.fault(["overlaps", i, "blocks"], `${show(used)} cannot block itself.`);
    }
  });
}

function checkCapabilities(c: Checked): void {
  const schemes = new Set(Object.keys(c.map(["places", "schemes"])));
  if (c.at(["capabilities"]) !== undefined && c.capabilities.size === 0) {
    c.fault(["capabilities"], "A scenario needs at least one capability.");
  }
  c.referAll(["policy", "order"], c.holders, "a holder");
  for (const id of c.capabilities) {
    const path: Path = ["capabilities", id];
    c.refer([...path, "skill"], c.skills, "a skill");
    c.refer([...path, "scheme"], schemes, "a region scheme");
    const scheme = c.at([...path, "scheme"]) ?? [...schemes][0];
    const regions = new Set(Object.keys(c.map(["places", "schemes", String(scheme)])));
    c.referKeys([...path, "requirement", "regions"], regions, `a region of ${String(scheme)}`);
    c.referAll([...path, "order"], c.holders, "a holder");
    const own = c.map(path);
    const supplied = typeof own.donors === "string" ? own.donors : c.at(["policy", "donors"]);
    if (typeof supplied === "string" && supplied.startsWith("supplied") && !own.order && !c.at(["policy", "order"])) {
      c.warn([...path, "donors"], "Donors are asked in supplied order, but no order is given: file order is used.");
    }
    if (own.officersPerUnit !== undefined && own.composition !== undefined) {
      c.fault([...path, "composition"], "Give officersPerUnit or composition, not both.");
    }
    checkSubstitutes(c, id, [...path, "substitutes"]);
    checkComposition(c, [...path, "composition"]);
    checkReadiness(c, [...path, "readiness"]);
    for (const tier of ["regional", "national", "outside"]) c.onTheClock([...path, "tiers", tier, "trigger", "at"]);
    for (const part of ["shift", "longestShift", "rest", "tour"]) checkAboveZero(c, [...path, "duty", part]);
  }
}

/** Others that exist, each once, and never the capability itself. */
function checkSubstitutes(c: Checked, id: string, path: Path): void {
  const seen = new Set<Plain>();
  c.list(path).forEach((_, i) => {
    const at: Path = [...path, i, "capability"];
    c.refer(at, c.capabilities, "a capability");
    const other = c.at(at);
    if (other === undefined) return;
    if (other === id) c.fault(at, `${show(id)} cannot stand in for itself.`);
    if (seen.has(other)) c.fault(at, `${show(other)} stands here twice.`);
    seen.add(other);
  });
}

function checkComposition(c: Checked, path: Path): void {
  const ranks = Object.values(c.map(path));
  if (ranks.length === 0 && c.at(path) === undefined) return;
  let sum = 0;
  for (const rank of ranks) sum += typeof rank === "number" ? rank : 0;
  if (sum < 1) c.fault(path, `The ranks come to ${sum} officers; a unit has at least 1.`);
}

function checkAboveZero(c: Checked, path: Path): void {
  const value = c.at(path);
  const figures = isRecord(value) ? [value.value, value.low] : [value];
  for (const figure of figures) {
    if (figure !== undefined && parseDuration(figure) === 0) {
      c.fault(path, `${show(figure)} is not a duration longer than 0.`);
    }
  }
}

const MAX_CLASSES = 5;

/** Cumulative, never falling, and everybody in the end. */
function checkReadiness(c: Checked, path: Path): void {
  if (c.at(path) === undefined) return;
  const classes = Object.entries(c.map(path));
  if (classes.length === 0 || classes.length > MAX_CLASSES) {
    c.fault(path, `Readiness has ${classes.length} classes; 1 to ${MAX_CLASSES} are read.`);
    return;
  }
  let lastNotice = -1;
  let before: { key: string; share: number } | null = null;
  for (const [key, figure] of classes) {
    const notice = key === "now" ? 0 : parseDuration(key);
    if (notice === null) {
      c.report(
        "fault",
        [...path, key],
        `${show(key)} is not a notice: now, or a duration such as 4 h.`,
        undefined,
        true,
      );
      continue;
    }
    if (notice <= lastNotice) {
      c.report("fault", [...path, key], `Notice ${show(key)} does not come after the one before it.`, undefined, true);
    }
    lastNotice = notice;
    const share = middle(figure);
    if (share === null) continue;
    if (before !== null && share < before.share) {
      c.fault(
        [...path, key],
        `Readiness is cumulative: ${share} within ${key} is less than ${before.share} within ${before.key}.`,
      );
    }
    before = { key, share };
  }
  if (before !== null && before.share !== 1) {
    c.fault([...path, before.key], `Readiness ends at ${before.share} within ${before.key}; it has to end at 1.`);
  }
}

function checkFigures(c: Checked): void {
  for (const key of ["places", "overlaps", "capabilities", "policy", "people", "threats", "regimes", "observe"])
    checkDistributions(c, [key]);
}

function checkRest(c: Checked): void {
  for (const id of Object.keys(c.map(["observe"]))) {
    const path: Path = ["observe", id];
    c.refer([...path, "capability"], c.capabilities, "a capability");
    c.refer([...path, "force"], c.forces, "a force");
    c.refer([...path, "threat"], c.threats, "a threat");
    c.onTheClock([...path, "at"], 0);
    const { quantity, capability, level } = c.map(path);
    if (typeof quantity !== "string") continue;
    if (quantity !== "incidents" && capability === undefined) {
      c.fault(path, `"capability" is missing: ${quantity} is of a capability.`);
    }
    if (/^(?:levelAt|timeAtLeast|levelMinutes|levelSquareMinutes|everAtLeast)$/.test(quantity) && level === undefined) {
      c.fault(path, `"level" is missing: ${quantity} is of a level, such as busy or unresourced.`);
    }
  }
}

/** The central value of a figure of shares or counts; null where it is not one. */
export function middle(figure: Plain | undefined): number | null {
  if (typeof figure === "number") return figure;
  if (!isRecord(figure)) return null;
  for (const key of ["value", "mode"]) if (typeof figure[key] === "number") return figure[key];
  const { low, high } = figure;
  return typeof low === "number" && typeof high === "number" ? (low + high) / 2 : null;
}

/** The highest value of a figure; null where it is not one. */
export function most(figure: Plain | undefined): number | null {
  if (typeof figure === "number") return figure;
  if (!isRecord(figure)) return null;
  if (figure.drawn === false) return middle(figure);
  const high = figure.high ?? figure.value;
  return typeof high === "number" ? high : null;
}
