/** What is shown as tables: run-out by place, and the hours, with what they rest on beside them. */
import { NOT_THIS_FORCES } from "../../engine/tally/tables.ts";
import { dayAndTime } from "../../engine/tally/words.ts";
import type { Opened, Picture } from "../desk/protocol.ts";
import { VERSION } from "../words.ts";
import type { Table } from "./csv.ts";

export interface NamedTable extends Table {
  /** as a sheet and in file names */
  readonly name: string;
}

export const CONDITION = "In this scenario, on assumed holdings";

/** Of every capability the nation and its regions, and of the chosen one its forces. */
export function runOutTable({ marking, shippedData }: Opened, { summary }: Picture): NamedTable {
  const rows = summary.capabilities
    .filter(({ asked }) => asked)
    .flatMap(({ name, scopes }) =>
      scopes.map((scope) => {
        const { runOut, unresourcedUnitHours: short, requiredUnitHours: required, needs, reserveUnits } = scope;
        return [
          name,
          scope.scope,
          scope.name,
          runOut.probability,
          runOut.low,
          runOut.high,
          runOut.firstMinutes?.p50 ?? null,
          runOut.durationMinutes?.p50 ?? null,
          runOut.depthUnits?.p50 ?? null,
          required.mean,
          short.mean,
          short.low,
          short.high,
          needs.asked,
          needs.metOnTime,
          reserveUnits["1h"].p10 ?? null,
          reserveUnits["24h"].p10 ?? null,
          summary.replications,
          marking,
          scope.scope === "force" && shippedData ? NOT_THIS_FORCES : "",
        ];
      }),
    );
  return {
    name: "Run-out",
    columns: [
      ...["capability", "scope", "place", "run out (share of runs)", "low (95 %)", "high (95 %)"],
      ...["first run-out, median minute", "duration, median minutes", "depth, median units"],
      ...[
        "required unit-hours, mean",
        "unresourced unit-hours, mean",
        "unresourced, low (95 %)",
        "unresourced, high (95 %)",
      ],
      ...[
        "needs asked, all runs",
        "needs met on time, all runs",
        "reserve within 1 h, p10",
        "reserve within 24 h, p10",
      ],
      ...["runs", "marking", "note"],
    ],
    rows,
  };
}

/** The timeline that is looked at; null: nothing was asked for there. */
export function hoursTable(
  { clock, capabilities, forces, marking, shippedData }: Opened,
  picture: Picture,
): NamedTable | null {
  const { timeline, view } = picture;
  if (timeline === null) return null;
  const { name, regions } = capabilities.find(({ id }) => id === view.capability)!;
  const place = [...regions, ...forces].find(({ id }) => id === view.id)?.name ?? "Nation";
  const rows = timeline.hours.map(({ minute, required, onTheGround, unresourced, runOut }) => [
    name,
    place,
    minute,
    dayAndTime(minute, clock.startMinuteOfDay),
    ...[required, onTheGround, unresourced].flatMap(({ mean, p10, p50, p90 }) => [mean, p10, p50, p90]),
    runOut,
    timeline.replications,
    marking,
    view.scope === "force" && shippedData ? NOT_THIS_FORCES : "",
  ]);
  const spread = (level: string) => ["mean", "p10", "p50", "p90"].map((figure) => `${level} units, ${figure}`);
  return {
    name: "Hours",
    columns: [
      ...["capability", "place", "minute", "time"],
      ...["required", "on the ground", "unresourced"].flatMap(spread),
      ...["run out (share of runs)", "runs", "marking", "note"],
    ],
    rows,
  };
}

/** What all of it rests on, and what makes it again. */
export function aboutTable({ plan, preset, dataStatus, marking, edited }: Opened, picture: Picture): NamedTable {
  const { allocation, replications, digest, summary } = picture;
  return {
    name: "What this rests on",
    columns: ["what", "value"],
    rows: [
      ["Marking", marking],
      ["Condition", `${CONDITION}.`],
      ["Scenario", `${preset.name}${edited ? " (edited)" : ""}`],
      ["Data", dataStatus],
      ["Runs", replications],
      ["Seed", plan.seed],
      ["Donors", allocation.donors],
      ["Fill", allocation.fill],
      ["Scenario, SHA-256", plan.scenarioHash],
      ["Digest", digest ?? "the run had not ended"],
      ["Version", `Muster ${VERSION}`],
      ["Not official", "Not an official police or Home Office paper; for planning and exercising."],
      ...summary.warnings.map((warning) => ["Warning", warning]),
    ],
  };
}

export function assumptionsTable({ assumptions, marking }: Opened): NamedTable {
  return {
    name: "Taken for granted",
    columns: ["what", "figure and range", "source", "marking"],
    rows: assumptions.map(({ what, figure, source }) => [what, figure, source, marking]),
  };
}
