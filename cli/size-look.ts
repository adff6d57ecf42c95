/** What sizing one pool and several have in common: a look at plans on tapes, how a risk is called, and what is handed over. */
import { type Marginal, marginalTable } from "../engine/planning/size-marginals.ts";
import type { RiskRuns } from "../engine/planning/size-risk.ts";
import type { RiskWords } from "../engine/planning/size-words.ts";
import type { Table } from "../engine/tally/tables.ts";
import { unitNames } from "../engine/tally/words.ts";
import type { Capability, Place } from "../workers/plan-places.ts";
import type { ResolvedScenario } from "../workers/replicator.ts";
import { type RiskScope, riskFigures, riskRunsOf, riskWords } from "../workers/sizing.ts";
import type { DividedOptions } from "./size-question.ts";
import { deliver, type Session } from "./size-session.ts";

type Look = (
  plans: readonly ResolvedScenario[],
  tapes: "search" | "fresh",
  runs: number,
) => Promise<readonly (readonly RiskRuns[])[]>;

/** Looks at the risk of each capability under plans; fresh tapes are those that the search never sees. */
export function lookAt(
  session: Session,
  capabilities: readonly Capability[],
  where: RiskScope,
  { risk }: Pick<DividedOptions, "risk">,
): Look {
  const ids = capabilities.map(({ id }) => id);
  const figures = riskFigures(ids, risk, where);
  return async (plans, tapes, runs) => {
    const seed = tapes === "search" ? session.seed : `${session.seed}/fresh`;
    const answered = await session.answer(
      plans.map((resolved) => ({ resolved })),
      figures,
      runs,
      seed,
    );
    return answered.map((columns) => riskRunsOf(columns, risk, ids.length));
  };
}

/** Each capability's risk in words, with its level; a region is one of the first's scheme. */
export function risksInWords(
  session: Session,
  capabilities: readonly Capability[],
  where: RiskScope,
  { risk, below }: Pick<DividedOptions, "risk" | "below">,
): RiskWords[] {
  return capabilities.map((capability) => ({
    what: riskWords(risk, unitNames(capability.id, capability.name).many, where, session, capabilities[0]!),
    per: risk === "unmet" ? "asks" : "runs",
    level: below,
  }));
}

export function holderWords({ scope, name }: Place): string {
  return scope === "nation" ? "the nation" : name;
}

/** Writes and prints an answer; what a unit more buys has a table of its own. */
export function deliverSized(
  session: Session,
  result: { readonly verdict: readonly string[]; readonly marking: string },
  table: Table,
  marginals: readonly Marginal[],
): Promise<number> {
  const others = marginals.length === 0 ? {} : { marginals: marginalTable(marginals, session.runs, result.marking) };
  return deliver(session, "size", result, table, others);
}
