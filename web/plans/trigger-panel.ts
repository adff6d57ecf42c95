/**
 * "When must the nation be called?": national mobilisation at one hour or another, at a threshold and never, on the same
 * tapes, as `muster triggers` has it: the harm of late against the cost of early, and the latest useful hour.
 */
import {
  type CallFigures,
  type MeanFigure,
  type TriggerTest,
  triggerTest,
  triggerWords,
} from "../../engine/planning/trigger-test.ts";
import { thousands, unitNames } from "../../engine/tally/words.ts";
import { callFigures, callPlans, callRunsOf, callsOf } from "../../workers/calls.ts";
import { oneDigit } from "../charts/map-data.ts";
import { h, setText } from "../dom.ts";
import { explainButton } from "../views/explain.ts";
import type { PanelFactory } from "../views/panels.ts";
import type { Answers } from "./answers.ts";
import { commandOf } from "./command.ts";
import { capabilityChoice, csvButton, namedTable } from "./fields.ts";
import { createSheet, MOST_RUNS, named, planPanel } from "./frame.ts";
import { type CallMarks, columnsOf, costChart, harmChart } from "./trigger-chart.ts";

const USUAL_RUNS = 100;
const USUAL_HOURS = "0, 6, 12, 24, 48, 96, 168";
const USUAL_THRESHOLDS = "60, 80";

interface Found {
  readonly test: TriggerTest;
  /** of the capability */
  readonly id: string;
  readonly name: string;
  readonly runs: number;
}

export const triggerPanel: PanelFactory = (context) => {
  const { opened, desk, selection } = context;
  const { plan, clock } = opened;
  const sheet = createSheet();
  const { answer, sentences, drawing, result, command } = sheet;
  let known: Found | null = null;
  const capability = capabilityChoice(opened, selection);
  const from = h("input", { type: "text", placeholder: "at once", maxlength: 40, size: 14 });
  const hours = h("input", { type: "text", value: USUAL_HOURS, maxlength: 120, size: 24 });
  const thresholds = h("input", { type: "text", value: USUAL_THRESHOLDS, maxlength: 60, size: 8 });
  const runs = h("input", { type: "number", min: 20, max: MOST_RUNS, step: 1, value: USUAL_RUNS });
  const table = namedTable("Harm and cost of each call");
  const explain = explainButton("calling", opened, () => ({
    value: answer.textContent || "Not tested yet.",
    interval: "Student's 95 % intervals; differences are paired run by run.",
    runs: known?.runs ?? Number(runs.value),
    capability: selection.now.capability,
  }));
  const asked = () => ({
    n: Math.round(runs.valueAsNumber),
    hours: numbersIn(hours.value, 100_000),
    thresholds: numbersIn(thresholds.value, 1000),
  });

  const find = async (mine: Answers): Promise<Found> => {
    const { n, hours: after, thresholds: percents } = asked();
    const id = selection.now.capability;
    const { name } = opened.capabilities.find((one) => one.id === id)!;
    const said = from.value.trim();
    const { earliest, called } = await desk.calling(opened.run, id, said);
    const shares = percents!.map((percent) => percent / 100);
    const calls = callsOf(
      { earliest, from: said === "" ? null : said, hours: after!, thresholds: shares },
      clock.horizonMinutes,
    );
    setText(
      command,
      commandOf("triggers", opened, [
        ["capability", id],
        ["from", said === "" ? null : said],
        ["hours", after!.join(",")],
        ["thresholds", shares.length === 0 ? null : shares.join(",")],
        ["replications", n],
      ]),
    );
    const columns = await mine.of(callPlans(plan.resolved, calls, called), callFigures(id, called), n, plan.seed);
    return { test: triggerTest(columns.map((of, i) => callRunsOf(calls[i]!, of, called))), id, name, runs: n };
  };

  const tell = (found: Found) => {
    known = found;
    const words = triggerWords(found.test, unitNames(found.id, found.name), found.runs);
    setText(answer, words.slice(-2).join(" "));
    sentences.replaceChildren(...words.slice(0, -2).map((line) => h("li", {}, line)));
  };

  const draw = ({ test, id, name, runs: n }: Found, width: number) => {
    const columns = columnsOf(test.calls, test.usefulUntilHour);
    const latest = columns.find(({ hour }) => hour !== null && hour === test.usefulUntilHour)?.label ?? null;
    const marks: CallMarks = { latest, many: unitNames(id, name).many, width };
    drawing.replaceChildren(
      h("h3", {}, "Harm of late"),
      named(
        harmChart(columns, marks),
        `Harm of late, against calling at once: ${columns.map(({ label, againstNow }) => `${label}, ${oneDigit(againstNow?.missingUnitHours.mean ?? 0)} unit-hours missing more`).join("; ")}`,
      ),
      h("h3", {}, "Cost of early"),
      named(
        costChart(columns, marks),
        `Cost of early, against never calling: ${columns.map(({ label, againstNever }) => `${label}, ${oneDigit(againstNever?.officerShifts.mean ?? 0)} officer shifts more`).join("; ")}`,
      ),
    );
    const rows = columns.map((call) => [
      call.words,
      meanWords(call.missingUnitHours),
      oneDigit(call.unresourcedUnitHours.mean),
      String(Math.round(call.runOutShare * 100)),
      meanWords(call.officerShifts),
      moneyWords(call.cost),
      againstWords(call.againstNow),
      againstWords(call.againstNever),
    ]);
    table.update(COLUMNS, () => rows);
    result.replaceChildren(
      h("figcaption", {}, h("h2", {}, `${name}: the nation called early or late`)),
      drawing,
      table.element,
      csvButton("triggers", opened, () => ({
        columns: [...COLUMNS, "marking"],
        rows: rows.map((row) => [...row, opened.marking]),
      })),
      h(
        "p",
        { class: "note" },
        `In this scenario, on assumed holdings. Mean difference over ${n} runs of each call on the same luck; line: 95 % interval, that of what is missing adjusted for several calls (Holm). Of what is missing the full colour was unfilled, the rest under way or resting. Money: officer shifts at the lowest and the highest price of a shift. ${opened.marking}.`,
      ),
    );
  };

  return planPanel<Found>(context, sheet, {
    class: "triggers",
    heading: "When must the nation be called?",
    about:
      "National mobilisation at once, after some hours, at a threshold and never, on the same tapes. Late costs presence, early costs officer shifts.",
    ask: "Test the call",
    commandWords: "The same on the command line, with files: ",
    fields: [
      h("label", {}, "Whose shortage ", capability.element),
      h("label", {}, "Earliest call ", from),
      h("label", {}, "then after ", hours, " hours"),
      h("label", {}, "or when ", thresholds, " % of what there is is committed or asked for"),
      h("label", {}, "Runs ", runs),
    ],
    explain,
    fault() {
      const { n, hours: after, thresholds: percents } = asked();
      if (after === null) return "Hours: numbers with commas between, such as 0, 6, 24.";
      if (percents === null) return "Thresholds: numbers with commas between, such as 60, 80.";
      return n >= 20 && n <= MOST_RUNS ? null : `Between 20 and ${thousands(MOST_RUNS)} runs.`;
    },
    progress: (done, of, plans) => `${plans} plans: ${done} of ${of} runs`,
    find,
    tell,
    draw,
    leave: () => capability.leave(),
  });
};

const COLUMNS = [
  ...["Nation", "missing, unit-hours a run", "of these unfilled", "short, runs of 100", "officer shifts", "money"],
  ...["missing, against at once", "missing, against never"],
];

/** null: not numbers from 0 to `most` */
function numbersIn(text: string, most: number): number[] | null {
  const parts = text.split(",").map((part) => part.trim());
  if (parts.length === 1 && parts[0] === "") return [];
  const values = parts.map((part) => (part === "" ? Number.NaN : Number(part)));
  return values.every((value) => value >= 0 && value <= most) ? values : null;
}

function meanWords({ mean, low, high }: MeanFigure): string {
  return low === null || high === null
    ? oneDigit(mean)
    : `${oneDigit(mean)} (${oneDigit(Math.max(0, low))} to ${oneDigit(high)})`;
}

function moneyWords({ low, high }: CallFigures["cost"]): string {
  return high === 0 ? "–" : `£${thousands(low)} to £${thousands(high)}`;
}

function againstWords(against: CallFigures["againstNow"]): string {
  if (against === null) return "–";
  const { mean, low, high } = against.missingUnitHours;
  if (!against.distinguishable) return "not distinguishable";
  const ends = low === null || high === null ? "" : ` (${oneDigit(low)} to ${oneDigit(high)})`;
  return `${mean > 0 ? "+" : ""}${oneDigit(mean)}${ends}`;
}
