/**
 * `muster size`: the smallest holding that keeps a stated risk below a level at a stated confidence, for one force, for
 * a region in shares, or nationally; checked on fresh tapes; with the curve of risk against holding.
 */
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Model } from "../engine/model.ts";
import { largestRemainder } from "../engine/planning/share.ts";
import { type Ask, type SizeQuestion, type Sizing, smallestHolding } from "../engine/planning/size.ts";
import type { RiskRuns } from "../engine/planning/size-risk.ts";
import type { FigureName, PlanFigureOf } from "../engine/planning/size-runs.ts";
import { conditioned, type RiskWords, sizingWords } from "../engine/planning/size-words.ts";
import type { Table } from "../engine/tally/tables.ts";
import { thousands, unitNames } from "../engine/tally/words.ts";
import { unitSize, withContributions, withHolding } from "../workers/plan-variations.ts";
import type { ResolvedScenario } from "../workers/replicator.ts";
import { UsageError } from "./exits.ts";
import type { Report } from "./main.ts";
import { wholeFrom } from "./run.ts";
import {
  assertEnoughRuns,
  BY,
  type By,
  capabilityOf,
  deliver,
  headOf,
  isHidden,
  nameOf,
  type Place,
  placeOf,
  regionOf,
  type Session,
  type SessionOptions,
  sessionOptions,
  shareBetween,
  unitsHeld,
  weightsBy,
  withSession,
} from "./size-session.ts";

export type RiskName = "run-out" | "left-force" | "left-region" | "late-1h" | "late-4h" | "late-8h" | "unmet";
const RISKS: readonly RiskName[] = ["run-out", "left-force", "left-region", "late-1h", "late-4h", "late-8h", "unmet"];

interface SizeOptions extends SessionOptions {
  readonly capability: readonly string[];
  readonly force?: string;
  readonly region?: string;
  readonly by: By;
  readonly risk: RiskName;
  readonly where?: "home" | "region" | "nation";
  readonly below: number;
  readonly confidence: number;
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly owes?: number;
  readonly price?: number;
}

const DEFAULT_RUNS = 400;

export function registerSize(program: Command, report: Report): void {
  const command = program
    .command("size")
    .description("the smallest holding that keeps a risk below a level, checked on fresh tapes")
    .argument("<scenario>", "file or preset")
    .option("--capability <ids>", "whose people are sized; several that draw on the same skill: a,b", list, ["psu"])
    .option("--force <id>", "size what one force holds")
    .option("--region <id>", "size a region, in shares (default: the nation)")
    .addOption(new Option("--by <what>", "what shares are in proportion to").choices(BY).default("officers"))
    .addOption(
      new Option(
        "--risk <risk>",
        "what is kept below the level; late-1h: a need that left its force missed 10 % in an hour (4h: 40 %, 8h: 60 %); unmet: share of needs never met in full",
      )
        .choices(RISKS)
        .default("run-out"),
    )
    .addOption(
      new Option("--where <scope>", "where the risk is looked at (default: what is sized)").choices([
        "home",
        "region",
        "nation",
      ]),
    )
    .option("--below <share>", "the level", shareBetween(0.0001, 0.99), 0.05)
    .option("--confidence <share>", "how sure, one-sided", shareBetween(0.5, 0.9999), 0.95)
    .option("--at-least <n>", "lowest holding looked at, units", wholeFrom(0))
    .option(
      "--at-most <n>",
      "highest holding looked at, units (default: four times what is held, and 20 more)",
      wholeFrom(0),
    )
    .option("--owes <n>", "what the region owes, units: sets its forces' contributions by their shares", wholeFrom(1))
    .option("--price <n>", "price of a unit, to be told beside the answer", priceOf);
  sessionOptions(command, DEFAULT_RUNS, "size.json and size.csv")
    .addHelpText(
      "after",
      `
Examples:
  My region owes 47 PSUs; what should mine hold?
  npx muster size concurrent-disorder --force lancashire --owes 47 --below 5%

  How many PSUs must the nation hold to run out in at most one run of ten?
  npx muster size concurrent-disorder --below 10% --out out/size`,
    )
    .action(async (scenario: string, options: SizeOptions) => {
      const runs = options.replications ?? DEFAULT_RUNS;
      report(await withSession(scenario, options, runs, (session) => size(session, options)));
    });
}

async function size(session: Session, options: SizeOptions): Promise<number> {
  const capabilities = options.capability.map((id) => capabilityOf(session, id));
  const [first] = capabilities as [Capability, ...Capability[]];
  const apart = capabilities.find(({ path }) => path[0] !== first.path[0]);
  if (apart !== undefined) {
    throw new UsageError(
      `--capability: ${apart.id} does not draw on the same people as ${first.id}; size them one after the other`,
    );
  }
  if (options.force !== undefined && options.region !== undefined)
    throw new UsageError("--force or --region, not both");
  const place = placeOf(session, first, options);
  const owed = owedBy(session, first, place, options);
  const base =
    owed === null ? session.loaded.resolved : withContributions(session.loaded.resolved, first.id, owed.shares);
  const weights = place.forces.length === 1 ? [1] : weightsBy(session, first, place.forces, options.by);
  const held = place.forces.reduce((sum, force) => sum + unitsHeld(session, first, force), 0);
  const lowest = options.atLeast ?? 0;
  const highest = options.atMost ?? Math.max(lowest + 1, 4 * held + 20);
  if (highest < lowest) throw new UsageError(`--at-most ${highest} is below --at-least ${lowest}`);
  if (options.risk !== "unmet") assertEnoughRuns(session.runs, options);
  const where = scopeOfRisk(session, first, place, options.where);
  const question: SizeQuestion = {
    lowest,
    highest,
    runs: session.runs,
    confidence: options.confidence,
    levels: capabilities.map(() => options.below),
  };
  const planOf = (units: number): ResolvedScenario => {
    const shares = largestRemainder(units, weights);
    return place.forces.reduce((resolved, force, i) => withHolding(resolved, first.id, force, shares[i]!), base);
  };
  const figures = capabilities.flatMap(({ id }) =>
    figuresOf(options.risk).map((figure) => ({ figure, capability: id, ...where })),
  );
  const ask: Ask = async (sizes, tapes, runs) => {
    const seed = tapes === "search" ? session.seed : `${session.seed}/fresh`;
    const answered = await session.answer(
      sizes.map((units) => ({ resolved: planOf(units) })),
      figures,
      runs,
      seed,
    );
    return answered.map((columns) => riskRunsOf(columns, options.risk, capabilities.length));
  };
  const sizing = await smallestHolding(question, ask);

  const names = unitNames(first.id, first.name);
  const risks: RiskWords[] = capabilities.map((capability) => ({
    what: riskWords(options.risk, unitNames(capability.id, capability.name).many, where, session, first),
    per: options.risk === "unmet" ? "asks" : "runs",
    level: options.below,
  }));
  const holder = place.scope === "nation" ? "the nation" : place.name;
  const fielded = owed === null ? null : fieldedBy(session, first, place, owed.mine);
  const answer = sizing.smallest === null ? null : Math.max(sizing.smallest, fielded?.units ?? 0);
  const shown =
    answer !== null && place.forces.length > 1 && !isHidden(session, first) ? largestRemainder(answer, weights) : null;
  const verdict = conditioned([
    ...(owed === null ? [] : [owedWords(owed, options.by, place, names.many)]),
    ...sizingWords(sizing, question, { holder, units: names, held, risks }),
    ...(fielded === null ? [] : [fieldedWords(fielded, answer, names.many)]),
    ...(answer === null || options.price === undefined
      ? []
      : [
          `At ${thousands(options.price)} a unit that is ${thousands(options.price * answer)}; held now: ${thousands(options.price * held)}.`,
        ]),
    ...(place.scope === "force" && session.loaded.data.shipped ? ["Illustrative – not this force's holding."] : []),
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
    },
    answer: {
      units: answer,
      keepsRisk: sizing.smallest,
      held,
      owes: owed === null || !isHidden(session, first) ? owed : { ...owed, shares: null },
      fields: fielded,
      price: options.price ?? null,
      totalPrice: answer === null || options.price === undefined ? null : answer * options.price,
    },
    shares: shown === null ? null : place.forces.map((force, i) => ({ force, units: shown[i] })),
    checked: { tapes: "fresh", seed: `${session.seed}/fresh`, runs: session.runs, searchFound: sizing.searched },
    verdict,
    curve: sizing.points.map((point) => ({
      ...point,
      risks: point.risks.map((risk, k) => ({ capability: options.capability[k], ...risk })),
    })),
    steps: sizing.steps,
    officersPerUnit: unitSize(session.loaded.resolved, first.id),
  };
  return deliver(session, options, "size", result, tableOf(sizing, options.capability, result.marking));
}

type Capability = Model["capabilities"][number];

interface Owed {
  readonly region: string;
  readonly units: number;
  /** by force of the region */
  readonly shares: Readonly<Record<string, number>>;
  /** the force that is sized; all of it for a region */
  readonly mine: number;
}

/** How what a region owes falls to its forces. */
function owedBy(session: Session, capability: Capability, place: Place, { owes, by }: SizeOptions): Owed | null {
  if (owes === undefined) return null;
  const region =
    place.scope === "force" ? regionOf(session, capability, place.id) : place.scope === "region" ? place.id : undefined;
  if (region === undefined) throw new UsageError("--owes: say of which region, by --force or --region");
  const { forces } = placeOf(session, capability, { region });
  const shares = largestRemainder(owes, weightsBy(session, capability, forces, by));
  const byForce = Object.fromEntries(forces.map((force, i) => [force, shares[i]!]));
  return { region, units: owes, shares: byForce, mine: place.scope === "force" ? byForce[place.id]! : owes };
}

function owedWords({ region, units, mine }: Owed, by: By, place: Place, many: string): string {
  if (place.scope !== "force")
    return `Of ${thousands(units)} ${many} owed by ${region}, each force owes its share by ${by}.`;
  return `Of ${thousands(units)} ${many} owed by ${region}, ${place.name} owes ${thousands(mine)} by ${by}.`;
}

interface Fielded {
  readonly lends: number;
  readonly floor: number;
  readonly presentShare: number;
  /** trained, so that what is lent and the floor are present on a day like the middle one */
  readonly units: number;
}

/** Arithmetic, not simulation: who lends must have it present above its floor. */
function fieldedBy({ model }: Session, capability: Capability, place: Place, lends: number): Fielded {
  const rows = place.forces.map((force) => model.holderIds.indexOf(force) * model.nNodes + capability.path[0]!);
  const floorOfficers = rows.reduce((sum, row) => sum + model.floorOfficers[row]!, 0);
  const presentShare = model.presentShare[rows[0]!]!;
  const officers = lends * capability.officersPerUnit + floorOfficers;
  return {
    lends,
    floor: floorOfficers / capability.officersPerUnit,
    presentShare,
    units: Math.ceil(officers / presentShare / capability.officersPerUnit - 1e-9),
  };
}

function fieldedWords({ lends, floor, presentShare, units }: Fielded, answer: number | null, many: string): string {
  return `To have the ${thousands(lends)} it owes and its floor of ${Number(floor.toFixed(1))} present on an ordinary day (${Math.round(presentShare * 100)} of 100 trained are), it trains ${thousands(units)} ${many}, by arithmetic. ${answer === null ? "Whether that keeps the risk was not shown." : `The larger of the two: ${thousands(answer)}.`}`;
}

type RiskScope = Pick<PlanFigureOf, "scope" | "id">;

function scopeOfRisk(session: Session, capability: Capability, place: Place, where: SizeOptions["where"]): RiskScope {
  if (where === "nation") return { scope: "nation", id: "nation" };
  if (where === "region") {
    const region =
      place.scope === "force"
        ? regionOf(session, capability, place.id)
        : place.scope === "region"
          ? place.id
          : undefined;
    if (region === undefined) throw new UsageError("--where region: say which, by --force or --region");
    return { scope: "region", id: region };
  }
  if (where === "home" && place.scope !== "force") throw new UsageError("--where home: say whose, by --force");
  return { scope: place.scope, id: place.id };
}

function riskWords(risk: RiskName, many: string, where: RiskScope, session: Session, capability: Capability): string {
  const at =
    where.scope === "nation"
      ? "nationally"
      : where.scope === "force"
        ? `at home (${nameOf(session.loaded, where.id)})`
        : `in ${placeOf(session, capability, { region: where.id }).name}`;
  const line = { "late-1h": "10 % in 1 h", "late-4h": "40 % in 4 h", "late-8h": "60 % in 8 h" } as Record<
    string,
    string
  >;
  if (risk === "run-out") return `${many} run out ${at}`;
  if (risk === "left-force") return `some ask for ${many} goes beyond its force ${at}`;
  if (risk === "left-region") return `some ask for ${many} goes beyond its region ${at}`;
  if (risk === "unmet") return `needs of ${many} are never met in full ${at}`;
  return `some ask for ${many} ${at} that left its force misses ${line[risk]}`;
}

const LINE: Readonly<Record<string, FigureName>> = {
  "late-1h": "line1hMet",
  "late-4h": "line4hMet",
  "late-8h": "line8hMet",
};

export function figuresOf(risk: RiskName): readonly FigureName[] {
  if (risk === "run-out") return ["runOut"];
  if (risk === "left-force") return ["leftForce"];
  if (risk === "left-region") return ["leftRegion"];
  if (risk === "unmet") return ["needsPartMet", "needsLapsed", "needsAsked"];
  return ["needsLeftForce", LINE[risk]!];
}

/** @param columns of one plan: for each capability the figures of the risk */
export function riskRunsOf(columns: readonly Float64Array[], risk: RiskName, nCapabilities: number): RiskRuns[] {
  const width = columns.length / nCapabilities;
  return Array.from({ length: nCapabilities }, (_, k) => {
    const own = columns.slice(k * width, (k + 1) * width);
    if (risk === "unmet") return { events: own[0]!.map((part, r) => part + own[1]![r]!), bases: own[2]! };
    if (width === 1) return { events: own[0]!, bases: null };
    return { events: own[0]!.map((left, r) => (left > own[1]![r]! ? 1 : 0)), bases: null };
  });
}

/** A row for each size looked at and capability, with what the units since the size before bought. */
export function tableOf({ points, steps }: Sizing, capabilities: readonly string[], marking: string): Table {
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

function list(text: string): readonly string[] {
  return text.split(",").map((id) => id.trim());
}

function priceOf(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError("expected a price above 0.");
  return value;
}
