/**
 * `muster shadow`: for one force, its own risk while it lends, against its floor; and the floor that keeps it below a
 * level.
 */
import type { Command } from "commander";
import { type Shadow, type ShadowPoint, shadowWords } from "../engine/planning/shadow.ts";
import { type SizeQuestion, smallestHolding } from "../engine/planning/size.ts";
import { riskChange, riskOf } from "../engine/planning/size-risk.ts";
import type { PlanFigureOf } from "../engine/planning/size-runs.ts";
import { conditioned } from "../engine/planning/size-words.ts";
import type { Table } from "../engine/tally/tables.ts";
import { unitNames } from "../engine/tally/words.ts";
import { unitsHeld } from "../workers/plan-places.ts";
import { withContributions, withFloors } from "../workers/plan-variations.ts";
import type { Report } from "./main.ts";
import {
  assertEnoughRuns,
  capabilityOf,
  deliver,
  headOf,
  placeOf,
  type Session,
  type SessionOptions,
  sessionOptions,
  shareBetween,
  withSession,
} from "./size-session.ts";

interface ShadowOptions extends SessionOptions {
  readonly capability: string;
  readonly force: string;
  readonly below: number;
  readonly confidence: number;
}

const DEFAULT_RUNS = 400;
/** Floors shown beside the answer. */
const SHOWN = 5;

export function registerShadow(program: Command, report: Report): void {
  const command = program
    .command("shadow")
    .description("what lending does to one force: its own risk against its floor")
    .argument("<scenario>", "file or preset")
    .requiredOption("--force <id>", "the force that lends")
    .option("--capability <id>", "what it lends", "psu")
    .option("--below <share>", "the level of its own risk", shareBetween(0.0001, 0.99), 0.05)
    .option("--confidence <share>", "how sure, one-sided", shareBetween(0.5, 0.9999), 0.95);
  sessionOptions(command, DEFAULT_RUNS, "shadow.json and shadow.csv")
    .addHelpText(
      "after",
      "\nExample:\n  npx muster shadow concurrent-disorder --force kent --below 10% --out out/shadow",
    )
    .action(async (scenario: string, options: ShadowOptions) => {
      report(await withSession(scenario, options, DEFAULT_RUNS, (session) => shadow(session, options)));
    });
}

async function shadow(session: Session, options: ShadowOptions): Promise<number> {
  const { loaded, model, runs } = session;
  const capability = capabilityOf(session, options.capability);
  const place = placeOf(session, capability, options);
  assertEnoughRuns(runs, options);
  const held = Math.max(1, unitsHeld(session, capability, place.id));
  const holder = model.holderIds.indexOf(place.id);
  const floorNow = Math.ceil(
    model.floorOfficers[holder * model.nNodes + capability.path[0]!]! / capability.officersPerUnit,
  );
  const withFloor = (floor: number) => ({
    resolved: withFloors(loaded.resolved, capability.id, { [place.id]: floor }),
  });
  const own = { capability: capability.id, scope: "force", id: place.id } as const;
  const figures: PlanFigureOf[] = [
    { figure: "runOut", ...own },
    { figure: "gapWhileLending", ...own },
    { figure: "belowFloorMinutes", ...own },
    { figure: "unitsLent", ...own },
    { figure: "runOut", capability: capability.id, scope: "nation", id: "nation" },
  ];
  const question: SizeQuestion = {
    lowest: 0,
    highest: Math.max(held, floorNow),
    runs,
    confidence: options.confidence,
    levels: [options.below],
  };
  const tapesOf = (tapes: "search" | "fresh") => (tapes === "search" ? session.seed : `${session.seed}/fresh`);
  const sizing = await smallestHolding(question, async (floors, tapes, n) => {
    const answered = await session.answer(floors.map(withFloor), figures.slice(0, 1), n, tapesOf(tapes));
    return answered.map(([events]) => [{ events: events!, bases: null }]);
  });
  const floors = floorsShown(question.highest, floorNow, sizing.smallest);
  // Its floor too, so that units it lets go at home are not offered to others either.
  const keepsAll = withFloors(loaded.resolved, capability.id, { [place.id]: question.highest });
  const lendsNothing = { resolved: withContributions(keepsAll, capability.id, { [place.id]: 0 }) };
  const answered = await session.answer([lendsNothing, ...floors.map(withFloor)], figures, runs, tapesOf("fresh"));
  const alone = { events: answered[0]![0]!, bases: null };
  const points = answered.map(([runOut, gap, minutes, lent, nation], i): ShadowPoint => {
    const risk = (events: Float64Array) => riskOf({ events, bases: null }, options.confidence);
    return {
      floor: i === 0 ? null : floors[i - 1]!,
      ownRisk: risk(runOut!),
      gapWhileLending: risk(gap!),
      hoursBelowFloor: mean(minutes!) / 60,
      unitsLent: mean(lent!),
      nationRunOut: risk(nation!),
      fromLending: i === 0 ? null : riskChange(alone, { events: runOut!, bases: null }),
    };
  });
  const found: Shadow = {
    points,
    floorNow,
    floorThatKeeps: sizing.smallest,
    level: options.below,
    confidence: options.confidence,
    runs,
  };
  const names = unitNames(capability.id, capability.name);
  const result = {
    ...headOf(session),
    question: { capability: capability.id, force: place.id, holds: unitsHeld(session, capability, place.id) },
    verdict: conditioned([
      ...shadowWords(found, place.name, names),
      ...(loaded.data.shipped ? ["Illustrative – not this force's holding."] : []),
    ]),
    ...found,
    curve: sizing.points,
  };
  return deliver(session, "shadow", result, tableOf(found, place.id, capability.id, result.marking));
}

/** From no floor to all it holds, with the floor as it is and the answer among them, rising. */
function floorsShown(highest: number, now: number, answer: number | null): number[] {
  const even = Array.from({ length: SHOWN }, (_, i) => Math.round((i * highest) / (SHOWN - 1)));
  return [...new Set([...even, now, ...(answer === null ? [] : [answer])])].sort((a, b) => a - b);
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function tableOf({ points, runs }: Shadow, force: string, capability: string, marking: string): Table {
  const columns = [
    ...["force", "capability", "floor", "runs", "ownRisk", "ownRiskLow", "ownRiskHigh", "ownRiskUpper"],
    ...["fromLending", "fromLendingLow", "fromLendingHigh", "gapWhileLending", "hoursBelowFloor", "unitsLent"],
    ...["nationRunOut", "marking"],
  ];
  const rows = points.map(
    ({ floor, ownRisk, gapWhileLending, hoursBelowFloor, unitsLent, nationRunOut, fromLending }) => [
      ...[force, capability, floor ?? "lends nothing", runs, ownRisk.share, ownRisk.low, ownRisk.high, ownRisk.upper],
      ...[fromLending?.mean ?? null, fromLending?.low ?? null, fromLending?.high ?? null],
      ...[gapWhileLending.share, hoursBelowFloor, unitsLent, nationRunOut.share, marking],
    ],
  );
  return { columns, rows };
}
