/**
 * `muster share`: how a requirement would fall by officers, population, own demand or risk; what pooling gains each
 * against standing alone; how far planning errs that takes the neighbours to be idle; regional against national pooling.
 */
import type { Command } from "commander";
import { largestRemainder } from "../engine/planning/share.ts";
import {
  DIVISIONS,
  type Division,
  type SharedMember,
  type Sharing,
  sharingWords,
} from "../engine/planning/share-words.ts";
import { riskChange, riskOf } from "../engine/planning/size-risk.ts";
import type { PlanFigureOf } from "../engine/planning/size-runs.ts";
import { conditioned } from "../engine/planning/size-words.ts";
import type { Table } from "../engine/tally/tables.ts";
import { unitNames } from "../engine/tally/words.ts";
import { type Capability, isHidden, nameOf, type Place } from "../workers/plan-places.ts";
import { withTier } from "../workers/plan-variations.ts";
import { UsageError } from "./exits.ts";
import type { Report } from "./main.ts";
import { wholeFrom } from "./run.ts";
import {
  capabilityOf,
  deliver,
  headOf,
  placeOf,
  type Session,
  type SessionOptions,
  sessionOptions,
  type Variation,
  withSession,
} from "./size-session.ts";

interface ShareOptions extends SessionOptions {
  readonly capability: string;
  readonly region?: string;
  readonly requirement?: number;
}

const DEFAULT_RUNS = 200;
export function registerShare(program: Command, report: Report): void {
  const command = program
    .command("share")
    .description("how a requirement would fall to forces, and what pooling is worth to each")
    .argument("<scenario>", "file or preset")
    .option("--capability <id>", "what is required", "psu")
    .option("--region <id>", "of one region (default: of the nation)")
    .option("--requirement <n>", "units required (default: what the scenario states)", wholeFrom(1));
  sessionOptions(command, DEFAULT_RUNS, "share.json and share.csv")
    .addHelpText(
      "after",
      `
Examples:
  npx muster share concurrent-disorder --region north-west --requirement 47
  npx muster share concurrent-disorder --requirement 297 --out out/share
  npx muster share concurrent-disorder --capability aep --region wales --requirement 2`,
    )
    .action(async (scenario: string, options: ShareOptions) => {
      report(await withSession(scenario, options, DEFAULT_RUNS, (session) => share(session, options)));
    });
}

/** What is told apart: forces, or regions where forces may not be shown. */
interface Member {
  readonly id: string;
  readonly name: string;
  readonly scope: "force" | "region";
  readonly forces: readonly string[];
}

async function share(session: Session, options: ShareOptions): Promise<number> {
  const { loaded, runs, seed } = session;
  const capability = capabilityOf(session, options.capability);
  const place = placeOf(session, capability, options);
  const requirement = options.requirement ?? requirementOf(session, capability, place);
  const members = membersOf(session, capability, place);
  const regionalOnly = withTier(loaded.resolved, [capability.id], "national", { trigger: "never" });
  const plans: Variation[] = [
    { resolved: loaded.resolved },
    { resolved: regionalOnly },
    { resolved: withTier(regionalOnly, [capability.id], "regional", { trigger: "never" }) },
    ...members.map(({ forces }) => ({ resolved: loaded.resolved, onlyHost: forces })),
  ];
  const of = { capability: capability.id };
  const figures: PlanFigureOf[] = [
    { figure: "runOut", ...of, scope: place.scope, id: place.id },
    ...members.flatMap(({ scope, id }) =>
      (["runOut", "requiredUnitMinutes"] as const).map((figure) => ({ figure, ...of, scope, id })),
    ),
  ];
  const answered = await session.answer(plans, figures, runs, seed);
  const runsOf = (plan: number, figure: number) => ({ events: answered[plan]![figure]!, bases: null });
  const riskAt = (plan: number, figure: number) => riskOf(runsOf(plan, figure), 0.975);
  const found = members.map((member, m) => {
    const runOut = 1 + 2 * m;
    const idles = runsOf(3 + m, runOut);
    return {
      id: member.id,
      name: member.name,
      ownDemandUnitHours: meanOf(answered[0]![runOut + 1]!) / 60,
      pooled: riskAt(0, runOut),
      regional: riskAt(1, runOut),
      alone: riskAt(2, runOut),
      gain: riskChange(runsOf(0, runOut), runsOf(2, runOut)),
      neighboursIdle: riskOf(idles, 0.975),
      error: riskChange(idles, runsOf(0, runOut)),
    };
  });
  const shares = divisions(session, members, found, requirement);
  const sharing: Sharing = {
    requirement,
    of: place.name,
    members: found.map((member, m) => ({ ...member, shares: shares[m]! })),
    whole: { pooled: riskAt(0, 0), regional: riskAt(1, 0), alone: riskAt(2, 0) },
    regionalOnly: riskChange(runsOf(0, 0), runsOf(1, 0)),
  };
  const result = {
    ...headOf(session),
    question: { capability: capability.id, scope: place.scope, id: place.id, requirement },
    verdict: conditioned([
      ...sharingWords(sharing, unitNames(capability.id, capability.name), runs),
      ...(isHidden(session, capability)
        ? [
            "By region only: on shipped data this capability is not shown by force. Load your own holdings and set a marking.",
          ]
        : []),
      ...(members[0]!.scope === "force" && loaded.data.shipped ? ["Illustrative – not these forces' holdings."] : []),
    ]),
    ...sharing,
  };
  return deliver(session, "share", result, tableOf(sharing, members[0]!.scope, capability.id, result.marking));
}

function membersOf(session: Session, capability: Capability, place: Place): Member[] {
  const { model } = session;
  if (!isHidden(session, capability)) {
    return place.forces.map((id) => ({ id, name: nameOf(session, id), scope: "force" as const, forces: [id] }));
  }
  const { regionIds } = model.schemes[capability.scheme]!;
  return regionIds
    .filter((id) => place.scope === "nation" || id === place.id)
    .map((region) => placeOf(session, capability, { region }))
    .map(({ id, name, forces }) => ({ id, name, scope: "region" as const, forces }));
}

/** What the scenario requires of the place. @throws UsageError where it says nothing */
function requirementOf({ model }: Session, capability: Capability, place: Place): number {
  const ofNation = model.requirement[model.capabilities.indexOf(capability)]!;
  const region = model.schemes[capability.scheme]!.regionIds.indexOf(place.id);
  const value = place.scope === "nation" ? ofNation : capability.regionRequirement?.[region];
  if (value === undefined || Number.isNaN(value)) {
    throw new UsageError(
      `--requirement: the scenario states none of ${place.name} for ${capability.id}; say how many units`,
    );
  }
  return Math.round(value);
}

/** Units by member and division; by risk: whoever would run out most alone gives most. */
function divisions(
  { loaded }: Session,
  members: readonly Member[],
  found: readonly Pick<SharedMember, "ownDemandUnitHours" | "alone">[],
  requirement: number,
): Record<Division, number | null>[] {
  const stated = (force: string, key: "officers" | "population") => {
    const value = loaded.resolved.places?.forces?.[force]?.[key];
    return typeof value === "number" ? value : 0;
  };
  const weights: Record<Division, number[]> = {
    officers: members.map(({ forces }) => forces.reduce((sum, force) => sum + stated(force, "officers"), 0)),
    population: members.map(({ forces }) => forces.reduce((sum, force) => sum + stated(force, "population"), 0)),
    demand: found.map(({ ownDemandUnitHours }) => ownDemandUnitHours),
    risk: found.map(({ alone }) => alone.share ?? 0),
  };
  const units = DIVISIONS.map((by) =>
    weights[by].some((weight) => weight > 0) ? largestRemainder(requirement, weights[by]) : null,
  );
  return members.map(
    (_, m) =>
      Object.fromEntries(DIVISIONS.map((by, d) => [by, units[d]?.[m] ?? null])) as Record<Division, number | null>,
  );
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function tableOf({ members }: Sharing, scope: string, capability: string, marking: string): Table {
  const columns = [
    ...["scope", "id", "capability", ...DIVISIONS.map((by) => `unitsBy-${by}`), "ownDemandUnitHours"],
    ...["runOutPooled", "runOutRegionalOnly", "runOutAlone", "gain", "gainLow", "gainHigh"],
    ...["runOutNeighboursIdle", "error", "errorLow", "errorHigh", "marking"],
  ];
  const rows = members.map((member) => [
    ...[scope, member.id, capability, ...DIVISIONS.map((by) => member.shares[by]), member.ownDemandUnitHours],
    ...[member.pooled.share, member.regional.share, member.alone.share],
    ...[member.gain?.mean ?? null, member.gain?.low ?? null, member.gain?.high ?? null],
    ...[member.neighboursIdle.share, member.error?.mean ?? null],
    ...[member.error?.low ?? null, member.error?.high ?? null, marking],
  ]);
  return { columns, rows };
}
