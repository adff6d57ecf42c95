/**
 * Where two scenarios' demand differs: what the demand tape is drawn from, and nothing of who answers it.
 *
 * Plans are compared on the same tapes, so a plan may change people, tiers, policies and how a need is served
 * (its priority, smallest team, reserve, respond-by …), but not who asks for what, where and when.
 */
import type { Model, NeedTemplate } from "../../engine/model.ts";
import type { Compiled } from "./compile.ts";
import type { Scenario } from "./schema.ts";

export interface Demanding {
  readonly scenario: Scenario;
  readonly compiled: Compiled;
}

/** @returns a line for each difference, by its path in the scenario: "threats.march.phases[0].duration: 6 h, not 4 h" */
export function demandDifferences(base: Demanding, plan: Demanding): string[] {
  const lines = [...clockDifferences(base.compiled.model, plan.compiled.model)];
  if (lines.length === 0) lines.push(...threatDifferences(base, plan));
  return lines;
}

function clockDifferences(base: Model, plan: Model): string[] {
  const lines: string[] = [];
  const compare = (path: string, one: number | string, other: number | string) => {
    if (one !== other) lines.push(`${path}: ${other}, not ${one}`);
  };
  compare("clock.horizon, minutes", base.horizon, plan.horizon);
  compare("clock.warmUp, minutes", base.warmUp, plan.warmUp);
  compare("clock.start, minute of the day", base.startMinuteOfDay, plan.startMinuteOfDay);
  compare("clock.start, day of the week", base.startWeekday, plan.startWeekday);
  const forces = ({ holderIds, nForces }: Model) => holderIds.slice(0, nForces);
  const [own, other] = [new Set(forces(base)), new Set(forces(plan))];
  const gone = [...own].filter((id) => !other.has(id));
  const added = [...other].filter((id) => !own.has(id));
  if (gone.length > 0) lines.push(`places.forces: without ${gone.join(", ")}`);
  if (added.length > 0) lines.push(`places.forces: with ${added.join(", ")}`);
  if (lines.length === 0 && forces(base).join() !== forces(plan).join()) lines.push("places.forces: in another order");
  return lines;
}

function threatDifferences(base: Demanding, plan: Demanding): string[] {
  const lines: string[] = [];
  const models = [base.compiled.model, plan.compiled.model] as const;
  const ids = models.map(({ threats }) => threats.map(({ id }) => id)) as [string[], string[]];
  for (const id of ids[0]) if (!ids[1].includes(id)) lines.push(`threats.${id}: missing`);
  for (const id of ids[1]) if (!ids[0].includes(id)) lines.push(`threats.${id}: added`);
  if (lines.length > 0) return lines;
  if (ids[0].join() !== ids[1].join()) return ["threats: in another order"];
  lines.push(...differences(plain(base.scenario.regimes, false), plain(plan.scenario.regimes, false), "regimes"));
  for (const id of ids[0]) {
    const said = differences(
      demandOf(base.scenario.threats![id]),
      demandOf(plan.scenario.threats![id]),
      `threats.${id}`,
    );
    lines.push(...said);
    // Places, roads and what is not said may change where and when a threat strikes as well.
    if (said.length === 0 && !sameThreat(models[0], models[1], ids[0].indexOf(id))) {
      lines.push(`threats.${id}: strikes elsewhere or otherwise, because places, roads or capabilities differ`);
    }
  }
  const ranges = ({ compiled }: Demanding) => compiled.uncertain.filter(({ path }) => path.startsWith("places."));
  if (lines.length === 0 && !same(ranges(base), ranges(plan))) {
    lines.push("places: other ranges, which may move incidents");
  }
  return lines;
}

const MOST_CHARACTERS = 80;

/** What decides how a need is served, not what is needed. */
const SERVICE = new Set(["priority", "team", "reserve", "queueLimit", "respondBy", "mayPreempt"]);
/** What people read. */
const REMARKS = new Set(["source", "note", "kind", "unit"]);
const DEMAND = ["arrivals", "where", "severity", "phases", "triggers"] as const;

/** A threat without what is only read or only decides how it is served. */
function demandOf(threat: NonNullable<Scenario["threats"]>[string] | undefined): unknown {
  const kept: Record<string, unknown> = {};
  for (const key of DEMAND) kept[key] = plain(threat?.[key], key === "phases");
  return kept;
}

function plain(value: unknown, needs: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => plain(item, needs));
  if (typeof value !== "object" || value === null) return value;
  const kept: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined || (REMARKS.has(key) && !isNeed(value))) continue;
    if (isNeed(value) && (SERVICE.has(key) || key === "source" || key === "note")) continue;
    // Patience is drawn with the need; whether it waits at all is how it is served.
    if (key === "ifShort" && typeof item === "string") continue;
    kept[key] = plain(item, needs);
  }
  const keys = Object.keys(kept);
  return keys.length === 1 && keys[0] === "value" ? kept.value : kept;
}

/** A need's `kind` is presence or work; elsewhere `kind` says what sort of figure it is. */
function isNeed(value: object): boolean {
  return "capability" in value;
}

/** The innermost paths at which two plain values differ. */
function differences(one: unknown, other: unknown, path: string): string[] {
  if (same(one, other)) return [];
  const bothMaps = isMap(one) && isMap(other);
  const bothLists = Array.isArray(one) && Array.isArray(other) && one.length === other.length;
  if (bothMaps && !isFigure(one) && !isFigure(other)) {
    const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
    return keys.flatMap((key) => differences(one[key], other[key], `${path}.${key}`));
  }
  if (bothLists) return one.flatMap((item, i) => differences(item, other[i], `${path}[${i}]`));
  return [`${path}: ${inWords(other)}, not ${inWords(one)}`];
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isFigure(value: Record<string, unknown>): boolean {
  return "dist" in value || "low" in value || "value" in value;
}

function inWords(value: unknown): string {
  const text = value === undefined ? "not stated" : JSON.stringify(value);
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}

/** The compiled threat, with names for indices that may differ between plans. */
function sameThreat(base: Model, plan: Model, at: number): boolean {
  const shape = (model: Model) => {
    const threat = model.threats[at]!;
    return {
      ...threat,
      phases: threat.phases.map((phase) => ({
        ...phase,
        needs: phase.needs.map((need) => demandOfNeed(model, model.needTemplates[need]!)),
      })),
    };
  };
  return (
    same(shape(base), shape(plan)) &&
    same(
      base.needTemplates.map(({ id, threat }) => [id, threat]),
      plan.needTemplates.map(({ id, threat }) => [id, threat]),
    )
  );
}

function demandOfNeed(model: Model, need: NeedTemplate) {
  const { id, kind, units, perSeverity, maxUnits, hourProfile, probability, patience, lead, work, blocking, expected } =
    need;
  const capability = model.capabilities[need.capability]!.id;
  return {
    id,
    capability,
    kind,
    units,
    perSeverity,
    maxUnits,
    hourProfile,
    probability,
    patience,
    lead,
    work,
    blocking,
    expected,
  };
}

/** Equal values: plain data and typed arrays. */
function same(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  const [keys, others] = [Object.keys(one), Object.keys(other)];
  if (keys.length !== others.length) return false;
  return keys.every(
    (key) => key in other && same((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]),
  );
}
