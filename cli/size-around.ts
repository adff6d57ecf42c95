/**
 * What stands around an answer of `muster size`: what one unit more buys, by force or region and capability, and what
 * is not known apart from luck. All at the answer, on fresh tapes.
 */

import { nextUniform, openStream, STREAM_WORDS } from "../engine/kernel/streams.ts";
import { latinHypercube } from "../engine/planning/designs.ts";
import {
  type Marginal,
  type MarginalRuns,
  type Member,
  marginalOf,
  type NotKnowing,
  notKnowingOf,
} from "../engine/planning/size-marginals.ts";
import type { RiskRuns } from "../engine/planning/size-risk.ts";
import type { PlanFigureOf } from "../engine/planning/size-runs.ts";
import { compileScenario } from "../scenarios/format/compile.ts";
import { type Capability, isHidden, nameOf, type Place } from "../workers/plan-places.ts";
import { withHolding } from "../workers/plan-variations.ts";
import type { ResolvedScenario } from "../workers/replicator.ts";
import { type RiskScope, riskFigures, riskRunsOf } from "../workers/sizing.ts";
import type { SizeOptions } from "./size-question.ts";
import { placeOf, type Session } from "./size-session.ts";

/** An answer: the scenario with it, and the units of each capability by force. */
export interface Answered {
  readonly resolved: ResolvedScenario;
  readonly units: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** More forces than this are told by region. */
const MOST_FORCES = 12;

/** What one unit more buys: each capability in turn, each force or region of the place in turn. */
export async function marginalsAt(
  session: Session,
  { resolved, units }: Answered,
  capabilities: readonly Capability[],
  place: Place,
  where: RiskScope,
  { risk }: SizeOptions,
): Promise<Marginal[]> {
  const more = capabilities.flatMap((capability) =>
    receiversIn(session, capability, place).map(({ member, force }) => {
      const held = units.get(capability.id)!.get(force)!;
      return { capability, member, plan: { resolved: withHolding(resolved, capability.id, force, held + 1) } };
    }),
  );
  const figures: PlanFigureOf[] = [
    ...riskFigures(
      capabilities.map(({ id }) => id),
      risk,
      where,
    ),
    ...capabilities.map(({ id }) => ({ figure: "unresourcedUnitMinutes" as const, capability: id, ...where })),
  ];
  const seed = `${session.seed}/fresh`;
  const answered = await session.answer([{ resolved }, ...more.map(({ plan }) => plan)], figures, session.runs, seed);
  const runsOf = (columns: readonly Float64Array[]): MarginalRuns[] => {
    const risks = riskRunsOf(columns.slice(0, -capabilities.length), risk, capabilities.length);
    const unfilled = columns.slice(-capabilities.length);
    return risks.map((one, k) => ({ risk: one, unfilledMinutes: unfilled[k]! }));
  };
  const before = runsOf(answered[0]!);
  return more.flatMap(({ capability, member }, i) => {
    const after = runsOf(answered[i + 1]!);
    return capabilities.map(({ id }, k) => marginalOf(member, capability.id, id, before[k]!, after[k]!));
  });
}

interface Receiver {
  readonly member: Member;
  /** that trains the unit: of a region the one with the most officers, else the first */
  readonly force: string;
}

function receiversIn(session: Session, capability: Capability, place: Place): Receiver[] {
  const { resolved, model } = session;
  if (!isHidden(session, capability) && place.forces.length <= MOST_FORCES) {
    return place.forces.map((id) => ({ member: { scope: "force", id, name: nameOf(session, id) }, force: id }));
  }
  const officers = (id: string) => Number(resolved.places?.forces?.[id]?.officers ?? 0);
  return model.schemes[capability.scheme]!.regionIds.flatMap((region) => {
    const { id, name, forces } = placeOf(session, capability, { region });
    const own = forces.filter((force) => place.forces.includes(force));
    if (own.length === 0) return [];
    const force = own.reduce((most, one) => (officers(one) > officers(most) ? one : most));
    return [{ member: { scope: "region" as const, id, name }, force }];
  });
}

/** The risk at the answer over draws of all that is given as a range; null: everything is known, or it is not asked for. */
export async function notKnownAt(
  session: Session,
  { resolved }: Answered,
  capabilities: readonly Capability[],
  where: RiskScope,
  { risk, below, draws }: SizeOptions,
): Promise<NotKnowing[] | null> {
  const { uncertain } = compileScenario(resolved, session.loaded.scenarioHash);
  if (draws < 2 || uncertain.length === 0) return null;
  const state = new Int32Array(STREAM_WORDS);
  openStream(state, session.seed, "size/draws", 0);
  const rows = latinHypercube(draws, uncertain.length, () => nextUniform(state));
  const figures = riskFigures(
    capabilities.map(({ id }) => id),
    risk,
    where,
  );
  const runs = Math.ceil(session.runs / 2);
  const found: (readonly RiskRuns[])[] = [];
  // Each draw has tapes of its own: what is asked for may be among the ranges.
  for (const row of rows) {
    const quantiles = Object.fromEntries(uncertain.map(({ path }, k) => [path, row[k]!]));
    const [columns] = await session.answer([{ resolved }], figures, runs, `${session.seed}/fresh`, quantiles);
    found.push(riskRunsOf(columns!, risk, capabilities.length));
  }
  return capabilities.map(({ id }, k) =>
    notKnowingOf(
      id,
      found.map((risks) => risks[k]!),
      below,
    ),
  );
}
