/** `muster size` of one pool of people: one capability, or several that draw on the same skill. */

import { type Ask, type SizeQuestion, type Sizing, smallestHolding } from "../engine/planning/size.ts";
import { marginalWords, notKnowingWords } from "../engine/planning/size-marginals.ts";
import { conditioned, sizingWords } from "../engine/planning/size-words.ts";
import type { Table } from "../engine/tally/tables.ts";
import { thousands, unitNames } from "../engine/tally/words.ts";
import { type Capability, heldBy, isHidden } from "../workers/plan-places.ts";
import { unitSize } from "../workers/plan-variations.ts";
import type { ResolvedScenario } from "../workers/replicator.ts";
import { fieldedBy, fieldedWords, owedWords, withOwed, withParts } from "../workers/sizing.ts";
import { type Answered, marginalsAt, notKnownAt } from "./size-around.ts";
import { deliverSized, holderWords, lookAt, risksInWords } from "./size-look.ts";
import { amountOf, boundsOf, type DividedOptions, owedOf, partsOf, whereOf } from "./size-question.ts";
import { assertEnoughRuns, headOf, placeOf, type Session } from "./size-session.ts";

export async function sizePool(
  session: Session,
  capabilities: readonly [Capability, ...Capability[]],
  options: DividedOptions,
): Promise<number> {
  const [first] = capabilities;
  const place = placeOf(session, first, options);
  const owed = owedOf(session, first, place, options);
  const base = withOwed(session.resolved, first.id, owed);
  const partsFor = partsOf(session, first, place, options.by);
  const held = heldBy(session, first, place);
  const [lowest, highest] = boundsOf(first.id, held, options);
  const price = amountOf(options.price, first.id);
  if (options.risk !== "unmet") assertEnoughRuns(session.runs, options);
  const where = whereOf(session, first, place, options.where);
  const question: SizeQuestion = {
    lowest,
    highest,
    runs: session.runs,
    confidence: options.confidence,
    levels: capabilities.map(() => options.below),
  };
  const planOf = (units: number): ResolvedScenario => withParts(base, first.id, place, partsFor(units));
  const look = lookAt(session, capabilities, where, options);
  const ask: Ask = (sizes, tapes, runs) => look(sizes.map(planOf), tapes, runs);
  const sizing = await smallestHolding(question, ask);

  const names = unitNames(first.id, first.name);
  const risks = risksInWords(session, capabilities, where, options);
  const fielded = owed === null ? null : fieldedBy(session, first, place, owed.mine);
  const answer = sizing.smallest === null ? null : Math.max(sizing.smallest, fielded?.units ?? 0);
  const parts = answer === null ? null : partsFor(answer);
  const shown = parts !== null && place.forces.length > 1 && !isHidden(session, first) ? parts : null;
  const at: Answered | null =
    answer === null || parts === null
      ? null
      : {
          resolved: planOf(answer),
          units: new Map([[first.id, new Map(place.forces.map((force, i) => [force, parts[i]!]))]]),
        };
  // Of one force the curve's own steps say what a unit buys.
  const marginals =
    at === null || !options.marginals || place.scope === "force"
      ? []
      : await marginalsAt(session, at, [first], place, where, options);
  const unsure = at === null ? null : await notKnownAt(session, at, capabilities, where, options);
  const verdict = conditioned([
    ...(options.division === null ? [] : [options.division.words]),
    ...(owed === null ? [] : [owedWords(owed, options.by, place, names.many)]),
    ...sizingWords(sizing, question, { holder: holderWords(place), units: names, held, risks }),
    ...(fielded === null ? [] : [fieldedWords(fielded, answer, names.many)]),
    ...(answer === null || price === undefined
      ? []
      : [`At ${thousands(price)} a unit that is ${thousands(price * answer)}; held now: ${thousands(price * held)}.`]),
    ...marginalWords(marginals, new Map([[first.id, names]])),
    ...(unsure ?? []).map((one, k) => notKnowingWords(one, risks[k]!.what)),
    ...(place.scope === "force" && session.shipped ? ["Illustrative – not this force's holding."] : []),
  ]);
  const result = {
    ...headOf(session),
    question: {
      ...question,
      capabilities: options.capability,
      risk: options.risk,
      sized: { scope: place.scope, id: place.id },
      where,
      by: options.by,
      division: options.division?.found ?? null,
    },
    answer: {
      units: answer,
      keepsRisk: sizing.smallest,
      held,
      owes: owed === null || !isHidden(session, first) ? owed : { ...owed, shares: null },
      fields: fielded,
      price: price ?? null,
      totalPrice: answer === null || price === undefined ? null : answer * price,
    },
    shares: shown === null ? null : place.forces.map((force, i) => ({ force, units: shown[i] })),
    checked: { tapes: "fresh", seed: `${session.seed}/fresh`, runs: session.runs, searchFound: sizing.searched },
    verdict,
    curve: sizing.points.map((point) => ({
      ...point,
      risks: point.risks.map((risk, k) => ({ capability: options.capability[k], ...risk })),
    })),
    steps: sizing.steps,
    marginals,
    notKnowing: unsure,
    officersPerUnit: unitSize(session.resolved, first.id),
  };
  return deliverSized(session, result, tableOf(sizing, options.capability, result.marking), marginals);
}

/** A row for each size looked at and capability, with what the units since the size before bought. */
function tableOf({ points, steps }: Sizing, capabilities: readonly string[], marking: string): Table {
  const columns = [
    ...["capability", "units", "tapes", "runs", "risk", "low", "high", "upper", "kept"],
    ...["unitsBefore", "changePerUnit", "changePerUnitLow", "changePerUnitHigh", "marking"],
  ];
  const rows = points.flatMap(({ size, tapes, runs, risks, kept }) => {
    const step = steps.find((one) => one.to === size && one.tapes === tapes && one.runs === runs);
    return risks.map(({ share, low, high, upper }, k) => {
      const change = step?.changes[k] ?? null;
      const per = (value: number | null | undefined) => (value == null ? null : value / (step!.to - step!.from));
      return [
        ...[capabilities[k]!, size, tapes, runs, share, low, high, upper, kept ? "yes" : "no"],
        ...[step?.from ?? null, per(change?.mean), per(change?.low), per(change?.high), marking],
      ];
    });
  });
  return { columns, rows };
}
