/**
 * `muster triggers`: national mobilisation called now, in 6, 24 or 96 hours, at a threshold or never, on the same
 * tapes: the harm of late against the cost of early, and the latest useful hour.
 */
import { type Command, InvalidArgumentError } from "commander";
import { type CallFigures, triggerTest, triggerWords } from "../engine/planning/trigger-test.ts";
import type { Table } from "../engine/tally/tables.ts";
import { unitNames } from "../engine/tally/words.ts";
import { parseTime } from "../scenarios/format/quantities.ts";
import { calledWith, callFigures, callPlans, callRunsOf, callsOf } from "../workers/calls.ts";
import { UsageError } from "./exits.ts";
import type { Report } from "./main.ts";
import {
  capabilityOf,
  deliver,
  headOf,
  type Session,
  type SessionOptions,
  sessionOptions,
  withSession,
} from "./size-session.ts";

interface TriggersOptions extends SessionOptions {
  readonly capability: string;
  readonly from: string;
  readonly hours: readonly number[];
  readonly thresholds: readonly number[];
}

const DEFAULT_RUNS = 200;

export function registerTriggers(program: Command, report: Report): void {
  const command = program
    .command("triggers")
    .description("when to call the nation: late against early, on the same tapes")
    .argument("<scenario>", "file or preset")
    .option("--capability <id>", "whose shortage is the harm", "psu")
    .option("--from <time>", 'the earliest call, such as "day 4 12:00"', "0")
    .option(
      "--hours <list>",
      "hours after it at which the nation is called",
      numbers(0, 1e5),
      [0, 6, 12, 24, 48, 96, 168],
    )
    .option(
      "--thresholds <list>",
      "shares (committed and asked for, of all there is) at which it is called",
      numbers(0, 10),
      [0.6, 0.8],
    );
  sessionOptions(command, DEFAULT_RUNS, "triggers.json and triggers.csv")
    .addHelpText(
      "after",
      `
The call opens the national tier for every capability that can be called nationally in the scenario. Its opening delay
is left out, since it stands for how late the call is; coordination and journeys remain.

Example (2024: called on 2 August, day 4, or four days later):
  npx muster triggers disorder-2024 --from "day 4 12:00" --hours 0,6,24,96 --out out/triggers`,
    )
    .action(async (scenario: string, options: TriggersOptions) => {
      report(await withSession(scenario, options, DEFAULT_RUNS, (session) => triggers(session, options)));
    });
}

async function triggers(session: Session, options: TriggersOptions): Promise<number> {
  const { model } = session;
  const capability = capabilityOf(session, options.capability);
  const earliest = parseTime(/^\d+$/.test(options.from) ? Number(options.from) : options.from, model.startMinuteOfDay);
  if (earliest === null || earliest < 0 || earliest >= model.horizon) {
    throw new UsageError(`--from ${options.from}: expected a time of the run, such as "day 4 12:00" or 6 h`);
  }
  const called = calledWith(model, capability.id);
  const { from, hours, thresholds } = options;
  const calls = callsOf({ earliest, from: from === "0" ? null : from, hours, thresholds }, model.horizon);
  const answered = await session.answer(
    callPlans(session.resolved, calls, called).map((resolved) => ({ resolved })),
    callFigures(capability.id, called),
    session.runs,
    session.seed,
  );
  const test = triggerTest(answered.map((columns, i) => callRunsOf(calls[i]!, columns, called)));
  const result = {
    ...headOf(session),
    question: {
      capability: capability.id,
      called: called.map(({ id }) => id),
      earliestMinute: earliest,
      hours: options.hours,
      thresholds: options.thresholds,
    },
    verdict: triggerWords(test, unitNames(capability.id, capability.name), session.runs),
    ...test,
  };
  return deliver(session, "triggers", result, tableOf(test.calls, result.marking));
}

function tableOf(calls: readonly CallFigures[], marking: string): Table {
  const three = (name: string) => [name, `${name}Low`, `${name}High`];
  const columns = [
    ...["call", "hour", "runOutShare"],
    ...["unresourcedUnitHours", "missingUnitHours", "officerShifts"].flatMap(three),
    ...["costLow", "costHigh"],
    ...["missingMoreThanNow", "shiftsMoreThanNow", "missingMoreThanNever"].flatMap(three),
    ...["pAgainstNow", "pAgainstNever", "marking"],
  ];
  const of = (figure: { mean: number; low: number | null; high: number | null } | undefined) =>
    figure === undefined ? [null, null, null] : [figure.mean, figure.low, figure.high];
  const rows = calls.map((call) => [
    ...[call.id, call.hour, call.runOutShare],
    ...[call.unresourcedUnitHours, call.missingUnitHours, call.officerShifts].flatMap(of),
    ...[call.cost.low, call.cost.high],
    ...of(call.againstNow?.missingUnitHours),
    ...of(call.againstNow?.officerShifts),
    ...of(call.againstNever?.missingUnitHours),
    ...[call.againstNow?.p ?? null, call.againstNever?.p ?? null, marking],
  ]);
  return { columns, rows };
}

function numbers(low: number, high: number): (text: string) => readonly number[] {
  return (text) => {
    const values = text.split(",").map(Number);
    if (values.some((value) => !(value >= low && value <= high))) {
      throw new InvalidArgumentError(`expected numbers from ${low} to ${high}, with commas between.`);
    }
    return values;
  };
}
