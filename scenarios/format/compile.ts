/**
 * A resolved scenario becomes a Model: index tables, typed arrays, whole minutes. Total and pure; no file, no clock.
 *
 * What no range can move (names, tiers, donor lists, geometry) is compiled once. Every other part is built at central
 * values and kept; `modelFor` builds anew only the parts that lean on a range.
 */
import {
  type LeverModel,
  type Model,
  NEVER,
  NONE,
  type Observation,
  type OutsideProvider,
  type Overlap,
} from "../../engine/model.ts";
import { narrowed, withThreats } from "./asked.ts";
import { bindingPath, compileCapability, compileTrigger } from "./capabilities.ts";
import { compileDonors } from "./donors.ts";
import { compileHoldBacks, compileRoadChanges } from "./interventions.ts";
import { type Names, nameThings } from "./names.ts";
import { highest, lowest, Numbers, type Uncertain } from "./numbers.ts";
import { compileStock, minuteOf, ownReadiness, peopleParts } from "./people.ts";
import { compileGeometry, compileRoads, compileSchemes, compileTiers, holderRecord } from "./places.ts";
import { compilePosition, withPositionIncidents } from "./position.ts";
import { parseDuration } from "./quantities.ts";
import type { ResolvedScenario } from "./read.ts";
import type { Scenario } from "./schema.ts";
import { compileThreat, countNeeds } from "./threats.ts";
import type { Country } from "./where.ts";

export interface Compiled {
  /** with every range at its central value */
  readonly model: Model;
  /** every number given as a range, in a fixed order */
  readonly uncertain: readonly Uncertain[];
  /** the model with the ranges standing at `values`, in the order of `uncertain` */
  modelFor(values: ArrayLike<number>): Model;
}

/** @param scenarioHash SHA-256 of the scenario's canonical JSON, hex */
export function compileScenario(resolved: ResolvedScenario, scenarioHash: string): Compiled {
  return compileCountry(resolved, scenarioHash)(resolved.threats);
}

/**
 * Compiles all but what happens: places, people, capabilities and tiers, for every threat that the scenario knows.
 *
 * @returns compiles the scenario with other threats, which ask for no capability that the scenario's own do not
 */
export function compileCountry(
  resolved: ResolvedScenario,
  scenarioHash: string,
): (threats: ResolvedScenario["threats"]) => Compiled {
  // A copy of our own: ranges are told apart by identity, so no two places may share one.
  const scenario = withPositionIncidents(copyOf(resolved as Scenario));
  const {
    muster,
    name,
    story,
    question,
    reading,
    sources,
    clock,
    seed,
    replications,
    marking,
    places,
    skills,
    overlaps,
    capabilities,
    policy,
    people,
    threats,
    regimes,
    observe,
    assumptions,
    position,
    signOff,
    ...rest
  } = scenario;
  // For readers and runners, or read with what happens; clock and skills are read with the names.
  [
    muster,
    name,
    story,
    question,
    reading,
    sources,
    clock,
    replications,
    marking,
    skills,
    assumptions,
    position,
    signOff,
    threats,
    regimes,
  ] satisfies unknown;
  rest satisfies Record<string, never>;

  const all = nameThings(scenario);
  const names = narrowed(all, scenario);
  const numbers = Numbers.empty();
  const schemes = compileSchemes(places, names);
  const tierOf = schemes.map((scheme) => compileTiers(places, names, scheme));
  const geometry = compileGeometry(places, names);
  const stock = compileStock(scenario, all);

  const roads = numbers.part(() => compileRoads(places, names, geometry, tierOf[0]!, numbers));
  const paths = names.capNode.map((node) => bindingPath(node, names, stock));
  const donorTable = compileDonors(scenario, names, stock, paths, schemes, tierOf, roads().distance);
  const caps = names.caps.map((id) => numbers.part(() => compileCapability(scenario, id, names, stock, numbers)));
  const written = (overlaps ?? []).filter(({ used }) => paths.some((path) => path.includes(all.node.get(used)!)));
  const matters = nodesThatMatter(names, stock.limited, paths, written);
  const peopleModel = peopleParts(scenario, all, names, stock, matters, numbers);
  const fixed = {
    horizon: names.horizon,
    warmUp: names.warmUp,
    startMinuteOfDay: names.start.minuteOfDay,
    startWeekday: names.start.weekday,
    seed: seed ?? "1",
    scenarioHash,
    nForces: names.forces.length,
    nHolders: names.holders.length,
    nNodes: names.nodes.length,
    nCaps: names.caps.length,
    holderIds: names.holders,
    holderNames: names.holderNames,
    nodeIds: names.nodes,
    nodeParent: names.nodeParent,
    schemes,
    tierOf,
    ...donorTable,
    alertNode: alertNodes(capabilities, all),
    pooledSerials: (people?.pooledSerials ?? []).map((id) => names.cap.get(id)!),
    escalation: policy?.escalation ?? false,
    ownReadiness: ownReadiness(scenario, names),
    roadChanges: compileRoadChanges(scenario, names),
    holdBacks: compileHoldBacks(scenario, names),
  };

  const compileWith = (happening: Scenario): Compiled => {
    const own = happening === scenario ? names : withThreats(names, happening.threats ?? {});
    const over = numbers.over();
    // The distance a kernel uses moves with the road factor, so a threat that is asked anew asks for it anew.
    const country: Country = {
      scenario: happening,
      names: own,
      numbers: over,
      distance: () => roads().distance,
    };
    let firstNeed = 0;
    const threatParts = own.threats.map((id) => {
      const first = firstNeed;
      firstNeed += countNeeds(happening.threats![id]!);
      return over.part(() => compileThreat(id, country, first));
    });
    const others = over.part(() => ({
      requirement: Float64Array.from(own.caps, (id) => requirementOf(capabilities[id]!, id, over)),
      overlaps: written.map((overlap) => compileOverlap(overlap, own, over)),
      levers: compileLevers(people?.levers ?? {}, own, over),
      outside: compileOutside(places, own, over),
      observations: compileObservations(observe ?? {}, own, over),
    }));
    const position = compilePosition(happening, own);
    const build = (): Model => {
      const built = threatParts.map((part) => part());
      return {
        ...fixed,
        position,
        ...roads(),
        ...peopleModel(),
        ...others(),
        capabilities: caps.map((part) => part()),
        threats: built.map(({ threat }) => threat),
        needTemplates: built.flatMap(({ needs }) => needs),
      };
    };
    return {
      model: build(),
      uncertain: withDistinctPaths(over.uncertain),
      modelFor: (values) => over.at(values, build),
    };
  };
  return (others) => {
    if (others === resolved.threats) return compileWith(scenario);
    return compileWith(withPositionIncidents({ ...scenario, threats: copyOf((others ?? {}) as Scenario["threats"]) }));
  };
}

function copyOf<T>(plain: T): T {
  return JSON.parse(JSON.stringify(plain)) as T;
}

/** 1 at every skill that binds a capability of the model, is blocked by one, or never binds. */
function nodesThatMatter(
  names: Names,
  limited: Uint8Array,
  paths: readonly Int16Array[],
  overlaps: NonNullable<Scenario["overlaps"]>,
): Uint8Array {
  const matters = limited.map((binds) => 1 - binds);
  for (const path of paths) for (const node of path) matters[node] = 1;
  for (const { blocks } of overlaps) matters[names.node.get(blocks)!] = 1;
  return matters;
}

/** A path names a random stream, so two ranges may not share one: the second of the same is told apart by its number. */
function withDistinctPaths(uncertain: readonly Uncertain[]): Uncertain[] {
  const seen = new Map<string, number>();
  return uncertain.map((one) => {
    const nth = (seen.get(one.path) ?? 0) + 1;
    seen.set(one.path, nth);
    return nth === 1 ? one : { ...one, path: `${one.path}#${nth}` };
  });
}

function alertNodes(capabilities: Scenario["capabilities"], names: Names): Uint8Array {
  const alert = new Uint8Array(names.nodes.length);
  names.caps.forEach((id, cap) => {
    if (capabilities[id]!.alert) alert[names.capNode[cap]!] = 1;
  });
  return alert;
}

/** Units; NaN where there is no requirement. */
function requirementOf(capability: Scenario["capabilities"][string], id: string, numbers: Numbers): number {
  const { requirement } = capability;
  if (requirement === undefined) return Number.NaN;
  const path = `capabilities.${id}.requirement`;
  // what regions are required to have is read with the capability
  return typeof requirement === "object" && "nation" in requirement
    ? numbers.of(requirement.nation, `${path}.nation`)
    : numbers.of(requirement, path);
}

const DEFAULT_OVERLAP = 0.2;

function compileOverlap(written: NonNullable<Scenario["overlaps"]>[number], names: Names, numbers: Numbers): Overlap {
  const { used, blocks, share, source, kind, note, ...rest } = written;
  [source, kind, note] satisfies unknown;
  rest satisfies Record<string, never>;
  return {
    used: names.node.get(used)!,
    blocked: names.node.get(blocks)!,
    share: numbers.of(share ?? DEFAULT_OVERLAP, `overlaps.${used}.${blocks}.share`),
  };
}

type Levers = NonNullable<NonNullable<Scenario["people"]>["levers"]>;

/** Notice and lengthening where the file is silent (model.md: 12-hour shifts, +4 h, 24 h and 48 h; debt from day 8). */
const LEVER_DEFAULTS: Readonly<Record<LeverModel["id"], { notice: number; extraShift: number }>> = {
  longShifts: { notice: 0, extraShift: 240 },
  holdOver: { notice: 0, extraShift: 240 },
  restDaysCancelled: { notice: 1440, extraShift: 0 },
  leaveCancelled: { notice: 2880, extraShift: 0 },
};
const DEBT_FROM = 8 * 1440;

function compileLevers(levers: Levers, names: Names, numbers: Numbers): LeverModel[] {
  const ids: readonly LeverModel["id"][] = ["longShifts", "holdOver", "restDaysCancelled", "leaveCancelled"];
  return ids.flatMap((id) => {
    const written = levers[id];
    if (written === undefined) return [];
    const { trigger, capability, notice, factor, extraShift, repaidFrom, source, kind, note, ...rest } = written;
    [source, kind, note] satisfies unknown;
    rest satisfies Record<string, never>;
    const path = `people.levers.${id}`;
    const defaults = LEVER_DEFAULTS[id];
    return [
      {
        id,
        ...compileTrigger(trigger, `${path}.trigger`, names, numbers),
        capability: names.cap.get(capability ?? "") ?? 0,
        notice: numbers.wholeMinutes(notice, defaults.notice, `${path}.notice`),
        presentFactor: numbers.of(factor ?? 1, `${path}.factor`),
        extraShift: numbers.wholeMinutes(extraShift, defaults.extraShift, `${path}.extraShift`),
        repaidFrom: Math.min(NEVER, numbers.wholeMinutes(repaidFrom, DEBT_FROM, `${path}.repaidFrom`)),
      },
    ];
  });
}

function compileOutside(places: Scenario["places"], names: Names, numbers: Numbers): OutsideProvider[] {
  return names.holders.flatMap((id, holder) => {
    const record = holderRecord(places, names, holder);
    if (record?.kind !== "outside" && !mayFail(record)) return [];
    const path = `places.holders.${id}`;
    return [
      {
        holder,
        chance: numbers.of(record.chance ?? 1, `${path}.chance`),
        notice: numbers.wholeMinutes(record.notice, 0, `${path}.notice`),
      },
    ];
  });
}

/** Whether national stock has a notice of its own or is not always to be had. */
function mayFail(record: ReturnType<typeof holderRecord>): record is NonNullable<ReturnType<typeof holderRecord>> {
  if (record?.kind !== "nation") return false;
  return lowest(record.chance ?? 1) < 1 || highest(record.notice ?? 0, parseDuration) > 0;
}

function compileObservations(observe: NonNullable<Scenario["observe"]>, names: Names, numbers: Numbers): Observation[] {
  return Object.entries(observe).map(([id, written]) => {
    const { capability, force, threat, quantity, level, at, atLeast, ...rest } = written;
    rest satisfies Record<string, never>;
    const least = quantity === "waitedMoreThan" ? 0 : 1;
    return {
      id,
      capability: names.cap.get(capability ?? "") ?? 0,
      force: force === undefined ? NONE : names.holder.get(force)!,
      threat: threat === undefined ? NONE : names.threat.get(threat)!,
      quantity,
      level: level ?? "unresourced",
      at: at === undefined ? 0 : minuteOf(at, names),
      atLeast: atLeast === undefined ? least : numbers.of(atLeast, `observe.${id}.atLeast`, parseDuration),
    };
  });
}
