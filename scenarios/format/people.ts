/**
 * Who is trained for what, what share of them is present, and what each holder keeps back or agrees to lend.
 *
 * A figure in units belongs to a capability and counts at its skill; a figure in officers is the skill's own total.
 * `beside` adds to the skill and to every ancestor that is not itself given in officers. A holder that says nothing of
 * an ancestor holds there the sum of what it holds below. A skill of which nobody says anything does not bind.
 */
import { NONE, type PostureChange, READINESS_CLASSES, type StockChange, UNLIMITED } from "../../engine/model.ts";
import { noticeOf, unitSize } from "./capabilities.ts";
import type { Names } from "./names.ts";
import { type Figure, highest, type Numbers } from "./numbers.ts";
import { holderRecord } from "./places.ts";
import { parseTime } from "./quantities.ts";
import type { Scenario } from "./schema.ts";

type People = NonNullable<Scenario["people"]>;
type Holding = NonNullable<People["holdings"]>[string];

export interface PeopleModel {
  readonly trained: Int32Array;
  readonly presentShare: Float64Array;
  readonly presentSigma: number;
  readonly presentCommon: number;
  readonly floorOfficers: Int32Array;
  readonly contribution: Int32Array;
  readonly alertShare: number;
  readonly stockChanges: readonly StockChange[];
  readonly postureChanges: readonly PostureChange[];
}

/**
 * Each table is a part of its own, so that a range in one does not have the others built anew.
 *
 * @param names all that the scenario names: people are counted with every capability
 * @param asked only what the model has
 * @param matters 1 at the skills that the model's capabilities use; nobody is counted at the others; shape [nNodes]
 */
export function peopleParts(
  scenario: Scenario,
  names: Names,
  asked: Names,
  stock: Stock,
  matters: Uint8Array,
  numbers: Numbers,
): () => PeopleModel {
  const {
    holdings,
    contributions,
    floors,
    alertShare,
    postures,
    funnel,
    absence,
    changes,
    levers,
    pooledSerials,
    inTicket,
    readiness,
    heldBack,
    ...rest
  } = scenario.people ?? {};
  // Levers, pooled serials, readiness and orders to lend nothing are read with the model.
  [levers, pooledSerials, readiness, heldBack] satisfies unknown;
  rest satisfies Record<string, never>;
  const { sigma, common, source, kind, note, ...absenceRest } = absence ?? {};
  [source, kind, note] satisfies unknown;
  absenceRest satisfies Record<string, never>;

  const sizes = () => names.caps.map((id) => unitSize(scenario, id, numbers));
  const trained = numbers.part(() => {
    const own = ownFigures(holdings ?? {}, names, sizes(), stock, numbers);
    return {
      trained: where(matters, totals(names, stock, own), 0),
      stockChanges: stockChanges(changes ?? [], names, sizes(), stock, own, numbers).filter(
        ({ node }) => matters[node] === 1,
      ),
    };
  });
  const floor = numbers.part(() => where(matters, floorOfficers(floors ?? {}, names, sizes(), numbers), 0));
  const contribution = numbers.part(() => {
    const sizesAsked = asked.caps.map((id) => unitSize(scenario, id, numbers));
    return contributionUnits(contributions ?? {}, asked, sizesAsked, numbers);
  });
  const shares = numbers.part(() =>
    where(matters, presentShares(scenario, names, stock, funnel ?? {}, inTicket ?? {}, numbers), 1),
  );
  const single = numbers.part(() => ({
    presentSigma: numbers.of(sigma ?? 0, "people.absence.sigma"),
    presentCommon: numbers.of(common ?? 0, "people.absence.common"),
    alertShare: numbers.of(alertShare ?? 0, "people.alertShare"),
    postureChanges: (postures ?? [])
      .map(({ at, alertShare: share, ...more }) => {
        more satisfies Record<string, never>;
        return { minute: minuteOf(at, names), alertShare: numbers.of(share, `people.postures.${at}.alertShare`) };
      })
      .sort((a, b) => a.minute - b.minute),
  }));
  return () => ({
    ...trained(),
    ...single(),
    presentShare: shares(),
    floorOfficers: floor(),
    contribution: contribution(),
  });
}

/** The table as it is at skills that matter, `elsewhere` at the others; shape [nHolders × nNodes], changed in place. */
function where<T extends Int32Array | Float64Array>(matters: Uint8Array, table: T, elsewhere: number): T {
  for (let at = 0; at < table.length; at++) if (matters[at % matters.length] === 0) table[at] = elsewhere;
  return table;
}

export function minuteOf(time: number | string, names: Names): number {
  return Math.round(parseTime(time, names.start.minuteOfDay) ?? 0);
}

// ── structure: which figures exist, whatever their values ───────────────────────────────────────

export interface Stock {
  /** 1 where the skill binds: somebody gives a figure there, or one is added from below */
  readonly limited: Uint8Array;
  /** 1 where the holder may at some time hold somebody; shape [nHolders × nNodes] */
  readonly mayHold: Uint8Array;
  /** children of each node */
  readonly children: readonly (readonly number[])[];
  /** nodes a holding of this id counts at, and whether it stands beside */
  readonly beside: Uint8Array;
}

/** `beside` is by skill: one holding of a skill beside makes all its figures in units stand beside. */
export function compileStock(scenario: Scenario, names: Names): Stock {
  const nNodes = names.nodes.length;
  const nHolders = names.holders.length;
  const children: number[][] = names.nodes.map(() => []);
  names.nodeParent.forEach((parent, node) => {
    if (parent !== NONE) children[parent]!.push(node);
  });
  const limited = new Uint8Array(nNodes);
  const mayHold = new Uint8Array(nHolders * nNodes);
  const beside = new Uint8Array(nNodes);
  const hold = (id: string, node: number, figure: Figure, factor: Figure = 1): void => {
    limited[node] = 1;
    if (highest(figure) > 0 && highest(factor) > 0) mayHold[names.holder.get(id)! * nNodes + node] = 1;
  };
  for (const [id, holding] of Object.entries(scenario.people?.holdings ?? {})) {
    const unitsNode = nodeOf(id, names, true);
    const officersNode = nodeOf(id, names, false);
    if (holding.relation === "beside") {
      if (holding.units !== undefined) beside[unitsNode] = 1;
      if (holding.officers !== undefined) beside[officersNode] = 1;
    }
    const { factor } = holding;
    for (const [holder, figure] of Object.entries(holding.units ?? {})) hold(holder, unitsNode, figure, factor);
    for (const [holder, figure] of Object.entries(holding.officers ?? {})) hold(holder, officersNode, figure, factor);
  }
  for (const change of scenario.people?.changes ?? []) {
    if (change.share !== undefined) continue;
    const node =
      change.capability === undefined
        ? names.node.get(change.skill!)!
        : names.capNode[names.cap.get(change.capability)!]!;
    hold(change.holder, node, change.units ?? change.officers ?? 0);
  }
  for (let node = nNodes - 1; node >= 0; node--) {
    const parent = names.nodeParent[node]!;
    if (parent === NONE) continue;
    if (limited[node] === 1 && hasBesideBelow(node, beside, children)) limited[parent] = 1;
    for (let holder = 0; holder < nHolders; holder++) {
      if (mayHold[holder * nNodes + node] === 1) mayHold[holder * nNodes + parent] = 1;
    }
  }
  return { limited, mayHold, children, beside };
}

function hasBesideBelow(node: number, beside: Uint8Array, children: readonly (readonly number[])[]): boolean {
  return beside[node] === 1 || children[node]!.some((child) => hasBesideBelow(child, beside, children));
}

/** The skill at which a figure counts: in units a capability's, in officers a skill's (or the capability's, if no skill has that name). */
export function nodeOf(id: string, names: Names, inUnits: boolean): number {
  const cap = names.cap.get(id);
  const node = names.node.get(id);
  if (inUnits) return cap === undefined ? node! : names.capNode[cap]!;
  return node ?? names.capNode[cap!]!;
}

// ── figures ─────────────────────────────────────────────────────────────────────────────────────

/** What each holder says of each skill, in officers; NONE where it says nothing. Shape [nHolders × nNodes]. */
interface Own {
  /** the total stated in officers */
  readonly officers: Int32Array;
  /** units × officers per unit, by capability; shape [nHolders × nCaps] */
  readonly units: Int32Array;
}

function ownFigures(
  holdings: Readonly<Record<string, Holding>>,
  names: Names,
  sizes: readonly number[],
  stock: Stock,
  numbers: Numbers,
): Own {
  const nNodes = stock.limited.length;
  const nCaps = names.caps.length;
  const officers = new Int32Array(names.holders.length * nNodes).fill(NONE);
  const units = new Int32Array(names.holders.length * nCaps).fill(NONE);
  for (const [id, holding] of Object.entries(holdings)) {
    const { relation, units: inUnits, officers: inOfficers, factor, source, kind, note, ...rest } = holding;
    [relation, source, kind, note] satisfies unknown;
    rest satisfies Record<string, never>;
    const times = numbers.of(factor ?? 1, `people.holdings.${id}.factor`);
    if (inUnits !== undefined) {
      const cap = names.cap.get(id)!;
      const path = `people.holdings.${id}.units.`;
      for (const holder of Object.keys(inUnits)) {
        const amount = numbers.of(inUnits[holder]!, path + holder);
        units[names.holder.get(holder)! * nCaps + cap] = Math.round(amount * times) * sizes[cap]!;
      }
    }
    if (inOfficers !== undefined) {
      const node = nodeOf(id, names, false);
      const path = `people.holdings.${id}.officers.`;
      for (const holder of Object.keys(inOfficers)) {
        const amount = numbers.of(inOfficers[holder]!, path + holder);
        officers[names.holder.get(holder)! * nNodes + node] = Math.round(amount * times);
      }
    }
  }
  return { officers, units };
}

/** Officers trained; shape [nHolders × nNodes]. */
function totals(names: Names, stock: Stock, own: Own): Int32Array {
  const nNodes = stock.limited.length;
  const trained = new Int32Array(names.holders.length * nNodes);
  for (let holder = 0; holder < names.holders.length; holder++)
    trained.set(holderTotals(holder, names, stock, own), holder * nNodes);
  return trained;
}

function holderTotals(holder: number, names: Names, stock: Stock, own: Own): Int32Array {
  const nNodes = stock.limited.length;
  const nCaps = names.caps.length;
  const inUnits = new Int32Array(nNodes).fill(NONE);
  for (let cap = 0; cap < nCaps; cap++) {
    const amount = own.units[holder * nCaps + cap]!;
    if (amount === NONE) continue;
    const node = names.capNode[cap]!;
    inUnits[node] = Math.max(0, inUnits[node]!) + amount;
  }
  const total = new Int32Array(nNodes);
  const besideBelow = new Int32Array(nNodes);
  const below = new Int32Array(nNodes);
  for (let node = nNodes - 1; node >= 0; node--) {
    const stated = own.officers[holder * nNodes + node]!;
    const ownUnits = inUnits[node]!;
    if (stated !== NONE) total[node] = stated;
    else total[node] = ownUnits !== NONE ? ownUnits + besideBelow[node]! : below[node]!;
    const parent = names.nodeParent[node]!;
    if (parent !== NONE) {
      const adds = stock.beside[node] === 1 ? (stated !== NONE ? stated : Math.max(0, ownUnits)) : 0;
      besideBelow[parent]! += besideBelow[node]! + adds;
      below[parent]! += total[node]!;
    }
    if (stock.limited[node] === 0) total[node] = UNLIMITED;
  }
  return total;
}

/** Timed changes in order of time; a change in units moves every total that counts those people. */
function stockChanges(
  changes: NonNullable<People["changes"]>,
  names: Names,
  sizes: readonly number[],
  stock: Stock,
  own: Own,
  numbers: Numbers,
): StockChange[] {
  const nNodes = stock.limited.length;
  const running: Own = { officers: own.officers.slice(), units: own.units.slice() };
  const current = new Map<number, Int32Array>();
  const result: StockChange[] = [];
  const timed = changes
    .map((change) => ({ change, minute: minuteOf(change.at, names) }))
    .sort((a, b) => a.minute - b.minute);
  for (const { change, minute } of timed) {
    const { at, holder: id, capability, skill, units, officers, share, ...rest } = change;
    rest satisfies Record<string, never>;
    const holder = names.holder.get(id)!;
    const path = `people.changes.${id}.${capability ?? skill}.${at}`;
    const before = current.get(holder) ?? holderTotals(holder, names, stock, running);
    const cap = capability === undefined ? NONE : names.cap.get(capability)!;
    if (share !== undefined) {
      const node = cap === NONE ? names.node.get(skill!)! : names.capNode[cap]!;
      const atFirst = holderTotals(holder, names, stock, own)[node]!;
      // a skill of which nobody says anything does not bind, so nobody can be lost at it
      if (atFirst < UNLIMITED) running.officers[holder * nNodes + node] = Math.round(atFirst * share);
    } else if (units !== undefined) {
      running.units[holder * names.caps.length + cap] = Math.round(numbers.of(units, path)) * sizes[cap]!;
    } else {
      const node = cap === NONE ? names.node.get(skill!)! : names.capNode[cap]!;
      running.officers[holder * nNodes + node] = Math.round(numbers.of(officers ?? 0, path));
    }
    const after = holderTotals(holder, names, stock, running);
    current.set(holder, after);
    for (let node = 0; node < nNodes; node++) {
      if (after[node] !== before[node]) result.push({ minute, holder, node, trained: after[node]! });
    }
  }
  return result;
}

// ── from trained to present ─────────────────────────────────────────────────────────────────────

const SHARES = ["inTicket", "rostered", "present"] as const;

/** Each share is that of the nearest skill upward that states it, else the general one; outside providers are all there. */
function presentShares(
  scenario: Scenario,
  names: Names,
  stock: Stock,
  funnel: NonNullable<People["funnel"]>,
  inTicketOf: NonNullable<People["inTicket"]>,
  numbers: Numbers,
): Float64Array {
  const nNodes = stock.limited.length;
  const { inTicket, rostered, present, byskill, source, kind, note, ...rest } = funnel;
  [source, kind, note] satisfies unknown;
  rest satisfies Record<string, never>;
  const general = SHARES.map((key) => numbers.of({ inTicket, rostered, present }[key] ?? 1, `people.funnel.${key}`));
  const own: number[][] = names.nodes.map(() => []);
  for (const [id, shares] of Object.entries(byskill ?? {})) {
    const node = nodeOf(id, names, false);
    SHARES.forEach((key, i) => {
      const figure = shares[key];
      if (figure !== undefined) own[node]![i] = numbers.of(figure, `people.funnel.byskill.${id}.${key}`);
    });
  }
  const byNode = new Float64Array(nNodes);
  for (let node = 0; node < nNodes; node++) {
    const parent = names.nodeParent[node]!;
    const inherited = parent === NONE ? general : own[parent]!;
    let share = 1;
    for (let i = 0; i < SHARES.length; i++) {
      own[node]![i] ??= inherited[i]!;
      share *= own[node]![i]!;
    }
    byNode[node] = share;
  }
  const shares = new Float64Array(names.holders.length * nNodes);
  for (let holder = 0; holder < names.holders.length; holder++) {
    if (holderRecord(scenario.places, names, holder)?.kind === "outside")
      shares.fill(1, holder * nNodes, (holder + 1) * nNodes);
    else shares.set(byNode, holder * nNodes);
  }
  for (const [id, table] of Object.entries(inTicketOf)) {
    const node = nodeOf(id, names, false);
    for (const [holder, share] of Object.entries(table)) {
      const ticket = Math.min(1, numbers.of(share, `people.inTicket.${id}.${holder}`));
      shares[names.holder.get(holder)! * nNodes + node] = ticket * own[node]![1]! * own[node]![2]!;
    }
  }
  for (let node = 0; node < nNodes; node++) {
    if (stock.limited[node] === 1) continue;
    for (let holder = 0; holder < names.holders.length; holder++) shares[holder * nNodes + node] = 1;
  }
  return shares;
}

/** Cumulative shares by the classes of the capability: each class has what the holder has ready by its notice. */
export function ownReadiness(scenario: Scenario, names: Names): ReadonlyMap<number, Float64Array> | undefined {
  const written = scenario.people?.readiness;
  if (written === undefined) return undefined;
  const own = new Map<number, Float64Array>();
  for (const [id, table] of Object.entries(written)) {
    const cap = names.cap.get(id);
    const notices = Object.keys(scenario.capabilities[id]!.readiness ?? {}).map((key) => noticeOf(key) ?? 0);
    if (cap === undefined || notices.length === 0) continue;
    for (const [holder, shares] of Object.entries(table)) {
      const steps = Object.entries(shares).map(([key, share]) => ({ notice: noticeOf(key) ?? 0, share }));
      const cumulative = new Float64Array(READINESS_CLASSES).fill(1);
      for (let k = 0; k < notices.length - 1; k++) {
        const ready = steps.filter(({ notice }) => notice <= notices[k]!).map(({ share }) => share);
        cumulative[k] = Math.min(1, Math.max(0, ...ready));
      }
      own.set(cap * names.holders.length + names.holder.get(holder)!, cumulative);
    }
  }
  return own;
}

// ── what is kept back and what may be lent ──────────────────────────────────────────────────────

type Amounts = NonNullable<People["floors"]>[string];

/** Either a bare map of holders and units, or one with `units`, `officers` and a factor for all of them. */
export function amountsOf(amounts: Amounts): {
  units: Readonly<Record<string, Figure>>;
  officers: Readonly<Record<string, Figure>>;
  factor: Figure;
} {
  const record = amounts as { units?: Record<string, Figure>; officers?: Record<string, Figure>; factor?: Figure };
  if ("units" in amounts || "officers" in amounts)
    return { units: record.units ?? {}, officers: record.officers ?? {}, factor: record.factor ?? 1 };
  return { units: amounts as Record<string, Figure>, officers: {}, factor: 1 };
}

/** Floors of several capabilities at one skill add up. */
function floorOfficers(
  floors: Readonly<Record<string, Amounts>>,
  names: Names,
  sizes: readonly number[],
  numbers: Numbers,
): Int32Array {
  const nNodes = names.nodes.length;
  const floor = new Int32Array(names.holders.length * nNodes);
  for (const [id, amounts] of Object.entries(floors)) {
    const { units, officers, factor } = amountsOf(amounts);
    const times = numbers.of(factor, `people.floors.${id}.factor`);
    const unitsNode = nodeOf(id, names, true);
    const size = sizes[names.cap.get(id) ?? NONE] ?? 1;
    for (const holder of Object.keys(units)) {
      const amount = Math.round(numbers.of(units[holder]!, `people.floors.${id}.${holder}`) * times) * size;
      floor[names.holder.get(holder)! * nNodes + unitsNode]! += amount;
    }
    const officersNode = nodeOf(id, names, false);
    for (const holder of Object.keys(officers)) {
      const amount = Math.round(numbers.of(officers[holder]!, `people.floors.${id}.officers.${holder}`) * times);
      floor[names.holder.get(holder)! * nNodes + officersNode]! += amount;
    }
  }
  return floor;
}

function contributionUnits(
  contributions: Readonly<Record<string, Amounts>>,
  names: Names,
  sizes: readonly number[],
  numbers: Numbers,
): Int32Array {
  const nHolders = names.holders.length;
  const most = new Int32Array(names.caps.length * nHolders).fill(UNLIMITED);
  for (const [id, amounts] of Object.entries(contributions)) {
    const cap = names.cap.get(id);
    if (cap === undefined) continue;
    const { units, officers, factor } = amountsOf(amounts);
    const times = numbers.of(factor, `people.contributions.${id}.factor`);
    for (const holder of Object.keys(units)) {
      most[cap * nHolders + names.holder.get(holder)!] = Math.round(
        numbers.of(units[holder]!, `people.contributions.${id}.${holder}`) * times,
      );
    }
    for (const holder of Object.keys(officers)) {
      const amount = numbers.of(officers[holder]!, `people.contributions.${id}.officers.${holder}`) * times;
      most[cap * nHolders + names.holder.get(holder)!] = Math.floor(amount / sizes[cap]!);
    }
  }
  return most;
}
