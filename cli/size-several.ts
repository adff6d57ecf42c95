/**
 * `muster size` of several capabilities that draw on different skills and share people all the same: the cheapest
 * holdings that keep each one's risk below the level, under bounds and prices.
 */

import { marginalWords, notKnowingWords } from "../engine/planning/size-marginals.ts";
import {
  type AskSeveral,
  cheapestHoldings,
  type Holdings,
  type SeveralQuestion,
  type SizedTogether,
} from "../engine/planning/size-several.ts";
import { togetherWords } from "../engine/planning/size-together-words.ts";
import { conditioned } from "../engine/planning/size-words.ts";
import type { Table } from "../engine/tally/tables.ts";
import { unitNames } from "../engine/tally/words.ts";
import { type Capability, heldBy } from "../workers/plan-places.ts";
import { unitSize, withHolding } from "../workers/plan-variations.ts";
import { UsageError } from "./exits.ts";
import { type Answered, marginalsAt, notKnownAt } from "./size-around.ts";
import { deliverSized, holderWords, lookAt, risksInWords } from "./size-look.ts";
import { amountOf, boundsOf, type DividedOptions, partsOf, whereOf } from "./size-question.ts";
import { assertEnoughRuns, headOf, placeOf, type Session } from "./size-session.ts";

export async function sizeSeveral(
  session: Session,
  capabilities: readonly Capability[],
  options: DividedOptions,
): Promise<number> {
  if (options.owes !== undefined) {
    throw new UsageError("--owes: a region owes units of one capability; leave it out to size several");
  }
  if (capabilities.length > MOST) throw new UsageError(`--capability: at most ${MOST} that draw on different skills`);
  const { resolved } = session;
  const place = placeOf(session, capabilities[0]!, options);
  for (const capability of capabilities) placeOf(session, capability, options);
  // The first check leaves half of what may be left to chance.
  if (options.risk !== "unmet") {
    assertEnoughRuns(session.runs, { below: options.below, confidence: 1 - (1 - options.confidence) / 2 });
  }
  const where = whereOf(session, capabilities[0]!, place, options.where);
  const held = capabilities.map((capability) => heldBy(session, capability, place));
  const prices = capabilities.map(({ id }) => amountOf(options.price, id) ?? null);
  if (prices.some((price) => price !== null) && prices.includes(null)) {
    throw new UsageError(
      "--price: say one for each capability, such as psu=40000,bdu=30000; or none, for fewest officers",
    );
  }
  const parts = capabilities.map((capability) => partsOf(session, capability, place, options.by));
  const within = withinOthers(session, capabilities);
  const question: SeveralQuestion = {
    capabilities: capabilities.map(({ id }, k) => {
      const [lowest, highest] = boundsOf(id, held[k]!, options);
      return { lowest, highest, price: prices[k] ?? unitSize(resolved, id), level: options.below };
    }),
    runs: session.runs,
    confidence: options.confidence,
    mostLooks: options.combinations,
    fits: (holdings) => {
      const officers = capabilities.map(({ officersPerUnit }, k) =>
        parts[k]!(holdings[k]!).map((units) => units * officersPerUnit),
      );
      return within.every(([inner, outer]) =>
        place.forces.every((_, i) => officers[inner]![i]! <= officers[outer]![i]!),
      );
    },
  };
  const answerOf = (holdings: Holdings): Answered => {
    const units = capabilities.map(({ id }, k) => {
      const shares = parts[k]!(holdings[k]!);
      return [id, new Map(place.forces.map((force, i) => [force, shares[i]!]))] as const;
    });
    const plan = units.reduce(
      (before, [id, of]) => [...of].reduce((one, [force, n]) => withHolding(one, id, force, n), before),
      resolved,
    );
    return { resolved: plan, units: new Map(units) };
  };
  const look = lookAt(session, capabilities, where, options);
  const ask: AskSeveral = (all, tapes, runs) =>
    look(
      all.map((holdings) => answerOf(holdings).resolved),
      tapes,
      runs,
    );
  const sized = await cheapestHoldings(question, ask);

  const { cheapest } = sized;
  const answer = cheapest === null ? null : answerOf(cheapest);
  const marginals =
    answer === null || !options.marginals
      ? []
      : await marginalsAt(session, answer, capabilities, place, where, options);
  const unsure = answer === null ? null : await notKnownAt(session, answer, capabilities, where, options);
  const names = capabilities.map(({ id, name }) => unitNames(id, name));
  const risks = risksInWords(session, capabilities, where, options);
  const money = prices[0] !== null;
  const verdict = conditioned([
    ...(options.division === null ? [] : [options.division.words]),
    ...togetherWords(sized, question, { holder: holderWords(place), units: names, held, risks, money }),
    ...marginalWords(marginals, new Map(capabilities.map(({ id }, k) => [id, names[k]!]))),
    ...(unsure ?? []).map((one, k) => notKnowingWords(one, risks[k]!.what)),
    ...(place.scope === "force" && session.shipped ? ["Illustrative – not this force's holding."] : []),
  ]);
  const result = {
    ...headOf(session),
    question: {
      runs: question.runs,
      confidence: question.confidence,
      combinations: question.mostLooks,
      capabilities: capabilities.map(({ id }, k) => ({ id, ...question.capabilities[k]! })),
      prices: money ? "as given" : "officers",
      risk: options.risk,
      sized: { scope: place.scope, id: place.id },
      where,
      by: options.by,
      division: options.division?.found ?? null,
    },
    answer: {
      holdings:
        cheapest === null
          ? null
          : capabilities.map(({ id }, k) => ({ capability: id, units: cheapest[k], held: held[k] })),
      cost: sized.cost,
      atLeast: sized.atLeast,
      gaveUp: sized.gaveUp,
    },
    checked: { tapes: "fresh", seed: `${session.seed}/fresh`, runs: session.runs, checks: sized.checks },
    verdict,
    curve: sized.points,
    steps: sized.steps.map((step) => ({ ...step, capability: capabilities[step.capability]!.id })),
    marginals,
    notKnowing: unsure,
  };
  return deliverSized(session, result, tableOf(sized, capabilities, result.marking), marginals);
}

/** Pairs of which the first's people are counted among the second's, as all are unless they stand beside. */
function withinOthers({ resolved }: Session, capabilities: readonly Capability[]): (readonly [number, number])[] {
  return capabilities.flatMap(({ id, path }, inner) => {
    if (resolved.people?.holdings?.[id]?.relation === "beside") return [];
    return capabilities.flatMap((outer, k) => (path.slice(1).includes(outer.path[0]!) ? [[inner, k] as const] : []));
  });
}

/** What the search's corners allow. */
const MOST = 4;

/** A row for each combination that was looked at and capability. */
function tableOf({ points }: SizedTogether, capabilities: readonly Capability[], marking: string): Table {
  const columns = [
    ...capabilities.map(({ id }) => `units-${id}`),
    ...["cost", "tapes", "runs", "capability", "risk", "low", "high", "upper", "kept", "marking"],
  ];
  const rows = points.flatMap(({ holdings, cost, tapes, runs, risks, kept }) =>
    risks.map(({ share, low, high, upper }, k) => [
      ...[...holdings, cost, tapes, runs, capabilities[k]!.id],
      ...[share, low, high, upper, kept ? "yes" : "no", marking],
    ]),
  );
  return { columns, rows };
}
