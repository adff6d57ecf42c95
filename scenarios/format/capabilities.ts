/** Capabilities: what a unit is, how its tiers open, how long it may work, and in what spirit donors are chosen. */
import {
  type CapabilityModel,
  CHAIN,
  DONOR_POLICY,
  type DutyCycle,
  NONE,
  READINESS_CLASSES,
  type TierRule,
  TRIGGER,
} from "../../engine/model.ts";
import type { Names } from "./names.ts";
import type { Numbers } from "./numbers.ts";
import type { Stock } from "./people.ts";
import { minuteOf } from "./people.ts";
import { parseDuration } from "./quantities.ts";
import type { Scenario } from "./schema.ts";

type Capability = Scenario["capabilities"][string];
type Policy = NonNullable<Scenario["policy"]>;
type Trigger = NonNullable<Capability["tiers"]>["regional"] extends infer R
  ? NonNullable<NonNullable<R>["trigger" & keyof NonNullable<R>]>
  : never;

const DONORS: Readonly<Record<NonNullable<Capability["donors"]>, number>> = {
  "regional proportionate": DONOR_POLICY.proportionate,
  nearest: DONOR_POLICY.nearest,
  "nearest first": DONOR_POLICY.nearest,
  "greatest spare": DONOR_POLICY.greatestSpare,
  supplied: DONOR_POLICY.supplied,
  "supplied order": DONOR_POLICY.supplied,
};

const DEFAULT_NOTICE = [0, 60, 240, 480, 1440];

export function compileCapability(
  scenario: Scenario,
  id: string,
  names: Names,
  stock: Stock,
  numbers: Numbers,
): CapabilityModel {
  const {
    name,
    help,
    skill,
    officersPerUnit,
    composition,
    scheme,
    chain,
    travels,
    alert,
    sensitive,
    readiness,
    tiers,
    duty,
    donors,
    order,
    return: returning,
    queue,
    refusal,
    substitutes,
    requirement,
    cost,
    paragraph,
    source,
    note,
    ...rest
  } = scenario.capabilities[id]!;
  // Skill and size are read with the names, order with the donors, the nation's requirement with the model.
  [help, skill, officersPerUnit, composition, order, requirement, paragraph, source, note] satisfies unknown;
  rest satisfies Record<string, never>;
  const policy: Policy = scenario.policy ?? {};
  const path = `capabilities.${id}`;
  const { regional, national, outside, ...tierRest } = tiers ?? {};
  tierRest satisfies Record<string, never>;
  const closed: TierRule = {
    trigger: TRIGGER.never,
    ratio: 0,
    minute: 0,
    openingDelay: 0,
    coordinationDelay: 0,
    alertShare: Number.NaN,
  };
  const rule = (written: typeof regional, key: string, fallback: Trigger) =>
    compileTier(written ?? {}, fallback, `${path}.tiers.${key}`, names, numbers);
  return {
    id,
    name: name ?? id,
    officersPerUnit: unitSize(scenario, id, numbers),
    people: peopleOf(officersPerUnit),
    scheme: names.scheme.get(scheme ?? "") ?? 0,
    path: bindingPath(names.capNode[names.cap.get(id)!]!, names, stock),
    travels: travels ?? true,
    chain: CHAIN[chain ?? "up"],
    tiers: [
      closed,
      closed,
      rule(regional, "regional", "at shortfall"),
      rule(national, "national", "at shortfall"),
      rule(outside, "outside", "never"),
    ],
    duty: duty === undefined ? null : compileDuty(duty, `${path}.duty`, numbers),
    ...compileReadiness(readiness, `${path}.readiness`, numbers),
    alert: alert ?? false,
    donorPolicy: donorPolicy(scenario, id),
    instantReturn: (returning ?? policy.return ?? "home") === "instant",
    strictQueue: (queue ?? policy.queue ?? "skip") === "block",
    refusal:
      refusal === undefined
        ? numbers.of(policy.refusal ?? 0, "policy.refusal")
        : numbers.of(refusal, `${path}.refusal`),
    substitutes: compileSubstitutes(substitutes ?? [], `${path}.substitutes`, names, numbers),
    sensitive: sensitive ?? false,
    costLow: cost?.low ?? 0,
    costHigh: cost?.high ?? 0,
    regionRequirement: regionRequirement(scenario, id, numbers),
  };
}

/** Who stands in and is in the model; whole units of theirs for one of ours. */
function compileSubstitutes(
  written: NonNullable<Capability["substitutes"]>,
  path: string,
  names: Names,
  numbers: Numbers,
): CapabilityModel["substitutes"] {
  const substitutes = written.flatMap(({ capability, factor, delay, source, kind, note, ...rest }) => {
    [source, kind, note] satisfies unknown;
    rest satisfies Record<string, never>;
    const cap = names.cap.get(capability);
    if (cap === undefined) return [];
    return [
      {
        capability: cap,
        factor: Math.max(1, Math.round(numbers.of(factor ?? 1, `${path}.${capability}.factor`))),
        delay: numbers.wholeMinutes(delay, 0, `${path}.${capability}.delay`),
      },
    ];
  });
  return substitutes.length === 0 ? undefined : substitutes;
}

/** Units required of each region of the capability's scheme, NaN where nothing is stated. */
function regionRequirement(scenario: Scenario, id: string, numbers: Numbers): Float64Array {
  const { requirement, scheme } = scenario.capabilities[id]!;
  const schemes = scenario.places.schemes ?? {};
  const regions = Object.keys(schemes[scheme ?? ""] ?? Object.values(schemes)[0] ?? {});
  const stated = typeof requirement === "object" && "nation" in requirement ? (requirement.regions ?? {}) : {};
  return Float64Array.from(regions, (region) => {
    const figure = stated[region];
    return figure === undefined ? Number.NaN : numbers.of(figure, `capabilities.${id}.requirement.regions.${region}`);
  });
}

/** DONOR_POLICY.* of a capability. */
export function donorPolicy(scenario: Scenario, id: string): number {
  return DONORS[scenario.capabilities[id]!.donors ?? scenario.policy?.donors ?? "regional proportionate"];
}

/** Officers in one unit: stated, or the sum of its ranks, or 1. */
export function unitSize(scenario: Scenario, id: string, numbers: Numbers): number {
  const { officersPerUnit, composition } = scenario.capabilities[id]!;
  if (officersPerUnit !== undefined) {
    return Math.max(1, Math.round(numbers.of(officersPerUnit, `capabilities.${id}.officersPerUnit`)));
  }
  if (composition === undefined) return 1;
  let officers = 0;
  for (const rank of Object.values(composition)) officers += rank;
  return Math.max(1, Math.round(officers));
}

/** What the people of a unit are called where the figure's unit says so: soldiers, say. */
function peopleOf(officersPerUnit: Capability["officersPerUnit"]): string | undefined {
  return typeof officersPerUnit === "object" && "unit" in officersPerUnit ? officersPerUnit.unit : undefined;
}

/** The skill and its ancestors, without those of which nobody says anything; at least the skill itself. */
export function bindingPath(node: number, names: Names, stock: Stock): Int16Array {
  const path: number[] = [];
  for (let at = node; at !== NONE; at = names.nodeParent[at]!) if (stock.limited[at] === 1) path.push(at);
  return Int16Array.from(path.length === 0 ? [node] : path);
}

function compileTier(
  written: NonNullable<NonNullable<Capability["tiers"]>["regional"]>,
  fallback: Trigger,
  path: string,
  names: Names,
  numbers: Numbers,
): TierRule {
  const { trigger, openingDelay, coordinationDelay, alertShare, ...rest } = written;
  rest satisfies Record<string, never>;
  return {
    ...compileTrigger(trigger ?? fallback, `${path}.trigger`, names, numbers),
    openingDelay: numbers.wholeMinutes(openingDelay, 0, `${path}.openingDelay`),
    coordinationDelay: numbers.wholeMinutes(coordinationDelay, 0, `${path}.coordinationDelay`),
    alertShare: alertShare === undefined ? Number.NaN : numbers.of(alertShare, `${path}.alertShare`),
  };
}

export function compileTrigger(
  trigger: Trigger,
  path: string,
  names: Names,
  numbers: Numbers,
): { trigger: number; ratio: number; minute: number } {
  if (trigger === "never") return { trigger: TRIGGER.never, ratio: 0, minute: 0 };
  if (typeof trigger === "string") return { trigger: TRIGGER.atShortfall, ratio: 0, minute: 0 };
  if ("ratio" in trigger)
    return { trigger: TRIGGER.atRatio, ratio: numbers.of(trigger.ratio, `${path}.ratio`), minute: 0 };
  return { trigger: TRIGGER.atTime, ratio: 0, minute: minuteOf(trigger.at, names) };
}

function compileDuty(written: NonNullable<Capability["duty"]>, path: string, numbers: Numbers): DutyCycle {
  const {
    shift,
    longestShift,
    rest: resting,
    reliefLead,
    tour,
    recovery,
    homeRestWithin,
    leastLeftOnArrival,
    longestJourney,
    ...rest
  } = written;
  rest satisfies Record<string, never>;
  const shiftMinutes = numbers.wholeMinutes(shift, 12 * 60, `${path}.shift`);
  return {
    shift: shiftMinutes,
    longestShift: Math.max(shiftMinutes, numbers.wholeMinutes(longestShift, 16 * 60, `${path}.longestShift`)),
    rest: numbers.wholeMinutes(resting, 11 * 60, `${path}.rest`),
    reliefLead: numbers.wholeMinutes(reliefLead, 4 * 60, `${path}.reliefLead`),
    tour: numbers.wholeMinutes(tour, 5 * 1440, `${path}.tour`),
    recovery: numbers.wholeMinutes(recovery, 1440, `${path}.recovery`),
    homeRestWithin: numbers.wholeMinutes(homeRestWithin, 90, `${path}.homeRestWithin`),
    leastLeftOnArrival: numbers.wholeMinutes(leastLeftOnArrival, 4 * 60, `${path}.leastLeftOnArrival`),
    longestJourney: numbers.wholeMinutes(longestJourney, 8 * 60, `${path}.longestJourney`),
  };
}

/** Minutes of a readiness class: `now` is 0. */
export function noticeOf(key: string): number | null {
  return key === "now" ? 0 : parseDuration(key);
}

/** Shares drawn apart may cross: each class has at least what the faster ones have, and the last has everybody. */
function compileReadiness(
  written: Capability["readiness"],
  path: string,
  numbers: Numbers,
): { readiness: Float64Array | null; notice: Int32Array } {
  if (written === undefined) return { readiness: null, notice: Int32Array.from(DEFAULT_NOTICE) };
  const keys = Object.keys(written);
  const last = keys.length - 1;
  const notice = Int32Array.from({ length: READINESS_CLASSES }, (_, i) =>
    Math.round(noticeOf(keys[Math.min(i, last)]!) ?? 0),
  );
  const readiness = new Float64Array(READINESS_CLASSES).fill(1);
  let least = 0;
  for (let i = 0; i < last; i++) {
    least = Math.min(1, Math.max(least, numbers.of(written[keys[i]!]!, `${path}.${keys[i]}`)));
    readiness[i] = least;
  }
  return { readiness, notice };
}
